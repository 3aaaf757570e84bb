//! Which files belong to the site, and their bytes. Reads; never writes.

mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use walk::walk;

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
}

impl File {
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
}

/// Lists the files of the site in `root`. What is left out, and should perhaps
/// not be (a symbolic link, a file of no known kind), is told as a warning.
pub fn list(root: &Path) -> Result<(Listing, Vec<Diagnostic>), Error> {
    let mut warnings = Vec::new();
    let mut listing = Listing::default();
    for file in walk(root, "content", &mut warnings)? {
        sort_in(file, &mut listing, &mut warnings);
    }
    listing.statics = walk(root, "static", &mut warnings)?;
    for folder in ["templates", "assets", "i18n"] {
        listing
            .overrides
            .append(&mut walk(root, folder, &mut warnings)?);
    }
    Ok((listing, warnings))
}

fn sort_in(file: File, listing: &mut Listing, warnings: &mut Vec<Diagnostic>) {
    let extension = file.extension();
    let texts = file.below("content/briefs").is_some() || file.below("content/pages").is_some();
    if &*file.path == "content/outlets.yaml" {
        listing.outlets = Some(file);
    } else if file.below("content/briefs").is_some() && matches!(extension, "md" | "yaml" | "yml") {
        listing.briefs.push(file);
    } else if file.below("content/pages").is_some() && extension == "md" {
        listing.pages.push(file);
    } else if texts && looks_like_text(extension) {
        warnings.push(
            Diagnostic::warning("not-read", &file.path, Span::default(), "file is not read")
                .help("briefs end in `.md`, `.yaml` or `.yml`, pages in `.md`"),
        );
    } else {
        listing.media.push(file);
    }
}

fn looks_like_text(extension: &str) -> bool {
    const TEXT: [&str; 7] = ["md", "markdown", "mdown", "yaml", "yml", "txt", "toml"];
    TEXT.iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
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
fn into_text(path: &Arc<str>, bytes: Vec<u8>) -> Result<String, Diagnostic> {
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
