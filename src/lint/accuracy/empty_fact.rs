//! A fact that states nothing. Found while a brief is read, in `parse`.

use crate::lint::Rule;

/// The rule.
pub const RULE: Rule = Rule::reading("empty-fact", include_str!("empty_fact.md"));
