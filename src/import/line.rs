//! What a line of a plain text is, by itself: the words of the grammar.

use super::head::{Head, head, is_open};
use crate::model::Moment;
use crate::text::{Span, strip_bom};

/// A line of a text.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Where it stands, without white space and bullet.
    pub span: Span,
    /// Its words, without white space and bullet.
    pub text: &'a str,
    /// It begins with a bullet.
    pub has_bullet: bool,
    /// It begins with white space.
    pub is_indented: bool,
    /// The line before it is empty.
    pub follows_blank: bool,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a line can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// `Facts`, `The Facts`.
    Facts,
    /// `Narratives`, `The Spin`.
    Narratives,
    /// `Metaculus Prediction`: a box of its own.
    Forecast,
    /// `Facts * …`: the facts once more, flattened and cut.
    Teaser,
    /// `Sources: …`, and what stands after the colon.
    Sources(&'a str),
    /// A date alone.
    Date(Moment),
    /// `By Jane Doe`, alone.
    Byline(&'a str),
    /// A label of a narrative, perhaps with its provider and text.
    Head(Head<'a>),
    /// A control of the page that the text was copied from.
    Furniture,
    /// Anything else.
    Words,
}

/// Signs that begin an item.
pub const BULLETS: [char; 6] = ['-', '*', '•', '·', '‣', '◦'];

/// Controls and captions of pages; each stands alone on its line.
const FURNITURE: [&str; 9] = [
    "LEFT",
    "RIGHT",
    "CRITICAL",
    "PRO",
    "Show more",
    "Show less",
    "See sources",
    "Sign Up!",
    "Go Deeper",
];
const CAPTIONS: [&str; 3] = ["Photo:", "Image credit:", "Image copyright:"];

/// The lines of `text` that are not empty.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let (body, mut at) = strip_bom(text);
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut follows_blank = false;
    for raw in body.split_inclusive('\n') {
        let start = at + (raw.len() - raw.trim_start().len());
        let words = raw.trim();
        at += raw.len();
        if words.is_empty() {
            follows_blank = true;
            continue;
        }
        let inner = without_bullet(words);
        let has_bullet = inner.len() < words.len();
        let start = start + words.len() - inner.len();
        let end = start + inner.len();
        if let Some(last) = lines
            .last_mut()
            .filter(|last| !follows_blank && !has_bullet && is_open(last.text))
        {
            // A label that is wrapped.
            last.text = &text[last.span.range().start..end];
            last.span = Span::new(last.span.range().start, end);
            last.kind = kind(last.text);
            continue;
        }
        lines.push(Line {
            span: Span::new(start, end),
            text: inner,
            has_bullet,
            is_indented: raw.starts_with([' ', '\t']),
            follows_blank,
            kind: kind(inner),
        });
        follows_blank = false;
    }
    lines
}

fn without_bullet(line: &str) -> &str {
    let Some(rest) = line.strip_prefix(BULLETS) else {
        return line;
    };
    // A hyphen or an asterisk may be a part of the word.
    let is_sure = !line.starts_with(['-', '*']);
    match rest.trim_start() {
        words if (is_sure || words.len() < rest.len()) && !words.is_empty() => words,
        _ => line,
    }
}

fn kind(line: &str) -> Kind<'_> {
    let heading = line.trim_start_matches('#').trim().trim_end_matches(':');
    let is = |names: &[&str]| names.iter().any(|name| heading.eq_ignore_ascii_case(name));
    if is(&["Facts", "The Facts"]) {
        return Kind::Facts;
    }
    if is(&["Narratives", "The Narratives", "Spin", "The Spin"]) {
        return Kind::Narratives;
    }
    if is(&["Metaculus Prediction", "Prediction"]) {
        return Kind::Forecast;
    }
    if FURNITURE.contains(&line) || CAPTIONS.iter().any(|caption| line.starts_with(caption)) {
        return Kind::Furniture;
    }
    let labels = ["Sources:", "Source:", "SOURCES:"];
    if let Some(sources) = labels.iter().find_map(|label| line.strip_prefix(label)) {
        return Kind::Sources(sources.trim());
    }
    let teaser = after_label(line, &["Facts ", "The Facts "]).map(str::trim_start);
    if teaser.is_some_and(|rest| rest.starts_with(BULLETS)) {
        return Kind::Teaser;
    }
    if let Some(name) = byline(line) {
        return Kind::Byline(name);
    }
    match (date(line), head(line)) {
        (Some(date), _) => Kind::Date(date),
        (None, Some(head)) => Kind::Head(head),
        (None, None) => Kind::Words,
    }
}

