//! The script that keeps a page of the preview up to date.

use super::reply::Reply;
use crate::build::Recipe;
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

/// A recipe as the page carries it.
pub fn shown(recipe: Recipe) -> (String, String) {
    let hex = |part: u64| format!("{part:016x}");
    (hex(recipe.content()), hex(recipe.styles))
}

/// What the script of a page is told of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mark {
    /// What the page was made from; none for one that the preview makes itself.
    pub recipe: Option<Recipe>,
    /// The state that the newest change of a copied file came with, when the page was
    /// made: the page shows no older one.
    pub since: Option<u64>,
    /// It stands in for a page that is not there.
    pub is_missing: bool,
}

/// The page with the script that keeps it up to date.
pub fn with_script(body: &[u8], mark: Mark) -> Vec<u8> {
    let (content, styles) = mark.recipe.map_or_else(Default::default, shown);
    let since = mark
        .since
        .map_or_else(String::new, |since| since.to_string());
    let missing = if mark.is_missing { " data-missing" } else { "" };
    let script = format!(
        "<script src=\"{}\" async data-content=\"{content}\" data-styles=\"{styles}\" data-since=\"{since}\"{missing}></script>\n",
        address()
    );
    let end = body
        .windows(7)
        .rposition(|tag| tag.eq_ignore_ascii_case(b"</body>"));
    let (before, after) = body.split_at(end.unwrap_or(body.len()));
    [before, script.as_bytes(), after].concat()
}
