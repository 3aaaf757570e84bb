//! A story → the text of a brief, in either spelling.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::story::{Cited, Statement, Story, Telling};
use crate::layout::{fact_list, scalar, text_list};
use crate::model::Slug;

/// The spelling of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Front matter and Markdown.
    Markdown,
    /// YAML.
    Yaml,
}

impl Spelling {
    /// The ending of a file in this spelling.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Yaml => "yaml",
        }
    }
}

/// Which signs of Markdown are escaped in plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escaping {
    /// Those that would mean something where they stand, as far as that shows at once.
    Light,
    /// All of them.
    Full,
}

/// The most characters of an id made from an outlet's name.
const ID_MOST: usize = 48;

/// The text of a brief. Without a date, it has none.
pub fn write(story: &Story, date: Option<&str>, spelling: Spelling, escaping: Escaping) -> String {
    let ids = ids(&story.sources);
    let mut out = String::with_capacity(4096);
    if spelling == Spelling::Markdown {
        out.push_str("---\n");
    }
    line(&mut out, "title", &scalar(&story.title));
    if let Some(date) = date {
        line(&mut out, "date", date);
    }
    let prose = Prose { ids, escaping };
    if spelling == Spelling::Yaml && !story.summary.is_empty() {
        text(&mut out, "summary", &prose.escaped(&story.summary), 0);
    }
    sources(&mut out, &story.sources, &prose.ids);
    predictions(&mut out, story);
    if !story.authors.is_empty() {
        out.push_str(&text_list("authors", &story.authors, 0));
    }
    match spelling {
        Spelling::Markdown => prose.markdown(&mut out, story),
        Spelling::Yaml => prose.yaml(&mut out, story),
    }
    out
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key}: {value}");
}

fn sources(out: &mut String, sources: &[Cited], ids: &[String]) {
    if sources.is_empty() {
        return;
    }
    out.push_str("sources:\n");
    for (source, id) in sources.iter().zip(ids) {
        let details = [
            ("title", &source.title),
            ("url", &source.url),
            ("published", &source.published),
        ];
        if details.iter().all(|(_, value)| value.is_none()) {
            let _ = writeln!(out, "  {id}: {}", scalar(&source.outlet));
            continue;
        }
        let _ = writeln!(out, "  {id}:\n    outlet: {}", scalar(&source.outlet));
        for (key, value) in details {
            if let Some(value) = value {
                // A date is written as it is; in quotation marks it would be the same one.
                let value = if key == "published" {
                    value.clone()
                } else {
                    scalar(value)
                };
                let _ = writeln!(out, "    {key}: {value}");
            }
        }
    }
}

fn predictions(out: &mut String, story: &Story) {
    if story.forecasts.is_empty() {
        return;
    }
    out.push_str("predictions:\n");
    for forecast in &story.forecasts {
        let _ = writeln!(out, "  - question: {}", scalar(&forecast.question));
        if let Some(forecaster) = &forecast.forecaster {
            let _ = writeln!(out, "    forecaster: {}", scalar(forecaster));
        }
        if let Some(percent) = &forecast.percent {
            let _ = writeln!(out, "    probability: {percent}%");
        }
    }
}

/// How prose is written.
struct Prose {
    ids: Vec<String>,
    escaping: Escaping,
}

impl Prose {
    fn markdown(&self, out: &mut String, story: &Story) {
        out.push_str("---\n");
        if !story.summary.is_empty() {
            let _ = write!(out, "\n{}\n", self.escaped(&story.summary));
        }
        if !story.facts.is_empty() {
            let facts: Vec<String> = story.facts.iter().map(|fact| self.cited(fact)).collect();
            let _ = write!(out, "\n## Facts\n\n{}\n", fact_list(&facts));
        }
        if !story.narratives.is_empty() {
            out.push_str("\n## Narratives\n");
            for telling in &story.narratives {
                let _ = write!(
                    out,
                    "\n### {}\n\n{}\n",
                    self.head(telling),
                    self.cited(&telling.prose)
                );
            }
        }
        for (title, statement) in &story.sections {
            let _ = write!(
                out,
                "\n## {}\n\n{}\n",
                self.escaped(title),
                self.cited(statement)
            );
        }
    }

    fn head(&self, telling: &Telling) -> String {
        let stance = self.escaped(&telling.stance);
        match (&telling.provider, &telling.url) {
            (None, _) => stance,
            (Some(provider), None) => format!("{stance} — {}", self.escaped(provider)),
            (Some(provider), Some(url)) => {
                format!("{stance} — [{}](<{url}>)", self.escaped(provider))
            }
        }
    }

