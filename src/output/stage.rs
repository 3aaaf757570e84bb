//! A build's output: put aside first, and moved into place when all of it is there.

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::guard::{Folder, Folders, folder_above};
use super::manifest::{self, Manifest, Paths};
use super::{Lock, look};
use crate::diag::Error;
use crate::model::SitePath;
use crate::text::hash;

/// The folder inside the output where new files wait. It is on the same file
/// system as their places, so that moving them there is one step.
const WAITING: &str = ".gen-new";

/// The name of a folder in there; see [`Stage::site`].
const SITE: &str = "site";

/// Files of a build on their way into the output folder.
///
/// Until [`Stage::commit`] nothing that readers see has changed; a build that
/// fails, or is killed, leaves the old site whole. Killed during the commit, each
/// file is whole, old or new, and the next build repairs the rest.
#[derive(Debug)]
pub struct Stage {
    out: PathBuf,
    waiting: PathBuf,
    /// The folder in there that has the shape of the site: where a folder is new, it is moved
    /// with all that is in it.
    site: PathBuf,
    /// Held for as long as the build lasts.
    lock: Lock,
    before: Manifest,
    /// Whether there is one, and it is the one that was read before.
    is_as_seen: bool,
    folders: Folders,
    new: Mutex<Vec<SitePath>>,
    unchanged: AtomicUsize,
    made: Mutex<Made>,
    in_the_way: Mutex<Vec<String>>,
    /// Files of others that have the planned bytes already.
    foreign: Mutex<Vec<String>>,
}

/// Files that were made, with the hashes of their bytes.
pub type Made = Vec<(SitePath, u64)>;

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files written, because they were new or their bytes differed; sorted.
    pub written: Vec<SitePath>,
    /// Files that had these bytes already.
    pub unchanged: usize,
    /// Files removed, because they are planned no longer; sorted.
    pub removed: Vec<String>,
    /// Things at planned places that `gen` did not make, and left alone.
    pub in_the_way: Vec<String>,
}

impl Stage {
    /// Prepares the folder `out`, which is made when it is not there. `manifest` is the
    /// list of its files as it was read before; `lock` is there where the folder was taken already.
    pub fn open(out: &Path, manifest: Manifest, lock: Option<Lock>) -> Result<Self, Error> {
        make_folder(out)?;
        let lock = lock.map_or_else(|| Lock::of(out), Ok)?;
        let waiting = out.join(WAITING);
        remove_waiting(&waiting)?;
        let stands = manifest.stands(out);
        let is_as_seen = stands && manifest.paths().is_some();
        let before = if stands {
            manifest
        } else {
            Manifest::read(out)?
        };
        Ok(Self {
            before,
            is_as_seen,
            out: out.to_path_buf(),
            site: waiting.join(SITE),
            waiting,
            lock,
            folders: Folders::default(),
            new: Mutex::default(),
            unchanged: AtomicUsize::new(0),
            made: Mutex::default(),
            in_the_way: Mutex::default(),
            foreign: Mutex::default(),
        })
    }

    /// Whether the folder still has the list of files that was read before: if not, what was
    /// seen of them then does not count.
    pub fn is_as_seen(&self) -> bool {
        self.is_as_seen
    }

