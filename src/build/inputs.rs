//! What is published: which briefs and pages, with which settings and theme.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ahash::{AHashMap, AHashSet};
use rayon::prelude::*;

use super::memory::{Kept, Memory};
use super::{Edition, Options};
use crate::config::{Config, Order};
use crate::files::Listing;
use crate::lint::Settings;
use crate::model::{Brief, Card, Moment, PlainPage, Registry};
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

/// A brief that is published, with its card.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The brief as it was read.
    read: Arc<Brief>,
    /// The brief with its narratives in the order of the site.
    pub brief: Arc<Brief>,
    /// Its card.
    pub card: Arc<Card>,
}

/// Briefs with their cards by path, made for these settings and outlets.
#[derive(Debug, Default)]
pub struct Cards {
    made_for: Option<(Arc<Config>, Arc<Registry>)>,
    ready: AHashMap<Arc<str>, Ready>,
}

/// All that was read and is published.
#[derive(Debug)]
pub struct Inputs {
    pub listing: Listing,
    pub frame: Frame,
    pub registry: Arc<Registry>,
    /// The briefs that are published, oldest first.
    pub ready: Vec<Ready>,
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
        cards: &mut Cards,
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
        let briefs = inputs.published(briefs, options);
        inputs.ready = cards.ready(briefs, &inputs.frame.config, &inputs.registry, options);
        Some(inputs)
    }

    /// Those of `briefs` that are published at this time, oldest first.
    fn published<'a>(
        &mut self,
        briefs: Vec<&'a Arc<Brief>>,
        options: &Options,
    ) -> Vec<&'a Arc<Brief>> {
        let mut published = Vec::with_capacity(briefs.len());
        for brief in briefs {
            let expired = brief
                .expires
                .is_some_and(|expires| expires.has_come(&options.now));
            let scheduled = !brief.date.has_come(&options.now);
            if scheduled && !brief.draft && !options.drafts {
                self.scheduled.push((brief.path.to_string(), brief.date));
            }
            if brief.draft && !options.drafts {
                self.drafts.push(brief.path.to_string());
            }
            if !expired && (options.drafts || (!brief.draft && !scheduled)) {
                published.push(brief);
            } else {
                self.unpublished.insert(brief.id.clone());
                self.unpublished.insert(brief.slug.value.to_string());
            }
        }
        published.sort_by(|a, b| by_age(a, b));
        published
    }

    /// Takes the briefs and pages of these files out; false when there is none of them.
    pub fn leave_out(&mut self, faulty: &BTreeSet<String>) -> bool {
        self.replace(faulty, &BTreeMap::new(), &BTreeMap::new())
    }

    /// Puts the briefs and pages of these files back to what they were in an
    /// earlier edition; false when that changes nothing.
    pub fn go_back(
        &mut self,
        faulty: &BTreeSet<String>,
        before: &Edition,
        options: &Options,
    ) -> bool {
        let briefs = before.ready.iter();
        let briefs = briefs.filter(|ready| faulty.contains(&*ready.brief.path));
        let (config, registry) = (&self.frame.config, &self.registry);
        let briefs: Vec<Ready> = briefs
            .map(|before| Ready::of(&before.read, config, registry, options))
            .collect();
        let briefs = briefs.iter().map(|ready| (&*ready.brief.path, ready));
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
        briefs: &BTreeMap<&str, &Ready>,
        pages: &BTreeMap<&str, &Arc<PlainPage>>,
    ) -> bool {
        let mut changed = false;
        let Self {
            ready,
            unpublished,
            left_out,
            ..
        } = self;
        ready.retain_mut(|ready| {
            let path = Arc::clone(&ready.brief.path);
            if !faulty.contains(&*path) {
                return true;
            }
            match briefs.get(&*path) {
                Some(before) if Arc::ptr_eq(&before.read, &ready.read) => true,
                Some(before) => {
                    *ready = (*before).clone();
                    changed = true;
                    true
                }
                None => {
                    unpublished.insert(ready.brief.id.clone());
                    unpublished.insert(ready.brief.slug.value.to_string());
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
            self.ready.sort_by(|a, b| by_age(&a.brief, &b.brief));
        }
        changed
    }
}

/// The order of briefs in a site: oldest first; of one moment, by slug and path.
pub fn by_age(a: &Brief, b: &Brief) -> Ordering {
    (a.date, &a.slug.value, &a.path).cmp(&(b.date, &b.slug.value, &b.path))
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

impl Cards {
    /// The briefs with their cards. What was made before of the same brief, for
    /// the same settings and outlets, is taken again.
    fn ready(
        &mut self,
        briefs: Vec<&Arc<Brief>>,
        config: &Arc<Config>,
        registry: &Arc<Registry>,
        options: &Options,
    ) -> Vec<Ready> {
        let same = self
            .made_for
            .as_ref()
            .is_some_and(|(of, outlets)| Arc::ptr_eq(of, config) && Arc::ptr_eq(outlets, registry));
        if !same {
            self.ready.clear();
            self.made_for = Some((Arc::clone(config), Arc::clone(registry)));
        }
        let known = &self.ready;
        let ready: Vec<Ready> = briefs
            .into_par_iter()
            .map(|brief| match known.get(&brief.path) {
                Some(ready)
                    if Arc::ptr_eq(&ready.read, brief)
                        && ready.card.scheduled != brief.date.has_come(&options.now) =>
                {
                    ready.clone()
                }
                _ => Ready::of(brief, config, registry, options),
            })
            .collect();
        for ready in &ready {
            let path = &ready.brief.path;
            let known = self.ready.get(path);
            if known.is_none_or(|known| !Arc::ptr_eq(&known.card, &ready.card)) {
                self.ready.insert(Arc::clone(path), ready.clone());
            }
        }
        if self.ready.len() > ready.len() {
            let there: AHashSet<&str> = ready.iter().map(|ready| &*ready.brief.path).collect();
            self.ready.retain(|path, _| there.contains(&**path));
        }
        ready
    }
}

impl Ready {
    fn of(read: &Arc<Brief>, config: &Config, registry: &Registry, options: &Options) -> Self {
        let mut brief = Arc::clone(read);
        if config.narratives == Order::Even {
            Arc::make_mut(&mut brief).turn_narratives(&config.stances);
        }
        let target = config.permalink.target(&brief.date, &brief.slug.value);
        let card = Card {
            scheduled: !brief.date.has_come(&options.now),
            ..Card::of(&brief, target, registry, &config.stances)
        };
        Self {
            read: Arc::clone(read),
            brief,
            card: Arc::new(card),
        }
    }
}
