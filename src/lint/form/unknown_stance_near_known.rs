//! A stance that is not known, but spelled nearly like one that is.

use std::collections::HashMap;

use crate::diag::Diagnostic;
use crate::layout::bracketed;
use crate::lint::{Group, Options, Rule, Whole};
use crate::text::{is_plural, is_slip};

/// The rule.
pub const RULE: Rule = Rule::at_site(
    "unknown-stance-near-known",
    Group::Form,
    look,
    include_str!("unknown_stance_near_known.md"),
)
.fixes();

fn look(whole: &Whole<'_>, _: &Options) -> Vec<Diagnostic> {
    let stances = &whole.site.config.stances;
    let mut near: HashMap<&str, Option<&str>, ahash::RandomState> = HashMap::default();
    let mut found = Vec::new();
    for brief in whole.briefs {
        for narrative in &brief.narratives {
            let (label, span) = (narrative.stance.value.as_str(), narrative.stance.span);
            let near = *near.entry(label).or_insert_with(|| stances.near(label));
            let Some(near) = near else { continue };
            let replacement = if brief.path.ends_with(".md") {
                near.to_owned()
            } else {
                bracketed(near)
            };
            let title = format!("stance `{label}` is not known, but `{near}` is");
            let one = whole
                .finding(&brief.path, span, title)
                .label(format!("did you mean `{near}`?"));
            found.push(if is_slip(label, near, 5) && !is_plural(label, near) {
                one.fix("use the known stance", span, replacement)
            } else {
                one
            });
        }
    }
    found
}
