//! For desks that want it very exact.

mod source_without_date;
mod source_without_url;
mod straight_apostrophes_mixed;
mod unsourced_narrative;

use crate::lint::Rule;

/// The rules of the group, by name.
pub const RULES: [Rule; 4] = [
    source_without_date::RULE,
    source_without_url::RULE,
    straight_apostrophes_mixed::RULE,
    unsourced_narrative::RULE,
];
