//! The result of `gen links` for people: what is dead first.

use std::fmt::Write as _;
use std::time::Duration;

use super::LinksArguments;
use crate::cli::paint::printable;
use crate::cli::summary::{counted, grouped, seconds};
use crate::links::{Link, Place, Proposal, Report, Standing};

/// Of an address that stands in more places, so many are named.
const MAX_PLACES: usize = 5;

/// Prints what needs somebody's hand, and one line about everything.
pub fn print(report: &Report, arguments: &LinksArguments, took: Duration) {
    let mut out = String::new();
    let tells_all = arguments.verbose || arguments.list;
    for wanted in ["dead", "failing", "unknown", "unasked", "alive"] {
        if tells_all || matches!(wanted, "dead" | "failing") {
            let links = report.links.iter();
            links
                .filter(|link| link.entry.standing().name() == wanted)
                .for_each(|link| tell(link, &mut out));
        }
    }
    for link in &report.links {
        let answers = link.entry.standing().name() == "alive";
        if let Some(moved) = link.entry.moved.as_ref().filter(|_| answers) {
            let _ = writeln!(out, "moved for good: {}\n  to {moved}", link.url);
            places(&link.places, &mut out);
        }
    }
    proposals(&report.proposals, &mut out);
    let _ = writeln!(out, "{}", line(report, arguments, took));
    super::print(&printable(&out));
}

/// An address, what it answered, and where it stands.
fn tell(link: &Link, out: &mut String) {
    let entry = &link.entry;
    let standing = entry.standing();
    let since = standing.since().map(|day| format!(" since {day}"));
    let answer = entry.answer.as_deref();
    let answer = answer.map(|answer| format!(" ({answer})"));
    let _ = writeln!(
        out,
        "{}{}: {}{}",
        standing.name(),
        since.unwrap_or_default(),
        link.url,
        answer.unwrap_or_default()
    );
    places(&link.places, out);
    if matches!(standing, Standing::Alive | Standing::Unasked) {
        return;
    }
    if let Some(ok) = entry.ok {
        let _ = writeln!(out, "  answered last on {ok}");
    }
    let copy = entry.copy.as_ref().and_then(|copy| copy.url.as_ref());
    if let Some(copy) = copy {
        let _ = writeln!(out, "  copy: {copy}");
    }
}

fn places(places: &[Place], out: &mut String) {
    for place in places.iter().take(MAX_PLACES) {
        let _ = writeln!(
            out,
            "  {}:{}:{}",
            place.path, place.at.line, place.at.column
        );
    }
    if places.len() > MAX_PLACES {
        let _ = writeln!(
            out,
            "  and {} more places",
            grouped(places.len() - MAX_PLACES)
        );
    }
}

/// The lines to add to sources, file by file.
fn proposals(proposals: &[Proposal], out: &mut String) {
    for proposal in proposals {
        let place = &proposal.source.place;
        let _ = writeln!(
            out,
            "copy for the source `{}`, {}:{}:{}\n    archive: {}",
            proposal.source.id, place.path, place.at.line, place.at.column, proposal.archive
        );
        if let Some(day) = proposal.archived {
            let _ = writeln!(out, "    archived: {day}");
        }
    }
}

fn line(report: &Report, arguments: &LinksArguments, took: Duration) -> String {
    let mut line = format!(
        "{} in {}",
        counted(report.links.len(), "link"),
        counted(report.texts, "text")
    );
    let mut before = ":";
    for wanted in ["alive", "dead", "failing", "unknown", "unasked"] {
        let links = report.links.iter();
        let count = links
            .filter(|link| link.entry.standing().name() == wanted)
            .count();
        if count > 0 {
            let _ = write!(line, "{before} {} {wanted}", grouped(count));
            before = ",";
        }
    }
    if !arguments.list {
        let _ = write!(
            line,
            "; {} asked in {}",
            grouped(report.asked),
            seconds(took)
        );
    }
    line
}
