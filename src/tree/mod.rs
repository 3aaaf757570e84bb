//! A tree of keys and values with places, and typed reading of it that reports every fault.
//!
//! YAML and TOML both become this tree, so that briefs, registries and settings
//! are read, and their faults reported, in one way.

mod fields;

use std::borrow::Cow;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::Serialize;
use serde::ser::SerializeMap;

pub use fields::Fields;

use crate::diag::Diagnostic;
use crate::text::Span;

/// At most so many diagnostics are kept for one file: more would not be read.
const MAX_DIAGNOSTICS: usize = 100;

/// The longest list that is read.
const MAX_ITEMS: usize = 1_000;

/// How many items of the list or map called `name` are read.
pub fn most_items(name: &str) -> usize {
    // Each tag has two feeds that hold the whole brief, each source its uses.
    match name {
        "tags" => 100,
        "sources" => 300,
        _ => MAX_ITEMS,
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// The bytes of the value; in YAML with its quotes or indentation.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// Nothing: an empty value, `~` or `null`.
    Nothing,
    /// Text that was not quoted: a number, a truth value or a date may be meant.
    Plain(Cow<'a, str>),
    /// Text that was quoted, or is a block.
    Quoted(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A map, in the order of the file, each key once.
    Map(Vec<Entry<'a>>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node<'a>,
}

impl Node<'_> {
    /// What the value is, in words for a message.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Nothing => "nothing",
            Kind::Plain(_) | Kind::Quoted(_) => "text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Plain(text) | Kind::Quoted(text) => Some(text),
            _ => None,
        }
    }

    /// The value without its places, with numbers and truth values recognised as
    /// YAML 1.2's core schema does (<https://yaml.org/spec/1.2.2/#103-core-schema>).
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Nothing => Value::Nothing,
            Kind::Quoted(text) => Value::Text(text.clone().into_owned()),
            Kind::Plain(text) => plain_value(text),
            Kind::List(items) => Value::List(items.iter().map(Node::to_value).collect()),
            Kind::Map(entries) => Value::Map(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone().into_owned(), entry.value.to_value()))
                    .collect(),
            ),
        }
    }
}

fn plain_value(text: &str) -> Value {
    match text {
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    if numeric {
        if let Ok(number) = text.parse() {
            return Value::Int(number);
        }
        if let Ok(number) = text.parse::<f64>()
            && number.is_finite()
        {
            return Value::Float(number);
        }
    }
    Value::Text(text.to_owned())
}

/// Free data without places: what `extra` and a theme's settings hold.
#[derive(Clone, Debug, Default, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum Value {
    /// Nothing.
    #[default]
    Nothing,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A map, in the order of the file.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The map's entries; none for anything else.
    pub fn entries(&self) -> &[(String, Value)] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Nothing => serializer.serialize_none(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::List(values) => serializer.collect_seq(values),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// The diagnostics of one file, as they are found.
#[derive(Debug)]
pub struct Faults {
    path: Arc<str>,
    found: Vec<Diagnostic>,
}

impl Faults {
    /// No faults yet of the file `path`.
    pub fn of(path: &Arc<str>) -> Self {
        Self {
            path: Arc::clone(path),
            found: Vec::new(),
        }
    }

    /// The file.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// Adds an error; `more` gives it its label and help.
    pub fn error(
        &mut self,
        code: &'static str,
        span: Span,
        title: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        if self.found.len() < MAX_DIAGNOSTICS {
            self.found
                .push(more(Diagnostic::error(code, &self.path, span, title)));
        }
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        code: &'static str,
        span: Span,
        title: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        if self.found.len() < MAX_DIAGNOSTICS {
            self.found
                .push(more(Diagnostic::warning(code, &self.path, span, title)));
        }
    }

    /// Cuts a list off that is longer than any that people write: work on it grows with its length.
    pub fn limit<T>(&mut self, items: &mut Vec<T>, name: &str, span: Span) {
        let most = most_items(name);
        if items.len() > most {
            let title = format!("`{name}` has {} items", items.len());
            self.error("too-many", span, title, |d| {
                d.label(format!("at most {most} are read"))
            });
            items.truncate(most);
        }
    }

    /// Adds what others found in the file.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(found);
    }

    /// True when no more faults are kept.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MAX_DIAGNOSTICS
    }

    /// True when there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Diagnostic::is_error)
    }

    /// All that were found.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, plain_value};

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        assert_eq!(plain_value("no"), Value::Text("no".into()));
        assert_eq!(plain_value("true"), Value::Bool(true));
        assert_eq!(plain_value("-12"), Value::Int(-12));
        assert_eq!(plain_value("1.5"), Value::Float(1.5));
        assert_eq!(plain_value("1.2.3"), Value::Text("1.2.3".into()));
        assert_eq!(plain_value("inf"), Value::Text("inf".into()));
    }
}
