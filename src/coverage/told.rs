//! The parts of the page about narratives: who comes first, who is told, how long, and one side alone.

use super::chart::{self, Bar, Frame, Ink, Pair};
use super::figure::{percent, side_name, sides_taken};
use super::fragment::{BARS, ROWS, figures, more, paragraph, section};
use super::{Axis, Coverage, Named, Side};
use crate::text::{counted, escape_html, grouped};

/// Axes in a chart; the table has more.
const AXES: usize = 8;

const NO_AXIS: &str = "No narrative takes a side of a known axis.";

/// Which side comes first in its brief.
pub fn first(coverage: &Coverage) -> String {
    let title = "Which side comes first";
    let mut body = counts(coverage, ("first", title), |side| side.leads);
    body.push_str(&paragraph(&sides_taken(&coverage.narratives)));
    section(title, &body)
}

/// How often each side is told.
pub fn told(coverage: &Coverage) -> String {
    let title = "How often each side is told";
    let body = counts(coverage, ("told", title), |side| side.narratives);
    section(title, &body)
}

/// How long the narratives of each side are.
pub fn length(coverage: &Coverage) -> String {
    let title = "How long each side is";
    let written = |side: &Side| {
        side.average_words
            .map_or("–".to_owned(), |words| format!("{words:.1}"))
    };
    let value = |side: &Side| side.average_words.unwrap_or_default();
    let mut body = paragraph("Words of a narrative, on average.");
    body.push_str(&two_ways(coverage, ("words", title), value, written));
    section(title, &body)
}

fn counts(coverage: &Coverage, name: (&str, &str), count: impl Fn(&Side) -> usize) -> String {
    let value = |side: &Side| super::count::part(count(side), 1);
    two_ways(coverage, name, value, |side| grouped(count(side)))
}

/// A bar to each side for each axis, and the same as a table. `name` is identity and title.
fn two_ways(
    coverage: &Coverage,
    name: (&str, &str),
    value: impl Fn(&Side) -> f64,
    written: impl Fn(&Side) -> String,
) -> String {
    let (id, title) = name;
    let axes = &coverage.narratives.axes;
    if axes.is_empty() {
        return paragraph(NO_AXIS);
    }
    let side = |side: &Side, ink| Bar {
        label: side_name(side),
        value: value(side),
        figure: written(side),
        ink,
    };
    let pair = |axis: &Axis| Pair {
        label: axis.axis.clone(),
        sides: [
            side(&axis.sides[0], Ink::First),
            side(&axis.sides[1], Ink::Second),
        ],
    };
    let pairs: Vec<Pair> = axes.iter().take(AXES).map(pair).collect();
    let said = pairs.iter().map(|pair| {
        let [one, other] = &pair.sides;
        let (one, other) = ((&one.label, &one.figure), (&other.label, &other.figure));
        format!(
            "{}: {} {}, {} {}.",
            pair.label, one.0, one.1, other.0, other.1
        )
    });
    let shows: Vec<String> = said.collect();
    let shows = shows.join(" ");
    let mut out = chart::two_ways(
        Frame {
            id,
            title,
            shows: &shows,
        },
        &pairs,
    );
    if axes.len() > AXES {
        let rest = grouped(axes.len() - AXES);
        out.push_str(&paragraph(&format!(
            "{rest} more of {} axes are in the table.",
            grouped(axes.len())
        )));
    }
    let rows = axes.iter().take(ROWS).map(|axis| {
        let [one, other] = &axis.sides;
        vec![
            axis.axis.clone(),
            side_name(one),
            written(one),
            side_name(other),
            written(other),
        ]
    });
    out.push_str(&figures(
        title,
        &["Axis", "One side", "Figure", "Other side", "Figure"],
        rows.collect(),
    ));
    out
}

/// The stances, with how often each is told and comes first.
pub fn stances(coverage: &Coverage) -> String {
    let title = "Stances by narratives";
    let all = &coverage.narratives.stances;
    if all.is_empty() {
        return section(title, &paragraph("No brief has a narrative."));
    }
    let bars: Vec<Bar> = all
        .iter()
        .take(BARS)
        .map(|stance| Bar {
            label: stance.label.clone(),
            value: super::count::part(stance.narratives, 1),
            figure: format!(
                "{} · {} first",
                grouped(stance.narratives),
                grouped(stance.leads)
            ),
            ink: match (&stance.axis, stance.pole) {
                (_, Some(0)) => Ink::Middle,
                (Some(_), Some(_)) => Ink::Plain,
                _ => Ink::Unknown,
            },
        })
        .collect();
    let shows = format!(
        "{}; the most told one is {}.",
        counted(all.len(), "stance"),
        all[0].label
    );
    let mut body = chart::bars(
        Frame {
            id: "stances",
            title,
            shows: &shows,
        },
        &bars,
    );
    body.push_str(&paragraph(
        "Grey: takes no side. Hatched: its side is not known.",
    ));
    let rows = all.iter().take(ROWS).map(|stance| {
        let side = match (&stance.axis, stance.pole) {
            (_, Some(0)) => "no side".to_owned(),
            (Some(axis), Some(pole)) => format!("{axis}, {}", if pole < 0 { "−1" } else { "+1" }),
            _ => "unknown".to_owned(),
        };
        vec![
            stance.label.clone(),
            side,
            grouped(stance.narratives),
            grouped(stance.leads),
        ]
    });
    let head = ["Stance", "Side", "Narratives", "First"];
    body.push_str(&figures("Stances by narratives", &head, rows.collect()));
    body.push_str(&more(all.len(), "stances"));
    section(title, &body)
}

/// The briefs that tell one side of an axis only, the newest first.
pub fn one_sided(coverage: &Coverage) -> String {
    let title = "One side only";
    let all = &coverage.narratives.one_sided;
    if coverage.narratives.axes.is_empty() {
        return section(title, &paragraph(NO_AXIS));
    }
    if all.is_empty() {
        let text = "Every brief that tells a side of an axis tells the other one, too.";
        return section(title, &paragraph(text));
    }
    let axes = &coverage.narratives.axes;
    let briefs = axes.iter().map(|axis| axis.briefs).sum::<usize>();
    let mut body = paragraph(&format!(
        "In {} of {} where a brief takes up an axis, it tells one side of it: {}.",
        grouped(all.len()),
        counted(briefs, "case"),
        percent(all.len(), briefs)
    ));
    body.push_str(
        "<details>\n<summary>The briefs, newest first</summary>\n<ul class=\"briefs\">\n",
    );
    for found in all.iter().rev().take(ROWS) {
        let told = escape_html(&found.stances.join(", "));
        let axis = escape_html(&found.axis);
        body.push_str(&format!(
            "<li>{}<p>{axis}: {told} only</p></li>\n",
            link(&found.brief)
        ));
    }
    body.push_str("</ul>\n");
    body.push_str(&more(all.len(), "briefs"));
    body.push_str("</details>\n");
    section(title, &body)
}

/// A link to a brief, with its day and its file.
pub fn link(brief: &Named) -> String {
    let [title, path, url] = [&brief.title, &brief.path, &brief.url].map(|text| escape_html(text));
    let date = &brief.date;
    format!(
        "<p><a href=\"{url}\"><bdi>{title}</bdi></a></p>\
         <p class=\"note\"><time datetime=\"{date}\">{date}</time> · {path}</p>"
    )
}
