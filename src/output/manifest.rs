//! The list of the files that `gen` wrote, kept beside them.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::diag::Error;
use crate::model::SitePath;

/// Its name in the output folder.
pub const FILE: &str = ".gen-manifest";

const HEAD: &str =
    "# Written by gen: the files in this folder that it made, and may replace or remove.\n";

/// The paths in the manifest of `out`; none when there is none. A line that is no
/// path within the site is left out: the file is only a list, never a licence.
pub fn read(out: &Path) -> Result<Option<BTreeSet<String>>, Error> {
    let path = out.join(FILE);
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => {}
        _ => return Ok(None),
    }
    match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let paths = text.lines().filter(|line| !line.starts_with('#'));
            Ok(Some(
                paths
                    .filter(|line| SitePath::parse(line).is_some())
                    .map(str::to_owned)
                    .collect(),
            ))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path, error)),
    }
}

/// The text of a manifest of these paths.
pub fn text<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let mut text = HEAD.to_owned();
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}
