//! Every address once: two files at one place are a fault.

use std::borrow::Cow;

use ahash::AHashMap;
use rayon::prelude::*;

use super::{Origin, Planned, What};
use crate::diag::Diagnostic;
use crate::text::Span;

/// The places of the planned files, in the order of their paths. As small as can be: there are many.
#[derive(Debug)]
pub struct Sorted(Vec<u32>);

impl Sorted {
    /// The order of these files, and a diagnostic for each conflict among them.
    pub fn of(planned: &[Planned]) -> (Self, Vec<Diagnostic>) {
        /// Enough to tell most paths apart without a look at all of them.
        fn start(path: &str) -> u128 {
            let mut start = [0; 16];
            let length = path.len().min(start.len());
            start[..length].copy_from_slice(&path.as_bytes()[..length]);
            u128::from_be_bytes(start)
        }
        // In one piece: small texts that are strewn over memory take long to compare.
        let lengths = planned.iter().map(|file| file.target.as_str().len());
        let mut text = String::with_capacity(lengths.sum());
        let mut paths = Vec::with_capacity(planned.len());
        for (place, file) in (0..).zip(planned) {
            let path = file.target.as_str();
            paths.push((start(path), place, text.len(), path.len()));
            text.push_str(path);
        }
        let at = |start: usize, length: usize| &text[start..][..length];
        paths.par_sort_unstable_by(|one, other| {
            let by_start = one.0.cmp(&other.0);
            by_start.then_with(|| at(one.2, one.3).cmp(at(other.2, other.3)))
        });
        let sorted = paths.iter().map(|&(_, _, start, length)| at(start, length));
        let found = if are_apart(sorted) {
            Vec::new()
        } else {
            conflicts(planned)
        };
        (Self(paths.iter().map(|path| path.1).collect()), found)
    }

    /// The paths of these files, which are those that it is the order of.
    pub fn paths<'a>(&self, planned: &'a [Planned]) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .map(|&place| planned[place as usize].target.as_str())
    }
}

/// A diagnostic for each planned file whose address another has already, or
/// whose folder another file has the name of. Letter case does not make two addresses of one.
fn conflicts(planned: &[Planned]) -> Vec<Diagnostic> {
    let keys: Vec<Cow<'_, str>> = planned
        .iter()
        .map(|file| in_lower_case(file.target.as_str()))
        .collect();
    let mut by_path: AHashMap<&str, &Planned> = AHashMap::with_capacity(planned.len());
    let mut diagnostics = Vec::new();
    for (key, file) in keys.iter().zip(planned) {
        if let Some(first) = by_path.get(&**key) {
            // The data of two briefs clash only where their pages do, too.
            let both_data = matches!(
                (&first.what, &file.what),
                (What::BriefData(_), What::BriefData(_))
            );
            if !both_data {
                diagnostics.push(conflict(first, file));
            }
        } else {
            by_path.insert(key, file);
        }
    }
    for (key, file) in keys.iter().zip(planned) {
        let mut folders = key.match_indices('/').map(|(at, _)| &key[..at]);
        if let Some(other) = folders.find_map(|folder| by_path.get(folder)) {
            diagnostics.push(conflict(other, file));
        }
    }
    diagnostics
}

/// Whether no path is there twice, and none is that of a folder, as in nearly every build. It is
/// told of sorted paths, and of none with letters that have another case.
fn are_apart<'a>(paths: impl Iterator<Item = &'a str>) -> bool {
    // What begins like a path comes right after it.
    let mut begin_like: Vec<&str> = Vec::new();
    for path in paths {
        while begin_like
            .pop_if(|before| !path.starts_with(*before))
            .is_some()
        {}
        let clashes =
            |before: &&str| matches!(path.as_bytes().get(before.len()), None | Some(b'/'));
        if begin_like.iter().any(clashes) || in_lower_case(path) != path {
            return false;
        }
        begin_like.push(path);
    }
    true
}

fn in_lower_case(path: &str) -> Cow<'_, str> {
    if path
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        return Cow::Owned(path.to_lowercase());
    }
    Cow::Borrowed(path)
}

fn conflict(first: &Planned, second: &Planned) -> Diagnostic {
    let address = second.target.address();
    let title = format!("two files of the site have the address `{address}`");
    // A brief or page is named before a file of ours: its author can change it.
    let (here, other) = match (&first.origin, &second.origin) {
        (Origin::File(..), Origin::Own) => (first, second),
        _ => (second, first),
    };
    let here_is_ours = matches!(here.origin, Origin::Own);
    let (path, span) = match &here.origin {
        Origin::File(path, span) => (path.clone(), *span),
        Origin::Own => ("site.toml".into(), Span::default()),
    };
    let diagnostic = Diagnostic::error("duplicate-address", &path, span, title);
    match &other.origin {
        Origin::File(path, span) => diagnostic
            .label("this one")
            .also(path, *span, "and this one")
            .help("give one of them another `slug`, or take the alias out"),
        Origin::Own if here_is_ours => {
            diagnostic.help("this is a fault of Evenhand; please report it")
        }
        Origin::Own => diagnostic
            .label("this one")
            .help("Evenhand makes a page or file there itself; choose another address"),
    }
}

#[cfg(test)]
mod tests {
    use super::are_apart;

    #[test]
    fn paths_are_apart_when_none_is_another_or_a_folder_of_another() {
        let parts = ["a", "a-b", "a.c", "b", "ab", "é"];
        let mut paths: Vec<String> = Vec::new();
        for first in parts {
            paths.push(first.to_owned());
            for second in parts {
                paths.push(format!("{first}/{second}"));
                paths.push(format!("{first}/{second}/a"));
            }
        }
        // Every pair with a third one that may stand between them.
        for one in &paths {
            for other in &paths {
                for third in paths.iter().step_by(5) {
                    let mut all = [one.as_str(), other, third];
                    all.sort_unstable();
                    let clash = |a: &str, b: &str| b == a || b.starts_with(&format!("{a}/"));
                    let apart = (0..3).all(|a| (0..3).all(|b| a == b || !clash(all[a], all[b])));
                    assert_eq!(are_apart(all.into_iter()), apart, "{all:?}");
                }
            }
        }
        assert!(!are_apart(["A"].into_iter()));
    }
}
