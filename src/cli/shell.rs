//! `gen completions` and `gen man`: what shells and `man` know of the command line.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::args::Arguments;
use crate::diag::Error;

/// The examples below `gen completions --help`.
pub const COMPLETIONS_EXAMPLES: &str = "Examples:\n  gen completions bash > ~/.local/share/bash-completion/completions/gen\n  \
gen completions zsh > \"${fpath[1]}/_gen\"\n  gen completions fish > ~/.config/fish/completions/gen.fish";

/// The examples below `gen man --help`.
pub const MAN_EXAMPLES: &str =
    "Examples:\n  gen man | man -l -\n  gen man --out ~/.local/share/man/man1";

/// The arguments of `gen completions`.
#[derive(Args, Debug)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// The arguments of `gen man`.
#[derive(Args, Debug)]
pub struct ManArguments {
    /// The folder for the pages of all commands; without it, the page of `gen` goes to standard output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Prints the completions of a shell.
pub fn run_completions(arguments: &CompletionsArguments) {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "gen",
        &mut script,
    );
    print(&script);
}

/// Prints the manual page, or writes those of all commands.
pub fn run_man(arguments: &ManArguments) -> Result<(), Error> {
    let command = Arguments::command();
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command).render(&mut page);
        rendered.expect("memory takes all that is written");
        print(&page);
        return Ok(());
    };
    let fault = |cause| Error::io("write to", folder, cause);
    std::fs::create_dir_all(folder).map_err(fault)?;
    clap_mangen::generate_to(command, folder).map_err(fault)
}

fn print(bytes: &[u8]) {
    use std::io::Write as _;
    // Nobody may be reading there any more.
    let _ = std::io::stdout().lock().write_all(bytes);
}