    fn yaml(&self, out: &mut String, story: &Story) {
        if !story.facts.is_empty() {
            out.push_str("facts:\n");
            for fact in &story.facts {
                self.statement(out, "  - ", fact);
            }
        }
        if !story.narratives.is_empty() {
            out.push_str("narratives:\n");
            for telling in &story.narratives {
                let _ = writeln!(out, "  - stance: {}", scalar(&telling.stance));
                for (key, value) in [("provider", &telling.provider), ("url", &telling.url)] {
                    if let Some(value) = value {
                        let _ = writeln!(out, "    {key}: {}", scalar(value));
                    }
                }
                self.statement(out, "    ", &telling.prose);
            }
        }
        if !story.sections.is_empty() {
            out.push_str("sections:\n");
            for (title, statement) in &story.sections {
                let _ = writeln!(out, "  - title: {}", scalar(title));
                self.statement(out, "    ", statement);
            }
        }
    }

    /// A statement as fields; the first line begins with `start`.
    fn statement(&self, out: &mut String, start: &str, statement: &Statement) {
        out.push_str(start);
        let words = if statement.is_markdown {
            statement.text.clone()
        } else {
            self.escaped(&statement.text)
        };
        text(out, "text", &words, 4);
        if !statement.cites.is_empty() {
            let ids: Vec<&str> = statement
                .cites
                .iter()
                .map(|&at| self.ids[at].as_str())
                .collect();
            out.push_str(&text_list("cite", &ids, 4));
        }
    }

    /// The words with their marks at the end.
    fn cited(&self, statement: &Statement) -> String {
        let mut text = if statement.is_markdown {
            statement.text.clone()
        } else {
            self.escaped(&statement.text)
        };
        if !statement.cites.is_empty() {
            text.push(' ');
            for &at in &statement.cites {
                let _ = write!(text, "[^{}]", self.ids[at]);
            }
        }
        text
    }

    fn escaped(&self, text: &str) -> String {
        let paragraphs = text
            .split("\n\n")
            .map(|paragraph| escape(paragraph, self.escaping));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }
}

/// The ids of sources in texts: made from the outlets' names, each another one.
pub fn ids(sources: &[Cited]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = Vec::with_capacity(sources.len());
    for (number, source) in sources.iter().enumerate() {
        let slug = Slug::of(&source.outlet).map_or_else(String::new, |slug| slug.to_string());
        let ascii: String = slug.chars().filter(char::is_ascii).take(ID_MOST).collect();
        let ascii = ascii.trim_matches(['-', '.', '_']);
        let base = if ascii.is_empty() {
            format!("source-{}", number + 1)
        } else {
            ascii.to_owned()
        };
        let more = last.entry(base.clone()).or_default();
        let id = loop {
            *more += 1;
            let id = match *more {
                1 => base.clone(),
                more => format!("{base}-{more}"),
            };
            if taken.insert(id.clone()) {
                break id;
            }
        };
        ids.push(id);
    }
    ids
}

/// A text as a field: on one line, or as a block.
fn text(out: &mut String, key: &str, text: &str, indent: usize) {
    if !text.contains('\n') {
        return line(out, key, &scalar(text));
    }
    let _ = writeln!(out, "{key}: |-");
    for part in text.split('\n') {
        if part.is_empty() {
            out.push('\n');
        } else {
            let _ = writeln!(out, "{:indent$}  {part}", "");
        }
    }
}

/// Plain words as Markdown that says the same.
pub fn escape(text: &str, escaping: Escaping) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let has_links = text.contains("](") || text.contains("]:") || text.contains("][");
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    let marker = marker(text);
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, c)| *c);
        let means = match escaping {
            Escaping::Full => c.is_ascii_punctuation(),
            Escaping::Light => match c {
                '\\' | '`' | '*' | '<' | '|' => true,
                '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
                '[' => after == '^' || has_links,
                '&' => after.is_ascii_alphabetic() || after == '#',
                '~' => after == '~' || before == '~',
                _ => Some(at) == marker,
            },
        };
        if means {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Where the sign stands that makes the beginning of a paragraph a list item, heading or quotation.
fn marker(text: &str) -> Option<usize> {
    if text.starts_with(['#', '+', '-', '>', '=', '~']) {
        return Some(0);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && text[digits..].starts_with(['.', ')'])).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::{Escaping, escape, ids};
    use crate::import::story::Cited;

    #[test]
    fn only_signs_that_mean_something_are_escaped() {
        let light = |text| escape(text, Escaping::Light);
        assert_eq!(
            light("They [the army] said 5 * 3 and snake_case"),
            "They [the army] said 5 \\* 3 and snake_case"
        );
        assert_eq!(light("# 1"), "\\# 1");
        assert_eq!(light("1. May"), "1\\. May");
        assert_eq!(
            light("[^1] _a_ A&B &amp; <b>"),
            "\\[^1] \\_a\\_ A\\&B \\&amp; \\<b>"
        );
        assert_eq!(light("2022 was"), "2022 was");
        assert_eq!(escape("a.b", Escaping::Full), "a\\.b");
    }

    #[test]
    fn each_source_has_an_id_of_its_own() {
        let source = |outlet: &str| Cited {
            outlet: outlet.into(),
            ..Cited::default()
        };
        let names = ["NBC News", "NBC News", "約束", "Łódź 24", "U.S. News"];
        assert_eq!(
            ids(&names.map(source)),
            ["nbc-news", "nbc-news-2", "source-3", "d-24", "u-s-news"]
        );
    }
}
