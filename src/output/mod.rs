//! Bytes → `public/`: each file in one step, only what changed, nothing outside.

mod guard;
mod lock;
mod look;
mod manifest;
mod stage;

pub use guard::check_folder;
pub use lock::Lock;
pub use look::{content, file, folder, folders_in};
pub use manifest::{FILE as MANIFEST, Manifest, lines};
pub use stage::{Made, Outcome, Stage, folders_of, has_waiting};
