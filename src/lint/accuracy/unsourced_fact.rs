//! A fact that cites no source. Found while a brief is read, in `parse`.

use crate::lint::Rule;

/// The rule.
pub const RULE: Rule = Rule::reading("unsourced-fact", include_str!("unsourced_fact.md"));
