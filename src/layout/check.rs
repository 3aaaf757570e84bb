//! Whether a text says the same as before it was laid out: every field of the brief, every comment.

use std::fmt::Debug;
use std::sync::Arc;

use super::entry::{Collection, Note, Value};
use crate::diag::Diagnostic;
use crate::model::{
    Allow, Brief, Correction, Fact, Image, Narrative, Prediction, Prose, Reading, Section, Source,
};
use crate::parse;
use crate::text::Spanned;

/// The brief in `text`; the faults when it has an error.
pub fn read(path: &Arc<str>, text: &str) -> Result<Brief, Vec<Diagnostic>> {
    let (brief, diagnostics) = parse::brief(path, text);
    match brief {
        Some(brief) if !diagnostics.iter().any(Diagnostic::is_error) => Ok(brief),
        _ => Err(diagnostics),
    }
}

/// Whether two briefs say the same, wherever in their files they say it.
pub fn says_the_same(one: &Brief, other: &Brief) -> bool {
    said(one) == said(other)
}

/// All that a brief says, field by field. Each field of each part is named, so that a new
/// one has to be thought of here.
fn said(brief: &Brief) -> Vec<String> {
    let Brief {
        path: _,
        hash: _,
        title,
        date,
        updated,
        slug,
        id,
        summary,
        tags,
        sources,
        facts,
        narratives,
        sections,
        predictions,
        authors,
        editors,
        image,
        lang,
        draft,
        expires,
        aliases,
        corrections,
        series,
        related,
        axis,
        allow,
        extra,
    } = brief;
    let allowed = allow.iter().map(|allow| {
        let Allow {
            rule,
            reason,
            used: _,
        } = allow;
        (&rule.value, reason)
    });
    let mut said = vec![
        debug(&(&title.value, date, updated, expires, &slug.value, id)),
        debug(&(values(tags), authors, editors, lang, draft, axis, extra)),
        debug(&(values(aliases), values(related))),
        debug(&series.as_ref().map(|series| &series.value)),
        debug(&summary.as_ref().map(prose)),
        debug(&image.as_ref().map(picture)),
        debug(&allowed.collect::<Vec<_>>()),
    ];
    said.extend(sources.iter().map(source));
    said.extend(facts.iter().map(
        |Fact {
             prose: text,
             span: _,
         }| prose(text),
    ));
    said.extend(narratives.iter().map(narrative));
    said.extend(sections.iter().map(section));
    said.extend(predictions.iter().map(prediction));
    said.extend(corrections.iter().map(correction));
    said
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}")
}

fn values<T>(list: &[Spanned<T>]) -> Vec<&T> {
    list.iter().map(|one| &one.value).collect()
}

fn prose(prose: &Prose) -> String {
    let Prose {
        markdown,
        cites,
        span: _,
    } = prose;
    debug(&(markdown, cites))
}

fn picture(image: &Image) -> String {
    let Image {
        src,
        alt,
        credit,
        caption,
        ai,
    } = image;
    debug(&(
        "image",
        &src.value,
        alt,
        credit,
        caption.as_ref().map(prose),
        ai,
    ))
}

fn source(source: &Source) -> String {
    let Source {
        id,
        span: _,
        outlet,
        title,
        url,
        author,
        published,
        accessed,
        archive,
        archived,
        quote,
        lang,
        kind,
    } = source;
    let document = ("source", id, &outlet.value, title, url, author);
    let rest = (published, accessed, archive, archived, quote, lang, kind);
    debug(&(document, rest))
}

fn narrative(narrative: &Narrative) -> String {
    let Narrative {
        stance,
        provider,
        prose: text,
        span: _,
    } = narrative;
    debug(&("narrative", &stance.value, provider, prose(text)))
}

fn section(section: &Section) -> String {
    let Section { title, prose: text } = section;
    debug(&("section", title, prose(text)))
}

fn prediction(prediction: &Prediction) -> String {
    let Prediction {
        question,
        forecaster,
        url,
        probability,
        as_of,
        resolves_by,
        resolution,
        readings,
    } = prediction;
    let readings: Vec<_> = readings
        .iter()
        .map(|Reading { as_of, probability }| (as_of, probability))
        .collect();
    let who = ("prediction", question, forecaster, url);
    debug(&(who, probability, as_of, resolves_by, resolution, readings))
}

fn correction(correction: &Correction) -> String {
    let Correction { date, text } = correction;
    debug(&("correction", date, text))
}

/// Every comment with the place of what it stands at, in the order of these places; those of
/// one place in the order of the text.
pub fn comments(top: &[Note], brief: &Collection) -> Vec<(String, String)> {
    let mut found = Vec::new();
    notes(top, "", &mut found);
    gather(brief, "", &mut found);
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

fn notes(notes: &[Note], place: &str, found: &mut Vec<(String, String)>) {
    found.extend(
        notes
            .iter()
            .map(|note| (place.to_owned(), note.text.clone())),
    );
}

fn gather(collection: &Collection, place: &str, found: &mut Vec<(String, String)>) {
    for (number, entry) in collection.entries.iter().enumerate() {
        let place = match &entry.key {
            Some(_) => format!("{place}/{}", entry.name()),
            None => format!("{place}/{number}"),
        };
        notes(&entry.above, &place, found);
        let beside = entry.key_note.iter().chain(&entry.value_note);
        found.extend(beside.map(|note| (place.clone(), note.clone())));
        match &entry.value {
            Value::Scalar(_) => {}
            Value::List(inner) | Value::Map(inner) => gather(inner, &place, found),
        }
        notes(&entry.below, &place, found);
    }
    notes(&collection.tail, &format!("{place}/"), found);
}
