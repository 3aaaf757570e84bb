//! Importing: what becomes of a text, and that nothing of it is lost or invented.

mod articles;
mod batches;
mod parts;
mod properties;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenhand::diag::Diagnostic;
use evenhand::import::{Format, Made, Manner, Names, Spelling, convert};
use evenhand::model::{Brief, Moment};

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

fn story(title: &str, fact: &str) -> String {
    format!(
        "{title}\nFacts\n- {fact} 1\nSources: 1AP News.\nNarratives\n- Left narrative: Good.\n- Right narrative: Bad.\n"
    )
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
