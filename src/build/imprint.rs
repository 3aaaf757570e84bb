//! What the last build left in an output folder, and what each file there was made from.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use ahash::AHashMap;
use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::edition::MOVED;
use super::recipe::Recipe;
use super::store::{Found, Store, nanoseconds, time};
use super::{Edition, Options, Report};
use crate::diag::Diagnostic;
use crate::files::Stamp;
use crate::model::{Moment, SitePath};
use crate::output::{self, Outcome, folders_of};
use crate::text::{hash, hash_of};

/// What a whole build was made from, and what it said.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
struct Head {
    /// The output folder.
    out: String,
    /// What was asked for.
    asked: u64,
    /// All files of the site with their stamps. None when the next build has to look closer.
    digest: Option<u128>,
    /// The clock.
    made: Moment,
    /// When the files of the site were looked at, in nanoseconds since 1970.
    looked: u64,
    /// When time alone changes what is made or said.
    until: Option<Moment>,
    /// The stamp of the manifest, and the hash of its text.
    manifest: (Option<Stamp>, Option<u64>),
    said: Said,
    /// What pages are made from besides texts, by name.
    parts: Vec<(String, u64)>,
    /// The hash of each template with all that it uses.
    templates: BTreeMap<String, u64>,
}

/// What a build said.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
struct Said {
    diagnostics: Vec<Diagnostic>,
    /// The hashes of the texts that these are about, as they were when they were read.
    hashes: BTreeMap<Arc<str>, u64>,
    texts: u64,
    pages: u64,
    left_out: Vec<String>,
    scheduled: Vec<(String, Moment)>,
    drafts: Vec<String>,
}

/// What a file was made from, and what was made.
#[derive(Clone, Copy, Debug, BorshSerialize, BorshDeserialize)]
pub struct Print {
    /// What it was made from.
    pub recipe: Recipe,
    /// The hash of its bytes.
    bytes: u64,
    /// The mark of the file where it was put; see [`mark`].
    mark: u64,
}

/// What stands in an output folder.
#[derive(Debug)]
pub struct Imprint {
    head: Head,
    /// The files, a line each.
    targets: String,
    /// What is known of each.
    prints: Vec<Print>,
    /// Where a file is in `targets`, and the place of its print, by the hash of its path.
    /// A build with nothing to do asks for none.
    places: OnceLock<AHashMap<u64, (usize, usize)>>,
    /// The folders, a line each; the first one is the output folder itself.
    folders: String,
    /// The mark of each.
    marks: Vec<u64>,
}

/// A stamp as a number that is not 0; 0 when the file could be written to again and have the same.
fn mark(stamp: Option<Stamp>, looked: SystemTime) -> u64 {
    let settled = stamp.filter(|stamp| stamp.is_settled(looked));
    settled.map_or(0, |stamp| mark_of(&stamp))
}

fn mark_of(stamp: &Stamp) -> u64 {
    hash_of(stamp).max(1)
}

/// The folder of a path; empty for the output folder itself.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name(options: &Options) -> String {
    format!("out-{:016x}", hash(absolute(&options.out)))
}

fn absolute(path: &Path) -> String {
    let path = path.canonicalize().or_else(|_| std::path::absolute(path));
    path.map_or_else(
        |_| String::new(),
        |path| path.to_string_lossy().into_owned(),
    )
}

/// What was asked of a build, but for the clock.
fn asked(options: &Options) -> u64 {
    hash_of(&(&options.base_url, options.drafts, options.keep_going))
}

