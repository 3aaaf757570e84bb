//! Texts whose Markdown is told by single lines: citations, emphasis, code and links among words. These are
//! nearly all, and what they say is known without parsing.

use std::ops::Range;

use super::details::MAX_SOURCE_ID_BYTES;
use crate::text::{find_byte, is_one_of};

/// A piece of such a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words of one line, as they are.
    Words(&'a str),
    /// The id in a citation.
    Citation(&'a str),
    /// Words with emphasis.
    Emphasis(&'a str),
    /// Words with strong emphasis.
    Strong(&'a str),
    /// Code.
    Code(&'a str),
    /// Words, and where they lead.
    Link(&'a str, &'a str),
    /// A line end within a paragraph.
    Break,
    /// The next paragraph begins.
    Paragraph,
}

impl Piece<'_> {
    /// The words that it says, and how far behind its beginning they stand. None where it says none of its
    /// author's: code is not.
    pub fn words(&self) -> Option<(&str, usize)> {
        match self {
            Self::Words(words) => Some((words, 0)),
            Self::Emphasis(words) | Self::Link(words, _) => Some((words, 1)),
            Self::Strong(words) => Some((words, 2)),
            Self::Citation(_) | Self::Code(_) | Self::Break | Self::Paragraph => None,
        }
    }

    /// What it shows: its words, or its code.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Self::Code(code) => Some(code),
            _ => self.words().map(|(words, _)| words),
        }
    }
}

/// A piece, and where it stands with its marks.
pub type Placed<'a> = (Piece<'a>, Range<usize>);

/// The most pieces: more are in no text that people write, and would take much memory.
const MOST: usize = 10_000;

/// The pieces of a text, as the parser would find them. None where it may hold anything else, or something
/// whose end is not seen at once: then only the parser knows.
pub fn pieces(markdown: &str) -> Option<Vec<Placed<'_>>> {
    let markdown = markdown.trim_end_matches('\n');
    let bytes = markdown.as_bytes();
    if !begins_line(bytes) || markdown.ends_with(' ') {
        return None;
    }
    let mut pieces = Vec::with_capacity(4);
    // What is before `start` stands in pieces, what is before `at` was looked at.
    let (mut start, mut at) = (0, 0);
    while let Some(found) = find_byte(&bytes[at..], means) {
        let mark = at + found;
        if stands_for_itself(bytes, mark) {
            at = mark + 1;
            continue;
        }
        if pieces.len() > MOST {
            return None;
        }
        if mark > start {
            pieces.push((Piece::Words(&markdown[start..mark]), start..mark));
        }
        if bytes[mark] == b'\\' && bytes.get(mark + 1).is_some_and(u8::is_ascii_punctuation) {
            // The sign behind it belongs to the words that follow.
            (start, at) = (mark + 1, mark + 2);
            continue;
        }
        let (piece, end) = match bytes[mark] {
            b'\n' => line_end(bytes, mark)?,
            b'[' if bytes.get(mark + 1) == Some(&b'^') => {
                let begins_line = matches!(pieces.last(), Some((Piece::Break, _)));
                cited(markdown, mark, begins_line)?
            }
            b'[' => link(markdown, mark)?,
            b'`' => code(markdown, mark)?,
            b'*' | b'_' => emphasis(markdown, mark)?,
            _ => return None,
        };
        pieces.push((piece, mark..end));
        (start, at) = (end, end);
    }
    if start < bytes.len() {
        pieces.push((Piece::Words(&markdown[start..]), start..bytes.len()));
    }
    Some(pieces)
}

/// Whether a byte could mean something to Markdown within a line, or ends it.
fn means(byte: u8) -> bool {
    (byte < 0x20) | is_one_of(byte, b"!&*<|~[\\]_`")
}

