//! Fixes: what `gen check --fix` changes, and what it leaves as it is.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use evenhand::build::{check, mendings};
use evenhand::diag::Diagnostic;
use evenhand::edit;
use evenhand::model::Brief;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::harness::{SITE, Site};

fn run(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["check", "--now", "2026-01-01"])
        .args(arguments)
        .current_dir(site.path(""))
        .output()
        .expect("gen runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

const PEDANTIC: &str = "[lint]\nstraight-apostrophes-mixed = \"warn\"\n";

const MARKDOWN: &str = "---
title: It's a brief   # the title
date: 9 December 2023
tags: [North Sea, x]
# the sources
sources:
  ap: Asociated Press  # misspelled
  # unused, with details
  bbc:
    outlet: BBC
    title: 'It''s'
  rt: {outlet: \"Reuters\"}
---

Summary isn't here.

## Facts

- It’s so. [^ap]
- It isn't *so*  at all. [^rt]

## Narratives

### Progresive narrative — P

It's well, and it will be.

### Conservative — Q

No. It is not, and never was.
";

const YAML: &str = "title: \"B\"   # two
date: 2024-01-01
tags: [ 'north sea' ]
summry: x
sources: {a: A, b: B, c: 'C'}
facts:   [{text: It is so., cite: [b]}]
narratives: [{stance: Progresive, text: It's it's it’s so}, {stance: Conservative, text: No it is not}]
";

fn site() -> Site {
    Site::new(&format!(
        "{SITE}{PEDANTIC}-- content/outlets.yaml --\nap: {{name: \"AP, the News\", aliases: [Associated Press]}}\n\
         -- content/briefs/a.md --\n{MARKDOWN}-- content/briefs/b.yaml --\n{YAML}"
    ))
}

#[test]
fn what_is_sure_is_mended_and_every_other_byte_stays() {
    let site = site();
    // The first time the errors, which hide what is between briefs; then the rest.
    let first = run(&site, &["--fix"]);
    let second = run(&site, &["--fix"]);
    assert!(text(&first.stderr).contains("mended: content/briefs/a.md, "));
    let read = |path: &str| fs::read_to_string(site.path(path)).unwrap();
    let (a, b) = (read("content/briefs/a.md"), read("content/briefs/b.yaml"));
    insta::assert_snapshot!(format!(
        "{a}\n════════\n{b}\n════════\n{}",
        text(&second.stdout).lines().count()
    ));
    let wanted = MARKDOWN
        .replace('\'', "’")
        .replace("  bbc:\n    outlet: BBC\n    title: ’It’’s’\n", "")
        .replace("9 December 2023", "2023-12-09")
        .replace("Asociated", "Associated")
        .replace("Progresive", "Progressive");
    assert_eq!(a, wanted);
    // Applied again, nothing changes.
    run(&site, &["--fix"]);
    assert_eq!(
        (a, b),
        (read("content/briefs/a.md"), read("content/briefs/b.yaml"))
    );
}

#[test]
fn a_patch_shows_the_same_and_writes_nothing() {
    let site = site();
    let before = crate::harness::files_of(&site.path(""));
    let shown = run(&site, &["--diff"]);
    assert_eq!(shown.status.code(), Some(1));
    assert_eq!(before, crate::harness::files_of(&site.path("")));
    insta::assert_snapshot!(text(&shown.stdout));
    // What it prints is what git takes.
    let patch = site.path("the.patch");
    fs::write(&patch, &shown.stdout).unwrap();
    let apply = Command::new("git")
        .args(["apply", "the.patch"])
        .current_dir(site.path(""))
        .output();
    if let Ok(apply) = apply {
        assert!(apply.status.success(), "{}", text(&apply.stderr));
        let other = self::site();
        run(&other, &["--fix"]);
        for path in ["content/briefs/a.md", "content/briefs/b.yaml"] {
            assert_eq!(
                fs::read(site.path(path)).unwrap(),
                fs::read(other.path(path)).unwrap()
            );
        }
    }
    let clean = Site::with("");
    assert_eq!(run(&clean, &["--diff"]).status.code(), Some(0));
}

#[test]
fn only_the_files_asked_for_are_mended() {
    let site = site();
    run(&site, &["--fix", "content/briefs/b.yaml"]);
    assert_eq!(
        fs::read_to_string(site.path("content/briefs/a.md")).unwrap(),
        MARKDOWN
    );
    assert_ne!(
        fs::read_to_string(site.path("content/briefs/b.yaml")).unwrap(),
        YAML
    );
}

#[test]
fn an_address_that_is_gone_is_kept_by_an_alias() {
    let good =
        "title: T   # here\ndate: 2025-01-01\nsources: {a: A}\nfacts: [{text: x, cite: [a]}]\n";
    let files = |name: &str| {
        format!("{SITE}[lint]\nform = \"allow\"\n-- content/briefs/{name}.yaml --\n{good}")
    };
    let site = Site::new(&files("old"));
    site.build().clean();
    site.remove("content/briefs/old.yaml");
    let site = site.write(&files("new"));
    let built = site.build();
    assert_eq!(built.codes(), ["slug-changed"]);
    assert!(built.report.outcome.is_none(), "the old page stays");
    insta::assert_snapshot!(built.painted());
    run(&site, &["--fix"]);
    let built = site.build().clean();
    assert!(
        built
            .file("2025/01/01/old/index.html")
            .contains("/2025/01/01/new/")
    );
    // Withdrawn on purpose.
    site.remove("content/briefs/new.yaml");
    let gone = site.build();
    assert_eq!(gone.codes(), ["slug-changed"]);
    insta::assert_snapshot!("withdrawn", gone.painted());
    let settings = fs::read_to_string(site.path("site.toml")).unwrap();
    let withdrawn = format!("{settings}slug-changed = {{ withdrawn = [\"/2025/01/01/new/\"] }}\n");
    site.put("site.toml", withdrawn.as_bytes());
    assert!(!site.build().clean().has("2025/01/01/new/index.html"));
}

#[test]
fn a_brief_that_is_held_back_has_not_gone() {
    let good = "date: 2025-01-01\nsources: {a: A}\nfacts: [{text: x, cite: [a]}]\n";
    let put = |more: &str| {
        format!(
            "{SITE}[lint]\nform = \"allow\"\n-- content/briefs/x.yaml --\ntitle: T\n{more}{good}"
        )
    };
    let site = Site::new(&put(""));
    site.build().clean();
    for more in ["draft: true\n", "expires: 2025-06-01\n"] {
        let site = Site::new(&put(""));
        site.build().clean();
        site.edit(&put(more));
        site.build().clean();
    }
    // Where a brief cannot be read, nobody knows where it was.
    site.edit(&put("tags: [\n"));
    assert_eq!(site.build().codes(), ["yaml-syntax"]);
}

/// A brief of parts, each of which may have a fault that can be mended.
fn briefs() -> impl Strategy<Value = (String, bool)> {
    let pick = |all: &'static [&'static str]| prop::sample::select(all);
    let words = pick(&[
        "It's so",
        "It’s so",
        "He said \"it isn't\"",
        "a & b's",
        "l’été d'Anna",
        "x",
    ]);
    (
        prop::collection::vec(words, 1..4),
        pick(&["2025-01-01", "1 January 2025", "2025/1/1", "'2025-01-01'"]),
        pick(&["[North Sea]", "[north sea, 'x, y']", "\n  - NORTH SEA   # c", "[\"North  Sea\"]"]),
        pick(&["AP News", "AP Newz", "'AP Newz'", "{outlet: AP Newz, title: \"It's\"}"]),
        prop::collection::vec(pick(&["u1: A", "u2: {outlet: 'B, C'}", "u3:\n    outlet: D  # d\n    title: |\n      E\n"]), 0..3),
        pick(&["Left", "Progresive", "Progressive", "Conservitive narrative"]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(words, date, tags, outlet, unused, stance, is_markdown, is_flow)| {
            let mut unused: Vec<&str> = unused;
            unused.sort_unstable();
            unused.dedup();
            let mut sources = if is_flow && !unused.iter().any(|one| one.contains('\n')) {
                format!("sources: {{ap: {outlet}, {}}}\n", unused.join(", "))
            } else {
                let lines: String = unused.iter().map(|one| format!("  {}\n", one.trim_end())).collect();
                format!("sources:\n  # the sources\n{lines}  ap: {outlet}\n")
            };
            sources = sources.replace(", }", "}");
            let head = format!("title: A title   # t\ndate: {date}\ntags: {tags}\n{sources}");
            let text = if is_markdown {
                let facts: String = words.iter().map(|fact| format!("- {fact}. [^ap]\n")).collect();
                format!("---\n{head}---\n\nIt's a summary.\n\n## Facts\n\n{facts}\n## Narratives\n\n### {stance} — P\n\nIt's told.\n")
            } else {
                let facts: String = words
                    .iter()
                    .map(|fact| format!("  - {{text: {}, cite: [ap]}}\n", serde_json::to_string(fact).unwrap()))
                    .collect();
                format!("{head}summary: It's a summary.\nfacts:\n{facts}narratives:\n  - stance: {stance}\n    text: >-\n      It's told.\n")
            };
            (text, is_markdown)
        })
}

/// What a brief says, but for what fixes may change: apostrophes, the spelling of tags,
/// the names of outlets and stances, sources that nothing cites.
fn meaning(brief: &Brief) -> String {
    let plain = |text: &str| text.replace('’', "'");
    let cited = |cites: &[usize]| -> Vec<String> {
        cites
            .iter()
            .map(|&index| brief.sources[index].id.clone())
            .collect()
    };
    let facts: Vec<_> = brief
        .facts
        .iter()
        .map(|fact| (plain(&fact.prose.markdown), cited(&fact.prose.cites)))
        .collect();
    let narratives: Vec<_> = brief
        .narratives
        .iter()
        .map(|telling| (plain(&telling.prose.markdown), telling.provider.clone()))
        .collect();
    let summary = brief.summary.as_ref().map(|prose| plain(&prose.markdown));
    let tags = brief.tags.len();
    format!(
        "{} {facts:?} {narratives:?} {summary:?} {tags}",
        plain(&brief.title.value)
    )
}

#[test]
fn fixes_keep_the_meaning_and_come_to_an_end() {
    let oldest = "title: Z\ndate: 2020-01-01\ntags: [North Sea]\nsources: {ap: AP News}\nfacts: [{text: z, cite: [ap]}]\n";
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(150)
    });
    let site = Site::new(&format!(
        "{SITE}[lint]\naccuracy = \"allow\"\nbalance = \"allow\"\nstraight-apostrophes-mixed = \"warn\"\n-- content/outlets.yaml --\nap: {{name: AP News}}\n-- content/briefs/z.yaml --\n{oldest}"
    ));
    let check = || check(&site.options(), &|_, _, _| {}).expect("the world is fine");
    let outcome = runner.run(&briefs(), |(text, is_markdown)| {
        let path = if is_markdown {
            "content/briefs/a.md"
        } else {
            "content/briefs/a.yaml"
        };
        let _ = fs::remove_file(site.path("content/briefs/a.md"));
        let _ = fs::remove_file(site.path("content/briefs/a.yaml"));
        site.put(path, text.as_bytes());
        let mut rounds = 0;
        loop {
            let report = check();
            let mended = mendings(&report);
            if mended.is_empty() {
                let rest: Vec<&Diagnostic> = report
                    .diagnostics
                    .iter()
                    .filter(|found| found.fix.is_some())
                    .collect();
                prop_assert!(rest.is_empty(), "{rest:?}");
                prop_assert_eq!(report.errors(), 0);
                break;
            }
            for one in mended {
                edit::replace(&site.path(""), &one.path, &one.before, &one.after).unwrap();
            }
            rounds += 1;
            prop_assert!(rounds <= 4, "it goes on and on");
        }
        let after = fs::read_to_string(site.path(path)).unwrap();
        let read = |text: &str| evenhand::parse::brief(&path.into(), text).0;
        let spelled = ["1 January 2025", "2025/1/1"]
            .iter()
            .fold(text.clone(), |text, date| text.replace(date, "2025-01-01"));
        prop_assert_eq!(
            meaning(&read(&spelled).unwrap()),
            meaning(&read(&after).unwrap())
        );
        for comment in ["# t", "# c", "# the sources"] {
            prop_assert_eq!(
                text.matches(comment).count(),
                after.matches(comment).count()
            );
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(Path::new(&site.path("content/briefs/z.yaml")).is_file());
}

/// A site of this brief beside an older one, with every rule of form and the registry.
fn with_brief(path: &str, text: &str) -> Site {
    let registry = "-- content/outlets.yaml --\nap: {name: Associated Press}\nbbc: {name: BBC News}\nwelt: {name: Die Welt}\n";
    let oldest = "-- content/briefs/z.yaml --\ntitle: Z\ndate: 2020-01-01\ntags: [North Sea]\nsources: {ap: Associated Press}\nfacts: [{text: z, cite: [ap]}]\n";
    Site::new(&format!(
        "{SITE}[lint]\nbalance = \"allow\"\nmissing-summary = \"allow\"\nstraight-apostrophes-mixed = \"warn\"\n{registry}{oldest}-- {path} --\n{text}"
    ))
}

/// What `--fix` makes of the brief, run as often as it changes something.
fn fixed(path: &str, text: &str) -> String {
    let site = with_brief(path, text);
    for _ in 0..3 {
        run(&site, &["--fix"]);
    }
    fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn what_is_not_sure_stays_as_it_is() {
    let yaml = |sources: &str, more: &str| {
        format!("title: T\ndate: 2025-01-01\n{sources}facts: [\"x [^a]\"]\n{more}")
    };
    for text in [
        // Another newsroom is no misspelling.
        yaml("sources: {a: NBC News}\n", ""),
        yaml("sources: {a: Die Zeit}\n", ""),
        // Nor is another stance.
        yaml("sources: {a: A}\n", "narratives: [{stance: Undemocratic, text: x}, {stance: Regressive, text: y}, {stance: Rights, text: z}]\n"),
        // A text in lines of its own ends with its line.
        yaml("sources:\n  a:\n    outlet: >-\n      Asociated Press\n    title: The title\n", ""),
        yaml("sources:\n  a: |\n    Asociated Press\n  # c\n", ""),
        yaml("sources: {a: A}\ntags:\n  - |-\n    north sea\n  - b\n", ""),
        // What is written once stands in two places.
        yaml("extra: {c: &c {a: A, b: B}}\nsources: *c\n", ""),
        yaml("sources:\n  a: &s {outlet: X}\n  b: *s\n", ""),
        // A comment may be about another entry.
        yaml("sources: {\n  a: A,  # about a\n  b: B\n}\n", ""),
        // The text is still to come.
        "title: T\ndate: 2025-01-01\ndraft: true\nsources: {a: {outlet: A, url: \"https://x.example/\"}}\n".to_owned(),
        "title: T\ndate: 2025-01-01\nsources: {a: A}\n".to_owned(),
        // The field would not take the value.
        yaml("sources: {a: A}\nauthor: Bob\n", ""),
        yaml("sources: {a: {outlet: A, publisher: Reuters}}\n", ""),
        // Addresses and code are no words.
        yaml("sources: {a: A}\nsummary: \"It’s at <https://x.example/it's> and https://x.example/it's and `it's`.\"\n", ""),
    ] {
        let after = fixed("content/briefs/a.yaml", &text);
        assert_eq!(after, text);
    }
}

#[test]
fn a_fix_that_cannot_be_made_is_not_shown_and_holds_no_other_up() {
    let text = "title: T\ndate: 2025-01-01\nsources:\n  a: {outlet: One}\n  ap: Asociated Press\n  c: C\nauthor: Bob\nfacts: [\"x [^a][^ap]\"]\n";
    let site = with_brief("content/briefs/a.yaml", text);
    let shown = text_of(&run(&site, &[]));
    assert!(!shown.contains("use the known field"), "{shown}");
    // The unknown field is an error, which leaves the rest of the brief unjudged; without it:
    let sound = text.replace("author: Bob\n", "");
    assert_eq!(
        fixed("content/briefs/a.yaml", &sound),
        sound
            .replace("Asociated", "Associated")
            .replace("  c: C\n", "")
    );
}

fn text_of(output: &Output) -> String {
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

#[test]
fn an_alias_goes_to_the_brief_that_moved_and_to_no_other() {
    let one = |name: &str, day: u32, more: &str| {
        format!(
            "-- content/briefs/{name}.yaml --\ntitle: Morning briefing\n{more}date: 2025-01-0{day}\nsources: {{a: A}}\nfacts: [{{text: x, cite: [a]}}]\n"
        )
    };
    let settings = format!("{SITE}[lint]\nform = \"allow\"\n");
    let three = format!(
        "{settings}{}{}{}",
        one("m1", 1, ""),
        one("m2", 2, "id: second\n"),
        one("m3", 3, "")
    );
    // Withdrawn: nobody knows what took its place.
    let site = Site::new(&three);
    site.build().clean();
    site.remove("content/briefs/m2.yaml");
    let built = site.build();
    assert_eq!(built.codes(), ["slug-changed"]);
    assert!(
        built.report.diagnostics[0].fix.is_none(),
        "{}",
        built.painted()
    );
    // Moved, with its id: it is that one, whatever the titles.
    let site = Site::new(&three);
    site.build().clean();
    site.remove("content/briefs/m2.yaml");
    let site = site.write(&one("evening", 2, "id: second\n"));
    run(&site, &["--fix"]);
    site.build().clean();
    let evening = fs::read_to_string(site.path("content/briefs/evening.yaml")).unwrap();
    assert!(evening.contains("aliases: [/2025/01/02/m2/]"), "{evening}");
}

#[test]
fn keep_going_keeps_what_was_published_until_it_is_settled() {
    let one = |name: &str, title: &str| {
        format!(
            "-- content/briefs/{name}.yaml --\ntitle: {title}\ndate: 2025-01-01\nsources: {{a: A}}\nfacts: [{{text: x, cite: [a]}}]\n"
        )
    };
    let settings = format!("{SITE}[lint]\nform = \"allow\"\n");
    let site = Site::new(&format!(
        "{settings}{}{}",
        one("one", "One"),
        one("two", "Two")
    ));
    site.build().clean();
    site.remove("content/briefs/two.yaml");
    let site = site.write(&one("zwei", "Two"));
    let keep_going = || site.build_with(|options| options.keep_going = true);
    for broken in [false, true] {
        if broken {
            site.put("content/briefs/one.yaml", b"title: [\n");
        }
        let built = keep_going();
        assert!(built.report.errors() > 0 && built.report.outcome.is_some());
        assert!(built.has("2025/01/01/zwei/index.html"));
        assert!(built.has("2025/01/01/two/index.html") && built.has("2025/01/01/one/index.html"));
    }
    site.edit(&one("one", "One"));
    assert_eq!(site.build().codes(), ["slug-changed"], "it is still known");
}