impl Imprint {
    /// What the store knows of the output folder, where no other list of files is in it
    /// now; else, why it is not relied on.
    pub fn read(store: &Store, options: &Options) -> Result<Option<Self>, &'static str> {
        let bytes = match store.read(&name(options)) {
            Found::Whole(bytes) => bytes,
            Found::Nothing => return Ok(None),
            Found::Doubtful(why) => return Err(why),
        };
        let read = Self::of_bytes(&bytes).map_err(|_| "it is damaged")?;
        let (stamp, text) = read.head.manifest;
        let same = match output::file(&options.out, output::MANIFEST) {
            None => false,
            Some(now) if Some(now) == stamp => true,
            // The folder may have been put back from a cache.
            Some(_) => output::content(&options.out, output::MANIFEST) == text,
        };
        Ok((same && read.head.out == absolute(&options.out)).then_some(read))
    }

    fn of_bytes(mut bytes: &[u8]) -> io::Result<Self> {
        let head = Head::deserialize(&mut bytes)?;
        let (folders, marks) = BorshDeserialize::deserialize(&mut bytes)?;
        let (targets, prints) = BorshDeserialize::deserialize(&mut bytes)?;
        Ok(Self {
            head,
            targets,
            prints,
            places: OnceLock::new(),
            folders,
            marks,
        })
    }

    /// Forgets what stands in the folder, before it becomes something else.
    pub fn forget(store: &Store, options: &Options) -> io::Result<()> {
        store.forget(&name(options))
    }

    /// Whether a build that is asked for now, with files of this digest, would make and say
    /// the same, and all that was made is still there.
    pub fn is_current(&self, digest: Option<u128>, options: &Options) -> bool {
        let head = &self.head;
        let comes = |until: Moment| until.has_come(&options.now);
        digest.is_some()
            && head.digest == digest
            && head.asked == asked(options)
            && head.made.has_come(&options.now)
            && !head.until.is_some_and(comes)
            && !output::has_waiting(&options.out)
            && self.stands(options)
    }

    /// Whether every file is still there.
    fn stands(&self, options: &Options) -> bool {
        let standing = self.standing(options);
        if standing.doubted.is_empty() {
            return true;
        }
        let mut targets = self.targets.lines().zip(&self.prints);
        targets.all(|(target, print)| standing.holds(target, print))
    }

    /// What is to be seen of the files now.
    pub fn standing<'a>(&'a self, options: &'a Options) -> Standing<'a> {
        let out = &options.out;
        let is_doubted = |(folder, mark): &(&str, u64)| {
            options.check_content
                || *mark == 0
                || output::folder(out, folder).is_none_or(|stamp| mark_of(&stamp) != *mark)
        };
        let folders: Vec<(&str, u64)> = self.folders().collect();
        let doubted = folders.into_par_iter().filter(is_doubted);
        let doubted: Vec<&str> = doubted.map(|(folder, _)| folder).collect();
        let is_unreal = |folder: &&&str| output::folder(out, folder).is_none();
        Standing {
            out,
            unreal: doubted.iter().filter(is_unreal).copied().collect(),
            check_content: options.check_content,
            doubted: doubted.into_iter().collect(),
        }
    }

    /// When the files of the site were looked at.
    pub fn looked(&self) -> SystemTime {
        time(self.head.looked)
    }

    /// What was made at `target`.
    pub fn find(&self, target: &str) -> Option<&Print> {
        let places = self.places.get_or_init(|| {
            let mut at = 0;
            let lines = self.targets.lines().enumerate();
            lines
                .map(|(place, line)| {
                    let start = at;
                    at += line.len() + 1;
                    (hash(line), (start, place))
                })
                .collect()
        });
        let &(start, place) = places.get(&hash(target))?;
        let rest = self.targets[start..].strip_prefix(target)?;
        self.prints.get(place).filter(|_| rest.starts_with('\n'))
    }

    /// The folders with their marks.
    fn folders(&self) -> impl Iterator<Item = (&str, u64)> {
        self.folders.lines().zip(self.marks.iter().copied())
    }

    /// The report of a build that has nothing to do.
    pub fn report(&self) -> Report {
        let said = self.head.said.clone();
        let whole = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Report {
            diagnostics: said.diagnostics,
            hashes: said.hashes,
            texts: whole(said.texts),
            pages: whole(said.pages),
            left_out: said.left_out,
            scheduled: said.scheduled,
            drafts: said.drafts,
            outcome: Some(Outcome {
                unchanged: self.prints.len(),
                ..Outcome::default()
            }),
            ..Report::default()
        }
    }

    /// The named parts and templates that were others.
    pub fn parts(&self) -> (&[(String, u64)], &BTreeMap<String, u64>) {
        (&self.head.parts, &self.head.templates)
    }
}

/// Which files of an imprint stand as they were made.
#[derive(Debug)]
pub struct Standing<'a> {
    out: &'a Path,
    check_content: bool,
    /// Folders that are gone, or are links now.
    unreal: ahash::AHashSet<&'a str>,
    /// Folders in which something may have been done since.
    doubted: ahash::AHashSet<&'a str>,
}

impl Standing<'_> {
    /// Whether the file stands as it was made.
    pub fn holds(&self, target: &str, print: &Print) -> bool {
        let mut above = folders_of(target);
        if !self.unreal.is_empty() && above.any(|folder| self.unreal.contains(folder)) {
            return false;
        }
        if !self.doubted.contains(folder_of(target)) {
            return true;
        }
        let Some(stamp) = output::file(self.out, target) else {
            return false;
        };
        let same = !self.check_content && mark_of(&stamp) == print.mark;
        same || output::content(self.out, target) == Some(print.bytes)
    }

    fn is_doubted(&self, folder: &str) -> bool {
        self.doubted.contains(folder)
    }
}

