//! The counting: published briefs → figures.

use std::collections::BTreeMap;

use super::sides::narratives;
use super::sources::{outlets, scales};
use super::{
    Corrections, Coverage, Due, KIND, Month, Named, Period, Predictions, Provider, Providers, Tag,
    Tags, VERSION,
};
use crate::build::Published;
use crate::config::Config;
use crate::model::{Brief, Card, Moment, Slug};

/// A brief with its card.
pub type Told<'a> = (&'a Brief, &'a Card);

/// Counts what the briefs of a period tell, as it stands at the time `now`.
pub fn count(site: &Published, period: Period, now: Moment) -> Coverage {
    let all = site.briefs.iter().map(|(brief, card)| (&**brief, &**card));
    let told: Vec<Told<'_>> = all
        .filter(|(brief, _)| period.contains(&brief.date))
        .collect();
    let days = || told.iter().map(|(brief, _)| brief.date.iso());
    let outlets = outlets(&told, &site.registry);
    Coverage {
        report: KIND,
        version: VERSION,
        site: site.config.title.clone(),
        now: now.machine(),
        since: period.since.map(|since| since.iso()),
        until: period.until.map(|until| until.iso()),
        first: days().min(),
        last: days().max(),
        briefs: told.len(),
        facts: told.iter().map(|(brief, _)| brief.facts.len()).sum(),
        months: months(told.iter().map(|(brief, _)| brief.date)),
        tags: tags(&told),
        scales: scales(&outlets, &site.registry),
        outlets,
        narratives: narratives(&told, &site.config),
        providers: providers(&told),
        predictions: predictions(&told, &site.config, now),
        corrections: corrections(&told),
    }
}

/// How many dates lie in each month, the oldest month first.
fn months(dates: impl Iterator<Item = Moment>) -> Vec<Month> {
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for date in dates {
        let month = format!("{:04}-{:02}", date.year(), date.month());
        *months.entry(month).or_default() += 1;
    }
    let months = months.into_iter();
    months
        .map(|(month, briefs)| Month { month, briefs })
        .collect()
}

fn tags(told: &[Told<'_>]) -> Tags {
    let mut tags: BTreeMap<&Slug, (&str, Vec<Moment>)> = BTreeMap::new();
    for (brief, card) in told {
        for named in &card.tags {
            let tag = tags.entry(&named.slug).or_insert((&named.name, Vec::new()));
            tag.1.push(brief.date);
        }
    }
    let tags = tags.into_iter().map(|(id, (name, dates))| Tag {
        id: id.to_string(),
        name: name.to_owned(),
        briefs: dates.len(),
        months: months(dates.into_iter()),
    });
    Tags {
        untagged: told.iter().filter(|(_, card)| card.tags.is_empty()).count(),
        all: most_first(tags, |tag| tag.briefs),
    }
}

fn providers(told: &[Told<'_>]) -> Providers {
    let mut unnamed = 0;
    let mut all: BTreeMap<Slug, Provider> = BTreeMap::new();
    for (brief, card) in told {
        for narrative in &brief.narratives {
            let name = narrative.provider.as_ref().map(|provider| &provider.name);
            let Some((name, id)) = name.and_then(|name| Some((name, Slug::of(name)?))) else {
                unnamed += 1;
                continue;
            };
            let provider = all.entry(id.clone()).or_insert_with(|| Provider {
                id: id.to_string(),
                name: name.clone(),
                narratives: 0,
                briefs: 0,
            });
            provider.narratives += 1;
        }
        for named in &card.providers {
            if let Some(provider) = all.get_mut(&named.slug) {
                provider.briefs += 1;
            }
        }
    }
    Providers {
        unnamed,
        all: most_first(all.into_values(), |provider| provider.narratives),
    }
}

fn predictions(told: &[Told<'_>], config: &Config, now: Moment) -> Predictions {
    let mut predictions = Predictions::default();
    let mut due: Vec<(Moment, Due)> = Vec::new();
    for &(brief, card) in told {
        for prediction in &brief.predictions {
            predictions.made += 1;
            let day = prediction
                .resolves_by
                .filter(|day| day.end().is_some_and(|end| end.has_come(&now)));
            match (&prediction.resolution, day) {
                (Some(_), _) => predictions.resolved += 1,
                (None, None) => predictions.open += 1,
                (None, Some(day)) => due.push((
                    day,
                    Due {
                        resolves_by: day.iso(),
                        question: prediction.question.clone(),
                        forecaster: prediction.forecaster.clone(),
                        probability: prediction.probability,
                        brief: named(brief, card, config),
                    },
                )),
            }
        }
    }
    due.sort_by_key(|(day, _)| *day);
    predictions.due = due.into_iter().map(|(_, due)| due).collect();
    predictions
}

fn corrections(told: &[Told<'_>]) -> Corrections {
    let counts = || told.iter().map(|(brief, _)| brief.corrections.len());
    let made: usize = counts().sum();
    Corrections {
        made,
        briefs: counts().filter(|&count| count > 0).count(),
        per_100_briefs: average(made * 100, told.len()),
    }
}

/// The brief, for those who want to look.
pub fn named(brief: &Brief, card: &Card, config: &Config) -> Named {
    Named {
        title: brief.title.value.clone(),
        date: brief.date.iso(),
        path: brief.path.to_string(),
        url: config.permalink(&card.target),
    }
}

/// Sorts by a count, the largest first; what has the same count stays in its order.
pub fn most_first<T>(all: impl IntoIterator<Item = T>, count: impl Fn(&T) -> usize) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort_by_key(|one| std::cmp::Reverse(count(one)));
    all
}

/// `sum` for each of `count`, to one place; none where there is none.
pub fn average(sum: usize, count: usize) -> Option<f64> {
    (count > 0).then(|| (part(sum, count) * 10.0).round() / 10.0)
}

/// `sum` divided by `count`.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts are far below 2^52, up to which every whole number is exact"
)]
pub fn part(sum: usize, count: usize) -> f64 {
    sum as f64 / count as f64
}
