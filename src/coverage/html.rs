//! The report as one HTML file that asks no host for anything: charts, and the same figures as tables.

use super::chart::{self, Bar, Frame, Ink};
use super::figure::{OTHERS, nothing, percent, period, tail};
use super::timeline::Timeline;
use super::{Coverage, Scale, heat, told};
use crate::text::{counted, escape_html, grouped};

/// Bars of a chart; the rest is gathered in one.
pub const BARS: usize = 12;
/// Rows of a table, and briefs of a list; the JSON has all.
pub const ROWS: usize = 100;
/// Rows of the table of tags by time.
const TAGS: usize = 25;

const STYLE: &str = include_str!("report.css");

/// The report as a page.
pub fn html(coverage: &Coverage) -> String {
    let title = format!("Coverage of {}", coverage.site);
    let title = escape_html(&title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"generator\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"soft\">{}</p>\n",
        super::GENERATOR,
        escape_html(&period(coverage))
    );
    if coverage.briefs == 0 {
        out.push_str("</header>\n<main>\n<section class=\"wide\">\n<h2>Nothing to tell</h2>\n");
        out.push_str(&format!(
            "{}</section>\n</main>\n",
            paragraph(nothing(coverage))
        ));
    } else {
        out.push_str(&totals(coverage));
        out.push_str("</header>\n<main>\n");
        out.push_str(&times(coverage));
        out.push_str(&outlets(coverage));
        out.push_str(&lean(coverage));
        out.push_str(&told::first(coverage));
        out.push_str(&told::told(coverage));
        out.push_str(&told::length(coverage));
        out.push_str(&state_media(coverage));
        out.push_str(&providers(coverage));
        out.push_str(&told::stances(coverage));
        out.push_str(&predictions(coverage));
        out.push_str(&told::one_sided(coverage));
        out.push_str(&tags(coverage));
        out.push_str("</main>\n");
    }
    out + "<footer>\n<p>A citation is a source that a brief cites, counted once a brief. What is not known is counted \
           as unknown, never guessed. The full figures are in the JSON of this report.</p>\n</footer>\n</body>\n</html>\n"
}

fn totals(coverage: &Coverage) -> String {
    let each = |count| {
        let average = super::count::average(count, coverage.briefs).unwrap_or_default();
        format!("{average:.1} a brief")
    };
    let corrections = &coverage.corrections;
    let rate = corrections.per_100_briefs.unwrap_or_default();
    let narratives = coverage.narratives.all.narratives;
    let citations = coverage.outlets.citations;
    let predictions = coverage.predictions.made;
    let day = |day: &Option<String>| {
        let day = day.as_deref().unwrap_or_default();
        format!("<time datetime=\"{day}\">{day}</time>")
    };
    let mut days = day(&coverage.first);
    if coverage.first != coverage.last {
        days.push_str(&format!(" to {}", day(&coverage.last)));
    }
    let mut out = String::from("<dl class=\"totals\">\n");
    for (name, count, note) in [
        ("briefs", coverage.briefs, days),
        ("facts", coverage.facts, each(coverage.facts)),
        ("citations", citations, each(citations)),
        ("narratives", narratives, each(narratives)),
        ("predictions", predictions, each(predictions)),
        (
            "corrections",
            corrections.made,
            format!("{rate:.1} per 100 briefs"),
        ),
    ] {
        out.push_str(&format!(
            "<div><dt>{name}</dt><dd class=\"count\">{}</dd><dd class=\"note\">{note}</dd></div>\n",
            grouped(count)
        ));
    }
    out + "</dl>\n"
}

