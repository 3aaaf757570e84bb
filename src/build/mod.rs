//! The pipeline: from a folder of texts to a finished site.

mod inputs;
mod pictures;
mod report;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use report::{Report, Timing};

use crate::config::{Config, Order};
use crate::diag::{Diagnostic, Error};
use crate::files;
use crate::formats::Formats;
use crate::model::{Brief, Card, Moment, Registry, SitePath};
use crate::output::{Outcome, Stage, check_folder};
use crate::plan::{Planned, What, conflicts, plan, redirects};
use crate::render::{Desk, Renderer};
use crate::site::Site;
use crate::theme::Theme;
use inputs::Inputs;

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the site.
    pub root: PathBuf,
    /// The folder that the finished site goes into.
    pub out: PathBuf,
    /// Where the site will be hosted, in place of what `site.toml` says.
    pub base_url: Option<String>,
    /// Whether drafts and scheduled briefs are built, too.
    pub drafts: bool,
    /// Whether faulty briefs are left out and the rest is published.
    pub keep_going: bool,
    /// The clock: what is scheduled, expired, or news.
    pub now: Moment,
}

/// Told while a build goes on: the stage, and how much of it is done.
pub type Progress<'a> = &'a (dyn Fn(&'static str, usize, usize) + Sync);

/// Builds the site. The error is the world's; faults of texts are in the report,
/// and with one of them nothing was written, unless `keep_going` left its brief out.
pub fn build(options: &Options, progress: Progress<'_>) -> Result<Report, Error> {
    let mut report = Report::default();
    check_folder(&options.root, &options.out)?;
    let (inputs, diagnostics) = report.time("read", || inputs::read(options, progress))?;
    report.diagnostics = diagnostics;
    if let Some(inputs) = inputs {
        let made = report.time("plan", || assemble(inputs, options));
        report.left_out = made.left_out;
        report.scheduled = made.scheduled;
        report.diagnostics.extend(made.diagnostics);
        if let (Some(site), Some(theme)) = (&made.site, &made.theme) {
            let work = Work {
                options,
                site,
                theme,
                briefs: &made.briefs,
                planned: &made.planned,
            };
            work.publish(&mut report, progress)?;
        }
    }
    report.finish(&options.root);
    Ok(report)
}

/// A site that is ready to be rendered, or the reasons why there is none.
struct Made {
    site: Option<Site>,
    theme: Option<Theme>,
    briefs: Vec<Brief>,
    planned: Vec<Planned>,
    left_out: Vec<String>,
    scheduled: Vec<(String, Moment)>,
    diagnostics: Vec<Diagnostic>,
}

/// Texts → site and plan. Faults that only show when all briefs lie side by side
/// are found here; with `keep_going`, their briefs are taken out and the rest is tried again.
fn assemble(mut inputs: Inputs, options: &Options) -> Made {
    let mut earlier = Vec::new();
    loop {
        let mut attempt = attempt(&inputs, options);
        let faulty: BTreeSet<String> = attempt
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .map(|diagnostic| diagnostic.path().to_string())
            .collect();
        let mended = options.keep_going && inputs.leave_out(&faulty);
        if !mended {
            attempt.diagnostics.append(&mut earlier);
            return Made {
                site: (inputs.publish && faulty.is_empty()).then_some(attempt.site),
                planned: attempt.planned,
                diagnostics: attempt.diagnostics,
                theme: inputs.theme,
                briefs: inputs.briefs,
                left_out: inputs.left_out,
                scheduled: inputs.scheduled,
            };
        }
        let errors = attempt.diagnostics.into_iter();
        earlier.extend(errors.filter(Diagnostic::is_error));
    }
}

struct Attempt {
    site: Site,
    planned: Vec<Planned>,
    diagnostics: Vec<Diagnostic>,
}

fn attempt(inputs: &Inputs, options: &Options) -> Attempt {
    let Inputs {
        config,
        registry,
        briefs,
        ..
    } = inputs;
    let (site, mut diagnostics) = Site::assemble(
        config.clone(),
        registry.clone(),
        briefs
            .par_iter()
            .map(|brief| card(brief, config, registry, options))
            .collect(),
        briefs,
        inputs.pages.clone(),
        &inputs.unpublished,
    );
    let assets = inputs.theme.iter().flat_map(|theme| &theme.assets);
    let assets: Vec<SitePath> = assets.map(|asset| asset.target.clone()).collect();
    let copies = pictures::copies(&inputs.listing, briefs, &mut diagnostics);
    let mut planned = plan(&site, &assets, copies);
    for (brief, card) in briefs.iter().zip(&site.cards) {
        redirects(&brief.aliases, &card.target, &brief.path, &mut planned);
    }
    diagnostics.extend(conflicts(&planned));
    Attempt {
        site,
        planned,
        diagnostics,
    }
}

fn card(brief: &Brief, config: &Config, registry: &Registry, options: &Options) -> Card {
    let target = config.permalink.target(&brief.date, &brief.slug.value);
    Card {
        scheduled: brief.date > options.now,
        ..Card::of(brief, target, registry, &config.stances)
    }
}

/// Puts the narratives of all briefs into the order that the site sets.
fn turn(briefs: &mut [Brief], config: &Config) {
    if config.narratives == Order::Even {
        for brief in briefs {
            brief.turn_narratives(&config.stances);
        }
    }
}

/// All that rendering and writing need.
struct Work<'a> {
    options: &'a Options,
    site: &'a Site,
    theme: &'a Theme,
    briefs: &'a [Brief],
    planned: &'a [Planned],
}

impl Work<'_> {
    /// Renders every planned file and puts the site into its folder; with a fault
    /// of a template, nothing is written.
    fn publish(&self, report: &mut Report, progress: Progress<'_>) -> Result<(), Error> {
        let stage = Stage::open(&self.options.out)?;
        let faults = report.time("render", || self.render(&stage, progress))?;
        if faults.is_empty() {
            let targets: Vec<&SitePath> =
                self.planned.iter().map(|planned| &planned.target).collect();
            let outcome: Outcome = report.time("write", || stage.commit(&targets))?;
            let is_page = |planned: &&Planned| planned.target.is_page();
            report.pages = self.planned.iter().filter(is_page).count();
            report.outcome = Some(outcome);
        } else {
            stage.abandon()?;
            report.diagnostics.extend(faults);
        }
        Ok(())
    }

    fn render(&self, stage: &Stage, progress: Progress<'_>) -> Result<Vec<Diagnostic>, Error> {
        let renderer = Renderer::new(self.site, self.briefs, self.theme);
        let formats = Formats::new(
            self.site,
            self.briefs,
            self.theme,
            self.planned,
            self.options.now,
        );
        let done = AtomicUsize::new(0);
        let total = self.planned.len();
        let make = |desk: &mut Desk, planned: &Planned| {
            desk.buffer.clear();
            let made = self.make(planned, &renderer, &formats, desk)?;
            if let Err(fault) = made {
                return Ok(Some(fault));
            }
            stage.put(&planned.target, &desk.buffer)?;
            progress("render", done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(None)
        };
        let faults: Result<Vec<Option<Diagnostic>>, Error> = self
            .planned
            .par_iter()
            .map_init(|| renderer.desk(), make)
            .collect();
        Ok(once_each(faults?.into_iter().flatten()))
    }

    /// The bytes of a planned file, put into the buffer of `desk`.
    fn make(
        &self,
        planned: &Planned,
        renderer: &Renderer<'_>,
        formats: &Formats<'_>,
        desk: &mut Desk,
    ) -> Result<Result<(), Diagnostic>, Error> {
        if let Some(made) = renderer.page(planned, desk) {
            return Ok(made);
        }
        let buffer = &mut desk.buffer;
        match &planned.what {
            What::Asset(index) => buffer.extend_from_slice(&self.theme.assets[*index].bytes),
            What::Copy(file) => *buffer = files::read_bytes(&self.options.root, file)?,
            _ => {
                let mut text = String::from_utf8(std::mem::take(buffer)).unwrap_or_default();
                let known = formats.write(planned, &mut text);
                debug_assert!(known, "every planned file is made by somebody");
                *buffer = text.into_bytes();
            }
        }
        Ok(Ok(()))
    }
}

/// One diagnostic for each fault: a template that is wrong is wrong on every page.
fn once_each(faults: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    faults
        .filter(|fault| {
            seen.insert((
                fault.path().clone(),
                fault.labels[0].span,
                fault.title.clone(),
            ))
        })
        .collect()
}
