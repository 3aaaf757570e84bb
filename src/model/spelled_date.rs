//! Dates as people write them, where only one day can be meant.

use super::Moment;

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

/// The date that `text` means, as `2023-12-09`: `9 December 2023`, `Dec 9, 2023`,
/// `2023/12/9`. None where it is no day of the calendar, or where it could be two
/// days (`09/12/2023`).
pub fn spelled_date(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '-' | '.'))
        .filter(|word| !word.is_empty())
        .collect();
    let &[first, second, third] = words.as_slice() else {
        return None;
    };
    let (year, month, day) = if let Some(year) = year(first) {
        (year, number(second)?, number(third)?)
    } else {
        let year = year(third)?;
        match (month(first), month(second)) {
            (Some(month), None) => (year, month, number(second)?),
            (None, Some(month)) => (year, month, number(first)?),
            _ => return None,
        }
    };
    let iso = format!("{year:04}-{month:02}-{day:02}");
    Moment::parse(&iso).is_ok().then_some(iso)
}

fn year(word: &str) -> Option<u32> {
    (word.len() == 4).then(|| number(word))?
}

/// A number, with or without the letters of an ordinal: `9`, `9th`.
fn number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let plain = ["", "st", "nd", "rd", "th"].contains(&&*word[digits.len()..].to_lowercase());
    let digits = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then_some(digits)?;
    digits.parse().ok().filter(|_| plain)
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let found = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && (name.starts_with(&word) || word == "sept"))?;
    let found = if word == "sept" { 8 } else { found };
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::spelled_date;

    #[test]
    fn a_date_is_understood_only_where_it_is_one() {
        for text in [
            "9 December 2023",
            "December 9, 2023",
            "Dec. 9 2023",
            "9th Dec 2023",
            "2023/12/9",
            "2023-12-9",
            "2023.12.09",
        ] {
            assert_eq!(spelled_date(text).as_deref(), Some("2023-12-09"), "{text}");
        }
        assert_eq!(spelled_date("1 Sept 2024").as_deref(), Some("2024-09-01"));
        for text in [
            "09/12/2023",
            "30 February 2023",
            "soon",
            "9 De 2023",
            "2023-12",
            "x 9 2023",
        ] {
            assert_eq!(spelled_date(text), None, "{text}");
        }
    }
}
