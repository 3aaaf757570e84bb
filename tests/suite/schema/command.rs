//! `gen schema` as its user meets it.

use std::path::Path;
use std::process::{Command, Output};

use evenhand::schema::Schema;

use super::json;
use crate::harness::{Site, files_of};

fn schema(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gen"))
        .arg("schema")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

#[track_caller]
fn fine(folder: &Path, arguments: &[&str]) -> String {
    let output = schema(folder, arguments);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn schemas_are_listed_and_printed() {
    let folder = tempfile::tempdir().unwrap();
    let listed = fine(folder.path(), &[]);
    assert_eq!(listed.lines().count(), Schema::ALL.len(), "{listed}");
    for one in Schema::ALL {
        assert!(
            listed.lines().any(|line| line.starts_with(one.name())),
            "{listed}"
        );
        let printed = fine(folder.path(), &[one.name()]);
        let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(printed, json(one));
    }
    let unknown = schema(folder.path(), &["brieff"]);
    assert_eq!(unknown.status.code(), Some(2));
    let told = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(told.contains("'brief'"), "{told}");
}

#[test]
fn all_are_written_and_only_what_changed_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let first = fine(folder.path(), &["--out", "schemas"]);
    assert_eq!(
        first.matches("written: ").count(),
        Schema::ALL.len(),
        "{first}"
    );
    let files = files_of(&folder.path().join("schemas"));
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(
        names,
        [
            "brief.schema.json",
            "front-matter.schema.json",
            "outlets.schema.json",
            "page.schema.json",
            "site.schema.json",
            "theme.schema.json"
        ]
    );
    assert_eq!(fine(folder.path(), &["--out", "schemas"]), "6 unchanged\n");
    // As an older version may have written it.
    let site = folder.path().join("schemas/site.schema.json");
    std::fs::write(&site, "{\n  \"$id\": \"urn:evenhand:schema:site\"\n}\n").unwrap();
    let third = fine(folder.path(), &["--out", "schemas"]);
    assert!(
        third.starts_with("written: ") && third.ends_with("site.schema.json\n5 unchanged\n"),
        "{third}"
    );
    assert_eq!(files_of(&folder.path().join("schemas")), files);
}

#[test]
fn what_gen_did_not_write_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.schema.json"), "{}").unwrap();
    let output = schema(folder.path(), &["--out", "."]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.starts_with("in the way: ") && told.contains("page.schema.json"),
        "{told}"
    );
    let files = files_of(folder.path());
    assert_eq!(files["page.schema.json"], b"{}");
    assert_eq!(files.len(), Schema::ALL.len(), "the others are there");
}

/// The blocks of code of one language on the page about editors.
fn blocks(language: &str) -> Vec<&'static str> {
    include_str!("../../../docs/guide/editors.md")
        .split("\n```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .collect()
}

#[test]
fn the_guide_names_every_schema_and_its_settings_are_json() {
    let page = include_str!("../../../docs/guide/editors.md");
    for one in Schema::ALL {
        let row = format!("| `{}` |", one.file_name());
        assert!(page.contains(&row), "{row}");
    }
    for word in page.split(['`', '/', '"', ' ', '\'', '\n']) {
        if word.ends_with(".schema.json") {
            assert!(
                Schema::ALL.iter().any(|one| one.file_name() == word),
                "{word}"
            );
        }
    }
    let settings = blocks("json");
    assert_eq!(settings.len(), 2);
    for block in settings {
        serde_json::from_str::<serde_json::Value>(block).unwrap();
    }
}

#[test]
fn the_task_of_the_guide_finds_the_faults_that_check_prints() {
    let tasks = blocks("json")
        .into_iter()
        .find(|block| block.contains("problemMatcher"))
        .unwrap();
    let tasks: serde_json::Value = serde_json::from_str(tasks).unwrap();
    let task = &tasks["tasks"][0];
    let pattern = &task["problemMatcher"]["pattern"]["regexp"];
    let matches = super::validator(&serde_json::json!({"pattern": pattern}));
    let site = Site::with("-- content/briefs/x.yaml --\ntitle: T\ndate: 2025-02-30\nfacts: [x]\n");
    let arguments = task["args"].as_array().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(arguments.iter().map(|argument| argument.as_str().unwrap()))
        .current_dir(site.path("."))
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), 2, "{lines}");
    for line in lines.lines() {
        assert!(matches.is_valid(&line.into()), "{line}");
    }
}
