//! YAML → tree, with places. The only door to the YAML parser.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use ahash::AHashSet;
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, Tag};

use super::{control_character, lines};
use crate::text::{Span, forbidden};
use crate::tree::{Entry, Faults, Kind, Node};

/// The deepest nesting that is read; what people write has five levels.
const MAX_DEPTH: usize = 64;

/// The most values that aliases may add: more is made to exhaust memory.
const MAX_ALIASED: usize = 10_000;

/// The tree of a YAML text, which begins at the byte `base` of its file. None
/// when there is nothing in it, or when it does not parse, which is a fault.
pub fn parse<'a>(text: &'a str, base: usize, faults: &mut Faults) -> Option<Node<'a>> {
    lines::tree(text, base).or_else(|| by_events(text, base, faults))
}

/// The tree of any YAML text, from the events of the parser.
pub(super) fn by_events<'a>(text: &'a str, base: usize, faults: &mut Faults) -> Option<Node<'a>> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        disallow_directives: true,
        emit_comments: false,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        base,
        text,
        open: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        aliased: 0,
        documents: 0,
    };
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                if builder.event(event, range, faults).is_err() {
                    return None;
                }
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                builder.syntax_error(at, &error.info(), faults);
                return None;
            }
        }
    }
    builder.root
}

/// A YAML text as it is written, for laying it out anew.
#[derive(Debug, Default)]
pub struct Written<'a> {
    /// What it holds, in the order of the text.
    pub tokens: Vec<Token<'a>>,
    /// Where its comments stand, `#` included, without the line end.
    pub comments: Vec<Range<usize>>,
}

/// A piece of a YAML text.
#[derive(Debug)]
pub enum Token<'a> {
    /// A key or a value. The range holds its quotation marks; that of a block begins
    /// at its first words, and one that is not written has an empty range.
    Scalar(Cow<'a, str>, Style, Range<usize>),
    /// A list begins, in brackets or not.
    List(Enclosing, Range<usize>),
    /// A map begins, in braces or not.
    Map(Enclosing, Range<usize>),
    /// The innermost list or map ends.
    End(Range<usize>),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// In quotation marks, single or double.
    Quoted,
    /// After `|` or `>`, on lines of its own.
    Block,
}

/// How a list or map is held together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enclosing {
    /// By indentation.
    Indented,
    /// By brackets or braces.
    Bracketed,
}

/// A YAML text as it is written. None when it does not parse, or uses anchors, aliases or tags.
pub fn written(text: &str) -> Option<Written<'_>> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        disallow_directives: true,
        max_buffered_comment_events: usize::MAX,
    };
    let enclosing = |style| match style {
        StructureStyle::Block => Enclosing::Indented,
        StructureStyle::Flow => Enclosing::Bracketed,
    };
    let mut written = Written::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.ok()?;
        let range = span.byte_range()?;
        let range = range.start.min(text.len())..range.end.min(text.len());
        written.tokens.push(match event {
            Event::Scalar(text, style, 0, None) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                    _ => Style::Quoted,
                };
                Token::Scalar(text, style, range)
            }
            Event::SequenceStart(style, 0, None) => Token::List(enclosing(style), range),
            Event::MappingStart(style, 0, None) => Token::Map(enclosing(style), range),
            Event::SequenceEnd | Event::MappingEnd => Token::End(range),
            Event::Comment(..) => {
                written.comments.push(range);
                continue;
            }
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::DocumentEnd => continue,
            _ => return None,
        });
    }
    // A comment may be told after what it stands before.
    written.comments.sort_by_key(|comment| comment.start);
    Some(written)
}

/// The collections that are open while events come in.
struct Builder<'a> {
    base: usize,
    text: &'a str,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    anchors: BTreeMap<usize, Option<Node<'a>>>,
    aliased: usize,
    documents: usize,
}

struct Open<'a> {
    start: usize,
    anchor: usize,
    inside: Inside<'a>,
}

