//! Importing: what becomes of a text, and that nothing of it is lost or invented.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use evenhand::diag::Diagnostic;
use evenhand::import::{
    Batch, Fate, Format, Input, Made, Manner, Names, Spelling, convert, export,
    import as import_all,
};
use evenhand::model::{Brief, Moment};
use proptest::prelude::*;

use crate::harness::Site;

/// The date that the tests give to what has none.
const DATE: &str = "2023-12-09";

fn manner(spelling: Spelling) -> Manner {
    Manner {
        format: Format::Plain,
        spelling,
        date: Some(Moment::parse(DATE).unwrap()),
    }
}

fn texts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(texts().join(format!("{name}.txt"))).unwrap()
}

fn import(text: &str, spelling: Spelling) -> (Vec<Made>, Vec<Diagnostic>) {
    let path: Arc<str> = "text.txt".into();
    convert(&path, text, &Names::default(), manner(spelling))
}

fn codes(remarks: &[Diagnostic]) -> Vec<&'static str> {
    remarks.iter().map(|remark| remark.code).collect()
}

/// What `tests/texts/expected.tsv` expects of a text.
struct Expected {
    name: String,
    imported: bool,
    briefs: usize,
    codes: Vec<String>,
    /// Facts, sources, narratives and predictions of the first brief.
    counts: [usize; 4],
}

fn expected() -> Vec<Expected> {
    let table = std::fs::read_to_string(texts().join("expected.tsv")).unwrap();
    let line = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields[at].parse().unwrap();
        let codes = fields[3].split(',').filter(|code| !code.is_empty());
        Expected {
            name: fields[0].to_owned(),
            imported: fields[1] == "imported",
            briefs: number(2),
            codes: codes.map(str::to_owned).collect(),
            counts: [number(4), number(5), number(6), number(7)],
        }
    };
    table.lines().map(line).collect()
}

