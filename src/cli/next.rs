//! `gen next`: when a build is next needed, and why.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::args::moment;
use super::{FINE, TEXT, clock, paint, print, progress};
use crate::build::{Coming, Event, Options, Reason, coming};
use crate::diag::Error;
use crate::model::Moment;
use crate::text::{clean, counted, grouped};

/// The examples below `gen next --help`.
pub const EXAMPLES: &str = "Examples:\n  gen next\n  gen next --all\n  gen next --format timestamp    one line for scripts: 2026-12-24T18:00:00Z\n  \
gen next --now 2026-12-01 --format json | jq '.moments[].reasons'\n\n\
With --format timestamp nothing is printed when no build is due, and the exit code is still 0.\n\
docs/guide/publishing.md has a timer for cron, systemd and GitHub Actions.\n\n\
Exit codes: 0 fine; 1 a text has errors: what is printed is of the others; 2 the world or the command line is wrong.";

/// The most moments that are told; the number of the others is.
const MOST: usize = 20;
/// The most reasons of one moment that people are told; JSON has all.
const MOST_REASONS: usize = 10;
/// The version of the JSON; another number means that a program has to be changed.
const VERSION: u32 = 1;

/// The arguments of `gen next`.
#[derive(Args, Debug)]
pub struct NextArguments {
    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// How it is written
    #[arg(long, value_enum, default_value_t = NextFormat::Human)]
    pub format: NextFormat,

    /// Prints the next 20 moments, and with them when predictions come due that do not say how they
    /// came out. These need no build: `gen check` tells of them
    #[arg(long)]
    pub all: bool,

    /// The moment to look from, for instance that of the last build: a date, or a date and time with
    /// its offset [default: the clock]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub now: Option<Moment>,
}

/// How the moments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NextFormat {
    /// For people: the moments with their reasons
    Human,
    /// JSON, described in docs/guide/publishing.md
    Json,
    /// Only the moments of builds, one a line: RFC 3339, in UTC and whole seconds
    Timestamp,
}

/// Looks ahead, and tells. The exit code is that of a text where one has an error.
pub fn run(arguments: &NextArguments) -> Result<u8, Error> {
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
    let bar = progress::Bar::new(arguments.format != NextFormat::Human);
    let read = coming(&options, &|stage, done, total| bar.show(stage, done, total));
    bar.clear();
    let (moments, report) = read?;
    let Some(moments) = moments else {
        paint::print_all(&report, true);
        return Ok(TEXT);
    };
    let ahead = Ahead::of(moments, arguments, now);
    print(&match arguments.format {
        NextFormat::Human => ahead.human(),
        NextFormat::Json => ahead.json(),
        NextFormat::Timestamp => ahead.timestamps(),
    });
    let errors = report.errors();
    if errors > 0 {
        anstream::eprintln!(
            "{} in the texts; what they concern does not count (gen check tells them)",
            counted(errors, "error")
        );
    }
    Ok(if errors > 0 { TEXT } else { FINE })
}

/// What is told.
struct Ahead {
    now: Moment,
    /// When a build is next needed.
    next: Option<Moment>,
    moments: Vec<Coming>,
    /// How many moments come after these.
    more: usize,
}

impl Ahead {
    fn of(mut moments: Vec<Coming>, arguments: &NextArguments, now: Moment) -> Self {
        let next = moments.iter().find(|coming| coming.needs_build());
        let next = next.map(|next| next.at);
        if !arguments.all || arguments.format == NextFormat::Timestamp {
            for coming in &mut moments {
                coming.reasons.retain(|reason| reason.event.changes_site());
            }
            moments.retain(Coming::needs_build);
        }
        let most = if arguments.all { MOST } else { 1 };
        let more = moments.len().saturating_sub(most);
        moments.truncate(most);
        Self {
            now,
            next,
            moments,
            more,
        }
    }

    fn human(&self) -> String {
        if self.moments.is_empty() {
            return "no build is needed until a text changes\n".to_owned();
        }
        let mut text = String::new();
        for coming in &self.moments {
            let wait = wait(coming.at.instant() - self.now.instant());
            let build = if coming.needs_build() {
                ""
            } else {
                "; no build is needed"
            };
            text.push_str(&format!("{}, {wait}{build}\n", coming.at.rfc3339()));
            for reason in coming.reasons.iter().take(MOST_REASONS) {
                text.push_str(&format!("  {}\n", told(reason)));
            }
            if let Some(rest @ 1..) = coming.reasons.len().checked_sub(MOST_REASONS) {
                text.push_str(&format!("  and {} more\n", grouped(rest)));
            }
        }
        if self.more > 0 && self.moments.len() > 1 {
            text.push_str(&format!("{} later\n", counted(self.more, "moment")));
        }
        text
    }

    /// One object: `version`, `now`, `next`, `moments`, `more`.
    fn json(&self) -> String {
        let moment = |coming: &Coming| {
            let reasons: Vec<Value> = coming.reasons.iter().map(reason).collect();
            json!({ "at": coming.at.rfc3339(), "build": coming.needs_build(), "reasons": reasons })
        };
        let moments: Vec<Value> = self.moments.iter().map(moment).collect();
        let value = json!({
            "version": VERSION,
            "now": self.now.rfc3339(),
            "next": self.next.map(|next| next.rfc3339()),
            "moments": moments,
            "more": self.more,
        });
        format!("{value:#}\n")
    }

    fn timestamps(&self) -> String {
        let lines = self.moments.iter();
        let lines = lines.map(|coming| format!("{}\n", coming.at.rfc3339()));
        lines.collect()
    }
}

/// A reason for people: `published: content/briefs/a.md, "Title"`.
fn told(reason: &Reason) -> String {
    let (what, text) = match &reason.event {
        Event::Published => ("published", &reason.title),
        Event::Expires => ("expires", &reason.title),
        Event::LeavesNews => ("leaves the sitemap of news", &reason.title),
        Event::ComesDue { question } => ("prediction comes due", question),
    };
    clean(&format!("{what}: {}, \"{text}\"", reason.path))
}

/// How long it is until then, to the two largest units: `in 3 days 4 hours`.
fn wait(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let mut left = seconds.max(1);
    let mut parts = Vec::new();
    for (length, unit) in UNITS {
        let count = usize::try_from(left / length).unwrap_or(0);
        left %= length;
        if count > 0 {
            parts.push(counted(count, unit));
        }
    }
    parts.truncate(2);
    format!("in {}", parts.join(" "))
}

fn reason(reason: &Reason) -> Value {
    let (event, question) = match &reason.event {
        Event::Published => ("published", None),
        Event::Expires => ("expires", None),
        Event::LeavesNews => ("leaves-news", None),
        Event::ComesDue { question } => ("comes-due", Some(question)),
    };
    json!({ "event": event, "path": &*reason.path, "title": reason.title, "question": question })
}
