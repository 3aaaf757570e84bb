//! A picture that does not say who made it. Found while a brief is read, in `parse`.

use crate::lint::Rule;

/// The rule.
pub const RULE: Rule = Rule::reading(
    "image-without-credit",
    include_str!("image_without_credit.md"),
);
