//! One layout for all briefs: what it looks like, and that it changes nothing that is said.

mod command;
mod properties;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use evenhand::layout::{Left, lay_out};

use crate::harness::Site;

/// The text in its layout.
#[track_caller]
fn laid(path: &str, text: &str) -> String {
    match lay_out(&Arc::from(path), text) {
        Ok(laid) => laid,
        Err(Left::Faulty(faults)) => panic!("{}\n{text}", faults[0].title),
        Err(Left::Unfaithful(_)) => panic!("it would not say the same\n{text}"),
    }
}

#[track_caller]
fn shows(name: &str, path: &str, text: &str) {
    let after = laid(path, text);
    // A carriage return would not survive in the snapshot.
    let before = text.replace('\r', "␍").replace('\u{feff}', "<BOM>");
    insta::with_settings!({ snapshot_path => "../snapshots/layout", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, format!("{before}\n════════\n{after}"));
    });
}

/// A Markdown brief with this body.
fn with_body(body: &str) -> String {
    format!("---\ntitle: T\ndate: 2025-01-01\nsources: {{ap: AP}}\n---\n{body}")
}

#[test]
fn fields_have_an_order_and_comments_go_with_them() {
    shows(
        "comments",
        "x.yaml",
        "# The top of the file.\n\n# Of the facts.\nfacts: # beside facts\n- # beside the dash\n  cite: [a] # beside cite\n  # above text\n  text: | # beside the bar\n    One.\n     # no comment\n\n    Two.\n  # the end of the item\n\n# above the second\n- \"Two. [^a]\"\n# above tags\ntags: [b, # beside b\n  c]\n\n# above title\ntitle: T   # beside title\nsources: # beside sources\n    # above a\n    a: {title: A title, # beside A title\n      outlet: A} # beside a\n    b: B\n    # c: C\n# above date\ndate: 2025-01-01\nimage:\n  # src: x.jpg\nseries: # between\n  A series\n# The end.\n",
    );
}

#[test]
fn byte_order_marks_and_carriage_returns_go_away() {
    shows(
        "line-ends",
        "x.md",
        "\u{feff}---\r\ndate: 2025-01-01   \r\ntitle: T\r\nsources:\r\n  ap: AP\r\nextra:\r\n  code: |\r\n    kept  \r\n\r\n    too\r\n...\r\nSummary.\r\n## Facts\r\n- One,\r\n  two. [^ap]\r\n\r\n\r\n",
    );
}

#[test]
fn lists_and_maps_stand_on_one_line_or_on_many() {
    shows(
        "lists",
        "x.yaml",
        "title: T\ndate: 2025-01-01\nsources: {a: A, b: {title: B title, outlet: B}}\ntags:\n- North Sea\n- 'Harbour'\n\n- \"x\"\nauthors: [ 'Smith, John' , B]\neditors: [One of the editors, Another of the editors, A third of the editors, A fourth of the editors, E]\nrelated: []\nimage: {alt: An alternative text that is quite long and says what can be seen in it, src: a.jpg, credit: C}\npredictions: [{probability: 15%, question: 'Q?', readings: [{probability: 0.1, as_of: 2025-01-01}]}]\nfacts: ['One. [^a]', {cite: [b], text: Two.}]\nextra: {a: [[1, 2], [3]], b: [{c: d}], e: {}, f: }\n",
    );
}

#[test]
fn quotation_marks_stand_where_they_are_needed() {
    shows(
        "quotes",
        "x.yaml",
        "\"title\": 'It''s \"so\"'\ndate: '2025-01-01'\nsources:\n  'a': \"A: B\"\n  b: 'C # D'\n  c: \"Plain words\"\n  'd': 'back\\slash'\n  e: \"007 Gazette\"\n  f: no\nseries: \"yes\"\nextra: {a: 'no', b: \"1e3\", c: '007', d: \"12:30\", e: '2025-01-01', f: \"\", g: ' x', h: \"tab\\there\", i: '~', j: '- x', k: 'a, b', l: \"\\u00e9\", m: 'x', o: [?, x]}\nsummary: \"On two\n  lines \\\n    of it\"\nfacts:\n- 'One,\n\n    two. [^a]'\n- Three\n  and four. [^a]\n",
    );
}

#[test]
fn blocks_keep_their_text_and_are_indented_anew() {
    shows(
        "blocks",
        "x.yaml",
        "title: T\ndate: 2025-01-01\nsources: {a: A}\nsummary: >-\n        Folded\n        words\n\n        here.\nfacts:\n-   text: |2\n        One\n      two. [^a]\n-   text: >\n      Three\n\n        code\n      four. [^a]\n\nextra:\n    keep: |+\n        x  \n\n\n    strip: |-\n     y\n    last: |+\n     z\n\n",
    );
}

#[test]
fn anchors_and_tags_leave_the_fields_as_they_are() {
    shows(
        "anchors",
        "x.md",
        "---\ndate:   2025-01-01\ntitle: &t T\nseries: *t\nsources: {ap: AP}\n---\n## The Facts\n* One. [^ap]\n",
    );
}

#[test]
fn headings_have_one_spelling() {
    let body = "Summary [x][1].\n\n[1]: https://x.example/\n\nThe Facts\n---------\n\n* One. [^ap]\n\n## THE SPIN ##\n### Left Narrative – [P](https://p.example/)\nText.\n\n\n\nMore text.  \nAnd more.\n### *Right*-wing - Q #\n```\n### no heading\n```\n### Narrative A — \nText.\n\n## Back *ground*\n<div>\na\n</div>\n\nSub\n---\nText\n### Below\nText\n\n[a]: /x \"t\"\n\t## Two\n*lines*\n---\nText.\n";
    shows("headings", "x.md", &with_body(body));
}

