//! Words that are looked for in many texts.

use std::collections::BTreeSet;

use crate::text::{any_byte, is_one_of};

/// What tells quickly that a text has none of some words.
#[derive(Debug)]
pub struct Sieve {
    /// The longest run of ASCII letters and digits in each of the words.
    runs: BTreeSet<Vec<u8>>,
    /// Which lengths the runs have, for each pair of first letters.
    lengths: Box<[u64; 1024]>,
    /// A word has no such run.
    is_beyond_ascii: bool,
}

impl Sieve {
    /// The sieve for these words, which are in small letters.
    pub fn of(words: &BTreeSet<String>) -> Self {
        let mut sieve = Self {
            runs: BTreeSet::new(),
            lengths: Box::new([0; 1024]),
            is_beyond_ascii: false,
        };
        for word in words {
            match runs(word).max_by_key(|run| run.len()) {
                None | Some([]) => sieve.is_beyond_ascii = true,
                Some(run) => {
                    let (pair, length) = sort_of(run);
                    sieve.lengths[pair] |= 1 << length;
                    sieve.runs.insert(run.to_vec());
                }
            }
        }
        sieve
    }

    /// Whether one of the words may stand in `text`, whatever its case. Where this says no,
    /// none does, and the text need not be read for it.
    pub fn may_hold(&self, text: &str) -> bool {
        self.is_beyond_ascii || has_odd_capital(text) || runs(text).any(|run| self.has_run(run))
    }

    fn has_run(&self, run: &[u8]) -> bool {
        let (pair, length) = sort_of(run);
        let is_likely = self.lengths[pair] & (1 << length) != 0;
        is_likely && self.runs.contains(&run.to_ascii_lowercase())
    }
}

/// Whether the word is one of those in the set, which are in small letters, whatever its
/// case; of `regime's` it is the `regime`.
pub fn is_in(words: &BTreeSet<String>, word: &str) -> bool {
    let has = |word: &str| words.contains(&word.to_lowercase());
    let own = without_s(word);
    has(word) || own.len() < word.len() && has(own)
}

/// A word without the `'s` that makes it another's.
pub fn without_s(word: &str) -> &str {
    let short = word.strip_suffix(['s', 'S']);
    let short = short.and_then(|short| short.strip_suffix(['\'', '’']));
    short.unwrap_or(word)
}

/// Whether there is a letter beyond ASCII whose small letter is one of ASCII: `İ`, or the
/// sign of the kelvin.
fn has_odd_capital(text: &str) -> bool {
    any_byte(text, |b| is_one_of(b, b"\xc4\xe2")) && text.contains(['\u{130}', '\u{212a}'])
}

/// The letters and digits of ASCII that stand together in a text. Some runs are empty.
fn runs(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(|byte| !IS_LETTER[usize::from(*byte)])
}

/// Whether a byte is a letter or digit of ASCII, looked up: three comparisons take longer.
const IS_LETTER: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        letters[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    letters
};

/// The first two letters of a run, told apart roughly and whatever their case, and its length.
fn sort_of(run: &[u8]) -> (usize, usize) {
    let letter = |at| run.get(at).map_or(0, |byte| usize::from(byte % 32));
    (letter(0) * 32 + letter(1), run.len().min(63))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Sieve, is_in};
    use crate::lint::words::own_words;
    use crate::text::Chance;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| word.to_lowercase()).collect()
    }

    #[test]
    fn words_are_found_in_every_case_and_with_an_s() {
        let words = set(&["regime", "so-called", "évil"]);
        for word in ["REGIME", "regime's", "REGIME’S", "So-Called", "Évil"] {
            assert!(is_in(&words, word), "{word}");
        }
        for word in ["regimes", "called", "evil", ""] {
            assert!(!is_in(&words, word), "{word}");
        }
    }

    #[test]
    fn a_text_without_the_words_is_told_from_its_letters() {
        let sieve = Sieve::of(&set(&["regime", "so-called", "x"]));
        for text in ["regimes", "It is so.", "evil", "-", "y's", ""] {
            assert!(!sieve.may_hold(text), "{text}");
        }
    }

    #[test]
    fn what_reading_finds_in_any_text_the_sieve_lets_through() {
        let words = [
            "regime",
            "so-called",
            "évil",
            "x",
            "DİTİB",
            "约束",
            "o'b",
            "kelvin",
        ];
        let parts = [
            "regime",
            "REGIME",
            "’s",
            "'s",
            "so",
            "-",
            "called",
            "évil",
            "ÉVIL",
            "x",
            "X",
            "DİTİB",
            "约束",
            "o",
            "'",
            "b",
            "\u{212a}elvin",
            " ",
            " ",
            " ",
            "*",
            "**",
            "_",
            "`",
            "\"",
            "“",
            "”",
            "[^a]",
            "[",
            "](b)",
            "&amp;",
            "&eacute;",
            "\\",
            "\n",
            ".",
            "<b>",
            "|",
        ];
        let mut chance = Chance::of(1);
        let mut found = 0;
        for _ in 0..40_000 {
            let set = set(&[chance.one_of(&words), chance.one_of(&words)]);
            let text: String = (0..8).map(|_| chance.one_of(&parts)).collect();
            if own_words(&text).iter().any(|word| is_in(&set, word.text)) {
                found += 1;
                assert!(Sieve::of(&set).may_hold(&text), "{set:?} in {text:?}");
            }
        }
        assert!(found > 1_000, "{found} texts had a word");
    }
}
