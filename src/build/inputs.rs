//! Reading all texts of a site: settings, outlets, briefs, pages, theme.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::{Options, Progress, turn};
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Error};
use crate::files::{self, File, Listing};
use crate::model::{Brief, Moment, PlainPage, Registry};
use crate::parse;
use crate::theme::{self, DEFAULT, Theme, ThemeFile};

/// All that was read and has no fault in itself.
pub struct Inputs {
    pub listing: Listing,
    pub config: Config,
    pub registry: Registry,
    /// The briefs that are published, oldest first.
    pub briefs: Vec<Brief>,
    pub pages: Vec<PlainPage>,
    /// None when the theme has a fault.
    pub theme: Option<Theme>,
    /// Whether nothing that was read stops the site from being published. Where
    /// something does, faults between briefs are still looked for.
    pub publish: bool,
    /// Files with a fault; `keep_going` leaves them out.
    pub left_out: Vec<String>,
    /// Ids and slugs of briefs that are there but not published.
    pub unpublished: BTreeSet<String>,
    /// Briefs whose time has not come.
    pub scheduled: Vec<(String, Moment)>,
}

/// What was read, and what is to be said of it. Without settings there are no inputs.
pub type Read = (Option<Inputs>, Vec<Diagnostic>);

/// Reads everything. Faults of every file are found, whatever is wrong with another.
pub fn read(options: &Options, progress: Progress<'_>) -> Result<Read, Error> {
    let root = &options.root;
    let (listing, mut diagnostics) = files::list(root)?;
    let config = config(options, &mut diagnostics)?;
    let registry = registry(root, &listing, &mut diagnostics)?;
    let pages = parse_all(options, &listing.pages, parse::page, &|_, _| {})?;
    let briefs = parse_all(options, &listing.briefs, parse::brief, &|done, total| {
        progress("read", done, total);
    })?;
    let theme = match &config {
        Some(config) => theme(root, &listing, config, &mut diagnostics)?,
        None => None,
    };
    let stops = diagnostics.iter().any(Diagnostic::is_error);
    let faulty = briefs.faulty.len() + pages.faulty.len();
    let mut left_out = briefs.faulty;
    left_out.extend(pages.faulty);
    diagnostics.extend(briefs.diagnostics);
    diagnostics.extend(pages.diagnostics);
    let goes_on = !stops && (faulty == 0 || options.keep_going);
    let inputs = config.map(|config| {
        let mut inputs = Inputs {
            listing,
            registry,
            briefs: Vec::new(),
            pages: pages.read,
            publish: goes_on && theme.is_some(),
            theme,
            unpublished: stems(&left_out),
            left_out,
            scheduled: Vec::new(),
            config,
        };
        inputs.pages.retain(|page| options.drafts || !page.draft);
        inputs.choose(briefs.read, options);
        inputs
    });
    Ok((inputs, diagnostics))
}

/// The slugs that faulty files would have had, so that other briefs may name them.
fn stems(paths: &[String]) -> BTreeSet<String> {
    let stem = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    };
    paths.iter().map(stem).collect()
}

impl Inputs {
    /// Takes the briefs and pages of these files out; false when there is none of them.
    pub fn leave_out(&mut self, faulty: &BTreeSet<String>) -> bool {
        let is_faulty = |path: &str| faulty.contains(path);
        let pages = self.pages.iter().map(|page| page.path.to_string());
        let briefs = self.briefs.iter().map(|brief| brief.path.to_string());
        let gone: Vec<String> = pages.chain(briefs).filter(|path| is_faulty(path)).collect();
        self.pages.retain(|page| !is_faulty(&page.path));
        let unpublished = &mut self.unpublished;
        self.briefs.retain(|brief| {
            let faulty = is_faulty(&brief.path);
            if faulty {
                unpublished.extend([brief.id.clone(), brief.slug.value.to_string()]);
            }
            !faulty
        });
        let some = !gone.is_empty();
        self.left_out.extend(gone);
        some
    }

    /// Keeps the briefs that are published at this time, oldest first.
    fn choose(&mut self, briefs: Vec<Brief>, options: &Options) {
        for brief in briefs {
            let expired = brief.expires.is_some_and(|expires| expires <= options.now);
            let scheduled = brief.date > options.now;
            if scheduled && !brief.draft && !options.drafts {
                self.scheduled.push((brief.path.to_string(), brief.date));
            }
            if !expired && (options.drafts || (!brief.draft && !scheduled)) {
                self.briefs.push(brief);
            } else {
                self.unpublished.insert(brief.id);
                self.unpublished.insert(brief.slug.value.to_string());
            }
        }
        turn(&mut self.briefs, &self.config);
        self.briefs.sort_by(|a, b| {
            (a.date, &a.slug.value, &a.path).cmp(&(b.date, &b.slug.value, &b.path))
        });
    }
}

