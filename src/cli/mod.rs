//! Arguments, printing, exit codes.

mod args;
mod check;
mod diff;
mod explain;
mod export;
mod fmt;
mod format;
mod import;
mod links;
mod next;
mod paint;
mod preview;
mod profile;
mod progress;
mod report;
mod scaffold;
mod schema;
mod shell;
mod summary;

use std::process::ExitCode;

use clap::Parser as _;

use crate::build::{self, build};
use crate::diag::Error;
use crate::model::Moment;
use args::{Arguments, BuildArguments, Command};
pub use paint::plain;
use profile::ProfileFormat;

/// Everything is fine.
const FINE: u8 = 0;
/// A text has errors.
const TEXT: u8 = 1;
/// The world, or the command line, is wrong.
const WORLD: u8 = 2;

/// Runs `gen` with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let code = match &arguments.command {
        Command::Build(build) => run_build(build),
        Command::Check(check) => check::run(check),
        Command::Explain(rule) => explain::run(rule).map(|()| FINE),
        Command::Links(links) => links::run(links),
        Command::Fmt(briefs) => fmt::run(briefs),
        Command::Serve(serve) => preview::run(serve).map(|()| FINE),
        Command::Init(init) => scaffold::run_init(init).map(|()| FINE),
        Command::New(new) => scaffold::run_new(new).map(|()| FINE),
        Command::Import(texts) => import::run(texts),
        Command::Export(briefs) => export::run(briefs),
        Command::Next(next) => next::run(next),
        Command::Report(report) => report::run(report),
        Command::Schema(schema) => schema::run(schema),
        Command::Completions(shell) => {
            shell::run_completions(shell);
            Ok(FINE)
        }
        Command::Man(man) => shell::run_man(man).map(|()| FINE),
    };
    ExitCode::from(code.unwrap_or_else(|error| {
        paint::print_error(&error);
        WORLD
    }))
}

/// Prints to standard output, where nobody may be reading any more.
fn print(text: &str) {
    use std::io::Write as _;
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// The time on the clock.
fn clock() -> Moment {
    Moment::from_timestamp(jiff::Timestamp::now())
}

fn run_build(arguments: &BuildArguments) -> Result<u8, Error> {
    let now = arguments.now.unwrap_or_else(clock);
    if let Some(threads) = arguments.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build_global()
            .map_err(|error| Error::new(format!("cannot start {threads} threads: {error}")))?;
    }
    let start = std::time::Instant::now();
    let bar = progress::Bar::new(arguments.quiet);
    let (options, told) = (arguments.options(now), |stage, done, total| {
        bar.show(stage, done, total);
    });
    let built = match arguments.profile {
        None => build(&options, &told).map(|report| (report, None)),
        Some(_) => build::profile(&options, &told),
    };
    bar.clear();
    let (report, profile) = built?;
    paint::print_all(&report, arguments.quiet);
    summary::print(&report, arguments, start.elapsed());
    if let (Some(profile), Some(format)) = (profile, arguments.profile) {
        print(&match format {
            ProfileFormat::Human => profile::human(&profile),
            ProfileFormat::Json => profile::json(&profile),
        });
    }
    let in_the_way = report
        .outcome
        .as_ref()
        .is_some_and(|outcome| !outcome.in_the_way.is_empty());
    Ok(match report.errors() {
        0 if in_the_way => WORLD,
        0 => FINE,
        _ => TEXT,
    })
}
