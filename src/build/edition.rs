//! A site that is ready to be rendered, page by page.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use ahash::AHashMap;

use super::filed::{Filed, Library};
use super::inputs::{Faulty, Inputs};
use super::recipe::Common;
use super::shelf::Shelf;
use super::{Options, pictures};
use crate::diag::{Diagnostic, Error};
use crate::files;
use crate::formats::Formats;
use crate::lint::{self, Past, Whole};
use crate::model::{Moment, SitePath};
use crate::plan::{Planned, Sorted, What, plan, redirects};
use crate::render::{Desk, Renderer, View};
use crate::site::Site;
use crate::theme::Theme;

/// A site that is ready to be rendered. It does not change any more.
#[derive(Debug)]
pub struct Edition {
    /// All briefs, resolved and indexed.
    pub site: Arc<Site>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Every file of the site.
    pub planned: Arc<Vec<Planned>>,
    /// The order of their paths.
    sorted: Arc<Sorted>,
    pub(super) briefs: Library,
    unpublished: BTreeSet<String>,
    places: Arc<OnceLock<AHashMap<SitePath, usize>>>,
    common: Arc<OnceLock<Common>>,
}

/// What is shared by the files of an edition while they are made.
#[derive(Debug)]
pub struct Press<'a> {
    edition: &'a Edition,
    renderer: Renderer<'a>,
    formats: Formats<'a>,
}

/// The rule that misses old addresses. Where the rest is published all the same, what
/// stood there stays.
pub(super) const MOVED: &str = "slug-changed";

/// What came of putting a site together.
#[derive(Debug)]
pub struct Attempt {
    site: Site,
    planned: Vec<Planned>,
    sorted: Sorted,
    /// Faults that only show when all briefs lie side by side.
    pub diagnostics: Vec<Diagnostic>,
}

impl Attempt {
    /// Puts the site together.
    pub fn at(inputs: &Inputs, past: &Past, now: Moment) -> Self {
        let ready = inputs.ready.iter();
        let (site, mut diagnostics) = Site::assemble(
            (
                Arc::clone(&inputs.frame.config),
                Arc::clone(&inputs.registry),
            ),
            ready.map(|filed| Arc::clone(&filed.card)).collect(),
            inputs.pages.clone(),
            &inputs.unpublished,
            now,
        );
        let whole = Whole {
            site: &site,
            past,
            is_complete: inputs.publish,
        };
        let (linted, (planned, sorted, unplanned)) = rayon::join(
            || lint::site(&whole, &inputs.frame.lint),
            || files_of(&site, inputs),
        );
        diagnostics.extend(linted);
        diagnostics.extend(unplanned);
        Self {
            site,
            planned,
            sorted,
            diagnostics,
        }
    }

    /// The files that the errors name first. A brief that has moved is none of them:
    /// without it, one address more would be gone.
    pub fn faulty(&self) -> BTreeSet<String> {
        let errors = self.diagnostics.iter().filter(|found| found.is_error());
        let errors = errors.filter(|error| error.code != MOVED);
        errors.map(|error| error.path().to_string()).collect()
    }

    /// The files that the errors name.
    pub fn concerned(&self) -> BTreeSet<String> {
        let errors = self.diagnostics.iter().filter(|found| found.is_error());
        let labels = errors.flat_map(|error| &error.labels);
        labels.map(|label| label.path.to_string()).collect()
    }

    /// The edition, and what was found on the way; no edition where something stops
    /// the site from being published. What is `AsBefore` is shown whatever is wrong between its files.
    pub fn edition(
        self,
        inputs: Inputs,
        (options, shelf): (&Options, Option<Arc<Shelf>>),
        faulty: Faulty,
    ) -> (Option<Edition>, Vec<Diagnostic>) {
        let stops = |error: &Diagnostic| {
            error.is_error() && (faulty != Faulty::LeftOut || error.code != MOVED)
        };
        let stops = faulty != Faulty::AsBefore && self.diagnostics.iter().any(stops);
        let sound = inputs.publish && !stops;
        let filing = inputs.filing();
        let theme = inputs.frame.theme.filter(|_| sound);
        let edition = theme.map(|theme| Edition {
            site: Arc::new(self.site),
            theme,
            planned: Arc::new(self.planned),
            sorted: Arc::new(self.sorted),
            briefs: Library {
                root: options.root.clone(),
                filed: inputs.ready,
                filing,
                shelf,
            },
            unpublished: inputs.unpublished,
            places: Arc::default(),
            common: Arc::default(),
        });
        (edition, self.diagnostics)
    }
}

/// Every file of the site, the order of their paths, and what is wrong with both.
fn files_of(site: &Site, inputs: &Inputs) -> (Vec<Planned>, Sorted, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let assets = inputs.frame.theme.iter().flat_map(|theme| &theme.assets);
    let assets: Vec<SitePath> = assets.map(|asset| asset.target.clone()).collect();
    let copies = pictures::copies(&inputs.listing, &site.cards, &mut diagnostics);
    let mut planned = plan(site, &assets, copies);
    for card in &site.cards {
        redirects(&card.aliases, &card.target, &card.path, &mut planned);
    }
    planned.shrink_to_fit();
    let (sorted, conflicts) = Sorted::of(&planned);
    diagnostics.extend(conflicts);
    (planned, sorted, diagnostics)
}

