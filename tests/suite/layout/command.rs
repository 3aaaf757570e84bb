//! `gen fmt` as its user meets it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::harness::{Site, brief, files_of};

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(site: &Site, arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(arguments)
        .current_dir(site.path(""))
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// One brief in the layout, one that is not, one with an error.
fn site() -> Site {
    Site::with(&format!(
        "-- content/briefs/a.md --\n{}-- content/briefs/old/b.md --\n---\ndate: 2025-01-01\ntitle: B\nsources: {{ap: AP}}\n---\n## Facts\n* One. [^ap]\n-- content/briefs/c.yaml --\ntitle: C\n",
        brief("A", "2025-01-01", "")
    ))
}

const B: &str =
    "---\ntitle: B\ndate: 2025-01-01\nsources: {ap: AP}\n---\n\n## Facts\n\n- One. [^ap]\n";

#[test]
fn briefs_are_rewritten_and_those_with_errors_are_named() {
    let site = site();
    let ran = run(&site, &["fmt"], "");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.out,
        "rewritten: content/briefs/old/b.md\n3 briefs: 1 rewritten, 1 unchanged, 1 with errors left as written\n"
    );
    assert!(
        ran.err.contains("error[missing-field]") && ran.err.contains("c.yaml"),
        "{}",
        ran.err
    );
    let files = files_of(&site.path("content"));
    assert_eq!(String::from_utf8_lossy(&files["briefs/old/b.md"]), B);
    assert_eq!(files["briefs/c.yaml"], b"title: C\n");
    let again = run(&site, &["fmt", "content/briefs/old"], "");
    assert_eq!(
        (again.code, again.out.as_str()),
        (Some(0), "1 brief: 0 rewritten, 1 unchanged\n")
    );
}

#[test]
fn checking_and_showing_write_nothing() {
    let site = site();
    let before = files_of(&site.path(""));
    let checked = run(
        &site,
        &[
            "fmt",
            "--check",
            "content/briefs/old",
            "content/briefs/a.md",
        ],
        "",
    );
    assert_eq!(checked.code, Some(1));
    assert_eq!(
        checked.out,
        "not in the layout: content/briefs/old/b.md\n2 briefs: 1 not in the layout, 1 unchanged\n"
    );
    let shown = run(&site, &["fmt", "--diff", "content/briefs/old/b.md"], "");
    assert_eq!(shown.code, Some(0));
    assert_eq!(
        shown.out,
        "--- a/content/briefs/old/b.md\n+++ b/content/briefs/old/b.md\n@@ -1,7 +1,9 @@\n ---\n+title: B\n date: 2025-01-01\n-title: B\n sources: {ap: AP}\n ---\n+\n ## Facts\n-* One. [^ap]\n+\n+- One. [^ap]\n1 brief: 1 not in the layout, 0 unchanged\n"
    );
    assert_eq!(files_of(&site.path("")), before);
    assert_eq!(run(&site, &["fmt", "nowhere"], "").code, Some(2));
    let elsewhere = run(&site, &["fmt", "--root", "content"], "");
    assert!(elsewhere.code == Some(2) && elsewhere.err.contains("there is no site"));
}

/// The definition of a link is published in another part with the indentation that it has in
/// its fact, so that the fact cannot be indented anew. Nothing else is known to be refused.
#[test]
fn what_would_change_what_a_brief_says_is_left_as_it_is() {
    let text = "---\ntitle: T\ndate: 2025-01-01\nsources: {ap: AP}\n---\n## Facts\n1.   One. [^ap]\n\n     [l]: /x\n       'title'\n\n## More\n[l]\n";
    let site = Site::with("");
    site.put("content/briefs/a.md", text.as_bytes());
    let ran = run(&site, &["fmt"], "");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            Some(0),
            "1 brief: 0 rewritten, 0 unchanged, 1 left as written\n"
        )
    );
    assert!(
        ran.err.contains("warning[not-laid-out]") && ran.err.contains("content/briefs/a.md"),
        "{}",
        ran.err
    );
    let kept = std::fs::read_to_string(site.path("content/briefs/a.md")).unwrap();
    assert_eq!(kept, text);
}

#[test]
fn an_editor_pipes_a_brief_through() {
    let site = site();
    let text = std::fs::read_to_string(site.path("content/briefs/old/b.md")).unwrap();
    let ran = run(&site, &["fmt", "-", "--stdin-path", "b.md"], &text);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (Some(0), B, "")
    );
    let yaml = run(
        &site,
        &["fmt", "-", "--stdin-path", "b.yaml"],
        "date: 2025-01-01\ntitle: B\n",
    );
    assert_eq!(
        (yaml.code, yaml.out.as_str()),
        (Some(0), "title: B\ndate: 2025-01-01\n")
    );
    let faulty = run(&site, &["fmt", "-"], "no brief");
    assert_eq!(
        (faulty.code, faulty.out.as_str()),
        (Some(1), "no brief"),
        "nothing is lost"
    );
    assert!(faulty.err.contains("no-front-matter"), "{}", faulty.err);
    assert_eq!(run(&site, &["fmt", "-", "--check"], &text).code, Some(1));
    assert_eq!(run(&site, &["fmt", "-", "--check"], B).code, Some(0));
}

#[test]
fn what_new_and_import_write_is_in_the_layout() {
    let site = Site::with("");
    site.put("texts/story.txt", b"A story: what happened\n\nIt happened.\n\nFacts\n\n1. \"One\" thing [1]\n2. 2 things [2]\n\nSources: [1] NBC News [2] 24 Hours, Daily\n\nNarratives\n\nPro-establishment narrative as provided by The Heritage Foundation:\n\nText.\n");
    for arguments in [
        [
            "new",
            "One: the first",
            "--tag",
            "a, b",
            "--tag",
            "c",
            "--series",
            "2025",
        ]
        .as_slice(),
        &["new", "Two", "--yaml", "--tag", "x", "--tag", "y"],
        &["import", "texts/story.txt", "--date", "2025-01-01"],
        &[
            "import",
            "texts/story.txt",
            "--date",
            "2025-01-01",
            "--as",
            "yaml",
            "--out",
            "content/briefs/yaml",
        ],
    ] {
        let ran = run(&site, arguments, "");
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.out, ran.err);
    }
    let ran = run(&site, &["fmt", "--check", "--diff"], "");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_no_text_comes_back_as_it_went_in() {
    let through = |bytes: &[u8]| {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_gen"))
            .args(["fmt", "-"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("gen runs");
        let mut input = child.stdin.take().unwrap();
        let bytes = bytes.to_vec();
        let writer = std::thread::spawn(move || std::io::Write::write_all(&mut input, &bytes));
        let output = child.wait_with_output().expect("gen ends");
        writer.join().unwrap().unwrap();
        output
    };
    let latin = b"---\ntitle: Caf\xe9\ndate: 2025-01-01\n---\n";
    let large = vec![b'#'; 4 * 1024 * 1024 + 1];
    for bytes in [latin.as_slice(), &large] {
        let output = through(bytes);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout == bytes, "not a byte is lost");
        assert!(!output.stderr.is_empty());
    }
}
