//! Who is cited: outlets, and where these lean.

use std::collections::{BTreeMap, BTreeSet};

use super::count::{Told, most_first, part};
use super::{OutletCount, Outlets, Placed, Rater, Scale, StateMedia};
use crate::model::{Citations, Lean, Outlet, Rating, Registry, Slug};

/// Counts the sources that each brief cites, each source once.
pub fn outlets(told: &[Told<'_>], registry: &Registry) -> Outlets {
    let mut all: BTreeMap<String, OutletCount> = BTreeMap::new();
    for (brief, _) in told {
        let mut cited: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (source, uses) in brief.sources.iter().zip(Citations::of(brief).uses) {
            let identity = registry.identify(&source.outlet.value);
            if let Some((id, name)) = identity.filter(|_| !uses.is_empty()) {
                cited.entry(id.to_string()).or_insert((name, 0)).1 += 1;
            }
        }
        for (id, (name, citations)) in cited {
            let outlet = all.entry(id.clone()).or_insert_with(|| {
                let known = registry.find(&name);
                OutletCount {
                    id,
                    registered: known.is_some(),
                    state_media: known.and_then(|outlet| outlet.state_media),
                    name,
                    citations: 0,
                    briefs: 0,
                    share: 0.0,
                }
            });
            outlet.citations += citations;
            outlet.briefs += 1;
        }
    }
    totals(most_first(all.into_values(), |outlet| outlet.citations))
}

fn totals(mut all: Vec<OutletCount>) -> Outlets {
    let of = |wanted: &dyn Fn(&OutletCount) -> bool| -> usize {
        let outlets = all.iter().filter(|outlet| wanted(outlet));
        outlets.map(|outlet| outlet.citations).sum()
    };
    let citations = of(&|_| true);
    let registered = of(&|outlet| outlet.registered);
    let state_media = StateMedia {
        directed: of(&|outlet| outlet.state_media == Some(true)),
        not_directed: of(&|outlet| outlet.state_media == Some(false)),
        unknown: of(&|outlet| outlet.state_media.is_none()),
    };
    for outlet in &mut all {
        outlet.share = (part(outlet.citations, citations) * 1e4).round() / 1e4;
    }
    Outlets {
        citations,
        registered,
        unregistered: citations - registered,
        state_media,
        all,
    }
}

/// An outlet that is cited, with what the registry says of it.
struct Cited<'a> {
    count: &'a OutletCount,
    ratings: &'a [Rating],
    leans: BTreeMap<Slug, Lean>,
}

/// Where the outlets cited lean, on each scale of two named ends that one of them is rated on.
pub fn scales(outlets: &Outlets, registry: &Registry) -> Vec<Scale> {
    let cited = outlets.all.iter().map(|count| {
        let outlet = registry.find(&count.name);
        Cited {
            count,
            ratings: outlet.map_or(&[], |outlet| &outlet.ratings),
            leans: outlet.map(Outlet::leans).unwrap_or_default(),
        }
    });
    let cited: Vec<Cited<'_>> = cited.collect();
    let mut ends: BTreeMap<Slug, [String; 2]> = BTreeMap::new();
    for rating in cited.iter().flat_map(|cited| cited.ratings) {
        if let (Some(id), Some((first, second))) = (rating.scale_id(), rating.ends()) {
            ends.insert(id, [first, second]);
        }
    }
    let scales = ends.into_iter().map(|(id, ends)| scale(&id, ends, &cited));
    most_first(scales, Scale::known)
}

fn scale(id: &Slug, ends: [String; 2], cited: &[Cited<'_>]) -> Scale {
    let mut scale = empty(id, ends);
    let mut raters: BTreeMap<&str, usize> = BTreeMap::new();
    for outlet in cited {
        let here = outlet.ratings.iter();
        let here = here.filter(|rating| rating.scale_id().as_ref() == Some(id));
        let names: BTreeSet<&str> = here.map(|rating| rating.rater.as_str()).collect();
        let lean = outlet.leans.get(id).copied();
        scale.place(lean, !names.is_empty(), outlet.count.citations);
        for name in names {
            *raters.entry(name).or_default() += 1;
        }
    }
    let raters = raters.into_iter().map(|(name, outlets)| Rater {
        name: name.to_owned(),
        outlets,
    });
    scale.raters = most_first(raters, |rater| rater.outlets);
    scale
}

fn empty(id: &Slug, ends: [String; 2]) -> Scale {
    let none = Placed::default();
    Scale {
        id: id.to_string(),
        ends,
        first: none,
        middle: none,
        second: none,
        unknown: none,
        undecided: none,
        raters: Vec::new(),
    }
}

impl Scale {
    fn place(&mut self, lean: Option<Lean>, is_rated: bool, citations: usize) {
        let place = match lean {
            Some(Lean::First) => &mut self.first,
            Some(Lean::Middle) => &mut self.middle,
            Some(Lean::Second) => &mut self.second,
            None => &mut self.unknown,
        };
        place.add(citations);
        if lean.is_none() && is_rated {
            self.undecided.add(citations);
        }
    }

    /// Citations of outlets whose lean is known.
    fn known(&self) -> usize {
        self.first.citations + self.middle.citations + self.second.citations
    }
}

impl Placed {
    fn add(&mut self, citations: usize) {
        self.outlets += 1;
        self.citations += citations;
    }
}
