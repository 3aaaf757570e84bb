//! The list of the files that `gen` wrote, kept beside them.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::look;
use crate::diag::Error;
use crate::files::Stamp;

/// Its name in the output folder.
pub const FILE: &str = ".gen-manifest";

const HEAD: &str =
    "# Written by gen: the files in this folder that it made, and may replace or remove.\n";

/// The files that an earlier build wrote into a folder, as they are listed there. A list
/// only, never a licence: what is no path within the site is neither replaced nor removed.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    paths: BTreeSet<String>,
    /// The stamp of the list; none when there is none.
    stamp: Option<Stamp>,
}

impl Manifest {
    /// Reads the list in `out`.
    pub fn read(out: &Path) -> Result<Self, Error> {
        let path = out.join(FILE);
        let Some(stamp) = look::file(out, FILE) else {
            return Ok(Self::default());
        };
        match fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                let paths = text.lines().filter(|line| !line.starts_with('#'));
                Ok(Self {
                    paths: paths.map(str::to_owned).collect(),
                    stamp: Some(stamp),
                })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io("read", path, error)),
        }
    }

    /// The list in `out`, read again only where it is another one than this.
    pub fn again(self, out: &Path) -> Result<Self, Error> {
        if self.stamp == look::file(out, FILE) {
            return Ok(self);
        }
        Self::read(out)
    }

    /// The paths, sorted. None where there is no list.
    pub fn paths(&self) -> Option<&BTreeSet<String>> {
        self.stamp.map(|_| &self.paths)
    }

    /// The stamp of the list; none when there is none.
    pub fn stamp(&self) -> Option<Stamp> {
        self.stamp
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
