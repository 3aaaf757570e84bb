//! What is served at the moment: the newest edition, pages rendered when they are
//! asked for, and what is wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde::Serialize;

use super::Writer;
use super::copies::Copies;
use super::fault::Fault;
use super::reply::{Reply, kind_of};
use super::script::{Mark, shown, with_script};
use crate::build::{Changes, Edition, Recipe, Report};
use crate::diag::Diagnostic;
use crate::files;
use crate::model::SitePath;
use crate::plan::{Planned, What};

/// The most bytes of pages that are remembered; with more, all are forgotten.
const REMEMBERED_MOST: usize = 64 * 1024 * 1024;
/// The most pages whose template fails that are rendered anew with each edition.
const BROKEN_MOST: usize = 20;

/// What is served.
#[derive(Debug, Default)]
pub struct Stand {
    now: RwLock<Now>,
    pages: Mutex<Remembered>,
}

/// The state of the preview. Each state has a number.
#[derive(Clone, Debug, Default)]
struct Now {
    number: u64,
    edition: Option<Arc<Edition>>,
    /// Editions whose pages stand in where a template fails: the one before, and the
    /// last one with another theme.
    before: [Option<Arc<Edition>>; 2],
    faults: Arc<Vec<Fault>>,
    /// Pages whose template fails, which showed when they were rendered.
    broken: Arc<Vec<Broken>>,
    files: Arc<Copies>,
}

/// A page whose template fails.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Broken {
    target: SitePath,
    fault: Fault,
}

/// Pages that were rendered, each with what it was made from.
#[derive(Debug, Default)]
struct Remembered {
    pages: HashMap<SitePath, (Recipe, Arc<[u8]>)>,
    bytes: usize,
}

/// What a page is to do, as its script asks.
#[derive(Debug, Serialize)]
pub struct State<'a> {
    number: u64,
    /// The page is made from something else now.
    reload: bool,
    /// The style sheets, when they changed and the page did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    styles: Option<Vec<Sheet>>,
    styles_hash: String,
    faults: Vec<&'a Fault>,
    /// Addresses of copied files that have changed since the page asked last.
    files: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Sheet {
    href: String,
    integrity: String,
}

/// Faults of templates that showed for the first time, for those who sit at the terminal.
pub type Told = Vec<Report>;

impl Stand {
    /// Serves another edition from now on, in one step; without one, only the
    /// faults are new. `changes` are the files that it is made for. Gives back the
    /// number of the new state; none when nothing is new.
    pub fn put(
        &self,
        edition: Option<&Arc<Edition>>,
        faults: Vec<Fault>,
        changes: &Changes,
        writer: &dyn Writer,
    ) -> Option<u64> {
        let old = self.now();
        let is_new = match (&old.edition, edition) {
            (Some(old), Some(new)) => !Arc::ptr_eq(old, new),
            (None, None) => false,
            _ => true,
        };
        if !is_new && *old.faults == faults && old.number > 0 {
            return None;
        }
        let number = old.number + 1;
        let mut now = Now {
            number,
            faults: Arc::new(faults),
            ..old.clone()
        };
        if let Some(edition) = edition.filter(|_| is_new) {
            Arc::make_mut(&mut now.files).add(edition, changes, number);
            let same_theme = |old: &Arc<Edition>| Arc::ptr_eq(&old.theme, &edition.theme);
            if old.edition.as_ref().is_some_and(|old| !same_theme(old)) {
                now.before[1].clone_from(&old.edition);
            }
            now.before[0].clone_from(&old.edition);
            now.edition = Some(Arc::clone(edition));
            now.broken = Arc::new(self.still_broken(&old.broken, edition, writer));
        }
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = now;
        // The old edition is let go here, by whoever holds it last.
        drop(old);
        Some(number)
    }

    /// Those of the pages whose template failed that it fails with now.
    fn still_broken(
        &self,
        broken: &[Broken],
        edition: &Edition,
        writer: &dyn Writer,
    ) -> Vec<Broken> {
        let again = |broken: &Broken| {
            let planned = edition.find(&broken.target)?;
            let recipe = edition.recipe(planned);
            match render(edition, planned) {
                Ok(body) => {
                    self.pages().add(&planned.target, recipe, &body);
                    None
                }
                Err(fault) => {
                    let report = Report::of(vec![*fault], edition.root());
                    let fault = Fault::all(&report, writer).pop()?;
                    Some(Broken {
                        fault,
                        ..broken.clone()
                    })
                }
            }
        };
        broken.iter().take(BROKEN_MOST).filter_map(again).collect()
    }

    /// The number of the state.
    pub fn number(&self) -> u64 {
        self.now().number
    }

