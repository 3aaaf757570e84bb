//! The parts of a text, one trap after the other: nothing is taken for something else without a word.

use evenhand::import::Spelling;

use super::{DATE, codes, import, parsed, sketch, story};

#[test]
fn a_provider_that_does_not_end_is_refused() {
    let text = story("One", "It began.").replace(
        "Left narrative: Good.",
        "Left narrative, as provided by somebody who goes on and on without any stop at all until the end",
    );
    let (made, remarks) = import(&text, Spelling::Markdown);
    assert!(
        made.is_empty() && codes(&remarks).contains(&"provider-unclear"),
        "{remarks:?}"
    );
}

#[test]
fn what_one_spelling_cannot_say_is_written_in_the_other() {
    // In a heading, the first dash would end the stance.
    let text = story("One", "It began.").replace("Left narrative", "Pro-A — B narrative");
    let (made, remarks) = import(&text, Spelling::Markdown);
    assert_eq!(made[0].spelling, Spelling::Yaml);
    assert!(codes(&remarks).contains(&"other-spelling"));
    assert_eq!(parsed(&made[0]).narratives[0].stance.value, "Pro-A — B");
}

/// A story with these lines in place of its facts, sources and narratives.
fn of(facts: &str, sources: &str, narratives: &str) -> String {
    sketch(&format!(
        "A title\nFacts\n{facts}\nSources: {sources}\nNarratives\n{narratives}\n"
    ))
}

const THREE: &str = "1AP, 2BBC and 3CNN.";
const TOLD: &str = "- Left narrative: Good.\n- Right narrative: Bad.";

#[test]
fn a_number_that_belongs_to_the_sentence_stays_in_it() {
    for (fact, words, outlets) in [
        ("The song is no. 2 3", "The song is no. 2", "CNN"),
        ("It began in Jan. 1 2", "It began in Jan. 1", "BBC"),
        ("It covers 300 km² 1", "It covers 300 km²", "AP"),
        ("It ended. [1]–[3]", "It ended.", "AP; BBC; CNN"),
        ("It ended [1].", "It ended.", "AP"),
    ] {
        let all = of(&format!("- {fact}\n- And. 1 2 3"), THREE, TOLD);
        assert!(
            all.contains(&format!("fact {words} [^")) && all.contains(&format!("<{outlets}>")),
            "{fact}: {all}"
        );
    }
    // Where it may be either, somebody is told.
    for fact in ["He was ranked No. 1", "The case is A vs. 3"] {
        let all = of(&format!("- {fact}\n- And. 1 2 3"), THREE, TOLD);
        assert!(all.contains("ambiguous-citation"), "{fact}: {all}");
    }
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative: We want to be no. 1\n- Right narrative: This is \"Vision\" 2030",
    );
    assert!(
        all.contains("We want to be no. 1") && all.contains("This is \"Vision\" 2030"),
        "{all}"
    );
}

#[test]
fn a_fact_never_takes_the_source_of_its_neighbour() {
    for facts in [
        "\nThe council met in secret.\n\nThe vote was five to four. 1 2 3",
        "The council met in secret.\nThe vote was five to four. 1 2 3",
        "- The council met in secret.\n- The vote was five to four. 1 2 3",
        "- It began. 1 2 3\n- It went on.\nUpdated: 5 p.m.\n- It ended. 1",
    ] {
        let all = of(facts, THREE, TOLD);
        assert!(all.contains("uncited-fact"), "{facts}: {all}");
    }
    let all = of("- In the U.S. 2\n  million people left. 1 2 3", THREE, TOLD);
    assert!(
        all.contains("fact In the U.S. 2 million people left. [^ap]")
            && !all.contains("number-inside"),
        "{all}"
    );
    let all = of(
        "\nThe council met.\n\nThe vote was close.",
        "Reuters.",
        TOLD,
    );
    assert_eq!(all.matches("<Reuters>").count(), 2, "{all}");
}

