//! `brief.json`: a brief as data. The schema is documented in `docs/guide/brief-json.md`.

use serde::Serialize;

use crate::model::{
    Brief, Card, Citations, Narrative, Prediction, Prose, Slug, Source, SourceKind,
};
use crate::site::Site;

/// The version of the schema; a new field does not change it, another meaning does.
const SCHEMA: u32 = 1;

/// Id and title of the brief that the text of a `brief.json` is of.
pub fn identity(text: &str) -> Option<(String, String)> {
    let data: serde_json::Value = serde_json::from_str(text).ok()?;
    let text = |name: &str| data.get(name)?.as_str().map(str::to_owned);
    text("id").zip(text("title"))
}

#[derive(Serialize)]
struct Data<'a> {
    schema: u32,
    id: &'a str,
    url: String,
    title: &'a str,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    lang: &'a str,
    authors: &'a [String],
    editors: &'a [String],
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    axis: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    facts: Vec<FactData<'a>>,
    narratives: Vec<NarrativeData<'a>>,
    sections: Vec<SectionData<'a>>,
    predictions: Vec<PredictionData<'a>>,
    sources: Vec<SourceData<'a>>,
    corrections: Vec<CorrectionData<'a>>,
}

#[derive(Serialize)]
struct FactData<'a> {
    text: &'a str,
    cite: Vec<&'a str>,
}

#[derive(Serialize)]
struct NarrativeData<'a> {
    stance: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    axis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pole: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_url: Option<&'a str>,
    text: &'a str,
    cite: Vec<&'a str>,
}

#[derive(Serialize)]
struct SectionData<'a> {
    title: &'a str,
    text: &'a str,
    cite: Vec<&'a str>,
}

#[derive(Serialize)]
struct PredictionData<'a> {
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    forecaster: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolves_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<ReadingData>,
}

#[derive(Serialize)]
struct ReadingData {
    as_of: String,
    probability: f64,
}

#[derive(Serialize)]
struct SourceData<'a> {
    id: &'a str,
    number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet_id: Option<Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<SourceKind>,
}

#[derive(Serialize)]
struct CorrectionData<'a> {
    date: String,
    text: &'a str,
}

/// Writes a brief as data.
pub fn write(site: &Site, brief: &Brief, card: &Card, out: &mut String) {
    let citations = Citations::of(brief);
    let data = Data {
        schema: SCHEMA,
        id: &brief.id,
        url: site.config.permalink(&card.target),
        title: &card.title,
        date: brief.date.machine(),
        updated: brief.updated.map(|moment| moment.machine()),
        lang: brief
            .lang
            .as_ref()
            .unwrap_or(&site.config.language)
            .as_str(),
        authors: &brief.authors,
        editors: &brief.editors,
        tags: card.tags.iter().map(|tag| tag.name.as_str()).collect(),
        series: card.series.as_ref().map(|series| series.name.as_str()),
        axis: brief.axis.as_deref(),
        summary: brief.summary.as_ref().map(|prose| prose.markdown.as_str()),
        facts: brief
            .facts
            .iter()
            .map(|fact| FactData {
                text: &fact.prose.markdown,
                cite: cites(brief, &fact.prose),
            })
            .collect(),
        narratives: brief
            .narratives
            .iter()
            .map(|narrative| narrative_data(site, brief, narrative))
            .collect(),
        sections: brief
            .sections
            .iter()
            .map(|section| SectionData {
                title: &section.title,
                text: &section.prose.markdown,
                cite: cites(brief, &section.prose),
            })
            .collect(),
        predictions: brief.predictions.iter().map(prediction_data).collect(),
        sources: citations
            .order
            .iter()
            .map(|&index| source_data(site, &brief.sources[index], citations.numbers[index]))
            .collect(),
        corrections: brief
            .corrections
            .iter()
            .map(|correction| CorrectionData {
                date: correction.date.machine(),
                text: &correction.text,
            })
            .collect(),
    };
    out.push_str(&serde_json::to_string(&data).expect("plain data with text keys"));
    out.push('\n');
}

/// The ids that a text cites, each once.
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

fn narrative_data<'a>(
    site: &Site,
    brief: &'a Brief,
    narrative: &'a Narrative,
) -> NarrativeData<'a> {
    let stance = site.config.stances.resolve(&narrative.stance.value);
    let provider = narrative.provider.as_ref();
    NarrativeData {
        stance: &narrative.stance.value,
        pole: stance.as_ref().and_then(|stance| stance.pole),
        axis: stance.and_then(|stance| stance.axis),
        provider: provider.map(|provider| provider.name.as_str()),
        provider_url: provider.and_then(|provider| provider.url.as_deref()),
        text: &narrative.prose.markdown,
        cite: cites(brief, &narrative.prose),
    }
}

fn prediction_data(prediction: &Prediction) -> PredictionData<'_> {
    PredictionData {
        question: &prediction.question,
        forecaster: prediction.forecaster.as_deref(),
        url: prediction.url.as_deref(),
        probability: prediction.probability,
        as_of: prediction.as_of.map(|moment| moment.machine()),
        resolves_by: prediction.resolves_by.map(|moment| moment.machine()),
        resolution: prediction.resolution.as_deref(),
        readings: prediction
            .readings
            .iter()
            .map(|reading| ReadingData {
                as_of: reading.as_of.machine(),
                probability: reading.probability,
            })
            .collect(),
    }
}

fn source_data<'a>(site: &Site, source: &'a Source, number: usize) -> SourceData<'a> {
    let (outlet_id, outlet) = site.registry.identify(&source.outlet.value).unzip();
    SourceData {
        id: &source.id,
        number,
        outlet,
        outlet_id,
        title: source.title.as_deref(),
        url: source.url.as_deref(),
        author: source.author.as_deref(),
        published: source.published.map(|moment| moment.machine()),
        accessed: source.accessed.map(|moment| moment.machine()),
        archive: source.archive.as_deref(),
        archived: source.archived.map(|moment| moment.machine()),
        quote: source.quote.as_deref(),
        lang: source.lang.as_ref().map(crate::model::Lang::as_str),
        kind: source.kind,
    }
}
