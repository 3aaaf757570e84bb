//! What may be written where.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

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

/// Makes the folders of the output, and knows which of them are real: a symbolic
/// link in the way is never followed.
#[derive(Debug, Default)]
pub struct Folders {
    real: Mutex<HashMap<PathBuf, bool>>,
}

impl Folders {
    /// Whether every folder of `path` below `out` is a real one, or is not there yet.
    pub fn are_real(&self, out: &Path, folder: &Path) -> bool {
        if folder == out || !folder.starts_with(out) {
            return folder == out;
        }
        if let Some(&real) = self.real.lock().expect("no holder panics").get(folder) {
            return real;
        }
        let real = folder
            .parent()
            .is_some_and(|parent| self.are_real(out, parent))
            && match folder.symlink_metadata() {
                Ok(metadata) => metadata.is_dir(),
                Err(error) => error.kind() == ErrorKind::NotFound,
            };
        let mut known = self.real.lock().expect("no holder panics");
        known.insert(folder.to_path_buf(), real);
        real
    }
}
