//! Making what is new of an edition, and putting it into the output folder.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Instant, SystemTime};

use rayon::prelude::*;

use super::imprint::{self, Imprint};
use super::kept::SHARE;
use super::memory::Memory;
use super::prints::{Printed, Prints};
use super::recipe::Recipe;
use super::standing::{Before, Standing};
use super::store::Store;
use super::why::why;
use super::{Edition, Options, Press, Progress, Report, coming, once_each, past};
use crate::diag::{Diagnostic, Error};
use crate::model::SitePath;
use crate::output::{Lock, Manifest, Stage};
use crate::plan::{Planned, What};
use crate::render::Desk;

/// An edition, and what stands in the output folder before it.
#[derive(Clone, Copy, Debug)]
pub struct Printing<'a> {
    /// What is published.
    pub edition: &'a Edition,
    /// How.
    pub options: &'a Options,
    /// What the last build left there. None where that is not known, or does not count.
    pub standing: Option<&'a Standing<'a>>,
}

/// A site that was published.
#[derive(Debug)]
pub struct Pressed<'a> {
    printed: Printed<'a>,
    prints: Prints<'a>,
    /// Nobody else builds into the folder until what stands there is remembered.
    _lock: Lock,
}

impl<'a> Printing<'a> {
    /// Has every file made whose recipe is new, or that does not stand as it was made, and
    /// puts the site into its folder. With a fault of a template, nothing is written, and
    /// nothing is given back.
    pub fn publish(
        self,
        store: &Store,
        (manifest, lock): (Manifest, Option<Lock>),
        report: &mut Report,
        make: impl FnOnce(&Stage, &[&Planned]) -> Result<Vec<Diagnostic>, Error>,
    ) -> Result<Option<Pressed<'a>>, Error> {
        let (edition, options) = (self.edition, self.options);
        let kept = if options.keep_going && report.errors() > 0 {
            past::kept(edition, &manifest)
        } else {
            Vec::new()
        };
        let stage = Stage::open(&options.out, manifest, lock)?;
        let planned = &edition.planned;
        let (recipes, before, wanted) = report.time("compare", || {
            let standing = self.standing.filter(|_| stage.is_as_seen());
            let before = || standing.map(|standing| Before::of(standing, planned));
            let (recipes, before) = rayon::join(|| edition.recipes(), before);
            let wanted = self.wanted(&recipes, before.as_ref());
            (recipes, before, wanted)
        });
        if options.explain {
            let reason = |&place: &usize| why(self, before.as_ref(), place, &recipes[place]);
            report.reasons = wanted.iter().map(reason).collect();
        }
        let places = wanted;
        let wanted: Vec<&Planned> = places.iter().map(|&place| &planned[place]).collect();
        stage.keep(planned.len() - wanted.len());
        let faults = match report.time("render", || make(&stage, &wanted)) {
            Ok(faults) => faults,
            Err(error) => {
                stage.abandon()?;
                return Err(error);
            }
        };
        if !faults.is_empty() {
            stage.abandon()?;
            report.diagnostics.extend(faults);
            return Ok(None);
        }
        // Killed from here on, the next build does not know what stands there.
        Imprint::forget(store, options)
            .map_err(|cause| Error::io("remove what was remembered in", store.folder(), cause))?;
        let printed = Printed {
            edition,
            recipes,
            paths: edition.paths().collect(),
            before,
            wanted: places,
            made: stage.take_made(),
        };
        let paths = &printed.paths;
        let commit = || {
            if kept.is_empty() {
                return stage.commit(paths);
            }
            let mut all = paths.clone();
            all.extend(kept.iter().map(SitePath::as_str));
            all.par_sort_unstable();
            all.dedup();
            stage.commit(&all)
        };
        let (committed, prints) =
            report.time("write", || rayon::join(commit, || Prints::of(&printed)));
        let (outcome, lock) = committed?;
        let pages = planned.par_iter();
        report.pages = pages.filter(|page| page.target.is_page()).count();
        let rendered = wanted.par_iter();
        report.rendered = rendered.filter(|page| page.target.is_page()).count();
        report.outcome = Some(outcome);
        Ok(Some(Pressed {
            printed,
            prints,
            _lock: lock,
        }))
    }

    /// The places of the planned files that are to be made.
    fn wanted(&self, recipes: &[Recipe], before: Option<&Before<'_>>) -> Vec<usize> {
        let stands = |place: usize, planned: &Planned, recipe: &Recipe| {
            let known = before.and_then(|before| Some((before, before.print(place)?)));
            known.is_some_and(|(before, print)| {
                // A file that is copied is known by its stamp alone.
                let is_known = match &planned.what {
                    What::Copy(file) => {
                        let looked = before.standing.imprint.looked();
                        file.stamp.is_settled(looked) && !self.options.check_content
                    }
                    _ => true,
                };
                let same = is_known && print.recipe == *recipe;
                same && before.standing.holds(planned.target.as_str(), &print)
            })
        };
        let planned = self.edition.planned.par_iter().zip(recipes).enumerate();
        let wanted = planned.filter(|(place, (planned, recipe))| !stands(*place, planned, recipe));
        let mut wanted: Vec<usize> = wanted.map(|(place, _)| place).collect();
        // Pages of one time show the same cards.
        let (site, planned) = (&self.edition.site, &self.edition.planned);
        wanted.sort_by_cached_key(|&place| planned[place].what.newest(site));
        wanted
    }

    /// Remembers what stands in the output folder now; what was looked at is told by the
    /// digest of all files and the time.
    pub fn remember(
        self,
        (store, memory): (&Store, &Memory),
        report: &mut Report,
        pressed: &Pressed<'_>,
        looked: (Option<u128>, SystemTime),
    ) {
        let start = Instant::now();
        let until = || coming::next_of_all(memory, self.options);
        let told = (self.options, &*report);
        let made = (&pressed.printed, &pressed.prints);
        let written = imprint::write(store, told, made, looked, until);
        report.cannot_remember(written);
        report.took("remember", start.elapsed());
    }
}

