//! A brief: one balanced report of one story.

use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Lang, Moment, SitePath, Slug, Stances};
use crate::text::{Span, Spanned};
use crate::tree::Value;

/// One brief, as its file tells it. Both spellings give the same.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Brief {
    /// The file, relative to the site's folder.
    pub path: Arc<str>,
    /// The hash of the file's text: what is made of the same text is the same.
    pub hash: u64,
    /// The headline.
    pub title: Spanned<String>,
    /// When the brief was first published; decides its address and its place in lists.
    pub date: Moment,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// The readable last part of its address.
    pub slug: Spanned<Slug>,
    /// Its permanent identity.
    pub id: String,
    /// The opening paragraph.
    pub summary: Option<Prose>,
    /// What it is filed under, each once.
    pub tags: Vec<Spanned<String>>,
    /// The documents cited, as written; numbers come from [`Citations`].
    pub sources: Vec<Source>,
    /// The checkable statements.
    pub facts: Vec<Fact>,
    /// The ways of telling the story.
    pub narratives: Vec<Narrative>,
    /// Background prose.
    pub sections: Vec<Section>,
    /// Statements about the future.
    pub predictions: Vec<Prediction>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who edited it.
    pub editors: Vec<String>,
    /// Its picture.
    pub image: Option<Image>,
    /// Its language, where it is not the site's.
    pub lang: Option<Lang>,
    /// Not published.
    pub draft: bool,
    /// Not published from then on.
    pub expires: Option<Moment>,
    /// Old addresses, each a redirect page.
    pub aliases: Vec<Spanned<SitePath>>,
    /// What was wrong once, and when it was put right.
    pub corrections: Vec<Correction>,
    /// The running story that it belongs to.
    pub series: Option<Spanned<String>>,
    /// Identities or slugs of other briefs.
    pub related: Vec<Spanned<String>>,
    /// The split to draw: an axis, or `none`.
    pub axis: Option<String>,
    /// Editorial rules that it may break, and why.
    pub allow: Vec<Allow>,
    /// Free data for themes.
    pub extra: Value,
}

/// An editorial rule that a brief may break.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Allow {
    /// The name of the rule.
    pub rule: Spanned<String>,
    /// Why it may.
    pub reason: String,
    /// Something within the brief itself is allowed by it.
    pub used: bool,
}

impl Brief {
    /// Turns the narratives by a hash of the brief's id, so that over many briefs
    /// each side leads as often as another, and a build repeats. Narratives that
    /// take no side (`Nerd`) follow those that do.
    pub fn turn_narratives(&mut self, stances: &Stances) {
        let narratives = std::mem::take(&mut self.narratives);
        let takes_side = |narrative: &Narrative| {
            let stance = stances.resolve(&narrative.stance.value);
            stance.and_then(|stance| stance.pole) != Some(0)
        };
        let (mut sides, mut others): (Vec<_>, Vec<_>) =
            narratives.into_iter().partition(takes_side);
        if !sides.is_empty() {
            let turn = xxh3_64(self.id.as_bytes()) % sides.len() as u64;
            sides.rotate_left(usize::try_from(turn).expect("below the number of narratives"));
        }
        sides.append(&mut others);
        self.narratives = sides;
    }

    /// Puts the narratives into the order in which they were written.
    pub fn unturn_narratives(&mut self) {
        self.narratives.sort_by_key(|narrative| narrative.span);
    }

    /// The source of this id, with its index.
    pub fn source(&self, id: &str) -> Option<(usize, &Source)> {
        self.sources
            .iter()
            .enumerate()
            .find(|(_, source)| source.id == id)
    }
}

/// Markdown text with the sources that it cites.
#[derive(Clone, Debug, Default, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Prose {
    /// The text; a citation stands in it as `[^id]`.
    pub markdown: String,
    /// Indices into [`Brief::sources`], in the order of the text, each use once.
    pub cites: Vec<usize>,
    /// Where it stands, with its indentation.
    pub span: Span,
}

/// One checkable, sourced statement.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Fact {
    /// The statement.
    pub prose: Prose,
    /// Where it stands.
    pub span: Span,
}

/// The document cited.
#[derive(Clone, Debug, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Source {
    /// The name by which texts cite it.
    pub id: String,
    /// Where it is defined.
    pub span: Span,
    /// Who published it.
    pub outlet: Spanned<String>,
    /// The title of the document.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was read.
    pub accessed: Option<Moment>,
    /// The address of an archived copy.
    pub archive: Option<String>,
    /// When the copy was made.
    pub archived: Option<Moment>,
    /// The words relied on.
    pub quote: Option<String>,
    /// Its language.
    pub lang: Option<Lang>,
    /// What sort of document it is.
    pub kind: Option<SourceKind>,
}

