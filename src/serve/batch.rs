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
        /// What stands there now.
        state: At,
        /// Whether a folder appeared there. What was put into it before it was
        /// watched is seen only by looking again.
        folder: bool,
    },
    /// Events were lost.
    Lost,
    /// No more can be watched, for this reason.
    Blind(String),
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A file that somebody may still be writing.
    Unsettled,
    /// A file that was closed or renamed, or a folder.
    Settled,
    /// Nothing: it was removed or renamed.
    Gone,
}

/// The changes of one moment: a save, or a checkout of many files.
#[derive(Debug, Default)]
pub struct Batch {
    /// Each path, and what stands there.
    paths: BTreeMap<String, At>,
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
                state,
                folder,
            } => {
                if folder {
                    self.folders.insert(path.clone());
                }
                self.paths.insert(path, state);
            }
            Signal::Lost => self.all = true,
            Signal::Blind(reason) => {
                self.all = true;
                self.blind = Some(reason);
            }
        }
    }

    /// How long it must have been quiet before the batch is complete: a moment
    /// after a single save that is done, longer while somebody is writing, longer
    /// still for a checkout, whose files come one after the other, and the longest
    /// where something has only gone: some editors remove a file and make it again.
    pub fn patience(&self) -> Duration {
        const ONE: usize = 3;
        let count = |state: At| self.paths.values().filter(|at| **at == state).count();
        let goes = count(At::Gone) > count(At::Settled) + count(At::Unsettled);
        Duration::from_millis(if goes {
            200
        } else if self.all || self.paths.len() > ONE {
            80
        } else if count(At::Unsettled) > 0 {
            40
        } else {
            4
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
    use super::{At, Batch, Signal};
    use crate::build::Changes;

    fn touched(path: &str, state: At) -> Signal {
        Signal::Touched {
            path: path.to_owned(),
            state,
            folder: false,
        }
    }

    #[test]
    fn a_save_that_is_done_waits_less_than_one_that_is_not() {
        let mut batch = Batch::default();
        batch.add(touched("content/a.md", At::Unsettled));
        let writing = batch.patience();
        batch.add(touched("content/a.md", At::Settled));
        assert!(batch.patience() < writing);
        for n in 0..5 {
            batch.add(touched(&format!("content/{n}.md"), At::Settled));
        }
        assert!(batch.patience() > writing);
    }

    #[test]
    fn what_has_gone_may_come_back_and_what_was_renamed_is_there_already() {
        let mut batch = Batch::default();
        batch.add(touched("content/a.md", At::Gone));
        let gone = batch.patience();
        let mut renamed = Batch::default();
        renamed.add(touched("content/a.md", At::Gone));
        renamed.add(touched("content/b.md", At::Settled));
        batch.add(touched("content/a.md", At::Settled));
        assert_eq!(batch.patience(), renamed.patience());
        assert!(gone > 10 * batch.patience());
    }

    #[test]
    fn lost_events_mean_that_anything_may_have_changed() {
        let mut batch = Batch::default();
        batch.add(touched("content/a.md", At::Settled));
        assert_eq!(
            batch.changes(),
            Changes::Of(["content/a.md".to_owned()].into())
        );
        batch.add(Signal::Lost);
        assert_eq!(batch.changes(), Changes::All);
    }
}
