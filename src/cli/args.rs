//! The command line.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use super::check::{self, CheckArguments};
use super::explain::{self, ExplainArguments};
use super::export::{self, ExportArguments};
use super::fmt::{self, FmtArguments};
use super::import::{self, ImportArguments};
use super::links::{self, LinksArguments};
use super::next::{self, NextArguments};
use super::profile::ProfileFormat;
use super::report::{self, ReportArguments};
use super::scaffold::{self, InitArguments, NewArguments};
use super::schema::{self, SchemaArguments};
use super::shell::{self, CompletionsArguments, ManArguments};
use crate::build::Options;
use crate::config::valid_base_url;
use crate::model::Moment;
use crate::serve::Preview;

/// Turns brief files into a balanced-coverage site.
#[derive(Debug, Parser)]
#[command(name = "gen", version, about, long_about = LONG, after_help = AFTER, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const LONG: &str = "Turns brief files (Markdown or YAML) into a finished static site: every fact with \
its source as a footnote, every story told from its several stances, tag and outlet pages, feeds and \
sitemaps. Faults of the texts are shown with file, line and column, all in one run, and nothing is \
published while there is one.";

const AFTER: &str = "Exit codes: 0 fine, 1 a text has errors, 2 the world or the command line is wrong.\n\
Colours follow the terminal; NO_COLOR=1 turns them off, CLICOLOR_FORCE=1 on.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Builds the finished site into `public/`
    ///
    /// Reads `site.toml`, `content/` and the theme, and writes the site. A file is replaced in one
    /// step, and only when its bytes differ; what is no longer part of the site is removed; files that
    /// gen did not make are left alone. With an error in a text, nothing is written. What is made of the
    /// same as the last time is not made again; `.gen/` in the site's folder remembers that.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(BuildArguments),

    /// Tells what is wrong with the texts, and writes no site
    ///
    /// Reads everything that a build reads and holds the briefs against each other: every fault at
    /// once, at its place, for people or for other programs.
    #[command(after_help = check::EXAMPLES)]
    Check(CheckArguments),

    /// Prints what a rule is for, and how it is set
    ///
    /// Each message of `gen check` has the name of its rule in brackets. Without a name, all rules are
    /// listed.
    #[command(after_help = explain::EXAMPLES)]
    Explain(ExplainArguments),

    /// Brings briefs into one layout
    ///
    /// Orders fields, quotation marks, lists, headings and empty lines, and keeps every comment. What a
    /// brief says stays the same, and so does its page, byte for byte: that is looked at before a text
    /// is rewritten. A brief with an error is left as it is.
    #[command(after_help = fmt::EXAMPLES)]
    Fmt(FmtArguments),

    /// Shows the site in the browser, and every change as soon as it is saved
    ///
    /// Pages are rendered when they are asked for, and nothing is written. A page that shows what was
    /// edited is changed in place or loaded anew, and no other one. Faults of the texts appear in the
    /// terminal and over the page, and what is faulty is shown as it was before. Ctrl-C ends it.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArguments),

    /// Makes a new site, small and complete
    ///
    /// Writes settings, two example briefs, outlets, an about page, and what publishes the site on
    /// GitHub Pages, into a folder that is empty or not there yet.
    #[command(after_help = scaffold::INIT_EXAMPLES)]
    Init(InitArguments),

    /// Begins a brief
    ///
    /// Writes a brief to fill in. It is a draft: it builds, and is not published until you say so.
    #[command(after_help = scaffold::NEW_EXAMPLES)]
    New(NewArguments),

    /// Makes briefs of texts that were written elsewhere
    ///
    /// Reads plain texts, or Markdown articles with footnotes. Each line of a text is in its brief, or
    /// is named in a notice. What cannot be told is refused with a reason, and the other texts go on.
    #[command(after_help = import::EXAMPLES)]
    Import(ImportArguments),

    /// Writes briefs as plain texts
    ///
    /// In the layout that `gen import` reads.
    #[command(after_help = export::EXAMPLES)]
    Export(ExportArguments),

    /// Asks whether the web addresses in the texts still answer
    ///
    /// Sources and their copies, links in prose, providers, forecasts and outlets, each address once and
    /// no host hurried. What answered is remembered in `links.json` in the site's folder; an address is
    /// dead only when it failed on three different days without a success between. No build depends on it.
    #[command(after_help = links::EXAMPLES)]
    Links(LinksArguments),

    /// Prints when a build is next needed, and why
    ///
    /// A site changes without an edit when a scheduled brief is published, when one expires, and when
    /// one becomes too old for the sitemap of news, 48 hours after its date. For timers that run
    /// `gen build`: they sleep until the moment that this prints. Nothing is written.
    #[command(after_help = next::EXAMPLES)]
    Next(NextArguments),

    /// Reports how the desk covers
    ///
    /// Counts what is published: briefs by month and tag, the outlets cited and where they lean, which
    /// side comes first and how long each is, predictions that came due, corrections. What is not known
    /// is counted as unknown. Drafts, scheduled and expired briefs do not count, and briefs with errors
    /// neither; then the exit code is 1.
    #[command(after_help = report::EXAMPLES)]
    Report(ReportArguments),

    /// Prints JSON Schemas, by which editors complete, explain and check what you write
    ///
    /// For briefs, plain pages, outlets, settings and themes. The page `docs/guide/editors.md` tells how
    /// VS Code, Helix and Neovim are told of them.
    #[command(after_help = schema::EXAMPLES)]
    Schema(SchemaArguments),

    /// Prints what completes commands in a shell
    #[command(after_help = shell::COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArguments),

    /// Prints the manual page
    #[command(after_help = shell::MAN_EXAMPLES)]
    Man(ManArguments),
}

