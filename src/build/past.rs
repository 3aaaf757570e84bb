//! What an earlier build published, as its manifest in the output folder tells.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::filed::Filed;
use super::memory::Memory;
use super::{Edition, Options};
use crate::diag::Error;
use crate::files;
use crate::formats;
use crate::lint::{Past, Published};
use crate::model::SitePath;
use crate::output;

/// The pages of briefs that were published before, and where briefs are now. Nothing
/// is known of the past without a manifest, nor where a brief cannot be read at all:
/// then nobody can tell where it was.
pub fn past(memory: &Memory, options: &Options) -> Result<Past, Error> {
    if memory.config.read.is_none() {
        return Ok(Past::default());
    }
    let briefs = memory.briefs.values().map(|kept| kept.read.as_ref());
    let briefs: Option<Vec<&Arc<Filed>>> = briefs.collect();
    let manifest = output::manifest(&options.out)?;
    let (Some(briefs), Some(manifest)) = (briefs, manifest) else {
        return Ok(Past::default());
    };
    let mut there = BTreeSet::new();
    for filed in briefs {
        let brief = &filed.card;
        there.insert(brief.target.clone());
        let expired = brief.expires.is_some_and(|expires| expires <= options.now);
        // What is held back leads nobody from its old addresses.
        if !expired && !brief.draft && brief.date <= options.now {
            there.extend(brief.aliases.iter().map(|alias| alias.value.clone()));
        }
    }
    // A page of a brief has its data beside it; no other page has.
    let pages = manifest.iter().filter_map(|path| {
        let folder = path.strip_suffix("brief.json")?;
        SitePath::parse(&format!("{folder}index.html"))
    });
    let gone = pages.filter(|target| !there.contains(target));
    let gone: Vec<Published> = gone.map(|target| known(target, options)).collect();
    let is_new = |target: &&SitePath| !manifest.contains(target.as_str());
    let new = if gone.is_empty() {
        BTreeSet::new()
    } else {
        there.iter().filter(is_new).cloned().collect()
    };
    Ok(Past { gone, new })
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
pub fn kept(edition: &Edition, out: &Path) -> Result<Vec<SitePath>, Error> {
    let Some(manifest) = output::manifest(out)? else {
        return Ok(Vec::new());
    };
    let data = manifest.iter().filter(|path| path.ends_with("/brief.json"));
    let files = data.flat_map(|data| [data.clone(), data.replace("brief.json", "index.html")]);
    let files = files.filter(|path| manifest.contains(path));
    let files = files.filter_map(|path| SitePath::parse(&path));
    Ok(files.filter(|path| edition.find(path).is_none()).collect())
}
