//! A fault as the pages of the preview show it.

use serde::Serialize;

use super::Writer;
use crate::build::Report;
use crate::diag::{Diagnostic, Severity};
use crate::text::{Span, place};

/// A fault as a page of the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    severity: &'static str,
    /// `file:line:column`, or the file alone where no place is known.
    place: String,
    text: String,
}

impl Fault {
    /// The faults of a report, in its order.
    pub fn all(report: &Report, writer: &dyn Writer) -> Vec<Self> {
        let fault = |diagnostic: &Diagnostic| Self {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            place: place_of(diagnostic, report),
            text: writer.paint(diagnostic, report),
        };
        report.diagnostics.iter().map(fault).collect()
    }

    /// What is wrong with the world.
    pub fn of_world(text: String) -> Self {
        Self {
            severity: "error",
            place: String::new(),
            text,
        }
    }
}

fn place_of(diagnostic: &Diagnostic, report: &Report) -> String {
    let path = diagnostic.path();
    let span = diagnostic.labels[0].span;
    match report.sources.get(path) {
        Some(text) if span != Span::default() => {
            let place = place(text, span.start as usize);
            format!("{path}:{}:{}", place.line, place.column)
        }
        _ => path.to_string(),
    }
}
