//! Diagnostics for other programs: one format a file.

mod github;
mod json;
mod sarif;
mod short;

use std::path::Path;

use clap::ValueEnum;

use crate::build::Report;
use crate::text::{Place, Span, place};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each with its place in the text
    Human,
    /// A line each: `file:line:column: error[code]: title`
    Short,
    /// JSON, described in docs/guide/checking.md
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

impl Format {
    /// The diagnostics of a report on the site in `root`; none in the format for people,
    /// which is painted. But for JSON, paths lead from the folder that the program was started in.
    pub fn write(self, report: &Report, root: &Path) -> Option<String> {
        let file = |path: &str| root.join(path).to_string_lossy().into_owned();
        let seen: &dyn Fn(&str) -> String = match root.to_str() {
            Some("." | "") => &str::to_owned,
            _ => &file,
        };
        match self {
            Self::Human => None,
            Self::Short => Some(short::write(report, seen)),
            Self::Json => Some(json::write(report)),
            Self::Github => Some(github::write(report, seen)),
            Self::Sarif => Some(sarif::write(report, seen)),
        }
    }
}

/// The path of a file of the site, as the reader of a format is told it.
type Seen<'a> = &'a dyn Fn(&str) -> String;

/// First and last place of a span; the last is the one after it. None where the
/// diagnostic is about the file as a whole.
fn region(report: &Report, path: &str, span: Span) -> Option<(Place, Place)> {
    let text = report.sources.get(path).filter(|text| !text.is_empty())?;
    (span != Span::default()).then(|| {
        (
            place(text, span.start as usize),
            place(text, span.end as usize),
        )
    })
}

/// The name of a severity.
fn level(diagnostic: &crate::diag::Diagnostic) -> &'static str {
    if diagnostic.is_error() {
        "error"
    } else {
        "warning"
    }
}
