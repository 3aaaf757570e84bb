//! Straight and curly apostrophes in one brief.

use crate::diag::Diagnostic;
use crate::diag::Edit;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Prose;
use crate::parse;
use crate::text::Span;
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
    let mut straight: Vec<(&Prose, Range<usize>)> = Vec::new();
    let mut is_mixed = false;
    for prose in std::iter::once(&title).chain(proof.texts()) {
        if !prose.markdown.contains(['\'', '’']) {
            continue;
        }
        for range in parse::spoken(&prose.markdown) {
            for (at, c) in apostrophes(&prose.markdown[range.clone()]) {
                let at = range.start + at;
                match c {
                    '’' => is_mixed = true,
                    _ => straight.push((prose, word_around(&prose.markdown, at))),
                }
            }
        }
    }
    let Some((prose, first)) = straight.first().filter(|_| is_mixed) else {
        return Vec::new();
    };
    let found = proof
        .finding(
            proof.within(prose, first.clone()),
            "straight and curly apostrophes are mixed",
        )
        .label("straight here, curly elsewhere in this brief");
    let edits = straight
        .iter()
        .filter_map(|(prose, word)| edit(proof, prose, word.clone()));
    let mut edits: Vec<Edit> = edits.flatten().collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    vec![found.fixes("make all of them curly", edits)]
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

/// The edits of a word, where it stands in the file as it stands in the text.
fn edit(proof: &Proof<'_>, prose: &Prose, word: Range<usize>) -> Option<Vec<Edit>> {
    let written = &prose.markdown[word.clone()];
    let place = proof.within(prose, word);
    if proof.text.get(place.range()) != Some(written) {
        return None;
    }
    let straight = apostrophes(written).filter(|(_, c)| *c == '\'');
    let edits = straight.map(|(at, _)| {
        let at = place.start as usize + at;
        Edit {
            span: Span::new(at, at + 1),
            replacement: "’".to_owned(),
        }
    });
    Some(edits.collect())
}
