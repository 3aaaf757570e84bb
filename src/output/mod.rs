//! Bytes → `public/`: each file in one step, only what changed, nothing outside.

mod guard;
mod look;
mod manifest;
mod stage;

pub use guard::check_folder;
pub use look::{content, file, folder};
pub use manifest::{FILE as MANIFEST, Manifest};
pub use stage::{Lock, Made, Outcome, Stage, folders_of, has_waiting};
