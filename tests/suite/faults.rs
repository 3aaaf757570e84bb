//! Every kind of fault, as the author sees it: the input above, the message below.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::harness::{Site, brief};

/// A YAML brief that has nothing wrong, to put one fault into.
const GOOD: &str =
    "title: T\ndate: 2025-01-01\nsources: {ap: AP News}\nfacts: [{text: It is so., cite: [ap]}]\n";

/// The faults by the name of their snapshot; the code comes before the first `/`.
/// Files named without a head belong to `content/briefs/x.yaml`.
pub fn faults() -> Vec<(&'static str, String)> {
    let yaml = |text: &str| format!("-- content/briefs/x.yaml --\n{text}");
    let good = |more: &str| yaml(&format!("{GOOD}{more}"));
    let markdown = |text: &str| format!("-- content/briefs/x.md --\n{text}");
    let body = |text: &str| {
        markdown(&format!(
            "---\ntitle: T\ndate: 2025-01-01\nsources:\n  ap: AP News\n---\n{text}"
        ))
    };
    let page = |text: &str| format!("-- content/pages/about.md --\n{text}");
    let theme = |path: &str, text: &str| format!("{}-- {path} --\n{text}\n", good(""));
    vec![
        ("yaml-syntax", yaml("title: T\ndate: [2025-01-01\n")),
        ("yaml-syntax/colon in a title", yaml("title: One: two: three\ndate: 2025-01-01\n")),
        ("yaml-syntax/bomb", yaml("a: &a [1,2]\nb: &b [*a,*a]\ntitle: !x T\n")),
        ("missing-field", yaml("facts:\n  - cite: [x]\n")),
        ("missing-field/source", yaml("title: T\ndate: 2025-01-01\nsources:\n  ap: {title: No outlet}\n")),
        ("image-without-alt", good("image: {src: a.png}\n")),
        ("image-without-credit", good("image: {src: a.png, alt: \"\", credit: \"\"}\n")),
        ("unknown-field", good("tagz: [a]\nweather: fine\n")),
        ("unknown-field/markdown", markdown("---\ntitle: T\ndate: 2025-01-01\nfacts: [a]\n---\n")),
        ("missing-field/reason", good("allow: {long-fact: , no-facts: \"\"}\n")),
        ("unknown-rule", good("allow: {long-facts: x, unsourced-fact: y, nothing-like-it: z}\n")),
        ("unknown-rule/site", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\n[lint]\nblance = \"warn\"\nempty-fact = \"warn\"\nlong-fact = { level = \"loud\" }\n".to_owned()),
        ("unknown-field/rule", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\n[lint]\nform = { words = 9 }\nlong-fact = { word = 9 }\n".to_owned()),
        ("wrong-type/rule", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\n[lint]\nlong-fact = { words = 0 }\nloaded-word-in-fact = { more = \"thug\" }\n".to_owned()),
        ("wrong-type", good("tags: none\ndraft: maybe\nextra: [1]\n")),
        ("wrong-date", yaml("title: T\ndate: 2025-02-30\nupdated: 2025-01-01T10:00:00\nexpires: soon\n")),
        ("wrong-date/spelled", yaml("title: T\ndate: 9 December 2023\nupdated: 09/12/2023\n")),
        ("undefined-source", body("\n## Facts\n\n- It is so, [^app] they say. [^ap]\n")),
        ("undefined-source/yaml", yaml("title: T\ndate: 2025-01-01\nsources: {ap: AP}\nfacts:\n  - text: |\n      It is so,\n      they say. [^other]\n    cite: [ap, app]\n")),
        ("unsourced-fact", body("\n## Facts\n\n- The talks took place in Seoul on Saturday.\n- This one is sourced. [^ap]\n- `[^ap]` in code is no citation.\n")),
        ("unsourced-fact/yaml", yaml("title: T\ndate: 2025-01-01\nfacts:\n  - It is so.\n  - text: So is this.\n")),
        ("empty-fact", body("\n## Facts\n\n- \n- [^ap]\n")),
        ("empty-narrative", body("\n## Facts\n\n- x [^ap]\n\n## Narratives\n\n### Left\n\n### Right\n\nText.\n")),
        ("empty-name", good("tags: [\"!!!\"]\n")),
        ("stray-text", body("\n# Title\n\nx\n\n## Facts\n\nNot an item.\n\n- x [^ap]\n\n## Narratives\n\nNo stance.\n\n### Left\n\nText.\n")),
        ("stray-citation", body("\nIt is so. [^ap]\n")),
        ("control-character", body("\n## Facts\n\n- A\u{1}B [^ap]\n")),
        ("control-character/escaped", good("axis: \"a\\0b\"\n")),
        ("too-many", good(&format!("authors: [{}]\n", "x, ".repeat(1001)))),
        ("stray-link", body("\n## Facts\n\n- x [^ap]\n\n## Narratives\n\n### [Left](https://x.example/) — see [P](javascript:x) [^ap]\n\nText.\n")),
        ("empty-section", body("\n## Facts\n\n- x [^ap]\n\n## Background\n")),
        ("footnote-definition", body("\n## Facts\n\n- x [^ap]\n\n## More\n\n[^ap]: AP News\n")),
        ("duplicate-key", yaml("title: T\ndate: 2025-01-01\ntitle: Again\n")),
        ("conflicting-source", yaml("title: T\ndate: 2025-01-01\nsources: {ap: AP News, ap: Apple}\nfacts: [{text: x, cite: [ap]}]\n")),
        ("duplicate-address", format!("-- content/briefs/a/x.md --\n{}-- content/briefs/b/x.md --\n{}", brief("One", "2025-01-01", ""), brief("Two", "2025-01-01", ""))),
        ("duplicate-address/alias", good("aliases: [/tags/, /feed.xml/old/]\n")),
        ("duplicate-id", format!("-- content/briefs/a.md --\n{}-- content/briefs/b.md --\n{}", brief("One", "2025-01-01", "id: same\n"), brief("Two", "2025-01-01", "id: same\n"))),
        ("unsafe-url", body("\n## Facts\n\n- A [trap](javascript:alert(1)). [^ap]\n")),
        ("unsafe-url/source", yaml("title: T\ndate: 2025-01-01\nsources: {ap: {outlet: AP, url: 'ftp://x.example/', archive: x.example}}\nfacts: [{text: x, cite: [ap]}]\n")),
        ("wrong-slug", good("slug: ../../etc/passwd\n")),
        ("wrong-alias", good("aliases: [/../x/, https://x.example/]\n")),
        ("wrong-source-id", yaml("title: T\ndate: 2025-01-01\nsources: {'a b': AP}\n")),
        ("wrong-image", good("image: {src: ../x.svg, alt: a, credit: b}\n")),
        ("missing-image", good("image: {src: images/x.png, alt: a, credit: b}\n")),
        ("wrong-probability", good("predictions: [{question: S?, probability: often}]\n")),
        ("probability-out-of-range", good("predictions: [{question: Q?, probability: 15}, {question: R?, probability: 150%}, {question: S?, probability: -5%}]\n")),
        ("wrong-language", good("lang: english please\n")),
        ("unresolved-related", good("related: [somewhere-else]\n")),
        ("nested-too-deep", body(&format!("\n## Facts\n\n- {}x [^ap]\n", "> ".repeat(40)))),
        ("no-front-matter", markdown("# Title\n")),
        ("no-front-matter/no end", markdown("---\ntitle: T\n")),
        ("wrong-type/outlets", format!("-- content/outlets.yaml --\n- ap\n{}", good(""))),
        ("duplicate-key/outlets", format!("-- content/outlets.yaml --\nap: {{name: AP}}\nap2: {{name: Other, aliases: [AP]}}\n{}", good(""))),
        ("missing-field/page", page("---\nsummary: x\n---\ntext\n")),
        ("stray-citation/page", page("---\ntitle: T\n---\nA note.[^1]\n")),
        ("toml-syntax", "-- site.toml --\ntitle = \"T\nbase_url = 3 4\n".to_owned()),
        ("wrong-url", "-- site.toml --\ntitle = \"T\"\nbase_url = \"example.org\"\n".to_owned()),
        ("wrong-permalink", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\npermalink = \"/{jear}/{slug}/\"\n".to_owned()),
        ("wrong-theme", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\ntheme = \"../x\"\n".to_owned()),
        ("missing-theme", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\ntheme = \"nowhere\"\n".to_owned()),
        ("missing-template", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\ntheme = \"bare\"\n-- themes/bare/theme.toml --\nname = \"bare\"\nversion = \"1.0.0\"\nevenhand = \">=0.1\"\n".to_owned()),
        ("wrong-version", "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\ntheme = \"old\"\n-- themes/old/theme.toml --\nname = \"old\"\nversion = \"1\"\nevenhand = \">=9\"\n".to_owned()),
        ("template/syntax", theme("templates/tag.html", "<h1>\n  {{ term.name\n</h1>")),
        ("template/unknown filter", theme("templates/tag.html", "<h1>{{ term.name | shout }}</h1>\n{{ nowhere(x=1) }}")),
        ("template/missing parent", theme("templates/tag.html", "{% extends \"nowhere.html\" %}")),
        ("template/missing field", theme("templates/page.html", "x").replace("templates/page.html", "templates/home.html").replace("\nx\n", "\n<p>\n{{ list.cards[0].titel.x }}</p>\n")),
        ("missing-text", format!("-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example\"\nlanguage = \"eo\"\n{}", good(""))),
        ("not-read", "-- content/briefs/x.markdown --\n# x\n".to_owned()),
    ]
}

fn site_of(files: &str) -> Site {
    if files.contains("-- site.toml --") {
        Site::new(files)
    } else {
        Site::with(files)
    }
}

#[test]
fn every_fault_is_shown_at_its_place() {
    for (name, files) in faults() {
        let code = name.split('/').next().unwrap();
        let built = site_of(&files).build();
        assert!(
            built.codes().contains(&code),
            "{name}: {:?}\n{}",
            built.codes(),
            built.painted()
        );
        let errors = built.report.errors() > 0;
        assert_eq!(
            built.report.outcome.is_none(),
            errors,
            "{name}: with an error nothing is written"
        );
        let shown = format!(
            "{files}\n════════════════════════════════════════\n{}",
            built.painted()
        );
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/faults"}, {
            insta::assert_snapshot!(name.replace(['/', ' '], "-"), shown);
        });
    }
}

