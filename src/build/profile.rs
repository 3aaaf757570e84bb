//! A build with a clock at hand: where its time goes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::publish::{Printing, each};
use super::store::Store;
use super::{
    Edition, Options, Press, Progress, Report, Source, Timing, once_each, put_together, remember,
};
use crate::diag::{Diagnostic, Error};
use crate::files::Scan;
use crate::output::{Manifest, Stage, check_folder};
use crate::plan::{FeedFormat, Planned, What};
use crate::render::Desk;
use crate::theme::{Theme, Timer};

/// The slowest pages that are told.
const SLOWEST: usize = 10;

/// Where the time of a build went. Times of rows are those of single threads, added up.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The stages by the clock on the wall, and within `render` what was made before all pages.
    pub stages: Vec<Timing>,
    /// How many threads worked.
    pub threads: usize,
    /// By kind of page, and by kind of other files.
    pub kinds: Vec<Row>,
    /// The pages of the theme by their template.
    pub templates: Vec<Row>,
    /// The functions and filters of the theme language; their time is in that of the templates, too.
    pub functions: Vec<Calls>,
    /// The ten pages that took longest to make, without writing them.
    pub slowest: Vec<SlowPage>,
}

/// How long files took, from what was read to what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spent {
    /// Making the view: Markdown, dates, links, cards.
    pub view: Duration,
    /// Running the template; for other files, making their bytes.
    pub template: Duration,
    /// Comparing with what is there, and writing.
    pub write: Duration,
}

impl Spent {
    /// All of it.
    pub fn total(&self) -> Duration {
        self.made() + self.write
    }

    /// What it took to make the bytes.
    pub fn made(&self) -> Duration {
        self.view + self.template
    }

    fn add(&mut self, other: &Self) {
        self.view += other.view;
        self.template += other.template;
        self.write += other.write;
    }
}

/// What files of one sort took together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The kind, or the file of the template.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// How long they took together.
    pub spent: Spent,
}

/// What the calls of a function or filter took together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calls {
    /// Its name in templates: `asset()`, `| fill`.
    pub name: &'static str,
    /// How often it was called.
    pub count: u64,
    /// How long the calls took together.
    pub total: Duration,
}

/// A page that took long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlowPage {
    /// Its address within the site.
    pub address: String,
    /// The file of its template.
    pub template: String,
    /// How long it took.
    pub spent: Spent,
}

/// Builds the site as [`build`](super::build) does, makes every file, and tells where the time went. There is no
/// profile when a fault kept the site from being published. The error is the world's.
pub fn profile(
    options: &Options,
    progress: Progress<'_>,
) -> Result<(Report, Option<Profile>), Error> {
    check_folder(&options.root, &options.out)?;
    let store = Store::of(&options.root);
    let scan = Scan::of(&options.root);
    let looked = (scan.digest(), scan.began);
    let source = Source::Store(scan, &store);
    let (memory, mut report) = remember(options, source, progress)?;
    report.doubt(memory.doubt());
    let manifest = Manifest::read(&options.out)?;
    let edition = put_together(&memory, (options, &manifest), &store, &mut report);
    let Some(mut edition) = edition else {
        report.finish(&options.root);
        return Ok((report, None));
    };
    let (theme, timers) = edition.theme.timed(&edition.site.config);
    edition.theme = Arc::new(theme);
    let mut watch = Watch::default();
    // What stands there already would not be made, and not be measured.
    let printing = Printing {
        edition: &edition,
        options,
        standing: None,
    };
    let pressed = printing.publish(&store, (manifest, None), &mut report, |stage, wanted| {
        watch.render(&edition, stage, wanted, progress)
    })?;
    if let Some(pressed) = &pressed {
        printing.remember((&store, &memory), &mut report, pressed, looked);
    }
    report.finish(&options.root);
    let profile = report.outcome.is_some().then(|| Profile {
        stages: watch.stages(&report.timings),
        threads: rayon::current_num_threads(),
        functions: calls(&timers),
        ..Profile::of(&watch.samples(), &edition.theme)
    });
    Ok((report, profile))
}

/// What was measured while files were rendered.
#[derive(Default)]
struct Watch {
    /// What was made before all pages, for feeds.
    prepare: Duration,
    /// The files; template and kind, for pages of the theme; and what each took.
    spent: Vec<(Planned, Took)>,
}

/// What one planned file took.
struct Sample<'a> {
    planned: &'a Planned,
    template: Option<&'static str>,
    kind: &'static str,
    spent: Spent,
}

impl Watch {
    fn render(
        &mut self,
        edition: &Edition,
        stage: &Stage,
        wanted: &[&Planned],
        progress: Progress<'_>,
    ) -> Result<Vec<Diagnostic>, Error> {
        let press = edition.press();
        let start = Instant::now();
        press.prepare(wanted.iter().copied())?;
        self.prepare = start.elapsed();
        let made = each(wanted, &press, progress, |desk, planned| {
            timed(&press, stage, desk, planned).map(Some)
        })?;
        let (spent, faults): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        let files = wanted.iter().map(|&planned| planned.clone());
        self.spent = files.zip(spent).collect();
        Ok(once_each(faults.into_iter().flatten()))
    }

