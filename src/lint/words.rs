//! The words of a fact that are its author's own: none of code, none between quotation marks.

use std::ops::Range;

use crate::parse;
use crate::text::{PART, beyond, marked};

/// A word and where it stands in the Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word, with the apostrophes and hyphens within it.
    pub text: &'a str,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it begins a sentence.
    pub first: bool,
    /// The number of its sentence, from 0.
    pub sentence: usize,
}

/// The author's own words in `markdown`.
pub fn own_words(markdown: &str) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(markdown.len() / 6);
    let mut reader = Reader::default();
    for range in passages(markdown, parse::spoken) {
        reader.read(markdown, range, &mut words);
    }
    words
}

/// How many words `markdown` says; citations and addresses are none.
pub fn count(markdown: &str) -> usize {
    let mut counter = Counter::default();
    let mut end = 0;
    for range in passages(markdown, parse::told) {
        // Words may be cut by emphasis: what is glued in the text is one word.
        let between = markdown.get(end..range.start).unwrap_or("");
        if between.contains(char::is_whitespace) {
            counter.part();
        }
        end = range.end;
        counter.read(&markdown[range]);
    }
    counter.part();
    counter.words
}

/// Counts what stands between white space and has a letter or digit.
#[derive(Default)]
struct Counter {
    words: usize,
    /// What was read last is part of a word that is not counted yet.
    in_word: bool,
}

impl Counter {
    /// White space: a word before it has ended.
    fn part(&mut self) {
        self.words += usize::from(std::mem::take(&mut self.in_word));
    }

    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if !c.is_ascii() {
                self.in_word |= c.is_alphanumeric();
                if c.is_whitespace() {
                    self.part();
                }
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let (parts, end) = rest.as_bytes().as_chunks::<PART>();
            let whole = parts.iter().take_while(|part| part.is_ascii());
            let whole = whole.map(|part| self.read_ascii(part)).count();
            rest = &rest[whole * PART..];
            let last = parts.get(whole).map_or(end, <[u8; PART]>::as_slice);
            let ascii = last.iter().take_while(|byte| byte.is_ascii()).count();
            if ascii > 0 {
                // Behind it, what neither ends a word nor is a letter.
                let mut part = [b'-'; PART];
                part[..ascii].copy_from_slice(&last[..ascii]);
                self.read_ascii(&part);
                rest = &rest[ascii..];
            }
        }
    }

    /// Counts without branches, for where words end is not to be foreseen: in one number a word is a run of
    /// bytes with all bits set. To add one at any letter of a run carries it over to the white space behind,
    /// and does so once, however many letters it has. White space that received one ends a word.
    fn read_ascii(&mut self, part: &[u8; PART]) {
        let is_white = |b: u8| (b == b' ') | (beyond(b, b'\t', b'\r') == 0);
        let is_letter = |b: u8| beyond(b | 32, b'a', b'z').min(beyond(b, b'0', b'9')) == 0;
        let white = marked(part, is_white);
        let letters = marked(part, is_letter) & u128::from_le_bytes([1; PART]);
        let run = !white;
        let (sum, carried) = run.overflowing_add(letters);
        let (sum, too) = sum.overflowing_add(u128::from(self.in_word));
        self.in_word = carried | too;
        // At white space there is one or nothing. All of these are added up in the last byte of a product.
        let ends = (sum & white).to_le_bytes();
        let (halves, _) = ends.as_chunks::<{ PART / 2 }>();
        let halves: u64 = halves.iter().copied().map(u64::from_le_bytes).sum();
        let ends = halves.wrapping_mul(u64::from_le_bytes([1; PART / 2])) >> 56;
        self.words += ends as usize;
    }
}

/// The ranges of `markdown` that are words. Most texts need not be parsed for it.
fn passages(markdown: &str, parsed: fn(&str) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
    let Some(pieces) = parse::pieces(markdown) else {
        return parsed(markdown);
    };
    let pieces = pieces.into_iter();
    let passages = pieces.filter_map(|(piece, range)| {
        let (words, behind) = piece.words()?;
        let start = range.start + behind;
        Some(start..start + words.len())
    });
    passages.collect()
}

