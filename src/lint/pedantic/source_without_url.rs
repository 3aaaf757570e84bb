//! A cited source without an address.

use crate::diag::Diagnostic;
use crate::lint::proof::cited;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "source-without-url",
    Group::Pedantic,
    look,
    include_str!("source_without_url.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    cited(proof.brief)
        .map(|index| &proof.brief.sources[index])
        .filter(|source| source.url.is_none())
        .map(|source| {
            let title = format!("source `{}` has no `url`", source.id);
            let label = "readers cannot look it up";
            proof.finding(source.span, title).label(label)
        })
        .collect()
}
