//! What is published: which briefs and pages, with which settings and theme.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::filed::{Filed, Filing};
use super::kept::Kept;
use super::memory::Memory;
use super::{Edition, Options};
use crate::config::Config;
use crate::files::Listing;
use crate::lint::Settings;
use crate::model::{Card, Moment, PlainPage, Registry};
use crate::theme::Theme;

/// What becomes of a file with a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faulty {
    /// It stops the site from being published. It is read on, so that more faults are found.
    Stops,
    /// It is left out, and the rest is published.
    LeftOut,
    /// What it said before is published.
    AsBefore,
}

/// A theme, and the settings that it was loaded with.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The settings.
    pub config: Arc<Config>,
    /// The editorial rules that the settings hold.
    pub lint: Arc<Settings>,
    /// The theme; none while it has a fault.
    pub theme: Option<Arc<Theme>>,
}

impl Frame {
    /// The frame as it was read; none without settings.
    pub fn read(memory: &Memory) -> Option<Self> {
        let config = Arc::clone(memory.config.read.as_ref()?);
        Some(Self {
            config,
            lint: Arc::clone(&memory.lint),
            theme: memory.theme.clone(),
        })
    }

    /// Whether it is the same one, not only an equal one.
    pub fn is(&self, other: &Self) -> bool {
        let same_theme = match (&self.theme, &other.theme) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        same_theme && Arc::ptr_eq(&self.config, &other.config)
    }
}

/// All that was read and is published.
#[derive(Debug)]
pub struct Inputs {
    pub listing: Listing,
    pub frame: Frame,
    pub registry: Arc<Registry>,
    /// The briefs that are published, oldest first.
    pub ready: Vec<Arc<Filed>>,
    pub pages: Vec<Arc<PlainPage>>,
    /// Whether nothing that was read stops the site from being published. Where
    /// something does, faults between briefs are still looked for.
    pub publish: bool,
    /// Files with a fault.
    pub left_out: Vec<String>,
    /// Ids and slugs of briefs that are there but not published.
    pub unpublished: BTreeSet<String>,
    /// Briefs whose time has not come.
    pub scheduled: Vec<(String, Moment)>,
    /// Briefs that say that they are drafts, where these are not published.
    pub drafts: Vec<String>,
}

impl Inputs {
    /// Chooses from what was read. None without settings.
    pub fn choose(
        memory: &Memory,
        frame: Option<Frame>,
        options: &Options,
        faulty: Faulty,
    ) -> Option<Self> {
        let frame = frame?;
        let outlets = chosen(&memory.outlets, faulty).or(memory.outlets.read.as_ref());
        let registry = outlets.cloned().unwrap_or_default();
        let mut left_out = Vec::new();
        let briefs = choose(&memory.briefs, faulty, &mut left_out);
        let pages = choose(&memory.pages, faulty, &mut left_out);
        let pages = pages
            .into_iter()
            .filter(|page| options.drafts || !page.draft);
        let pages = pages.cloned().collect();
        let others = [
            memory.config.is_faulty(),
            memory.outlets.is_faulty(),
            frame.theme.is_none(),
        ];
        let publish = match faulty {
            Faulty::Stops => left_out.is_empty() && !others.contains(&true),
            Faulty::LeftOut => !others.contains(&true),
            Faulty::AsBefore => frame.theme.is_some(),
        };
        let mut inputs = Self {
            listing: memory.listing.clone(),
            unpublished: stems(&left_out),
            ready: Vec::with_capacity(briefs.len()),
            scheduled: Vec::new(),
            drafts: Vec::new(),
            frame,
            registry,
            pages,
            publish,
            left_out,
        };
        inputs.ready = inputs.published(briefs, options);
        let filing = inputs.filing();
        if memory
            .filing
            .as_ref()
            .is_none_or(|made| !made.is_like(&filing))
        {
            let again = |filed: &mut Arc<Filed>| *filed = Arc::new(filed.again(&filing));
            inputs.ready.par_iter_mut().for_each(again);
        }
        Some(inputs)
    }

    /// What the cards are made with.
    pub fn filing(&self) -> Filing {
        Filing {
            config: Arc::clone(&self.frame.config),
            registry: Arc::clone(&self.registry),
        }
    }

    /// Those of `briefs` that are published at this time, oldest first.
    fn published(&mut self, briefs: Vec<&Arc<Filed>>, options: &Options) -> Vec<Arc<Filed>> {
        let mut published = Vec::with_capacity(briefs.len());
        for filed in briefs {
            let card = &filed.card;
            let expired = card
                .expires
                .is_some_and(|expires| expires.has_come(&options.now));
            let scheduled = !card.date.has_come(&options.now);
            if scheduled && !card.draft && !options.drafts {
                self.scheduled.push((card.path.to_string(), card.date));
            }
            if card.draft && !options.drafts {
                self.drafts.push(card.path.to_string());
            }
            if !expired && (options.drafts || (!card.draft && !scheduled)) {
                published.push((card.date, Arc::clone(filed)));
            } else {
                self.unpublished.insert(card.id.clone());
                self.unpublished.insert(card.slug.to_string());
            }
        }
        // Dates beside them spare most looks at cards, which are strewn over memory.
        published.par_sort_unstable_by(|(date, one), (other_date, other)| {
            let by_date = date.cmp(other_date);
            by_date.then_with(|| by_age(&one.card, &other.card))
        });
        published.into_iter().map(|(_, filed)| filed).collect()
    }

