//! The report as one HTML file that asks no host for anything: charts, and the same figures as tables.

use super::chart::{self, Bar, Frame, Ink};
use super::figure::{OTHERS, nothing, period, tail};
use super::fragment::{
    BARS, ROWS, bar, figures, more, paragraph, scrolled, section, shares, stacked,
};
use super::timeline::Timeline;
use super::{Coverage, cited, heat, told};
use crate::text::{counted, escape_html, grouped};

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
        out.push_str(&cited::outlets(coverage));
        out.push_str(&cited::lean(coverage));
        out.push_str(&told::first(coverage));
        out.push_str(&told::told(coverage));
        out.push_str(&told::length(coverage));
        out.push_str(&cited::state_media(coverage));
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
    let mut text = String::from(
        "The stronger the shade of a cell, the more briefs. A brief counts under each of its tags. ",
    );
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