/// What follows one of these labels, in capitals or not.
fn after_label<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    labels.iter().find_map(|label| {
        let start = line.get(..label.len())?;
        start
            .eq_ignore_ascii_case(label)
            .then(|| line[label.len()..].trim())
    })
}

/// Who wrote the story: `By` and two to four words of a name.
fn byline(line: &str) -> Option<&str> {
    let name = line.strip_prefix("By ")?;
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase);
    let is_plain =
        !name.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ':' | ';' | '?' | '!'));
    ((2..=4).contains(&words.len())
        && words.iter().all(is_name)
        && is_plain
        && !name.ends_with('.'))
    .then_some(name)
}

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date that a line is: `2023-12-09`, `December 9, 2023`, `Sat, 9 Dec. 2023`.
fn date(line: &str) -> Option<Moment> {
    if !line.is_ascii() || line.len() > 40 {
        return None;
    }
    if let Ok(date) = Moment::parse(line) {
        return Some(date);
    }
    let words = line.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.collect();
    let is_day = |word: &str| {
        let word = word.to_lowercase();
        let is =
            |day: &&str| day.starts_with(&word) && (word.len() == day.len() || word.len() <= 5);
        word.len() >= 3 && DAYS.iter().any(is)
    };
    if words.len() == 4 && is_day(words[0]) {
        words.remove(0);
    }
    let [first, second, year] = words.as_slice() else {
        return None;
    };
    let (month, day) = match (month(first), month(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let number =
        |word: &str, most: usize| (word.len() <= most).then(|| word.parse::<u16>().ok())?;
    let (day, year) = (number(day, 2)?, number(year, 4)?);
    Moment::parse(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

/// The number of the month that a word of three letters or more begins.
fn month(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let is = |month: &&str| {
        word.len() >= 3 && month.starts_with(&word) || word == "sept" && **month == *"september"
    };
    MONTHS.iter().position(is).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{Kind, date, lines};

    #[test]
    fn a_line_is_known_by_its_shape() {
        let kinds = |text| {
            lines(text)
                .into_iter()
                .map(|line| line.kind)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            kinds(
                "\u{feff}The Facts:\r\n\r\n## The Spin\nFacts * One. 1 * Two\nSources: 1A\nLEFT\nPhoto: me"
            ),
            [
                Kind::Facts,
                Kind::Narratives,
                Kind::Teaser,
                Kind::Sources("1A"),
                Kind::Furniture,
                Kind::Furniture
            ]
        );
        assert_eq!(kinds("Facts about bears"), [Kind::Words]);
        let text = "a\n\n  • b";
        let line = &lines(text)[1];
        assert!(line.has_bullet && line.follows_blank);
        assert_eq!(&text[line.span.range()], "b");
        assert!(!lines("-5 degrees")[0].has_bullet);
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2023-12-09",
            "December 9, 2023",
            "Saturday, Dec. 9, 2023",
            "9 December 2023",
            "Sat 9 Dec 2023",
        ] {
            assert_eq!(
                date(text).map(|date| date.iso()),
                Some("2023-12-09".into()),
                "{text}"
            );
        }
        for text in [
            "December 2023",
            "May 32, 2023",
            "9 of December 2023",
            "Marching 9, 2023",
            "Sold 9, 2023",
            "Sunak, May 9, 2023",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
