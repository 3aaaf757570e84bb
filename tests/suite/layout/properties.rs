//! Any brief that parses has a layout: one only, with the same to say and all its comments.

use std::sync::Arc;

use evenhand::layout::{Left, lay_out};
use proptest::prelude::*;

use super::same_files;
use crate::harness::Site;

/// Fields in many spellings; a line may get a comment below it or after it.
const FIELDS: &[&str] = &[
    "title: T",
    "\"title\": 'T: U'",
    "? title\n: T",
    "title:\n  A long title\n  on lines",
    "date: 2025-01-01",
    "date: \"2025-01-01\"",
    "sources: {ap: AP, x: {url: https://x.example/, outlet: 'X, Y'}}",
    "sources:\n  ap: AP\n  x:\n    url: https://x.example/\n    outlet: X",
    "sources:\n    ap: {kind: news,\n       outlet: AP}\n    x:\n         outlet: \"X\"",
    "tags: [a, b]",
    "tags:\n- a\n- 'b, c'",
    "tags:\n  - \"a\"\n\n  - b",
    "tags: [\n  a,\n  'b'\n]",
    "authors: ['x', \"no\", y]",
    "editors: [One of the editors here, Another of the editors, A third of the editors, A fourth of them]",
    "series: >-\n  A\n  series",
    "series: |\n   A series",
    "lang:",
    "related: []",
    "draft: false",
    "image: {credit: C, src: a.jpg, alt: \"A\"}",
    "predictions: [{probability: 15%, question: Q?}]",
    "predictions:\n- probability: 0.2\n  readings:\n  - probability: 1%\n    as_of: 2025-01-01\n  question: Q",
    "corrections:\n  - text: |\n      Words.\n    date: 2025-01-02",
    "corrections: []",
    "extra:\n  a: |+\n    kept\n\n  b: |2\n     x\n  'c': [1, [2, x], {d: ~}]\n  e:\n  - - f\n    - g\n  - h: i\n    j:",
    "extra: {a: \"b\\tc\", d: , e: 'f''g'}",
    "extra:\n  a: >\n    folded\n      more\n\n    end\n\n  b: \"x\n    y \\\n    z\"",
    "summary: Words",
    "summary: \"\"",
    "axis: none",
    "aliases: [/a/]",
];

const YAML_ONLY: &[&str] = &[
    "facts:\n- \"One. [^ap]\"\n- cite: [ap]\n  text: Two.",
    "facts:\n  - text: |\n      One.\n\n      - two\n    cite:\n      - ap\n      - x",
    "facts: [{text: 'One, two', cite: ap}]",
    "narratives:\n- text: Words.\n  stance: Left",
    "sections:\n  - text: >-\n      Words\n      here.\n    title: More",
];

const BODY: &[&str] = &[
    "Summary.",
    "## Facts",
    "The facts\n---",
    "## The Facts ##",
    "- One. [^ap]",
    "* Two\n  lines [^x]",
    "1. Three [^ap]\n\n   - nested\n     deep\n\n   end",
    "-   ```\n    code\n\n      more\n    ```\n    [^ap]",
    "-\tTab [^ap]\n\t- x",
    "-\n  Later [^ap]",
    "- - a [^ap]",
    "-     code\n\n  [^ap]",
    "* ---\n\n  a [^ap]",
    "- # Head [^ap]\n  text",
    "- lazy\nline [^ap]",
    "- > quote\n  > more [^ap]",
    "- [l]\n\n  [l]: /m\n  [^ap]",
    "## Narratives",
    "## THE SPIN",
    "### Left narrative - [P](https://p.example/)",
    "### *Right*",
    "### A — B — C ###",
    "Left – Q\n===\n",
    "## More",
    "Even *more*\n---",
    "Text.  \nText.",
    "    indented",
    "```\nfence",
    "~~~\n## x\n~~~",
    "<!-- note -->",
    "<div>\n\ntext",
    "[l]: /x \"t\"",
    "[l]: /x\n  'title'",
    "[l] and [^ap]",
    "| a |\n|---|\n| b |",
    "***",
    "#### Deep",
    "\u{a0}x",
    "\t## y",
];

