//! Walking a folder: real files and folders only, in a stable order.

use std::fs::{DirEntry, FileType};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::{File, absolute};
use crate::diag::{Diagnostic, Error};
use crate::text::Span;

/// The file at `path`, or all files below the folder there, in no order; none
/// when nothing is there. Hidden files and the droppings of editors are left
/// out. Symbolic links are not followed, and named pipes, sockets and devices
/// are never opened; both are told as warnings.
pub fn look(root: &Path, path: &str, warnings: &mut Vec<Diagnostic>) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    let start = absolute(root, path);
    // The folders at the top may be links: who made the site put them there.
    let is_at_the_top = !path.contains('/');
    let metadata = if is_at_the_top {
        start.metadata()
    } else {
        start.symlink_metadata()
    };
    match metadata {
        Ok(metadata) if metadata.is_dir() => folders.push(path.to_owned()),
        Ok(metadata) if metadata.is_file() => files.push(File::of(path.into(), &metadata)),
        Ok(metadata) => warnings.push(left_out(&path.into(), metadata.file_type())),
        Err(error) if is_gone(&error) => {}
        Err(error) => return Err(Error::io("look at", start, error)),
    }
    while let Some(folder) = folders.pop() {
        let path = absolute(root, &folder);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if is_gone(&error) => continue,
            Err(error) => return Err(Error::io("list", path, error)),
        };
        let entries = entries.collect::<Result<Vec<_>, _>>();
        let entries = entries.map_err(|error| Error::io("list", &path, error))?;
        let found = entries.into_par_iter().with_min_len(SHARE);
        let found: Vec<Found> = found
            .map(|entry| visit(&entry, &folder))
            .collect::<Result<_, _>>()?;
        for found in found {
            match found {
                Found::File(file) => files.push(file),
                Found::Folder(path) => folders.push(path),
                Found::LeftOut(warning) => warnings.push(*warning),
                Found::Nothing => {}
            }
        }
    }
    Ok(files)
}

/// Fewer entries of a folder than this are not shared among the cores.
const SHARE: usize = 256;

/// What an entry of a folder is.
enum Found {
    File(File),
    Folder(String),
    LeftOut(Box<Diagnostic>),
    Nothing,
}

/// Whether nothing is there, or is there no longer.
fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn visit(entry: &DirEntry, folder: &str) -> Result<Found, Error> {
    let name = entry.file_name();
    let Some(name) = name.to_str() else {
        let path = Arc::from(format!("{folder}/{}", name.to_string_lossy()));
        let title = "file name is not UTF-8";
        let warning = Diagnostic::warning("not-read", &path, Span::default(), title);
        let warning = warning.help("rename the file; it is left out");
        return Ok(Found::LeftOut(Box::new(warning)));
    };
    let path = format!("{folder}/{name}");
    if is_dropping(name, hidden_is_meant(&path)) {
        return Ok(Found::Nothing);
    }
    let kind = entry
        .file_type()
        .map_err(|error| Error::io("look at", entry.path(), error))?;
    Ok(if kind.is_dir() {
        Found::Folder(path)
    } else if kind.is_file() {
        match entry.metadata() {
            Ok(metadata) => Found::File(File::of(path.into(), &metadata)),
            // It is gone already.
            Err(error) if is_gone(&error) => Found::Nothing,
            Err(error) => return Err(Error::io("look at", entry.path(), error)),
        }
    } else {
        Found::LeftOut(Box::new(left_out(&path.into(), kind)))
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
