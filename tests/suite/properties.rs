//! Any bytes as a brief give a diagnostic or a page: never a panic, never without end.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::harness::Site;
use crate::html::read;

const GOOD: &str = "---\ntitle: T\ndate: 2025-01-01\ntags: [a, b]\nsources:\n  ap: AP\n  x: {outlet: X, url: https://x.example/}\npredictions: [{question: Q?, probability: 15%}]\n---\n\nSummary.\n\n## Facts\n\n- One. [^ap]\n- Two\n\n  - three [^x]\n\n## Narratives\n\n### Left — [P](https://p.example/)\n\nText.\n\n## More\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";

/// Pieces that mean something to one of the readers.
pub fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        prop::sample::select(vec![
            "---\n",
            "\n",
            "\r\n",
            "\n\n",
            "## Facts\n",
            "## Narratives\n",
            "### ",
            "- ",
            "  - ",
            "* ",
            "1. ",
            "[^ap]",
            "[^",
            "]",
            "](",
            "[",
            "<",
            "<!--",
            "-->",
            "<script>",
            "```",
            "~~~\n",
            "|",
            ":",
            ": ",
            "{",
            "}",
            "&a ",
            "*a",
            "!t ",
            "> ",
            "\t",
            "\\",
            "'",
            "\"",
            "%",
            "#",
            "title: ",
            "facts:\n",
            "\u{feff}",
            "\u{0}",
            "é",
            "\u{202e}",
            "    ",
            "***",
            "__",
            "---",
            "===",
            "cite: [ap]\n",
            "date: 2025-01-01\n",
        ])
        .prop_map(str::to_owned),
    ]
}

/// The good brief with some of its parts replaced.
pub fn damaged() -> impl Strategy<Value = String> {
    (prop::collection::vec((0..GOOD.len(), 0..30_usize, piece()), 1..8)).prop_map(|edits| {
        let mut text = GOOD.to_owned();
        for (at, length, new) in edits {
            let start = evenhand::text::floor_boundary(&text, at);
            let end = evenhand::text::floor_boundary(&text, start + length);
            text.replace_range(start..end.max(start), &new);
        }
        text
    })
}

