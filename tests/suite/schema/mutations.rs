//! Whatever the parser takes, the schema takes, too.

use std::cell::Cell;
use std::sync::Arc;

use evenhand::diag::Diagnostic;
use evenhand::model::Slug;
use evenhand::parse;
use evenhand::schema::Schema;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{objections, value_of, yaml};

/// A brief with every field, each value after `=`, to be put another in its place.
const BRIEF: &str = "title: =T=
date: =2025-01-01=
updated: =2025-01-02T10:00Z=
expires: =2099-01-01=
draft: =true=
slug: =a-b=
id: =one=
summary: =It is.=
sources:
  ap: =AP News=
  b:
    outlet: =B=
    title: =T=
    url: =https://b.example/=
    author: =A=
    published: =2025-01-01=
    accessed: =2025-01-01=
    archive: =https://a.example/b=
    archived: =2025-01-01=
    quote: =Q=
    lang: =en=
    kind: =news=
facts:
  - =\"It is so. [^ap]\"=
  - text: =So it is.=
    cite: =[ap]=
  - text: =\"So it was. [^b]\"=
    cite: =b=
narratives:
  - stance: =Left=
    provider: =P=
    url: =https://p.example/=
    text: =Text.=
    cite: =[ap]=
sections:
  - title: =S=
    text: =Text.=
predictions:
  - question: =Q?=
    forecaster: =F=
    url: =https://f.example/=
    probability: =15%=
    as_of: =2025-01-01=
    resolves_by: =2026-01-01=
    resolution: =Yes.=
    readings: =[{as_of: 2025-01-01, probability: 0.1}]=
tags: =[a, b]=
series: =S=
related: =[x]=
authors: =[A]=
editors: =[E]=
image:
  src: =a/b.png=
  alt: =A=
  credit: =C=
  caption: =D=
  ai: =false=
lang: =de=
aliases: =[/old/]=
corrections:
  - date: =2025-01-02=
    text: =Text.=
axis: =none=
extra: ={a: 1}=
";

/// A registry likewise.
const OUTLETS: &str = "ap:
  name: =AP News=
  aliases: =[AP]=
  url: =https://ap.example/=
  domains: =[ap.example]=
  country: =US=
  owner: =O=
  state_media: =false=
  ratings:
    - scale: =left-right=
      value: =Center=
      rater: =R=
      method: =M=
      as_of: =2025-01-01=
      url: =https://r.example/=
";

/// Front matter of a plain page likewise.
const PAGE: &str = "---
title: =T=
summary: =S=
slug: =s=
lang: =de=
aliases: =[/old/]=
draft: =false=
---
Text.
";

