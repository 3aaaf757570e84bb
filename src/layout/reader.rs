//! YAML text → entries with their comments. What cannot be told apart for sure is left to its author.

use std::ops::Range;

use super::entry::{Collection, Entry, Note, Scalar, Value};
use crate::parse::{Enclosing, Style, Token, written};

/// The map that `text` is. None when it is no map, or is written in a way that is not laid
/// out: with anchors, aliases, tags, or keys of several lines. With it, how many comments there are.
pub fn read(text: &str) -> Option<(Collection, usize)> {
    let written = written(text)?;
    let mut reader = Reader {
        text,
        tokens: &written.tokens,
        comments: &written.comments,
        at: 0,
    };
    let Some(Token::Map(enclosing, _)) = reader.next() else {
        return None;
    };
    let mut map = reader.map(*enclosing)?;
    // With braces, comments may follow the last one.
    map.tail.extend(reader.notes_before(text.len() + 1));
    Some((map, written.comments.len()))
}

struct Reader<'a> {
    text: &'a str,
    /// The tokens to come.
    tokens: &'a [Token<'a>],
    /// The comments to come.
    comments: &'a [Range<usize>],
    /// Where what was read last ends.
    at: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a Token<'a>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn map(&mut self, enclosing: Enclosing) -> Option<Collection> {
        let mut entries = Vec::new();
        let mut column = 0;
        loop {
            match self.next()? {
                Token::Scalar(text, style, range) if !range.is_empty() => {
                    column = self.column(range.start);
                    let above = self.notes_before(range.start);
                    let key = self.scalar(text, *style, range)?;
                    if !matches!(key, Scalar::Written(_) | Scalar::Text(_)) {
                        return None;
                    }
                    let gap = self.is_after_gap(range.start);
                    let mut entry = self.field(column)?;
                    entry.after_gap = gap;
                    entry.above.splice(..0, above);
                    entry.key = Some(key);
                    if entries.is_empty() {
                        entry.begin();
                    }
                    entries.push(entry);
                }
                Token::End(range) => {
                    let tail = self.tail(enclosing, range, column);
                    return Some(Collection {
                        entries,
                        tail,
                        on_one_line: enclosing == Enclosing::Bracketed,
                    });
                }
                _ => return None,
            }
        }
    }

    /// What follows the key that was just read, of a map in this column.
    fn field(&mut self, column: usize) -> Option<Entry> {
        let key_end = self.at;
        if let Some(Token::Scalar(_, Style::Plain, range)) = self.tokens.first()
            && range.is_empty()
        {
            self.next();
            let mut entry = Entry::of(Value::Scalar(Scalar::Nothing));
            entry.key_note = self.note_after(key_end);
            let next = self.next_start();
            entry.below = self.notes_deeper_than(column, next);
            return Some(entry);
        }
        let note = self.note_after(key_end);
        let at = self.seek(key_end);
        self.at = at + usize::from(self.text[at..].starts_with(':'));
        let mut entry = self.value(column)?;
        if let Some(note) = note
            && let Some(second) = entry.key_note.replace(note)
        {
            entry.above.push(Note::of(second));
        }
        Some(entry)
    }

    fn list(&mut self, enclosing: Enclosing, parent: usize) -> Option<Collection> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut column = 0;
        loop {
            if let Some(Token::End(range)) = self.tokens.first() {
                self.next();
                // A list whose dashes stand below the key of its field ends before a
                // comment in the same column.
                let least = if column == parent { column + 1 } else { column };
                let tail = self.tail(enclosing, range, least);
                return Some(Collection {
                    entries,
                    tail,
                    on_one_line: enclosing == Enclosing::Bracketed,
                });
            }
            let mut above = Vec::new();
            let mut after_gap = false;
            if enclosing == Enclosing::Indented {
                let dash = self.seek(self.at);
                if !self.text[dash..].starts_with('-') {
                    return None;
                }
                column = self.column(dash);
                above = self.notes_before(dash);
                after_gap = self.is_after_gap(dash);
                self.at = dash + 1;
                let rest = self.text[self.at..].trim_start_matches([' ', '\t']);
                if rest.starts_with('#') {
                    above.extend(self.note_within(dash..self.line_end(dash)).map(Note::of));
                }
            }
            let mut entry = self.value(column)?;
            entry.above.splice(..0, above);
            entry.after_gap = after_gap;
            if let Some(note) = entry.key_note.take() {
                match entry.value {
                    Value::Scalar(Scalar::Block(..)) => entry.key_note = Some(note),
                    _ => entry.above.push(Note::of(note)),
                }
            }
            entries.push(entry);
        }
    }

    /// A value in a list or map of this column, with the comments between it and what stands before.
    fn value(&mut self, column: usize) -> Option<Entry> {
        let token = self.next()?;
        let (above, note) = match token {
            Token::Scalar(_, Style::Block, _) => {
                let head = self.seek(self.at);
                (
                    self.notes_before(head),
                    self.note_within(head..self.line_end(head)),
                )
            }
            Token::Scalar(_, _, range) if range.is_empty() => (Vec::new(), None),
            Token::Scalar(_, _, range) => (self.notes_before(range.start), None),
            Token::List(Enclosing::Bracketed, range) | Token::Map(Enclosing::Bracketed, range) => {
                let above = self.notes_before(range.start);
                self.at = range.end;
                (above, self.note_after(range.end))
            }
            // The comments before the first entry belong to that.
            _ => (Vec::new(), None),
        };
        let value = match token {
            Token::Scalar(_, Style::Plain, range) if range.is_empty() => {
                Value::Scalar(Scalar::Nothing)
            }
            Token::Scalar(_, Style::Block, range) => Value::Scalar(self.block(range.end, column)?),
            Token::Scalar(text, style, range) => Value::Scalar(self.scalar(text, *style, range)?),
            Token::List(enclosing, _) => Value::List(self.list(*enclosing, column)?),
            Token::Map(enclosing, _) => Value::Map(self.map(*enclosing)?),
            Token::End(_) => return None,
        };
        let mut entry = Entry::of(value);
        entry.above = above;
        entry.key_note = note;
        entry.value_note = match token {
            Token::Scalar(_, Style::Block, _)
            | Token::List(Enclosing::Indented, _)
            | Token::Map(Enclosing::Indented, _) => None,
            _ => self.note_after(self.at),
        };
        Some(entry)
    }

    /// A scalar that is no block, and where it ends.
    fn scalar(&mut self, text: &str, style: Style, range: &Range<usize>) -> Option<Scalar> {
        self.at = range.end;
        let raw = &self.text[range.clone()];
        Some(match style {
            Style::Block => return None,
            // Within braces a text, but a sign of YAML where it stands alone on its line.
            _ if matches!(raw, "?" | "-" | ":") => Scalar::Text(raw.to_owned()),
            _ if raw.contains('\n') => Scalar::Lines(lines(raw, style)),
            Style::Quoted if !has_escapes(raw) => Scalar::Text(text.to_owned()),
            _ => Scalar::Written(raw.to_owned()),
        })
    }

    /// The block that stands here up to `end`, in a list or map of this column.
    fn block(&mut self, end: usize, column: usize) -> Option<Scalar> {
        let head = self.seek(self.at);
        self.at = end.max(self.line_end(head));
        let head_line = &self.text[head..self.line_end(head)];
        let signs = head_line.split([' ', '\t']).next().unwrap_or("");
        let style = signs.chars().next().filter(|c| matches!(c, '|' | '>'))?;
        let chomping = signs.chars().find(|c| matches!(c, '-' | '+'));
        let given = signs.chars().find_map(|c| c.to_digit(10));
        let start = self.line_end(head) + 1;
        // The indentation of what follows is no line of the block.
        let last = self.line_start(end);
        let end = if self.text[last..end].trim().is_empty() {
            last
        } else {
            end
        };
        let lines: Vec<&str> = match self.text.get(start..end.max(start)) {
            Some(text) => text
                .strip_suffix('\n')
                .unwrap_or(text)
                .split('\n')
                .collect(),
            None => Vec::new(),
        };
        let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let first = lines.iter().find(|line| !line.trim().is_empty());
        let indent = match given {
            Some(digit) => column + digit as usize,
            None => first.map_or(0, |line| indentation(line)),
        };
        let mut lines: Vec<String> = lines
            .into_iter()
            .map(|line| line[indent.min(indentation(line))..].to_owned())
            .collect();
        if chomping != Some('+') {
            while lines.last().is_some_and(String::is_empty) {
                lines.pop();
            }
        }
        let first = lines.iter().find(|line| !line.is_empty());
        let needs_indent = first.is_some_and(|line| line.starts_with(' '));
        let mut head = String::from(style);
        head.extend(needs_indent.then_some('2'));
        head.extend(chomping);
        Some(Scalar::Block(head, lines))
    }

    /// The comments after the last entry of a list or map: in brackets all that stand before
    /// the closing one, else those that are indented at least as deep.
    fn tail(&mut self, enclosing: Enclosing, end: &Range<usize>, column: usize) -> Vec<Note> {
        match enclosing {
            Enclosing::Bracketed => {
                let tail = self.notes_before(end.start);
                self.at = end.end;
                tail
            }
            Enclosing::Indented => {
                let next = self.next_start();
                match column.checked_sub(1) {
                    Some(least) => self.notes_deeper_than(least, next),
                    None => self.notes_before(next),
                }
            }
        }
    }

    /// The comments that begin before `end`.
    fn notes_before(&mut self, end: usize) -> Vec<Note> {
        let mut notes = Vec::new();
        while let Some(comment) = self.comments.first().filter(|comment| comment.start < end) {
            notes.push(self.note(comment));
            self.comments = &self.comments[1..];
        }
        notes
    }

    /// The comments that begin before `end`, up to the first that stands in this column or before it.
    fn notes_deeper_than(&mut self, column: usize, end: usize) -> Vec<Note> {
        let mut notes = Vec::new();
        while let Some(comment) = self.comments.first()
            && comment.start < end
            && self.column(comment.start) > column
        {
            notes.push(self.note(comment));
            self.comments = &self.comments[1..];
        }
        notes
    }

    /// The comment on the line of `end`, where only it stands between that and the next token.
    fn note_after(&mut self, end: usize) -> Option<String> {
        self.note_within(end..self.line_end(end).min(self.next_start()))
    }

    fn note_within(&mut self, range: Range<usize>) -> Option<String> {
        let comment = self.comments.first()?;
        if !range.contains(&comment.start) {
            return None;
        }
        self.comments = &self.comments[1..];
        Some(self.note(comment).text)
    }

    fn note(&self, comment: &Range<usize>) -> Note {
        Note {
            text: self.text[comment.clone()].trim_end().to_owned(),
            after_gap: self.is_after_gap(comment.start),
        }
    }

    /// Where the next token that is written begins; the end of the text when there is none.
    fn next_start(&self) -> usize {
        let next = self.tokens.iter().find_map(|token| match token {
            Token::End(range) | Token::Scalar(_, Style::Plain, range) if range.is_empty() => None,
            Token::List(Enclosing::Indented, _) | Token::Map(Enclosing::Indented, _) => None,
            Token::Scalar(_, _, range)
            | Token::List(_, range)
            | Token::Map(_, range)
            | Token::End(range) => Some(range.start),
        });
        next.unwrap_or(self.text.len())
    }

    /// The first byte from `at` on that is neither white space nor part of a comment.
    fn seek(&self, at: usize) -> usize {
        let mut at = at;
        loop {
            let rest = &self.text[at..];
            let next = at + (rest.len() - rest.trim_start().len());
            if !self.text[next..].starts_with('#') {
                return next;
            }
            at = self.line_end(next);
        }
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |end| at + end)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// Whether the line before that of `at` is empty.
    fn is_after_gap(&self, at: usize) -> bool {
        let Some(before) = self.text[..self.line_start(at)].strip_suffix('\n') else {
            return false;
        };
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        line.trim().is_empty()
    }
}

