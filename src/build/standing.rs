//! What stands in an output folder now, held against what the last build left there.

use std::path::Path;

use ahash::{AHashMap, AHashSet};
use rayon::prelude::*;

use super::Options;
use super::imprint::{Imprint, Print, mark_of};
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
        let is_doubted = |(folder, mark): &(&str, u64)| {
            options.check_content
                || *mark == 0
                || output::folder(out, folder).is_none_or(|stamp| mark_of(&stamp) != *mark)
        };
        let folders: Vec<(&str, u64)> = imprint.folders().collect();
        let doubted = folders.into_par_iter().filter(is_doubted);
        let doubted: Vec<(&str, u64)> = doubted.collect();
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