#[test]
fn facts_are_items_after_a_dash() {
    let body = "## Facts\n1. One,\ntwo. [^ap]\n2.  Three [^ap]\n\n    - nested\n        - deeper\n\n      more\n3.  | a | b |\n    |---|---|\n    | 1 | 2 |\n\n    [^ap]\n4.  ```c\n    x\n\n      y\n    ```\n\n    [^ap]\n5. <b>HTML</b> [link][1] [^ap]\n\n[1]: https://x.example/\n";
    shows("facts", "x.md", &with_body(body));
    shows(
        "facts-short",
        "x.md",
        &with_body("## Facts\n\n+   One. [^ap]\n\n\n+   Two\n    and more. [^ap]\n"),
    );
    shows(
        "facts-tabs",
        "x.md",
        &with_body("## Facts\n\n-\tOne. [^ap]\n\t- nested\n\n\t\tcode\n"),
    );
}

/// The demo site with its briefs written in every other way that means the same.
fn messy_demo_site() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new("");
    let mut folders = vec![root.join("content")];
    let mut files = vec![root.join("site.toml")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    for path in files {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        if name.starts_with("content/briefs/") {
            bytes = mess(name, &String::from_utf8(bytes).unwrap()).into_bytes();
        }
        site.put(name, &bytes);
    }
    site
}

/// The fields backwards, other bullets and headings, Windows line ends.
fn mess(name: &str, text: &str) -> String {
    let (front, body) = match text.strip_prefix("---\n") {
        Some(rest) => rest.split_once("\n---\n").unwrap(),
        None => (text.trim_end(), ""),
    };
    let mut fields: Vec<String> = Vec::new();
    for line in front.lines() {
        match fields.last_mut() {
            Some(field) if line.starts_with([' ', '-']) || line.is_empty() => {
                field.push('\n');
                field.push_str(line);
            }
            _ => fields.push(line.to_owned()),
        }
    }
    fields.reverse();
    let front = fields.join("\n");
    let parts = format!("\n{body}");
    let parts = parts.split("\n## ").map(|part| {
        let facts = part.strip_prefix("Facts\n\n");
        match facts {
            Some(facts) => format!("\n{facts}")
                .replace("\n  ", "\n    ")
                .replace("\n- ", "\n*   ")
                .replacen('\n', "The Facts ##\n", 1),
            None => part
                .replace("\n### ", "\n###   ")
                .replace(" — [", " narrative - ["),
        }
    });
    let body = parts
        .collect::<Vec<_>>()
        .join("\n## ")
        .replace("## Narratives\n", "The spin\n---\n");
    let text = if name.ends_with(".md") {
        format!("\u{feff}---\n{front}\n---\n{body}\n\n")
    } else {
        format!("{front}\n")
    };
    text.replace('\n', "\r\n")
}

#[test]
fn the_pages_of_a_site_stay_the_same_byte_for_byte() {
    let site = messy_demo_site();
    let before = site.build().clean().files();
    assert!(before.len() > 100);
    let mut laid_out = 0;
    for (name, bytes) in crate::harness::files_of(&site.path("content/briefs")) {
        let path = format!("content/briefs/{name}");
        let text = String::from_utf8(bytes).unwrap();
        let after = laid(&path, &text);
        let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        assert_ne!(text, after);
        assert_eq!(after, own.unwrap(), "{path}: the mess is tidied up");
        site.put(&path, after.as_bytes());
        laid_out += 1;
    }
    assert!(laid_out > 10);
    same_files(&before, &site.build().files());
}

#[track_caller]
fn same_files(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(before), names(after));
    for (path, bytes) in before {
        assert!(*bytes == after[path], "{path} changed");
    }
}

#[test]
fn what_this_repository_writes_is_in_the_layout() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for folder in ["content/briefs", "src/scaffold/starter/content/briefs"] {
        for (name, bytes) in crate::harness::files_of(&root.join(folder)) {
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(laid(&name, &text), text, "{name}: run `gen fmt`");
            checked += 1;
        }
    }
    assert!(checked > 15);
}

#[test]
fn the_guide_shows_the_fields_in_the_order_of_the_layout() {
    let guide = include_str!("../../../docs/guide/writing.md");
    let table = guide.split("\n## Fields\n").nth(1).unwrap();
    let table = table.split("\n**Dates**").next().unwrap();
    let names: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split(" |").next())
        .flat_map(|cell| cell.split("`, `"))
        .map(|name| name.trim_matches(['`', ' ']))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    let value = |name: &str| match name {
        "title" | "id" | "series" | "axis" | "summary" => "x",
        "date" | "updated" => "2025-01-01",
        "expires" => "2026-01-01",
        "slug" => "a",
        "draft" => "true",
        "lang" => "en",
        "sources" => "{a: A}",
        "image" => "{src: a.jpg, alt: A, credit: C}",
        "allow" => "{long-fact: x}",
        "extra" => "{a: b}",
        "facts" => "[\"One. [^a]\"]",
        "narratives" => "[{stance: Left, text: x}]",
        "sections" => "[{title: x, text: x}]",
        "predictions" => "[{question: Q}]",
        "corrections" => "[{date: 2025-01-01, text: x}]",
        "aliases" => "[/a/]",
        _ => "[a]",
    };
    let mut fields: Vec<String> = names
        .iter()
        .map(|name| format!("{name}: {}\n", value(name)))
        .collect();
    fields.reverse();
    let text = laid("x.yaml", &fields.concat());
    let order: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with([' ', '-']))
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(order, names);
}
