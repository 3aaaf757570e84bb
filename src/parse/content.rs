//! What a brief says: facts, narratives and sections, from either spelling.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::body::{Block, Heading, definitions, item_start, item_text, outline};
use super::control_character;
use super::heading::{check_section, stance_and_provider, without_narrative};
use super::prose::{Checked, Context, check, first_line, locate, without_citations};
use crate::model::read;
use crate::model::{Fact, Narrative, Prose, Provider, Section, Slug};
use crate::text::{Span, Spanned, forbidden};
use crate::tree::{Faults, Fields, Node};

/// The headings of the facts, in lower case.
pub const FACTS: [&str; 2] = ["facts", "the facts"];

/// The headings of the narratives, in lower case.
pub const NARRATIVES: [&str; 2] = ["narratives", "the spin"];

/// What a brief says.
#[derive(Debug, Default)]
pub struct Content {
    /// The opening paragraph.
    pub summary: Option<Prose>,
    /// The statements.
    pub facts: Vec<Fact>,
    /// The tellings.
    pub narratives: Vec<Narrative>,
    /// The background.
    pub sections: Vec<Section>,
}

/// Reads the content of the YAML spelling.
pub fn from_fields(fields: &mut Fields<'_>, context: Context<'_>, faults: &mut Faults) -> Content {
    let summary = fields.text("summary", faults);
    Content {
        summary: summary.and_then(|text| self::summary(&text.value, text.span, context, faults)),
        facts: fields
            .list("facts", faults)
            .into_iter()
            .filter_map(|item| fact_item(item, context, faults))
            .collect(),
        narratives: fields
            .list("narratives", faults)
            .into_iter()
            .filter_map(|item| narrative_item(item, context, faults))
            .collect(),
        sections: fields
            .list("sections", faults)
            .into_iter()
            .filter_map(|item| section_item(item, context, faults))
            .collect(),
    }
}

/// The summary that stands at `raw`; it cites nothing, since facts do.
pub fn summary(
    markdown: &str,
    raw: Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Option<Prose> {
    if markdown.trim().is_empty() {
        return None;
    }
    let text = Spanned::new(markdown.to_owned(), raw);
    Some(without_citations("summary", &text, context, faults))
}

fn fact_item(item: Node<'_>, context: Context<'_>, faults: &mut Faults) -> Option<Fact> {
    let span = item.span;
    if item.text().is_some() {
        let text = item.into_text("a fact", faults)?;
        return fact(&text, &[], span, context, faults);
    }
    let mut fields = Fields::of(item, "a fact", faults)?;
    let text = fields.text("text", faults);
    let cite = fields.one_or_more("cite", faults);
    if text.is_none() {
        fields.missing("text", faults);
    }
    fields.finish(faults);
    fact(&text?, &cite, span, context, faults)
}

fn fact(
    text: &Spanned<String>,
    cite: &[Spanned<String>],
    span: Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Option<Fact> {
    let checked = check(&text.value, cite, text.span, context, faults);
    let at = first_line(context.file, span);
    if checked.empty {
        faults.error("empty-fact", at, "fact is empty", |d| {
            d.label("nothing is stated here")
        });
        return None;
    }
    if !checked.cited {
        faults.error("unsourced-fact", at, "fact has no source", |d| {
            d.label("cite a source with [^id]")
        });
    }
    Some(Fact {
        prose: checked.prose,
        span,
    })
}

fn narrative_item(item: Node<'_>, context: Context<'_>, faults: &mut Faults) -> Option<Narrative> {
    let span = item.span;
    let mut fields = Fields::of(item, "a narrative", faults)?;
    let stance = fields.required_text("stance", faults);
    let provider = read::optional(&mut fields, "provider", faults);
    let url = read::url(&mut fields, "url", faults);
    let text = fields.text("text", faults);
    let cite = fields.one_or_more("cite", faults);
    if text.is_none() {
        fields.missing("text", faults);
    }
    fields.finish(faults);
    let (stance, text) = (stance?, text?);
    let checked = check(&text.value, &cite, text.span, context, faults);
    let provider = provider.map(|name| Provider { name, url });
    narrative(stance, provider, checked, span, context, faults)
}

fn narrative(
    stance: Spanned<String>,
    provider: Option<Provider>,
    checked: Checked,
    span: Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Option<Narrative> {
    let mut stance = stance;
    let label = without_narrative(&stance.value).len();
    stance.value.truncate(label);
    for (what, name) in [
        ("stance", Some(&stance.value)),
        ("provider", provider.as_ref().map(|p| &p.name)),
    ] {
        if name.is_some_and(|name| !Slug::can_be_of(name)) {
            let title = format!("{what} has no letter or digit");
            faults.error("empty-name", stance.span, title, |d| {
                d.label("expected a name")
            });
            return None;
        }
    }
    if checked.empty {
        let at = first_line(context.file, span);
        faults.error("empty-narrative", at, "narrative is empty", |d| {
            d.label("nothing is told here")
        });
        return None;
    }
    Some(Narrative {
        stance,
        provider,
        prose: checked.prose,
        span,
    })
}

fn section_item(item: Node<'_>, context: Context<'_>, faults: &mut Faults) -> Option<Section> {
    let mut fields = Fields::of(item, "a section", faults)?;
    let title = fields.required_text("title", faults);
    let text = fields.text("text", faults);
    if text.is_none() {
        fields.missing("text", faults);
    }
    fields.finish(faults);
    let (title, text) = (title?, text?);
    let checked = check(&text.value, &[], text.span, context, faults);
    filled_section(title.value, checked, title.span, faults)
}

fn filled_section(
    title: String,
    checked: Checked,
    span: Span,
    faults: &mut Faults,
) -> Option<Section> {
    if checked.empty {
        faults.error("empty-section", span, "section is empty", |d| {
            d.label("nothing is told under it")
        });
        return None;
    }
    Some(Section {
        title,
        prose: checked.prose,
    })
}

/// A Markdown body while it is read.
struct Body<'a> {
    text: &'a str,
    base: usize,
    context: Context<'a>,
    /// The definitions of reference links, which every part of the body may use.
    definitions: Vec<(String, String)>,
}

impl Body<'_> {
    /// A part of the body with the definitions of links that it uses and does not
    /// hold itself. They show nothing.
    fn with_definitions<'t>(&self, markdown: &'t str) -> Cow<'t, str> {
        if self.definitions.is_empty() || !markdown.contains(']') {
            return Cow::Borrowed(markdown);
        }
        let lower = markdown.to_lowercase();
        let used = self.definitions.iter().filter(|(label, definition)| {
            lower.contains(&format!("[{label}]")) && !markdown.contains(definition.as_str())
        });
        let lines: Vec<&str> = used.map(|(_, definition)| definition.as_str()).collect();
        if lines.is_empty() {
            return Cow::Borrowed(markdown);
        }
        Cow::Owned(format!("{markdown}\n\n{}", lines.join("\n")))
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn stray(&self, range: &Range<usize>, title: &str, label: &str, faults: &mut Faults) {
        let at = first_line(self.context.file, self.span(range));
        faults.error("stray-text", at, title, |d| d.label(label));
    }
}

