//! The brief is well made.

mod link_text_unclear;
mod loaded_word_in_fact;
mod long_fact;
mod missing_summary;
mod no_facts;
mod stale_prediction;
mod tag_spelled_two_ways;
mod title_too_long;
mod unknown_outlet_near_known;
mod unknown_stance_near_known;
pub mod unused_allow;
mod unused_source;
mod vague_time_in_fact;

use crate::lint::Rule;

/// The rules of the group, by name.
pub const RULES: [Rule; 13] = [
    link_text_unclear::RULE,
    loaded_word_in_fact::RULE,
    long_fact::RULE,
    missing_summary::RULE,
    no_facts::RULE,
    stale_prediction::RULE,
    tag_spelled_two_ways::RULE,
    title_too_long::RULE,
    unknown_outlet_near_known::RULE,
    unknown_stance_near_known::RULE,
    unused_allow::RULE,
    unused_source::RULE,
    vague_time_in_fact::RULE,
];
