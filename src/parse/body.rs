//! The outline of a Markdown body: its headings, and the lists and prose between them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::markdown_options;

/// A block at the top level of the body. Ranges count from the body's first byte.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading(Heading),
    /// A list: the range of each of its items, bullet included.
    List(Vec<Range<usize>>),
    /// Anything else.
    Other(Range<usize>),
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: HeadingLevel,
    /// Its words, without Markdown.
    pub text: String,
    /// The words and the address of its last link.
    pub link: Option<(String, String)>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The blocks of `body` in their order.
pub fn outline(body: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut depth = 0_usize;
    let mut items = Vec::new();
    let mut heading: Option<Heading> = None;
    let mut link: Option<(String, String)> = None;
    for (event, range) in Parser::new_ext(body, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                match (&tag, depth) {
                    (Tag::Heading { level, .. }, 0) => {
                        heading = Some(Heading {
                            level: *level,
                            text: String::new(),
                            link: None,
                            range,
                        });
                    }
                    (Tag::List(_), 0) => items.clear(),
                    (Tag::Item, 1) => items.push(range),
                    (_, 0) => blocks.push(Block::Other(range)),
                    _ => {}
                }
                if let Tag::Link { dest_url, .. } = tag {
                    link = Some((String::new(), dest_url.into_string()));
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth -= 1;
                match (tag, depth) {
                    (TagEnd::Heading(_), 0) => blocks.extend(heading.take().map(Block::Heading)),
                    (TagEnd::List(_), 0) => blocks.push(Block::List(std::mem::take(&mut items))),
                    (TagEnd::Link, _) => {
                        if let Some(heading) = &mut heading {
                            heading.link = link.take();
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                if let Some(heading) = &mut heading {
                    heading.text.push_str(&text);
                    if let Some((words, _)) = &mut link {
                        words.push_str(&text);
                    }
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut heading {
                    heading.text.push(' ');
                }
            }
            _ if depth == 0 => blocks.push(Block::Other(range)),
            _ => {}
        }
    }
    blocks
}

/// The definitions of reference links in `body`, as Markdown: one line each, in the order of their labels.
pub fn definitions(body: &str) -> String {
    if !body.contains("]:") {
        return String::new();
    }
    let parser = Parser::new_ext(body, markdown_options());
    let mut lines: Vec<String> = parser
        .reference_definitions()
        .iter()
        .filter(|(label, _)| !label.starts_with('^'))
        .filter_map(|(_, definition)| body.get(definition.span.clone()))
        .map(|line| line.trim().to_owned())
        .collect();
    lines.sort();
    lines.join("\n")
}

/// The text of a list item without its bullet and indentation.
pub fn item_text<'a>(body: &'a str, item: &Range<usize>) -> Cow<'a, str> {
    let line_start = body[..item.start].rfind('\n').map_or(0, |at| at + 1);
    let text = &body[item.clone()];
    let marker = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | ')')))
        .unwrap_or(text.len());
    // `- - a` holds a list in a list: only the first bullet is the item's own.
    let marker = if text.starts_with(['-', '*', '+']) {
        marker.min(1)
    } else {
        marker
    };
    let spaces = text[marker..].len() - text[marker..].trim_start_matches([' ', '\t']).len();
    let spaces = if spaces > 4 { 1 } else { spaces };
    let content = &text[marker + spaces..];
    let indent = item.start - line_start + marker + spaces.max(1);
    dedent(content.trim_end(), indent)
}

/// `text` with up to `indent` columns of white space taken from each line but the first.
fn dedent(text: &str, indent: usize) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number == 0 {
            out.push_str(line);
            continue;
        }
        out.push('\n');
        let mut columns = 0;
        let rest = line.trim_start_matches(|c| {
            let width = match c {
                ' ' => 1,
                '\t' => 4,
                _ => return false,
            };
            columns += width;
            columns <= indent
        });
        out.push_str(rest);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{Block, item_text, outline};

    #[test]
    fn items_lose_their_bullet_and_indentation() {
        let body = "- one\n  more\n\n  two\n\n  - nested\n    deep\n- ```c\n  x\n    y\n  ```\n";
        let Block::List(items) = &outline(body)[0] else {
            panic!("a list")
        };
        assert_eq!(
            item_text(body, &items[0]),
            "one\nmore\n\ntwo\n\n- nested\n  deep"
        );
        assert_eq!(item_text(body, &items[1]), "```c\nx\n  y\n```");
    }

    #[test]
    fn a_heading_gives_its_words_and_link() {
        let Block::Heading(heading) = &outline("### *Pro* — [A **B**](https://x.example/)\n")[0]
        else {
            panic!("a heading")
        };
        assert_eq!(heading.text, "Pro — A B");
        assert_eq!(
            heading.link,
            Some(("A B".into(), "https://x.example/".into()))
        );
    }
}
