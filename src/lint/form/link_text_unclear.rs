//! A link that does not say where it leads.

use crate::diag::Diagnostic;
use crate::lint::MOST;
use crate::lint::{Group, Options, Proof, Rule};
use crate::model::Prose;
use crate::parse;

/// The rule.
pub const RULE: Rule = Rule::in_brief(
    "link-text-unclear",
    Group::Form,
    look,
    include_str!("link_text_unclear.md"),
);

fn look(proof: &Proof<'_>, _: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let corrections = proof.brief.corrections.iter().enumerate();
    let corrections = corrections.filter(|(_, correction)| correction.text.contains(']'));
    let corrections: Vec<Prose> = corrections
        .map(|(index, correction)| Prose {
            markdown: correction.text.clone(),
            cites: Vec::new(),
            span: proof.place(&format!("corrections/{index}/text")),
        })
        .collect();
    for prose in proof.texts().chain(&corrections) {
        for link in parse::worded_links(&prose.markdown) {
            let words = link.words.trim_matches(|c: char| !c.is_alphanumeric());
            if !UNCLEAR.contains(&words.to_lowercase().as_str()) {
                continue;
            }
            if found.len() > MOST {
                return found;
            }
            let title = format!("link `{words}` does not say where it leads");
            let at = proof.within(prose, link.range);
            let label = "name what is there: many hear links out of their sentence";
            found.push(proof.finding(at, title).label(label));
        }
    }
    found
}

const UNCLEAR: [&str; 26] = [
    "",
    "article",
    "click",
    "click here",
    "details",
    "find out more",
    "here",
    "learn more",
    "link",
    "more",
    "more here",
    "page",
    "read",
    "read here",
    "read more",
    "see here",
    "site",
    "source",
    "that",
    "this",
    "this link",
    "website",
    "see more",
    "this article",
    "this page",
    "this report",
];
