//! A time that nobody can place later.

use crate::diag::Diagnostic;
use crate::lint::MOST;
use crate::lint::sieve::without_s;
use crate::lint::words::Word;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Moment;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "vague-time-in-fact",
    Group::Form,
    look,
    include_str!("vague_time_in_fact.md"),
)
.words(ends);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    if !proof.is_english() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (fact, words) in proof.facts_of_note() {
        for (range, said) in vague_times(words) {
            if found.len() > MOST {
                return found;
            }
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

/// All that a vague time can end with.
fn ends(_: &Options) -> BTreeSet<String> {
    let words = DAYS.iter().chain(&SPANS).chain(&WEEKDAYS);
    words.map(|&word| word.to_owned()).collect()
}

/// The vague times among the words of a text: where each stands, and how it reads.
fn vague_times(words: &[Word<'_>]) -> Vec<(Range<usize>, String)> {
    let dated = OnceCell::new();
    let is_dated = |sentence: &usize| {
        let dated = dated.get_or_init(|| dated_sentences(words));
        dated.contains(sentence)
    };
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let plain = without_s(word.text);
        let is = |list: &[&str]| list.iter().any(|one| one.eq_ignore_ascii_case(plain));
        if is(&DAYS) {
            if word.first || !is_capital(word) {
                found.push((word.range.clone(), word.text.to_owned()));
            }
            continue;
        }
        let is_span = is(&SPANS);
        if !is_span && (!is(&WEEKDAYS) || is_dated(&word.sentence)) {
            continue;
        }
        let before = place.checked_sub(1).map(|before| &words[before]);
        let Some(before) = before.filter(|before| before.sentence == word.sentence) else {
            continue;
        };
        let list: &[&str] = if is_span {
            &BEFORE_SPAN
        } else {
            &BEFORE_WEEKDAY
        };
        let leads = list.iter().any(|one| one.eq_ignore_ascii_case(before.text));
        // `This Week` within a sentence is the name of something.
        let is_name = is_span && is_capital(word) && is_capital(before) && !before.first;
        if leads && !is_name && !is_of_something(words, place, before, is_span) {
            // A phrase that wraps has its place on two lines: the word alone has one.
            let is_beside = word.range.start - before.range.end == 1;
            let start = if is_beside {
                before.range.start
            } else {
                word.range.start
            };
            found.push((
                start..word.range.end,
                format!("{} {}", before.text, word.text),
            ));
        }
    }
    found
}

fn is_capital(word: &Word<'_>) -> bool {
    word.text.starts_with(char::is_uppercase)
}

/// "The last week of January", "the last Sunday in March": what follows says which.
fn is_of_something(words: &[Word<'_>], place: usize, before: &Word<'_>, is_span: bool) -> bool {
    let follows = |n: usize| words.get(place + n).map(|word| word.text);
    if !before.text.eq_ignore_ascii_case("last") || !matches!(follows(1), Some("in" | "of")) {
        return false;
    }
    let is_month = |name: &str| MONTHS.iter().any(|month| month.eq_ignore_ascii_case(name));
    is_span || follows(2).is_some_and(is_month)
}

/// The sentences that name a day: a month beside a number, a date in figures, or three numbers in a row.
fn dated_sentences(words: &[Word<'_>]) -> BTreeSet<usize> {
    let is_number = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
    let is_month = |word: &Word<'_>| {
        is_capital(word)
            && MONTHS
                .iter()
                .any(|month| month.eq_ignore_ascii_case(word.text))
    };
    let mut dated = BTreeSet::new();
    for (place, word) in words.iter().enumerate() {
        let next = |n: usize| {
            words
                .get(place + n)
                .filter(|next| next.sentence == word.sentence)
        };
        let beside = next(1).is_some_and(|next| {
            is_month(word) && is_number(next) || is_number(word) && is_month(next)
        });
        let three =
            is_number(word) && next(1).is_some_and(is_number) && next(2).is_some_and(is_number);
        if beside || three || Moment::parse(word.text).is_ok() {
            dated.insert(word.sentence);
        }
    }
    dated
}
