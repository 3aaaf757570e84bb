//! A site that is ready to be rendered, page by page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ahash::AHashMap;

use super::inputs::{Faulty, Inputs, Ready};
use super::{Options, pictures};
use crate::diag::{Diagnostic, Error};
use crate::files;
use crate::formats::Formats;
use crate::lint::{self, Past, Whole};
use crate::model::{Brief, Moment, SitePath};
use crate::plan::{Planned, What, conflicts, plan, redirects};
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
    pub(super) ready: Vec<Ready>,
    unpublished: BTreeSet<String>,
    briefs: Vec<Arc<Brief>>,
    root: PathBuf,
    now: Moment,
    places: Arc<OnceLock<AHashMap<SitePath, usize>>>,
}

/// What is shared by the files of an edition while they are made.
#[derive(Debug)]
pub struct Press<'a> {
    edition: &'a Edition,
    renderer: Renderer<'a>,
    formats: Formats<'a>,
}

fn briefs(ready: &[Ready]) -> Vec<Arc<Brief>> {
    ready.iter().map(|ready| Arc::clone(&ready.brief)).collect()
}

/// The rule that misses old addresses. Where the rest is published all the same, what
/// stood there stays.
const MOVED: &str = "slug-changed";

/// What came of putting a site together.
#[derive(Debug)]
pub struct Attempt {
    site: Site,
    planned: Vec<Planned>,
    briefs: Vec<Arc<Brief>>,
    /// Faults that only show when all briefs lie side by side.
    pub diagnostics: Vec<Diagnostic>,
}

impl Attempt {
    /// Puts the site together.
    pub fn at(inputs: &Inputs, past: &Past) -> Self {
        let ready = &inputs.ready;
        let briefs = briefs(ready);
        let (site, mut diagnostics) = Site::assemble(
            (*inputs.frame.config).clone(),
            (*inputs.registry).clone(),
            ready.iter().map(|ready| Arc::clone(&ready.card)).collect(),
            &briefs,
            inputs.pages.clone(),
            &inputs.unpublished,
        );
        let whole = Whole {
            site: &site,
            briefs: &briefs,
            past,
            is_complete: inputs.publish,
        };
        diagnostics.extend(lint::site(&whole, &inputs.frame.lint));
        let assets = inputs.frame.theme.iter().flat_map(|theme| &theme.assets);
        let assets: Vec<SitePath> = assets.map(|asset| asset.target.clone()).collect();
        let copies = pictures::copies(&inputs.listing, &briefs, &mut diagnostics);
        let mut planned = plan(&site, &assets, copies);
        for (brief, card) in briefs.iter().zip(&site.cards) {
            redirects(&brief.aliases, &card.target, &brief.path, &mut planned);
        }
        diagnostics.extend(conflicts(&planned));
        Self {
            site,
            planned,
            briefs,
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
        options: &Options,
        faulty: Faulty,
    ) -> (Option<Edition>, Vec<Diagnostic>) {
        let stops = |error: &Diagnostic| {
            error.is_error() && (faulty != Faulty::LeftOut || error.code != MOVED)
        };
        let stops = faulty != Faulty::AsBefore && self.diagnostics.iter().any(stops);
        let sound = inputs.publish && !stops;
        let theme = inputs.frame.theme.filter(|_| sound);
        let edition = theme.map(|theme| Edition {
            site: Arc::new(self.site),
            theme,
            planned: Arc::new(self.planned),
            ready: inputs.ready,
            unpublished: inputs.unpublished,
            briefs: self.briefs,
            root: options.root.clone(),
            now: options.now,
            places: Arc::default(),
        });
        (edition, self.diagnostics)
    }
}

impl Edition {
    /// The edition with the briefs of `inputs`, when these change nothing but the
    /// pages of briefs themselves: then all indexes and lists stay. None when they
    /// may change more, or when one of the briefs is named in `found`, whose places
    /// would be wrong.
    pub fn with(&self, inputs: &Inputs, found: &[Diagnostic], options: &Options) -> Option<Self> {
        let named = |path: &str| {
            let labels = found.iter().flat_map(|diagnostic| &diagnostic.labels);
            labels.into_iter().any(|label| *label.path == *path)
        };
        let stays = |(before, now): (&Ready, &Ready)| {
            Arc::ptr_eq(&before.brief, &now.brief) && Arc::ptr_eq(&before.card, &now.card)
                || !named(&now.brief.path)
                    && before.brief.is_same_outside(&now.brief)
                    && before.card.scheduled == now.card.scheduled
        };
        let same = self.unpublished == inputs.unpublished
            && self.ready.len() == inputs.ready.len()
            && self.ready.iter().zip(&inputs.ready).all(stays);
        same.then(|| Self {
            site: Arc::clone(&self.site),
            theme: Arc::clone(&self.theme),
            planned: Arc::clone(&self.planned),
            ready: inputs.ready.clone(),
            unpublished: self.unpublished.clone(),
            briefs: briefs(&inputs.ready),
            root: self.root.clone(),
            now: options.now,
            places: Arc::clone(&self.places),
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

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What is shared while files are made.
    pub fn press(&self) -> Press<'_> {
        let (site, briefs, theme) = (&self.site, &self.briefs, &self.theme);
        Press {
            edition: self,
            renderer: Renderer::new(site, briefs, theme),
            formats: Formats::new(site, briefs, theme, &self.planned, self.now),
        }
    }

    pub(super) fn brief(&self, id: usize) -> &Brief {
        &self.briefs[id]
    }
}

impl Press<'_> {
    /// Makes what many files share, for those who want all files.
    pub fn prepare(&self) {
        self.formats.prepare();
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
        match self.view(planned, desk) {
            Some(view) => Ok(self.page(&view, planned, desk)),
            None => self.unthemed(planned, desk).map(Ok),
        }
    }

    /// The view of a page of the theme; none for any other file.
    pub(super) fn view(&self, planned: &Planned, desk: &Desk) -> Option<View> {
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
        let buffer = &mut desk.buffer;
        match &planned.what {
            What::Asset(index) => {
                buffer.extend_from_slice(&self.edition.theme.assets[*index].bytes);
            }
            What::Copy(file) => *buffer = files::read_bytes(&self.edition.root, file)?,
            _ => {
                let mut text = String::from_utf8(std::mem::take(buffer)).unwrap_or_default();
                let known = self.formats.write(planned, &mut text);
                debug_assert!(known, "every planned file is made by somebody");
                *buffer = text.into_bytes();
            }
        }
        Ok(())
    }
}
