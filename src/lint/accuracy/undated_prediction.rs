//! A probability that does not say when it held.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "undated-prediction",
    Group::Accuracy,
    look,
    include_str!("undated_prediction.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let predictions = proof.brief.predictions.iter().enumerate();
    let undated = predictions.filter(|(_, one)| {
        one.probability.is_some() && one.as_of.is_none() && one.readings.is_empty()
    });
    undated
        .map(|(index, _)| {
            let at = proof.place(&format!("predictions/{index}/probability"));
            proof
                .finding(at, "prediction does not say when it was made")
                .label("a probability changes from day to day")
                .help("add `as_of:` with the date that it was read on")
        })
        .collect()
}