/// What sort of document a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A report.
    News,
    /// A document of those concerned: a law, a resolution, a statement.
    Primary,
    /// Figures.
    Data,
    /// An opinion.
    Opinion,
}

impl SourceKind {
    /// The words for each kind, as written in a brief.
    pub const NAMES: [&'static str; 4] = ["news", "primary", "data", "opinion"];

    /// The kind called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::News, Self::Primary, Self::Data, Self::Opinion]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Its word, as written in a brief.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// One way of telling the story.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Narrative {
    /// Where it stands, as written.
    pub stance: Spanned<String>,
    /// Who it is taken from.
    pub provider: Option<Provider>,
    /// The telling.
    pub prose: Prose,
    /// Where it stands in the file.
    pub span: Span,
}

/// Who a narrative is taken from.
#[derive(Clone, Debug, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Provider {
    /// The name.
    pub name: String,
    /// The address.
    pub url: Option<String>,
}

/// Background prose under a heading.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The text.
    pub prose: Prose,
}

/// A statement about the future with a probability and a date.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Prediction {
    /// What is asked.
    pub question: String,
    /// Who made it.
    pub forecaster: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// From 0 to 1.
    pub probability: Option<f64>,
    /// When it held.
    pub as_of: Option<Moment>,
    /// By when it will be known.
    pub resolves_by: Option<Moment>,
    /// How it came out.
    pub resolution: Option<String>,
    /// Its history, oldest first.
    pub readings: Vec<Reading>,
}

/// A prediction's probability at one time.
#[derive(Clone, Copy, Debug, BorshSerialize, BorshDeserialize)]
pub struct Reading {
    /// When it held.
    pub as_of: Moment,
    /// From 0 to 1.
    pub probability: f64,
}

/// A brief's picture.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Image {
    /// The file, relative to `content/`.
    pub src: Spanned<SitePath>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Who made it.
    pub credit: String,
    /// What is said of it.
    pub caption: Option<Prose>,
    /// Made by a machine.
    pub ai: bool,
}

/// What was wrong once, and when it was put right.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Correction {
    /// When.
    pub date: Moment,
    /// What; Markdown.
    pub text: String,
}

/// A page that is no brief: about, contact, method.
#[derive(Clone, Debug)]
pub struct PlainPage {
    /// The file, relative to the site's folder.
    pub path: Arc<str>,
    /// The hash of the file's text.
    pub hash: u64,
    /// Its heading.
    pub title: String,
    /// One sentence for search engines.
    pub summary: String,
    /// Its address within the site.
    pub target: SitePath,
    /// Where the address comes from, for messages.
    pub span: Span,
    /// Its text.
    pub markdown: String,
    /// Its language, where it is not the site's.
    pub lang: Option<Lang>,
    /// Old addresses.
    pub aliases: Vec<Spanned<SitePath>>,
    /// Not published.
    pub draft: bool,
}

/// Where in a brief a source is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the fact of this index.
    Fact(usize),
    /// In the narrative of this index.
    Narrative(usize),
    /// In the section of this index.
    Section(usize),
}

/// One use of a source.
pub type Use = Where;

/// The numbers of a brief's sources: in the order of first citation, facts
/// first, then narratives, then sections; sources never cited come last.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    /// For each source, its number, from 1.
    pub numbers: Vec<usize>,
    /// The indices of the sources in the order of their numbers.
    pub order: Vec<usize>,
    /// For each source, its uses in the order of the page.
    pub uses: Vec<Vec<Use>>,
}

impl Citations {
    /// Numbers the sources of `brief`.
    pub fn of(brief: &Brief) -> Self {
        let mut citations = Self {
            numbers: vec![0; brief.sources.len()],
            order: Vec::with_capacity(brief.sources.len()),
            uses: vec![Vec::new(); brief.sources.len()],
        };
        let facts = brief.facts.iter().map(|fact| &fact.prose);
        let narratives = brief.narratives.iter().map(|narrative| &narrative.prose);
        let sections = brief.sections.iter().map(|section| &section.prose);
        let places = (facts.enumerate().map(|(i, p)| (Where::Fact(i), p)))
            .chain(
                narratives
                    .enumerate()
                    .map(|(i, p)| (Where::Narrative(i), p)),
            )
            .chain(sections.enumerate().map(|(i, p)| (Where::Section(i), p)));
        for (place, prose) in places {
            for &source in &prose.cites {
                citations.number(source);
                citations.uses[source].push(place);
            }
        }
        for source in 0..brief.sources.len() {
            citations.number(source);
        }
        citations
    }

    fn number(&mut self, source: usize) {
        if self.numbers[source] == 0 {
            self.order.push(source);
            self.numbers[source] = self.order.len();
        }
    }
}
