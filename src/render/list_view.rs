//! The views of lists: cards on pages, terms, outlets, the archive, corrections.

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::drawer::Drawer;
use super::given::{Given, name, view};
use super::links::Links;
use super::markdown::blocks;
use super::view::{Date, PageView, StanceView, date};
use super::{Prepared, Renderer};
use crate::diag::Error;
use crate::model::{CitedSource, Outlet, SitePath, Slug, SourceKind};
use crate::plan::{
    FeedFormat, FeedOf, Grouping, ListPage, Planned, month_target, term_target, terms_target,
    year_target,
};
use crate::site::{CardId, Site};
use crate::theme::{Texts, Theme};

view! {
    pub struct Pager {
        number: Option<usize>,
        newer_url: Option<String>,
        older_url: Option<String>,
    }
}

/// The neighbours of a page of a list; none when it is the only one.
pub fn pager(site: &Site, list: &ListPage) -> Option<Pager> {
    let url = |target: Option<SitePath>| target.map(|target| site.config.url(&target));
    let (newer_url, older_url) = (url(list.newer()), url(list.older()));
    (newer_url.is_some() || older_url.is_some()).then_some(Pager {
        number: list.number,
        newer_url,
        older_url,
    })
}

impl Renderer<'_> {
    /// The card of a brief.
    fn card(&self, id: CardId, drawer: &Drawer) -> Value {
        drawer.card(self.site, self.theme, id)
    }

    /// The cards of the home page's list.
    pub(super) fn all(&self, list: &ListPage, drawer: &Drawer) -> Vec<Value> {
        list.items
            .clone()
            .rev()
            .map(|id| self.card(id, drawer))
            .collect()
    }

    /// `list`: cards and pager.
    pub(super) fn list(&self, cards: &[Value], page: Option<&ListPage>) -> Value {
        let pager = page.and_then(|page| pager(self.site, page));
        let mut list = Map::new();
        list.insert("cards".into(), Value::from(cards.to_vec()));
        list.insert("pager".into(), pager.given(&self.theme.names));
        Value::from(list)
    }

    /// The page of a term: its view, and the briefs under it.
    pub(super) fn term(
        &self,
        planned: &Planned,
        grouping: Grouping,
        slug: &Slug,
        list: &ListPage,
        drawer: &Drawer,
    ) -> Result<Prepared, Error> {
        let (term, names) = (&grouping.terms(self.site)[slug], &self.theme.names);
        let mut page = PageView::of(self.site, planned, grouping_kind(grouping), &term.name);
        page.turn(self.site, self.theme, list);
        let ids = &term.cards[list.items.clone()];
        let shows_citations = names.holds(name!("citations"));
        let card = |&id: &CardId| match grouping {
            Grouping::Outlets if shows_citations => self.with_citations(id, slug, drawer),
            _ => Ok(self.card(id, drawer)),
        };
        let mut cards: Vec<Value> = ids.iter().map(card).collect::<Result<_, Error>>()?;
        if grouping != Grouping::Series {
            cards.reverse();
        }
        if grouping == Grouping::Tags {
            page.add_feeds(self.site, &FeedOf::Tag(slug.clone()));
        }
        let view = match grouping {
            Grouping::Outlets => ("outlet", outlet(self.site, self.theme, slug).given(names)),
            Grouping::Stances => {
                let stance = &self.site.stance_details[slug];
                ("stance", StanceView::of(self.site, stance).given(names))
            }
            _ => (
                "term",
                term_view(self.site, self.theme, grouping, slug).given(names),
            ),
        };
        Ok(Prepared {
            page,
            given: vec![view, ("list", self.list(&cards, Some(list)))],
        })
    }

    /// A card that says besides what of the outlet `slug` the brief cites.
    fn with_citations(&self, id: CardId, slug: &Slug, drawer: &Drawer) -> Result<Value, Error> {
        let card = self.card(id, drawer);
        let cited = self.briefs.cited(id)?;
        let cited = cited.into_iter().find(|(outlet, _)| outlet.slug == *slug);
        let sources = cited.map(|(_, sources)| sources).unwrap_or_default();
        let citations: Vec<Citation<'_>> = sources
            .iter()
            .map(|source| citation(source, &self.theme.texts, drawer))
            .collect();
        let mut fields = card.into_map().expect("a card is a map");
        fields.insert("citations".into(), citations.given(&self.theme.names));
        Ok(Value::from(fields))
    }

    /// The days of a month with their briefs, newest first.
    pub(super) fn days(&self, year: i16, month: u8, drawer: &Drawer) -> Value {
        let mut days: BTreeMap<u8, Vec<CardId>> = BTreeMap::new();
        for &id in &self.site.months[&(year, month)] {
            let day = self.site.cards[id].date.day();
            days.entry(day).or_default().push(id);
        }
        let (texts, names) = (&self.theme.texts, &self.theme.names);
        let view = |ids: &Vec<CardId>| Day {
            date: Date::of_day(&self.site.cards[ids[0]].date, texts, names),
            cards: ids.iter().rev().map(|&id| self.card(id, drawer)).collect(),
        };
        let days: Vec<Day> = days.values().rev().map(view).collect();
        days.given(names)
    }

    /// The corrections of a page, newest first.
    pub(super) fn corrections(&self, list: &ListPage, drawer: &Drawer) -> Value {
        let (texts, names) = (&self.theme.texts, &self.theme.names);
        let shown = self.site.corrections[list.items.clone()].iter().rev();
        let entries: Vec<Entry> = shown
            .map(|&(id, which)| {
                let card = &self.site.cards[id];
                let links = Links::elsewhere(&self.site.config, &card.target);
                Entry {
                    date: Date::of(&card.corrections[which].date, texts, names),
                    html: blocks(&card.corrections[which].text, 4, &links, None),
                    card: self.card(id, drawer),
                }
            })
            .collect();
        entries.given(names)
    }
}

