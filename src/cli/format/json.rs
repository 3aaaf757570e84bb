//! All that is known of each diagnostic, as JSON.

use serde_json::{Value, json};

use super::{level, region};
use crate::build::Report;
use crate::diag::{Diagnostic, Fix, Label};
use crate::text::{Place, Span};

/// The version of the format; another number means that a program has to be changed.
const VERSION: u32 = 1;

/// One object: `version`, `errors`, `warnings`, `diagnostics`.
pub fn write(report: &Report) -> String {
    let diagnostics = report.diagnostics.iter();
    let all: Vec<Value> = diagnostics.map(|one| diagnostic(one, report)).collect();
    let value = json!({
        "version": VERSION,
        "errors": report.errors(),
        "warnings": report.warnings(),
        "diagnostics": all,
    });
    format!("{value:#}\n")
}

fn diagnostic(diagnostic: &Diagnostic, report: &Report) -> Value {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| labelled(label, report))
        .collect();
    let fix = diagnostic
        .fix
        .as_ref()
        .map(|fix| replacement(fix, diagnostic, report));
    json!({
        "code": diagnostic.code,
        "level": level(diagnostic),
        "title": diagnostic.title,
        "labels": labels,
        "help": diagnostic.help,
        "fix": fix,
        "note": diagnostic.note,
    })
}

fn labelled(label: &Label, report: &Report) -> Value {
    let mut value = spanned(&label.path, label.span, report);
    value["text"] = json!(label.text);
    value
}

fn replacement(fix: &Fix, diagnostic: &Diagnostic, report: &Report) -> Value {
    let edits: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let mut value = spanned(diagnostic.path(), edit.span, report);
            value["replacement"] = json!(edit.replacement);
            value
        })
        .collect();
    json!({ "title": fix.title, "edits": edits })
}

/// A file, the bytes of a span in it, and their places; null for a file as a whole.
fn spanned(path: &str, span: Span, report: &Report) -> Value {
    let place = |place: Place| json!({ "line": place.line, "column": place.column });
    let places = region(report, path, span);
    json!({
        "path": path,
        "start": places.map(|(start, _)| place(start)),
        "end": places.map(|(_, end)| place(end)),
        "bytes": places.map(|_| [span.start, span.end]),
    })
}
