//! The texts of a made-up brief, and their two spellings: Markdown and YAML.

use std::fmt::{self, Write};

use super::words::{self, Chance, World, slug};

/// Writes to a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($argument:tt)*) => {
        write!($out, $($argument)*).expect("a String takes all")
    };
}
pub(crate) use put;

/// The texts of a brief, spelled as Markdown or as YAML.
pub struct Body<'a> {
    summary: String,
    facts: Vec<Passage<'a>>,
    narratives: Vec<Narrative<'a>>,
    background: Option<String>,
    /// Lines are broken at some 80 columns, as a person would break them.
    wrapped: bool,
}

/// A text and the sources cited after it.
struct Passage<'a> {
    text: String,
    cite: Vec<&'a str>,
}

struct Narrative<'a> {
    stance: &'static str,
    provider: &'a str,
    linked: bool,
    passage: Passage<'a>,
}

impl<'a> Body<'a> {
    pub fn new(chance: &mut Chance, world: &'a World, ids: &'a [String]) -> Self {
        let mark = format!(" [^{}]", ids[0]);
        let mut body = Self {
            summary: words::opinion(chance, 14).replace("\n\n", " "),
            facts: facts(chance, ids),
            narratives: narratives(chance, world, ids),
            background: chance
                .one_in(20)
                .then(|| words::opinion(chance, 40) + &mark),
            wrapped: chance.one_in(2),
        };
        if chance.one_in(200) {
            let (language, code) = chance.pick(words::LISTINGS);
            let text = body.background.as_mut().unwrap_or(&mut body.facts[0].text);
            put!(
                text,
                "\n\n```{language}\n{code}\n```\n\nThe listing is as published."
            );
        }
        body
    }

    pub fn put_markdown(&self, out: &mut String) {
        let (facts, spin) = if self.wrapped {
            ("The Facts", "The Spin")
        } else {
            ("Facts", "Narratives")
        };
        out.push_str("---\n\n");
        self.put_lines(out, "", &self.summary);
        put!(out, "\n## {facts}\n\n");
        for fact in &self.facts {
            out.push_str("- ");
            self.put_lines(out, "  ", &fact.marked());
        }
        put!(out, "\n## {spin}\n");
        for narrative in &self.narratives {
            put!(out, "\n### {}\n\n", narrative.heading());
            self.put_lines(out, "", &narrative.passage.marked());
        }
        if let Some(text) = &self.background {
            out.push_str("\n## Background\n\n");
            self.put_lines(out, "", text);
        }
    }

    pub fn put_yaml(&self, out: &mut String) {
        out.push_str("summary: ");
        self.put_block(out, "  ", &self.summary);
        out.push_str("facts:\n");
        for fact in &self.facts {
            out.push_str("  - ");
            self.put_passage(out, fact);
        }
        out.push_str("narratives:\n");
        for Narrative {
            stance,
            provider,
            linked,
            passage,
        } in &self.narratives
        {
            put!(
                out,
                "  - stance: {stance}\n    provider: {}\n    ",
                Scalar(provider)
            );
            if *linked {
                put!(out, "url: https://{}.example/\n    ", slug(provider));
            }
            self.put_passage(out, passage);
        }
        if let Some(text) = &self.background {
            out.push_str("sections:\n  - title: Background\n    text: ");
            self.put_block(out, "      ", text);
        }
    }

    fn put_passage(&self, out: &mut String, passage: &Passage) {
        out.push_str("text: ");
        self.put_block(out, "      ", &passage.text);
        if !passage.cite.is_empty() {
            put!(out, "    cite: [{}]\n", passage.cite.join(", "));
        }
    }

    /// A text behind its key: a literal block, a folded one or a quoted scalar.
    fn put_block(&self, out: &mut String, indent: &str, text: &str) {
        let literal = text.contains('\n');
        if literal || self.wrapped {
            put!(out, "{}\n{indent}", if literal { "|-" } else { ">-" });
            self.put_lines(out, indent, text);
        } else {
            put!(out, "{}\n", Scalar(text));
        }
    }

