//! The moments to come at which time alone changes the site, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::inputs::by_age;
use super::memory::Memory;
use super::published::sound;
use super::store::Store;
use super::{Options, Progress, Report, Source, remember};
use crate::diag::Error;
use crate::formats::{NEWS_MOST, news_end};
use crate::model::{Card, Moment};

/// A moment to come, and all that happens then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The moment, in UTC and whole seconds: a build for it, or for a later one, has what changes.
    pub at: Moment,
    /// What happens, sorted by event, then by file.
    pub reasons: Vec<Reason>,
}

impl Coming {
    /// Whether the files of the site are others from then on.
    pub fn needs_build(&self) -> bool {
        let mut events = self.reasons.iter().map(|reason| &reason.event);
        events.any(Event::changes_site)
    }
}

/// What happens to a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What happens.
    pub event: Event,
    /// The file of the brief.
    pub path: Arc<str>,
    /// The title of the brief.
    pub title: String,
}

/// What time does to a brief.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Its date comes, and it is published.
    Published,
    /// It expires.
    Expires,
    /// It becomes too old for the sitemap of news.
    LeavesNews,
    /// A prediction was to be resolved, and does not say how it came out. The site stays as it is.
    ComesDue {
        /// What is predicted.
        question: String,
    },
}

impl Event {
    /// Whether the files of the site are others from then on.
    pub fn changes_site(&self) -> bool {
        !matches!(self, Self::ComesDue { .. })
    }
}

/// Reads the texts, and tells every moment after `options.now` at which a build gives another
/// site though no text changed, or at which a prediction comes due; the next one first. Faulty
/// texts are told, and do not count. None when the settings have a fault. The error is the world's.
pub fn coming(
    options: &Options,
    progress: Progress<'_>,
) -> Result<(Option<Vec<Coming>>, Report), Error> {
    let store = Store::of(&options.root);
    let (memory, mut report) = remember(options, Source::Cards(&store), progress)?;
    let mut found = Vec::new();
    let moments = report.time("plan", || {
        let left_out: BTreeSet<String> = sound(&memory, options, &mut found)?
            .left_out
            .into_iter()
            .collect();
        let briefs = memory.briefs.iter().filter(|(_, kept)| !kept.is_faulty());
        let briefs = briefs.filter(|(path, _)| !left_out.contains(&***path));
        let read = briefs.filter_map(|(_, kept)| kept.read.as_ref());
        let briefs: Vec<&Card> = read.map(|filed| &*filed.card).collect();
        let mut all = changes(&briefs, options);
        all.extend(due(&briefs, options));
        Some(by_moment(all))
    });
    report.diagnostics.append(&mut found);
    report.finish(&options.root);
    Ok((moments, report))
}

/// The next moment after `options.now` at which time alone changes the site, as far as its
/// briefs are without fault.
pub fn next(memory: &Memory, options: &Options) -> Option<Moment> {
    let briefs = memory.briefs.values();
    let good = briefs.filter_map(|kept| kept.good.as_ref());
    let briefs: Vec<&Card> = good.map(|filed| &*filed.card).collect();
    let moments = changes(&briefs, options).into_iter();
    moments.map(|(at, ..)| at).min()
}

/// The next moment after `options.now` at which a build makes or says something else.
pub fn next_of_all(memory: &Memory, options: &Options) -> Option<Moment> {
    let read = memory.briefs.values().filter_map(|kept| kept.read.as_ref());
    let briefs: Vec<&Card> = read.map(|filed| &*filed.card).collect();
    let due = briefs.par_iter().flat_map_iter(|brief| &brief.open);
    let due = due.filter_map(|(by, _)| by.end().filter(|at| !at.has_come(&options.now)));
    let changes = changes(&briefs, options).into_iter().map(|(at, ..)| at);
    changes.chain(due.min()).min()
}

/// Something that happens, and when.
type Happening<'a> = (Moment, Event, &'a Card);

/// After so many seconds a brief is no news, wherever on earth it was written.
const NO_NEWS: i64 = 7 * 24 * 60 * 60;

/// Everything after `options.now` that changes the site, in no order.
fn changes<'a>(briefs: &[&'a Card], options: &Options) -> Vec<Happening<'a>> {
    let now = options.now;
    let mut all = Vec::new();
    let mut news = Vec::new();
    let long_ago = now.later(-NO_NEWS);
    let is_settled = |brief: &Card| {
        let is_old = long_ago.is_some_and(|long_ago| brief.date.has_come(&long_ago));
        is_old && brief.expires.is_none()
    };
    let shown = briefs.iter().filter(|brief| options.drafts || !brief.draft);
    let shown = shown.filter(|brief| !is_settled(brief));
    for &brief in shown {
        let to_come = |at: &Option<Moment>| at.filter(|at| !at.has_come(&now));
        let ends_unpublished = brief.expires.is_some_and(|end| end.has_come(&brief.date));
        if !ends_unpublished && let Some(at) = to_come(&brief.date.later(0)) {
            all.push((at, Event::Published, brief));
        }
        // With drafts, a brief is shown before its date.
        let expires = brief.expires.and_then(|expires| expires.later(0));
        if (!ends_unpublished || options.drafts)
            && let Some(at) = to_come(&expires)
        {
            all.push((at, Event::Expires, brief));
        }
        if !ends_unpublished && let Some(at) = to_come(&news_end(&brief.date)) {
            news.push((at, brief));
        }
    }
    news.sort_by(|(_, one), (_, other)| by_age(one, other));
    for (place, &(at, brief)) in news.iter().enumerate() {
        let is_there = brief.expires.is_none_or(|end| !end.has_come(&at));
        if is_there && !is_crowded_out(at, &news[place + 1..]) {
            all.push((at, Event::LeavesNews, brief));
        }
    }
    all
}

