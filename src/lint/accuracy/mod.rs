//! What is stated can be relied on.

mod conflicting_source;
mod duplicate_fact;
mod empty_fact;
mod image_without_alt;
mod image_without_credit;
mod impossible_date;
mod probability_out_of_range;
mod slug_changed;
mod undated_prediction;
mod undefined_source;
mod unsourced_fact;

use crate::lint::Rule;

/// The rules of the group, by name.
pub const RULES: [Rule; 11] = [
    conflicting_source::RULE,
    duplicate_fact::RULE,
    empty_fact::RULE,
    image_without_alt::RULE,
    image_without_credit::RULE,
    impossible_date::RULE,
    probability_out_of_range::RULE,
    slug_changed::RULE,
    undated_prediction::RULE,
    undefined_source::RULE,
    unsourced_fact::RULE,
];
