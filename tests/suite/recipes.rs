//! Recipes: two pages of one recipe have the same bytes, whatever was edited.

use std::collections::BTreeMap;

use evenhand::build::{Changes, Recipe, Workspace};
use evenhand::diag::Diagnostic;

use crate::harness::{Site, brief};

/// A site with something of everything that a page can be made from.
fn rich() -> Site {
    let site = Site::new(
        "-- site.toml --
title = \"Desk\"
base_url = \"https://example.org/news/\"
page_size = 3
lint = {accuracy = \"allow\", balance = \"allow\"}
-- content/outlets.yaml --
ap: {name: AP News, aliases: [Associated Press], ratings: [{scale: left-right, value: -0.5, rater: A Rater}]}
bbc: {name: BBC}
-- content/pages/about.md --
---
title: About
---
We are the desk.
",
    );
    for n in 1..=12 {
        let more = format!(
            "tags: [Rivers, T{}]\nseries: S{}\ncorrections: [{{date: 2025-03-{n:02}, text: Was wrong.}}]\n",
            n % 3,
            n % 2
        );
        let more = match n {
            5 => format!("{more}related: [b1]\n"),
            _ => more,
        };
        site.edit(&format!(
            "-- content/briefs/b{n}.md --\n{}",
            brief(
                &format!("Brief {n}"),
                &format!("2025-{:02}-{n:02}", n % 4 + 1),
                &more
            )
        ));
    }
    // A warning, whose place moves when something is written before it.
    let seven = std::fs::read_to_string(site.path(SEVEN)).unwrap();
    site.put(SEVEN, seven.replace("AP News", "AP Newz").as_bytes());
    site
}

const SEVEN: &str = "content/briefs/b7.md";

/// The recipe and the bytes of every page.
type Pages = BTreeMap<String, (Recipe, Vec<u8>)>;

fn pages(workspace: &Workspace) -> Pages {
    let edition = workspace.edition().expect("the site is sound");
    let press = edition.press();
    let mut desk = press.desk();
    let mut pages = Pages::new();
    for planned in edition.planned.iter() {
        let recipe = edition.recipe(planned);
        press.make(planned, &mut desk).unwrap().unwrap();
        pages.insert(planned.target.to_string(), (recipe, desk.buffer.clone()));
    }
    pages
}

/// Pages whose recipe is new, and how many of them have new bytes.
fn renewed(before: &Pages, after: &Pages, edit: &str) -> (Vec<String>, usize) {
    let mut renewed = Vec::new();
    let mut differ = 0;
    for (target, (recipe, bytes)) in after {
        match before.get(target) {
            Some((old, old_bytes)) if old == recipe => {
                assert!(
                    old_bytes == bytes,
                    "{edit}: {target} has its old recipe and new bytes"
                );
            }
            Some((_, old_bytes)) => {
                renewed.push(target.clone());
                differ += usize::from(old_bytes != bytes);
            }
            None => {}
        }
    }
    (renewed, differ)
}

/// Reads what changed; gives back what there is to say, which is no error.
fn refresh(workspace: &mut Workspace, site: &Site, changes: &Changes) -> Vec<Diagnostic> {
    let now = site.options().now;
    let report = workspace.refresh(changes, now, &|_, _, _| {}).unwrap();
    assert_eq!(report.errors(), 0, "{:?}", report.diagnostics);
    assert!(report.warnings() < 3, "{:?}", report.diagnostics);
    report.diagnostics
}

fn of(path: &str) -> Changes {
    Changes::Of([path.to_owned()].into())
}

#[test]
fn a_page_keeps_its_recipe_only_with_its_bytes() {
    let site = rich();
    let mut workspace = Workspace::new(site.options());
    refresh(&mut workspace, &site, &Changes::All);
    let mut before = pages(&workspace);
    let text = std::fs::read_to_string(site.path("content/briefs/b5.md")).unwrap();
    let outlets = std::fs::read_to_string(site.path("content/outlets.yaml")).unwrap();
    let settings = std::fs::read_to_string(site.path("site.toml")).unwrap();
    let five = "content/briefs/b5.md";
    let theme = include_str!("../../themes/broadsheet/templates/tag.html");
    let english = include_str!("../../themes/broadsheet/i18n/en.toml");
    let in_brief = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        (five, text.replace(from, to))
    };
    let seven = std::fs::read_to_string(site.path(SEVEN)).unwrap();
    let edits: Vec<(&str, String)> = vec![
        (
            SEVEN,
            seven.replace("sources:", "# one line more\nsources:"),
        ),
        (SEVEN, seven.replace("Something", "Something else")),
        (SEVEN, seven.replace("AP Newz", "AP News")),
        in_brief("Something happened", "Something else happened"),
        in_brief(
            "sources:\n  ap: AP News",
            "sources:\n  # a line more\n  ap: AP News",
        ),
        in_brief("It is good", "It is very good"),
        in_brief("[^ap]", "[^ap] [^ap]"),
        in_brief("  ap: AP News", "  ap: AP News\n  other: BBC"),
        in_brief(
            "  ap: AP News",
            "  ap: {outlet: AP News, title: A report, kind: data}",
        ),
        in_brief("title: Brief 5", "authors: [Somebody]\ntitle: Brief 5"),
        in_brief("AP News", "AP Newss"),
        in_brief("### Right", "### Rihgt"),
        in_brief("### Left", "### Left — [Somebody](https://example.org/)"),
        in_brief("title: Brief 5", "extra: {a: 1}\ntitle: Brief 5"),
        in_brief("title: Brief 5", "editors: [Somebody]\ntitle: Brief 5"),
        in_brief("title: Brief 5", "expires: 2025-06-01\ntitle: Brief 5"),
        in_brief("title: Brief 5", "aliases: [/five/]\ntitle: Brief 5"),
        in_brief("title: Brief 5", "id: five\ntitle: Brief 5"),
        in_brief("Summary of", "Another summary of"),
        in_brief("title: Brief 5", "title: Brief V"),
        in_brief("Rivers", "rivers"),
        in_brief("T2", "T1"),
        in_brief("series: S1", "series: S0"),
        in_brief("AP News", "BBC"),
        in_brief("AP News", "Another outlet"),
        in_brief("### Left", "### Nerd"),
        in_brief("Was wrong", "Was quite wrong"),
        in_brief("related: [b1]", "related: [b2]"),
        in_brief("date: 2025-02-05", "date: 2025-01-09"),
        in_brief("date: 2025-02-05", "date: 2026-05-05"),
        in_brief("title: Brief 5", "lang: de\ntitle: Brief 5"),
        in_brief("title: Brief 5", "updated: 2025-06-01\ntitle: Brief 5"),
        in_brief("title: Brief 5", "slug: five\ntitle: Brief 5"),
        in_brief("title: Brief 5", "draft: true\ntitle: Brief 5"),
        in_brief("related: [b1]\n", ""),
        ("content/outlets.yaml", outlets.replace("-0.5", "-0.4")),
        (
            "content/outlets.yaml",
            outlets.replace(
                "name: AP News, aliases: [Associated Press]",
                "name: The AP, aliases: [AP News]",
            ),
        ),
        (
            "content/outlets.yaml",
            outlets.replace("bbc: {name: BBC}", "nyt: {name: NYT}"),
        ),
        (
            "content/pages/about.md",
            "---\ntitle: About\n---\nWe are two desks.\n".into(),
        ),
        (
            "content/pages/about.md",
            "---\ntitle: About us\n---\nWe are the desk.\n".into(),
        ),
        (
            "content/pages/method.md",
            "---\ntitle: Method\n---\nWe read.\n".into(),
        ),
        ("site.toml", settings.replace("Desk", "Another desk")),
        ("site.toml", format!("{settings}narratives = \"even\"\n")),
        ("site.toml", format!("{settings}language = \"de\"\n")),
        (
            "site.toml",
            settings.replace("page_size = 3", "page_size = 2"),
        ),
        (
            "templates/tag.html",
            theme.replace("{% block main %}", "{% block main %}<!-- mine -->"),
        ),
        ("assets/main.css", "body { color: red }".into()),
        ("assets/main.js", "// mine".into()),
        (
            "i18n/en.toml",
            english.replace("\"Facts\"", "\"The facts\""),
        ),
    ];
    for (path, changed) in edits {
        let original = std::fs::read(site.path(path)).ok();
        let edit = format!("{path}: {changed}");
        site.put(path, changed.as_bytes());
        let found = refresh(&mut workspace, &site, &of(path));
        let after = pages(&workspace);
        // What was kept does not show: all is as if it had been read for the first time.
        let mut fresh = Workspace::new(site.options());
        let afresh = refresh(&mut fresh, &site, &Changes::All);
        assert_eq!(found, afresh, "{edit}");
        assert!(
            after == pages(&fresh),
            "{edit}: a page is not what it would be afresh"
        );
        let (new, _) = renewed(&before, &after, &edit);
        assert!(
            !new.is_empty() || after.len() != before.len(),
            "{edit}: nothing is new"
        );
        match original {
            Some(bytes) => site.put(path, &bytes),
            None => site.remove(path),
        }
        refresh(&mut workspace, &site, &of(path));
        let back = pages(&workspace);
        renewed(&after, &back, &edit);
        assert!(
            back == before,
            "{edit}: undone, the site is not what it was"
        );
        before = back;
    }
}

