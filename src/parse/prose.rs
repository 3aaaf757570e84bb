//! Checking a piece of Markdown: what it cites, where it links, whether it says anything.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::markdown_options;
use super::plain::{Piece, Placed, pieces};
use crate::model::read::wrong_url;
use crate::model::{Href, Prose, Source};
use crate::text::{Span, Spanned, find_byte, nearest};
use crate::tree::Faults;

/// The deepest nesting of quotations and lists that is read.
const MAX_DEPTH: usize = 32;

/// What a text may cite, and the file it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The whole file, for finding places.
    pub file: &'a str,
    /// The sources defined in it.
    pub sources: Citable<'a>,
}

/// What a text may cite.
#[derive(Clone, Copy, Debug)]
pub enum Citable<'a> {
    /// These sources.
    Sources(&'a [Source]),
    /// Nothing: a text of this name has no place in the numbering of sources.
    Nothing(&'static str),
}

/// A checked text.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The text and what it cites.
    pub prose: Prose,
    /// It has no word in it.
    pub empty: bool,
    /// It cites something, defined or not.
    pub cited: bool,
}

/// Checks `markdown`, which stands in the file at `raw` (with its indentation and
/// bullets, so its places are found again by counting). `cite` are sources that
/// the author lists apart: their marks are put after the text.
pub fn check(
    markdown: &str,
    cite: &[Spanned<String>],
    raw: Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Checked {
    let markdown = &*with_plain_line_ends(markdown);
    let mut cites = Vec::new();
    let (empty, marked) = match pieces(markdown) {
        Some(pieces) => {
            let place = |range| locate(context.file, raw, markdown, range);
            look_through(pieces, place, context, &mut cites, faults)
        }
        None => scan(markdown, raw, context, &mut cites, faults),
    };
    let cited = marked || !cite.is_empty();
    faults.limit(&mut cites, "citations", raw);
    let mut text = markdown.trim().to_owned();
    let mut marks = String::new();
    for id in cite {
        if let Some(index) = defined(&id.value, || id.span, context, faults) {
            cites.push(index);
            marks.push_str("[^");
            marks.push_str(&id.value);
            marks.push(']');
        }
    }
    if !marks.is_empty() && !empty {
        text.push_str(if ends_in_block(&text) { "\n\n" } else { " " });
        text.push_str(&marks);
    }
    Checked {
        prose: Prose {
            markdown: text,
            cites,
            span: raw,
        },
        empty,
        cited,
    }
}

/// Both spellings, and every editor, mean one line end.
pub fn with_plain_line_ends(markdown: &str) -> Cow<'_, str> {
    if markdown.contains('\r') {
        Cow::Owned(markdown.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(markdown)
    }
}

/// Checks a text that has no place in the numbering of sources, and so cites none.
pub fn without_citations(
    what: &'static str,
    text: &Spanned<String>,
    context: Context<'_>,
    faults: &mut Faults,
) -> Prose {
    let context = Context {
        sources: Citable::Nothing(what),
        ..context
    };
    check(&text.value, &[], text.span, context, faults).prose
}

/// Whether a mark put after `text` would become part of a code block, table or list.
fn ends_in_block(text: &str) -> bool {
    if pieces(text).is_some() {
        return false;
    }
    let mut last = None;
    let mut depth = 0_usize;
    for event in Parser::new_ext(text, markdown_options()) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(tag) => {
                depth -= 1;
                if depth == 0 {
                    last = Some(tag);
                }
            }
            Event::Rule | Event::Html(_) if depth == 0 => last = Some(TagEnd::CodeBlock),
            _ => {}
        }
    }
    !matches!(last, Some(TagEnd::Paragraph) | None) || ends_in_definition(text)
}

/// Whether the last line may define a link, which shows nothing and would take a mark for its own.
fn ends_in_definition(text: &str) -> bool {
    let line = text.lines().next_back().unwrap_or("").trim_start();
    let label = line.strip_prefix('[').filter(|rest| !rest.starts_with('^'));
    label.is_some_and(|rest| rest.contains("]:"))
}

/// As [`scan`], for a text that need not be parsed.
fn look_through(
    pieces: Vec<Placed<'_>>,
    place: impl Fn(Range<usize>) -> Span,
    context: Context<'_>,
    cites: &mut Vec<usize>,
    faults: &mut Faults,
) -> (bool, bool) {
    let mut empty = true;
    let mut cited = false;
    for (piece, range) in pieces {
        match piece {
            Piece::Citation(id) => {
                cited = true;
                cites.extend(defined(id, || place(range), context, faults));
                continue;
            }
            Piece::Link(_, url) => {
                if let Err(error) = Href::parse(url) {
                    wrong_url(url, error, place(range), faults);
                }
            }
            _ => {}
        }
        empty &= piece.shown().is_none_or(|shown| shown.trim().is_empty());
    }
    (empty, cited)
}

