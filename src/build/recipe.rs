//! Recipes: hashes of everything that a file of the site is made from.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use ahash::AHashMap;
use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::Edition;
use crate::formats::feed_briefs;
use crate::model::{Card, Slug};
use crate::plan::{FeedOf, Grouping, Planned, What};
use crate::render::{fields, template_of};
use crate::site::{CardId, Site};
use crate::text::{Gathered, hash_of};

/// What a file is made from, as hashes. Files of one address with the same recipe have
/// the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Recipe {
    /// The generator, the theme without its style sheets, the settings, the menu.
    pub frame: u64,
    /// The style sheets of the theme, whose addresses stand in every page.
    pub styles: u64,
    /// What the file is about: the text of a brief, the entry of an outlet, a place in a list.
    pub own: u64,
    /// What it shows of briefs that it is not about.
    pub others: u64,
}

impl Recipe {
    /// Everything but the style sheets, as one number.
    pub fn content(&self) -> u64 {
        hash_of(&(self.frame, self.own, self.others))
    }
}

/// What all recipes of an edition share.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// What files are made from besides texts of briefs, by what it is called.
    parts: Vec<(&'static str, u64)>,
    /// The hashes of the first of them: of none, one, two and so on.
    firsts: Vec<u64>,
    /// All of that with each template and what it uses.
    themed: BTreeMap<String, u64>,
    /// What other pages show of each brief.
    faces: Vec<u64>,
    /// What each outlet is called on all pages.
    outlets: AHashMap<Slug, u64>,
    /// What the settings make of a brief.
    reading: u64,
}

/// How many of the [`Common::parts`] files that are no pages are made from, at most: those
/// that come first.
const GENERATOR_AND_SETTINGS: usize = 2;
const TRANSLATIONS: usize = 3;
const ASSETS: usize = 4;

impl Common {
    /// What the files of this site share.
    pub fn of(edition: &Edition) -> Self {
        let (site, theme) = (&*edition.site, &*edition.theme);
        let mut menu = Gathered::default();
        // Without a menu of its own, a site's menu names all plain pages.
        if site.config.menu.is_empty() {
            for page in &site.pages {
                (&page.title, &page.target).hash(&mut menu);
            }
        }
        site.principles().hash(&mut menu);
        let parts = vec![
            ("the generator", hash_of(BUILD)),
            ("the settings", site.config.page_hash()),
            ("the translations", theme.texts_hash),
            ("the assets of the theme", theme.files),
            ("the settings of the theme", theme.settings_hash),
            ("the plain pages that the menu names", menu.finish()),
            ("the fields that templates name", fields(&theme.names)),
        ];
        let tags = site
            .tags
            .iter()
            .map(|(slug, term)| (slug, hash_of(&term.name)));
        let tags: AHashMap<&Slug, u64> = tags.collect();
        let outlets = site.outlets.iter();
        let outlets = outlets.map(|(slug, term)| (slug.clone(), hash_of(&term.name)));
        let config = &site.config;
        let cards = site.cards.par_iter();
        let templates = theme.template_hashes().into_iter();
        let themed = templates.map(|(name, hash)| (name, hash_of(&(parts.as_slice(), hash))));
        Self {
            themed: themed.collect(),
            firsts: (0..=parts.len())
                .map(|count| hash_of(&parts[..count]))
                .collect(),
            parts,
            outlets: outlets.collect(),
            reading: hash_of(&(config.narratives, &config.stances)),
            faces: cards.map(|card| face(site, card, &tags)).collect(),
        }
    }

    /// What files are made from besides texts of briefs and templates, by what it is called.
    pub fn parts(&self) -> &[(&'static str, u64)] {
        &self.parts
    }

    /// What a file is made from besides texts of briefs and its template, by what it is called.
    pub fn frame(&self, what: &What) -> &[(&'static str, u64)] {
        match what {
            What::Asset(_) | What::Copy(_) => &[],
            What::Feed(..) => &self.parts[..TRANSLATIONS],
            What::Redirect(_) => &self.parts[..ASSETS],
            what if what.is_themed() => &self.parts,
            _ => &self.parts[..GENERATOR_AND_SETTINGS],
        }
    }
}

/// This build of the generator: another one may make other bytes of the same.
const BUILD: &str = env!("EVENHAND_BUILD");

/// A brief as other pages show it.
fn face(site: &Site, card: &Card, tags: &AHashMap<&Slug, u64>) -> u64 {
    let mut mix = Gathered::default();
    (card.face, site.is_scheduled(card)).hash(&mut mix);
    // A term is spelled everywhere as the oldest brief spells it.
    for tag in &card.tags {
        tags[&tag.slug].hash(&mut mix);
    }
    if let Some(series) = &card.series {
        site.series[&series.slug].name.hash(&mut mix);
    }
    mix.finish()
}

impl Edition {
    /// The recipe of a file.
    pub fn recipe(&self, planned: &Planned) -> Recipe {
        Mix::of(self).recipe(planned)
    }

    /// The recipes of all planned files.
    pub(super) fn recipes(&self) -> Vec<Recipe> {
        let planned = self.planned.par_iter();
        let recipes = planned.map_init(|| Mix::of(self), Mix::recipe);
        recipes.collect()
    }
}

/// A recipe in the making.
struct Mix<'a> {
    edition: &'a Edition,
    common: &'a Common,
    own: Gathered,
    others: Gathered,
}

impl<'a> Mix<'a> {
    fn of(edition: &'a Edition) -> Self {
        Self {
            edition,
            common: edition.common(),
            own: Gathered::default(),
            others: Gathered::default(),
        }
    }

