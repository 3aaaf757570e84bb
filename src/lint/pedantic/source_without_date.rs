//! A cited source without a date.

use crate::diag::Diagnostic;
use crate::lint::proof::cited;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "source-without-date",
    Group::Pedantic,
    look,
    include_str!("source_without_date.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    cited(proof.brief)
        .map(|index| &proof.brief.sources[index])
        .filter(|source| source.published.is_none())
        .map(|source| {
            let title = format!("source `{}` has no `published`", source.id);
            let label = "how old is what it says?";
            proof.finding(source.span, title).label(label)
        })
        .collect()
}
