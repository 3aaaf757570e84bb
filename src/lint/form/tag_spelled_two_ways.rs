//! A tag that a brief spells in another way than the oldest brief does.

use crate::diag::Diagnostic;
use crate::layout::bracketed;
use crate::lint::{Group, Options, Rule, Whole};
use crate::model::Slug;

/// The rule.
pub const RULE: Rule = Rule::at_site(
    "tag-spelled-two-ways",
    Group::Form,
    look,
    include_str!("tag_spelled_two_ways.md"),
)
.fixes();

fn look(whole: &Whole<'_>, _: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // What a spelling means is looked up once: the tags of a large site are few.
    let mut known: ahash::HashMap<&str, Option<&str>> = ahash::HashMap::default();
    for brief in &whole.site.cards {
        for tag in &brief.spelled {
            let first = *known.entry(tag.value.as_str()).or_insert_with(|| {
                let term = Slug::of(&tag.value).and_then(|slug| whole.site.tags.get(&slug));
                let first = term.map(|term| term.name.as_str());
                first.filter(|first| *first != tag.value)
            });
            let Some(first) = first else { continue };
            let title = format!("tag `{}` is spelled in two ways", tag.value);
            found.push(
                whole
                    .finding(&brief.path, tag.span, title)
                    .label(format!("elsewhere it is `{first}`"))
                    .fix(
                        "use the spelling of the oldest brief",
                        tag.span,
                        bracketed(first),
                    ),
            );
        }
    }
    found
}
