//! Texts of the site that are rewritten in place: each in one step, and only while it still is what was read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::Error;
use crate::files::absolute;

/// Replaces the text of a file, `path` below the folder `root`, which said `before`
/// when it was read. The new text is written beside it and moved into its place, with
/// the permissions of the old one. The error is that it cannot be written, that it is
/// no regular file, or that somebody changed it meanwhile; then it is as it was.
pub fn replace(root: &Path, path: &str, before: &str, after: &str) -> Result<(), Error> {
    let place = absolute(root, path);
    let metadata = place
        .symlink_metadata()
        .map_err(|cause| Error::io("read", &place, cause))?;
    if !metadata.is_file() {
        let place = place.display();
        return Err(Error::new(format!("{place} is no regular file")));
    }
    let now = fs::read(&place).map_err(|cause| Error::io("read", &place, cause))?;
    if now != before.as_bytes() {
        let place = place.display();
        return Err(Error::new(format!(
            "{place} was changed while it was read, and is left as it is; try again"
        )));
    }
    if before == after {
        return Ok(());
    }
    let beside = beside(&place);
    let written = fs::write(&beside, after)
        .and_then(|()| fs::set_permissions(&beside, metadata.permissions()))
        .and_then(|()| fs::rename(&beside, &place));
    written.map_err(|cause| {
        // It may not even be there.
        let _ = fs::remove_file(&beside);
        Error::io("write", place, cause)
    })
}

/// A hidden name in the same folder, which nobody takes for a text of the site.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.gen-edit"))
}

#[cfg(test)]
mod tests {
    use super::replace;
    use std::fs;

    #[test]
    fn a_text_is_replaced_only_while_it_is_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a.md"), "one").unwrap();
        replace(root, "a.md", "one", "two").unwrap();
        assert_eq!(fs::read_to_string(root.join("a.md")).unwrap(), "two");
        let error = replace(root, "a.md", "one", "three").unwrap_err();
        assert!(error.to_string().contains("was changed"), "{error}");
        assert_eq!(fs::read_to_string(root.join("a.md")).unwrap(), "two");
        assert_eq!(
            fs::read_dir(root).unwrap().count(),
            1,
            "nothing is left over"
        );
    }
}
