//! Figures and sentences that text and HTML share.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{Coverage, Due, Narratives, Scale, Side};
use crate::text::{counted, grouped};

/// What stands for the tail of a list.
pub const OTHERS: &str = "others";

/// A part in whole percents: `23%`; `<1%` for what is there, but is less; `–` of nothing.
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let rounded = (200 * part + whole) / (2 * whole);
    match (part, rounded) {
        (1.., 0) => "<1%".to_owned(),
        (part, 100) if part < whole => ">99%".to_owned(),
        _ => format!("{rounded}%"),
    }
}

/// The first `most` of a list; and of the others, how many there are and the sum of their counts.
pub fn tail<T>(
    all: &[T],
    most: usize,
    count: impl Fn(&T) -> usize,
) -> (&[T], Option<(usize, usize)>) {
    let (shown, rest) = all.split_at(most.min(all.len()));
    let others = (!rest.is_empty()).then(|| (rest.len(), rest.iter().map(count).sum()));
    (shown, others)
}

/// A side by its stances.
pub fn side_name(side: &Side) -> String {
    if side.stances.is_empty() {
        return "the other side".to_owned();
    }
    side.stances.join(", ")
}

/// The days that the report tells of, as a phrase.
pub fn period(coverage: &Coverage) -> String {
    let now = &coverage.now;
    match (&coverage.since, &coverage.until) {
        (None, None) => format!("Briefs published by {now}."),
        (Some(since), None) => format!("Briefs from {since} on, published by {now}."),
        (None, Some(until)) => format!("Briefs up to {until}, published by {now}."),
        (Some(since), Some(until)) => {
            format!("Briefs from {since} to {until}, published by {now}.")
        }
    }
}

/// That there is nothing to tell.
pub fn nothing(coverage: &Coverage) -> &'static str {
    if coverage.since.is_some() || coverage.until.is_some() {
        "No brief was published in this period. Other days may have some: see --since and --until."
    } else {
        "No brief is published yet. Drafts and scheduled briefs do not count."
    }
}

/// Who rated the outlets, and what is unknown of the rest.
pub fn raters(scale: &Scale) -> String {
    let raters = scale
        .raters
        .iter()
        .map(|rater| format!("{} ({})", rater.name, counted(rater.outlets, "outlet")));
    let raters: Vec<String> = raters.collect();
    let mut text = format!("Rated by {}.", raters.join(", "));
    let unrated = scale.unknown.outlets - scale.undecided.outlets;
    if unrated > 0 {
        text.push_str(&format!(" Not rated: {}.", counted(unrated, "outlet")));
    }
    if scale.undecided.outlets > 0 {
        let undecided = counted(scale.undecided.outlets, "outlet");
        text.push_str(&format!(" Raters disagree, or name no side: {undecided}."));
    }
    text
}

/// How many narratives take a side, none, or an unknown one.
pub fn sides_taken(narratives: &Narratives) -> String {
    let mut text = String::new();
    for (what, taken) in [
        ("Narratives", &narratives.all),
        ("First in their brief", &narratives.leads),
    ] {
        text.push_str(&format!(
            "{what}: {} on a side, {} on none, {} of unknown side. ",
            grouped(taken.side),
            grouped(taken.no_side),
            grouped(taken.unknown)
        ));
    }
    if narratives.briefs_without > 0 {
        let without = counted(narratives.briefs_without, "brief");
        text.push_str(&format!("Without a narrative: {without}."));
    }
    text.trim_end().to_owned()
}

/// A prediction that came due: day, probability, forecaster and question.
pub fn due(due: &Due) -> String {
    let probability = due.probability.map(crate::render::percent);
    let probability = probability.unwrap_or_else(|| "no probability".to_owned());
    let forecaster = due.forecaster.as_deref().unwrap_or("no forecaster named");
    format!(
        "due {}: {} {probability}, {forecaster}",
        due.resolves_by, due.question
    )
}

/// The text, cut to a width in columns; wide letters take two.
pub fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(c);
    }
    cut.trim_end().to_owned() + "…"
}

/// The columns that a text takes; wide letters take two.
pub fn width(text: &str) -> usize {
    text.width()
}
