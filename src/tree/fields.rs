//! Reading the fields of a map one by one, with a message for each that is wrong, missing or unknown.

use std::borrow::Cow;

use super::{Entry, Faults, Kind, Node, Value};
use crate::text::{Span, Spanned, is_slip, nearest};

/// The fields of one map while they are read.
///
/// Ask for each field that may stand there, then call [`Fields::finish`], which
/// reports the others as unknown.
#[derive(Debug)]
pub struct Fields<'a> {
    /// What the map is, in words for a message: `a brief`, `a source`.
    what: &'static str,
    span: Span,
    entries: Vec<Option<Entry<'a>>>,
    known: Vec<&'static str>,
    /// Those of the known fields that stand there.
    given: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of `node`, or a fault and no fields when it is no map.
    pub fn of(node: Node<'a>, what: &'static str, faults: &mut Faults) -> Option<Self> {
        let span = node.span;
        match node.kind {
            Kind::Map(entries) => Some(Self {
                what,
                span,
                entries: entries.into_iter().map(Some).collect(),
                known: Vec::with_capacity(16),
                given: Vec::with_capacity(8),
            }),
            _ => {
                wrong_type(faults, &node, what, "a map of fields");
                None
            }
        }
    }

    /// Where the map stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Takes the field `name` out. A field with nothing in it counts as absent.
    pub fn take(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.take_with_key(name).map(|(_, value)| value)
    }

    fn take_with_key(&mut self, name: &'static str) -> Option<(Span, Node<'a>)> {
        self.known.push(name);
        let entry = self
            .entries
            .iter_mut()
            .find(|entry| entry.as_ref().is_some_and(|entry| entry.key == name))?
            .take()?;
        self.given.push(name);
        (entry.value.kind != Kind::Nothing).then_some((entry.key_span, entry.value))
    }

    /// The text of the field `name`, without the white space around it.
    pub fn text(&mut self, name: &'static str, faults: &mut Faults) -> Option<Spanned<String>> {
        let node = self.take(name)?;
        text_of(node, name, faults)
    }

    /// The text of the field `name`; its absence or emptiness is a fault.
    pub fn required_text(
        &mut self,
        name: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<String>> {
        match self.take(name) {
            Some(node) => {
                let text = text_of(node, name, faults)?;
                if text.value.is_empty() {
                    faults.error(
                        "missing-field",
                        text.span,
                        format!("`{name}` of {} is empty", self.what),
                        |d| d.label("expected text"),
                    );
                    return None;
                }
                Some(text)
            }
            None => {
                self.missing(name, faults);
                None
            }
        }
    }

    /// Reports that the field `name` is missing.
    pub fn missing(&self, name: &'static str, faults: &mut Faults) {
        let span = Span {
            end: self.span.start.saturating_add(1).min(self.span.end),
            ..self.span
        };
        faults.error(
            "missing-field",
            span,
            format!("{} has no `{name}`", self.what),
            |d| d.label(format!("`{name}` is required here")),
        );
    }

    /// The truth value of the field `name`.
    pub fn bool(&mut self, name: &'static str, faults: &mut Faults) -> Option<bool> {
        let node = self.take(name)?;
        match node.to_value() {
            Value::Bool(value) => Some(value),
            _ => {
                wrong_type(faults, &node, name, "`true` or `false`");
                None
            }
        }
    }

    /// The whole number of the field `name`, within `range`.
    pub fn whole_number(
        &mut self,
        name: &'static str,
        range: std::ops::RangeInclusive<i64>,
        faults: &mut Faults,
    ) -> Option<i64> {
        let node = self.take(name)?;
        match node.to_value() {
            Value::Int(value) if range.contains(&value) => Some(value),
            _ => {
                let expected = format!("a whole number from {} to {}", range.start(), range.end());
                wrong_type(faults, &node, name, &expected);
                None
            }
        }
    }

    /// The items of the list in the field `name`.
    pub fn list(&mut self, name: &'static str, faults: &mut Faults) -> Vec<Node<'a>> {
        let Some(node) = self.take(name) else {
            return Vec::new();
        };
        match node.kind {
            Kind::List(mut items) => {
                faults.limit(&mut items, name, node.span);
                items
            }
            _ => {
                wrong_type(faults, &node, name, "a list");
                Vec::new()
            }
        }
    }

    /// The texts of the list in the field `name`.
    pub fn texts(&mut self, name: &'static str, faults: &mut Faults) -> Vec<Spanned<String>> {
        self.list(name, faults)
            .into_iter()
            .filter_map(|item| {
                let span = item.span;
                if item.kind == Kind::Nothing {
                    faults.error(
                        "wrong-type",
                        span,
                        format!("an item of `{name}` is empty"),
                        |d| d.label("expected text"),
                    );
                    return None;
                }
                text_of(item, name, faults)
            })
            .filter(|text| !text.value.is_empty())
            .collect()
    }

    /// The texts of the field `name`, which is a list or a single text.
    pub fn one_or_more(&mut self, name: &'static str, faults: &mut Faults) -> Vec<Spanned<String>> {
        let single = |entry: &Entry<'_>| entry.key == name && entry.value.text().is_some();
        if self.entries.iter().flatten().any(single) {
            return self.text(name, faults).into_iter().collect();
        }
        self.texts(name, faults)
    }

    /// The free map in the field `name`.
    pub fn free(&mut self, name: &'static str, faults: &mut Faults) -> Value {
        let Some(node) = self.take(name) else {
            return Value::Nothing;
        };
        if matches!(node.kind, Kind::Map(_)) {
            node.to_value()
        } else {
            wrong_type(faults, &node, name, "a map");
            Value::Nothing
        }
    }

    /// The entries of the map in the field `name`.
    pub fn map(&mut self, name: &'static str, faults: &mut Faults) -> Vec<Entry<'a>> {
        let Some(node) = self.take(name) else {
            return Vec::new();
        };
        match node.kind {
            Kind::Map(mut entries) => {
                faults.limit(&mut entries, name, node.span);
                entries
            }
            _ => {
                wrong_type(faults, &node, name, "a map");
                Vec::new()
            }
        }
    }

    /// Every field left over is unknown: names it, and the nearest known one.
    pub fn finish(self, faults: &mut Faults) {
        self.finish_with(faults, |_| None);
    }

    /// As [`Fields::finish`]; `advice` may know better what an unknown field should be.
    pub fn finish_with(self, faults: &mut Faults, advice: impl Fn(&str) -> Option<String>) {
        for entry in self.entries.into_iter().flatten() {
            let key = entry.key.as_ref();
            faults.error(
                "unknown-field",
                entry.key_span,
                format!("{} has no field `{key}`", self.what),
                |d| match (advice(key), nearest(key, self.known.iter().copied())) {
                    (Some(advice), _) => d.label("unknown field").help(advice),
                    (None, Some(near)) => {
                        let d = d.label(format!("did you mean `{near}`?"));
                        // A field that stands there already is not written a second time.
                        if self.given.contains(&near) || !is_slip(key, near, 3) {
                            d
                        } else {
                            d.fix("use the known field", entry.key_span, near)
                        }
                    }
                    (None, None) => d
                        .label("unknown field")
                        .help(format!("known fields are {}", self.known.join(", "))),
                },
            );
        }
    }
}

/// The text of `node` without the white space around it, or a fault.
pub(super) fn text_of(node: Node<'_>, name: &str, faults: &mut Faults) -> Option<Spanned<String>> {
    match node.kind {
        Kind::Plain(text) | Kind::Quoted(text) => {
            let text = match text {
                Cow::Borrowed(text) => text.trim().to_owned(),
                Cow::Owned(text) if text.trim().len() == text.len() => text,
                Cow::Owned(text) => text.trim().to_owned(),
            };
            Some(Spanned::new(text, node.span))
        }
        _ => {
            wrong_type(faults, &node, name, "text");
            None
        }
    }
}

impl Node<'_> {
    /// The text of the node without the white space around it, or a fault that calls it `name`.
    pub fn into_text(self, name: &str, faults: &mut Faults) -> Option<Spanned<String>> {
        text_of(self, name, faults)
    }
}

/// Reports that `node`, called `name`, is not what was `expected`.
pub(super) fn wrong_type(faults: &mut Faults, node: &Node<'_>, name: &str, expected: &str) {
    let found = match node.text() {
        Some(text) if text.chars().count() <= 30 => format!("found `{text}`"),
        _ => format!("found {}", node.describe()),
    };
    let name = if name.starts_with("a ") || name.starts_with("an ") {
        name.to_owned()
    } else {
        format!("`{name}`")
    };
    faults.error(
        "wrong-type",
        node.span,
        format!("{name} must be {expected}"),
        |d| d.label(found),
    );
}

impl Faults {
    /// Reports that `node`, called `name`, is not what was `expected`.
    pub fn wrong_type(&mut self, node: &Node<'_>, name: &str, expected: &str) {
        wrong_type(self, node, name, expected);
    }
}