/// The state of reading that goes on over pieces of one text.
#[derive(Default)]
struct Reader {
    /// Within quotation marks, which this sign closes.
    quoted: Option<char>,
    /// How many marks of that kind are open.
    depth: usize,
    /// A sentence has begun.
    begun: bool,
    sentence: usize,
}

impl Reader {
    fn read<'a>(&mut self, markdown: &'a str, range: Range<usize>, words: &mut Vec<Word<'a>>) {
        let base = range.start;
        let text = &markdown[range];
        if text == "&quot;" {
            self.sign('"', "", "\"");
            return;
        }
        let mut start: Option<usize> = None;
        let mut next = 0;
        while let Some(&byte) = text.as_bytes().get(next) {
            let at = next;
            // Most of a text is letters and spaces of ASCII.
            if byte.is_ascii_alphanumeric() {
                start = start.or(Some(at));
                let letters = text.as_bytes()[at..].iter();
                next += letters.take_while(|b| b.is_ascii_alphanumeric()).count();
                continue;
            }
            if byte == b' ' {
                if let Some(begin) = start.take() {
                    self.word(text, base, begin..at, words);
                }
                next += 1;
                continue;
            }
            let Some(c) = text[at..].chars().next() else {
                break;
            };
            next += c.len_utf8();
            let rest = || &text[at + c.len_utf8()..];
            let within = c.is_alphanumeric()
                || (start.is_some()
                    && matches!(c, '\'' | '’' | '-')
                    && rest().starts_with(char::is_alphanumeric));
            match (start, within) {
                (None, true) => start = Some(at),
                (Some(begin), false) => {
                    self.word(text, base, begin..at, words);
                    start = None;
                }
                _ => {}
            }
            if !within && !matches!(c, ' ' | ',' | '\n') {
                self.sign(c, &text[..at], rest());
            }
        }
        if let Some(begin) = start {
            self.word(text, base, begin..text.len(), words);
        }
    }

    fn word<'a>(
        &mut self,
        text: &'a str,
        base: usize,
        range: Range<usize>,
        words: &mut Vec<Word<'a>>,
    ) {
        if self.quoted.is_none() {
            words.push(Word {
                text: &text[range.clone()],
                range: base + range.start..base + range.end,
                first: !self.begun,
                sentence: self.sentence,
            });
        }
        self.begun = true;
    }

    /// A sign that is no part of a word, between what is before and after it.
    fn sign(&mut self, c: char, before: &str, after: &str) {
        if let Some(close) = self.quoted {
            if c == close && !(c == '’' && after.starts_with(char::is_alphabetic)) {
                self.depth -= 1;
            } else if c != '"' && closes(c) == Some(close) {
                self.depth += 1;
            }
            if self.depth == 0 {
                self.quoted = None;
            }
            return;
        }
        if matches!(c, '.' | '!' | '?') {
            let ends = after.is_empty() || after.starts_with(char::is_whitespace);
            if ends && !(c == '.' && is_short(before)) {
                self.begun = false;
                self.sentence += 1;
            }
            return;
        }
        let begins = !before.ends_with(char::is_alphanumeric);
        let opens = match c {
            // After a figure it means inches.
            '"' => !before.ends_with(|c: char| c.is_ascii_digit()) && after.contains('"'),
            '\'' | '‘' => begins && has_end(after, c),
            _ => true,
        };
        if let Some(close) = closes(c).filter(|_| opens) {
            self.quoted = Some(close);
            self.depth = 1;
        }
    }
}

