//! The binary `gen`: everything it does is in the library, but for the choice of a memory allocator.

use std::process::ExitCode;

/// A build makes millions of short-lived texts on every core; the system's allocator took a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    evenhand::cli::run()
}
