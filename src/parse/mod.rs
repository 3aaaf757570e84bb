//! Text → briefs, pages and registries, with every fault of the text. Pure: it reads no files.

mod blocks;
mod body;
mod brief;
mod content;
mod details;
mod front;
mod heading;
mod lines;
mod links;
mod outlets;
mod page;
mod plain;
mod prose;
mod spoken;
mod yaml;

pub use body::{Block, Heading, definitions, item_text, outline};
pub use brief::{brief, fields};
pub use content::{FACTS, NARRATIVES};
pub use details::{MAX_SOURCE_ID_BYTES, PICTURES};
pub use front::split;
pub use heading::{stance_and_name, without_narrative};
pub use links::links;
pub use outlets::outlets;
pub use page::page;
pub use plain::{Piece, Placed, citation, pieces};
pub use prose::{first_line, locate};
pub use spoken::{Link, spoken, told, worded_links};
pub use yaml::{Enclosing, Style, Token, Written, written};

use pulldown_cmark::Options;

use crate::text::Span;
use crate::tree::Faults;

/// Reports a character that may stand in no page and no feed.
fn control_character(character: char, span: Span, faults: &mut Faults) {
    let title = format!(
        "character U+{:04X} cannot be published",
        u32::from(character)
    );
    faults.error("control-character", span, title, |d| {
        d.label("a control character, which no page or feed may hold")
    });
}

/// The Markdown that texts are written in: CommonMark with tables and struck
/// text. `[^id]` is always a citation, whether or not a definition follows.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_OLD_FOOTNOTES
}
