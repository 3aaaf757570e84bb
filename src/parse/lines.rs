//! YAML in the lines that people write → tree: most briefs, at a sixth of what the parser takes.

use std::borrow::Cow;

use ahash::AHashSet;

use crate::text::{Span, any_byte, find_byte, forbidden, is_one_of};
use crate::tree::{Entry, Kind, Node};

/// The deepest nesting that is read here; briefs have five levels.
const MAX_DEPTH: usize = 16;

/// The longest key that is read here.
const MAX_KEY: usize = 100;

/// Maps of more entries than this are looked through for equal keys by a set.
const FEW: usize = 16;

/// The tree of a YAML text that is a map of lines as most are written: keys of letters, values on
/// one line or in a block, lists and maps by their indentation, or in brackets on one line.
/// Places and all, it is the tree that the parser makes. None where the text holds, or may hold,
/// anything else, above all a fault: then only the parser knows.
pub fn tree(text: &str, base: usize) -> Option<Node<'_>> {
    if any_byte(text, |b| is_one_of(b, b"\t\r\xef")) && text.contains(['\t', '\r', '\u{feff}']) {
        return None;
    }
    if forbidden(text).is_some() {
        return None;
    }
    let mut lines = Lines {
        text,
        base,
        at: 0,
        column: 0,
        is_over: false,
    };
    lines.go_on(0)?;
    if lines.column > 0 {
        return None;
    }
    let root = lines.map(lines.key(lines.at)?, 0)?;
    lines.is_over.then_some(root)
}

/// A text that is read line by line.
struct Lines<'a> {
    text: &'a str,
    base: usize,
    /// Where the next words stand, behind empty lines and comments; at the end, the end.
    at: usize,
    /// How far they are indented.
    column: usize,
    /// Whether there are none.
    is_over: bool,
}

