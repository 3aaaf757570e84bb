//! The numbers at the end of a statement: which of them cite a source.

/// A statement and what it cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The words, without the citation.
    pub text: String,
    /// The numbers of sources, from 1, in the order written, each once.
    pub numbers: Vec<usize>,
    /// The number could as well belong to the sentence.
    pub is_ambiguous: bool,
}

/// Why the numbers at an end cite nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncited {
    /// There are none.
    None,
    /// This number is beyond the sources.
    Beyond(usize),
}

/// The longest citation that is looked for, in bytes.
const LONGEST: usize = 80;

/// What `text` cites at its end, of the sources 1 to `count`.
///
/// ```text
/// statement = words STOP [" "] citation             a number after a stop is a citation
///           | words mark STOP                        "[1]." and "¹.": the stop belongs to the words
///           | words DIGIT " " NUMBER                 "in 2022 3" cites 3
///           | words " " NUMBER                       "rose to 6": taken as one, with a warning
/// citation  = part { ["," | "&" | "and"] part }
/// part      = NUMBER | NUMBER "-" NUMBER | mark
/// mark      = "[" citation "]" | superscript
/// ```
///
/// The stop of an abbreviation ("No.", "Jan.") is none, and neither is a closing quotation
/// mark or bracket without one. `[…]` with anything but numbers in it is part of the words.
pub fn split(text: &str, count: usize) -> Result<Cited, Uncited> {
    let text = text.trim_end();
    if let Some(open) = text.strip_suffix(['.', '!', '?'])
        && open.ends_with(|c: char| c == ']' || superscript(c).is_some())
        && let Ok(mut cited) = split_end(open, count)
    {
        // What stands before the stop is a mark, not the number of a sentence.
        let marks = open[cited.text.len()..].trim_start();
        if marks.starts_with(|c: char| c == '[' || superscript(c).is_some()) {
            cited.text.push_str(&text[open.len()..]);
            cited.is_ambiguous = false;
            return Ok(cited);
        }
    }
    split_end(text, count)
}

fn split_end(text: &str, count: usize) -> Result<Cited, Uncited> {
    for start in starts(text) {
        let (words, marks) = (text[..start].trim_end(), &text[start..]);
        let Some(numbers) = parts(marks, count) else {
            continue;
        };
        let is_bracket = marks.starts_with('[');
        let is_raised = marks.starts_with(|c: char| superscript(c).is_some());
        let is_apart = words.len() < start;
        let stops = is_stopped(words);
        // `1.2`: a point inside a number is no stop.
        let is_point = !is_apart
            && words
                .trim_end_matches('.')
                .ends_with(|c: char| c.is_ascii_digit());
        let is_mark = is_bracket || is_raised;
        // `km² 1`: what is raised belongs to the word, when a number follows.
        let is_unit = is_raised
            && !stops
            && (marks.contains(|c: char| c.is_ascii_digit()) || !is_apart && ends_in_unit(words));
        let is_attached = !is_apart && !stops && !is_mark;
        if words.is_empty() || is_point && !is_mark || is_attached || is_unit {
            continue;
        }
        let is_beyond = |number: &&usize| **number == 0 || **number > count;
        if let Some(&number) = numbers.iter().find(is_beyond) {
            if stops || is_bracket {
                return Err(Uncited::Beyond(number));
            }
            continue;
        }
        // Without a stop only the last number can be one: the others belong to the words.
        if !stops && !is_mark && numbers.len() > 1 {
            continue;
        }
        let follows_number = words.ends_with(|c: char| c.is_ascii_digit());
        return Ok(Cited {
            text: words.to_owned(),
            numbers,
            is_ambiguous: !(stops || is_bracket || follows_number),
        });
    }
    Err(Uncited::None)
}

/// Where a citation at the end of `text` could begin, the longest first.
fn starts(text: &str) -> Vec<usize> {
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, ',' | '&' | '[' | ']' | '-' | '–')
            || superscript(c).is_some()
    };
    let least = crate::text::floor_boundary(text, text.len().saturating_sub(LONGEST));
    let mut first = text.len();
    loop {
        let shorter = text[least..first].trim_end_matches(is_mark);
        if least + shorter.len() == first {
            break;
        }
        first = least + shorter.len();
        let joined = shorter
            .strip_suffix("and")
            .filter(|rest| rest.ends_with(is_mark));
        match joined {
            Some(rest) => first = least + rest.len(),
            None => break,
        }
    }
    let mut before = text[..first].chars().next_back();
    let mut starts = Vec::new();
    for (at, c) in text[first..].char_indices() {
        // A number begins where no digit stands before it.
        let begins = match before {
            Some(before) if c.is_ascii_digit() => {
                !before.is_ascii_digit() && !matches!(before, '-' | '–' | '[')
            }
            Some(before) if superscript(c).is_some() => superscript(before).is_none(),
            Some(before) if c == '[' => !matches!(before, '-' | '–' | '['),
            _ => true,
        };
        if begins && (c == '[' || c.is_ascii_digit() || superscript(c).is_some()) {
            starts.push(first + at);
        }
        before = Some(c);
    }
    starts
}

