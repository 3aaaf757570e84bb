//! The ledger's file: read whole, written in one step.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::Ledger;
use crate::diag::Error;

/// The ledger's name in the site's folder.
pub const FILE: &str = "links.json";

/// The largest ledger that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The ledger of a site, and what its file said last.
#[derive(Debug)]
pub struct Store {
    place: PathBuf,
    /// The text of the file; none while there is none.
    before: Option<String>,
}

impl Store {
    /// Reads the ledger of the site in `root`; an empty one when there is none. The error
    /// is that the file cannot be read, or is damaged: then it stays as it is.
    pub fn open(root: &Path) -> Result<(Self, Ledger), Error> {
        let place = root.join(FILE);
        let before = read(&place)?;
        let ledger = match &before {
            None => Ledger::default(),
            Some(text) => Ledger::parse(text).map_err(|reason| {
                Error::new(format!(
                    "cannot read the ledger {}: {reason}. It is left as it is: mend it, or bring back an \
                     older version of it; without the file, every link is asked anew",
                    place.display()
                ))
            })?,
        };
        Ok((Self { place, before }, ledger))
    }

    /// Writes the ledger beside its file and moves it into place. Nothing is written when it
    /// says nothing new. The error is that it cannot be written, or that somebody else wrote
    /// it meanwhile; then the file is as it was.
    pub fn write(&mut self, ledger: &Ledger) -> Result<(), Error> {
        let text = ledger.to_text();
        let nothing_to_say = self.before.is_none() && ledger.0.is_empty();
        if self.before.as_ref() == Some(&text) || nothing_to_say {
            return Ok(());
        }
        if read(&self.place)? != self.before {
            return Err(Error::new(format!(
                "{} was changed by somebody else meanwhile, and is left as it is; run this again",
                self.place.display()
            )));
        }
        let beside = self.place.with_file_name(format!(".{FILE}.gen-new"));
        let written = fs::File::create(&beside)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())
                    .and_then(|()| file.sync_all())
            })
            .and_then(|()| fs::rename(&beside, &self.place));
        written.map_err(|cause| {
            // It may not even be there.
            let _ = fs::remove_file(&beside);
            Error::io("write", &self.place, cause)
        })?;
        self.before = Some(text);
        Ok(())
    }
}

/// The text of a file; none when nothing is there.
fn read(place: &Path) -> Result<Option<String>, Error> {
    let fault = |cause| Error::io("read", place, cause);
    match place.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fault(error)),
        Ok(metadata) if !metadata.is_file() || metadata.len() > MAX_BYTES => {
            let place = place.display();
            return Err(Error::new(format!(
                "cannot read the ledger {place}: it is no regular file, or too large for one"
            )));
        }
        Ok(_) => {}
    }
    fs::read_to_string(place).map(Some).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::{FILE, Store};
    use crate::links::ledger::Entry;
    use std::fs;

    #[test]
    fn what_somebody_else_wrote_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, mut ledger) = Store::open(folder.path()).unwrap();
        store.write(&ledger).unwrap();
        assert!(
            !folder.path().join(FILE).exists(),
            "there was nothing to say"
        );
        ledger
            .0
            .insert("https://a.example/".into(), Entry::default());
        store.write(&ledger).unwrap();
        let (mut other, same) = Store::open(folder.path()).unwrap();
        assert_eq!(same, ledger);
        ledger
            .0
            .insert("https://b.example/".into(), Entry::default());
        store.write(&ledger).unwrap();
        let error = other.write(&same);
        assert!(error.is_ok(), "it says nothing new");
        let error = other.write(&super::Ledger::default()).unwrap_err();
        assert!(
            error.to_string().contains("changed by somebody else"),
            "{error}"
        );
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left over"
        );
    }
}