#[test]
fn every_code_in_the_source_has_its_test() {
    let tested: BTreeSet<String> = faults()
        .into_iter()
        .map(|(name, _)| name.split('/').next().unwrap().to_owned())
        .chain(["not-utf8", "file-too-large", "unreadable"].map(str::to_owned))
        // Rules have their tests in `rules.rs`.
        .chain(evenhand::lint::rules().map(|rule| rule.name.to_owned()))
        .chain(["not-utf8", "file-too-large", "unreadable", "not-laid-out"].map(str::to_owned))
        .collect();
    let mut found = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for call in ["error(", "warning("] {
                for (at, _) in text.match_indices(call) {
                    let Some(code) = text[at + call.len()..].trim_start().strip_prefix('"') else {
                        continue;
                    };
                    let code = &code[..code.find('"').unwrap()];
                    assert!(
                        tested.contains(code),
                        "{}: `{code}` has no test here",
                        path.display()
                    );
                    found += 1;
                }
            }
        }
    }
    assert!(found > 30, "only {found} codes were found");
}

#[test]
fn a_file_that_is_not_utf_8_or_too_large_is_told() {
    let site = Site::with("");
    site.put("content/briefs/x.yaml", b"title: caf\xe9\n");
    site.put("content/briefs/y.yaml", &vec![b'#'; 4 * 1024 * 1024 + 1]);
    let built = site.build();
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/faults"}, {
        insta::assert_snapshot!("not-utf8-and-file-too-large", built.painted());
    });
}

