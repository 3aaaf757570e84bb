//! `gen next`: every moment at which time alone changes the site is told, and no other.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use evenhand::build::{Changes, Coming, Event, Options, Workspace, coming};
use evenhand::model::Moment;

use crate::harness::{NO_RULES, SITE, Site, brief};

/// A site in which time does everything that it can do.
fn restless() -> Site {
    let prediction = |by: &str, more: &str| {
        format!(
            "predictions:\n  - {{question: Will it be, forecaster: F, probability: 10%, as_of: 2025-12-30, resolves_by: {by}{more}}}\n"
        )
    };
    let texts = [
        ("old", "2020-05-05", String::new()),
        (
            "yesterday",
            "2025-12-31",
            "tags: [x]\nrelated: [eve]\n".to_owned(),
        ),
        ("today", "2026-01-01", "series: Run\n".to_owned()),
        (
            "eve",
            "2026-01-01T18:30:00+05:30",
            "tags: [x]\nseries: Run\n".to_owned(),
        ),
        (
            "west",
            "2026-01-03T23:30:00-08:00",
            "expires: 2026-01-05T09:00Z\n".to_owned(),
        ),
        (
            "same-second",
            "2026-01-04T07:30:00Z",
            prediction("2026-01-02", ""),
        ),
        (
            "brief-life",
            "2026-01-10",
            "expires: 2026-01-10T00:00:01Z\n".to_owned(),
        ),
        (
            "fraction",
            "2026-01-12T10:00:00.750Z",
            "updated: 2026-01-20\n".to_owned(),
        ),
        (
            "long-life",
            "2024-02-29",
            "expires: 2026-03-01\naliases: [/gone/]\n".to_owned(),
        ),
        (
            "expired",
            "2025-12-31",
            "expires: 2025-12-31T12:00:00Z\n".to_owned(),
        ),
        (
            "draft",
            "2026-01-07",
            "draft: true\nexpires: 2026-01-08\n".to_owned(),
        ),
        (
            "forecast",
            "2025-12-31",
            prediction("2026-02-01T12:00:00+01:00", ""),
        ),
        (
            "resolved",
            "2025-12-30",
            prediction("2026-02-03", ", resolution: Yes"),
        ),
        ("far", "2031-01-01", String::new()),
    ];
    let files: Vec<String> = texts
        .iter()
        .map(|(slug, date, more)| {
            format!(
                "-- content/briefs/{slug}.md --\n{}",
                brief(slug, date, more)
            )
        })
        .collect();
    // Everything that the rules say of such a site is silenced, but what time does.
    let rules = "lint = {accuracy = \"allow\", balance = \"allow\", form = \"allow\", stale-prediction = \"warn\"}\n";
    Site::new(&format!("{SITE}{rules}{}", files.concat()))
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("a moment")
}

fn ahead(site: &Site, now: &str) -> Vec<Coming> {
    let options = Options {
        now: moment(now),
        keep_going: true,
        ..site.options()
    };
    let (moments, report) = coming(&options, &|_, _, _| {}).expect("the world is fine");
    assert_eq!(report.errors(), 0);
    moments.expect("the settings are fine")
}

/// The files of a site at a time.
fn files_at(site: &Site, drafts: bool, now: Moment) -> BTreeMap<String, Vec<u8>> {
    let built = site.build_with(|options| {
        options.drafts = drafts;
        options.now = now;
    });
    assert_eq!(built.report.errors(), 0, "{}", built.painted());
    built.files()
}

/// Looks at the site at each of these moments and in the last second before it: what time does is
/// done at these moments, and between them nothing.
#[track_caller]
fn holds(site: &Site, drafts: bool, start: &str, moments: &[Moment]) {
    let mut before = files_at(site, drafts, moment(start));
    for at in moments {
        let just_before = at.later(-1).expect("a moment");
        assert!(
            before == files_at(site, drafts, just_before),
            "something that is not told changes before {at}"
        );
        let then = files_at(site, drafts, *at);
        assert!(before != then, "nothing changes at {at}");
        before = then;
    }
    let far = moment("2040-06-15T11:22:33Z");
    assert!(
        before == files_at(site, drafts, far),
        "something that is not told changes after the last moment"
    );
}

#[test]
fn the_site_changes_at_the_moments_that_are_told_and_never_between() {
    let site = restless();
    let start = "2026-01-01T12:00:00Z";
    let builds: Vec<Moment> = ahead(&site, start)
        .iter()
        .filter(|coming| coming.needs_build())
        .map(|coming| coming.at)
        .collect();
    let told: Vec<String> = builds.iter().map(Moment::rfc3339).collect();
    insta::assert_snapshot!(told.join("\n"));
    holds(&site, false, start, &builds);
}

#[test]
fn the_preview_of_drafts_knows_its_next_change_too() {
    let site = restless();
    let start = "2026-01-01T12:00:00Z";
    let mut workspace = Workspace::new(Options {
        drafts: true,
        ..site.options()
    });
    let mut now = moment(start);
    let mut moments = Vec::new();
    for _ in 0..100 {
        workspace
            .refresh(&Changes::All, now, &|_, _, _| {})
            .expect("the world is fine");
        let Some(next) = workspace.next_change(now) else {
            break;
        };
        moments.push(next);
        now = next;
    }
    assert!(
        moments.contains(&moment("2026-01-07T00:00:00Z")),
        "the draft's date"
    );
    holds(&site, true, start, &moments);
}

