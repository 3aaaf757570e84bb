//! A site that is kept up to date with its files while people write.

use std::path::Path;
use std::sync::Arc;

use super::edition::Attempt;
use super::inputs::{Faulty, Frame, Inputs};
use super::memory::{Changes, Memory, News};
use super::{Edition, Found, Options, Progress, Report, coming, once_each};
use crate::config;
use crate::diag::{Diagnostic, Error};
use crate::lint::Past;
use crate::model::Moment;
use crate::plan::What;

/// A site in memory. What is faulty is as it was when it last had no fault.
#[derive(Debug)]
pub struct Workspace {
    options: Options,
    memory: Memory,
    /// The settings and the theme of the edition.
    frame: Option<Frame>,
    edition: Option<Arc<Edition>>,
    /// What was found when the edition was made; none when that was not finished.
    found: Option<Found>,
    /// What was found between the briefs of the edition; none unless it was made of
    /// everything as it was read then.
    between: Option<Vec<Diagnostic>>,
    /// When time alone changes the edition.
    next: Option<Moment>,
}

impl Workspace {
    /// A workspace that has read nothing yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            memory: Memory::default(),
            frame: None,
            edition: None,
            found: None,
            between: None,
            next: None,
        }
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.options.root
    }

    /// When time alone changes the site next, after `now`.
    pub fn next_change(&self, now: Moment) -> Option<Moment> {
        self.next.filter(|next| *next > now)
    }

    /// The files and folders that could not be read, and are worth another try.
    pub fn unread(&self) -> impl Iterator<Item = &Arc<str>> {
        self.memory.unread()
    }

    /// The newest edition that has no fault; none when there never was one.
    pub fn edition(&self) -> Option<&Arc<Edition>> {
        self.edition.as_ref()
    }

    /// Reads what may have changed and makes a new edition. Faults are in the
    /// report; where they are in the way, the edition stays the one before.
    /// The error is the world's.
    pub fn refresh(
        &mut self,
        changes: &Changes,
        now: Moment,
        progress: Progress<'_>,
    ) -> Result<Report, Error> {
        let mut report = Report::default();
        self.options.now = now;
        let (memory, options) = (&mut self.memory, &self.options);
        let found = self.found.take();
        let news = report.time("read", || memory.read(options, changes, progress))?;
        let lacks_settings = memory.unread().any(|path| **path == *config::FILE);
        if self.edition.is_none() && lacks_settings {
            // There is nothing to show, and nothing that would say what.
            memory.world()?;
        }
        let is_due = self.next.is_some_and(|next| next.has_come(&now));
        let nothing = news == News::Nothing && !is_due && *changes != Changes::All;
        // Without what was found before, the last edition was not finished.
        let only_briefs = news == News::Briefs && found.is_some() && !is_due;
        if let Some(found) = found.filter(|_| nothing) {
            found.clone().into_report(&mut report);
            report.finish(&self.options.root);
            self.found = Some(found);
            return Ok(report);
        }
        report.diagnostics = self.memory.diagnostics();
        let start = std::time::Instant::now();
        let read = Frame::read(&self.memory).filter(|frame| frame.theme.is_some());
        // With a fault of the new settings or theme, the ones before are tried.
        for frame in [read, self.frame.clone()].into_iter().flatten() {
            let known = self.frame.as_ref().is_some_and(|before| before.is(&frame));
            let same = known && only_briefs;
            let Some((edition, between)) = self.assemble(frame.clone(), same, &mut report) else {
                self.between = None;
                continue;
            };
            let faults = if known { Vec::new() } else { trial(&edition)? };
            if faults.is_empty() {
                self.frame = Some(frame);
                self.edition = Some(Arc::new(edition));
                self.between = between;
                break;
            }
            report.diagnostics.extend(faults);
        }
        report.took("plan", start.elapsed());
        report.finish(&self.options.root);
        self.found = Some(Found::of(&report));
        self.next = coming::next(&self.memory, &self.options);
        Ok(report)
    }

    /// An edition in this frame. A file whose fault only shows beside others is as
    /// it was in the edition before.
    fn assemble(
        &mut self,
        frame: Frame,
        same: bool,
        report: &mut Report,
    ) -> Option<(Edition, Option<Vec<Diagnostic>>)> {
        let faulty = Faulty::AsBefore;
        let mut inputs = Inputs::choose(&self.memory, Some(frame), &self.options, faulty)?;
        // Files that are not shown as they stand on the disk: places in them are wrong.
        let mut stale = self.memory.faulty();
        if let Some(before) = self.edition.as_ref().filter(|_| same)
            && let Some(between) = &self.between
            && let Some(edition) = before.with(&inputs, between)
        {
            report.left_out = inputs.left_out;
            report.scheduled = inputs.scheduled;
            report.drafts = inputs.drafts;
            let shown = between
                .iter()
                .filter(|found| !stale.contains(&**found.path()));
            report.diagnostics.extend(shown.cloned());
            return Some((edition, Some(between.clone())));
        }
        let mut whole = true;
        loop {
            let attempt = Attempt::at(&inputs, &Past::default(), self.options.now);
            let concerned = attempt.concerned();
            let changed = match &self.edition {
                Some(before) => inputs.go_back(&concerned, before),
                None => inputs.leave_out(&attempt.faulty()),
            };
            if changed {
                let errors = attempt.diagnostics.into_iter();
                report
                    .diagnostics
                    .extend(errors.filter(Diagnostic::is_error));
                stale.extend(concerned);
                whole = false;
                continue;
            }
            report.left_out = std::mem::take(&mut inputs.left_out);
            report.scheduled = std::mem::take(&mut inputs.scheduled);
            report.drafts = std::mem::take(&mut inputs.drafts);
            let (edition, diagnostics) = attempt.edition(inputs, (&self.options, None), faulty);
            whole &= !diagnostics.iter().any(Diagnostic::is_error);
            let is_shown =
                |found: &&Diagnostic| found.is_error() || !stale.contains(&**found.path());
            let shown = diagnostics.iter().filter(is_shown);
            report.diagnostics.extend(shown.cloned());
            return edition.map(|edition| (edition, whole.then_some(diagnostics)));
        }
    }
}

/// Renders one page of each kind, so that a fault of a template shows before it is relied on.
fn trial(edition: &Edition) -> Result<Vec<Diagnostic>, Error> {
    let press = edition.press();
    let mut desk = press.desk();
    let mut tried = Vec::new();
    let mut faults = Vec::new();
    for planned in edition
        .planned
        .iter()
        .filter(|planned| planned.what.is_themed())
    {
        let kind = match &planned.what {
            What::Term(grouping, ..) => (std::mem::discriminant(&planned.what), Some(*grouping)),
            what => (std::mem::discriminant(what), None),
        };
        if !tried.contains(&kind) {
            tried.push(kind);
            faults.extend(press.make(planned, &mut desk)?.err());
        }
    }
    Ok(once_each(faults.into_iter()))
}
