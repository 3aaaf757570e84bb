//! One build at a time works on an output folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::diag::Error;

/// The file that a build holds while it lasts.
const NAME: &str = ".gen-lock";

/// Held by the one build that works on an output folder. The system lets it go when the
/// process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is held, not read")] File);

impl Lock {
    /// Takes the folder `out`, which is there, for this build: two at once would mix their files.
    /// The error is also that another one has it.
    pub fn of(out: &Path) -> Result<Self, Error> {
        let path = out.join(NAME);
        // Not behind a link, and nothing is emptied: it may be somebody else's.
        if path.symlink_metadata().is_ok_and(|there| !there.is_file()) {
            return Err(Error::new(format!(
                "cannot use {}: something that gen did not make is there",
                path.display()
            )));
        }
        let mut open = OpenOptions::new();
        let open = open.write(true).create(true).truncate(false).open(&path);
        let open = open.map_err(|error| Error::io("write", &path, error))?;
        match open.try_lock() {
            Ok(()) => Ok(Self(open)),
            Err(TryLockError::WouldBlock) => Err(Error::new(format!(
                "another gen is building into {}; wait until it is done",
                out.display()
            ))),
            Err(TryLockError::Error(error)) => Err(Error::io("lock", path, error)),
        }
    }
}
