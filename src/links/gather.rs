//! The texts of a site → the addresses that they lead to, and the sources without a copy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::Day;
use crate::build::Progress;
use crate::config;
use crate::diag::{Diagnostic, Error};
use crate::files::{self, File, Inventory};
use crate::model::{Brief, Citations, Moment};
use crate::parse;
use crate::text;
use crate::theme::DEFAULT;

/// Where an address stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the site's folder.
    pub path: Arc<str>,
    /// Line and column, both from 1; columns count characters.
    pub at: text::Place,
}

/// A cited source that has an address, and no archived copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncopied {
    /// Where the source is defined.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// Its address.
    pub url: String,
    /// The day near to which a copy is wanted: when it was read, else published, else that of the brief.
    pub near: Day,
}

/// What the texts of a site lead to.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Every address without its fragment, and all places of it, sorted.
    pub links: BTreeMap<String, Vec<Place>>,
    /// Sources without a copy, in the order of files and sources.
    pub uncopied: Vec<Uncopied>,
    /// Texts that were read.
    pub texts: usize,
    /// Texts with an error, where addresses may be that were not found.
    pub faulty: BTreeSet<Arc<str>>,
    /// Where the site is hosted, if its settings say so.
    pub base_url: Option<String>,
}

/// Reads all briefs but those that have expired by `now`, plain pages and outlets of the site
/// in `root`. The error is the world's.
pub fn gather(root: &Path, now: Moment, progress: Progress<'_>) -> Result<Gathered, Error> {
    let mut gathered = Gathered {
        base_url: base_url(root)?,
        ..Gathered::default()
    };
    let mut inventory = Inventory::default();
    inventory.look_at(root, "content")?;
    let (listing, _) = inventory.listing(DEFAULT);
    let others = listing.pages.iter().chain(&listing.outlets);
    let total = listing.briefs.len();
    for (done, file) in listing.briefs.iter().enumerate() {
        if let Some(text) = gathered.read(root, file)? {
            let (brief, faults) = parse::brief(&file.path, &text);
            gathered.brief(file, &text, brief.as_ref(), now);
            gathered.note(file, brief.is_none(), &faults);
        }
        progress("read", done + 1, total);
    }
    for file in others {
        if let Some(text) = gathered.read(root, file)? {
            let faults = match file.extension() {
                "md" => parse::page(&file.path, &text).1,
                _ => parse::outlets(&file.path, &text).1,
            };
            gathered.add(file, &text);
            gathered.note(file, false, &faults);
        }
    }
    for places in gathered.links.values_mut() {
        places.sort();
        places.dedup();
    }
    Ok(gathered)
}

impl Gathered {
    /// The text of a file; none when it is none, which is noted.
    fn read(&mut self, root: &Path, file: &File) -> Result<Option<String>, Error> {
        self.texts += 1;
        let text = files::read_text(root, file)?.ok();
        if text.is_none() {
            self.faulty.insert(Arc::clone(&file.path));
        }
        Ok(text)
    }

    fn note(&mut self, file: &File, is_unread: bool, faults: &[Diagnostic]) {
        if is_unread || faults.iter().any(Diagnostic::is_error) {
            self.faulty.insert(Arc::clone(&file.path));
        }
    }

    fn add(&mut self, file: &File, text: &str) {
        for link in parse::links(&file.path, text) {
            let place = place(file, text, link.span.start);
            let url = without_fragment(&link.value).to_owned();
            self.links.entry(url).or_default().push(place);
        }
    }

    fn brief(&mut self, file: &File, text: &str, brief: Option<&Brief>, now: Moment) {
        let expired = brief.and_then(|brief| brief.expires);
        if expired.is_some_and(|expires| expires.has_come(&now)) {
            return;
        }
        self.add(file, text);
        let Some(brief) = brief else { return };
        let citations = Citations::of(brief);
        for (source, uses) in brief.sources.iter().zip(&citations.uses) {
            let Some(url) = &source.url else { continue };
            let is_copy = url.contains("://web.archive.org/");
            if uses.is_empty() || source.archive.is_some() || is_copy {
                continue;
            }
            let near = source.accessed.or(source.published).unwrap_or(brief.date);
            self.uncopied.push(Uncopied {
                place: place(file, text, source.span.start),
                id: source.id.clone(),
                url: without_fragment(url).to_owned(),
                near: Day::of(&near),
            });
        }
    }
}

/// The address that is asked for: a fragment is never sent.
fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

fn place(file: &File, text: &str, offset: u32) -> Place {
    Place {
        path: Arc::clone(&file.path),
        at: text::place(text, offset as usize),
    }
}

/// Where the site is hosted. The error is that there is no site.
fn base_url(root: &Path) -> Result<Option<String>, Error> {
    let path = root.join(config::FILE);
    if !path.is_file() {
        let root = root.display();
        return Err(Error::new(format!(
            "there is no site in {root}: it has no {}",
            config::FILE
        )));
    }
    let bytes = std::fs::read(&path).map_err(|cause| Error::io("read", &path, cause))?;
    let text = String::from_utf8_lossy(&bytes);
    let (config, _) = config::read(&config::FILE.into(), &text, &mut |_| Vec::new());
    Ok(config.map(|config| config.base_url))
}
