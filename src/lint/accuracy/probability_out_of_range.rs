//! A probability below 0 or above 1. Found while a brief is read, in `parse`.

use crate::lint::Rule;

/// The rule.
pub const RULE: Rule = Rule::reading(
    "probability-out-of-range",
    include_str!("probability_out_of_range.md"),
);