/// The brief that came of a text; it has no fault.
fn parsed(made: &Made) -> Brief {
    let path: Arc<str> = format!("{}.{}", made.name, made.spelling.extension()).into();
    let (brief, diagnostics) = evenhand::parse::brief(&path, &made.text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{}", made.text);
    brief.expect("it was read")
}

#[test]
fn every_text_becomes_what_the_table_says() {
    let mut wrong = Vec::new();
    let all = expected();
    assert!(all.len() >= 40);
    for expected in &all {
        for spelling in [Spelling::Markdown, Spelling::Yaml] {
            let (made, remarks) = import(&text(&expected.name), spelling);
            let found = codes(&remarks);
            let counts = made.first().map_or([0; 4], |made| {
                let brief = parsed(made);
                [
                    brief.facts.len(),
                    brief.sources.len(),
                    brief.narratives.len(),
                    brief.predictions.len(),
                ]
            });
            let has_codes = expected
                .codes
                .iter()
                .all(|code| found.contains(&code.as_str()));
            let is_refused = remarks.iter().any(Diagnostic::is_error);
            if (made.len(), counts) != (expected.briefs, expected.counts)
                || !has_codes
                || is_refused == expected.imported
            {
                wrong.push(format!(
                    "{}: {} briefs {counts:?} {found:?}, expected {} {:?} {:?}",
                    expected.name,
                    made.len(),
                    expected.briefs,
                    expected.counts,
                    expected.codes
                ));
            }
        }
    }
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
}

#[test]
fn names_of_sources_are_split_where_they_end() {
    let outlets = |name: &str| -> Vec<String> {
        let (made, _) = import(&text(name), Spelling::Markdown);
        let brief = parsed(&made[0]);
        brief
            .sources
            .iter()
            .map(|source| source.outlet.value.clone())
            .collect()
    };
    assert_eq!(
        outlets("sources-69news"),
        [
            "France 24",
            "Reuters",
            "Channel 4 News",
            "Al Jazeera",
            "The Guardian",
            "9News"
        ]
    );
}

/// The words of a text, without those that the layout is made of and without numbers of sources.
fn words(text: &str) -> Vec<String> {
    const LAYOUT: [&str; 13] = [
        "facts",
        "the",
        "narratives",
        "spin",
        "sources",
        "source",
        "narrative",
        "as",
        "provided",
        "by",
        "and",
        "metaculus",
        "prediction",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<String> = words
        .map(|word| word.trim_start_matches(char::is_numeric).to_lowercase())
        .filter(|word| !word.is_empty() && !LAYOUT.contains(&word.as_str()))
        .collect();
    words.sort();
    words
}

#[test]
fn nothing_is_lost_and_nothing_is_invented() {
    let mut checked = 0;
    for expected in expected().iter().filter(|expected| expected.imported) {
        let text = text(&expected.name);
        let (made, remarks) = import(&text, Spelling::Markdown);
        // What a notice says is left out, and lines that are a date.
        let mut kept = text.clone();
        let left_out = [
            "dropped-teaser",
            "dropped-furniture",
            "dropped-masthead",
            "empty-prediction",
        ];
        for remark in remarks
            .iter()
            .filter(|remark| left_out.contains(&remark.code))
        {
            let range = remark.labels[0].span.range();
            kept.replace_range(range.clone(), &" ".repeat(range.len()));
        }
        let is_date = |line: &str| {
            line.contains("20") && line.trim().len() < 30 && !line.contains(['-', '•'])
        };
        let kept: Vec<&str> = kept
            .lines()
            .filter(|line| {
                !is_date(line) && Moment::parse(line.trim().trim_start_matches('\u{feff}')).is_err()
            })
            .collect();
        let exported: Vec<String> = made.iter().map(|made| export(&parsed(made)).text).collect();
        assert_eq!(
            words(&kept.join("\n")),
            words(&exported.join("\n")),
            "{}",
            expected.name
        );
        checked += 1;
    }
    assert!(checked > 40);
}

#[test]
fn what_was_imported_and_exported_is_imported_to_the_same_brief() {
    for expected in expected().iter().filter(|expected| expected.imported) {
        for spelling in [Spelling::Markdown, Spelling::Yaml] {
            let (made, _) = import(&text(&expected.name), spelling);
            for made in &made {
                let again = export(&parsed(made)).text;
                let (twice, remarks) = import(&again, spelling);
                assert_eq!(
                    twice.len(),
                    1,
                    "{}: {:?}\n{again}",
                    expected.name,
                    codes(&remarks)
                );
                let undated = |text: &str| -> Vec<String> {
                    let lines = text.lines().filter(|line| !line.starts_with("date: "));
                    lines.map(str::to_owned).collect()
                };
                assert_eq!(
                    undated(&twice[0].text),
                    undated(&made.text),
                    "{}",
                    expected.name
                );
                assert_eq!(export(&parsed(&twice[0])).text, again, "{}", expected.name);
            }
        }
    }
}

#[test]
fn every_imported_brief_builds() {
    let site = Site::with("");
    let mut briefs = 0;
    for expected in expected().iter().filter(|expected| expected.imported) {
        let (made, _) = import(&text(&expected.name), Spelling::Markdown);
        for (n, made) in made.iter().enumerate() {
            let path = format!(
                "content/briefs/{}-{n}.{}",
                expected.name,
                made.spelling.extension()
            );
            site.put(&path, made.text.as_bytes());
            briefs += 1;
        }
    }
    let built = site.build();
    assert_eq!(built.report.errors(), 0, "{}", built.painted());
    assert!(built.report.outcome.is_some() && briefs > 80);
}

#[test]
fn the_document_that_the_project_began_with() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed");
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("skipped: the document is not here; texts of its layout are in tests/texts");
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name: Arc<str> = "seed.txt".into();
        let undated = Manner {
            date: None,
            ..manner(Spelling::Markdown)
        };
        let (_, remarks) = convert(&name, &text, &Names::default(), undated);
        assert_eq!(
            codes(&remarks),
            ["missing-date", "dropped-teaser", "missing-urls"]
        );
        let (made, _) = import(&text, Spelling::Markdown);
        let brief = parsed(&made[0]);
        let title = text.lines().next().unwrap();
        assert_eq!((made.len(), brief.title.value.as_str()), (1, title));
        let outlets: Vec<&str> = brief
            .sources
            .iter()
            .map(|source| source.outlet.value.as_str())
            .collect();
        assert_eq!(
            outlets,
            [
                "NBC News",
                "NK News",
                "Independent",
                "Nikkei Asia",
                "The Korea Herald",
                "AP News"
            ]
        );
        let cites: Vec<&[usize]> = brief
            .facts
            .iter()
            .map(|fact| fact.prose.cites.as_slice())
            .collect();
        assert_eq!(cites, [[0], [1], [2], [3], [4], [5]]);
        let told = brief.narratives.iter().map(|narrative| {
            let provider = narrative.provider.as_ref().unwrap();
            (narrative.stance.value.as_str(), provider.name.as_str())
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                ("Pro-establishment", "The Heritage Foundation"),
                ("Establishment-critical", "The Korea Times"),
                ("Nerd", "Metaculus")
            ]
        );
        let [prediction] = brief.predictions.as_slice() else {
            panic!("one prediction")
        };
        assert_eq!(prediction.probability, Some(0.15));
        assert!(
            prediction.question.ends_with("by 2050"),
            "{}",
            prediction.question
        );
        assert_eq!(prediction.forecaster.as_deref(), Some("Metaculus"));
        // The text again, but for the teaser and the layout of the sources line.
        let kept: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with("Facts *"))
            .collect();
        let spaced = kept
            .join("\n")
            .replace("1NBC", "1 NBC")
            .replace("2NK", "2 NK")
            .replace("3Ind", "3 Ind")
            .replace("6AP", "6 AP");
        assert_eq!(export(&brief).text.trim(), spaced.trim());
        let site = Site::with("");
        site.put("content/briefs/seed.md", made[0].text.as_bytes());
        assert!(site.build().clean().has("2023/12/09/seed/index.html"));
    }
}

