//! What is known of the texts of a site since they were read last.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::filed::{Filed, Filing, Keeping};
use super::kept::{Kept, read_all, read_one};
use super::notes::Notes;
use super::shelf::Shelf;
use super::store::Store;
use super::{Options, Progress};
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Error};
use crate::files::{self, File, Inventory, Listing, Scan};
use crate::lint::{self, Desk, NearNames};
use crate::model::{PlainPage, Registry};
use crate::parse;
use crate::text::Span;
use crate::theme::{self, DEFAULT, Theme, ThemeFile};

/// Which files may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Any of them.
    All,
    /// These files, and everything in these folders; paths relative to the site's folder.
    Of(BTreeSet<String>),
}

impl Changes {
    /// Whether the file at `path` may have changed.
    pub fn touch(&self, path: &str) -> bool {
        let Self::Of(paths) = self else { return true };
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.chain([path]).any(|part| paths.contains(part))
    }

    /// Adds what else may have changed.
    pub fn add(&mut self, others: Self) {
        match (&mut *self, others) {
            (Self::Of(paths), Self::Of(more)) => paths.extend(more),
            _ => *self = Self::All,
        }
    }
}

/// What says something else than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing.
    Nothing,
    /// The texts of some briefs.
    Briefs,
    /// More than these.
    More,
}

/// Everything that was read, by file.
#[derive(Debug, Default)]
pub struct Memory {
    inventory: Inventory,
    /// The files, as they were listed last.
    pub listing: Listing,
    /// What the listing left out.
    pub left_out: Vec<Diagnostic>,
    /// The settings.
    pub config: Kept<Config>,
    /// The outlets.
    pub outlets: Kept<Registry>,
    /// The briefs by path.
    pub briefs: BTreeMap<Arc<str>, Kept<Filed>>,
    /// The plain pages by path.
    pub pages: BTreeMap<Arc<str>, Kept<PlainPage>>,
    /// Which editorial rules are held.
    pub lint: Arc<lint::Settings>,
    /// The theme; none while it has a fault.
    pub theme: Option<Arc<Theme>>,
    theme_faults: Vec<Diagnostic>,
    /// Files and folders that could not be read the last time, and why; what they said
    /// before still counts.
    unread: BTreeMap<Arc<str>, Error>,
    /// The settings that the theme was loaded with.
    theme_of: Option<Arc<Config>>,
    /// The settings and outlets that the briefs were judged and filed with.
    pub filing: Option<Filing>,
    /// What becomes of whole briefs.
    keeping: Keeping,
    /// What an earlier process left, until it is recalled.
    notes: Option<Notes>,
    /// A look at all files that was not taken in yet.
    scan: Option<Scan>,
    /// When that look began.
    began: Option<SystemTime>,
}

impl Memory {
    /// What an earlier process remembered, to be compared with the files of a look that was
    /// taken already.
    pub fn recalled(notes: Notes, scan: Scan, keeping: Keeping) -> Self {
        Self {
            notes: Some(notes),
            scan: Some(scan),
            keeping,
            ..Self::default()
        }
    }