/// Signs that may follow the stop of a sentence.
const CLOSING: [char; 8] = ['"', '”', '’', '\'', '»', ')', ']', '“'];

/// Whether a statement can end like this: in a stop, a closing quotation mark or bracket.
pub fn ends_in_stop(words: &str) -> bool {
    words.ends_with(['.', '!', '?', '…']) || words.ends_with(CLOSING)
}

/// Whether a sentence has ended for certain: in a stop that is not that of an abbreviation.
pub fn is_stopped(words: &str) -> bool {
    let inner = words.trim_end_matches(CLOSING);
    if words.ends_with(['!', '?', '…']) || inner.ends_with(['!', '?', '…']) {
        return true;
    }
    let (Some(open), is_closed) = (inner.strip_suffix('.'), inner.len() < words.len()) else {
        return false;
    };
    let last = open
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or("");
    is_closed
        || !(super::names::is_abbreviation(last)
            || REFERENCES.contains(&last.to_lowercase().as_str()))
}

/// Words before a number that belongs to them.
const REFERENCES: [&str; 54] = [
    "no", "nos", "art", "arts", "vs", "v", "p", "pp", "sec", "sect", "ch", "fig", "vol", "op",
    "para", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "approx", "ca", "nr", "est", "ver", "prop", "rs", "div", "dist", "hwy", "rte", "rt", "res",
    "ep", "pt", "amend", "ord", "mk", "ex", "max", "min", "reg", "rev", "ser", "st", "ave", "apt",
];

/// Whether the last word is a unit of length, whose power a raised number is: `km²`.
fn ends_in_unit(words: &str) -> bool {
    let last = words
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    ["km", "m", "cm", "mm", "ft", "mi", "yd", "in", "dm"].contains(&last)
}

/// Whether a line is nothing but numbers of sources: the end of a list that was wrapped.
pub fn is_marks(line: &str) -> bool {
    let line = line.trim_start_matches([',', '&', ' ']);
    parts(line.strip_prefix("and ").unwrap_or(line), usize::MAX).is_some()
}