enum Inside<'a> {
    List(Vec<Node<'a>>),
    Map {
        entries: Vec<Entry<'a>>,
        key: Option<(Cow<'a, str>, Span)>,
        seen: AHashSet<Cow<'a, str>>,
    },
}

/// The text is refused; the fault is told.
struct Refused;

impl<'a> Builder<'a> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn event(
        &mut self,
        event: Event<'a>,
        range: std::ops::Range<usize>,
        faults: &mut Faults,
    ) -> Result<(), Refused> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let title = "YAML holds more than one document";
                    return Err(self.refuse(&range, title, "a file is one brief", faults));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar(text, style, tag.as_deref());
                let Some(kind) = kind else {
                    return Err(self.refuse(
                        &range,
                        "YAML tags have no meaning here",
                        "remove the tag",
                        faults,
                    ));
                };
                let mut range = self.within_text(&range);
                if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    let written = self.text.get(range.clone()).unwrap_or("");
                    range.end = range.start + written.trim_end().len();
                }
                let span = self.span(&range);
                if let Kind::Plain(text) | Kind::Quoted(text) = &kind
                    && let Some((_, character)) = forbidden(text)
                {
                    control_character(character, span, faults);
                }
                self.value(Node { span, kind }, anchor, faults)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.begin(range.start, anchor, Inside::List(Vec::new()));
                Ok(())
            }
            Event::MappingStart(_, anchor, _) => {
                let inside = Inside::Map {
                    entries: Vec::new(),
                    key: None,
                    seen: AHashSet::new(),
                };
                self.begin(range.start, anchor, inside);
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end, faults),
            Event::Alias(anchor) => self.alias(anchor, &range, faults),
            _ => Ok(()),
        }
    }

    /// The range as far as the text goes: that of a block scalar at its end may run over it.
    fn within_text(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        range.start..range.end.min(self.text.len())
    }

    fn begin(&mut self, start: usize, anchor: usize, inside: Inside<'a>) {
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
        self.open.push(Open {
            start,
            anchor,
            inside,
        });
    }

    fn end(&mut self, end: usize, faults: &mut Faults) -> Result<(), Refused> {
        let open = self.open.pop().expect("the parser closes what it opened");
        let kind = match open.inside {
            Inside::List(items) => Kind::List(items),
            Inside::Map { entries, .. } => Kind::Map(entries),
        };
        let span = self.span(&(open.start..end));
        self.value(Node { span, kind }, open.anchor, faults)
    }

    fn alias(
        &mut self,
        anchor: usize,
        range: &std::ops::Range<usize>,
        faults: &mut Faults,
    ) -> Result<(), Refused> {
        let Some(Some(node)) = self.anchors.get(&anchor) else {
            return Err(self.refuse(range, "YAML alias holds itself", "remove the alias", faults));
        };
        self.aliased += size(node);
        if self.aliased > MAX_ALIASED {
            let title = "YAML aliases grow beyond 10,000 values";
            return Err(self.refuse(range, title, "write the values out", faults));
        }
        let node = node.clone();
        self.value(node, 0, faults)
    }

    fn value(&mut self, node: Node<'a>, anchor: usize, faults: &mut Faults) -> Result<(), Refused> {
        if anchor > 0 {
            self.aliased += size(&node);
            if self.aliased > MAX_ALIASED {
                let range =
                    node.span.start as usize - self.base..node.span.end as usize - self.base;
                let title = "YAML anchors hold more than 10,000 values";
                return Err(self.refuse(&range, title, "write the values out", faults));
            }
            self.anchors.insert(anchor, Some(node.clone()));
        }
        let in_sources = self.is_in_sources();
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        match &mut open.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, key, seen } => match key.take() {
                Some((name, key_span)) => entries.push(Entry {
                    key: name,
                    key_span,
                    value: node,
                }),
                None => match node.kind {
                    Kind::Plain(text) | Kind::Quoted(text) => {
                        if seen.insert(text.clone()) {
                            *key = Some((text, node.span));
                        } else {
                            if faults.is_full() {
                                return Err(Refused);
                            }
                            let code = if in_sources {
                                "conflicting-source"
                            } else {
                                "duplicate-key"
                            };
                            duplicate_key(code, entries, (&text, node.span), faults);
                            *key = Some((text, node.span));
                        }
                    }
                    Kind::Nothing => *key = Some((Cow::Borrowed("null"), node.span)),
                    _ => {
                        let range = node.span.start as usize - self.base
                            ..node.span.end as usize - self.base;
                        return Err(self.refuse(
                            &range,
                            "a YAML key must be text",
                            "expected text",
                            faults,
                        ));
                    }
                },
            },
        }
        Ok(())
    }

    /// Whether the innermost open map is `sources` of a brief, whose keys are ids of documents.
    fn is_in_sources(&self) -> bool {
        matches!(
            self.open.as_slice(),
            [Open { inside: Inside::Map { key: Some((name, _)), .. }, .. }, _] if name == "sources"
        )
    }

    fn refuse(
        &self,
        range: &std::ops::Range<usize>,
        title: &str,
        label: &str,
        faults: &mut Faults,
    ) -> Refused {
        faults.error("yaml-syntax", self.span(range), title, |d| d.label(label));
        Refused
    }

    fn syntax_error(&self, at: usize, message: &str, faults: &mut Faults) {
        let length = self.text.len();
        let at = at.min(length);
        let span = Span::new(self.base + at, self.base + (at + 1).min(length.max(at)));
        let title = format!("YAML does not parse: {message}");
        faults.error("yaml-syntax", span, title, |d| {
            d.label("the reader stopped here")
                .help("put text that holds `: `, ` #` or a leading mark such as `-`, `*`, `[` in quotation marks")
        });
    }
}

