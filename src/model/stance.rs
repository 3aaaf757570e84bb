//! Stances: where a narrative stands, on which axis, on which side.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use ahash::AHashMap;
use borsh::{BorshDeserialize, BorshSerialize};

use super::Slug;
use crate::text::nearest;

/// Where a narrative stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Stance {
    /// Its identity and the name of its page.
    pub id: Slug,
    /// Its name as shown.
    pub label: String,
    /// The dispute that it takes a side in, if it is known.
    pub axis: Option<String>,
    /// Its side: −1 and 1 are opposed, 0 takes no side; none when it is not known.
    pub pole: Option<i8>,
    /// A sign of one to four letters that tells it from others without colour.
    pub mark: String,
}

/// The vocabulary of stances: the built-in ones and the site's own. It is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stances {
    by_id: BTreeMap<Slug, Stance>,
    /// The identity that a label means, by the label's slug.
    names: BTreeMap<Slug, Slug>,
    /// What labels mean as they are written in the vocabulary: briefs mostly write them the
    /// same, and then no slug has to be made. It never differs from `names`.
    written: AHashMap<String, Stance>,
}

/// Label, axis, pole and mark of the stances that every site has.
const BUILT_IN: [(&str, &str, i8, &str); 10] = [
    ("Pro-establishment", "establishment", 1, "PE"),
    ("Establishment-critical", "establishment", -1, "EC"),
    ("Left", "left–right", -1, "L"),
    ("Right", "left–right", 1, "R"),
    ("Progressive", "progressive–conservative", -1, "Pr"),
    ("Conservative", "progressive–conservative", 1, "Co"),
    ("Democratic", "democratic–republican", -1, "De"),
    ("Republican", "democratic–republican", 1, "Re"),
    ("Nerd", "", 0, "N"),
    ("Cynical", "", 0, "Cy"),
];

impl Hash for Stances {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The rest is made of these.
        (&self.by_id, &self.names).hash(state);
    }
}

impl Stances {
    /// The built-in stances, with those of the site added or put in their place.
    pub fn new(own: impl IntoIterator<Item = Stance>) -> Self {
        let built_in = BUILT_IN.iter().map(|&(label, axis, pole, mark)| Stance {
            id: Slug::of(label).expect("built-in labels have letters"),
            label: label.to_owned(),
            axis: (!axis.is_empty()).then(|| axis.to_owned()),
            pole: Some(pole),
            mark: mark.to_owned(),
        });
        let mut stances = Self {
            by_id: BTreeMap::new(),
            names: BTreeMap::new(),
            written: AHashMap::new(),
        };
        for stance in built_in.chain(own) {
            let id = stance.id.clone();
            stances.names.insert(id.clone(), id.clone());
            if let Some(name) = Slug::of(&stance.label) {
                stances.names.insert(name, id.clone());
            }
            stances.by_id.insert(id, stance);
        }
        // A later stance may have taken the name of an earlier one.
        for stance in stances.by_id.values() {
            let meaning = Slug::of(&stance.label).and_then(|name| stances.names.get(&name));
            if let Some(meant) = meaning.and_then(|id| stances.by_id.get(id)) {
                stances.written.insert(stance.label.clone(), meant.clone());
            }
        }
        stances
    }

