//! Source text: spans of bytes, lines and columns, escaping, JSON, near names.

mod bytes;
#[cfg(test)]
mod chance;
mod escape;
mod json;
mod near;
mod number;

#[cfg(test)]
pub use chance::Chance;

pub use bytes::{PART, any_byte, beyond, find_byte, is_one_of, marked};
pub use escape::{
    clean, escape_html, escape_html_into, escape_text_into, forbidden, without_forbidden,
};
pub use json::{JsonIn, JsonObject};
pub use near::{is_plural, is_slip, nearest};
pub use number::{counted, grouped, push_hex};

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

/// A range of bytes in a file, from the top of the file, front matter included.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`. Offsets are capped at 4 GiB; files are at most 4 MiB.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: narrow(start),
            end: narrow(end.max(start)),
        }
    }

    /// The span as a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place where it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A place that a person can find: line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A hash of a text or of other bytes: what is equal has the same one.
pub fn hash(bytes: impl AsRef<[u8]>) -> u64 {
    xxh3_64(bytes.as_ref())
}

/// The hash of a value: what is equal has the same one, in every process of this build.
pub fn hash_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = Gathered(Vec::with_capacity(128));
    value.hash(&mut hasher);
    hasher.finish()
}

/// A hasher that gathers what it is given and hashes it at once: for values of many small
/// parts, which are most, that is several times as fast as one by one.
#[derive(Clone, Debug, Default)]
pub struct Gathered(Vec<u8>);

impl Gathered {
    /// The hash of what was gathered, which is forgotten.
    pub fn take(&mut self) -> u64 {
        let hash = self.finish();
        self.0.clear();
        hash
    }
}

impl Hasher for Gathered {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}

/// The place of the byte `offset` in `text`. An offset past the end means the end.
pub fn place(text: &str, offset: usize) -> Place {
    let offset = floor_boundary(text, offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place {
        line: before.bytes().filter(|&b| b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The largest character boundary of `text` that is not after `offset`.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// `text` without a leading byte-order mark, and the number of bytes taken off.
pub fn strip_bom(text: &str) -> (&str, usize) {
    text.strip_prefix('\u{feff}')
        .map_or((text, 0), |rest| (rest, '\u{feff}'.len_utf8()))
}

/// The words of `text` with one space between them.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if is_one_line(text) {
        return Cow::Borrowed(text);
    }
    let is_odd = |c: char| c.is_whitespace() && !c.is_ascii_whitespace();
    Cow::Owned(if may_part(text) && text.contains(is_odd) {
        joined(text.split_whitespace(), text.len())
    } else if is_in_lines(text.as_bytes()) {
        with_spaces(text)
    } else {
        joined(text.split_ascii_whitespace(), text.len())
    })
}

/// What ASCII calls white space, besides the space.
fn is_break(byte: u8) -> bool {
    is_one_of(byte, b"\t\n\x0c\r")
}

/// `text` with a space for each other white space of ASCII.
fn with_spaces(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find_byte(rest.as_bytes(), is_break) {
        line.push_str(&rest[..at]);
        line.push(' ');
        rest = &rest[at + 1..];
    }
    line.push_str(rest);
    line
}

/// Whether all white space of ASCII is single and between words.
fn is_in_lines(text: &[u8]) -> bool {
    let is_white = |byte: u8| (byte == b' ') | is_break(byte);
    let pairs = text.iter().zip(text.iter().skip(1));
    let is_double = pairs.fold(0, |any, (&one, &next)| {
        any | u8::from(is_white(one) & is_white(next))
    });
    let outer = [text.first(), text.last()];
    is_double == 0 && !outer.into_iter().flatten().any(|&byte| is_white(byte))
}

/// Words with single spaces between them.
fn joined<'a>(words: impl Iterator<Item = &'a str>, bytes: usize) -> String {
    let mut line = String::with_capacity(bytes);
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether `text` may hold white space that is not of ASCII, or that ASCII calls so in few places: most
/// texts have none of the bytes that it begins with.
fn may_part(text: &str) -> bool {
    any_byte(text, |b| is_one_of(b, &[0x0b, 0xc2, 0xe1, 0xe2, 0xe3]))
}

/// Whether there is no white space in `text` but single spaces between words.
fn is_one_line(text: &str) -> bool {
    let parts = |c: char| c != ' ' && c.is_whitespace();
    let has_other = any_byte(text, |b| b < 0x20) || may_part(text) && text.contains(parts);
    let has_outer = text.starts_with(' ') || text.ends_with(' ');
    !has_other && !has_outer && !text.contains("  ")
}

/// `text` with each `{name}` replaced by `value`.
pub fn fill(text: &str, name: &str, value: &str) -> String {
    let mut filled = String::with_capacity(text.len() + value.len());
    let mut rest = text;
    while let Some(open) = find_byte(rest.as_bytes(), |b| b == b'{') {
        let after = &rest[open + 1..];
        let place = after
            .strip_prefix(name)
            .and_then(|end| end.strip_prefix('}'));
        match place {
            Some(end) => {
                filled.push_str(&rest[..open]);
                filled.push_str(value);
                rest = end;
            }
            None => {
                filled.push_str(&rest[..=open]);
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The first `limit` characters of `text`, cut at a word where possible, with an ellipsis when cut.
pub fn shorten(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    let cut = if cut * 2 < end { end } else { cut };
    format!(
        "{}…",
        text[..cut].trim_end_matches([' ', ',', ';', ':', '.'])
    )
}

#[cfg(test)]
mod tests {
    use super::{fill, one_line, place, shorten};

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let text = "é\nab\n";
        assert_eq!((place(text, 0).line, place(text, 0).column), (1, 1));
        assert_eq!((place(text, 2).line, place(text, 2).column), (1, 2));
        assert_eq!((place(text, 4).line, place(text, 4).column), (2, 2));
        assert_eq!((place(text, 99).line, place(text, 99).column), (3, 1));
    }

    #[test]
    fn white_space_of_any_kind_becomes_one_space() {
        for text in [
            "",
            " ",
            "a b",
            " a",
            "a ",
            "a  b",
            "a\nb",
            "a\nb\tc\r",
            "a\n b",
            "\na\nb",
            "a \nb",
            "é\né",
            "a\u{a0}b",
            "é  é",
            "a\u{b}b ",
            "a\u{1}b",
        ] {
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(one_line(text), words.join(" "), "{text:?}");
        }
    }

    #[test]
    fn names_in_braces_are_replaced_as_by_a_search() {
        for text in [
            "{n}",
            "a {n} b {n}{n}",
            "{{n}}",
            "{nn} {n",
            "{ n }",
            "é{n}é",
            "{x}{n}",
        ] {
            assert_eq!(
                fill(text, "n", "{n}v"),
                text.replace("{n}", "{n}v"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(shorten("one two three", 20), "one two three");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("ééééééé", 3), "ééé…");
    }
}
