//! All files of a site in one look, and whether they are those of an earlier look.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::{FOLDERS, File, walk};
use crate::config;
use crate::diag::{Diagnostic, Error};

/// The files of a site as they were at one moment.
#[derive(Debug)]
pub struct Scan {
    /// When the look began.
    pub began: SystemTime,
    /// The files, in no order.
    pub files: Vec<File>,
    /// What was left out and should perhaps not be.
    pub left_out: Vec<Diagnostic>,
    /// Folders that could not be looked at, and why.
    pub unseen: BTreeMap<Arc<str>, Error>,
}

impl Scan {
    /// Looks at all files of the site in `root`.
    pub fn of(root: &Path) -> Self {
        let mut scan = Self {
            began: SystemTime::now(),
            files: Vec::new(),
            left_out: Vec::new(),
            unseen: BTreeMap::new(),
        };
        for top in FOLDERS.into_iter().chain([config::FILE]) {
            match walk::look(root, top, &mut scan.left_out) {
                Ok(files) => scan.files.extend(files),
                Err(error) => {
                    scan.unseen.insert(top.into(), error);
                }
            }
        }
        scan
    }

    /// A number for all files with their stamps, in whatever order they were found: with
    /// one file more, less, or written to, it is another one. None where it says too
    /// little, because something was not seen or was written just now.
    pub fn digest(&self) -> Option<u128> {
        let settled = |file: &File| file.stamp.is_settled(self.began);
        if !self.unseen.is_empty() || !self.files.par_iter().all(settled) {
            return None;
        }
        let of = |file: &File| {
            let mut hasher = Xxh3::new();
            (&file.path, file.stamp).hash(&mut hasher);
            hasher.digest128()
        };
        let files = self.files.par_iter().map(of);
        let left_out = self.left_out.par_iter().map(|left_out| {
            let mut hasher = Xxh3::new();
            (left_out.path(), &left_out.title).hash(&mut hasher);
            hasher.digest128()
        });
        Some(files.chain(left_out).reduce(|| 0, u128::wrapping_add))
    }
}
