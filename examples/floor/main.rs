//! What a build costs at least: reads every text of a site, writes every finished byte, computes nothing.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::{Parser, Subcommand};

/// How many files one thread takes at a time.
const BATCH: usize = 64;
const THREADS: usize = 2;

/// The least that a build costs, to compare builds with.
///
/// `pack` keeps a finished site in one file. `build` reads every file of a site and writes the finished one; `stat`
/// asks for the size and date of every file, which is the least that a build costs that changes nothing.
#[derive(Parser)]
#[command(
    name = "floor",
    after_help = "Example: floor pack site/public site.pack && floor build site/content site.pack /tmp/public"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Puts all files of a finished site into one file
    Pack { public: PathBuf, pack: PathBuf },
    /// Reads every file below a folder, then writes every packed file into an empty folder
    Build {
        texts: PathBuf,
        pack: PathBuf,
        out: PathBuf,
    },
    /// Asks for size and date of every file below folders
    Stat { folders: Vec<PathBuf> },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Pack { public, pack } => put_into_one(&public, &pack),
        Command::Build { texts, pack, out } => build(&texts, &pack, &out),
        Command::Stat { folders } => stat(&folders),
    };
    match done {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// A packed file: its path within the site, and where its bytes stand.
struct Packed {
    path: String,
    start: u64,
    length: usize,
}

/// The packed bytes of all files one behind the other; beside it, `PACK.index` with path and length of each.
fn put_into_one(public: &Path, pack: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    list(public, &mut files)?;
    files.sort();
    let mut bytes = BufWriter::new(File::create(pack)?);
    let mut index = String::new();
    for file in &files {
        let path = file.strip_prefix(public).map_err(io::Error::other)?;
        let text = fs::read(file)?;
        index.push_str(&format!("{}\t{}\n", text.len(), path.display()));
        bytes.write_all(&text)?;
    }
    bytes.flush()?;
    fs::write(index_of(pack), index)?;
    Ok(format!("{} files packed", files.len()))
}

fn index_of(pack: &Path) -> PathBuf {
    pack.with_extension("index")
}

fn packed(pack: &Path) -> io::Result<Vec<Packed>> {
    let mut start = 0;
    let mut files = Vec::new();
    for line in fs::read_to_string(index_of(pack))?.lines() {
        let (length, path) = line.split_once('\t').ok_or(io::ErrorKind::InvalidData)?;
        let length: usize = length.parse().map_err(io::Error::other)?;
        files.push(Packed {
            path: path.to_owned(),
            start,
            length,
        });
        start += length as u64;
    }
    Ok(files)
}

fn build(texts: &Path, pack: &Path, out: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    list(texts, &mut files)?;
    on_threads(&files, |batch, buffer| {
        for file in batch {
            buffer.clear();
            File::open(file)?.read_to_end(buffer)?;
        }
        Ok(())
    })?;
    let finished = packed(pack)?;
    make_folders(&finished, out)?;
    on_threads(&finished, |batch, buffer| write(batch, pack, out, buffer))?;
    Ok(format!("{} read, {} written", files.len(), finished.len()))
}

/// Every folder once, each before those in it.
fn make_folders(finished: &[Packed], out: &Path) -> io::Result<()> {
    fs::create_dir_all(out)?;
    let mut made = std::collections::BTreeSet::new();
    for file in finished {
        for (end, _) in file.path.match_indices('/') {
            if made.insert(&file.path[..end]) {
                fs::create_dir(out.join(&file.path[..end]))?;
            }
        }
    }
    Ok(())
}

/// Reads the bytes of a batch at once and writes its files.
fn write(batch: &[Packed], pack: &Path, out: &Path, buffer: &mut Vec<u8>) -> io::Result<()> {
    let mut packed = File::open(pack)?;
    packed.seek(SeekFrom::Start(batch[0].start))?;
    buffer.resize(batch.iter().map(|file| file.length).sum(), 0);
    packed.read_exact(buffer)?;
    let mut rest = buffer.as_slice();
    for file in batch {
        let (bytes, behind) = rest.split_at(file.length);
        fs::write(out.join(&file.path), bytes)?;
        rest = behind;
    }
    Ok(())
}

fn stat(folders: &[PathBuf]) -> io::Result<String> {
    let mut files = Vec::new();
    for folder in folders {
        list(folder, &mut files)?;
    }
    let bytes = AtomicUsize::new(0);
    on_threads(&files, |batch, _| {
        for file in batch {
            let length = usize::try_from(file.symlink_metadata()?.len());
            bytes.fetch_add(length.map_err(io::Error::other)?, Ordering::Relaxed);
        }
        Ok(())
    })?;
    let bytes = bytes.into_inner();
    Ok(format!("{} files, {bytes} bytes", files.len()))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Does `work` for all `items`, in batches, on two threads; each has a buffer of its own.
fn on_threads<T: Sync>(
    items: &[T],
    work: impl Fn(&[T], &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let take_turns = || {
        let mut buffer = Vec::new();
        let mut batches = items
            .chunks(BATCH)
            .skip(next.fetch_add(1, Ordering::Relaxed));
        while let Some(batch) = batches.next() {
            work(batch, &mut buffer)?;
            batches = items
                .chunks(BATCH)
                .skip(next.fetch_add(1, Ordering::Relaxed));
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(take_turns)).collect();
        let mut threads = threads.into_iter();
        threads.try_for_each(|thread| thread.join().expect("no thread panics"))
    })
}
