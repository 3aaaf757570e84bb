//! The folder `.gen/`: what a build leaves for the next one. Losing it costs time and nothing else.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use borsh::BorshSerialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::place::read_at;

/// The name of the folder, in that of the site.
const FOLDER: &str = ".gen";

/// What the names of files in the making end with.
const WAITING: &str = ".new";

/// What the files of all versions begin with.
const KIND: &str = "evenhand memory ";

/// What each file begins with: another build of the generator understands none of it.
const HEAD: &str = concat!("evenhand memory 2\n", env!("EVENHAND_BUILD"), "\n");

/// The folder of a site in which a build remembers.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What came of looking for something remembered.
#[derive(Debug)]
pub enum Found {
    /// Something was remembered, by this build of the generator.
    Parts(Parts),
    /// Nothing was.
    Nothing,
    /// It cannot be relied on, for this reason.
    Doubtful(&'static str),
}

/// What was remembered under one name. Its parts are read one by one, by many threads at once,
/// and only where they are asked for; each is held to a hash of its own.
///
/// A file is a head, the parts without anything between them, the length and the hash of each
/// part, and the count and the hash of these.
#[derive(Debug)]
pub struct Parts {
    file: File,
    places: Vec<Part>,
}

/// Where a part is in its file.
#[derive(Debug)]
struct Part {
    start: u64,
    length: usize,
    hash: u64,
}

/// Why what is damaged is not relied on.
pub const DAMAGED: &str = "it is damaged";
const OTHER: &str = "another version of gen left it";

impl Parts {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The bytes of a part, put into `buffer`. The error is that it is not there as it was written.
    pub fn read<'b>(&self, nth: usize, buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
        let part = self.places.get(nth).ok_or_else(damaged)?;
        if buffer.capacity() < part.length {
            // Memory that nobody had is empty already.
            *buffer = vec![0; part.length];
        } else {
            buffer.resize(part.length, 0);
        }
        let bytes = buffer.as_mut_slice();
        read_at(&self.file, bytes, part.start)?;
        if xxh3_64(bytes) == part.hash {
            Ok(bytes)
        } else {
            Err(damaged())
        }
    }

    /// Where the parts of a file are; else why it is not relied on.
    fn of(file: File) -> io::Result<Result<Self, &'static str>> {
        let mut head = vec![0; HEAD.len()];
        read_at(&file, &mut head, 0)?;
        if head != HEAD.as_bytes() {
            let is_ours = head.starts_with(KIND.as_bytes());
            return Ok(Err(if is_ours { OTHER } else { DAMAGED }));
        }
        let mut end = file.metadata()?.len();
        let mut before = |length: u64| {
            end = end.checked_sub(length).ok_or_else(damaged)?;
            let mut bytes = vec![0; usize::try_from(length).map_err(|_| damaged())?];
            read_at(&file, &mut bytes, end)?;
            Ok::<_, io::Error>(bytes)
        };
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        let hash = number(&before(8)?);
        let count = number(&before(8)?);
        let table = before(count.checked_mul(16).ok_or_else(damaged)?)?;
        if hash != xxh3_64(&table) {
            return Err(damaged());
        }
        let mut start = HEAD.len() as u64;
        let mut places = Vec::with_capacity(table.len() / 16);
        for entry in table.chunks_exact(16) {
            let (length, hash) = (number(&entry[..8]), number(&entry[8..]));
            let after = start.checked_add(length).ok_or_else(damaged)?;
            places.push(Part {
                start,
                length: usize::try_from(length).map_err(|_| damaged())?,
                hash,
            });
            start = after;
        }
        if start != end {
            return Err(damaged());
        }
        Ok(Ok(Self { file, places }))
    }
}

fn damaged() -> io::Error {
    ErrorKind::InvalidData.into()
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

    /// What was remembered under `name`.
    pub fn read(&self, name: &str) -> Found {
        let parts = File::open(self.folder.join(name)).and_then(Parts::of);
        match parts {
            Ok(Ok(parts)) => Found::Parts(parts),
            Ok(Err(why)) => Found::Doubtful(why),
            Err(error) if is_gone(&error) => Found::Nothing,
            Err(error) => match error.kind() {
                ErrorKind::InvalidData | ErrorKind::UnexpectedEof => Found::Doubtful(DAMAGED),
                _ => Found::Doubtful("it cannot be read"),
            },
        }
    }

    /// The names that begin like this under which something is remembered.
    pub fn names(&self, start: &str) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let is_one = |name: &String| name.starts_with(start) && !name.ends_with(WAITING);
        names.filter(is_one).collect()
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
        let waiting = self
            .folder
            .join(format!("{name}.{}{WAITING}", process::id()));
        let written = File::create(&waiting).and_then(|file| {
            let mut sealed = Sealed {
                file: BufWriter::with_capacity(256 * 1024, file),
                hasher: Xxh3::new(),
                length: 0,
                table: Vec::new(),
            };
            sealed.file.write_all(HEAD.as_bytes())?;
            write(&mut sealed)?;
            sealed.seal()
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
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(WAITING))
        {
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

/// A file in the making.
pub struct Sealed {
    file: BufWriter<File>,
    /// The hash of the part that is being written.
    hasher: Xxh3,
    /// Its length.
    length: u64,
    /// The lengths and hashes of the parts before it.
    table: Vec<u8>,
}

impl Sealed {
    /// Ends a part: what is written next is read by itself.
    pub fn end_part(&mut self) {
        self.table.extend(self.length.to_le_bytes());
        self.table.extend(self.hasher.digest().to_le_bytes());
        self.length = 0;
        self.hasher.reset();
    }

    /// Writes what tells the parts, the last of which ends here.
    fn seal(mut self) -> io::Result<()> {
        self.end_part();
        self.file.write_all(&self.table)?;
        let count = self.table.len() as u64 / 16;
        self.file.write_all(&count.to_le_bytes())?;
        self.file.write_all(&xxh3_64(&self.table).to_le_bytes())?;
        self.file.flush()
    }

    /// Writes a value as bytes.
    pub fn put<T: BorshSerialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        value.serialize(self)
    }
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