    /// Takes the briefs and pages of these files out; false when there is none of them.
    pub fn leave_out(&mut self, faulty: &BTreeSet<String>) -> bool {
        self.replace(faulty, &BTreeMap::new(), &BTreeMap::new())
    }

    /// Puts the briefs and pages of these files back to what they were in an
    /// earlier edition; false when that changes nothing.
    pub fn go_back(&mut self, faulty: &BTreeSet<String>, before: &Edition) -> bool {
        let briefs = before.briefs.filed.iter();
        let briefs = briefs.filter(|filed| faulty.contains(&*filed.card.path));
        let filing = self.filing();
        let same = before.briefs.filing.is_like(&filing);
        let as_now = |before: &Arc<Filed>| {
            if same {
                Arc::clone(before)
            } else {
                Arc::new(before.again(&filing))
            }
        };
        let briefs: Vec<Arc<Filed>> = briefs.map(as_now).collect();
        let briefs = briefs.iter().map(|filed| (&*filed.card.path, filed));
        let briefs = briefs.collect();
        let pages = before.site.pages.iter();
        let pages = pages.map(|page| (&*page.path, page)).collect();
        self.replace(faulty, &briefs, &pages)
    }

    /// Replaces what is of the files `faulty`, or takes it out where there is
    /// nothing in its place; false when nothing changes by that.
    fn replace(
        &mut self,
        faulty: &BTreeSet<String>,
        briefs: &BTreeMap<&str, &Arc<Filed>>,
        pages: &BTreeMap<&str, &Arc<PlainPage>>,
    ) -> bool {
        let mut changed = false;
        let Self {
            ready,
            unpublished,
            left_out,
            ..
        } = self;
        ready.retain_mut(|filed| {
            let path = Arc::clone(&filed.card.path);
            if !faulty.contains(&*path) {
                return true;
            }
            match briefs.get(&*path) {
                Some(before) if before.card.hash == filed.card.hash => true,
                Some(before) => {
                    *filed = Arc::clone(before);
                    changed = true;
                    true
                }
                None => {
                    unpublished.insert(filed.card.id.clone());
                    unpublished.insert(filed.card.slug.to_string());
                    left_out.push(path.to_string());
                    changed = true;
                    false
                }
            }
        });
        self.pages.retain_mut(|page| {
            if !faulty.contains(&*page.path) {
                return true;
            }
            match pages.get(&*page.path) {
                Some(before) if Arc::ptr_eq(before, page) => true,
                Some(before) => {
                    *page = Arc::clone(before);
                    changed = true;
                    true
                }
                None => {
                    left_out.push(page.path.to_string());
                    changed = true;
                    false
                }
            }
        });
        if changed {
            // What a brief was before may have had another date.
            self.ready.sort_by(|a, b| by_age(&a.card, &b.card));
        }
        changed
    }
}

/// The order of briefs in a site: oldest first; of one moment, by slug and path.
pub fn by_age(a: &Card, b: &Card) -> Ordering {
    (a.date, &a.slug, &a.path).cmp(&(b.date, &b.slug, &b.path))
}

/// What is published of a file.
fn chosen<T>(kept: &Kept<T>, faulty: Faulty) -> Option<&Arc<T>> {
    match faulty {
        _ if !kept.is_faulty() => kept.read.as_ref(),
        Faulty::Stops => kept.read.as_ref(),
        Faulty::LeftOut => None,
        Faulty::AsBefore => kept.good.as_ref(),
    }
}

/// What is published of many files; those with a fault are named in `left_out`,
/// unless they are as before.
fn choose<'a, T>(
    files: &'a BTreeMap<Arc<str>, Kept<T>>,
    faulty: Faulty,
    left_out: &mut Vec<String>,
) -> Vec<&'a Arc<T>> {
    let mut all = Vec::with_capacity(files.len());
    for (path, kept) in files {
        let chosen = chosen(kept, faulty);
        if kept.is_faulty() && (faulty != Faulty::AsBefore || chosen.is_none()) {
            left_out.push(path.to_string());
        }
        all.extend(chosen);
    }
    all
}

/// The slugs that faulty files would have had, so that other briefs may name them.
fn stems(paths: &[String]) -> BTreeSet<String> {
    let stem = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    };
    paths.iter().map(stem).collect()
}
