//! Names of rules that were written down and are read again.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use borsh::BorshDeserialize;

/// Names that were read; each is kept once, for as long as the process runs.
static READ: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

/// Reads the name of a rule.
pub fn read<R: Read>(reader: &mut R) -> io::Result<&'static str> {
    let name = String::deserialize_reader(reader)?;
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(name) = known.get(name.as_str()) {
        return Ok(name);
    }
    let name: &'static str = name.leak();
    known.insert(name);
    Ok(name)
}
