//! Words that judge.

use std::collections::BTreeSet;

use super::Options;

/// English words that say what to think of a thing instead of what it is.
const BUILT_IN: [&str; 44] = [
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

/// The words that the options of the rule choose.
pub fn chosen(options: &Options) -> BTreeSet<String> {
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
    words
}
