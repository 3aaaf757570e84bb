//! A shelf for whole briefs that are not needed at the moment: a file that nobody else sees.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use borsh::{BorshDeserialize, BorshSerialize};

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
}

impl Shelf {
    /// An empty shelf on the file system of `folder`, or else where temporary files go.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile());
        let file = file.map_err(|cause| Error::io("make a temporary file in", folder, cause))?;
        Ok(Self {
            file,
            end: AtomicU64::new(0),
        })
    }

    /// Puts a brief on the shelf, with what it cites.
    pub fn put(&self, brief: &Brief, cited: &Cited) -> Result<Place, Error> {
        let mut bytes = Vec::with_capacity(16 * 1024);
        let written = brief.serialize(&mut bytes);
        let whole = bytes.len();
        let written = written.and_then(|()| cited.serialize(&mut bytes));
        written.expect("a brief is plain data in memory");
        let length = |count: usize| u32::try_from(count).expect("a text has at most 4 MiB");
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_at(&self.file, &bytes, start).map_err(|cause| fault("write", cause))?;
        Ok(Place {
            start,
            brief: length(whole),
            cited: length(bytes.len() - whole),
        })
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
        let mut bytes = vec![0; length as usize];
        let read = read_at(&self.file, &mut bytes, start);
        let value = read.and_then(|()| borsh::from_slice(&bytes));
        value.map_err(|cause| fault("read", cause))
    }
}

fn fault(what: &'static str, cause: io::Error) -> Error {
    Error::io(what, "the temporary file of this build", cause)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_write(file, bytes, start)?;
        bytes = &bytes[count..];
        start += count as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_read(file, bytes, start)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[count..];
        start += count as u64;
    }
    Ok(())
}
