//! What search engines read of a brief: schema.org `NewsArticle` as JSON-LD.

use serde_json::{Map, Value, json};

use super::markdown::plain_text;
use super::view::PageView;
use crate::model::{Brief, Card, Source};
use crate::site::Site;
use crate::text::escape_json_ld;

/// The JSON-LD of a brief, safe to stand in a `<script>` element. It makes no
/// claims about claims: no `ClaimReview`.
pub fn news_article(site: &Site, brief: &Brief, card: &Card, page: &PageView) -> String {
    let config = &site.config;
    let publisher =
        json!({ "@type": "Organization", "name": config.publisher, "url": config.base_url });
    let lang = brief.lang.as_ref().unwrap_or(&config.language);
    let mut article = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            article.insert(key.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("NewsArticle"));
    put("mainEntityOfPage", json!(page.permalink));
    put("headline", json!(card.title));
    put("datePublished", json!(card.date.machine()));
    put("dateModified", json!(card.changed().machine()));
    put("inLanguage", json!(lang.as_str()));
    put("description", some(&page.description));
    put("image", json!(page.image));
    put("author", authors(brief, &publisher));
    put("publisher", publisher);
    put(
        "keywords",
        list(card.tags.iter().map(|(_, name)| json!(name)).collect()),
    );
    put("publishingPrinciples", json!(principles(site)));
    put(
        "citation",
        list(
            brief
                .sources
                .iter()
                .map(|source| citation(site, source))
                .collect(),
        ),
    );
    put(
        "correction",
        list(
            brief
                .corrections
                .iter()
                .map(|correction| {
                    json!({
                        "@type": "CorrectionComment",
                        "datePublished": correction.date.machine(),
                        "text": plain_text(&correction.text),
                    })
                })
                .collect(),
        ),
    );
    escape_json_ld(&Value::Object(article).to_string())
}

fn some(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        json!(text)
    }
}

fn list(values: Vec<Value>) -> Value {
    if values.is_empty() {
        Value::Null
    } else {
        Value::Array(values)
    }
}

/// Names only: whether an author is a person or a desk is not told, so it is not guessed.
fn authors(brief: &Brief, publisher: &Value) -> Value {
    if brief.authors.is_empty() {
        return publisher.clone();
    }
    list(
        brief
            .authors
            .iter()
            .map(|name| json!({ "name": name }))
            .collect(),
    )
}

/// The page about the desk's principles, if the site has one.
fn principles(site: &Site) -> Option<String> {
    site.principles().map(|page| site.config.permalink(page))
}

fn citation(site: &Site, source: &Source) -> Value {
    let name = site.registry.name_of(&source.outlet.value);
    let mut work = Map::new();
    work.insert("@type".to_owned(), json!("CreativeWork"));
    work.insert(
        "name".to_owned(),
        json!(source.title.as_deref().unwrap_or(name)),
    );
    work.insert(
        "publisher".to_owned(),
        json!({ "@type": "Organization", "name": name }),
    );
    if let Some(url) = &source.url {
        work.insert("url".to_owned(), json!(url));
    }
    if let Some(published) = source.published {
        work.insert("datePublished".to_owned(), json!(published.machine()));
    }
    Value::Object(work)
}
