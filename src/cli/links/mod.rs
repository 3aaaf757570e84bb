//! `gen links`: whether the web addresses of a site still answer.

mod human;
mod json;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::args::moment;
use super::summary::counted;
use super::{FINE, TEXT, WORLD, clock, progress};
use crate::diag::Error;
use crate::links::{FILE, Options, Report, SERVICE, Scope, Standing, check};
use crate::model::Moment;

/// The examples and exit codes below `gen links --help`.
pub const EXAMPLES: &str = "Examples:\n  gen links\n  gen links --archive            proposes copies for sources that name none\n  \
gen links --list --verbose     what is known, without the network\n  gen links --deny dead          in a workflow that is to fail\n\n\
Exit codes: 0 also when links are dead, 1 with --deny dead when one is, 2 when there is no site, the \
ledger is damaged or cannot be written, the network is away, the run was interrupted, or the command line is wrong.";

/// The arguments of `gen links`.
#[derive(Args, Debug)]
pub struct LinksArguments {
    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// Asks an archive for copies of cited sources that name none, and of dead links
    #[arg(long, conflicts_with = "list")]
    pub archive: bool,

    /// The archive's availability service
    #[arg(long, value_name = "URL", default_value = SERVICE, requires = "archive")]
    pub archive_service: String,

    /// Asks nobody: lists the addresses with their places and what is remembered of them
    #[arg(long, visible_alias = "offline")]
    pub list: bool,

    /// An address that answered less than DAYS days ago is not asked again; 0 asks all
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub fresh: u32,

    /// How many hosts are asked at a time
    #[arg(long, value_name = "N", default_value = "8")]
    pub jobs: NonZeroUsize,

    /// Milliseconds between two requests to one host
    #[arg(long, value_name = "MS", default_value_t = 500,
        value_parser = clap::value_parser!(u64).range(0..=600_000))]
    pub pause: u64,

    /// Seconds that a reply may take, half of them for the connection
    #[arg(long, value_name = "SECONDS", default_value_t = 20,
        value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,

    /// What makes the exit code 1
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<DenyLinks>,

    /// How the result is written
    #[arg(long, value_enum, default_value_t = LinksFormat::Human)]
    pub format: LinksFormat,

    /// The time that answers are remembered for; its day counts, in UTC [default: the clock]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub now: Option<Moment>,

    /// Names every address, also those that answer or do not say
    #[arg(long, short)]
    pub verbose: bool,
}

/// What makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DenyLinks {
    /// A dead link
    Dead,
}

/// How the result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LinksFormat {
    /// For people
    Human,
    /// JSON, described in docs/guide/links.md
    Json,
}

/// Asks, remembers and tells.
pub fn run(arguments: &LinksArguments) -> Result<u8, Error> {
    let start = Instant::now();
    let stop = Arc::new(AtomicBool::new(false));
    end_when_asked(&stop)?;
    let bar = progress::Bar::new(arguments.format != LinksFormat::Human);
    let report = check(&arguments.options(), &stop, &|stage, done, total| {
        bar.show(stage, done, total);
    });
    bar.clear();
    let report = report?;
    match arguments.format {
        LinksFormat::Human => human::print(&report, arguments, start.elapsed()),
        LinksFormat::Json => print(&json::write(&report)),
    }
    warn(&report);
    let is_dead = |link: &crate::links::Link| matches!(link.entry.standing(), Standing::Dead(_));
    let is_denied = arguments.deny == Some(DenyLinks::Dead) && report.links.iter().any(is_dead);
    Ok(match is_denied {
        _ if report.is_stopped || report.is_away => WORLD,
        true => TEXT,
        false => FINE,
    })
}

/// The first Ctrl-C lets what is known be written down; the second one ends everything.
fn end_when_asked(stop: &Arc<AtomicBool>) -> Result<(), Error> {
    let stop = Arc::clone(stop);
    let end = move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(WORLD));
        }
    };
    ctrlc::set_handler(end).map_err(|error| Error::new(format!("cannot wait for Ctrl-C: {error}")))
}

/// What keeps the result from being the whole one.
fn warn(report: &Report) {
    let warn = |text: &str| anstream::eprintln!("warning: {text}");
    if report.faulty > 0 {
        warn(&format!(
            "{} with errors, where links may stand that were not found; `gen check` tells them, and \
             nothing is taken out of {FILE} until then",
            counted(report.faulty, "text")
        ));
    }
    if report.is_stopped {
        warn(&format!("interrupted; what is known is in {FILE}"));
    } else if report.is_away {
        warn("the network seems to be away; failures without any answer are not written down");
    }
    if report.left > 0 && !report.is_stopped {
        warn(&format!(
            "{} left for the next run: their hosts want to be left in peace, or are slow",
            counted(report.left, "link")
        ));
    }
    if report.uncopied_left > 0 && !report.is_stopped {
        warn(&format!(
            "copies of {} not looked up: the archive's service did not answer",
            counted(report.uncopied_left, "page")
        ));
    }
}

fn print(text: &str) {
    use std::io::Write as _;
    // Nobody may be reading there any more.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

impl LinksArguments {
    fn options(&self) -> Options {
        let scope = if self.list {
            Scope::Nothing
        } else if self.archive {
            Scope::Copies(self.archive_service.clone())
        } else {
            Scope::Links
        };
        Options {
            root: self.root.clone(),
            now: self.now.unwrap_or_else(clock),
            scope,
            jobs: self.jobs,
            pause: Duration::from_millis(self.pause),
            timeout: Duration::from_secs(self.timeout),
            fresh: self.fresh,
        }
    }
}
