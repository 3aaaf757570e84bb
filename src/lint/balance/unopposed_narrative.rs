//! A side of a dispute whose other side is not told.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Narrative;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "unopposed-narrative",
    Group::Balance,
    look,
    include_str!("unopposed_narrative.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let narratives = &proof.brief.narratives;
    if narratives.len() < 2 {
        return Vec::new();
    }
    let sided: Vec<(String, i8)> = narratives
        .iter()
        .map(|narrative| side(proof, narrative).unwrap_or_default())
        .collect();
    // A slip of the finger is told by another rule, and hides what side is meant.
    let stances = proof.desk.stances;
    let is_slip = |narrative: &Narrative| stances.near(&narrative.stance.value).is_some();
    let mut found = Vec::new();
    for (place, (axis, pole)) in sided.iter().enumerate() {
        let opposed = || sided.contains(&(axis.clone(), -pole));
        let told = || sided[..place].contains(&(axis.clone(), *pole));
        if *pole == 0 || opposed() || told() {
            continue;
        }
        let stance = &narratives[place].stance;
        let title = format!("narrative `{}` has no other side", stance.value);
        let label = format!("of the two sides of `{axis}`, one is told");
        found.push(proof.finding(stance.span, title).label(label));
    }
    if !found.is_empty() && narratives.iter().any(is_slip) {
        return Vec::new();
    }
    found
}

/// The axis of a narrative and its side there, where it takes one.
fn side(proof: &Proof<'_>, narrative: &Narrative) -> Option<(String, i8)> {
    let stance = proof.desk.stances.resolve(&narrative.stance.value)?;
    let pole = stance.pole.filter(|pole| *pole != 0)?;
    Some((stance.axis.clone()?, pole))
}
