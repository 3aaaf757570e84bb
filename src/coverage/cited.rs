//! The parts of the page about who is cited: outlets, where they lean, whether a state directs them.

use super::chart::{self, Bar, Frame, Ink};
use super::figure::{OTHERS, percent, tail};
use super::fragment::{BARS, ROWS, bar, figures, paragraph, section, shares, stacked};
use super::{Coverage, Scale};
use crate::text::{counted, escape_html, grouped};

/// The outlets by citations.
pub fn outlets(coverage: &Coverage) -> String {
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

/// Where the outlets lean, scale by scale.
pub fn lean(coverage: &Coverage) -> String {
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

/// Whether a state directs the outlets.
pub fn state_media(coverage: &Coverage) -> String {
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
