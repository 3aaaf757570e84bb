//! The fixes of a report, put into the texts that they are of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Report;
use crate::config;
use crate::diag::{Diagnostic, Edit, Fix, mend};
use crate::lint;
use crate::parse::{self, Style, Token};
use crate::text::{hash, strip_bom};

/// A text that fixes change.
#[derive(Clone, Debug)]
pub struct Mending {
    /// The file, relative to the site's folder.
    pub path: Arc<str>,
    /// What it says.
    pub before: String,
    /// What it says with the fixes.
    pub after: String,
    /// How many faults they mend.
    pub made: usize,
}

/// The texts that the fixes of a report change, by path. A fix is made only where the
/// text then has no error that it had not before.
pub fn mendings(report: &Report) -> Vec<Mending> {
    let mut fixes: BTreeMap<&Arc<str>, Vec<&Fix>> = BTreeMap::new();
    for found in &report.diagnostics {
        if let Some(fix) = &found.fix {
            fixes.entry(found.path()).or_default().push(fix);
        }
    }
    let mending = |(path, fixes): (&Arc<str>, Vec<&Fix>)| {
        let text = Text::of(path, report)?;
        let all = mend(text.before, fixes.iter().copied());
        let (after, made) = if text.bears(&all.text) {
            (all.text, all.made)
        } else {
            text.one_by_one(&fixes)
        };
        (after != *text.before).then(|| Mending {
            path: Arc::clone(path),
            before: text.before.to_owned(),
            after,
            made,
        })
    };
    fixes.into_iter().filter_map(mending).collect()
}

/// Takes from a report the fixes that could not be made, so that none is shown in vain.
pub fn without_vain_fixes(report: &mut Report) {
    let with_fix = report.diagnostics.iter().enumerate();
    let with_fix = with_fix.filter(|(_, found)| found.fix.is_some());
    let vain: Vec<usize> = with_fix
        .filter(|(_, found)| {
            let text = Text::of(found.path(), report);
            let fix = found.fix.as_ref().expect("only those with one are here");
            text.is_none_or(|text| !text.takes(fix))
        })
        .map(|(place, _)| place)
        .collect();
    for place in vain {
        report.diagnostics[place].fix = None;
    }
}

/// A text with fixes.
struct Text<'a> {
    path: &'a Arc<str>,
    before: &'a str,
    /// The places of YAML's block scalars; none where its fields hold anchors or aliases,
    /// which make a change in one place one in another.
    blocks: Option<Vec<std::ops::Range<usize>>>,
    errors: Vec<(&'static str, String)>,
}

impl<'a> Text<'a> {
    /// The text of a file, if it still is what was read.
    fn of(path: &'a Arc<str>, report: &'a Report) -> Option<Self> {
        let before = report.sources.get(path)?;
        let is_read = report.hashes.get(path) == Some(&hash(before));
        is_read.then(|| Self {
            path,
            before,
            blocks: blocks(path, before),
            errors: errors(path, before),
        })
    }

    /// Whether a fix can be made for sure: alone, it brings no new error.
    fn takes(&self, fix: &Fix) -> bool {
        let Some(blocks) = &self.blocks else {
            return self.path.ends_with(".md")
                && fix.edits.iter().all(|edit| self.is_in_body(edit));
        };
        // A value in lines of its own ends with its line, and is no value like others.
        let is_whole_block = |edit: &Edit| {
            let covers = |block: &std::ops::Range<usize>| {
                edit.span.start as usize <= block.start
                    && !edit.replacement.is_empty()
                    && edit.span.end as usize + 1 >= block.end
            };
            blocks.iter().any(covers)
        };
        !fix.edits.iter().any(is_whole_block) && {
            let mended = mend(self.before, [fix]);
            mended.made == 1 && self.bears(&mended.text)
        }
    }

    fn is_in_body(&self, edit: &Edit) -> bool {
        let body = parse::split(self.before).map(|parts| parts.body);
        body.is_ok_and(|body| body.contains(&(edit.span.start as usize)))
    }

    /// Whether the text with fixes has no error that it had not before.
    fn bears(&self, after: &str) -> bool {
        let mut known = self.errors.clone();
        errors(self.path, after).into_iter().all(|error| {
            let place = known.iter().position(|known| *known == error);
            place.map(|place| known.swap_remove(place)).is_some()
        })
    }

    /// The fixes that can be made together, one after the other.
    fn one_by_one(&self, fixes: &[&Fix]) -> (String, usize) {
        let mut made: Vec<&Fix> = Vec::new();
        let mut text = self.before.to_owned();
        for fix in fixes {
            let tried = mend(self.before, made.iter().chain([fix]).copied());
            if tried.left == 0 && self.bears(&tried.text) {
                made.push(fix);
                text = tried.text;
            }
        }
        (text, made.len())
    }
}

/// The YAML of a file and where it begins; none for other files.
fn yaml<'a>(path: &str, text: &'a str) -> Option<(&'a str, usize)> {
    if path.ends_with(".md") {
        let front = parse::split(text).ok()?.front;
        return Some((&text[front.clone()], front.start));
    }
    let (yaml, bom) = strip_bom(text);
    path.ends_with("ml")
        .then_some((yaml, bom))
        .filter(|_| !path.ends_with(".toml"))
}

/// Where the block scalars of a file's YAML stand; none where it holds anchors, aliases or tags.
fn blocks(path: &str, text: &str) -> Option<Vec<std::ops::Range<usize>>> {
    let Some((yaml, base)) = yaml(path, text) else {
        return Some(Vec::new());
    };
    let written = parse::written(yaml)?;
    let blocks = written.tokens.into_iter().filter_map(|token| match token {
        Token::Scalar(_, Style::Block, range) => {
            let length = yaml[range.clone()].trim_end().len();
            Some(base + range.start..base + range.start + length)
        }
        _ => None,
    });
    Some(blocks.collect())
}

/// The errors that a text has by itself: codes and titles.
fn errors(path: &Arc<str>, text: &str) -> Vec<(&'static str, String)> {
    let found = match &**path {
        config::FILE => {
            let judge = &mut |entries: &[config::LintEntry]| lint::Settings::of(entries).1;
            config::read(path, text, judge).1
        }
        "content/outlets.yaml" => parse::outlets(path, text).1,
        _ if path.starts_with("content/pages/") => parse::page(path, text).1,
        _ => parse::brief(path, text).1,
    };
    let errors = found.into_iter().filter(Diagnostic::is_error);
    errors.map(|error| (error.code, error.title)).collect()
}
