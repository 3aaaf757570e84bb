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
    let mut found = Vec::new();
    let mut seen: Vec<String> = Vec::with_capacity(facts.len());
    for (place, fact) in facts.iter().enumerate() {
        let said = said(&fact.prose.markdown);
        if let Some(first) = seen.iter().position(|before| *before == said) {
            let at = proof.first_line(fact.span);
            let first = proof.first_line(facts[first].span);
            found.push(
                proof
                    .finding(
                        at,
                        format!(
                            "fact {} says what fact {} says",
                            place + 1,
                            seen.iter()
                                .position(|before| *before == said)
                                .map_or(1, |n| n + 1)
                        ),
                    )
                    .label("again here")
                    .also(&proof.brief.path, first, "first here"),
            );
        }
        seen.push(said);
    }
    found
}

/// The letters and digits of a text, without its citations.
fn said(markdown: &str) -> String {
    let mut said = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(open) = rest.find("[^") {
        add(&rest[..open], &mut said);
        let close = rest[open..]
            .find(']')
            .map_or(rest.len(), |at| open + at + 1);
        rest = &rest[close..];
    }
    add(rest, &mut said);
    said
}

fn add(text: &str, said: &mut String) {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    said.extend(letters.flat_map(char::to_lowercase));
}