/// Whether a byte that could mean something means nothing where it stands.
fn stands_for_itself(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1);
    match bytes[at] {
        // No line here is one that makes a table of those around it.
        b'|' => true,
        b'!' => next != Some(&b'['),
        // It takes its meaning from signs alone; before a line end it breaks the line.
        b'\\' => next.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b' '),
        // Before a digit or `=` it may begin an address for mail.
        b'<' => next == Some(&b' '),
        b'_' => {
            let before = at.checked_sub(1).map(|before| bytes[before]);
            let joins = |b: &u8| b.is_ascii_alphanumeric();
            before.as_ref().is_some_and(joins) && next.is_some_and(joins)
        }
        b'&' => {
            let mut rest = bytes[at + 1..].iter();
            let after = rest.find(|b| !(b.is_ascii_alphanumeric() || **b == b'#'));
            after != Some(&b';')
        }
        _ => false,
    }
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

/// Whether a line begins with words, or with what may be a mark around words: reading that mark tells.
fn begins_line(line: &[u8]) -> bool {
    match line.first() {
        Some(mark @ (b'*' | b'_')) => {
            let word = line.iter().find(|b| *b != mark);
            word.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
        }
        Some(b'`') => line.get(1) != Some(&b'`'),
        Some(b'[') => line.get(1) != Some(&b'^'),
        _ => begins_words(line),
    }
}

/// The line end or ends at `mark`, with something behind them.
fn line_end(bytes: &[u8], mark: usize) -> Option<(Piece<'static>, usize)> {
    if bytes[..mark].last() == Some(&b' ') {
        return None;
    }
    let length = bytes[mark..].iter().position(|&b| b != b'\n')?;
    let line = &bytes[mark + length..];
    // A citation at the beginning of a line may be a definition, but not within a paragraph.
    let cites = length == 1 && line.starts_with(b"[^");
    let piece = match length {
        1 => Piece::Break,
        _ => Piece::Paragraph,
    };
    (cites || begins_line(line)).then_some((piece, mark + length))
}

/// The citation that begins at `mark`.
fn cited(markdown: &str, mark: usize, begins_line: bool) -> Option<(Piece<'_>, usize)> {
    let bytes = markdown.as_bytes();
    let id = markdown[mark..].strip_prefix("[^")?;
    let id = &id[..id.bytes().position(|b| !is_of_id(b))?];
    let end = mark + "[^".len() + id.len() + "]".len();
    let is_closed = bytes.get(end - 1) == Some(&b']');
    // `[^a](b)` is a link, `[^a]:` defines where it begins a line, and what `[^a][b]` is the parser knows.
    let is_other = match bytes.get(end) {
        Some(b'(') => true,
        Some(b'[') => bytes.get(end + 1) != Some(&b'^'),
        Some(b':') => begins_line,
        _ => false,
    };
    let is_citation = is_closed && !is_other && !id.is_empty() && id.len() <= MAX_SOURCE_ID_BYTES;
    is_citation.then_some((Piece::Citation(id), end))
}

/// The bytes of an id that mean nothing else to Markdown.
fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')
}

/// Words between `mark` and the next byte that could mean something.
fn words_until_mark(markdown: &str, start: usize) -> Option<&str> {
    let length = find_byte(&markdown.as_bytes()[start..], means)?;
    Some(&markdown[start..start + length])
}

/// The link `[words](address)` that begins at `mark`.
fn link(markdown: &str, mark: usize) -> Option<(Piece<'_>, usize)> {
    let words = words_until_mark(markdown, mark + 1)?;
    let after = &markdown[mark + 1 + words.len()..];
    let rest = after.strip_prefix("](")?;
    let mut open = 0;
    let length = rest.bytes().position(|b| match b {
        b'(' => {
            open += 1;
            open > 1
        }
        b')' => {
            open -= 1;
            open < 0
        }
        b => !is_of_address(b),
    })?;
    let is_known = rest[length..].starts_with(')')
        && length > 0
        && words.trim_ascii().len() == words.len()
        && !words.is_empty();
    let address = &rest[..length];
    let mut marks = address.bytes().enumerate().filter(|(_, b)| *b == b'&');
    let no_entity = marks.all(|(at, _)| stands_for_itself(address.as_bytes(), at));
    let end = markdown.len() - rest.len() + length + 1;
    (is_known && no_entity).then_some((Piece::Link(words, address), end))
}

