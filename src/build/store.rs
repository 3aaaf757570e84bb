//! The folder `.gen/`: what a build leaves for the next one. Losing it costs time and nothing else.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use borsh::BorshSerialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::recipe::BUILD;

/// The name of the folder, in that of the site.
const FOLDER: &str = ".gen";

/// What each file begins with.
const MAGIC: &[u8] = b"evenhand memory 1\n";

/// The folder of a site in which a build remembers.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What came of looking for something remembered.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// What was remembered, whole and by this build of the generator.
    Whole(Vec<u8>),
    /// Nothing was.
    Nothing,
    /// It cannot be relied on, for this reason.
    Doubtful(&'static str),
}

impl Store {
    /// The store of the site in `root`.
    pub fn of(root: &Path) -> Self {
        Self {
            folder: root.join(FOLDER),
        }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was remembered under `name`, without what surrounds it.
    pub fn read(&self, name: &str) -> Found {
        let mut bytes = match fs::read(self.folder.join(name)) {
            Ok(bytes) => bytes,
            Err(error) if is_gone(&error) => return Found::Nothing,
            Err(_) => return Found::Doubtful("it cannot be read"),
        };
        let Some(end) = bytes.len().checked_sub(8).filter(|end| *end >= MAGIC.len()) else {
            return Found::Doubtful("it is damaged");
        };
        let (content, hash) = bytes.split_at(end);
        if hash != xxh3_64(content).to_le_bytes() || !content.starts_with(MAGIC) {
            return Found::Doubtful("it is damaged");
        }
        let rest = content[MAGIC.len()..].strip_prefix(BUILD.as_bytes());
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(b"\n")) else {
            return Found::Doubtful("another version of gen left it");
        };
        let begin = end - rest.len();
        bytes.truncate(end);
        bytes.drain(..begin);
        Found::Whole(bytes)
    }

    /// Remembers under `name` what `write` writes, in one step.
    pub fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut Sealed) -> io::Result<()>,
    ) -> io::Result<()> {
        self.prepare()?;
        self.clean();
        // Builds into two folders may remember at once.
        let waiting = self.folder.join(format!("{name}.{}.new", process::id()));
        let written = File::create(&waiting).and_then(|file| {
            let mut sealed = Sealed {
                file: BufWriter::with_capacity(256 * 1024, file),
                hasher: Xxh3::new(),
            };
            sealed.write_all(MAGIC)?;
            sealed.write_all(BUILD.as_bytes())?;
            sealed.write_all(b"\n")?;
            write(&mut sealed)?;
            let hash = sealed.hasher.digest().to_le_bytes();
            sealed.file.write_all(&hash)?;
            sealed.file.flush()
        });
        let moved = written.and_then(|()| fs::rename(&waiting, self.folder.join(name)));
        moved.inspect_err(|_| {
            let _ = fs::remove_file(&waiting);
        })
    }

    /// Forgets what was remembered under `name`. The error is that it is still there.
    pub fn forget(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(name)) {
            Err(error) if !is_gone(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what builds left that were killed while they wrote here.
    fn clean(&self) {
        const LONG: Duration = Duration::from_secs(60 * 60);
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(".new")) {
            let modified = entry.metadata().and_then(|metadata| metadata.modified());
            let age = modified.ok().and_then(|modified| modified.elapsed().ok());
            if age.is_some_and(|age| age > LONG) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Makes the folder, and tells version control that it is nobody's work.
    fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let ignored = self.folder.join(".gitignore");
        if ignored.exists() {
            return Ok(());
        }
        fs::write(ignored, "*\n")
    }
}

/// A time as it is remembered: nanoseconds since 1970.
pub fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// The time that was remembered as this.
pub fn time(nanoseconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_nanos(nanoseconds)
}

/// Whether nothing is there.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A file in the making, and the hash of what it has so far.
pub struct Sealed {
    file: BufWriter<File>,
    hasher: Xxh3,
}

impl Sealed {
    /// Writes a value as bytes.
    pub fn put<T: BorshSerialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        value.serialize(self)
    }

    /// Writes texts without line ends as one, a line each.
    pub fn put_lines<'a>(
        &mut self,
        lines: impl Iterator<Item = &'a str> + Clone,
    ) -> io::Result<()> {
        let length: usize = lines.clone().map(|line| line.len() + 1).sum();
        self.put(&u32::try_from(length).map_err(io::Error::other)?)?;
        for line in lines {
            self.write_all(line.as_bytes())?;
            self.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Writes values as a list of them.
    pub fn put_all<'a, T: BorshSerialize + 'a>(
        &mut self,
        mut values: impl Iterator<Item = &'a T> + Clone,
    ) -> io::Result<()> {
        let count = values.clone().count();
        self.put(&u32::try_from(count).map_err(io::Error::other)?)?;
        values.try_for_each(|value| self.put(value))
    }
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.file.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
