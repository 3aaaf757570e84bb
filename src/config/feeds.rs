//! What `site.toml` says of feeds: which there are, and what an entry holds.

use super::word;
use crate::tree::{Faults, Fields};

/// Which feeds there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feeds {
    /// Atom and JSON Feed.
    Both,
    /// Atom alone.
    Atom,
    /// JSON Feed alone.
    Json,
    /// None.
    None,
}

/// What an entry of a feed holds of its brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedEntries {
    /// All that the page of the brief says.
    Whole,
    /// Its summary.
    Summary,
}

/// Reads `feeds`.
pub fn feeds(fields: &mut Fields<'_>, faults: &mut Faults) -> Feeds {
    let choices = [
        ("both", Feeds::Both),
        ("atom", Feeds::Atom),
        ("json", Feeds::Json),
        ("none", Feeds::None),
    ];
    word(fields, "feeds", "choice of feeds", choices, faults)
}

/// Reads `feed_entries`.
pub fn feed_entries(fields: &mut Fields<'_>, faults: &mut Faults) -> FeedEntries {
    let choices = [
        ("whole", FeedEntries::Whole),
        ("summary", FeedEntries::Summary),
    ];
    word(fields, "feed_entries", "kind of entry", choices, faults)
}
