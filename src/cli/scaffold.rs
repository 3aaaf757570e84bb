//! `gen init` and `gen new`: what was made, and what to do next.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use super::args::moment;
use super::clock;
use crate::config;
use crate::diag::Error;
use crate::import::Spelling;
use crate::model::Moment;
use crate::scaffold::{NewBrief, Theme, init, new_brief};

/// The examples below `gen init --help`.
pub const INIT_EXAMPLES: &str = "Examples:\n  gen init desk && cd desk && gen serve --open\n  gen init --title \"The Harbour Desk\" --eject-theme desk";

/// The examples below `gen new --help`.
pub const NEW_EXAMPLES: &str = "Examples:\n  gen new \"City council approves the harbour tunnel\" --tag Transport --tag Harbour --edit\n  \
gen new \"Tunnel opens\" --yaml --series \"Harbour tunnel\"";

/// The arguments of `gen init`.
#[derive(Args, Debug)]
pub struct InitArguments {
    /// The folder of the new site; it is made where it is not there, and must be empty
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,

    /// The name of the site [default: the folder's]
    #[arg(long, value_parser = named)]
    pub title: Option<String>,

    /// Puts the theme into the site, to be changed
    #[arg(long)]
    pub eject_theme: bool,
}

/// The arguments of `gen new`.
#[derive(Args, Debug)]
pub struct NewArguments {
    /// The headline; it names the file
    pub title: String,

    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// In the YAML spelling, not in Markdown
    #[arg(long)]
    pub yaml: bool,

    /// Its date [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub date: Option<Moment>,

    /// What it is filed under; may be given several times
    #[arg(long = "tag", value_name = "TAG", value_parser = named)]
    pub tags: Vec<String>,

    /// The running story that it belongs to
    #[arg(long, value_parser = named)]
    pub series: Option<String>,

    /// Opens it in the editor that the variable VISUAL or EDITOR names
    #[arg(long)]
    pub edit: bool,
}

/// A text with a letter or digit in it, for an address is made of it.
fn named(text: &str) -> Result<String, String> {
    if text.contains(char::is_alphanumeric) {
        Ok(text.to_owned())
    } else {
        Err("expected a letter or digit".to_owned())
    }
}

/// Makes a new site.
pub fn run_init(arguments: &InitArguments) -> Result<(), Error> {
    let folder = &arguments.folder;
    let title = arguments.title.clone().unwrap_or_else(|| name_of(folder));
    let theme = if arguments.eject_theme {
        Theme::Ejected
    } else {
        Theme::BuiltIn
    };
    let written = init(folder, &title, theme)?;
    let shown = written
        .iter()
        .filter(|path| !path.starts_with(folder.join("themes")));
    for path in shown {
        anstream::println!("written: {}", path.display());
    }
    if theme == Theme::Ejected {
        anstream::println!("written: {}", folder.join("themes/broadsheet").display());
    }
    let enter = if folder == Path::new(".") {
        String::new()
    } else {
        format!("cd {} && ", folder.display())
    };
    anstream::println!("\nLook at it:  {enter}gen serve --open\nBuild it:    {enter}gen build");
    Ok(())
}

/// The name of a folder, for the site in it.
fn name_of(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = absolute
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.filter(|name| name.contains(char::is_alphanumeric))
        .unwrap_or_else(|| "The Desk".to_owned())
}

/// Begins a brief.
pub fn run_new(arguments: &NewArguments) -> Result<(), Error> {
    let root = &arguments.root;
    if !root.join(config::FILE).is_file() {
        return Err(Error::new(format!(
            "there is no site in {}: it has no {}; `gen init` makes one",
            root.display(),
            config::FILE
        )));
    }
    let brief = NewBrief {
        title: &arguments.title,
        date: match arguments.date {
            Some(date) => date.machine(),
            None => clock().iso(),
        },
        tags: &arguments.tags,
        series: arguments.series.as_deref(),
        spelling: if arguments.yaml {
            Spelling::Yaml
        } else {
            Spelling::Markdown
        },
    };
    let editor = if arguments.edit {
        Some(editor()?)
    } else {
        None
    };
    let path = new_brief(root, &brief)?;
    anstream::println!("written: {}", path.display());
    editor.map_or(Ok(()), |editor| edit(&editor, &path))
}

/// The editor of whoever sits at the terminal, perhaps with arguments: `code --wait`.
fn editor() -> Result<String, Error> {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok());
    let mut named = named.filter(|editor| !editor.trim().is_empty());
    named
        .next()
        .ok_or_else(|| Error::new("no editor is named: set the variable EDITOR"))
}

/// Opens the editor, and waits for its end.
fn edit(editor: &str, path: &Path) -> Result<(), Error> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::new(format!(
            "the editor {program} ended with {status}"
        ))),
        Err(cause) => Err(Error::io("start", program, cause)),
    }
}
