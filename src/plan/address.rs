//! Every address once: two files at one place are a fault.

use std::borrow::Cow;

use ahash::AHashMap;
use rayon::prelude::*;

use super::{Origin, Planned, What};
use crate::diag::Diagnostic;
use crate::text::Span;

/// The paths of all planned files, in one piece: many thousands of small texts that are strewn
/// over memory take long to sort and to compare.
#[derive(Debug)]
pub struct Targets {
    /// The paths in the order of the files, a line each.
    lines: String,
    /// Where each is in the lines, in the order of the paths.
    sorted: Vec<Place>,
}

/// The place of a path in the lines, and its length. As small as can be: there are many.
type Place = (u32, u32);

fn at(lines: &str, (start, length): Place) -> &str {
    &lines[start as usize..][..length as usize]
}

impl Targets {
    /// The paths of these files.
    pub fn of(planned: &[Planned]) -> Self {
        /// Enough to tell most paths apart without a look at all of them.
        fn start(path: &str) -> u128 {
            let mut start = [0; 16];
            let length = path.len().min(start.len());
            start[..length].copy_from_slice(&path.as_bytes()[..length]);
            u128::from_be_bytes(start)
        }
        let small = |size| u32::try_from(size).expect("the paths of a site are less than 4 GiB");
        let lengths = planned.iter().map(|file| file.target.as_str().len() + 1);
        let mut lines = String::with_capacity(lengths.sum());
        let mut paths = Vec::with_capacity(planned.len());
        for file in planned {
            let path = file.target.as_str();
            paths.push((start(path), (small(lines.len()), small(path.len()))));
            lines.push_str(path);
            lines.push('\n');
        }
        paths.par_sort_unstable_by(|(one, a), (other, b)| {
            one.cmp(other)
                .then_with(|| at(&lines, *a).cmp(at(&lines, *b)))
        });
        let sorted = paths.into_iter().map(|(_, place)| place).collect();
        Self { lines, sorted }
    }

    /// The paths in the order of the files, a line each.
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// The paths, sorted.
    pub fn sorted(&self) -> impl Iterator<Item = &str> {
        self.sorted.iter().map(|place| at(&self.lines, *place))
    }
}

/// A diagnostic for each planned file whose address another has already, or
/// whose folder another file has the name of. Letter case does not make two addresses of one.
/// `targets` are the paths of the files.
pub fn conflicts(planned: &[Planned], targets: &Targets) -> Vec<Diagnostic> {
    if are_apart(targets.sorted()) {
        return Vec::new();
    }
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
