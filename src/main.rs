//! The binary `gen`: everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    evenhand::cli::run()
}
