//! The words of a fact that are its author's own: none of code, none between quotation marks.

use std::ops::Range;

use crate::parse;

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
    for range in passages(markdown) {
        reader.read(markdown, range, &mut words);
    }
    words
}

/// How many words `markdown` says; citations and addresses are none.
pub fn count(markdown: &str) -> usize {
    let mut count = 0;
    let (mut in_word, mut end) = (false, 0);
    for range in passages(markdown) {
        // Words may be cut by emphasis: what is glued in the text is one word.
        let between = markdown.get(end..range.start).unwrap_or("");
        in_word &= !between.contains(char::is_whitespace);
        end = range.end;
        let passage = &markdown[range];
        if passage.is_ascii() {
            for byte in passage.bytes() {
                if byte.is_ascii_whitespace() {
                    in_word = false;
                } else if !in_word && byte.is_ascii_alphanumeric() {
                    in_word = true;
                    count += 1;
                }
            }
            continue;
        }
        for c in passage.chars() {
            if c.is_whitespace() {
                in_word = false;
            } else if !in_word && c.is_alphanumeric() {
                in_word = true;
                count += 1;
            }
        }
    }
    count
}

/// The ranges of `markdown` that are words. Most texts have no Markdown but citations,
/// and need not be parsed for it.
fn passages(markdown: &str) -> Vec<Range<usize>> {
    let bytes = markdown.as_bytes();
    // What begins like a list, or is indented like code, is no plain sentence.
    if !bytes
        .first()
        .is_some_and(|first| first.is_ascii_alphabetic() || *first >= 0x80)
    {
        return parse::spoken(markdown);
    }
    let mut passages = Vec::with_capacity(2);
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        if !MEANS[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        let close = markdown[at..]
            .strip_prefix("[^")
            .and_then(|rest| rest.find(']'));
        let Some(close) = close else {
            return parse::spoken(markdown);
        };
        passages.push(start..at);
        at += "[^".len() + close + "]".len();
        start = at;
    }
    passages.push(start..bytes.len());
    passages
}

/// The bytes that could mean something to Markdown.
const MEANS: [bool; 256] = {
    let mut means = [false; 256];
    let marks = b"[`<*_>\n\\&|~#+";
    let mut at = 0;
    while at < marks.len() {
        means[marks[at] as usize] = true;
        at += 1;
    }
    means
};

/// The state of reading that goes on over pieces of one text.
#[derive(Default)]
struct Reader {
    /// Within straight quotation marks.
    straight: bool,
    /// How many other quotation marks are open.
    open: usize,
    /// A sentence has begun.
    begun: bool,
    sentence: usize,
}

impl Reader {
    fn read<'a>(&mut self, markdown: &'a str, range: Range<usize>, words: &mut Vec<Word<'a>>) {
        let base = range.start;
        let text = &markdown[range];
        let mut start: Option<usize> = None;
        let mut letters = text.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let within = c.is_alphanumeric()
                || (start.is_some()
                    && matches!(c, '\'' | '’' | '-')
                    && letters
                        .peek()
                        .is_some_and(|(_, next)| next.is_alphanumeric()));
            match (start, within) {
                (None, true) => start = Some(at),
                (Some(begin), false) => {
                    self.word(text, base, begin..at, words);
                    start = None;
                }
                _ => {}
            }
            if !within {
                self.sign(c, letters.peek().map(|(_, next)| *next));
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
        if !self.straight && self.open == 0 {
            words.push(Word {
                text: &text[range.clone()],
                range: base + range.start..base + range.end,
                first: !self.begun,
                sentence: self.sentence,
            });
        }
        self.begun = true;
    }

    fn sign(&mut self, c: char, next: Option<char>) {
        match c {
            '"' => self.straight = !self.straight,
            // The low marks and “ open; ” and » close. German closes with “, which then opens
            // nothing that is not closed by the end of the text.
            '„' | '“' | '«' if c != '“' || self.open == 0 => self.open += 1,
            '“' | '”' | '»' => self.open = self.open.saturating_sub(1),
            '.' | '!' | '?' if next.is_none_or(char::is_whitespace) => {
                self.begun = false;
                self.sentence += 1;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{count, own_words};

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
    fn words_are_counted_as_people_count_them() {
        assert_eq!(count("It is so, they say. [^a]"), 5);
        assert_eq!(count("One **bold**ly written – word"), 4);
        assert_eq!(count("- a list\n- [of](https://x.example/) things\n"), 4);
    }
}
