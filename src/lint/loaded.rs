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

/// The words, and which lengths go with each pair of first letters.
#[derive(Debug)]
pub struct LoadedWords {
    words: BTreeSet<String>,
    lengths: Box<[u64; 1024]>,
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
        let mut lengths = Box::new([0; 1024]);
        for word in &words {
            let (pair, length) = sort_of(word);
            lengths[pair] |= 1 << length;
        }
        Self { words, lengths }
    }

    /// Whether the word is one of them, whatever its case; of `regime's` it is the `regime`.
    pub fn has(&self, word: &Word<'_>) -> bool {
        if self.holds(word.text) {
            return true;
        }
        let own = word.text.strip_suffix('s');
        let own = own.and_then(|own| own.strip_suffix(['\'', '’']));
        own.is_some_and(|own| self.holds(own))
    }

    fn holds(&self, text: &str) -> bool {
        let (pair, length) = sort_of(text);
        let likely = self.lengths[pair] & (1 << length) != 0;
        // Beyond ASCII, small letters may be other bytes, and not as many.
        (likely || text.bytes().any(|byte| byte >= 0x80))
            && self.words.contains(&text.to_lowercase())
    }
}

/// The first two letters of a word, told apart roughly and whatever their case, and its
/// length in bytes.
fn sort_of(word: &str) -> (usize, usize) {
    let letter = |at| {
        let byte = word.as_bytes().get(at);
        byte.map_or(0, |byte| usize::from(byte % 32))
    };
    (letter(0) * 32 + letter(1), word.len().min(63))
}
