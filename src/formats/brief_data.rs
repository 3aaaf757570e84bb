//! `brief.json`: a brief as data. The schema is documented in `docs/guide/brief-json.md`.

use serde_json::{Map, Value, json};

use crate::model::{Brief, Card, Citations, Prediction, Prose, Source};
use crate::site::Site;

/// The version of the schema; a new field does not change it, another meaning does.
const SCHEMA: u32 = 1;

/// Writes a brief as data.
pub fn write(site: &Site, brief: &Brief, card: &Card, out: &mut String) {
    let citations = Citations::of(brief);
    let cites = |prose: &Prose| cites(brief, prose);
    let lang = brief.lang.as_ref().unwrap_or(&site.config.language);
    let value = object([
        ("schema", json!(SCHEMA)),
        ("id", json!(brief.id)),
        ("url", json!(site.config.permalink(&card.target))),
        ("title", json!(card.title)),
        ("date", json!(brief.date.machine())),
        (
            "updated",
            json!(brief.updated.map(|moment| moment.machine())),
        ),
        ("lang", json!(lang.as_str())),
        ("authors", json!(brief.authors)),
        ("editors", json!(brief.editors)),
        (
            "tags",
            card.tags.iter().map(|(_, name)| json!(name)).collect(),
        ),
        ("series", json!(card.series.as_ref().map(|(_, name)| name))),
        (
            "summary",
            json!(brief.summary.as_ref().map(|prose| &prose.markdown)),
        ),
        (
            "facts",
            brief
                .facts
                .iter()
                .map(|fact| {
                    json!({
                        "text": fact.prose.markdown,
                        "cite": cites(&fact.prose),
                    })
                })
                .collect(),
        ),
        (
            "narratives",
            brief
                .narratives
                .iter()
                .zip(stances(site, brief))
                .map(|(narrative, stance)| {
                    object([
                        ("stance", json!(narrative.stance.value)),
                        (
                            "axis",
                            json!(stance.as_ref().and_then(|stance| stance.axis.as_deref())),
                        ),
                        (
                            "pole",
                            json!(stance.as_ref().and_then(|stance| stance.pole)),
                        ),
                        (
                            "provider",
                            json!(narrative.provider.as_ref().map(|provider| &provider.name)),
                        ),
                        (
                            "provider_url",
                            json!(
                                narrative
                                    .provider
                                    .as_ref()
                                    .and_then(|provider| provider.url.as_ref())
                            ),
                        ),
                        ("text", json!(narrative.prose.markdown)),
                        ("cite", json!(cites(&narrative.prose))),
                    ])
                })
                .collect(),
        ),
        (
            "sections",
            brief
                .sections
                .iter()
                .map(|section| {
                    json!({
                        "title": section.title,
                        "text": section.prose.markdown,
                        "cite": cites(&section.prose),
                    })
                })
                .collect(),
        ),
        (
            "predictions",
            brief.predictions.iter().map(prediction).collect(),
        ),
        (
            "sources",
            citations
                .order
                .iter()
                .map(|&index| source(site, &brief.sources[index], citations.numbers[index]))
                .collect(),
        ),
        (
            "corrections",
            brief
                .corrections
                .iter()
                .map(|correction| {
                    json!({
                        "date": correction.date.machine(),
                        "text": correction.text,
                    })
                })
                .collect(),
        ),
        ("axis", json!(brief.axis)),
    ]);
    out.push_str(&value.to_string());
    out.push('\n');
}

/// An object of the fields that are not null.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let present = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(
        present
            .map(|(key, value)| (key.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}

fn cites<'a>(brief: &'a Brief, prose: &Prose) -> Vec<&'a str> {
    let mut ids: Vec<&str> = Vec::with_capacity(prose.cites.len());
    for &index in &prose.cites {
        let id = brief.sources[index].id.as_str();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn stances(site: &Site, brief: &Brief) -> Vec<Option<crate::model::Stance>> {
    let stances = &site.config.stances;
    brief
        .narratives
        .iter()
        .map(|narrative| stances.resolve(&narrative.stance.value))
        .collect()
}

fn prediction(prediction: &Prediction) -> Value {
    let readings: Vec<Value> = prediction
        .readings
        .iter()
        .map(|reading| json!({ "as_of": reading.as_of.machine(), "probability": reading.probability }))
        .collect();
    object([
        ("question", json!(prediction.question)),
        ("forecaster", json!(prediction.forecaster)),
        ("url", json!(prediction.url)),
        ("probability", json!(prediction.probability)),
        (
            "as_of",
            json!(prediction.as_of.map(|moment| moment.machine())),
        ),
        (
            "resolves_by",
            json!(prediction.resolves_by.map(|moment| moment.machine())),
        ),
        ("resolution", json!(prediction.resolution)),
        (
            "readings",
            if readings.is_empty() {
                Value::Null
            } else {
                Value::Array(readings)
            },
        ),
    ])
}

fn source(site: &Site, source: &Source, number: usize) -> Value {
    let outlet = site.registry.identify(&source.outlet.value);
    let (id, name) = outlet.map_or((None, None), |(id, name)| (Some(id), Some(name)));
    object([
        ("id", json!(source.id)),
        ("number", json!(number)),
        ("outlet", json!(name)),
        ("outlet_id", json!(id)),
        ("title", json!(source.title)),
        ("url", json!(source.url)),
        ("author", json!(source.author)),
        (
            "published",
            json!(source.published.map(|moment| moment.machine())),
        ),
        (
            "accessed",
            json!(source.accessed.map(|moment| moment.machine())),
        ),
        ("archive", json!(source.archive)),
        (
            "archived",
            json!(source.archived.map(|moment| moment.machine())),
        ),
        ("quote", json!(source.quote)),
        ("lang", json!(source.lang)),
        ("kind", json!(source.kind)),
    ])
}
