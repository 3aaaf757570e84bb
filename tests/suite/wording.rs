//! Rules about words: what they find in ordinary English, and what they leave alone.

use crate::harness::{SITE, Site};

/// What a rule finds in a brief whose facts are these: the marked texts.
fn marked(rule: &str, facts: &[&str]) -> Vec<String> {
    let off = "accuracy = \"allow\"\nbalance = \"allow\"\nform = \"allow\"\n";
    let facts: String = facts
        .iter()
        .map(|fact| format!("- {fact} [^a]\n"))
        .collect();
    let built = Site::new(&format!(
        "{SITE}[lint]\n{off}{rule} = \"warn\"\n-- content/briefs/a.md --\n---\ntitle: T\ndate: 2025-06-01\nsources: {{a: A}}\n---\n\n## Facts\n\n{facts}"
    ))
    .build();
    let found = built.report.diagnostics.iter();
    found
        .map(|one| {
            assert_eq!(one.code, rule, "{}", built.painted());
            let text = &built.report.sources[one.path()];
            text[one.labels[0].span.range()].to_owned()
        })
        .collect()
}

#[test]
fn a_time_is_vague_only_where_no_date_is_near() {
    let exact = [
        "They met on Monday, Sept. 8, 2025.",
        "They met on Saturday (Apr. 5, 2025).",
        "On Monday, U.S. officials said on April 7, 2025 that it is so.",
        "They met on Friday, 4/5/2025.",
        "They met on Friday, 05.04.2025.",
        "It fell in the last week of January 2025.",
        "It was the last year of the Smith presidency.",
        "He spoke on ABC's This Week.",
        "They voted on Tuesday Nov. 5.",
        "Clocks change on the last Sunday in March.",
        "The report is in USA Today.",
        "He called it ‘a tragedy for today’ on May 1, 2025.",
        "The sign said 'we open tomorrow' in red.",
        "It said &quot;today&quot; in red.",
    ];
    assert_eq!(marked("vague-time-in-fact", &exact), [""; 0]);
    let vague = [
        ("The talks took place on Saturday in Seoul.", "on Saturday"),
        ("It follows yesterday's vote.", "yesterday's"),
        ("It costs more than last year's did.", "last year's"),
        ("On Friday, 300 may lose their jobs.", "On Friday"),
        ("It met this week, some 400 march on.", "this week"),
        ("A 6\" pipe burst today.", "today"),
        ("It ended Monday. It begins next month.", "next month"),
    ];
    for (fact, wanted) in vague {
        assert_eq!(marked("vague-time-in-fact", &[fact]), [wanted], "{fact}");
    }
}

#[test]
fn words_that_judge_are_found_outside_quotation_marks_only() {
    let quoted = [
        "The court called it ‘brutal’ and “shocking”.",
        "He said: \"It's an outrageous, 'radical' plan.\"",
        "„So radical“ war es, and «notorious» too.",
        "`radical` is a word.",
        "The radicalised and the brutality are other words.",
    ];
    assert_eq!(marked("loaded-word-in-fact", &quoted), [""; 0]);
    let own = [
        "The regime's forces left.",
        "Its Radical plan failed.",
        "A so-called *brutal* act.",
    ];
    assert_eq!(
        marked("loaded-word-in-fact", &own),
        ["regime's", "Radical", "so-called", "brutal"]
    );
}

#[test]
fn two_facts_with_other_figures_are_two_facts() {
    let facts = [
        "Growth was 1.5 per cent.",
        "Growth was 15 per cent.",
        "The vote was 1-11.",
        "The vote was 11-1.",
        "Inflation was -2% then.",
        "Inflation was 2% then.",
        "Éric est là.",
        "Érica est là.",
    ];
    assert_eq!(marked("duplicate-fact", &facts), [""; 0]);
    let twice = [
        "It rose to 1,000, they say.",
        "It rose, to 1,000 they say!",
        "ÉTÉ 2025.",
        "été 2025",
    ];
    assert_eq!(marked("duplicate-fact", &twice).len(), 2);
}

#[test]
fn a_day_elsewhere_on_earth_is_no_impossible_date() {
    let codes = |head: &str| {
        let lint = "[lint]\nbalance = \"allow\"\nform = \"allow\"\n";
        Site::new(&format!("{SITE}{lint}-- content/briefs/a.yaml --\ntitle: T\n{head}facts: [{{text: x, cite: [a]}}]\n"))
            .build_with(|options| options.drafts = true)
            .codes()
    };
    let with = |date: &str, published: &str| {
        codes(&format!(
            "date: {date}\nsources: {{a: {{outlet: A, published: {published}}}}}\n"
        ))
    };
    for (date, published) in [
        ("2025-03-01", "2025-03-02T07:00+09:00"),
        ("2025-03-01T21:00-08:00", "2025-03-02T14:00+09:00"),
        ("2025-03-01", "2025-03-02"),
    ] {
        assert_eq!(with(date, published), [""; 0], "{date} {published}");
    }
    for (date, published) in [
        ("2025-03-01", "2025-03-03"),
        ("2025-03-01T10:00Z", "2025-03-01T11:00Z"),
    ] {
        assert_eq!(
            with(date, published),
            ["impossible-date"],
            "{date} {published}"
        );
    }
    let sources = "sources: {a: A}\n";
    assert_eq!(
        codes(&format!("date: 2025-03-02\nupdated: 2025-03-01\n{sources}")),
        ["impossible-date"]
    );
    assert_eq!(
        codes(&format!(
            "date: 2025-03-02T10:00Z\nupdated: 2025-03-02\n{sources}"
        )),
        [""; 0]
    );
}

#[test]
fn lengths_are_compared_only_where_words_can_be_counted() {
    let codes = |one: &str, other: &str| {
        let lint = "[lint]\naccuracy = \"allow\"\nform = \"allow\"\nsingle-outlet = \"allow\"\n";
        Site::new(&format!("{SITE}{lint}-- content/briefs/a.md --\n---\ntitle: T\ndate: 2025-06-01\nsources: {{a: A}}\n---\n\n## Facts\n\n- x [^a]\n\n## Narratives\n\n### Left\n\n{one}\n\n### Right\n\n{other}\n"))
            .build()
            .codes()
    };
    let words = |count: usize| "so ".repeat(count);
    assert_eq!(codes(&words(16), &words(10)), [""; 0]);
    assert_eq!(codes(&words(17), &words(10)), ["lopsided-narratives"]);
    assert_eq!(
        codes(&format!("> {}", words(10)), &words(10)),
        [""; 0],
        "a quoted telling is one"
    );
    let zh = "这是一个很长的句子没有任何空格所以不能数它的字词".repeat(3);
    assert_eq!(codes(&format!("{zh}\n\n{zh}"), &zh), [""; 0]);
}

#[test]
fn many_findings_of_one_rule_are_told_as_such() {
    let fact = "It was so yesterday. ".repeat(50);
    let lint = "[lint]\nbalance = \"allow\"\nlong-fact = \"allow\"\nmissing-summary = \"allow\"\n";
    let built = Site::new(&format!("{SITE}{lint}-- content/briefs/a.yaml --\ntitle: T\ndate: 2025-06-01\nsources: {{a: A}}\nfacts: [{{text: \"{fact}\", cite: [a]}}]\n")).build();
    assert_eq!(built.codes().len(), 20);
    let last = built.report.diagnostics.last().unwrap();
    assert_eq!(
        last.help.as_deref(),
        Some("there are more like it in this file")
    );
}
