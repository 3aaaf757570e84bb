//! How much is made again after one edit, in an archive of a thousand briefs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{afresh, published, settle};
use crate::harness::{NO_RULES, Site, brief};

const BRIEFS: usize = 1_000;

const SETTINGS: &str = "title = \"Desk\"\nbase_url = \"https://example.org/\"\n";

/// Ten a tag, in the order of time; the outlets take turns.
fn archive() -> Site {
    let site = Site::new(&format!(
        "-- site.toml --\n{SETTINGS}{NO_RULES}-- content/outlets.yaml --\nap: {{name: AP News, ratings: [{{scale: left-right, value: 0.1, rater: R}}]}}\nbbc: {{name: BBC}}\n"
    ));
    for n in 0..BRIEFS {
        site.put(&path(n), text(n, &format!("Brief {n}")).as_bytes());
    }
    site
}

fn path(n: usize) -> String {
    format!("content/briefs/b{n:04}.md")
}

fn text(n: usize, title: &str) -> String {
    let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
    let date = format!("{}-{month:02}-{day:02}", 2020 + n / 336);
    let outlet = if n.is_multiple_of(2) {
        "AP News"
    } else {
        "BBC"
    };
    let tags = format!("tags: [T{}]\n", n / 10);
    brief(title, &date, &tags).replace("AP News", outlet)
}

/// What a build after an edit made.
struct Made {
    /// HTML pages.
    pages: usize,
    /// All files, by path.
    files: BTreeSet<String>,
    written: usize,
    removed: usize,
}

/// Builds, and holds what was made against a build from nothing: what is another now was
/// made, and all is right.
fn build(site: &Site, before: &mut BTreeMap<String, Vec<u8>>) -> Made {
    settle();
    let built = site.build_with(|options| options.explain = true).clean();
    let after = published(site);
    assert!(
        Some(&after) == afresh(&site.options()).as_ref(),
        "it is as from nothing"
    );
    let reasons = built.report.reasons.iter();
    let files: BTreeSet<String> = reasons.map(|(path, _)| path.to_string()).collect();
    for (path, bytes) in &after {
        assert!(
            before.get(path) == Some(bytes) || files.contains(path),
            "{path}"
        );
    }
    *before = after;
    let outcome = built.report.outcome.unwrap();
    Made {
        pages: built.report.rendered,
        files,
        written: outcome.written.len(),
        removed: outcome.removed.len(),
    }
}

#[test]
fn an_edit_makes_what_shows_it_and_no_more() {
    let site = archive();
    let mut before = BTreeMap::new();
    let all = build(&site, &mut before).pages;
    assert!(all > BRIEFS);
    let n = 505;
    let own = "2021/07/02/b0505/";

    // A word of a fact: the page, its data, and the feeds that hold all of it.
    let changed = text(n, "Brief 505").replace("Something happened", "Something else happened");
    site.put(&path(n), changed.as_bytes());
    let made = build(&site, &mut before);
    assert_eq!((made.pages, made.written), (1, 4), "{:?}", made.files);
    assert!(made.files.contains(&format!("{own}index.html")));
    assert!(made.files.contains(&format!("{own}brief.json")));
    assert!(made.files.contains("tags/t50/feed.xml"));

    // The title: besides, the neighbours, those that name it as earlier coverage, and the lists
    // that show it: tag, outlet, two stances, month, home.
    site.put(&path(n), text(n, "Another title").as_bytes());
    let made = build(&site, &mut before);
    assert!(
        (8..=14).contains(&made.pages),
        "{}: {:?}",
        made.pages,
        made.files
    );

    // One brief more, the newest: no numbered page of a list but the last full ones.
    let newest = text(BRIEFS - 1, "The newest");
    site.put(
        "content/briefs/newest.md",
        newest.replace("date: 2022", "date: 2023").as_bytes(),
    );
    let made = build(&site, &mut before);
    assert!(made.pages <= 20, "{}: {:?}", made.pages, made.files);
    assert!(made.written <= 30, "{}", made.written);

    // Removed again.
    site.remove("content/briefs/newest.md");
    let made = build(&site, &mut before);
    assert!(
        made.pages <= 20 && made.removed >= 2,
        "{}: {:?}",
        made.pages,
        made.files
    );

    // Renamed, with the same address: nothing is made.
    let with_slug = text(n, "Another title").replace("title:", "slug: b0505\ntitle:");
    site.put(&path(n), with_slug.as_bytes());
    build(&site, &mut before);
    fs::rename(site.path(&path(n)), site.path("content/briefs/renamed.md")).unwrap();
    let made = build(&site, &mut before);
    assert_eq!((made.pages, made.written), (0, 0), "{:?}", made.files);

    // An outlet's rating: the pages of the outlet, all 25 of them.
    let outlets = fs::read_to_string(site.path("content/outlets.yaml")).unwrap();
    site.put(
        "content/outlets.yaml",
        outlets.replace("0.1", "0.2").as_bytes(),
    );
    let made = build(&site, &mut before);
    assert_eq!(made.pages, BRIEFS / 2 / 20);
    assert!(
        made.files
            .iter()
            .all(|path| path.starts_with("outlets/ap-news/") || path.starts_with("outlets/ap/")),
        "{:?}",
        made.files
    );

    // A template: the pages that it makes.
    let tag = include_str!("../../../themes/broadsheet/templates/tag.html");
    site.put("templates/tag.html", format!("{tag}\n").as_bytes());
    let made = build(&site, &mut before);
    assert_eq!(made.pages, BRIEFS / 10);
    assert!(
        made.files.iter().all(|path| path.starts_with("tags/t")),
        "{:?}",
        made.files
    );

    // A translation: every page and every feed has it at hand, and no data or sitemap has.
    let english = include_str!("../../../themes/broadsheet/i18n/en.toml");
    site.put(
        "i18n/en.toml",
        english.replace("\"Facts\"", "\"The facts\"").as_bytes(),
    );
    let made = build(&site, &mut before);
    assert_eq!(made.pages, all);
    assert!(
        !made
            .files
            .iter()
            .any(|path| path.ends_with("brief.json") || path.starts_with("sitemap"))
    );

    // A setting that pages show, and one that they do not.
    site.put(
        "site.toml",
        format!("{SETTINGS}description = \"News\"\n{NO_RULES}").as_bytes(),
    );
    assert_eq!(build(&site, &mut before).pages, all);
    site.put("site.toml", format!("{SETTINGS}description = \"News\"\nlint = {{pedantic = \"allow\", accuracy = \"allow\", balance = \"allow\", form = \"allow\"}}\n").as_bytes());
    let made = build(&site, &mut before);
    assert_eq!((made.pages, made.written), (0, 0), "{:?}", made.files);
}

#[test]
fn one_brief_more_costs_the_same_in_any_archive() {
    let written = |briefs: usize| {
        let site = Site::with("");
        for n in 0..briefs {
            let text = text(n, &format!("Brief {n}"));
            site.put(
                &path(n),
                text.replace(&format!("T{}", n / 10), "Rivers").as_bytes(),
            );
        }
        site.build().clean();
        settle();
        let text = text(briefs, "One more").replace(&format!("T{}", briefs / 10), "Rivers");
        site.put("content/briefs/more.md", text.as_bytes());
        site.build().clean().written().len()
    };
    assert_eq!(written(105), written(905));
}
