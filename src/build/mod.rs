//! The pipeline: from a folder of texts to a finished site.

mod coming;
mod edition;
mod filed;
mod inputs;
mod kept;
mod memory;
mod mend;
mod past;
mod pictures;
mod profile;
mod published;
mod recipe;
mod report;
mod shelf;
mod workspace;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use coming::{Coming, Event, Reason, coming};
pub use edition::{Edition, Press};
pub use memory::Changes;
use mend::without_vain_fixes;
pub use mend::{Mending, mendings};
pub use profile::{Calls, Profile, Row, SlowPage, Spent, profile};
pub use published::{Published, published};
pub use recipe::Recipe;
pub use report::{Report, Timing};
pub use workspace::Workspace;

use crate::diag::{Diagnostic, Error};
use crate::lint::Past;
use crate::model::{Moment, SitePath};
use crate::output::{Outcome, Stage, check_folder};
use crate::plan::Planned;
use crate::render::Desk;
use edition::Attempt;
use inputs::{Faulty, Frame, Inputs};
use memory::{Keeping, Memory};
use shelf::Shelf;

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
    check_folder(&options.root, &options.out)?;
    let (edition, mut report) = read(options, keeping(options)?, progress)?;
    if let Some(edition) = edition {
        let made = |stage: &Stage| render(&edition, stage, progress);
        publish(&edition, options, &mut report, made)?;
    }
    report.finish(&options.root);
    without_vain_fixes(&mut report);
    Ok(report)
}

/// Looks for everything that would keep the site from being built, but for templates
/// that fail on a page: nothing is rendered, and nothing is written. The error is the world's.
pub fn check(options: &Options, progress: Progress<'_>) -> Result<Report, Error> {
    let (_, mut report) = read(options, Keeping::Nothing, progress)?;
    report.finish(&options.root);
    without_vain_fixes(&mut report);
    Ok(report)
}

/// Where whole briefs are kept while a site is built.
fn keeping(options: &Options) -> Result<Keeping, Error> {
    let shelf = Shelf::open(&options.root)?;
    Ok(Keeping::Shelf(Arc::new(shelf)))
}

/// Reads every text of the site, once. The error is the world's.
fn remember(
    options: &Options,
    keeping: Keeping,
    progress: Progress<'_>,
) -> Result<(Memory, Report), Error> {
    let mut report = Report::default();
    let mut memory = Memory::new(keeping);
    report.time("read", || memory.read(options, &Changes::All, progress))?;
    memory.world()?;
    report.diagnostics = memory.diagnostics();
    report.texts = memory.briefs.len() + memory.pages.len();
    Ok((memory, report))
}

/// The texts → an edition, where nothing stops one, and all that is wrong with them.
fn read(
    options: &Options,
    keeping: Keeping,
    progress: Progress<'_>,
) -> Result<(Option<Edition>, Report), Error> {
    let (memory, mut report) = remember(options, keeping, progress)?;
    let past = past::past(&memory, options)?;
    let (edition, found) = report.time("plan", || assemble(&memory, options, &past));
    found.into_report(&mut report);
    report.hashes = memory.hashes(&report.diagnostics);
    Ok((edition, report))
}

/// What was found while a site was put together.
#[derive(Clone, Debug, Default)]
struct Found {
    left_out: Vec<String>,
    scheduled: Vec<(String, Moment)>,
    drafts: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Found {
    /// What a report says.
    fn of(report: &Report) -> Self {
        Self {
            left_out: report.left_out.clone(),
            scheduled: report.scheduled.clone(),
            drafts: report.drafts.clone(),
            diagnostics: report.diagnostics.clone(),
        }
    }

    /// Adds it to a report.
    fn into_report(self, report: &mut Report) {
        report.left_out.extend(self.left_out);
        report.scheduled.extend(self.scheduled);
        report.drafts.extend(self.drafts);
        report.diagnostics.extend(self.diagnostics);
    }
}

/// What was read → an edition. Faults that only show when all briefs lie side by
/// side are found here; with `keep_going`, their briefs are taken out and the rest is tried again.
fn assemble(memory: &Memory, options: &Options, past: &Past) -> (Option<Edition>, Found) {
    let faulty = if options.keep_going {
        Faulty::LeftOut
    } else {
        Faulty::Stops
    };
    let mut found = Found::default();
    let frame = Frame::read(memory);
    let Some(mut inputs) = Inputs::choose(memory, frame, options, faulty) else {
        return (None, found);
    };
    loop {
        let attempt = Attempt::at(&inputs, past, options.now);
        if options.keep_going && inputs.leave_out(&attempt.faulty()) {
            let errors = attempt.diagnostics.into_iter();
            found
                .diagnostics
                .extend(errors.filter(Diagnostic::is_error));
            continue;
        }
        found.left_out = std::mem::take(&mut inputs.left_out);
        found.scheduled = std::mem::take(&mut inputs.scheduled);
        found.drafts = std::mem::take(&mut inputs.drafts);
        let (edition, diagnostics) = attempt.edition(inputs, (options, memory.shelf()), faulty);
        found.diagnostics.extend(diagnostics);
        return (edition, found);
    }
}

/// Has every planned file rendered and puts the site into its folder; with a fault
/// of a template, nothing is written.
fn publish(
    edition: &Edition,
    options: &Options,
    report: &mut Report,
    render: impl FnOnce(&Stage) -> Result<Vec<Diagnostic>, Error>,
) -> Result<(), Error> {
    let kept = if options.keep_going && report.errors() > 0 {
        past::kept(edition, &options.out)?
    } else {
        Vec::new()
    };
    let stage = Stage::open(&options.out)?;
    let faults = report.time("render", || render(&stage))?;
    if faults.is_empty() {
        let planned = &edition.planned;
        let targets = planned.iter().map(|planned| &planned.target);
        let targets: Vec<&SitePath> = targets.chain(&kept).collect();
        let outcome: Outcome = report.time("write", || stage.commit(&targets))?;
        let is_page = |planned: &&Planned| planned.target.is_page();
        report.pages = planned.iter().filter(is_page).count();
        report.outcome = Some(outcome);
    } else {
        stage.abandon()?;
        report.diagnostics.extend(faults);
    }
    Ok(())
}

fn render(
    edition: &Edition,
    stage: &Stage,
    progress: Progress<'_>,
) -> Result<Vec<Diagnostic>, Error> {
    let press = edition.press();
    press.prepare(edition.planned.iter())?;
    let faults = each(edition, &press, progress, |desk, planned| {
        if let Err(fault) = press.make(planned, desk)? {
            return Ok(Some(fault));
        }
        stage.put(&planned.target, &desk.buffer)?;
        Ok(None)
    })?;
    Ok(once_each(faults.into_iter().flatten()))
}

/// What `make` gives for each planned file, in their order; they are made on all cores.
fn each<T: Send>(
    edition: &Edition,
    press: &Press<'_>,
    progress: Progress<'_>,
    make: impl Fn(&mut Desk, &Planned) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let done = AtomicUsize::new(0);
    let total = edition.planned.len();
    let one = |desk: &mut Desk, planned: &Planned| {
        let made = make(desk, planned)?;
        progress("render", done.fetch_add(1, Ordering::Relaxed) + 1, total);
        Ok(made)
    };
    let planned = edition.planned.par_iter();
    planned.map_init(|| press.desk(), one).collect()
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
