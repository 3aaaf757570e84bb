//! A brief under examination, and where in its file the things stand that rules speak of.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::near_names::NearNames;
use super::sieve::Sieve;
use super::words::{Word, own_words};
use crate::diag::Diagnostic;
use crate::model::{Brief, Lang, Moment, Prose, Registry, Stances};
use crate::parse;
use crate::text::Span;
use crate::tree::{Kind, Node};

/// What rules about single briefs may know besides the brief.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The vocabulary of stances.
    pub stances: &'a Stances,
    /// The language of briefs that name none.
    pub language: &'a Lang,
    /// Names that were found to be nearly known.
    pub near: &'a NearNames,
    /// The outlets that the site knows.
    pub registry: &'a Registry,
    /// The clock.
    pub now: Moment,
}

/// A brief with the text of its file.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The brief.
    pub brief: &'a Brief,
    /// What is known besides.
    pub desk: Desk<'a>,
    /// The text of its file.
    pub text: &'a str,
    told: &'a [Diagnostic],
    watched: &'a Sieve,
    tree: OnceCell<Option<Node<'a>>>,
    facts: OnceCell<Vec<(&'a Prose, Vec<Word<'a>>)>>,
}

impl<'a> Proof<'a> {
    /// The brief that `text` says, with what reading it found wrong; `watched` tells of the words
    /// that rules look for in facts.
    pub fn of(
        brief: &'a Brief,
        text: &'a str,
        told: &'a [Diagnostic],
        watched: &'a Sieve,
        desk: Desk<'a>,
    ) -> Self {
        Self {
            brief,
            desk,
            text,
            told,
            watched,
            tree: OnceCell::new(),
            facts: OnceCell::new(),
        }
    }

    /// Something found at a place of the file.
    pub fn finding(&self, span: Span, title: impl Into<String>) -> Diagnostic {
        finding(&self.brief.path, span, title)
    }

    /// Whether reading found something of this code.
    pub fn is_told(&self, code: &str) -> bool {
        self.told.iter().any(|told| told.code == code)
    }

    /// The value of a field, by the names of the fields and the numbers of the list
    /// items that lead to it: `predictions/0/as_of`. The file is read anew for it,
    /// which only happens when there is something to tell.
    pub fn field(&self, path: &str) -> Option<&Node<'a>> {
        let tree = self
            .tree
            .get_or_init(|| parse::fields(&self.brief.path, self.text));
        let mut node = tree.as_ref()?;
        for step in path.split('/') {
            node = match &node.kind {
                Kind::List(items) => items.get(step.parse::<usize>().ok()?)?,
                Kind::Map(entries) => &entries.iter().find(|entry| entry.key == step)?.value,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Where the value of a field stands; the title where there is no such field.
    pub fn place(&self, path: &str) -> Span {
        let found = self.field(path).map(|node| node.span);
        found.unwrap_or(self.brief.title.span)
    }

    /// Where a range of a text's Markdown stands in the file.
    pub fn within(&self, prose: &Prose, range: Range<usize>) -> Span {
        parse::locate(self.text, prose.span, &prose.markdown, range)
    }

    /// The first line of a text of several lines.
    pub fn first_line(&self, span: Span) -> Span {
        parse::first_line(self.text, span)
    }

    /// All texts of the brief that are Markdown.
    pub fn texts(&self) -> impl Iterator<Item = &Prose> {
        let brief = self.brief;
        let caption = brief
            .image
            .iter()
            .filter_map(|image| image.caption.as_ref());
        (brief.summary.iter())
            .chain(brief.facts.iter().map(|fact| &fact.prose))
            .chain(brief.narratives.iter().map(|narrative| &narrative.prose))
            .chain(brief.sections.iter().map(|section| &section.prose))
            .chain(caption)
    }

    /// The facts in which a word may stand that a rule looks for, with their author's own words: all
    /// that a rule needs which names its words, see [`super::Rule::words`].
    pub fn facts_of_note(&self) -> &[(&'a Prose, Vec<Word<'a>>)] {
        self.facts.get_or_init(|| {
            let facts = self.brief.facts.iter().map(|fact| &fact.prose);
            let of_note = facts.filter(|prose| self.watched.may_hold(&prose.markdown));
            of_note
                .map(|prose| (prose, own_words(&prose.markdown)))
                .collect()
        })
    }

    /// Whether the brief is written in English, for rules that know English words only.
    pub fn is_english(&self) -> bool {
        let lang = self.brief.lang.as_ref().unwrap_or(self.desk.language);
        lang.primary() == "en"
    }
}

/// The code of a finding until its rule's name is put there.
const UNNAMED: &str = "";

/// Something found; the name of the rule and its level are put to it by others.
pub fn finding(path: &Arc<str>, span: Span, title: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(UNNAMED, path, span, title)
}

/// The indices of the sources that a brief cites, each once.
pub fn cited(brief: &Brief) -> impl Iterator<Item = usize> {
    let facts = brief.facts.iter().map(|fact| &fact.prose);
    let narratives = brief.narratives.iter().map(|narrative| &narrative.prose);
    let sections = brief.sections.iter().map(|section| &section.prose);
    let texts = facts.chain(narratives).chain(sections);
    let cited: BTreeSet<usize> = texts
        .flat_map(|prose| prose.cites.iter().copied())
        .collect();
    cited.into_iter()
}
