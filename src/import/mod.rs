//! Texts that were written elsewhere → briefs, and back. What cannot be told is refused, never guessed.
//!
//! `plain.rs` has the grammar of plain texts, `article.rs` that of Markdown articles; both
//! give a `Story`. `write.rs` makes the text of a brief of it, and `check.rs` reads that
//! back and compares it word for word. Only `batch.rs` touches the disk.

mod article;
mod batch;
mod check;
mod citation;
mod definition;
mod export;
mod forecast;
mod head;
mod line;
mod names;
mod plain;
mod reader;
mod remark;
mod resolve;
mod story;
mod write;

use std::sync::Arc;

pub use batch::{Batch, Fate, Input, Outcome, import};
pub use export::{Exported, export};
pub use names::Names;
pub use remark::NOTICES;
pub use write::Spelling;

use crate::diag::Diagnostic;
use crate::model::{Moment, Slug};
use crate::text::{Span, forbidden, hash};
use remark::Remarks;

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, in one of the layouts that `docs/guide/importing.md` shows.
    Plain,
    /// Markdown with footnotes.
    Markdown,
}

impl Format {
    /// The ending of the files that are taken from a folder.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Plain => "txt",
            Self::Markdown => "md",
        }
    }
}

/// How a text becomes briefs.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// What it is written in.
    pub format: Format,
    /// The spelling of the briefs.
    pub spelling: Spelling,
    /// The date of briefs whose text has none.
    pub date: Option<Moment>,
}

/// A brief that came of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// A name for its file, without ending.
    pub name: String,
    /// Its spelling.
    pub spelling: Spelling,
    /// Its text.
    pub text: String,
}

/// The briefs in `text`, the content of `path`, and what is to be said of it. With an
/// error among the diagnostics there are none: a text is imported whole, or refused.
pub fn convert(
    path: &Arc<str>,
    text: &str,
    names: &Names,
    manner: Manner,
) -> (Vec<Made>, Vec<Diagnostic>) {
    if let Some((at, character)) = forbidden(text) {
        let mut remarks = Remarks::on(path);
        let span = Span::new(at, at + character.len_utf8());
        let title = format!(
            "character U+{:04X} cannot be published",
            u32::from(character)
        );
        remarks.refuse("not-text", span, title, "a control character");
        return (Vec::new(), remarks.into_diagnostics());
    }
    let (stories, mut remarks) = match manner.format {
        Format::Plain => plain::read(path, text, names),
        Format::Markdown => article::read(path, text),
    };
    let mut made = Vec::new();
    if !remarks.refuses() {
        for story in &stories {
            let date = story.date.or(manner.date).map(|date| date.machine());
            match check::faithful(story, date.as_deref(), manner.spelling) {
                Some((brief, spelling)) => {
                    if spelling != manner.spelling {
                        let title = format!("the brief is written as .{}", spelling.extension());
                        remarks.warn(
                            "other-spelling",
                            Span::default(),
                            title,
                            "the other spelling would not say the same",
                        );
                    }
                    made.push(Made {
                        name: file_name(&story.title, text),
                        spelling,
                        text: brief,
                    });
                }
                None => {
                    let title = "neither spelling of a brief would say what the text says";
                    remarks.refuse("not-faithful", Span::default(), title, "");
                }
            }
        }
    }
    if remarks.refuses() {
        made.clear();
    }
    let has_date = manner.date.is_some();
    let mut diagnostics = remarks.into_diagnostics();
    diagnostics.retain(|remark| !(has_date && remark.code == "missing-date"));
    (made, diagnostics)
}

/// A name for the file of a story.
fn file_name(title: &str, text: &str) -> String {
    Slug::of(title).map_or_else(
        || format!("brief-{:016x}", hash(text)),
        |slug| slug.to_string(),
    )
}

/// `text` with single spaces.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
