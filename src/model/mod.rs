//! The words of the craft as plain types: briefs, facts, sources, outlets, narratives, stances.

mod brief;
mod card;
mod date;
mod lang;
mod lean;
mod outlet;
mod path;
pub mod read;
mod shared;
mod slug;
mod spelled_date;
mod stance;
mod url;

pub use brief::{
    Allow, Brief, Citations, Correction, Fact, Image, Narrative, PlainPage, Prediction, Prose,
    Provider, Reading, Section, Source, SourceKind, Use, Where,
};
pub use card::{Card, Cited, CitedOutlet, CitedSource, cited};
pub use date::{Moment, MomentError};
pub use lang::{Direction, Lang};
pub use lean::Lean;
pub use outlet::{Outlet, Rating, Registry};
pub use path::{SitePath, encode_path, encode_url};
pub use shared::{Named, Pooled, Shared, each_once};
pub use slug::{Slug, SlugError};
pub use spelled_date::spelled_date;
pub use stance::{Stance, Stances};
pub use url::{Href, UrlError, check_url};