#[test]
fn a_sentence_is_no_part_of_a_name() {
    for (narrative, provider, words) in [
        (
            "Warner Bros. Discovery. It is bad.",
            "Warner Bros. Discovery",
            "It is bad.",
        ),
        (
            "The Martin Luther King Jr. Center. Bad.",
            "The Martin Luther King Jr. Center",
            "Bad.",
        ),
        ("The Jan. 6 Committee. Bad.", "The Jan. 6 Committee", "Bad."),
        (
            "The New York\n  Times. It is good.",
            "The New York Times",
            "It is good.",
        ),
        (
            "CNN\nWe must act. Otherwise not.",
            "CNN",
            "We must act. Otherwise not.",
        ),
    ] {
        let all = of(
            "- And. 1 2 3",
            THREE,
            &format!("- Left narrative, as provided by {narrative}\n- Right narrative: Bad."),
        );
        assert!(
            all.contains(&format!("told Left by {provider}: {words}")),
            "{narrative}: {all}"
        );
    }
    for narrative in [
        "The Guardian. iPhone sales are down. It is bad.",
        "CNN We must act. Otherwise not.",
        "CNN, we must act. Otherwise not.",
    ] {
        let all = of(
            "- And. 1 2 3",
            THREE,
            &format!("- Left narrative, as provided by {narrative}\n- Right narrative: Bad."),
        );
        assert!(all.contains("provider-unclear"), "{narrative}: {all}");
    }
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative, as provided by Voice of the U.S. We must act.\n- Right narrative: Bad.",
    );
    assert!(all.contains("provider-ambiguous"), "{all}");
    for sources in [
        "1 AP, 2 BBC 3 CNN.",
        "1 AP / 2 BBC / 3 CNN",
        "1AP, 2BBC, 3CNN; see also Fox",
        "1AP, 2BBC, 3CNN. Photo: Getty",
        "1AP, 20 Minuten, 3BBC",
        "1AP, 2BBC, 3CNN\nSome think that this is good",
    ] {
        let all = of("- And. 1 2 3", sources, TOLD);
        assert!(
            all.contains("sources-unclear") || all.contains("no-label"),
            "{sources}: {all}"
        );
    }
    let all = of(
        "- And. 1 2 3",
        "1\u{a0}AP, 2\u{a0}BBC\u{a0}and 3\u{a0}CNN",
        TOLD,
    );
    assert!(all.contains("<AP; BBC; CNN>"), "{all}");
}

#[test]
fn what_has_no_label_is_no_part_of_a_narrative() {
    for more in [
        "Copyright 2023 X. All rights reserved.",
        "December 10, 2023",
    ] {
        let all = of(
            "- And. 1 2 3",
            THREE,
            &format!("- Left narrative: It is good.\n{more}"),
        );
        assert!(
            all.contains("no-label") || all.contains("provider-unclear"),
            "{more}: {all}"
        );
    }
    let all = of(
        "- And. 1 2 3\n- Moscow's narrative: the war is a defence. 3",
        THREE,
        TOLD,
    );
    assert!(all.contains("fact Moscow's narrative: the war"), "{all}");
    let all = of(
        "- And. 1 2 3",
        THREE,
        "Narrative 1: Good.\nNarrative 2: Bad.",
    );
    assert!(
        all.contains("told Narrative 1") && all.contains("told Narrative 2"),
        "{all}"
    );
}

#[test]
fn dates_bylines_and_teasers_are_where_they_belong() {
    let all = sketch(
        "A title\nDecember 10, 2023\nBy Jane Doe\nIt began. 1\nIt ended. 1\nSources: 1AP.\nLeft narrative: Good.",
    );
    assert!(
        all.contains("(2023-12-10)")
            && all.contains("by Jane Doe")
            && all.contains("fact It began. [^ap]"),
        "{all}"
    );
    let two = sketch(
        "A title\nDecember 9, 2023\nDecember 10, 2023\nFacts\n- It began. 1\nSources: 1AP.\n",
    );
    assert!(two.contains("two-dates"), "{two}");
    let differs = sketch("A title\nFacts * Other words. 1\nFacts\n- It began. 1\nSources: 1AP.\n");
    assert!(differs.contains("teaser-differs"), "{differs}");
    let wrapped = sketch(
        "A title\nFacts * It began in the\nautumn of\nFacts\n- It began in the autumn of 1999. 1\nSources: 1AP.\n",
    );
    assert!(
        wrapped.contains("dropped-teaser") && !wrapped.contains("summary"),
        "{wrapped}"
    );
}

#[test]
fn a_story_is_never_taken_for_something_else() {
    let tail = "- Left narrative: Good.\n- Right narrative: Bad.\n";
    let story = |title: &str| format!("{title}\nFacts\n- It began. 1\nSources: 1AP.\n{tail}");
    let dated = sketch(&format!(
        "{}\nDecember 10, 2023\n{}",
        story("The council votes"),
        story("A storm in Ohio")
    ));
    assert!(
        dated.contains("= A storm in Ohio (2023-12-10)")
            && dated.contains(&format!("= The council votes ({DATE})")),
        "{dated}"
    );
    let summed = sketch(&format!(
        "{}\nA storm in Ohio\nIt was a large one.\n{}",
        story("The council votes"),
        story("").trim_start()
    ));
    assert!(
        summed.contains("summary It was a large one.") && summed.contains("= A storm in Ohio"),
        "{summed}"
    );
    let bylines = sketch(&format!(
        "{}\n{}",
        story("The council votes\n\nBy Jane Doe"),
        story("A storm in Ohio\n\nBy John Roe")
    ));
    assert!(!bylines.contains("= By"), "{bylines}");
    let headless = sketch(&format!(
        "First title\n- It began. 1\nSources: 1AP.\n{tail}\n{}\n{}",
        story("Second one"),
        story("Third thing")
    ));
    assert!(headless.contains("two-versions"), "{headless}");
}

