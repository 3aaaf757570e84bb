//! One side that leads in most briefs of the site.

use std::collections::BTreeMap;

use crate::config::{FILE, Order};
use crate::diag::Diagnostic;
use crate::lint::{Choice, Group, Kind, Options, Rule, Whole};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule::at_site(
    "same-side-first",
    Group::Balance,
    look,
    include_str!("same_side_first.md"),
)
.choices(&[
    Choice {
        name: "percent",
        about: "of how many briefs in a hundred one side may be the first",
        kind: Kind::Number {
            default: 60.0,
            least: 50.0,
            most: 100.0,
        },
    },
    Choice {
        name: "briefs",
        about: "how many of the newest briefs are looked at",
        kind: Kind::Number {
            default: 50.0,
            least: 10.0,
            most: 100_000.0,
        },
    },
])
.of_site();

/// Fewer briefs say nothing about a habit.
const FEWEST: usize = 10;

fn look(whole: &Whole<'_>, options: &Options) -> Vec<Diagnostic> {
    if whole.site.config.narratives == Order::Even {
        return Vec::new();
    }
    let newest = whole.site.cards.iter().rev().take(options.count("briefs"));
    let newest: Vec<_> = newest.collect();
    if newest.len() < FEWEST {
        return Vec::new();
    }
    let mut leads: BTreeMap<(&str, i8), (usize, &str)> = BTreeMap::new();
    for brief in &newest {
        if let Some(stance) = brief.stances.first()
            && let (Some(axis), Some(pole)) = (stance.axis.as_deref(), stance.pole)
            && pole != 0
        {
            let led = leads.entry((axis, pole)).or_insert((0, &stance.label));
            led.0 += 1;
        }
    }
    let most = options.number("percent") / 100.0 * newest.len() as f64;
    let habits = leads.values().filter(|(led, _)| *led as f64 > most);
    habits
        .map(|(led, label)| {
            let title = format!(
                "`{label}` comes first in {led} of the last {} briefs",
                newest.len()
            );
            whole
                .finding(&FILE.into(), Span::default(), title)
                .help("`narratives = \"even\"` turns the order from brief to brief")
        })
        .collect()
}
