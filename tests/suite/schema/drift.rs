//! No field is known to the parser alone, or to the schema alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenhand::diag::Diagnostic;
use evenhand::parse;
use evenhand::schema::Schema;
use serde_json::Value;

use super::{json, objections, value_of};
use crate::harness::Site;

/// A field that is far from every known one.
const FAR: &str = "zzzzzzzzzzzz";

/// Each map that people write: its schema, where in that it stands, and a file with an unknown field in it.
fn maps() -> Vec<(Schema, &'static str, String)> {
    let brief = |more: &str| format!("title: T\ndate: 2025-01-01\n{more}\n");
    let nested = |field: &str| brief(&format!("{field}: [{{{FAR}: x}}]"));
    let front = |more: &str| format!("---\ntitle: T\n{more}\n---\n");
    let site = |more: &str| format!("title = \"T\"\nbase_url = \"https://x.example/\"\n{more}\n");
    vec![
        (Schema::Brief, "", brief(&format!("{FAR}: x"))),
        (
            Schema::FrontMatter,
            "",
            front(&format!("date: 2025-01-01\n{FAR}: x")),
        ),
        (
            Schema::Brief,
            "/properties/sources/patternProperties/*",
            brief(&format!("sources: {{a: {{{FAR}: x}}}}")),
        ),
        (Schema::Brief, "/properties/facts/items", nested("facts")),
        (
            Schema::Brief,
            "/properties/narratives/items",
            nested("narratives"),
        ),
        (
            Schema::Brief,
            "/properties/sections/items",
            nested("sections"),
        ),
        (
            Schema::Brief,
            "/properties/predictions/items",
            nested("predictions"),
        ),
        (
            Schema::Brief,
            "/properties/predictions/items/properties/readings/items",
            brief(&format!("predictions: [{{readings: [{{{FAR}: x}}]}}]")),
        ),
        (
            Schema::Brief,
            "/properties/corrections/items",
            nested("corrections"),
        ),
        (
            Schema::Brief,
            "/properties/image",
            brief(&format!("image: {{{FAR}: x}}")),
        ),
        (Schema::Page, "", front(&format!("{FAR}: x"))),
        (
            Schema::Outlets,
            "/patternProperties/*",
            format!("ap: {{{FAR}: x}}\n"),
        ),
        (
            Schema::Outlets,
            "/patternProperties/*/properties/ratings/items",
            format!("ap: {{ratings: [{{{FAR}: x}}]}}\n"),
        ),
        (Schema::Site, "", site(&format!("{FAR} = 1"))),
        (
            Schema::Site,
            "/properties/menu/items",
            site(&format!("[[menu]]\n{FAR} = 1")),
        ),
        (
            Schema::Site,
            "/properties/stance/items",
            site(&format!("[[stance]]\n{FAR} = 1")),
        ),
        (Schema::Theme, "", format!("{FAR} = 1\n")),
    ]
}

fn diagnostics(schema: Schema, text: &str) -> Vec<Diagnostic> {
    let path = |path: &str| Arc::from(path);
    match schema {
        Schema::Brief => parse::brief(&path("content/briefs/x.yaml"), text).1,
        Schema::FrontMatter => parse::brief(&path("content/briefs/x.md"), text).1,
        Schema::Page => parse::page(&path("content/pages/x.md"), text).1,
        Schema::Outlets => parse::outlets(&path("content/outlets.yaml"), text).1,
        Schema::Site => {
            evenhand::config::read(&path("site.toml"), text, &mut |entries| {
                evenhand::lint::Settings::of(entries).1
            })
            .1
        }
        Schema::Theme => theme(text),
    }
}

fn theme(text: &str) -> Vec<Diagnostic> {
    let site = Site::new(&format!(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\ntheme = \"own\"\n-- themes/own/theme.toml --\n{text}"
    ));
    let told = site.build().report.diagnostics;
    told.into_iter()
        .filter(|told| told.path().ends_with("theme.toml"))
        .collect()
}

/// The part of a schema at `pointer`, in which `*` is any one name.
fn part<'a>(schema: &'a Value, pointer: &str) -> &'a Value {
    pointer
        .split('/')
        .skip(1)
        .fold(schema, |schema, name| match name {
            "*" => schema.as_object().unwrap().values().next().unwrap(),
            name => &schema[name],
        })
}

#[test]
fn the_fields_are_those_of_the_parser() {
    for (schema, pointer, text) in maps() {
        let told = diagnostics(schema, &text);
        let unknown = told.iter().find(|told| told.code == "unknown-field");
        let help = unknown.and_then(|told| told.help.clone());
        let help = help.unwrap_or_else(|| panic!("{schema:?} {pointer}: {told:?}"));
        let known = help.strip_prefix("known fields are ").unwrap().split(", ");
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        let schema_json = json(schema);
        let map = part(&schema_json, pointer);
        let fields = map["properties"].as_object().unwrap().keys().cloned();
        let fields: BTreeSet<String> = fields.collect();
        assert_eq!(fields, known, "{schema:?} {pointer}");
        assert_eq!(map["additionalProperties"], false, "{schema:?} {pointer}");
        let value = value_of(schema, &text).unwrap();
        let objections = objections(schema, &value);
        assert!(
            objections.iter().any(|told| told.contains(FAR)),
            "{objections:?}"
        );
    }
}

#[test]
fn what_is_required_is_what_the_parser_misses() {
    for (schema, pointer, text) in maps() {
        // Nothing is left of a map but the unknown field.
        let bare = if pointer.is_empty() {
            let line = text.lines().find(|line| line.contains(FAR)).unwrap();
            match schema {
                Schema::FrontMatter | Schema::Page => format!("---\n{line}\n---\n"),
                _ => format!("{line}\n"),
            }
        } else {
            text
        };
        let missing: BTreeSet<String> = diagnostics(schema, &bare)
            .iter()
            .filter(|told| told.code == "missing-field" || told.code.starts_with("image-without-"))
            .map(|told| told.title.split('`').nth(1).unwrap().to_owned())
            .collect();
        let schema_json = json(schema);
        let required = part(&schema_json, pointer)["required"].as_array();
        let required = required.into_iter().flatten();
        let required: BTreeSet<String> = required
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        // A prediction around a reading misses its own fields, too.
        assert!(
            if pointer.contains("readings") || pointer.contains("ratings") {
                required.is_subset(&missing)
            } else {
                required == missing
            },
            "{schema:?} {pointer}: {required:?}, {missing:?}"
        );
    }
}
