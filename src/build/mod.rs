//! The pipeline: from a folder of texts to a finished site.

mod coming;
mod edition;
mod filed;
mod imprint;
mod inputs;
mod kept;
mod memory;
mod mend;
mod notes;
mod past;
mod pictures;
mod place;
mod prints;
mod profile;
mod publish;
mod published;
mod recipe;
mod report;
mod shelf;
mod standing;
mod store;
mod why;
mod workspace;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

pub use coming::{Coming, Event, Reason, coming};
pub use edition::{Edition, Press};
pub use memory::Changes;
use mend::without_vain_fixes;
pub use mend::{Mending, mendings};
pub use profile::{Calls, Profile, Row, SlowPage, Spent, profile};
pub use published::{Published, published};
pub use recipe::Recipe;
pub use report::{Report, Timing};
pub use why::Why;
pub use workspace::Workspace;

use crate::diag::{Diagnostic, Error};
use crate::files::Scan;
use crate::lint::Past;
use crate::model::Moment;
use crate::output::{Lock, Manifest, check_folder};
use edition::Attempt;
use filed::Keeping;
use imprint::Imprint;
use inputs::{Faulty, Frame, Inputs};
use memory::Memory;
use notes::Notes;
use publish::{Printing, render};
use shelf::Shelf;
use standing::Standing;
use store::Store;

/// What to build, and how.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
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
    /// Whether files are read that look as they did before.
    pub check_content: bool,
    /// Whether the report tells why each file was made.
    pub explain: bool,
}

/// Told while a build goes on: the stage, and how much of it is done.
pub type Progress<'a> = &'a (dyn Fn(&'static str, usize, usize) + Sync);

/// Builds the site. The error is the world's; faults of texts are in the report,
/// and with one of them nothing was written, unless `keep_going` left its brief out.
/// What an earlier build made of the same is neither read nor made again.
pub fn build(options: &Options, progress: Progress<'_>) -> Result<Report, Error> {
    check_folder(&options.root, &options.out)?;
    let start = Instant::now();
    let store = Store::of(&options.root);
    let (scan, imprint) = rayon::join(
        || Scan::of(&options.root),
        || Imprint::read(&store, options),
    );
    let (imprint, doubt) = match imprint {
        Ok(imprint) => (imprint, None),
        Err(doubt) => (None, Some(doubt)),
    };
    let (digest, began) = (scan.digest(), scan.began);
    if let Some(imprint) = &imprint
        && imprint.is_current(digest, options)
    {
        let mut report = imprint.report();
        report.took("look", start.elapsed());
        report.finish(&options.root);
        without_vain_fixes(&mut report);
        return Ok(report);
    }
    // What is seen of the output folder from here on is no other build's to change.
    let lock = Manifest::is_in(&options.out).then(|| Lock::of(&options.out));
    let lock = lock.transpose()?;
    let look = start.elapsed();
    let standing = |imprint| Standing::of(imprint, options);
    let (remembered, (standing, manifest)) = rayon::join(
        || remember(options, Source::Store(scan, &store), progress),
        || {
            let standing = imprint.as_ref().map(standing);
            (standing, Manifest::read(&options.out))
        },
    );
    let ((memory, mut report), manifest) = (remembered?, manifest?);
    let stage = "look";
    report.timings.insert(0, Timing { stage, took: look });
    report.doubt(memory.doubt().or(doubt));
    let edition = put_together(&memory, (options, &manifest), &store, &mut report);
    let printing = edition.as_ref().map(|edition| Printing {
        edition,
        options,
        standing: standing.as_ref(),
    });
    let pressed = match printing {
        Some(printing) => {
            printing.publish(&store, (manifest, lock), &mut report, |stage, wanted| {
                render(printing.edition, stage, wanted, progress)
            })?
        }
        None => None,
    };
    if let (Some(printing), Some(pressed)) = (printing, &pressed) {
        printing.remember((&store, &memory), &mut report, pressed, (digest, began));
    }
    drop(pressed);
    drop(standing);
    // Letting go of a large archive takes as long as the rest of a small build.
    rayon::spawn(move || drop((memory, edition, imprint)));
    report.finish(&options.root);
    without_vain_fixes(&mut report);
    Ok(report)
}

/// Looks for everything that would keep the site from being built, but for templates
/// that fail on a page: nothing is rendered, and nothing is written into the site.
/// The error is the world's.
pub fn check(options: &Options, progress: Progress<'_>) -> Result<Report, Error> {
    let store = Store::of(&options.root);
    let (memory, mut report) = remember(options, Source::Cards(&store), progress)?;
    report.doubt(memory.doubt());
    let manifest = Manifest::read(&options.out)?;
    put_together(&memory, (options, &manifest), &store, &mut report);
    report.finish(&options.root);
    without_vain_fixes(&mut report);
    Ok(report)
}

/// Where what is known of briefs comes from.
enum Source<'a> {
    /// From their texts, which stay in memory.
    Texts,
    /// From what an earlier process remembered, and of what is new from the texts. Whole
    /// briefs are put away. The files were looked at already.
    Store(Scan, &'a Store),
    /// The same for those who need no whole briefs: they are let go.
    Cards(&'a Store),
}

/// Reads every text of the site, once. The error is the world's.
fn remember(
    options: &Options,
    source: Source<'_>,
    progress: Progress<'_>,
) -> Result<(Memory, Report), Error> {
    let mut report = Report::default();
    let memory = report.time("read", || {
        let mut memory = match source {
            Source::Texts => Memory::default(),
            Source::Store(scan, store) => {
                let shelf = Arc::new(Shelf::open(&options.root)?);
                Memory::recalled(Notes::read(store), scan, Keeping::Shelf(shelf))
            }
            Source::Cards(store) => {
                let scan = Scan::of(&options.root);
                Memory::recalled(Notes::read(store), scan, Keeping::Nothing)
            }
        };
        memory.read(options, &Changes::All, progress)?;
        memory.world()?;
        Ok::<_, Error>(memory)
    })?;
    report.diagnostics = memory.diagnostics();
    report.texts = memory.briefs.len() + memory.pages.len();
    Ok((memory, report))
}

/// The texts → an edition, where nothing stops one, and all that is wrong with them. Meanwhile
/// the texts are remembered: whatever becomes of the site, what was read of them stays true.
/// The manifest is that of the output folder.
fn put_together(
    memory: &Memory,
    (options, manifest): (&Options, &Manifest),
    store: &Store,
    report: &mut Report,
) -> Option<Edition> {
    let work = || {
        let past = || past::past(past::there(memory, options), manifest, options);
        let (edition, found) = report.time("plan", || assemble(memory, options, past));
        found.into_report(report);
        report.hashes = memory.hashes(&report.diagnostics);
        edition
    };
    let (edition, written) = rayon::join(work, || memory.write(store, options));
    report.cannot_remember(written);
    edition
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
/// `past` tells what was published before.
fn assemble(
    memory: &Memory,
    options: &Options,
    past: impl FnOnce() -> Past + Send,
) -> (Option<Edition>, Found) {
    let faulty = if options.keep_going {
        Faulty::LeftOut
    } else {
        Faulty::Stops
    };
    let mut found = Found::default();
    let frame = Frame::read(memory);
    let choose = || Inputs::choose(memory, frame, options, faulty);
    let (inputs, past) = rayon::join(choose, past);
    let Some(mut inputs) = inputs else {
        return (None, found);
    };
    loop {
        let attempt = Attempt::at(&inputs, &past, options.now);
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
