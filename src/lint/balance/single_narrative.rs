//! A brief with one narrative only.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "single-narrative",
    Group::Balance,
    look,
    include_str!("single_narrative.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let [only] = proof.brief.narratives.as_slice() else {
        return Vec::new();
    };
    let found = proof.finding(only.stance.span, "brief tells one narrative only");
    vec![found.label("no other side is heard")]
}
