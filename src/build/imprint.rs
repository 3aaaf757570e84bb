//! What the last build left in an output folder, and what each file there was made from.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use borsh::{BorshDeserialize, BorshSerialize};

use super::edition::MOVED;
use super::prints::{Printed, Prints};
use super::recipe::Recipe;
use super::standing::Standing;
use super::store::{DAMAGED, Found, Parts, Store, nanoseconds, time};
use super::{Options, Report};
use crate::diag::Diagnostic;
use crate::files::Stamp;
use crate::model::Moment;
use crate::output::{self, Outcome};
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
    pub bytes: u64,
}

/// How many bytes a [`Print`] is remembered as.
pub const PRINT: usize = 5 * size_of::<u64>();

/// What the last build left in an output folder.
#[derive(Debug)]
pub struct Imprint {
    head: Head,
    /// The folders, a line each, sorted, with a `/` at their ends but for the first one, which is
    /// the output folder itself and empty.
    folders: String,
    /// The mark of each.
    marks: Vec<u64>,
    /// The files, a line each, in the order in which they were planned.
    targets: String,
    /// What is known of each: as many bytes as a [`Print`] has.
    prints: Vec<u8>,
}

/// A folder's stamp as a number that is not 0; 0 when something could be done to it again and it have the same.
pub fn mark(stamp: Option<Stamp>, looked: SystemTime) -> u64 {
    let settled = stamp.filter(|stamp| stamp.is_settled(looked));
    settled.map_or(0, |stamp| mark_of(&stamp))
}

/// A stamp as a number that is not 0.
pub fn mark_of(stamp: &Stamp) -> u64 {
    hash_of(stamp).max(1)
}

/// What the names of all imprints begin with.
const NAME: &str = "out-";

fn name(options: &Options) -> String {
    format!("{NAME}{:016x}", hash(absolute(&options.out)))
}

/// Forgets what stood in output folders that are gone, and what is damaged.
fn tidy(store: &Store, own: &str) {
    let others = store.names(NAME).into_iter().filter(|name| name != own);
    let is_gone = |name: &String| match store.read(name) {
        Found::Parts(parts) => Head::of(&parts).map_or(true, |head| leads_nowhere(&head.out)),
        Found::Doubtful(why) => why == DAMAGED,
        Found::Nothing => false,
    };
    for name in others.filter(is_gone) {
        // Another time, then.
        let _ = store.forget(&name);
    }
}

/// Whether an absolute path leads nowhere. Nobody knows of one that is no text.
fn leads_nowhere(path: &str) -> bool {
    let there = Path::new(path).symlink_metadata();
    let is_nowhere = there.is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    is_nowhere && !path.is_empty() && !path.contains(char::REPLACEMENT_CHARACTER)
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

impl Head {
    /// The one of these parts, which they begin with.
    fn of(parts: &Parts) -> io::Result<Self> {
        let mut first = Vec::new();
        Self::deserialize(&mut parts.read(0, &mut first)?)
    }
}

impl Imprint {
    /// What the store knows of the output folder, where no other list of files is in it
    /// now; else, why it is not relied on.
    pub fn read(store: &Store, options: &Options) -> Result<Option<Self>, &'static str> {
        let parts = match store.read(&name(options)) {
            Found::Parts(parts) => parts,
            Found::Nothing => return Ok(None),
            Found::Doubtful(why) => return Err(why),
        };
        let read = Self::of_parts(&parts).map_err(|_| DAMAGED)?;
        let (stamp, text) = read.head.manifest;
        let same = match output::file(&options.out, output::MANIFEST) {
            None => false,
            Some(now) if Some(now) == stamp => true,
            // The folder may have been put back from a cache.
            Some(_) => output::content(&options.out, output::MANIFEST) == text,
        };
        Ok((same && read.head.out == absolute(&options.out)).then_some(read))
    }

    fn of_parts(parts: &Parts) -> io::Result<Self> {
        let whole = |nth| {
            let mut bytes = Vec::new();
            parts.read(nth, &mut bytes).map(|_| ())?;
            Ok::<_, io::Error>(bytes)
        };
        let head = Head::of(parts)?;
        let (folders, marks) = BorshDeserialize::deserialize(&mut whole(1)?.as_slice())?;
        let (targets, prints) = rayon::join(|| whole(2), || whole(3));
        let targets = String::from_utf8(targets?).map_err(io::Error::other)?;
        Ok(Self {
            head,
            folders,
            marks,
            targets,
            prints: prints?,
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

    /// Whether every file is still there, and nothing else was done where they are.
    fn stands(&self, options: &Options) -> bool {
        let standing = Standing::of(self, options);
        let mut targets = self.targets().enumerate();
        let holds = |(place, target)| {
            let print = self.print(place);
            print.is_some_and(|print| standing.holds(target, &print))
        };
        standing.is_sure() || !standing.is_changed() && targets.all(holds)
    }

    /// When the files of the site were looked at.
    pub fn looked(&self) -> SystemTime {
        time(self.head.looked)
    }

    /// The files that were made.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        self.targets.lines()
    }

    /// What is known of the file at this place among the [`Imprint::targets`].
    pub fn print(&self, place: usize) -> Option<Print> {
        let bytes = self.prints.get(place * PRINT..)?.get(..PRINT)?;
        borsh::from_slice(bytes).ok()
    }

    /// The folders with their marks.
    pub fn folders(&self) -> impl Iterator<Item = (&str, u64)> {
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
                unchanged: self.prints.len() / PRINT,
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

/// Remembers what stands in the output folder after a build that is told of in the report. The
/// files of the site had this digest, and were looked at then; `until` tells when time alone
/// changes what is made or said.
pub fn write(
    store: &Store,
    (options, report): (&Options, &Report),
    (printed, prints): (&Printed<'_>, &Prints<'_>),
    (digest, looked): (Option<u128>, SystemTime),
    until: impl FnOnce() -> Option<Moment> + Send,
) -> io::Result<()> {
    let Some(outcome) = &report.outcome else {
        return Ok(());
    };
    let out = &options.out;
    let manifest = || {
        (
            output::file(out, output::MANIFEST),
            output::content(out, output::MANIFEST),
        )
    };
    let marks = || printed.marks(&prints.folders, (out, &outcome.removed));
    let (marks, (until, manifest)) = rayon::join(marks, || rayon::join(until, manifest));
    // What is said of addresses that are gone is said once.
    let past = report.diagnostics.iter().any(|found| found.code == MOVED);
    // What is not ours is looked at again each time.
    let ours = prints.are_all && outcome.in_the_way.is_empty();
    let sound = !past && report.errors() == 0 && ours;
    let parts = printed.edition.common().parts().iter();
    let parts = parts.map(|(name, hash)| ((*name).to_owned(), *hash));
    let head = Head {
        out: absolute(out),
        asked: asked(options),
        digest: digest.filter(|_| sound),
        made: options.now,
        looked: nanoseconds(looked),
        until,
        manifest,
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
        templates: printed.edition.theme.template_hashes(),
    };
    let name = name(options);
    tidy(store, &name);
    store.write(&name, |file| {
        file.put(&head)?;
        file.end_part();
        file.put(&prints.folder_lines)?;
        file.put(&marks)?;
        file.end_part();
        for targets in &prints.targets {
            file.write_all(targets.as_bytes())?;
        }
        file.end_part();
        for bytes in &prints.bytes {
            file.write_all(bytes)?;
        }
        Ok(())
    })
}
