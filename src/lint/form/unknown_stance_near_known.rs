//! A stance that is not known, but spelled nearly like one that is.

use crate::diag::Diagnostic;
use crate::layout::bracketed;
use crate::lint::{Group, Options, Proof, Rule};
use crate::text::{is_plural, is_slip};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "unknown-stance-near-known",
    Group::Form,
    look,
    include_str!("unknown_stance_near_known.md"),
)
.fixes();

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let desk = proof.desk;
    let mut found = Vec::new();
    for narrative in &proof.brief.narratives {
        let (label, span) = (narrative.stance.value.as_str(), narrative.stance.span);
        let look = || desk.stances.near(label).map(str::to_owned);
        let Some(near) = desk.near.stance(label, look) else {
            continue;
        };
        let one = proof
            .finding(
                span,
                format!("stance `{label}` is not known, but `{near}` is"),
            )
            .label(format!("did you mean `{near}`?"));
        // In Markdown it stands in a heading, in YAML it is a value.
        let replacement = if proof.brief.path.ends_with(".md") {
            near.clone()
        } else {
            bracketed(&near)
        };
        found.push(if is_slip(label, &near, 5) && !is_plural(label, &near) {
            one.fix("use the known stance", span, replacement)
        } else {
            one
        });
    }
    found
}