fn grouping_kind(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Tags => "tag",
        Grouping::Outlets => "outlet",
        Grouping::Providers => "provider",
        Grouping::Stances => "stance",
        Grouping::Series => "series",
    }
}

view! {
    struct Day {
        date: Date,
        cards: Vec<Value>,
    }
}

view! {
    struct Entry {
        date: Date,
        html: String,
        card: Value,
    }
}

view! {
    struct Citation<'a> {
        number: usize,
        title: Option<&'a str>,
        url: Option<&'a str>,
        published: Option<Value>,
        kind: Option<SourceKind>,
    }
}

fn citation<'a>(source: &'a CitedSource, texts: &Texts, drawer: &Drawer) -> Citation<'a> {
    Citation {
        number: source.number,
        title: source.title.as_deref(),
        url: source.url.as_deref(),
        published: drawer.dates(source.published.as_ref(), texts),
        kind: source.kind,
    }
}

view! {
    struct TermView<'a> {
        name: &'a str,
        url: String,
        atom_url: Option<String>,
        json_feed_url: Option<String>,
        index_url: String,
        index_name: &'a str,
    }
}

fn term_view<'a>(
    site: &'a Site,
    theme: &'a Theme,
    grouping: Grouping,
    slug: &Slug,
) -> TermView<'a> {
    let feed = |format| {
        let feed = FeedOf::Tag(slug.clone());
        let file = feed.file(format, &site.config);
        let file = file.filter(|_| grouping == Grouping::Tags);
        file.map(|file| site.config.url(&file))
    };
    TermView {
        name: &grouping.terms(site)[slug].name,
        url: site.config.url(&term_target(grouping, slug)),
        atom_url: feed(FeedFormat::Atom),
        json_feed_url: feed(FeedFormat::Json),
        index_url: site.config.url(&terms_target(grouping)),
        index_name: theme.texts.get(grouping.folder()),
    }
}

view! {
    pub struct TermsView<'a> {
        kind: &'static str,
        name: &'a str,
        groups: Vec<Group<'a>>,
    }
}

view! {
    struct Group<'a> {
        name: String,
        terms: Vec<TermLink<'a>>,
    }
}

view! {
    struct TermLink<'a> {
        name: &'a str,
        url: String,
        note: Option<String>,
    }
}

