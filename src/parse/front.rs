//! Splitting a Markdown file into front matter and body.

use std::ops::Range;

use crate::text::find_byte;

/// Where the two parts of a Markdown file stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the `---` lines.
    pub front: Range<usize>,
    /// What follows.
    pub body: Range<usize>,
}

/// Why a Markdown file has no front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The first line is not `---`.
    Begin,
    /// No later line is `---`.
    End,
}

/// Splits `text`, which may begin with a byte-order mark and may have CRLF line ends.
pub fn split(text: &str) -> Result<Parts, Missing> {
    let (rest, bom) = crate::text::strip_bom(text);
    let first = first_line(rest);
    if first.trim_end() != "---" {
        return Err(Missing::Begin);
    }
    let start = bom + first.len();
    let mut at = start;
    while at < text.len() {
        let line = first_line(&text[at..]);
        if line.starts_with(['-', '.']) && matches!(line.trim_end(), "---" | "...") {
            return Ok(Parts {
                front: start..at,
                body: at + line.len()..text.len(),
            });
        }
        at += line.len();
    }
    Err(Missing::End)
}

/// The first line of `text`, with its end.
fn first_line(text: &str) -> &str {
    let end = find_byte(text.as_bytes(), |b| b == b'\n');
    &text[..end.map_or(text.len(), |end| end + 1)]
}

#[cfg(test)]
mod tests {
    use super::{Missing, split};

    #[test]
    fn front_matter_and_body_are_found_whatever_the_line_ends() {
        for text in ["---\na: 1\n---\nbody", "\u{feff}---\r\na: 1\r\n---\r\nbody"] {
            let parts = split(text).unwrap();
            assert_eq!(text[parts.front].trim(), "a: 1");
            assert_eq!(&text[parts.body], "body");
        }
        assert_eq!(split("# no"), Err(Missing::Begin));
        assert_eq!(split("---\na: 1\n"), Err(Missing::End));
        assert_eq!(split(""), Err(Missing::Begin));
    }
}
