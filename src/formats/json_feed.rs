//! JSON feeds (<https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use super::feed::{Entry, Feed};

#[derive(Serialize)]
struct Whole<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// An item has to have one of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [&'a str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
}

/// Writes `feed` as JSON Feed 1.1.
pub fn write(feed: &Feed<'_>, out: &mut String) {
    let whole = Whole {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: feed.description,
        home_page_url: &feed.home,
        feed_url: &feed.json,
        language: feed.lang,
        authors: [Author {
            name: feed.publisher,
        }],
        items: feed.entries.iter().map(item).collect(),
    };
    out.push_str(&serde_json::to_string(&whole).expect("plain data with text keys"));
    out.push('\n');
}

fn item<'a>(entry: &'a Entry<'_>) -> Item<'a> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        summary: &entry.summary,
        content_html: entry.html.as_deref(),
        content_text: entry.html.is_none().then_some(&*entry.summary),
        date_published: entry.published.rfc3339(),
        date_modified: entry.updated.rfc3339(),
        language: entry.lang,
        tags: &entry.tags,
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
    }
}
