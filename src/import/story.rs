//! A story as an imported text tells it: what goes into a brief.

use super::forecast::Forecast;
use crate::model::Moment;
use crate::text::Span;

/// A story.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// The headline.
    pub title: String,
    /// Its date, where the text has one.
    pub date: Option<Moment>,
    /// Who wrote it, where the text says so.
    pub authors: Vec<String>,
    /// The words between the headline and the facts.
    pub summary: String,
    /// The outlets of its sources, by number.
    pub sources: Vec<Cited>,
    /// What it states.
    pub facts: Vec<Statement>,
    /// How it is told.
    pub narratives: Vec<Telling>,
    /// Prose of its own, each under a heading.
    pub sections: Vec<(String, Statement)>,
    /// What may happen.
    pub forecasts: Vec<Forecast>,
}

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// Who published it.
    pub outlet: String,
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published, as a date.
    pub published: Option<String>,
}

/// Words, and the sources that they cite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The words; paragraphs are divided by an empty line. Plain text, or Markdown in
    /// which citations stand already.
    pub text: String,
    /// Indices of sources, cited at the end.
    pub cites: Vec<usize>,
    /// Whether the text is Markdown.
    pub is_markdown: bool,
    /// Where it stands.
    pub span: Span,
}

/// A narrative.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Where it stands in the dispute.
    pub stance: String,
    /// Who it is taken from.
    pub provider: Option<String>,
    /// The address of the provider.
    pub url: Option<String>,
    /// The telling.
    pub prose: Statement,
}
