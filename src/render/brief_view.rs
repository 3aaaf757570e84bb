//! The view of a brief: everything that `brief.html` may show.

use ahash::{AHashMap, AHashSet};
use tera::Value as TeraValue;
use xxhash_rust::xxh3::xxh3_64;

use super::Renderer;
use super::drawer::Drawer;
use super::given::{name, view};
use super::links::Links;
use super::markdown::{blocks, inline, plain_text};
use super::marks::Marks;
use super::source_view::{SourceView, sources};
use crate::model::{Brief, Citations, Direction, Image, Lang, Narrative, Prediction, Slug};
use crate::parse::citation;
use crate::plan::{Grouping, data_target, media_target};
use crate::site::{CardId, Site};
use crate::text::{one_line, push_hex};
use crate::theme::Texts;
use crate::tree::Value;

view! {
    /// A brief, as its template knows it.
    pub struct BriefView<'a> {
        title: &'a str,
        url: String,
        permalink: String,
        json_url: String,
        id: &'a str,
        lang: &'a Lang,
        dir: Direction,
        date: TeraValue,
        updated: Option<TeraValue>,
        authors: &'a [String],
        editors: &'a [String],
        draft: bool,
        scheduled: bool,
        summary_html: String,
        summary_text: String,
        tags: Vec<TeraValue>,
        series: Option<TeraValue>,
        image: Option<ImageView<'a>>,
        facts: Vec<FactView>,
        narratives: Vec<NarrativeView<'a>>,
        sections: Vec<SectionView<'a>>,
        predictions: Vec<PredictionView<'a>>,
        sources: Vec<SourceView<'a>>,
        corrections: Vec<CorrectionView>,
        previous: Option<TeraValue>,
        next: Option<TeraValue>,
        related: Vec<TeraValue>,
        earlier: Vec<TeraValue>,
        extra: &'a Value,
    }
}

view! {
    struct ImageView<'a> {
        url: String,
        alt: &'a str,
        credit: &'a str,
        caption_html: String,
        ai: bool,
    }
}

view! {
    struct FactView {
        anchor: String,
        html: String,
    }
}

view! {
    struct NarrativeView<'a> {
        anchor: String,
        tab: String,
        stance: TeraValue,
        provider: Option<ProviderView<'a>>,
        html: String,
    }
}

view! {
    struct ProviderView<'a> {
        name: &'a str,
        url: String,
        link: Option<&'a str>,
    }
}

view! {
    struct SectionView<'a> {
        anchor: String,
        title: &'a str,
        html: String,
    }
}

view! {
    struct PredictionView<'a> {
        anchor: String,
        question: &'a str,
        forecaster: Option<&'a str>,
        link: Option<&'a str>,
        percent: Option<String>,
        probability: Option<f64>,
        as_of: Option<TeraValue>,
        resolves_by: Option<TeraValue>,
        resolution: Option<&'a str>,
        readings: Vec<ReadingView>,
    }
}

view! {
    struct ReadingView {
        as_of: TeraValue,
        percent: String,
        probability: f64,
    }
}

view! {
    struct CorrectionView {
        date: TeraValue,
        html: String,
    }
}

