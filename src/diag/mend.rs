//! Fixes put into a text.

use super::{Edit, Fix};

/// What became of fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text with the fixes in it.
    pub text: String,
    /// How many fixes were made.
    pub made: usize,
    /// How many were left, because they overlap one that was made.
    pub left: usize,
}

/// Makes the fixes in `text`, in their order: each whole or not at all. One that touches
/// what another has changed is left for the next time; one that was made already, for
/// another fault, counts as made. Every byte that no fix names stays.
pub fn mend<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> Mended {
    let mut edits: Vec<&Edit> = Vec::new();
    let (mut made, mut left) = (0, 0);
    for fix in fixes {
        let fits = |edit: &Edit| {
            text.get(edit.span.range()).is_some()
                && edits
                    .iter()
                    .all(|other| other == &edit || !touch(edit, other))
        };
        if fix.edits.iter().all(fits) {
            made += 1;
            for edit in &fix.edits {
                if !edits.contains(&edit) {
                    edits.push(edit);
                }
            }
        } else {
            left += 1;
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    Mended {
        text: out,
        made,
        left,
    }
}

/// Whether two edits overlap, or meet so that their order would matter.
fn touch(one: &Edit, other: &Edit) -> bool {
    let is_insertion = |edit: &Edit| edit.span.start == edit.span.end;
    if is_insertion(one) || is_insertion(other) {
        return one.span.start <= other.span.end && other.span.start <= one.span.end;
    }
    one.span.start < other.span.end && other.span.start < one.span.end
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fix, mend};
    use crate::text::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |&(start, end, replacement): &(usize, usize, &str)| Edit {
            span: Span::new(start, end),
            replacement: replacement.into(),
        };
        Fix {
            title: "x".into(),
            edits: edits.iter().map(edit).collect(),
        }
    }

    #[track_caller]
    fn mended(fixes: &[Fix]) -> (String, usize, usize) {
        let mended = mend("abcdef", fixes);
        (mended.text, mended.made, mended.left)
    }

    #[test]
    fn fixes_are_made_each_whole_or_not_at_all() {
        let (one, two) = (fix(&[(0, 1, "A"), (4, 5, "E")]), fix(&[(1, 2, "")]));
        assert_eq!(mended(&[two.clone(), one.clone()]), ("AcdEf".into(), 2, 0));
        // The second overlaps the first in one of its edits.
        let third = fix(&[(3, 5, "x"), (5, 6, "y")]);
        assert_eq!(mended(&[one.clone(), third]), ("AbcdEf".into(), 1, 1));
        assert_eq!(mended(&[two.clone(), two]), ("acdef".into(), 2, 0));
    }

    #[test]
    fn insertions_at_one_place_are_made_one_after_the_other() {
        let (one, two) = (fix(&[(2, 2, "1")]), fix(&[(2, 2, "2")]));
        assert_eq!(mended(&[one, two]), ("ab1cdef".into(), 1, 1));
    }

    #[test]
    fn a_place_that_is_not_in_the_text_is_left() {
        assert_eq!(mended(&[fix(&[(5, 9, "x")])]), ("abcdef".into(), 0, 1));
        assert_eq!(mend("é", &[fix(&[(1, 2, "x")])]).left, 1);
    }
}
