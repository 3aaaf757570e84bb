//! A brief without its opening paragraph.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "missing-summary",
    Group::Form,
    look,
    include_str!("missing_summary.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    if proof.brief.summary.is_some() {
        return Vec::new();
    }
    let found = proof.finding(proof.brief.title.span, "brief has no summary");
    vec![found.label("lists, feeds and search engines show the title alone")]
}
