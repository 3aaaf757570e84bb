//! The fixes of a report, put into the texts that they are of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Report;
use crate::diag::{Diagnostic, Fix, mend};
use crate::parse;
use crate::text::hash;

/// A text that fixes change.
#[derive(Clone, Debug)]
pub struct Mending {
    /// The file, relative to the site's folder.
    pub path: Arc<str>,
    /// What it says.
    pub before: String,
    /// What it says with the fixes.
    pub after: String,
    /// How many faults they mend.
    pub made: usize,
}

/// The texts that the fixes of a report change, by path. What was not read as it now
/// is gets no fix, and a brief that would have more errors by them is left as it is.
pub fn mendings(report: &Report) -> Vec<Mending> {
    let mut fixes: BTreeMap<&Arc<str>, Vec<&Fix>> = BTreeMap::new();
    for found in &report.diagnostics {
        if let Some(fix) = &found.fix {
            fixes.entry(found.path()).or_default().push(fix);
        }
    }
    let mending = |(path, fixes): (&Arc<str>, Vec<&Fix>)| {
        let before = report.sources.get(path)?;
        let is_read = report.hashes.get(path) == Some(&hash(before));
        let mended = mend(before, fixes);
        let is_better =
            is_read && mended.text != *before && errors(path, &mended.text) <= errors(path, before);
        is_better.then(|| Mending {
            path: Arc::clone(path),
            before: before.clone(),
            after: mended.text,
            made: mended.made,
        })
    };
    fixes.into_iter().filter_map(mending).collect()
}

/// How many errors a text has by itself, as far as that can be told without its site.
fn errors(path: &Arc<str>, text: &str) -> usize {
    let found = if path.starts_with("content/briefs/") {
        parse::brief(path, text).1
    } else {
        Vec::new()
    };
    found
        .iter()
        .filter(|found: &&Diagnostic| found.is_error())
        .count()
}