    /// The stance called `label`: a known one, one of the patterns `Pro-X`,
    /// `Anti-X`, `X-critical` and `Narrative A`, or a free one without axis and side.
    /// None when the label has no letter or digit.
    pub fn resolve(&self, label: &str) -> Option<Cow<'_, Stance>> {
        if let Some(known) = self.written.get(label) {
            return Some(Cow::Borrowed(known));
        }
        let id = Slug::of(label)?;
        if let Some(known) = self.names.get(&id).and_then(|id| self.by_id.get(id)) {
            return Some(Cow::Borrowed(known));
        }
        let (axis, pole, mark) = match pattern(label) {
            Some((axis, pole, mark)) => (axis, pole, mark),
            None => (None, None, initials(label)),
        };
        Some(Cow::Owned(Stance {
            id,
            label: label.to_owned(),
            axis,
            pole,
            mark,
        }))
    }

    /// Whether `label` is that of a known stance, not only of a pattern.
    pub fn knows(&self, label: &str) -> bool {
        self.written.contains_key(label)
            || Slug::of(label).is_some_and(|id| self.names.contains_key(&id))
    }

    /// The known label that `label` is near to, when it is neither known nor of a known pattern.
    pub fn near(&self, label: &str) -> Option<&str> {
        if self.knows(label) || Slug::of(label).is_none() || pattern(label).is_some() {
            return None;
        }
        let first = |name: &str| name.chars().next().map(|c| c.to_lowercase().to_string());
        let likely = self.by_id.values().map(|stance| stance.label.as_str());
        // With another beginning, a word often means the contrary.
        nearest(label, likely.filter(|known| first(known) == first(label)))
    }
}

/// Axis, side and mark of the labels that follow a pattern.
fn pattern(label: &str) -> Option<(Option<String>, Option<i8>, String)> {
    let lower = label.to_lowercase();
    let axis = |name: &str| (!name.trim().is_empty()).then(|| name.trim().to_owned());
    if let Some(axis) = lower.strip_prefix("pro-").and_then(axis) {
        return Some((Some(axis), Some(1), "Pro".to_owned()));
    }
    if let Some(axis) = lower.strip_prefix("anti-").and_then(axis) {
        return Some((Some(axis), Some(-1), "Anti".to_owned()));
    }
    if let Some(axis) = lower.strip_suffix("-critical").and_then(axis) {
        return Some((Some(axis), Some(-1), "Crit".to_owned()));
    }
    let letter = lower.strip_prefix("narrative ")?;
    let mut letters = letter.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_alphabetic() => Some((None, None, c.to_uppercase().collect())),
        _ => None,
    }
}

fn initials(label: &str) -> String {
    let words = label
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next());
    words.take(3).flat_map(char::to_uppercase).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::{Stance, Stances};
    use crate::model::Slug;

    #[test]
    fn built_in_stances_and_patterns_have_their_sides() {
        let stances = Stances::new([]);
        let side = |label: &str| {
            let stance = stances.resolve(label).unwrap().into_owned();
            (stance.axis, stance.pole)
        };
        assert_eq!(
            side("pro-establishment"),
            (Some("establishment".into()), Some(1))
        );
        assert_eq!(
            side("Establishment-critical"),
            (Some("establishment".into()), Some(-1))
        );
        assert_eq!(side("Pro-nuclear"), (Some("nuclear".into()), Some(1)));
        assert_eq!(side("Anti-nuclear"), (Some("nuclear".into()), Some(-1)));
        assert_eq!(side("Nuclear-critical"), (Some("nuclear".into()), Some(-1)));
        assert_eq!(side("Narrative B"), (None, None));
        assert_eq!(side("Nerd"), (None, Some(0)));
        assert_eq!(stances.resolve("Old salt").unwrap().mark, "OS");
        assert!(stances.resolve("!?").is_none());
    }

    #[test]
    fn a_stance_of_the_site_is_known_by_its_label_and_its_id() {
        let local = Stance {
            id: Slug::parse("loc").unwrap(),
            label: "Localist".into(),
            axis: Some("scale".into()),
            pole: Some(1),
            mark: "Lo".into(),
        };
        let stances = Stances::new([local.clone()]);
        assert_eq!(stances.resolve("localist").as_deref(), Some(&local));
        assert_eq!(stances.resolve("loc").as_deref(), Some(&local));
        assert_eq!(stances.near("Localist"), None);
    }

    #[test]
    fn a_near_miss_is_noticed_and_an_open_label_is_not() {
        let stances = Stances::new([]);
        assert_eq!(stances.near("Progresive"), Some("Progressive"));
        assert_eq!(stances.near("Localist"), None);
        assert_eq!(stances.near("Pro-left"), None);
    }
}
