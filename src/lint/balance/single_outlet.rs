//! A brief that rests on one outlet.

use crate::diag::Diagnostic;
use crate::lint::proof::cited;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Source;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "single-outlet",
    Group::Balance,
    look,
    include_str!("single_outlet.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let brief = proof.brief;
    // An undefined source may be of another outlet.
    if brief.facts.len() < 2 || proof.is_told("undefined-source") {
        return Vec::new();
    }
    let mut cited = cited(brief).map(|index| &brief.sources[index]);
    let Some(first) = cited.next() else {
        return Vec::new();
    };
    let identity = |source: &Source| proof.desk.registry.identify(&source.outlet.value);
    let only = identity(first);
    if cited
        .any(|source| identity(source).map(|(id, _)| id) != only.as_ref().map(|(id, _)| id.clone()))
    {
        return Vec::new();
    }
    let name = only.map_or_else(|| first.outlet.value.clone(), |(_, name)| name);
    let title = format!("every fact rests on one outlet, `{name}`");
    let found = proof.finding(first.outlet.span, title);
    vec![found.label("no other outlet is cited")]
}
