//! A shelf for whole briefs that are not needed at the moment: a file that nobody else sees.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diag::Error;
use crate::model::Brief;

/// Where a brief lies on the shelf.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    start: u64,
    length: u32,
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

    /// Puts a brief on the shelf.
    pub fn put(&self, brief: &Brief) -> Result<Place, Error> {
        let bytes = borsh::to_vec(brief).expect("a brief is plain data in memory");
        let length = u32::try_from(bytes.len()).expect("a text has at most 4 MiB");
        let start = self.end.fetch_add(u64::from(length), Ordering::Relaxed);
        write_at(&self.file, &bytes, start).map_err(|cause| fault("write", cause))?;
        Ok(Place { start, length })
    }

    /// The brief that lies there.
    pub fn get(&self, place: Place) -> Result<Brief, Error> {
        let mut bytes = vec![0; place.length as usize];
        let read = read_at(&self.file, &mut bytes, place.start);
        let brief = read.and_then(|()| borsh::from_slice(&bytes));
        brief.map_err(|cause| fault("read", cause))
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
