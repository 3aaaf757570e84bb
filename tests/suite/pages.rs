//! One page of each kind, and one file of each format, as they come out.

use crate::harness::{Built, Site, brief, files_of};

const FILES: &str = "-- site.toml --
title = \"The Desk\"
description = \"Facts and sides.\"
base_url = \"https://example.org/news/\"
page_size = 2
lint = {accuracy = \"allow\", balance = \"allow\", form = \"allow\"}
-- content/outlets.yaml --
ap:
  name: AP News
  aliases: [Associated Press]
  url: https://apnews.example/
  country: US
  ratings: [{scale: left-right, value: -0.5, rater: A Rater, as_of: 2024-05-01, url: https://rater.example/}]
-- content/pages/about.md --
---
title: About
summary: Who we are.
---
We are *the desk*. See [corrections](/corrections/).
-- content/briefs/one.md --
---
title: First story
date: 2025-11-30
tags: [Rivers]
series: The river
sources:
  ap: Associated Press
  ap2: {outlet: AP News, title: Second report, url: https://apnews.example/2, published: 2025-11-29, archive: https://archive.example/2, archived: 2025-11-30, author: A. Writer, quote: The words., kind: news}
predictions: [{question: Will it rise?, forecaster: The Club, probability: 2.7%, as_of: 2025-11-30, resolves_by: 2026-06-01, readings: [{as_of: 2025-11-01, probability: 1%}]}]
corrections: [{date: 2025-12-02, text: The height was wrong.}]
updated: 2025-12-02
aliases: [/old/one/]
authors: [River desk]
---

The river *rose*.

## Facts

- It rose by a metre. [^ap][^ap2]
- It fell again, [^ap] slowly.

## Narratives

### Left — [The Party](https://party.example/)

It was a warning. [^ap2]

### Right

It was weather.

## Background

It is a river.
-- content/briefs/two.yaml --
title: Second story
date: 2025-12-31T22:00:00Z
tags: [Rivers]
series: The river
related: [one]
sources: {r: The River Paper}
facts: [{text: It rose again., cite: [r]}]
-- content/briefs/three.yaml --
title: Third story
date: 2025-12-31T23:00:00Z
sources: {r: The River Paper}
facts: [{text: It stayed., cite: [r]}]
-- content/briefs/four.yaml --
title: Fourth story
date: 2025-12-31T23:30:00Z
sources: {r: The River Paper}
facts: [{text: It left., cite: [r]}]
";

fn built() -> Built {
    Site::new(FILES).build().clean()
}

/// A file with what changes with every edit of the theme's assets, or version, blacked out.
fn steady(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("sha384-") {
        out.push_str(&rest[..at]);
        out.push_str("sha384-…");
        rest = rest[at..].find('"').map_or("", |end| &rest[at + end..]);
    }
    out.push_str(rest);
    let mut steady = String::new();
    let mut rest = out.as_str();
    while let Some(at) = rest.find("/assets/") {
        let end = rest[at..].find('"').map_or(rest.len(), |end| at + end);
        let mut parts: Vec<&str> = rest[at..end].split('.').collect();
        if parts.len() == 3 {
            parts[1] = "…";
        }
        steady.push_str(&rest[..at]);
        steady.push_str(&parts.join("."));
        rest = &rest[end..];
    }
    steady.push_str(rest);
    steady.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn every_kind_of_page_and_file() {
    let built = built();
    for (name, path) in [
        ("home", "index.html"),
        ("home-numbered", "page/1/index.html"),
        ("brief", "2025/11/30/one/index.html"),
        ("brief-small", "2025/12/31/two/index.html"),
        ("brief-data", "2025/11/30/one/brief.json"),
        ("tags", "tags/index.html"),
        ("tag", "tags/rivers/index.html"),
        ("tag-atom", "tags/rivers/feed.xml"),
        ("outlets", "outlets/index.html"),
        ("outlet-known", "outlets/ap/index.html"),
        ("outlet-unknown", "outlets/the-river-paper/index.html"),
        ("providers", "providers/index.html"),
        ("provider", "providers/the-party/index.html"),
        ("stances", "stances/index.html"),
        ("stance", "stances/left/index.html"),
        ("all-series", "series/index.html"),
        ("series", "series/the-river/index.html"),
        ("archive", "archive/index.html"),
        ("archive-year", "archive/2025/index.html"),
        ("archive-month", "archive/2025/12/index.html"),
        ("corrections", "corrections/index.html"),
        ("corrections-atom", "corrections/feed.xml"),
        ("plain", "about/index.html"),
        ("not-found", "404.html"),
        ("redirect", "old/one/index.html"),
        ("atom", "feed.xml"),
        ("json-feed", "feed.json"),
        ("sitemap-index", "sitemap.xml"),
        ("sitemap-month", "sitemaps/2025-12.xml"),
        ("sitemap-pages", "sitemaps/pages.xml"),
        ("sitemap-news", "sitemaps/news.xml"),
        ("robots", "robots.txt"),
    ] {
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/pages"}, {
            insta::assert_snapshot!(name, steady(&built.file(path)));
        });
    }
}

#[test]
fn footnotes_link_both_ways_and_are_numbered_by_first_citation() {
    let page = built().file("2025/11/30/one/index.html");
    for (mark, back) in [
        ("cite-ap-1", "ap"),
        ("cite-ap2-1", "ap2"),
        ("cite-ap-2", "ap"),
        ("cite-ap2-2", "ap2"),
    ] {
        assert!(
            page.contains(&format!(
                "<a id=\"{mark}\" href=\"#source-{back}\" role=\"doc-noteref\""
            )),
            "{mark}"
        );
        assert!(
            page.contains(&format!("href=\"#{mark}\"")),
            "a way back to {mark}"
        );
    }
    assert!(page.contains("id=\"source-ap\"") && page.contains("id=\"source-ap2\""));
    assert!(
        page.contains("aria-label=\"Source 1: AP News\">1</a>")
            && page.contains("aria-label=\"Source 2: AP News\">2</a>")
    );
}

#[test]
fn the_anchor_of_a_fact_stays_when_another_is_put_before_it() {
    let anchor = |facts: &str| {
        let site = Site::with(&format!(
            "-- content/briefs/x.yaml --\ntitle: T\ndate: 2025-01-01\nsources: {{a: A}}\nfacts:\n{facts}"
        ));
        let data = site.build().clean().file("2025/01/01/x/index.html");
        let at = data.find("It is so.").unwrap();
        let start = data[..at].rfind("id=\"fact-").unwrap();
        data[start..start + 18].to_owned()
    };
    let fact = "  - {text: It is so., cite: [a]}\n";
    assert_eq!(
        anchor(fact),
        anchor(&format!("  - {{text: Before it., cite: [a]}}\n{fact}"))
    );
}

#[test]
fn a_site_template_replaces_one_of_the_theme_and_can_reach_it() {
    let site = Site::new(FILES).write("-- templates/404.html --\n{% extends \"theme/404.html\" %}\n{% block main %}<p>Ours</p>{{ super() }}{% endblock %}\n");
    let built = site.build().clean();
    let page = built.file("404.html");
    assert!(
        page.contains("<p>Ours</p>") && page.contains("Page not found"),
        "{page}"
    );
    assert!(!built.file("index.html").contains("<p>Ours</p>"));
}

#[test]
fn texts_of_the_interface_come_from_the_translation() {
    let page = |language: &str| {
        let files = FILES.replace(
            "page_size = 2",
            &format!("page_size = 2\nlanguage = \"{language}\""),
        );
        Site::new(&files).build().clean()
    };
    let arabic = page("ar");
    let brief = arabic.file("2025/11/30/one/index.html");
    assert!(
        brief.starts_with("<!doctype html>\n<html lang=\"ar\" dir=\"rtl\" "),
        "{}",
        &brief[..60]
    );
    for word in [
        "Facts",
        "Narratives",
        "Sources",
        "Source 1",
        "Back to",
        "Side by side",
        "Skip to",
        "November",
    ] {
        assert!(!brief.contains(word), "`{word}` is hard-coded");
    }
    assert!(
        page("de")
            .file("2025/11/30/one/index.html")
            .contains("30. November 2025")
    );
}

#[test]
fn news_is_what_came_in_the_last_48_hours() {
    let news = built().file("sitemaps/news.xml");
    assert!(
        news.contains("Second story")
            && news.contains("Fourth story")
            && !news.contains("First story")
    );
    let later = Site::new(FILES)
        .build_with(|options| options.now = evenhand::model::Moment::parse("2026-02-01").unwrap());
    assert!(!later.file("sitemaps/news.xml").contains("story"));
}

/// The site of `FILES` in a theme that shows little, with a template of its own.
fn in_a_lean_theme(name: &str, own: &str) -> Built {
    let site = Site::new(&FILES.replacen("title =", "theme = \"lean\"\ntitle =", 1));
    let theme = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/compare/themes/evenhand"
    );
    for (path, bytes) in files_of(theme.as_ref()) {
        site.put(&format!("themes/lean/{path}"), &bytes);
    }
    site.put(&format!("templates/{name}"), own.as_bytes());
    site.build()
}

#[test]
fn what_no_template_names_changes_no_page() {
    let lean = in_a_lean_theme("more.html", "").clean();
    let full = in_a_lean_theme("more.html", "{{ __tera_context }}").clean();
    assert!(lean.files() == full.files());
}

#[test]
fn a_template_that_goes_through_a_map_is_given_all_of_it() {
    let own = "{% for key, value in brief %}{{ key }} {% endfor %}";
    let site = Site::new(&format!("{FILES}-- templates/brief.html --\n{own}\n"));
    let built = site.build().clean();
    let fields = built.file("2025/11/30/one/index.html");
    let table = include_str!("../../docs/guide/themes.md");
    let table = table.split("\n## `brief`\n").nth(1).unwrap();
    let table = table.split("\n\n").next().unwrap();
    let documented = table.lines().filter(|line| line.starts_with("| `"));
    let named = documented.flat_map(|line| {
        line.split('|')
            .nth(1)
            .unwrap()
            .split('`')
            .skip(1)
            .step_by(2)
    });
    let mut named: Vec<&str> = named.collect();
    let mut given: Vec<&str> = fields.split_whitespace().collect();
    named.sort_unstable();
    given.sort_unstable();
    assert_eq!(given, named);
}

#[test]
fn a_field_that_is_not_there_is_told_with_all_that_are() {
    let painted = in_a_lean_theme("brief.html", "{{ brief.titel }}").painted();
    for field in ["`titel`", "title", "earlier", "json_url"] {
        assert!(painted.contains(field), "{painted}");
    }
}

#[test]
fn the_address_of_the_host_may_be_another_than_the_settings_say() {
    let site = Site::new(&format!(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://example.org/news/\"\nlint = {{accuracy = \"allow\", balance = \"allow\", form = \"allow\"}}\n-- content/briefs/one.md --\n{}",
        brief("One", "2025-01-02", "tags: [Rivers]\n")
    ));
    for (base_url, path) in [
        ("https://x.org/", "/"),
        (
            "https://somebody.example.net/a/longer/path/",
            "/a/longer/path/",
        ),
        ("https://y.org", "/"),
    ] {
        let built = site.build_with(|options| options.base_url = Some(base_url.to_owned()));
        let page = built.clean().file("index.html");
        assert!(
            page.contains(&format!("href=\"{path}2025/01/02/one/\"")),
            "{base_url}: {page}"
        );
        assert!(
            page.contains(&format!("href=\"{path}tags/\"")),
            "{base_url}"
        );
    }
}
