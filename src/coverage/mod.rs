//! How a desk covers: figures from its published texts, as a value, and as text, JSON and HTML.

mod chart;
mod cited;
mod count;
mod figure;
mod fragment;
mod heat;
mod html;
mod human;
mod lines;
mod period;
mod sides;
mod sources;
mod timeline;
mod told;

use serde::Serialize;

pub use count::count;
pub use html::html;
pub use human::human;
pub use period::Period;

/// The kind of report, which its JSON begins with.
pub const KIND: &str = "coverage";

/// The version of [`Coverage`] as JSON. A new field does not change it; another meaning does.
pub const VERSION: u32 = 1;

/// What a report as HTML says it was made by: by this it is known again.
pub const GENERATOR: &str = "Evenhand coverage report";

/// How a desk covers, in a period. Everything is counted from published briefs; what is not
/// known is counted as unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// [`KIND`].
    pub report: &'static str,
    /// [`VERSION`].
    pub version: u32,
    /// The site's name.
    pub site: String,
    /// The time that the report is made for: what was published, and what had come due.
    pub now: String,
    /// The first day of the period; none from the beginning on.
    pub since: Option<String>,
    /// The last day of the period; none up to `now`.
    pub until: Option<String>,
    /// The day of the first brief.
    pub first: Option<String>,
    /// The day of the last brief.
    pub last: Option<String>,
    /// Briefs.
    pub briefs: usize,
    /// Facts in them.
    pub facts: usize,
    /// Briefs by month; a month without one is left out.
    pub months: Vec<Month>,
    /// What briefs are filed under.
    pub tags: Tags,
    /// Who is cited.
    pub outlets: Outlets,
    /// Where the outlets cited lean, scale by scale.
    pub scales: Vec<Scale>,
    /// Whose side is told.
    pub narratives: Narratives,
    /// Who narratives are taken from.
    pub providers: Providers,
    /// What was foretold.
    pub predictions: Predictions,
    /// What was put right.
    pub corrections: Corrections,
}

/// The briefs of a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Month {
    /// `2023-12`.
    pub month: String,
    /// How many.
    pub briefs: usize,
}

/// What briefs are filed under.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tags {
    /// Briefs without a tag.
    pub untagged: usize,
    /// The tags, the most used one first. A brief counts under each of its tags.
    pub all: Vec<Tag>,
}

/// The briefs under a tag.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tag {
    /// The last part of its address.
    pub id: String,
    /// As the oldest brief spells it.
    pub name: String,
    /// How many briefs.
    pub briefs: usize,
    /// The same by month.
    pub months: Vec<Month>,
}

/// Who is cited. A citation is a source that a brief cites, however often it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outlets {
    /// All citations.
    pub citations: usize,
    /// Those of outlets in the registry.
    pub registered: usize,
    /// Those of others.
    pub unregistered: usize,
    /// By whether a state directs the outlet.
    pub state_media: StateMedia,
    /// The outlets, the most cited one first.
    pub all: Vec<OutletCount>,
}

/// Citations by whether a state directs the outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateMedia {
    /// A state does.
    pub directed: usize,
    /// None does.
    pub not_directed: usize,
    /// The registry does not say.
    pub unknown: usize,
}

/// How often an outlet is cited.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutletCount {
    /// The last part of its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is in the registry.
    pub registered: bool,
    /// Whether a state directs it; none when the registry does not say.
    pub state_media: Option<bool>,
    /// How often it is cited.
    pub citations: usize,
    /// By how many briefs.
    pub briefs: usize,
    /// Its part of all citations, from 0 to 1, to four places.
    pub share: f64,
}

/// Where the outlets cited lean on a scale that any of them is rated on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scale {
    /// Its identity, however it is spelled.
    pub id: String,
    /// The two ends, as its name has them.
    pub ends: [String; 2],
    /// Towards the first end.
    pub first: Placed,
    /// Neither.
    pub middle: Placed,
    /// Towards the second end.
    pub second: Placed,
    /// Not known: not rated, or `undecided`.
    pub unknown: Placed,
    /// Rated, but the raters disagree about the side, or name none. Part of `unknown`.
    pub undecided: Placed,
    /// Who rated them.
    pub raters: Vec<Rater>,
}