#[test]
fn a_prediction_comes_due_in_the_second_in_which_the_check_says_so() {
    let site = restless();
    let all = ahead(&site, "2026-01-01T12:00:00Z");
    let comes_due = |coming: &&Coming| {
        let mut events = coming.reasons.iter().map(|reason| &reason.event);
        events.any(|event| matches!(event, Event::ComesDue { .. }))
    };
    let due: Vec<&Coming> = all.iter().filter(comes_due).collect();
    let at: Vec<String> = due.iter().map(|coming| coming.at.rfc3339()).collect();
    assert_eq!(at, ["2026-01-03T00:00:00Z", "2026-02-01T11:00:00Z"]);
    let stale = |now: Moment| {
        let built = site.build_with(|options| options.now = now);
        let stale = built.codes().into_iter();
        stale.filter(|code| *code == "stale-prediction").count()
    };
    for (index, coming) in due.iter().enumerate() {
        assert_eq!(stale(coming.at.later(-1).unwrap()), index);
        assert_eq!(stale(coming.at), index + 1);
    }
}

fn run(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["next", "--now", "2026-01-01T12:00:00Z"])
        .args(arguments)
        .current_dir(site.path(""))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

#[track_caller]
fn printed(output: &Output, code: i32) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn people_are_told_the_next_moment_or_all_of_them() {
    let site = restless();
    insta::assert_snapshot!("next", printed(&run(&site, &[]), 0));
    insta::assert_snapshot!("all", printed(&run(&site, &["--all"]), 0));
    assert!(!site.path("public").exists(), "nothing is written");
}

#[test]
fn programs_are_told_the_same() {
    let site = restless();
    insta::assert_snapshot!("json", printed(&run(&site, &["--format", "json"]), 0));
    let line = printed(&run(&site, &["--format", "timestamp"]), 0);
    assert_eq!(line, "2026-01-01T13:00:00Z\n");
    let lines = printed(&run(&site, &["--format", "timestamp", "--all"]), 0);
    let all = ahead(&site, "2026-01-01T12:00:00Z");
    let builds = all.iter().filter(|coming| coming.needs_build());
    let builds: Vec<String> = builds.map(|coming| coming.at.rfc3339()).collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), builds);
    assert!(builds.is_sorted(), "they sort as text");
    let all = printed(&run(&site, &["--format", "json", "--all"]), 0);
    let all: serde_json::Value = serde_json::from_str(&all).expect("JSON");
    assert_eq!(all["next"], "2026-01-01T13:00:00Z");
    assert_eq!(
        all["moments"].as_array().map(Vec::len),
        Some(builds.len() + 2)
    );
}

#[test]
fn a_site_that_time_does_not_change_has_no_next_moment() {
    let site = Site::with(&format!(
        "-- content/briefs/a.md --\n{}",
        brief("A", "2020-01-01", "")
    ));
    assert_eq!(printed(&run(&site, &["--format", "timestamp"]), 0), "");
    assert_eq!(
        printed(&run(&site, &[]), 0),
        "no build is needed until a text changes\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&printed(&run(&site, &["--format", "json"]), 0)).expect("JSON");
    assert_eq!(
        (&json["next"], &json["more"]),
        (&serde_json::Value::Null, &0.into())
    );
}

#[test]
fn a_list_of_moments_is_bounded_and_says_how_many_are_left() {
    let mut files = format!("{SITE}{NO_RULES}");
    for day in 1..=13 {
        // Reasons of one moment are bounded, too.
        for number in 0..if day == 1 { 12 } else { 1 } {
            let date = format!("2026-02-{day:02}");
            let text = brief("Same", &date, "");
            files.push_str(&format!("-- content/briefs/b{day}-{number}.md --\n{text}"));
        }
    }
    let site = Site::new(&files);
    let text = printed(&run(&site, &["--all"]), 0);
    assert!(text.contains("\n  and 2 more\n"), "{text}");
    assert!(text.ends_with("\n6 moments later\n"), "{text}");
    let moments = text.lines().filter(|line| line.contains("Z, in "));
    assert_eq!(moments.count(), 20);
    let json = printed(&run(&site, &["--all", "--format", "json"]), 0);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["more"], 6);
    assert_eq!(
        json["moments"][0]["reasons"].as_array().map(Vec::len),
        Some(12)
    );
}

#[test]
fn a_faulty_brief_does_not_count_and_makes_the_exit_code_1() {
    let site = restless();
    site.edit("-- content/briefs/wrong.md --\n---\ntitle: Wrong\ndate: 2026-01-01T12:30:00Z\n---\n\n## Facts\n\n- No source\n");
    let output = run(&site, &["--format", "timestamp"]);
    assert_eq!(printed(&output, 1), "2026-01-01T13:00:00Z\n");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        errors,
        "1 error in the texts; what they concern does not count (gen check tells them)\n"
    );
    site.edit("-- site.toml --\ntitel = \"Desk\"\n");
    let output = run(&site, &[]);
    assert_eq!(printed(&output, 1), "");
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[unknown-"));
}

#[test]
fn a_folder_without_a_site_and_a_wrong_time_are_code_2() {
    let site = Site::new("-- note.txt --\nNothing.\n");
    assert_eq!(printed(&run(&site, &[]), 2), "");
    let wrong = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["next", "--now", "tomorrow"])
        .output()
        .expect("the program starts");
    assert_eq!(wrong.status.code(), Some(2));
}
