//! A narrative that cites no source.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "unsourced-narrative",
    Group::Pedantic,
    look,
    include_str!("unsourced_narrative.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let narratives = proof.brief.narratives.iter();
    let unsourced = narratives.filter(|narrative| narrative.prose.cites.is_empty());
    unsourced
        .map(|narrative| {
            let title = format!("narrative `{}` cites no source", narrative.stance.value);
            let label = "where is it told so?";
            proof.finding(narrative.stance.span, title).label(label)
        })
        .collect()
}
