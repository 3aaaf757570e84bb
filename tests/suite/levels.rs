//! Levels of rules: where they are set, what counts more, and what a brief may allow.

use crate::harness::{Built, NO_RULES, SITE, Site, brief};

/// A brief with a source that nothing cites, in front matter with `more`.
fn unused(more: &str) -> String {
    format!(
        "-- content/briefs/a.md --\n{}",
        brief("A", "2025-01-01", &format!("  b: B\n{more}"))
    )
}

fn build(settings: &str, files: &str) -> Built {
    Site::new(&format!("{SITE}{settings}{files}")).build()
}

fn noted(built: &Built) -> Vec<(&str, bool, &str)> {
    let found = built.report.diagnostics.iter();
    found
        .map(|one| (one.code, one.is_error(), one.note.as_deref().unwrap_or("")))
        .collect()
}

#[test]
fn a_message_says_where_its_level_was_set() {
    let default = build("", &unused(""));
    assert_eq!(
        noted(&default),
        [("unused-source", false, "rules of `form` warn by default")]
    );
    let group = build("[lint]\nform = \"deny\"\n", &unused(""));
    assert_eq!(
        noted(&group),
        [(
            "unused-source",
            true,
            "`form` is set to `deny` in site.toml:4"
        )]
    );
    assert!(
        group.report.outcome.is_none(),
        "what is denied is not published"
    );
    insta::assert_snapshot!(group.painted());
    // A rule counts more than its group, wherever it stands.
    let rule = build(
        "[lint]\nunused-source = \"warn\"\nform = \"deny\"\n",
        &unused(""),
    );
    assert_eq!(
        noted(&rule),
        [(
            "unused-source",
            false,
            "`unused-source` is set to `warn` in site.toml:4"
        )]
    );
    assert!(
        build("[lint]\nunused-source = \"allow\"\n", &unused(""))
            .codes()
            .is_empty()
    );
}

#[test]
fn an_option_alone_turns_a_rule_on_and_changes_what_it_finds() {
    let long = |words: usize| {
        format!(
            "-- content/briefs/a.yaml --\ntitle: T\ndate: 2025-01-01\nsources: {{a: A}}\nfacts: [{{text: \"{}\", cite: [a]}}]\n",
            "so ".repeat(words)
        )
    };
    let with = |settings: &str, words: usize| {
        build(&format!("{NO_RULES}{settings}"), &long(words)).codes()
    };
    assert!(with("", 95).is_empty());
    let site =
        |entry: &str| NO_RULES.replace("form = \"allow\"", &format!("form = \"allow\", {entry}"));
    let codes = |entry: &str, words: usize| build(&site(entry), &long(words)).codes();
    assert_eq!(codes("long-fact = {words = 10}", 11), ["long-fact"]);
    assert!(codes("long-fact = {words = 10}", 10).is_empty());
    assert!(codes("long-fact = {words = 10, level = \"allow\"}", 11).is_empty());
    assert_eq!(
        codes("loaded-word-in-fact = {words = [\"so\"]}", 2),
        ["loaded-word-in-fact"; 2]
    );
    assert!(
        codes(
            "loaded-word-in-fact = {more = [\"so\"], except = [\"so\"]}",
            2
        )
        .is_empty()
    );
}

#[test]
fn a_brief_may_allow_a_rule_with_a_reason_and_in_vain_is_told() {
    let allowed = build(
        "",
        &unused("allow: {unused-source: It is kept for later}\n"),
    );
    assert!(allowed.codes().is_empty(), "{}", allowed.painted());
    let in_vain = build(
        "",
        &unused("allow: {unused-source: x, long-fact: y, missing-summary: z}\n"),
    );
    assert_eq!(in_vain.codes(), ["unused-allow", "unused-allow"]);
    // Of a rule that the site has switched off, nobody knows.
    let off = build(
        "[lint]\nlong-fact = \"allow\"\nmissing-summary = \"allow\"\n",
        &unused("allow: {unused-source: x, long-fact: y}\n"),
    );
    assert!(off.codes().is_empty(), "{}", off.painted());
}

#[test]
fn what_is_between_briefs_is_allowed_in_the_brief_that_it_is_told_of() {
    let files = |more: &str| {
        format!(
            "-- content/briefs/a.md --\n{}-- content/briefs/b.md --\n{}",
            brief("A", "2025-01-01", "tags: [North Sea]\n"),
            brief("B", "2025-01-02", &format!("tags: [north sea]\n{more}")),
        )
    };
    assert_eq!(build("", &files("")).codes(), ["tag-spelled-two-ways"]);
    assert!(
        build("", &files("allow: {tag-spelled-two-ways: A quotation}\n"))
            .codes()
            .is_empty()
    );
    let other = files("").replace(
        "tags: [North Sea]\n",
        "tags: [North Sea]\nallow: {tag-spelled-two-ways: x}\n",
    );
    assert_eq!(
        build("", &other).codes(),
        ["unused-allow", "tag-spelled-two-ways"]
    );
}

#[test]
fn a_brief_that_cannot_be_read_whole_is_not_judged_further() {
    let text = unused("allow: {long-fact: x}\nauthers: [me]\n");
    assert_eq!(build("", &text).codes(), ["unknown-field"]);
    // With a fault that is a rule's, it is.
    let unsourced = unused("").replace(". [^ap]", ".");
    let codes = build("", &unsourced).codes();
    assert_eq!(
        codes,
        ["unsourced-fact"],
        "what is cited cannot be told, so not what is not"
    );
}

#[test]
fn one_side_that_leads_by_habit_is_told_and_the_setting_cures_it() {
    let briefs = |left: usize, all: usize| -> String {
        let one = |n: usize| {
            let text = brief(&format!("B{n}"), &format!("2025-01-{:02}", n + 1), "");
            let text = if n < left {
                text
            } else {
                text.replace("### Left", "### X")
                    .replace("### Right", "### Left")
                    .replace("### X", "### Right")
            };
            format!("-- content/briefs/b{n}.md --\n{text}")
        };
        (0..all).map(one).collect()
    };
    let habit = build("", &briefs(8, 10));
    assert_eq!(habit.codes(), ["same-side-first"]);
    insta::assert_snapshot!(habit.painted());
    assert!(
        build("", &briefs(6, 10)).codes().is_empty(),
        "60 % is not more than 60 %"
    );
    assert!(
        build("", &briefs(9, 9)).codes().is_empty(),
        "nine briefs are no habit"
    );
    assert!(
        build("narratives = \"even\"\n", &briefs(8, 10))
            .codes()
            .is_empty()
    );
    let strict = "[lint]\nsame-side-first = { percent = 50 }\n";
    assert_eq!(build(strict, &briefs(6, 10)).codes(), ["same-side-first"]);
    // Only the newest are looked at.
    let newest = "[lint]\nsame-side-first = { briefs = 10 }\n";
    assert!(build(newest, &briefs(14, 20)).codes().is_empty());
    assert_eq!(build("", &briefs(14, 20)).codes(), ["same-side-first"]);
}