/// Some of `lines`, each with a number that says what is put around it.
fn some(of: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<(String, u8)>> {
    prop::collection::vec(
        (
            prop::sample::select(of).prop_map(str::to_owned),
            any::<u8>(),
        ),
        0..most,
    )
}

/// The fields as a text, with comments between and after their lines, each with a number of its own.
fn fields(fields: &[(String, u8)], notes: &[u8]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut notes = notes.iter().cycle().enumerate();
    for (field, _) in fields {
        let name = field.trim_start_matches(['?', ' ', '"']);
        let name = &name[..name
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(name.len())];
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        for line in field.split('\n') {
            let (number, note) = notes.next().expect("it goes round");
            let indent = " ".repeat(usize::from(*note) / 16 % 8);
            match note % 16 {
                0 => out.push_str(&format!("{indent}# n{number}.\n{line}\n")),
                1 => out.push_str(&format!("{line} # n{number}.\n")),
                2 => out.push_str(&format!("\n{line}\n")),
                3 => out.push_str(&format!("{indent}# n{number}.\n\n{line}\n")),
                4 => out.push_str(&format!("{line}\n{indent}# n{number}.\n")),
                _ => out.push_str(&format!("{line}\n")),
            }
        }
    }
    out
}

fn required() -> Vec<(String, u8)> {
    ["date: 2025-01-01", "title: T", "sources: {ap: AP, x: X}"]
        .map(|field| (field.to_owned(), 0))
        .to_vec()
}

fn markdown() -> impl Strategy<Value = String> {
    let notes = prop::collection::vec(any::<u8>(), 1..30);
    (some(FIELDS, 9), notes, some(BODY, 12), any::<u8>()).prop_map(
        |(mut own, notes, body, ends)| {
            own.extend(required());
            let mut text = format!("---\n{}---\n", fields(&own, &notes));
            for (piece, gap) in body {
                text.push_str(&piece);
                text.push_str(&"\n".repeat(1 + usize::from(gap % 3)));
            }
            match ends % 4 {
                0 => text.replace('\n', "\r\n"),
                1 => format!("\u{feff}{text}"),
                _ => text,
            }
        },
    )
}

fn yaml() -> impl Strategy<Value = String> {
    let notes = prop::collection::vec(any::<u8>(), 1..40);
    (some(FIELDS, 9), some(YAML_ONLY, 5), notes, any::<bool>()).prop_map(
        |(mut own, more, notes, first)| {
            own.splice(if first { 0..0 } else { own.len()..own.len() }, more);
            own.extend(required());
            fields(&own, &notes)
        },
    )
}

/// Whether it was laid out.
fn holds(path: &str, text: &str) -> bool {
    let path: Arc<str> = path.into();
    let laid = match lay_out(&path, text) {
        Ok(laid) => laid,
        Err(Left::Faulty(_)) => return false,
        Err(Left::Unfaithful(_)) => panic!("it would not say the same:\n{text}"),
    };
    let again = lay_out(&path, &laid).expect("what is laid out is a brief");
    assert_eq!(laid, again, "of\n{text}");
    for number in 0..40 {
        let note = format!("# n{number}.");
        assert_eq!(
            text.matches(&note).count(),
            laid.matches(&note).count(),
            "{note} of\n{text}\nin\n{laid}"
        );
    }
    assert!(!laid.contains('\r') && !laid.starts_with('\u{feff}'));
    true
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_markdown_brief_has_one_layout(text in markdown()) {
        holds("content/briefs/x.md", &text);
    }

    #[test]
    fn a_yaml_brief_has_one_layout(text in yaml()) {
        holds("content/briefs/x.yaml", &text);
    }

    #[test]
    fn any_text_is_survived(text in crate::properties::damaged(), pieces in prop::collection::vec(crate::properties::piece(), 0..40)) {
        for text in [text, pieces.concat()] {
            holds("content/briefs/x.md", &text);
            holds("content/briefs/x.yaml", &text);
        }
    }
}

#[test]
fn most_generated_briefs_are_laid_out() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut count = |strategy: &dyn Fn(&mut proptest::test_runner::TestRunner) -> bool| {
        (0..200).filter(|_| strategy(&mut runner)).count()
    };
    let yaml = count(&|runner| holds("x.yaml", &yaml().new_tree(runner).unwrap().current()));
    let markdown = count(&|runner| holds("x.md", &markdown().new_tree(runner).unwrap().current()));
    assert!(yaml > 60 && markdown > 20, "{yaml} {markdown}");
}

/// A site of generated briefs, built before and after.
#[test]
fn the_pages_of_generated_briefs_stay_the_same() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let site = Site::with("");
    site.put("content/a.jpg", b"picture");
    let mut texts = Vec::new();
    for number in 0..300 {
        let (text, ending) = if number % 2 == 0 {
            (yaml().new_tree(&mut runner).unwrap().current(), "yaml")
        } else {
            (markdown().new_tree(&mut runner).unwrap().current(), "md")
        };
        // Addresses and identities of their own.
        let text = text.replace("aliases: [/a/]", &format!("aliases: [/a{number}/]"));
        let path = format!("content/briefs/b{number}.{ending}");
        if let Ok(laid) = lay_out(&Arc::from(path.as_str()), &text) {
            site.put(&path, text.as_bytes());
            texts.push((path, laid));
        }
    }
    assert!(texts.len() > 80, "{}", texts.len());
    let now = site.build().files();
    assert!(now.len() > 300, "{}", site.build().painted());
    for (path, laid) in texts {
        site.put(&path, laid.as_bytes());
    }
    same_files(&now, &site.build().files());
}
