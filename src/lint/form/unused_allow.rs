//! An entry of `allow` that allows nothing.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::lint::{Group, Looks, Rule, Whole};

/// The rule.
pub const RULE: Rule = Rule::new(
    "unused-allow",
    Group::Form,
    Looks::Last,
    include_str!("unused_allow.md"),
);

/// Looks when all others have: `judged` are the rules that did, `used` the files and
/// rules that were allowed something between briefs.
pub fn look(
    whole: &Whole<'_>,
    judged: &BTreeSet<&str>,
    used: &BTreeSet<(&str, &str)>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for brief in &whole.site.cards {
        let allows = |name: &str| brief.allow.iter().any(|allow| allow.rule.value == name);
        if brief.allow.is_empty() || allows(RULE.name) {
            continue;
        }
        let unused = brief.allow.iter().filter(|allow| {
            let name = allow.rule.value.as_str();
            !allow.used && judged.contains(name) && !used.contains(&(&*brief.path, name))
        });
        found.extend(unused.map(|allow| {
            let name = &allow.rule;
            let title = format!("`{}` is allowed, and finds nothing", name.value);
            whole
                .finding(&brief.path, name.span, title)
                .label("remove it")
        }));
    }
    found
}