/// Outlets, and the citations of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Placed {
    /// How many outlets.
    pub outlets: usize,
    /// How often they are cited.
    pub citations: usize,
}

/// Who rated outlets on a scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rater {
    /// The name.
    pub name: String,
    /// How many of the outlets cited.
    pub outlets: usize,
}

/// Whose side is told, and who comes first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Narratives {
    /// All narratives.
    pub all: SidesTaken,
    /// The first narrative of each brief.
    pub leads: SidesTaken,
    /// Briefs without a narrative.
    pub briefs_without: usize,
    /// The stances, the most told one first.
    pub stances: Vec<StanceCount>,
    /// The disputes, the most told one first.
    pub axes: Vec<Axis>,
    /// Briefs that tell one side of an axis only, oldest first.
    pub one_sided: Vec<OneSided>,
}

/// Narratives by whether they take a side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SidesTaken {
    /// All of them.
    pub narratives: usize,
    /// On a side of an axis.
    pub side: usize,
    /// On no side.
    pub no_side: usize,
    /// Their stance's side is not known.
    pub unknown: usize,
}

/// How often a stance is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StanceCount {
    /// The last part of its address.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The dispute that it takes a side in, if it is known.
    pub axis: Option<String>,
    /// Its side: −1 and 1 are opposed, 0 takes no side; none when it is not known.
    pub pole: Option<i8>,
    /// Narratives of it.
    pub narratives: usize,
    /// Briefs in which it comes first.
    pub leads: usize,
}

/// A dispute, and how its sides are told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Axis {
    /// Its name.
    pub axis: String,
    /// Briefs that tell a side of it.
    pub briefs: usize,
    /// Those that tell one side of it only.
    pub one_sided: usize,
    /// The side of pole −1, and that of pole 1.
    pub sides: [Side; 2],
}

/// How a side is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// −1 or 1.
    pub pole: i8,
    /// The stances of it that were told, the most told one first.
    pub stances: Vec<String>,
    /// Narratives.
    pub narratives: usize,
    /// Briefs in which one of them comes first.
    pub leads: usize,
    /// How long they are on average, in words, to one place.
    pub average_words: Option<f64>,
}

/// A brief, for those who want to look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Named {
    /// Its headline.
    pub title: String,
    /// Its day.
    pub date: String,
    /// Its file.
    pub path: String,
    /// The absolute address of its page.
    pub url: String,
}

/// A brief that tells one side of an axis only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OneSided {
    /// The brief.
    pub brief: Named,
    /// The dispute.
    pub axis: String,
    /// The side that is told.
    pub pole: i8,
    /// The stances that tell it.
    pub stances: Vec<String>,
}

/// Who narratives are taken from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Providers {
    /// Narratives that name none.
    pub unnamed: usize,
    /// The providers, the most used one first.
    pub all: Vec<Provider>,
}

/// How often a provider is used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Provider {
    /// The last part of its address.
    pub id: String,
    /// As the oldest brief spells it.
    pub name: String,
    /// Narratives taken from it.
    pub narratives: usize,
    /// Briefs that do so.
    pub briefs: usize,
}

/// What was foretold.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Predictions {
    /// All predictions.
    pub made: usize,
    /// Those with a resolution.
    pub resolved: usize,
    /// Those without one whose day has not come, or that name no day.
    pub open: usize,
    /// Those without one whose day is over, the oldest day first.
    pub due: Vec<Due>,
}

/// A prediction that waits for its resolution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Due {
    /// When it was to be known.
    pub resolves_by: String,
    /// What is asked.
    pub question: String,
    /// Who made it.
    pub forecaster: Option<String>,
    /// From 0 to 1.
    pub probability: Option<f64>,
    /// Where it stands.
    pub brief: Named,
}

/// What was put right.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Corrections {
    /// All corrections of the briefs.
    pub made: usize,
    /// Briefs that have one.
    pub briefs: usize,
    /// Corrections for each hundred briefs, to one place.
    pub per_100_briefs: Option<f64>,
}

/// The figures as JSON, in the order of the fields, with a line for each.
pub fn json(coverage: &Coverage) -> String {
    let json = serde_json::to_string_pretty(coverage);
    json.expect("texts, numbers and lists are JSON") + "\n"
}
