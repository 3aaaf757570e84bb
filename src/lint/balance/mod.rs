//! Every side is heard.

mod lopsided_narratives;
mod one_leaning_sources;
mod same_side_first;
mod single_narrative;
mod single_outlet;
mod unopposed_narrative;

use crate::lint::Rule;

/// The rules of the group, by name.
pub const RULES: [Rule; 6] = [
    lopsided_narratives::RULE,
    one_leaning_sources::RULE,
    same_side_first::RULE,
    single_narrative::RULE,
    single_outlet::RULE,
    unopposed_narrative::RULE,
];
