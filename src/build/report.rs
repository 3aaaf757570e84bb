//! What a build has to say.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::why::Reasons;
use crate::diag::{self, Diagnostic};
use crate::files::absolute;
use crate::model::Moment;
use crate::output::Outcome;
use crate::theme::embedded;

/// How long a stage took.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// The stage.
    pub stage: &'static str,
    /// How long it took.
    pub took: Duration,
}

const FORGETFUL: &str = "nothing can be remembered for the next build";

/// What a build has to say: faults, and what was done.
#[derive(Debug, Default)]
pub struct Report {
    /// All faults, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of the files that have faults, for showing the places.
    pub sources: BTreeMap<Arc<str>, String>,
    /// The hashes of the texts with faults, as they were when they were read.
    pub hashes: BTreeMap<Arc<str>, u64>,
    /// Briefs and plain pages that were read.
    pub texts: usize,
    /// HTML pages of the site.
    pub pages: usize,
    /// HTML pages that were made.
    pub rendered: usize,
    /// Why each file was made, where that was asked for.
    pub reasons: Vec<Reasons>,
    /// What is worth knowing of the build itself, and is no fault of a text.
    pub notices: Vec<String>,
    /// What was written; none when nothing was, because of a fault.
    pub outcome: Option<Outcome>,
    /// Files with a fault of their own, or beside others; left out where the rest was published.
    pub left_out: Vec<String>,
    /// Briefs whose time has not come.
    pub scheduled: Vec<(String, Moment)>,
    /// Briefs that are not published because they say so.
    pub drafts: Vec<String>,
    /// The time of each stage.
    pub timings: Vec<Timing>,
}

impl Report {
    /// A report of these faults of the site in `root`.
    pub fn of(diagnostics: Vec<Diagnostic>, root: &Path) -> Self {
        let mut report = Self {
            diagnostics,
            ..Self::default()
        };
        report.finish(root);
        report
    }

    /// Tells that what was remembered is not relied on.
    pub(super) fn doubt(&mut self, why: Option<&'static str>) {
        let notice = why.map(|why| format!("what was remembered is not used: {why}"));
        self.notices.extend(notice);
    }

    /// Tells that nothing can be remembered; the next build takes longer.
    pub(super) fn cannot_remember(&mut self, written: io::Result<()>) {
        if let Err(cause) = written
            && self
                .notices
                .iter()
                .all(|notice| !notice.starts_with(FORGETFUL))
        {
            self.notices.push(format!("{FORGETFUL}: {cause}"));
        }
    }

    /// Does `work` and notes the time that it takes.
    pub(super) fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.took(stage, start.elapsed());
        done
    }

    /// Notes how long a stage took.
    pub(super) fn took(&mut self, stage: &'static str, took: Duration) {
        self.timings.push(Timing { stage, took });
    }

    /// Sorts what was found and fetches the texts that are needed to show it.
    pub(super) fn finish(&mut self, root: &Path) {
        diag::sort(&mut self.diagnostics);
        self.left_out.sort();
        self.left_out.dedup();
        let labels = self
            .diagnostics
            .iter()
            .flat_map(|diagnostic| &diagnostic.labels);
        for label in labels {
            if !self.sources.contains_key(&label.path) {
                let text = source(root, &label.path);
                self.sources.insert(Arc::clone(&label.path), text);
            }
        }
    }

    /// Errors among the diagnostics.
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .count()
    }

    /// Warnings among the diagnostics.
    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }
}

/// The text of a file that a diagnostic names, as far as it can be shown. A file
/// too large to be a brief is not shown.
fn source(root: &Path, path: &str) -> String {
    let file = absolute(root, path);
    let readable = file
        .symlink_metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= crate::files::MAX_TEXT_BYTES);
    if readable && let Ok(bytes) = std::fs::read(&file) {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let embedded = embedded().into_iter().find(|file| &*file.path == path);
    embedded.map_or_else(String::new, |file| {
        String::from_utf8_lossy(&file.bytes).into_owned()
    })
}
