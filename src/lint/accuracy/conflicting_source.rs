//! One document under two ids of a brief. That one id stands twice is found while reading.

use crate::diag::Diagnostic;
use crate::lint::{Group, Options, Proof, Rule};

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "conflicting-source",
    Group::Accuracy,
    look,
    include_str!("conflicting_source.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let sources = &proof.brief.sources;
    for (place, source) in sources.iter().enumerate() {
        let Some(url) = &source.url else { continue };
        let first = sources[..place]
            .iter()
            .find(|one| one.url.as_ref() == Some(url));
        if let Some(first) = first {
            let at = |id: &str| proof.place(&format!("sources/{id}/url"));
            let title = format!("`{}` and `{}` are one document", first.id, source.id);
            found.push(
                proof
                    .finding(at(&source.id), title)
                    .label("the same address again")
                    .also(&proof.brief.path, at(&first.id), "first here")
                    .help(format!("cite `[^{}]` in both places", first.id)),
            );
        }
    }
    found
}
