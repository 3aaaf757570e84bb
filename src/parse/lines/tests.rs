//! What is read by lines is what the parser reads, places and all; and most briefs are.

use crate::text::Chance;
use std::path::{Path, PathBuf};

use super::tree;
use crate::parse::{split, yaml};
use crate::tree::Faults;

/// Whether the text is read by lines; then the parser makes the same of it, and finds no fault.
fn agree(text: &str) -> bool {
    let Some(found) = tree(text, 7) else {
        return false;
    };
    let mut faults = Faults::of(&"x.yaml".into());
    let parsed = yaml::by_events(text, 7, &mut faults);
    let faults = faults.into_diagnostics();
    assert!(faults.is_empty(), "{text:?}: {faults:?}");
    assert!(
        Some(&found) == parsed.as_ref(),
        "{text:?}\n{found:?}\n{parsed:?}"
    );
    true
}

/// The YAML of all texts below a folder of this repository.
fn texts(folder: &str) -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files: Vec<PathBuf> = Vec::new();
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
    files.sort();
    let yaml_of = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).ok()?;
        match path.extension()?.to_str()? {
            "yaml" | "yml" => Some(text),
            "md" => Some(text[split(&text).ok()?.front].to_owned()),
            _ => None,
        }
    };
    files.iter().filter_map(yaml_of).collect()
}

/// One of `all`; half of them are among the first, which are harmless.
fn one_of<'a>(chance: &mut Chance, all: &[&'a str], harmless: usize) -> &'a str {
    let most = [all.len(), harmless][chance.below(2)];
    all[chance.below(most)]
}

#[test]
fn what_people_write_is_read_by_lines() {
    for text in [
        "a: 1\nb: two words\n",
        "a: 1",
        "# first\na: 1 # one\n\n# then\nb:\n  c: x\n  # in it\n  d: y\n\n# end\n",
        "l:\n- a\n- b: 1\n  c: 2\nm:\n  - c: 1\n    d: 2\n\n  - c: 3\nn: 4\n",
        "l:\n# c\n- a\n# d\n-   b: 1\n    c: 2\n",
        "t: >-\n  one\n  two\n\n\n  three\n\nu: |\n  lit\n    more\n  # no comment\n# comment\nv: 1\n",
        "t: >\n  one\n\n\n",
        "t: |-\n  one\n  two",
        "t: |\n  one",
        "- not a map\n",
        "f: [a, 'b''c', \"d\"] # e\ng: {a: 1, b: x y, u: https://a.example/b?c=d}\nh: []\ni: { }\n",
        "q: \"a \\\"b\\\" \\\\\"\ns: 'it''s'\nt: ''\nu: \"\"\n",
        "a:\nb: ~\nc: null\nd:\n  e:\n",
        "published: 2026-06-03\nurl: https://a.example/x#y\np: 41%\nn: -5\ng: ~1\n",
        "é: ü\n日 本: x\nlong key: v\n",
    ] {
        assert!(agree(text) || text.starts_with('-'), "{text:?}");
    }
}

#[test]
fn what_is_not_surely_read_is_left_to_the_parser() {
    for text in [
        "",
        "# nothing\n",
        "just text\n",
        "---\na: 1\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\na: 2\n",
        "a: b: c\n",
        "a: b\n  continued\n",
        "a: \"b\n  continued\"\n",
        "a: [b,\n  c]\n",
        "a: &x b\nc: *x\n",
        "a: !!str b\n",
        "a:\tb\n",
        "a: 1\r\nb: 2\r\n",
        "a: |2\n   b\n",
        "a: |+\n  b\n\n",
        "? a\n: b\n",
        "a: 'b' c\n",
        "  a: 1\nb: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "l:\n  - a\n  b: 1\n",
        "a: \u{85}b\n",
        "a: b\u{7}\n",
        "null: 1\n",
        "a: %b\n",
        "a: [b, c: d]\n",
    ] {
        assert!(tree(text, 0).is_none(), "{text:?}");
    }
}

