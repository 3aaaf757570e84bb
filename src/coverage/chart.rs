//! Charts as SVG: columns, bars, stacked bars, bars that go two ways.
//!
//! Widths are parts of the picture's own width and heights are pixels, so that letters keep
//! their size on a phone.

use super::figure::{fit as short, width};
use crate::text::escape_html;

/// The columns that a row of columns has room for at least, so that a few do not look like walls.
const FEWEST_COLUMNS: usize = 8;

/// The letters that have room in a line on the narrowest phone.
const NARROW: usize = 33;
/// The letters that have room in a line everywhere else.
const WIDE: usize = 50;

/// How a shape is filled. Each has a pattern of its own besides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// What takes no side.
    Plain,
    /// The first of two sides.
    First,
    /// Neither of two sides.
    Middle,
    /// The second of two sides.
    Second,
    /// What is not known.
    Unknown,
}

/// A picture's identity within the page, its title, and what it shows in words.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// A name that no other picture of the page has.
    pub id: &'a str,
    /// What it is.
    pub title: &'a str,
    /// What it shows, for those who do not see it.
    pub shows: &'a str,
}

/// A label with a value, its figures in words and the way it is filled.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// How long it is, in any unit.
    pub value: f64,
    /// Its figures.
    pub figure: String,
    /// Its filling.
    pub ink: Ink,
}

/// Two values that are opposed.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What they are opposed about.
    pub label: String,
    /// The bar to the left and that to the right.
    pub sides: [Bar; 2],
}

/// Values in the order of time.
pub fn columns(frame: Frame<'_>, columns: &[(String, usize)]) -> String {
    const TOP: f64 = 20.0;
    const HEIGHT: f64 = 140.0;
    const GUTTER: f64 = 10.0;
    let most = columns.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let top = ceiling(most);
    let slot = (100.0 - GUTTER) / count(columns.len().max(FEWEST_COLUMNS));
    let mut out = String::new();
    for value in if top.is_multiple_of(2) {
        vec![0, top / 2, top]
    } else {
        vec![0, top]
    } {
        let y = TOP + HEIGHT * (1.0 - count(value) / count(top));
        out.push_str(&line(["0", "100%"], [y, y], "grid"));
        out.push_str(&text("0", y - 4.0, "axis", &crate::text::grouped(value)));
    }
    // On a phone a label is wider than a column.
    let labelled = columns.len().max(FEWEST_COLUMNS).div_ceil(4);
    for (place, (label, value)) in columns.iter().enumerate() {
        let left = GUTTER + slot * count(place);
        let height = HEIGHT * count(*value) / count(top);
        let bar = (left + slot * 0.1, slot * 0.8);
        out.push_str(&rect(
            frame,
            bar,
            (TOP + HEIGHT - height, height),
            Ink::Plain,
        ));
        let middle = percent(left + slot / 2.0);
        if place % labelled == 0 && place + labelled / 2 < columns.len().max(FEWEST_COLUMNS) {
            out.push_str(&text(&middle, TOP + HEIGHT + 18.0, "axis mid", label));
        }
        if columns.len() <= 12 && *value > 0 {
            let y = TOP + HEIGHT - height - 4.0;
            out.push_str(&text(&middle, y, "axis mid", &crate::text::grouped(*value)));
        }
    }
    picture(frame, TOP + HEIGHT + 26.0, &out)
}

/// Bars below one another, each under its label and figures.
pub fn bars(frame: Frame<'_>, bars: &[Bar]) -> String {
    const ROW: f64 = 40.0;
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let mut out = String::new();
    for (place, bar) in bars.iter().enumerate() {
        let y = ROW * count(place);
        out.push_str(&label((0, y + 15.0), "", &bar.label, &bar.figure));
        out.push_str(&text("100%", y + 15.0, "end", &bar.figure));
        let width = part(bar.value, most);
        out.push_str(&rect(frame, (0.0, width), (y + 22.0, 11.0), bar.ink));
    }
    picture(frame, ROW * count(bars.len()), &out)
}

/// One bar of all parts, and a line for each below it.
pub fn stack(frame: Frame<'_>, parts: &[Bar]) -> String {
    const BAR: f64 = 30.0;
    const ROW: f64 = 24.0;
    let whole: f64 = parts.iter().map(|part| part.value).sum();
    let mut out = String::new();
    let mut left = 0.0;
    for (place, bar) in parts.iter().enumerate() {
        let width = part(bar.value, whole);
        out.push_str(&rect(frame, (left, width), (0.0, BAR), bar.ink));
        left += width;
        let y = BAR + 10.0 + ROW * count(place);
        out.push_str(&format!(
            r#"<rect x="1" y="{}" width="16" height="14" {}/>"#,
            number(y),
            fill(frame, bar.ink)
        ));
        out.push_str(&label(
            (26, y + 12.0),
            "",
            &bar.label,
            &format!("    {}", bar.figure),
        ));
        out.push_str(&text("100%", y + 12.0, "end", &bar.figure));
    }
    picture(frame, BAR + 10.0 + ROW * count(parts.len()), &out)
}

