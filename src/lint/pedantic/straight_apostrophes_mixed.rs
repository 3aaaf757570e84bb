//! Straight and curly apostrophes in one brief.

use crate::diag::Diagnostic;
use crate::diag::Edit;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Prose;
use crate::parse;
use crate::text::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "straight-apostrophes-mixed",
    Group::Pedantic,
    look,
    include_str!("straight_apostrophes_mixed.md"),
)
.fixes();

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let title = Prose {
        markdown: proof.brief.title.value.clone(),
        cites: Vec::new(),
        span: proof.brief.title.span,
    };
    let texts: Vec<&Prose> = std::iter::once(&title).chain(proof.texts()).collect();
    let texts: Vec<(&Prose, Apostrophes)> = texts
        .into_iter()
        .filter(|prose| prose.markdown.contains(['\'', '’']))
        .map(|prose| (prose, Apostrophes::of(&prose.markdown)))
        .collect();
    let is_mixed = texts.iter().any(|(_, found)| found.curly);
    let first = texts
        .iter()
        .find_map(|(prose, found)| Some((*prose, found.straight.first()?)));
    let Some((prose, first)) = first.filter(|_| is_mixed) else {
        return Vec::new();
    };
    let found = proof
        .finding(
            proof.within(prose, first.clone()),
            "straight and curly apostrophes are mixed",
        )
        .label("straight here, curly elsewhere in this brief");
    let edits = texts
        .iter()
        .flat_map(|(prose, found)| edits(proof, prose, &found.straight));
    vec![found.fixes("make all of them curly", edits.collect())]
}

/// The apostrophes in the words of a text.
struct Apostrophes {
    /// The words with a straight one.
    straight: Vec<Range<usize>>,
    /// There is a curly one.
    curly: bool,
}

impl Apostrophes {
    fn of(markdown: &str) -> Self {
        let mut found = Self {
            straight: Vec::new(),
            curly: false,
        };
        for range in parse::spoken(markdown) {
            for (at, c) in apostrophes(&markdown[range.clone()]) {
                let word = word_around(markdown, range.start + at);
                if c == '’' {
                    found.curly = true;
                } else if !is_address(markdown, &word) && found.straight.last() != Some(&word) {
                    found.straight.push(word);
                }
            }
        }
        found
    }
}

/// The apostrophes within words: between two letters.
fn apostrophes(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter(|&(at, c)| {
        matches!(c, '\'' | '’')
            && text[..at].ends_with(char::is_alphabetic)
            && text[at + c.len_utf8()..].starts_with(char::is_alphabetic)
    })
}

fn word_around(text: &str, at: usize) -> Range<usize> {
    let ends = |c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’');
    let start = text[..at].rfind(ends).map_or(0, |before| {
        before + text[before..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    start..end
}

/// Whether a word is part of an address.
fn is_address(text: &str, word: &Range<usize>) -> bool {
    let start = text[..word.start].rfind(char::is_whitespace).unwrap_or(0);
    text[start..word.end].contains("://")
}

/// The edits of these words, where they stand in the file as they stand in the text: as
/// often there as here.
fn edits(proof: &Proof<'_>, prose: &Prose, words: &[Range<usize>]) -> Vec<Edit> {
    let raw = proof.text.get(prose.span.range()).unwrap_or("");
    let mut edits = Vec::new();
    let distinct: BTreeSet<&str> = words
        .iter()
        .map(|word| &prose.markdown[word.clone()])
        .collect();
    for word in distinct {
        let here: Vec<usize> = prose
            .markdown
            .match_indices(word)
            .map(|(at, _)| at)
            .collect();
        let there: Vec<usize> = raw.match_indices(word).map(|(at, _)| at).collect();
        if here.len() != there.len() {
            continue;
        }
        let meant: BTreeSet<usize> = words.iter().map(|word| word.start).collect();
        for (_, at) in here.iter().zip(there).filter(|(at, _)| meant.contains(at)) {
            let straight = apostrophes(word).filter(|(_, c)| *c == '\'');
            edits.extend(straight.map(|(within, _)| {
                let at = prose.span.start as usize + at + within;
                Edit {
                    span: Span::new(at, at + 1),
                    replacement: "’".to_owned(),
                }
            }));
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    edits
}
