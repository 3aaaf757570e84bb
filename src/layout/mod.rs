//! One layout for all briefs: their texts written anew, saying the same. Pure: it writes no files.

mod body;
mod check;
mod entry;
mod order;
mod reader;
mod scalar;
mod settle;
mod yaml;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::parse::{definitions, split};
use crate::text::{Span, strip_bom};

pub use body::fact_list;
pub use scalar::{bracketed, scalar};
pub use yaml::text_list;

/// Why a text is left as it is.
#[derive(Debug)]
pub enum Left {
    /// It is no brief without errors; these are its faults.
    Faulty(Vec<Diagnostic>),
    /// It would not have said the same: a bug of the layout, told as a warning.
    Unfaithful(Box<Diagnostic>),
}

/// The brief in `text`, the content of the file `path`, in its layout. What comes back says
/// the same, holds the same comments, and is its own layout: all this is looked at before it
/// is given back.
pub fn lay_out(path: &Arc<str>, text: &str) -> Result<String, Left> {
    let before = check::read(path, text).map_err(Left::Faulty)?;
    let laid = attempt(path, text);
    let is_faithful = laid.comments.is_some()
        && check::read(path, &laid.text).is_ok_and(|after| check::says_the_same(&before, &after))
        && attempt(path, &laid.text) == laid;
    if is_faithful {
        Ok(laid.text)
    } else {
        let title = "the layout would change what this brief says";
        Err(Left::Unfaithful(Box::new(
            Diagnostic::warning("not-laid-out", path, Span::default(), title).help(
                "it is left as it is; please report this, for `gen fmt` is wrong and not the brief",
            ),
        )))
    }
}

/// A text in its layout, and what has to be in every layout of it.
#[derive(Debug, PartialEq, Eq)]
struct Laid {
    text: String,
    /// The comments, each with its place; none when one was not found again.
    comments: Option<Vec<(String, String)>>,
    /// The definitions of links in a Markdown body.
    definitions: Vec<(String, String)>,
}

/// Lays a text out without looking whether it says the same.
fn attempt(path: &str, text: &str) -> Laid {
    let text = with_plain_line_ends(strip_bom(text).0);
    let parts = if path.ends_with(".md") {
        split(&text).ok()
    } else {
        None
    };
    let Some(parts) = parts else {
        let (text, comments) = fields(&text);
        return Laid {
            text,
            comments,
            definitions: Vec::new(),
        };
    };
    let (front, comments) = fields(&text[parts.front]);
    let body = &text[parts.body];
    let laid = body::lay_out(body);
    let text = if laid.is_empty() {
        format!("---\n{front}---\n")
    } else {
        format!("---\n{front}---\n\n{laid}\n")
    };
    Laid {
        text,
        comments,
        definitions: definitions(body),
    }
}

/// The fields of a brief in their layout, and their comments. YAML that uses what is not laid
/// out, such as anchors, stays as it is.
fn fields(text: &str) -> (String, Option<Vec<(String, String)>>) {
    let Some((mut brief, count)) = reader::read(text) else {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        return (format!("{text}{end}"), Some(Vec::new()));
    };
    let top = settle::settle(&mut brief);
    let comments = check::comments(&top, &brief);
    let is_whole = comments.len() == count;
    (yaml::write(&top, &brief), is_whole.then_some(comments))
}

/// Every reader of Markdown and YAML takes all line ends for one.
fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}
