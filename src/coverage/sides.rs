//! Whose side is told, who comes first, and how long each side is.

use std::collections::BTreeMap;

use super::count::{Told, average, most_first, named};
use super::{Axis, Narratives, OneSided, Side, SidesTaken, StanceCount};
use crate::config::Config;
use crate::model::{Narrative, Slug, Stance};
use crate::render::plain_text;

/// Counts the narratives of the briefs, whose order is that of the site.
pub fn narratives(told: &[Told<'_>], config: &Config) -> Narratives {
    let mut counts = Narratives::default();
    let mut stances: BTreeMap<Slug, StanceCount> = BTreeMap::new();
    let mut axes: BTreeMap<Slug, Dispute> = BTreeMap::new();
    for &(brief, card) in told {
        counts.briefs_without += usize::from(brief.narratives.is_empty());
        let mut sides: BTreeMap<Slug, [Vec<String>; 2]> = BTreeMap::new();
        for (place, narrative) in brief.narratives.iter().enumerate() {
            let stance = config.stances.resolve(&narrative.stance.value);
            let lead = usize::from(place == 0);
            let side = stance.as_deref().and_then(side);
            let pole = stance.as_ref().and_then(|stance| stance.pole);
            counts.all.add(side.is_some(), pole);
            if lead > 0 {
                counts.leads.add(side.is_some(), pole);
            }
            let Some(stance) = stance else { continue };
            let count = stances.entry(stance.id.clone()).or_insert(empty(&stance));
            count.narratives += 1;
            count.leads += lead;
            if let Some((axis, name, side)) = side {
                let dispute = axes.entry(axis.clone()).or_insert(Dispute::of(name));
                dispute.sides[side].add(narrative, &stance.label, lead);
                let told = &mut sides.entry(axis).or_default()[side];
                if !told.contains(&stance.label) {
                    told.push(stance.into_owned().label);
                }
            }
        }
        for (axis, [one, other]) in sides {
            let dispute = axes.get_mut(&axis).expect("its narratives were counted");
            dispute.briefs += 1;
            if one.is_empty() || other.is_empty() {
                dispute.one_sided += 1;
                counts.one_sided.push(OneSided {
                    brief: named(brief, card, config),
                    axis: dispute.name.clone(),
                    pole: if one.is_empty() { 1 } else { -1 },
                    stances: if one.is_empty() { other } else { one },
                });
            }
        }
    }
    counts.stances = most_first(stances.into_values(), |stance| stance.narratives);
    let axes = axes.into_values().map(Dispute::axis);
    counts.axes = most_first(axes, Axis::narratives);
    counts
}

/// The axis that a stance takes a side in: its identity and name, and 0 for pole −1, 1 for pole 1.
fn side(stance: &Stance) -> Option<(Slug, String, usize)> {
    let name = stance.axis.as_ref()?;
    let side = match stance.pole? {
        0 => return None,
        pole => usize::from(pole > 0),
    };
    Some((Slug::of(name)?, name.clone(), side))
}

fn empty(stance: &Stance) -> StanceCount {
    StanceCount {
        id: stance.id.to_string(),
        label: stance.label.clone(),
        axis: stance.axis.clone(),
        pole: stance.pole,
        narratives: 0,
        leads: 0,
    }
}

impl SidesTaken {
    fn add(&mut self, takes_side: bool, pole: Option<i8>) {
        self.narratives += 1;
        match (takes_side, pole) {
            (true, _) => self.side += 1,
            (false, Some(0)) => self.no_side += 1,
            (false, _) => self.unknown += 1,
        }
    }
}

impl Axis {
    fn narratives(&self) -> usize {
        self.sides.iter().map(|side| side.narratives).sum()
    }
}

/// An axis while it is counted.
struct Dispute {
    name: String,
    briefs: usize,
    one_sided: usize,
    sides: [Telling; 2],
}

/// A side while it is counted.
#[derive(Default)]
struct Telling {
    stances: BTreeMap<String, usize>,
    leads: usize,
    words: usize,
}

impl Dispute {
    fn of(name: String) -> Self {
        Self {
            name,
            briefs: 0,
            one_sided: 0,
            sides: Default::default(),
        }
    }

    fn axis(self) -> Axis {
        let [one, other] = self.sides;
        Axis {
            axis: self.name,
            briefs: self.briefs,
            one_sided: self.one_sided,
            sides: [one.side(-1), other.side(1)],
        }
    }
}

impl Telling {
    fn add(&mut self, narrative: &Narrative, stance: &str, lead: usize) {
        *self.stances.entry(stance.to_owned()).or_default() += 1;
        self.leads += lead;
        self.words += words(&narrative.prose.markdown);
    }

    fn side(self, pole: i8) -> Side {
        let narratives = self.stances.values().sum();
        let stances = most_first(self.stances, |(_, narratives)| *narratives);
        Side {
            pole,
            stances: stances.into_iter().map(|(label, _)| label).collect(),
            narratives,
            leads: self.leads,
            average_words: average(self.words, narratives),
        }
    }
}

/// How many words a text has, without Markdown and marks: what stands between spaces
/// and has a letter or digit.
fn words(markdown: &str) -> usize {
    let text = plain_text(markdown);
    let words = text.split_whitespace();
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_counted_without_marks_and_addresses() {
        for (text, count) in [
            ("It rose. [^a] Then it fell [^b].", 5),
            ("See [the *long* report](https://example.org/).", 4),
            ("See [the report](https://example.org/) – now", 4),
            ("- one\n- two\n\n`three four`", 4),
            ("", 0),
        ] {
            assert_eq!(super::words(text), count, "{text}");
        }
    }
}