/// The index of a grouping: by initial letter, stances by their axis.
pub fn terms<'a>(site: &'a Site, theme: &'a Theme, grouping: Grouping) -> TermsView<'a> {
    let mut groups: BTreeMap<String, Vec<(&Slug, &str)>> = BTreeMap::new();
    for (slug, term) in grouping.terms(site) {
        let group = match grouping {
            Grouping::Stances => site.stance_details[slug].axis.clone().unwrap_or_default(),
            _ => initial(&term.name),
        };
        groups.entry(group).or_default().push((slug, &term.name));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    if grouping == Grouping::Stances {
        // Stances of no axis come last.
        groups.sort_by_key(|(axis, _)| axis.is_empty());
    }
    let link = |(slug, name): (&Slug, &'a str)| TermLink {
        name,
        url: site.config.url(&term_target(grouping, slug)),
        note: None,
    };
    TermsView {
        kind: grouping.folder(),
        name: theme.texts.get(grouping.folder()),
        groups: groups
            .into_iter()
            .map(|(name, mut terms)| {
                terms.sort_by_cached_key(|(slug, name)| (name.to_lowercase(), *slug));
                Group {
                    name,
                    terms: terms.into_iter().map(link).collect(),
                }
            })
            .collect(),
    }
}

/// The letter that a name is found under; `#` for what begins with no letter.
fn initial(name: &str) -> String {
    match name.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}

view! {
    struct OutletView<'a> {
        name: &'a str,
        url: String,
        index_url: String,
        known: bool,
        country: Option<&'a str>,
        owner: Option<&'a str>,
        state_media: Option<bool>,
        domains: &'a [String],
        aliases: &'a [String],
        homepage: Option<&'a str>,
        ratings: Vec<RatingView<'a>>,
    }
}

view! {
    struct RatingView<'a> {
        scale: &'a str,
        value: &'a str,
        rater: &'a str,
        method: Option<&'a str>,
        as_of: Option<Date>,
        url: Option<&'a str>,
    }
}

fn outlet<'a>(site: &'a Site, theme: &'a Theme, slug: &Slug) -> OutletView<'a> {
    let known: Option<&'a Outlet> = site.registry.get(slug);
    OutletView {
        name: &site.outlets[slug].name,
        url: site.config.url(&term_target(Grouping::Outlets, slug)),
        index_url: site.config.url(&terms_target(Grouping::Outlets)),
        known: known.is_some(),
        country: known.and_then(|outlet| outlet.country.as_deref()),
        owner: known.and_then(|outlet| outlet.owner.as_deref()),
        state_media: known.and_then(|outlet| outlet.state_media),
        domains: known.map_or(&[], |outlet| &outlet.domains),
        aliases: known.map_or(&[], |outlet| &outlet.aliases),
        homepage: known.and_then(|outlet| outlet.url.as_deref()),
        ratings: known
            .map_or(&[][..], |outlet| &outlet.ratings)
            .iter()
            .map(|rating| RatingView {
                scale: &rating.scale,
                value: &rating.value,
                rater: &rating.rater,
                method: rating.method.as_deref(),
                as_of: date(rating.as_of.as_ref(), theme),
                url: rating.url.as_deref(),
            })
            .collect(),
    }
}

view! {
    pub struct YearView {
        name: String,
        url: String,
        months: Vec<MonthView>,
    }
}

view! {
    pub struct MonthView {
        name: String,
        long_name: String,
        url: String,
    }
}

/// A month of the archive.
pub fn month(site: &Site, theme: &Theme, year: i16, month: u8) -> MonthView {
    MonthView {
        name: theme.texts.month(month),
        long_name: theme.texts.month_and_year(year, month),
        url: site.config.url(&month_target(year, month)),
    }
}

/// A year of the archive, its months newest first.
pub fn year(site: &Site, theme: &Theme, year: i16) -> YearView {
    let months = site.months.range((year, 0)..=(year, u8::MAX)).rev();
    YearView {
        name: year.to_string(),
        url: site.config.url(&year_target(year)),
        months: months
            .map(|(&(year, number), _)| month(site, theme, year, number))
            .collect(),
    }
}

/// All years of the archive, newest first.
pub fn years(site: &Site, theme: &Theme) -> Vec<YearView> {
    let mut years: Vec<i16> = site.months.keys().map(|&(year, _)| year).collect();
    years.dedup();
    years
        .into_iter()
        .rev()
        .map(|number| year(site, theme, number))
        .collect()
}
