//! Rated outlets that all stand on one side.

use crate::diag::Diagnostic;
use crate::lint::proof::cited;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::{Lean, Outlet, Rating, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "one-leaning-sources",
    Group::Balance,
    look,
    include_str!("one_leaning_sources.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let brief = proof.brief;
    let outlets: BTreeSet<&Slug> = cited(brief)
        .filter_map(|index| proof.desk.registry.find(&brief.sources[index].outlet.value))
        .map(|outlet| &outlet.id)
        .collect();
    let known = outlets.iter().filter_map(|id| proof.desk.registry.get(id));
    let mut scales: BTreeMap<Slug, Vec<(&Outlet, Lean)>> = BTreeMap::new();
    for outlet in known {
        for (scale, lean) in outlet.leans() {
            scales.entry(scale).or_default().push((outlet, lean));
        }
    }
    let mut found = Vec::new();
    for (scale, rated) in &scales {
        let &[(outlet, side), (_, _), ..] = rated.as_slice() else {
            continue;
        };
        if side == Lean::Middle || rated.iter().any(|(_, lean)| *lean != side) {
            continue;
        }
        let names: Vec<&str> = rated
            .iter()
            .map(|(outlet, _)| outlet.name.as_str())
            .collect();
        let title = format!("all rated outlets are on one side of `{scale}`");
        let label = format!(
            "{}: each rated {}",
            names.join(", "),
            end(outlet, scale, side)
        );
        found.push(proof.finding(brief.title.span, title).label(label));
    }
    found
}

/// The name of the end of a scale that an outlet is placed at.
fn end(outlet: &Outlet, scale: &Slug, side: Lean) -> String {
    let mut ratings = outlet.ratings.iter();
    let ends = ratings.find(|rating| rating.scale_id().as_ref() == Some(scale));
    match ends.and_then(Rating::ends) {
        Some((first, _)) if side == Lean::First => format!("`{first}`"),
        Some((_, second)) => format!("`{second}`"),
        None => "the same".to_owned(),
    }
}