#[test]
fn an_edit_renews_the_pages_that_show_it_and_no_other() {
    let site = rich();
    let mut workspace = Workspace::new(site.options());
    refresh(&mut workspace, &site, &Changes::All);
    let before = pages(&workspace);
    let path = "content/briefs/b5.md";
    let text = std::fs::read_to_string(site.path(path)).unwrap();
    let mut after = |path: &str, text: &str| {
        site.put(path, text.as_bytes());
        refresh(&mut workspace, &site, &of(path));
        let after = pages(&workspace);
        renewed(&before, &after, path)
    };
    let fact = text.replace("Something happened", "Something else happened");
    let (new, _) = after(path, &fact);
    // Its page and its data, and the feeds that hold all of it.
    let own = ["2025/02/05/b5/brief.json", "2025/02/05/b5/index.html"];
    let feeds = ["feed.json", "feed.xml"];
    let tags = ["rivers", "t2"].map(|tag| feeds.map(|feed| format!("tags/{tag}/{feed}")));
    let mut expected: Vec<String> = own.iter().chain(&feeds).map(|&path| path.into()).collect();
    expected.extend(tags.into_iter().flatten());
    assert_eq!(new, expected);
    let (new, differ) = after(path, &text.replace("Summary of", "A summary of"));
    // A template may show the summary of each card that it is given, and some do not.
    assert!(differ > 1 && differ <= new.len(), "{new:?}");
    assert!(new.len() < before.len() / 2, "{new:?}");
    let rating = "ap: {name: AP News, aliases: [Associated Press], ratings: [{scale: left-right, value: 0.5, rater: A Rater}]}\nbbc: {name: BBC}\n";
    assert!(after(path, &text).0.is_empty(), "the edit was undone");
    let (new, _) = after("content/outlets.yaml", rating);
    assert!(
        !new.is_empty() && new.iter().all(|target| target.starts_with("outlets/ap/")),
        "{new:?}"
    );
}

