//! A card: all that other pages may know of a brief.

use std::collections::BTreeMap;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::text::{Span, Spanned};

use super::{
    Allow, Brief, Citations, Correction, Lang, Moment, Registry, SitePath, Slug, SourceKind,
    Stance, Stances,
};

/// What others may know of a brief: other pages, and those who hold briefs against each
/// other. Indexes and lists are made from cards alone, so what does not change a card
/// cannot change another page.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Card {
    /// The brief's file.
    pub path: Arc<str>,
    /// The hash of the file's text.
    pub hash: u64,
    /// Where its address comes from in that file: its slug, or its title.
    pub place: Span,
    /// The file of its page within the site.
    pub target: SitePath,
    /// Its permanent identity.
    pub id: String,
    /// The readable last part of its address.
    pub slug: Slug,
    /// Headline.
    pub title: String,
    /// Where the headline stands in the file.
    pub title_place: Span,
    /// First published.
    pub date: Moment,
    /// Last changed.
    pub updated: Option<Moment>,
    /// Not published from then on.
    pub expires: Option<Moment>,
    /// Its language, where it is not the site's.
    pub lang: Option<Lang>,
    /// The opening paragraph; Markdown.
    pub summary: String,
    /// Tags by slug, in the order of the brief, with their spelling there.
    pub tags: Vec<(Slug, String)>,
    /// The outlets cited, in the order of first citation.
    pub outlets: Vec<CitedOutlet>,
    /// Who its narratives are taken from, each once.
    pub providers: Vec<(Slug, String)>,
    /// The stances of its narratives, each once.
    pub stances: Vec<Stance>,
    /// The running story that it belongs to.
    pub series: Option<(Slug, String)>,
    /// Its corrections.
    pub corrections: Vec<Correction>,
    /// Shown only in previews.
    pub draft: bool,
    /// Its tags as it spells them, with their places.
    pub spelled: Vec<Spanned<String>>,
    /// Old addresses, each a redirect page.
    pub aliases: Vec<Spanned<SitePath>>,
    /// Identities or slugs of other briefs.
    pub related: Vec<Spanned<String>>,
    /// Editorial rules that it may break.
    pub allow: Vec<Allow>,
    /// The file of its picture, relative to `content/`.
    pub picture: Option<Spanned<SitePath>>,
    /// What it predicts and does not resolve yet: by when it will be known, and the question.
    pub open: Vec<(Moment, String)>,
}

/// An outlet cited by a brief.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub struct CitedOutlet {
    /// Its identity.
    pub id: Slug,
    /// Its name.
    pub name: String,
    /// What of it is cited.
    pub sources: Vec<CitedSource>,
}

/// A source cited by a brief, as other pages know it.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub struct CitedSource {
    /// Its footnote number.
    pub number: usize,
    /// The title of the document.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// What sort of document it is.
    pub kind: Option<SourceKind>,
}

impl Card {
    /// When the brief was last changed: published, updated or corrected.
    pub fn changed(&self) -> Moment {
        let corrected = self.corrections.iter().map(|correction| correction.date);
        corrected.chain(self.updated).fold(self.date, Moment::max)
    }

    /// The card of `brief`, whose page is at `target`.
    pub fn of(brief: &Brief, target: SitePath, registry: &Registry, stances: &Stances) -> Self {
        Self {
            path: Arc::clone(&brief.path),
            hash: brief.hash,
            place: if brief.slug.span == Span::default() {
                brief.title.span
            } else {
                brief.slug.span
            },
            target,
            id: brief.id.clone(),
            slug: brief.slug.value.clone(),
            title: brief.title.value.clone(),
            title_place: brief.title.span,
            date: brief.date,
            updated: brief.updated,
            expires: brief.expires,
            lang: brief.lang.clone(),
            summary: brief
                .summary
                .as_ref()
                .map_or_else(String::new, |prose| prose.markdown.clone()),
            tags: once_each(brief.tags.iter().map(|tag| tag.value.as_str())),
            outlets: cited_outlets(brief, registry),
            providers: once_each(
                brief
                    .narratives
                    .iter()
                    .filter_map(|narrative| Some(narrative.provider.as_ref()?.name.as_str())),
            ),
            stances: stances_of(brief, stances),
            series: brief
                .series
                .as_ref()
                .and_then(|series| Some((Slug::of(&series.value)?, series.value.clone()))),
            corrections: brief.corrections.clone(),
            draft: brief.draft,
            spelled: brief.tags.clone(),
            aliases: brief.aliases.clone(),
            related: brief.related.clone(),
            allow: brief.allow.clone(),
            picture: brief.image.as_ref().map(|image| image.src.clone()),
            open: brief
                .predictions
                .iter()
                .filter(|prediction| prediction.resolution.is_none())
                .filter_map(|open| Some((open.resolves_by?, open.question.clone())))
                .collect(),
        }
    }