    fn recipe(&mut self, planned: &Planned) -> Recipe {
        self.add(&planned.target);
        self.what(&planned.what);
        let template = template_of(&planned.what);
        Recipe {
            frame: template.map_or_else(
                || self.common.firsts[self.common.frame(&planned.what).len()],
                |template| self.common.themed[template],
            ),
            styles: template.map_or(0, |_| self.edition.theme.styles),
            own: self.own.take(),
            others: self.others.take(),
        }
    }

    fn add<T: Hash + ?Sized>(&mut self, part: &T) {
        part.hash(&mut self.own);
    }

    fn what(&mut self, what: &What) {
        let edition = self.edition;
        let site = &*edition.site;
        match what {
            What::Brief(id) => self.brief(*id),
            What::BriefData(id) => self.data(*id),
            What::Home(list) => {
                self.add(list);
                self.faces(list.items.clone());
            }
            What::Terms(grouping) => self.terms(*grouping),
            What::Term(grouping, slug, list) => {
                let term = &grouping.terms(site)[slug];
                self.add(&(list, &term.name));
                let ids = &term.cards[list.items.clone()];
                self.faces(ids.iter().copied());
                match grouping {
                    Grouping::Outlets => {
                        self.add(&site.registry.get(slug));
                        term.sources[list.items.clone()].hash(&mut self.others);
                    }
                    Grouping::Stances => self.add(&site.stance_details[slug]),
                    Grouping::Tags | Grouping::Providers | Grouping::Series => {}
                }
            }
            What::Archive => self.months(i16::MIN, i16::MAX),
            What::Year(year) => self.months(*year, *year),
            What::Month(year, month) => {
                self.months(*year, *year);
                self.faces(site.months[&(*year, *month)].iter().copied());
            }
            What::Corrections(list) => {
                self.add(list);
                for &(id, which) in &site.corrections[list.items.clone()] {
                    self.faces(std::iter::once(id));
                    site.cards[id].corrections[which].hash(&mut self.others);
                }
            }
            What::Plain(index) => self.add(&site.pages[*index].hash),
            What::NotFound | What::Robots => {}
            What::Redirect(target) => self.add(target),
            What::Feed(of, _) => self.feed(of),
            What::SitemapIndex => {
                for (month, ids) in &site.months {
                    let changed = ids.iter().map(|&id| site.cards[id].changed()).max();
                    (month, changed).hash(&mut self.others);
                }
            }
            What::MonthSitemap(year, month) => {
                for &id in &site.months[&(*year, *month)] {
                    let card = &site.cards[id];
                    (&card.target, card.changed()).hash(&mut self.others);
                }
            }
            What::PagesSitemap => {
                for planned in edition.planned.iter() {
                    if !matches!(planned.what, What::Brief(_)) && planned.target.is_page() {
                        planned.target.hash(&mut self.others);
                    }
                }
                for page in &site.pages {
                    self.add(&page.draft);
                }
            }
            What::NewsSitemap => {
                for id in crate::formats::news_briefs(site) {
                    let card = &site.cards[id];
                    (&card.target, &card.title, &card.lang, card.date).hash(&mut self.others);
                }
            }
            What::Asset(index) => self.add(&edition.theme.assets[*index].bytes),
            What::Copy(file) => self.add(&(file.stamp, file.bytes)),
        }
    }

    fn faces(&mut self, ids: impl Iterator<Item = CardId>) {
        for id in ids {
            self.common.faces[id].hash(&mut self.others);
        }
    }

    /// The text of a brief, and what the settings make of it.
    fn text(&mut self, id: CardId) {
        let card = &self.edition.briefs.filed[id].card;
        self.add(&(card.hash, card.cited, self.common.reading));
    }

    fn data(&mut self, id: CardId) {
        self.text(id);
        self.add(&self.edition.site.cards[id].target);
    }

    fn brief(&mut self, id: CardId) {
        self.text(id);
        let site = &self.edition.site;
        for outlet in &site.cards[id].outlets {
            self.add(&self.common.outlets[&outlet.outlet.slug]);
        }
        let own = self.common.faces[id];
        self.add(&own);
        let neighbours = [
            id.checked_sub(1),
            (id + 1 < site.cards.len()).then_some(id + 1),
        ];
        for id in neighbours {
            id.is_some().hash(&mut self.others);
            self.faces(id.into_iter());
        }
        let related = site.related[id].iter().copied();
        related.len().hash(&mut self.others);
        self.faces(related.chain(site.earlier(id)));
    }

    fn terms(&mut self, grouping: Grouping) {
        let site = &self.edition.site;
        for (slug, term) in grouping.terms(site) {
            self.add(&(slug, &term.name));
            if grouping == Grouping::Stances {
                self.add(&site.stance_details[slug].axis);
            }
        }
    }

    /// The months of the archive in these years.
    fn months(&mut self, first: i16, last: i16) {
        let months = &self.edition.site.months;
        for (month, _) in months.range((first, 0)..=(last, u8::MAX)) {
            self.add(month);
        }
    }

    fn feed(&mut self, of: &FeedOf) {
        let site = &self.edition.site;
        self.add(&(site.config.feed_size, site.config.feed_entries));
        if let FeedOf::Tag(slug) = of {
            self.add(&site.tags[slug].name);
        }
        if *of == FeedOf::Corrections {
            let newest = site.corrections.iter().rev().take(site.config.feed_size);
            for &(id, which) in newest {
                let card = &site.cards[id];
                (&card.id, &card.title, &card.target, &card.lang).hash(&mut self.others);
                card.corrections[which].hash(&mut self.others);
            }
        }
        for id in feed_briefs(site, of) {
            self.text(id);
            site.cards[id].target.hash(&mut self.others);
        }
    }
}
