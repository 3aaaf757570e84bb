//! A word that judges, in a fact.

use crate::diag::Diagnostic;
use crate::lint::MOST;
use crate::lint::loaded;
use crate::lint::sieve::is_in;
use crate::lint::{Choice, Group, Kind, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "loaded-word-in-fact",
    Group::Form,
    look,
    include_str!("loaded_word_in_fact.md"),
)
.words(loaded::chosen)
.choices(&[
    Choice {
        name: "words",
        about: "these words, in place of the built-in list",
        kind: Kind::Words,
    },
    Choice {
        name: "more",
        about: "these words besides",
        kind: Kind::Words,
    },
    Choice {
        name: "except",
        about: "all but these words",
        kind: Kind::Words,
    },
]);

fn look(proof: &Proof<'_>, options: &Options) -> Vec<Diagnostic> {
    if !proof.is_english() {
        return Vec::new();
    }
    let loaded = options.loaded.get_or_init(|| loaded::chosen(options));
    let mut found = Vec::new();
    for (fact, words) in proof.facts_of_note() {
        for word in words.iter().filter(|word| is_in(loaded, word.text)) {
            if found.len() > MOST {
                return found;
            }
            let title = format!("`{}` judges, in a fact", word.text);
            let at = proof.within(fact, word.range.clone());
            found.push(
                proof
                    .finding(at, title)
                    .label("say what happened, or quote who says so"),
            );
        }
    }
    found
}
