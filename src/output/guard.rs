//! What may be written where.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ahash::AHashMap;

use super::look;
use crate::diag::Error;

/// Folders of a site that hold what people wrote.
const WRITTEN_BY_PEOPLE: [&str; 7] = [
    "content",
    "static",
    "templates",
    "assets",
    "i18n",
    "themes",
    ".git",
];

/// The folder in which builds remember.
const REMEMBERED: &str = ".gen";

/// Refuses an output folder in which a build could destroy what people wrote:
/// the site's own folder, one that holds it, or one inside its sources.
pub fn check_folder(root: &Path, out: &Path) -> Result<(), Error> {
    let root = resolved(root);
    let out = resolved(out);
    let refuse = |why: &str| {
        let out = out.display();
        Err(Error::new(format!("cannot build into {out}: {why}")))
    };
    if root.starts_with(&out) {
        return refuse("the site itself is in it");
    }
    if let Ok(inside) = out.strip_prefix(&root) {
        let first = inside.iter().next().and_then(|part| part.to_str());
        if first.is_some_and(|first| WRITTEN_BY_PEOPLE.contains(&first)) {
            return refuse("it is among the sources of the site");
        }
        if first == Some(REMEMBERED) {
            return refuse("gen remembers there what it built");
        }
    }
    Ok(())
}

/// The path without symbolic links, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut rest = Vec::new();
    let mut there = absolute.as_path();
    loop {
        if let Ok(real) = there.canonicalize() {
            return rest.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (there.file_name(), there.parent()) {
            (Some(name), Some(parent)) => {
                rest.push(name.to_owned());
                there = parent;
            }
            _ => return absolute,
        }
    }
}

/// What is where a folder of the site should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// A folder.
    Real,
    /// Nothing yet.
    New,
    /// Something else: a symbolic link in the way is never followed.
    Other,
}

/// Looks at the folders of the output, each once.
#[derive(Debug, Default)]
pub struct Folders {
    known: Mutex<AHashMap<String, Folder>>,
}

impl Folders {
    /// What is at `folder` below `out`: `a/b`, or nothing for `out` itself. It is `Other` where
    /// one above it is.
    pub fn at(&self, out: &Path, folder: &str) -> Folder {
        match self.known(out, folder_above(folder)) {
            Folder::Real => self.known(out, folder),
            // Most files have a folder of their own: it is not worth keeping while it is new.
            other => other,
        }
    }

    fn known(&self, out: &Path, folder: &str) -> Folder {
        if folder.is_empty() {
            return Folder::Real;
        }
        let known = || self.known.lock().expect("no holder panics");
        if let Some(&known) = known().get(folder) {
            return known;
        }
        let found = match self.known(out, folder_above(folder)) {
            Folder::Real => match look::place(out, folder).symlink_metadata() {
                Ok(metadata) if metadata.is_dir() => Folder::Real,
                Err(error) if error.kind() == ErrorKind::NotFound => Folder::New,
                _ => Folder::Other,
            },
            other => other,
        };
        known().insert(folder.to_owned(), found);
        found
    }
}

/// The folder that a file or folder below the output folder is in: `a/b` for `a/b/c`.
pub fn folder_above(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..end])
}
