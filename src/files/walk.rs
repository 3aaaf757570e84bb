//! Walking a folder: real files and folders only.

use std::fs::{DirEntry, FileType};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use rayon::Scope;

use super::{File, absolute};
use crate::diag::{Diagnostic, Error};
use crate::text::Span;

/// The file at `path`, or all files below the folder there, in no order; none
/// when nothing is there. Hidden files and the droppings of editors are left
/// out. Symbolic links are not followed, and named pipes, sockets and devices
/// are never opened; both are told as warnings.
pub fn look(root: &Path, path: &str, warnings: &mut Vec<Diagnostic>) -> Result<Vec<File>, Error> {
    let mut found = Found::default();
    let start = absolute(root, path);
    // The folders at the top may be links: who made the site put them there.
    let is_at_the_top = !path.contains('/');
    let metadata = if is_at_the_top {
        start.metadata()
    } else {
        start.symlink_metadata()
    };
    match metadata {
        Ok(metadata) if metadata.is_dir() => {
            let walk = Walk {
                root,
                found: Mutex::default(),
            };
            rayon::scope(|scope| walk.folder(scope, path.to_owned()));
            found = walk.found.into_inner().expect("no holder panics");
        }
        Ok(metadata) if metadata.is_file() => found.files.push(File::of(path.into(), &metadata)),
        Ok(metadata) => {
            let kind = metadata.file_type();
            found.left_out.push(left_out(&path.into(), kind));
        }
        Err(error) if is_gone(&error) => {}
        Err(error) => return Err(Error::io("look at", start, error)),
    }
    warnings.append(&mut found.left_out);
    found.error.map_or(Ok(found.files), Err)
}

/// So many entries of a folder are looked at by one core, while another one lists on.
const SHARE: usize = 256;

/// Folders that all cores walk through.
struct Walk<'a> {
    root: &'a Path,
    found: Mutex<Found>,
}

/// What was found in folders.
#[derive(Default)]
struct Found {
    files: Vec<File>,
    left_out: Vec<Diagnostic>,
    /// What could not be looked at: of many things, the one whose error is the first by its text.
    error: Option<Error>,
}

impl Walk<'_> {
    /// Lists a folder, and has its entries looked at.
    fn folder<'s>(&'s self, scope: &Scope<'s>, folder: String) {
        let path = absolute(self.root, &folder);
        let mut entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if is_gone(&error) => return,
            Err(error) => return self.fails(Error::io("list", path, error)),
        };
        let folder: Arc<str> = folder.into();
        loop {
            let share = entries.by_ref().take(SHARE).collect::<Result<Vec<_>, _>>();
            match share {
                Ok(share) if share.is_empty() => return,
                Ok(share) => {
                    let folder = Arc::clone(&folder);
                    scope.spawn(move |scope| self.entries(scope, &folder, &share));
                }
                Err(error) => return self.fails(Error::io("list", path, error)),
            }
        }
    }

    /// Looks at some entries of a folder, and walks through those that are folders.
    fn entries<'s>(&'s self, scope: &Scope<'s>, folder: &str, entries: &[DirEntry]) {
        let mut files = Vec::with_capacity(entries.len());
        for entry in entries {
            match visit(entry, folder) {
                Ok(Entry::File(file)) => files.push(file),
                Ok(Entry::Folder(path)) => scope.spawn(|scope| self.folder(scope, path)),
                Ok(Entry::LeftOut(warning)) => self.found().left_out.push(*warning),
                Ok(Entry::Nothing) => {}
                Err(error) => return self.fails(error),
            }
        }
        self.found().files.append(&mut files);
    }

    fn fails(&self, error: Error) {
        let mut found = self.found();
        let before = found.error.as_ref().map(ToString::to_string);
        if before.is_none_or(|before| error.to_string() < before) {
            found.error = Some(error);
        }
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().expect("no holder panics")
    }
}

/// What an entry of a folder is.
enum Entry {
    File(File),
    Folder(String),
    LeftOut(Box<Diagnostic>),
    Nothing,
}

/// Whether nothing is there, or is there no longer.
fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn visit(entry: &DirEntry, folder: &str) -> Result<Entry, Error> {
    let name = entry.file_name();
    let Some(name) = name.to_str() else {
        let path = Arc::from(format!("{folder}/{}", name.to_string_lossy()));
        let title = "file name is not UTF-8";
        let warning = Diagnostic::warning("not-read", &path, Span::default(), title);
        let warning = warning.help("rename the file; it is left out");
        return Ok(Entry::LeftOut(Box::new(warning)));
    };
    let path = format!("{folder}/{name}");
    if is_dropping(name, hidden_is_meant(&path)) {
        return Ok(Entry::Nothing);
    }
    let kind = entry
        .file_type()
        .map_err(|error| Error::io("look at", entry.path(), error))?;
    Ok(if kind.is_dir() {
        Entry::Folder(path)
    } else if kind.is_file() {
        match entry.metadata() {
            Ok(metadata) => Entry::File(File::of(path.into(), &metadata)),
            // It is gone already.
            Err(error) if is_gone(&error) => Entry::Nothing,
            Err(error) => return Err(Error::io("look at", entry.path(), error)),
        }
    } else {
        Entry::LeftOut(Box::new(left_out(&path.into(), kind)))
    })
}

fn left_out(path: &Arc<str>, kind: FileType) -> Diagnostic {
    let (title, help) = if kind.is_symlink() {
        (
            "symbolic link is not followed",
            "copy the file into the site; links could lead out of it",
        )
    } else {
        ("this is not a regular file", "it is left out")
    };
    Diagnostic::warning("not-read", path, Span::default(), title).help(help)
}

/// Whether a path leads to or through something that is not part of a site:
/// hidden files, and what editors and systems leave behind.
pub fn is_left_out(path: &str) -> bool {
    let meant = hidden_is_meant(path);
    path.split('/').any(|name| is_dropping(name, meant))
}

/// A host may ask for hidden files, such as `.well-known/` or `.nojekyll`.
fn hidden_is_meant(path: &str) -> bool {
    path.starts_with("static/")
}

/// Hidden files, unless they are meant, and what editors and systems leave behind.
fn is_dropping(name: &str, hidden_is_meant: bool) -> bool {
    (name.starts_with('.') && !hidden_is_meant)
        || matches!(name, ".DS_Store" | ".git" | ".gitkeep")
        || name.starts_with(".#")
        || name.starts_with(".goutputstream")
        || (name.starts_with('.') && name.ends_with(".swp"))
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || name == "Thumbs.db"
}
