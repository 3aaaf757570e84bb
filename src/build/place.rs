//! Reading and writing at a place of a file, which many threads may do at once.

use std::fs::File;
use std::io;

/// Writes all bytes at a place of the file.
#[cfg(unix)]
pub fn write_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

/// Fills the bytes from a place of the file. The error is also that it ends before.
#[cfg(unix)]
pub fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

/// Writes all bytes at a place of the file.
#[cfg(windows)]
pub fn write_at(file: &File, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_write(file, bytes, start)?;
        bytes = &bytes[count..];
        start += count as u64;
    }
    Ok(())
}

/// Fills the bytes from a place of the file. The error is also that it ends before.
#[cfg(windows)]
pub fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
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
