//! YAML as it is written: entries, each with the comments that belong to it.

/// A comment, from its `#` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The comment, without white space at its end.
    pub text: String,
    /// An empty line stands above it.
    pub after_gap: bool,
}

/// A field of a map, or an item of a list, with its comments.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The comments on the lines above it.
    pub above: Vec<Note>,
    /// An empty line stands right above it, below its comments.
    pub after_gap: bool,
    /// The name of the field; an item has none.
    pub key: Option<Scalar>,
    /// The comment at the end of the key's line.
    pub key_note: Option<String>,
    /// What it holds.
    pub value: Value,
    /// The comment at the end of the value's line.
    pub value_note: Option<String>,
    /// The comments below a field without a value that are indented deeper than it.
    pub below: Vec<Note>,
}

/// What an entry holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text, a number, nothing.
    Scalar(Scalar),
    /// A list.
    List(Collection),
    /// A map.
    Map(Collection),
}

/// The entries of a list or map.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The comments after the last entry.
    pub tail: Vec<Note>,
    /// It stands on one line, in brackets or braces.
    pub on_one_line: bool,
}

/// A scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Nothing is written.
    Nothing,
    /// It is written like this, on one line.
    Written(String),
    /// A text in quotation marks, which may not need them.
    Text(String),
    /// Several lines, plain or quoted; the first stands beside the key. Indentation means nothing.
    Lines(Vec<String>),
    /// A block: its head (`|`, `>-`), and its lines without their indentation.
    Block(String, Vec<String>),
}

impl Entry {
    /// An entry of this value, without comments.
    pub fn of(value: Value) -> Self {
        Self {
            above: Vec::new(),
            after_gap: false,
            key: None,
            key_note: None,
            value,
            value_note: None,
            below: Vec::new(),
        }
    }

    /// Forgets an empty line above all of it: it is the first of its map, wherever it will stand.
    pub fn begin(&mut self) {
        match self.above.first_mut() {
            Some(note) => note.after_gap = false,
            None => self.after_gap = false,
        }
    }

    /// Whether it, or what it holds, has comments.
    pub fn has_notes(&self) -> bool {
        !self.above.is_empty()
            || self.key_note.is_some()
            || self.value_note.is_some()
            || !self.below.is_empty()
            || self.value.has_notes()
    }

    /// The name of the field, as it is read.
    pub fn name(&self) -> &str {
        match &self.key {
            Some(Scalar::Written(text) | Scalar::Text(text)) => text,
            _ => "",
        }
    }
}

impl Value {
    /// Whether there are comments inside.
    pub fn has_notes(&self) -> bool {
        self.collection().is_some_and(|collection| {
            !collection.tail.is_empty() || collection.entries.iter().any(Entry::has_notes)
        })
    }

    /// The list or map.
    pub fn collection(&self) -> Option<&Collection> {
        match self {
            Self::Scalar(_) => None,
            Self::List(collection) | Self::Map(collection) => Some(collection),
        }
    }

    /// The list or map.
    pub fn collection_mut(&mut self) -> Option<&mut Collection> {
        match self {
            Self::Scalar(_) => None,
            Self::List(collection) | Self::Map(collection) => Some(collection),
        }
    }
}
