//! Words that judge, prepared for being looked up in many texts.

use std::collections::BTreeSet;

use super::Options;
use super::words::Word;

/// English words that say what to think of a thing instead of what it is.
pub const BUILT_IN: [&str; 44] = [
    "appalling",
    "atrocious",
    "barbaric",
    "blasted",
    "brazen",
    "brutal",
    "crackpot",
    "cronies",
    "crony",
    "deplorable",
    "despicable",
    "disastrous",
    "disgraceful",
    "draconian",
    "egregious",
    "evil",
    "extremist",
    "extremists",
    "fanatic",
    "fanatics",
    "fascistic",
    "heinous",
    "heroic",
    "hysterical",
    "infamous",
    "lunatic",
    "mouthpiece",
    "notorious",
    "outrageous",
    "outrageously",
    "puppet",
    "radical",
    "radicals",
    "regime",
    "shameful",
    "shameless",
    "shocking",
    "shockingly",
    "slammed",
    "so-called",
    "stooge",
    "thug",
    "thugs",
    "witch-hunt",
];

/// The words, and which lengths of words are among them for each first letter.
#[derive(Debug, Default)]
pub struct LoadedWords {
    words: BTreeSet<String>,
    lengths: [u64; 32],
}

impl LoadedWords {
    /// The words that the options of the rule choose.
    pub fn of(options: &Options) -> Self {
        let lower = |name: &str| -> Vec<String> {
            let texts = options.texts(name).iter();
            texts.map(|text| text.value.to_lowercase()).collect()
        };
        let own = lower("words");
        let mut words: BTreeSet<String> = if own.is_empty() {
            BUILT_IN.map(str::to_owned).into()
        } else {
            own.into_iter().collect()
        };
        words.extend(lower("more"));
        for word in lower("except") {
            words.remove(&word);
        }
        let mut lengths = [0_u64; 32];
        for word in &words {
            lengths[slot(word)] |= 1 << word.len().min(63);
        }
        Self { words, lengths }
    }

    /// Whether the word is one of them, whatever its case.
    pub fn has(&self, word: &Word<'_>) -> bool {
        let lower_has_same_length = word.text.is_ascii();
        let likely = self.lengths[slot(word.text)] & (1 << word.text.len().min(63)) != 0;
        (likely || !lower_has_same_length) && self.words.contains(&word.text.to_lowercase())
    }
}

fn slot(word: &str) -> usize {
    let first = word.bytes().next().unwrap_or(0).to_ascii_lowercase();
    usize::from(first % 32)
}
