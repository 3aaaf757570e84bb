//! Writes a whole site of made-up briefs, the same bytes for the same seed, for tests and benchmarks.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

mod made;

use made::{Written, write_site};

/// Writes a whole site of made-up briefs, for tests and benchmarks.
///
/// The same seed gives the same bytes on any machine, and no brief depends on how many there are:
/// the site of N + 1 briefs is the site of N with one older brief. There are twenty a day. The
/// newest is dated 2026-10-31 and numbered 999999; numbers go down with the dates.
#[derive(Parser)]
#[command(
    name = "corpus",
    after_help = "Example: corpus --briefs 10000 --out /tmp/site"
)]
struct Arguments {
    /// How many briefs, up to a million; about 5 KB each
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    briefs: u32,
    /// Where chance begins: another seed, other briefs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder of the site; made when it is not there, refused when it holds anything
    #[arg(long)]
    out: PathBuf,
}

fn main() -> ExitCode {
    let Arguments { briefs, seed, out } = Arguments::parse();
    match write_site(&out, briefs, seed) {
        Ok(Written { files, bytes }) => {
            eprintln!("{briefs} briefs, {files} files, {bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
