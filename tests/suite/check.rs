//! `gen check`: every fault, in every format, and nothing written.

use std::process::Command;

use crate::harness::{SITE, Site, brief, files_of};

/// A site with faults of several kinds: with a fix, between two files, without a place.
fn faulty() -> Site {
    let site = Site::with(&format!(
        "-- content/briefs/a.md --\n---\ntitle: A\ndate: 2025-01-01\ntagz: [x]\nsources: {{gazette: G}}\n---\n\n## Facts\n\n- Bad, 100% so: no source\n- Naïve [^gazete]\n\
         -- content/briefs/b.md --\n{}-- content/briefs/c.md --\n{}",
        brief("B", "2025-01-02", "slug: same\ntags: [North Sea]\n"),
        brief("C", "2025-01-02", "slug: same\ntags: [north sea]\n"),
    ));
    site.put("content/briefs/größe.md", b"\xff");
    site
}

struct Checked {
    code: Option<i32>,
    out: String,
    err: String,
}

fn check(site: &Site, arguments: &[&str]) -> Checked {
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["check", "--now", "2026-01-01"])
        .args(arguments)
        .current_dir(site.path(""))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts");
    Checked {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn every_format_tells_the_same_faults() {
    let site = faulty();
    let before = files_of(&site.path(""));
    for format in ["short", "json", "github", "sarif"] {
        let checked = check(&site, &["--format", format]);
        assert_eq!(
            (checked.code, checked.err.as_str()),
            (Some(1), ""),
            "{format}"
        );
        insta::with_settings!({ snapshot_path => "snapshots/check", prepend_module_to_snapshot => false, omit_expression => true,
            filters => vec![(r#""version": "\d+\.\d+\.\d+"$"#, r#""version": "[version]""#)] }, {
            insta::assert_snapshot!(format, checked.out);
        });
    }
    let people = check(&site, &[]);
    assert_eq!(people.code, Some(1));
    let painted = people.err.lines().filter(|line| {
        let starts = ["error[", "warning["].iter();
        starts.clone().any(|start| line.starts_with(start))
    });
    let codes: Vec<&str> = painted
        .map(|line| line.split(':').next().unwrap())
        .collect();
    let short = check(&site, &["--format", "short"]).out;
    assert_eq!(codes.len(), short.lines().count());
    for code in codes {
        assert!(short.contains(&format!(": {code}: ")), "{code}");
    }
    assert!(
        people.out.contains("4 texts checked in ") && people.out.contains("errors"),
        "{}",
        people.out
    );
    assert_eq!(files_of(&site.path("")), before, "nothing is written");
}

#[test]
fn sarif_is_what_its_schema_says() {
    let text = check(&faulty(), &["--format", "sarif"]).out;
    let log: serde_sarif::sarif::Sarif =
        serde_json::from_str(&text).expect("the types of the schema");
    // What the schema does not know would be lost on the way.
    let known = serde_json::to_value(&log).unwrap();
    let ours: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(known, ours);
    assert!(
        log.runs[0]
            .results
            .as_ref()
            .is_some_and(|results| results.len() >= 4)
    );
}

#[test]
fn a_site_that_is_fine_is_said_to_be_so() {
    let site = Site::with(&format!(
        "-- content/briefs/a.md --\n{}",
        brief("A", "2025-01-01", "")
    ));
    let checked = check(&site, &[]);
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
    assert!(
        checked.out.starts_with("1 text checked in ") && checked.out.ends_with(": no fault\n"),
        "{}",
        checked.out
    );
    let json: serde_json::Value =
        serde_json::from_str(&check(&site, &["--format", "json"]).out).unwrap();
    assert_eq!(json["diagnostics"], serde_json::json!([]));
}

#[test]
fn warnings_are_an_error_only_when_they_are_denied() {
    let site = Site::new(&format!(
        "{SITE}-- content/briefs/a.md --\n{}-- content/briefs/b.md --\n{}",
        brief("A", "2025-01-01", "tags: [North Sea]\n"),
        brief("B", "2025-01-02", "tags: [north sea]\n"),
    ));
    assert_eq!(check(&site, &[]).code, Some(0));
    let denied = check(&site, &["--deny", "warnings", "--format", "short"]);
    assert_eq!(denied.code, Some(1));
    assert!(
        denied.out.contains("warning[tag-spelled-two-ways]"),
        "{}",
        denied.out
    );
    // Of a file that has none, there is none to deny.
    assert_eq!(
        check(&site, &["--deny", "warnings", "content/briefs/a.md"]).code,
        Some(0)
    );
}

#[test]
fn only_what_concerns_the_named_files_is_told() {
    let site = faulty();
    let short = |path: &str| check(&site, &["--format", "short", path]).out;
    let of_a = short("content/briefs/a.md");
    assert!(
        !of_a.is_empty()
            && of_a
                .lines()
                .all(|line| line.starts_with("content/briefs/a.md:")),
        "{of_a}"
    );
    assert_eq!(short("content"), check(&site, &["--format", "short"]).out);
    let lost = check(&site, &["content/briefs/lost.md"]);
    assert_eq!(lost.code, Some(2));
    assert!(
        lost.err.contains("cannot find content/briefs/lost.md"),
        "{}",
        lost.err
    );
    let outside = check(&site, &["/"]);
    assert!(
        outside.code == Some(2) && outside.err.contains("no part of the site"),
        "{}",
        outside.err
    );
}

#[test]
fn paths_lead_from_where_the_program_was_started() {
    let site = faulty();
    let outside = site.path("").parent().unwrap().to_path_buf();
    let name = site
        .path("")
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["check", "--format", "short", "--root", &name])
        .current_dir(outside)
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.lines()
            .all(|line| line.starts_with(&format!("{name}/content/briefs/"))),
        "{out}"
    );
}
