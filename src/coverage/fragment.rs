//! The pieces that the page is put together from; whatever text they are given is escaped.

use super::chart::{self, Bar, Frame, Ink};
use super::figure::percent;
use crate::text::{escape_html, grouped};

/// Bars of a chart; the rest is gathered in one.
pub const BARS: usize = 12;
/// Rows of a table, and briefs of a list; the JSON has all.
pub const ROWS: usize = 100;

/// One bar of all parts, by count.
pub fn stacked(id: &str, title: &str, parts: &[(&str, usize, Ink)]) -> String {
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

/// The parts as rows of a table: label, count, share.
pub fn shares(parts: &[(&str, usize, Ink)]) -> Vec<Vec<String>> {
    let all: usize = parts.iter().map(|(_, count, _)| count).sum();
    let row = |(label, count, _): &(&str, usize, Ink)| {
        vec![(*label).to_owned(), grouped(*count), percent(*count, all)]
    };
    parts.iter().map(row).collect()
}

/// A bar as long as a count.
pub fn bar(label: &str, count: usize, figure: String, ink: Ink) -> Bar {
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
pub fn scrolled(name: &str, body: &str) -> String {
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
