//! Text made safe for HTML, XML and JSON inside HTML.

/// Appends `text` to `out` with the five characters escaped that mean something
/// in HTML or XML, and without the control characters that XML 1.0 forbids
/// (<https://www.w3.org/TR/xml/#charsets>).
pub fn escape_html_into(text: &str, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            0..=8 | 11 | 12 | 14..=31 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(entity);
        plain = at + 1;
    }
    out.push_str(&text[plain..]);
}

/// `text` escaped for HTML or XML, in text and in quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_html_into(text, &mut out);
    out
}

/// JSON that may stand inside `<script type="application/ld+json">`: no `<`, `>`
/// or `&` is left that could end the element or begin a comment.
pub fn escape_json_ld(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape_html, escape_json_ld};

    #[test]
    fn what_means_something_in_markup_is_escaped() {
        assert_eq!(
            escape_html("<a href=\"x\">R&D's</a>\u{1}"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s&lt;/a&gt;\u{fffd}"
        );
    }

    #[test]
    fn json_in_a_script_cannot_end_the_script() {
        assert!(!escape_json_ld("\"</script><!--\"").contains(['<', '>']));
    }
}
