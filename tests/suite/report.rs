//! `gen report`: the figures of small sites worked out by hand, and every format of them.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{SITE, Site, brief};
use crate::html::read;

/// Four briefs that count, and three that do not.
const DESK: &str = "-- site.toml --
title = \"The Desk\"
lint = {accuracy = \"allow\"}
base_url = \"https://example.org/news/\"
narratives = \"as-written\"
-- content/outlets.yaml --
gazette: {name: Gazette, state_media: false, ratings: [{scale: left-right, value: Lean Left, rater: Rater One}]}
herald:
  name: Herald
  state_media: true
  ratings: [{scale: Left / Right, value: Right, rater: Rater One}, {scale: left-right, value: Center, rater: Rater Two}]
split:
  name: Split Times
  ratings: [{scale: left-right, value: left, rater: Rater One}, {scale: left-right, value: right, rater: Rater Two}]
plain: {name: Plain}
unused: {name: Unused, ratings: [{scale: open-closed, value: open, rater: Nobody asked}]}
-- content/briefs/one.md --
---
title: One
date: 2025-01-10
tags: [Rivers, North Sea]
sources: {a: Gazette, b: Herald, c: Gazette, uncited: Plain}
predictions: [{question: Will it rise?, forecaster: The Club, probability: 20%, resolves_by: 2025-06-01}]
corrections: [{date: 2025-01-12, text: The height was wrong.}]
---

## Facts

- It rose. [^a][^b]
- It fell. [^c][^a]

## Narratives

### Left

It is *a* good [thing](https://example.org/a). [^a]

### Right

It is bad, now.
-- content/briefs/two.md --
---
title: Two
date: 2025-01-20
tags: [rivers]
sources: {a: Split Times, b: Wire}
predictions:
  - {question: Was it wet?, resolution: 'Yes', resolves_by: 2025-02-01}
  - {question: Will it be dry?, resolves_by: 2026-01-01}
---

## Facts

- It rained. [^a][^b]

## Narratives

### Right

Rain is a good sign.

### Left

Rain is what the river has had.
-- content/briefs/three.md --
---
title: Three
date: 2025-03-05
sources: {a: Wire}
---

## Facts

- A harbour. [^a]

## Narratives

### Pro-harbour — Chamber

Build it.

### Nerd

Perhaps.
-- content/briefs/four.md --
---
title: Four
date: 2025-03-31T23:30:00-05:00
tags: [Rivers]
sources: {a: Plain}
---

## Facts

- Salt. [^a]

## Narratives

### Old salt — chamber

Arr.
";

/// The same, with a draft, a brief whose time has not come, and one whose time is over.
fn desk() -> Site {
    Site::new(&format!(
        "{DESK}-- content/briefs/draft.md --\n{}-- content/briefs/soon.md --\n{}-- content/briefs/over.md --\n{}",
        brief("Draft", "2025-01-02", "draft: true\ntags: [Never]\n"),
        brief("Soon", "2026-05-01", "tags: [Never]\n"),
        brief("Over", "2025-01-03", "expires: 2025-12-01\ntags: [Never]\n"),
    ))
}

struct Reported {
    code: Option<i32>,
    out: String,
    err: String,
}

fn report(site: &Site, arguments: &[&str]) -> Reported {
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["report", "--now", "2026-01-01"])
        .args(arguments)
        .current_dir(site.path(""))
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the program starts");
    Reported {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn figures(site: &Site, arguments: &[&str]) -> Value {
    let reported = report(site, &[&["--format", "json"], arguments].concat());
    assert_eq!((reported.code, reported.err.as_str()), (Some(0), ""));
    serde_json::from_str(&reported.out).expect("JSON")
}

fn page(site: &Site, arguments: &[&str]) -> String {
    let reported = report(site, &[&["--format", "html"], arguments].concat());
    assert_eq!((reported.code, reported.err.as_str()), (Some(0), ""));
    reported.out
}

macro_rules! assert_shown {
    ($name:expr, $shown:expr) => {
        insta::with_settings!({ snapshot_path => "snapshots/report", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $shown);
        })
    };
}

#[test]
fn briefs_tags_and_corrections_are_counted() {
    let found = figures(&desk(), &[]);
    assert_eq!(found["briefs"], 4);
    assert_eq!(found["facts"], 2 + 1 + 1 + 1);
    assert_eq!(
        (&found["first"], &found["last"]),
        (&json!("2025-01-10"), &json!("2025-03-31"))
    );
    let month = |month: &str, briefs: usize| json!({ "month": month, "briefs": briefs });
    assert_eq!(
        found["months"],
        json!([month("2025-01", 2), month("2025-03", 2)])
    );
    assert_eq!(
        found["tags"],
        json!({
            "untagged": 1,
            "all": [
                { "id": "rivers", "name": "Rivers", "briefs": 3, "months": [month("2025-01", 2), month("2025-03", 1)] },
                { "id": "north-sea", "name": "North Sea", "briefs": 1, "months": [month("2025-01", 1)] },
            ],
        })
    );
    assert_eq!(
        found["corrections"],
        json!({ "made": 1, "briefs": 1, "per_100_briefs": 25.0 })
    );
}

#[test]
fn each_source_that_a_brief_cites_counts_once() {
    // One: Gazette twice (two sources, one of them cited three times), Herald. Two: Split Times,
    // Wire. Three: Wire. Four: Plain. That One defines Plain and does not cite it does not count.
    let found = &figures(&desk(), &[])["outlets"];
    assert_eq!(found["citations"], 7);
    assert_eq!(
        (&found["registered"], &found["unregistered"]),
        (&json!(5), &json!(2))
    );
    assert_eq!(
        found["state_media"],
        json!({ "directed": 1, "not_directed": 2, "unknown": 4 })
    );
    let all: Vec<Value> = found["all"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outlet| {
            json!([
                outlet["id"],
                outlet["registered"],
                outlet["citations"],
                outlet["briefs"],
                outlet["share"]
            ])
        })
        .collect();
    assert_eq!(
        Value::from(all),
        json!([
            ["gazette", true, 2, 1, 0.2857],
            ["wire", false, 2, 2, 0.2857],
            ["herald", true, 1, 1, 0.1429],
            ["plain", true, 1, 1, 0.1429],
            ["split", true, 1, 1, 0.1429],
        ])
    );
}

#[test]
fn what_is_not_rated_or_disputed_is_unknown_and_counted() {
    // Of two raters one says "middle": the other one's side holds. Where they name both sides, none does.
    let placed =
        |outlets: usize, citations: usize| json!({ "outlets": outlets, "citations": citations });
    assert_eq!(
        figures(&desk(), &[])["scales"],
        json!([{
            "id": "left-right",
            "ends": ["left", "right"],
            "first": placed(1, 2),
            "middle": placed(0, 0),
            "second": placed(1, 1),
            "unknown": placed(3, 1 + 1 + 2),
            "undecided": placed(1, 1),
            "raters": [{ "name": "Rater One", "outlets": 3 }, { "name": "Rater Two", "outlets": 2 }],
        }])
    );
    let unrated = Site::with(&format!(
        "-- content/briefs/a.md --\n{}",
        brief("A", "2025-01-01", "")
    ));
    assert_eq!(figures(&unrated, &[])["scales"], json!([]));
    let sentence = "the lean of all is unknown";
    assert!(report(&unrated, &[]).out.contains(sentence) && page(&unrated, &[]).contains(sentence));
}

#[test]
fn sides_told_sides_first_and_their_length_are_counted() {
    let found = &figures(&desk(), &[])["narratives"];
    assert_eq!(
        found["all"],
        json!({ "narratives": 7, "side": 5, "no_side": 1, "unknown": 1 })
    );
    assert_eq!(
        found["leads"],
        json!({ "narratives": 4, "side": 3, "no_side": 0, "unknown": 1 })
    );
    let side = |pole: i8, stances: &[&str], counts: (usize, usize), words: Value| json!({ "pole": pole, "stances": stances, "narratives": counts.0, "leads": counts.1, "average_words": words });
    assert_eq!(
        found["axes"],
        json!([
            // Left: 5 and 7 words, Right: 4 and 5.
            { "axis": "left–right", "briefs": 2, "one_sided": 0, "sides": [
                side(-1, &["Left"], (2, 1), json!(6.0)), side(1, &["Right"], (2, 1), json!(4.5)) ] },
            { "axis": "harbour", "briefs": 1, "one_sided": 1, "sides": [
                side(-1, &[], (0, 0), Value::Null), side(1, &["Pro-harbour"], (1, 1), json!(2.0)) ] },
        ])
    );
    assert_eq!(
        found["one_sided"],
        json!([{
            "brief": { "title": "Three", "date": "2025-03-05", "path": "content/briefs/three.md",
                       "url": "https://example.org/news/2025/03/05/three/" },
            "axis": "harbour", "pole": 1, "stances": ["Pro-harbour"],
        }])
    );
    let providers = &figures(&desk(), &[])["providers"];
    assert_eq!(
        *providers,
        json!({ "unnamed": 5, "all": [{ "id": "chamber", "name": "Chamber", "narratives": 2, "briefs": 2 }] })
    );
}

#[test]
fn who_comes_first_is_told_in_the_order_of_the_site() {
    let mut files = SITE.replace("title", "narratives = \"even\"\ntitle");
    for day in 1..=9 {
        let text = brief(&format!("B{day}"), &format!("2025-01-0{day}"), "");
        files.push_str(&format!("-- content/briefs/b{day}.md --\n{text}"));
    }
    let site = Site::new(&files);
    let built = site.build().clean();
    let leads = |stance: &str| {
        let first = |day: &usize| {
            let data = built.file(&format!("2025/01/0{day}/b{day}/brief.json"));
            let data: Value = serde_json::from_str(&data).unwrap();
            data["narratives"][0]["stance"] == stance
        };
        (1..=9).filter(first).count()
    };
    let (left, right) = (leads("Left"), leads("Right"));
    assert!(left > 0 && right > 0, "{left} and {right}");
    let found = figures(&site, &[]);
    let sides = &found["narratives"]["axes"][0]["sides"];
    assert_eq!(
        (&sides[0]["leads"], &sides[1]["leads"]),
        (&json!(left), &json!(right))
    );
}

#[test]
fn a_prediction_is_due_when_its_day_is_over_and_nothing_is_said_of_it() {
    let found = figures(&desk(), &[]);
    let predictions = &found["predictions"];
    assert_eq!(
        (
            &predictions["made"],
            &predictions["resolved"],
            &predictions["open"]
        ),
        (&json!(3), &json!(1), &json!(1))
    );
    let due = &predictions["due"];
    assert_eq!(due.as_array().unwrap().len(), 1);
    assert_eq!(
        json!([
            due[0]["question"],
            due[0]["resolves_by"],
            due[0]["forecaster"],
            due[0]["probability"],
            due[0]["brief"]["title"]
        ]),
        json!(["Will it rise?", "2025-06-01", "The Club", 0.2, "One"])
    );
    let due_at = |now: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_gen"))
            .args(["report", "--format", "json", "--now", now])
            .current_dir(desk().path(""))
            .output()
            .unwrap();
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        found["predictions"]["due"].as_array().unwrap().len()
    };
    assert_eq!(due_at("2026-01-01T23:59:59Z"), 1);
    assert_eq!(due_at("2026-01-02"), 2);
}

#[test]
fn both_ends_of_a_period_belong_to_it_by_the_day_as_written() {
    let site = desk();
    let briefs = |arguments: &[&str]| figures(&site, arguments)["briefs"].clone();
    assert_eq!(briefs(&["--since", "2025-01-20"]), 3);
    assert_eq!(briefs(&["--since", "2025-01-21"]), 2);
    assert_eq!(briefs(&["--until", "2025-01-10"]), 1);
    assert_eq!(briefs(&["--until", "2025-01-09"]), 0);
    // In UTC, it is April already.
    assert_eq!(
        briefs(&["--since", "2025-03-31", "--until", "2025-03-31"]),
        1
    );
    let found = figures(&site, &["--since", "2025-03-01", "--until", "2025-03-30"]);
    assert_eq!(
        (&found["briefs"], &found["outlets"]["citations"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&found["since"], &found["until"]),
        (&json!("2025-03-01"), &json!("2025-03-30"))
    );
    for wrong in [
        &["--since", "2025-01-02", "--until", "2025-01-01"][..],
        &["--since", "2025-01"],
        &["--until", "2025-01-01T10:00:00Z"],
    ] {
        let refused = report(&site, wrong);
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (Some(2), ""),
            "{wrong:?}"
        );
    }
}

#[test]
fn a_desk_is_reported_in_every_format() {
    let site = desk();
    let human = report(&site, &[]);
    assert_eq!((human.code, human.err.as_str()), (Some(0), ""));
    assert_shown!("human", human.out);
    assert_shown!("json", report(&site, &["--format", "json"]).out);
    assert_shown!("html", page(&site, &[]).split_once("</style>").unwrap().1);
    assert_eq!(page(&site, &[]), page(&site, &[]));
}

#[test]
fn the_page_is_sound_and_needs_nothing_but_itself() {
    let html = page(&desk(), &[]);
    let page = read(&html);
    assert_eq!(page.faults, [""; 0]);
    assert!(page.scripts.is_empty());
    let foreign = |(name, attributes): &&(String, Vec<(String, String)>)| {
        let loads = |key: &str| {
            matches!(
                key,
                "src" | "srcset" | "data" | "poster" | "xlink:href" | "style"
            )
        };
        let link = name == "link"
            && attributes
                .iter()
                .any(|(key, value)| key == "href" && value != "data:,");
        link || name == "script"
            || attributes
                .iter()
                .any(|(key, _)| loads(key) || key.starts_with("on"))
    };
    assert_eq!(page.elements.iter().find(foreign), None);
    let style = html
        .split_once("<style>")
        .unwrap()
        .1
        .split_once("</style>")
        .unwrap()
        .0;
    assert!(
        !style.contains("url(") && !style.contains("@import"),
        "{style}"
    );
}

#[test]
fn every_chart_is_told_in_words_and_as_a_table() {
    let html = page(&desk(), &[]);
    let page = read(&html);
    let charts: Vec<_> = page
        .elements
        .iter()
        .filter(|(name, _)| name == "svg")
        .collect();
    assert_eq!(charts.len(), 10);
    for (_, attributes) in charts {
        let value = |wanted: &str| {
            attributes
                .iter()
                .find(|(key, _)| key == wanted)
                .unwrap()
                .1
                .clone()
        };
        assert_eq!(value("role"), "img");
        let names = value("aria-labelledby");
        let (title, shows) = names.split_once(' ').unwrap();
        for (element, id) in [("title", title), ("desc", shows)] {
            let (_, rest) = html
                .split_once(&format!("<{element} id=\"{id}\">"))
                .unwrap();
            assert!(rest.find('<').unwrap() > 5, "{id} is empty");
        }
    }
    // One more than charts: tags by time are a table from the start.
    assert_eq!(html.matches("<table").count(), 10 + 1);
    assert_eq!(html.matches("<caption>").count(), 10 + 1);
}

#[test]
fn many_outlets_are_gathered_in_the_chart_and_complete_in_the_json() {
    let sources: Vec<String> = (0..120).map(|n| format!("s{n}: Outlet {n}")).collect();
    let marks: String = (0..120).map(|n| format!("[^s{n}]")).collect();
    let site = Site::with(&format!(
        "-- content/briefs/a.md --\n---\ntitle: A\ndate: 2025-01-01\nsources: {{{}}}\n---\n\n## Facts\n\n- Many. {marks}\n",
        sources.join(", ")
    ));
    assert_eq!(
        figures(&site, &[])["outlets"]["all"]
            .as_array()
            .unwrap()
            .len(),
        120
    );
    let html = page(&site, &[]);
    assert!(
        html.contains("others (108)</text>") && html.contains("<bdi>others (20)</bdi>"),
        "{html}"
    );
    let human = report(&site, &[]).out;
    assert!(
        human.contains("others (110)") && human.contains("No brief has a narrative."),
        "{human}"
    );
}

#[test]
fn what_authors_write_cannot_become_markup_or_steer_the_terminal() {
    const HOSTILE: &str = "\"</title></svg><script>alert(1)</script>'&<b x=\\\"y\\\"> \u{202e}back 東京東京東京東京東京東京東京東京東京\"";
    let site = Site::new(&format!(
        "-- site.toml --\ntitle = {HOSTILE}\nbase_url = \"https://example.org/\"\n-- content/outlets.yaml --\n\
         x: {{name: {HOSTILE}, ratings: [{{scale: left-right, value: left, rater: {HOSTILE}}}]}}\n\
         -- content/briefs/a.md --\n---\ntitle: {HOSTILE}\ndate: 2025-01-01\ntags: [{HOSTILE}]\nsources: {{a: {HOSTILE}}}\n\
         predictions: [{{question: {HOSTILE}, forecaster: {HOSTILE}, resolves_by: 2025-02-01}}]\n---\n\n## Facts\n\n- It. [^a]\n\n\
         ## Narratives\n\n### Pro-</svg><script>alert(1)</script> — <script>x</script>\n\nText.\n"
    ));
    let html = page(&site, &[]);
    let page = read(&html);
    assert_eq!(page.faults, [""; 0]);
    assert!(!html.contains("<script") && !html.contains("<b x"));
    assert!(html.matches("&lt;script&gt;").count() > 10);
    let human = report(&site, &[]).out;
    assert!(
        human.contains("alert(1)") && !human.contains(['\u{1b}', '\u{202e}']),
        "{human}"
    );
    for line in human.lines() {
        let columns: usize = line
            .chars()
            .map(|c| if c >= '\u{3000}' { 2 } else { 1 })
            .sum();
        assert!(columns <= 80, "{columns}: {line}");
    }
}

#[test]
fn nothing_to_tell_is_told_kindly() {
    let empty = Site::with("");
    for (site, arguments, sentence) in [
        (&empty, &[][..], "No brief is published yet."),
        (
            &desk(),
            &["--since", "2025-12-01"],
            "No brief was published in this period.",
        ),
    ] {
        let human = report(site, arguments);
        assert_eq!((human.code, human.err.as_str()), (Some(0), ""));
        assert!(
            human.out.contains(sentence) && human.out.lines().count() < 6,
            "{}",
            human.out
        );
        let html = page(site, arguments);
        assert!(html.contains(sentence) && !html.contains("<svg"));
        assert_eq!(read(&html).faults, [""; 0]);
        assert_eq!(
            figures(site, arguments)["corrections"]["per_100_briefs"],
            Value::Null
        );
    }
}

#[test]
fn a_site_with_faults_is_reported_as_far_as_it_can_be_read() {
    let site = desk();
    site.edit("-- content/briefs/bad.md --\n---\ntitle: Bad\n---\n");
    site.edit(&format!(
        "-- content/briefs/again.md --\n{}",
        brief("Again", "2025-01-10", "slug: one\n")
    ));
    let found = report(&site, &["--format", "json"]);
    assert_eq!(found.code, Some(1));
    let told = "what they concern is not counted (gen check tells them)\n";
    assert!(
        found.err.ends_with(told) && found.err.contains("errors in the texts"),
        "{}",
        found.err
    );
    let figures: Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(figures["briefs"], 4, "one of two at one address counts");
    site.edit("-- site.toml --\ntitle = 3\n");
    let lost = report(&site, &[]);
    assert_eq!((lost.code, lost.out.as_str()), (Some(1), ""));
    assert!(lost.err.contains("error["), "{}", lost.err);
    assert_eq!(report(&Site::new("-- x --\n"), &[]).code, Some(2));
}

#[test]
fn a_file_is_written_in_the_format_of_its_ending_and_only_over_an_older_report() {
    let site = desk();
    for (name, start) in [
        ("r.html", "<!DOCTYPE html>"),
        ("r.json", "{\n  \"report\": \"coverage\""),
        ("r.txt", "Coverage of The Desk\n"),
    ] {
        for _ in 0..2 {
            let written = report(&site, &["--out", name]);
            assert_eq!(
                (written.code, written.out.as_str(), written.err.as_str()),
                (Some(0), "", "")
            );
            let text = std::fs::read_to_string(site.path(name)).unwrap();
            assert!(text.starts_with(start), "{text}");
        }
    }
    let forced = report(&site, &["--out", "r.txt", "--format", "html"]);
    assert_eq!(forced.code, Some(0));
    assert!(
        std::fs::read_to_string(site.path("r.txt"))
            .unwrap()
            .starts_with("<!DOCTYPE")
    );
    let refused = report(&site, &["--out", "content/briefs/one.md"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .err
            .contains("content/briefs/one.md is no coverage report"),
        "{}",
        refused.err
    );
    assert!(
        std::fs::read_to_string(site.path("content/briefs/one.md"))
            .unwrap()
            .starts_with("---\ntitle: One")
    );
}

#[test]
fn headings_stand_out_on_terminals_and_for_those_who_ask() {
    let site = desk();
    assert!(!report(&site, &[]).out.contains('\u{1b}'));
    let forced = |no_color: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command
            .args(["report", "--now", "2026-01-01"])
            .current_dir(site.path(""))
            .env("CLICOLOR_FORCE", "1");
        if !no_color.is_empty() {
            command
                .env_remove("CLICOLOR_FORCE")
                .env("NO_COLOR", no_color);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(forced("").starts_with("\u{1b}[1mCoverage of The Desk\u{1b}[0m\n"));
    assert!(!forced("1").contains('\u{1b}'));
}

#[test]
#[cfg(target_os = "linux")]
fn a_report_that_cannot_be_written_is_the_worlds_fault_and_one_that_nobody_reads_is_none() {
    let site = desk();
    let full = || {
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for format in ["human", "json"] {
        let run = |out: std::process::Stdio| {
            Command::new(env!("CARGO_BIN_EXE_gen"))
                .args(["report", "--format", format])
                .current_dir(site.path(""))
                .stdout(out)
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        };
        let refused = run(full().into()).wait_with_output().unwrap();
        assert_eq!(refused.status.code(), Some(2), "{format}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains("cannot write to standard output"), "{said}");
        let mut left = run(std::process::Stdio::piped());
        drop(left.stdout.take());
        assert_eq!(left.wait().unwrap().code(), Some(0), "{format}");
    }
}

#[test]
fn the_guide_names_every_field_of_the_json() {
    fn names(value: &Value, all: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    all.insert(name.clone());
                    names(value, all);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| names(value, all)),
            _ => {}
        }
    }
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guide/report.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let (_, guide) = guide.split_once("\n## The JSON\n").unwrap();
    let words: Vec<&str> = guide
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    let mut all = Default::default();
    names(&figures(&desk(), &[]), &mut all);
    assert!(all.len() > 50, "{}", all.len());
    let unnamed: Vec<&String> = all
        .iter()
        .filter(|name| !words.contains(&name.as_str()))
        .collect();
    assert_eq!(unnamed, [""; 0]);
}