#[test]
fn a_plain_page_is_news_to_others_only_where_the_menu_names_it() {
    let site = rich();
    let menu = "\n[[menu]]\nlabel = \"About\"\npath = \"/about/\"\n";
    let settings = std::fs::read_to_string(site.path("site.toml")).unwrap();
    let new_pages = |settings: &str| {
        site.put("site.toml", settings.as_bytes());
        let mut workspace = Workspace::new(site.options());
        refresh(&mut workspace, &site, &Changes::All);
        let before = pages(&workspace);
        let path = "content/pages/help.md";
        site.put(path, b"---\ntitle: Help\n---\nAsk us.\n");
        refresh(&mut workspace, &site, &of(path));
        let (mut new, _) = renewed(&before, &pages(&workspace), path);
        site.remove(path);
        new.retain(|target| target.ends_with(".html"));
        new.len()
    };
    assert!(new_pages(&settings) > 20);
    assert_eq!(new_pages(&format!("{settings}{menu}")), 0);
}

#[test]
fn a_brief_that_is_held_back_has_the_settings_of_now() {
    let site = rich();
    let mut workspace = Workspace::new(site.options());
    refresh(&mut workspace, &site, &Changes::All);
    for n in [2, 3] {
        let path = format!("content/briefs/b{n}.md");
        let text = std::fs::read_to_string(site.path(&path)).unwrap();
        site.put(
            &path,
            text.replacen("---\n", "---\nid: same\n", 1).as_bytes(),
        );
    }
    let mut read = |path: &str| {
        let now = site.options().now;
        let report = workspace.refresh(&of(path), now, &|_, _, _| {});
        report.expect("the world is fine").diagnostics
    };
    read("content/briefs");
    let settings = std::fs::read_to_string(site.path("site.toml")).unwrap();
    let settings = settings.replace("page_size", "permalink = \"/b/{slug}/\"\npage_size");
    site.put("site.toml", settings.as_bytes());
    let found = read("site.toml");
    assert!(found.iter().any(|fault| fault.code == "duplicate-id"));
    let after = pages(&workspace);
    for n in [1, 2, 3] {
        assert!(after.contains_key(&format!("b/b{n}/index.html")), "{n}");
    }
    assert!(!after.keys().any(|target| target.starts_with("2025/")));
}

#[test]
fn a_style_sheet_changes_no_content() {
    let site = rich();
    let mut workspace = Workspace::new(site.options());
    refresh(&mut workspace, &site, &Changes::All);
    let before = pages(&workspace);
    site.put("assets/main.css", b"body { color: red }");
    refresh(&mut workspace, &site, &of("assets/main.css"));
    let after = pages(&workspace);
    for (target, (recipe, _)) in after.iter().filter(|(target, _)| target.ends_with(".html")) {
        let old = before[target].0;
        assert_eq!(old.content(), recipe.content(), "{target}");
        assert_ne!(old.styles, recipe.styles, "{target}");
    }
}
