//! What `site.toml` says of feeds: which there are, and what an entry holds.

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

/// One of these words in the field `name`; the first, where there is no such field.
pub fn word<T: Copy, const N: usize>(
    fields: &mut Fields<'_>,
    name: &'static str,
    what: &str,
    choices: [(&str, T); N],
    faults: &mut Faults,
) -> T {
    let default = choices[0].1;
    let Some(text) = fields.text(name, faults) else {
        return default;
    };
    let chosen = choices.iter().find(|(word, _)| *word == text.value);
    if let Some((_, choice)) = chosen {
        return *choice;
    }
    let title = format!("`{name}` is no known {what}");
    faults.error("wrong-type", text.span, title, |d| {
        let words: Vec<String> = choices
            .iter()
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        let (last, before) = words.split_last().expect("there are choices");
        d.label(format!("expected {} or {last}", before.join(", ")))
    });
    default
}
