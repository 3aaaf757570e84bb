//! The script that keeps a page of the preview up to date.

use super::reply::Reply;
use crate::text::hash;

/// Its text.
const TEXT: &str = include_str!("live.js");

/// The path of the script, which is none that a site can have.
pub const PATH: &str = ".gen-live.js";

/// The address of the script, which changes with its text: browsers keep it.
pub fn address() -> String {
    format!("/{PATH}?{:016x}", hash(TEXT))
}

/// The script.
pub fn reply() -> Reply {
    Reply::fixed("text/javascript; charset=utf-8", TEXT.as_bytes())
}
