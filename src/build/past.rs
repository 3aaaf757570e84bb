//! What an earlier build published, as its manifest in the output folder tells.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Options;
use super::memory::Memory;
use crate::diag::Error;
use crate::files;
use crate::formats;
use crate::lint::{Past, Published};
use crate::model::{Brief, SitePath};
use crate::output;

/// The pages of briefs that were published before, and where briefs are now. Nothing
/// is known of the past without a manifest, nor where a brief cannot be read at all:
/// then nobody can tell where it was.
pub fn past(memory: &Memory, options: &Options) -> Result<Past, Error> {
    let Some(config) = &memory.config.read else {
        return Ok(Past::default());
    };
    let briefs: Option<Vec<&Arc<Brief>>> = memory
        .briefs
        .values()
        .map(|kept| kept.read.as_ref())
        .collect();
    let manifest = output::manifest(&options.out)?;
    let (Some(briefs), Some(manifest)) = (briefs, manifest) else {
        return Ok(Past::default());
    };
    let mut there = BTreeSet::new();
    for brief in briefs {
        there.insert(config.permalink.target(&brief.date, &brief.slug.value));
        there.extend(brief.aliases.iter().map(|alias| alias.value.clone()));
    }
    // A page of a brief has its data beside it; no other page has.
    let pages = manifest.iter().filter_map(|path| {
        let folder = path.strip_suffix("brief.json")?;
        SitePath::parse(&format!("{folder}index.html"))
    });
    let gone = pages.filter(|target| !there.contains(target));
    let gone = gone.map(|target| known(target, options)).collect();
    Ok(Past { gone })
}

/// What the data beside a page say of its brief, where they are still there.
fn known(target: SitePath, options: &Options) -> Published {
    let data = target.as_str().replace("index.html", "brief.json");
    let text = std::fs::read_to_string(files::absolute(&options.out, &data));
    let (id, title) = text.ok().and_then(|text| formats::identity(&text)).unzip();
    Published { target, id, title }
}
