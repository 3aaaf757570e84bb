//! Walking a folder: real files and folders only, in a stable order.

use std::fs::{DirEntry, FileType};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::{File, absolute};
use crate::diag::{Diagnostic, Error};
use crate::text::Span;

/// All files below `folder` of the site in `root`, sorted by path; none when
/// there is no such folder. Hidden files and the droppings of editors are left
/// out. Symbolic links are not followed, and named pipes, sockets and devices
/// are never opened; both are told as warnings.
pub fn walk(root: &Path, folder: &str, warnings: &mut Vec<Diagnostic>) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let path = absolute(root, &folder);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::io("list", path, error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| Error::io("list", &path, error))?;
            visit(&entry, &folder, &mut files, &mut folders, warnings)?;
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn visit(
    entry: &DirEntry,
    folder: &str,
    files: &mut Vec<File>,
    folders: &mut Vec<String>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let name = entry.file_name();
    let Some(name) = name.to_str() else {
        let path = Arc::from(format!("{folder}/{}", name.to_string_lossy()));
        warnings.push(
            Diagnostic::warning("not-read", &path, Span::default(), "file name is not UTF-8")
                .help("rename the file; it is left out"),
        );
        return Ok(());
    };
    // A host may ask for hidden files, such as `.well-known/` or `.nojekyll`.
    let hidden_is_meant = folder == "static" || folder.starts_with("static/");
    if is_dropping(name, hidden_is_meant) {
        return Ok(());
    }
    let path = format!("{folder}/{name}");
    let kind = entry
        .file_type()
        .map_err(|error| Error::io("look at", entry.path(), error))?;
    if kind.is_dir() {
        folders.push(path);
    } else if kind.is_file() {
        let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
        files.push(File {
            path: path.into(),
            bytes,
        });
    } else {
        warnings.push(left_out(&path.into(), kind));
    }
    Ok(())
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
