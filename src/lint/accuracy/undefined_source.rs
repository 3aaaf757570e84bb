//! A citation of a source that is not defined. Found while a brief is read, in `parse`.

use crate::lint::Rule;

/// The rule.
pub const RULE: Rule = Rule::reading("undefined-source", include_str!("undefined_source.md"));
