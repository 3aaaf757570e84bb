//! The script that keeps a page of the preview up to date.

use super::reply::Reply;
use crate::text::hash;

/// Its text: nothing of it is seen by the scripts of the page.
const TEXT: &str = concat!(
    "(function () {\n\"use strict\";\n",
    include_str!("patch.js"),
    "\n",
    include_str!("live.js"),
    "})();\n"
);

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
