//! The program as its user meets it: exit codes, what is printed where, colours.

use std::process::{Command, Output};

use crate::harness::{NO_RULES, SITE, Site, brief};

fn gen_with(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["build", "--root"])
        .arg(site.path("."))
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn good() -> Site {
    Site::with(&format!(
        "-- content/briefs/a.md --\n{}",
        brief("One", "2025-01-01", "")
    ))
}

#[test]
fn a_good_site_ends_with_one_line_and_code_0() {
    let site = good();
    let output = gen_with(&site, &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    let line = text(&output.stdout);
    assert_eq!(line.lines().count(), 1, "{line}");
    for part in [
        "pages rendered in",
        "written",
        "0 unchanged",
        "0 removed",
        "read ",
        "render ",
    ] {
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(text(&gen_with(&site, &["--quiet"]).stdout), "");
    site.remove("public/index.html");
    assert!(text(&gen_with(&site, &["--verbose"]).stdout).starts_with("written: index.html\n"));
}

#[test]
fn a_fault_of_a_text_is_code_1_and_nothing_is_written() {
    let site = good();
    site.edit("-- content/briefs/b.yaml --\ntitle: T\n");
    let output = gen_with(&site, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("error[missing-field]")
            && text(&output.stderr).ends_with("nothing was written\n")
    );
    assert!(!site.path("public/index.html").exists());
    let output = gen_with(&site, &["--keep-going"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("left out: content/briefs/b.yaml"));
    assert!(site.path("public/index.html").exists());
}

#[test]
fn the_world_and_the_command_line_are_code_2() {
    let empty = Site::new("-- x --\n");
    let output = gen_with(&empty, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("it has no site.toml"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(
        gen_with(&good(), &["--now", "yesterday"]).status.code(),
        Some(2)
    );
    assert_eq!(
        gen_with(&good(), &["--base-url", "x"]).status.code(),
        Some(2)
    );
    assert_eq!(gen_with(&good(), &["--nonsense"]).status.code(), Some(2));
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let site = Site::with("-- content/briefs/b.yaml --\ntitle: T\n");
    assert!(!text(&gen_with(&site, &[]).stderr).contains('\u{1b}'));
    let forced = |no_color: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command
            .args(["build", "--root"])
            .arg(site.path("."))
            .env("CLICOLOR_FORCE", "1");
        if !no_color.is_empty() {
            command.env("NO_COLOR", no_color);
        }
        text(&command.output().unwrap().stderr)
    };
    assert!(forced("").contains('\u{1b}'));
}

#[test]
fn a_message_cannot_steer_the_terminal() {
    let site = Site::with("");
    site.put(
        "content/briefs/b.yaml",
        b"\"ti\\e[31mtle\": T\ndate: 2025-01-01\n",
    );
    assert!(!text(&gen_with(&site, &[]).stderr).contains('\u{1b}'));
}

#[test]
fn a_build_that_is_killed_leaves_every_file_whole() {
    let site = Site::with("");
    for n in 0..300 {
        let day = format!("2025-{:02}-{:02}", n / 28 % 12 + 1, n % 28 + 1);
        site.edit(&format!(
            "-- content/briefs/b{n}.md --\n{}",
            brief(&format!("B{n}"), &day, "tags: [X]\n")
        ));
    }
    let whole = site.build().clean().files();
    site.edit(&SITE.replace("Desk", "Another name"));
    let settings = std::fs::read_to_string(site.path("site.toml")).unwrap();
    site.put("site.toml", (settings + NO_RULES).as_bytes());
    let renamed = |(): &()| {
        let other = site
            .build_with(|options| options.out = site.path("other"))
            .clean();
        other.files()
    };
    let after = renamed(&());
    for wait in [5, 20, 40, 60, 80, 120] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gen"))
            .args([
                "build",
                "--quiet",
                "--now",
                "2026-01-01T00:00:00Z",
                "--root",
            ])
            .arg(site.path("."))
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, bytes) in crate::harness::files_of(&site.path("public")) {
            if path.starts_with(".gen-") {
                continue;
            }
            let is = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
                files.get(&path) == Some(&bytes)
            };
            assert!(
                is(&whole) || is(&after),
                "{path} is neither the old nor the new file"
            );
        }
    }
    site.build().clean();
    assert_eq!(crate::harness::files_of(&site.path("public")), after);
}

#[test]
fn every_command_is_summed_up_in_one_line() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_gen"))
        .arg("-h")
        .env("COLUMNS", "200")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.split("Commands:\n").nth(1).unwrap();
    let commands = commands.split("\n\n").next().unwrap();
    assert!(commands.lines().count() > 10, "{help}");
    for line in commands.lines() {
        let is_head = line.starts_with("  ") && !line.starts_with("    ");
        assert!(is_head && line.chars().count() <= 100, "{line}");
    }
}
