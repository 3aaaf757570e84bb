//! A shelf for whole briefs that are not needed at the moment: a file that nobody else sees.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use borsh::{BorshDeserialize, BorshSerialize};

use super::place::{read_at, write_at};
use crate::diag::Error;
use crate::model::{Brief, Cited};

/// Where a brief lies on the shelf.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    start: u64,
    /// The length of the brief; what it cites comes after it.
    brief: u32,
    cited: u32,
}

/// Holds whole briefs in a file without a name, so that memory grows by their cards alone.
/// The system removes the file when the process ends, however it ends.
#[derive(Debug)]
pub struct Shelf {
    file: File,
    end: AtomicU64,
    /// What was not written yet, a part for each thread that is at it.
    parts: Mutex<Vec<Part>>,
    /// Room for what is read, for each thread that reads.
    rooms: Mutex<Vec<Vec<u8>>>,
}

/// A part of the file in the making: threads that wrote each brief by itself would wait for each other.
#[derive(Debug)]
struct Part {
    start: u64,
    bytes: Vec<u8>,
}

/// The room of a part, in bytes; one brief may need more.
const ROOM: usize = 512 * 1024;

impl Shelf {
    /// An empty shelf on the file system of `folder`, or else where temporary files go.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile());
        let file = file.map_err(|cause| Error::io("make a temporary file in", folder, cause))?;
        Ok(Self {
            file,
            end: AtomicU64::new(0),
            parts: Mutex::default(),
            rooms: Mutex::default(),
        })
    }

    /// Puts a brief on the shelf, with what it cites. It can be had back after
    /// [`Shelf::settle`].
    pub fn put(&self, brief: &Brief, cited: &Cited) -> Result<Place, Error> {
        let waiting = held(&self.parts).pop();
        let mut part = waiting.unwrap_or_else(|| Part {
            start: self.take(ROOM),
            bytes: Vec::with_capacity(ROOM),
        });
        let before = part.bytes.len();
        let mut written = || {
            brief.serialize(&mut part.bytes)?;
            let middle = part.bytes.len();
            cited.serialize(&mut part.bytes)?;
            Ok::<_, io::Error>(middle)
        };
        let middle = written().expect("a brief is plain data in memory");
        let mut place = Place {
            start: part.start + before as u64,
            brief: length(middle - before),
            cited: length(part.bytes.len() - middle),
        };
        if part.bytes.len() > ROOM {
            // It has no room any more: it begins another part, in the same memory.
            self.write(part.start, &part.bytes[..before])?;
            part.bytes.drain(..before);
            part.start = self.take(part.bytes.len().max(ROOM));
            place.start = part.start;
        }
        held(&self.parts).push(part);
        Ok(place)
    }

    /// Writes what was not written yet.
    pub fn settle(&self) -> Result<(), Error> {
        let parts = std::mem::take(&mut *held(&self.parts));
        let mut parts = parts.iter();
        parts.try_for_each(|part| self.write(part.start, &part.bytes))
    }

    /// Takes so many bytes of the file, and tells where they begin.
    fn take(&self, room: usize) -> u64 {
        self.end.fetch_add(room as u64, Ordering::Relaxed)
    }

    fn write(&self, start: u64, bytes: &[u8]) -> Result<(), Error> {
        let written = write_at(&self.file, bytes, start);
        written.map_err(|cause| fault("write", cause))
    }

    /// The brief that lies there.
    pub fn get(&self, place: Place) -> Result<Brief, Error> {
        self.read(place.start, place.brief)
    }

    /// What the brief that lies there cites.
    pub fn cited(&self, place: Place) -> Result<Cited, Error> {
        self.read(place.start + u64::from(place.brief), place.cited)
    }

    fn read<T: BorshDeserialize>(&self, start: u64, length: u32) -> Result<T, Error> {
        let length = length as usize;
        let mut room = held(&self.rooms).pop().unwrap_or_default();
        if room.len() < length {
            room.resize(length, 0);
        }
        let bytes = &mut room[..length];
        let read = read_at(&self.file, bytes, start);
        let value = read.and_then(|()| borsh::from_slice(bytes));
        held(&self.rooms).push(room);
        value.map_err(|cause| fault("read", cause))
    }
}

/// What nobody else can break off in the middle of changing.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn length(count: usize) -> u32 {
    u32::try_from(count).expect("a text has at most 4 MiB")
}

fn fault(what: &'static str, cause: io::Error) -> Error {
    Error::io(what, "the temporary file of this build", cause)
}

#[cfg(test)]
mod tests {
    use super::{ROOM, Shelf};
    use crate::model::{Registry, cited};
    use crate::parse;

    #[test]
    fn briefs_of_any_size_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let sizes = [1, ROOM / 3, ROOM / 3, ROOM / 3, ROOM * 2, 1, ROOM - 1, 5];
        let briefs = sizes.map(|size| {
            let text = format!(
                "title: B\ndate: 2025-01-01\nsources: {{a: A}}\nfacts: [{{text: {}, cite: [a]}}]\n",
                "x".repeat(size)
            );
            parse::brief(&"b.yaml".into(), &text).0.unwrap()
        });
        let registry = Registry::default();
        let put = |brief| shelf.put(brief, &cited(brief, &registry)).unwrap();
        let places: Vec<_> = briefs.iter().map(put).collect();
        shelf.settle().unwrap();
        for (brief, place) in briefs.iter().zip(places) {
            let back = shelf.get(place).unwrap();
            assert_eq!(format!("{brief:?}"), format!("{back:?}"));
            assert_eq!(shelf.cited(place).unwrap(), cited(brief, &registry));
        }
    }
}
