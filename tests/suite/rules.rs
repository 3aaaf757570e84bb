//! Editorial rules: each page's examples, at their places, in both spellings; levels, options and `allow`.

use std::path::Path;
use std::sync::Arc;

use evenhand::lint::{Rule, contents, page, rule, rules};

use crate::harness::{Built, SITE, Site};

/// A fenced example of a page.
struct Example {
    files: String,
    is_run: bool,
}

/// The parts of a page: each heading that stands in no example, and what is below it.
fn parts(page: &str) -> Vec<(&str, String)> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    let mut is_example = false;
    for line in page.lines() {
        is_example ^= line.starts_with("```");
        match (line.strip_prefix("## "), parts.last_mut()) {
            (Some(heading), _) if !is_example => parts.push((heading, String::new())),
            (_, Some((_, text))) => text.push_str(&format!("{line}\n")),
            _ => {}
        }
    }
    parts
}

/// The examples under a heading of a rule's page.
fn examples(rule: &Rule, heading: &str) -> Vec<Example> {
    let part = parts(rule.text)
        .into_iter()
        .find(|(name, _)| *name == heading)
        .map_or_else(String::new, |(_, text)| text);
    let mut found = Vec::new();
    let mut lines = part.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let text = text.join("\n") + "\n";
        let files = match info.split(' ').next().unwrap() {
            "markdown" => format!("-- content/briefs/example.md --\n{text}"),
            "yaml" => format!("-- content/briefs/example.yaml --\n{text}"),
            "toml" => format!("-- site.toml --\n{text}"),
            "text" => text,
            other => panic!("{}: a fence of `{other}`", rule.name),
        };
        let is_run = !info.ends_with("no-run");
        found.push(Example { files, is_run });
    }
    found
}

/// A site of these files in which no rule is held but this one.
fn site(rule: &Rule, files: &str) -> Site {
    let mut files = files.to_owned();
    if !files.contains("-- site.toml --") {
        files = format!("{SITE}{files}");
    }
    // The last rule judges the others.
    if rule.name != "unused-allow" {
        let off =
            "accuracy = \"allow\"\nbalance = \"allow\"\nform = \"allow\"\npedantic = \"allow\"\n";
        let on = format!("{} = \"warn\"\n", rule.name);
        let on = if !rule.is_free() || files.contains(&format!("{} = ", rule.name)) {
            ""
        } else {
            &on
        };
        files = if files.contains("\n[lint]\n") {
            files.replace("\n[lint]\n", &format!("\n[lint]\n{off}{on}"))
        } else {
            let end = files.find("-- site.toml --").unwrap();
            let end = files[end + 1..]
                .find("\n-- ")
                .map_or(files.len(), |at| end + at + 2);
            format!("{}[lint]\n{off}{on}{}", &files[..end], &files[end..])
        };
    }
    let site = Site::new(&files);
    site.put("content/images/example.jpg", b"");
    site
}

/// The same files with every Markdown brief in the YAML spelling.
fn in_yaml(files: &str) -> Option<String> {
    let mut out = String::new();
    let mut is_other = false;
    for (path, text) in crate::harness::split(files) {
        let Some(stem) = path
            .strip_suffix(".md")
            .filter(|_| path.contains("/briefs/"))
        else {
            out.push_str(&format!("-- {path} --\n{text}"));
            continue;
        };
        is_other = true;
        let (front, _) = text
            .trim_start_matches("---\n")
            .split_once("\n---\n")
            .unwrap();
        let path: Arc<str> = path.as_str().into();
        let brief = evenhand::parse::brief(&path, &text).0.unwrap();
        // JSON is YAML, and says a text in one line.
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        out.push_str(&format!("-- {stem}.yaml --\n{front}\n"));
        if let Some(summary) = &brief.summary {
            out.push_str(&format!("summary: {}\n", quoted(&summary.markdown)));
        }
        for (at, fact) in brief.facts.iter().enumerate() {
            out.push_str(if at == 0 { "facts:\n" } else { "" });
            out.push_str(&format!("  - {}\n", quoted(&fact.prose.markdown)));
        }
        for (at, narrative) in brief.narratives.iter().enumerate() {
            out.push_str(if at == 0 { "narratives:\n" } else { "" });
            out.push_str(&format!(
                "  - stance: {}\n    text: {}\n",
                narrative.stance.value,
                quoted(&narrative.prose.markdown)
            ));
        }
        for (at, section) in brief.sections.iter().enumerate() {
            out.push_str(if at == 0 { "sections:\n" } else { "" });
            let (title, text) = (quoted(&section.title), quoted(&section.prose.markdown));
            out.push_str(&format!("  - title: {title}\n    text: {text}\n"));
        }
    }
    is_other.then_some(out)
}

