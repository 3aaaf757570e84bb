//! From nothing: a new site, a new brief, and what shells know of the commands.

use std::path::Path;
use std::process::{Command, Output};

use crate::harness::files_of;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .output()
        .expect("the program starts")
}

#[track_caller]
fn fine(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(!err.contains("warning") && !err.contains("error"), "{err}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_new_site_builds_with_nothing_but_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let out = fine(
        folder.path(),
        &["init", "desk", "--title", "The \"Harbour\" \\ Desk"],
    );
    assert!(
        out.contains("written: desk/site.toml") && out.contains("cd desk && gen serve --open"),
        "{out}"
    );
    let desk = folder.path().join("desk");
    fine(&desk, &["build"]);
    // And the preview begins.
    let mut preview = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["serve", "--port", "0"])
        .current_dir(&desk)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(preview.stdout.take().unwrap());
    let first = std::io::BufRead::lines(lines).next().unwrap().unwrap();
    preview.kill().unwrap();
    preview.wait().unwrap();
    assert!(first.starts_with("2 briefs loaded"), "{first}");
    let files = files_of(&desk);
    for path in [
        ".gitignore",
        ".github/workflows/pages.yml",
        "README.md",
        "content/outlets.yaml",
        "public/index.html",
        "public/about/index.html",
        "public/2026/01/14/high-street-saturdays/index.html",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
    assert!(!files.keys().any(|path| path.starts_with("themes/")));
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    assert!(text("public/index.html").contains("The &quot;Harbour&quot; \\ Desk"));
    assert!(text(".github/workflows/pages.yml").contains(env!("CARGO_PKG_VERSION")));
    for (path, bytes) in &files {
        assert!(
            !String::from_utf8_lossy(bytes).contains("{{title}}"),
            "{path}"
        );
    }
}

#[test]
fn the_theme_may_be_put_into_a_new_site() {
    let folder = tempfile::tempdir().unwrap();
    fine(folder.path(), &["init", "--eject-theme"]);
    let with = files_of(folder.path());
    assert_eq!(
        with["themes/broadsheet/templates/brief.html"],
        include_bytes!("../../themes/broadsheet/templates/brief.html")
    );
    // The folder names the site, and the site is the same as with the theme of the program.
    fine(folder.path(), &["build", "--out", "one"]);
    std::fs::remove_dir_all(folder.path().join("themes")).unwrap();
    fine(folder.path(), &["build", "--out", "two"]);
    assert_eq!(
        files_of(&folder.path().join("one")),
        files_of(&folder.path().join("two"))
    );
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        std::fs::write(folder.path().join(name), "mine").unwrap();
    }
    let before = files_of(folder.path());
    let output = run(folder.path(), &["init"]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains("not empty: a, b, c, d, e and 2 more"), "{err}");
    assert_eq!(files_of(folder.path()), before);
    // Git's own folder is in nobody's way.
    let other = tempfile::tempdir().unwrap();
    std::fs::create_dir(other.path().join(".git")).unwrap();
    fine(other.path(), &["init"]);
}

#[test]
fn a_new_brief_builds_as_a_draft_and_is_published_once_it_is_filled_in() {
    let folder = tempfile::tempdir().unwrap();
    fine(folder.path(), &["init"]);
    for spelling in [&["--yaml"][..], &[]] {
        let title = format!("Tunnel: \"{}\" opens", spelling.len());
        let mut arguments = vec![
            "new",
            title.as_str(),
            "--date",
            "2026-02-03",
            "--tag",
            "Harbour",
            "--tag",
            "no",
            "--series",
            "Tunnel",
        ];
        arguments.extend(spelling);
        let out = fine(folder.path(), &arguments);
        let path = folder
            .path()
            .join(out.trim().strip_prefix("written: ").unwrap());
        fine(folder.path(), &["build"]);
        let page = format!(
            "public/2026/02/03/tunnel-{}-opens/index.html",
            spelling.len()
        );
        assert!(!folder.path().join(&page).exists(), "it is a draft");
        let text = std::fs::read_to_string(&path).unwrap();
        let filled = text.lines().filter(|line| !line.starts_with("draft:"));
        std::fs::write(&path, filled.collect::<Vec<_>>().join("\n")).unwrap();
        fine(folder.path(), &["build"]);
        let html = std::fs::read_to_string(folder.path().join(&page)).unwrap();
        assert!(
            html.contains("Harbour") && html.contains("/series/tunnel/"),
            "{html}"
        );
        let again = run(folder.path(), &arguments);
        assert_eq!(again.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
    }
}

#[test]
fn a_new_brief_is_opened_in_the_editor_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    fine(folder.path(), &["init"]);
    let none = run(folder.path(), &["new", "One", "--edit"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("set the variable EDITOR"));
    assert!(
        !folder.path().join("content/briefs/one.md").exists(),
        "nothing is begun that cannot be edited"
    );
    for arguments in [
        &["new", "One", "--tag", ""][..],
        &["new", "One", "--series", "!"],
        &["init", "x", "--title", " "],
    ] {
        let refused = run(folder.path(), arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
    }
    std::fs::create_dir(folder.path().join("opened")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["new", "Three", "--edit"])
        .current_dir(folder.path())
        .env("VISUAL", "")
        .env("EDITOR", "cp -t opened")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.path().join("opened/three.md").is_file());
    let nowhere = tempfile::tempdir().unwrap();
    let output = run(nowhere.path(), &["new", "One"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("`gen init` makes one"));
}

#[test]
fn shells_and_man_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let commands = [
        "build",
        "serve",
        "init",
        "new",
        "import",
        "export",
        "completions",
        "man",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = fine(folder.path(), &["completions", shell]);
        for command in commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("dry-run"), "{shell}");
    }
    let page = fine(folder.path(), &["man"]);
    assert!(
        page.starts_with(".ie") && page.contains(".TH gen 1"),
        "{page}"
    );
    fine(folder.path(), &["man", "--out", "pages"]);
    for command in commands {
        let path = folder.path().join(format!("pages/gen-{command}.1"));
        let page = std::fs::read_to_string(path).unwrap();
        assert!(page.contains(&format!("gen\\-{command}")), "{page}");
    }
}

#[test]
fn every_command_teaches() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["init", "new", "import", "export", "completions", "man"] {
        let help = fine(folder.path(), &[command, "--help"]);
        assert!(help.contains("Examples:\n  gen"), "{command}: {help}");
    }
}
