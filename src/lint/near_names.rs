//! Names of outlets and stances that are nearly known, each looked for once.

use std::collections::HashMap;
use std::sync::RwLock;

/// What was found for names so far. Comparing a name with a whole registry takes time,
/// and the same names stand in many briefs.
#[derive(Debug, Default)]
pub struct NearNames {
    outlets: Found,
    stances: Found,
}

/// The near name by the name that was written, none where there is none.
type Found = RwLock<HashMap<String, Option<String>, ahash::RandomState>>;

impl NearNames {
    /// The near name of an outlet, by `look` when it was not looked for before.
    pub fn outlet(&self, name: &str, look: impl FnOnce() -> Option<String>) -> Option<String> {
        find(&self.outlets, name, look)
    }

    /// The near name of a stance, likewise.
    pub fn stance(&self, name: &str, look: impl FnOnce() -> Option<String>) -> Option<String> {
        find(&self.stances, name, look)
    }
}

fn find(found: &Found, name: &str, look: impl FnOnce() -> Option<String>) -> Option<String> {
    if let Some(known) = found.read().expect("no holder panics").get(name) {
        return known.clone();
    }
    let near = look();
    let mut found = found.write().expect("no holder panics");
    found.insert(name.to_owned(), near.clone());
    near
}
