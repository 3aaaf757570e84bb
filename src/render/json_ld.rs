//! What search engines read of a brief: schema.org `NewsArticle` as JSON-LD.

use serde::Serialize;

use super::markdown::plain_text;
use super::view::PageView;
use crate::model::{Brief, Card, Correction, Source};
use crate::site::Site;
use crate::text::escape_json_ld;

/// A brief. Its fields, as those of all that is in it, stand in the order of their names.
#[derive(Serialize)]
struct Article<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    author: Authors<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Work<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<Comment>,
    #[serde(rename = "dateModified")]
    modified: String,
    #[serde(rename = "datePublished")]
    published: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(rename = "inLanguage")]
    lang: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(rename = "mainEntityOfPage")]
    page: &'a str,
    publisher: Organization<'a>,
    #[serde(
        rename = "publishingPrinciples",
        skip_serializing_if = "Option::is_none"
    )]
    principles: Option<String>,
}

/// Names only: whether an author is a person or a desk is not told, so it is not guessed.
#[derive(Serialize)]
#[serde(untagged)]
enum Authors<'a> {
    Named(Vec<Author<'a>>),
    Desk(Organization<'a>),
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Clone, Copy, Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A document cited.
#[derive(Serialize)]
struct Work<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    name: &'a str,
    publisher: Organization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A correction.
#[derive(Serialize)]
struct Comment {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "datePublished")]
    published: String,
    text: String,
}

/// The JSON-LD of a brief, safe to stand in a `<script>` element. It makes no
/// claims about claims: no `ClaimReview`.
pub fn news_article(site: &Site, brief: &Brief, card: &Card, page: &PageView) -> String {
    let config = &site.config;
    let publisher = Organization {
        url: Some(&config.base_url),
        ..organization(&config.publisher)
    };
    let lang = brief.lang.as_ref().unwrap_or(&config.language);
    let article = Article {
        context: "https://schema.org",
        kind: "NewsArticle",
        author: authors(brief, publisher),
        citation: brief
            .sources
            .iter()
            .map(|one| citation(site, one))
            .collect(),
        correction: brief.corrections.iter().map(comment).collect(),
        modified: card.changed().machine(),
        published: card.date.machine(),
        description: &page.description,
        headline: &card.title,
        image: page.image.as_deref(),
        lang: lang.as_str(),
        keywords: card.tags.iter().map(|tag| tag.name.as_str()).collect(),
        page: &page.permalink,
        publisher,
        principles: principles(site),
    };
    escape_json_ld(serde_json::to_string(&article).expect("plain data with text keys"))
}

fn organization(name: &str) -> Organization<'_> {
    Organization {
        kind: "Organization",
        name,
        url: None,
    }
}

fn authors<'a>(brief: &'a Brief, publisher: Organization<'a>) -> Authors<'a> {
    if brief.authors.is_empty() {
        return Authors::Desk(publisher);
    }
    let named = brief.authors.iter().map(|name| Author { name });
    Authors::Named(named.collect())
}

/// The page about the desk's principles, if the site has one.
fn principles(site: &Site) -> Option<String> {
    site.principles().map(|page| site.config.permalink(page))
}

fn citation<'a>(site: &'a Site, source: &'a Source) -> Work<'a> {
    let name = site.registry.name_of(&source.outlet.value);
    Work {
        kind: "CreativeWork",
        published: source.published.map(|published| published.machine()),
        name: source.title.as_deref().unwrap_or(name),
        publisher: organization(name),
        url: source.url.as_deref(),
    }
}

fn comment(correction: &Correction) -> Comment {
    Comment {
        kind: "CorrectionComment",
        published: correction.date.machine(),
        text: plain_text(&correction.text),
    }
}
