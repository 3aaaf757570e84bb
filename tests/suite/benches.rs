//! What the measurements rest on: the theme of the comparison works, and makes the pages that are compared.

use std::fs;
use std::path::Path;

use crate::harness::{Site, brief};

const THEME: &str = "benches/compare/themes/evenhand";

/// A site with the theme of the comparison.
fn site(files: &str) -> Site {
    let site = Site::with(files);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(THEME);
    for folder in ["", "templates", "assets", "i18n"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                site.put(&format!("themes/bench/{name}"), &fs::read(&path).unwrap());
            }
        }
    }
    let settings = fs::read_to_string(site.path("site.toml")).unwrap();
    site.put(
        "site.toml",
        format!("theme = \"bench\"\n{settings}").as_bytes(),
    );
    site
}

#[test]
fn the_theme_of_the_comparison_shows_facts_marks_narratives_and_sources() {
    let text = brief("One", "2025-03-02", "tags: [Transport]\n");
    let built = site(&format!("-- content/briefs/one.md --\n{text}"))
        .build()
        .clean();
    let page = fs::read_to_string(built.out.join("2025/03/02/one/index.html")).unwrap();
    for part in [
        "<h1>One</h1>",
        "<a id=\"cite-ap-1\" href=\"#source-ap\"",
        "<h3>Left</h3>",
        "<h3>Right</h3>",
        "<li id=\"source-ap\">",
        "<a href=\"#cite-ap-1\" role=\"doc-backlink\">↩</a>",
        "<a href=\"/tags/transport/\">Transport</a>",
    ] {
        assert!(page.contains(part), "no `{part}` in {page}");
    }
    let tag = fs::read_to_string(built.out.join("tags/transport/index.html")).unwrap();
    assert!(
        tag.contains("<a href=\"/2025/03/02/one/\">One</a>"),
        "{tag}"
    );
}
