//! An outlet that is not registered, but spelled nearly like one that is.

use std::collections::HashMap;

use crate::diag::Diagnostic;
use crate::layout::bracketed;
use crate::lint::{Group, Options, Rule, Whole};
use crate::text::{is_plural, is_slip};

/// The rule.
pub const RULE: Rule = Rule::at_site(
    "unknown-outlet-near-known",
    Group::Form,
    look,
    include_str!("unknown_outlet_near_known.md"),
)
.fixes();

fn look(whole: &Whole<'_>, _: &Options) -> Vec<Diagnostic> {
    let registry = &whole.site.registry;
    let mut near: HashMap<&str, Option<&str>, ahash::RandomState> = HashMap::default();
    let mut found = Vec::new();
    for brief in whole.briefs {
        for source in &brief.sources {
            let name = source.outlet.value.as_str();
            let near = *near.entry(name).or_insert_with(|| registry.near(name));
            let Some(near) = near else { continue };
            let title = format!("outlet `{name}` is not known, but `{near}` is");
            let one = whole
                .finding(&brief.path, source.outlet.span, title)
                .label(format!("did you mean `{near}`?"));
            found.push(if is_slip(name, near, 5) && !is_plural(name, near) {
                one.fix("use the known outlet", source.outlet.span, bracketed(near))
            } else {
                one
            });
        }
    }
    found
}
