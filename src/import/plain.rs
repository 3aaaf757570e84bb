//! The grammar of plain texts: lines → stories.
//!
//! ```text
//! text       = [masthead] story { story }           several only where each has its title before its `Facts`
//! story      = title { date | teaser | summary } facts sources { narrative | box }
//! facts      = ["Facts"] { [bullet] statement }      a statement goes on over wrapped lines until it cites
//! sources    = "Sources:" outlets                    may go on over wrapped lines, or be a line for each
//! narrative  = ["Narratives"] [bullet] head [prose]  exactly one paragraph
//! box        = "Metaculus Prediction" [prose]
//! furniture  = "LEFT" | "Show more" | …              anywhere
//! ```
//!
//! `line.rs`, `head.rs`, `names.rs` and `citation.rs` have the parts. What fits nowhere is refused.

use std::sync::Arc;

use super::citation::ends_in_stop;
use super::line::{Kind, Line, lines};
use super::names::Names;
use super::reader::Reader;
use super::remark::Remarks;
use super::story::Story;
use crate::text::shorten;

/// The most characters of a title between two stories.
const TITLE_MOST: usize = 200;

/// The stories in `text`, and what is to be said of it. Without a refusal among the
/// remarks, every line is in a story or named in a remark.
pub fn read(path: &Arc<str>, text: &str, names: &Names) -> (Vec<Story>, Remarks) {
    let mut remarks = Remarks::on(path);
    let lines = lines(text);
    let (masthead, parts) = parts(&lines, &mut remarks);
    let mut date = None;
    for line in masthead {
        match line.kind {
            Kind::Date(found) => date = Some(found),
            Kind::Furniture => furniture(line, &mut remarks),
            _ => remarks.warn(
                "dropped-masthead",
                line.span,
                "words before the first story are left out",
                "",
            ),
        }
    }
    let stories = parts
        .into_iter()
        .map(|part| Reader::new(names, date, &mut remarks).read(part))
        .collect();
    (stories, remarks)
}

/// The lines before the first story, and those of each story.
fn parts<'a, 'l>(
    lines: &'l [Line<'a>],
    remarks: &mut Remarks,
) -> (&'l [Line<'a>], Vec<&'l [Line<'a>]>) {
    let facts: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].kind == Kind::Facts)
        .collect();
    if facts.len() < 2 {
        return (&[], vec![lines]);
    }
    let mut titles: Vec<usize> = Vec::new();
    for &at in &facts {
        let end_of_last = titles.last().map_or(0, |last| last + 1);
        match title_before(&lines[end_of_last..at]) {
            Some(title) => titles.push(end_of_last + title),
            None => {
                two_versions(
                    &lines[at],
                    "a second `Facts` without a title before it",
                    remarks,
                );
                return (&[], Vec::new());
            }
        }
    }
    for (n, &title) in titles.iter().enumerate() {
        let same = titles[..n]
            .iter()
            .find(|&&other| is_like(lines[other].text, lines[title].text));
        if same.is_some() {
            two_versions(
                &lines[title],
                "nearly the title of another story above",
                remarks,
            );
        }
        if n > 0 {
            let title = shorten(lines[title].text, 60);
            remarks.warn(
                "split",
                lines[titles[n]].span,
                format!("`{title}` becomes a brief of its own"),
                "a story begins here",
            );
        }
    }
    let ends = titles.iter().skip(1).copied().chain([lines.len()]);
    let stories = titles.iter().zip(ends).map(|(&from, to)| &lines[from..to]);
    (&lines[..titles[0]], stories.collect())
}

/// The text is two texts.
pub fn two_versions(line: &Line<'_>, label: &str, remarks: &mut Remarks) {
    let title = "two versions of a text, or two stories without a clear boundary";
    remarks.refuse("two-versions", line.span, title, label);
}

/// The last line before the facts that may be a title.
fn title_before(lines: &[Line<'_>]) -> Option<usize> {
    let skips =
        |line: &Line<'_>| matches!(line.kind, Kind::Date(_) | Kind::Teaser | Kind::Furniture);
    let at = lines.iter().rposition(|line| !skips(line))?;
    let line = &lines[at];
    let ends_open = !line.text.ends_with(['.', ':', ';', ',']);
    let is_short = line.text.chars().count() <= TITLE_MOST;
    // Between two stories, a title that follows prose without an empty line could be its last line.
    let is_apart = at == 0 || line.follows_blank || ends_in_stop(lines[at - 1].text);
    (line.kind == Kind::Words && !line.has_bullet && ends_open && is_short && is_apart)
        .then_some(at)
}

/// Whether most words of two titles are the same.
fn is_like(a: &str, b: &str) -> bool {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (shared, all) = (a.intersection(&b).count(), a.union(&b).count());
    shared * 10 >= all * 6
}

/// A control or caption of a page is left out.
pub fn furniture(line: &Line<'_>, remarks: &mut Remarks) {
    remarks.warn(
        "dropped-furniture",
        line.span,
        format!("`{}` of a page is left out", shorten(line.text, 40)),
        "",
    );
}
