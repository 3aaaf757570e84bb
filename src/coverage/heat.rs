//! Tags by months or years, as a table whose cells have the stronger shades the more briefs they hold.

use super::Tag;
use super::timeline::Timeline;
use crate::text::{escape_html, grouped};

/// Shades of a cell, besides the empty one.
const SHADES: usize = 4;

/// A table with a row for each tag and a column for each month or year that has a brief.
pub fn table(tags: &[Tag], timeline: &Timeline) -> String {
    let rows: Vec<(&Tag, Vec<usize>)> = tags
        .iter()
        .map(|tag| (tag, timeline.counts(&tag.months)))
        .collect();
    let used = (0..timeline.columns.len()).filter(|&place| timeline.columns[place].1 > 0);
    let used: Vec<usize> = used.collect();
    let counts = rows.iter().flat_map(|(_, counts)| counts);
    let most = counts.copied().max().unwrap_or(0).max(SHADES);
    let mut out = format!(
        "<table class=\"heat\">\n<caption>Briefs under each tag, by {}</caption>\n<thead><tr><th scope=\"col\">Tag</th>",
        timeline.unit
    );
    for &place in &used {
        let label = &timeline.columns[place].0;
        out.push_str(&format!("<th scope=\"col\">{label}</th>"));
    }
    out.push_str("<th scope=\"col\">all</th></tr></thead>\n<tbody>\n");
    for (tag, counts) in rows {
        let name = escape_html(&tag.name);
        out.push_str(&format!("<tr><th scope=\"row\"><bdi>{name}</bdi></th>"));
        for &place in &used {
            let count = counts[place];
            let shade = (count * SHADES).div_ceil(most);
            out.push_str(&format!("<td class=\"s{shade}\">{}</td>", grouped(count)));
        }
        out.push_str(&format!("<td>{}</td></tr>\n", grouped(tag.briefs)));
    }
    out + "</tbody>\n</table>\n"
}
