//! Many events → one set of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::build::Changes;

/// What happened to the files, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Something happened at a path, relative to the site's folder.
    Touched {
        /// The path; empty for the site's folder itself.
        path: String,
        /// Whether who writes there is done: the file was closed, renamed or removed.
        settled: bool,
        /// Whether a folder appeared there. What was put into it before it was
        /// watched is seen only by looking again.
        folder: bool,
    },
    /// Events were lost.
    Lost,
    /// No more can be watched, for this reason.
    Blind(String),
}

/// The changes of one moment: a save, or a checkout of many files.
#[derive(Debug, Default)]
pub struct Batch {
    /// Each path, and whether who writes there is done.
    paths: BTreeMap<String, bool>,
    /// Whether events were lost, so that everything may have changed.
    all: bool,
    /// Folders that appeared.
    pub folders: BTreeSet<String>,
    /// Why no more can be watched.
    pub blind: Option<String>,
}

impl Batch {
    /// Adds what happened.
    pub fn add(&mut self, signal: Signal) {
        match signal {
            Signal::Touched {
                path,
                settled,
                folder,
            } => {
                if folder {
                    self.folders.insert(path.clone());
                }
                self.paths.insert(path, settled);
            }
            Signal::Lost => self.all = true,
            Signal::Blind(reason) => {
                self.all = true;
                self.blind = Some(reason);
            }
        }
    }

    /// How long it must have been quiet before the batch is complete: a moment
    /// after a single save that is done, longer while somebody is writing, and
    /// longer still for a checkout, whose files come one after the other.
    pub fn patience(&self) -> Duration {
        const ONE: usize = 3;
        let is_settled = self.paths.values().all(|settled| *settled);
        Duration::from_millis(match (self.all || self.paths.len() > ONE, is_settled) {
            (true, _) => 80,
            (false, true) => 4,
            (false, false) => 40,
        })
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all
    }

    /// The paths that something happened at.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    /// Which files may have changed.
    pub fn changes(&self) -> Changes {
        if self.all || self.paths.contains_key("") {
            return Changes::All;
        }
        Changes::Of(self.paths.keys().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, Signal};
    use crate::build::Changes;

    fn touched(path: &str, settled: bool) -> Signal {
        Signal::Touched {
            path: path.to_owned(),
            settled,
            folder: false,
        }
    }

    #[test]
    fn a_save_that_is_done_waits_less_than_one_that_is_not() {
        let mut batch = Batch::default();
        batch.add(touched("content/a.md", false));
        let writing = batch.patience();
        batch.add(touched("content/a.md", true));
        assert!(batch.patience() < writing);
        for n in 0..5 {
            batch.add(touched(&format!("content/{n}.md"), true));
        }
        assert!(batch.patience() > writing);
    }

    #[test]
    fn lost_events_mean_that_anything_may_have_changed() {
        let mut batch = Batch::default();
        batch.add(touched("content/a.md", true));
        assert_eq!(
            batch.changes(),
            Changes::Of(["content/a.md".to_owned()].into())
        );
        batch.add(Signal::Lost);
        assert_eq!(batch.changes(), Changes::All);
    }
}
