//! All files of a site, and how to look at some of them anew.

use std::collections::BTreeMap;
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
    files: BTreeMap<Arc<str>, File>,
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
        forget(&mut self.files, path);
        forget(&mut self.left_out, path);
        for file in found {
            self.files.insert(Arc::clone(&file.path), file);
        }
        for warning in left_out {
            self.left_out.insert(Arc::clone(warning.path()), warning);
        }
        Ok(())
    }

    /// Takes all that was found in one look, in place of what was known; of a folder that
    /// could not be seen, all stays as it was.
    pub fn take(&mut self, scan: Scan) -> BTreeMap<Arc<str>, Error> {
        let unseen = |path: &str| {
            let top = path.split('/').next().unwrap_or(path);
            scan.unseen.contains_key(top)
        };
        self.files.retain(|path, _| unseen(path));
        self.left_out.retain(|path, _| unseen(path));
        let mut files = scan.files;
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let files = files.into_iter();
        self.files
            .extend(files.map(|file| (Arc::clone(&file.path), file)));
        let left_out = scan.left_out.into_iter();
        self.left_out
            .extend(left_out.map(|warning| (Arc::clone(warning.path()), warning)));
        scan.unseen
    }

    /// The files below a folder, sorted by path.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &File> {
        let folder = format!("{folder}/");
        let from: Arc<str> = folder.as_str().into();
        self.files
            .range(from..)
            .take_while(move |(path, _)| path.starts_with(&folder))
            .map(|(_, file)| file)
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
        listing.statics = self.below("static").cloned().collect();
        for folder in ["templates", "assets", "i18n"] {
            listing.overrides.extend(self.below(folder).cloned());
        }
        listing.theme = self.below(&theme).cloned().collect();
        (listing, warnings)
    }
}

/// Takes a path, and all that is below it, out of `map`.
fn forget<T>(map: &mut BTreeMap<Arc<str>, T>, path: &str) {
    map.remove(path);
    let below = format!("{path}/");
    let from: Arc<str> = below.as_str().into();
    let gone: Vec<Arc<str>> = map
        .range(from..)
        .map(|(path, _)| path)
        .take_while(|path| path.starts_with(&below))
        .cloned()
        .collect();
    for path in gone {
        map.remove(&path);
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
