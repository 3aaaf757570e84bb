//! `gen report`: how the desk covers.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::moment;
use super::summary::counted;
use super::{FINE, TEXT, clock, paint, progress};
use crate::build::{Options, published};
use crate::coverage::{GENERATOR, Period, count, html, human, json};
use crate::diag::Error;
use crate::model::Moment;

/// The examples below `gen report --help`.
pub const EXAMPLES: &str = "Examples:\n  gen report\n  gen report --since 2026-10-01 --until 2026-10-31\n  \
gen report --since 2026-01-01 --out coverage.html\n  gen report --format json | jq '.scales[] | {id, unknown}'\n\n\
Exit codes: 0 fine; 1 a text has errors: the report is made of the others; 2 the world or the command line is wrong.";

/// The arguments of `gen report`.
#[derive(Args, Debug)]
pub struct ReportArguments {
    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// Counts briefs of this day and later
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub since: Option<Moment>,

    /// Counts briefs of this day and earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub until: Option<Moment>,

    /// How the report is written [default: by the ending of FILE, else human]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,

    /// The file for the report; without it, it goes to standard output. Only an older report is replaced
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// The time to report for, which decides what is published and what came due: a date, or a
    /// date and time with its offset [default: the clock]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub now: Option<Moment>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For the terminal, with bars of letters
    Human,
    /// All figures, for programs
    Json,
    /// One page with charts, which needs nothing but itself
    Html,
}

/// Counts, and reports. The exit code is that of a text where one has an error.
pub fn run(arguments: &ReportArguments) -> Result<u8, Error> {
    let period = Period {
        since: arguments.since,
        until: arguments.until,
    };
    if !period.has_days() {
        return Err(Error::new(
            "--since is later than --until: no day lies between",
        ));
    }
    let now = arguments.now.unwrap_or_else(clock);
    let options = Options {
        root: arguments.root.clone(),
        out: arguments.root.join("public"),
        base_url: None,
        drafts: false,
        keep_going: true,
        now,
        check_content: false,
        explain: false,
    };
    let bar = progress::Bar::new(false);
    let read = published(&options, &|stage, done, total| bar.show(stage, done, total));
    bar.clear();
    let (site, report) = read?;
    let Some(site) = site else {
        paint::print_all(&report, true);
        return Ok(TEXT);
    };
    let coverage = count(&site, period, now);
    let format = arguments.format();
    let text = match format {
        ReportFormat::Human => human(&coverage),
        ReportFormat::Json => json(&coverage),
        ReportFormat::Html => html(&coverage),
    };
    match (&arguments.out, format) {
        (None, ReportFormat::Human) => print(anstream::stdout().lock(), &text)?,
        (None, _) => print(std::io::stdout().lock(), &text)?,
        (Some(path), ReportFormat::Human) => {
            write(path, &anstream::adapter::strip_str(&text).to_string())?;
        }
        (Some(path), _) => write(path, &text)?,
    }
    let errors = report.errors();
    if errors > 0 {
        anstream::eprintln!(
            "{} in the texts; what they concern is not counted (gen check tells them)",
            counted(errors, "error")
        );
    }
    Ok(if errors > 0 { TEXT } else { FINE })
}

impl ReportArguments {
    fn format(&self) -> ReportFormat {
        let ending = self.out.as_deref().and_then(Path::extension);
        self.format
            .unwrap_or_else(|| match ending.and_then(|ending| ending.to_str()) {
                Some("json") => ReportFormat::Json,
                Some("html" | "htm") => ReportFormat::Html,
                _ => ReportFormat::Human,
            })
    }
}

fn day(text: &str) -> Result<Moment, String> {
    let day = Moment::parse(text).ok().filter(|day| day.iso() == text);
    day.ok_or_else(|| "expected a date such as 2023-12-09".to_owned())
}

/// Writes a report where there is none, or an older one.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    // What is no regular file, a device or a pipe, may never come to its end.
    if path.is_file() {
        let known = std::fs::read(path).map_err(|cause| Error::io("read", path, cause))?;
        if !known.is_empty() && !is_report(&String::from_utf8_lossy(&known)) {
            let path = path.display();
            let reason = "is no coverage report, and was left alone";
            return Err(Error::new(format!("{path} {reason}")));
        }
    }
    std::fs::write(path, text).map_err(|cause| Error::io("write", path, cause))
}

/// Whether a text is a report of any format, by its beginning.
fn is_report(text: &str) -> bool {
    let head: String = text.chars().take(1000).collect();
    head.starts_with("Coverage of ")
        || head.starts_with("{\n  \"report\": \"coverage\"")
        || (head.starts_with("<!DOCTYPE html>") && head.contains(GENERATOR))
}

/// Prints a report. That nobody is reading there any more is no error.
fn print(mut out: impl Write, text: &str) -> Result<(), Error> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("write to", "standard output", cause))
        }
        _ => Ok(()),
    }
}