fn times(coverage: &Coverage) -> String {
    let timeline = Timeline::of(&coverage.months);
    let title = format!("Briefs by {}", timeline.unit);
    let busiest = timeline
        .columns
        .iter()
        .rev()
        .max_by_key(|(_, briefs)| *briefs);
    let shows = busiest.map_or(String::new(), |(label, briefs)| {
        let all = counted(coverage.briefs, "brief");
        format!(
            "{all} in all; most of them, {}, in {label}.",
            grouped(*briefs)
        )
    });
    let frame = Frame {
        id: "times",
        title: &title,
        shows: &shows,
    };
    let mut body = chart::columns(frame, &timeline.columns);
    let rows = coverage.months.iter().rev();
    let rows = rows.map(|month| vec![month.month.clone(), grouped(month.briefs)]);
    let caption = "Briefs by month, newest first; a month without any is left out";
    body.push_str(&figures(caption, &["Month", "Briefs"], rows.collect()));
    section(&title, &body)
}

fn outlets(coverage: &Coverage) -> String {
    let title = "Outlets by citations";
    let outlets = &coverage.outlets;
    let all = outlets.citations;
    if all == 0 {
        return section(title, &paragraph("No brief cites a source."));
    }
    let figure = |citations| format!("{} · {}", grouped(citations), percent(citations, all));
    let (shown, others) = tail(&outlets.all, BARS, |outlet| outlet.citations);
    let mut bars: Vec<Bar> = shown
        .iter()
        .map(|outlet| {
            let (mark, ink) = if outlet.registered {
                ("", Ink::Plain)
            } else {
                (" *", Ink::Unknown)
            };
            bar(
                &format!("{}{mark}", outlet.name),
                outlet.citations,
                figure(outlet.citations),
                ink,
            )
        })
        .collect();
    if let Some((count, citations)) = others {
        bars.push(bar(
            &format!("{OTHERS} ({})", grouped(count)),
            citations,
            figure(citations),
            Ink::Middle,
        ));
    }
    let shows = format!(
        "{} of {}; the most cited one is {}, with {}.",
        counted(all, "citation"),
        counted(outlets.all.len(), "outlet"),
        outlets.all[0].name,
        percent(outlets.all[0].citations, all)
    );
    let mut body = chart::bars(
        Frame {
            id: "outlets",
            title,
            shows: &shows,
        },
        &bars,
    );
    body.push_str(&paragraph(&format!(
        "Not in the registry (*, hatched): {} of {}, {}.",
        grouped(outlets.unregistered),
        counted(all, "citation"),
        percent(outlets.unregistered, all)
    )));
    let (shown, others) = tail(&outlets.all, ROWS, |outlet| outlet.citations);
    let yes = |yes| if yes { "yes" } else { "no" }.to_owned();
    let mut rows: Vec<Vec<String>> = shown
        .iter()
        .map(|outlet| {
            vec![
                outlet.name.clone(),
                grouped(outlet.citations),
                percent(outlet.citations, all),
                grouped(outlet.briefs),
                yes(outlet.registered),
                outlet.state_media.map_or_else(|| "unknown".to_owned(), yes),
            ]
        })
        .collect();
    if let Some((count, citations)) = others {
        let mut row = vec![
            format!("{OTHERS} ({})", grouped(count)),
            grouped(citations),
            percent(citations, all),
        ];
        row.resize(6, "–".to_owned());
        rows.push(row);
    }
    let head = [
        "Outlet",
        "Citations",
        "Share",
        "Briefs",
        "In the registry",
        "A state directs it",
    ];
    body.push_str(&figures("Outlets by citations", &head, rows));
    section(title, &body)
}

fn lean(coverage: &Coverage) -> String {
    let title = "Lean of the outlets cited";
    if coverage.scales.is_empty() {
        let text = "No outlet cited is rated on a scale: the lean of all is unknown.";
        return section(title, &paragraph(text));
    }
    let scales = coverage.scales.iter().enumerate();
    let all: String = scales
        .map(|(place, scale)| on_scale(place, scale))
        .collect();
    section(title, &all)
}

