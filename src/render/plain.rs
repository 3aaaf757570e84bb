//! HTML of texts that need not be parsed: what the parser's events would become, without the parser.

use super::links::Links;
use super::marks::Marks;
use crate::parse::{Piece, Placed};
use crate::text::{escape_text_into, without_forbidden};

/// What such a text is within its paragraphs: without the first and last tag.
pub fn in_paragraphs(
    pieces: &[Placed<'_>],
    links: &Links<'_>,
    mut marks: Option<&mut Marks<'_>>,
    out: &mut String,
) {
    let mut pieces = pieces.iter().map(|(piece, _)| piece).peekable();
    while let Some(piece) = pieces.next() {
        // A mark follows its word without a space, so that it never begins a line.
        let is_marked = marks.is_some() && matches!(pieces.peek(), Some(Piece::Citation(_)));
        match piece {
            Piece::Words(words) if is_marked && words.ends_with(' ') => {
                push_words(words.trim_end(), out);
            }
            Piece::Citation(id) => {
                if let Some(marks) = marks.as_deref_mut() {
                    marks.push(id, out);
                }
            }
            Piece::Break if is_marked => {}
            Piece::Break => out.push('\n'),
            Piece::Paragraph => out.push_str("</p>\n<p>"),
            piece => push(piece, Some(links), out),
        }
    }
}

/// What such a text is in a line, without marks; without `links`, the words of a link alone.
pub fn in_line(pieces: &[Placed<'_>], links: Option<&Links<'_>>) -> String {
    let length: usize = pieces.iter().map(|(_, range)| range.len()).sum();
    let mut out = String::with_capacity(length + 16);
    for (piece, _) in pieces {
        push(piece, links, &mut out);
    }
    match out.trim().len() {
        all if all == out.len() => out,
        _ => out.trim().to_owned(),
    }
}

/// The words and the code of such a text.
pub fn shown(pieces: &[Placed<'_>]) -> String {
    let words = pieces.iter().filter_map(|(piece, _)| match piece {
        Piece::Break | Piece::Paragraph => Some(" "),
        piece => piece.shown(),
    });
    words.collect()
}

/// A piece in a line; a citation is nothing.
fn push(piece: &Piece<'_>, links: Option<&Links<'_>>, out: &mut String) {
    match piece {
        Piece::Words(words) => push_words(words, out),
        Piece::Emphasis(words) => within("<em>", words, "</em>", out),
        Piece::Strong(words) => within("<strong>", words, "</strong>", out),
        Piece::Code(code) => within("<code>", code, "</code>", out),
        Piece::Link(words, written) => match links.and_then(|links| links.opening(written)) {
            Some(opening) => within(&opening, words, "</a>", out),
            None => push_words(words, out),
        },
        Piece::Break | Piece::Paragraph => out.push(' '),
        Piece::Citation(_) => {}
    }
}

fn within(opening: &str, words: &str, closing: &str, out: &mut String) {
    out.push_str(opening);
    push_words(words, out);
    out.push_str(closing);
}

fn push_words(words: &str, out: &mut String) {
    escape_text_into(&without_forbidden(words), out);
}
