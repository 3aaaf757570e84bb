//! Two facts of a brief that say the same.

use std::collections::HashMap;

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};
use crate::parse::citation;

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
    // Most facts begin like no other, and need not be read on.
    let beginnings: Vec<Vec<u8>> = facts
        .iter()
        .map(|fact| said(&fact.prose.markdown, BEGINNING))
        .collect();
    let mut times: HashMap<&[u8], usize, ahash::RandomState> = HashMap::default();
    for beginning in &beginnings {
        *times.entry(beginning).or_default() += 1;
    }
    let mut seen: HashMap<Vec<u8>, usize, ahash::RandomState> = HashMap::default();
    let mut found = Vec::new();
    for (place, fact) in facts.iter().enumerate() {
        if times[&*beginnings[place]] == 1 {
            continue;
        }
        let whole = said(&fact.prose.markdown, usize::MAX);
        let first = *seen.entry(whole).or_insert(place);
        if first == place {
            continue;
        }
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

/// So many bytes of what a fact says tell it from nearly all others.
const BEGINNING: usize = 24;

/// The letters and digits of a text, without its citations, in small letters: at most so many bytes.
fn said(markdown: &str, most: usize) -> Vec<u8> {
    let mut said = Vec::with_capacity(markdown.len().min(most));
    let mut rest = markdown;
    while let Some(open) = citation(rest) {
        add(&rest[..open], most, &mut said);
        let close = rest[open..].find(']');
        rest = close.map_or("", |at| &rest[open + at + 1..]);
        if said.len() > most {
            break;
        }
    }
    add(rest, most, &mut said);
    said.truncate(most);
    said
}

/// Adds letters and digits, a space where words or signs part them, and the signs that make
/// a number another one: `1.5`, `11-1`, `-2`, `2%`. It stops where there are more than `most` bytes.
fn add(text: &str, most: usize, said: &mut Vec<u8>) {
    let mut before = ' ';
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        if said.len() > most {
            return;
        }
        if c.is_ascii_alphabetic() {
            said.push(c.to_ascii_lowercase() as u8);
            before = c;
            continue;
        }
        let next = letters.clone().next().unwrap_or(' ');
        let between = before.is_ascii_digit() && next.is_ascii_digit();
        let is_sign =
            matches!(c, '-' | '−' | '+') && next.is_ascii_digit() && !before.is_alphanumeric()
                || c == '%' && before.is_ascii_digit()
                || between && !c.is_whitespace();
        if c.is_ascii() && (c.is_ascii_alphanumeric() || is_sign) {
            said.push(c.to_ascii_lowercase() as u8);
        } else if c.is_alphanumeric() || is_sign {
            let small: String = c.to_lowercase().collect();
            said.extend(small.bytes());
        } else if said.last().is_some_and(|last| *last != b' ') {
            said.push(b' ');
        }
        before = c;
    }
    while said.last() == Some(&b' ') {
        said.pop();
    }
}