/// Pieces that texts are made of, in any order.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "Facts",
        "The Facts",
        "Narratives",
        "The Spin",
        "Metaculus Prediction",
        "",
        "Sources: 1A, 2B and 3C.",
        "Sources:",
        "Sources: 1 A 2 B",
        "1 NBC",
        "Left",
        "Nerd narrative",
        "Narrative A: It is so.",
        "LEFT",
        "December 9, 2023",
        "Left narrative, as provided by U.S. News. It is good.",
        "Right narrative: It is bad. 2",
        "- It began. 1",
        "- It rose to 2",
        "* It ended.¹²",
        "• It went on. [1][2]",
        "Facts * It began. 1 * It",
        "A title of a story",
        "There's a 15% chance that it will end by 2050, according to Metaculus.",
        "It is *so* <b>and</b> [^x] _y_ `z`. 3",
        "- # not a heading. 1",
        "- 1. May it be. 2",
        "Photo: x",
        "- \"It began. 1",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,40}", 1 => "[-*•0-9\\[\\].,: a-zA-Z¹²³\"“]{0,30}"]
}

/// A text is imported to briefs that are read without a fault, or refused.
fn holds(text: &str) -> Result<(), TestCaseError> {
    for spelling in [Spelling::Markdown, Spelling::Yaml] {
        let (made, remarks) = import(text, spelling);
        let is_refused = remarks.iter().any(Diagnostic::is_error);
        prop_assert_eq!(made.is_empty(), is_refused, "{:?}", codes(&remarks));
        for made in &made {
            let path: Arc<str> = format!("x.{}", made.spelling.extension()).into();
            let (brief, diagnostics) = evenhand::parse::brief(&path, &made.text);
            prop_assert!(
                brief.is_some() && !diagnostics.iter().any(Diagnostic::is_error),
                "{:?}",
                diagnostics
            );
            let _ = export(&brief.unwrap());
        }
        prop_assert!(!codes(&remarks).contains(&"not-faithful"), "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_imported_or_refused(pieces in prop::collection::vec(piece(), 0..14)) {
        holds(&pieces.join("\n"))?;
        holds(&format!("A title\nFacts\n- It began. 1\n{}\nSources: 1A, 2B and 3C.\n{}", pieces.join("\n"), pieces.join("\n")))?;
    }

    #[test]
    fn any_damage_to_a_text_is_borne(pick in 0..10_000_usize, at in 0.0..1.0_f64, length in 0..200_usize, with in "\\PC{0,10}") {
        let all = expected();
        let mut text = text(&all[pick % all.len()].name);
        let mut start = (text.len() as f64 * at) as usize;
        while !text.is_char_boundary(start) { start -= 1; }
        let mut end = (start + length).min(text.len());
        while !text.is_char_boundary(end) { end -= 1; }
        text.replace_range(start..end.max(start), &with);
        holds(&text)?;
    }

    #[test]
    fn any_article_is_imported_or_refused(pieces in prop::collection::vec(article_piece(), 0..12)) {
        let text = pieces.join("\n\n");
        let path: Arc<str> = "a.md".into();
        let manner = Manner { format: Format::Markdown, ..manner(Spelling::Markdown) };
        let (made, remarks) = convert(&path, &text, &Names::default(), manner);
        prop_assert_eq!(made.is_empty(), remarks.iter().any(Diagnostic::is_error));
    }
}

fn article_piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "# A title",
        "## Facts",
        "## Narratives",
        "## Background",
        "### Left — Fox",
        "It began. [^1]",
        "- It ended. [^2]\n- It went on. [^1]",
        "[^1]: AP News, \"A title\", https://example.org/",
        "[^2]: BBC",
        "[^1]: again",
        "No citation.",
        "```\n[^1]: code\n```",
        "[^x",
        "> [^1]",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,40}"]
}

const ARTICLE: &str = "# The harbour gets a tunnel

The council has decided.

The council approved the tunnel by 23 votes to 18.[^1] It will cost
410 million.[^gazette]

- Work begins in May. [^1]

## Narratives

### Pro-tunnel — Chamber of Commerce

Queues are enough.

### Anti-tunnel narrative

Ferries would be cheaper. [^gazette]

## Background

The first plan dates from 1974.

It was *never* built.

[^1]: City Council, \"Minutes, with votes\", https://council.example/minutes, 2026-03-02
[^gazette]: The Harbour Gazette
";