impl<'a> Lines<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    fn node(&self, start: usize, end: usize, kind: Kind<'a>) -> Node<'a> {
        Node {
            span: self.span(start, end),
            kind,
        }
    }

    /// The end of the line that holds the byte `at`.
    fn line_end(&self, at: usize) -> usize {
        find_byte(&self.text.as_bytes()[at..], |b| b == b'\n')
            .map_or(self.text.len(), |length| at + length)
    }

    fn spaces(&self, at: usize) -> usize {
        let after = &self.text.as_bytes()[at..];
        after.iter().position(|&b| b != b' ').unwrap_or(after.len())
    }

    /// Goes to the next words, from the beginning of a line. None where a document ends or begins.
    fn go_on(&mut self, mut start: usize) -> Option<()> {
        loop {
            self.column = self.spaces(start);
            self.at = start + self.column;
            match self.byte(self.at) {
                Some(b'\n') => start = self.at + 1,
                Some(b'#') => start = (self.line_end(self.at) + 1).min(self.text.len()),
                Some(_) => break,
                None => {
                    self.is_over = true;
                    self.at = self.text.len();
                    return Some(());
                }
            }
        }
        let rest = &self.text[self.at..];
        let marks = self.column == 0 && (rest.starts_with("---") || rest.starts_with("..."));
        (!marks).then_some(())
    }

    /// Goes to the next words behind a value that ends at `end`, if there is nothing else in its line.
    fn end_line(&mut self, end: usize) -> Option<()> {
        let rest = end + self.spaces(end);
        match self.byte(rest) {
            None => self.go_on(self.text.len()),
            Some(b'\n') => self.go_on(rest + 1),
            Some(b'#') if rest > end => self.go_on((self.line_end(rest) + 1).min(self.text.len())),
            Some(_) => None,
        }
    }

    /// The end of a key that stands at `at`, which is where its colon is.
    fn key(&self, at: usize) -> Option<usize> {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
        if !is_letter(self.byte(at)?) {
            return None;
        }
        let mut end = at + 1;
        while end - at <= MAX_KEY {
            match self.byte(end)? {
                b':' => {
                    let ends = matches!(self.byte(end + 1), None | Some(b' ' | b'\n'));
                    let name = &self.text[at..end];
                    let means_nothing = matches!(name, "null" | "Null" | "NULL");
                    return (ends && !means_nothing).then_some(end);
                }
                b' ' if is_letter(self.byte(end + 1)?) => {}
                b'-' | b'.' => {}
                b if is_letter(b) => {}
                _ => return None,
            }
            end += 1;
        }
        None
    }

    /// The map whose first key is here and ends at `colon`.
    fn map(&mut self, mut colon: usize, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (start, column) = (self.at, self.column);
        let mut entries = Entries::default();
        loop {
            let key = self.at;
            let value = if matches!(self.byte(colon + 1), None | Some(b'\n')) {
                self.end_line(colon + 1)?;
                self.below(column, colon, depth)?
            } else {
                let at = colon + 1 + self.spaces(colon + 1);
                self.inline(at, column, depth)?
            };
            entries.add(Entry {
                key: Cow::Borrowed(&self.text[key..colon]),
                key_span: self.span(key, colon),
                value,
            })?;
            if self.is_over || self.column < column {
                return Some(self.node(start, self.at, Kind::Map(entries.list)));
            }
            if self.column > column {
                return None;
            }
            colon = self.key(self.at)?;
        }
    }

    /// The value of a key at `column` whose line ends with its `colon`.
    fn below(&mut self, column: usize, colon: usize, depth: usize) -> Option<Node<'a>> {
        let is_item = !self.is_over && self.begins_item();
        if !self.is_over && self.column > column {
            return if is_item {
                self.list(self.at, depth + 1)
            } else {
                self.map(self.key(self.at)?, depth + 1)
            };
        }
        if !self.is_over && self.column == column && is_item {
            // The parser lets such a list begin behind its first mark.
            return self.list(self.at + 1 + self.spaces(self.at + 1), depth + 1);
        }
        Some(self.node(colon, colon, Kind::Nothing))
    }

    fn begins_item(&self) -> bool {
        self.text[self.at..].starts_with("- ")
    }

    /// The list whose first item is here; it is said to begin at `start`.
    fn list(&mut self, start: usize, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let column = self.column;
        let mut items = Vec::new();
        loop {
            let ahead = 1 + self.spaces(self.at + 1);
            let at = self.at + ahead;
            items.push(match self.key(at) {
                Some(colon) => {
                    self.at = at;
                    self.column += ahead;
                    self.map(colon, depth + 1)?
                }
                None => self.inline(at, column, depth)?,
            });
            // Words at this column that begin no item may belong to the map around it.
            if self.is_over
                || self.column < column
                || (self.column == column && !self.begins_item())
            {
                return Some(self.node(start, self.at, Kind::List(items)));
            }
            if self.column > column {
                return None;
            }
        }
    }

    /// The value at `at`, to the end of its line or block; what holds it stands at `column`.
    fn inline(&mut self, at: usize, column: usize, depth: usize) -> Option<Node<'a>> {
        let (node, end) = match self.byte(at)? {
            b'|' | b'>' => return self.block(at, column),
            b'"' | b'\'' => self.quoted(at)?,
            b'[' | b'{' => self.bracketed(at, depth + 1)?,
            _ => self.plain(at)?,
        };
        self.end_line(end)?;
        Some(node)
    }

    /// Text without quotation marks, to the end of its line.
    fn plain(&self, at: usize) -> Option<(Node<'a>, usize)> {
        if !self.begins_plain(at) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut end = at;
        loop {
            let mark = find_byte(&bytes[end..], |b| is_one_of(b, b"\n:#"));
            end = mark.map_or(bytes.len(), |length| end + length);
            match self.byte(end) {
                Some(b':') if matches!(self.byte(end + 1), None | Some(b' ' | b'\n')) => {
                    return None;
                }
                Some(b'#') if self.byte(end - 1) == Some(b' ') => break,
                Some(b':' | b'#') => end += 1,
                _ => break,
            }
        }
        let words = self.text[at..end].trim_end_matches(' ');
        Some((self.words(at, words), at + words.len()))
    }

    fn begins_plain(&self, at: usize) -> bool {
        let begins = |b: u8| b.is_ascii_alphanumeric() || b"_($+./~".contains(&b) || b >= 0x80;
        match (self.byte(at), self.byte(at + 1)) {
            (Some(b'-'), Some(next)) => next.is_ascii_alphanumeric(),
            (Some(first), _) => begins(first),
            _ => false,
        }
    }

    fn words(&self, at: usize, words: &'a str) -> Node<'a> {
        let kind = match words {
            "~" | "null" | "Null" | "NULL" => Kind::Nothing,
            _ => Kind::Plain(Cow::Borrowed(words)),
        };
        self.node(at, at + words.len(), kind)
    }

    /// Text in quotation marks, on one line.
    fn quoted(&self, at: usize) -> Option<(Node<'a>, usize)> {
        let rest = &self.text[at + 1..];
        let (text, length) = if self.byte(at) == Some(b'"') {
            let length = find_byte(rest.as_bytes(), |b| is_one_of(b, b"\"\\\n"))?;
            match rest.as_bytes()[length] {
                b'"' => (Cow::Borrowed(&rest[..length]), length),
                b'\\' => escaped(rest, length)?,
                _ => return None,
            }
        } else {
            single(rest)?
        };
        let end = at + length + 2;
        Some((self.node(at, end, Kind::Quoted(text)), end))
    }

    /// A list or map in brackets, on one line.
    fn bracketed(&self, at: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        if depth > MAX_DEPTH {
            return None;
        }
        let is_list = self.byte(at) == Some(b'[');
        let close = if is_list { b']' } else { b'}' };
        let mut items = Vec::new();
        let mut entries = Entries::default();
        let mut next = at + 1 + self.spaces(at + 1);
        while self.byte(next) != Some(close) || !(items.is_empty() && entries.list.is_empty()) {
            let end = if is_list {
                let (item, end) = self.within(next, depth)?;
                items.push(item);
                end
            } else {
                let colon = self.key(next)?;
                let value = colon + 1 + self.spaces(colon + 1);
                let (value, end) = self.within(value, depth)?;
                entries.add(Entry {
                    key: Cow::Borrowed(&self.text[next..colon]),
                    key_span: self.span(next, colon),
                    value,
                })?;
                end
            };
            next = end + self.spaces(end);
            match self.byte(next) {
                Some(b',') => next += 1 + self.spaces(next + 1),
                Some(b) if b == close => break,
                _ => return None,
            }
            if self.byte(next) == Some(close) {
                return None;
            }
        }
        let kind = if is_list {
            Kind::List(items)
        } else {
            Kind::Map(entries.list)
        };
        Some((self.node(at, next + 1, kind), next + 1))
    }

    /// A value within brackets.
    fn within(&self, at: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        match self.byte(at)? {
            b'"' | b'\'' => return self.quoted(at),
            b'[' | b'{' => return self.bracketed(at, depth + 1),
            b if !(b.is_ascii_alphanumeric() || b >= 0x80) => return None,
            _ => {}
        }
        let rest = &self.text[at..];
        let length = rest.find([',', '[', ']', '{', '}', '#', ':', '\n'])?;
        let ends = match rest.as_bytes()[length] {
            // An address, which may hold a colon.
            b':' if rest[length..].starts_with("://") => {
                let rest = &rest[length + 1..];
                length + 1 + rest.find([',', '[', ']', '{', '}', '#', ':', ' ', '\n'])?
            }
            _ => length,
        };
        if !matches!(rest.as_bytes()[ends], b',' | b']' | b'}') {
            return None;
        }
        let words = rest[..ends].trim_end_matches(' ');
        Some((self.words(at, words), at + words.len()))
    }

    /// The lines below `|` or `>`, which stands at `at`; what holds them stands at `column`.
    fn block(&mut self, at: usize, column: usize) -> Option<Node<'a>> {
        let folds = self.byte(at) == Some(b'>');
        let clips = self.byte(at + 1) != Some(b'-');
        let header = at + if clips { 1 } else { 2 };
        if self.byte(header) != Some(b'\n') {
            return None;
        }
        let mut start = header + 1;
        let indent = self.spaces(start);
        let first = start + indent;
        if indent <= column || matches!(self.byte(first), None | Some(b'\n')) {
            return None;
        }
        let mut text = Cow::Borrowed("");
        let mut end = first;
        let mut empty = 0;
        while start < self.text.len() {
            let spaces = self.spaces(start);
            let line_end = self.line_end(start);
            if start + spaces == line_end {
                // Spaces that stand for themselves.
                if spaces > indent {
                    return None;
                }
                empty += 1;
            } else if spaces < indent {
                break;
            } else {
                let line = &self.text[start + indent..line_end];
                if (folds && spaces > indent) || line.ends_with(' ') {
                    return None;
                }
                if start + indent == first {
                    text = Cow::Borrowed(line);
                } else {
                    let text = text.to_mut();
                    match (folds, empty) {
                        (true, 0) => text.push(' '),
                        (true, _) => (0..empty).for_each(|_| text.push('\n')),
                        (false, _) => (0..=empty).for_each(|_| text.push('\n')),
                    }
                    text.push_str(line);
                }
                empty = 0;
                end = line_end;
            }
            start = (line_end + 1).min(self.text.len());
        }
        if clips {
            text.to_mut().push('\n');
        }
        self.go_on(start)?;
        // White space of any kind at its end is not counted.
        let end = first + self.text[first..end].trim_end().len();
        Some(self.node(first, end, Kind::Quoted(text)))
    }
}

