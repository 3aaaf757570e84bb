//! A source that nothing cites.

use crate::diag::Diagnostic;
use crate::lint::proof::cited;
use crate::lint::removal::removal;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "unused-source",
    Group::Form,
    look,
    include_str!("unused_source.md"),
)
.fixes();

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    // What a fault kept from being read may have cited it.
    let lost = [
        "undefined-source",
        "unsourced-fact",
        "empty-fact",
        "conflicting-source",
    ];
    if lost.iter().any(|code| proof.is_told(code)) {
        return Vec::new();
    }
    let mut is_cited = vec![false; proof.brief.sources.len()];
    for index in cited(proof.brief) {
        is_cited[index] = true;
    }
    let sources = proof.brief.sources.iter().zip(is_cited);
    let unused = sources.filter(|(_, is_cited)| !is_cited);
    unused
        .map(|(source, _)| {
            let title = format!("source `{}` is not cited", source.id);
            let found = proof.finding(source.span, title).label("nothing cites it");
            // Where the text is still to come, its sources are there before it.
            let is_begun = proof.brief.draft || proof.brief.facts.is_empty();
            match removal(proof.text, proof.field("sources"), &source.id) {
                Some(span) if !is_begun => found.fix("remove it", span, ""),
                _ => found,
            }
        })
        .collect()
}