fn duplicate_key(
    code: &'static str,
    entries: &mut Vec<Entry<'_>>,
    (name, span): (&str, Span),
    faults: &mut Faults,
) {
    let first = entries.iter().position(|entry| entry.key == name);
    faults.error(code, span, format!("`{name}` stands here twice"), |d| {
        let path = std::sync::Arc::clone(d.path());
        let d = d.label("again here");
        match first {
            Some(first) => d.also(&path, entries[first].key_span, "first here"),
            None => d,
        }
    });
    if let Some(first) = first {
        entries.remove(first);
    }
}

/// What a scalar is; none when its tag is not one of YAML's own for text and plain values.
fn scalar<'a>(text: Cow<'a, str>, style: ScalarStyle, tag: Option<&Tag>) -> Option<Kind<'a>> {
    if let Some(tag) = tag {
        return match tag.core_suffix() {
            Some("str") => Some(Kind::Quoted(text)),
            Some(_) => Some(Kind::Plain(text)),
            None => None,
        };
    }
    Some(match style {
        ScalarStyle::Plain if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") => {
            Kind::Nothing
        }
        ScalarStyle::Plain => Kind::Plain(text),
        _ => Kind::Quoted(text),
    })
}

fn size(node: &Node<'_>) -> usize {
    match &node.kind {
        Kind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Kind::Map(entries) => {
            1 + entries
                .iter()
                .map(|entry| size(&entry.value))
                .sum::<usize>()
        }
        // Long texts count by their length: repeating one is growth, too.
        _ => 1 + node.text().map_or(0, str::len) / 64,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::tree::{Faults, Node, Value};

    fn read(text: &str) -> Result<Value, String> {
        let mut faults = Faults::of(&"x.yaml".into());
        let node = parse(text, 0, &mut faults);
        match faults.into_diagnostics().first() {
            Some(fault) => Err(fault.title.clone()),
            None => Ok(node.as_ref().map_or(Value::Nothing, Node::to_value)),
        }
    }

    /// The judge: another YAML reader, with our rule that plain `no` is text.
    fn judge(text: &str) -> serde_json::Value {
        serde_yaml::from_str(text).unwrap()
    }

    #[test]
    fn the_tree_is_what_another_reader_reads() {
        for text in [
            "a: 1\nb: [x, 'y z', \"\\u00e9\"]\nc:\n  - d: >-\n      folded\n      text\n    e: |\n      kept\n      lines\n",
            "{a: {b: [1, 2.5, true, ~]}}",
            "title: no\nwhen: 2023-12-09\np: 15%\nversion: 1.2.3\n",
            "a: &x {k: v}\nb: *x\n",
        ] {
            assert_eq!(
                serde_json::to_value(read(text).unwrap()).unwrap(),
                judge(text),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_made_to_exhaust_memory_is_refused() {
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (name, before) in ["b", "c", "d", "e", "f"]
            .iter()
            .zip(["a", "b", "c", "d", "e"])
        {
            let list = vec![format!("*{before}"); 10].join(",");
            bomb.push_str(&format!("{name}: &{name} [{list}]\n"));
        }
        assert!(read(&bomb).unwrap_err().contains("aliases"));
        assert!(read(&"[".repeat(100)).is_err());
        assert!(read(&"- ".repeat(100)).is_err());
        assert!(read("a: &a [*a]").unwrap_err().contains("alias"));
    }

    #[test]
    fn a_key_that_stands_twice_is_a_fault() {
        assert_eq!(read("a: 1\na: 2\n").unwrap_err(), "`a` stands here twice");
    }
}
