//! The texts of a site as they are published, for those who need no pages.

use std::sync::Arc;

use super::edition::Attempt;
use super::filed::Filed;
use super::inputs::{Faulty, Frame, Inputs};
use super::memory::Memory;
use super::{Options, Progress, Report, Source, remember};
use crate::config::Config;
use crate::diag::{Diagnostic, Error};
use crate::lint::Past;
use crate::model::{Brief, Card, Registry};

/// The texts of a site as they are published at a time.
#[derive(Clone, Debug)]
pub struct Published {
    /// The settings.
    pub config: Arc<Config>,
    /// The outlets that the site knows.
    pub registry: Arc<Registry>,
    /// The briefs with their cards, oldest first, their narratives in the order of the site.
    pub briefs: Vec<(Arc<Brief>, Arc<Card>)>,
}

/// Reads the texts that a build with `keep_going` would publish, with every fault of the
/// others. Nothing is rendered or written. There are none when the settings have a fault.
/// The error is the world's.
pub fn published(
    options: &Options,
    progress: Progress<'_>,
) -> Result<(Option<Published>, Report), Error> {
    let (memory, mut report) = remember(options, Source::Texts, progress)?;
    let mut found = Vec::new();
    let published = report.time("plan", || choose(&memory, options, &mut found));
    report.diagnostics.append(&mut found);
    report.finish(&options.root);
    Ok((published, report))
}

/// The texts as they are published.
fn choose(memory: &Memory, options: &Options, found: &mut Vec<Diagnostic>) -> Option<Published> {
    let inputs = sound(memory, options, found)?;
    let briefs = inputs.ready.iter();
    let whole = |filed: &Arc<Filed>| Some((Arc::clone(filed.here()?), Arc::clone(&filed.card)));
    Some(Published {
        config: inputs.frame.config,
        registry: inputs.registry,
        briefs: briefs.filter_map(whole).collect(),
    })
}

/// Chooses until no brief that is left has a fault beside the others. None without settings.
pub fn sound(memory: &Memory, options: &Options, found: &mut Vec<Diagnostic>) -> Option<Inputs> {
    let frame = Frame::read(memory);
    let mut inputs = Inputs::choose(memory, frame, options, Faulty::LeftOut)?;
    loop {
        let attempt = Attempt::at(&inputs, &Past::default(), options.now);
        let faulty = attempt.faulty();
        found.extend(attempt.diagnostics);
        if !inputs.leave_out(&faulty) {
            return Some(inputs);
        }
    }
}
