//! A title of too many characters.

use crate::diag::Diagnostic;
use crate::lint::{Choice, Group, Kind, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "title-too-long",
    Group::Form,
    look,
    include_str!("title_too_long.md"),
)
.choices(&[Choice {
    name: "characters",
    about: "how many characters a title may have",
    kind: Kind::Number {
        default: 110.0,
        least: 10.0,
        most: 1_000.0,
    },
}]);

fn look(proof: &Proof<'_>, options: &Options) -> Vec<Diagnostic> {
    let title = &proof.brief.title;
    let (most, length) = (options.count("characters"), title.value.chars().count());
    if length <= most {
        return Vec::new();
    }
    let said = format!("title has {length} characters, more than {most}");
    let found = proof.finding(proof.first_line(title.span), said);
    vec![found.label("search engines and feeds cut it")]
}
