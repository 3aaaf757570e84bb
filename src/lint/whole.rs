//! All briefs of a site side by side, for rules that compare them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::model::SitePath;
use crate::site::Site;
use crate::text::Span;

/// All briefs that are published, with what was published before.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// The site.
    pub site: &'a Site,
    /// What was published before.
    pub past: &'a Past,
    /// Whether every brief of the site could be read; else what is compared may be too little.
    pub is_complete: bool,
}

/// What an earlier build published. A brief that is there and not published now, a
/// draft say, has not gone.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The pages of briefs that an earlier build wrote and that no brief has now.
    pub gone: Vec<Published>,
    /// Where a brief is now and none was before.
    pub new: BTreeSet<SitePath>,
}

/// The page of a brief that an earlier build wrote.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its file within the site.
    pub target: SitePath,
    /// The id that the brief had, where it is known.
    pub id: Option<String>,
    /// Its title then, where it is known.
    pub title: Option<String>,
}

impl Whole<'_> {
    /// Something found at a place of a file.
    pub fn finding(&self, path: &Arc<str>, span: Span, title: impl Into<String>) -> Diagnostic {
        super::proof::finding(path, span, title)
    }
}
