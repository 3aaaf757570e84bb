//! Languages: BCP 47 tags and the direction of their script.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::Serialize;

/// The direction in which a script is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// A language tag of the shape of BCP 47 (<https://www.rfc-editor.org/info/bcp47>).
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, BorshSerialize, BorshDeserialize,
)]
#[serde(transparent)]
pub struct Lang(String);

impl Lang {
    /// `text` as a language tag: subtags of one to eight letters or digits, the first of two to eight letters.
    pub fn parse(text: &str) -> Option<Self> {
        let mut subtags = text.split('-');
        let first = subtags.next()?;
        let well_formed = (2..=8).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && subtags.all(|tag| {
                (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        well_formed.then(|| Self(text.to_owned()))
    }

    /// English, the default.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The direction of the language's script: of the script named, else of the one in common use.
    pub fn direction(&self) -> Direction {
        const RTL_SCRIPTS: [&str; 8] = [
            "arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand",
        ];
        const RTL_LANGUAGES: [&str; 13] = [
            "ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr", "nqo",
        ];
        let mut subtags = self.0.split('-').skip(1);
        let script = subtags
            .find(|tag| tag.len() == 4 && tag.bytes().all(|b| b.is_ascii_alphabetic()))
            .map(str::to_ascii_lowercase);
        let rtl = match script {
            Some(script) => RTL_SCRIPTS.contains(&script.as_str()),
            None => RTL_LANGUAGES.contains(&self.primary().to_ascii_lowercase().as_str()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Lang};

    #[test]
    fn the_direction_comes_from_the_script() {
        let direction = |tag| Lang::parse(tag).unwrap().direction();
        assert_eq!(direction("ar-EG"), Direction::Rtl);
        assert_eq!(direction("az-Arab"), Direction::Rtl);
        assert_eq!(direction("uz-Latn"), Direction::Ltr);
        assert_eq!(direction("en"), Direction::Ltr);
        assert!(Lang::parse("en us").is_none() && Lang::parse("\"").is_none());
    }
}
