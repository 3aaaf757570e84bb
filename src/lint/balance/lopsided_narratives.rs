//! Narratives of very unlike length.

use crate::diag::Diagnostic;
use crate::lint::words::count;
use crate::lint::{Choice, Group, Kind, Options, Proof, Rule};
use crate::model::Narrative;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "lopsided-narratives",
    Group::Balance,
    look,
    include_str!("lopsided_narratives.md"),
)
.choices(&[Choice {
    name: "ratio",
    about: "how many times the words of the shortest the longest may have",
    kind: Kind::Number {
        default: 1.6,
        least: 1.0,
        most: 100.0,
    },
}]);

fn look(proof: &Proof<'_>, options: &Options) -> Vec<Diagnostic> {
    let takes_part = |narrative: &Narrative| {
        let stance = proof.desk.stances.resolve(&narrative.stance.value);
        stance.and_then(|stance| stance.pole) != Some(0)
    };
    let narratives = proof.brief.narratives.iter();
    let lengths: Vec<(usize, &Narrative)> = narratives
        .map(|narrative| (count(&narrative.prose.markdown).max(1), narrative))
        .collect();
    // Scripts without spaces have no words that could be counted.
    let has_words = |&(words, narrative): &(usize, &Narrative)| {
        narrative.prose.markdown.chars().count() < 20 * words
    };
    if !lengths.iter().all(has_words) {
        return Vec::new();
    }
    let lengths: Vec<(usize, &Narrative)> = lengths
        .into_iter()
        .filter(|(_, narrative)| takes_part(narrative))
        .collect();
    let longest = lengths.iter().max_by_key(|(words, _)| *words);
    let shortest = lengths.iter().min_by_key(|(words, _)| *words);
    let (Some((most, long)), Some((least, short))) = (longest, shortest) else {
        return Vec::new();
    };
    let ratio = *most as f64 / *least as f64;
    if ratio <= options.number("ratio") {
        return Vec::new();
    }
    let (long, short) = (&long.stance, &short.stance);
    let title = format!(
        "narrative `{}` has {ratio:.2} times the words of `{}`",
        long.value, short.value
    );
    let found = proof.finding(long.span, title).label(words(*most)).also(
        &proof.brief.path,
        short.span,
        words(*least),
    );
    vec![found]
}

fn words(count: usize) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} word{s}")
}
