//! Entries → YAML text.

use super::entry::{Collection, Entry, Note, Scalar, Value};
use super::order::Kind;
use super::scalar::scalar;
use super::settle::{one_line, settle_map, spelled};

/// The text of a settled map, below the comments of the top.
pub fn write(top: &[Note], brief: &Collection) -> String {
    let mut writer = Writer::default();
    for (number, note) in top.iter().enumerate() {
        writer.note(note, 0, number > 0);
    }
    if !top.is_empty() && !brief.entries.is_empty() {
        writer.out.push('\n');
    }
    writer.entries(brief, 0, Start::OwnLine);
    writer.out
}

/// The lines of a field that is a list of texts, in this column.
pub fn text_list<T: AsRef<str>>(name: &str, texts: &[T], column: usize) -> String {
    let text = |text: &str| Entry::of(Value::Scalar(Scalar::Text(text.to_owned())));
    let collection = |entries| Collection {
        entries,
        tail: Vec::new(),
        on_one_line: false,
    };
    let items = texts.iter().map(|item| text(item.as_ref())).collect();
    let mut field = Entry::of(Value::List(collection(items)));
    field.key = Some(Scalar::Text(name.to_owned()));
    let mut map = collection(vec![field]);
    settle_map(&mut map, Kind::Free, column);
    let mut writer = Writer::default();
    writer.entries(&map, column, Start::OwnLine);
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
    /// A block was written whose empty lines at the end are part of its text.
    is_open: bool,
}

/// Where the first entry of a list or map is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// On a line of its own.
    OwnLine,
    /// After the dash of the item that it is in.
    AfterDash,
}

impl Writer {
    fn entries(&mut self, collection: &Collection, column: usize, start: Start) {
        for (number, entry) in collection.entries.iter().enumerate() {
            if number > 0 || start == Start::OwnLine {
                for (at, note) in entry.above.iter().enumerate() {
                    self.note(note, column, number + at > 0);
                }
                self.gap(entry.after_gap && number + entry.above.len() > 0);
                self.indent(column);
            }
            self.entry(entry, column);
        }
        for note in &collection.tail {
            self.note(note, column, true);
        }
    }

    /// An entry whose line is indented already.
    fn entry(&mut self, entry: &Entry, column: usize) {
        match &entry.key {
            Some(key) => {
                self.out.push_str(&spelled(key));
                self.out.push(':');
            }
            None => self.out.push('-'),
        }
        match &entry.value {
            Value::Scalar(text) => self.scalar(text, entry, column),
            Value::List(collection) | Value::Map(collection) if !collection.on_one_line => {
                let start = if entry.key.is_some() {
                    self.end_line(entry.key_note.as_deref());
                    Start::OwnLine
                } else {
                    self.out.push(' ');
                    Start::AfterDash
                };
                self.entries(collection, column + 2, start);
            }
            value => {
                let line = one_line(value).expect("what stands on one line was found to fit there");
                self.out.push(' ');
                self.out.push_str(&line);
                self.end_line(entry.value_note.as_deref());
            }
        }
        for note in &entry.below {
            self.note(note, column + 2, true);
        }
    }

    fn scalar(&mut self, text: &Scalar, entry: &Entry, column: usize) {
        self.is_open = false;
        let mut lines = match text {
            Scalar::Nothing => Vec::new(),
            Scalar::Written(text) => vec![text.clone()],
            Scalar::Text(text) => vec![scalar(text)],
            Scalar::Lines(lines) => lines.clone(),
            Scalar::Block(head, lines) => {
                self.out.push(' ');
                self.out.push_str(head);
                self.end_line(entry.key_note.as_deref());
                self.lines(lines, column + 2);
                self.is_open = head.ends_with('+');
                return;
            }
        };
        if entry.key_note.is_some() && !lines.is_empty() {
            self.end_line(entry.key_note.as_deref());
            self.indent(column + 2);
        } else if !lines.is_empty() {
            self.out.push(' ');
        }
        if lines.is_empty() {
            let note = entry.key_note.as_deref();
            self.end_line(note.or(entry.value_note.as_deref()));
            return;
        }
        self.out.push_str(&lines.remove(0));
        if let Some(last) = lines.pop() {
            self.out.push('\n');
            self.lines(&lines, column + 2);
            self.indent(column + 2);
            self.out.push_str(&last);
        }
        self.end_line(entry.value_note.as_deref());
    }

    fn lines(&mut self, lines: &[String], column: usize) {
        for line in lines {
            if !line.is_empty() {
                self.indent(column);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    fn note(&mut self, note: &Note, column: usize, may_gap: bool) {
        self.gap(note.after_gap && may_gap);
        self.is_open = false;
        self.indent(column);
        self.out.push_str(&note.text);
        self.out.push('\n');
    }

    fn gap(&mut self, is_wanted: bool) {
        if is_wanted && !self.is_open {
            self.out.push('\n');
        }
        self.is_open = false;
    }

    fn indent(&mut self, column: usize) {
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    fn end_line(&mut self, note: Option<&str>) {
        if let Some(note) = note {
            self.out.push_str("  ");
            self.out.push_str(note);
        }
        self.out.push('\n');
    }
}
