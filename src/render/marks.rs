//! Footnote marks: one for each use of a source, each with its own id.

use crate::model::{Brief, Citations, Registry};
use crate::text::{escape_html, fill};
use crate::theme::Texts;

/// What the id of a source's entry begins with.
const SOURCE: &str = "source-";

/// What the id of a mark begins with.
const USE: &str = "cite-";

/// Makes the marks of a brief, in the order of its page.
#[derive(Debug)]
pub struct Marks<'a> {
    brief: &'a Brief,
    citations: &'a Citations,
    names: Vec<&'a str>,
    /// What each source's marks are called, escaped; made when the first of them is.
    labels: Vec<Option<String>>,
    used: Vec<usize>,
    texts: &'a Texts,
    /// The brief's absolute address, escaped, where the marks stand outside its page.
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
            labels: vec![None; brief.sources.len()],
            used: vec![0; brief.sources.len()],
            brief,
            citations,
            texts,
            elsewhere: None,
        }
    }

    /// Marks without ids that lead to the brief's page at `permalink`.
    #[must_use]
    pub fn elsewhere(mut self, permalink: &str) -> Self {
        self.elsewhere = Some(escape_html(permalink));
        self
    }

    /// Appends the mark of the next use of the source `id`; nothing when it is not defined.
    pub fn push(&mut self, id: &str, out: &mut String) {
        let Some((index, source)) = self.brief.source(id) else {
            return;
        };
        let number = self.citations.numbers[index];
        self.used[index] += 1;
        let label = self.labels[index].get_or_insert_with(|| {
            let numbered = self
                .texts
                .fill("source_mark", "number", &number.to_string());
            escape_html(&fill(&numbered, "name", self.names[index]))
        });
        let id = source.id.as_str();
        let (nth, number) = (self.used[index].to_string(), number.to_string());
        // Piece by piece: a page has dozens of marks, and formatting takes three times as long.
        match &self.elsewhere {
            None => out.extend([
                r#"<sup class="cite"><a id=""#,
                USE,
                id,
                "-",
                &nth,
                "\" href=\"#",
                SOURCE,
                id,
                r#"" role="doc-noteref" aria-label=""#,
                label,
                "\">",
                &number,
                "</a></sup>",
            ]),
            Some(page) => out.extend([
                "<sup><a href=\"",
                page,
                "#",
                SOURCE,
                id,
                "\" title=\"",
                label,
                "\">",
                &number,
                "</a></sup>",
            ]),
        }
    }
}

/// The id of a source's entry; marks lead there.
pub fn source_anchor(id: &str) -> String {
    [SOURCE, id].concat()
}

/// The id of the mark of the `nth` use of a source, from 1; entries lead back there.
pub fn use_anchor(id: &str, nth: usize) -> String {
    [USE, id, "-", &nth.to_string()].concat()
}
