//! A strict look at HTML: every tag closed in its order, no id twice, and where links lead.

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states,
};

/// What a page holds, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Page {
    pub faults: Vec<String>,
    pub ids: Vec<String>,
    /// The values of `href` and `src`.
    pub links: Vec<String>,
    /// Each element with its attributes.
    pub elements: Vec<(String, Vec<(String, String)>)>,
    /// The text of each `<script>` without `src`.
    pub scripts: Vec<String>,
    open: Vec<String>,
}

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    let open = page.open.pop();
                    if open.as_deref() != Some(&name) {
                        page.faults
                            .push(format!("line {line}: </{name}> closes {open:?}"));
                    }
                    return TokenSinkResult::Continue;
                }
                let attributes: Vec<(String, String)> = tag
                    .attrs
                    .iter()
                    .map(|attribute| {
                        (
                            attribute.name.local.to_string(),
                            attribute.value.to_string(),
                        )
                    })
                    .collect();
                for (key, value) in &attributes {
                    match key.as_str() {
                        "id" => page.ids.push(value.clone()),
                        "href" | "src" => page.links.push(value.clone()),
                        _ => {}
                    }
                }
                page.elements.push((name.clone(), attributes));
                if !VOID.contains(&name.as_str()) && !tag.self_closing {
                    page.open.push(name.clone());
                }
                if name == "script" {
                    page.scripts.push(String::new());
                    return TokenSinkResult::RawData(states::RawKind::ScriptData);
                }
                if name == "title" || name == "textarea" {
                    return TokenSinkResult::RawData(states::RawKind::Rcdata);
                }
            }
            Token::CharacterTokens(text) => {
                if page.open.last().is_some_and(|open| open == "script")
                    && let Some(script) = page.scripts.last_mut()
                {
                    script.push_str(&text);
                }
            }
            Token::ParseError(error) => page.faults.push(format!("line {line}: {error}")),
            Token::NullCharacterToken => page.faults.push(format!("line {line}: a NUL")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads a page strictly.
pub fn read(html: &str) -> Page {
    let options = TokenizerOpts {
        exact_errors: true,
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), options);
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    if !page.open.is_empty() {
        page.faults.push(format!("left open: {:?}", page.open));
    }
    let mut ids = page.ids.clone();
    ids.sort();
    for pair in ids.windows(2) {
        if pair[0] == pair[1] {
            page.faults.push(format!("id `{}` stands twice", pair[0]));
        }
    }
    page
}

#[test]
fn the_reader_sees_what_is_wrong() {
    assert!(
        read("<p id=\"a\">x</p><br><img src=\"y\">")
            .faults
            .is_empty()
    );
    for wrong in [
        "<p>x",
        "<p><b>x</p></b>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<p id=a id=b></p>",
        "<p",
        "</p>",
    ] {
        assert!(!read(wrong).faults.is_empty(), "{wrong}");
    }
}
