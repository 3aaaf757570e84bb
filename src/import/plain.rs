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

use std::collections::BTreeSet;
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
/// The most lines of a summary between a title and its facts, where there are several stories.
const SUMMARY_MOST: usize = 3;
/// The most lines of words before the first of several stories.
const MASTHEAD_MOST: usize = 3;
/// The most stories of one text.
const STORIES_MOST: usize = 100;

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
    if facts.len() > STORIES_MOST {
        let title = format!("a text of over {STORIES_MOST} stories");
        remarks.refuse(
            "several-stories",
            lines[facts[STORIES_MOST]].span,
            title,
            "split it",
        );
        return (&[], Vec::new());
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut titles: Vec<usize> = Vec::new();
    for &at in &facts {
        let end_of_last = titles.last().map_or(0, |last| last + 1);
        let Some(title) = title_before(&lines[end_of_last..at], titles.is_empty()) else {
            let label = "which line before it is the title cannot be told";
            two_versions(&lines[at], label, remarks);
            return (&[], Vec::new());
        };
        let title = end_of_last + title;
        // A date right above the title is the story's.
        let is_date = |at: usize| matches!(lines[at].kind, Kind::Date(_));
        let has_date = !titles.is_empty() && title > end_of_last && is_date(title - 1);
        titles.push(title);
        starts.push(if has_date { title - 1 } else { title });
    }
    let words: Vec<BTreeSet<String>> = titles
        .iter()
        .map(|&at| title_words(lines[at].text))
        .collect();
    for (n, &title) in titles.iter().enumerate() {
        if words[..n].iter().any(|other| is_like(other, &words[n])) {
            let label = "nearly the title of another story above";
            two_versions(&lines[title], label, remarks);
        }
        if n > 0 {
            let shown = shorten(lines[title].text, 60);
            let note = format!("`{shown}` becomes a brief of its own");
            remarks.warn("split", lines[title].span, note, "a story begins here");
        }
    }
    let masthead = &lines[..starts[0]];
    let is_head = |line: &Line<'_>| {
        matches!(
            line.kind,
            Kind::Words | Kind::Date(_) | Kind::Furniture | Kind::Byline(_)
        ) && !line.has_bullet
    };
    let words = masthead
        .iter()
        .filter(|line| line.kind == Kind::Words)
        .count();
    if words > MASTHEAD_MOST || !masthead.iter().all(is_head) {
        let label = "what stands before it would be left out";
        two_versions(&lines[titles[0]], label, remarks);
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let stories = starts.iter().zip(ends).map(|(&from, to)| &lines[from..to]);
    (masthead, stories.collect())
}

/// The text is two texts.
pub fn two_versions(line: &Line<'_>, label: &str, remarks: &mut Remarks) {
    let title = "two versions of a text, or two stories without a clear boundary";
    remarks.refuse("two-versions", line.span, title, label);
}

/// The line before the facts that is the title: it ends without a stop, a summary of whole
/// sentences may follow it, and what is before it has ended. None where that is not one line.
/// Before the first story, an empty line or a date divides a masthead from the title.
fn title_before(lines: &[Line<'_>], is_first: bool) -> Option<usize> {
    let skips = |line: &Line<'_>| {
        matches!(
            line.kind,
            Kind::Date(_) | Kind::Teaser | Kind::Furniture | Kind::Byline(_)
        )
    };
    let mut at = lines.len();
    for summary in 0..=SUMMARY_MOST {
        at = lines[..at].iter().rposition(|line| !skips(line))?;
        let line = &lines[at];
        if line.kind != Kind::Words || line.has_bullet {
            return None;
        }
        // A question may be a title, or a summary: then what is before it has not ended.
        let may_be_both = line.text.ends_with(['!', '?']);
        if line.text.ends_with(['.', ':', ';', ',']) {
            continue;
        }
        let is_divided = line.follows_blank || at > 0 && skips(&lines[at - 1]);
        let has_ended = |line: &Line<'_>| {
            ends_in_stop(line.text)
                || line.has_bullet
                || matches!(line.kind, Kind::Sources(_) | Kind::Forecast)
        };
        let before = lines[..at].iter().rev().find(|line| !skips(line));
        let is_apart = match before {
            None => true,
            Some(_) if is_first && is_divided && !may_be_both => true,
            // With a summary after it, a line could as well be one of the narrative before it.
            Some(before) => has_ended(before) && (is_divided || summary == 0),
        };
        let is_short = line.text.chars().count() <= TITLE_MOST;
        return (is_short && is_apart).then_some(at);
    }
    None
}

fn title_words(title: &str) -> BTreeSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether most words of two titles are the same.
fn is_like(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let shared = a.intersection(b).count();
    shared * 10 >= (a.len() + b.len() - shared) * 6
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
