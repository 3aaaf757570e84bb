//! When files were last written: what has changed between two looks, without reading any.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::inventory::FOLDERS;
use super::{absolute, walk};
use crate::config;

/// Size and time of every file of a site at one moment.
#[derive(Debug, Default)]
pub struct Stamps(BTreeMap<Arc<str>, (u64, Option<SystemTime>)>);

impl Stamps {
    /// Looks the site in `root` through. What cannot be looked at is not there.
    pub fn of(root: &Path) -> Self {
        let mut stamps = BTreeMap::new();
        for top in FOLDERS.into_iter().chain([config::FILE]) {
            let Ok(files) = walk::look(root, top, &mut Vec::new()) else {
                continue;
            };
            for file in files {
                let metadata = absolute(root, &file.path).symlink_metadata();
                let modified = metadata.and_then(|metadata| metadata.modified()).ok();
                stamps.insert(file.path, (file.bytes, modified));
            }
        }
        Self(stamps)
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The files that are new, gone or written since `before`.
    pub fn changed_since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a Arc<str>> {
        let other = |(path, stamp): &(&Arc<str>, &_)| before.0.get(*path) != Some(stamp);
        let written = self.0.iter().filter(other).map(|(path, _)| path);
        let gone = before.0.keys().filter(|path| !self.0.contains_key(*path));
        written.chain(gone)
    }
}