#[test]
fn an_article_with_footnotes_becomes_a_brief() {
    for spelling in [Spelling::Markdown, Spelling::Yaml] {
        let path: Arc<str> = "article.md".into();
        let manner = Manner {
            format: Format::Markdown,
            ..manner(spelling)
        };
        let (made, remarks) = convert(&path, ARTICLE, &Names::default(), manner);
        assert_eq!(codes(&remarks), ["missing-urls"], "{remarks:?}");
        let brief = parsed(&made[0]);
        assert_eq!(brief.title.value, "The harbour gets a tunnel");
        assert_eq!(brief.summary.unwrap().markdown, "The council has decided.");
        let cites: Vec<&[usize]> = brief
            .facts
            .iter()
            .map(|fact| fact.prose.cites.as_slice())
            .collect();
        assert_eq!(cites, [&[0, 1][..], &[0]]);
        let source = &brief.sources[0];
        assert_eq!(source.outlet.value, "City Council");
        assert_eq!(source.title.as_deref(), Some("Minutes, with votes"));
        assert_eq!(
            source.url.as_deref(),
            Some("https://council.example/minutes")
        );
        assert_eq!(
            source.published.map(|date| date.iso()).as_deref(),
            Some("2026-03-02")
        );
        let told = brief.narratives.iter().map(|narrative| {
            (
                narrative.stance.value.as_str(),
                narrative.provider.is_some(),
            )
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("Pro-tunnel", true), ("Anti-tunnel", false)]
        );
        assert_eq!(
            brief.sections[0].prose.markdown,
            "The first plan dates from 1974.\n\nIt was *never* built."
        );
    }
    let refused = |from: &str, to: &str| {
        let path: Arc<str> = "article.md".into();
        let manner = Manner {
            format: Format::Markdown,
            ..manner(Spelling::Markdown)
        };
        let text = ARTICLE.replace(from, to);
        assert_ne!(text, ARTICLE);
        let (made, remarks) = convert(&path, &text, &Names::default(), manner);
        assert!(made.is_empty());
        let errors = remarks.iter().filter(|remark| remark.is_error());
        errors.map(|error| error.code).collect::<Vec<_>>()
    };
    assert_eq!(
        refused(
            "[^gazette]: The Harbour Gazette",
            "[^gazette]: https://x.example/"
        ),
        ["source-unclear"]
    );
    assert_eq!(
        refused("million.[^gazette]", "million.[^nobody]"),
        ["citation-beyond-sources"]
    );
    assert_eq!(refused("May. [^1]", "May."), ["uncited-fact"]);
    assert_eq!(
        refused("### Pro-tunnel — Chamber of Commerce\n", ""),
        ["no-label"]
    );
    assert_eq!(refused("# The harbour gets a tunnel\n", ""), ["no-title"]);
}

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

fn story(title: &str, fact: &str) -> String {
    format!(
        "{title}\nFacts\n- {fact} 1\nSources: 1AP News.\nNarratives\n- Left narrative: Good.\n- Right narrative: Bad.\n"
    )
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
fn every_remark_is_on_the_page_about_importing_and_in_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/guide/importing.md")).unwrap();
    let table = std::fs::read_to_string(texts().join("expected.tsv")).unwrap();
    let tests = std::fs::read_to_string(root.join("tests/suite/import.rs")).unwrap();
    let mut found = 0;
    for entry in std::fs::read_dir(root.join("src/import")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for call in ["refuse(", "warn("] {
            for (at, _) in text.match_indices(call) {
                let Some(code) = text[at + call.len()..].trim_start().strip_prefix('"') else {
                    continue;
                };
                let code = &code[..code.find('"').unwrap()];
                assert!(
                    page.contains(&format!("`{code}`")),
                    "{code} is not on the page"
                );
                let is_tested = table.contains(code) || tests.contains(&format!("{code}\""));
                // What should never happen has no text that it happens to.
                let is_rare = code == "not-faithful";
                assert!(is_tested || is_rare, "{code} has no test");
                found += 1;
            }
        }
    }
    assert!(found > 25, "only {found} were found");
}

#[test]
fn a_provider_that_does_not_end_is_refused() {
    let text = story("One", "It began.").replace(
        "Left narrative: Good.",
        "Left narrative, as provided by somebody who goes on and on without any stop at all until the end",
    );
    let (made, remarks) = import(&text, Spelling::Markdown);
    assert!(
        made.is_empty() && codes(&remarks).contains(&"provider-unclear"),
        "{remarks:?}"
    );
}

#[test]
fn what_one_spelling_cannot_say_is_written_in_the_other() {
    // In a heading, the first dash would end the stance.
    let text = story("One", "It began.").replace("Left narrative", "Pro-A — B narrative");
    let (made, remarks) = import(&text, Spelling::Markdown);
    assert_eq!(made[0].spelling, Spelling::Yaml);
    assert!(codes(&remarks).contains(&"other-spelling"));
    assert_eq!(parsed(&made[0]).narratives[0].stance.value, "Pro-A — B");
}

