//! The report for a terminal: bars of block characters, at most 80 columns wide.

use unicode_width::UnicodeWidthStr as _;

use super::figure::{OTHERS, fit, side_name, tail};
use super::lines::{BAR, COLUMNS, Ink, Page, ROWS, bar, blocks};
use super::timeline::Timeline;
use super::{Axis, Coverage, Placed, Scale};
use crate::text::{clean, counted, grouped};

/// Axes, which take several lines each.
const AXES: usize = 5;

/// The report as text for a terminal. Headings have ANSI styles, which say nothing that the
/// words do not; who prints it elsewhere takes them away.
pub fn human(coverage: &Coverage) -> String {
    let mut page = Page::default();
    head(&mut page, coverage);
    if coverage.briefs > 0 {
        times(&mut page, coverage);
        tags(&mut page, coverage);
        outlets(&mut page, coverage);
        for scale in &coverage.scales {
            lean(&mut page, scale);
        }
        if coverage.scales.is_empty() && coverage.outlets.citations > 0 {
            page.heading("Lean of the outlets cited");
            page.text("No outlet cited is rated on a scale: the lean of all is unknown.");
        }
        state_media(&mut page, coverage);
        stances(&mut page, coverage);
        axes(&mut page, coverage);
        one_sided(&mut page, coverage);
        providers(&mut page, coverage);
        predictions(&mut page, coverage);
    }
    page.finish()
}

/// A part in whole percents, four columns wide.
fn percent(part: usize, whole: usize) -> String {
    format!("{:>4}", super::figure::percent(part, whole))
}

fn head(page: &mut Page, coverage: &Coverage) {
    page.heading(&format!("Coverage of {}", clean(&coverage.site)));
    page.text(&super::figure::period(coverage));
    if coverage.briefs == 0 {
        page.text(super::figure::nothing(coverage));
        return;
    }
    let narratives = coverage.narratives.all.narratives;
    let (first, last) = (coverage.first.as_deref(), coverage.last.as_deref());
    let days = format!(
        "{} to {}",
        first.unwrap_or_default(),
        last.unwrap_or_default()
    );
    let each = |count| match super::count::average(count, coverage.briefs) {
        Some(average) => format!("{average:.1} a brief"),
        None => String::new(),
    };
    let corrections = &coverage.corrections;
    let rate = corrections.per_100_briefs.unwrap_or_default();
    for (name, count, note) in [
        ("briefs", coverage.briefs, days),
        ("facts", coverage.facts, each(coverage.facts)),
        (
            "citations",
            coverage.outlets.citations,
            each(coverage.outlets.citations),
        ),
        ("narratives", narratives, each(narratives)),
        (
            "predictions",
            coverage.predictions.made,
            each(coverage.predictions.made),
        ),
        (
            "corrections",
            corrections.made,
            format!(
                "{rate:.1} per 100 briefs, in {}",
                counted(corrections.briefs, "brief")
            ),
        ),
    ] {
        page.line(&format!("{name:<12}{:>9}   {note}", grouped(count)));
    }
}

fn times(page: &mut Page, coverage: &Coverage) {
    let timeline = Timeline::of(&coverage.months);
    page.heading(&format!("Briefs by {}", timeline.unit));
    let most = timeline.columns.iter().map(|(_, briefs)| *briefs).max();
    let mut gap = false;
    for (label, briefs) in &timeline.columns {
        if *briefs == 0 {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            page.line("⋮");
        }
        let bar = bar(*briefs, most.unwrap_or_default(), BAR, Ink::Known);
        page.row(label, &bar, &grouped(*briefs), "");
    }
}

fn tags(page: &mut Page, coverage: &Coverage) {
    page.heading("Tags, by briefs");
    let tags = &coverage.tags;
    let most = tags.all.first().map_or(0, |tag| tag.briefs);
    for tag in tags.all.iter().take(ROWS) {
        let share = percent(tag.briefs, coverage.briefs);
        let bar = bar(tag.briefs, most, BAR, Ink::Known);
        page.row(&tag.name, &bar, &grouped(tag.briefs), &share);
    }
    page.more(tags.all.len(), ROWS, "tags");
    if tags.untagged > 0 {
        page.text(&format!(
            "Without a tag: {}.",
            counted(tags.untagged, "brief")
        ));
    }
}

fn outlets(page: &mut Page, coverage: &Coverage) {
    let outlets = &coverage.outlets;
    page.heading("Outlets, by citations");
    let (shown, others) = tail(&outlets.all, ROWS, |outlet| outlet.citations);
    let most = shown.first().map_or(0, |outlet| outlet.citations);
    for outlet in shown {
        let mark = if outlet.registered { "" } else { " *" };
        let share = percent(outlet.citations, outlets.citations) + mark;
        let bar = bar(outlet.citations, most, BAR, Ink::Known);
        page.row(&outlet.name, &bar, &grouped(outlet.citations), &share);
    }
    if let Some((count, citations)) = others {
        let label = format!("{OTHERS} ({})", grouped(count));
        let share = percent(citations, outlets.citations);
        page.row(&label, "", &grouped(citations), &share);
    }
    page.text(&format!(
        "Not in the registry (*): {} of {}.",
        counted(outlets.unregistered, "citation"),
        grouped(outlets.citations)
    ));
}

