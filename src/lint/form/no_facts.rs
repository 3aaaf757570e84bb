//! A brief that states no fact.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief("no-facts", Group::Form, look, include_str!("no_facts.md"));

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let lost = ["empty-fact", "unsourced-fact"]
        .iter()
        .any(|code| proof.is_told(code));
    if lost || !proof.brief.facts.is_empty() {
        return Vec::new();
    }
    let found = proof.finding(proof.brief.title.span, "brief states no fact");
    vec![found.label("nothing in it can be checked")]
}
