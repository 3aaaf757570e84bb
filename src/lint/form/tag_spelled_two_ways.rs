//! A tag that a brief spells in another way than the oldest brief does.

use ahash::AHashMap;

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
    let names = whole.site.tags.iter();
    let names: AHashMap<&Slug, &str> = names
        .map(|(slug, term)| (slug, term.name.as_str()))
        .collect();
    for brief in &whole.site.cards {
        for tag in &brief.spelled {
            let first = names.get(&tag.value.slug).copied();
            let Some(first) = first.filter(|first| *first != tag.value.name) else {
                continue;
            };
            let title = format!("tag `{}` is spelled in two ways", tag.value.name);
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