    fn now(&self) -> Now {
        self.now
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn pages(&self) -> MutexGuard<'_, Remembered> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path that the site is hosted under; `/` while there is none.
    pub fn base(&self) -> String {
        let now = self.now();
        let config = now.edition.as_ref().map(|edition| &edition.site.config);
        config.map_or_else(|| "/".to_owned(), |config| config.base_path().to_owned())
    }

    /// The answer for a path below the site's base, decoded. Faults of templates
    /// that show now for the first time are put into `told`.
    pub fn answer(&self, path: &str, query: &str, writer: &dyn Writer, told: &mut Told) -> Reply {
        let now = self.now();
        let Some(edition) = &now.edition else {
            return nothing_yet();
        };
        match find(edition, path) {
            Found::File(planned) => self.file(&now, edition, planned, writer, told),
            Found::Folder => {
                let mut to = edition.site.config.base_path().to_owned();
                crate::model::encode_path(path, &mut to);
                Reply::redirect(&format!("{to}/{query}"))
            }
            Found::Nothing => {
                let missing = SitePath::made("404.html");
                let page = edition.find(&missing);
                let page = page.and_then(|page| self.page(&now, edition, page, writer, told));
                let (body, recipe) = page.unwrap_or_default();
                let mark = Mark {
                    recipe,
                    since: Some(now.files.newest()),
                    is_missing: true,
                };
                Reply::new(
                    "404 Not Found",
                    kind_of("404.html"),
                    with_script(&body, mark),
                )
            }
        }
    }

    fn file(
        &self,
        now: &Now,
        edition: &Arc<Edition>,
        planned: &Planned,
        writer: &dyn Writer,
        told: &mut Told,
    ) -> Reply {
        let kind = kind_of(planned.target.as_str());
        if let What::Copy(file) = &planned.what {
            let copy = Reply::copy(kind, &files::absolute(edition.root(), &file.path));
            return copy.unwrap_or_else(|error| {
                let words = format!("{} cannot be read: {error}", file.path);
                Reply::plain("404 Not Found", &words)
            });
        }
        if !planned.what.is_themed() {
            let press = edition.press();
            let mut desk = press.desk();
            return match press.make(planned, &mut desk) {
                // The name of an asset holds the hash of its bytes.
                Ok(Ok(())) if matches!(planned.what, What::Asset(_)) => {
                    Reply::fixed(kind, std::mem::take(&mut desk.buffer))
                }
                Ok(Ok(())) => Reply::found(kind, std::mem::take(&mut desk.buffer)),
                Ok(Err(fault)) => broken_page(&fault.title),
                Err(error) => Reply::plain("404 Not Found", &error.to_string()),
            };
        }
        match self.page(now, edition, planned, writer, told) {
            Some((body, recipe)) => {
                let mark = Mark {
                    recipe,
                    since: Some(now.files.newest()),
                    is_missing: false,
                };
                Reply::found(kind, with_script(&body, mark))
            }
            None => broken_page("a template of this page has a fault"),
        }
    }

    /// The bytes of a page with the recipe that they were made from: remembered,
    /// or rendered now; where its template fails, as it was when it last did not.
    fn page(
        &self,
        now: &Now,
        edition: &Arc<Edition>,
        planned: &Planned,
        writer: &dyn Writer,
        told: &mut Told,
    ) -> Option<(Arc<[u8]>, Option<Recipe>)> {
        let recipe = edition.recipe(planned);
        let remembered = self.pages().pages.get(&planned.target).cloned();
        if let Some((of, body)) = &remembered
            && *of == recipe
        {
            return Some((Arc::clone(body), Some(recipe)));
        }
        match render(edition, planned) {
            Ok(body) => {
                self.pages().add(&planned.target, recipe, &body);
                Some((body, Some(recipe)))
            }
            Err(fault) => {
                self.note(edition, &planned.target, *fault, writer, told);
                if let Some((recipe, body)) = remembered {
                    return Some((body, Some(recipe)));
                }
                now.before.iter().flatten().find_map(|before| {
                    let planned = before.find(&planned.target)?;
                    let body = render(before, planned).ok()?;
                    Some((body, Some(before.recipe(planned))))
                })
            }
        }
    }

    /// Notes the fault of a template that showed while a page was rendered.
    fn note(
        &self,
        edition: &Arc<Edition>,
        target: &SitePath,
        fault: Diagnostic,
        writer: &dyn Writer,
        told: &mut Told,
    ) {
        let report = Report::of(vec![fault], edition.root());
        let shown = Fault::all(&report, writer);
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let is_served = now
            .edition
            .as_ref()
            .is_some_and(|of| Arc::ptr_eq(of, edition));
        let is_noted = now.broken.iter().any(|broken| broken.target == *target);
        if let Some(fault) = shown.into_iter().next()
            && is_served
            && !is_noted
        {
            let is_told = now.broken.iter().any(|broken| broken.fault == fault);
            let broken = Arc::make_mut(&mut now.broken);
            broken.push(Broken {
                target: target.clone(),
                fault,
            });
            if !is_told {
                now.number += 1;
                told.push(report);
            }
        }
    }

    /// What the page at `path` is to do, which was made from `content` and `styles`
    /// (hexadecimal) and asked last in the state `since`. No path is one outside the site.
    pub fn state(
        &self,
        path: Option<&str>,
        content: &str,
        styles: &str,
        since: Option<u64>,
    ) -> String {
        let now = self.now();
        let edition = now.edition.as_ref();
        let planned = edition
            .zip(path)
            .and_then(|(edition, path)| match find(edition, path) {
                Found::File(planned) => Some(planned),
                _ => edition.find(&SitePath::made("404.html")),
            });
        let recipe = edition
            .zip(planned)
            .filter(|(_, planned)| planned.what.is_themed())
            .map(|(edition, planned)| edition.recipe(planned));
        let (content_now, styles_now) = recipe.map_or_else(Default::default, shown);
        // A page whose template fails stays as it was until that is mended.
        let is_held = edition.zip(planned).is_some_and(|(edition, planned)| {
            !now.broken.is_empty() && render(edition, planned).is_err()
        });
        let files = since.map_or(Some(Vec::new()), |since| now.files.since(since));
        // Where it is not known which files changed, any of those that the page shows may have.
        let reload = !is_held && (content_now != content || files.is_none());
        let dress = !is_held && !reload && styles_now != styles;
        let mut broken: Vec<&Fault> = Vec::new();
        for Broken { fault, .. } in now.broken.iter() {
            // A template that fails on many pages is one fault.
            if !broken.contains(&fault) {
                broken.push(fault);
            }
        }
        let state = State {
            number: now.number,
            reload,
            styles: edition.filter(|_| dress).map(|edition| sheets(edition)),
            styles_hash: styles_now,
            faults: now.faults.iter().chain(broken).collect(),
            files: files.unwrap_or_default(),
        };
        serde_json::to_string(&state).expect("plain data")
    }
}

impl Remembered {
    fn add(&mut self, target: &SitePath, recipe: Recipe, body: &Arc<[u8]>) {
        if self.bytes + body.len() > REMEMBERED_MOST {
            self.pages.clear();
            self.bytes = 0;
        }
        self.bytes += body.len();
        if let Some((_, old)) = self
            .pages
            .insert(target.clone(), (recipe, Arc::clone(body)))
        {
            self.bytes -= old.len();
        }
    }
}

/// What stands at a path.
enum Found<'a> {
    File(&'a Planned),
    /// The page of the folder, which is asked for with a `/` at its end.
    Folder,
    Nothing,
}

fn find<'a>(edition: &'a Edition, path: &str) -> Found<'a> {
    let at = |path: &str| edition.find(&SitePath::parse(path)?);
    if path.is_empty() || path.ends_with('/') {
        return at(&format!("{path}index.html")).map_or(Found::Nothing, Found::File);
    }
    match at(path) {
        Some(planned) => Found::File(planned),
        None if at(&format!("{path}/index.html")).is_some() => Found::Folder,
        None => Found::Nothing,
    }
}