/// The bytes of an address that mean nothing else to Markdown; an entity is told apart.
fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._:/?#=&%+,@".contains(&byte)
}

/// The code within a line that begins at `mark`.
fn code(markdown: &str, mark: usize) -> Option<(Piece<'_>, usize)> {
    let rest = &markdown[mark + 1..];
    let code = &rest[..rest.bytes().position(|b| b == b'`' || b < 0x20)?];
    let mut after = rest[code.len()..].bytes();
    // White space at both ends would belong to the marks.
    let is_whole = after.next() == Some(b'`')
        && after.next() != Some(b'`')
        && !code.is_empty()
        && !code.starts_with(' ')
        && !code.ends_with(' ');
    is_whole.then_some((Piece::Code(code), mark + code.len() + 2))
}

/// The words between marks of emphasis that begin at `mark`: marks that can only open, and such that can
/// only close by what is around them (<https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis>).
fn emphasis(markdown: &str, mark: usize) -> Option<(Piece<'_>, usize)> {
    let rest = &markdown[mark..];
    let sign = rest.as_bytes()[0];
    let marks = rest.bytes().take_while(|b| *b == sign).count();
    let words = words_until_mark(markdown, mark + marks)?;
    let after = &rest[marks + words.len()..];
    let closing = after.bytes().take_while(|b| *b == sign).count();
    let before = markdown[..mark].bytes().next_back();
    let next = after.as_bytes().get(closing);
    let is_known = closing == marks
        && before.is_none_or(|b| b" \n(\"".contains(&b))
        && next.is_none_or(|b| b" \n.,;:?)\"'[".contains(b))
        && words.starts_with(char::is_alphanumeric)
        && words.ends_with(|c: char| c.is_alphanumeric() || ".,?)\"".contains(c));
    let piece = match marks {
        1 => Piece::Emphasis(words),
        2 => Piece::Strong(words),
        _ => return None,
    };
    is_known.then_some((piece, mark + 2 * marks + words.len()))
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

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    use super::{Piece, pieces};
    use crate::parse::markdown_options;
    use crate::text::Chance;

    /// A piece by name and text, and where it stands.
    type Told = (&'static str, String, Range<usize>);

    /// The pieces that the parser finds. None where there is anything else.
    fn parsed(markdown: &str) -> Option<Vec<Told>> {
        let mut told: Vec<Told> = Vec::new();
        let mut end = 0;
        for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
            let (kind, text) = match event {
                Event::Text(words) => {
                    // Words come in one part or in several.
                    match told.last_mut() {
                        Some((kind, text, before))
                            if *kind == "words" && before.end == range.start =>
                        {
                            text.push_str(&words);
                            before.end = range.end;
                            continue;
                        }
                        Some((kind, text, whole))
                            if whole.end >= range.end && *kind != "paragraph" =>
                        {
                            assert!(matches!(*kind, "emphasis" | "strong" | "link"), "{kind}");
                            text.push_str(&words);
                            continue;
                        }
                        _ => ("words", words.into_string()),
                    }
                }
                Event::FootnoteReference(id) => ("citation", id.into_string()),
                Event::Code(code) => ("code", code.into_string()),
                Event::SoftBreak => ("break", String::new()),
                Event::Start(Tag::Emphasis) => ("emphasis", String::new()),
                Event::Start(Tag::Strong) => ("strong", String::new()),
                Event::Start(Tag::Link { dest_url, .. }) => ("link", format!("{dest_url} ")),
                Event::Start(Tag::Paragraph) if !told.is_empty() => {
                    told.push(("paragraph", String::new(), end..range.start));
                    continue;
                }
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link)
                | Event::Start(Tag::Paragraph) => continue,
                Event::End(TagEnd::Paragraph) => {
                    end = told.last().map_or(0, |(_, _, range)| range.end);
                    continue;
                }
                _ => return None,
            };
            told.push((kind, text, range));
        }
        Some(told)
    }

    fn agree(markdown: &str) -> bool {
        let Some(found) = pieces(markdown) else {
            return false;
        };
        let found: Vec<Told> = found
            .into_iter()
            .map(|(piece, range)| {
                let (kind, text) = match piece {
                    Piece::Words(words) => ("words", words.to_owned()),
                    Piece::Citation(id) => ("citation", id.to_owned()),
                    Piece::Emphasis(words) => ("emphasis", words.to_owned()),
                    Piece::Strong(words) => ("strong", words.to_owned()),
                    Piece::Code(code) => ("code", code.to_owned()),
                    Piece::Link(words, url) => ("link", format!("{url} {words}")),
                    Piece::Break => ("break", String::new()),
                    Piece::Paragraph => ("paragraph", String::new()),
                };
                (kind, text, range)
            })
            .collect();
        assert_eq!(Some(found), parsed(markdown), "{markdown:?}");
        true
    }

    #[test]
    fn what_is_told_by_lines_is_what_the_parser_makes_of_it() {
        for text in [
            "It rained. [^a]",
            "It rained.[^a][^b-2] And [^c.d], it \"snowed\".",
            "約束 is 5 > 4 [^a] [^b]: and 3 + 4 = 7 # 8",
            "(A) b [^a]{x} $y$ (c) 'd' – e -- f ...",
            "a [^1]",
            "One line\nand another, \"quoted\"\n(more)\n1975 was [^a]\n[^b] so.\n",
            "One paragraph.\n\nAnother.[^a]\n\n\n2 more\nlines",
            "The *additional* plan, (*so*) the **Élysée**, \"*said*\"; _now_, __here.__\n*Lines* begin\n**so** [^a], too",
            "**Bold**[^a] `code < && *x*`, `y`[^b]\n`z` ends `it`",
            "R&D, AT&T & 5 < 6 | 7, snake_case_name, wow! (a && b; c)",
            "See [the report](https://a.example/b_c?d=1&e=2#f), [it](/x/).\n[Here](y_(z)) too.",
            "In C:\\temp\\new or \\*nothing\\* at all \\[x].".trim_end_matches("x]."),
        ] {
            assert!(agree(text), "{text}");
        }
    }

    #[test]
    fn any_text_of_marks_is_left_to_the_parser_or_read_as_it_reads_it() {
        // Most parts are among the first ones, so that many texts are read.
        let parts = [
            "a",
            "B ",
            " ",
            "\n",
            "[^a]",
            "*c*",
            " **d** ",
            "_e_",
            "`f`",
            "[g](h)",
            " & ",
            "é",
            ".",
            "2",
            "\n\n",
            "[^b]",
            "*",
            "_",
            "`",
            "**",
            " *",
            "* ",
            " `",
            "` ",
            "&",
            "[",
            "](",
            ")",
            "(",
            " <",
            "|",
            "!",
            "[^",
            "]",
            ":",
            "<b>",
            "&amp;",
            ";",
            "\\",
            "\\*",
            "\\a",
            "[x](y_(z))",
            "~",
            "1.",
            "- ",
            "#",
            ">",
            "\"",
            "\u{a0}",
            "=",
            "+",
            "^",
            "[^a](b)",
            "<1@b>",
            "@",
            "](<h>)",
            "---",
            "“",
            "\t",
        ];
        let mut chance = Chance::of(1);
        let mut below = |end| chance.below(end);
        let mut plain = 0;
        for _ in 0..200_000 {
            let mut text = String::new();
            for _ in 0..=below(10) {
                let most = [14, 14, 14, parts.len()][below(4)];
                text.push_str(parts[below(most)]);
            }
            plain += usize::from(agree(&text));
        }
        assert!(plain > 5_000, "{plain} texts were read");
        assert!(pieces(&"a\n".repeat(100_000)).is_none());
        assert!(pieces(&format!("a [^{}]", "b".repeat(2_000))).is_none());
    }
}
