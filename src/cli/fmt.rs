//! `gen fmt`: all briefs in one layout.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::check::{is_in, wanted};
use super::diff::patch;
use super::summary::counted;
use super::{FINE, TEXT, paint, print};
use crate::build::Report;
use crate::config;
use crate::diag::{Diagnostic, Error};
use crate::edit;
use crate::files::{self, File, Inventory, MAX_TEXT_BYTES};
use crate::layout::{Left, lay_out};
use crate::text::Span;

/// The examples below `gen fmt --help`.
pub const EXAMPLES: &str = "Examples:\n  gen fmt\n  gen fmt --check                     in CI: writes nothing, exit code 1 where a brief is not in the layout\n  \
gen fmt content/briefs/2026 --diff\n  gen fmt - --stdin-path a.md < a.md  for editors: from standard input to standard output";

/// The arguments of `gen fmt`.
#[derive(Args, Debug)]
pub struct FmtArguments {
    /// Only these files and folders; `-` is standard input, laid out to standard output
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The folder of the site, where `site.toml` is
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// Writes nothing, and names the briefs that are not in the layout; one makes the exit code 1
    #[arg(long)]
    pub check: bool,

    /// Writes nothing, and prints what would change
    #[arg(long)]
    pub diff: bool,

    /// The name of the brief on standard input; its ending tells the spelling
    #[arg(long, value_name = "NAME", default_value = "brief.md")]
    pub stdin_path: String,
}

/// Lays briefs out. The exit code is that of a text where a brief has an error, or where one
/// is not in the layout and was to be checked only.
pub fn run(arguments: &FmtArguments) -> Result<u8, Error> {
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        return run_on_input(arguments);
    }
    let mut tally = Tally::default();
    for file in briefs(arguments)? {
        match files::read_text(&arguments.root, &file)? {
            Ok(text) => one(arguments, &file.path, &text, &mut tally)?,
            Err(fault) => {
                tally.faulty += 1;
                tell(&[fault], &file.path, "");
            }
        }
    }
    anstream::println!("{}", tally.line(arguments));
    Ok(tally.code(arguments))
}

/// What was done.
#[derive(Default)]
struct Tally {
    /// Briefs that were in the layout, or are now.
    laid_out: usize,
    /// Those of them that were, or would be, rewritten.
    changed: usize,
    /// Briefs with errors.
    faulty: usize,
    /// Briefs that the layout would not leave as they are.
    left: usize,
}

impl Tally {
    fn line(&self, arguments: &FmtArguments) -> String {
        let done = if arguments.check || arguments.diff {
            "not in the layout"
        } else {
            "rewritten"
        };
        let mut line = format!(
            "{}: {} {done}, {} unchanged",
            counted(self.laid_out + self.faulty + self.left, "brief"),
            self.changed,
            self.laid_out - self.changed
        );
        if self.faulty > 0 {
            line.push_str(&format!(", {} with errors left as written", self.faulty));
        }
        if self.left > 0 {
            line.push_str(&format!(", {} left as written", self.left));
        }
        line
    }

    fn code(&self, arguments: &FmtArguments) -> u8 {
        if self.faulty > 0 || arguments.check && self.changed > 0 {
            TEXT
        } else {
            FINE
        }
    }
}

/// The briefs of the site, or those of them that are wanted.
fn briefs(arguments: &FmtArguments) -> Result<Vec<File>, Error> {
    if !arguments.root.join(config::FILE).is_file() {
        return Err(Error::new(format!(
            "there is no site in {}: it has no {}",
            arguments.root.display(),
            config::FILE
        )));
    }
    let mut inventory = Inventory::default();
    inventory.look_at(&arguments.root, "content")?;
    let (listing, _) = inventory.listing("");
    let mut briefs = listing.briefs;
    if !arguments.paths.is_empty() {
        let wanted = wanted(&arguments.root, &arguments.paths)?;
        for path in &wanted {
            let is_file = files::absolute(&arguments.root, path).is_file();
            if is_file && !briefs.iter().any(|file| *file.path == **path) {
                anstream::eprintln!("no brief: {path} is left as it is");
            }
        }
        briefs.retain(|file| wanted.iter().any(|folder| is_in(&file.path, folder)));
    }
    Ok(briefs)
}

fn one(
    arguments: &FmtArguments,
    path: &Arc<str>,
    text: &str,
    tally: &mut Tally,
) -> Result<(), Error> {
    let laid = match lay_out(path, text) {
        Ok(laid) => laid,
        Err(Left::Faulty(faults)) => {
            tally.faulty += 1;
            tell(&faults, path, text);
            return Ok(());
        }
        Err(Left::Unfaithful(warning)) => {
            tally.left += 1;
            tell(&[*warning], path, text);
            return Ok(());
        }
    };
    tally.laid_out += 1;
    if laid == text {
        return Ok(());
    }
    tally.changed += 1;
    if arguments.diff {
        anstream::print!("{}", patch(path, text, &laid));
    }
    if arguments.check {
        anstream::println!("not in the layout: {path}");
    } else if !arguments.diff {
        edit::replace(&arguments.root, path, text, &laid)?;
        anstream::println!("rewritten: {path}");
    }
    Ok(())
}

/// From standard input to standard output. A brief that cannot be laid out comes back as it is.
fn run_on_input(arguments: &FmtArguments) -> Result<u8, Error> {
    if arguments.paths.len() > 1 {
        return Err(Error::new("`-` stands alone: standard input is one brief"));
    }
    let mut bytes = Vec::new();
    let mut input = std::io::stdin().lock();
    input
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::io("read", "standard input", cause))?;
    let path: Arc<str> = arguments.stdin_path.as_str().into();
    let text = match as_text(&path, bytes.clone()) {
        Ok(text) => text,
        Err(fault) => {
            tell(&[fault], &path, "");
            // An editor may put into its window what comes back, whatever the exit code.
            if !arguments.check && !arguments.diff {
                let _ = std::io::stdout().lock().write_all(&bytes);
            }
            return Ok(TEXT);
        }
    };
    let (laid, mut code) = match lay_out(&path, &text) {
        Ok(laid) => (laid, FINE),
        Err(Left::Faulty(faults)) => {
            tell(&faults, &path, &text);
            (text.clone(), TEXT)
        }
        Err(Left::Unfaithful(warning)) => {
            tell(&[*warning], &path, &text);
            (text.clone(), FINE)
        }
    };
    if arguments.check && laid != text {
        code = TEXT;
    }
    if arguments.diff {
        anstream::print!("{}", patch(&path, &text, &laid));
    } else if !arguments.check {
        print(&laid);
    } else if laid != text {
        anstream::println!("not in the layout: {path}");
    }
    Ok(code)
}

/// The bytes of a brief as text, or why they are none.
fn as_text(path: &Arc<str>, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        let title = format!("text has {} bytes, more than 4 MiB", bytes.len());
        return Err(Diagnostic::error(
            "file-too-large",
            path,
            Span::default(),
            title,
        ));
    }
    files::into_text(path, bytes)
}

/// Paints the errors, or the warning when there is none.
fn tell(faults: &[Diagnostic], path: &Arc<str>, text: &str) {
    let report = Report {
        sources: [(Arc::clone(path), text.to_owned())].into(),
        ..Report::default()
    };
    for fault in faults {
        paint::print(fault, &report);
    }
}
