//! A Markdown article with footnotes → a story.
//!
//! ```text
//! article    = "# " TITLE { paragraph | list } { "## " HEADING prose } { definition }
//! definition = "[^" ID "]: " OUTLET ["," "\"" TITLE "\""] ["," URL] ["," DATE]
//! ```
//!
//! Before the first `##`, a paragraph or list item that cites is a fact; the first
//! paragraph may be without a citation: it is the summary. `## Facts` and
//! `## Narratives` are those of a brief; any other `##` is background.

use std::sync::Arc;

use super::definition::definition;
use super::remark::Remarks;
use super::squeeze;
use super::story::{Cited, Statement, Story, Telling};
use crate::text::{Span, strip_bom};

/// A block: lines without an empty one between them, and where they stand.
#[derive(Clone, Debug)]
struct Block {
    text: String,
    span: Span,
}

/// The story in the article `text`, and what is to be said of it.
pub fn read(path: &Arc<str>, text: &str) -> (Vec<Story>, Remarks) {
    let mut remarks = Remarks::on(path);
    let mut story = Story::default();
    let mut names: Vec<String> = Vec::new();
    if strip_bom(text).0.trim_start().starts_with("---") {
        let label = "a brief has it, an article has a line `# Title`";
        remarks.refuse(
            "front-matter",
            Span::new(0, 3),
            "article has front matter",
            label,
        );
        return (Vec::new(), remarks);
    }
    let (blocks, definitions) = blocks(text);
    for block in &definitions {
        match definition(&block.text) {
            Some((name, source)) if !names.contains(&name) => {
                names.push(name);
                story.sources.push(source);
            }
            Some((name, _)) => {
                remarks.refuse(
                    "source-unclear",
                    block.span,
                    format!("footnote `{name}` is defined twice"),
                    "and this is the second time",
                );
            }
            None => {
                // What cites it is another matter.
                if let Some((name, _)) = block.text[2..].split_once("]:") {
                    names.push(name.to_owned());
                    story.sources.push(Cited::default());
                }
                let label = "expected `[^1]: Outlet, \"Title\", https://…`";
                remarks.refuse(
                    "source-unclear",
                    block.span,
                    "footnote does not say what it cites",
                    label,
                );
            }
        }
    }
    let ids = super::write::ids(&story.sources);
    let mut reader = Reader {
        remarks: &mut remarks,
        names: &names,
        ids: &ids,
        used: vec![false; names.len()],
        story: &mut story,
        part: Part::Top,
    };
    for block in &blocks {
        reader.block(block);
    }
    let used = std::mem::take(&mut reader.used);
    finish(&mut story, &mut remarks, &used, definitions.first());
    (vec![story], remarks)
}

fn finish(story: &mut Story, remarks: &mut Remarks, used: &[bool], definition: Option<&Block>) {
    for (title, section) in &story.sections {
        if section.text.is_empty() {
            remarks.warn(
                "empty-section",
                section.span,
                format!("`{title}` has no text and is left out"),
                "",
            );
        }
    }
    story
        .sections
        .retain(|(_, section)| !section.text.is_empty());
    if story.title.is_empty() {
        remarks.refuse(
            "no-title",
            Span::default(),
            "article has no title",
            "expected a line `# Title`",
        );
    }
    if story.facts.is_empty() {
        remarks.refuse(
            "no-facts",
            Span::default(),
            "article states no fact",
            "expected a paragraph with a footnote",
        );
    }
    if story.sources.is_empty() {
        remarks.refuse(
            "no-sources",
            Span::default(),
            "article has no footnotes",
            "expected `[^1]: Outlet, \"Title\", https://…`",
        );
    }
    if story.narratives.is_empty() {
        remarks.warn(
            "no-narratives",
            Span::default(),
            "story has no narratives",
            "imported with its facts alone",
        );
    }
    remarks.warn(
        "missing-date",
        Span::default(),
        "story has no date",
        "add it to the brief, or give one with --date",
    );
    let span = definition.map_or_else(Span::default, |block| block.span);
    if story.sources.iter().any(|source| source.url.is_none()) {
        remarks.warn("missing-urls", span, "not every source has an address", "");
    }
    for (source, _) in story.sources.iter().zip(used).filter(|(_, used)| !**used) {
        remarks.warn(
            "unused-source",
            span,
            format!("nothing cites `{}`", source.outlet),
            "kept as a source",
        );
    }
}

/// The blocks of an article, and the definitions of its footnotes.
fn blocks(text: &str) -> (Vec<Block>, Vec<Block>) {
    let (body, mut at) = strip_bom(text);
    let (mut blocks, mut definitions): (Vec<Block>, Vec<Block>) = (Vec::new(), Vec::new());
    // What the line before belongs to.
    let (mut goes_on, mut in_definition, mut fence) = (false, false, None);
    for raw in body.split_inclusive('\n') {
        let line = raw.trim_end();
        let span = Span::new(at, at + line.len());
        at += raw.len();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| line.trim_start().starts_with(mark));
        let is_fenced = fence.is_some();
        match (mark, fence) {
            (Some(mark), None) => fence = Some(mark),
            (Some(mark), Some(open)) if mark == open => fence = None,
            _ => {}
        }
        let is_definition = !is_fenced && line.starts_with("[^") && line.contains("]:");
        let begins = line.starts_with("# ")
            || line.starts_with("## ")
            || line.starts_with("### ")
            || is_item(line);
        if line.is_empty() && !is_fenced {
            (goes_on, in_definition) = (false, false);
            continue;
        }
        let list = if is_definition || in_definition && goes_on {
            &mut definitions
        } else {
            &mut blocks
        };
        let indented = line.starts_with([' ', '\t']) && !is_definition;
        match list.last_mut() {
            // What is indented belongs to the item before it, also after an empty line.
            Some(last)
                if is_fenced
                    || goes_on && !is_definition && !begins
                    || indented && is_item(&last.text) =>
            {
                last.text.push_str(if goes_on { "\n" } else { "\n\n" });
                last.text.push_str(line);
                last.span.end = span.end;
            }
            _ => list.push(Block {
                text: line.to_owned(),
                span,
            }),
        }
        in_definition = is_definition || in_definition && goes_on;
        goes_on = is_fenced || fence.is_some() || !(line.starts_with('#') && begins);
    }
    (blocks, definitions)
}

