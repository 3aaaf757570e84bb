//! The list of the files that `gen` wrote, kept beside them.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::look;
use crate::diag::Error;
use crate::files::Stamp;

/// Its name in the output folder.
pub const FILE: &str = ".gen-manifest";

const HEAD: &str =
    "# Written by gen: the files in this folder that it made, and may replace or remove.\n";

/// The files that an earlier build wrote into a folder, as they are listed there. A list
/// only, never a licence: what is no path within the site is neither replaced nor removed.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    paths: Paths,
    /// The stamp of the list; none when there is none.
    stamp: Option<Stamp>,
}

/// Paths, sorted, each once.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    text: String,
    /// Where each is in the text.
    places: Vec<(usize, usize)>,
}

impl Paths {
    /// The lines of a text, but for comments.
    fn of(text: String) -> Self {
        let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
        let lines = paths(&text).map(|line| (start(line), start(line) + line.len()));
        let mut places: Vec<(usize, usize)> = lines.collect();
        let line = |place: &(usize, usize)| &text[place.0..place.1];
        // As they are, unless somebody else wrote the list.
        if !places.is_sorted_by(|one, other| line(one) < line(other)) {
            places.sort_by(|one, other| line(one).cmp(line(other)));
            places.dedup_by(|one, other| line(one) == line(other));
        }
        Self { text, places }
    }

    /// The paths in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.places.iter().map(|place| self.at(place))
    }

    /// Whether the path is one of them.
    pub fn contains(&self, path: &str) -> bool {
        let found = self
            .places
            .binary_search_by(|place| self.at(place).cmp(path));
        found.is_ok()
    }

    /// Whether one of them begins like this.
    pub fn any_starts_with(&self, start: &str) -> bool {
        let next = self.places.partition_point(|place| self.at(place) < start);
        let next = self.places.get(next);
        next.is_some_and(|place| self.at(place).starts_with(start))
    }

    fn at(&self, &(start, end): &(usize, usize)) -> &str {
        &self.text[start..end]
    }
}

impl Manifest {
    /// Reads the list in `out`.
    pub fn read(out: &Path) -> Result<Self, Error> {
        let path = out.join(FILE);
        let Some(stamp) = look::file(out, FILE) else {
            return Ok(Self::default());
        };
        match fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes)
                    .unwrap_or_else(|other| String::from_utf8_lossy(other.as_bytes()).into_owned());
                Ok(Self {
                    paths: Paths::of(text),
                    stamp: Some(stamp),
                })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io("read", path, error)),
        }
    }

    /// Whether the list in `out` still is this one.
    pub fn stands(&self, out: &Path) -> bool {
        self.stamp == look::file(out, FILE)
    }

    /// Whether there is a list in `out`: then the folder is ours.
    pub fn is_in(out: &Path) -> bool {
        look::file(out, FILE).is_some()
    }

    /// Whether it is this text.
    pub fn is(&self, text: &str) -> bool {
        self.stamp.is_some() && self.paths.text == text
    }

    /// The paths. None where there is no list.
    pub fn paths(&self) -> Option<&Paths> {
        self.stamp.map(|_| &self.paths)
    }
}

/// The text of a manifest of these paths.
pub fn text(paths: &[&str]) -> String {
    after(HEAD, paths)
}

/// The paths that a manifest lists, in their order. No path begins with a `#`.
pub fn paths(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Texts without line ends as one, a line each.
pub fn lines(texts: &[&str]) -> String {
    after("", texts)
}

/// A line for each of the texts, after a text. There are many, and they are strewn over memory:
/// what takes long is to wait for them, so all cores do.
fn after(head: &str, texts: &[&str]) -> String {
    let length = |texts: &[&str]| texts.iter().map(|text| text.len() + 1).sum::<usize>();
    let mut bytes = vec![0; head.len() + length(texts)];
    let (start, mut rest) = bytes.split_at_mut(head.len());
    start.copy_from_slice(head.as_bytes());
    let mut shares = Vec::new();
    for texts in texts.chunks(4096) {
        let (place, after) = std::mem::take(&mut rest).split_at_mut(length(texts));
        shares.push((texts, place));
        rest = after;
    }
    shares.into_par_iter().for_each(|(texts, mut place)| {
        for text in texts {
            let (line, after) = std::mem::take(&mut place).split_at_mut(text.len() + 1);
            line[..text.len()].copy_from_slice(text.as_bytes());
            line[text.len()] = b'\n';
            place = after;
        }
    });
    String::from_utf8(bytes).expect("made of texts")
}

#[cfg(test)]
mod tests {
    use super::{HEAD, lines, paths, text};

    #[test]
    fn each_text_has_a_line() {
        assert_eq!(lines(&[]), "");
        assert_eq!(lines(&["", "a", "é/b"]), "\na\né/b\n");
        let many: Vec<String> = (0..9_000).map(|number| format!("{number}/x")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let manifest = text(&many);
        assert!(manifest.starts_with(HEAD) && manifest.ends_with("8999/x\n"));
        assert_eq!(paths(&manifest).collect::<Vec<_>>(), many);
    }
}