const SERVE_EXAMPLES: &str = "Examples:\n  gen serve --open\n  gen serve --drafts --port 8000\n  gen serve --poll    for network drives and containers, where changes are not announced";

const BUILD_EXAMPLES: &str = "Examples:\n  gen build\n  gen build --root desk --out /srv/www --base-url https://example.org/news/\n  \
gen build --drafts --now 2026-12-24T18:00:00Z\n  gen build --explain    what is made again, and why\n  gen build --profile    why is my theme slow?\n  \
gen build --profile=json | jq '.templates[0]'";

/// The arguments of `gen build`.
#[derive(Args, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub struct BuildArguments {
    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// The folder for the finished site [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Where the site will be hosted, in place of `base_url` in `site.toml`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Builds drafts and scheduled briefs, too
    #[arg(long)]
    pub drafts: bool,

    /// Leaves faulty briefs out and publishes the rest; their old pages stay, and the exit code is still 1
    #[arg(long)]
    pub keep_going: bool,

    /// Reads every file instead of trusting sizes and times: of the texts, and of what was built
    #[arg(long)]
    pub check_content: bool,

    /// Tells of each file that is made why it is
    #[arg(long)]
    pub explain: bool,

    /// The time to build for: a date, or a date and time with its offset [default: the clock]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub now: Option<Moment>,

    /// How many threads work [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,

    /// Prints errors only
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Prints every file that is written or removed
    #[arg(long, short)]
    pub verbose: bool,

    /// Tells where the time goes: stages, kinds of page, templates, functions, the slowest pages
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true,
        default_missing_value = "human")]
    pub profile: Option<ProfileFormat>,
}

/// The arguments of `gen serve`.
#[derive(Args, Debug)]
pub struct ServeArguments {
    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// The port to listen at; where it is taken, the next free one. 0 is any
    #[arg(long, value_name = "PORT", default_value_t = 1111)]
    pub port: u16,

    /// The address to listen at; any but a loopback address lets others in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,

    /// Opens the preview in the browser
    #[arg(long)]
    pub open: bool,

    /// Shows drafts and scheduled briefs, too; they are marked
    #[arg(long)]
    pub drafts: bool,

    /// Looks through the files every MS milliseconds, instead of being told of changes
    #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true,
        default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..=60_000))]
    pub poll: Option<u64>,

    /// The time to show the site at: a date, or a date and time with its offset [default: the clock]
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub now: Option<Moment>,
}

impl ServeArguments {
    /// What is to be previewed, at the time `now`.
    pub fn preview(&self, now: Moment) -> Preview {
        Preview {
            options: Options {
                root: self.root.clone(),
                out: self.root.join("public"),
                base_url: None,
                drafts: self.drafts,
                keep_going: false,
                now,
                check_content: false,
                explain: false,
            },
            address: self.bind,
            port: self.port,
            poll: self.poll.map(Duration::from_millis),
        }
    }
}

impl BuildArguments {
    /// What is to be built, at the time `now`.
    pub fn options(&self, now: Moment) -> Options {
        Options {
            root: self.root.clone(),
            out: self.out.clone().unwrap_or_else(|| self.root.join("public")),
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            keep_going: self.keep_going,
            now,
            check_content: self.check_content,
            explain: self.explain,
        }
    }
}

pub fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text)
        .map_err(|_| "expected a date such as 2023-12-09, or 2023-12-09T10:00:00Z".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    valid_base_url(text)
        .ok_or_else(|| "expected a web address such as https://example.org/".to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory as _;
        super::Arguments::command().debug_assert();
    }
}
