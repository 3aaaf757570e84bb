//! A text as a YAML scalar: plain where nobody could take it for something else.

/// A text as the value of a field: plain, or in double quotation marks where it needs them.
pub fn scalar(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A text as an item within brackets, or a value within braces.
pub fn bracketed(text: &str) -> String {
    if is_plain(text) && is_plain_in_brackets(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether a plain text means the same within brackets and braces.
pub fn is_plain_in_brackets(text: &str) -> bool {
    !text.contains([',', '[', ']', '{', '}'])
}

/// Whether a text needs no quotation marks: every reader of YAML, of the old version and the
/// new one, reads it as this text.
pub fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|c: char| {
        !c.is_whitespace()
            && !matches!(
                c,
                '-' | '?'
                    | ':'
                    | ','
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '#'
                    | '&'
                    | '*'
                    | '!'
                    | '|'
                    | '>'
                    | '\''
                    | '"'
                    | '%'
                    | '@'
                    | '`'
                    | '='
            )
    });
    let means_more = text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':')
        || text.ends_with(char::is_whitespace)
        || text.contains(|c: char| {
            c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
        });
    begins && !means_more && !is_word_of_yaml(text) && !is_like_a_number(text)
}

/// Words that mean truth values and nothing.
fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "<<",
    ];
    text.starts_with('~') || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Numbers, times and dates, in any of their many spellings.
fn is_like_a_number(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let signs = |c: char| c.is_ascii_hexdigit() || " \t_+-.,:xXoOtTzZ".contains(c);
    let is_word = |c: char| matches!(c, 'i' | 'I' | 'n' | 'N' | 'f' | 'F' | 'a' | 'A' | '.');
    begins && (text.chars().all(signs) || text.starts_with('.') && text.chars().all(is_word))
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{bracketed, scalar};

    #[test]
    fn words_that_mean_something_in_yaml_are_quoted() {
        for plain in [
            "A plain title, with \"words\"",
            "2023 in review",
            "15%",
            "https://example.org/a?b=c#d",
            "約束",
            "a:b",
        ] {
            assert_eq!(scalar(plain), plain);
        }
        for text in [
            "",
            " a",
            "a ",
            "no",
            "Yes",
            "ON",
            "null",
            "~",
            "<<",
            "=",
            "1e3",
            "007",
            "1_000",
            "0x1F",
            "12:30:45",
            "2023-12-09",
            "2023-12-09 10:00:00+01:00",
            "2023-12-09T10:00Z",
            "+1",
            ".5",
            ".inf",
            ".NaN",
            "- a",
            "-",
            "*a",
            "&a",
            "!a",
            "@a",
            "[a]",
            "{a",
            "#a",
            "a: b",
            "a #b",
            "Ends:",
            "'a'",
            "%a",
            "`a`",
            "a\u{2028}b",
        ] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
        assert_eq!(
            scalar("\"Quoted\" \\ title"),
            "\"\\\"Quoted\\\" \\\\ title\""
        );
        assert_eq!(bracketed("a, b"), "\"a, b\"");
        assert_eq!(bracketed("a b"), "a b");
    }
}
