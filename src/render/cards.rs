//! Cards as template values, for the pages of all threads.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ahash::AHashMap;
use tera::Value;

use crate::site::CardId;

/// Cards that were shown not long ago, for all threads: to make one takes longer than to wait for the
/// few moments in which another thread looks for one. Pages are made in the order of their briefs, so
/// that most of those that show a card are made one after the other.
#[derive(Debug, Default)]
pub struct Cards {
    /// Of each card, the part that it is in is told by its number.
    parts: [Mutex<Part>; PARTS],
}

#[derive(Debug, Default)]
struct Part {
    /// Those that were asked for since the others were.
    newer: AHashMap<CardId, Value>,
    older: AHashMap<CardId, Value>,
}

/// So many that threads seldom meet in one.
const PARTS: usize = 32;

/// How many newer cards of a part become the older ones; those before them are let go. Of all parts,
/// twice as many are kept as this makes: 8,192.
const CARDS: usize = 128;

impl Cards {
    /// The card of a brief, where it is here.
    pub fn get(&self, id: CardId) -> Option<Value> {
        self.part(id).get(id)
    }

    /// Keeps it for those who ask next.
    pub fn keep(&self, id: CardId, card: Value) {
        self.part(id).keep(id, card);
    }

    fn part(&self, id: CardId) -> MutexGuard<'_, Part> {
        let part = self.parts[id % PARTS].lock();
        part.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Part {
    fn get(&mut self, id: CardId) -> Option<Value> {
        if let Some(known) = self.newer.get(&id) {
            return Some(known.clone());
        }
        let known = self.older.remove(&id)?;
        self.keep(id, known.clone());
        Some(known)
    }

    fn keep(&mut self, id: CardId, card: Value) {
        if self.newer.len() >= CARDS {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(id, card);
    }
}
