//! The profile of a build for the terminal and for programs: where its time went.

use std::time::Duration;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::summary::{counted, grouped};
use crate::build::{Profile, Row, Spent};
use crate::text::clean;

/// The version of the JSON; another number means that a program has to be changed.
const VERSION: u32 = 1;

/// How a profile is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileFormat {
    /// Tables after the summary
    Human,
    /// JSON in place of the summary, described in docs/guide/themes.md
    Json,
}

/// The profile as tables.
pub fn human(profile: &Profile) -> String {
    let sum = profile.kinds.iter().map(|row| row.spent.total()).sum();
    let threads = counted(profile.threads, "thread");
    let parts = [
        stages(profile),
        format!("Times below are those of single threads, added up over {threads}.\n"),
        kinds(profile, sum),
        templates(profile, sum),
        functions(profile, sum),
        slowest(profile),
    ];
    format!("\n{}", parts.join("\n"))
}

fn stages(profile: &Profile) -> String {
    let mut text = "Stages, by the clock on the wall\n".to_owned();
    for timing in &profile.stages {
        // What is measured within a stage is named after it: `render: …`.
        let name = match timing.stage.split_once(": ") {
            Some((stage, part)) => format!("  {part}, within {stage}"),
            None => timing.stage.to_owned(),
        };
        text.push_str(&format!("{:>9}  {name}\n", took(timing.took)));
    }
    text
}

fn kinds(profile: &Profile, sum: Duration) -> String {
    let mut text = "Kinds of page and file\n".to_owned();
    let heads = ["view", "template", "written"].map(|head| format!("{head:>9}"));
    text.push_str(&format!("{HEAD} {}\n", heads.join(" ")));
    for row in &profile.kinds {
        let figures = figures(row.spent.total(), row.count as u64, sum);
        text.push_str(&format!(
            "{figures} {}  {}\n",
            columns(&row.spent),
            clean(&row.name)
        ));
    }
    text
}

fn templates(profile: &Profile, sum: Duration) -> String {
    let head = "Templates, with what they include and extend";
    let mut text = format!("{head}\n{HEAD}\n");
    for row in &profile.templates {
        let figures = figures(row.spent.template, row.count as u64, sum);
        text.push_str(&format!("{figures}  {}\n", clean(&row.name)));
    }
    text
}

fn functions(profile: &Profile, sum: Duration) -> String {
    let mut text = format!("Functions and filters, within templates\n{HEAD}\n");
    for calls in &profile.functions {
        let figures = figures(calls.total, calls.count, sum);
        text.push_str(&format!("{figures}  {}\n", calls.name));
    }
    text
}

fn slowest(profile: &Profile) -> String {
    let heads = ["view", "template", "written"].map(|head| format!("{head:>9}"));
    let mut text = format!("Slowest pages\n{}\n", heads.join(" "));
    for page in &profile.slowest {
        let address = clean(&page.address);
        text.push_str(&format!("{}  {address}\n", columns(&page.spent)));
    }
    text
}

/// The heads of what [`figures`] writes.
const HEAD: &str = "    count     total      mean    share";

fn figures(total: Duration, count: u64, sum: Duration) -> String {
    let shown = grouped(usize::try_from(count).unwrap_or(usize::MAX));
    let mean = Duration::from_nanos(nanoseconds(total).checked_div(count).unwrap_or(0));
    let (share, total, mean) = (percent(total, sum), took(total), took(mean));
    format!("{shown:>9} {total:>9} {mean:>9} {share:>8}")
}

/// View, template, writing.
fn columns(spent: &Spent) -> String {
    let times = [spent.view, spent.template, spent.write];
    times.map(|time| format!("{:>9}", took(time))).join(" ")
}

/// The profile as one object: `version`, `threads`, `stages`, `kinds`, `templates`, `functions`, `slowest`.
pub fn json(profile: &Profile) -> String {
    let stages = profile.stages.iter();
    let stages: Vec<Value> = stages
        .map(|timing| json!({ "stage": timing.stage, "wall_ns": nanoseconds(timing.took) }))
        .collect();
    let functions = profile.functions.iter().map(|calls| {
        json!({ "name": calls.name, "count": calls.count, "total_ns": nanoseconds(calls.total) })
    });
    let slowest = profile.slowest.iter().map(|page| {
        let mut value = times(&page.spent);
        value["address"] = json!(page.address);
        value["template"] = json!(page.template);
        value
    });
    let value = json!({
        "version": VERSION,
        "threads": profile.threads,
        "stages": stages,
        "kinds": rows(&profile.kinds),
        "templates": rows(&profile.templates),
        "functions": functions.collect::<Vec<_>>(),
        "slowest": slowest.collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn rows(rows: &[Row]) -> Vec<Value> {
    let row = |row: &Row| {
        let mut value = times(&row.spent);
        value["name"] = json!(row.name);
        value["count"] = json!(row.count);
        value
    };
    rows.iter().map(row).collect()
}

fn times(spent: &Spent) -> Value {
    json!({
        "view_ns": nanoseconds(spent.view),
        "template_ns": nanoseconds(spent.template),
        "write_ns": nanoseconds(spent.write),
    })
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn percent(part: Duration, whole: Duration) -> String {
    if whole.is_zero() {
        return "–".to_owned();
    }
    format!("{:.1} %", part.as_secs_f64() / whole.as_secs_f64() * 100.0)
}

/// A time in the unit that fits it.
fn took(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        ..0.001 => format!("{:.1} µs", seconds * 1e6),
        ..1.0 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}