fn on_scale(place: usize, scale: &Scale) -> String {
    let [one, other] = &scale.ends;
    let parts = [
        (one.as_str(), scale.first, Ink::First),
        ("middle", scale.middle, Ink::Middle),
        (other.as_str(), scale.second, Ink::Second),
        ("unknown", scale.unknown, Ink::Unknown),
    ];
    let all: usize = parts.iter().map(|(_, placed, _)| placed.citations).sum();
    let rows = parts.iter().map(|(label, placed, _)| {
        vec![
            (*label).to_owned(),
            grouped(placed.citations),
            percent(placed.citations, all),
            grouped(placed.outlets),
        ]
    });
    let title = format!("{one} – {other}");
    let bars = parts.map(|(label, placed, ink)| (label, placed.citations, ink));
    let id = format!("scale-{}", place + 1);
    let mut out = format!("<h3>{}</h3>\n", escape_html(&title));
    out.push_str(&stacked(
        &id,
        &format!("Lean, {title}, by citations"),
        &bars,
    ));
    out.push_str(&paragraph(&super::figure::raters(scale)));
    let head = ["Lean", "Citations", "Share", "Outlets"];
    out + &figures(
        &format!("Lean of the outlets cited, {title}"),
        &head,
        rows.collect(),
    )
}

fn state_media(coverage: &Coverage) -> String {
    let title = "Outlets that a state directs";
    let state = &coverage.outlets.state_media;
    let parts = [
        ("directed by a state", state.directed, Ink::Plain),
        ("not directed by one", state.not_directed, Ink::Middle),
        ("unknown", state.unknown, Ink::Unknown),
    ];
    let mut body = stacked("state", &format!("{title}, by citations"), &parts);
    body.push_str(&paragraph(
        "As the registry says; what it does not say is unknown.",
    ));
    body.push_str(&figures(
        title,
        &["State", "Citations", "Share"],
        shares(&parts),
    ));
    section(title, &body)
}

fn providers(coverage: &Coverage) -> String {
    let title = "Providers by narratives";
    let providers = &coverage.providers;
    let (shown, others) = tail(&providers.all, BARS, |provider| provider.narratives);
    let mut bars: Vec<Bar> = shown
        .iter()
        .map(|provider| {
            let count = provider.narratives;
            bar(&provider.name, count, grouped(count), Ink::Plain)
        })
        .collect();
    if let Some((count, sum)) = others {
        bars.push(bar(
            &format!("{OTHERS} ({})", grouped(count)),
            sum,
            grouped(sum),
            Ink::Middle,
        ));
    }
    if providers.unnamed > 0 {
        let count = providers.unnamed;
        bars.push(bar("none named", count, grouped(count), Ink::Unknown));
    }
    if bars.is_empty() {
        return section(title, &paragraph("No brief has a narrative."));
    }
    let shows = format!(
        "{}; {} without one.",
        counted(providers.all.len(), "provider"),
        counted(providers.unnamed, "narrative")
    );
    let mut body = chart::bars(
        Frame {
            id: "providers",
            title,
            shows: &shows,
        },
        &bars,
    );
    let rows = providers.all.iter().take(ROWS).map(|provider| {
        vec![
            provider.name.clone(),
            grouped(provider.narratives),
            grouped(provider.briefs),
        ]
    });
    let head = ["Provider", "Narratives", "Briefs"];
    body.push_str(&figures("Providers by narratives", &head, rows.collect()));
    body.push_str(&more(providers.all.len(), "providers"));
    section(title, &body)
}

fn predictions(coverage: &Coverage) -> String {
    let title = "Predictions";
    let predictions = &coverage.predictions;
    if predictions.made == 0 {
        return section(title, &paragraph("No brief has a prediction."));
    }
    let parts = [
        ("resolved", predictions.resolved, Ink::Plain),
        ("open", predictions.open, Ink::Middle),
        (
            "came due, not resolved",
            predictions.due.len(),
            Ink::Unknown,
        ),
    ];
    let mut body = stacked("predictions", title, &parts);
    body.push_str(&figures(
        "Predictions",
        &["State", "Predictions", "Share"],
        shares(&parts),
    ));
    if !predictions.due.is_empty() {
        body.push_str("<h3>Came due, and wait for their resolution</h3>\n<ul class=\"briefs\">\n");
        for due in predictions.due.iter().take(ROWS) {
            let said = escape_html(&super::figure::due(due));
            body.push_str(&format!(
                "<li>{}<p>{said}</p></li>\n",
                told::link(&due.brief)
            ));
        }
        body.push_str("</ul>\n");
        body.push_str(&more(predictions.due.len(), "predictions"));
    }
    section(title, &body)
}

