//! What a piece of Markdown says in its author's own words, and where its links lead.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::markdown_options;
use super::plain::{Piece, pieces};
use crate::text::{find_byte, is_one_of};

/// A link in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its words, without Markdown.
    pub words: String,
    /// Where it leads.
    pub url: String,
    /// Where it stands in the Markdown.
    pub range: Range<usize>,
}

/// The ranges of `markdown` that are its author's words: no code, no quoted block, no
/// address, no mark.
pub fn spoken(markdown: &str) -> Vec<Range<usize>> {
    ranges(markdown, |tag| {
        matches!(tag, Tag::BlockQuote(_)) || is_no_text(tag)
    })
}

/// The ranges of `markdown` that are words, quoted blocks among them.
pub fn told(markdown: &str) -> Vec<Range<usize>> {
    ranges(markdown, is_no_text)
}

fn is_no_text(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(_) | Tag::Image { .. } => true,
        Tag::Link { link_type, .. } => {
            matches!(link_type, LinkType::Autolink | LinkType::Email)
        }
        _ => false,
    }
}

/// The ranges of texts, without what is within these tags.
fn ranges(markdown: &str, is_aside: fn(&Tag<'_>) -> bool) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut aside: Option<usize> = None;
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if aside.is_none() && is_aside(&tag) {
                    aside = Some(depth);
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                aside = aside.filter(|outer| *outer < depth);
            }
            Event::Text(_) if aside.is_none() => ranges.push(range),
            _ => {}
        }
    }
    ranges
}

/// The links of `markdown`, in their order.
pub fn worded_links(markdown: &str) -> Vec<Link> {
    if !may_link(markdown) {
        return Vec::new();
    }
    if let Some(pieces) = pieces(markdown) {
        let links = pieces.into_iter().filter_map(|(piece, range)| match piece {
            Piece::Link(words, url) => Some(Link {
                words: words.to_owned(),
                url: url.to_owned(),
                range,
            }),
            _ => None,
        });
        return links.collect();
    }
    let mut links = Vec::new();
    let mut open: Option<Link> = None;
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                open = Some(Link {
                    words: String::new(),
                    url: dest_url.into_string(),
                    range,
                });
            }
            Event::End(TagEnd::Link) => links.extend(open.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(link) = &mut open {
                    link.words.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(link) = &mut open {
                    link.words.push(' ');
                }
            }
            _ => {}
        }
    }
    links
}

/// Whether a text may hold a link. One that names its address elsewhere, as `[a][b]` and `[a]`
/// do, needs a definition.
fn may_link(markdown: &str) -> bool {
    let mut rest = markdown.as_bytes();
    while let Some(at) = find_byte(rest, |b| is_one_of(b, b"]<")) {
        if rest[at] == b'<' || matches!(rest.get(at + 1), Some(b'(' | b':')) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{spoken, worded_links};

    #[test]
    fn code_and_quoted_blocks_are_not_the_authors_words() {
        let text = "It is *so* `code`. [^a]\n\n> quoted\n\n[here](/x/)\n";
        let words: Vec<&str> = spoken(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(words, ["It is ", "so", " ", ". ", "here"]);
    }

    #[test]
    fn a_link_has_its_words_and_place() {
        let text = "See [the *report*](https://x.example/ \"t\") now.";
        let [link] = &worded_links(text)[..] else {
            panic!("one link")
        };
        assert_eq!(
            (&*link.words, &*link.url),
            ("the report", "https://x.example/")
        );
        assert_eq!(
            &text[link.range.clone()],
            "[the *report*](https://x.example/ \"t\")"
        );
    }
}