/// The texts that the main places of the diagnostics mark.
fn marked(built: &Built) -> Vec<&str> {
    let mark = |found: &'_ evenhand::diag::Diagnostic| {
        let label = &found.labels[0];
        let text = built.report.sources[&label.path].as_str();
        &text[label.span.range()]
    };
    built.report.diagnostics.iter().map(mark).collect()
}

#[test]
fn each_example_of_a_page_is_what_the_page_says() {
    let mut run = 0;
    for rule in rules() {
        let (bad, good) = (examples(rule, "Example"), examples(rule, "Use instead"));
        assert!(!bad.is_empty() && !good.is_empty(), "{}", rule.name);
        let mut shown = String::new();
        for example in bad.iter().filter(|example| example.is_run) {
            let built = site(rule, &example.files).build();
            let codes = built.codes();
            assert!(
                !codes.is_empty() && codes.iter().all(|code| *code == rule.name),
                "{}: {}\n{codes:?}\n{}",
                rule.name,
                example.files,
                built.painted()
            );
            shown.push_str(&format!("{}{BAR}{}\n\n", example.files, built.painted()));
            if let Some(yaml) = in_yaml(&example.files).filter(|_| rule.is_free()) {
                let other = site(rule, &yaml).build();
                assert_eq!(
                    codes,
                    other.codes(),
                    "{}: {yaml}\n{}",
                    rule.name,
                    other.painted()
                );
                let bare = |marks: Vec<&str>| -> Vec<String> {
                    let marks = marks.into_iter();
                    marks
                        .map(|mark| {
                            mark.split("\\n")
                                .next()
                                .unwrap()
                                .trim_matches(['"', '-', ' '])
                                .to_owned()
                        })
                        .collect()
                };
                assert_eq!(
                    bare(marked(&built)),
                    bare(marked(&other)),
                    "{}: other places",
                    rule.name
                );
            }
            run += 1;
        }
        for example in good.iter().filter(|example| example.is_run) {
            for files in [Some(example.files.clone()), in_yaml(&example.files)]
                .into_iter()
                .flatten()
            {
                let built = site(rule, &files).build();
                assert!(
                    built.report.diagnostics.is_empty(),
                    "{}: {files}\n{}",
                    rule.name,
                    built.painted()
                );
            }
            run += 1;
        }
        if !shown.is_empty() {
            insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/rules"}, {
                insta::assert_snapshot!(rule.name, shown);
            });
        }
    }
    assert!(run > 70, "only {run} examples were run");
}

const BAR: &str = "════════════════════════════════════════\n";

#[test]
fn the_pages_of_the_rules_are_those_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let mut wanted: Vec<(String, String)> = rules()
        .map(|rule| (format!("{}.md", rule.name), page(rule)))
        .collect();
    wanted.push(("README.md".to_owned(), contents()));
    if std::env::var_os("EVENHAND_UPDATE").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &wanted {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &wanted {
        let written = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(
            written, *text,
            "docs/rules/{name}: EVENHAND_UPDATE=1 cargo test writes it"
        );
    }
    let count = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(count, wanted.len(), "docs/rules has a page of no rule");
}

#[test]
fn names_are_unique_and_in_order_and_each_page_is_whole() {
    let names: Vec<&str> = rules().map(|rule| rule.name).collect();
    let mut sorted: Vec<(evenhand::lint::Group, &str)> =
        rules().map(|rule| (rule.group, rule.name)).collect();
    sorted.sort_unstable();
    assert_eq!(
        names,
        sorted.iter().map(|(_, name)| *name).collect::<Vec<_>>()
    );
    for one in rules() {
        let headings: Vec<&str> = parts(one.text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(
            headings,
            [
                "What it does",
                "Why it matters",
                "Example",
                "Use instead",
                "Exceptions"
            ],
            "{}",
            one.name
        );
        let summary = one.summary();
        assert!(
            summary.ends_with('.') && summary.len() <= 100,
            "{}: {summary}",
            one.name
        );
        assert_eq!(rule(one.name).map(|found| found.name), Some(one.name));
        assert!(
            one.text.lines().all(|line| line.chars().count() <= 110),
            "{}",
            one.name
        );
    }
}