#[test]
fn all_faults_of_a_site_come_in_one_run() {
    let built = Site::new(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"x\"\n-- content/outlets.yaml --\nap: {nam: x}\n\
         -- content/briefs/a.yaml --\ntitle: T\ndate: 2025-13-01\nfacts: [x, y]\n-- content/briefs/b.md --\nno front\n",
    )
    .build();
    assert_eq!(
        built.codes(),
        [
            "wrong-date",
            "unsourced-fact",
            "unsourced-fact",
            "no-front-matter",
            "missing-field",
            "unknown-field",
            "wrong-url"
        ]
    );
}

#[test]
fn a_brief_with_a_fault_of_its_own_is_still_held_against_the_others() {
    let built = Site::with(&format!(
        "-- content/briefs/a.md --\n{}-- content/briefs/b.yaml --\ntitle: T\ndate: 2025-01-01\nslug: a\nrelated: [nope]\nfacts: [x]\n",
        brief("A", "2025-01-01", ""),
    ))
    .build();
    assert_eq!(
        built.codes(),
        ["duplicate-address", "unresolved-related", "unsourced-fact"]
    );
}

#[test]
fn line_numbers_count_from_the_top_of_the_file_whatever_the_line_ends() {
    let text = "\u{feff}---\r\ntitle: é\r\ndate: 2025-01-01\r\nsources: {ap: AP}\r\n---\r\n\r\n## Facts\r\n\r\n- ééé [^nope]";
    let site = Site::with("");
    site.put("content/briefs/x.md", text.as_bytes());
    let built = site.build();
    assert!(
        built.painted().contains("content/briefs/x.md:9:7"),
        "{}",
        built.painted()
    );
}

#[test]
fn keep_going_publishes_the_rest() {
    let site = Site::with(&format!(
        "-- content/briefs/good.md --\n{}-- content/briefs/bad.md --\nno front matter\n-- content/briefs/lost.md --\n{}",
        brief("Good", "2025-01-01", "related: [bad]\n"),
        brief("Lost", "2025-01-02", "related: [nowhere-at-all]\n"),
    ));
    let stopped = site.build();
    assert!(stopped.report.outcome.is_none() && !stopped.has("index.html"));
    let built = site.build_with(|options| options.keep_going = true);
    assert!(built.has("2025/01/01/good/index.html"));
    assert!(
        !built.has("2025/01/02/lost/index.html"),
        "a brief with a fault that shows late is left out, too"
    );
    assert_eq!(
        built.report.left_out,
        ["content/briefs/bad.md", "content/briefs/lost.md"]
    );
    assert_eq!(built.codes(), ["no-front-matter", "unresolved-related"]);
}
