//! Cards → indexes: tags, outlets, providers, stances, series, archive, neighbours.

mod notice;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ahash::AHashMap;
use rayon::join;

use crate::config::Config;
use crate::diag::{Diagnostic, Error};
use crate::model::{Brief, Card, Cited, Moment, PlainPage, Registry, SitePath, Slug, Stance};

/// The place of a card in [`Site::cards`]: 0 is the oldest brief.
pub type CardId = usize;

/// Where the whole of a brief is had when only its card is at hand.
pub trait Briefs: std::fmt::Debug + Sync {
    /// The brief of this card, its narratives in the order of the site. The error is the world's.
    fn brief(&self, id: CardId) -> Result<Arc<Brief>, Error>;

    /// What the brief of this card cites. The error is the world's.
    fn cited(&self, id: CardId) -> Result<Cited, Error>;
}

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
    pub config: Arc<Config>,
    /// The outlets that the site knows.
    pub registry: Arc<Registry>,
    /// All briefs that are published, oldest first.
    pub cards: Vec<Arc<Card>>,
    /// For each brief, those that it names as related.
    pub related: Vec<Vec<CardId>>,
    /// The plain pages, by address.
    pub pages: Vec<Arc<PlainPage>>,
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
    /// The clock: what is scheduled, and what is news.
    pub now: Moment,
}

impl Site {
    /// The page about the desk's principles, `/about/`, where the site has one.
    pub fn principles(&self) -> Option<&SitePath> {
        let mut targets = self.pages.iter().map(|page| &page.target);
        targets.find(|target| target.as_str() == "about/index.html")
    }

    /// Whether a brief is shown though its date has not come, in a preview.
    pub fn is_scheduled(&self, card: &Card) -> bool {
        !card.date.has_come(&self.now)
    }

    /// Indexes `cards`, which are sorted from the oldest. `unpublished` holds the ids
    /// and slugs of briefs that exist but are not published: to relate to them is no fault.
    pub fn assemble(
        (config, registry): (Arc<Config>, Arc<Registry>),
        cards: Vec<Arc<Card>>,
        pages: Vec<Arc<PlainPage>>,
        unpublished: &BTreeSet<String>,
        now: Moment,
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
            now,
        };
        let cards = site.cards.clone();
        let ((), (related, diagnostics)) = join(
            || site.index(),
            || {
                let mut found = notice::twice_the_same_id(&cards);
                let related = notice::related(&cards, unpublished, &mut found);
                (related, found)
            },
        );
        site.related = related;
        (site, diagnostics)
    }

    fn index(&mut self) {
        let mut tags = Index::default();
        let mut outlets = Index::default();
        let mut providers = Index::default();
        let mut stances = Index::default();
        let mut series = Index::default();
        for outlet in self.registry.iter() {
            outlets.name(&outlet.id, &outlet.name);
        }
        for (id, card) in self.cards.iter().enumerate() {
            for tag in &card.tags {
                tags.add(&tag.slug, &tag.name, id);
            }
            for cited in &card.outlets {
                outlets.add(&cited.outlet.slug, &cited.outlet.name, id);
            }
            for provider in &card.providers {
                providers.add(&provider.slug, &provider.name, id);
            }
            for stance in &card.stances {
                if stances.add(&stance.id, &stance.label, id) {
                    self.stance_details
                        .insert(stance.id.clone(), (**stance).clone());
                }
            }
            if let Some(named) = &card.series {
                series.add(&named.slug, &named.name, id);
            }
            let month = (card.date.year(), card.date.month());
            self.months.entry(month).or_default().push(id);
            self.corrections
                .extend((0..card.corrections.len()).map(|which| (id, which)));
        }
        let cards = &self.cards;
        self.corrections
            .sort_by_key(|&(id, which)| (cards[id].corrections[which].date, id, which));
        self.tags = tags.terms();
        self.outlets = outlets.terms();
        self.providers = providers.terms();
        self.stances = stances.terms();
        self.series = series.terms();
    }

    /// At most three briefs before `id` that share a tag with it, newest first,
    /// without those that it names as related. It looks back only, so that a new
    /// brief never changes an old page.
    pub fn earlier(&self, id: CardId) -> Vec<CardId> {
        const MOST: usize = 3;
        let mut earlier = BTreeSet::new();
        for tag in &self.cards[id].tags {
            let Some(term) = self.tags.get(&tag.slug) else {
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

/// Terms in the making.
#[derive(Default)]
struct Index<'a>(AHashMap<&'a Slug, (&'a str, Vec<CardId>)>);

impl<'a> Index<'a> {
    /// Names a term that may have no briefs.
    fn name(&mut self, slug: &'a Slug, name: &'a str) {
        self.0.entry(slug).or_insert((name, Vec::new()));
    }

    /// Adds a brief to its term; true when it is the first one there.
    fn add(&mut self, slug: &'a Slug, name: &'a str, id: CardId) -> bool {
        let cards = &mut self.0.entry(slug).or_insert((name, Vec::new())).1;
        cards.push(id);
        cards.len() == 1
    }

    fn terms(self) -> Terms {
        let term = |(slug, (name, cards)): (&Slug, (&str, Vec<CardId>))| {
            let name = name.to_owned();
            (slug.clone(), Term { name, cards })
        };
        self.0.into_iter().map(term).collect()
    }
}