/// Whether a brief that is to leave the sitemap of news at `at` is not in it any more, because
/// the `newer` ones fill it.
fn is_crowded_out(at: Moment, newer: &[(Moment, &Card)]) -> bool {
    if newer.len() < NEWS_MOST {
        return false;
    }
    let Some(before) = at.later(-1) else {
        return false;
    };
    let there = newer.iter().filter(|(_, brief)| {
        let expired = brief.expires.is_some_and(|end| end.has_come(&before));
        brief.date.has_come(&before) && !expired
    });
    there.count() >= NEWS_MOST
}

/// The predictions that come due after `options.now`, of all briefs, for all are checked.
fn due<'a>(briefs: &[&'a Card], options: &Options) -> Vec<Happening<'a>> {
    let predictions = briefs
        .iter()
        .flat_map(|&brief| brief.open.iter().map(move |open| (brief, open)));
    let due = predictions.filter_map(|(brief, (by, question))| {
        let at = by.end()?;
        let question = question.to_string();
        (!at.has_come(&options.now)).then_some((at, Event::ComesDue { question }, brief))
    });
    due.collect()
}

/// Puts together what happens at one moment, the next moment first.
fn by_moment(happenings: Vec<Happening<'_>>) -> Vec<Coming> {
    let mut moments: BTreeMap<Moment, Vec<Reason>> = BTreeMap::new();
    for (at, event, brief) in happenings {
        moments.entry(at).or_default().push(Reason {
            event,
            path: Arc::clone(&brief.path),
            title: brief.title.clone(),
        });
    }
    let coming = moments.into_iter().map(|(at, mut reasons)| {
        reasons.sort_by(|one, other| (&one.event, &one.path).cmp(&(&other.event, &other.path)));
        Coming { at, reasons }
    });
    coming.collect()
}

#[cfg(test)]
mod tests {
    use super::{Event, NEWS_MOST, changes};
    use crate::build::Options;
    use crate::config::Config;
    use crate::model::{Card, Moment, Registry, SitePath, cited};
    use crate::parse;

    fn brief(number: usize, date: &Moment) -> Card {
        let date = date.rfc3339();
        let text =
            format!("title: B\ndate: {date}\nsources: {{a: A}}\nfacts: [{{text: F, cite: [a]}}]\n");
        let path = format!("content/briefs/b{number:04}.yaml").into();
        let brief = parse::brief(&path, &text).0.expect("a brief");
        let target = SitePath::made(format!("{number}/index.html"));
        let stances = Config::without_settings().stances;
        let cited = cited(&brief, &Registry::default());
        Card::of(&brief, target, &cited, &stances)
    }

    #[test]
    fn a_brief_that_newer_ones_pushed_out_of_the_news_does_not_leave_them_again() {
        let start = Moment::parse("2026-01-01T00:00:00Z").unwrap();
        let dates = (0..).map(|second| start.later(second).unwrap());
        let briefs: Vec<Card> = dates
            .take(NEWS_MOST + 2)
            .enumerate()
            .map(|(number, date)| brief(number, &date))
            .collect();
        let options = Options {
            root: ".".into(),
            out: "public".into(),
            base_url: None,
            drafts: false,
            keep_going: false,
            now: start.later(3_600).unwrap(),
            check_content: false,
            explain: false,
        };
        let leaving = |briefs: &[Card]| {
            let briefs: Vec<&Card> = briefs.iter().collect();
            let all = changes(&briefs, &options).into_iter();
            let leaving = all.filter(|(_, event, _)| *event == Event::LeavesNews);
            let mut numbers: Vec<usize> = leaving
                .map(|(_, _, brief)| brief.slug.to_string()[1..].parse().unwrap())
                .collect();
            numbers.sort_unstable();
            numbers
        };
        assert_eq!(leaving(&briefs), (2..NEWS_MOST + 2).collect::<Vec<_>>());
        // Of those that fill it, one expires before: so there is room for another.
        let mut briefs = briefs;
        briefs[500].expires = Some(start.later(7_200).unwrap());
        let mut expected: Vec<usize> = (1..NEWS_MOST + 2).collect();
        expected.retain(|number| *number != 500);
        assert_eq!(leaving(&briefs), expected);
    }
}
