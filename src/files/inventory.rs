//! All files of a site, and how to look at some of them anew.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::walk::{is_left_out, look};
use super::{File, Listing, Scan};
use crate::diag::{Diagnostic, Error};
use crate::text::Span;

/// The folders of a site that hold what it is made from.
pub const FOLDERS: [&str; 6] = ["content", "static", "templates", "assets", "i18n", "themes"];

/// The files of a site that were found when it was last looked at.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Sorted by path, each once.
    files: Vec<File>,
    /// What was left out and should perhaps not be, by path.
    left_out: BTreeMap<Arc<str>, Diagnostic>,
}

impl Inventory {
    /// Looks at a file anew, or at a folder with all that is in it. What is no
    /// longer there is forgotten. `path` is relative to the site's folder, `root`.
    /// With an error, all stays as it was.
    pub fn look_at(&mut self, root: &Path, path: &str) -> Result<(), Error> {
        let mut left_out = Vec::new();
        let found = if is_left_out(path) {
            Vec::new()
        } else {
            look(root, path, &mut left_out)?
        };
        let below = self.range(path);
        self.files.drain(below);
        if let Ok(place) = self.files.binary_search_by(|file| (*file.path).cmp(path)) {
            self.files.remove(place);
        }
        let is_below = |known: &str| {
            let rest = known.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.left_out.retain(|known, _| !is_below(known));
        self.add(found);
        let left_out = left_out.into_iter();
        self.left_out
            .extend(left_out.map(|warning| (Arc::clone(warning.path()), warning)));
        Ok(())
    }

    /// Takes all that was found in one look, in place of what was known; of a folder that
    /// could not be seen, all stays as it was.
    pub fn take(&mut self, scan: Scan) -> BTreeMap<Arc<str>, Error> {
        let unseen = |path: &str| {
            let top = path.split('/').next().unwrap_or(path);
            scan.unseen.contains_key(top)
        };
        self.files.retain(|file| unseen(&file.path));
        self.left_out.retain(|path, _| unseen(path));
        self.add(scan.files);
        let left_out = scan.left_out.into_iter();
        self.left_out
            .extend(left_out.map(|warning| (Arc::clone(warning.path()), warning)));
        scan.unseen
    }

    /// Adds files that it does not have.
    fn add(&mut self, mut found: Vec<File>) {
        found.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
        // A file that is replaced meanwhile may be listed twice.
        found.dedup_by(|later, first| later.path == first.path);
        if self.files.is_empty() {
            self.files = found;
            return;
        }
        let mut known = std::mem::take(&mut self.files).into_iter();
        for file in found {
            let before = known.as_slice();
            let before = before.partition_point(|known| known.path < file.path);
            self.files.extend(known.by_ref().take(before));
            self.files.push(file);
        }
        self.files.extend(known);
    }

    /// The files below a folder, sorted by path.
    pub fn below(&self, folder: &str) -> &[File] {
        &self.files[self.range(folder)]
    }

    /// Where those are.
    fn range(&self, folder: &str) -> Range<usize> {
        let folder = format!("{folder}/");
        let start = self.files.partition_point(|file| *file.path < *folder);
        let below = &self.files[start..];
        let count = below.partition_point(|file| file.path.starts_with(&folder));
        start..start + count
    }

    /// The files by what they are for, without those of other themes than
    /// `theme`, and a warning for each that was left out.
    pub fn listing(&self, theme: &str) -> (Listing, Vec<Diagnostic>) {
        let mut listing = Listing::default();
        let theme = format!("themes/{theme}");
        let of_site = |path: &str| {
            let of_theme = path
                .strip_prefix(&theme)
                .is_some_and(|r| r.starts_with('/'));
            of_theme || !path.starts_with("themes/")
        };
        let left_out = self.left_out.values();
        let mut warnings: Vec<Diagnostic> =
            left_out.filter(|d| of_site(d.path())).cloned().collect();
        for file in self.below("content") {
            sort_in(file.clone(), &mut listing, &mut warnings);
        }
        listing.statics = self.below("static").to_vec();
        for folder in ["templates", "assets", "i18n"] {
            listing.overrides.extend_from_slice(self.below(folder));
        }
        listing.theme = self.below(&theme).to_vec();
        (listing, warnings)
    }
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