/// What a text becomes, in one line a statement: facts with the outlets that they cite, narratives
/// with their stance and provider.
fn sketch(text: &str) -> String {
    let (made, remarks) = import(text, Spelling::Markdown);
    let mut out: Vec<String> = remarks
        .iter()
        .map(|remark| format!("{}: {}", remark.code, remark.title))
        .collect();
    for made in &made {
        let brief = parsed(made);
        let start = |markdown: &str| markdown.chars().take(40).collect::<String>();
        let end = |markdown: &str| {
            let words = markdown.split(" [^").next().unwrap().to_owned();
            words
                .chars()
                .skip(words.chars().count().saturating_sub(20))
                .collect::<String>()
        };
        out.push(format!("= {} ({})", brief.title.value, brief.date.iso()));
        if !brief.authors.is_empty() {
            out.push(format!("by {}", brief.authors.join(", ")));
        }
        if let Some(summary) = &brief.summary {
            out.push(format!("summary {}", start(&summary.markdown)));
        }
        for fact in &brief.facts {
            let cites = fact
                .prose
                .cites
                .iter()
                .map(|&at| brief.sources[at].outlet.value.as_str());
            let cites: Vec<&str> = cites.collect();
            out.push(format!(
                "fact {} … {} <{}>",
                start(&fact.prose.markdown),
                end(&fact.prose.markdown),
                cites.join("; ")
            ));
        }
        for narrative in &brief.narratives {
            let provider = narrative
                .provider
                .as_ref()
                .map_or("nobody", |provider| &provider.name);
            out.push(format!(
                "told {} by {provider}: {}",
                narrative.stance.value,
                start(&narrative.prose.markdown)
            ));
        }
        for section in &brief.sections {
            out.push(format!(
                "section {}: {}",
                section.title,
                start(&section.prose.markdown)
            ));
        }
        for prediction in &brief.predictions {
            out.push(format!(
                "prediction {:?} {:?} {}",
                prediction.probability, prediction.forecaster, prediction.question
            ));
        }
    }
    out.join("\n")
}

#[test]
fn every_part_of_every_text_is_where_it_belongs() {
    let mut all = String::new();
    for expected in expected() {
        all.push_str(&format!(
            "## {}\n{}\n\n",
            expected.name,
            sketch(&text(&expected.name))
        ));
    }
    insta::with_settings!({ snapshot_path => "snapshots/import", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("texts", all);
    });
}

/// A story with these lines in place of its facts, sources and narratives.
fn of(facts: &str, sources: &str, narratives: &str) -> String {
    sketch(&format!(
        "A title\nFacts\n{facts}\nSources: {sources}\nNarratives\n{narratives}\n"
    ))
}

const THREE: &str = "1AP, 2BBC and 3CNN.";
const TOLD: &str = "- Left narrative: Good.\n- Right narrative: Bad.";

#[test]
fn a_number_that_belongs_to_the_sentence_stays_in_it() {
    for (fact, words, outlets) in [
        ("The song is no. 2 3", "The song is no. 2", "CNN"),
        ("It began in Jan. 1 2", "It began in Jan. 1", "BBC"),
        ("It covers 300 km² 1", "It covers 300 km²", "AP"),
        ("It ended. [1]–[3]", "It ended.", "AP; BBC; CNN"),
        ("It ended [1].", "It ended.", "AP"),
    ] {
        let all = of(&format!("- {fact}\n- And. 1 2 3"), THREE, TOLD);
        assert!(
            all.contains(&format!("fact {words} [^")) && all.contains(&format!("<{outlets}>")),
            "{fact}: {all}"
        );
    }
    // Where it may be either, somebody is told.
    for fact in ["He was ranked No. 1", "The case is A vs. 3"] {
        let all = of(&format!("- {fact}\n- And. 1 2 3"), THREE, TOLD);
        assert!(all.contains("ambiguous-citation"), "{fact}: {all}");
    }
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative: We want to be no. 1\n- Right narrative: This is \"Vision\" 2030",
    );
    assert!(
        all.contains("We want to be no. 1") && all.contains("This is \"Vision\" 2030"),
        "{all}"
    );
}

#[test]
fn a_fact_never_takes_the_source_of_its_neighbour() {
    for facts in [
        "\nThe council met in secret.\n\nThe vote was five to four. 1 2 3",
        "The council met in secret.\nThe vote was five to four. 1 2 3",
        "- The council met in secret.\n- The vote was five to four. 1 2 3",
        "- It began. 1 2 3\n- It went on.\nUpdated: 5 p.m.\n- It ended. 1",
    ] {
        let all = of(facts, THREE, TOLD);
        assert!(all.contains("uncited-fact"), "{facts}: {all}");
    }
    let all = of("- In the U.S. 2\n  million people left. 1 2 3", THREE, TOLD);
    assert!(
        all.contains("fact In the U.S. 2 million people left. [^ap]")
            && !all.contains("number-inside"),
        "{all}"
    );
    let all = of(
        "\nThe council met.\n\nThe vote was close.",
        "Reuters.",
        TOLD,
    );
    assert_eq!(all.matches("<Reuters>").count(), 2, "{all}");
}