    /// Whether the card of another version of this brief says the same to everybody else:
    /// other pages show the same of it, and beside other briefs it has the same faults.
    /// Where in the file it says so does not count.
    pub fn is_same_outside(&self, other: &Self) -> bool {
        // Each field is named, so that a new one has to be thought of here.
        let Self {
            path,
            hash: _,
            place: _,
            target,
            id,
            slug,
            title,
            title_place: _,
            date,
            updated,
            expires,
            lang,
            summary,
            tags,
            outlets,
            providers,
            stances,
            series,
            corrections,
            draft,
            spelled,
            aliases,
            related,
            allow,
            picture,
            open: _,
        } = self;
        let allowed = |allow: &[Allow]| -> Vec<(String, bool)> {
            let names = allow
                .iter()
                .map(|allow| (allow.rule.value.clone(), allow.used));
            names.collect()
        };
        let file = |picture: &Option<Spanned<SitePath>>| {
            picture.as_ref().map(|picture| picture.value.clone())
        };
        (path, target, id, slug) == (&other.path, &other.target, &other.id, &other.slug)
            && (title, lang, summary) == (&other.title, &other.lang, &other.summary)
            && (date, updated, expires) == (&other.date, &other.updated, &other.expires)
            && (tags, providers, series) == (&other.tags, &other.providers, &other.series)
            && (outlets, stances) == (&other.outlets, &other.stances)
            && (corrections, draft) == (&other.corrections, &other.draft)
            && same(spelled, &other.spelled)
            && same(aliases, &other.aliases)
            && same(related, &other.related)
            && allowed(allow) == allowed(&other.allow)
            && file(picture) == file(&other.picture)
    }
}

/// Whether two lists hold the same, wherever it was written.
fn same<T: PartialEq>(a: &[Spanned<T>], b: &[Spanned<T>]) -> bool {
    a.iter()
        .map(|one| &one.value)
        .eq(b.iter().map(|one| &one.value))
}

/// Names with their slugs, each slug once, in the order of the text.
fn once_each<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(Slug, String)> {
    let mut all: Vec<(Slug, String)> = Vec::new();
    for name in names {
        if let Some(slug) = Slug::of(name)
            && !all.iter().any(|(known, _)| *known == slug)
        {
            all.push((slug, name.to_owned()));
        }
    }
    all
}

fn stances_of(brief: &Brief, stances: &Stances) -> Vec<Stance> {
    let mut all: Vec<Stance> = Vec::new();
    for narrative in &brief.narratives {
        if let Some(stance) = stances.resolve(&narrative.stance.value)
            && !all.iter().any(|known| known.id == stance.id)
        {
            all.push(stance);
        }
    }
    all
}

fn cited_outlets(brief: &Brief, registry: &Registry) -> Vec<CitedOutlet> {
    let citations = Citations::of(brief);
    let mut all: Vec<CitedOutlet> = Vec::new();
    let mut places = BTreeMap::new();
    for &index in &citations.order {
        let source = &brief.sources[index];
        let Some((id, name)) = registry.identify(&source.outlet.value) else {
            continue;
        };
        let place = *places.entry(id.clone()).or_insert_with(|| {
            all.push(CitedOutlet {
                id,
                name,
                sources: Vec::new(),
            });
            all.len() - 1
        });
        all[place].sources.push(CitedSource {
            number: citations.numbers[index],
            title: source.title.clone(),
            url: source.url.clone(),
            published: source.published,
            kind: source.kind,
        });
    }
    all
}