#[test]
fn what_is_wrapped_is_put_together() {
    let all = of(
        "- The forest covers 300 km².\n  It is the largest in all of\n  the country. 1,\n  2\n- And. 1 2\n  & 3",
        THREE,
        TOLD,
    );
    assert!(
        all.contains("the country. <AP; BBC>") && all.contains("And. <AP; BBC; CNN>"),
        "{all}"
    );
    let all = of(
        "- And. 1 2 3",
        "1AP, 2BBC and 3\nCNN.",
        "- Left narrative, as\n  provided by The Hill. It is good.\n- Right narrative,\n  as provided by Vox. It is bad.",
    );
    assert!(
        all.contains("told Left by The Hill: It is good.")
            && all.contains("told Right by Vox: It is bad."),
        "{all}"
    );
    assert!(all.contains("<AP; BBC; CNN>"), "{all}");
    let all = sketch(
        "City council approves the harbour\ntunnel after a debate\nFacts\n- It began. 1\nSources: 1AP.\n",
    );
    assert!(
        all.contains("= City council approves the harbour tunnel after a debate"),
        "{all}"
    );
    let all = of(
        "- And. 1 2 3",
        THREE,
        "Left narrative, as provided by Reuters\n\nEnough. The tunnel is bad.",
    );
    assert!(
        all.contains("told Left by Reuters: Enough. The tunnel"),
        "{all}"
    );
}

#[test]
fn what_only_looks_like_a_part_of_the_layout_is_text() {
    let all = of("iPhone sales rose. 1 2 3\niPad sales fell. 2", THREE, TOLD);
    assert!(
        all.contains("= A title (") && all.contains("fact iPhone sales rose. [^ap]"),
        "{all}"
    );
    // A label alone does not make a text a wrapped one.
    let all = of(
        "The mayor resigned on Monday.\nThe council approved it. 1 2 3",
        THREE,
        "Left narrative\nIt is good.\nThe weather will be fine.",
    );
    assert!(
        all.contains("uncited-fact") && all.contains("no-label"),
        "{all}"
    );
    let all = of("It was approved. 1 2 3\niPhone sales rose. 2", THREE, TOLD);
    assert!(all.contains("fact iPhone sales rose. [^bbc]"), "{all}");
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative: It is a gift to the rich, and the\nRepublicans push one narrative: that all will gain.\n- Right narrative: Bad.",
    );
    assert_eq!(all.matches("told ").count(), 2, "{all}");
    let all = of(
        "- And. 1 2 3",
        THREE,
        "- Left narrative: It is good.\nRight narrative – It is bad.",
    );
    assert!(all.contains("provider-unclear"), "{all}");
    for teaser in [
        "Facts - The moon is made of cheese. 1 - The sun is cold. 2",
        "Facts * The toll is 412. 1",
    ] {
        let all = sketch(&format!(
            "A title\n{teaser}\nFacts\n- The toll is 410. 1\nSources: 1AP.\n"
        ));
        assert!(all.contains("teaser-differs"), "{teaser}: {all}");
    }
    for summary in [
        "The tunnel will be opened in the spring\nBy President Joe Biden",
        "The tunnel will be opened on\nDecember 9, 2025",
    ] {
        let all = sketch(&format!(
            "A title\n\n{summary}\nFacts\n- It began. 1\nSources: 1AP.\n"
        ));
        assert!(!all.contains("2025") && !all.contains("\nby "), "{all}");
    }
    for sources in ["1AP, 2BBC and 3CNN. 12 people came.", "1440."] {
        let all = of("- And.", sources, TOLD);
        assert!(all.contains("sources-unclear"), "{sources}: {all}");
    }
    let all = of("- It ended 1.\n- And.", "Reuters.", TOLD);
    assert!(all.contains("uncited-fact"), "{all}");
}

#[test]
fn a_newsletter_may_have_bylines_and_a_masthead_without_a_date() {
    let story = |title: &str| format!("{title}\nFacts\n- It began. 1\nSources: 1AP.\n{TOLD}\n");
    let all = sketch(&format!(
        "The Daily Brief\n\n{}\n{}",
        story("Storm floods villages\nBy Jane Doe"),
        story("The council votes")
    ));
    assert!(
        all.contains("= Storm floods villages")
            && all.contains("by Jane Doe")
            && all.contains("= The council votes"),
        "{all}"
    );
    assert!(all.contains("dropped-masthead"), "{all}");
    let asked = sketch(&format!(
        "{}{}",
        story("Storm floods villages"),
        story("Is inflation over?")
    ));
    assert!(
        asked.contains("= Is inflation over?") && asked.contains("= Storm floods villages"),
        "{asked}"
    );
    let both = sketch(&format!(
        "{}{}",
        story("The council votes"),
        story("Storm floods villages\nIs it the end?")
    ));
    assert!(both.contains("two-versions"), "{both}");
    let unclear = sketch(&format!(
        "{}Everybody knows that\nvery well.\nMayor visits the U.S.\nFacts\n- It. 1\nSources: 1AP.\n",
        story("The council votes")
    ));
    assert!(unclear.contains("two-versions"), "{unclear}");
}
