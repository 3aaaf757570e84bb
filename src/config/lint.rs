//! `[lint]` in `site.toml` as it is written: levels and options by the name of a rule or group.

use crate::diag::Level;
use crate::text::{Spanned, place};
use crate::tree::{Faults, Fields, Kind, Node, Value};

/// What `site.toml` says of a rule, or of a group of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct LintEntry {
    /// The name of the rule or group.
    pub name: Spanned<String>,
    /// The line that it stands on, from 1.
    pub line: usize,
    /// Its level, where one is given.
    pub level: Option<Level>,
    /// Options of the rule, by name.
    pub options: Vec<(Spanned<String>, Spanned<Value>)>,
}

/// Reads the table `[lint]`. Which names there are is not known here.
pub fn lint(fields: &mut Fields<'_>, text: &str, faults: &mut Faults) -> Vec<LintEntry> {
    let entries = fields.map("lint", faults);
    entries
        .into_iter()
        .filter_map(|entry| {
            let mut read = LintEntry {
                line: place(text, entry.key_span.start as usize).line,
                name: Spanned::new(entry.key.into_owned(), entry.key_span),
                level: None,
                options: Vec::new(),
            };
            match entry.value.kind {
                Kind::Map(options) => {
                    for option in options {
                        let name = Spanned::new(option.key.into_owned(), option.key_span);
                        if name.value == "level" {
                            read.level = Some(level(&option.value, faults)?);
                            continue;
                        }
                        let span = option.value.span;
                        let value = Spanned::new(option.value.to_value(), span);
                        read.options.push((name, value));
                    }
                }
                _ => read.level = Some(level(&entry.value, faults)?),
            }
            Some(read)
        })
        .collect()
}

fn level(node: &Node<'_>, faults: &mut Faults) -> Option<Level> {
    let found = node.text().and_then(Level::parse);
    if found.is_none() {
        faults.wrong_type(node, "a level", "`allow`, `warn` or `deny`");
    }
    found
}
