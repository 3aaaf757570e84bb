//! Markdown articles with footnotes.

use std::sync::Arc;

use evenhand::import::{Format, Manner, Names, Spelling, convert};

use super::{ARTICLE, codes, manner, parsed};

#[test]
fn an_article_with_footnotes_becomes_a_brief() {
    for spelling in [Spelling::Markdown, Spelling::Yaml] {
        let path: Arc<str> = "article.md".into();
        let manner = Manner {
            format: Format::Markdown,
            ..manner(spelling)
        };
        let (made, remarks) = convert(&path, ARTICLE, &Names::default(), manner);
        assert_eq!(codes(&remarks), ["missing-urls"], "{remarks:?}");
        let brief = parsed(&made[0]);
        assert_eq!(brief.title.value, "The harbour gets a tunnel");
        assert_eq!(brief.summary.unwrap().markdown, "The council has decided.");
        let cites: Vec<&[usize]> = brief
            .facts
            .iter()
            .map(|fact| fact.prose.cites.as_slice())
            .collect();
        assert_eq!(cites, [&[0, 1][..], &[0]]);
        let source = &brief.sources[0];
        assert_eq!(source.outlet.value, "City Council");
        assert_eq!(source.title.as_deref(), Some("Minutes, with votes"));
        assert_eq!(
            source.url.as_deref(),
            Some("https://council.example/minutes")
        );
        assert_eq!(
            source.published.map(|date| date.iso()).as_deref(),
            Some("2026-03-02")
        );
        let told = brief.narratives.iter().map(|narrative| {
            (
                narrative.stance.value.as_str(),
                narrative.provider.is_some(),
            )
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("Pro-tunnel", true), ("Anti-tunnel", false)]
        );
        assert_eq!(
            brief.sections[0].prose.markdown,
            "The first plan dates from 1974.\n\nIt was *never* built."
        );
    }
    let refused = |from: &str, to: &str| {
        let path: Arc<str> = "article.md".into();
        let manner = Manner {
            format: Format::Markdown,
            ..manner(Spelling::Markdown)
        };
        let text = ARTICLE.replace(from, to);
        assert_ne!(text, ARTICLE);
        let (made, remarks) = convert(&path, &text, &Names::default(), manner);
        assert!(made.is_empty());
        let errors = remarks.iter().filter(|remark| remark.is_error());
        errors.map(|error| error.code).collect::<Vec<_>>()
    };
    assert_eq!(
        refused(
            "[^gazette]: The Harbour Gazette",
            "[^gazette]: https://x.example/"
        ),
        ["source-unclear"]
    );
    assert_eq!(
        refused("million.[^gazette]", "million.[^nobody]"),
        ["citation-beyond-sources"]
    );
    assert_eq!(refused("May. [^1]", "May."), ["uncited-fact"]);
    assert_eq!(
        refused("### Pro-tunnel — Chamber of Commerce\n", ""),
        ["no-label"]
    );
    assert_eq!(refused("# The harbour gets a tunnel\n", ""), ["no-title"]);
}

#[test]
fn an_article_is_read_with_the_same_honesty() {
    let codes_of = |text: &str| {
        let path: Arc<str> = "article.md".into();
        let manner = Manner {
            format: Format::Markdown,
            ..manner(Spelling::Markdown)
        };
        let (made, remarks) = convert(&path, text, &Names::default(), manner);
        (made, codes(&remarks))
    };
    let with = |from: &str, to: &str| {
        let text = ARTICLE.replace(from, to);
        assert_ne!(text, ARTICLE);
        codes_of(&text)
    };
    for definition in [
        "BBC, \"Storm hits\", 3 May 2023, https://x.example/",
        "BBC, Storm hits Ohio, https://x.example/",
        "*BBC*",
    ] {
        let (made, codes) = with(
            "[^gazette]: The Harbour Gazette",
            &format!("[^gazette]: {definition}"),
        );
        assert!(
            made.is_empty() && codes.contains(&"source-unclear"),
            "{definition}: {codes:?}"
        );
    }
    let (made, _) = with(
        "[^gazette]: The Harbour Gazette",
        "[^gazette]: Foo Inc., \"In the U.S.\", 2026-01-02, https://x.example/a_(b)",
    );
    let source = &parsed(&made[0]).sources[1];
    assert_eq!(
        (source.outlet.value.as_str(), source.title.as_deref()),
        ("Foo Inc.", Some("In the U.S."))
    );
    assert_eq!(source.url.as_deref(), Some("https://x.example/a_(b)"));
    assert_eq!(
        source.published.map(|date| date.iso()).as_deref(),
        Some("2026-01-02")
    );
    assert_eq!(
        codes_of(&format!("---\ntitle: T\n---\n\n{ARTICLE}")).1,
        ["front-matter"]
    );
    assert!(
        with("# The harbour gets a tunnel", "# The harbour[^1]")
            .1
            .contains(&"title-cites")
    );
    let (made, codes) = with("[^1]: City", "## References\n\n[^1]: City");
    assert!(codes.contains(&"empty-section") && parsed(&made[0]).sections.len() == 1);
    let (made, _) = with(
        "- Work begins in May. [^1]",
        "1. Work begins. [^1]\n2. It ends. [^1]",
    );
    assert_eq!(parsed(&made[0]).facts.len(), 3);
}