#[test]
fn a_sentence_is_no_part_of_a_name() {
    for (narrative, provider, words) in [
        (
            "Warner Bros. Discovery. It is bad.",
            "Warner Bros. Discovery",
            "It is bad.",
        ),
        (
            "The Martin Luther King Jr. Center. Bad.",
            "The Martin Luther King Jr. Center",
            "Bad.",
        ),
        ("The Jan. 6 Committee. Bad.", "The Jan. 6 Committee", "Bad."),
        (
            "The New York\n  Times. It is good.",
            "The New York Times",
            "It is good.",
        ),
        (
            "CNN\nWe must act. Otherwise not.",
            "CNN",
            "We must act. Otherwise not.",
        ),
    ] {
        let all = of(
            "- And. 1 2 3",
            THREE,
            &format!("- Left narrative, as provided by {narrative}\n- Right narrative: Bad."),
        );
        assert!(
            all.contains(&format!("told Left by {provider}: {words}")),
            "{narrative}: {all}"
        );
    }
    for narrative in [
        "The Guardian. iPhone sales are down. It is bad.",
        "CNN We must act. Otherwise not.",
        "CNN, we must act. Otherwise not.",
    ] {
        let all = of(
            "- And. 1 2 3",
            THREE,
            &format!("- Left narrative, as provided by {narrative}\n- Right narrative: Bad."),
        );
        assert!(all.contains("provider-unclear"), "{narrative}: {all}");
    }
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative, as provided by Voice of the U.S. We must act.\n- Right narrative: Bad.",
    );
    assert!(all.contains("provider-ambiguous"), "{all}");
    for sources in [
        "1 AP, 2 BBC 3 CNN.",
        "1 AP / 2 BBC / 3 CNN",
        "1AP, 2BBC, 3CNN; see also Fox",
        "1AP, 2BBC, 3CNN. Photo: Getty",
        "1AP, 20 Minuten, 3BBC",
        "1AP, 2BBC, 3CNN\nSome think that this is good",
    ] {
        let all = of("- And. 1 2 3", sources, TOLD);
        assert!(
            all.contains("sources-unclear") || all.contains("no-label"),
            "{sources}: {all}"
        );
    }
    let all = of(
        "- And. 1 2 3",
        "1\u{a0}AP, 2\u{a0}BBC\u{a0}and 3\u{a0}CNN",
        TOLD,
    );
    assert!(all.contains("<AP; BBC; CNN>"), "{all}");
}

#[test]
fn what_has_no_label_is_no_part_of_a_narrative() {
    for more in [
        "Copyright 2023 X. All rights reserved.",
        "December 10, 2023",
    ] {
        let all = of(
            "- And. 1 2 3",
            THREE,
            &format!("- Left narrative: It is good.\n{more}"),
        );
        assert!(
            all.contains("no-label") || all.contains("provider-unclear"),
            "{more}: {all}"
        );
    }
    let all = of(
        "- And. 1 2 3\n- Moscow's narrative: the war is a defence. 3",
        THREE,
        TOLD,
    );
    assert!(all.contains("fact Moscow's narrative: the war"), "{all}");
    let all = of(
        "- And. 1 2 3",
        THREE,
        "Narrative 1: Good.\nNarrative 2: Bad.",
    );
    assert!(
        all.contains("told Narrative 1") && all.contains("told Narrative 2"),
        "{all}"
    );
}

#[test]
fn dates_bylines_and_teasers_are_where_they_belong() {
    let all = sketch(
        "A title\nDecember 10, 2023\nBy Jane Doe\nIt began. 1\nIt ended. 1\nSources: 1AP.\nLeft narrative: Good.",
    );
    assert!(
        all.contains("(2023-12-10)")
            && all.contains("by Jane Doe")
            && all.contains("fact It began. [^ap]"),
        "{all}"
    );
    let two = sketch(
        "A title\nDecember 9, 2023\nDecember 10, 2023\nFacts\n- It began. 1\nSources: 1AP.\n",
    );
    assert!(two.contains("two-dates"), "{two}");
    let differs = sketch("A title\nFacts * Other words. 1\nFacts\n- It began. 1\nSources: 1AP.\n");
    assert!(differs.contains("teaser-differs"), "{differs}");
    let wrapped = sketch(
        "A title\nFacts * It began in the\nautumn of\nFacts\n- It began in the autumn of 1999. 1\nSources: 1AP.\n",
    );
    assert!(
        wrapped.contains("dropped-teaser") && !wrapped.contains("summary"),
        "{wrapped}"
    );
}

