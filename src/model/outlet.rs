//! Outlets: who publishes sources, and what raters say of them.

use std::collections::BTreeMap;

use ahash::AHashMap;

use super::{Moment, Shared, Slug};
use crate::text::{hash_of, nearest};

/// An entry of `content/outlets.yaml`.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Outlet {
    /// Its identity and the name of its page.
    pub id: Slug,
    /// Its name as shown.
    pub name: String,
    /// Other names that mean it.
    pub aliases: Vec<String>,
    /// Its home page.
    pub url: Option<String>,
    /// The hosts that it publishes on.
    pub domains: Vec<String>,
    /// Where it is at home.
    pub country: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Whether a state directs it; none when the registry does not say.
    pub state_media: Option<bool>,
    /// What raters say of it.
    pub ratings: Vec<Rating>,
}

/// A rater's dated placing of an outlet on a scale.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Rating {
    /// The scale, such as `left–right`.
    pub scale: String,
    /// The placing, in the rater's own words or numbers.
    pub value: String,
    /// Who made it.
    pub rater: String,
    /// How.
    pub method: Option<String>,
    /// When it held.
    pub as_of: Option<Moment>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// All outlets that the site knows, found by name or alias.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// In the order in which they were added; the maps tell their places.
    outlets: Vec<Outlet>,
    by_id: BTreeMap<Slug, usize>,
    names: BTreeMap<Slug, Slug>,
    /// What names and aliases mean as they are written in the registry: briefs mostly write
    /// them the same, and then no slug has to be made. It never differs from `names`.
    written: AHashMap<String, usize>,
}

impl Registry {
    /// Adds `outlet`. A name or alias that means another outlet already keeps
    /// its meaning and is given back.
    pub fn add(&mut self, outlet: Outlet) -> Vec<String> {
        let mut taken = Vec::new();
        let place = *self
            .by_id
            .entry(outlet.id.clone())
            .or_insert(self.outlets.len());
        let names = std::iter::once(&outlet.name).chain(&outlet.aliases);
        for name in names {
            let Some(key) = Slug::of(name) else { continue };
            // A name keeps its first meaning.
            let meaning = self.names.entry(key).or_insert_with(|| outlet.id.clone());
            if *meaning != outlet.id {
                taken.push(name.clone());
            }
            self.written.insert(name.clone(), self.by_id[meaning]);
        }
        self.names
            .entry(outlet.id.clone())
            .or_insert_with(|| outlet.id.clone());
        match self.outlets.get_mut(place) {
            Some(before) => *before = outlet,
            None => self.outlets.push(outlet),
        }
        taken
    }

    /// The outlet of this identity.
    pub fn get(&self, id: &Slug) -> Option<&Outlet> {
        self.by_id.get(id).map(|&place| &self.outlets[place])
    }

    /// The outlet that `name` means, if it is registered.
    pub fn find(&self, name: &str) -> Option<&Outlet> {
        match self.written.get(name) {
            Some(&place) => Some(&self.outlets[place]),
            None => self.get(self.names.get(&Shared::named(name)?.slug)?),
        }
    }

    /// The name of the outlet that `written` means, or `written` itself where it is not registered.
    pub fn name_of<'a>(&'a self, written: &'a str) -> &'a str {
        self.find(written).map_or(written, |outlet| &outlet.name)
    }

    /// Identity and name of the outlet called `name`, registered or not. None when the name has no letter or digit.
    pub fn identify(&self, name: &str) -> Option<(Slug, String)> {
        match self.find(name) {
            Some(outlet) => Some((outlet.id.clone(), outlet.name.clone())),
            None => Shared::named(name).map(|named| (named.slug.clone(), name.to_owned())),
        }
    }

    /// The registered name that `name` is near to, when it is not registered itself.
    pub fn near(&self, name: &str) -> Option<&str> {
        if name.chars().count() < 5 || self.find(name).is_some() {
            return None;
        }
        let names = self.iter().flat_map(|outlet| {
            std::iter::once(outlet.name.as_str()).chain(outlet.aliases.iter().map(String::as_str))
        });
        nearest(name, names.filter(|known| close(known, name)))
    }

