//! `gen serve`: what the writer is told at the terminal.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::args::ServeArguments;
use super::summary::{counted, seconds};
use super::{clock, paint, progress};
use crate::build::Report;
use crate::diag::{Diagnostic, Error};
use crate::model::Moment;
use crate::serve::{Notice, Writer, serve};

/// Serves the preview until Ctrl-C.
pub fn run(arguments: &ServeArguments) -> Result<(), Error> {
    ctrlc::set_handler(|| std::process::exit(0))
        .map_err(|error| Error::new(format!("cannot wait for Ctrl-C: {error}")))?;
    let terminal = Terminal {
        now: arguments.now,
        open: arguments.open,
        bar: progress::Bar::new(false),
        shown: Mutex::default(),
    };
    let writer: Arc<dyn Writer> = Arc::new(terminal);
    serve(&arguments.preview(writer.now()), &writer)
}

/// The terminal of the writer.
struct Terminal {
    now: Option<Moment>,
    open: bool,
    bar: progress::Bar,
    /// The diagnostics that were printed last: what is still wrong is not repeated at each save.
    shown: Mutex<Vec<Diagnostic>>,
}

impl Writer for Terminal {
    fn now(&self) -> Moment {
        self.now.unwrap_or_else(clock)
    }

    fn paint(&self, diagnostic: &Diagnostic, report: &Report) -> String {
        paint::plain(diagnostic, &report.sources)
    }

    fn progress(&self, stage: &'static str, done: usize, total: usize) {
        self.bar.show(stage, done, total);
    }

    fn tell(&self, notice: &Notice<'_>) {
        match notice {
            Notice::Ready {
                url,
                report,
                briefs,
                took,
            } => {
                self.bar.clear();
                self.print(report);
                say(&format!(
                    "{} loaded in {}{}",
                    counted(*briefs, "brief"),
                    seconds(*took),
                    faults(report)
                ));
                say(&format!("Preview: {url} (Ctrl-C ends it)"));
                self.show(url);
            }
            Notice::Renewed {
                paths,
                report,
                took,
            } => {
                self.print(report);
                say(&format!(
                    "updated in {}: {}{}",
                    seconds(*took),
                    named(paths),
                    faults(report)
                ));
                hints(paths, report);
            }
            Notice::Moved(url) => say(&format!("Preview: {url}")),
            Notice::Broken(report) => {
                for diagnostic in &report.diagnostics {
                    paint::print(diagnostic, report);
                }
            }
            Notice::Polling(reason, interval) => warn(&format!(
                "{reason}; the files are looked through every {} instead",
                milliseconds(*interval)
            )),
            Notice::Exposed(address) => warn(&format!(
                "listening at {address}: everyone who reaches this machine can read the preview, drafts too"
            )),
            Notice::World(error) => paint::print_error(error),
        }
    }
}

impl Terminal {
    /// Prints what is wrong now and was not printed for the state before.
    fn print(&self, report: &Report) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let new = report.diagnostics.iter().filter(|one| !shown.contains(one));
        new.for_each(|diagnostic| paint::print(diagnostic, report));
        shown.clone_from(&report.diagnostics);
    }

    fn show(&self, url: &str) {
        if self.open
            && let Err(error) = open::that_detached(url)
        {
            warn(&format!("cannot open the browser: {error}"));
        }
    }
}

/// A line on standard output. Nobody may be reading there any more.
fn say(line: &str) {
    let mut out = anstream::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn warn(text: &str) {
    let _ = writeln!(anstream::stderr(), "warning: {text}");
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// The files that changed: the first one, and how many more.
fn named(paths: &[&str]) -> String {
    match paths {
        [] => "all files read again".to_owned(),
        [path] => (*path).to_owned(),
        [first, more @ ..] => format!("{first} and {} more", more.len()),
    }
}

/// Says of briefs that were saved and are not shown why that is.
fn hints(paths: &[&str], report: &Report) {
    for (path, date) in &report.scheduled {
        if paths.contains(&path.as_str()) {
            say(&format!(
                "{path} is scheduled for {date}; --drafts shows it"
            ));
        }
    }
    for path in &report.drafts {
        if paths.contains(&path.as_str()) {
            say(&format!("{path} is a draft; --drafts shows it"));
        }
    }
}

fn faults(report: &Report) -> String {
    let mut text = String::new();
    for (count, word) in [(report.errors(), "error"), (report.warnings(), "warning")] {
        if count > 0 {
            text.push_str(&format!("; {}", counted(count, word)));
        }
    }
    if report.errors() > 0 {
        text.push_str("; the last good version is shown");
    }
    text
}