/// Settings likewise.
const SITE: &str = "title = =\"T\"=
base_url = =\"https://x.example/\"=
description = =\"D\"=
publisher = =\"P\"=
language = =\"en\"=
theme = =\"t\"=
permalink = =\"/{slug}/\"=
page_size = =20=
feed_size = =20=
feeds = =\"atom\"=
feed_entries = =\"summary\"=
narratives = =\"even\"=
menu = =[{label = \"L\", path = \"/\"}]=
stance = =[{label = \"L\"}]=
theme_settings = ={a = 1}=
";

/// A stance and an entry of the menu, likewise.
const STANCE: &str = "title = \"T\"
base_url = \"https://x.example/\"
[[stance]]
label = =\"L\"=
id = =\"i\"=
axis = =\"a\"=
pole = =1=
mark = =\"M\"=
[[menu]]
label = =\"L\"=
path = =\"/a/\"=
";

/// All of them.
const TEMPLATES: [(Schema, &str); 5] = [
    (Schema::Brief, BRIEF),
    (Schema::Outlets, OUTLETS),
    (Schema::Page, PAGE),
    (Schema::Site, SITE),
    (Schema::Site, STANCE),
];

/// Values that mean something to one of the readers, in YAML and mostly in TOML, too.
const VALUES: [&str; 85] = [
    "",
    "~",
    "null",
    "''",
    "\"\"",
    "\" \"",
    "\" x \"",
    "true",
    "True",
    "false",
    "no",
    "0",
    "1",
    "2",
    "-1",
    "15",
    "20",
    "0.15",
    ".5",
    "1.",
    "00.5",
    "1.0",
    "1.5",
    "1e5",
    "0x1F",
    "0o17",
    "012",
    ".inf",
    "-.inf",
    ".nan",
    "+1",
    "1_000",
    "15%",
    "\"15 %\"",
    "\"0.15\"",
    "100%",
    "100.0 %",
    "101%",
    ".5%",
    "\" 5% \"",
    "x",
    "X",
    "é",
    "É",
    "東京",
    "a b",
    "a-b",
    "a.",
    "-a",
    "\"..\"",
    "2024",
    "2025-06-01",
    "2025-02-30",
    "2024-02-29",
    "\"2025-06-01T10:00Z\"",
    "\"2025-06-01 10:00:00.5+01:00\"",
    "\" 2025-06-01 \"",
    "\"2025-06-01T24:00Z\"",
    "[]",
    "[a]",
    "[ap]",
    "[\"\"]",
    "[~]",
    "[1]",
    "[[a]]",
    "{}",
    "{a: 1}",
    "{outlet: X}",
    "ap",
    "\" ap \"",
    "[^ap]",
    "\"[^ap]\"",
    "\"x [^ap]\"",
    "news",
    "\" news \"",
    "\" even \"",
    "https://x.example",
    "\"HTTPS://X\"",
    "http://",
    "/",
    "/a",
    "/a/../b/",
    "\"/a.HTML\"",
    "a.png",
    "\" a/B.JpG \"",
];

fn diagnostics(schema: Schema, text: &str) -> Vec<Diagnostic> {
    let path = |path: &str| Arc::from(path);
    match schema {
        Schema::Brief => parse::brief(&path("content/briefs/x.yaml"), text).1,
        Schema::Page => parse::page(&path("content/pages/x.md"), text).1,
        Schema::Outlets => parse::outlets(&path("content/outlets.yaml"), text).1,
        Schema::Site => {
            evenhand::config::read(&path("site.toml"), text, &mut |entries| {
                evenhand::lint::Settings::of(entries).1
            })
            .1
        }
        Schema::FrontMatter | Schema::Theme => unreachable!("they have the fields of others"),
    }
}

/// Whether the parser takes a text; then the schema must.
#[track_caller]
fn holds(schema: Schema, text: &str) -> bool {
    if diagnostics(schema, text).iter().any(Diagnostic::is_error) {
        return false;
    }
    // What the other reader does not read says nothing of the schema.
    let Some(value) = value_of(schema, text) else {
        return false;
    };
    let objections = objections(schema, &value);
    assert!(objections.is_empty(), "{schema:?}: {objections:#?}\n{text}");
    true
}

/// The text of a template, with other values at some places.
fn filled(template: &str, other: impl Fn(usize) -> Option<String>) -> String {
    let mut text = String::new();
    let marked = |line: &str| line.contains('=') && line.trim_end().ends_with('=');
    let mut at = 0;
    for line in template.lines() {
        if marked(line) {
            let close = line.rfind('=').unwrap();
            let open = line[..close].find(['=']).unwrap();
            // In TOML the first `=` is that of the line itself.
            let open = if line[..open + 1].ends_with(" =") && line[open + 1..].starts_with(" =") {
                open + 2
            } else {
                open
            };
            text.push_str(&line[..open]);
            match other(at) {
                Some(value) => text.push_str(&value),
                None => text.push_str(&line[open + 1..close]),
            }
            at += 1;
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

fn places(template: &str) -> usize {
    let count = Cell::new(0);
    filled(template, |at| {
        count.set(at + 1);
        None
    });
    count.get()
}

/// What no schema sees, because fields are compared or Markdown is read.
const BEYOND: [&str; 6] = [
    "undefined-source",
    "impossible-date",
    "empty-fact",
    "empty-narrative",
    "empty-section",
    "stray-citation",
];

#[test]
fn any_value_that_the_parser_takes_in_a_field_is_taken_and_few_others() {
    let (mut taken, mut refused) = (0, 0);
    for (schema, template) in TEMPLATES {
        assert!(holds(schema, &filled(template, |_| None)), "{schema:?}");
        for place in 0..places(template) {
            for value in VALUES {
                let text = filled(template, |at| (at == place).then(|| value.to_owned()));
                if holds(schema, &text) {
                    taken += 1;
                    continue;
                }
                let codes: Vec<&str> = diagnostics(schema, &text)
                    .iter()
                    .map(|told| told.code)
                    .collect();
                let is_seen = value_of(schema, &text)
                    .is_none_or(|value| !objections(schema, &value).is_empty());
                // `-1` and `0x1F` are no slugs, but which digits a number was written with is lost.
                let is_number =
                    yaml(value).is_some_and(|value| value.is_number() || value.is_boolean());
                let is_beyond = codes
                    .iter()
                    .any(|code| BEYOND.contains(code) || code.ends_with("syntax"));
                assert!(
                    is_seen || is_number || is_beyond,
                    "{schema:?}: {codes:?}\n{text}"
                );
                refused += usize::from(is_seen);
            }
        }
    }
    assert!(
        taken > 2_000 && refused > 2_000,
        "{taken} were taken, {refused} refused"
    );
}

/// Texts near those that have a form.
fn near() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ \t]?[0-9]{4}-[01][0-9]-[0-3][0-9]([Tt ][ ]?[0-2][0-9]:?[0-6][0-9](:?[0-6][0-9]([.][0-9]{1,9})?)?[ ]?([Zz]|[+-][0-2][0-9]:?([0-5][0-9])?))?[ ]?",
        "[ ]?0{0,2}[0-9]{0,3}[.]?[0-9]{0,3}[ ]?%?[ ]?",
        "[hH][tT][tT][pP][sS]?:/{1,3}[a-z.é%#?&'<>\"/\\\\ ]{0,8}",
        "[ ]?[/]{0,2}([.]{0,4}[a-zé :?#{}%.]{0,3}/){0,3}[.]{0,3}([a-z]{0,3}|png|PNG|html)?[ ]?",
        "/([{](year|month|day|slug|x)[}]|[a-z/.-]|[}]){0,5}/",
        "[ ]?[a-zA-Zé0-9._ -]{0,5}[ ]?",
        "[a-zA-Z]{1,9}(-[a-z0-9]{1,9}){0,3}",
        "\\PC{0,6}",
    ]
}

#[test]
fn any_text_that_the_parser_takes_in_a_field_is_taken() {
    let taken = Cell::new(0);
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4_000)
    };
    let strategy = (
        0..TEMPLATES.len(),
        any::<prop::sample::Index>(),
        near(),
        any::<bool>(),
    );
    let run = TestRunner::new(config).run(&strategy, |(case, place, text, in_list)| {
        let (schema, template) = TEMPLATES[case];
        let place = place.index(places(template));
        let mut value = serde_json::to_string(&text).unwrap();
        if in_list {
            value = format!("[{value}]");
        }
        let text = filled(template, |at| (at == place).then(|| value.clone()));
        taken.set(taken.get() + usize::from(holds(schema, &text)));
        Ok(())
    });
    run.unwrap();
    assert!(taken.get() > 500, "only {} were taken", taken.get());
}

#[test]
fn any_damage_that_the_parser_takes_is_taken() {
    let brief = filled(BRIEF, |_| None);
    let pieces = prop::sample::select(vec![
        "", " ", "\n", "- ", ": ", "'", "\"", "[", "]", "{", "}", "#", "|", "~", "1", "x", "&a ",
        "*a", "no", "[^ap]", "  ",
    ]);
    let edits = prop::collection::vec((0..brief.len(), 0..4_usize, pieces), 1..3);
    let taken = Cell::new(0);
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(3_000)
    };
    let run = TestRunner::new(config).run(&edits, |edits| {
        let mut text = brief.clone();
        for (at, length, new) in edits {
            let start = at.min(text.len());
            text.replace_range(start..(start + length).min(text.len()), new);
        }
        taken.set(taken.get() + usize::from(holds(Schema::Brief, &text)));
        Ok(())
    });
    run.unwrap();
    assert!(taken.get() > 100, "only {} were taken", taken.get());
}

#[test]
fn every_letter_of_a_slug_is_known() {
    let letters: Vec<char> = (0..=0x10_ffff_u32)
        .filter_map(char::from_u32)
        .filter(|c| Slug::parse(&format!("a{c}a")).is_ok())
        .collect();
    assert!(letters.len() > 100_000);
    for some in letters.chunks(25) {
        let slug = format!("a{}a", some.iter().collect::<String>());
        assert!(Slug::parse(&slug).is_ok());
        let value = serde_json::json!({"title": "T", "slug": slug});
        assert_eq!(objections(Schema::Page, &value), [""; 0], "{slug}");
    }
    for bad in ["A", "a b", "a/b", ".a", "a."] {
        let value = serde_json::json!({"title": "T", "slug": bad});
        assert_eq!(objections(Schema::Page, &value).len(), 1, "{bad}");
    }
}

#[test]
fn lists_have_the_limits_of_the_parser() {
    for (field, most) in [("tags", 100), ("authors", 1_000), ("sources", 300)] {
        let text = |count: usize| {
            let items: Vec<String> = (0..count)
                .map(|at| {
                    if field == "sources" {
                        format!("s{at}: x{at}")
                    } else {
                        format!("x{at}")
                    }
                })
                .collect();
            let (open, close) = if field == "sources" {
                ('{', '}')
            } else {
                ('[', ']')
            };
            format!(
                "title: T\ndate: 2025-01-01\n{field}: {open}{}{close}\n",
                items.join(", ")
            )
        };
        assert!(holds(Schema::Brief, &text(most)), "{field}");
        let over = text(most + 1);
        assert!(
            diagnostics(Schema::Brief, &over)
                .iter()
                .any(|told| told.code == "too-many")
        );
        assert_eq!(
            objections(Schema::Brief, &yaml(&over).unwrap()).len(),
            1,
            "{field}"
        );
    }
}
