//! HTML of texts without Markdown but citations: what the parser's events would become, without the parser.

use super::marks::Marks;
use crate::parse::{Piece, pieces};
use crate::text::{escape_html_into, without_forbidden};

/// The words and marks of a text, as they stand in its paragraphs: without the first and last tag.
pub fn with_marks(pieces: &[Piece<'_>], mut marks: Option<&mut Marks<'_>>, out: &mut String) {
    if let [Piece::Words(text)] = pieces {
        escape_html_into(text, out);
        return;
    }
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Words(words) => {
                let is_marked = matches!(pieces.get(at + 1), Some(Piece::Citation(..)));
                if words.ends_with(' ') && is_marked && marks.is_some() {
                    push_words(words.trim_end(), out);
                } else {
                    push_words(words, out);
                }
            }
            Piece::Citation(id, _) => {
                if let Some(marks) = marks.as_deref_mut() {
                    out.push_str(&marks.mark(id));
                }
            }
            // A mark never begins a line.
            Piece::Break => {
                let is_marked = matches!(pieces.get(at + 1), Some(Piece::Citation(..)));
                if !is_marked || marks.is_none() {
                    out.push('\n');
                }
            }
            Piece::Paragraph => out.push_str("</p>\n<p>"),
        }
    }
}

/// Words, in which only `>` needs to be escaped.
fn push_words(words: &str, out: &mut String) {
    for (at, part) in without_forbidden(words).split('>').enumerate() {
        if at > 0 {
            out.push_str("&gt;");
        }
        out.push_str(part);
    }
}

/// The words of a text that has nothing but words, perhaps with empty lines after them.
pub fn words_alone(markdown: &str) -> Option<&str> {
    match pieces(markdown)?[..] {
        [Piece::Words(words)] => Some(words),
        _ => None,
    }
}

/// Words as inline HTML.
pub fn without_marks(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    push_words(words, &mut out);
    out.trim().to_owned()
}
