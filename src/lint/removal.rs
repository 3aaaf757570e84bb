//! Taking an entry out of a map of YAML, and nothing else.

use crate::text::Span;
use crate::tree::{Entry, Kind, Node};

/// What has to go from `text` so that the map `map` loses its entry `key`: its lines,
/// or in `{…}` its part up to the next one. None where that cannot be told for sure.
pub fn removal(text: &str, map: Option<&Node<'_>>, key: &str) -> Option<Span> {
    let map = map?;
    let Kind::Map(entries) = &map.kind else {
        return None;
    };
    let place = entries.iter().position(|entry| entry.key == key)?;
    let entry = &entries[place];
    if is_flow(text, map) {
        let cut = match entries.get(place + 1) {
            Some(next) => between(entry.key_span.start, next.key_span.start),
            None => {
                let before = place.checked_sub(1).map(|before| &entries[before]);
                let start = before.map_or(entry.key_span.start, |before| end(text, before));
                between(start, end(text, entry))
            }
        };
        // A comment in there may be about another entry.
        return (!text[cut.range()].contains('#')).then_some(cut);
    }
    let line = text[..entry.key_span.start as usize]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let only_white = text[line..entry.key_span.start as usize].trim().is_empty();
    let last = end(text, entry) as usize;
    let rest = text[last..]
        .find('\n')
        .map_or(text.len() - last, |at| at + 1);
    let after = text[last..last + rest].trim();
    // What follows on its line is a comment on it, or nothing.
    let is_whole = only_white && (after.is_empty() || after.starts_with('#'));
    is_whole.then(|| Span::new(line, last + rest))
}

fn between(start: u32, end: u32) -> Span {
    Span::new(start as usize, end as usize)
}

/// Whether a list or map is written in brackets.
fn is_flow(text: &str, node: &Node<'_>) -> bool {
    text[node.span.start as usize..].starts_with(['{', '['])
}

/// One past the last byte of an entry. The span of a map that is written as lines may
/// reach on to the next thing, so that of its last value counts.
fn end(text: &str, entry: &Entry<'_>) -> u32 {
    end_of(text, &entry.value).max(entry.key_span.end)
}

fn end_of(text: &str, node: &Node<'_>) -> u32 {
    let last = match &node.kind {
        _ if is_flow(text, node) => None,
        Kind::Map(entries) => entries.last().map(|entry| end(text, entry)),
        Kind::List(items) => items.last().map(|item| end_of(text, item)),
        _ => None,
    };
    last.unwrap_or_else(|| {
        let written = text.get(node.span.range()).unwrap_or("").trim_end();
        node.span.start + u32::try_from(written.len()).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::removal;
    use crate::lint::proof_tree as tree;

    #[track_caller]
    fn without(text: &str, key: &str) -> String {
        let map = tree(text);
        let sources = map.as_ref().map(|node| {
            let crate::tree::Kind::Map(entries) = &node.kind else {
                panic!("a map")
            };
            &entries[0].value
        });
        let span = removal(text, sources, key).expect("it can be taken out");
        format!(
            "{}{}",
            &text[..span.start as usize],
            &text[span.end as usize..]
        )
    }

    #[test]
    fn an_entry_goes_with_its_lines_and_no_other() {
        let text = "s:\n  a: A # one\n  # of b\n  b:\n    outlet: B\n    x: [1]\n\n  # of c\n  c: C\nt: 1\n";
        assert_eq!(
            without(text, "a"),
            "s:\n  # of b\n  b:\n    outlet: B\n    x: [1]\n\n  # of c\n  c: C\nt: 1\n"
        );
        assert_eq!(
            without(text, "b"),
            "s:\n  a: A # one\n  # of b\n\n  # of c\n  c: C\nt: 1\n"
        );
        assert_eq!(
            without(text, "c"),
            "s:\n  a: A # one\n  # of b\n  b:\n    outlet: B\n    x: [1]\n\n  # of c\nt: 1\n"
        );
    }

    #[test]
    fn an_entry_in_brackets_goes_with_its_comma() {
        let text = "s: {a: A, b: {outlet: B}, c: \"C\"}\nt: 1\n";
        assert_eq!(without(text, "a"), "s: {b: {outlet: B}, c: \"C\"}\nt: 1\n");
        assert_eq!(without(text, "b"), "s: {a: A, c: \"C\"}\nt: 1\n");
        assert_eq!(without(text, "c"), "s: {a: A, b: {outlet: B}}\nt: 1\n");
        assert_eq!(without("s: {a: A}\n", "a"), "s: {}\n");
    }
}
