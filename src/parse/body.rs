//! The outline of a Markdown body: its headings, and the lists and prose between them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::blocks::by_lines;
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
    /// The words and the address of each link in it.
    pub links: Vec<(String, String)>,
    /// It cites a source.
    pub cites: bool,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The blocks of `body` in their order.
pub fn outline(body: &str) -> Vec<Block> {
    by_lines(body).unwrap_or_else(|| outline_by_events(body))
}

/// The blocks of any body, from the events of the parser.
pub(super) fn outline_by_events(body: &str) -> Vec<Block> {
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
                            links: Vec::new(),
                            cites: false,
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
                            heading.links.extend(link.take());
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
            Event::FootnoteReference(_) => {
                if let Some(heading) = &mut heading {
                    heading.cites = true;
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

/// The definitions of reference links in `body`: label in lower case, and the definition as written.
pub fn definitions(body: &str) -> Vec<(String, String)> {
    if !body.contains("]:") {
        return Vec::new();
    }
    let parser = Parser::new_ext(body, markdown_options());
    let mut all: Vec<(String, String)> = parser
        .reference_definitions()
        .iter()
        .filter(|(label, _)| !label.starts_with('^'))
        .filter_map(|(label, definition)| {
            let written = body.get(definition.span.clone())?.trim();
            Some((label.to_lowercase(), written.to_owned()))
        })
        .collect();
    all.sort();
    all
}

/// The text of a list item without its bullet and indentation.
pub fn item_text<'a>(body: &'a str, item: &Range<usize>) -> Cow<'a, str> {
    let start = item_start(body, item);
    let content = &body[start..item.end];
    let line_start = body[..item.start].rfind('\n').map_or(0, |at| at + 1);
    dedent(
        content.trim_end(),
        (start - line_start).max(item.start - line_start + 2),
    )
}

/// Where the words of a list item begin: after its bullet.
pub fn item_start(body: &str, item: &Range<usize>) -> usize {
    let text = &body[item.clone()];
    let marker = match text.find(|c: char| !c.is_ascii_digit()) {
        // One character: a bullet, or the point after a number.
        Some(digits) => digits + 1,
        None => return item.end,
    };
    let rest = text.get(marker..).unwrap_or("");
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let spaces = if spaces > 4 { 1 } else { spaces };
    (item.start + marker + spaces).min(item.end)
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
        let (rest, surplus) = without_columns(line, indent);
        out.extend(std::iter::repeat_n(' ', surplus));
        out.push_str(rest);
    }
    Cow::Owned(out)
}

/// `line` without the white space before it, and how many columns of that are left
/// when `indent` are taken off. A tab reaches to the next multiple of four.
fn without_columns(line: &str, indent: usize) -> (&str, usize) {
    let rest = line.trim_start_matches([' ', '\t']);
    let before = &line[..line.len() - rest.len()];
    let columns = before.bytes().fold(0, |column, byte| match byte {
        b'\t' => column / 4 * 4 + 4,
        _ => column + 1,
    });
    (rest, usize::saturating_sub(columns, indent))
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
    fn a_tab_reaches_to_the_next_stop() {
        let body = "- one\n\t- nested\n\t\tdeep\n";
        let Block::List(items) = &outline(body)[0] else {
            panic!("a list")
        };
        assert_eq!(item_text(body, &items[0]), "one\n  - nested\n      deep");
    }

    #[test]
    fn a_heading_gives_its_words_and_link() {
        let Block::Heading(heading) = &outline("### *Pro* — [A **B**](https://x.example/)\n")[0]
        else {
            panic!("a heading")
        };
        assert_eq!(heading.text, "Pro — A B");
        assert_eq!(heading.links, [("A B".into(), "https://x.example/".into())]);
    }
}