    /// The stages of a build, with what is measured within one of them after it.
    fn stages(&self, timings: &[Timing]) -> Vec<Timing> {
        let mut stages = Vec::new();
        for &timing in timings {
            stages.push(timing);
            if timing.stage == "render" {
                stages.push(Timing {
                    stage: "render: briefs in feeds",
                    took: self.prepare,
                });
            }
        }
        stages
    }

    fn samples(&self) -> Vec<Sample<'_>> {
        let all = self.spent.iter();
        all.map(|&(ref planned, (page, spent))| Sample {
            planned,
            template: page.map(|(template, _)| template),
            kind: page.map_or_else(|| kind(&planned.what), |(_, kind)| kind),
            spent,
        })
        .collect()
    }
}

/// Template and kind, where it is a page of the theme, and how long it took.
type Took = (Option<(&'static str, &'static str)>, Spent);

/// What a file took; and the fault of its template.
type Made = (Took, Option<Diagnostic>);

/// Makes a file as a build does, with a look at the clock at each step.
fn timed(
    press: &Press<'_>,
    stage: &Stage,
    desk: &mut Desk,
    planned: &Planned,
) -> Result<Made, Error> {
    let start = Instant::now();
    desk.buffer.clear();
    let view = press.view(planned, desk)?;
    let viewed = Instant::now();
    let page = view.as_ref().map(|view| (view.template, view.kind));
    let fault = match &view {
        Some(view) => press.page(view, planned, desk).err(),
        None => {
            press.unthemed(planned, desk)?;
            None
        }
    };
    // What the view holds is let go as a build does it: before the page is written.
    drop(view);
    let made = Instant::now();
    if fault.is_none() {
        stage.put(&planned.target, &desk.buffer)?;
    }
    let spent = Spent {
        view: viewed - start,
        template: made - viewed,
        write: made.elapsed(),
    };
    Ok(((page, spent), fault))
}

impl Profile {
    /// What single files took, put together.
    fn of(samples: &[Sample<'_>], theme: &Theme) -> Self {
        let file = |template: &'static str| {
            let path = theme.template(template);
            path.map_or_else(|| template.to_owned(), ToString::to_string)
        };
        let kinds = samples
            .iter()
            .map(|sample| (sample.kind.to_owned(), sample.spent));
        let pages = || {
            let pages = samples.iter();
            pages.filter_map(|sample| Some((sample, sample.template?)))
        };
        let templates = pages().map(|(sample, template)| (file(template), sample.spent));
        let mut slowest: Vec<SlowPage> = pages()
            .map(|(sample, template)| SlowPage {
                address: sample.planned.target.address(),
                template: file(template),
                spent: sample.spent,
            })
            .collect();
        slowest.sort_by(|one, other| {
            let longer = other.spent.made().cmp(&one.spent.made());
            longer.then_with(|| one.address.cmp(&other.address))
        });
        slowest.truncate(SLOWEST);
        Self {
            kinds: rows(kinds, Spent::total),
            templates: rows(templates, |spent| spent.template),
            slowest,
            ..Self::default()
        }
    }
}

/// Adds up what has one name: the largest first by what counts, then by name.
fn rows(
    samples: impl Iterator<Item = (String, Spent)>,
    counts: impl Fn(&Spent) -> Duration,
) -> Vec<Row> {
    let mut sums: BTreeMap<String, (usize, Spent)> = BTreeMap::new();
    for (name, spent) in samples {
        let sum = sums.entry(name).or_default();
        sum.0 += 1;
        sum.1.add(&spent);
    }
    let rows = sums
        .into_iter()
        .map(|(name, (count, spent))| Row { name, count, spent });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by_key(|row| std::cmp::Reverse(counts(&row.spent)));
    rows
}

fn calls(timers: &[Arc<Timer>]) -> Vec<Calls> {
    let mut calls: Vec<Calls> = timers
        .iter()
        .map(|timer| Calls {
            name: timer.name,
            count: timer.calls(),
            total: timer.total(),
        })
        .collect();
    calls.sort_by(|one, other| (other.total, one.name).cmp(&(one.total, other.name)));
    calls
}

/// What a file that is no page of the theme is.
fn kind(what: &What) -> &'static str {
    match what {
        What::BriefData(_) => "brief.json",
        What::Redirect(_) => "redirect",
        What::Feed(_, FeedFormat::Atom) => "Atom feed",
        What::Feed(_, FeedFormat::Json) => "JSON feed",
        What::SitemapIndex | What::MonthSitemap(..) | What::PagesSitemap | What::NewsSitemap => {
            "sitemap"
        }
        What::Robots => "robots.txt",
        What::Asset(_) => "asset",
        What::Copy(_) => "copied file",
        _ => "page",
    }
}
