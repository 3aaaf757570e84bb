//! The label that a narrative begins with: its stance, and what follows that.

use crate::model::Stances;

/// A label of a narrative.
#[derive(Clone, Debug, PartialEq)]
pub struct Head<'a> {
    /// The stance as written, without the word `narrative`.
    pub stance: &'a str,
    /// What stands after it on the line.
    pub rest: Rest<'a>,
}

/// What stands after the label.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest<'a> {
    /// Nothing: the text follows.
    Alone,
    /// The text.
    Text(&'a str),
    /// `as provided by` and this.
    Provider(&'a str),
    /// A comma, and something else than a provider.
    Unclear,
}

/// Words that begin a sentence about a narrative rather than its label.
const NO_STANCE: [&str; 16] = [
    "the", "this", "that", "these", "a", "an", "his", "her", "its", "their", "our", "your", "my",
    "another", "each", "every",
];

/// The label that a line begins with, if it does:
///
/// ```text
/// head    = label [rest]
/// label   = STANCE "narrative" | "Narrative" LETTER-OR-DIGIT | known stance, alone on its line
/// rest    = ["," ] "as provided by" PROVIDER "." [TEXT] | ":" [TEXT]
/// ```
pub fn head(line: &str) -> Option<Head<'_>> {
    let (stance, after) = match labelled(line) {
        Some(parts) => parts,
        None if is_known(line) => (line, ""),
        None => return None,
    };
    let rest = match after.trim_start() {
        "" => Rest::Alone,
        text => {
            if let Some(text) = text.strip_prefix(':') {
                match text.trim() {
                    "" => Rest::Alone,
                    text => Rest::Text(text),
                }
            } else {
                match provided(text) {
                    Some(text) => Rest::Provider(text),
                    None if text.starts_with([',', '.', '–', '—', '-', '(']) => Rest::Unclear,
                    None => return None,
                }
            }
        }
    };
    Some(Head { stance, rest })
}

/// `X narrative` or `Narrative A`, and what follows.
fn labelled(line: &str) -> Option<(&str, &str)> {
    const WORD: &str = "narrative";
    let starts = line.char_indices().map(|(at, _)| at);
    let mut starts = starts.take_while(|at| *at < 80);
    let at = starts.find(|&at| {
        let is_word = line
            .get(at..at + WORD.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(WORD));
        let begins = line[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
        is_word && begins && ends(&line[at + WORD.len()..])
    })?;
    let (stance, after) = (line[..at].trim_end(), &line[at + WORD.len()..]);
    if stance.is_empty() {
        let letter = after.trim_start();
        let end = letter
            .chars()
            .next()
            .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())?
            .len_utf8();
        let rest = &letter[end..];
        let label = &line[..line.len() - rest.len()];
        return (!rest.starts_with(char::is_alphanumeric)).then_some((label, rest));
    }
    is_stance(stance).then_some((stance, after))
}

/// Whether words look like a stance rather than like the beginning of a sentence.
fn is_stance(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or("");
    words.split_whitespace().count() <= 5
        && first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !words.contains([',', ';', ':', '!', '?', '"', '“'])
        && !words
            .split_whitespace()
            .any(|word| NO_STANCE.contains(&word.to_lowercase().as_str()))
}

/// Whether a line is a stance that every site knows, or one of its patterns in one word.
fn is_known(line: &str) -> bool {
    let lower = line.to_lowercase();
    let is_pattern = !line.contains(char::is_whitespace)
        && line.starts_with(char::is_uppercase)
        && [
            lower.strip_prefix("pro-"),
            lower.strip_prefix("anti-"),
            lower.strip_suffix("-critical"),
        ]
        .into_iter()
        .flatten()
        .any(|name| !name.is_empty());
    is_pattern || line.starts_with(char::is_uppercase) && Stances::new([]).knows(line)
}

/// Whether a line ends inside a label: `X narrative, as`.
pub fn is_open(line: &str) -> bool {
    const PARTS: [&str; 6] = [
        "",
        ",",
        "as",
        "as provided",
        "as provided by",
        "provided by",
    ];
    labelled(line).is_some_and(|(_, after)| {
        let after = after.trim();
        let after = if after == "," {
            after
        } else {
            after.trim_start_matches(',').trim_start()
        };
        !after.is_empty() && PARTS.contains(&after)
    })
}

/// What stands after `, as provided by`.
fn provided(text: &str) -> Option<&str> {
    let text = text.strip_prefix(',').unwrap_or(text);
    let after = |text: &'_ str, word: &str| -> Option<usize> {
        let inner = text.trim_start();
        let start = inner.get(..word.len())?;
        let rest = &inner[word.len()..];
        (start.eq_ignore_ascii_case(word) && rest.starts_with(char::is_whitespace))
            .then_some(text.len() - rest.len())
    };
    let skip = |text: &'_ str, words: &[&str]| -> Option<usize> {
        words
            .iter()
            .try_fold(0, |at, word| Some(at + after(&text[at..], word)?))
    };
    let at = skip(text, &["as", "provided", "by"]).or_else(|| skip(text, &["provided", "by"]))?;
    Some(text[at..].trim())
}

#[cfg(test)]
mod tests {
    use super::{Head, Rest, head};

    #[test]
    fn a_label_is_told_from_a_sentence() {
        let of = |line| head(line).map(|Head { stance, rest }| (stance, rest));
        assert_eq!(
            of("Pro-establishment narrative, as provided by The X. Text"),
            Some(("Pro-establishment", Rest::Provider("The X. Text")))
        );
        assert_eq!(
            of("Anti-Trump Narrative: Text"),
            Some(("Anti-Trump", Rest::Text("Text")))
        );
        assert_eq!(of("Nerd narrative"), Some(("Nerd", Rest::Alone)));
        assert_eq!(
            of("Narrative A: Text"),
            Some(("Narrative A", Rest::Text("Text")))
        );
        assert_eq!(of("Narrative B"), Some(("Narrative B", Rest::Alone)));
        assert_eq!(of("Left"), Some(("Left", Rest::Alone)));
        assert_eq!(
            of("Government-critical"),
            Some(("Government-critical", Rest::Alone))
        );
        for line in [
            "The narrative: it is false",
            "Narratives",
            "Narrative about bears",
            "He said that narrative, which is old, fails",
            "A government narrative that nobody believes",
            "Left the room",
            "Critics say the story is one-sided, a narrative: false",
            "Republicans push this narrative: that all will gain",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