/// Parses in both spellings; what is accepted must build into well-formed pages.
fn survives(text: &str, build: bool) {
    for path in ["content/briefs/x.md", "content/briefs/x.yaml"] {
        let (brief, diagnostics) = evenhand::parse::brief(&Arc::from(path), text);
        assert!(
            brief.is_some() || !diagnostics.is_empty(),
            "neither a brief nor a reason"
        );
        for diagnostic in &diagnostics {
            let sources = [(Arc::from(path), text.to_owned())].into();
            assert!(!evenhand::cli::plain(diagnostic, &sources).is_empty());
        }
        if build && brief.is_some() {
            let site = Site::with("");
            site.put(path, text.as_bytes());
            let built = site.build();
            for (file, bytes) in built
                .files()
                .iter()
                .filter(|(file, _)| file.ends_with(".html"))
            {
                let page = read(&String::from_utf8_lossy(bytes));
                assert!(page.faults.is_empty(), "{file}: {:?}\n{text}", page.faults);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_text_gives_a_diagnostic_or_a_brief(pieces in prop::collection::vec(piece(), 0..60)) {
        survives(&pieces.concat(), false);
    }

    #[test]
    fn a_damaged_brief_gives_a_diagnostic_or_well_formed_pages(text in damaged()) {
        survives(&text, true);
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survives(&String::from_utf8_lossy(&bytes), false);
    }
}

/// Texts of one MiB made to exhaust time or memory, each a brief in the spelling of its name.
fn exhausting() -> Vec<(String, &'static str, String)> {
    const UNITS: [&str; 43] = [
        "[",
        "{",
        "- ",
        "a: ",
        "? ",
        "{a: ",
        "[a, ",
        "&a ",
        "*a ",
        "!a ",
        "\"",
        "a: |\n",
        "-\n",
        "a: &a [*a]\n",
        "> ",
        "- - ",
        "* a\n",
        "1. ",
        "`",
        "*a_ ",
        "[a](",
        "![",
        "[^ap]",
        "[^ap",
        "<a ",
        "<!--",
        "|a",
        "|-|\n",
        "&amp;",
        "\\",
        "#\n",
        "### x\n",
        "    x\n",
        "```\n",
        "~",
        "a\n===\n",
        "[a]: b\n",
        "- a [^ap]\n",
        "x ",
        "\u{0}",
        "é",
        "**a",
        "<b>",
    ];
    let head = "---\ntitle: T\ndate: 2025-01-01\nsources: {ap: AP}\n---\n## Facts\n\n- x [^ap]\n\n## More\n\n";
    let mut all = Vec::new();
    for unit in UNITS {
        let long = unit.repeat((1 << 20) / unit.len() - 200);
        all.push((format!("{unit:?} as YAML"), "x.yaml", long.clone()));
        all.push((
            format!("{unit:?} in a section"),
            "x.md",
            format!("{head}{long}"),
        ));
    }
    let many =
        |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let sources = many(300, &|n| format!("  s{n}: Outlet {n}\n"));
    let front = format!("title: T\ndate: 2025-01-01\nsources:\n{sources}");
    all.push((
        "reference links and their definitions".into(),
        "x.md",
        format!(
            "---\n{front}---\n## Facts\n\n{}\n{}",
            many(900, &|n| format!("- a [a{n}] [^s1]\n")),
            many(60_000, &|n| format!("[a{n}]: /x\n"))
        ),
    ));
    all.push((
        "one source cited again and again".into(),
        "x.md",
        format!(
            "---\n{front}---\n## Facts\n\n- x {}\n",
            "[^s299]".repeat(140_000)
        ),
    ));
    all.push((
        "tags and sources".into(),
        "x.yaml",
        format!(
            "{front}tags: [{}]\nfacts: [{{text: {}, cite: [s1]}}]\n",
            many(100, &|n| format!("t{n}, ")),
            "word ".repeat(180_000)
        ),
    ));
    let nested = (0..55).fold("x, ".repeat(300_000), |inner, n| format!("&a{n} [{inner}]"));
    all.push((
        "an anchor in an anchor".into(),
        "x.yaml",
        format!("title: T\ndate: 2025-01-01\nextra: {{a: {nested}}}\n"),
    ));
    all.push((
        "keys that stand twice".into(),
        "x.yaml",
        many(40_000, &|n| format!("k{n}: 1\n")).repeat(2),
    ));
    all
}

/// The law is a second and 200 MB. This build is not optimised, and the machine may be
/// busy, so the test allows ten seconds: work that grows with the square would take minutes.
#[test]
fn a_megabyte_made_to_exhaust_is_survived_in_bounded_time_and_memory() {
    for (name, file, text) in exhausting() {
        assert!(text.len() < 1_200_000, "{name}");
        let site = Site::with("");
        site.put(&format!("content/briefs/{file}"), text.as_bytes());
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gen"))
            .args(["build", "--quiet", "--keep-going", "--root"])
            .arg(site.path("."))
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut peak = 0;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            peak = peak.max(resident_kilobytes(child.id()));
            if start.elapsed() > Duration::from_secs(10) {
                child.kill().unwrap();
                panic!("{name}: no end");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        assert!(
            status.code().is_some_and(|code| code <= 1),
            "{name}: {status}"
        );
        assert!(peak < 200_000, "{name}: {peak} kB");
    }
}

/// The most memory that the process has used so far; 0 where the system does not tell.
fn resident_kilobytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmHWM:")?
                .trim()
                .strip_suffix("kB")?
                .trim()
                .parse()
                .ok()
        })
        .unwrap_or(0)
}
