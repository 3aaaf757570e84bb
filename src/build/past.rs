//! What an earlier build published, as its manifest in the output folder tells.

use std::sync::Arc;

use ahash::AHashSet;

use super::filed::Filed;
use super::memory::Memory;
use super::{Edition, Options};
use crate::files;
use crate::formats;
use crate::lint::{Past, Published};
use crate::model::SitePath;
use crate::output::Manifest;

/// The pages of briefs that were published before, and where briefs are now. Nothing
/// is known of the past without a manifest, nor where a brief cannot be read at all:
/// then nobody can tell where it was.
pub fn past(there: Option<There<'_>>, manifest: &Manifest, options: &Options) -> Past {
    let (Some(there), Some(manifest)) = (there, manifest.paths()) else {
        return Past::default();
    };
    // A page of a brief has its data beside it; no other page has.
    let data = manifest.iter();
    let folders = data.filter_map(|path| path.strip_suffix("brief.json"));
    let mut page = String::new();
    let mut gone = Vec::new();
    for folder in folders {
        page.clear();
        page.push_str(folder);
        page.push_str("index.html");
        if !there.contains(page.as_str())
            && let Some(target) = SitePath::parse(&page)
        {
            gone.push(known(target, options));
        }
    }
    if gone.is_empty() {
        return Past::default();
    }
    let new = there.iter().filter(|path| !manifest.contains(path));
    Past {
        new: new.filter_map(|path| SitePath::parse(path)).collect(),
        gone,
    }
}

/// Where briefs are now, and where they lead from.
pub type There<'a> = AHashSet<&'a str>;

/// Where the briefs are now. None where nobody can tell.
pub fn there<'a>(memory: &'a Memory, options: &Options) -> Option<There<'a>> {
    memory.config.read.as_ref()?;
    let briefs = memory.briefs.values().map(|kept| kept.read.as_ref());
    let briefs = briefs.collect::<Option<Vec<&Arc<Filed>>>>()?;
    let mut there: AHashSet<&str> = AHashSet::with_capacity(briefs.len());
    for filed in briefs {
        let brief = &filed.card;
        there.insert(brief.target.as_str());
        let expired = brief.expires.is_some_and(|expires| expires <= options.now);
        // What is held back leads nobody from its old addresses.
        if !expired && !brief.draft && brief.date <= options.now {
            there.extend(brief.aliases.iter().map(|alias| alias.value.as_str()));
        }
    }
    Some(there)
}

/// What the data beside a page say of its brief, where they are still there.
fn known(target: SitePath, options: &Options) -> Published {
    let data = target.as_str().replace("index.html", "brief.json");
    let text = std::fs::read_to_string(files::absolute(&options.out, &data));
    let (id, title) = text.ok().and_then(|text| formats::identity(&text)).unzip();
    Published { target, id, title }
}

/// Pages of briefs that an earlier build wrote and this one does not plan, with their data.
/// While a text has a fault, nobody knows whether they are meant to go.
pub fn kept(edition: &Edition, manifest: &Manifest) -> Vec<SitePath> {
    let Some(manifest) = manifest.paths() else {
        return Vec::new();
    };
    let data = manifest.iter().filter(|path| path.ends_with("/brief.json"));
    let files = data.flat_map(|data| [data.to_owned(), data.replace("brief.json", "index.html")]);
    let files = files.filter(|path| manifest.contains(path));
    let files = files.filter_map(|path| SitePath::parse(&path));
    files.filter(|path| edition.find(path).is_none()).collect()
}
