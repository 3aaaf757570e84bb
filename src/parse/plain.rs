//! Texts without Markdown but citations, lines and paragraphs: most of all. What they say is known without parsing.

use std::ops::Range;

use super::details::MAX_SOURCE_ID_BYTES;
use crate::text::{find_byte, is_one_of};

/// A piece of such a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words of one line, as they are.
    Words(&'a str),
    /// The id in a citation, and where the citation stands.
    Citation(&'a str, Range<usize>),
    /// A line end within a paragraph.
    Break,
    /// The next paragraph begins.
    Paragraph,
}

/// The most pieces: more are in no text that people write, and would take much memory.
const MOST: usize = 10_000;

/// The pieces of a text that holds nothing that Markdown could mean something by, but
/// citations, lines and paragraphs. None where it may hold more: then only the parser knows.
pub fn pieces(markdown: &str) -> Option<Vec<Piece<'_>>> {
    let bytes = markdown.as_bytes();
    if !begins_words(bytes) || markdown.ends_with(' ') {
        return None;
    }
    let mut pieces = Vec::with_capacity(4);
    let mut start = 0;
    while let Some(found) = find_byte(&bytes[start..], means) {
        let mark = start + found;
        if pieces.len() > MOST {
            return None;
        }
        if mark > start {
            pieces.push(Piece::Words(&markdown[start..mark]));
        }
        if bytes[mark] == b'\n' {
            if bytes.get(mark.wrapping_sub(1)) == Some(&b' ') {
                return None;
            }
            let rest = bytes[mark..].iter().position(|&b| b != b'\n');
            let Some(length) = rest else {
                return Some(pieces);
            };
            start = mark + length;
            // A citation at the beginning of a line may be a definition, but not within a paragraph.
            let cites = length == 1 && bytes[start..].starts_with(b"[^");
            if !cites && !begins_words(&bytes[start..]) {
                return None;
            }
            pieces.push(if length == 1 {
                Piece::Break
            } else {
                Piece::Paragraph
            });
            continue;
        }
        let id = markdown[mark..].strip_prefix("[^")?;
        let id = &id[..id.bytes().position(|b| !is_of_id(b))?];
        let end = mark + "[^".len() + id.len() + "]".len();
        let is_closed = bytes.get(end - 1) == Some(&b']');
        if id.is_empty() || id.len() > MAX_SOURCE_ID_BYTES || !is_closed {
            return None;
        }
        // `[^a](b)` is a link, and `[^a]:` defines where it begins a line.
        let begins_line = matches!(pieces.last(), Some(Piece::Break));
        match bytes.get(end) {
            Some(b'(') => return None,
            Some(b':') if begins_line => return None,
            _ => {}
        }
        pieces.push(Piece::Citation(id, mark..end));
        start = end;
    }
    if start < bytes.len() {
        pieces.push(Piece::Words(&markdown[start..]));
    }
    Some(pieces)
}

/// Whether a line begins like one of words: not like a list, a heading or a rule.
pub(super) fn begins_words(line: &[u8]) -> bool {
    let Some(first) = line.first() else {
        return false;
    };
    if first.is_ascii_digit() {
        let after = line.iter().find(|b| !b.is_ascii_digit());
        return after.is_some_and(|b| !matches!(b, b'.' | b')'));
    }
    first.is_ascii_alphabetic() || matches!(first, b'"' | b'(') || *first >= 0x80
}

/// Where the next citation may begin: the place of `[^`.
pub fn citation(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(at) = find_byte(&bytes[start..], |b| b == b'[') {
        let open = start + at;
        if bytes.get(open + 1) == Some(&b'^') {
            return Some(open);
        }
        start = open + 1;
    }
    None
}

/// The bytes of an id that mean nothing else to Markdown.
fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')
}

/// Whether a byte could mean something to Markdown within a line, or ends it.
fn means(byte: u8) -> bool {
    (byte < 0x20) | is_one_of(byte, b"!&*<|~[\\]_`")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    use super::{Piece, pieces};
    use crate::parse::markdown_options;

    /// The pieces that the parser finds. None where there is anything else.
    fn parsed(markdown: &str) -> Option<Vec<(String, Option<std::ops::Range<usize>>)>> {
        let mut pieces: Vec<(String, _)> = Vec::new();
        for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
            match event {
                Event::Text(words) => pieces.push((words.into_string(), None)),
                Event::FootnoteReference(id) => pieces.push((id.into_string(), Some(range))),
                Event::SoftBreak => pieces.push(("\n".to_owned(), None)),
                Event::Start(Tag::Paragraph) if !pieces.is_empty() => {
                    pieces.push(("\n\n".to_owned(), None));
                }
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(pieces)
    }

    fn agree(markdown: &str) -> bool {
        let Some(found) = pieces(markdown) else {
            return false;
        };
        let found: Vec<_> = found
            .into_iter()
            .map(|piece| match piece {
                Piece::Words(words) => (words.to_owned(), None),
                Piece::Citation(id, range) => (id.to_owned(), Some(range)),
                Piece::Break => ("\n".to_owned(), None),
                Piece::Paragraph => ("\n\n".to_owned(), None),
            })
            .collect();
        assert_eq!(Some(found), parsed(markdown), "{markdown:?}");
        true
    }

    #[test]
    fn what_is_taken_as_plain_is_what_the_parser_makes_of_it() {
        for text in [
            "It rained. [^a]",
            "It rained.[^a][^b-2] And [^c.d], it \"snowed\".",
            "約束 is 5 > 4 [^a] [^b]: and 3 + 4 = 7 # 8",
            "(A) b [^a]{x} $y$ (c) 'd' – e -- f ...",
            "a [^1]",
            "One line\nand another, \"quoted\"\n(more)\n1975 was [^a]\n[^b] so.\n",
            "One paragraph.\n\nAnother.[^a]\n\n\n2 more\nlines",
        ] {
            assert!(agree(text), "{text}");
        }
    }

    #[test]
    fn any_text_of_marks_is_left_to_the_parser_or_read_as_it_reads_it() {
        let parts = [
            "a", "B ", "\n", "\n\n", "2", " ", "[^a]", "[^b]", "[^", "]", "[", "(", ")", ":", "!",
            "*", "_", "`", "<b>", "&amp;", "\n", "\\", "~", "|", "1.", "- ", "#", ">", "\"", "é",
            "\u{a0}", "=", "+", "^", "[^a](b)",
        ];
        let mut seed = 1_u64;
        let mut plain = 0;
        for _ in 0..100_000 {
            let mut text = String::new();
            for _ in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let place = usize::try_from(seed >> 33).expect("31 bits") % (parts.len() * 2);
                // Half of the parts are letters, lines and citations, so that many texts are plain.
                text.push_str(parts.get(place).unwrap_or(&parts[place % 8]));
            }
            plain += usize::from(agree(&text));
        }
        assert!(plain > 500, "{plain} texts were plain");
        assert!(pieces(&"a\n".repeat(100_000)).is_none());
        assert!(pieces(&format!("a [^{}]", "b".repeat(2_000))).is_none());
    }
}