#[test]
fn a_story_is_never_taken_for_something_else() {
    let tail = "- Left narrative: Good.\n- Right narrative: Bad.\n";
    let story = |title: &str| format!("{title}\nFacts\n- It began. 1\nSources: 1AP.\n{tail}");
    let dated = sketch(&format!(
        "{}\nDecember 10, 2023\n{}",
        story("The council votes"),
        story("A storm in Ohio")
    ));
    assert!(
        dated.contains("= A storm in Ohio (2023-12-10)")
            && dated.contains(&format!("= The council votes ({DATE})")),
        "{dated}"
    );
    let summed = sketch(&format!(
        "{}\nA storm in Ohio\nIt was a large one.\n{}",
        story("The council votes"),
        story("").trim_start()
    ));
    assert!(
        summed.contains("summary It was a large one.") && summed.contains("= A storm in Ohio"),
        "{summed}"
    );
    let bylines = sketch(&format!(
        "{}\n{}",
        story("The council votes\n\nBy Jane Doe"),
        story("A storm in Ohio\n\nBy John Roe")
    ));
    assert!(!bylines.contains("= By"), "{bylines}");
    let headless = sketch(&format!(
        "First title\n- It began. 1\nSources: 1AP.\n{tail}\n{}\n{}",
        story("Second one"),
        story("Third thing")
    ));
    assert!(headless.contains("two-versions"), "{headless}");
}

