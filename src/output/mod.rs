//! Bytes → `public/`: each file in one step, only what changed, nothing outside.

mod guard;
mod manifest;
mod stage;

pub use guard::check_folder;
pub use manifest::read as manifest;
pub use stage::{Outcome, Stage};
