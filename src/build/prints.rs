//! What the files of a site were made from, and what was made, as it is remembered.

use std::path::Path;
use std::time::SystemTime;

use ahash::{AHashMap, AHashSet};
use borsh::BorshSerialize;
use rayon::prelude::*;

use super::Edition;
use super::imprint::{PRINT, Print, mark};
use super::recipe::Recipe;
use super::standing::{Before, folder_of};
use crate::output::{self, Made, folders_of};
use crate::plan::Planned;

/// What the files of a site were made from, and what was made.
#[derive(Debug)]
pub struct Printed<'a> {
    pub edition: &'a Edition,
    /// The recipes of all planned files.
    pub recipes: Vec<Recipe>,
    /// The paths of all planned files, sorted.
    pub paths: Vec<&'a str>,
    /// What stood there before.
    pub before: Option<Before<'a>>,
    /// The places of the planned files that were to be made. All others stand as they stood.
    pub wanted: Vec<usize>,
    /// The files that were made.
    pub made: Made,
}

/// The folders that files go through, sorted, with a `/` at their ends; the first one is the
/// output folder itself, which is empty. The files are sorted, too: so those of a folder come
/// one after the other.
fn folders_above<'a>(targets: &[&'a str]) -> Vec<&'a str> {
    let mut folders = vec![""];
    let mut last = "";
    for target in targets {
        let folder = folder_of(target);
        if folder != last {
            let above = folders_of(target).map(|above| &target[..=above.len()]);
            folders.extend(above.filter(|above| !last.starts_with(above)));
            last = folder;
        }
    }
    folders
}

impl Printed<'_> {
    /// The marks of the `folders` of `out`, which are sorted, after these files were removed. Where
    /// something stood before, the mark of a folder in which a file was made or removed is 0: other files of it
    /// may have been touched since they were looked at, and the next build compares them. That of another
    /// folder is the one from before, where nothing was seen to be done to it.
    pub fn marks(&self, folders: &[&str], (out, removed): (&Path, &[String])) -> Vec<u64> {
        let looked = SystemTime::now();
        let made = self.made.iter().map(|(target, _)| target.as_str());
        let removed = removed.iter().map(String::as_str);
        let mut touched: AHashSet<&str> = made.chain(removed).map(folder_of).collect();
        touched.insert("");
        let before = self.before.as_ref().map(|before| before.standing);
        let mut known = before.map(|before| before.imprint.folders().peekable());
        let mut mark_before = |folder: &str| {
            let known = known.as_mut()?;
            while known.next_if(|(other, _)| *other < folder).is_some() {}
            known.next_if(|(other, _)| *other == folder)
        };
        let marks = folders.iter().map(|folder| {
            let before = before?;
            if touched.contains(folder) {
                return Some(0);
            }
            let (_, mark) = mark_before(folder)?;
            (!before.is_doubted(folder)).then_some(mark)
        });
        let marks: Vec<Option<u64>> = marks.collect();
        let look = |folder: &str| mark(output::folder(out, folder), looked);
        let marks = folders.par_iter().zip(marks);
        let marks = marks.map(|(folder, known)| known.unwrap_or_else(|| look(folder)));
        marks.collect()
    }
}

/// What is remembered of the planned files that were made, or stand as they stood.
#[derive(Debug)]
pub struct Prints<'a> {
    /// The folders that all planned files go through.
    pub folders: Vec<&'a str>,
    /// The same, a line each.
    pub folder_lines: String,
    /// The paths of the files, a line each, in shares.
    pub targets: Vec<String>,
    /// A [`Print`] of each, as bytes.
    pub bytes: Vec<Vec<u8>>,
    /// Whether that is so of all that are planned.
    pub are_all: bool,
}

impl<'a> Prints<'a> {
    /// What is to be remembered, but for what the folders look like in the end.
    pub fn of(printed: &Printed<'a>) -> Self {
        let (folders, (targets, bytes)) =
            rayon::join(|| folders_above(&printed.paths), || files(printed));
        let count: usize = bytes.iter().map(Vec::len).sum();
        Self {
            folder_lines: output::lines(&folders),
            folders,
            targets,
            bytes,
            are_all: count == printed.recipes.len() * PRINT,
        }
    }
}

/// The paths of the files, a line each, and a [`Print`] of each, in shares.
fn files(printed: &Printed<'_>) -> (Vec<String>, Vec<Vec<u8>>) {
    let made = printed.made.iter();
    let made: AHashMap<&str, u64> = made
        .map(|(target, bytes)| (target.as_str(), *bytes))
        .collect();
    let mut is_wanted = vec![false; printed.recipes.len()];
    for place in &printed.wanted {
        is_wanted[*place] = true;
    }
    let print = |place: usize, target: &str| {
        if !is_wanted[place] {
            return printed.before.as_ref()?.print(place);
        }
        Some(Print {
            recipe: printed.recipes[place],
            bytes: *made.get(target)?,
        })
    };
    let share = |(nth, planned): (usize, &[Planned])| {
        let mut targets = Vec::with_capacity(planned.len());
        let mut prints = Vec::with_capacity(planned.len() * PRINT);
        for (place, planned) in (nth * PLENTY..).zip(planned) {
            let target = planned.target.as_str();
            if let Some(print) = print(place, target) {
                targets.push(target);
                print.serialize(&mut prints).expect("memory takes all");
            }
        }
        (output::lines(&targets), prints)
    };
    let shares = printed.edition.planned.par_chunks(PLENTY).enumerate();
    shares.map(share).unzip()
}

/// How many files are remembered by one core at a time.
const PLENTY: usize = 4096;
