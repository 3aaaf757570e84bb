//! `gen check`: what is wrong with the texts of a site. Nothing is written.

use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::args::moment;
use super::diff::patch;
use super::format::Format;
use super::summary::{self, counted, seconds};
use super::{FINE, TEXT, clock, paint, print, progress};
use crate::build::{Mending, Options, Report, check, mendings};
use crate::diag::{Diagnostic, Error};
use crate::edit;
use crate::model::Moment;

/// The examples below `gen check --help`.
pub const EXAMPLES: &str = "Examples:\n  gen check\n  gen check --deny warnings\n  gen check content/briefs/2026 --format short\n  \
gen check --fix\n  gen check --diff | git apply   the same, after a look at it\n  gen check --format github      in a workflow of GitHub Actions\n  gen check --format sarif > evenhand.sarif";

/// The arguments of `gen check`.
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// Tells only of these files and folders; all are read, for briefs are held against each other
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// The folder of the last build, where addresses that are gone are looked for [default: `public` in
    /// the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// How faults are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// Mends what can be mended for sure, and tells what is left; every other byte stays
    #[arg(long, conflicts_with = "diff")]
    pub fix: bool,

    /// Shows what `--fix` would change, as a patch, and writes nothing; the exit code is 1 if there is any, or an error
    #[arg(long)]
    pub diff: bool,

    /// What else makes the exit code 1
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,

    /// Holds drafts and scheduled briefs against the others, too
    #[arg(long)]
    pub drafts: bool,

    /// The time to check for: a date, or a date and time with its offset [default: the clock]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub now: Option<Moment>,
}

/// What makes the exit code 1, besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// A warning
    Warnings,
}

/// Checks, and tells. The exit code is that of a text with an error, or with a warning where these are denied.
pub fn run(arguments: &CheckArguments) -> Result<u8, Error> {
    let start = Instant::now();
    let bar = progress::Bar::new(arguments.format != Format::Human);
    let options = Options {
        root: arguments.root.clone(),
        out: arguments
            .out
            .clone()
            .unwrap_or_else(|| arguments.root.join("public")),
        base_url: None,
        drafts: arguments.drafts,
        keep_going: false,
        now: arguments.now.unwrap_or_else(clock),
        check_content: false,
        explain: false,
    };
    let wanted = wanted(&arguments.root, &arguments.paths)?;
    let look = || -> Result<Report, Error> {
        let report = check(&options, &|stage, done, total| bar.show(stage, done, total));
        bar.clear();
        let mut report = report?;
        if !arguments.paths.is_empty() {
            report.diagnostics.retain(|fault| concerns(fault, &wanted));
        }
        Ok(report)
    };
    let mut report = look()?;
    if arguments.diff {
        return Ok(show(&mendings(&report), &report));
    }
    if arguments.fix && write(&mendings(&report), arguments)? {
        report = look()?;
    }
    match arguments.format.write(&report, &arguments.root) {
        Some(text) => print(&text),
        None => {
            paint::print_all(&report, false);
            summary::print_notices(&report.notices);
            anstream::println!("{}", line(&report, start));
        }
    }
    let denied = arguments.deny == Some(Deny::Warnings) && report.warnings() > 0;
    Ok(if report.errors() > 0 || denied {
        TEXT
    } else {
        FINE
    })
}

/// Prints what would change as a patch.
fn show(mendings: &[Mending], report: &Report) -> u8 {
    for mending in mendings {
        anstream::print!("{}", patch(&mending.path, &mending.before, &mending.after));
    }
    let made: usize = mendings.iter().map(|mending| mending.made).sum();
    let faults = counted(report.diagnostics.len(), "fault");
    let files = counted(mendings.len(), "file");
    match (report.diagnostics.len(), made) {
        (0, _) => anstream::eprintln!("no fault"),
        (_, 0) => anstream::eprintln!("{faults}, none of which can be mended for sure"),
        _ => anstream::eprintln!("{made} of {faults} would be mended, in {files}"),
    }
    if mendings.is_empty() && report.errors() == 0 {
        FINE
    } else {
        TEXT
    }
}

/// Writes the mended texts; false when there are none.
fn write(mendings: &[Mending], arguments: &CheckArguments) -> Result<bool, Error> {
    for mending in mendings {
        let Mending {
            path,
            before,
            after,
            made,
        } = mending;
        edit::replace(&arguments.root, path, before, after)?;
        anstream::eprintln!("mended: {path}, {}", counted(*made, "fault"));
    }
    Ok(!mendings.is_empty())
}

/// The paths below the site's folder. One that is not there would silently check nothing.
pub fn wanted(root: &Path, paths: &[PathBuf]) -> Result<Vec<String>, Error> {
    let absolute = |path: &Path| {
        path.canonicalize()
            .map_err(|cause| Error::io("find", path, cause))
    };
    let root = absolute(root)?;
    let relative = |path: &PathBuf| {
        let found = absolute(path)?;
        let Ok(below) = found.strip_prefix(&root) else {
            return Err(Error::new(format!(
                "{} is no part of the site",
                path.display()
            )));
        };
        let parts = below.components().filter_map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        });
        Ok(parts.collect::<Vec<_>>().join("/"))
    };
    paths.iter().map(relative).collect()
}

/// Whether a path is `folder`, or is in it; all paths are in the folder without a name.
pub fn is_in(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// Whether a fault has a place in one of the files and folders.
fn concerns(fault: &Diagnostic, wanted: &[String]) -> bool {
    let mut labels = fault.labels.iter();
    labels.any(|label| wanted.iter().any(|folder| is_in(&label.path, folder)))
}

fn line(report: &Report, start: Instant) -> String {
    let faults: Vec<String> = [(report.errors(), "error"), (report.warnings(), "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let faults = if faults.is_empty() {
        "no fault".to_owned()
    } else {
        faults.join(", ")
    };
    format!(
        "{} checked in {}: {faults}",
        counted(report.texts, "text"),
        seconds(start.elapsed())
    )
}
