//! Cards → indexes: tags, outlets, providers, stances, series, archive, neighbours.

mod notice;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::model::{Brief, Card, PlainPage, Registry, Slug, Stance};

/// The place of a card in [`Site::cards`]: 0 is the oldest brief.
pub type CardId = usize;

/// A name and the briefs under it.
#[derive(Clone, Debug)]
pub struct Term {
    /// The name as the oldest brief spells it.
    pub name: String,
    /// The briefs, oldest first.
    pub cards: Vec<CardId>,
}

/// Terms by the slug that is their address.
pub type Terms = BTreeMap<Slug, Term>;

/// All briefs, resolved and indexed. Made from cards alone.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The outlets that the site knows.
    pub registry: Registry,
    /// All briefs that are published, oldest first.
    pub cards: Vec<Card>,
    /// For each brief, those that it names as related.
    pub related: Vec<Vec<CardId>>,
    /// The plain pages, by address.
    pub pages: Vec<PlainPage>,
    /// What briefs are filed under.
    pub tags: Terms,
    /// Outlets that briefs cite, and those of the registry.
    pub outlets: Terms,
    /// Who narratives are taken from.
    pub providers: Terms,
    /// Where narratives stand.
    pub stances: Terms,
    /// What is known of each stance.
    pub stance_details: BTreeMap<Slug, Stance>,
    /// Running stories.
    pub series: Terms,
    /// Briefs by year and month.
    pub months: BTreeMap<(i16, u8), Vec<CardId>>,
    /// All corrections, oldest first: the brief, and which of its corrections.
    pub corrections: Vec<(CardId, usize)>,
}

impl Site {
    /// Indexes `cards`, which are sorted from the oldest, one for each of `briefs`.
    /// `unpublished` holds the ids and slugs of briefs that exist but are not
    /// published: to relate to them is no fault.
    pub fn assemble(
        config: Config,
        registry: Registry,
        cards: Vec<Card>,
        briefs: &[Brief],
        pages: Vec<PlainPage>,
        unpublished: &BTreeSet<String>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut site = Self {
            config,
            registry,
            related: Vec::new(),
            pages,
            tags: Terms::new(),
            outlets: Terms::new(),
            providers: Terms::new(),
            stances: Terms::new(),
            stance_details: BTreeMap::new(),
            series: Terms::new(),
            months: BTreeMap::new(),
            corrections: Vec::new(),
            cards,
        };
        site.index();
        let mut diagnostics = notice::twice_the_same_id(briefs);
        site.related = notice::related(briefs, unpublished, &mut diagnostics);
        notice::tags_spelled_two_ways(&site, briefs, &mut diagnostics);
        notice::near_names(&site, briefs, &mut diagnostics);
        (site, diagnostics)
    }

    fn index(&mut self) {
        for outlet in self.registry.iter() {
            add(&mut self.outlets, &outlet.id, &outlet.name, None);
        }
        for (id, card) in self.cards.iter().enumerate() {
            for (slug, name) in &card.tags {
                add(&mut self.tags, slug, name, Some(id));
            }
            for outlet in &card.outlets {
                add(&mut self.outlets, &outlet.id, &outlet.name, Some(id));
            }
            for (slug, name) in &card.providers {
                add(&mut self.providers, slug, name, Some(id));
            }
            for stance in &card.stances {
                add(&mut self.stances, &stance.id, &stance.label, Some(id));
                self.stance_details
                    .entry(stance.id.clone())
                    .or_insert_with(|| stance.clone());
            }
            if let Some((slug, name)) = &card.series {
                add(&mut self.series, slug, name, Some(id));
            }
            let month = (card.date.year(), card.date.month());
            self.months.entry(month).or_default().push(id);
            self.corrections
                .extend((0..card.corrections.len()).map(|which| (id, which)));
        }
        let cards = &self.cards;
        self.corrections
            .sort_by_key(|&(id, which)| (cards[id].corrections[which].date, id, which));
    }

    /// At most three briefs before `id` that share a tag with it, newest first,
    /// without those that it names as related. It looks back only, so that a new
    /// brief never changes an old page.
    pub fn earlier(&self, id: CardId) -> Vec<CardId> {
        const MOST: usize = 3;
        let mut earlier = BTreeSet::new();
        for (slug, _) in &self.cards[id].tags {
            let Some(term) = self.tags.get(slug) else {
                continue;
            };
            let here = term.cards.partition_point(|&other| other < id);
            let related = &self.related[id];
            let before = term.cards[..here].iter().rev();
            let fresh = before.filter(|other| !related.contains(other));
            earlier.extend(fresh.take(MOST));
        }
        earlier.into_iter().rev().take(MOST).collect()
    }
}

fn add(terms: &mut Terms, slug: &Slug, name: &str, card: Option<CardId>) {
    if !terms.contains_key(slug) {
        terms.insert(
            slug.clone(),
            Term {
                name: name.to_owned(),
                cards: Vec::new(),
            },
        );
    }
    if let (Some(term), Some(card)) = (terms.get_mut(slug), card) {
        term.cards.push(card);
    }
}
