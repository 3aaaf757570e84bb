//! An address that was published before and is gone.

use std::sync::Arc;

use crate::config::FILE;
use crate::diag::Diagnostic;
use crate::lint::{Choice, Group, Kind, Options, Published, Rule, Whole};
use crate::model::{Card, SitePath};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule::at_site(
    "slug-changed",
    Group::Accuracy,
    look,
    include_str!("slug_changed.md"),
)
.choices(&[Choice {
    name: "withdrawn",
    about: "addresses that were withdrawn on purpose",
    kind: Kind::Addresses,
}])
.fixes();

fn look(whole: &Whole<'_>, options: &Options) -> Vec<Diagnostic> {
    let is_withdrawn = |target: &SitePath| {
        let mut withdrawn = options.texts("withdrawn").iter();
        withdrawn.any(|text| SitePath::of_address(&text.value).as_ref() == Some(target))
    };
    let gone = whole.past.gone.iter();
    let gone = gone.filter(|before| !is_withdrawn(&before.target));
    gone.map(|before| {
        let address = before.target.address();
        let now = moved_to(whole, before);
        match now {
            Some(card) => {
                let title = format!("brief was published at `{address}`, which is gone");
                let help = format!("keep the old address: `aliases: [{address}]`");
                let found = whole
                    .finding(&card.path, card.place, title)
                    .label(format!("now it is at `{}`", card.target.address()));
                if card.aliases.is_empty() {
                    let end = card.title_place.end as usize;
                    let line = format!("\naliases: [{address}]");
                    found.fix("keep the old address", Span::new(end, end), line)
                } else {
                    found.help(help)
                }
            }
            None => whole
                .finding(&FILE.into(), Span::default(), format!("no brief is at `{address}` any more"))
                .help(format!(
                    "give the brief that took its place `aliases: [{address}]`; where it was withdrawn, \
                     say so in {FILE}: `[lint]`, `slug-changed = {{ withdrawn = [\"{address}\"] }}`"
                )),
        }
    })
    .collect()
}

/// The brief that was published there: the one of its id, or the only one of its title
/// that stands where none stood before.
fn moved_to<'a>(whole: &Whole<'a>, before: &Published) -> Option<&'a Arc<Card>> {
    let is = |known: &Option<String>, now: &str| known.as_deref() == Some(now);
    let mut cards = whole.site.cards.iter();
    if let Some(found) = cards.find(|card| is(&before.id, &card.id)) {
        return Some(found);
    }
    let mut new = whole
        .site
        .cards
        .iter()
        .filter(|card| is(&before.title, &card.title) && whole.past.new.contains(&card.target));
    new.next().filter(|_| new.next().is_none())
}
