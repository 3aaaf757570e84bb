//! What is decided before an entry is written: the order of fields, what stands on one line, where a comment goes.

use super::entry::{Collection, Entry, Note, Scalar, Value};
use super::order::Kind;
use super::scalar::{bracketed, is_plain, is_plain_in_brackets, scalar};

/// The most characters of a line of brackets or braces, the comment after it not counted.
const WIDTH: usize = 100;

/// Brings the map of a brief into its layout. Gives the comments at the very top, which
/// stand there whatever field comes first.
pub fn settle(brief: &mut Collection) -> Vec<Note> {
    let top = brief.entries.first_mut().map_or_else(Vec::new, top);
    settle_map(brief, Kind::Brief, 0);
    brief.on_one_line = false;
    if let Some(first) = brief.entries.first_mut() {
        // An empty line here would make them comments of the top.
        first.after_gap = false;
        for note in &mut first.above {
            note.after_gap = false;
        }
    }
    top
}

/// Takes off the comments that an empty line keeps apart from the first field.
fn top(first: &mut Entry) -> Vec<Note> {
    let apart = if first.after_gap {
        first.above.len()
    } else {
        let gap = first.above.iter().rposition(|note| note.after_gap);
        gap.unwrap_or(0)
    };
    first.above.drain(..apart).collect()
}

/// Settles a map in this column.
pub fn settle_map(map: &mut Collection, kind: Kind, column: usize) {
    for entry in &mut map.entries {
        let below = kind.of_field(entry.name());
        settle_entry(entry, below, column);
    }
    map.entries.sort_by_key(|entry| kind.place(entry.name()));
}

fn settle_list(list: &mut Collection, kind: Kind, column: usize) {
    for entry in &mut list.entries {
        settle_entry(entry, kind, column);
        lift_notes(entry);
    }
}

/// Settles a field or item that begins in this column; its value is of this kind.
fn settle_entry(entry: &mut Entry, kind: Kind, column: usize) {
    let start = column
        + entry
            .key
            .as_ref()
            .map_or(2, |key| spelled(key).chars().count() + 2);
    let is_item = entry.key.is_none();
    match &mut entry.value {
        Value::Scalar(_) => return,
        Value::List(list) => {
            settle_list(list, kind, column + 2);
            list.on_one_line = is_short_list(list, kind);
        }
        Value::Map(map) => settle_map(map, kind, column + 2),
    }
    let one_line = one_line(&entry.value);
    let fits = one_line.is_some_and(|line| start + line.chars().count() <= WIDTH);
    let Some(collection) = entry.value.collection_mut() else {
        return;
    };
    if collection.entries.is_empty() {
        // Nothing can be indented below it.
        collection.on_one_line = true;
        entry.above.append(&mut collection.tail);
    } else {
        collection.on_one_line &= fits;
    }
    if collection.on_one_line {
        // One comment fits after it.
        let first = entry.key_note.take();
        if let Some(first) = first
            && let Some(second) = entry.value_note.replace(first)
        {
            entry.above.push(Note::of(second));
        }
        return;
    }
    let notes = [entry.key_note.take(), entry.value_note.take()];
    let mut notes = notes.into_iter().flatten();
    if !is_item {
        entry.key_note = notes.next();
    }
    entry.above.extend(notes.map(Note::of));
}

/// The comments above the first field of an item stand above the item.
fn lift_notes(item: &mut Entry) {
    let Some(collection) = item.value.collection_mut() else {
        return;
    };
    let Some(first) = collection.entries.first_mut() else {
        return;
    };
    if let Some(note) = first.above.first_mut() {
        // The empty line above the dash is now above the first comment that is lifted there.
        note.after_gap = item.after_gap;
        item.after_gap = first.after_gap;
        item.above.append(&mut first.above);
    }
    first.after_gap = false;
}

/// Whether a list is one of short texts, which stands on one line where it fits; or one that
/// stood there and holds such lists.
fn is_short_list(list: &Collection, kind: Kind) -> bool {
    kind != Kind::Facts
        && list.entries.iter().all(|item| match &item.value {
            Value::Scalar(Scalar::Text(text)) => is_plain_in_brackets(text) || !is_plain(text),
            Value::Scalar(Scalar::Written(text)) => {
                text.starts_with('"') || is_plain_in_brackets(text)
            }
            Value::List(inner) => list.on_one_line && inner.on_one_line,
            _ => false,
        })
}

/// A value on one line. None when that cannot be, for its comments or its own lines.
pub fn one_line(value: &Value) -> Option<String> {
    match value {
        Value::Scalar(Scalar::Written(text)) => Some(text.clone()),
        Value::Scalar(Scalar::Text(text)) => Some(bracketed(text)),
        Value::Scalar(_) => None,
        Value::List(list) => Some(format!("[{}]", parts(list)?)),
        Value::Map(map) => Some(format!("{{{}}}", parts(map)?)),
    }
}

fn parts(collection: &Collection) -> Option<String> {
    let part = |entry: &Entry| {
        let value = one_line(&entry.value)?;
        Some(match &entry.key {
            Some(key) => format!("{}: {value}", spelled_in_brackets(key)),
            None => value,
        })
    };
    let is_plain = collection.tail.is_empty() && !collection.entries.iter().any(Entry::has_notes);
    if !is_plain {
        return None;
    }
    let parts: Option<Vec<String>> = collection.entries.iter().map(part).collect();
    parts.map(|parts| parts.join(", "))
}

/// A key as it is written.
pub fn spelled(key: &Scalar) -> String {
    match key {
        Scalar::Written(text) => text.clone(),
        Scalar::Text(text) => scalar(text),
        _ => String::new(),
    }
}

fn spelled_in_brackets(key: &Scalar) -> String {
    match key {
        Scalar::Text(text) => bracketed(text),
        key => spelled(key),
    }
}