/// The entries of a map, each key once.
#[derive(Default)]
struct Entries<'a> {
    list: Vec<Entry<'a>>,
    seen: AHashSet<Cow<'a, str>>,
}

impl<'a> Entries<'a> {
    /// None where the key stands there already.
    fn add(&mut self, entry: Entry<'a>) -> Option<()> {
        let is_new = if self.list.len() < FEW {
            self.list.iter().all(|other| other.key != entry.key)
        } else {
            if self.seen.is_empty() {
                self.seen.extend(self.list.iter().map(|e| e.key.clone()));
            }
            self.seen.insert(entry.key.clone())
        };
        self.list.push(entry);
        is_new.then_some(())
    }
}

/// What stands before the `"` that closes a text on one line, and the length of what was
/// written. The first backslash is at `from`; only those before `"` and `\` are read here.
fn escaped(rest: &str, from: usize) -> Option<(Cow<'_, str>, usize)> {
    let mut text = rest[..from].to_owned();
    let mut at = from;
    loop {
        match rest.as_bytes().get(at)? {
            b'"' => return Some((Cow::Owned(text), at)),
            b'\n' => return None,
            _ => {
                let mark = *rest.as_bytes().get(at + 1)?;
                if !matches!(mark, b'"' | b'\\') {
                    return None;
                }
                text.push(char::from(mark));
                at += 2;
            }
        }
        let more = rest[at..].find(['"', '\\', '\n'])?;
        text.push_str(&rest[at..at + more]);
        at += more;
    }
}

/// What stands before the `'` that closes a text on one line, and the length of what was written.
fn single(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let mut from = 0;
    let mut is_doubled = false;
    loop {
        let length = from + rest[from..].find(['\'', '\n'])?;
        if rest.as_bytes()[length] == b'\n' {
            return None;
        }
        if rest.as_bytes().get(length + 1) != Some(&b'\'') {
            let text = &rest[..length];
            return Some(if is_doubled {
                (Cow::Owned(text.replace("''", "'")), length)
            } else {
                (Cow::Borrowed(text), length)
            });
        }
        is_doubled = true;
        from = length + 2;
    }
}

#[cfg(test)]
mod tests;
