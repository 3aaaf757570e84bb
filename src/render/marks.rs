//! Footnote marks: one for each use of a source, each with its own id.

use std::fmt::Write as _;

use crate::model::{Brief, Citations, Registry};
use crate::text::escape_html;
use crate::theme::Texts;

/// Makes the marks of a brief, in the order of its page.
#[derive(Debug)]
pub struct Marks<'a> {
    brief: &'a Brief,
    citations: &'a Citations,
    names: Vec<&'a str>,
    used: Vec<usize>,
    texts: &'a Texts,
    /// The brief's absolute address, where the marks stand outside its page.
    elsewhere: Option<String>,
}

impl<'a> Marks<'a> {
    /// Marks for the brief's own page.
    pub fn of_page(
        brief: &'a Brief,
        citations: &'a Citations,
        registry: &'a Registry,
        texts: &'a Texts,
    ) -> Self {
        Self {
            names: brief
                .sources
                .iter()
                .map(|source| registry.name_of(&source.outlet.value))
                .collect(),
            used: vec![0; brief.sources.len()],
            brief,
            citations,
            texts,
            elsewhere: None,
        }
    }

    /// Marks without ids that lead to the brief's page at `permalink`.
    #[must_use]
    pub fn elsewhere(mut self, permalink: String) -> Self {
        self.elsewhere = Some(permalink);
        self
    }

    /// The mark of the next use of the source `id`; nothing when it is not defined.
    pub fn mark(&mut self, id: &str) -> String {
        let Some((index, source)) = self.brief.source(id) else {
            return String::new();
        };
        let number = self.citations.numbers[index];
        self.used[index] += 1;
        let name = self
            .texts
            .get("source_mark")
            .replace("{number}", &number.to_string())
            .replace("{name}", self.names[index]);
        let (id, label) = (&source.id, escape_html(&name));
        let mut mark = String::with_capacity(160);
        let written = match &self.elsewhere {
            None => write!(
                mark,
                "<sup class=\"cite\"><a id=\"{}\" href=\"#{}\" role=\"doc-noteref\" aria-label=\"{label}\">{number}</a></sup>",
                use_anchor(id, self.used[index]),
                source_anchor(id),
            ),
            Some(page) => write!(
                mark,
                "<sup><a href=\"{}#{}\" title=\"{label}\">{number}</a></sup>",
                escape_html(page),
                source_anchor(id),
            ),
        };
        written.expect("a String takes all");
        mark
    }
}

/// The id of a source's entry.
pub fn source_anchor(id: &str) -> String {
    format!("source-{id}")
}

/// The id of the mark of the `nth` use of a source, from 1.
pub fn use_anchor(id: &str, nth: usize) -> String {
    format!("cite-{id}-{nth}")
}
