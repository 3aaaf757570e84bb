//! Content is untrusted: a hostile brief can at worst make an ugly page.

use crate::harness::Site;
use crate::html::read;

/// Texts that would do harm if they were not escaped where they stand.
const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></script><script>alert(1)</script>",
    "]]>--><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}{% include 'x' %}",
    "\u{202e}&#1;&#0;&lt;b&gt;&amp;",
];

fn quoted(text: &str) -> String {
    serde_json::to_string(&format!("{text} word")).unwrap()
}

fn site(hostile: &str) -> Site {
    let q = quoted(hostile);
    Site::with(&format!(
        "-- content/outlets.yaml --
known: {{name: {q}, aliases: [{q}], country: {q}, owner: {q}, domains: [{q}], ratings: [{{scale: {q}, value: {q}, rater: {q}, method: {q}}}]}}
-- content/pages/about.md --
---
title: {q}
summary: {q}
---
{hostile}
-- content/briefs/a.yaml --
title: {q}
date: 2025-12-31
id: {q}
summary: {q}
tags: [{q}]
series: {q}
authors: [{q}]
editors: [{q}]
image: {{src: a.png, alt: {q}, credit: {q}, caption: {q}}}
sources:
  s: {{outlet: {q}, title: {q}, author: {q}, quote: {q}, url: \"https://x.example/?a='<b>&\\\"\"}}
facts:
  - {{text: {q}, cite: [s]}}
  - text: {code}
    cite: [s]
narratives:
  - {{stance: {q}, provider: {q}, text: {q}, url: \"https://x.example/'<b>\"}}
sections: [{{title: {q}, text: {q}}}]
predictions: [{{question: {q}, forecaster: {q}, resolution: {q}, probability: 1%}}]
corrections: [{{date: 2026-01-01, text: {q}}}]
updated: 2026-01-01
extra: {{x: {q}}}
-- content/a.png --
x
",
        code = serde_json::to_string(&format!("```{hostile}\n{hostile}\n```")).unwrap(),
    ))
}

#[test]
fn nothing_can_be_injected_into_a_page_feed_or_data() {
    for hostile in HOSTILE {
        let built = site(hostile).build();
        assert_eq!(built.report.errors(), 0, "{hostile}: {}", built.painted());
        let mut pages = 0;
        for (path, bytes) in built.files() {
            let text = String::from_utf8(bytes).unwrap();
            if path.ends_with(".html") {
                pages += 1;
                let page = read(&text);
                assert!(
                    page.faults.is_empty(),
                    "{hostile}: {path}: {:?}",
                    page.faults
                );
                for (element, attributes) in &page.elements {
                    assert!(
                        !attributes.iter().any(|(key, _)| key.starts_with("on")),
                        "{hostile}: {path}: <{element}> {attributes:?}"
                    );
                    let get = |name: &str| {
                        attributes
                            .iter()
                            .find(|(key, _)| key == name)
                            .map(|(_, value)| value.as_str())
                    };
                    match element.as_str() {
                        "script" => assert!(
                            get("src").is_some_and(|src| src.starts_with("/assets/"))
                                || get("type") == Some("application/ld+json"),
                            "{hostile}: {path}"
                        ),
                        "img" => assert_eq!(get("src"), Some("/media/a.png"), "{hostile}: {path}"),
                        "iframe" | "object" | "embed" | "svg" | "style" | "base" | "form"
                            if get("class").is_none() =>
                        {
                            panic!("{hostile}: {path}: <{element}>")
                        }
                        _ => {}
                    }
                    if let Some(href) = get("href") {
                        let safe = ["/", "#", "https://", "http://", "mailto:"]
                            .iter()
                            .any(|start| href.starts_with(start));
                        assert!(safe, "{hostile}: {path}: {href}");
                    }
                }
                for script in page
                    .scripts
                    .iter()
                    .filter(|script| !script.trim().is_empty())
                {
                    serde_json::from_str::<serde_json::Value>(script).unwrap();
                    assert!(!script.contains('<'), "{hostile}: {path}");
                }
                assert!(
                    !text.contains("49"),
                    "{hostile}: {path}: template syntax was run"
                );
            }
            if path.ends_with(".xml") {
                let document = roxmltree::Document::parse(&text)
                    .unwrap_or_else(|error| panic!("{hostile}: {path}: {error}"));
                for content in document
                    .descendants()
                    .filter(|node| node.tag_name().name() == "content")
                {
                    let page = read(content.text().unwrap_or(""));
                    assert!(
                        !page
                            .elements
                            .iter()
                            .any(|(name, _)| name == "script" || name == "img" || name == "svg"),
                        "{hostile}: {path}"
                    );
                }
            }
            if path.ends_with(".json") {
                serde_json::from_str::<serde_json::Value>(&text)
                    .unwrap_or_else(|error| panic!("{hostile}: {path}: {error}"));
            }
        }
        assert!(pages >= 15, "{pages}");
    }
}

#[test]
fn template_syntax_in_content_is_plain_text() {
    let page = site("{{ 7 * 7 }}").build().file("2025/12/31/a/index.html");
    assert!(page.contains("{{ 7 * 7 }}"));
}

#[test]
fn nothing_is_written_outside_whatever_a_slug_tag_alias_or_theme_says() {
    for (name, line) in [
        ("slug", "slug: ../../../x\n"),
        ("slug", "slug: /etc/x\n"),
        ("slug", "slug: \"..\"\n"),
        ("alias", "aliases: [/../../x/]\n"),
        ("alias", "aliases: [\"/a/..\\\\..\\\\x/\"]\n"),
        ("alias", "aliases: [\"/.gen-manifest\"]\n"),
        ("image", "image: {src: ../../x.png, alt: a, credit: b}\n"),
    ] {
        let site = Site::with(&format!(
            "-- content/briefs/a.md --\n{}",
            crate::harness::brief("T", "2025-01-01", line)
        ));
        let built = site.build();
        assert!(built.report.errors() > 0, "{name}: {line}");
        assert!(built.report.outcome.is_none());
    }
    // Tags, outlets, providers and series become slugs, which are always one safe part of a path.
    let site = Site::with(
        "-- content/briefs/a.yaml --\ntitle: T\ndate: 2025-01-01\ntags: [../../x, /etc/passwd, \"..\\\\y\", CON]\nseries: ../../../s\nsources: {a: ../../../o}\n\
         facts: [{text: x, cite: [a]}]\nnarratives: [{stance: ../../n, provider: ../../p, text: x}]\n",
    );
    let built = site.build();
    assert!(
        built.has("tags/x/index.html")
            && built.has("tags/etc-passwd/index.html")
            && built.has("series/s/index.html")
    );
    let all = crate::harness::files_of(&site.path("."));
    assert!(
        all.keys().all(|path| path.starts_with("public/")
            || path.starts_with("content/")
            || path == "site.toml"),
        "{:?}",
        all.keys()
    );
}

#[test]
fn an_asset_of_a_theme_cannot_leave_the_site() {
    let site = Site::new(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example/\"\n-- assets/a?b.css --\nx\n-- assets/c:d.css --\nx\n-- assets/fine.css --\nx\n",
    );
    let built = site.build();
    let assets: Vec<String> = built
        .files()
        .into_keys()
        .filter(|path| path.starts_with("assets/"))
        .collect();
    assert!(assets.iter().any(|path| path.starts_with("assets/fine.")));
    assert!(
        !assets
            .iter()
            .any(|path| path.contains('?') || path.contains(':')),
        "{assets:?}"
    );
}
