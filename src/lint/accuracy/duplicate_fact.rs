//! Two facts of a brief that say the same.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "duplicate-fact",
    Group::Accuracy,
    look,
    include_str!("duplicate_fact.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let facts = &proof.brief.facts;
    if facts.len() < 2 {
        return Vec::new();
    }
    let texts: Vec<&str> = facts
        .iter()
        .map(|fact| fact.prose.markdown.as_str())
        .collect();
    let starts: Vec<[u8; 12]> = texts.iter().map(|text| start(text)).collect();
    let mut found = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        // Most facts differ in their first letters, and need not be read further.
        let same = |before: &usize| {
            alike(starts[*before], starts[place]) && said(texts[*before]) == said(text)
        };
        let Some(first) = (0..place).find(same) else {
            continue;
        };
        let line = |fact: usize| proof.first_line(facts[fact].span);
        let title = format!("fact {} says what fact {} says", place + 1, first + 1);
        found.push(proof.finding(line(place), title).label("again here").also(
            &proof.brief.path,
            line(first),
            "first here",
        ));
    }
    found
}

/// The first letters and digits of a text, as far as they are plain.
fn start(markdown: &str) -> [u8; 12] {
    let mut start = [0; 12];
    let letters = markdown
        .bytes()
        .take_while(|byte| byte.is_ascii() && *byte != b'[');
    let letters = letters.filter(u8::is_ascii_alphanumeric);
    for (place, letter) in start.iter_mut().zip(letters) {
        *place = letter.to_ascii_lowercase();
    }
    start
}

/// Whether two beginnings are one as far as both go: a citation may stand in one of them.
fn alike(one: [u8; 12], other: [u8; 12]) -> bool {
    let mut pairs = one.into_iter().zip(other);
    pairs.all(|(a, b)| a == b || a == 0 || b == 0)
}

/// The letters and digits of a text, without its citations, in small letters.
fn said(markdown: &str) -> Vec<u8> {
    let mut said = Vec::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(open) = rest.find("[^") {
        add(&rest[..open], &mut said);
        let close = rest[open..].find(']');
        rest = close.map_or("", |at| &rest[open + at + 1..]);
    }
    add(rest, &mut said);
    said
}

fn add(text: &str, said: &mut Vec<u8>) {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        said.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    } else {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        let letters: String = letters.flat_map(char::to_lowercase).collect();
        said.extend(letters.bytes());
    }
}