/// Reads the content of the Markdown spelling: `text`, which begins at the byte `base` of the file.
pub fn from_markdown(
    text: &str,
    base: usize,
    context: Context<'_>,
    faults: &mut Faults,
) -> Content {
    let mut definitions = definitions(text);
    faults.limit(&mut definitions, "link definitions", Span::new(base, base));
    let body = Body {
        text,
        base,
        context,
        definitions,
    };
    if let Some((at, character)) = forbidden(text) {
        let span = Span::new(base + at, base + at + character.len_utf8());
        control_character(character, span, faults);
    }
    let blocks = outline(text);
    let mut parts = split(&blocks, HeadingLevel::H2, text.len());
    let mut content = Content::default();
    let before = 0..parts
        .first()
        .map_or(text.len(), |part| part.heading.range.start);
    let opening = &text[before.clone()];
    let opening = body.with_definitions(opening.trim());
    content.summary = summary(&opening, body.span(&before), context, faults);
    let mut seen: Vec<&str> = Vec::new();
    for part in &mut parts {
        let title = part.heading.text.trim().to_lowercase();
        let once = match title.as_str() {
            title if FACTS.contains(&title) => Some("facts"),
            title if NARRATIVES.contains(&title) => Some("narratives"),
            _ => None,
        };
        if let Some(name) = once {
            if seen.contains(&name) {
                body.stray(
                    &part.heading.range,
                    &format!("the {name} stand here twice"),
                    "put them into one part",
                    faults,
                );
                continue;
            }
            seen.push(name);
        }
        match once {
            Some("facts") => content.facts = facts(&body, part, faults),
            Some(_) => content.narratives = narratives(&body, part, faults),
            None => content.sections.extend(section(&body, part, faults)),
        }
    }
    content
}

/// A heading and what stands under it.
struct Part<'b> {
    heading: &'b Heading,
    blocks: &'b [Block],
    range: Range<usize>,
}

