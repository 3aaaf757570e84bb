//! Lean: on which side of a scale an outlet is placed, as far as its raters' words say it.

use std::collections::BTreeMap;

use super::{Outlet, Rating, Slug};

/// A side of a scale. A scale names its two ends, `left–right`: the first is the negative one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lean {
    /// Towards the end that the scale names first.
    First,
    /// Neither.
    Middle,
    /// Towards the end that the scale names second.
    Second,
}

/// Words of raters for the middle of any scale.
const MIDDLE: [&str; 8] = [
    "center", "centre", "middle", "neutral", "balanced", "mixed", "moderate", "least",
];

impl Rating {
    /// The scale, however it is spelled: `left–right`, `Left / Right` and `left-right` are one.
    pub fn scale_id(&self) -> Option<Slug> {
        Slug::of(&self.scale)
    }

    /// The two ends of the scale, where its name has two words.
    pub fn ends(&self) -> Option<(String, String)> {
        let id = self.scale_id()?;
        let (first, second) = id.as_str().split_once('-')?;
        Some((first.to_owned(), second.to_owned()))
    }

    /// The side that the rating's value means: a word of the scale's name in it
    /// (`Lean Left`), a word for the middle, or a number whose sign is written (`-2`,
    /// `+0.5`). None where it means no side, or both, and for a bare number, which may
    /// count from one end: what cannot be told for sure is unknown.
    pub fn lean(&self) -> Option<Lean> {
        let value = self.value.trim().to_lowercase().replace('\u{2212}', "-");
        if let Ok(number) = value.parse::<f64>() {
            return match number {
                _ if number < 0.0 => Some(Lean::First),
                _ if number > 0.0 => value.starts_with('+').then_some(Lean::Second),
                _ => None,
            };
        }
        let (first, second) = self.ends()?;
        let words = || value.split(|c: char| !c.is_alphanumeric());
        if words().any(|word| ["not", "non", "no", "neither", "nothing", "anti"].contains(&word)) {
            return None;
        }
        let has = |end: &str| words().any(|word| word == end);
        match (has(&first), has(&second)) {
            (true, true) => None,
            (true, false) => Some(Lean::First),
            (false, true) => Some(Lean::Second),
            (false, false) => words()
                .any(|word| MIDDLE.contains(&word))
                .then_some(Lean::Middle),
        }
    }
}

impl Outlet {
    /// The lean on each scale that it is rated on. Where raters disagree about the
    /// side, it has none there; one that says "middle" gives way to one that names a side.
    pub fn leans(&self) -> BTreeMap<Slug, Lean> {
        let mut leans: BTreeMap<Slug, Option<Lean>> = BTreeMap::new();
        for rating in &self.ratings {
            let (Some(scale), Some(lean)) = (rating.scale_id(), rating.lean()) else {
                continue;
            };
            leans
                .entry(scale)
                .and_modify(|known| *known = known.and_then(|known| together(known, lean)))
                .or_insert(Some(lean));
        }
        leans
            .into_iter()
            .filter_map(|(scale, lean)| Some((scale, lean?)))
            .collect()
    }
}

fn together(a: Lean, b: Lean) -> Option<Lean> {
    match (a, b) {
        (Lean::First, Lean::Second) | (Lean::Second, Lean::First) => None,
        (Lean::Middle, other) | (other, _) => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Lean;
    use crate::model::Rating;

    fn lean(scale: &str, value: &str) -> Option<Lean> {
        let rating = Rating {
            scale: scale.into(),
            value: value.into(),
            rater: "R".into(),
            method: None,
            as_of: None,
            url: None,
        };
        rating.lean()
    }

    #[test]
    fn the_words_and_numbers_of_raters_name_a_side() {
        for (value, side) in [
            ("Lean Left", Some(Lean::First)),
            ("left-center", Some(Lean::First)),
            ("RIGHT", Some(Lean::Second)),
            ("Center", Some(Lean::Middle)),
            ("-6.3", Some(Lean::First)),
            ("\u{2212}6.3", Some(Lean::First)),
            ("+12", Some(Lean::Second)),
            // On a scale from 1 to 5, or from 0 to 100, these are on the left.
            ("0", None),
            ("12", None),
            ("not left", None),
            ("Non-left", None),
            ("left and right", None),
            ("leftover", None),
            ("high", None),
            ("", None),
        ] {
            assert_eq!(lean("left–right", value), side, "{value}");
        }
        assert_eq!(lean("State / Market", "market"), Some(Lean::Second));
        assert_eq!(lean("reliability", "high"), None);
    }
}
