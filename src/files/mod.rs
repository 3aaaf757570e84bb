//! Which files belong to the site, and their bytes. Reads; never writes.

mod inventory;
mod scan;
mod stamp;
mod stamps;
mod walk;

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use inventory::{FOLDERS, Inventory};
pub use scan::Scan;
pub use stamp::Stamp;
pub use stamps::Stamps;
pub use walk::is_left_out;

use crate::diag::{Diagnostic, Error};
use crate::text::Span;

/// The largest text that is read, in bytes.
pub const MAX_TEXT_BYTES: u64 = 4 * 1024 * 1024;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path relative to the site's folder, with `/` between the parts.
    pub path: Arc<str>,
    /// Its size in bytes when it was listed.
    pub bytes: u64,
    /// What the file system said of it then.
    pub stamp: Stamp,
}

impl File {
    /// The file at `path`, of which the file system says this.
    pub fn of(path: Arc<str>, metadata: &Metadata) -> Self {
        Self {
            path,
            bytes: metadata.len(),
            stamp: Stamp::of(metadata),
        }
    }

    /// The file's path below `folder/`.
    pub fn below<'a>(&'a self, folder: &str) -> Option<&'a str> {
        self.path.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The part of the name after its last dot.
    pub fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The name of the file without its extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The files of a site, each list sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// `content/briefs/**`: Markdown and YAML.
    pub briefs: Vec<File>,
    /// `content/pages/**`: Markdown.
    pub pages: Vec<File>,
    /// `content/outlets.yaml`.
    pub outlets: Option<File>,
    /// Everything else under `content/`: pictures.
    pub media: Vec<File>,
    /// `static/**`: copied as it is.
    pub statics: Vec<File>,
    /// `templates/**`, `assets/**`, `i18n/**`: the site's own parts of the theme.
    pub overrides: Vec<File>,
    /// `themes/<name>/**`: the theme, where the site brings it.
    pub theme: Vec<File>,
}

impl Listing {
    /// Whether another listing names the same files.
    pub fn has_same_files(&self, other: &Self) -> bool {
        let pairs = self.lists().into_iter().zip(other.lists());
        pairs.into_iter().all(|(own, other)| {
            own.iter()
                .map(|file| &file.path)
                .eq(other.iter().map(|file| &file.path))
        })
    }

    fn lists(&self) -> [&[File]; 7] {
        [
            &self.briefs,
            &self.pages,
            self.outlets.as_slice(),
            &self.media,
            &self.statics,
            &self.overrides,
            &self.theme,
        ]
    }
}

/// Reads a file that must be text. The inner error is the author's: too large, or not UTF-8.
pub fn read_text(root: &Path, file: &File) -> Result<Result<String, Diagnostic>, Error> {
    if file.bytes > MAX_TEXT_BYTES {
        let title = format!("file has {} bytes, more than 4 MiB", file.bytes);
        return Ok(Err(Diagnostic::error(
            "file-too-large",
            &file.path,
            Span::default(),
            title,
        )
        .help("split it, or move data out of the text")));
    }
    Ok(into_text(&file.path, read_bytes(root, file)?))
}

/// Reads a file as it is.
pub fn read_bytes(root: &Path, file: &File) -> Result<Vec<u8>, Error> {
    let path = absolute(root, &file.path);
    std::fs::read(&path).map_err(|cause| Error::io("read", path, cause))
}

/// `bytes` as text, or a diagnostic at the first byte that is not UTF-8.
pub fn into_text(path: &Arc<str>, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        Diagnostic::error("not-utf8", path, Span::new(at, at + 1), "file is not UTF-8")
            .label(format!("byte 0x{byte:02x} is not part of a character"))
            .help("save the file in the encoding UTF-8")
    })
}

/// Where the file of this relative path stands.
pub fn absolute(root: &Path, path: &str) -> PathBuf {
    let mut absolute = root.to_path_buf();
    absolute.extend(path.split('/'));
    absolute
}
