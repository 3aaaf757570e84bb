//! Atom feeds (RFC 4287).

use std::fmt::Write as _;

use super::feed::{Entry, Feed};
use crate::text::{escape_html, escape_html_into};

/// Writes `feed` as Atom.
pub fn write(feed: &Feed<'_>, out: &mut String) {
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let lang = escape_html(feed.lang);
    let _ = writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">"
    );
    element(out, "title", &feed.title);
    if !feed.description.is_empty() {
        element(out, "subtitle", feed.description);
    }
    link(out, "self", "application/atom+xml", &feed.atom);
    link(out, "alternate", "text/html", &feed.home);
    element(out, "id", &feed.atom);
    element(out, "updated", &feed.updated.rfc3339());
    author(out, feed.publisher);
    let _ = writeln!(
        out,
        "<generator version=\"{}\">Evenhand</generator>",
        env!("CARGO_PKG_VERSION")
    );
    for item in &feed.entries {
        entry(item, out);
    }
    out.push_str("</feed>\n");
}

fn entry(entry: &Entry<'_>, out: &mut String) {
    match entry.lang {
        Some(lang) => {
            let _ = writeln!(out, "<entry xml:lang=\"{}\">", escape_html(lang));
        }
        None => out.push_str("<entry>\n"),
    }
    element(out, "title", &entry.title);
    link(out, "alternate", "text/html", &entry.url);
    element(out, "id", &entry.id);
    element(out, "published", &entry.published.rfc3339());
    element(out, "updated", &entry.updated.rfc3339());
    for name in entry.authors {
        author(out, name);
    }
    for tag in &entry.tags {
        out.push_str("<category term=\"");
        escape_html_into(tag, out);
        out.push_str("\"/>\n");
    }
    if !entry.summary.is_empty() {
        element(out, "summary", &entry.summary);
    }
    if let Some(html) = &entry.html {
        out.push_str("<content type=\"html\">");
        escape_html_into(html, out);
        out.push_str("</content>\n");
    }
    out.push_str("</entry>\n");
}

fn element(out: &mut String, name: &str, text: &str) {
    out.extend(["<", name, ">"]);
    escape_html_into(text, out);
    out.extend(["</", name, ">\n"]);
}

fn link(out: &mut String, rel: &str, r#type: &str, href: &str) {
    out.extend(["<link rel=\"", rel, "\" type=\"", r#type, "\" href=\""]);
    escape_html_into(href, out);
    out.push_str("\"/>\n");
}

fn author(out: &mut String, name: &str) {
    out.push_str("<author>");
    out.push_str("<name>");
    escape_html_into(name, out);
    out.push_str("</name></author>\n");
}
