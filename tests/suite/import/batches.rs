//! Many texts at once, the program, and the way back.

use std::process::Command;

use evenhand::import::{Batch, Fate, Input, Spelling, import as import_all};

use super::{DATE, manner, story};

/// A batch of these texts in a folder of their own.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn of(texts: &[(&str, &[u8])]) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(desk.folder.path().join("in")).unwrap();
        for (name, bytes) in texts {
            std::fs::write(desk.folder.path().join("in").join(name), bytes).unwrap();
        }
        desk
    }

    fn batch(&self) -> Batch {
        Batch {
            inputs: vec![Input::Path(self.folder.path().join("in"))],
            out: self.folder.path().join("content/briefs"),
            manner: manner(Spelling::Markdown),
            dry_run: false,
            force: false,
        }
    }

    /// The fate of each text: the files of its briefs, or the codes of its refusal.
    fn import(&self, change: impl FnOnce(&mut Batch)) -> Vec<String> {
        let mut batch = self.batch();
        change(&mut batch);
        let outcomes = import_all(&batch, &|_, _| {}).expect("the world is fine");
        let fate = |outcome: &evenhand::import::Outcome| {
            let errors = outcome.remarks.iter().filter(|remark| remark.is_error());
            let briefs = outcome.briefs.iter().map(|(path, fate)| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let mark = if *fate == Fate::New { "+" } else { "=" };
                format!("{mark}{name}")
            });
            let all: Vec<String> = errors
                .map(|error| error.code.to_owned())
                .chain(briefs)
                .collect();
            all.join(" ")
        };
        outcomes.iter().map(fate).collect()
    }

    fn files(&self) -> Vec<String> {
        let files = crate::harness::files_of(&self.folder.path().join("content"));
        files.into_keys().collect()
    }
}

#[test]
fn a_second_run_changes_nothing_and_nothing_is_overwritten() {
    let one = story("One", "It began.");
    let desk = Desk::of(&[
        ("a.txt", one.as_bytes()),
        ("b.txt", b"no story"),
        ("note.md", b"not looked at"),
    ]);
    assert_eq!(
        desk.import(|batch| batch.dry_run = true),
        ["+one.md", "no-facts no-sources"]
    );
    assert!(desk.files().is_empty(), "a dry run writes nothing");
    assert_eq!(desk.import(|_| {}), ["+one.md", "no-facts no-sources"]);
    assert_eq!(desk.import(|_| {}), ["=one.md", "no-facts no-sources"]);
    // Somebody has worked on it.
    let path = desk.folder.path().join("content/briefs/one.md");
    let mended = std::fs::read_to_string(&path)
        .unwrap()
        .replace("It began.", "It began well.");
    std::fs::write(&path, &mended).unwrap();
    assert_eq!(desk.import(|_| {})[0], "exists");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), mended);
    assert_eq!(
        desk.import(|batch| batch.manner.spelling = Spelling::Yaml)[0],
        "exists",
        "one address twice"
    );
    assert_eq!(desk.import(|batch| batch.force = true)[0], "+one.md");
    assert_eq!(desk.import(|_| {})[0], "=one.md");
    assert_eq!(desk.files(), ["briefs/one.md"], "nothing is left beside it");
}

#[test]
fn stories_of_one_title_get_names_of_their_own_each_time() {
    let (one, other) = (story("One", "It began."), story("One", "It ended."));
    let desk = Desk::of(&[
        ("a.txt", one.as_bytes()),
        ("b.txt", other.as_bytes()),
        ("c.txt", one.as_bytes()),
    ]);
    let first = desk.import(|_| {});
    assert_eq!(
        (first[0].as_str(), first[2].as_str()),
        ("+one.md", "same-text")
    );
    assert!(
        first[1].starts_with("+one-") && first[1].len() == "+one-12345678.md".len(),
        "{first:?}"
    );
    let second = desk.import(|_| {});
    assert_eq!(
        second,
        first
            .iter()
            .map(|fate| fate.replace('+', "="))
            .collect::<Vec<_>>()
    );
}