/// Bars that go two ways from the middle. The label of one side stands above its bar, and that
/// of the other below, where both have no room in one line.
pub fn two_ways(frame: Frame<'_>, pairs: &[Pair]) -> String {
    let values = pairs.iter().flat_map(|pair| &pair.sides);
    let most = values.map(|side| side.value).fold(0.0, f64::max);
    let mut out = String::new();
    let mut y = 0.0;
    for pair in pairs {
        let [one, other] = &pair.sides;
        let [left, right] = [one, other].map(|side| part(side.value, most) / 2.0);
        let said = [one, other].map(|side| format!("{} {}", short(&side.label, 28), side.figure));
        let together = said.iter().map(|said| width(said)).sum::<usize>() <= NARROW;
        let below = if together { 35.0 } else { 74.0 };
        out.push_str(&label((0, y + 15.0), "name", &pair.label, ""));
        out.push_str(&text("0", y + 35.0, "", &said[0]));
        out.push_str(&text("100%", y + below, "end", &said[1]));
        out.push_str(&rect(frame, (50.0 - left, left), (y + 43.0, 14.0), one.ink));
        out.push_str(&rect(frame, (50.0, right), (y + 43.0, 14.0), other.ink));
        out.push_str(&line(["50%", "50%"], [y + 39.0, y + 61.0], "zero"));
        y += if together { 72.0 } else { 90.0 };
    }
    picture(frame, y, &out)
}

fn picture(frame: Frame<'_>, height: f64, shapes: &str) -> String {
    let Frame { id, title, shows } = frame;
    let (title, shows) = (escape_html(title), escape_html(shows));
    let patterns: String = [Ink::First, Ink::Second, Ink::Unknown]
        .into_iter()
        .filter(|ink| shapes.contains(&fill(frame, *ink)))
        .map(|ink| pattern(frame, ink))
        .collect();
    let defs = if patterns.is_empty() {
        String::new()
    } else {
        format!("<defs>{patterns}</defs>")
    };
    format!(
        "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-shows\" width=\"100%\" height=\"{}\">\
         <title id=\"{id}-title\">{title}</title><desc id=\"{id}-shows\">{shows}</desc>\
         {defs}{shapes}</svg>\n",
        number(height)
    )
}

/// Level lines, upright lines, slanting lines.
fn pattern(frame: Frame<'_>, ink: Ink) -> String {
    let (name, lines) = match ink {
        Ink::First => ("first", "M0 3H6"),
        Ink::Second => ("second", "M3 0V6"),
        _ => ("unknown", "M-1 5L5 -1M1 7L7 1"),
    };
    format!(
        "<pattern id=\"{}-{name}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <path class=\"{name}\" d=\"M0 0H6V6H0z\"/><path class=\"on-{name}\" d=\"{lines}\"/></pattern>",
        frame.id
    )
}

fn fill(frame: Frame<'_>, ink: Ink) -> String {
    let id = frame.id;
    match ink {
        Ink::Plain => "class=\"plain\"".to_owned(),
        Ink::Middle => "class=\"middle\"".to_owned(),
        Ink::First => format!("class=\"part\" fill=\"url(#{id}-first)\""),
        Ink::Second => format!("class=\"part\" fill=\"url(#{id}-second)\""),
        Ink::Unknown => format!("class=\"dim part\" fill=\"url(#{id}-unknown)\""),
    }
}

/// A rectangle: left and width in percents, top and height in pixels; nothing where it is empty.
fn rect(frame: Frame<'_>, across: (f64, f64), down: (f64, f64), ink: Ink) -> String {
    if across.1 <= 0.0 || down.1 <= 0.0 {
        return String::new();
    }
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
        percent(across.0),
        number(down.0),
        percent(across.1),
        number(down.1),
        fill(frame, ink)
    )
}

fn line(x: [&str; 2], y: [f64; 2], class: &str) -> String {
    let [y1, y2] = y.map(number);
    let [x1, x2] = x;
    format!("<line class=\"{class}\" x1=\"{x1}\" x2=\"{x2}\" y1=\"{y1}\" y2=\"{y2}\"/>")
}

fn text(x: &str, y: f64, class: &str, text: &str) -> String {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    let y = number(y);
    format!(
        "<text x=\"{x}\" y=\"{y}\"{class}>{}</text>",
        escape_html(text)
    )
}

/// A text that leaves room for `beside` in its line; in two lengths where it is too long for a phone.
fn label(place: (usize, f64), class: &str, label: &str, beside: &str) -> String {
    let (x, y) = (place.0.to_string(), place.1);
    let [narrow, wide] = [NARROW, WIDE].map(|room| short(label, room - 1 - width(beside)));
    if narrow == wide {
        return text(&x, y, class, &wide);
    }
    let both = [(narrow, "on-phones"), (wide, "elsewhere")];
    let both = both.map(|(label, only)| text(&x, y, format!("{class} {only}").trim(), &label));
    both.concat()
}

/// The next number that is good to read at the top of a scale.
fn ceiling(most: usize) -> usize {
    if most <= 10 {
        return most.max(1);
    }
    let mut step = 1;
    loop {
        for round in [2, 4, 6, 8, 10].map(|round| round * step) {
            if most <= round {
                return round;
            }
        }
        step *= 10;
    }
}

/// The part of `whole` that `value` is, in percents.
fn part(value: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        100.0 * value / whole
    } else {
        0.0
    }
}

fn percent(value: f64) -> String {
    number(value) + "%"
}

/// At most two places, without zeros at the end.
fn number(value: f64) -> String {
    let written = format!("{value:.2}");
    written
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

fn count(count: usize) -> f64 {
    super::count::part(count, 1)
}

#[cfg(test)]
mod tests {
    use super::{ceiling, number};

    #[test]
    fn scales_end_at_round_numbers() {
        let ends = [0, 1, 7, 11, 20, 21, 61, 81, 101, 999].map(ceiling);
        assert_eq!(ends, [1, 1, 7, 20, 20, 40, 80, 100, 200, 1000]);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([33.333_333, 50.0, 0.5].map(number), ["33.33", "50", "0.5"]);
    }
}
