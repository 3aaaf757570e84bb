//! What stands in an output folder now, held against what the last build left there.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use ahash::{AHashMap, AHashSet};
use rayon::prelude::*;

use super::Options;
use super::imprint::{Imprint, Print, mark_of};
use crate::files::Stamp;
use crate::output::{self, folders_of};
use crate::plan::Planned;

/// The folder of a path, with the `/` at its end; empty for the output folder itself.
pub fn folder_of(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |slash| slash + 1)]
}

/// What the last build left in an output folder, and which of its files stand as they were made.
#[derive(Debug)]
pub struct Standing<'a> {
    out: &'a Path,
    /// What it left.
    pub imprint: &'a Imprint,
    /// Folders that are gone, or are links now.
    unreal: AHashSet<&'a str>,
    /// Folders in which something may have been done since.
    doubted: AHashSet<&'a str>,
    /// In one of them, something was.
    is_changed: bool,
}

impl<'a> Standing<'a> {
    /// What is to be seen of the files now.
    pub fn of(imprint: &'a Imprint, options: &'a Options) -> Self {
        let out = &options.out;
        let doubted = if options.check_content {
            imprint.folders().collect()
        } else {
            doubted(imprint, out)
        };
        let is_changed = !options.check_content && doubted.iter().any(|(_, mark)| *mark != 0);
        let doubted: Vec<&str> = doubted.into_iter().map(|(folder, _)| folder).collect();
        let is_unreal = |folder: &&&str| output::folder(out, folder).is_none();
        let unreal = doubted.iter().filter(is_unreal);
        Self {
            out,
            imprint,
            unreal: unreal.map(|folder| folder.trim_end_matches('/')).collect(),
            doubted: doubted.into_iter().collect(),
            is_changed,
        }
    }

    /// Whether nothing was done to any folder.
    pub fn is_sure(&self) -> bool {
        self.doubted.is_empty()
    }

    /// Whether something was done to a folder, though perhaps to none of its files. Then the build is to be
    /// remembered anew, or each one after it would read the files of that folder.
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Whether the file stands as it was made.
    pub fn holds(&self, target: &str, print: &Print) -> bool {
        let mut above = folders_of(target);
        if !self.unreal.is_empty() && above.any(|folder| self.unreal.contains(folder)) {
            return false;
        }
        if !self.is_doubted(folder_of(target)) {
            return true;
        }
        // Its stamp is not kept: to ask for those of all files costs a build more than to read a few costs the next.
        let is_file = output::file(self.out, target).is_some();
        is_file && output::content(self.out, target) == Some(print.bytes)
    }

    /// Whether something may have been done in this folder since.
    pub fn is_doubted(&self, folder: &str) -> bool {
        self.doubted.contains(folder)
    }
}

/// The folders of the imprint that have another mark now, or none, with the one that they had.
fn doubted<'a>(imprint: &'a Imprint, out: &Path) -> Folders<'a> {
    let is = |now: Option<&Stamp>, mark: u64| now.is_some_and(|now| mark_of(now) == mark);
    let among = |(parent, folders): (&str, Folders<'a>)| {
        let there: AHashMap<OsString, Stamp> =
            output::folders_in(out, parent).into_iter().collect();
        let is_doubted = |(folder, mark): &(&str, u64)| {
            let name = folder[parent.len()..].trim_end_matches('/');
            // A name may be listed in another spelling, or not be listed at all.
            let by_path = || *mark != 0 && is(output::folder(out, folder).as_ref(), *mark);
            !is(there.get(OsStr::new(name)), *mark) && !by_path()
        };
        let folders = folders.into_iter();
        folders.filter(is_doubted).collect()
    };
    let all = by_parent(imprint.folders());
    let top = imprint
        .folders()
        .take_while(|(folder, _)| folder.is_empty());
    let top = top.filter(|(folder, mark)| !is(output::folder(out, folder).as_ref(), *mark));
    let below = all.into_par_iter().map(among).collect::<Vec<Vec<_>>>();
    top.chain(below.into_iter().flatten()).collect()
}

/// The folders by the folder that they are in. They are sorted, each after those that it is in.
fn by_parent<'a>(folders: impl Iterator<Item = (&'a str, u64)>) -> Vec<(&'a str, Folders<'a>)> {
    let mut all: Vec<(&str, Folders<'_>)> = Vec::new();
    // The folders that the next one may be in, each in the one before it.
    let mut above: Vec<usize> = Vec::new();
    for (folder, mark) in folders {
        while above
            .pop_if(|above| !folder.starts_with(all[*above].0))
            .is_some()
        {}
        if let Some(parent) = above.last() {
            all[*parent].1.push((folder, mark));
        }
        above.push(all.len());
        all.push((folder, Vec::new()));
    }
    all.retain(|(_, folders)| !folders.is_empty());
    all
}

/// Folders with their marks.
type Folders<'a> = Vec<(&'a str, u64)>;

/// What the last build left, beside what is planned now.
#[derive(Debug)]
pub struct Before<'a> {
    /// What stands of it.
    pub standing: &'a Standing<'a>,
    /// For each planned file, where it is among those that were made.
    places: Vec<Option<usize>>,
}

impl<'a> Before<'a> {
    /// What stands in the output folder, beside the `planned` files.
    pub fn of(standing: &'a Standing<'a>, planned: &[Planned]) -> Self {
        let made: Vec<&str> = standing.imprint.targets().collect();
        let targets = planned.iter().map(|planned| planned.target.as_str());
        Self {
            standing,
            places: places(targets, &made),
        }
    }

    /// What is known of the planned file at this place. None where no earlier build made it.
    pub fn print(&self, place: usize) -> Option<Print> {
        self.standing.imprint.print(self.places[place]?)
    }
}

/// Where each text is in another list that has each text once, and is in nearly the same order.
fn places<'a>(texts: impl Iterator<Item = &'a str>, list: &[&'a str]) -> Vec<Option<usize>> {
    /// How many places on a text is looked for at once: a few may be new, or gone.
    const NEAR: usize = 32;
    let mut next = 0;
    let mut passed = Vec::new();
    let mut missed = Vec::new();
    let mut places = Vec::with_capacity(list.len());
    for text in texts {
        let near = &list[next..list.len().min(next + NEAR)];
        let ahead = near.iter().position(|other| *other == text);
        places.push(ahead.map(|ahead| next + ahead));
        match ahead {
            Some(ahead) => {
                passed.extend(next..next + ahead);
                next += ahead + 1;
            }
            None => missed.push((places.len() - 1, text)),
        }
    }
    if !missed.is_empty() {
        passed.extend(next..list.len());
        let passed: AHashMap<&str, usize> = passed
            .into_iter()
            .map(|place| (list[place], place))
            .collect();
        for (place, text) in missed {
            places[place] = passed.get(text).copied();
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn each_text_is_found_wherever_it_is() {
        let names: Vec<String> = (0..200).map(|number| number.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut others = names.clone();
        // Some are new, some gone, some elsewhere, many swapped.
        others.insert(0, "new");
        others.insert(150, "newer");
        others.drain(20..90);
        others.swap(3, 110);
        others.rotate_left(5);
        others.reverse();
        for (texts, list) in [(&names, &others), (&others, &names), (&names, &names)] {
            let expected = texts
                .iter()
                .map(|text| list.iter().position(|other| other == text));
            let found = places(texts.iter().copied(), list);
            assert_eq!(found, expected.collect::<Vec<_>>());
        }
        assert_eq!(places(names[..3].iter().copied(), &[]), [None, None, None]);
    }
}