/// The inner box keeps the usual answer small.
fn render(edition: &Edition, planned: &Planned) -> Result<Arc<[u8]>, Box<Diagnostic>> {
    let press = edition.press();
    let mut desk = press.desk();
    match press.make(planned, &mut desk) {
        Ok(Ok(())) => Ok(std::mem::take(&mut desk.buffer).into()),
        Ok(Err(fault)) => Err(Box::new(fault)),
        // A themed page reads no file.
        Err(error) => unreachable!("{error}"),
    }
}

fn page_of_words(status: &'static str, title: &str, words: &str) -> Reply {
    let words = crate::text::escape_html(words);
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{words}</p>\n</body>\n</html>\n"
    );
    let body = with_script(body.as_bytes(), Mark::default());
    Reply::new(status, kind_of("x.html"), body)
}

/// There never was an edition without a fault.
fn nothing_yet() -> Reply {
    let words = "The site has a fault that leaves nothing to show. It appears here as soon as that is mended.";
    page_of_words("503 Service Unavailable", "Nothing to show yet", words)
}

/// A path that is not below the site's base, `/news/`.
pub fn outside(base: &str) -> Reply {
    let words = format!("The site is below {base}, as its base_url says.");
    page_of_words("404 Not Found", "Not here", &words)
}

fn broken_page(words: &str) -> Reply {
    page_of_words(
        "500 Internal Server Error",
        "This page cannot be shown",
        words,
    )
}

fn sheets(edition: &Edition) -> Vec<Sheet> {
    let assets = edition.theme.assets.iter();
    assets
        .filter(|asset| asset.name.ends_with(".css"))
        .map(|asset| Sheet {
            href: edition.site.config.url(&asset.target),
            integrity: asset.integrity.clone(),
        })
        .collect()
}