impl Note {
    /// A comment that stands below no empty line.
    pub fn of(text: String) -> Self {
        Self {
            text,
            after_gap: false,
        }
    }
}

/// Whether something in quotation marks is spelled with escapes that say more than the sign itself.
fn has_escapes(raw: &str) -> bool {
    let mut signs = raw.chars();
    if signs.next() != Some('"') {
        return false;
    }
    while let Some(sign) = signs.next() {
        if sign == '\\' && !matches!(signs.next(), Some('\\' | '"')) {
            return true;
        }
    }
    false
}

/// The lines of a scalar without the white space around them, which means nothing; but a
/// space that is escaped is part of the text.
fn lines(raw: &str, style: Style) -> Vec<String> {
    let last = raw.split('\n').count() - 1;
    raw.split('\n')
        .enumerate()
        .map(|(number, line)| {
            let line = if number > 0 {
                line.trim_start_matches([' ', '\t'])
            } else {
                line
            };
            if number == last {
                return line.to_owned();
            }
            let cut = line.trim_end_matches([' ', '\t']);
            let escapes = cut.len() - cut.trim_end_matches('\\').len();
            let is_escaped = raw.starts_with('"') && escapes % 2 == 1 && cut.len() < line.len();
            let keep = usize::from(style == Style::Quoted && is_escaped);
            line[..cut.len() + keep].to_owned()
        })
        .collect()
}
