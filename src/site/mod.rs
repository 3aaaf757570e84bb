//! Cards → indexes: tags, outlets, providers, stances, series, archive, neighbours.

mod notice;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
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
    /// Of an outlet, what each of the briefs cites of it, as a hash.
    pub sources: Vec<u64>,
}

/// Terms by the slug that is their address.
pub type Terms = BTreeMap<Slug, Term>;

/// Briefs by year and month, oldest first.
pub type Months = BTreeMap<(i16, u8), Vec<CardId>>;

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
    /// For each brief, those before it that share a tag with it.
    earlier: Vec<Earlier>,
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
    pub months: Months,
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
            earlier: Vec::new(),
            pages,
            tags: Terms::new(),
            outlets: Terms::new(),
            providers: Terms::new(),
            stances: Terms::new(),
            stance_details: BTreeMap::new(),
            series: Terms::new(),
            months: Months::new(),
            corrections: Vec::new(),
            cards,
            now,
        };
        let (found, (related, unresolved)) = join(
            || notice::twice_the_same_id(&site.cards),
            || notice::related(&site.cards, unpublished),
        );
        site.related = related;
        let ((tags, earlier), (outlets, (others, (months, corrections)))) = join(
            || site.by_tag(),
            || {
                let others = || join(|| site.by_others(), || site.by_time());
                join(|| site.by_outlet(), others)
            },
        );
        (site.tags, site.earlier, site.outlets) = (tags, earlier, outlets);
        (
            site.providers,
            site.stances,
            site.stance_details,
            site.series,
        ) = others;
        (site.months, site.corrections) = (months, corrections);
        let diagnostics = found.into_iter().chain(unresolved).collect();
        (site, diagnostics)
    }

    /// The briefs by tag, and for each brief those before it that share one with it.
    fn by_tag(&self) -> (Terms, Vec<Earlier>) {
        let mut tags = Index::default();
        let mut all = Vec::with_capacity(self.cards.len());
        let mut before = Vec::new();
        for (id, card) in self.cards.iter().enumerate() {
            // So many that enough are left without those that it names.
            let related = &self.related[id];
            let most = EARLIER + related.len();
            before.clear();
            for tag in &card.tags {
                let under = tags.add(&tag.slug, &tag.name, id);
                let others = &under[..under.len() - 1];
                before.extend_from_slice(&others[others.len().saturating_sub(most)..]);
            }
            before.sort_unstable_by(|one, other| other.cmp(one));
            before.dedup();
            all.push(earlier(&before, related));
        }
        (tags.terms(), all)
    }

    /// The briefs by the outlets that they cite, and the outlets that the site knows.
    fn by_outlet(&self) -> Terms {
        let mut outlets = Index::default();
        for outlet in self.registry.iter() {
            outlets.name(&outlet.id, &outlet.name);
        }
        for (id, card) in self.cards.iter().enumerate() {
            for cited in &card.outlets {
                let outlet = outlets.name(&cited.outlet.slug, &cited.outlet.name);
                outlet.cards.push(id);
                outlet.sources.push(cited.sources);
            }
        }
        outlets.terms()
    }

    /// The briefs by provider, by stance, with what is known of each stance, and by series.
    fn by_others(&self) -> (Terms, Terms, BTreeMap<Slug, Stance>, Terms) {
        let mut providers = Index::default();
        let mut stances = Index::default();
        let mut details = BTreeMap::new();
        let mut series = Index::default();
        for (id, card) in self.cards.iter().enumerate() {
            for provider in &card.providers {
                providers.add(&provider.slug, &provider.name, id);
            }
            for stance in &card.stances {
                if stances.add(&stance.id, &stance.label, id).len() == 1 {
                    details.insert(stance.id.clone(), (**stance).clone());
                }
            }
            if let Some(named) = &card.series {
                series.add(&named.slug, &named.name, id);
            }
        }
        (providers.terms(), stances.terms(), details, series.terms())
    }

    /// The briefs by month, and their corrections by time.
    fn by_time(&self) -> (Months, Vec<(CardId, usize)>) {
        let cards = &self.cards;
        let mut months = Months::new();
        let mut corrections = Vec::new();
        for (id, card) in cards.iter().enumerate() {
            let month = (card.date.year(), card.date.month());
            months.entry(month).or_default().push(id);
            corrections.extend((0..card.corrections.len()).map(|which| (id, which)));
        }
        corrections.sort_by_key(|&(id, which)| (cards[id].corrections[which].date, id, which));
        (months, corrections)
    }

    /// At most three briefs before `id` that share a tag with it, newest first,
    /// without those that it names as related. It looks back only, so that a new
    /// brief never changes an old page.
    pub fn earlier(&self, id: CardId) -> impl Iterator<Item = CardId> {
        let earlier = self.earlier[id].into_iter();
        earlier.filter_map(|one| usize::try_from(one?.get() - 1).ok())
    }
}

/// How many briefs before it a brief leads to.
const EARLIER: usize = 3;

/// The briefs before a brief, each as its place and 1: an archive has three for each of its briefs.
type Earlier = [Option<NonZeroU32>; EARLIER];

/// The newest of the briefs `before`, which are sorted from the newest, without those that are `related`.
fn earlier(before: &[CardId], related: &[CardId]) -> Earlier {
    let mut earlier = Earlier::default();
    let newest = before.iter().filter(|one| !related.contains(one));
    for (place, one) in earlier.iter_mut().zip(newest) {
        *place = u32::try_from(one + 1).ok().and_then(NonZeroU32::new);
    }
    earlier
}

/// Terms in the making.
#[derive(Default)]
struct Index<'a>(AHashMap<&'a Slug, Entry<'a>>);

/// A term in the making.
#[derive(Default)]
struct Entry<'a> {
    name: &'a str,
    cards: Vec<CardId>,
    sources: Vec<u64>,
}

impl<'a> Index<'a> {
    /// The term of this name, which may have no briefs.
    fn name(&mut self, slug: &'a Slug, name: &'a str) -> &mut Entry<'a> {
        self.0.entry(slug).or_insert_with(|| Entry {
            name,
            ..Entry::default()
        })
    }

    /// Adds a brief to its term, and gives all that are there.
    fn add(&mut self, slug: &'a Slug, name: &'a str, id: CardId) -> &[CardId] {
        let entry = self.name(slug, name);
        entry.cards.push(id);
        &entry.cards
    }

    fn terms(self) -> Terms {
        let term = |(slug, entry): (&Slug, Entry<'_>)| {
            let mut term = Term {
                name: entry.name.to_owned(),
                cards: entry.cards,
                sources: entry.sources,
            };
            term.cards.shrink_to_fit();
            term.sources.shrink_to_fit();
            (slug.clone(), term)
        };
        self.0.into_iter().map(term).collect()
    }
}
