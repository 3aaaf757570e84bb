//! Both spellings of a brief give the same bytes.

use std::path::Path;

use crate::harness::{Built, Site};

const HEAD: &str = "title: US, Japan and South Korea act together\ndate: 2023-12-09\nsources:\n  nbc: NBC News\n  nk:\n    outlet: NK News\n    title: Allies confer\n    url: https://example.org/nk\n    published: 2023-12-08\n    kind: news\n  nk2: {outlet: NK News, title: Again}\n  ap: AP News\ntags: [North Korea, Cyber]\npredictions:\n  - question: Will there be a war by 2050?\n    forecaster: Metaculus\n    probability: 15%\n    as_of: 2023-12-09\n    readings: [{as_of: 2023-12-01, probability: 0.14}]\ncorrections: [{date: 2023-12-10, text: A *name* was wrong.}]\nupdated: 2023-12-10\nauthors: [Desk]\nextra: {weight: 3}\n";

/// Builds a brief in each spelling, and compares every file of the two sites.
#[track_caller]
fn same(head: &str, markdown: &str, yaml: &str) {
    let build = |path: &str, text: String| -> Built {
        Site::with(&format!("-- content/briefs/{path} --\n{text}"))
            .build()
            .clean()
    };
    let one = build("x.md", format!("---\n{head}---\n{markdown}"));
    let two = build("x.yaml", format!("{head}{yaml}"));
    let (one, two) = (one.files(), two.files());
    assert!(one.len() > 20);
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &one {
        let (left, right) = (
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&two[path]),
        );
        assert_eq!(left, right, "{path} differs");
    }
}

#[test]
fn a_brief_with_every_kind_of_content() {
    same(
        HEAD,
        "\nThe *summary* of it.\n\n## Facts\n\n- The governments agreed. [^nbc]\n- It follows a meeting. [^nk][^ap]\n- Three things:\n\n  1. one [^nk2]\n  2. two\n\n  And more. [^nbc]\n- Code:\n\n  ```rust\n  fn main() {}\n  ```\n\n  [^ap]\n\n## Narratives\n\n### Pro-establishment narrative — [Heritage](https://example.org/h)\n\nOne telling.\n\nIn two paragraphs. [^nk]\n\n### Establishment-critical — The Korea Times\n\nAnother **telling**.\n\n### Nerd - Metaculus\n\nA number.\n\n## Background\n\nSome words. [^nbc]\n\n### More\n\nAnd a [link](/about/).\n",
        "summary: The *summary* of it.\nfacts:\n  - text: The governments agreed.\n    cite: [nbc]\n  - {text: It follows a meeting., cite: [nk, ap]}\n  - |\n    Three things:\n\n    1. one [^nk2]\n    2. two\n\n    And more. [^nbc]\n  - text: |\n      Code:\n\n      ```rust\n      fn main() {}\n      ```\n    cite: [ap]\nnarratives:\n  - stance: Pro-establishment\n    provider: Heritage\n    url: https://example.org/h\n    text: |\n      One telling.\n\n      In two paragraphs.\n    cite: [nk]\n  - {stance: Establishment-critical, provider: The Korea Times, text: Another **telling**.}\n  - {stance: Nerd, provider: Metaculus, text: A number.}\nsections:\n  - title: Background\n    text: |\n      Some words. [^nbc]\n\n      ### More\n\n      And a [link](/about/).\n",
    );
}

#[test]
fn a_small_brief_with_other_headings_line_ends_and_marks() {
    same(
        "title: \"Small: one\"\ndate: 2024-02-29T10:00:00+01:00\nsources: {a: A}\n",
        "## The Facts\r\n* It is so. [^a]\r\n* It was so,\r\n  too [^a].\r\n\r\n## The Spin\r\n### Narrative A\r\nYes.\r\n### Narrative B\r\nNo.",
        "facts: [\"It is so. [^a]\", \"It was so,\\ntoo [^a].\"]\nnarratives: [{stance: Narrative A, text: Yes.}, {stance: Narrative B, text: No.}]\n",
    );
}

#[test]
fn the_story_of_the_demo_site_that_the_project_began_with() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content/briefs/2023/us-japan-south-korea-north-korea-cyber.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (front, body) = text
        .trim_start_matches("---\n")
        .split_once("\n---\n")
        .unwrap();
    // The YAML spelling is made from the Markdown one, a heading and an item at a time.
    let mut yaml = String::new();
    let quoted = |text: &str| serde_json::to_string(text.trim()).unwrap();
    for part in format!("\n{body}").split("\n## ") {
        let (title, content) = part.split_once('\n').unwrap_or((part, ""));
        match title.trim() {
            "" => yaml.push_str(&format!("summary: {}\n", quoted(part))),
            "Facts" => {
                yaml.push_str("facts:\n");
                for item in format!("\n{content}").split("\n- ").skip(1) {
                    let item = item.lines().map(str::trim).collect::<Vec<_>>().join("\n");
                    yaml.push_str(&format!("  - {}\n", quoted(&item)));
                }
            }
            "Narratives" => {
                yaml.push_str("narratives:\n");
                for telling in format!("\n{content}").split("\n### ").skip(1) {
                    let (heading, text) = telling.split_once('\n').unwrap();
                    let (stance, provider) = heading.split_once(" — ").unwrap();
                    let link = provider
                        .strip_prefix('[')
                        .and_then(|rest| rest.strip_suffix(')')?.split_once("]("));
                    let (provider, url) =
                        link.map_or((provider, None), |(name, url)| (name, Some(url)));
                    yaml.push_str(&format!(
                        "  - stance: {}\n    provider: {}\n",
                        quoted(stance),
                        quoted(provider)
                    ));
                    if let Some(url) = url {
                        yaml.push_str(&format!("    url: {}\n", quoted(url)));
                    }
                    yaml.push_str(&format!("    text: {}\n", quoted(text)));
                }
            }
            other => panic!("an unexpected section `{other}`"),
        }
    }
    let front: String = front
        .lines()
        .filter(|line| !line.starts_with("slug:"))
        .map(|line| format!("{line}\n"))
        .collect();
    same(&front, body, &yaml);
}
