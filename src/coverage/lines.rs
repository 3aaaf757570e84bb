//! The lines of a report for a terminal, and the bars in them.

use unicode_width::UnicodeWidthStr as _;

use super::Named;
use super::figure::fit;
use crate::text::{clean, grouped};

/// The columns of a terminal that the report stays within.
pub const COLUMNS: usize = 80;
/// The columns of a label.
const LABEL: usize = 28;
/// The columns of a bar.
pub const BAR: usize = 30;
/// The columns of each half of a bar that goes two ways.
const HALF: usize = 24;
/// Rows of a list; JSON has all of them.
pub const ROWS: usize = 10;

/// How a bar is filled.
#[derive(Clone, Copy, Debug)]
pub enum Ink {
    /// What is known.
    Known,
    /// What is not.
    Unknown,
}

/// The report while it is written.
#[derive(Debug, Default)]
pub struct Page(String);

impl Page {
    /// All that was written.
    pub fn finish(self) -> String {
        self.0
    }

    /// A heading, after an empty line.
    pub fn heading(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        let text = fit(text, COLUMNS);
        self.0.push_str(&format!("\u{1b}[1m{text}\u{1b}[0m\n"));
    }

    /// A line as it is.
    pub fn line(&mut self, text: &str) {
        self.0.push_str(&format!("  {}\n", text.trim_end()));
    }

    /// A label, a bar, a figure and what is said of it.
    pub fn row(&mut self, label: &str, bar: &str, figure: &str, note: &str) {
        let label = padded(&fit(&clean(label), LABEL), LABEL);
        self.line(&format!("{label} {} {figure:>7}  {note}", padded(bar, BAR)));
    }

    /// A bar that goes two ways from the middle.
    pub fn halves(&mut self, name: &str, figures: [String; 2], bars: [String; 2]) {
        let ([one, other], [left, right]) = (figures, bars);
        let left = format!("{}{left}", " ".repeat(HALF - left.width()));
        let right = padded(&right, HALF);
        self.line(&format!("{name:<10} {one:>7} {left}│{right} {other:>7}"));
    }

    /// A text in lines of the width of the page.
    pub fn text(&mut self, text: &str) {
        for line in wrapped(&clean(text), COLUMNS - 2) {
            self.line(&line);
        }
    }

    /// A text below a brief's headline.
    pub fn indented(&mut self, text: &str) {
        for line in wrapped(&clean(text), COLUMNS - 14) {
            self.line(&format!("            {line}"));
        }
    }

    /// A brief: its day, headline and file.
    pub fn brief(&mut self, brief: &Named) {
        let title = fit(&clean(&brief.title), COLUMNS - 14);
        self.line(&format!("{}  {title}", brief.date));
        let path = fit_end(&clean(&brief.path), COLUMNS - 14);
        self.line(&format!("            {path}"));
    }

    /// Says how many of `all` are not `shown`.
    pub fn more(&mut self, all: usize, shown: usize, what: &str) {
        if all > shown {
            let (hidden, all) = (grouped(all - shown), grouped(all));
            self.text(&format!(
                "… and {hidden} more of {all} {what}: see the JSON."
            ));
        }
    }
}

/// A bar for `value`, where `most` takes all of `width`.
pub fn bar(value: usize, most: usize, width: usize, ink: Ink) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if most == 0 || value == 0 {
        return String::new();
    }
    let eighths = (value * width * 8 / most).max(1);
    match ink {
        Ink::Known => "█".repeat(eighths / 8) + EIGHTHS[eighths % 8],
        Ink::Unknown => "░".repeat(eighths.div_ceil(8)),
    }
}

/// Half a bar, in whole characters: there are no eighths that grow to the left.
pub fn blocks(value: usize, most: usize) -> String {
    if most == 0 || value == 0 {
        return String::new();
    }
    "█".repeat(((2 * value * HALF + most) / (2 * most)).max(1))
}

/// The text, with its beginning cut to a width in columns: a file is known by its name.
fn fit_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut ends = text.char_indices().map(|(at, _)| &text[at..]);
    let end = ends.find(|end| end.width() < width);
    format!("…{}", end.unwrap_or_default())
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The words of a text in lines of at most `width` columns; a longer word is cut.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = fit(word, width);
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