/// The numbers of a whole citation; none when it is something else.
fn parts(marks: &str, count: usize) -> Option<Vec<usize>> {
    let mut numbers: Vec<usize> = Vec::new();
    let mut depth = 0_usize;
    let mut rest = marks;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            let from: usize = rest[..end].parse().ok()?;
            rest = &rest[end..];
            let range = rest.strip_prefix(['-', '–']);
            let last = range.and_then(|range| {
                let end = range
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(range.len());
                Some((range[..end].parse::<usize>().ok()?, &range[end..]))
            });
            match last {
                Some((to, after)) if from < to && to - from < 100 => {
                    numbers.extend(from..=to);
                    rest = after;
                }
                _ => numbers.push(from),
            }
            continue;
        }
        if superscript(c).is_some() {
            let digits: String = rest.chars().map_while(superscript).collect();
            rest = &rest[rest.chars().take(digits.len()).map(char::len_utf8).sum()..];
            // Marks of several sources may stand side by side: ¹² is 1 and 2 where there is no 12.
            match digits.parse::<usize>() {
                Ok(number) if number <= count || digits.len() == 1 => numbers.push(number),
                _ => numbers.extend(digits.bytes().map(|digit| usize::from(digit - b'0'))),
            }
            continue;
        }
        match c {
            '[' => depth += 1,
            ']' => depth = depth.checked_sub(1)?,
            ',' | '&' => {}
            // `[1]–[3]`
            '-' | '–' => {
                let from = *numbers.last()?;
                let next = rest[c.len_utf8()..].trim_start_matches('[');
                let end = next
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(next.len());
                let to: usize = next[..end].parse().ok()?;
                if from >= to || to - from > 100 {
                    return None;
                }
                numbers.extend(from + 1..to);
            }
            _ if c.is_whitespace() => {}
            _ => {
                rest = rest.strip_prefix("and ")?;
                continue;
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    let mut seen = std::collections::BTreeSet::new();
    numbers.retain(|number| seen.insert(*number));
    (depth == 0 && !numbers.is_empty()).then_some(numbers)
}

/// The digit that a superscript is.
fn superscript(c: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = DIGITS.iter().position(|&digit| digit == c)?;
    char::from_digit(u32::try_from(digit).ok()?, 10)
}

/// A number inside `text` that stands like a citation: after a stop and before a capital.
pub fn inside(text: &str, count: usize) -> Option<usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).find_map(|three| {
        let number: usize = three[1].parse().ok()?;
        let stops = is_stopped(three[0]);
        let begins = three[2].starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“'));
        (stops && begins && (1..=count).contains(&number)).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::{Uncited, inside, split};

    fn of(text: &str, count: usize) -> Option<(String, Vec<usize>, bool)> {
        let cited = split(text, count).ok()?;
        Some((cited.text, cited.numbers, cited.is_ambiguous))
    }

    #[test]
    fn a_number_after_a_stop_is_a_citation() {
        for (text, words, numbers) in [
            ("It ended. 1", "It ended.", vec![1]),
            ("He said \"it ended\". 5", "He said \"it ended\".", vec![5]),
            ("He said \"it ended.\" 5", "He said \"it ended.\"", vec![5]),
            ("It ended.1", "It ended.", vec![1]),
            ("It ended. [1]", "It ended.", vec![1]),
            ("It ended [1].", "It ended.", vec![1]),
            ("It ended [1][3].", "It ended.", vec![1, 3]),
            ("It ended¹.", "It ended.", vec![1]),
            ("It ended. [1]–[3]", "It ended.", vec![1, 2, 3]),
            ("It ended. 1 & 2", "It ended.", vec![1, 2]),
            ("The song is no. 2 3", "The song is no. 2", vec![3]),
            ("from Jan. 1 2", "from Jan. 1", vec![2]),
            ("by No. 10 2", "by No. 10", vec![2]),
            ("the 'Big' 3 2", "the 'Big' 3", vec![2]),
            ("It ended.[1][2]", "It ended.", vec![1, 2]),
            ("It ended [1, 2]", "It ended", vec![1, 2]),
            ("It ended. 1 2", "It ended.", vec![1, 2]),
            ("It ended. 1,2", "It ended.", vec![1, 2]),
            ("It ended. 1, 2 and 3", "It ended.", vec![1, 2, 3]),
            ("It ended. 2-4", "It ended.", vec![2, 3, 4]),
            ("It ended. 2–4", "It ended.", vec![2, 3, 4]),
            ("It ended.¹²", "It ended.", vec![1, 2]),
            ("It ended. ¹,³", "It ended.", vec![1, 3]),
            ("It ended in 2022 3", "It ended in 2022", vec![3]),
            ("It has COVID-19 4", "It has COVID-19", vec![4]),
            ("It grew 1.2 3", "It grew 1.2", vec![3]),
            ("It ended [...]. 1 1", "It ended [...].", vec![1]),
        ] {
            assert_eq!(
                of(text, 6),
                Some((words.to_owned(), numbers, false)),
                "{text}"
            );
        }
        assert_eq!(
            of("It ended.¹²", 12),
            Some(("It ended.".to_owned(), vec![12], false))
        );
    }

    #[test]
    fn a_number_without_a_stop_may_be_one() {
        assert_eq!(
            of("It rose to 6", 6),
            Some(("It rose to".to_owned(), vec![6], true))
        );
        for (text, words, number) in [
            ("He was ranked No. 1", "He was ranked No.", 1),
            ("In the U.S. 2", "In the U.S.", 2),
            ("He left (again) 2", "He left (again)", 2),
        ] {
            assert_eq!(
                of(text, 6),
                Some((words.to_owned(), vec![number], true)),
                "{text}"
            );
        }
        assert_eq!(
            of("It covers 300 km² 1", 6),
            Some(("It covers 300 km²".to_owned(), vec![1], true))
        );
        assert_eq!(split("This is \"Vision\" 2030", 6), Err(Uncited::None));
        assert_eq!(split("It covers 300 km²", 6), Err(Uncited::None));
        assert_eq!(split("It covers 300 km².", 6), Err(Uncited::None));
        assert_eq!(split("It rose to 7", 6), Err(Uncited::None));
        assert_eq!(split("It rose to 3.5", 6), Err(Uncited::None));
        assert_eq!(split("It ended. 7", 6), Err(Uncited::Beyond(7)));
        assert_eq!(split("It ended. 1 7", 6), Err(Uncited::Beyond(7)));
    }

    #[test]
    fn what_stands_in_brackets_is_no_citation() {
        for text in [
            "It ended.",
            "They [...]",
            "It was the army [Israel Defense Forces]",
            "It was he (D-NJ)",
            "It was said [via Al Jazeera].",
            "5",
            "",
        ] {
            assert_eq!(split(text, 6), Err(Uncited::None), "{text}");
        }
    }

    #[test]
    fn a_number_in_the_middle_is_seen() {
        assert_eq!(inside("It began. 2 The end came later.", 3), Some(2));
        assert_eq!(inside("It was No. 2 The", 3), None);
        assert_eq!(inside("It began. 2 people left.", 3), None);
    }
}
