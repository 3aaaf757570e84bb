//! A brief as one piece of HTML for feeds: everything that it says, no ids, absolute links.

use super::brief_view::percent;
use super::links::Links;
use super::markdown::{blocks, inline};
use super::marks::Marks;
use crate::model::{Brief, Card, Citations, Prediction};
use crate::site::Site;
use crate::text::{escape_html, escape_html_into};
use crate::theme::Texts;

/// The longest text of a brief in a feed; a long brief that people write has a tenth of it.
const MAX_BYTES: usize = 256 * 1024;

/// The whole brief for a feed: summary, facts, all narratives, predictions, background, sources, corrections.
pub fn entry_html(site: &Site, texts: &Texts, brief: &Brief, card: &Card) -> String {
    let links = Links::absolute(&site.config, &card.target);
    let citations = Citations::of(brief);
    let permalink = site.config.permalink(&card.target);
    let mut marks = Marks::of_page(brief, &citations, &site.registry, texts).elsewhere(&permalink);
    let mut out = String::with_capacity(8 * 1024);
    if let Some(summary) = &brief.summary {
        out.push_str("<p>");
        out.push_str(&inline(&summary.markdown, &links));
        out.push_str("</p>\n");
    }
    if !brief.facts.is_empty() {
        heading(&mut out, 2, texts.get("facts"));
        out.push_str("<ul>\n");
        for fact in &brief.facts {
            out.push_str("<li>");
            out.push_str(&blocks(&fact.prose.markdown, 4, &links, Some(&mut marks)));
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    if !brief.narratives.is_empty() {
        heading(&mut out, 2, texts.get("narratives"));
    }
    for narrative in &brief.narratives {
        let title = match &narrative.provider {
            Some(provider) => format!("{} — {}", narrative.stance.value, provider.name),
            None => narrative.stance.value.clone(),
        };
        heading(&mut out, 3, &title);
        out.push_str(&blocks(
            &narrative.prose.markdown,
            4,
            &links,
            Some(&mut marks),
        ));
    }
    for section in &brief.sections {
        heading(&mut out, 2, &section.title);
        out.push_str(&blocks(
            &section.prose.markdown,
            3,
            &links,
            Some(&mut marks),
        ));
    }
    predictions(&mut out, &brief.predictions, texts);
    sources(&mut out, site, texts, brief, &citations);
    if !brief.corrections.is_empty() {
        heading(&mut out, 2, texts.get("corrections"));
        for correction in &brief.corrections {
            let date = texts.date(&correction.date);
            out.push_str(&format!("<p><strong>{}</strong></p>\n", escape_html(&date)));
            out.push_str(&blocks(&correction.text, 4, &links, None));
        }
    }
    if out.len() > MAX_BYTES {
        return shortened(site, brief, card, &links);
    }
    out
}

/// A brief that is too long for a feed: its summary, and the way to the rest.
fn shortened(site: &Site, brief: &Brief, card: &Card, links: &Links<'_>) -> String {
    let summary = brief
        .summary
        .as_ref()
        .map_or_else(String::new, |prose| inline(&prose.markdown, links));
    let url = escape_html(&site.config.permalink(&card.target));
    format!("<p>{summary}</p>\n<p><a href=\"{url}\">{url}</a></p>\n")
}

fn heading(out: &mut String, level: u8, text: &str) {
    out.push_str(&format!("<h{level}>{}</h{level}>\n", escape_html(text)));
}

fn predictions(out: &mut String, predictions: &[Prediction], texts: &Texts) {
    if predictions.is_empty() {
        return;
    }
    heading(out, 2, texts.get("predictions"));
    out.push_str("<ul>\n");
    for prediction in predictions {
        let mut parts = vec![prediction.question.clone()];
        parts.extend(prediction.probability.map(percent));
        parts.extend(prediction.forecaster.clone());
        parts.extend(prediction.as_of.as_ref().map(|moment| texts.date(moment)));
        parts.extend(prediction.resolution.clone());
        out.push_str(&format!("<li>{}</li>\n", escape_html(&parts.join(" — "))));
    }
    out.push_str("</ul>\n");
}

fn sources(out: &mut String, site: &Site, texts: &Texts, brief: &Brief, citations: &Citations) {
    if brief.sources.is_empty() {
        return;
    }
    heading(out, 2, texts.get("sources"));
    out.push_str("<ol>\n");
    for &index in &citations.order {
        let source = &brief.sources[index];
        let name = site.registry.name_of(&source.outlet.value);
        out.push_str("<li>");
        escape_html_into(name, out);
        let title = source.title.as_deref();
        match (&source.url, title) {
            (Some(url), title) => out.push_str(&format!(
                ": <a href=\"{}\">{}</a>",
                escape_html(url),
                escape_html(title.unwrap_or(url))
            )),
            (None, Some(title)) => out.push_str(&format!(": {}", escape_html(title))),
            (None, None) => {}
        }
        if let Some(published) = &source.published {
            out.push_str(&format!(", {}", escape_html(&texts.date(published))));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}
