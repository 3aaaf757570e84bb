//! `gen import`: what became of each text, and a table of all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::args::moment;
use super::summary::{counted, grouped};
use super::{FINE, TEXT, paint, progress};
use crate::build::Report;
use crate::diag::{Diagnostic, Error};
use crate::import::{Batch, Fate, Format, Input, Manner, NOTICES, Outcome, Spelling, import};
use crate::model::Moment;
use crate::text::{Span, place};

/// With more texts than this, only what needs a person is told of each.
const FEW: usize = 20;

/// The examples below `gen import --help`.
pub const EXAMPLES: &str = "Examples:\n  gen import story.txt --date 2023-12-09\n  gen import archive/ --dry-run\n  \
pbpaste | gen import - --as yaml\n  gen import --format markdown article.md\n\n\
A text is imported whole, or refused with a reason; nothing is guessed. The layouts are in docs/guide/importing.md.";

/// The arguments of `gen import`.
#[derive(Args, Debug)]
pub struct ImportArguments {
    /// The texts: files, folders (every `.txt`, or `.md` with `--format markdown`, in them), or `-` for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub texts: Vec<PathBuf>,

    /// What the texts are written in
    #[arg(long, value_enum, default_value_t = TextFormat::Plain)]
    pub format: TextFormat,

    /// The folder for the briefs
    #[arg(long, value_name = "DIR", default_value = "content/briefs")]
    pub out: PathBuf,

    /// The spelling of the briefs
    #[arg(long = "as", value_enum, value_name = "SPELLING", default_value_t = BriefSpelling::Md)]
    pub spelling: BriefSpelling,

    /// The date of briefs whose text has none
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub date: Option<Moment>,

    /// Shows what would be done, and writes nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Overwrites briefs that are there and say something else
    #[arg(long)]
    pub force: bool,

    /// Tells everything of every text
    #[arg(long, short)]
    pub verbose: bool,
}

/// What texts are written in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum TextFormat {
    /// Plain text: title, facts with numbers, a sources line, narratives
    Plain,
    /// Markdown with footnotes
    Markdown,
}

/// The spelling of briefs.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum BriefSpelling {
    /// Markdown with front matter
    Md,
    /// YAML
    Yaml,
}

impl ImportArguments {
    fn batch(&self) -> Batch {
        let input = |path: &PathBuf| match path.to_str() {
            Some("-") => Input::Stdin,
            _ => Input::Path(path.clone()),
        };
        Batch {
            inputs: self.texts.iter().map(input).collect(),
            out: self.out.clone(),
            manner: Manner {
                format: match self.format {
                    TextFormat::Plain => Format::Plain,
                    TextFormat::Markdown => Format::Markdown,
                },
                spelling: match self.spelling {
                    BriefSpelling::Md => Spelling::Markdown,
                    BriefSpelling::Yaml => Spelling::Yaml,
                },
                date: self.date,
            },
            dry_run: self.dry_run,
            force: self.force,
        }
    }
}

/// Imports, and says what became of it. The exit code is that of a text where one was refused.
pub fn run(arguments: &ImportArguments) -> Result<u8, Error> {
    let bar = progress::Bar::new(false);
    let outcomes = import(&arguments.batch(), &|done, total| {
        bar.show("import", done, total);
    });
    bar.clear();
    let outcomes = outcomes?;
    let tells_all = arguments.verbose || outcomes.len() <= FEW;
    for outcome in &outcomes {
        tell(outcome, tells_all, arguments.dry_run);
    }
    print_table(&outcomes, arguments.dry_run);
    let refused = outcomes.iter().any(Outcome::is_refused);
    Ok(if refused { TEXT } else { FINE })
}

fn tell(outcome: &Outcome, tells_all: bool, dry_run: bool) {
    let report = Report {
        sources: BTreeMap::from([(Arc::clone(&outcome.path), outcome.text.clone())]),
        ..Report::default()
    };
    for remark in &outcome.remarks {
        if NOTICES.contains(&remark.code) {
            if tells_all {
                // What is missing is somebody's to add; the rest only tells what was done.
                let kind = if remark.code.starts_with("missing") {
                    "warning"
                } else {
                    "notice"
                };
                let place = at(outcome, remark.labels[0].span);
                anstream::eprintln!("{kind}: {place}: {}", remark.title);
            }
        } else if tells_all || remark.is_error() {
            paint::print(remark, &report);
        }
    }
    if tells_all {
        for (path, fate) in &outcome.briefs {
            let done = match (fate, dry_run) {
                (Fate::Unchanged, _) => "unchanged",
                (Fate::New, true) => "would be written",
                (Fate::New, false) => "written",
            };
            anstream::println!("{done}: {}", path.display());
        }
    }
}

/// `file:line`, or the file alone.
fn at(outcome: &Outcome, span: Span) -> String {
    if span == Span::default() {
        return outcome.path.to_string();
    }
    format!(
        "{}:{}",
        outcome.path,
        place(&outcome.text, span.start as usize).line
    )
}

/// How many texts were imported, and how many were refused, by reason.
fn print_table(outcomes: &[Outcome], dry_run: bool) {
    let refused = outcomes
        .iter()
        .filter(|outcome| outcome.is_refused())
        .count();
    let warned = |outcome: &&Outcome| {
        let needs_look = |remark: &Diagnostic| !NOTICES.contains(&remark.code);
        !outcome.is_refused() && outcome.remarks.iter().any(needs_look)
    };
    let warned = outcomes.iter().filter(warned).count();
    let briefs = outcomes.iter().flat_map(|outcome| &outcome.briefs);
    let new = briefs
        .clone()
        .filter(|(_, fate)| *fate == Fate::New)
        .count();
    let unchanged = briefs.count() - new;
    let mut rows = vec![
        (
            if dry_run {
                "would be written"
            } else {
                "written"
            }
            .to_owned(),
            new,
        ),
        ("unchanged".to_owned(), unchanged),
        ("refused".to_owned(), refused),
    ];
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in outcomes {
        let errors = outcome.remarks.iter().filter(|remark| remark.is_error());
        // A text with one fault many times is one text.
        let codes: BTreeSet<&str> = errors.map(|error| error.code).collect();
        for code in codes {
            *reasons.entry(code).or_default() += 1;
        }
    }
    rows.extend(
        reasons
            .into_iter()
            .map(|(code, count)| (format!("  {code}"), count)),
    );
    let mut notices: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.is_refused()) {
        let codes: BTreeSet<&str> = outcome.remarks.iter().map(|remark| remark.code).collect();
        for code in codes {
            *notices.entry(code).or_default() += 1;
        }
    }
    if !notices.is_empty() {
        rows.push(("imported, and to be looked at".to_owned(), warned));
        rows.extend(
            notices
                .into_iter()
                .map(|(code, count)| (format!("  {code}"), count)),
        );
    }
    anstream::println!(
        "{}: {} imported, {} of them to be looked at",
        counted(outcomes.len(), "text"),
        grouped(outcomes.len() - refused),
        grouped(warned)
    );
    for (name, count) in rows {
        anstream::println!("{name:<30} {:>9}", grouped(count));
    }
}