fn lean(page: &mut Page, scale: &Scale) {
    page.heading(&format!(
        "Lean of the outlets cited: {} – {}",
        clean(&scale.ends[0]),
        clean(&scale.ends[1])
    ));
    let [one, other] = &scale.ends;
    let rows: [(&str, Placed, Ink); 4] = [
        (one, scale.first, Ink::Known),
        ("middle", scale.middle, Ink::Known),
        (other, scale.second, Ink::Known),
        ("unknown", scale.unknown, Ink::Unknown),
    ];
    let all: usize = rows.iter().map(|(_, placed, _)| placed.citations).sum();
    for (label, placed, ink) in rows {
        let bar = bar(placed.citations, all, BAR, ink);
        let share = percent(placed.citations, all);
        page.row(label, &bar, &grouped(placed.citations), &share);
    }
    page.text(&super::figure::raters(scale));
}

fn state_media(page: &mut Page, coverage: &Coverage) {
    let state = &coverage.outlets.state_media;
    let all = coverage.outlets.citations;
    if all == 0 {
        return;
    }
    page.heading("Citations of outlets that a state directs");
    for (label, citations, ink) in [
        ("directed by a state", state.directed, Ink::Known),
        ("not directed by one", state.not_directed, Ink::Known),
        ("unknown", state.unknown, Ink::Unknown),
    ] {
        let bar = bar(citations, all, BAR, ink);
        page.row(label, &bar, &grouped(citations), &percent(citations, all));
    }
}

fn stances(page: &mut Page, coverage: &Coverage) {
    let narratives = &coverage.narratives;
    if narratives.all.narratives == 0 {
        page.heading("Stances");
        page.text("No brief has a narrative.");
        return;
    }
    page.heading("Stances, by narratives, and how often each comes first");
    let most = narratives
        .stances
        .first()
        .map_or(0, |stance| stance.narratives);
    for stance in narratives.stances.iter().take(ROWS) {
        let bar = bar(stance.narratives, most, BAR, Ink::Known);
        let first = format!("{} first", grouped(stance.leads));
        page.row(&stance.label, &bar, &grouped(stance.narratives), &first);
    }
    page.more(narratives.stances.len(), ROWS, "stances");
    page.text(&super::figure::sides_taken(narratives));
}

fn axes(page: &mut Page, coverage: &Coverage) {
    for axis in coverage.narratives.axes.iter().take(AXES) {
        page.heading(&format!("Sides: {}", clean(&axis.axis)));
        let [one, other] = axis.sides.each_ref().map(|side| clean(&side_name(side)));
        let half = COLUMNS / 2 - 4;
        let (one, other) = (fit(&one, half), fit(&other, half));
        let gap = COLUMNS - 4 - one.width() - other.width();
        page.line(&format!("{one}{}{other}", " ".repeat(gap)));
        two_ways(page, "told", axis, |axis| {
            axis.sides.each_ref().map(|side| side.narratives)
        });
        two_ways(page, "first", axis, |axis| {
            axis.sides.each_ref().map(|side| side.leads)
        });
        words(page, axis);
        page.text(&format!(
            "One side only: {} of {}.",
            counted(axis.one_sided, "brief"),
            grouped(axis.briefs)
        ));
    }
    page.more(coverage.narratives.axes.len(), AXES, "axes");
}

fn two_ways(page: &mut Page, name: &str, axis: &Axis, counts: impl Fn(&Axis) -> [usize; 2]) {
    let [one, other] = counts(axis);
    let most = one.max(other);
    page.halves(
        name,
        [grouped(one), grouped(other)],
        [blocks(one, most), blocks(other, most)],
    );
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tenths of words on average are small and positive"
)]
fn words(page: &mut Page, axis: &Axis) {
    let averages = axis.sides.each_ref().map(|side| side.average_words);
    let tenths = averages.map(|words| words.map_or(0, |words| (words * 10.0).round() as usize));
    let most = tenths[0].max(tenths[1]);
    let written =
        averages.map(|words| words.map_or("–".to_owned(), |words| format!("{words:.1}")));
    page.halves(
        "words each",
        written,
        tenths.map(|tenths| blocks(tenths, most)),
    );
}

fn one_sided(page: &mut Page, coverage: &Coverage) {
    let all = &coverage.narratives.one_sided;
    if coverage.narratives.axes.is_empty() {
        return;
    }
    page.heading("Briefs that tell one side of an axis only");
    if all.is_empty() {
        page.text("None.");
    }
    for found in all.iter().rev().take(ROWS) {
        page.brief(&found.brief);
        page.indented(&format!("{} only", found.stances.join(", ")));
    }
    page.more(all.len(), ROWS, "briefs");
}

fn providers(page: &mut Page, coverage: &Coverage) {
    let providers = &coverage.providers;
    if coverage.narratives.all.narratives == 0 {
        return;
    }
    page.heading("Providers, by narratives");
    let most = providers
        .all
        .first()
        .map_or(0, |provider| provider.narratives);
    for provider in providers.all.iter().take(ROWS) {
        let bar = bar(provider.narratives, most, BAR, Ink::Known);
        page.row(&provider.name, &bar, &grouped(provider.narratives), "");
    }
    page.more(providers.all.len(), ROWS, "providers");
    if providers.unnamed > 0 {
        page.text(&format!(
            "Without a provider: {}.",
            counted(providers.unnamed, "narrative")
        ));
    }
}

fn predictions(page: &mut Page, coverage: &Coverage) {
    let predictions = &coverage.predictions;
    if predictions.made == 0 {
        return;
    }
    page.heading("Predictions");
    let due = predictions.due.len();
    for (label, count) in [
        ("resolved", predictions.resolved),
        ("open", predictions.open),
        ("came due, not resolved", due),
    ] {
        let bar = bar(count, predictions.made, BAR, Ink::Known);
        page.row(
            label,
            &bar,
            &grouped(count),
            &percent(count, predictions.made),
        );
    }
    for due in predictions.due.iter().take(ROWS) {
        page.brief(&due.brief);
        page.indented(&super::figure::due(due));
    }
    page.more(due, ROWS, "predictions");
}
