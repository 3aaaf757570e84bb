//! A time that nobody can place later.

use crate::diag::Diagnostic;
use crate::lint::words::Word;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Moment;
use std::ops::Range;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "vague-time-in-fact",
    Group::Form,
    look,
    include_str!("vague_time_in_fact.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    if !proof.is_english() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (fact, words) in proof.facts() {
        for range in vague_times(words) {
            let said = &fact.markdown[range.clone()];
            let title = format!("`{said}` means another day to each reader");
            let at = proof.within(fact, range);
            found.push(proof.finding(at, title).label("write the date"));
        }
    }
    found
}

const DAYS: [&str; 4] = ["today", "yesterday", "tomorrow", "tonight"];
const SPANS: [&str; 3] = ["week", "month", "year"];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const BEFORE_SPAN: [&str; 3] = ["last", "this", "next"];
const BEFORE_WEEKDAY: [&str; 7] = ["on", "last", "next", "this", "since", "until", "by"];
const MONTHS: [&str; 22] = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "may",
    "jan",
    "feb",
    "mar",
    "apr",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
];

/// The vague times among the words of a text.
fn vague_times(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let is = |list: &[&str]| list.iter().any(|one| one.eq_ignore_ascii_case(word.text));
        let before = place.checked_sub(1).map(|before| &words[before]);
        let follows = |list: &[&str]| {
            before.filter(|before| {
                before.sentence == word.sentence
                    && list.iter().any(|one| one.eq_ignore_ascii_case(before.text))
            })
        };
        let is_name = !word.first && word.text.starts_with(|c: char| c.is_uppercase());
        if is(&DAYS) && !is_name {
            found.push(word.range.clone());
        } else if is(&SPANS) {
            found.extend(follows(&BEFORE_SPAN).map(|before| before.range.start..word.range.end));
        } else if is(&WEEKDAYS) && !has_date(words, word.sentence) {
            // "The last Sunday in March" comes every year.
            let after = words.get(place + 1);
            let recurs = after.is_some_and(|after| matches!(after.text, "in" | "of"));
            let before = follows(&BEFORE_WEEKDAY).filter(|_| !recurs);
            found.extend(before.map(|before| before.range.start..word.range.end));
        }
    }
    found
}

/// Whether a sentence names a day: a month beside a number, or a date in figures.
fn has_date(words: &[Word<'_>], sentence: usize) -> bool {
    let words: Vec<&Word<'_>> = words
        .iter()
        .filter(|word| word.sentence == sentence)
        .collect();
    let is_number = |word: &&Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
    let is_month = |word: &&Word<'_>| {
        MONTHS
            .iter()
            .any(|month| month.eq_ignore_ascii_case(word.text))
    };
    let beside = |pair: &[&Word<'_>]| {
        (is_month(&pair[0]) && is_number(&pair[1])) || (is_number(&pair[0]) && is_month(&pair[1]))
    };
    words.windows(2).any(beside) || words.iter().any(|word| Moment::parse(word.text).is_ok())
}
