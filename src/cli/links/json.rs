//! The result of `gen links` as JSON.

use serde_json::{Value, json};

use crate::links::{Link, Place, Proposal, Report};

/// The version of the format; another number means that a program has to be changed.
const VERSION: u32 = 1;

/// One object: `version`, `asked`, `left`, `network_away`, `interrupted`, `links`, `proposals`.
pub fn write(report: &Report) -> String {
    let links: Vec<Value> = report.links.iter().map(link).collect();
    let proposals: Vec<Value> = report.proposals.iter().map(proposal).collect();
    let value = json!({
        "version": VERSION,
        "asked": report.asked,
        "left": report.left,
        "network_away": report.is_away,
        "interrupted": report.is_stopped,
        "texts_with_errors": report.faulty,
        "links": links,
        "proposals": proposals,
    });
    format!("{value:#}\n")
}

fn link(link: &Link) -> Value {
    let entry = &link.entry;
    let standing = entry.standing();
    let copy = entry.copy.as_ref().and_then(|copy| copy.url.as_ref());
    let places: Vec<Value> = link.places.iter().map(place).collect();
    json!({
        "url": link.url,
        "state": standing.name(),
        "since": standing.since(),
        "answer": entry.answer,
        "asked": entry.asked,
        "last_success": entry.ok,
        "failed": entry.failed,
        "moved": entry.moved,
        "copy": copy,
        "places": places,
    })
}

fn proposal(proposal: &Proposal) -> Value {
    json!({
        "source": proposal.source.id,
        "url": proposal.source.url,
        "place": place(&proposal.source.place),
        "archive": proposal.archive,
        "archived": proposal.archived,
    })
}

fn place(place: &Place) -> Value {
    json!({ "path": &*place.path, "line": place.at.line, "column": place.at.column })
}
