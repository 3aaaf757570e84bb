//! This repository's own site: whole, well-formed, without a dead link, at the root and below a path.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use evenhand::build::{Options, build};
use evenhand::model::Moment;

use crate::harness::files_of;
use crate::html::read;

/// Builds the demo site for this base address; every file by its path.
fn demo(base_url: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let options = Options {
        root: Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf(),
        out: out.path().join("public"),
        base_url: Some(base_url.to_owned()),
        drafts: false,
        keep_going: false,
        now: Moment::parse("2026-11-01").unwrap(),
        check_content: false,
        explain: false,
    };
    let report = build(&options, &|_, _, _| {}).unwrap();
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
    files_of(&options.out)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The file that a host serves for this path.
fn served(path: &str) -> String {
    let decoded = percent_decoded(path);
    if decoded.is_empty() || decoded.ends_with('/') {
        format!("{decoded}index.html")
    } else {
        decoded
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%').then(|| tail.get(..2)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn check(base_url: &str, base_path: &str) {
    let files = demo(base_url);
    let pages: BTreeMap<&String, crate::html::Page> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, read(&text(bytes))))
        .collect();
    assert!(pages.len() > 100, "{} pages", pages.len());
    let mut faults = Vec::new();
    let mut links = 0;
    for (path, page) in &pages {
        faults.extend(page.faults.iter().map(|fault| format!("{path}: {fault}")));
        for link in &page.links {
            let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if address.is_empty() {
                (*path).clone()
            } else if let Some(inside) = address
                .strip_prefix(base_url)
                .or_else(|| address.strip_prefix(base_path))
            {
                served(inside)
            } else if address.starts_with("https://")
                || address.starts_with("http://")
                || address.starts_with("mailto:")
            {
                continue;
            } else {
                faults.push(format!("{path}: `{link}` does not begin with {base_path}"));
                continue;
            };
            links += 1;
            if !files.contains_key(&target) {
                faults.push(format!("{path}: dead link `{link}`"));
            } else if !fragment.is_empty()
                && !pages
                    .get(&target)
                    .is_some_and(|page| page.ids.contains(&percent_decoded(fragment)))
            {
                faults.push(format!("{path}: `{link}` leads to no place in {target}"));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(links > 3_000, "only {links} links were followed");
}

#[test]
fn every_page_is_well_formed_and_every_link_alive_at_the_root() {
    check("https://example.org/", "/");
}

#[test]
fn every_page_is_well_formed_and_every_link_alive_below_a_path() {
    check("https://example.org/some/news/", "/some/news/");
}

#[test]
fn feeds_and_sitemaps_are_xml_and_json_and_have_no_ids_to_clash() {
    let files = demo("https://example.org/");
    let known: BTreeSet<String> = files.keys().cloned().collect();
    let mut seen = 0;
    for (path, bytes) in &files {
        let text = text(bytes);
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&text)
                .unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        if path.ends_with(".xml") {
            let document =
                roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            for node in document
                .descendants()
                .filter(|node| node.has_tag_name("content") || node.tag_name().name() == "content")
            {
                let html = node.text().unwrap_or("");
                let page = read(html);
                assert!(
                    page.faults.is_empty() && page.ids.is_empty(),
                    "{path}: {:?} {:?}",
                    page.faults,
                    page.ids
                );
                assert!(
                    page.links
                        .iter()
                        .all(|link| link.contains("://") || link.starts_with("mailto:")),
                    "{path}"
                );
                seen += 1;
            }
            for node in document
                .descendants()
                .filter(|node| node.tag_name().name() == "loc")
            {
                let inside = node
                    .text()
                    .unwrap()
                    .strip_prefix("https://example.org/")
                    .unwrap();
                assert!(
                    known.contains(&served(inside)),
                    "{path}: {inside} is not there"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 100);
}

#[test]
fn pages_ask_no_other_host_for_anything_and_hold_no_inline_script_or_style() {
    for (path, bytes) in demo("https://example.org/") {
        if !path.ends_with(".html") {
            continue;
        }
        let page = read(&text(&bytes));
        for (element, attributes) in &page.elements {
            let get = |name: &str| {
                attributes
                    .iter()
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value.as_str())
            };
            assert!(
                element != "style" && get("style").is_none(),
                "{path}: inline style"
            );
            assert!(
                !attributes.iter().any(|(key, _)| key.starts_with("on")),
                "{path}: inline handler"
            );
            if element == "script" {
                assert!(
                    get("src").is_some_and(|src| src.starts_with('/'))
                        || get("type") == Some("application/ld+json"),
                    "{path}"
                );
            }
            let loads = matches!(
                element.as_str(),
                "img" | "script" | "iframe" | "source" | "video" | "audio"
            ) || (element == "link"
                && matches!(get("rel"), Some("stylesheet" | "icon" | "preload")));
            if loads && let Some(address) = get("src").or_else(|| get("href")) {
                assert!(
                    address.starts_with('/') && !address.starts_with("//"),
                    "{path}: loads {address}"
                );
            }
        }
        for script in page
            .scripts
            .iter()
            .filter(|script| !script.trim().is_empty())
        {
            serde_json::from_str::<serde_json::Value>(script)
                .unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

#[test]
fn the_theme_is_small() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/broadsheet/assets");
    let bytes: usize = files_of(&theme)
        .iter()
        .filter(|(name, _)| name.ends_with(".css") || name.ends_with(".js"))
        .map(|(_, bytes)| bytes.len())
        .sum();
    assert!(bytes < 30 * 1024, "{bytes} bytes of CSS and JavaScript");
}

#[test]
fn the_theme_has_logical_properties_only() {
    let css = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/broadsheet/assets/main.css"),
    )
    .unwrap();
    for physical in [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align:left",
        "text-align: left",
        "text-align:right",
        "text-align: right",
        "float:left",
        "float: left",
    ] {
        assert!(!css.contains(physical), "{physical}");
    }
}