    /// Why what was remembered is not relied on.
    pub fn doubt(&self) -> Option<&'static str> {
        self.notes.as_ref()?.doubt
    }

    /// Where whole briefs were put away.
    pub fn shelf(&self) -> Option<Arc<Shelf>> {
        match &self.keeping {
            Keeping::Shelf(shelf) => Some(Arc::clone(shelf)),
            Keeping::Here | Keeping::Nothing => None,
        }
    }

    /// Remembers the briefs for other processes.
    pub fn write(&self, store: &Store, options: &Options) -> io::Result<()> {
        // What was judged with no settings, or with some of faulty ones, is no measure.
        if self.config.read.is_none() {
            return Ok(());
        }
        match (&self.notes, &self.filing, self.began) {
            (Some(notes), Some(filing), Some(began)) => {
                notes.write(store, &self.briefs, (filing, options.now, began))
            }
            _ => Ok(()),
        }
    }

    /// Reads what may have changed. Faults of every file are found, whatever is
    /// wrong with another. What cannot be read keeps nothing else from being read:
    /// see [`Memory::unread`]. The error is that the site's own folder is not there.
    pub fn read(
        &mut self,
        options: &Options,
        changes: &Changes,
        progress: Progress<'_>,
    ) -> Result<News, Error> {
        let root = &options.root;
        if !root.is_dir() {
            return Err(missing_site(root));
        }
        let before: Vec<(Arc<str>, String)> = self.reasons().collect();
        self.unread.retain(|path, _| !changes.touch(path));
        let mut more = self.config(options, changes).unwrap_or_else(|error| {
            self.unread.insert(config::FILE.into(), error);
            false
        });
        match changes {
            Changes::All => {
                let scan = self.scan.take().unwrap_or_else(|| Scan::of(root));
                self.began = Some(scan.began);
                self.unread.extend(self.inventory.take(scan));
            }
            Changes::Of(paths) => {
                for path in paths {
                    if let Err(error) = self.inventory.look_at(root, path) {
                        self.unread.insert(path.as_str().into(), error);
                    }
                }
            }
        }
        let config = self.config.read.as_ref();
        let name = config.map_or(DEFAULT, |config| config.theme.as_str());
        let (listing, left_out) = self.inventory.listing(name);
        more |= !listing.has_same_files(&self.listing) || left_out != self.left_out;
        (self.listing, self.left_out) = (listing, left_out);
        if !matches!(self.keeping, Keeping::Here) {
            // There is no second look.
            self.inventory = Inventory::default();
        }
        let copies = self.listing.statics.iter().chain(&self.listing.media);
        more |= copies.into_iter().any(|file| changes.touch(&file.path));
        more |= self.outlets(options, changes).unwrap_or_else(|error| {
            self.unread.insert("content/outlets.yaml".into(), error);
            false
        });
        let unread = &mut self.unread;
        let page = |path: &Arc<str>, text: &str| Ok(parse::page(path, text));
        let pages = (self.listing.pages.as_slice(), &mut self.pages);
        more |= read_all(options, pages, (changes, None), page, &|_, _| {}, unread);
        let news = self.briefs(options, changes, progress);
        if let Keeping::Shelf(shelf) = &self.keeping {
            shelf.settle()?;
        }
        more |= self.theme(options, changes).unwrap_or_else(|error| {
            self.unread.insert("themes".into(), error);
            false
        });
        if !matches!(self.keeping, Keeping::Here) {
            // They are known by now.
            self.listing.briefs = Vec::new();
        }
        more |= !self.reasons().eq(before);
        Ok(match (more, news) {
            (true, _) => News::More,
            (false, true) => News::Briefs,
            (false, false) => News::Nothing,
        })
    }

    /// What could not be read the last time, and why.
    fn reasons(&self) -> impl Iterator<Item = (Arc<str>, String)> {
        let reason = |(path, error): (&Arc<str>, &Error)| (Arc::clone(path), error.to_string());
        self.unread.iter().map(reason)
    }

    /// The files and folders that could not be read the last time.
    pub fn unread(&self) -> impl Iterator<Item = &Arc<str>> {
        self.unread.keys()
    }

    /// The error of the world, where there is one: for those who cannot do without
    /// what was not read. That the settings are not there comes before all others.
    pub fn world(&mut self) -> Result<(), Error> {
        let settings = self.unread.remove(config::FILE);
        let error = settings.or_else(|| self.unread.pop_first().map(|(_, error)| error));
        error.map_or(Ok(()), Err)
    }

    fn config(&mut self, options: &Options, changes: &Changes) -> Result<bool, Error> {
        if self.config.hash.is_some() && !changes.touch(config::FILE) {
            return Ok(false);
        }
        let path = options.root.join(config::FILE);
        let Some(metadata) = path.metadata().ok().filter(Metadata::is_file) else {
            return Err(missing_site(&options.root));
        };
        let file = File::of(config::FILE.into(), &metadata);
        let mut held = None;
        let hosted = |path: &Arc<str>, text: &str| {
            let (mut config, faults) = config::read(path, text, &mut |entries| {
                let (settings, found) = lint::Settings::of(entries);
                held = Some(Arc::new(settings));
                found
            });
            let base_url = options.base_url.as_deref().and_then(config::valid_base_url);
            if let (Some(config), Some(base_url)) = (&mut config, base_url) {
                config.base_url = base_url;
            }
            (config, faults)
        };
        let news = read_one(options, &file, &mut self.config, hosted)?;
        if let Some(held) = held {
            self.lint = held;
        }
        Ok(news)
    }

    /// Reads and judges the briefs that may have changed; all of them, when what they
    /// are judged with did. False when every text is the one before.
    fn briefs(&mut self, options: &Options, changes: &Changes, progress: Progress<'_>) -> bool {
        let kept = |config: &Kept<Config>| config.read.clone().or_else(|| config.good.clone());
        let config = kept(&self.config);
        let config = config.unwrap_or_else(|| Arc::new(Config::without_settings()));
        // Where the outlets have a fault, those count that had none, as they are shown.
        let registry = self.outlets.good.as_ref().or(self.outlets.read.as_ref());
        let registry = registry.cloned().unwrap_or_default();
        let filing = Filing { config, registry };
        let config = &*filing.config;
        let same = self
            .filing
            .as_ref()
            .is_some_and(|with| with.reads_as(&filing));
        let settings = &self.lint;
        let near = NearNames::default();
        let desk = Desk {
            near: &near,
            stances: &config.stances,
            language: &config.language,
            registry: &filing.registry,
            now: options.now,
        };
        let keeping = &self.keeping;
        let parse = |path: &Arc<str>, text: &str| {
            let (brief, mut found) = parse::brief(path, text);
            let Some(mut brief) = brief else {
                return Ok((None, found));
            };
            let judged = lint::brief(&mut brief, text, &found, settings, desk);
            found.extend(judged);
            Ok((Some(Filed::of(brief, &filing, keeping)?), found))
        };
        let told = |done, total| progress("read", done, total);
        if !same {
            self.briefs.values_mut().for_each(Kept::forget_text);
        }
        let changes = if same { changes } else { &Changes::All };
        if let Some(notes) = self.notes.as_mut().filter(|_| self.config.read.is_some()) {
            self.briefs.append(&mut notes.recall(&filing, options.now));
        }
        let looked = self.notes.as_ref().and_then(Notes::looked);
        let looked = looked.filter(|_| !options.check_content);
        let briefs = (self.listing.briefs.as_slice(), &mut self.briefs);
        let news = read_all(
            options,
            briefs,
            (changes, looked),
            parse,
            &told,
            &mut self.unread,
        );
        self.filing = Some(filing);
        news
    }

    fn outlets(&mut self, options: &Options, changes: &Changes) -> Result<bool, Error> {
        let Some(file) = &self.listing.outlets else {
            let were_some = self.outlets.hash.is_some() || self.outlets.read.is_none();
            if were_some {
                let none = Arc::new(Registry::default());
                self.outlets = Kept {
                    read: Some(Arc::clone(&none)),
                    good: Some(none),
                    ..Kept::default()
                };
            }
            return Ok(were_some);
        };
        if self.outlets.hash.is_some() && !changes.touch(&file.path) {
            return Ok(false);
        }
        read_one(options, file, &mut self.outlets, |path, text| {
            let (registry, faults) = parse::outlets(path, text);
            (Some(registry), faults)
        })
    }

    /// The theme that the site asks for: its folder, or the one inside the binary.
    fn theme(&mut self, options: &Options, changes: &Changes) -> Result<bool, Error> {
        let Some(config) = self.config.read.clone() else {
            return Ok(false);
        };
        let folders = ["themes", "templates", "assets", "i18n"];
        let touched = match changes {
            Changes::All => true,
            Changes::Of(paths) => paths
                .iter()
                .any(|path| folders.contains(&path.split('/').next().unwrap_or(path))),
        };
        let same_settings = self
            .theme_of
            .as_ref()
            .is_some_and(|of| Arc::ptr_eq(of, &config));
        if same_settings && !touched {
            return Ok(false);
        }
        let folder = format!("themes/{}", config.theme);
        let own = match self.listing.theme.as_slice() {
            [] if config.theme == DEFAULT => Some(theme::embedded()),
            [] => None,
            files => Some(read_theme_files(options, files, &folder)?),
        };
        let overrides = read_theme_files(options, &self.listing.overrides, "")?;
        let (theme, diagnostics) = match own {
            Some(own) => Theme::load(&own, &overrides, &config),
            None => (None, vec![Theme::missing(&config.theme)]),
        };
        self.theme = theme.map(Arc::new);
        self.theme_faults = diagnostics;
        self.theme_of = Some(config);
        Ok(true)
    }

    /// The briefs and pages that have a fault of their own.
    pub fn faulty(&self) -> BTreeSet<String> {
        let briefs = self.briefs.iter().filter(|(_, kept)| kept.is_faulty());
        let pages = self.pages.iter().filter(|(_, kept)| kept.is_faulty());
        let briefs = briefs.map(|(path, _)| path.to_string());
        briefs
            .chain(pages.map(|(path, _)| path.to_string()))
            .collect()
    }

    /// The hashes of the texts that the diagnostics are about, as they were read.
    pub fn hashes(&self, found: &[Diagnostic]) -> BTreeMap<Arc<str>, u64> {
        let hash = |path: &Arc<str>| match &**path {
            config::FILE => self.config.hash,
            "content/outlets.yaml" => self.outlets.hash,
            _ => {
                let brief = self.briefs.get(path).map(|kept| kept.hash);
                brief.or_else(|| self.pages.get(path).map(|kept| kept.hash))?
            }
        };
        let paths = found.iter().map(Diagnostic::path);
        paths
            .filter_map(|path| Some((Arc::clone(path), hash(path)?)))
            .collect()
    }

    /// Everything that was found wrong with single files.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let briefs = self.briefs.values().map(|kept| &kept.diagnostics);
        let pages = self.pages.values().map(|kept| &kept.diagnostics);
        let others = [
            &self.left_out,
            &self.config.diagnostics,
            &self.outlets.diagnostics,
        ];
        // A theme is as wrong as its settings; without them it was not loaded.
        let theme = self.config.read.is_some().then_some(&self.theme_faults);
        let all = others.into_iter().chain(theme).chain(briefs).chain(pages);
        let unread = self.reasons().map(|(path, reason)| {
            Diagnostic::error("unreadable", &path, Span::default(), reason)
                .help("it counts as it was before, and is tried again")
        });
        all.flatten().cloned().chain(unread).collect()
    }
}

/// There is no site in `root`, or it has no settings.
fn missing_site(root: &Path) -> Error {
    Error::new(format!(
        "there is no site in {}: it has no {}. The least that it holds is\n  title = \"…\"\n  base_url = \"https://…/\"",
        root.display(),
        config::FILE
    ))
}

fn read_theme_files(
    options: &Options,
    files: &[File],
    folder: &str,
) -> Result<Vec<ThemeFile>, Error> {
    let read = |file: &File| {
        Ok(ThemeFile {
            name: file.below(folder).unwrap_or(&file.path).to_owned(),
            path: Arc::clone(&file.path),
            bytes: files::read_bytes(&options.root, file)?,
        })
    };
    files.iter().map(read).collect()
}