#[test]
fn a_map_of_many_keys_holds_each_once() {
    let lines: Vec<String> = (0..2_000).map(|n| format!("k{n}: {n}\n")).collect();
    let mut text = lines.concat();
    assert!(agree(&text));
    text.push_str("k3: again\n");
    assert!(tree(&text, 0).is_none());
    assert!(tree(&format!("a: {}", "[".repeat(100_000)), 0).is_none());
    assert!(tree(&"a:\n ".repeat(10_000), 0).is_none());
    // One long line, which is looked through once: this would take minutes.
    for item in ["x,", "\"\",", "'',", "\"\\\"\","] {
        assert!(tree(&format!("a: [{}x]\n", item.repeat(500_000)), 0).is_some());
    }
}

#[test]
fn all_texts_of_the_sites_here_are_read_alike_and_most_by_lines() {
    let texts = [
        texts("content"),
        texts("tests/suite"),
        texts("src/scaffold"),
    ]
    .concat();
    let by_lines = texts.iter().filter(|text| agree(text)).count();
    assert!(
        by_lines * 10 >= texts.len() * 7,
        "{by_lines} of {} texts",
        texts.len()
    );
}

#[test]
fn any_text_of_lines_is_left_to_the_parser_or_read_as_it_reads_it() {
    let indents = ["", "", "", "  ", "  ", "    ", " ", "      "];
    let heads = [
        "a: ", "b: ", "c: ", "a:", "b:", "- ", "- ", "- a: ", "- b:", "-", "#", "", "c d: ", "é: ",
        "-  ", "- - ", "? ", "null: ", "x", "'a': ", "a : ", "a:: ",
    ];
    let values = [
        "1",
        "two words",
        "",
        "",
        "|",
        ">",
        "|-",
        ">-",
        "[a, b]",
        "{a: 1, b: 2}",
        "\"q\"",
        "'s'",
        "# c",
        "x # c",
        "a:b",
        "a: b",
        "http://a.b/c",
        "[]",
        "{}",
        "~",
        "'it''s'",
        "\"a\\\"b\"",
        "[a, [b], {c: d}]",
        "x ",
        "é",
        "&a b",
        "*a",
        "!t x",
        "[a",
        "a]",
        "{a}",
        "[a b , 'c']",
        "- x",
        "%",
        "@x",
        "`x`",
        "-1",
        "--- x",
        "|+",
        "> x",
        "\"q\" x",
        "x:",
        ":x",
        "?x",
        ",",
        "x, y",
        "[x:y]",
        "{a: b://c}",
        "'",
        "\"",
    ];
    let mut chance = Chance::of(1);
    let mut by_lines = 0;
    for _ in 0..150_000 {
        let mut text = String::new();
        for _ in 0..=chance.below(5) {
            text.push_str(one_of(&mut chance, &indents, 3));
            text.push_str(one_of(&mut chance, &heads, 9));
            text.push_str(one_of(&mut chance, &values, 8));
            text.push('\n');
        }
        if chance.below(4) == 0 {
            text.pop();
        }
        by_lines += usize::from(agree(&text));
    }
    assert!(by_lines > 2_000, "{by_lines} texts were read by lines");
}

#[test]
fn any_slip_in_a_real_text_is_left_to_the_parser_or_read_as_it_reads_it() {
    let slips = [
        "\n", " ", "  ", "\n  ", "\n    ", "- ", ":", ": ", "#", " #", "'", "\"", "[", "]", "{",
        "}", ",", "|", ">", "&", "*", "!", "\\", "%", "é", "\u{2028}", "\u{feff}", "---", "?", "~",
        "-", "\u{fffd}", "\n\n",
    ];
    let texts = [texts("content"), texts("src/scaffold")].concat();
    let mut chance = Chance::of(2);
    let mut by_lines = 0;
    for _ in 0..40_000 {
        let mut text = texts[chance.below(texts.len())].clone();
        for _ in 0..=chance.below(3) {
            let floor = |text: &str, at| crate::text::floor_boundary(text, at);
            let at = floor(&text, chance.below(text.len().max(1)));
            let until = floor(&text, at + chance.below(4));
            let slip = slips[chance.below(slips.len() + 10).min(slips.len() - 1)];
            text.replace_range(at..until.max(at), slip);
        }
        by_lines += usize::from(agree(&text));
    }
    assert!(by_lines > 2_000, "{by_lines} texts were read by lines");
}
