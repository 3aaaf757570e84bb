//! The line at the end of a build.

use std::time::Duration;

use super::args::BuildArguments;
use super::profile::ProfileFormat;
use crate::build::Report;
pub use crate::text::{counted, grouped};

/// Prints what was done: to standard output when the site was published, else to standard error.
pub fn print(report: &Report, arguments: &BuildArguments, took: Duration) {
    match &report.outcome {
        None => {
            let errors = counted(report.errors(), "error");
            print_notices(&report.notices);
            anstream::eprintln!("{errors}; nothing was written");
        }
        Some(outcome) => {
            for path in &report.left_out {
                anstream::eprintln!("left out: {path}");
            }
            print_in_the_way(&outcome.in_the_way);
            print_notices(&report.notices);
            if arguments.quiet || arguments.profile == Some(ProfileFormat::Json) {
                return;
            }
            for (target, reasons) in &report.reasons {
                let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                anstream::println!("made: {target}: {}", reasons.join("; "));
            }
            if arguments.verbose {
                for target in &outcome.written {
                    anstream::println!("written: {target}");
                }
                for path in &outcome.removed {
                    anstream::println!("removed: {path}");
                }
            }
            for (path, date) in &report.scheduled {
                anstream::println!("scheduled: {path} is published from {date}");
            }
            anstream::println!("{}", line(report, took));
        }
    }
}

/// Tells what is worth knowing of the build itself.
pub fn print_notices(notices: &[String]) {
    for notice in notices {
        anstream::eprintln!("note: {notice}");
    }
}

/// Names what stands at planned places and is not ours; the first ten of many.
fn print_in_the_way(paths: &[String]) {
    const SHOWN: usize = 10;
    for path in paths.iter().take(SHOWN) {
        anstream::eprintln!("in the way: {path} was not made by gen, and was left alone");
    }
    if paths.len() > SHOWN {
        anstream::eprintln!("in the way: {} more", grouped(paths.len() - SHOWN));
    }
    if !paths.is_empty() {
        anstream::eprintln!("move these files away, or build into an empty folder with --out");
    }
}

fn line(report: &Report, took: Duration) -> String {
    let outcome = report.outcome.clone().unwrap_or_default();
    let stages: Vec<String> = report
        .timings
        .iter()
        .map(|timing| format!("{} {}", timing.stage, seconds(timing.took)))
        .collect();
    let mut line = format!(
        "{} rendered in {}: {} written, {} unchanged, {} removed ({})",
        counted(report.rendered, "page"),
        seconds(took),
        grouped(outcome.written.len()),
        grouped(outcome.unchanged),
        grouped(outcome.removed.len()),
        stages.join(", "),
    );
    for (count, word) in [(report.errors(), "error"), (report.warnings(), "warning")] {
        if count > 0 {
            line.push_str(&format!("; {}", counted(count, word)));
        }
    }
    if !report.left_out.is_empty() {
        line.push_str(&format!(
            "; {} left out",
            counted(report.left_out.len(), "file")
        ));
    }
    line
}

pub fn seconds(took: Duration) -> String {
    if took < Duration::from_millis(100) {
        return format!("{:.1} ms", took.as_secs_f64() * 1000.0);
    }
    format!("{:.2} s", took.as_secs_f64())
}