/// Makes the `wanted` files.
pub fn render(
    edition: &Edition,
    stage: &Stage,
    wanted: &[&Planned],
    progress: Progress<'_>,
) -> Result<Vec<Diagnostic>, Error> {
    let press = edition.press();
    press.prepare(wanted.iter().copied())?;
    let faults = each(wanted, &press, progress, |desk, planned| {
        if let Err(fault) = press.make(planned, desk)? {
            return Ok(Some(fault));
        }
        stage.put(&planned.target, &desk.buffer)?;
        Ok(None)
    })?;
    Ok(once_each(faults.into_iter()))
}

/// What `make` gives for the `wanted` files, in their order; they are made on all cores.
pub fn each<T: Send>(
    wanted: &[&Planned],
    press: &Press<'_>,
    progress: Progress<'_>,
    make: impl Fn(&mut Desk, &Planned) -> Result<Option<T>, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let done = AtomicUsize::new(0);
    let desks = Desks::of(press);
    let one = |planned: &&Planned| {
        let made = desks.sit(|desk| make(desk, planned))?;
        let count = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress("render", count, wanted.len());
        Ok(made)
    };
    let made = wanted.par_iter().with_max_len(SHARE).map(one);
    let made = made.filter_map(Result::transpose).collect();
    // Letting go of what they hold takes as long as moving all files into place.
    rayon::spawn(move || drop(desks.of_threads));
    made
}

/// A desk for each thread, which stays there from page to page: what one page had made, the
/// next one finds.
struct Desks<'p, 'e> {
    press: &'p Press<'e>,
    of_threads: Vec<Mutex<Option<Desk>>>,
}

impl<'p, 'e> Desks<'p, 'e> {
    fn of(press: &'p Press<'e>) -> Self {
        let empty = |_| Mutex::new(None);
        Self {
            press,
            of_threads: (0..rayon::current_num_threads()).map(empty).collect(),
        }
    }

    fn sit<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        let place = rayon::current_thread_index().and_then(|nth| self.of_threads.get(nth));
        // Taken only where work begins other work, which may come back to this thread.
        match place.map(Mutex::try_lock) {
            Some(Ok(mut desk)) => work(desk.get_or_insert_with(|| self.press.desk())),
            _ => work(&mut self.press.desk()),
        }
    }
}
