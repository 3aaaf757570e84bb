//! Why a file was made again.

use std::fmt;

use super::publish::Printing;
use super::recipe::Recipe;
use super::standing::Before;
use crate::model::SitePath;
use crate::plan::{Grouping, What};
use crate::render::template_of;

/// Why a file was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is remembered of the output folder.
    Unknown,
    /// No earlier build made it.
    New,
    /// It is gone from the output folder, or somebody else wrote it.
    Disturbed,
    /// What it is about says something else.
    Own(&'static str),
    /// What it shows of other briefs is something else.
    Others,
    /// What the whole site shares is something else.
    Shared(Vec<String>),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("nothing is remembered of what stood there"),
            Self::New => f.write_str("it is new"),
            Self::Disturbed => f.write_str("it was removed, or somebody else wrote it"),
            Self::Own(what) => write!(f, "{what} changed"),
            Self::Others => f.write_str("what it shows of other briefs changed"),
            Self::Shared(what) => write!(f, "{} changed", what.join(", ")),
        }
    }
}

/// A file that was made, and all reasons for it.
pub type Reasons = (SitePath, Vec<Why>);

/// Why the planned file at this place is made.
pub fn why(
    printing: Printing<'_>,
    before: Option<&Before<'_>>,
    place: usize,
    recipe: &Recipe,
) -> Reasons {
    let planned = &printing.edition.planned[place];
    let reasons = match before {
        None => vec![Why::Unknown],
        Some(before) => match before.print(place) {
            None => vec![Why::New],
            Some(print) => reasons(printing, &planned.what, (&print.recipe, recipe)),
        },
    };
    (planned.target.clone(), reasons)
}

fn reasons(printing: Printing<'_>, what: &What, (before, now): (&Recipe, &Recipe)) -> Vec<Why> {
    let mut reasons = Vec::new();
    if before.own != now.own {
        reasons.push(Why::Own(own(what)));
    }
    if before.others != now.others {
        reasons.push(Why::Others);
    }
    let mut shared = Vec::new();
    if before.frame != now.frame {
        shared = frame(printing, what);
    }
    if before.styles != now.styles {
        shared.push("the style sheets".to_owned());
    }
    if !shared.is_empty() {
        reasons.push(Why::Shared(shared));
    }
    if reasons.is_empty() {
        reasons.push(Why::Disturbed);
    }
    reasons
}

/// What a file is about, in words.
fn own(what: &What) -> &'static str {
    match what {
        What::Brief(_) | What::BriefData(_) => "the text of the brief, or how it is read",
        What::Plain(_) => "its text",
        What::Term(Grouping::Outlets, ..) => "the entry of the outlet, or its place in the list",
        What::Feed(..) => "the briefs in it",
        What::Asset(_) | What::Copy(_) => "its file",
        What::Redirect(_) => "where it leads",
        What::Terms(_) | What::Archive | What::Year(_) | What::Month(..) => "what is listed",
        _ => "its place in the list, or how it is named",
    }
}

/// The parts of the site that are others now, of those that the file is made from.
fn frame(printing: Printing<'_>, what: &What) -> Vec<String> {
    let Some(standing) = printing.standing else {
        return Vec::new();
    };
    let (parts, templates) = standing.imprint.parts();
    let before = |template| templates.get(template).copied().unwrap_or_default();
    let edition = printing.edition;
    let now = edition.common().frame(what).iter();
    let changed = now.filter(|(name, hash)| {
        !parts
            .iter()
            .any(|(known, before)| known == name && before == hash)
    });
    let mut changed: Vec<String> = changed.map(|(name, _)| (*name).to_owned()).collect();
    if let Some(template) = template_of(what)
        && before(template) != edition.theme.template_hash(template)
    {
        changed.push(format!("the template {template}, or one that it uses"));
    }
    changed
}
