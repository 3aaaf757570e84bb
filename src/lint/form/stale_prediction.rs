//! A prediction that came due, and does not say how it came out.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "stale-prediction",
    Group::Form,
    look,
    include_str!("stale_prediction.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let now = proof.desk.now;
    let predictions = proof.brief.predictions.iter().enumerate();
    let due = predictions.filter(|(_, one)| one.resolution.is_none());
    due.filter_map(|(index, one)| {
        let by = one
            .resolves_by
            .filter(|by| by.end().is_some_and(|end| end.has_come(&now)))?;
        let at = proof.place(&format!("predictions/{index}/resolves_by"));
        let title = format!("prediction was to be resolved by {by}");
        let found = proof.finding(at, title).label("how did it come out?");
        Some(found.help("add `resolution:`"))
    })
    .collect()
}