    /// A text with `indent` before all its lines but the first.
    fn put_lines(&self, out: &mut String, indent: &str, text: &str) {
        if self.wrapped && !text.contains('\n') {
            return put_wrapped(out, indent, text);
        }
        for (place, line) in text.split('\n').enumerate() {
            let indent = if place == 0 || line.is_empty() {
                ""
            } else {
                indent
            };
            put!(out, "{indent}{line}\n");
        }
    }
}

/// One paragraph; lines are broken before a letter only, which opens no block in Markdown.
fn put_wrapped(out: &mut String, indent: &str, text: &str) {
    let mut column = 0;
    for word in text.split(' ') {
        if column > 72 && word.starts_with(|first: char| first.is_ascii_alphabetic()) {
            put!(out, "\n{indent}");
            column = 0;
        } else if column > 0 {
            out.push(' ');
        }
        out.push_str(word);
        column += word.len() + 1;
    }
    out.push('\n');
}

impl Passage<'_> {
    /// The text with its citations behind it: `Text. [^a][^b]`.
    fn marked(&self) -> String {
        let mut text = self.text.clone();
        for (place, id) in self.cite.iter().enumerate() {
            text.extend([if place == 0 { " [^" } else { "[^" }, id, "]"]);
        }
        text
    }
}

impl Narrative<'_> {
    fn heading(&self) -> String {
        let Self {
            stance,
            provider,
            linked,
            ..
        } = self;
        match stance.len() % 3 {
            _ if *linked => format!(
                "{stance} — [{provider}](https://{}.example/)",
                slug(provider)
            ),
            0 => format!("{stance} – {provider}"),
            1 if !stance.starts_with("Narrative") => format!("{stance} narrative — {provider}"),
            _ => format!("{stance} - {provider}"),
        }
    }
}

/// Facts that together cite every source, one to three each.
fn facts<'a>(chance: &mut Chance, ids: &'a [String]) -> Vec<Passage<'a>> {
    let count = chance.between(5, 7);
    let first = chance.below(ids.len());
    let mut facts = Vec::new();
    for fact in 0..count {
        let mut cite = vec![ids[(first + fact) % ids.len()].as_str()];
        if fact + count < ids.len() {
            cite.push(&ids[(first + fact + count) % ids.len()]);
        }
        let more = chance.below(ids.len());
        if chance.one_in(2) && !cite.contains(&ids[more].as_str()) {
            cite.push(&ids[more]);
        }
        let inside = chance.one_in(10).then(|| format!("[^{}]", cite.remove(0)));
        facts.push(Passage {
            text: words::fact(chance, &inside.unwrap_or_default()),
            cite,
        });
    }
    facts
}

/// Both poles of one axis, then up to two stances beside it; all texts of a like length.
fn narratives<'a>(chance: &mut Chance, world: &'a World, ids: &'a [String]) -> Vec<Narrative<'a>> {
    let mut stances = chance.pick(words::POLES).to_vec();
    if stances[0] != "Narrative A" && chance.one_in(2) {
        stances.swap(0, 1);
    }
    stances.extend(chance.pick(words::BESIDES));
    let enough = chance.between(55, 64);
    let providers = world
        .provider_ranks
        .distinct(chance, stances.len(), world.providers.len());
    let mut narratives = Vec::new();
    for (stance, provider) in stances.into_iter().zip(providers) {
        let text = words::opinion(chance, enough);
        let cited = chance.pick(&[0, 0, 0, 1, 2]);
        let first = chance.below(ids.len() - 1);
        let cite = ids[first..first + cited]
            .iter()
            .map(String::as_str)
            .collect();
        let (provider, linked) = (world.providers[provider].as_str(), chance.one_in(3));
        narratives.push(Narrative {
            stance,
            provider,
            linked,
            passage: Passage { text, cite },
        });
    }
    narratives
}

/// A text as a YAML scalar of one line: plain where that is safe, else quoted as in JSON.
pub struct Scalar<'a>(pub &'a str);

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Self(text) = self;
        if is_plain(text) {
            return out.write_str(text);
        }
        write!(
            out,
            "\"{}\"",
            text.replace('\\', "\\\\").replace('"', "\\\"")
        )
    }
}

fn is_plain(text: &str) -> bool {
    let reserved = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || " .'-".contains(letter))
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}