    /// Takes the bytes of a planned file. They wait unless the place has them already.
    pub fn put(&self, target: &SitePath, bytes: &[u8]) -> Result<(), Error> {
        match self.folders.at(&self.out, folder_above(target.as_str())) {
            Folder::New => return self.wait(target, bytes),
            Folder::Other if !self.gives_way(target) => {
                self.blocked(target);
                return Ok(());
            }
            _ => {}
        }
        let place = self.place(target);
        match place.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => {
                let foreign = self.is_foreign(target);
                if metadata.len() == bytes.len() as u64 && holds(&place, bytes)? {
                    self.unchanged.fetch_add(1, Ordering::Relaxed);
                    if foreign && self.before.paths().is_some() {
                        // It says what it should, but it is not ours to remove one day.
                        self.foreign
                            .lock()
                            .expect("no holder panics")
                            .push(target.to_string());
                    } else {
                        self.note(target, bytes);
                    }
                    return Ok(());
                }
                if foreign {
                    self.blocked(target);
                    return Ok(());
                }
            }
            Ok(metadata) if metadata.is_dir() && self.is_own_folder(target) => {}
            Ok(_) => {
                self.blocked(target);
                return Ok(());
            }
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::io("look at", place, error)),
        }
        self.wait(target, bytes)
    }

    /// Whether a file that we made before stands where a folder of `target` must be:
    /// it is removed before the folder is made.
    fn gives_way(&self, target: &SitePath) -> bool {
        let Some(before) = self.before.paths() else {
            return false;
        };
        folders_of(target.as_str()).any(|folder| {
            before.contains(folder)
                && SitePath::parse(folder)
                    .map(|path| self.place(&path))
                    .and_then(|place| place.symlink_metadata().ok())
                    .is_some_and(|metadata| metadata.is_file())
        })
    }

    /// Whether a folder at the place of `target` holds files that we made before.
    fn is_own_folder(&self, target: &SitePath) -> bool {
        let inside = format!("{target}/");
        let before = self.before.paths();
        before.is_some_and(|before| before.any_starts_with(&inside))
    }

    /// With a manifest, a file that it does not list is somebody else's. Without
    /// one, this is the first build into the folder: what is there is not ours.
    fn is_foreign(&self, target: &SitePath) -> bool {
        self.before
            .paths()
            .is_none_or(|before| !before.contains(target.as_str()))
    }

    fn blocked(&self, target: &SitePath) {
        let mut in_the_way = self.in_the_way.lock().expect("no holder panics");
        in_the_way.push(target.to_string());
    }

    fn wait(&self, target: &SitePath, bytes: &[u8]) -> Result<(), Error> {
        let path = look::place(&self.site, target.as_str());
        // Most pages are the first file of a folder of their own; where not, writing tells.
        if target.is_page()
            && let Some(folder) = path.parent()
        {
            let _ = fs::create_dir(folder);
        }
        let written = fs::write(&path, bytes).or_else(|error| {
            if error.kind() != ErrorKind::NotFound {
                return Err(error);
            }
            fs::create_dir_all(path.parent().expect("a file is in a folder"))?;
            fs::write(&path, bytes)
        });
        written.map_err(|error| Error::io("write", path, error))?;
        let mut new = self.new.lock().expect("no holder panics");
        new.push(target.clone());
        drop(new);
        self.note(target, bytes);
        Ok(())
    }

    fn note(&self, target: &SitePath, bytes: &[u8]) {
        let mut made = self.made.lock().expect("no holder panics");
        made.push((target.clone(), hash(bytes)));
    }

    /// Leaves so many planned files as they stand.
    pub fn keep(&self, count: usize) {
        self.unchanged.fetch_add(count, Ordering::Relaxed);
    }

    fn place(&self, target: &SitePath) -> PathBuf {
        look::place(&self.out, target.as_str())
    }

    /// Throws the waiting files away; the output folder stays as it was.
    pub fn abandon(self) -> Result<(), Error> {
        remove_waiting(&self.waiting)
    }

    /// Hands over, once, the files that it was given, but for those that are not ours.
    pub fn take_made(&self) -> Made {
        std::mem::take(&mut *self.made.lock().expect("no holder panics"))
    }

    /// Moves every waiting file into its place, then removes what `gen` made
    /// before and `planned` does not hold, which is sorted and has each path once. Tells what it
    /// did. The folder is others' again when the lock is let go.
    pub fn commit(self, planned: &[&str]) -> Result<(Outcome, Lock), Error> {
        let mut in_the_way =
            std::mem::take(&mut *self.in_the_way.lock().expect("no holder panics"));
        in_the_way.sort();
        let foreign = std::mem::take(&mut *self.foreign.lock().expect("no holder panics"));
        let not_ours = in_the_way.iter().chain(&foreign);
        let blocked: BTreeSet<&str> = not_ours.map(String::as_str).collect();
        let own = planned.iter().filter(|path| !blocked.contains(**path));
        let own: Vec<&str> = own.copied().collect();
        // What lies in one piece is sooner compared.
        let list = manifest::text(&own);
        let before = self.before.paths().into_iter().flat_map(Paths::iter);
        let gone = without(before, manifest::paths(&list));
        // Killed from here on, the next build still knows every file that may be ours.
        if gone.is_empty() {
            self.write_manifest(&list)?;
        } else {
            let mut both = own.clone();
            both.extend(&gone);
            both.par_sort_unstable();
            self.write_manifest(&manifest::text(&both))?;
        }
        let mut new = std::mem::take(&mut *self.new.lock().expect("no holder panics"));
        new.par_sort_unstable();
        let stale = gone.iter().filter(|path| !blocked.contains(**path));
        let (first, last): (Vec<&str>, Vec<&str>) = stale.partition(|path| makes_room(path, &new));
        let mut removed = Vec::new();
        self.remove_all(&first, &mut removed)?;
        if !new.is_empty() {
            move_into(&self.site, &self.out)?;
        }
        self.remove_all(&last, &mut removed)?;
        removed.sort();
        if !gone.is_empty() {
            self.write_manifest(&list)?;
        }
        remove_waiting(&self.waiting)?;
        let outcome = Outcome {
            written: new,
            unchanged: self.unchanged.load(Ordering::Relaxed),
            removed,
            in_the_way,
        };
        Ok((outcome, self.lock))
    }

    fn remove_all(&self, paths: &[&str], removed: &mut Vec<String>) -> Result<(), Error> {
        for path in paths {
            if self.remove(path)? {
                removed.push((*path).to_owned());
            }
        }
        Ok(())
    }

    /// Writes the list of files, unless it was the same before.
    fn write_manifest(&self, list: &str) -> Result<(), Error> {
        if self.before.is(list) {
            return Ok(());
        }
        let place = self.out.join(manifest::FILE);
        make_folder(&self.waiting)?;
        let waiting = self.waiting.join("manifest");
        fs::write(&waiting, list).map_err(|error| Error::io("write", &waiting, error))?;
        fs::rename(&waiting, &place).map_err(|error| Error::io("write", place, error))
    }

    /// Removes a file that `gen` made, and the folders that are empty then.
    fn remove(&self, path: &str) -> Result<bool, Error> {
        let Some(target) = SitePath::parse(path) else {
            return Ok(false);
        };
        let place = self.place(&target);
        if self.folders.at(&self.out, folder_above(path)) != Folder::Real {
            return Ok(false);
        }
        let is_file = place
            .symlink_metadata()
            .is_ok_and(|metadata| metadata.is_file());
        if !is_file {
            return Ok(false);
        }
        fs::remove_file(&place).map_err(|error| Error::io("remove", &place, error))?;
        let mut empty = folder_above(path);
        while !empty.is_empty() && fs::remove_dir(look::place(&self.out, empty)).is_ok() {
            empty = folder_above(empty);
        }
        Ok(true)
    }
}

