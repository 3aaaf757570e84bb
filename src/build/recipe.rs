//! Recipes: a hash of everything that a page is made from.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use super::Edition;
use crate::plan::{Grouping, Planned, What};
use crate::site::CardId;

/// What a page is made from, as two hashes. Pages of one address with the same
/// recipe have the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// Everything but the style sheets of the theme.
    pub content: u64,
    /// The style sheets of the theme, whose addresses stand in every page.
    pub styles: u64,
}

impl Edition {
    /// The recipe of a page. None when `planned` is no page of the theme.
    pub fn recipe(&self, planned: &Planned) -> Option<Recipe> {
        if !planned.what.is_themed() {
            return None;
        }
        let mut mix = Mix::new(self, planned);
        match &planned.what {
            What::Brief(id) => mix.brief(*id),
            What::Home(list) => {
                mix.add(list);
                mix.faces(list.items.clone());
            }
            What::Terms(grouping) => mix.terms(*grouping),
            What::Term(grouping, slug, list) => {
                let term = &grouping.terms(&self.site)[slug];
                mix.add(&(list, &term.name));
                let ids = &term.cards[list.items.clone()];
                mix.faces(ids.iter().copied());
                match grouping {
                    Grouping::Outlets => {
                        mix.add(&self.site.registry.get(slug));
                        for &id in ids {
                            let cited = &self.site.cards[id].outlets;
                            mix.add(&cited.iter().find(|outlet| outlet.id == *slug));
                        }
                    }
                    Grouping::Stances => mix.add(&self.site.stance_details[slug]),
                    Grouping::Tags | Grouping::Providers | Grouping::Series => {}
                }
            }
            What::Archive => mix.months(i16::MIN, i16::MAX),
            What::Year(year) => mix.months(*year, *year),
            What::Month(year, month) => {
                mix.months(*year, *year);
                mix.faces(self.site.months[&(*year, *month)].iter().copied());
            }
            What::Corrections(list) => {
                mix.add(list);
                for &(id, which) in &self.site.corrections[list.items.clone()] {
                    mix.face(id);
                    mix.add(&self.site.cards[id].corrections[which]);
                }
            }
            What::Plain(index) => mix.add(&self.site.pages[*index].hash),
            // It is made from what every page is made from.
            _ => {}
        }
        Some(Recipe {
            content: mix.hasher.finish(),
            styles: self.theme.styles,
        })
    }
}

/// A hash in the making.
struct Mix<'a> {
    edition: &'a Edition,
    hasher: Xxh3,
}

impl<'a> Mix<'a> {
    /// With what every page is made from: generator, theme, settings, menu, address.
    fn new(edition: &'a Edition, planned: &Planned) -> Self {
        let mut mix = Self {
            edition,
            hasher: Xxh3::new(),
        };
        let config = &edition.site.config;
        mix.add(env!("CARGO_PKG_VERSION"));
        mix.add(&(edition.theme.hash, config.hash, &config.base_url));
        // Without a menu of its own, a site's menu names all plain pages.
        if config.menu.is_empty() {
            for page in &edition.site.pages {
                mix.add(&(&page.title, &page.target));
            }
        }
        mix.add(&edition.site.principles());
        mix.add(&planned.target);
        mix
    }

    fn add<T: Hash + ?Sized>(&mut self, part: &T) {
        part.hash(&mut self.hasher);
    }

    /// A brief as other pages show it.
    fn face(&mut self, id: CardId) {
        let site = &self.edition.site;
        let card = &site.cards[id];
        self.add(&(&card.target, &card.title, &card.summary, &card.lang));
        self.add(&(&card.date, &card.updated));
        self.add(&(card.draft, site.is_scheduled(card)));
        self.add(&card.stances);
        // A term is spelled everywhere as the oldest brief spells it.
        for (slug, _) in &card.tags {
            self.add(&(slug, &site.tags[slug].name));
        }
        if let Some((slug, _)) = &card.series {
            self.add(&(slug, &site.series[slug].name));
        }
    }

    fn faces(&mut self, ids: impl Iterator<Item = CardId>) {
        for id in ids {
            self.face(id);
        }
    }

    fn brief(&mut self, id: CardId) {
        let site = &self.edition.site;
        self.add(&self.edition.library.filed[id].card.hash);
        for outlet in &site.cards[id].outlets {
            self.add(&(&outlet.id, &outlet.name, &site.outlets[&outlet.id].name));
        }
        let neighbours = [
            id.checked_sub(1),
            (id + 1 < site.cards.len()).then_some(id + 1),
        ];
        for id in neighbours {
            self.add(&id.is_some());
            self.faces(id.into_iter());
        }
        for ids in [&site.related[id], &site.earlier(id)] {
            self.add(&ids.len());
            self.faces(ids.iter().copied());
        }
        self.face(id);
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
}