fn config(options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Result<Option<Config>, Error> {
    let path = options.root.join(config::FILE);
    if !path.is_file() {
        return Err(Error::new(format!(
            "there is no site in {}: it has no {}. The least that it holds is\n  title = \"…\"\n  base_url = \"https://…/\"",
            options.root.display(),
            config::FILE
        )));
    }
    let bytes = path.metadata().map_or(0, |metadata| metadata.len());
    let file = File {
        path: config::FILE.into(),
        bytes,
    };
    let text = match files::read_text(&options.root, &file)? {
        Ok(text) => text,
        Err(fault) => {
            diagnostics.push(fault);
            return Ok(None);
        }
    };
    let (mut config, mut faults) = config::read(&file.path, &text);
    diagnostics.append(&mut faults);
    if let (Some(config), Some(base_url)) = (&mut config, &options.base_url)
        && !config.set_base_url(base_url)
    {
        return Err(Error::new(format!(
            "`{base_url}` is no web address for --base-url"
        )));
    }
    Ok(config)
}

fn registry(
    root: &Path,
    listing: &Listing,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Registry, Error> {
    let Some(file) = &listing.outlets else {
        return Ok(Registry::default());
    };
    match files::read_text(root, file)? {
        Ok(text) => {
            let (registry, mut faults) = parse::outlets(&file.path, &text);
            diagnostics.append(&mut faults);
            Ok(registry)
        }
        Err(fault) => {
            diagnostics.push(fault);
            Ok(Registry::default())
        }
    }
}

/// The texts of a list of files, read.
struct Parsed<T> {
    read: Vec<T>,
    faulty: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads and parses files on all cores; a file's text is let go as soon as it is parsed.
fn parse_all<T: Send>(
    options: &Options,
    files: &[File],
    parse: impl Fn(&Arc<str>, &str) -> (Option<T>, Vec<Diagnostic>) + Sync,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Parsed<T>, Error> {
    let done = AtomicUsize::new(0);
    let one = |file: &File| {
        let parsed = match files::read_text(&options.root, file)? {
            Ok(text) => parse(&file.path, &text),
            Err(fault) => (None, vec![fault]),
        };
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
        Ok(parsed)
    };
    let all: Result<Vec<_>, Error> = files.par_iter().map(one).collect();
    let mut parsed = Parsed {
        read: Vec::with_capacity(files.len()),
        faulty: Vec::new(),
        diagnostics: Vec::new(),
    };
    for (file, (value, diagnostics)) in files.iter().zip(all?) {
        let faulty = value.is_none() || diagnostics.iter().any(Diagnostic::is_error);
        if faulty {
            parsed.faulty.push(file.path.to_string());
        }
        // What is faulty is left out, or, where nothing is published, helps to find more faults.
        parsed
            .read
            .extend(value.filter(|_| !faulty || !options.keep_going));
        parsed.diagnostics.extend(diagnostics);
    }
    Ok(parsed)
}

/// The theme that the site asks for: its folder, or the one inside the binary.
fn theme(
    root: &Path,
    listing: &Listing,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<Theme>, Error> {
    let folder = format!("themes/{}", config.theme);
    let listed = files::walk(root, &folder, diagnostics)?;
    let own = if listed.is_empty() {
        if config.theme != DEFAULT {
            diagnostics.push(Theme::missing(&config.theme));
            return Ok(None);
        }
        theme::embedded()
    } else {
        read_theme_files(root, &listed, &folder)?
    };
    let overrides = read_theme_files(root, &listing.overrides, "")?;
    let (theme, mut faults) = Theme::load(&own, &overrides, config);
    diagnostics.append(&mut faults);
    Ok(theme)
}

fn read_theme_files(root: &Path, files: &[File], folder: &str) -> Result<Vec<ThemeFile>, Error> {
    let read = |file: &File| {
        Ok(ThemeFile {
            name: file.below(folder).unwrap_or(&file.path).to_owned(),
            path: Arc::clone(&file.path),
            bytes: files::read_bytes(root, file)?,
        })
    };
    files.iter().map(read).collect()
}
