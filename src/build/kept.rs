//! What a file said when it was read last, and reading it again where it may have changed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;

use super::Options;
use super::memory::Changes;
use crate::diag::{Diagnostic, Error};
use crate::files::{self, File, Stamp};
use crate::text::hash;

/// What a file said when it was read last.
#[derive(Debug)]
pub struct Kept<T> {
    /// The hash of its text; none when it could not be read as text.
    pub hash: Option<u64>,
    /// What the file system said of the file before it was read; none when its text
    /// is taken for another one whatever that says.
    pub stamp: Option<Stamp>,
    /// Where it is remembered as it is now.
    pub noted: Noted,
    /// What it says, as far as that can be told.
    pub read: Option<Arc<T>>,
    /// What it said when it last had no fault.
    pub good: Option<Arc<T>>,
    /// What is to be said of it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where something is remembered from build to build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noted {
    /// Not as it is now.
    #[default]
    Not,
    /// In the file of all notes.
    WithAll,
    /// In the file of those that are newer.
    Since,
}

impl<T> Kept<T> {
    /// Takes the text for another one when it is read next.
    pub fn forget_text(&mut self) {
        self.hash = None;
    }

    /// Whether it is worth remembering: its text was read.
    pub fn is_lasting(&self) -> bool {
        self.hash.is_some() && self.stamp.is_some()
    }

    /// Whether the file has a fault.
    pub fn is_faulty(&self) -> bool {
        self.read.is_none() || self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            hash: None,
            stamp: None,
            noted: Noted::Not,
            read: None,
            good: None,
            diagnostics: Vec::new(),
        }
    }
}

/// Reads a file of its own kind, if its text is another one than before; false when it is not.
pub fn read_one<T>(
    options: &Options,
    file: &File,
    kept: &mut Kept<T>,
    parse: impl FnOnce(&Arc<str>, &str) -> Said<T>,
) -> Result<bool, Error> {
    let new = anew(options, file, kept.hash, |path, text| Ok(parse(path, text)))?;
    Ok(new.is_some_and(|new| {
        kept.take(new);
        true
    }))
}

/// What a text says, and what is wrong with it.
type Said<T> = (Option<T>, Vec<Diagnostic>);

/// A file that was read anew: the hash of its text, what it says, what is wrong with it.
type Anew<T> = (Option<u64>, Option<T>, Vec<Diagnostic>);

/// None when the text is the one whose hash is `before`.
fn anew<T>(
    options: &Options,
    file: &File,
    before: Option<u64>,
    parse: impl FnOnce(&Arc<str>, &str) -> Result<Said<T>, Error>,
) -> Result<Option<Anew<T>>, Error> {
    let text = match files::read_text(&options.root, file)? {
        Ok(text) => text,
        Err(fault) => return Ok(Some((None, None, vec![fault]))),
    };
    let now = Some(hash(&text));
    if now == before {
        return Ok(None);
    }
    let (read, diagnostics) = parse(&file.path, &text)?;
    Ok(Some((now, read, diagnostics)))
}

impl<T> Kept<T> {
    fn take(&mut self, (hash, read, diagnostics): Anew<T>) {
        self.hash = hash;
        self.noted = Noted::Not;
        self.read = read.map(Arc::new);
        self.diagnostics = diagnostics;
        if !self.is_faulty() {
            self.good.clone_from(&self.read);
        }
    }
}

/// How many files a thread reads or makes at once: so few that none has long to wait for another one at the end.
pub const SHARE: usize = 64;

/// Reads the files of a list, which is sorted, that may have changed, on all cores; a file's text
/// is let go as soon as it is parsed. What is no longer listed is forgotten. What
/// cannot be read is put into `unread`. False when every text is the one before.
pub fn read_all<T: Send + Sync>(
    options: &Options,
    (files, kept): (&[File], &mut BTreeMap<Arc<str>, Kept<T>>),
    (changes, looked): (&Changes, Option<SystemTime>),
    parse: impl Fn(&Arc<str>, &str) -> Result<Said<T>, Error> + Sync,
    progress: &(dyn Fn(usize, usize) + Sync),
    unread: &mut BTreeMap<Arc<str>, Error>,
) -> bool {
    // What was remembered is not read again while its stamp is the same, unless it may
    // have been written to in the moment in which it was looked at.
    let mut known = kept.iter().peekable();
    let mut is_known = |file: &&File, looked: SystemTime| {
        while known.next_if(|(path, _)| **path < file.path).is_some() {}
        let before = known.next_if(|(path, _)| **path == file.path);
        let stamp = before.and_then(|(_, kept)| kept.stamp);
        stamp == Some(file.stamp) && file.stamp.is_settled(looked)
    };
    let touched = files.iter().filter(|file| changes.touch(&file.path));
    let touched = touched.filter(|file| !looked.is_some_and(|looked| is_known(file, looked)));
    let touched: Vec<&File> = touched.collect();
    let done = AtomicUsize::new(0);
    let one = |file: &&File| {
        let before = kept.get(&file.path).and_then(|kept| kept.hash);
        let new = anew(options, file, before, &parse);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, touched.len());
        new
    };
    let all = touched.par_iter().with_max_len(SHARE).map(one);
    let all: Vec<Result<Option<Anew<T>>, Error>> = all.collect();
    let mut changed = false;
    if kept.is_empty() {
        // A map that is made of a sorted list has no room to spare.
        let none = touched.iter().zip(&all).filter(|(_, new)| new.is_ok());
        let none = none.map(|(file, _)| (Arc::clone(&file.path), Kept::default()));
        *kept = none.collect();
    }
    for (file, new) in touched.iter().zip(all) {
        match new {
            Ok(new) => {
                let kept = kept.entry(Arc::clone(&file.path)).or_default();
                if kept.stamp.replace(file.stamp) != Some(file.stamp) {
                    kept.noted = Noted::Not;
                }
                if let Some(new) = new {
                    changed = true;
                    kept.take(new);
                }
            }
            Err(error) => {
                unread.insert(Arc::clone(&file.path), error);
            }
        }
    }
    if kept.len() > files.len() {
        let mut listed = files.iter().peekable();
        kept.retain(|path, _| {
            while listed.next_if(|file| file.path < *path).is_some() {}
            listed.next_if(|file| file.path == *path).is_some()
        });
    }
    changed
}