/// The view of the brief `id`, with what lies in `drawer`.
pub fn brief<'a>(
    renderer: &'a Renderer<'_>,
    brief: &'a Brief,
    id: CardId,
    drawer: &Drawer,
) -> BriefView<'a> {
    let (site, theme) = (renderer.site, renderer.theme);
    let card = &site.cards[id];
    let (config, texts, names) = (&site.config, &theme.texts, &theme.names);
    let links = Links::within(config, &card.target);
    let citations = Citations::of(brief);
    let mut marks = Marks::of_page(brief, &citations, &site.registry, texts);
    let facts = facts(brief, &links, &mut marks);
    let narratives = narratives(renderer, brief, &links, &mut marks, drawer);
    let sections = sections(brief, &links, &mut marks);
    let lang = card.lang.as_ref().unwrap_or(&config.language);
    let cards = |ids: &[CardId]| ids.iter().map(|&id| drawer.card(site, theme, id)).collect();
    let term = |grouping, named| drawer.term(site, grouping, named);
    let image = brief.image.as_ref();
    BriefView {
        title: &brief.title.value,
        url: config.url(&card.target),
        permalink: config.permalink(&card.target),
        json_url: names.only(name!("json_url"), || config.url(&data_target(&card.target))),
        id: &brief.id,
        lang,
        dir: lang.direction(),
        date: drawer.date(&brief.date, texts),
        updated: drawer.dates(brief.updated.as_ref(), texts),
        authors: &brief.authors,
        editors: &brief.editors,
        draft: card.draft,
        scheduled: site.is_scheduled(card),
        summary_html: inline(&card.summary, &links),
        summary_text: names.only(name!("summary_text"), || plain_text(&card.summary)),
        tags: card
            .tags
            .iter()
            .map(|tag| term(Grouping::Tags, tag))
            .collect(),
        series: card
            .series
            .as_ref()
            .map(|series| term(Grouping::Series, series)),
        image: image.and_then(|image| picture(renderer, image, &links)),
        facts,
        narratives,
        sections,
        predictions: predictions(brief, texts, drawer),
        sources: sources(renderer, brief, &citations, drawer),
        corrections: corrections(brief, texts, &links, drawer),
        previous: names.only(name!("previous"), || {
            Some(drawer.card(site, theme, id.checked_sub(1)?))
        }),
        next: names.only(name!("next"), || {
            let next = id + 1;
            (next < site.cards.len()).then(|| drawer.card(site, theme, next))
        }),
        related: names.only(name!("related"), || cards(&site.related[id])),
        earlier: names.only(name!("earlier"), || {
            cards(&site.earlier(id).collect::<Vec<_>>())
        }),
        extra: &brief.extra,
    }
}

/// The address of the picture of a brief, for previews of links to it.
pub fn image_permalink(site: &Site, brief: &Brief) -> Option<String> {
    let target = media_target(brief.image.as_ref()?.src.value.as_str())?;
    Some(site.config.permalink(&target))
}

fn picture<'a>(
    renderer: &Renderer<'a>,
    image: &'a Image,
    links: &Links<'_>,
) -> Option<ImageView<'a>> {
    let caption = image.caption.as_ref();
    Some(ImageView {
        url: renderer
            .site
            .config
            .url(&media_target(image.src.value.as_str())?),
        alt: &image.alt,
        credit: &image.credit,
        caption_html: caption.map_or_else(String::new, |prose| inline(&prose.markdown, links)),
        ai: image.ai,
    })
}

/// Anchors that were given out, with the number of times for each base that was asked for again.
#[derive(Default)]
struct Anchors {
    taken: AHashSet<String>,
    times: AHashMap<String, usize>,
}

impl Anchors {
    /// `base`, or `base-2`, `base-3` … when it was given out before.
    fn unique(&mut self, base: &str) -> String {
        if self.taken.insert(base.to_owned()) {
            return base.to_owned();
        }
        let times = self.times.entry(base.to_owned()).or_insert(1);
        loop {
            *times += 1;
            let anchor = format!("{base}-{times}");
            if self.taken.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}

fn facts(brief: &Brief, links: &Links<'_>, marks: &mut Marks<'_>) -> Vec<FactView> {
    let mut taken = Anchors::default();
    brief
        .facts
        .iter()
        .map(|fact| FactView {
            anchor: taken.unique(&fact_anchor(&fact.prose.markdown)),
            html: blocks(&fact.prose.markdown, 4, links, Some(marks)),
        })
        .collect()
}

/// The anchor of a fact: a hash of its words without its citations, so that it
/// stays when facts are put before it or sources are added.
fn fact_anchor(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = citation(rest) {
        words.push_str(rest[..at].trim_end());
        rest = rest[at..].find(']').map_or("", |end| &rest[at + end + 1..]);
    }
    words.push_str(rest.trim_end());
    let hash = (xxh3_64(one_line(&words).as_bytes()) >> 32).to_be_bytes();
    let mut anchor = String::from("fact-");
    hash[4..]
        .iter()
        .for_each(|&byte| push_hex(byte, &mut anchor));
    anchor
}

fn narratives<'a>(
    renderer: &Renderer<'a>,
    brief: &'a Brief,
    links: &Links<'_>,
    marks: &mut Marks<'_>,
    drawer: &Drawer,
) -> Vec<NarrativeView<'a>> {
    let mut taken = Anchors::default();
    brief
        .narratives
        .iter()
        .map(|narrative| {
            let (id, stance) = drawer.stance(renderer.site, &narrative.stance.value);
            let name = taken.unique(id.as_str());
            NarrativeView {
                anchor: ["narrative-", &name].concat(),
                tab: ["tab-", &name].concat(),
                stance,
                provider: provider(renderer, narrative, drawer),
                html: blocks(&narrative.prose.markdown, 4, links, Some(marks)),
            }
        })
        .collect()
}