fn is_item(line: &str) -> bool {
    !without_marker(line).is_empty() && without_marker(line).len() < line.len()
}

/// A line without the bullet or number that makes it an item.
fn without_marker(line: &str) -> &str {
    let bullet = ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet));
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = [". ", ") "]
        .iter()
        .find_map(|mark| digits.strip_prefix(mark));
    bullet
        .or(number.filter(|_| digits.len() < line.len()))
        .unwrap_or(line)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Top,
    Facts,
    Narratives,
    Section,
}

struct Reader<'a> {
    remarks: &'a mut Remarks,
    names: &'a [String],
    ids: &'a [String],
    used: Vec<bool>,
    story: &'a mut Story,
    part: Part,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let text = block.text.as_str();
        if let Some(title) = text.strip_prefix("# ") {
            if title.contains("[^") {
                self.remarks.refuse(
                    "title-cites",
                    block.span,
                    "the title cites a source",
                    "state it as a fact, and cite there",
                );
            }
            if self.story.title.is_empty() && self.part == Part::Top {
                self.story.title = squeeze(title.trim_end().trim_end_matches('#'));
            } else {
                self.remarks.refuse(
                    "two-versions",
                    block.span,
                    "a second title",
                    "an article has one `#`",
                );
            }
            return;
        }
        if let Some(heading) = text.strip_prefix("## ") {
            self.part = match heading.trim().to_lowercase().as_str() {
                "facts" | "the facts" => Part::Facts,
                "narratives" | "the spin" => Part::Narratives,
                _ => {
                    let section = Statement {
                        is_markdown: true,
                        span: block.span,
                        ..Statement::default()
                    };
                    self.story.sections.push((squeeze(heading), section));
                    Part::Section
                }
            };
            return;
        }
        let words = self.with_ids(block);
        match self.part {
            Part::Top | Part::Facts => self.fact(&words, block),
            Part::Narratives => self.narrative(&words, block),
            Part::Section => {
                if let Some((_, section)) = self.story.sections.last_mut() {
                    add(section, &words);
                }
            }
        }
    }

    fn fact(&mut self, words: &str, block: &Block) {
        let is_first =
            self.part == Part::Top && self.story.facts.is_empty() && self.story.summary.is_empty();
        let text = if is_item(words) {
            without_marker(words).replace("\n  ", "\n")
        } else {
            words.to_owned()
        };
        if text.contains("[^") {
            let fact = Statement {
                text,
                is_markdown: true,
                span: block.span,
                ..Statement::default()
            };
            self.story.facts.push(fact);
        } else if is_first && !is_item(words) {
            self.story.summary = squeeze(&text);
        } else {
            let label = "neither the summary nor a fact: no footnote stands in it";
            self.remarks
                .refuse("uncited-fact", block.span, "paragraph cites nothing", label);
        }
    }

    fn narrative(&mut self, words: &str, block: &Block) {
        if let Some(head) = words.strip_prefix("### ") {
            let (stance, provider) = [" — ", " – ", " - "]
                .iter()
                .find_map(|dash| head.split_once(dash))
                .map_or((head, None), |(stance, provider)| {
                    (stance, Some(squeeze(provider)))
                });
            let stance = squeeze(stance.trim().trim_end_matches("narrative"));
            let prose = Statement {
                is_markdown: true,
                span: block.span,
                ..Statement::default()
            };
            self.story.narratives.push(Telling {
                stance,
                provider,
                url: None,
                prose,
            });
            return;
        }
        match self.story.narratives.last_mut() {
            Some(telling) => add(&mut telling.prose, words),
            None => {
                let label = "expected a heading such as `### Left — Provider` before it";
                self.remarks
                    .refuse("no-label", block.span, "paragraph has no label", label);
            }
        }
    }

    /// The words with the ids of the brief in place of those of the article.
    fn with_ids(&mut self, block: &Block) -> String {
        let mut out = String::with_capacity(block.text.len());
        let mut rest = block.text.as_str();
        while let Some(at) = rest.find("[^") {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let Some(end) = from.find(']') else {
                out.push_str(from);
                return out;
            };
            let name = &from[2..end];
            match self.names.iter().position(|known| known == name) {
                Some(source) => {
                    self.used[source] = true;
                    out.push_str(&format!("[^{}]", self.ids[source]));
                }
                None => {
                    let title = format!("footnote `{name}` is not defined");
                    self.remarks
                        .refuse("citation-beyond-sources", block.span, title, "cited here");
                }
            }
            rest = &from[end + 1..];
        }
        out.push_str(rest);
        out
    }
}

fn add(statement: &mut Statement, words: &str) {
    if !statement.text.is_empty() {
        statement.text.push_str(
            if is_item(words) && statement.text.lines().last().is_some_and(is_item) {
                "\n"
            } else {
                "\n\n"
            },
        );
    }
    statement.text.push_str(words);
}
