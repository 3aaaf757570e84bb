//! Texts without Markdown but citations: most facts and summaries. What they say is known without parsing.

use std::ops::Range;

/// A piece of such a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words, as they are.
    Words(&'a str),
    /// The id in a citation, and where the citation stands.
    Citation(&'a str, Range<usize>),
}

/// The pieces of a text that holds nothing that Markdown could mean something by, but
/// citations. None where it may hold more: then only the parser knows.
pub fn pieces(markdown: &str) -> Option<Vec<Piece<'_>>> {
    let bytes = markdown.as_bytes();
    // What begins like a list, a heading or a rule is none.
    let first = bytes.first()?;
    let begins = first.is_ascii_alphabetic() || matches!(first, b'"' | b'(') || *first >= 0x80;
    if !begins || markdown.ends_with(' ') {
        return None;
    }
    let mut pieces = Vec::with_capacity(4);
    let mut start = 0;
    while let Some(found) = bytes[start..].iter().position(|&b| MEANS[usize::from(b)]) {
        let open = start + found;
        let id = markdown[open..].strip_prefix("[^")?;
        let id = &id[..id.bytes().position(|b| !is_of_id(b))?];
        let end = open + "[^".len() + id.len() + "]".len();
        // `[^a](b)` is a link.
        if id.is_empty() || bytes.get(end - 1) != Some(&b']') || bytes.get(end) == Some(&b'(') {
            return None;
        }
        if open > start {
            pieces.push(Piece::Words(&markdown[start..open]));
        }
        pieces.push(Piece::Citation(id, open..end));
        start = end;
    }
    if start < bytes.len() {
        pieces.push(Piece::Words(&markdown[start..]));
    }
    Some(pieces)
}

/// Where the next citation may begin: the place of `[^`.
pub fn citation(text: &str) -> Option<usize> {
    let mut brackets = text.match_indices('[').map(|(at, _)| at);
    brackets.find(|at| text.as_bytes().get(at + 1) == Some(&b'^'))
}

/// The bytes of an id that mean nothing else to Markdown.
fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')
}

/// The bytes that could mean something to Markdown within a line, and line ends.
const MEANS: [bool; 256] = {
    let mut means = [false; 256];
    let marks = b"\n\r\t\\`*_[]<&!~|\0";
    let mut at = 0;
    while at < marks.len() {
        means[marks[at] as usize] = true;
        at += 1;
    }
    means
};

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    use super::{Piece, pieces};
    use crate::parse::markdown_options;

    /// The pieces that the parser finds. None where there is anything else.
    fn parsed(markdown: &str) -> Option<Vec<(String, Option<std::ops::Range<usize>>)>> {
        let mut pieces = Vec::new();
        for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
            match event {
                Event::Text(words) => pieces.push((words.into_string(), None)),
                Event::FootnoteReference(id) => pieces.push((id.into_string(), Some(range))),
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
        ] {
            assert!(agree(text), "{text}");
        }
    }

    #[test]
    fn any_text_of_marks_is_left_to_the_parser_or_read_as_it_reads_it() {
        let parts = [
            "a", "B ", " ", "[^a]", "[^b]", "[^", "]", "[", "(", ")", ":", "!", "*", "_", "`",
            "<b>", "&amp;", "\n", "\\", "~", "|", "1.", "- ", "#", ">", "\"", "é", "\u{a0}", "=",
            "+", "^", "[^a](b)",
        ];
        let mut seed = 1_u64;
        let mut plain = 0;
        for _ in 0..40_000 {
            let mut text = String::new();
            for _ in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let place = usize::try_from(seed >> 33).expect("31 bits") % (parts.len() * 2);
                // Half of the parts are letters and citations, so that many texts are plain.
                text.push_str(parts.get(place).unwrap_or(&parts[place % 5]));
            }
            plain += usize::from(agree(&text));
        }
        assert!(plain > 500, "{plain} texts were plain");
    }
}
