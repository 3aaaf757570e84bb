//! Slugs: the readable last part of an address.

use std::fmt;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// Lower-case letters, digits, `-`, `_` and `.`, beginning with a letter or digit.
///
/// A slug is always one safe part of a path: it has no separator, is not `.`
/// or `..`, and two slugs never differ in case alone.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, BorshSerialize, BorshDeserialize,
)]
#[serde(transparent)]
pub struct Slug(String);

/// Why a text is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugError {
    /// It has a character that a slug does not have, or does not begin with a letter or digit.
    Character,
    /// It is longer than 120 bytes.
    Length,
}

impl Slug {
    /// The most bytes that a slug has: file systems take names of 255 bytes.
    pub const MAX_BYTES: usize = 120;

    /// `text` as it is, if it is a slug.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        if text.len() > Self::MAX_BYTES {
            return Err(SlugError::Length);
        }
        let first_fits = text.chars().next().is_some_and(char::is_alphanumeric);
        let rest_fits = text
            .chars()
            .all(|c| is_letter(c) || matches!(c, '-' | '_' | '.'));
        if first_fits && rest_fits && !text.ends_with('.') {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugError::Character)
        }
    }

    /// A slug made from any text: lower case, letters and digits of every script
    /// kept, all else turned into single hyphens, `+` and `#` spelled out (so that
    /// C, C++ and C# stay apart). None when no letter or digit is left. A long
    /// one is cut and gets a hash of the whole, so that two never become one.
    pub fn of(text: &str) -> Option<Self> {
        // ASCII is composed already.
        let mut slug = if text.is_ascii() {
            spell_ascii(text)
        } else {
            spell(text.nfc(), text.len())
        };
        let has_letter = text.bytes().any(|b| b.is_ascii_alphanumeric())
            || text.chars().any(char::is_alphanumeric);
        if slug.is_empty() || !has_letter {
            return None;
        }
        if slug.len() > Self::MAX_BYTES {
            let hash = xxh3_64(slug.as_bytes());
            slug.truncate(crate::text::floor_boundary(&slug, Self::MAX_BYTES - 17));
            slug = format!("{}-{hash:016x}", slug.trim_end_matches('-'));
        }
        Some(Self(slug))
    }

    /// Whether [`Slug::of`] makes a slug of `text`. A letter or digit of ASCII is enough.
    pub fn can_be_of(text: &str) -> bool {
        text.bytes().any(|byte| byte.is_ascii_alphanumeric()) || Self::of(text).is_some()
    }

    /// The text of the slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As [`spell`], for ASCII.
fn spell_ascii(text: &str) -> String {
    if text.contains(['+', '#']) {
        return spell(text.chars(), text.len());
    }
    let mut slug = String::with_capacity(text.len());
    let mut parted = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if std::mem::take(&mut parted) && !slug.is_empty() {
                slug.push('-');
            }
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else {
            parted |= byte != b'\'';
        }
    }
    slug
}

/// The letters of a slug: words joined by single hyphens, none at either end.
fn spell(letters: impl Iterator<Item = char>, bytes: usize) -> String {
    let mut slug = String::with_capacity(bytes);
    let mut parted = false;
    for c in letters.flat_map(char::to_lowercase) {
        let name = match c {
            '+' => "plus",
            '#' => "sharp",
            _ => "",
        };
        let letter = is_letter(c);
        parted |= !letter && !matches!(c, '\'' | '’');
        if !letter && name.is_empty() {
            continue;
        }
        if std::mem::replace(&mut parted, !name.is_empty()) && !slug.is_empty() {
            slug.push('-');
        }
        if letter {
            slug.push(c);
        } else {
            slug.push_str(name);
        }
    }
    slug
}

/// Letters and digits of every script, with the marks that belong to them; no capitals.
fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    (c.is_alphanumeric() && !c.is_uppercase()) || is_combining_mark(c)
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Slug, spell, spell_ascii};

    #[test]
    fn ascii_is_spelled_as_any_text_is() {
        for first in 0..128_u8 {
            for second in 0..128_u8 {
                let (a, b) = (char::from(first), char::from(second));
                let text = format!("{a}{b}x{b} {a}Y{b}");
                assert_eq!(
                    spell_ascii(&text),
                    spell(text.chars(), text.len()),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn any_text_becomes_a_safe_slug_or_none() {
        let of = |text| Slug::of(text).map(|slug| slug.to_string());
        assert_eq!(of("North Korea"), Some("north-korea".into()));
        assert_eq!(of("  north   KOREA "), Some("north-korea".into()));
        assert_eq!(of("../../etc/passwd"), Some("etc-passwd".into()));
        assert_eq!(of("C++"), Some("c-plus-plus".into()));
        assert_eq!(of("約束 / وعد"), Some("約束-وعد".into()));
        assert_eq!(of("St. John's"), Some("st-johns".into()));
        assert_eq!(of("हिन्दी"), Some("हिन्दी".into()));
        assert_eq!(of("cafe\u{301}"), of("café"));
        for text in ["A\u{301}", "1\u{300}", "=\u{338}", "𝐀", "é", "!", "+", "x"] {
            assert_eq!(Slug::can_be_of(text), Slug::of(text).is_some(), "{text}");
        }
        assert_eq!(of("!!! ++"), None);
        assert_eq!(of(".."), None);
    }

    #[test]
    fn long_texts_stay_apart() {
        let (a, b) = (
            format!("{}a", "x".repeat(300)),
            format!("{}b", "x".repeat(300)),
        );
        let (a, b) = (Slug::of(&a).unwrap(), Slug::of(&b).unwrap());
        assert!(a != b && a.as_str().len() <= 120);
        assert!(Slug::parse(a.as_str()).is_ok());
    }

    #[test]
    fn a_slug_that_leaves_the_site_is_refused() {
        for bad in [
            "", ".", "..", "../x", "a/b", "a\\b", "A", ".hidden", "a\0", "a.", "a b",
        ] {
            assert!(Slug::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Slug::parse("iau-2006.b5").is_ok());
    }
}