    /// The hash of all names, and of what each of them means.
    pub fn names_hash(&self) -> u64 {
        let called: Vec<_> = self
            .iter()
            .map(|outlet| (&outlet.id, &outlet.name, &outlet.aliases))
            .collect();
        hash_of(&(&self.names, called))
    }

    /// True when no outlet is registered.
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty()
    }

    /// All outlets, by identity.
    pub fn iter(&self) -> impl Iterator<Item = &Outlet> {
        self.by_id.values().map(|&place| &self.outlets[place])
    }
}

/// Whether two names of outlets differ by at most two letters: outlets often have
/// like names (`Daily Mail`, `Daily Mirror`), so this is stricter than for fields.
fn close(a: &str, b: &str) -> bool {
    // Letters that are too many, too few or others are edits, and counting is cheap.
    a.chars().count().abs_diff(b.chars().count()) <= 2
        && letters_apart(a, b) <= 4
        && strsim::damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase()) <= 2
        && !differs_in_a_short_word(a, b)
}

/// Whether a word of at most four letters is another one: `BBC News` is not a misspelt
/// `NBC News`, nor `Die Zeit` one of `Die Welt`.
fn differs_in_a_short_word(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (a, b): (Vec<&str>, Vec<&str>) = (
        a.split_whitespace().collect(),
        b.split_whitespace().collect(),
    );
    let short = |word: &str| word.chars().count() <= 4;
    a.len() == b.len()
        && a.iter()
            .zip(&b)
            .any(|(a, b)| a != b && short(a) && short(b))
}

/// How many letters of one name the other lacks, and the other way round; an
/// edit makes two of them at most. Letters are told apart roughly.
fn letters_apart(a: &str, b: &str) -> i32 {
    let mut apart = [0_i32; 32];
    for (name, one) in [(a, 1), (b, -1)] {
        for c in name.chars().flat_map(char::to_lowercase) {
            apart[u32::from(c) as usize % 32] += one;
        }
    }
    apart.iter().map(|count| count.abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::{Outlet, Registry};
    use crate::model::Slug;

    fn outlet(id: &str, name: &str, alias: &str) -> Outlet {
        Outlet {
            id: Slug::parse(id).unwrap(),
            name: name.into(),
            aliases: vec![alias.into()],
            url: None,
            domains: Vec::new(),
            country: None,
            owner: None,
            state_media: None,
            ratings: Vec::new(),
        }
    }

    fn registry() -> Registry {
        let mut registry = Registry::default();
        registry.add(outlet("ap", "AP News", "Associated Press"));
        registry
    }

    #[test]
    fn an_outlet_that_comes_again_takes_the_place_of_the_first() {
        let mut registry = registry();
        let taken = registry.add(outlet("a-wire", "A Wire", "Associated Press"));
        assert_eq!(taken, ["Associated Press"]);
        registry.add(outlet("ap", "The AP", "AP Wire"));
        let names: Vec<&str> = registry.iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["A Wire", "The AP"]);
        for name in ["AP News", "ap", "AP Wire", "Associated Press"] {
            let found = registry.find(name).map(|o| o.name.as_str());
            assert_eq!(found, Some("The AP"), "{name}");
        }
    }

    #[test]
    fn an_outlet_is_found_by_name_alias_and_identity() {
        let registry = registry();
        for name in ["AP News", "ap news", "Associated  Press", "AP"] {
            assert_eq!(
                registry.find(name).map(|o| o.name.as_str()),
                Some("AP News"),
                "{name}"
            );
        }
        assert!(registry.find("Reuters").is_none());
        assert_eq!(registry.near("Asociated Press"), Some("Associated Press"));
        assert_eq!(registry.near("Associated Press"), None);
    }
}