/// Walks over the text; says whether no word is in it, and whether a citation is.
fn scan(
    markdown: &str,
    raw: Span,
    context: Context<'_>,
    cites: &mut Vec<usize>,
    faults: &mut Faults,
) -> (bool, bool) {
    let mut empty = true;
    let mut cited = false;
    let mut depth = 0_usize;
    let place = |range: std::ops::Range<usize>| locate(context.file, raw, markdown, range);
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match event {
            Event::FootnoteReference(label) => {
                cited = true;
                cites.extend(defined(&label, || place(range), context, faults));
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                depth += 1;
                footnote_definition(&label, place(range), faults);
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                depth += 1;
                if let Err(error) = Href::parse(&dest_url) {
                    wrong_url(&dest_url, error, place(range), faults);
                }
            }
            Event::Start(_) => {
                depth += 1;
                if depth == MAX_DEPTH {
                    faults.error(
                        "nested-too-deep",
                        place(range),
                        "text is nested too deep",
                        |d| d.label("more than 32 levels of lists and quotations"),
                    );
                    return (false, true);
                }
            }
            Event::End(_) => depth -= 1,
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                empty &= text.trim().is_empty();
            }
            _ => {}
        }
    }
    (empty, cited)
}

fn defined(
    id: &str,
    place: impl FnOnce() -> Span,
    context: Context<'_>,
    faults: &mut Faults,
) -> Option<usize> {
    // Finding a place takes time for each character, and one is not shown for ever.
    let sources = match context.sources {
        Citable::Sources(sources) => sources,
        Citable::Nothing(_) if faults.is_full() => return None,
        Citable::Nothing(what) => {
            let title = format!("{what} cites a source");
            faults.error("stray-citation", place(), title, |d| {
                d.label("state it as a fact, and cite the source there")
            });
            return None;
        }
    };
    let found = sources.iter().position(|source| source.id == id);
    if found.is_none() && !faults.is_full() {
        let title = format!("source `{id}` is not defined");
        faults.error("undefined-source", place(), title, |d| {
            let d = d.label("cited here");
            match nearest(id, sources.iter().map(|source| source.id.as_str())) {
                Some(near) => d.help(format!("did you mean `{near}`?")),
                None => d.help(format!(
                    "define it under `sources:`, for instance `{id}: Outlet`"
                )),
            }
        });
    }
    found
}

fn footnote_definition(label: &CowStr<'_>, span: Span, faults: &mut Faults) {
    let span = Span::new(span.start as usize, span.start as usize + label.len() + 4);
    faults.error(
        "footnote-definition",
        span,
        "footnote is defined in the text",
        |d| {
            d.label("not published from here").help(format!(
                "define the source under `sources:`, as `{label}: Outlet`"
            ))
        },
    );
}

/// The place in the file of `range` of `markdown`, which was taken from `raw` of
/// the file without its indentation. The same words are counted in both.
pub fn locate(file: &str, raw: Span, markdown: &str, range: std::ops::Range<usize>) -> Span {
    let Some(source) = file.get(raw.range()) else {
        return raw;
    };
    let first_line = |text: &str| text.split('\n').next().unwrap_or("").trim_end().to_owned();
    let needle = first_line(&markdown[range.clone()]);
    if needle.is_empty() {
        return raw;
    }
    let before = markdown[..range.start].matches(needle.as_str()).count();
    match source.match_indices(needle.as_str()).nth(before) {
        Some((at, _)) => {
            let start = raw.start as usize + at;
            Span::new(start, start + needle.len())
        }
        None => wrapped(source, &needle).map_or(raw, |found| {
            let start = raw.start as usize;
            Span::new(start + found.start, start + found.end)
        }),
    }
}

/// The first place where the words of `needle` stand in `source` with any white space
/// between them: a text of YAML may be wrapped anywhere.
fn wrapped(source: &str, needle: &str) -> Option<std::ops::Range<usize>> {
    let mut words = needle.split_whitespace();
    let first = words.next()?;
    let rest: Vec<&str> = words.collect();
    if rest.is_empty() {
        return None;
    }
    source.match_indices(first).find_map(|(start, _)| {
        let mut at = start + first.len();
        for word in &rest {
            let after = &source[at..];
            let next = after.trim_start();
            if next.len() == after.len() || !next.starts_with(word) {
                return None;
            }
            at += after.len() - next.len() + word.len();
        }
        Some(start..at)
    })
}

/// The first line of `span` of `file`, without the white space at its end.
pub fn first_line(file: &str, span: Span) -> Span {
    let text = file.get(span.range()).unwrap_or("");
    let end = find_byte(text.as_bytes(), |b| b == b'\n').unwrap_or(text.len());
    let line = text[..end].trim_end();
    Span::new(span.start as usize, span.start as usize + line.len())
}

#[cfg(test)]
mod tests {
    use super::{Citable, Context, check};
    use crate::text::Span;
    use crate::tree::Faults;

    #[test]
    fn a_text_of_marks_alone_is_empty() {
        let empty = |markdown: &str| {
            let mut faults = Faults::of(&"x".into());
            let context = Context {
                file: markdown,
                sources: Citable::Sources(&[]),
            };
            check(
                markdown,
                &[],
                Span::new(0, markdown.len()),
                context,
                &mut faults,
            )
            .empty
        };
        for text in [
            "", "  \n", "-", "[^a]", "[^a][^b]", "***", "> ", "#", "+", "1.", "~~~",
        ] {
            assert!(empty(text), "{text:?}");
        }
        for text in ["a", "`x`", "- a", "<b>"] {
            assert!(!empty(text), "{text:?}");
        }
    }
}