/// What a build was made from and came to.
#[derive(Clone, Copy, Debug)]
pub struct Printed<'a> {
    pub options: &'a Options,
    pub edition: &'a Edition,
    pub report: &'a Report,
    /// The files that were given to the output folder, with the hashes of their bytes.
    pub made: &'a [(SitePath, u64)],
    /// All planned files, each with its recipe.
    pub recipes: &'a [Recipe],
    /// All files of the site with their stamps.
    pub digest: Option<u128>,
    /// When they were looked at.
    pub looked: SystemTime,
    /// When time alone changes what is made or said.
    pub until: Option<Moment>,
}

/// The folders that these files go through, sorted.
fn folders_above<'a>(targets: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut folders = ahash::AHashSet::from_iter([""]);
    for target in targets {
        // Where a folder is known, so are those above it.
        let mut above = folder_of(target);
        while folders.insert(above) {
            above = folder_of(above);
        }
    }
    let mut folders: Vec<&str> = folders.into_iter().collect();
    folders.par_sort_unstable();
    folders
}

/// Remembers what stands in the output folder after a build; `before` is what stood there,
/// with what was seen of it.
pub fn write(
    store: &Store,
    printed: Printed<'_>,
    before: Option<(&Imprint, &Standing<'_>)>,
) -> io::Result<()> {
    let Printed {
        options,
        edition,
        report,
        ..
    } = printed;
    let Some(outcome) = &report.outcome else {
        return Ok(());
    };
    let out = &options.out;
    let looked = SystemTime::now();
    let made = printed.made.iter();
    let made: AHashMap<&str, u64> = made
        .map(|(target, bytes)| (target.as_str(), *bytes))
        .collect();
    let print = |target: &str, recipe: &Recipe| {
        if let Some(&bytes) = made.get(target) {
            return Some(Print {
                recipe: *recipe,
                bytes,
                mark: mark(output::file(out, target), looked),
            });
        }
        let (before, standing) = before?;
        let mut print = *before.find(target)?;
        if standing.is_doubted(folder_of(target)) {
            print.mark = mark(output::file(out, target), looked);
        }
        Some(print)
    };
    let targets = edition.planned.par_iter();
    let targets = targets.map(|planned| planned.target.as_str());
    let prints = targets.zip(printed.recipes);
    let prints = prints.map(|(target, recipe)| print(target, recipe));
    let prints: Vec<Option<Print>> = prints.collect();
    let planned = edition.planned.iter().zip(&prints);
    let standing = planned.filter_map(|(planned, print)| Some((&planned.target, print.as_ref()?)));
    let folders = folders_above(standing.clone().map(|(target, _)| target.as_str()));
    let known: AHashMap<&str, u64> = before.map_or_else(AHashMap::new, |(imprint, standing)| {
        let folders = imprint.folders();
        let sure = folders.filter(|(folder, _)| !standing.is_doubted(folder));
        sure.collect()
    });
    let mut touched: ahash::AHashSet<&str> = made.keys().map(|target| folder_of(target)).collect();
    touched.extend(outcome.removed.iter().map(|path| folder_of(path)));
    touched.insert("");
    let folders = folders.into_par_iter().map(|folder| {
        let known = known.get(folder).filter(|_| !touched.contains(folder));
        let mark = known.map_or_else(|| mark(output::folder(out, folder), looked), |mark| *mark);
        (folder, mark)
    });
    let folders: Vec<(&str, u64)> = folders.collect();
    // What is said of addresses that are gone is said once.
    let past = report.diagnostics.iter().any(|found| found.code == MOVED);
    // What is not ours is looked at again each time.
    let ours = outcome.in_the_way.is_empty() && prints.iter().all(Option::is_some);
    let sound = !past && report.errors() == 0 && ours;
    let parts = edition.common().parts().iter();
    let parts = parts.map(|(name, hash)| ((*name).to_owned(), *hash));
    let head = Head {
        out: absolute(out),
        asked: asked(options),
        digest: printed.digest.filter(|_| sound),
        made: options.now,
        looked: nanoseconds(printed.looked),
        until: printed.until,
        manifest: (
            output::file(out, output::MANIFEST),
            output::content(out, output::MANIFEST),
        ),
        said: Said {
            diagnostics: report.diagnostics.clone(),
            hashes: report.hashes.clone(),
            texts: report.texts as u64,
            pages: report.pages as u64,
            left_out: report.left_out.clone(),
            scheduled: report.scheduled.clone(),
            drafts: report.drafts.clone(),
        },
        parts: parts.collect(),
        templates: edition.theme.template_hashes(),
    };
    store.write(&name(options), |file| {
        file.put(&head)?;
        file.put_lines(folders.iter().map(|(folder, _)| *folder))?;
        file.put_all(folders.iter().map(|(_, mark)| mark))?;
        file.put_lines(standing.clone().map(|(target, _)| target.as_str()))?;
        file.put_all(standing.map(|(_, print)| print))
    })
}