/// Whether files wait in the folder that a build was killed over.
pub fn has_waiting(out: &Path) -> bool {
    out.join(WAITING).symlink_metadata().is_ok()
}

/// Whether a file that goes stands where one of the new ones needs a folder, or in a folder where one must be.
/// The new ones are sorted.
fn makes_room(path: &str, new: &[SitePath]) -> bool {
    let folder = format!("{path}/");
    let after = new.partition_point(|target| target.as_str() < folder.as_str());
    let is_folder = new
        .get(after)
        .is_some_and(|target| target.as_str().starts_with(&folder));
    let is_new = |folder: &str| {
        new.binary_search_by(|target| target.as_str().cmp(folder))
            .is_ok()
    };
    is_folder || folders_of(path).any(is_new)
}

/// The folders that a path of a file goes through: `a` and `a/b` for `a/b/c`.
pub fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Moves what waits in a folder to its place, folder by folder: one that is not there yet
/// in one step, with all that is in it.
fn move_into(waiting: &Path, place: &Path) -> Result<(), Error> {
    let read = |error| Error::io("read", waiting, error);
    let entries = fs::read_dir(waiting).map_err(read)?;
    // All of them first: what a folder tells of itself while it empties is not defined.
    let entries: Vec<_> = entries.collect::<Result<_, _>>().map_err(read)?;
    for entry in entries {
        let (from, to) = (entry.path(), place.join(entry.file_name()));
        let is_folder = entry.file_type().map_err(read)?.is_dir();
        if is_folder && to.symlink_metadata().is_ok() {
            move_into(&from, &to)?;
        } else {
            fs::rename(&from, &to).map_err(|error| Error::io("write", to, error))?;
        }
    }
    Ok(())
}

fn make_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|error| Error::io("make", folder, error))
}

fn remove_waiting(waiting: &Path) -> Result<(), Error> {
    match waiting.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => {
            fs::remove_dir_all(waiting).map_err(|error| Error::io("remove", waiting, error))
        }
        Ok(_) => Err(Error::new(format!(
            "cannot use {}: something that gen did not make is there",
            waiting.display()
        ))),
        Err(_) => Ok(()),
    }
}

/// What of one sorted list is not in the other.
fn without<'a, 'b>(
    list: impl Iterator<Item = &'a str>,
    other: impl Iterator<Item = &'b str>,
) -> Vec<&'a str> {
    let mut other = other.peekable();
    let mut is_other = |one: &&str| {
        while other.next_if(|other| other < one).is_some() {}
        other.peek() != Some(one)
    };
    list.filter(|one| is_other(one)).collect()
}

/// Whether the file holds exactly these bytes.
fn holds(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let read = |error| Error::io("read", path, error);
    let mut file = fs::File::open(path).map_err(read)?;
    let mut rest = bytes;
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = file.read(&mut buffer).map_err(read)?;
        if count == 0 {
            return Ok(rest.is_empty());
        }
        match rest.split_at_checked(count) {
            Some((head, tail)) if head == &buffer[..count] => rest = tail,
            _ => return Ok(false),
        }
    }
}