/// Splits `blocks` at the headings of this level or above; what stands before the first is left out.
fn split(blocks: &[Block], level: HeadingLevel, end: usize) -> Vec<Part<'_>> {
    let heads: Vec<(usize, &Heading)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Heading(heading) if heading.level <= level => Some((at, heading)),
            _ => None,
        })
        .collect();
    let next = |n: usize| heads.get(n + 1);
    heads
        .iter()
        .enumerate()
        .map(|(n, &(at, heading))| Part {
            heading,
            blocks: &blocks[at + 1..next(n).map_or(blocks.len(), |(at, _)| *at)],
            range: heading.range.end..next(n).map_or(end, |(_, head)| head.range.start),
        })
        .collect()
}

fn facts(body: &Body<'_>, part: &Part<'_>, faults: &mut Faults) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut lists = 0;
    for block in part.blocks {
        match block {
            Block::List(items) => {
                lists += 1;
                if lists == 2 {
                    let range = items.first().cloned().unwrap_or_default();
                    body.stray(
                        &range,
                        "a second list stands among the facts",
                        "put all facts into one list",
                        faults,
                    );
                }
                let mut items = items.clone();
                let span = body.span(&part.heading.range);
                faults.limit(&mut items, "facts", span);
                for item in &items {
                    let start = item_start(body.text, item);
                    let raw = trimmed(body, &(start..item.end));
                    let raw = if raw.start == raw.end {
                        trimmed(body, item)
                    } else {
                        raw
                    };
                    let text = item_text(body.text, item);
                    let text = Spanned::new(body.with_definitions(&text).into_owned(), raw);
                    facts.extend(fact(&text, &[], raw, body.context, faults));
                }
            }
            Block::Heading(heading) => {
                body.stray(
                    &heading.range,
                    "a heading stands among the facts",
                    "facts are one list, one item each",
                    faults,
                );
            }
            Block::Other(range) => {
                body.stray(
                    range,
                    "text among the facts is no list item",
                    "begin it with `- `",
                    faults,
                );
            }
        }
    }
    facts
}

fn narratives(body: &Body<'_>, part: &Part<'_>, faults: &mut Faults) -> Vec<Narrative> {
    let mut own = split(part.blocks, HeadingLevel::H3, part.range.end);
    faults.limit(&mut own, "narratives", body.span(&part.heading.range));
    let before = part.range.start
        ..own
            .first()
            .map_or(part.range.end, |first| first.heading.range.start);
    if let Some(Block::Other(range)) = part.blocks.first() {
        body.stray(
            range,
            "text among the narratives has no stance",
            "begin it with a heading such as `### Left — Provider`",
            faults,
        );
    } else if own.is_empty() && !body.text[before.clone()].trim().is_empty() {
        body.stray(
            &trimmed_range(body.text, &before),
            "text among the narratives has no stance",
            "begin it with a heading such as `### Left — Provider`",
            faults,
        );
    }
    own.iter()
        .filter_map(|part| {
            let raw = body.span(&trimmed_range(body.text, &part.range));
            let markdown = body.text[part.range.clone()].trim();
            let markdown = body.with_definitions(markdown);
            let checked = check(&markdown, &[], raw, body.context, faults);
            let heading = body.span(&trimmed_range(body.text, &part.heading.range));
            let (stance, provider) = stance_and_provider(part.heading, heading, faults);
            let label = without_narrative(&stance);
            let place = locate(body.context.file, heading, label, 0..label.len());
            let stance = Spanned::new(stance, place);
            narrative(stance, provider, checked, heading, body.context, faults)
        })
        .collect()
}

fn section(body: &Body<'_>, part: &Part<'_>, faults: &mut Faults) -> Option<Section> {
    if part.heading.level == HeadingLevel::H1 {
        body.stray(
            &part.heading.range,
            "a heading of the first level stands in the text",
            "the title stands in the front matter; begin parts with `##`",
            faults,
        );
        return None;
    }
    let title = part.heading.text.trim();
    check_section(
        part.heading,
        body.span(&trimmed_range(body.text, &part.heading.range)),
        faults,
    );
    if title.is_empty() {
        body.stray(
            &part.heading.range,
            "heading is empty",
            "expected the title of a section",
            faults,
        );
        return None;
    }
    let raw = body.span(&trimmed_range(body.text, &part.range));
    let markdown = body.text[part.range.clone()].trim();
    let checked = check(
        &body.with_definitions(markdown),
        &[],
        raw,
        body.context,
        faults,
    );
    let heading = body.span(&trimmed_range(body.text, &part.heading.range));
    filled_section(title.to_owned(), checked, heading, faults)
}

fn trimmed(body: &Body<'_>, range: &Range<usize>) -> Span {
    body.span(&trimmed_range(body.text, range))
}

/// `range` without the white space at its ends.
fn trimmed_range(text: &str, range: &Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(range.start + part.trim_end().len()).max(start)
}
