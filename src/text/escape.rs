//! Text made safe for HTML, XML and JSON inside HTML.

use std::borrow::Cow;

use super::bytes::{chunks_with, find_byte};

/// The first character of `text` that may stand in no page and no feed, and where it stands.
///
/// XML 1.0 forbids most control characters (<https://www.w3.org/TR/xml/#charsets>),
/// and HTML takes the others, and noncharacters, as errors.
pub fn forbidden(text: &str) -> Option<(usize, char)> {
    let suspicious = |b: u8| {
        let control = b < 0x20 && b != b'\n' && b != b'\t' && b != b'\r';
        control || b == 0x7f || b == 0xc2 || b == 0xef || b >= 0xf0
    };
    // Nearly all texts have none of these bytes, and the others few.
    chunks_with(text, suspicious).find_map(|chunk| {
        let bytes = text.as_bytes()[chunk.clone()].iter();
        let places = chunk.zip(bytes).filter(|&(_, &b)| suspicious(b));
        places
            .filter_map(|(at, _)| Some((at, text[at..].chars().next()?)))
            .find(|&(_, c)| is_forbidden(c))
    })
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
    out.reserve(text.len());
    let is_replaced = |byte: &u8| !HTML[usize::from(*byte)].is_empty();
    let mut rest = text;
    while let Some(at) = rest.as_bytes().iter().position(is_replaced) {
        out.push_str(&rest[..at]);
        out.push_str(HTML[usize::from(rest.as_bytes()[at])]);
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// What stands for a byte in HTML; nothing where it stands for itself.
const HTML: [&str; 256] = {
    let mut table = [""; 256];
    let mut control = 0_u8;
    while control < 32 {
        if !matches!(control, b'\n' | b'\t' | b'\r') {
            table[control as usize] = "\u{fffd}";
        }
        control += 1;
    }
    table[b'&' as usize] = "&amp;";
    table[b'<' as usize] = "&lt;";
    table[b'>' as usize] = "&gt;";
    table[b'"' as usize] = "&quot;";
    table[b'\'' as usize] = "&#39;";
    table
};

/// `text` escaped for HTML or XML, in text and in quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_html_into(text, &mut out);
    out
}

/// JSON that may stand inside `<script type="application/ld+json">`: no `<`, `>`
/// or `&` is left that could end the element or begin a comment.
pub fn escape_json_ld(json: String) -> String {
    // The last one begins the two separators of lines, which are no line ends in JSON alone.
    let means = |b: u8| matches!(b, b'<' | b'>' | b'&' | 0xe2);
    let Some(first) = find_byte(json.as_bytes(), means) else {
        return json;
    };
    let mut out = String::with_capacity(json.len() + 64);
    let (before, mut rest) = json.split_at(first);
    out.push_str(before);
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
        let next = find_byte(rest.as_bytes(), means).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape_html, escape_json_ld, forbidden, is_forbidden};

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

    #[test]
    fn json_in_a_script_cannot_end_the_script() {
        assert_eq!(escape_json_ld("{}".into()), "{}");
        assert!(!escape_json_ld("\"</script><!--\"".into()).contains(['<', '>']));
        assert_eq!(
            escape_json_ld("é<&>\u{2028}\u{2029}\u{2027}".into()),
            "é\\u003c\\u0026\\u003e\\u2028\\u2029\u{2027}"
        );
    }
}
