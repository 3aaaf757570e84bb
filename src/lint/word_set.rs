//! Words that are looked for in many texts.

use std::collections::BTreeSet;

use super::words::{PARTS, Part};

/// Words in small letters, and what tells that a text has none of them.
#[derive(Debug)]
pub struct WordSet {
    words: BTreeSet<String>,
    /// The longest run of ASCII letters and digits in each of the words.
    runs: BTreeSet<Vec<u8>>,
    /// Which lengths the runs have, for each pair of first letters.
    lengths: Box<[u64; 1024]>,
    /// A word has no such run.
    is_beyond_ascii: bool,
}

impl WordSet {
    /// The set of these words, which are in small letters.
    pub fn of(words: BTreeSet<String>) -> Self {
        let mut set = Self {
            runs: BTreeSet::new(),
            lengths: Box::new([0; 1024]),
            is_beyond_ascii: false,
            words,
        };
        for word in &set.words {
            match runs(word).max_by_key(|run| run.len()) {
                None | Some([]) => set.is_beyond_ascii = true,
                Some(run) => {
                    let (pair, length) = sort_of(run);
                    set.lengths[pair] |= 1 << length;
                    set.runs.insert(run.to_vec());
                }
            }
        }
        set
    }

    /// Whether the word is one of them, whatever its case; of `regime's` it is the `regime`.
    pub fn has(&self, word: &str) -> bool {
        let small = word.to_lowercase();
        self.words.contains(&small) || self.words.contains(without_s(&small))
    }

    /// Whether one of them may stand in `text`. Where this says no, none does, and the text
    /// need not be read for it.
    pub fn may_be_in(&self, text: &str) -> bool {
        self.is_beyond_ascii || runs(text).any(|run| self.has_run(run))
    }

    fn has_run(&self, run: &[u8]) -> bool {
        let (pair, length) = sort_of(run);
        let is_likely = self.lengths[pair] & (1 << length) != 0;
        is_likely && self.runs.contains(&run.to_ascii_lowercase())
    }
}

/// A word without the `'s` that makes it another's.
pub fn without_s(word: &str) -> &str {
    let short = word.strip_suffix('s');
    let short = short.and_then(|short| short.strip_suffix(['\'', '’']));
    short.unwrap_or(word)
}

/// The letters and digits of ASCII that stand together in a text. Between two of them stands
/// something else; it may be nothing where that is more than one byte.
fn runs(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes()
        .split(|byte| PARTS[usize::from(*byte)] != Part::Letter)
}

/// The first two letters of a run, told apart roughly and whatever their case, and its length.
fn sort_of(run: &[u8]) -> (usize, usize) {
    let letter = |at| run.get(at).map_or(0, |byte| usize::from(byte % 32));
    (letter(0) * 32 + letter(1), run.len().min(63))
}

#[cfg(test)]
mod tests {
    use super::WordSet;
    use crate::lint::words::own_words;

    #[test]
    fn a_text_that_has_a_word_may_have_it() {
        let set = |words: &[&str]| WordSet::of(words.iter().map(|&word| word.to_owned()).collect());
        let few = set(&["regime", "so-called", "évil", "x"]);
        for (text, is_there) in [
            ("The *REGIME*’s end", true),
            ("A so-called plan", true),
            ("So-Called", true),
            ("an Évil", true),
            ("évil", true),
            ("(X) [^a]", true),
            ("regimes", false),
            ("called", false),
            ("", false),
        ] {
            let found = own_words(text).iter().any(|word| few.has(word.text));
            assert_eq!(found, is_there, "{text}");
            assert!(few.may_be_in(text) || !found, "{text}");
        }
        for text in ["regimes", "It is so.", "evil", "-", "y's"] {
            assert!(
                !set(&["regime", "so-called", "x"]).may_be_in(text),
                "{text}"
            );
        }
        assert!(set(&["約束"]).may_be_in("約束"));
    }
}
