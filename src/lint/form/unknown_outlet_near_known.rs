//! An outlet that is not registered, but spelled nearly like one that is.

use crate::diag::Diagnostic;
use crate::layout::bracketed;
use crate::lint::{Group, Options, Proof, Rule};
use crate::text::{is_plural, is_slip};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "unknown-outlet-near-known",
    Group::Form,
    look,
    include_str!("unknown_outlet_near_known.md"),
)
.fixes();

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let desk = proof.desk;
    let mut found = Vec::new();
    for source in &proof.brief.sources {
        let (name, span) = (source.outlet.value.as_str(), source.outlet.span);
        let look = || desk.registry.near(name).map(str::to_owned);
        let Some(near) = desk.near.outlet(name, look) else {
            continue;
        };
        let one = proof
            .finding(
                span,
                format!("outlet `{name}` is not known, but `{near}` is"),
            )
            .label(format!("did you mean `{near}`?"));
        found.push(if is_slip(name, &near, 5) && !is_plural(name, &near) {
            one.fix("use the known outlet", span, bracketed(&near))
        } else {
            one
        });
    }
    found
}