/// The sign that closes what this one opens.
fn closes(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '\'' => Some('\''),
        '‘' => Some('’'),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

/// Whether a single quotation mark that opens has its end: one after a word, before none.
fn has_end(after: &str, open: char) -> bool {
    let close = closes(open).unwrap_or(open);
    let mut ends = after.match_indices(close);
    ends.any(|(at, _)| {
        let rest = &after[at + close.len_utf8()..];
        at > 0
            && !after[..at].ends_with(char::is_whitespace)
            && !rest.starts_with(char::is_alphanumeric)
    })
}

/// Whether a full stop after this belongs to a short form: an initial, a month, a title.
fn is_short(before: &str) -> bool {
    const SHORT: [&str; 20] = [
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mr",
        "mrs", "dr", "gen", "gov", "sen", "rep", "st",
    ];
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    word.chars().count() == 1 && word.starts_with(char::is_alphabetic)
        || SHORT.iter().any(|short| short.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::{Counter, count, own_words, passages};
    use crate::parse;
    use crate::text::{Chance, floor_boundary};

    #[test]
    fn words_are_found_without_parsing_where_parsing_finds_them() {
        for text in [
            "It is so.[^a] And \"so\" [^b], they say.",
            "Lines\nof words[^a]\n[^b] and.\n\nAnother\nparagraph.\n",
            "*So* they **say**[^a] `so`, [there](/x/).\n_And_ more.",
        ] {
            let by_parser = parse::spoken(text);
            let found = passages(text, |_| panic!("not parsed"));
            assert_eq!(found, by_parser, "{text:?}");
        }
    }

    fn words(markdown: &str) -> Vec<&str> {
        own_words(markdown)
            .into_iter()
            .map(|word| word.text)
            .collect()
    }

    #[test]
    fn quoted_words_are_not_the_authors() {
        assert_eq!(
            words("He said \"a radical plan\" today."),
            ["He", "said", "today"]
        );
        assert_eq!(
            words("He said 'radical' and ‘we don’t’ and the drivers' van"),
            ["He", "said", "and", "and", "the", "drivers", "van"]
        );
        assert_eq!(words("A 6\" pipe, a 'tis"), ["A", "6", "pipe", "a", "tis"]);
        assert_eq!(
            words("„so“ and “so” and «so» it is"),
            ["and", "and", "it", "is"]
        );
        assert_eq!(
            words("a `radical` *so-called* don't [^x]"),
            ["a", "so-called", "don't"]
        );
    }

    #[test]
    fn the_first_word_of_a_sentence_is_known() {
        let firsts: Vec<&str> = own_words("Today it is. Then more.")
            .into_iter()
            .filter(|word| word.first)
            .map(|word| word.text)
            .collect();
        assert_eq!(firsts, ["Today", "Then"]);
    }

    #[test]
    fn a_short_form_ends_no_sentence() {
        let sentences = |text: &str| own_words(text).last().map(|word| word.sentence);
        assert_eq!(
            sentences("On Monday, Sept. 8, U.S. officials met Mr. Ho"),
            Some(0)
        );
        assert_eq!(sentences("It ended. A new one began"), Some(1));
    }

    #[test]
    fn words_are_counted_as_people_count_them() {
        assert_eq!(count("It is so, they say. [^a]"), 5);
        assert_eq!(count("One **bold**ly written – word"), 4);
        assert_eq!(count("- a list\n- [of](https://x.example/) things\n"), 4);
    }

    #[test]
    fn words_of_any_text_are_those_between_white_space_that_have_a_letter() {
        let parts = [
            "a", "B", "9", " ", "\t", "\u{b}", "\n", "-", "'", "word", "é", "\u{a0}", "\u{2003}",
            "…", "z ", "  ", "{", "@", "\u{7f}", "`", "/",
        ];
        let mut chance = Chance::of(1);
        for round in 0..20_000 {
            let text: String = (0..round % 60).map(|_| chance.one_of(&parts)).collect();
            let mut counter = Counter::default();
            let middle = floor_boundary(&text, text.len() / 2);
            counter.read(&text[..middle]);
            counter.read(&text[middle..]);
            counter.part();
            let words = text.split_whitespace();
            let words = words.filter(|word| word.contains(char::is_alphanumeric));
            assert_eq!(counter.words, words.count(), "{text:?}");
        }
    }
}
