//! Any text is imported to a brief without a fault, or refused; and none takes long.

use std::sync::Arc;

use evenhand::diag::Diagnostic;
use evenhand::import::{Format, Manner, Names, Spelling, convert, export};
use proptest::prelude::*;

use super::{codes, expected, import, manner, text};

/// Pieces that texts are made of, in any order.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "Facts",
        "The Facts",
        "Narratives",
        "The Spin",
        "Metaculus Prediction",
        "",
        "Sources: 1A, 2B and 3C.",
        "Sources:",
        "Sources: 1 A 2 B",
        "1 NBC",
        "Left",
        "Nerd narrative",
        "Narrative A: It is so.",
        "LEFT",
        "December 9, 2023",
        "Left narrative, as provided by U.S. News. It is good.",
        "Right narrative: It is bad. 2",
        "- It began. 1",
        "- It rose to 2",
        "* It ended.¹²",
        "• It went on. [1][2]",
        "Facts * It began. 1 * It",
        "A title of a story",
        "There's a 15% chance that it will end by 2050, according to Metaculus.",
        "It is *so* <b>and</b> [^x] _y_ `z`. 3",
        "- # not a heading. 1",
        "- 1. May it be. 2",
        "Photo: x",
        "- \"It began. 1",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,40}", 1 => "[-*•0-9\\[\\].,: a-zA-Z¹²³\"“]{0,30}"]
}

/// A text is imported to briefs that are read without a fault, or refused.
fn holds(text: &str) -> Result<(), TestCaseError> {
    for spelling in [Spelling::Markdown, Spelling::Yaml] {
        let (made, remarks) = import(text, spelling);
        let is_refused = remarks.iter().any(Diagnostic::is_error);
        prop_assert_eq!(made.is_empty(), is_refused, "{:?}", codes(&remarks));
        for made in &made {
            let path: Arc<str> = format!("x.{}", made.spelling.extension()).into();
            let (brief, diagnostics) = evenhand::parse::brief(&path, &made.text);
            prop_assert!(
                brief.is_some() && !diagnostics.iter().any(Diagnostic::is_error),
                "{:?}",
                diagnostics
            );
            let _ = export(&brief.unwrap());
            is_laid_out(&path, &made.text)?;
        }
        prop_assert!(!codes(&remarks).contains(&"not-faithful"), "{}", text);
    }
    Ok(())
}

/// What is imported is in the layout of `gen fmt`.
fn is_laid_out(path: &Arc<str>, text: &str) -> Result<(), TestCaseError> {
    let laid = evenhand::layout::lay_out(path, text);
    prop_assert_eq!(
        laid.map_err(|left| format!("{left:?}")),
        Ok(text.to_owned())
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_imported_or_refused(pieces in prop::collection::vec(piece(), 0..14)) {
        holds(&pieces.join("\n"))?;
        holds(&format!("A title\nFacts\n- It began. 1\n{}\nSources: 1A, 2B and 3C.\n{}", pieces.join("\n"), pieces.join("\n")))?;
    }

    #[test]
    fn any_damage_to_a_text_is_borne(pick in 0..10_000_usize, at in 0.0..1.0_f64, length in 0..200_usize, with in "\\PC{0,10}") {
        let all = expected();
        let mut text = text(&all[pick % all.len()].name);
        let mut start = (text.len() as f64 * at) as usize;
        while !text.is_char_boundary(start) { start -= 1; }
        let mut end = (start + length).min(text.len());
        while !text.is_char_boundary(end) { end -= 1; }
        text.replace_range(start..end.max(start), &with);
        holds(&text)?;
    }

    #[test]
    fn any_article_is_imported_or_refused(pieces in prop::collection::vec(article_piece(), 0..12)) {
        let text = pieces.join("\n\n");
        let path: Arc<str> = "a.md".into();
        let manner = Manner { format: Format::Markdown, ..manner(Spelling::Markdown) };
        let (made, remarks) = convert(&path, &text, &Names::default(), manner);
        prop_assert_eq!(made.is_empty(), remarks.iter().any(Diagnostic::is_error));
        for made in &made {
            is_laid_out(&format!("x.{}", made.spelling.extension()).into(), &made.text)?;
        }
    }
}

fn article_piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "# A title",
        "## Facts",
        "## Narratives",
        "## Background",
        "### Left — Fox",
        "It began. [^1]",
        "- It ended. [^2]\n- It went on. [^1]",
        "[^1]: AP News, \"A title\", https://example.org/",
        "[^2]: BBC",
        "[^1]: again",
        "No citation.",
        "```\n[^1]: code\n```",
        "[^x",
        "> [^1]",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,40}"]
}

#[test]
fn no_text_takes_long() {
    let lines = |line: &str| line.repeat(60_000 / line.len());
    for text in [
        format!("T\nFacts\n- It. {}\nSources: 1A, 2B.", "[".repeat(60_000)),
        format!(
            "T\nFacts\n- It to {}\nSources: 1A, 2B.",
            "1 2 ".repeat(15_000)
        ),
        format!("T\nFacts\n- It. 1\nSources: 1{}", ".".repeat(60_000)),
        format!(
            "T\nFacts\n- It. 1\nSources: {}",
            (1..8_000)
                .map(|n| format!("{n}A"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        format!(
            "T\nFacts\n- It. 1\nSources: 1A.\nNerd narrative: A 15% chance that {}",
            "a.".repeat(30_000)
        ),
        format!("T\nFacts\n- It. 1\nSources: 1A.\n{}", lines("LEFT\n")),
        format!("T\nFacts\n{}Sources: 1A.\n", lines("- x\n")),
        format!(
            "T\nFacts\n- It. 1\nSources: 1A.\n{}",
            lines("Left narrative\n")
        ),
        format!("T\n{}", lines("Sources: 1A\n")),
        lines("A title\nFacts\n- It. 1\nSources: 1A.\n\n"),
    ] {
        let start = std::time::Instant::now();
        import(&text, Spelling::Markdown);
        // Bounded, not timed: what grows with the square of the text takes minutes here.
        assert!(
            start.elapsed().as_secs() < 20,
            "{}",
            &text[..80.min(text.len())]
        );
    }
}
