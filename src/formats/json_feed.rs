//! JSON feeds (<https://www.jsonfeed.org/version/1.1/>).

use super::feed::{Entry, Feed};
use crate::text::{JsonIn, JsonObject};

/// Writes `feed` as JSON Feed 1.1.
pub fn write(feed: &Feed<'_>, out: &mut String) {
    JsonObject::write(out, JsonIn::File, |whole| {
        whole.text("version", "https://jsonfeed.org/version/1.1");
        whole.text("title", &feed.title);
        if !feed.description.is_empty() {
            whole.text("description", feed.description);
        }
        whole.text("home_page_url", &feed.home);
        whole.text("feed_url", &feed.json);
        whole.text("language", feed.lang);
        authors(whole, [feed.publisher]);
        whole.objects("items", &feed.entries, item);
    });
    out.push('\n');
}

fn item(item: &mut JsonObject<'_>, entry: &Entry<'_>) {
    item.text("id", &entry.id);
    item.text("url", &entry.url);
    item.text("title", &entry.title);
    if !entry.summary.is_empty() {
        item.text("summary", &entry.summary);
    }
    // An item has to have one of both.
    match &entry.html {
        Some(html) => item.text("content_html", html),
        None => item.text("content_text", &entry.summary),
    }
    item.text("date_published", &entry.published.rfc3339());
    item.text("date_modified", &entry.updated.rfc3339());
    item.text_if("language", entry.lang);
    if !entry.tags.is_empty() {
        item.texts("tags", &entry.tags);
    }
    if !entry.authors.is_empty() {
        authors(item, entry.authors);
    }
}

fn authors(object: &mut JsonObject<'_>, names: impl IntoIterator<Item = impl AsRef<str>>) {
    object.objects("authors", names, |author, name| {
        author.text("name", name.as_ref());
    });
}
