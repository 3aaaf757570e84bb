//! `brief.json`: a brief as data. The schema is documented in `docs/guide/brief-json.md`.

use crate::model::{
    Brief, Card, Citations, Lang, Moment, Narrative, Prediction, Prose, Source, SourceKind,
};
use crate::site::Site;
use crate::text::{JsonIn, JsonObject};

/// The version of the schema; a new field does not change it, another meaning does.
const SCHEMA: u32 = 1;

/// Id and title of the brief that the text of a `brief.json` is of.
pub fn identity(text: &str) -> Option<(String, String)> {
    let data: serde_json::Value = serde_json::from_str(text).ok()?;
    let text = |name: &str| data.get(name)?.as_str().map(str::to_owned);
    text("id").zip(text("title"))
}

/// Writes a brief as data.
pub fn write(site: &Site, brief: &Brief, card: &Card, out: &mut String) {
    JsonObject::write(out, JsonIn::File, |data| {
        head(data, site, brief, card);
        data.objects("facts", &brief.facts, |data, fact| {
            prose(data, brief, &fact.prose);
        });
        data.objects("narratives", &brief.narratives, |data, one| {
            narrative(data, site, brief, one);
        });
        data.objects("sections", &brief.sections, |data, section| {
            data.text("title", &section.title);
            prose(data, brief, &section.prose);
        });
        data.objects("predictions", &brief.predictions, prediction);
        let citations = Citations::of(brief);
        data.objects("sources", &citations.order, |data, &index| {
            source(data, site, &brief.sources[index], citations.numbers[index]);
        });
        data.objects("corrections", &brief.corrections, |data, correction| {
            data.text("date", &correction.date.machine());
            data.text("text", &correction.text);
        });
    });
    out.push('\n');
}

fn head(data: &mut JsonObject<'_>, site: &Site, brief: &Brief, card: &Card) {
    let lang = brief.lang.as_ref().unwrap_or(&site.config.language);
    data.number("schema", SCHEMA);
    data.text("id", &brief.id);
    data.text("url", &site.config.permalink(&card.target));
    data.text("title", &card.title);
    data.text("date", &brief.date.machine());
    moment(data, "updated", brief.updated);
    data.text("lang", lang.as_str());
    data.texts("authors", &brief.authors);
    data.texts("editors", &brief.editors);
    data.texts("tags", card.tags.iter().map(|tag| tag.name.as_str()));
    data.text_if("series", card.series.as_ref().map(|series| &series.name));
    data.text_if("axis", brief.axis.as_ref());
    let summary = brief.summary.as_ref();
    data.text_if("summary", summary.map(|prose| &prose.markdown));
}

/// A text, and the ids that it cites, each once.
fn prose(data: &mut JsonObject<'_>, brief: &Brief, prose: &Prose) {
    let mut ids: Vec<&str> = Vec::with_capacity(prose.cites.len());
    for &index in &prose.cites {
        let id = brief.sources[index].id.as_str();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    data.text("text", &prose.markdown);
    data.texts("cite", ids);
}

fn narrative(data: &mut JsonObject<'_>, site: &Site, brief: &Brief, narrative: &Narrative) {
    let stance = site.config.stances.resolve(&narrative.stance.value);
    data.text("stance", &narrative.stance.value);
    if let Some(stance) = stance {
        data.text_if("axis", stance.axis.as_deref());
        data.number_if("pole", stance.pole);
    }
    if let Some(provider) = &narrative.provider {
        data.text("provider", &provider.name);
        data.text_if("provider_url", provider.url.as_ref());
    }
    prose(data, brief, &narrative.prose);
}

fn prediction(data: &mut JsonObject<'_>, prediction: &Prediction) {
    data.text("question", &prediction.question);
    data.text_if("forecaster", prediction.forecaster.as_ref());
    data.text_if("url", prediction.url.as_ref());
    data.number_if("probability", prediction.probability);
    moment(data, "as_of", prediction.as_of);
    moment(data, "resolves_by", prediction.resolves_by);
    data.text_if("resolution", prediction.resolution.as_ref());
    if !prediction.readings.is_empty() {
        data.objects("readings", &prediction.readings, |data, reading| {
            data.text("as_of", &reading.as_of.machine());
            data.number("probability", reading.probability);
        });
    }
}

fn source(data: &mut JsonObject<'_>, site: &Site, source: &Source, number: usize) {
    data.text("id", &source.id);
    data.number("number", number);
    if let Some((id, name)) = site.registry.identify(&source.outlet.value) {
        data.text("outlet", &name);
        data.text("outlet_id", id.as_str());
    }
    data.text_if("title", source.title.as_ref());
    data.text_if("url", source.url.as_ref());
    data.text_if("author", source.author.as_ref());
    moment(data, "published", source.published);
    moment(data, "accessed", source.accessed);
    data.text_if("archive", source.archive.as_ref());
    moment(data, "archived", source.archived);
    data.text_if("quote", source.quote.as_ref());
    data.text_if("lang", source.lang.as_ref().map(Lang::as_str));
    data.text_if("kind", source.kind.map(SourceKind::name));
}

/// A date as it was written, or no field where there is none.
fn moment(data: &mut JsonObject<'_>, name: &str, moment: Option<Moment>) {
    data.text_if(name, moment.map(|moment| moment.machine()));
}
