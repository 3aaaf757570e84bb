//! Code blocks: highlighted by classes, never by inline styles.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use crate::text::{escape_html, escape_html_into};

/// Longer blocks are shown without colours: highlighting takes time for each character.
const MAX_BYTES: usize = 16 * 1024;

/// Blocks with a longer line, likewise.
const MAX_LINE: usize = 1_000;

const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The grammars, unpacked when the first code block is met.
fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(SyntaxSet::load_defaults_newlines)
}

/// The HTML of a code block. The name of the language is content, and escaped as such.
pub fn code_block(language: &str, code: &str) -> String {
    let mut out = String::with_capacity(code.len() * 2 + 64);
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    if !language.is_empty() {
        out.push_str(" class=\"language-");
        out.push_str(&escape_html(language));
        out.push('"');
    }
    out.push('>');
    match highlighted(language, code) {
        Some(html) => out.push_str(&html),
        None => escape_html_into(code, &mut out),
    }
    out.push_str("</code></pre>\n");
    out
}

/// The code with its classes; none when there is no grammar for the language, or the block is too long.
fn highlighted(language: &str, code: &str) -> Option<String> {
    let long = code.len() > MAX_BYTES || code.lines().any(|line| line.len() > MAX_LINE);
    if language.is_empty() || long {
        return None;
    }
    let grammars = grammars();
    let grammar = grammars.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, grammars, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator
            .parse_html_for_line_which_includes_newline(line)
            .ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::code_block;

    #[test]
    fn a_known_language_gets_classes_and_a_hostile_one_nothing() {
        assert!(code_block("rust", "let x = 1;\n").contains("<span class=\"hl-"));
        let hostile = code_block("\"><script>", "<b>");
        assert!(
            !hostile.contains("<script>") && !hostile.contains("<b>"),
            "{hostile}"
        );
        assert!(!code_block("", "a < b").contains("<span"));
    }
}
