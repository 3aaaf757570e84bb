//! Which feeds a site has, and what their entries hold, is up to its settings.

use crate::harness::{Built, Site, brief};

/// A built site of two briefs, one with a correction, with `settings` besides.
fn built(settings: &str) -> Built {
    let first = brief("First", "2025-01-02", "tags: [Rivers]\n");
    let second = brief(
        "Second",
        "2025-01-03",
        "corrections: [{date: 2025-01-04, text: A wrong *number*.}]\n",
    );
    let site = Site::new(&format!(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example/\"\n{settings}\
         lint = {{accuracy = \"allow\", balance = \"allow\", form = \"allow\"}}\n\
         -- content/briefs/first.md --\n{first}-- content/briefs/second.md --\n{second}"
    ));
    site.build().clean()
}

const PAGES: [&str; 3] = [
    "index.html",
    "tags/rivers/index.html",
    "corrections/index.html",
];

/// The names of the feeds that are there, and of those that pages name.
fn feeds(built: &Built) -> (Vec<String>, Vec<String>) {
    let is_feed = |path: &&String| path.ends_with("feed.xml") || path.ends_with("feed.json");
    let there = built.files().keys().filter(is_feed).cloned().collect();
    let pages: Vec<String> = PAGES.iter().map(|page| built.file(page)).collect();
    let mut named: Vec<String> = pages
        .iter()
        .flat_map(|page| page.split('"'))
        .filter_map(|part| part.strip_prefix('/').map(str::to_owned))
        .filter(|path| is_feed(&path))
        .collect();
    named.sort();
    named.dedup();
    (there, named)
}

#[test]
fn a_site_has_the_feeds_that_it_asks_for_and_names_no_others() {
    let folders = ["corrections/", "", "tags/rivers/"];
    for (settings, formats) in [
        ("", &["feed.json", "feed.xml"][..]),
        ("feeds = \"both\"\n", &["feed.json", "feed.xml"]),
        ("feeds = \"atom\"\n", &["feed.xml"]),
        ("feeds = \"json\"\n", &["feed.json"]),
        ("feeds = \"none\"\n", &[]),
    ] {
        let (there, named) = feeds(&built(settings));
        let mut expected = Vec::new();
        for folder in folders {
            expected.extend(formats.iter().map(|name| format!("{folder}{name}")));
        }
        expected.sort();
        assert_eq!(there, expected, "{settings}");
        assert_eq!(named, expected, "{settings}");
    }
}

#[test]
fn entries_hold_the_whole_brief_or_its_summary() {
    let whole = built("");
    assert!(whole.file("feed.xml").contains("<content type=\"html\">"));
    assert!(whole.file("feed.xml").contains("Something happened"));
    let built = built("feed_entries = \"summary\"\n");
    let atom = built.file("feed.xml");
    assert!(!atom.contains("<content") && !atom.contains("Something happened"));
    assert!(atom.contains("<summary>Summary of First"), "{atom}");
    let json: serde_json::Value = serde_json::from_str(&built.file("feed.json")).unwrap();
    for item in json["items"].as_array().unwrap() {
        assert_eq!(item["content_text"], item["summary"]);
        assert!(item["content_html"].is_null() && item["content_text"].is_string());
    }
    // What is corrected is told in either.
    let corrections = built.file("corrections/feed.xml");
    assert!(
        corrections.contains("&lt;em&gt;number&lt;/em&gt;"),
        "{corrections}"
    );
    assert!(built.file("corrections/feed.json").contains("content_html"));
}

#[test]
fn a_feed_that_is_no_longer_asked_for_goes_and_its_pages_know() {
    let site = Site::new(&format!(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example/\"\n\
         lint = {{accuracy = \"allow\", balance = \"allow\", form = \"allow\"}}\n\
         -- content/briefs/first.md --\n{}",
        brief("First", "2025-01-02", "tags: [Rivers]\n")
    ));
    assert!(site.build().clean().has("tags/rivers/feed.json"));
    let settings = std::fs::read_to_string(site.path("site.toml")).unwrap();
    for (added, written) in [
        ("feed_entries = \"summary\"\n", 4),
        ("feeds = \"atom\"\n", usize::MAX),
    ] {
        site.put("site.toml", format!("{added}{settings}").as_bytes());
        let built = site.build().clean();
        // The feeds of the site and of the tag, in both formats; or all pages.
        let count = built.written().len();
        assert!(
            count == written || written == usize::MAX && count > 10,
            "{added}: {count}"
        );
    }
    let built = site.build().clean();
    assert!(!built.has("tags/rivers/feed.json") && built.has("tags/rivers/feed.xml"));
    assert!(!built.file("tags/rivers/index.html").contains("feed.json"));
}

#[test]
fn an_unknown_word_is_told_with_those_that_are_known() {
    let site = Site::new(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example/\"\nfeeds = \"rss\"\n",
    );
    let told = site.build().painted();
    assert!(
        told.contains("`feeds` is no known choice of feeds"),
        "{told}"
    );
    assert!(
        told.contains("expected `both`, `atom`, `json` or `none`"),
        "{told}"
    );
}
