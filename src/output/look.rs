//! Looking at what stands in the output folder.

use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use crate::files::Stamp;
use crate::text::hash;

/// The place of a file or folder of the site below `folder`, which has the shape of the site.
pub fn place(folder: &Path, path: &str) -> PathBuf {
    let mut place = PathBuf::with_capacity(folder.as_os_str().len() + path.len() + 1);
    place.push(folder);
    // A separator at its beginning would take the place of the folder, and one at its end
    // would follow a link.
    let path = path.trim_matches('/');
    if cfg!(windows) {
        place.extend(path.split('/'));
    } else if !path.is_empty() {
        place.push(path);
    }
    place
}

/// The stamp of the file at `path`; none when there is no regular file.
pub fn file(out: &Path, path: &str) -> Option<Stamp> {
    let metadata = place(out, path).symlink_metadata().ok()?;
    metadata.is_file().then(|| Stamp::of(&metadata))
}

/// The stamp of the folder at `path`, empty for the output folder itself; none when there
/// is no folder. It is another one when a file in it was made, removed or replaced.
pub fn folder(out: &Path, path: &str) -> Option<Stamp> {
    let place = place(out, path);
    // The output folder itself may be a link: who runs the build put it there.
    let metadata = if path.is_empty() {
        place.metadata()
    } else {
        place.symlink_metadata()
    };
    metadata
        .ok()
        .filter(fs::Metadata::is_dir)
        .as_ref()
        .map(Stamp::of)
}

/// The names and stamps of the folders in the folder at `path`, in no order; none where there is no
/// folder. To ask for many stamps so takes half the time: each is looked for in its folder, not from the top.
pub fn folders_in(out: &Path, path: &str) -> Vec<(OsString, Stamp)> {
    let is_folder = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let entries = fs::read_dir(place(out, path)).into_iter().flatten();
    let folders = entries.filter_map(Result::ok).filter(is_folder);
    let stamps = folders.filter_map(|folder| {
        // There, a list says less of its entries, and may say it late.
        let metadata = if cfg!(windows) {
            folder.path().symlink_metadata()
        } else {
            folder.metadata()
        };
        let metadata = metadata.ok().filter(fs::Metadata::is_dir)?;
        Some((folder.file_name(), Stamp::of(&metadata)))
    });
    stamps.collect()
}

/// The hash of the bytes of the file at `path`; none when they cannot be read.
pub fn content(out: &Path, path: &str) -> Option<u64> {
    fs::read(place(out, path)).ok().map(hash)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::place;

    #[test]
    fn a_place_is_always_below_the_folder_and_never_behind_a_link() {
        for (path, there) in [
            ("", "out"),
            ("a", "out/a"),
            ("a/b.html", "out/a/b.html"),
            ("a/", "out/a"),
            ("/etc", "out/etc"),
        ] {
            let found = place(Path::new("out"), path);
            assert_eq!(found.as_os_str(), Path::new(there).as_os_str(), "{path}");
        }
    }
}
