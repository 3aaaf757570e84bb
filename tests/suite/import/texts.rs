//! The texts of `tests/texts`: what each becomes, and that it is all there.

use std::path::Path;
use std::sync::Arc;

use evenhand::diag::Diagnostic;
use evenhand::import::{Manner, Names, Spelling, convert, export};
use evenhand::model::Moment;

use super::{codes, expected, import, manner, parsed, sketch, text, texts};
use crate::harness::Site;

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

#[test]
fn every_remark_is_on_the_page_about_importing_and_in_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/guide/importing.md")).unwrap();
    let table = std::fs::read_to_string(texts().join("expected.tsv")).unwrap();
    let tests: String = ["articles", "batches", "parts", "texts"]
        .map(|name| {
            std::fs::read_to_string(root.join(format!("tests/suite/import/{name}.rs"))).unwrap()
        })
        .concat();
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
fn every_part_of_every_text_is_where_it_belongs() {
    let mut all = String::new();
    for expected in expected() {
        all.push_str(&format!(
            "## {}\n{}\n\n",
            expected.name,
            sketch(&text(&expected.name))
        ));
    }
    insta::with_settings!({ snapshot_path => "../snapshots/import", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("texts", all);
    });
}
