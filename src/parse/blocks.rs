//! The outline of bodies whose blocks can be told by how their lines begin: most of them.

use std::iter;
use std::ops::Range;

use super::body::{Block, outline_by_events};
use super::plain::begins_words;
use crate::text::{any_byte, find_byte};

/// The blocks of a body of headings, lists without empty lines, and paragraphs, as the parser
/// finds them. None where it may hold anything else: then only the parser knows.
pub fn by_lines(body: &str) -> Option<Vec<Block>> {
    let is_foreign = |b: u8| (b < 0x20) & (b != b'\n');
    if any_byte(body, is_foreign) || body.contains("]:") {
        return None;
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = Open::Nothing;
    let mut start = 0;
    while start < body.len() {
        let line_end = find_byte(&body.as_bytes()[start..], |b| b == b'\n');
        let end = line_end.map_or(body.len(), |length| start + length);
        let line = &body[start..end];
        let next = (end + 1).min(body.len());
        if line.is_empty() {
            match &mut open {
                // The parser counts empty lines to the last item.
                Open::List(items, has_ended) => {
                    *has_ended = true;
                    items.last_mut()?.end = next;
                }
                _ => open.close(&mut blocks),
            }
        } else if line.starts_with('#') {
            open.close(&mut blocks);
            blocks.push(heading(line, start..next)?);
        } else if line.strip_prefix("- ").is_some_and(begins) {
            match &mut open {
                Open::Nothing => open = Open::List(iter::once(start..next).collect(), false),
                Open::List(items, false) => items.push(start..next),
                // With an empty line between them, items are others.
                Open::List(_, true) | Open::Words(_) => return None,
            }
        } else if line.strip_prefix("  ").is_some_and(begins) {
            match &mut open {
                Open::List(items, false) => items.last_mut()?.end = next,
                _ => return None,
            }
        } else if begins(line) {
            match &mut open {
                Open::Words(range) => range.end = next,
                Open::List(_, false) => return None,
                Open::Nothing | Open::List(_, true) => {
                    open.close(&mut blocks);
                    open = Open::Words(start..next);
                }
            }
        } else {
            return None;
        }
        start = next;
    }
    open.close(&mut blocks);
    Some(blocks)
}

/// What the next line may belong to.
enum Open {
    Nothing,
    Words(Range<usize>),
    /// The items, and whether an empty line has ended them.
    List(Vec<Range<usize>>, bool),
}

impl Open {
    fn close(&mut self, blocks: &mut Vec<Block>) {
        match std::mem::replace(self, Self::Nothing) {
            Self::Nothing => {}
            Self::Words(range) => blocks.push(Block::Other(range)),
            Self::List(items, _) => blocks.push(Block::List(items)),
        }
    }
}

/// Whether a line begins with words, perhaps with a link, a mark of emphasis or code around them.
fn begins(line: &str) -> bool {
    let line = line.as_bytes();
    match line.first() {
        Some(b'[') => true,
        Some(b'*') => {
            let word = line.iter().position(|b| *b != b'*');
            word.is_some_and(|at| at <= 2 && line[at].is_ascii_alphabetic())
        }
        Some(b'`') => line.get(1).is_some_and(u8::is_ascii_alphabetic),
        _ => begins_words(line),
    }
}

/// The heading in a line, which the parser reads: it may hold a link, or none.
fn heading(line: &str, range: Range<usize>) -> Option<Block> {
    match <[Block; 1]>::try_from(outline_by_events(line)).ok()? {
        [Block::Heading(mut heading)] => {
            heading.range = range;
            Some(Block::Heading(heading))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::by_lines;
    use crate::parse::body::outline_by_events;
    use crate::text::Chance;

    /// Whether the blocks are found by lines; then they are what the parser finds.
    fn agree(body: &str) -> bool {
        let Some(found) = by_lines(body) else {
            return false;
        };
        let parsed = outline_by_events(body);
        assert_eq!(format!("{found:?}"), format!("{parsed:?}"), "{body:?}");
        true
    }

    #[test]
    fn bodies_as_they_are_written_are_outlined_by_lines() {
        for body in [
            "Summary.\n\n## Facts\n\n- One. [^a]\n- Two\n  goes on.\n\n## Narratives\n\n### Left — [A *b*](https://a.example/)\n\nWords\nand more.\n\n*More* `x`.\n",
            "# A\n## B\n- c",
            "- a\n- b\n",
            "Words",
            "\n\nWords\n\n\n1975 was.\n",
            "",
        ] {
            assert!(agree(body), "{body:?}");
        }
    }

    #[test]
    fn any_body_of_lines_is_left_to_the_parser_or_outlined_as_it_does() {
        let lines = [
            "Words",
            "more [^a] words",
            "- item",
            "- other *item*",
            "  goes on",
            "",
            "",
            "## Head",
            "### [L](x) y",
            "# ",
            "#x",
            "# a #",
            "    code",
            " one",
            "-",
            "- ",
            "* star",
            "+ plus",
            "1. one",
            "2 two",
            "---",
            "===",
            "> quoted",
            "```",
            "~~~",
            "<div>",
            "| a | b |",
            "|---|",
            "a | b",
            "- - x",
            "-  wide",
            "*em*",
            "**strong**",
            "***both*** x",
            "- **c** d",
            "`c`",
            "[a]: x",
            "[^a]",
            "[b](c)",
            "\u{a0}x",
            "é",
            "\\",
            "- [^a]",
            "  - nested",
            "- # x",
            "- 1. x",
            "x  ",
            "<!-- c -->",
            "a <!-- b",
        ];
        let mut chance = Chance::of(1);
        let mut below = |end| chance.below(end);
        let mut by_lines = 0;
        for _ in 0..150_000 {
            let mut body = String::new();
            for _ in 0..=below(7) {
                // Half of the lines are among the first, which are harmless.
                let most = [lines.len(), 9][below(2)];
                body.push_str(lines[below(most)]);
                body.push_str(["\n", "\n", "\n\n", "\n"][below(4)]);
            }
            if below(4) == 0 {
                body.pop();
            }
            by_lines += usize::from(agree(&body));
        }
        assert!(
            by_lines > 10_000,
            "{by_lines} bodies were outlined by lines"
        );
    }
}
