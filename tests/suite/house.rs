//! The laws of the house: who may use whom, which crate comes in by which door, how long a file is.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((
                    path.strip_prefix(root().join("src")).unwrap().to_path_buf(),
                    text,
                ));
            }
        }
    }
    files
}

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn room(path: &Path) -> String {
    path.iter()
        .next()
        .unwrap()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let mut checked = 0;
    for (path, text) in sources() {
        let Some(own) = place(&room(&path)) else {
            continue;
        };
        for (at, _) in text.match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            let name: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let used = place(&name)
                .unwrap_or_else(|| panic!("{}: `crate::{name}` is no room", path.display()));
            assert!(
                used <= own,
                "{}: uses `{name}`, which stands below it",
                path.display()
            );
            checked += 1;
        }
    }
    assert!(
        checked > 100,
        "the law was looked for in {checked} places only"
    );
}

#[test]
fn an_outside_crate_comes_in_by_its_doors_only() {
    let doors: &[(&str, &[&str])] = &[
        ("similar::", &["cli/diff.rs"]),
        ("tiny_http::", &["serve/server.rs"]),
        ("ureq", &["links/client.rs"]),
        ("url::Url", &["links/address.rs"]),
        ("notify::", &["serve/watch.rs"]),
        ("ctrlc::", &["cli"]),
        ("open::that", &["cli"]),
        ("granit_parser", &["parse/yaml.rs"]),
        ("toml::de", &["config/toml.rs"]),
        ("mimalloc", &["main.rs"]),
        ("tera::", &["theme", "render"]),
        ("pulldown_cmark", &["parse", "render"]),
        ("syntect", &["render/highlight.rs"]),
        ("clap", &["cli"]),
        ("clap_mangen", &["cli/shell.rs"]),
        ("annotate_snippets", &["cli/paint.rs"]),
        ("indicatif", &["cli/progress.rs"]),
        ("anstream", &["cli"]),
        (
            "rayon",
            &[
                "files", "site", "plan", "formats", "output", "build", "import", "cli",
            ],
        ),
        ("jiff", &["model/date.rs", "cli"]),
        (
            "borsh",
            &["text", "diag", "tree", "model", "files", "build"],
        ),
        ("tempfile::tempfile", &["build/shelf.rs"]),
        ("sha2", &["theme"]),
        ("semver", &["theme"]),
        ("unicode_width", &["coverage"]),
        (
            "ahash",
            &[
                "model", "parse", "site", "lint", "plan", "render", "output", "build",
            ],
        ),
        (
            "serde_json",
            &[
                "text/json.rs",
                "formats",
                "links",
                "coverage",
                "serve/stand.rs",
                "cli",
                // A test compares by it.
                "parse/yaml.rs",
            ],
        ),
    ];
    for (path, text) in sources() {
        for &(name, allowed) in doors {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            if code.clone().any(|line| line.contains(name)) {
                assert!(
                    allowed.iter().any(|door| path.starts_with(door)),
                    "{}: `{name}` comes in only by {allowed:?}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_file_is_short_and_opens_with_what_it_is() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 500, "{}: {lines} lines", path.display());
        assert!(
            text.starts_with("//! "),
            "{}: opens without a `//!` sentence",
            path.display()
        );
    }
}

#[test]
fn the_architecture_names_every_room() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for room in rooms() {
        assert!(
            page.contains(&format!("`{room}`")),
            "ARCHITECTURE.md does not name `{room}`"
        );
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut inside = false;
    let mut before = "";
    let mut checked = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies]");
        } else if inside && line.contains(" = ") {
            assert!(before.starts_with('#'), "no reason above `{line}`");
            checked += 1;
        }
        before = line;
    }
    assert!(checked > 15);
}

#[test]
fn a_decision_is_short() {
    for entry in fs::read_dir(root().join("docs/decisions")).unwrap() {
        let path = entry.unwrap().path();
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 40, "{}: {lines} lines", path.display());
    }
}
