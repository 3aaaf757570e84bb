//! A text as YAML that means it.

/// `text` as a YAML scalar of a block: as it is where that is safe, else in quotation marks.
pub fn yaml_scalar(text: &str) -> String {
    let first = text.chars().next();
    let is_word = first.is_some_and(char::is_alphabetic);
    let means_more = text.contains(": ")
        || text.contains(" #")
        || text.ends_with([':', ' '])
        || text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
        || text.chars().any(char::is_control);
    let is_keyword = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf",
    ]
    .contains(&text.to_lowercase().as_str());
    if is_word && !means_more && !is_keyword {
        return text.to_owned();
    }
    quoted(text)
}

/// As [`yaml_scalar`], for a place that may lie within `[…]` or `{…}`.
pub fn yaml_flow_scalar(text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) {
        quoted(text)
    } else {
        yaml_scalar(text)
    }
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
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
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
    use super::{yaml_flow_scalar, yaml_scalar as scalar};

    #[test]
    fn words_that_mean_something_in_yaml_are_quoted() {
        assert_eq!(
            scalar("A plain title, with \"words\""),
            "A plain title, with \"words\""
        );
        assert_eq!(scalar("no"), "\"no\"");
        assert_eq!(scalar("Budget: the vote"), "\"Budget: the vote\"");
        assert_eq!(scalar("2023 in review"), "\"2023 in review\"");
        assert_eq!(
            scalar("\"Quoted\" \\ title"),
            "\"\\\"Quoted\\\" \\\\ title\""
        );
        assert_eq!(scalar("Ends:"), "\"Ends:\"");
    }
    #[test]
    fn a_comma_is_quoted_where_it_would_end_a_value() {
        assert_eq!(yaml_flow_scalar("One, two"), "\"One, two\"");
        assert_eq!(yaml_flow_scalar("One"), "One");
    }
}
