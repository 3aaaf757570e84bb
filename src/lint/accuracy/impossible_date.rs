//! Dates of a brief that cannot all be right.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Moment;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "impossible-date",
    Group::Accuracy,
    look,
    include_str!("impossible_date.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (brief, date) = (proof.brief, proof.brief.date);
    if let Some(updated) = brief.updated.filter(|updated| is_later(&date, updated)) {
        let title = "brief was updated before its date";
        let at = proof.place("updated");
        let label = format!("{updated} is before the brief's date, {date}");
        found.push(proof.finding(at, title).label(label));
    }
    if brief.expires.is_some_and(|expires| expires <= date) {
        let title = "brief expires before it is published";
        let at = proof.place("expires");
        let label = format!("the brief's date is {date}");
        found.push(proof.finding(at, title).label(label));
    }
    let last = brief.updated.map_or(date, |updated| updated.max(date));
    for source in &brief.sources {
        if let Some(published) = source.published.filter(|one| is_surely_later(one, &last)) {
            let title = format!("source `{}` was published after the brief", source.id);
            let at = proof.place(&format!("sources/{}/published", source.id));
            let label = format!("{published} is after {last}");
            let help = "where the brief was changed for it, say so in `updated`";
            found.push(proof.finding(at, title).label(label).help(help));
        }
    }
    for (index, prediction) in brief.predictions.iter().enumerate() {
        let Some(resolves) = prediction.resolves_by else {
            continue;
        };
        let mut late = |path: String| {
            let title = "prediction was made after it was to be resolved";
            let label = format!("`resolves_by` is {resolves}");
            found.push(proof.finding(proof.place(&path), title).label(label));
        };
        if prediction
            .as_of
            .is_some_and(|as_of| is_later(&as_of, &resolves))
        {
            late(format!("predictions/{index}/as_of"));
        }
        if prediction
            .readings
            .iter()
            .any(|one| is_later(&one.as_of, &resolves))
        {
            late(late_reading(proof, index, &resolves));
        }
    }
    found
}

/// The place of the first reading, as written, that is later than `resolves`.
fn late_reading(proof: &Proof<'_>, index: usize, resolves: &Moment) -> String {
    let path = |reading| format!("predictions/{index}/readings/{reading}/as_of");
    let is_late = |reading: &usize| {
        let written = proof.field(&path(*reading)).and_then(|node| node.text());
        let moment = written.and_then(|text| Moment::parse(text.trim()).ok());
        moment.is_some_and(|moment| is_later(&moment, resolves))
    };
    let readings = 0..proof.brief.predictions[index].readings.len();
    path(readings.clone().find(is_late).unwrap_or_default())
}

/// Whether one is later: by the clock where both have a time, else by the day.
fn is_later(one: &Moment, other: &Moment) -> bool {
    if one.has_time() && other.has_time() {
        one.instant() > other.instant()
    } else {
        one.iso() > other.iso()
    }
}

/// As [`is_later`], wherever on Earth they were written: days begin and end elsewhere at
/// other times, so that one day alone proves nothing.
fn is_surely_later(one: &Moment, other: &Moment) -> bool {
    const DAY: i64 = 24 * 60 * 60;
    if one.has_time() && other.has_time() {
        one.instant() > other.instant()
    } else {
        one.instant() - other.instant() > DAY && one.iso() > other.iso()
    }
}
