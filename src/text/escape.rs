//! Text made safe for HTML and XML.

use std::borrow::Cow;

use super::bytes::{any_byte, find_byte, is_one_of};

/// The first character of `text` that may stand in no page and no feed, and where it stands.
///
/// XML 1.0 forbids most control characters (<https://www.w3.org/TR/xml/#charsets>),
/// and HTML takes the others, and noncharacters, as errors.
pub fn forbidden(text: &str) -> Option<(usize, char)> {
    // Nearly all texts have none of these bytes, and the others few.
    let suspicious = |b: u8| is_control(b) | is_one_of(b, &[0x7f, 0xc2]) | (b >= 0xef);
    if !any_byte(text, suspicious) {
        return None;
    }
    let mut rest = text;
    while let Some(at) = find_byte(rest.as_bytes(), suspicious) {
        // None of them stands within a character.
        let c = rest[at..].chars().next()?;
        if is_forbidden(c) {
            return Some((text.len() - rest.len() + at, c));
        }
        rest = &rest[at + c.len_utf8()..];
    }
    None
}

fn is_forbidden(c: char) -> bool {
    let noncharacter = matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32 & 0xfffe) == 0xfffe;
    noncharacter || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// `text` with each forbidden character replaced by U+FFFD.
pub fn without_forbidden(text: &str) -> Cow<'_, str> {
    match forbidden(text) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let replaced = text
                .chars()
                .map(|c| if is_forbidden(c) { '\u{fffd}' } else { c });
            Cow::Owned(replaced.collect())
        }
    }
}

/// Text of an author for a terminal, in one line: what could move the cursor, change
/// colours or turn the direction is taken away.
pub fn clean(text: &str) -> String {
    let turns = |c: &char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = text.chars().filter(turns).map(|c| match c {
        '\n' | '\t' | '\r' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    });
    shown.collect()
}

/// Appends `text` to `out` with the five characters escaped that mean something
/// in HTML or XML, and without the control characters that XML 1.0 forbids
/// (<https://www.w3.org/TR/xml/#charsets>).
pub fn escape_html_into(text: &str, out: &mut String) {
    replace_into(text, is_replaced, out);
}

/// Appends `text` to `out` for HTML between tags, where quotation marks mean nothing.
pub fn escape_text_into(text: &str, out: &mut String) {
    replace_into(text, |b| is_control(b) | is_one_of(b, b"&<>"), out);
}

#[inline]
fn replace_into(text: &str, is_replaced: impl Fn(u8) -> bool + Copy, out: &mut String) {
    out.reserve(text.len());
    let mut rest = text;
    while let Some(at) = find_byte(rest.as_bytes(), is_replaced) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "\u{fffd}",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether a byte cannot stand for itself in HTML.
fn is_replaced(byte: u8) -> bool {
    is_control(byte) | is_one_of(byte, b"&<>\"'")
}

/// Whether a byte is one of the control characters of ASCII that XML forbids.
fn is_control(byte: u8) -> bool {
    (byte < 0x20) & !is_one_of(byte, b"\n\t\r")
}

/// `text` escaped for HTML or XML, in text and in quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_html_into(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{escape_html, forbidden, is_forbidden};

    #[test]
    fn what_is_forbidden_is_found_wherever_it_stands() {
        for c in [
            '\0',
            '\u{1f}',
            '\n',
            '\t',
            '\u{7f}',
            '\u{80}',
            '\u{9f}',
            '\u{a0}',
            '§',
            'é',
            '–',
            '\u{fdcf}',
            '\u{fdd0}',
            '\u{fdef}',
            '\u{fdf0}',
            '\u{feff}',
            '\u{fffd}',
            '\u{fffe}',
            '\u{1f600}',
            '\u{1ffff}',
            '\u{10fffe}',
        ] {
            for before in [0, 1, 126, 127, 128, 300] {
                let text = format!("{}§{c}{c} more", "x".repeat(before));
                let found = text.char_indices().find(|&(_, c)| is_forbidden(c));
                assert_eq!(forbidden(&text), found, "{c:?} behind {before}");
            }
        }
    }

    #[test]
    fn what_means_something_in_markup_is_escaped() {
        assert_eq!(
            escape_html("<a href=\"x\">R&D's</a>\u{1}"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;\u{fffd}"
        );
    }
}
