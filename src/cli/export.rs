//! `gen export`: briefs as plain text.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{FINE, TEXT, paint};
use crate::build::Report;
use crate::diag::{Diagnostic, Error};
use crate::files::{self, MAX_TEXT_BYTES};
use crate::import::export;
use crate::parse;

/// The examples below `gen export --help`.
pub const EXAMPLES: &str = "Examples:\n  gen export content/briefs/harbour-tunnel.md\n  gen export content/briefs/*.md --out texts";

/// The arguments of `gen export`.
#[derive(Args, Debug)]
pub struct ExportArguments {
    /// The briefs
    #[arg(required = true, value_name = "FILE")]
    pub briefs: Vec<PathBuf>,

    /// What the texts are written in
    #[arg(long, value_enum, default_value_t = ExportFormat::Plain)]
    pub format: ExportFormat,

    /// The folder for the texts, one `.txt` a brief; without it they go to standard output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What briefs are exported to.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ExportFormat {
    /// Plain text, in the layout that `gen import` reads
    Plain,
}

/// Exports. The exit code is that of a text where a brief has an error.
pub fn run(arguments: &ExportArguments) -> Result<u8, Error> {
    let ExportFormat::Plain = arguments.format;
    let mut code = FINE;
    for (number, path) in arguments.briefs.iter().enumerate() {
        let name: Arc<str> = path.display().to_string().into();
        let text = match read(path, &name)? {
            Ok(text) => text,
            Err(fault) => {
                code = TEXT;
                tell(&[*fault], &name, String::new());
                continue;
            }
        };
        let (brief, diagnostics) = parse::brief(&name, &text);
        let is_faulty = diagnostics.iter().any(Diagnostic::is_error);
        tell(&diagnostics, &name, text);
        let Some(brief) = brief.filter(|_| !is_faulty) else {
            code = TEXT;
            continue;
        };
        let exported = export(&brief);
        anstream::eprintln!(
            "{name}: the layout has no place for: {}",
            exported.left_out.join(", ")
        );
        match &arguments.out {
            Some(folder) => {
                let target = folder.join(format!("{}.txt", brief.slug.value));
                std::fs::create_dir_all(folder)
                    .map_err(|cause| Error::io("write", folder, cause))?;
                let known = std::fs::read(&target).ok();
                if known
                    .as_deref()
                    .is_some_and(|known| known != exported.text.as_bytes())
                {
                    anstream::eprintln!(
                        "in the way: {} says something else, and was left alone",
                        target.display()
                    );
                    code = TEXT;
                    continue;
                }
                std::fs::write(&target, &exported.text)
                    .map_err(|cause| Error::io("write", &target, cause))?;
                anstream::println!("written: {}", target.display());
            }
            None => {
                let mut out = std::io::stdout().lock();
                let between = if number > 0 { "\n" } else { "" };
                // Nobody may be reading there any more.
                let _ = write!(out, "{between}{}", exported.text);
            }
        }
    }
    Ok(code)
}

/// The inner error is the author's.
fn read(path: &Path, name: &Arc<str>) -> Result<Result<String, Box<Diagnostic>>, Error> {
    let fault = |cause| Error::io("read", path, cause);
    let metadata = path.metadata().map_err(fault)?;
    if !metadata.is_file() || metadata.len() > MAX_TEXT_BYTES {
        return Err(Error::new(format!(
            "cannot read {}: it is no brief",
            path.display()
        )));
    }
    let bytes = std::fs::read(path).map_err(fault)?;
    Ok(files::into_text(name, bytes).map_err(Box::new))
}

fn tell(diagnostics: &[Diagnostic], name: &Arc<str>, text: String) {
    let report = Report {
        sources: [(Arc::clone(name), text)].into(),
        ..Report::default()
    };
    for diagnostic in diagnostics {
        paint::print(diagnostic, &report);
    }
}
