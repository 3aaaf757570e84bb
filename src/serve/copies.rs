//! Which copied files have changed, for tabs that show them.

use crate::build::{Changes, Edition};
use crate::plan::What;

/// How many of them are remembered, for tabs that have slept.
const MOST: usize = 1_000;

/// Copied files that changed.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// The address of each, with the number of that state.
    changed: Vec<(u64, String)>,
    /// The number of the newest that is remembered no longer.
    forgotten: u64,
}

impl Copies {
    /// The number of the state that the newest change came with.
    pub fn newest(&self) -> u64 {
        self.changed
            .last()
            .map_or(self.forgotten, |(number, _)| *number)
    }

    /// Adds what `changes` touch of an edition.
    pub fn add(&mut self, edition: &Edition, changes: &Changes, number: u64) {
        for planned in edition.planned.iter() {
            if let What::Copy(file) = &planned.what
                && changes.touch(&file.path)
            {
                let address = edition.site.config.url(&planned.target);
                self.changed.push((number, address));
            }
        }
        let many = self.changed.len().saturating_sub(MOST);
        if let Some((number, _)) = self.changed.drain(..many).next_back() {
            self.forgotten = number;
        }
    }

    /// The addresses of those that changed after the state `since`; none where they
    /// are not remembered.
    pub fn since(&self, since: u64) -> Option<Vec<&str>> {
        let after = self.changed.iter().filter(|(number, _)| *number > since);
        let addresses = after.map(|(_, address)| address.as_str()).collect();
        (since >= self.forgotten).then_some(addresses)
    }
}
