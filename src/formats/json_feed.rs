//! JSON feeds (<https://www.jsonfeed.org/version/1.1/>).

use serde_json::{Value, json};

use super::feed::{Entry, Feed};

/// Writes `feed` as JSON Feed 1.1.
pub fn write(feed: &Feed<'_>, out: &mut String) {
    let value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.json,
        "language": feed.lang,
        "authors": [{ "name": feed.publisher }],
        "items": feed.entries.iter().map(item).collect::<Vec<_>>(),
    });
    out.push_str(&value.to_string());
    out.push('\n');
}

fn item(entry: &Entry<'_>) -> Value {
    let mut item = json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.published.rfc3339(),
        "date_modified": entry.updated.rfc3339(),
    });
    if !entry.summary.is_empty() {
        item["summary"] = json!(entry.summary);
    }
    if !entry.tags.is_empty() {
        item["tags"] = json!(entry.tags);
    }
    if let Some(lang) = entry.lang {
        item["language"] = json!(lang);
    }
    if !entry.authors.is_empty() {
        let authors = entry.authors.iter().map(|name| json!({ "name": name }));
        item["authors"] = authors.collect();
    }
    item
}
