//! A card: all that other pages may know of a brief.

use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::text::{Span, Spanned, hash_of};

use super::{
    Allow, Brief, Citations, Correction, Lang, Moment, Named, Registry, Shared, SitePath, Slug,
    SourceKind, Stance, Stances,
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
    /// Its tags, each address once, in the order of the brief and with their spelling there.
    pub tags: Vec<Shared<Named>>,
    /// The outlets cited, in the order of first citation.
    pub outlets: Vec<CitedOutlet>,
    /// The hash of their names and identities.
    pub cited: u64,
    /// The hash of what other pages show of it, but for what depends on the time or on other briefs.
    pub face: u64,
    /// Who its narratives are taken from, each once.
    pub providers: Vec<Shared<Named>>,
    /// The stances of its narratives, each once.
    pub stances: Vec<Shared<Stance>>,
    /// The running story that it belongs to.
    pub series: Option<Shared<Named>>,
    /// Its corrections.
    pub corrections: Vec<Correction>,
    /// Shown only in previews.
    pub draft: bool,
    /// Every tag that it writes, with its place; two may have one address.
    pub spelled: Vec<Spanned<Shared<Named>>>,
    /// Old addresses, each a redirect page.
    pub aliases: Vec<Spanned<SitePath>>,
    /// Identities or slugs of other briefs.
    pub related: Vec<Spanned<String>>,
    /// Editorial rules that it may break.
    pub allow: Vec<Allow>,
    /// The file of its picture, relative to `content/`.
    pub picture: Option<Spanned<SitePath>>,
    /// What it predicts and does not resolve yet: by when it will be known, and the question.
    pub open: Vec<(Moment, Box<str>)>,
}

/// An outlet cited by a brief.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub struct CitedOutlet {
    /// Its identity and its name.
    pub outlet: Shared<Named>,
    /// The hash of its name and of what of it is cited. The sources are no part of the card: only the
    /// page of the outlet shows them.
    pub sources: u64,
}

/// What a brief cites of each outlet, in the order of first citation.
pub type Cited = Vec<(Shared<Named>, Vec<CitedSource>)>;

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

    /// The card of `brief`, whose page is at `target` and which cites this.
    pub fn of(brief: &Brief, target: SitePath, cited: &Cited, stances: &Stances) -> Self {
        let spelled = brief.tags.iter();
        let spelled =
            spelled.filter_map(|tag| Some(Spanned::new(Shared::named(&tag.value)?, tag.span)));
        let mut spelled: Vec<_> = spelled.collect();
        spelled.shrink_to_fit();
        let outlets = cited.iter().map(|(outlet, sources)| CitedOutlet {
            outlet: outlet.clone(),
            sources: hash_of(&(outlet, sources)),
        });
        let mut card = Self {
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
            tags: once_each(spelled.iter().map(|tag| tag.value.clone())),
            outlets: outlets.collect(),
            cited: 0,
            face: 0,
            providers: once_each(
                brief
                    .narratives
                    .iter()
                    .filter_map(|narrative| Shared::named(&narrative.provider.as_ref()?.name)),
            ),
            stances: stances_of(brief, stances),
            series: brief
                .series
                .as_ref()
                .and_then(|series| Shared::named(&series.value)),
            corrections: brief.corrections.clone(),
            draft: brief.draft,
            spelled,
            aliases: brief.aliases.clone(),
            related: brief.related.clone(),
            allow: brief.allow.clone(),
            picture: brief.image.as_ref().map(|image| image.src.clone()),
            open: brief
                .predictions
                .iter()
                .filter(|prediction| prediction.resolution.is_none())
                .filter_map(|open| Some((open.resolves_by?, open.question.as_str().into())))
                .collect(),
        };
        let outlets = card.outlets.iter();
        card.cited = hash_of(&outlets.map(|cited| &*cited.outlet).collect::<Vec<_>>());
        card.face = card.face_hash();
        card
    }

    fn face_hash(&self) -> u64 {
        let told = (&self.target, &self.title, &self.summary, &self.lang);
        let tags: Vec<&Slug> = self.tags.iter().map(|tag| &tag.slug).collect();
        let series = self.series.as_ref().map(|series| &series.slug);
        let filed = (tags, &self.stances, series);
        hash_of(&(told, filed, &self.date, &self.updated, self.draft))
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
            cited: _,
            face: _,
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

/// Names, each slug once, in the order of the text.
fn once_each(names: impl Iterator<Item = Shared<Named>>) -> Vec<Shared<Named>> {
    let mut all: Vec<Shared<Named>> = Vec::new();
    for name in names {
        if !all.iter().any(|known| known.slug == name.slug) {
            all.push(name);
        }
    }
    all.shrink_to_fit();
    all
}

fn stances_of(brief: &Brief, stances: &Stances) -> Vec<Shared<Stance>> {
    let mut all: Vec<Shared<Stance>> = Vec::new();
    for narrative in &brief.narratives {
        if let Some(stance) = stances.resolve(&narrative.stance.value)
            && !all.iter().any(|known| known.id == stance.id)
        {
            all.push(Shared::new(stance.into_owned()));
        }
    }
    all.shrink_to_fit();
    all
}

/// What a brief cites of each outlet.
pub fn cited(brief: &Brief, registry: &Registry) -> Cited {
    let citations = Citations::of(brief);
    let mut all = Cited::new();
    for &index in &citations.order {
        let source = &brief.sources[index];
        let Some((slug, name)) = registry.identify(&source.outlet.value) else {
            continue;
        };
        let cited = CitedSource {
            number: citations.numbers[index],
            title: source.title.clone(),
            url: source.url.clone(),
            published: source.published,
            kind: source.kind,
        };
        match all.iter_mut().find(|(outlet, _)| outlet.slug == slug) {
            Some((_, sources)) => sources.push(cited),
            None => all.push((Shared::new(Named { slug, name }), vec![cited])),
        }
    }
    all
}
