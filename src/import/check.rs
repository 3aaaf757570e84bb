//! Whether a brief says what the story says: it is read back before it is written.

use std::sync::Arc;

use super::squeeze;
use super::story::{Statement, Story};
use super::write::{Escaping, Spelling, write};
use crate::diag::Diagnostic;
use crate::model::{Brief, Prose};
use crate::parse;
use crate::render::plain_text;

/// The text of a brief that says what the story says, in this spelling where it can be
/// written so; none where neither spelling can.
pub fn faithful(
    story: &Story,
    date: Option<&str>,
    spelling: Spelling,
) -> Option<(String, Spelling)> {
    let other = match spelling {
        Spelling::Markdown => Spelling::Yaml,
        Spelling::Yaml => Spelling::Markdown,
    };
    [spelling, other].into_iter().find_map(|spelling| {
        [Escaping::Light, Escaping::Full]
            .into_iter()
            .find_map(|escaping| {
                // A brief without a date is none: it is read with one that is not written.
                let text = write(
                    story,
                    Some(date.unwrap_or("2000-01-01")),
                    spelling,
                    escaping,
                );
                if !says(story, &text, spelling) {
                    return None;
                }
                let text = if date.is_some() {
                    text
                } else {
                    write(story, None, spelling, escaping)
                };
                Some((text, spelling))
            })
    })
}

/// Whether the brief in `text` is the story, word for word.
fn says(story: &Story, text: &str, spelling: Spelling) -> bool {
    let path: Arc<str> = format!("imported.{}", spelling.extension()).into();
    let (brief, diagnostics) = parse::brief(&path, text);
    let Some(brief) = brief.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
        return false;
    };
    let outlets = brief.sources.iter().map(|source| &source.outlet.value);
    let (own, pairs) = (
        &brief.predictions,
        brief.predictions.iter().zip(&story.forecasts),
    );
    let published = |published: Option<crate::model::Moment>| published.map(|date| date.iso());
    let details = brief
        .sources
        .iter()
        .zip(&story.sources)
        .all(|(source, cited)| {
            (&source.title, &source.url) == (&cited.title, &cited.url)
                && published(source.published) == cited.published
        });
    brief.title.value == story.title
        && details
        && brief.authors == story.authors
        && outlets.eq(story.sources.iter().map(|source| &source.outlet))
        && plain(brief.summary.as_ref()) == squeeze(&story.summary)
        && facts(&brief, story)
        && narratives(&brief, story)
        && brief.sections.len() == story.sections.len()
        && brief
            .sections
            .iter()
            .zip(&story.sections)
            .all(|(section, (title, statement))| {
                section.title == *title && is(&section.prose, statement)
            })
        && own.len() == story.forecasts.len()
        && pairs.into_iter().all(|(prediction, forecast)| {
            let percent = forecast
                .percent
                .as_ref()
                .and_then(|percent| percent.parse::<f64>().ok());
            let same = match (prediction.probability, percent) {
                (Some(probability), Some(percent)) => (probability * 100.0 - percent).abs() < 1e-6,
                (None, None) => true,
                _ => false,
            };
            prediction.question == forecast.question
                && prediction.forecaster == forecast.forecaster
                && same
        })
}

fn facts(brief: &Brief, story: &Story) -> bool {
    let pairs = brief.facts.iter().zip(&story.facts);
    brief.facts.len() == story.facts.len()
        && pairs
            .into_iter()
            .all(|(fact, statement)| is(&fact.prose, statement))
}

fn narratives(brief: &Brief, story: &Story) -> bool {
    let pairs = brief.narratives.iter().zip(&story.narratives);
    brief.narratives.len() == story.narratives.len()
        && pairs.into_iter().all(|(narrative, telling)| {
            let provider = narrative.provider.as_ref();
            narrative.stance.value == telling.stance
                && provider.map(|provider| &provider.name) == telling.provider.as_ref()
                && is(&narrative.prose, &telling.prose)
        })
}

fn is(prose: &Prose, statement: &Statement) -> bool {
    if statement.is_markdown {
        return prose.markdown == statement.text.trim();
    }
    prose.cites == statement.cites && plain(Some(prose)) == squeeze(&statement.text)
}

fn plain(prose: Option<&Prose>) -> String {
    prose.map_or_else(String::new, |prose| plain_text(&prose.markdown))
}
