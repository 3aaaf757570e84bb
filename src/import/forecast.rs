//! A sentence with a chance in it → a prediction. The sentence itself always stays.

use super::names::is_abbreviation;

/// What a text says of the future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// What may happen, in the words of the text.
    pub question: String,
    /// Who says so.
    pub forecaster: Option<String>,
    /// The percentage as written, `15` or `0.5`; none where it is a bound only, or absent.
    pub percent: Option<String>,
}

/// Who makes forecasts, where the text does not say it in so many words.
const FORECASTERS: [&str; 5] = [
    "Metaculus",
    "Manifold",
    "Polymarket",
    "PredictIt",
    "Good Judgment",
];

/// Words before a percentage that make it a bound.
const BOUNDS: [&str; 10] = [
    "less than",
    "more than",
    "at least",
    "at most",
    "over",
    "under",
    "up to",
    "above",
    "below",
    "nearly",
];

/// The forecast in `text`, a narrative's or a box's:
///
/// ```text
/// forecast = … PERCENT "chance" ("that" | "of") QUESTION ["," "according to" FORECASTER] "."
///          | QUESTION "?" … PERCENT                       in a box only
/// ```
///
/// The percentage is the one right before `chance`; others, and years, are part of the question.
pub fn forecast(text: &str, provider: Option<&str>, is_box: bool) -> Option<Forecast> {
    let known = |name: &&str| {
        text.contains(*name) || provider.is_some_and(|provider| provider.contains(*name))
    };
    let forecaster = FORECASTERS.iter().copied().find(known);
    let forecaster = forecaster.or(provider).map(str::to_owned);
    if let Some((before, after)) = chance(text) {
        return Some(Forecast {
            question: question(after)?,
            forecaster,
            percent: percent_at_end(before),
        });
    }
    if !is_box {
        return None;
    }
    let end = text.find('?')?;
    let start = sentence_start(&text[..end]);
    let rest = &text[end + 1..];
    let percent = rest.find('%').and_then(|at| percent_at_end(&rest[..=at]));
    Some(Forecast {
        question: text[start..=end].trim().to_owned(),
        forecaster,
        percent,
    })
}

/// What stands before and after `chance` or `probability`, where a percentage stands right before it.
fn chance(text: &str) -> Option<(&str, &str)> {
    let words = [" chance ", " probability ", " likelihood "];
    let mut found: Vec<(usize, usize)> = words
        .iter()
        .flat_map(|word| text.match_indices(word).map(|(at, word)| (at, word.len())))
        .collect();
    found.sort_unstable();
    found.into_iter().find_map(|(at, length)| {
        let before = &text[..at];
        without_unit(before)?;
        Some((before, &text[at + length..]))
    })
}

/// The text before the unit of a percentage at its end.
fn without_unit(text: &str) -> Option<&str> {
    let text = text.trim_end();
    ["%", "percent", "per cent"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .map(str::trim_end)
        .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
}

/// The percentage at the end of `text`; none where it is a bound or no percentage at all.
fn percent_at_end(text: &str) -> Option<String> {
    let rest = without_unit(text)?;
    let start = rest
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |at| {
            at + rest[at..].chars().next().map_or(1, char::len_utf8)
        });
    let (before, number) = (
        rest[..start].trim_end(),
        rest[start..].trim_start_matches('.'),
    );
    let lower = before.to_lowercase();
    let bound = BOUNDS.iter().any(|bound| {
        let lower = lower.strip_suffix(" a").unwrap_or(&lower);
        lower.ends_with(bound)
    });
    // `10-20%` and `<1%` are bounds, too.
    let part_of_more = before.ends_with(['<', '>', '-', '–', '~', '≤', '≥', ',']);
    let value: f64 = number.parse().ok()?;
    (!bound && !part_of_more && (0.0..=100.0).contains(&value)).then(|| number.to_owned())
}

/// The clause after `chance`, up to who says so or to the end of the sentence.
fn question(after: &str) -> Option<String> {
    let clause = ["that ", "of ", "for "]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    let end = [", according to", " according to", ", per "]
        .iter()
        .filter_map(|words| clause.find(words))
        .chain(sentence_end(clause))
        .min()
        .unwrap_or(clause.len());
    let clause = clause[..end].trim().trim_end_matches([',', '.']);
    let mut letters = clause.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Where a sentence ends: at a stop before a capital that is not that of an abbreviation.
fn sentence_end(text: &str) -> Option<usize> {
    text.match_indices(['.', '?', '!'])
        .map(|(at, _)| at)
        .find(|&at| {
            let rest = &text[at + 1..];
            let begins = || {
                rest.starts_with(char::is_whitespace)
                    && rest.trim_start().starts_with(|c: char| !c.is_lowercase())
            };
            let last = || text[..at].rsplit(char::is_whitespace).next().unwrap_or("");
            rest.trim_start().is_empty() || begins() && !is_abbreviation(last())
        })
}

/// Where the sentence begins that `text` ends in.
fn sentence_start(text: &str) -> usize {
    let stops = [". ", "! ", "? "]
        .iter()
        .filter_map(|stop| text.rfind(stop));
    stops.max().map_or(0, |at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::forecast;

    fn of(text: &str) -> Option<(String, Option<String>, Option<String>)> {
        forecast(text, None, false).map(|one| (one.question, one.percent, one.forecaster))
    }

    #[test]
    fn the_percentage_is_the_one_before_the_chance() {
        let (question, percent, forecaster) = of(
            "With 3% growth in 2023, there's a 12.5% chance that debt will pass 130% of GDP by 2040, according to the Metaculus prediction community.",
        )
        .unwrap();
        assert_eq!(question, "Debt will pass 130% of GDP by 2040");
        assert_eq!(percent.as_deref(), Some("12.5"));
        assert_eq!(forecaster.as_deref(), Some("Metaculus"));
        let (question, percent, _) =
            of("There is a 40 percent probability of the U.S. Senate passing it. More.").unwrap();
        assert_eq!(question, "The U.S. Senate passing it");
        assert_eq!(percent.as_deref(), Some("40"));
    }

    #[test]
    fn a_bound_is_no_probability() {
        for text in [
            "There's a less than 1% chance that it will happen.",
            "There's less than a 1% chance that it will happen.",
            "There's a <1% chance that it will happen.",
            "There's a 10-20% chance that it will happen.",
            "There's a 120% chance that it will happen.",
        ] {
            assert_eq!(of(text).unwrap().1, None, "{text}");
        }
        assert_eq!(of("Nobody knows by 2050, according to Metaculus."), None);
        assert_eq!(of("It has a chance of winning 15% of the vote."), None);
    }

    #[test]
    fn a_box_may_ask() {
        let one = forecast(
            "Will it rain by 2030? The community says 35%.",
            Some("Metaculus"),
            true,
        )
        .unwrap();
        assert_eq!(
            (one.question.as_str(), one.percent.as_deref()),
            ("Will it rain by 2030?", Some("35"))
        );
    }
}
