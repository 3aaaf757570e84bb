//! A fact of too many words.

use crate::diag::Diagnostic;
use crate::lint::words::count;
use crate::lint::{Choice, Group, Kind, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief("long-fact", Group::Form, look, include_str!("long_fact.md"))
    .choices(&[Choice {
        name: "words",
        about: "how many words a fact may have",
        kind: Kind::Number {
            default: 90.0,
            least: 1.0,
            most: 10_000.0,
        },
    }]);

fn look(proof: &Proof<'_>, options: &Options) -> Vec<Diagnostic> {
    let most = options.count("words");
    let facts = proof.brief.facts.iter();
    // There are no more words than there is white space between them, and one.
    let likely = facts.filter(|fact| {
        let white = fact
            .prose
            .markdown
            .bytes()
            .filter(|byte| *byte <= b' ' || *byte >= 0x80);
        white.count() >= most
    });
    likely
        .map(|fact| (count(&fact.prose.markdown), fact))
        .filter(|(words, _)| *words > most)
        .map(|(words, fact)| {
            let title = format!("fact has {words} words, more than {most}");
            let at = proof.first_line(fact.span);
            proof
                .finding(at, title)
                .label("split it into facts that can each be checked")
        })
        .collect()
}
