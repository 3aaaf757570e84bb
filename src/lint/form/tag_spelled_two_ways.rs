//! A tag that a brief spells in another way than the oldest brief does.

use crate::diag::Diagnostic;
use crate::layout::bracketed;
use crate::lint::{Group, Options, Rule, Whole};

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
    for brief in &whole.site.cards {
        for tag in &brief.spelled {
            let term = whole.site.tags.get(&tag.value.slug);
            let first = term.map(|term| term.name.as_str());
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