#[test]
fn what_is_no_text_is_refused_and_the_others_go_on() {
    let one = story("One", "It began.");
    let large = vec![b'a'; 4 * 1024 * 1024 + 1];
    let control = story("Bell", "It \u{7}rang.");
    let desk = Desk::of(&[
        ("a.txt", b"\xff\xfe"),
        ("b.txt", large.as_slice()),
        ("c.txt", control.as_bytes()),
        ("d.txt", one.as_bytes()),
        ("e.txt", b""),
    ]);
    assert_eq!(
        desk.import(|_| {}),
        [
            "not-text",
            "not-text",
            "not-text",
            "+one.md",
            "no-facts no-sources no-title"
        ]
    );
}

#[test]
fn names_of_the_sites_outlets_are_known() {
    let text = "One\nFacts\n- It began. 1\nSources: 1AP News.\nNarratives\n- Left narrative, as provided by The Inc. Weekly. Good.\n";
    let desk = Desk::of(&[("a.txt", text.as_bytes())]);
    let root = desk.folder.path();
    std::fs::write(
        root.join("site.toml"),
        "title = \"T\"\nbase_url = \"https://example.org/\"\n",
    )
    .unwrap();
    std::fs::create_dir(root.join("content")).unwrap();
    std::fs::write(
        root.join("content/outlets.yaml"),
        "weekly: {name: The Inc. Weekly}\n",
    )
    .unwrap();
    desk.import(|_| {});
    let brief = std::fs::read_to_string(root.join("content/briefs/one.md")).unwrap();
    assert!(
        brief.contains("### Left — The Inc. Weekly\n\nGood."),
        "{brief}"
    );
}

#[test]
fn the_program_reads_standard_input_and_tells_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let gen_import = |arguments: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gen"))
            .arg("import")
            .args(arguments)
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let (code, out, err) = gen_import(&["-"], &story("One", "It began."));
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("written: content/briefs/one.md"), "{out}");
    assert!(
        err.contains("warning: standard input:1: story has no date"),
        "{err}"
    );
    assert!(
        err.contains("warning: standard input:4: sources have no addresses"),
        "{err}"
    );
    let (code, out, err) = gen_import(
        &["-", "--date", DATE],
        &story("Two", "It began.").replace(" 1\n", " 2\n"),
    );
    assert_eq!(code, Some(1));
    assert!(
        err.contains("error[citation-beyond-sources]") && err.contains("standard input:3:3"),
        "{err}"
    );
    assert!(
        out.contains("1 text: 0 imported") && out.contains("citation-beyond-sources"),
        "{out}"
    );
    let (code, _, err) = gen_import(&["nowhere.txt"], "");
    assert_eq!(code, Some(1));
    assert!(err.contains("error[unreadable]"), "{err}");
    let exported = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["export", "content/briefs/one.md"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(
        exported.status.code(),
        Some(1),
        "a brief without a date is none"
    );
}

#[test]
fn one_file_that_cannot_be_read_does_not_end_a_batch() {
    let one = story("One", "It began.");
    let desk = Desk::of(&[("a.txt", one.as_bytes())]);
    let lost = desk.folder.path().join("lost.txt");
    let fates = desk.import(|batch| batch.inputs.insert(0, Input::Path(lost)));
    assert_eq!(fates, ["unreadable", "+one.md"]);
    let empty = desk.folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let mut batch = desk.batch();
    batch.inputs = vec![Input::Path(empty)];
    let error = import_all(&batch, &|_, _| {}).unwrap_err();
    assert!(error.to_string().contains("there is no .txt in"), "{error}");
}

#[test]
fn an_export_says_what_it_leaves_out_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let brief = "---\ntitle: One\ndate: 2025-01-01\nupdated: 2025-01-02\ndraft: true\nsources: {ap: AP}\npredictions: [{question: Will it?}]\n---\n\n## Facts\n\n- It [began](https://example.org/). [^ap]\n";
    for name in ["a", "b"] {
        let text = brief.replace("title: One", &format!("title: {name}\nslug: same"));
        std::fs::write(folder.path().join(format!("{name}.md")), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["export", "a.md", "b.md", "--out", "texts"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    for word in ["date", "updated", "draft", "predictions", "links"] {
        assert!(err.contains(word), "{word}: {err}");
    }
    assert_eq!(output.status.code(), Some(1));
    assert!(err.contains("in the way: texts/same.txt"), "{err}");
    let text = std::fs::read_to_string(folder.path().join("texts/same.txt")).unwrap();
    assert!(text.starts_with("a\n"), "{text}");
}
