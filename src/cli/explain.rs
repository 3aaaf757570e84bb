//! `gen explain`: what a rule is for, and how it is set.

use clap::Args;

use super::print;
use crate::diag::Error;
use crate::lint::{Group, Rule, page, rule, rules};
use crate::text::nearest;

/// The examples below `gen explain --help`.
pub const EXAMPLES: &str =
    "Examples:\n  gen explain\n  gen explain single-outlet\n  gen explain yaml-syntax";

/// The arguments of `gen explain`.
#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// The name of a rule, or of another fault, as it stands in brackets before a message
    #[arg(value_name = "RULE")]
    pub rule: Option<String>,
}

/// The guide, whose tables tell of the faults that are no rules.
const GUIDE: &str = include_str!("../../docs/guide/writing.md");

/// Prints the page of a rule, or all rules.
pub fn run(arguments: &ExplainArguments) -> Result<(), Error> {
    let Some(name) = &arguments.rule else {
        print(&list());
        return Ok(());
    };
    if let Some(rule) = rule(name) {
        print(&page(rule));
        return Ok(());
    }
    let faults = faults();
    if let Some((name, meaning, remedy)) = faults.iter().find(|(known, ..)| known == name) {
        print(&format!(
            "# `{name}`\n\nA fault of the format: {meaning}.\n\nWhat to do: {remedy}.\n"
        ));
        return Ok(());
    }
    let names = rules().map(|rule| rule.name);
    let near = nearest(name, names.chain(faults.iter().map(|(name, ..)| *name)));
    let near = near.map_or_else(
        || "`gen explain` lists all rules".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Error::new(format!("there is no rule `{name}`; {near}")))
}

/// All rules by group, a line each.
fn list() -> String {
    let longest = rules().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for group in Group::ALL {
        out.push_str(&format!("{}: {}\n", group.name(), group.about()));
        for rule in rules().filter(|rule| rule.group == group) {
            out.push_str(&line(rule, longest));
        }
        out.push('\n');
    }
    out.push_str(
        "Levels are set in site.toml under [lint], by rule or group: allow, warn, deny.\n`gen explain RULE` tells more.\n",
    );
    out
}

fn line(rule: &Rule, longest: usize) -> String {
    let level = if rule.is_free() {
        rule.group.level().name()
    } else {
        "error"
    };
    format!("  {:longest$}  {level:5}  {}\n", rule.name, rule.summary())
}

/// The faults of the format: name, meaning and remedy, from the tables of the guide.
fn faults() -> Vec<(&'static str, &'static str, &'static str)> {
    let tables = GUIDE.split("\n| code |").skip(1);
    let lines = tables.flat_map(str::lines);
    let rows = lines.filter_map(|line| {
        let (name, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
        let (meaning, remedy) = rest.strip_suffix(" |")?.split_once(" | ")?;
        Some((name, meaning, remedy))
    });
    rows.collect()
}