#[test]
fn no_text_takes_long() {
    let lines = |line: &str| line.repeat(60_000 / line.len());
    for text in [
        format!("T\nFacts\n- It. {}\nSources: 1A, 2B.", "[".repeat(60_000)),
        format!(
            "T\nFacts\n- It to {}\nSources: 1A, 2B.",
            "1 2 ".repeat(15_000)
        ),
        format!("T\nFacts\n- It. 1\nSources: 1{}", ".".repeat(60_000)),
        format!(
            "T\nFacts\n- It. 1\nSources: {}",
            (1..8_000)
                .map(|n| format!("{n}A"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        format!(
            "T\nFacts\n- It. 1\nSources: 1A.\nNerd narrative: A 15% chance that {}",
            "a.".repeat(30_000)
        ),
        format!("T\nFacts\n- It. 1\nSources: 1A.\n{}", lines("LEFT\n")),
        format!("T\nFacts\n{}Sources: 1A.\n", lines("- x\n")),
        format!(
            "T\nFacts\n- It. 1\nSources: 1A.\n{}",
            lines("Left narrative\n")
        ),
        format!("T\n{}", lines("Sources: 1A\n")),
        lines("A title\nFacts\n- It. 1\nSources: 1A.\n\n"),
    ] {
        let start = std::time::Instant::now();
        import(&text, Spelling::Markdown);
        // Bounded, not timed: what grows with the square of the text takes minutes here.
        assert!(
            start.elapsed().as_secs() < 20,
            "{}",
            &text[..80.min(text.len())]
        );
    }
}

#[test]
fn an_article_is_read_with_the_same_honesty() {
    let codes_of = |text: &str| {
        let path: Arc<str> = "article.md".into();
        let manner = Manner {
            format: Format::Markdown,
            ..manner(Spelling::Markdown)
        };
        let (made, remarks) = convert(&path, text, &Names::default(), manner);
        (made, codes(&remarks))
    };
    let with = |from: &str, to: &str| {
        let text = ARTICLE.replace(from, to);
        assert_ne!(text, ARTICLE);
        codes_of(&text)
    };
    for definition in [
        "BBC, \"Storm hits\", 3 May 2023, https://x.example/",
        "BBC, Storm hits Ohio, https://x.example/",
        "*BBC*",
    ] {
        let (made, codes) = with(
            "[^gazette]: The Harbour Gazette",
            &format!("[^gazette]: {definition}"),
        );
        assert!(
            made.is_empty() && codes.contains(&"source-unclear"),
            "{definition}: {codes:?}"
        );
    }
    let (made, _) = with(
        "[^gazette]: The Harbour Gazette",
        "[^gazette]: Foo Inc., \"In the U.S.\", 2026-01-02, https://x.example/a_(b)",
    );
    let source = &parsed(&made[0]).sources[1];
    assert_eq!(
        (source.outlet.value.as_str(), source.title.as_deref()),
        ("Foo Inc.", Some("In the U.S."))
    );
    assert_eq!(source.url.as_deref(), Some("https://x.example/a_(b)"));
    assert_eq!(
        source.published.map(|date| date.iso()).as_deref(),
        Some("2026-01-02")
    );
    assert_eq!(
        codes_of(&format!("---\ntitle: T\n---\n\n{ARTICLE}")).1,
        ["front-matter"]
    );
    assert!(
        with("# The harbour gets a tunnel", "# The harbour[^1]")
            .1
            .contains(&"title-cites")
    );
    let (made, codes) = with("[^1]: City", "## References\n\n[^1]: City");
    assert!(codes.contains(&"empty-section") && parsed(&made[0]).sections.len() == 1);
    let (made, _) = with(
        "- Work begins in May. [^1]",
        "1. Work begins. [^1]\n2. It ends. [^1]",
    );
    assert_eq!(parsed(&made[0]).facts.len(), 3);
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

#[test]
fn what_is_wrapped_is_put_together() {
    let all = of(
        "- The forest covers 300 km².\n  It is the largest in all of\n  the country. 1,\n  2\n- And. 1 2\n  & 3",
        THREE,
        TOLD,
    );
    assert!(
        all.contains("the country. <AP; BBC>") && all.contains("And. <AP; BBC; CNN>"),
        "{all}"
    );
    let all = of(
        "- And. 1 2 3",
        "1AP, 2BBC and 3\nCNN.",
        "- Left narrative, as\n  provided by The Hill. It is good.\n- Right narrative,\n  as provided by Vox. It is bad.",
    );
    assert!(
        all.contains("told Left by The Hill: It is good.")
            && all.contains("told Right by Vox: It is bad."),
        "{all}"
    );
    assert!(all.contains("<AP; BBC; CNN>"), "{all}");
    let all = sketch(
        "City council approves the harbour\ntunnel after a debate\nFacts\n- It began. 1\nSources: 1AP.\n",
    );
    assert!(
        all.contains("= City council approves the harbour tunnel after a debate"),
        "{all}"
    );
    let all = of(
        "- And. 1 2 3",
        THREE,
        "Left narrative, as provided by Reuters\n\nEnough. The tunnel is bad.",
    );
    assert!(
        all.contains("told Left by Reuters: Enough. The tunnel"),
        "{all}"
    );
}

#[test]
fn what_only_looks_like_a_part_of_the_layout_is_text() {
    let all = of("iPhone sales rose. 1 2 3\niPad sales fell. 2", THREE, TOLD);
    assert!(
        all.contains("= A title (") && all.contains("fact iPhone sales rose. [^ap]"),
        "{all}"
    );
    // A label alone does not make a text a wrapped one.
    let all = of(
        "The mayor resigned on Monday.\nThe council approved it. 1 2 3",
        THREE,
        "Left narrative\nIt is good.\nThe weather will be fine.",
    );
    assert!(
        all.contains("uncited-fact") && all.contains("no-label"),
        "{all}"
    );
    let all = of("It was approved. 1 2 3\niPhone sales rose. 2", THREE, TOLD);
    assert!(all.contains("fact iPhone sales rose. [^bbc]"), "{all}");
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative: It is a gift to the rich, and the\nRepublicans push one narrative: that all will gain.\n- Right narrative: Bad.",
    );
    assert_eq!(all.matches("told ").count(), 2, "{all}");
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative: It is good.\nRight narrative – It is bad.",
    );
    assert!(all.contains("provider-unclear"), "{all}");
    for teaser in [
        "Facts - The moon is made of cheese. 1 - The sun is cold. 2",
        "Facts * The toll is 412. 1",
    ] {
        let all = sketch(&format!(
            "A title\n{teaser}\nFacts\n- The toll is 410. 1\nSources: 1AP.\n"
        ));
        assert!(all.contains("teaser-differs"), "{teaser}: {all}");
    }
    for summary in [
        "The tunnel will be opened in the spring\nBy President Joe Biden",
        "The tunnel will be opened on\nDecember 9, 2025",
    ] {
        let all = sketch(&format!(
            "A title\n\n{summary}\nFacts\n- It began. 1\nSources: 1AP.\n"
        ));
        assert!(!all.contains("2025") && !all.contains("\nby "), "{all}");
    }
    for sources in ["1AP, 2BBC and 3CNN. 12 people came.", "1440."] {
        let all = of("- And.", sources, TOLD);
        assert!(all.contains("sources-unclear"), "{sources}: {all}");
    }
    let all = of("- It ended 1.\n- And.", "Reuters.", TOLD);
    assert!(all.contains("uncited-fact"), "{all}");
}

#[test]
fn a_newsletter_may_have_bylines_and_a_masthead_without_a_date() {
    let story = |title: &str| format!("{title}\nFacts\n- It began. 1\nSources: 1AP.\n{TOLD}\n");
    let all = sketch(&format!(
        "The Daily Brief\n\n{}\n{}",
        story("Storm floods villages\nBy Jane Doe"),
        story("The council votes")
    ));
    assert!(
        all.contains("= Storm floods villages")
            && all.contains("by Jane Doe")
            && all.contains("= The council votes"),
        "{all}"
    );
    assert!(all.contains("dropped-masthead"), "{all}");
    let asked = sketch(&format!(
        "{}{}",
        story("Storm floods villages"),
        story("Is inflation over?")
    ));
    assert!(
        asked.contains("= Is inflation over?") && asked.contains("= Storm floods villages"),
        "{asked}"
    );
    let both = sketch(&format!(
        "{}{}",
        story("The council votes"),
        story("Storm floods villages\nIs it the end?")
    ));
    assert!(both.contains("two-versions"), "{both}");
    let unclear = sketch(&format!(
        "{}Everybody knows that\nvery well.\nMayor visits the U.S.\nFacts\n- It. 1\nSources: 1AP.\n",
        story("The council votes")
    ));
    assert!(unclear.contains("two-versions"), "{unclear}");
}
