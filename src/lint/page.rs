//! The page of a rule, and the list of all rules, as Markdown.

use super::rule::{Group, Kind, Rule};
use super::rules;
use crate::diag::Level;

/// The page of a rule: what it is, what it does and why, its options, how to set and allow it.
pub fn page(rule: &Rule) -> String {
    let mut out = format!(
        "# `{}`\n\n{}\n\n{}",
        rule.name,
        standing(rule),
        rule.text.trim()
    );
    if rule.choices.is_empty() {
        out.push('\n');
    } else {
        out.push_str("\n\n## Options\n\n| option | meaning | default |\n|---|---|---|\n");
        for choice in rule.choices {
            let default = match choice.kind {
                Kind::Number { default, .. } => default.to_string(),
                Kind::Words | Kind::Addresses => "none".to_owned(),
            };
            out.push_str(&format!(
                "| `{}` | {} | {default} |\n",
                choice.name, choice.about
            ));
        }
    }
    if rule.is_free() {
        out.push_str(&format!(
            "\n## Its level\n\nFor the site, in `site.toml`:\n\n```toml\n[lint]\n{} = \"{}\"\n```\n",
            rule.name,
            other_level(rule.group.level()),
        ));
    }
    if rule.is_free() && rule.is_of_briefs {
        out.push_str(&format!(
            "\nFor one brief, in its front matter, with the reason:\n\n```yaml\nallow:\n  {}: why it is right here\n```\n",
            rule.name,
        ));
    }
    out
}

fn standing(rule: &Rule) -> String {
    let group = rule.group.name();
    let mut standing = match (rule.is_free(), rule.group.level()) {
        (false, _) => format!("Group **{group}**: always an error, found while a brief is read."),
        (true, Level::Deny) => format!("Group **{group}**: an error by default."),
        (true, Level::Warn) => format!("Group **{group}**: a warning by default."),
        (true, Level::Allow) => format!("Group **{group}**: off by default."),
    };
    if rule.fixes {
        standing.push_str(" `gen check --fix` can mend it.");
    }
    standing
}

/// A level that differs from the default, for an example.
fn other_level(level: Level) -> &'static str {
    match level {
        Level::Warn => "deny",
        Level::Deny | Level::Allow => "warn",
    }
}

/// All rules by group, with the first sentence of each page.
pub fn contents() -> String {
    let mut out = String::from(
        "# Rules\n\nWhat [`gen check`](../guide/checking.md) looks for besides the errors of the format. \
         `gen explain RULE` prints a page.\n",
    );
    for group in Group::ALL {
        let level = match group.level() {
            Level::Deny => "errors",
            Level::Warn => "warnings",
            Level::Allow => "off",
        };
        out.push_str(&format!(
            "\n## {}\n\n{} By default: {level}.\n\n| rule | | |\n|---|---|---|\n",
            group.name(),
            group.about(),
        ));
        for rule in rules().filter(|rule| rule.group == group) {
            let marks = match (rule.is_free(), rule.fixes) {
                (false, _) => "always an error",
                (true, true) => "has a fix",
                (true, false) => "",
            };
            out.push_str(&format!(
                "| [`{0}`]({0}.md) | {1} | {marks} |\n",
                rule.name,
                rule.summary()
            ));
        }
    }
    out
}