impl Edition {
    /// The edition with the briefs of `inputs`, when these change nothing but the
    /// pages of briefs themselves: then all indexes and lists stay. None when they
    /// may change more, or when one of the briefs is named in `found`, whose places
    /// would be wrong.
    pub fn with(&self, inputs: &Inputs, found: &[Diagnostic]) -> Option<Self> {
        let named = |path: &str| {
            let labels = found.iter().flat_map(|diagnostic| &diagnostic.labels);
            labels.into_iter().any(|label| *label.path == *path)
        };
        let stays = |(before, now): (&Arc<Filed>, &Arc<Filed>)| {
            Arc::ptr_eq(before, now)
                || !named(&now.card.path) && before.card.is_same_outside(&now.card)
        };
        let before = &self.briefs.filed;
        let same = self.unpublished == inputs.unpublished
            && before.len() == inputs.ready.len()
            && before.iter().zip(&inputs.ready).all(stays);
        same.then(|| Self {
            site: Arc::clone(&self.site),
            theme: Arc::clone(&self.theme),
            planned: Arc::clone(&self.planned),
            sorted: Arc::clone(&self.sorted),
            briefs: Library {
                root: self.briefs.root.clone(),
                filed: inputs.ready.clone(),
                filing: inputs.filing(),
                shelf: self.briefs.shelf.clone(),
            },
            unpublished: self.unpublished.clone(),
            places: Arc::clone(&self.places),
            common: Arc::clone(&self.common),
        })
    }

    /// The planned file at `target`.
    pub fn find(&self, target: &SitePath) -> Option<&Planned> {
        let places = self.places.get_or_init(|| {
            let targets = self.planned.iter().enumerate();
            targets
                .map(|(place, planned)| (planned.target.clone(), place))
                .collect()
        });
        places.get(target).map(|&place| &self.planned[place])
    }

    /// The paths of all files, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.sorted.paths(&self.planned)
    }

    /// What all recipes share.
    pub(super) fn common(&self) -> &Common {
        self.common.get_or_init(|| Common::of(self))
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.briefs.root
    }

    /// What is shared while files are made.
    pub fn press(&self) -> Press<'_> {
        let (site, briefs, theme) = (&self.site, &self.briefs, &self.theme);
        Press {
            edition: self,
            renderer: Renderer::new(site, briefs, theme),
            formats: Formats::new(site, briefs, theme, &self.planned),
        }
    }
}

impl Press<'_> {
    /// Makes what many of these files share. The error is the world's.
    pub fn prepare<'b>(&self, wanted: impl Iterator<Item = &'b Planned>) -> Result<(), Error> {
        self.formats.prepare(wanted)
    }

    /// A desk for one thread.
    pub fn desk(&self) -> Desk {
        self.renderer.desk()
    }

    /// The bytes of a planned file, put into the buffer of `desk`. The inner
    /// error is a template's.
    pub fn make(
        &self,
        planned: &Planned,
        desk: &mut Desk,
    ) -> Result<Result<(), Diagnostic>, Error> {
        desk.buffer.clear();
        match self.view(planned, desk)? {
            Some(view) => Ok(self.page(&view, planned, desk)),
            None => self.unthemed(planned, desk).map(Ok),
        }
    }

    /// The view of a page of the theme; none for any other file. The error is the world's.
    pub(super) fn view(&self, planned: &Planned, desk: &mut Desk) -> Result<Option<View>, Error> {
        self.renderer.view(planned, desk)
    }

    /// The bytes of a page of the theme, appended to the buffer of `desk`.
    pub(super) fn page(
        &self,
        view: &View,
        planned: &Planned,
        desk: &mut Desk,
    ) -> Result<(), Diagnostic> {
        self.renderer.page(view, planned, desk)
    }

    /// The bytes of a file that is no page of the theme, put into the empty buffer of `desk`.
    pub(super) fn unthemed(&self, planned: &Planned, desk: &mut Desk) -> Result<(), Error> {
        match &planned.what {
            What::Asset(index) => {
                let bytes = &self.edition.theme.assets[*index].bytes;
                desk.buffer.extend_from_slice(bytes);
            }
            What::Copy(file) => desk.buffer = files::read_bytes(self.edition.root(), file)?,
            what => {
                let buffer = std::mem::take(&mut desk.buffer);
                let mut text = String::from_utf8(buffer).unwrap_or_default();
                if let What::BriefData(id) = what {
                    let brief = self.renderer.whole(*id, desk)?;
                    self.formats.data(&brief, *id, &mut text);
                } else {
                    let known = self.formats.write(planned, &mut text)?;
                    debug_assert!(known, "every planned file is made by somebody");
                }
                desk.buffer = text.into_bytes();
            }
        }
        Ok(())
    }
}