fn provider<'a>(
    renderer: &Renderer<'_>,
    narrative: &'a Narrative,
    drawer: &Drawer,
) -> Option<ProviderView<'a>> {
    let provider = narrative.provider.as_ref()?;
    Some(ProviderView {
        name: &provider.name,
        url: drawer.provider(renderer.site, &provider.name)?,
        link: provider.url.as_deref(),
    })
}

fn sections<'a>(
    brief: &'a Brief,
    links: &Links<'_>,
    marks: &mut Marks<'_>,
) -> Vec<SectionView<'a>> {
    let mut taken = Anchors::default();
    brief
        .sections
        .iter()
        .map(|section| {
            let name = Slug::of(&section.title).map_or_else(String::new, |slug| format!("-{slug}"));
            SectionView {
                anchor: taken.unique(&format!("section{name}")),
                title: &section.title,
                html: blocks(&section.prose.markdown, 3, links, Some(marks)),
            }
        })
        .collect()
}

/// A probability as readers know it: `15%`, `2.7%`, `0.33%`.
pub fn percent(probability: f64) -> String {
    let written = format!("{:.4}", probability * 100.0);
    let short = written.trim_end_matches('0').trim_end_matches('.');
    format!("{short}%")
}

fn predictions<'a>(brief: &'a Brief, texts: &Texts, drawer: &Drawer) -> Vec<PredictionView<'a>> {
    let view = |(index, prediction): (usize, &'a Prediction)| PredictionView {
        anchor: ["prediction-", &(index + 1).to_string()].concat(),
        question: &prediction.question,
        forecaster: prediction.forecaster.as_deref(),
        link: prediction.url.as_deref(),
        percent: prediction.probability.map(percent),
        probability: prediction.probability,
        as_of: drawer.dates(prediction.as_of.as_ref(), texts),
        resolves_by: drawer.dates(prediction.resolves_by.as_ref(), texts),
        resolution: prediction.resolution.as_deref(),
        readings: prediction
            .readings
            .iter()
            .map(|reading| ReadingView {
                as_of: drawer.date(&reading.as_of, texts),
                percent: percent(reading.probability),
                probability: reading.probability,
            })
            .collect(),
    };
    brief.predictions.iter().enumerate().map(view).collect()
}

fn corrections(
    brief: &Brief,
    texts: &Texts,
    links: &Links<'_>,
    drawer: &Drawer,
) -> Vec<CorrectionView> {
    let mut all: Vec<_> = brief.corrections.iter().collect();
    all.sort_by_key(|correction| std::cmp::Reverse(correction.date));
    all.into_iter()
        .map(|correction| CorrectionView {
            date: drawer.date(&correction.date, texts),
            html: blocks(&correction.text, 4, links, None),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fact_anchor, percent};

    #[test]
    fn the_anchor_of_a_fact_does_not_change_with_its_sources() {
        assert_eq!(
            fact_anchor("It rained. [^a]"),
            fact_anchor("It rained.[^b][^c]")
        );
        assert_eq!(fact_anchor("It rained."), fact_anchor("It rained. [^a]"));
        assert_eq!(fact_anchor("It\nrained."), fact_anchor("It rained."));
        assert_ne!(fact_anchor("It rained."), fact_anchor("It poured."));
    }

    #[test]
    fn probabilities_are_written_as_they_were() {
        assert_eq!(percent(0.15), "15%");
        assert_eq!(percent(0.027), "2.7%");
        assert_eq!(percent(0.0033), "0.33%");
        assert_eq!(percent(1.0), "100%");
        assert_eq!(percent(0.0), "0%");
    }
}
