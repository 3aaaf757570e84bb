//! Which narrative comes first.

use evenhand::model::Stances;

use crate::harness::{NO_RULES, Site, brief};

/// A brief of two sides and a forecast, parsed, with this id.
fn leader(id: usize) -> String {
    let text = format!(
        "title: T\ndate: 2026-01-01\nid: brief-{id}\nsources: {{a: A}}\nfacts: [{{text: x, cite: [a]}}]\n\
         narratives: [{{stance: Left, text: x}}, {{stance: Right, text: x}}, {{stance: Nerd, text: x}}]\n"
    );
    let (brief, diagnostics) = evenhand::parse::brief(&"content/briefs/a.yaml".into(), &text);
    assert!(diagnostics.is_empty());
    let mut brief = brief.unwrap();
    brief.turn_narratives(&Stances::new([]));
    assert_eq!(
        brief.narratives[2].stance.value, "Nerd",
        "who takes no side follows"
    );
    brief.narratives[0].stance.value.clone()
}

#[test]
fn over_a_thousand_briefs_each_of_two_sides_leads_about_half() {
    let left = (0..1_000).filter(|&id| leader(id) == "Left").count();
    assert!((450..=550).contains(&left), "Left leads {left} of 1,000");
}

#[test]
fn the_same_brief_is_turned_the_same_way_each_time() {
    assert!((0..50).all(|id| leader(id) == leader(id)));
}

#[test]
fn as_written_is_the_default_and_even_a_setting() {
    let settings = |order: &str| {
        format!(
            "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example/\"\n{NO_RULES}{order}\n"
        )
    };
    let briefs: String = (0..20)
        .map(|n| {
            format!(
                "-- content/briefs/b{n}.md --\n{}",
                brief(&format!("B{n}"), "2025-01-01", "")
            )
        })
        .collect();
    let leads = |order: &str| -> Vec<bool> {
        let built = Site::new(&format!("{}{briefs}", settings(order)))
            .build()
            .clean();
        (0..20)
            .map(|n| {
                let page = built.file(&format!("2025/01/01/b{n}/index.html"));
                page.find("It is good.").unwrap() < page.find("It is bad.").unwrap()
            })
            .collect()
    };
    assert!(leads("").iter().all(|&left| left));
    let even = leads("narratives = \"even\"");
    assert!(even.contains(&true) && even.contains(&false));
}
