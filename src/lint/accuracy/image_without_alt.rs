//! A picture that says nothing to those who do not see it. Found while a brief is read, in `parse`.

use crate::lint::Rule;

/// The rule.
pub const RULE: Rule = Rule::reading("image-without-alt", include_str!("image_without_alt.md"));
