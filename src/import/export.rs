//! A brief → the plain text that it could have been imported from.

use std::fmt::Write as _;

use super::squeeze;
use crate::model::{Brief, Prose};
use crate::render::plain_text;

/// A brief as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The text.
    pub text: String,
    /// What the brief has and the layout has no place for.
    pub left_out: Vec<&'static str>,
}

/// Writes the numbered layout:
///
/// ```text
/// Title
/// Facts
/// - A fact. 1 2
/// Sources: 1 Outlet, 2 Outlet, and 3 Outlet.
/// Narratives
/// - Stance narrative, as provided by Provider. Text.
/// ```
///
/// Sources are numbered in the order in which the brief defines them.
pub fn export(brief: &Brief) -> Exported {
    let mut out = String::new();
    let _ = writeln!(out, "{}", squeeze(&brief.title.value));
    if let Some(summary) = &brief.summary {
        let _ = writeln!(out, "{}", words(summary, "\n\n"));
    }
    if !brief.facts.is_empty() {
        out.push_str("Facts\n");
        for fact in &brief.facts {
            let _ = writeln!(out, "- {}", cited(&fact.prose, "\n\n  "));
        }
    }
    if !brief.sources.is_empty() {
        let _ = writeln!(out, "Sources: {}", outlets(brief));
    }
    if !brief.narratives.is_empty() {
        out.push_str("Narratives\n");
        for narrative in &brief.narratives {
            let label = label(&narrative.stance.value);
            let text = cited(&narrative.prose, " ");
            let _ = match &narrative.provider {
                None => writeln!(out, "- {label}: {text}"),
                Some(provider) => {
                    let stop = if provider.name.ends_with('.') {
                        ""
                    } else {
                        "."
                    };
                    writeln!(
                        out,
                        "- {label}, as provided by {}{stop} {text}",
                        squeeze(&provider.name)
                    )
                }
            };
        }
    }
    for section in &brief.sections {
        let _ = writeln!(
            out,
            "{}\n{}",
            squeeze(&section.title),
            cited(&section.prose, "\n\n")
        );
    }
    Exported {
        text: out,
        left_out: left_out(brief),
    }
}

/// `Left narrative`, `Narrative A`.
fn label(stance: &str) -> String {
    let stance = squeeze(stance);
    let is_lettered = stance
        .strip_prefix("Narrative ")
        .is_some_and(|letter| letter.len() == 1);
    if is_lettered {
        stance
    } else {
        format!("{stance} narrative")
    }
}

/// The words of a text, with what is given between its paragraphs.
fn words(prose: &Prose, between: &str) -> String {
    let paragraphs = prose.markdown.split("\n\n").map(plain_text);
    let paragraphs: Vec<String> = paragraphs.filter(|words| !words.is_empty()).collect();
    paragraphs.join(between)
}

/// The words with the numbers of their sources at the end.
fn cited(prose: &Prose, between: &str) -> String {
    let mut text = words(prose, between);
    let mut seen = Vec::new();
    for &source in &prose.cites {
        if !seen.contains(&source) {
            seen.push(source);
            let _ = write!(text, " {}", source + 1);
        }
    }
    text
}

fn outlets(brief: &Brief) -> String {
    let count = brief.sources.len();
    let mut out = String::new();
    for (at, source) in brief.sources.iter().enumerate() {
        out.push_str(match at {
            0 => "",
            _ if at + 1 < count => ", ",
            1 => " and ",
            _ => ", and ",
        });
        let _ = write!(out, "{} {}", at + 1, squeeze(&source.outlet.value));
    }
    if !out.ends_with('.') {
        out.push('.');
    }
    out
}

fn left_out(brief: &Brief) -> Vec<&'static str> {
    let details = |source: &crate::model::Source| {
        source.title.is_some()
            || source.url.is_some()
            || source.published.is_some()
            || source.author.is_some()
    };
    let marks_inside = |prose: &Prose| {
        let mut rest = prose.markdown.trim_end();
        // Those at the end stand where the layout has them.
        while rest.ends_with(']')
            && let Some(at) = rest.rfind("[^")
        {
            rest = rest[..at].trim_end();
        }
        rest.contains("[^")
    };
    let proses = brief
        .facts
        .iter()
        .map(|fact| &fact.prose)
        .chain(brief.narratives.iter().map(|narrative| &narrative.prose));
    let has_markup = proses.chain(brief.summary.as_ref()).any(|prose| {
        let text = &prose.markdown;
        text.contains("](")
            || text.contains("\n- ")
            || text.contains("\n1. ")
            || text.contains("\n|")
            || text.contains("```")
    });
    let all = [
        ("date", true),
        (
            "updated, expires",
            brief.updated.is_some() || brief.expires.is_some(),
        ),
        ("draft", brief.draft),
        ("predictions", !brief.predictions.is_empty()),
        ("links, lists, tables and code", has_markup),
        ("lang", brief.lang.is_some()),
        ("axis", brief.axis.is_some()),
        ("tags", !brief.tags.is_empty()),
        (
            "titles and addresses of sources",
            brief.sources.iter().any(details),
        ),
        (
            "addresses of providers",
            brief.narratives.iter().any(|narrative| {
                narrative
                    .provider
                    .as_ref()
                    .is_some_and(|provider| provider.url.is_some())
            }),
        ),
        (
            "the places of citations inside facts",
            brief.facts.iter().any(|fact| marks_inside(&fact.prose)),
        ),
        (
            "authors and editors",
            !brief.authors.is_empty() || !brief.editors.is_empty(),
        ),
        ("image", brief.image.is_some()),
        ("corrections", !brief.corrections.is_empty()),
        ("series", brief.series.is_some()),
        ("related", !brief.related.is_empty()),
        ("aliases", !brief.aliases.is_empty()),
    ];
    all.into_iter()
        .filter(|(_, has)| *has)
        .map(|(name, _)| name)
        .collect()
}