fn tags(coverage: &Coverage) -> String {
    let timeline = Timeline::of(&coverage.months);
    let title = format!("Tags by {}", timeline.unit);
    let tags = &coverage.tags;
    if tags.all.is_empty() {
        return section(&title, &paragraph("No brief has a tag."));
    }
    let shown = &tags.all[..tags.all.len().min(TAGS)];
    let mut body = scrolled("Tags by time", &heat::table(shown, &timeline));
    let mut text =
        String::from("The darker a cell, the more briefs. A brief counts under each of its tags. ");
    if tags.all.len() > TAGS {
        text.push_str(&format!("{} more. ", counted(tags.all.len() - TAGS, "tag")));
    }
    if tags.untagged > 0 {
        text.push_str(&format!(
            "Without a tag: {}.",
            counted(tags.untagged, "brief")
        ));
    }
    body.push_str(&paragraph(text.trim_end()));
    let body = format!("<h2>{title}</h2>\n{body}");
    format!("<section class=\"wide\">\n{body}</section>\n")
}

/// One bar of all parts, by count.
fn stacked(id: &str, title: &str, parts: &[(&str, usize, Ink)]) -> String {
    let all: usize = parts.iter().map(|(_, count, _)| count).sum();
    let figure = |count| format!("{} · {}", grouped(count), percent(count, all));
    let said: Vec<String> = parts
        .iter()
        .map(|(label, count, _)| format!("{label} {} ({})", grouped(*count), percent(*count, all)))
        .collect();
    let shows = said.join(", ") + ".";
    let bars: Vec<Bar> = parts
        .iter()
        .map(|&(label, count, ink)| bar(label, count, figure(count), ink))
        .collect();
    chart::stack(
        Frame {
            id,
            title,
            shows: &shows,
        },
        &bars,
    )
}

fn shares(parts: &[(&str, usize, Ink)]) -> Vec<Vec<String>> {
    let all: usize = parts.iter().map(|(_, count, _)| count).sum();
    let row = |(label, count, _): &(&str, usize, Ink)| {
        vec![(*label).to_owned(), grouped(*count), percent(*count, all)]
    };
    parts.iter().map(row).collect()
}

fn bar(label: &str, count: usize, figure: String, ink: Ink) -> Bar {
    Bar {
        label: label.to_owned(),
        value: super::count::part(count, 1),
        figure,
        ink,
    }
}

/// A part of the page under a heading.
pub fn section(title: &str, body: &str) -> String {
    format!(
        "<section>\n<h2>{}</h2>\n{body}</section>\n",
        escape_html(title)
    )
}

/// A text in a paragraph.
pub fn paragraph(text: &str) -> String {
    format!("<p class=\"note\">{}</p>\n", escape_html(text))
}

/// Figures as a table, for those who want to read them: a row for each list, its first text the row's name.
pub fn figures(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>",
        escape_html(caption)
    );
    for name in head {
        table.push_str(&format!("<th scope=\"col\">{name}</th>"));
    }
    table.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        table.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let cell = escape_html(cell);
            table.push_str(&match place {
                0 => format!("<th scope=\"row\"><bdi>{cell}</bdi></th>"),
                _ => format!("<td>{cell}</td>"),
            });
        }
        table.push_str("</tr>\n");
    }
    table.push_str("</tbody>\n</table>\n");
    let table = scrolled(caption, &table);
    format!("<details>\n<summary>The figures as a table</summary>\n{table}</details>\n")
}

/// What may be wider than a phone, and can be moved by keyboard, too.
fn scrolled(name: &str, body: &str) -> String {
    let name = escape_html(name);
    format!(
        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">\n{body}</div>\n"
    )
}

/// Says that a list goes on.
pub fn more(all: usize, what: &str) -> String {
    if all <= ROWS {
        return String::new();
    }
    paragraph(&format!("{} of {} {what}.", grouped(ROWS), grouped(all)))
}
