//! A line for each diagnostic, as editors and `grep` read them.

use super::{Seen, level, region};
use crate::build::Report;

/// `file:line:column: error[code]: title`.
pub fn write(report: &Report, seen: Seen<'_>) -> String {
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let (path, span) = (diagnostic.path(), diagnostic.labels[0].span);
        let place = region(report, path, span).map_or_else(String::new, |(start, _)| {
            format!(":{}:{}", start.line, start.column)
        });
        let path = seen(path);
        let (level, code) = (level(diagnostic), diagnostic.code);
        // A title is one line; what an author wrote may stand in it.
        let title: String = diagnostic
            .title
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        out.push_str(&format!("{path}{place}: {level}[{code}]: {title}\n"));
    }
    out
}
