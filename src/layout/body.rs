//! The body of the Markdown spelling: headings, facts, and the empty lines between. Prose is
//! not touched: `brief.json` publishes it as it is written.

use std::ops::Range;

use crate::parse::{
    Block, FACTS, Heading, NARRATIVES, item_text, outline, stance_and_name, without_narrative,
};

/// The body in its layout, without empty lines around it.
pub fn lay_out(body: &str) -> String {
    let blocks = outline(body);
    let mut pieces = Vec::new();
    let parts = split(&blocks, 2, body.len());
    let first = parts.first().map_or(body.len(), Part::start);
    pieces.extend(prose(&body[..first]));
    for part in &parts {
        let title = part.heading.text.trim().to_lowercase();
        if FACTS.contains(&title.as_str()) {
            pieces.push(fixed(body, part.heading, "Facts"));
            pieces.extend(facts(body, part));
        } else if NARRATIVES.contains(&title.as_str()) {
            pieces.push(fixed(body, part.heading, "Narratives"));
            narratives(body, part, &mut pieces);
        } else {
            pieces.push(plain(body, part.heading));
            pieces.extend(prose(&body[part.range.clone()]));
        }
    }
    pieces.join("\n\n")
}

/// A heading and what stands under it.
struct Part<'b> {
    heading: &'b Heading,
    blocks: &'b [Block],
    range: Range<usize>,
}

impl Part<'_> {
    fn start(&self) -> usize {
        self.heading.range.start
    }
}

/// Splits `blocks` at the headings of this level or above; what stands before the first is left out.
fn split(blocks: &[Block], level: usize, end: usize) -> Vec<Part<'_>> {
    let is_head =
        |block: &Block| matches!(block, Block::Heading(heading) if heading.level as usize <= level);
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Heading(heading) = block else {
            continue;
        };
        if !is_head(block) {
            continue;
        }
        if let Some(last) = parts.last_mut() {
            last.range.end = heading.range.start;
        }
        let rest = &blocks[at + 1..];
        let length = rest.iter().position(is_head).unwrap_or(rest.len());
        parts.push(Part {
            heading,
            blocks: &rest[..length],
            range: heading.range.end..end,
        });
    }
    parts
}

/// A text without the white space around it; none when that is all. Where its first line is
/// indented as code is, it stays so.
fn prose(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let before = &text[..start];
    let indent = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let is_code = indent.contains('\t') || indent.len() >= 4;
    (!trimmed.is_empty()).then(|| {
        if is_code {
            format!("{indent}{trimmed}")
        } else {
            trimmed.to_owned()
        }
    })
}

/// The heading of a part whose title is not shown: spelled in one way, but where more than
/// words stands in it.
fn fixed(body: &str, heading: &Heading, title: &str) -> String {
    if heading.cites || !heading.links.is_empty() {
        return plain(body, heading);
    }
    format!("## {title}")
}

/// A heading with its words as they are, after `#` signs where that means the same.
fn plain(body: &str, heading: &Heading) -> String {
    let written = body[heading.range.clone()].trim();
    same_heading(heading, written, &words(written))
}

/// `words` as a heading like `heading`; as it is written where it would mean something else.
fn same_heading(heading: &Heading, written: &str, words: &str) -> String {
    let marks = "#".repeat(heading.level as usize);
    let candidate = format!("{marks} {words}");
    let own = Some(meaning_of(heading));
    let candidate_says = meaning(&candidate);
    // Links may be defined elsewhere; then it is compared with what is written, by itself.
    if candidate_says == own || candidate_says.is_some() && candidate_says == meaning(written) {
        candidate.trim_end().to_owned()
    } else {
        written.to_owned()
    }
}

/// The Markdown of the words in a heading, on one line.
fn words(written: &str) -> String {
    if let Some((text, _)) = written.rsplit_once('\n') {
        // A line of text, or several, and a line of `=` or `-`.
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        return lines.join(" ");
    }
    let text = written.trim_start_matches('#').trim();
    let without_marks = text.trim_end_matches('#');
    if without_marks.is_empty() || without_marks.ends_with([' ', '\t']) {
        without_marks.trim_end().to_owned()
    } else {
        text.to_owned()
    }
}

type Meaning = (usize, String, Vec<(String, String)>, bool);

/// What a text says that is one heading.
fn meaning(written: &str) -> Option<Meaning> {
    match outline(written).as_slice() {
        [Block::Heading(heading)] => Some(meaning_of(heading)),
        _ => None,
    }
}

fn meaning_of(heading: &Heading) -> Meaning {
    (
        heading.level as usize,
        heading.text.trim().to_owned(),
        heading.links.clone(),
        heading.cites,
    )
}

fn narratives(body: &str, part: &Part<'_>, pieces: &mut Vec<String>) {
    let own = split(part.blocks, 3, part.range.end);
    let first = own.first().map_or(part.range.end, Part::start);
    pieces.extend(prose(&body[part.range.start..first]));
    for part in &own {
        pieces.push(narrative_heading(body, part.heading));
        pieces.extend(prose(&body[part.range.clone()]));
    }
}

/// `### Stance — Provider`, where it says the same.
fn narrative_heading(body: &str, heading: &Heading) -> String {
    let written = body[heading.range.clone()].trim();
    let words = words(written);
    let (stance, provider) = stance_and_name(&words);
    let stance = without_narrative(stance);
    let candidate = if provider.is_empty() {
        format!("### {stance}")
    } else {
        format!("### {stance} — {provider}")
    };
    if narrative_meaning(written) == narrative_meaning(&candidate) {
        candidate
    } else {
        plain(body, heading)
    }
}

/// What the heading of a narrative says, by its stance and provider.
fn narrative_meaning(written: &str) -> Option<(Meaning, String)> {
    let (level, text, links, cites) = meaning(written)?;
    let (stance, provider) = stance_and_name(&text);
    let stance = without_narrative(stance).to_owned();
    Some(((level, stance, links, cites), provider.to_owned()))
}

/// The facts, one item each, and the definitions of links around the list.
fn facts(body: &str, part: &Part<'_>) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut at = part.range.start;
    for block in part.blocks {
        let Block::List(items) = block else {
            continue;
        };
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            continue;
        };
        pieces.extend(prose(&body[at..first.start]));
        pieces.push(list(body, items));
        at = last.end;
    }
    pieces.extend(prose(&body[at..part.range.end]));
    pieces
}

fn list(body: &str, items: &[Range<usize>]) -> String {
    let texts: Vec<_> = items.iter().map(|item| item_text(body, item)).collect();
    fact_list(&texts)
}

/// Facts as a list of Markdown. An empty line stands between them where one of them has several blocks.
pub fn fact_list<T: AsRef<str>>(facts: &[T]) -> String {
    let has_blocks = |text: &str| text.contains('\n') && outline(text).len() > 1;
    let between = if facts.iter().any(|text| has_blocks(text.as_ref())) {
        "\n\n"
    } else {
        "\n"
    };
    let items: Vec<String> = facts.iter().map(|text| item(text.as_ref())).collect();
    items.join(between)
}

/// A fact as an item.
fn item(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| line.trim().is_empty())
        .collect();
    let mut out = String::from("-");
    for (number, line) in lines.iter().enumerate() {
        match number {
            // A dash before dashes would be a rule.
            0 if line.contains('-') && line.trim_matches(['-', ' ', '\t']).is_empty() => {
                out.push_str("\n  ");
            }
            0 => out.push(' '),
            _ if line.is_empty() => out.push('\n'),
            _ => out.push_str("\n  "),
        }
        out.push_str(line);
    }
    out
}
