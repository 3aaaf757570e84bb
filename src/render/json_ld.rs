//! What search engines read of a brief: schema.org `NewsArticle` as JSON-LD.

use super::markdown::plain_text;
use super::view::PageView;
use crate::config::Config;
use crate::model::{Brief, Card, Correction, Source};
use crate::site::Site;
use crate::text::{JsonIn, JsonObject};

/// The JSON-LD of a brief, safe to stand in a `<script>` element. It makes no
/// claims about claims: no `ClaimReview`. Fields stand in the order of their names.
pub fn news_article(site: &Site, brief: &Brief, card: &Card, page: &PageView) -> String {
    let config = &site.config;
    let lang = brief.lang.as_ref().unwrap_or(&config.language);
    // Half of it is the sources.
    let mut out = String::with_capacity(1024 + 256 * brief.sources.len());
    JsonObject::write(&mut out, JsonIn::Script, |article| {
        article.text("@context", "https://schema.org");
        article.text("@type", "NewsArticle");
        // Names only: whether an author is a person or a desk is not told, so it is not guessed.
        if brief.authors.is_empty() {
            article.object("author", |desk| publisher(desk, config));
        } else {
            article.objects("author", &brief.authors, |author, name| {
                author.text("name", name);
            });
        }
        if !brief.sources.is_empty() {
            article.objects("citation", &brief.sources, |work, source| {
                citation(work, site, source);
            });
        }
        if !brief.corrections.is_empty() {
            article.objects("correction", &brief.corrections, comment);
        }
        article.text("dateModified", &card.changed().machine());
        article.text("datePublished", &card.date.machine());
        if !page.description.is_empty() {
            article.text("description", &page.description);
        }
        article.text("headline", &card.title);
        article.text_if("image", page.image.as_ref());
        article.text("inLanguage", lang.as_str());
        if !card.tags.is_empty() {
            article.texts("keywords", card.tags.iter().map(|tag| tag.name.as_str()));
        }
        article.text("mainEntityOfPage", &page.permalink);
        article.object("publisher", |desk| publisher(desk, config));
        // The page about the desk's principles, if the site has one.
        let principles = site.principles().map(|page| config.permalink(page));
        article.text_if("publishingPrinciples", principles);
    });
    out
}

fn publisher(desk: &mut JsonObject<'_>, config: &Config) {
    organization(desk, &config.publisher);
    desk.text("url", &config.base_url);
}

fn organization(object: &mut JsonObject<'_>, name: &str) {
    object.text("@type", "Organization");
    object.text("name", name);
}

/// A document cited.
fn citation(work: &mut JsonObject<'_>, site: &Site, source: &Source) {
    let outlet = site.registry.name_of(&source.outlet.value);
    work.text("@type", "CreativeWork");
    work.text_if("datePublished", source.published.map(|day| day.machine()));
    work.text("name", source.title.as_deref().unwrap_or(outlet));
    work.object("publisher", |object| organization(object, outlet));
    work.text_if("url", source.url.as_ref());
}

fn comment(comment: &mut JsonObject<'_>, correction: &Correction) {
    comment.text("@type", "CorrectionComment");
    comment.text("datePublished", &correction.date.machine());
    comment.text("text", &plain_text(&correction.text));
}
