//! What is wrong is shown in the browser, and the last good version stays.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{ONE, ONE_PAGE, Preview, one_saying, three};
use crate::harness::{SITE, Site, brief};

const TWO_PAGE: &str = "/2025/01/02/two/";

#[test]
fn every_fault_is_shown_with_its_place_as_in_the_terminal_and_goes_when_it_is_mended() {
    let preview = Preview::of(three(), &[]);
    let good = preview.page(ONE_PAGE);
    let faulty = one_saying("Without a source.")
        .replace(" [^ap]", "")
        .replace("date: 2025", "dat: 2025");
    preview.site.put(ONE, faulty.as_bytes());
    preview.site.put(
        "content/briefs/two.md",
        b"---\ntitle: <b>T</b>\ndate: <script>alert(1)</script>\n---\n",
    );
    preview.wait("both files are told", |preview| {
        let faults = preview.faults();
        ["one.md", "two.md"]
            .iter()
            .all(|file| faults.iter().any(|fault| fault.0.contains(file)))
    });
    let faults = preview.faults();
    let built = preview.site.build();
    assert_eq!(faults.len(), built.report.diagnostics.len(), "{faults:?}");
    let painted = built.painted();
    for (place, text) in &faults {
        assert!(painted.contains(text), "the build does not say {text}");
        preview.wait_said(text);
        let mut parts = place.rsplitn(3, ':');
        assert!(parts.next().unwrap().parse::<usize>().is_ok(), "{place}");
        assert!(parts.next().unwrap().parse::<usize>().is_ok(), "{place}");
        assert!(
            parts.next().unwrap().starts_with("content/briefs/"),
            "{place}"
        );
    }
    assert!(faults.iter().any(|fault| fault.1.contains("unknown-field")));
    assert!(
        faults
            .iter()
            .any(|fault| fault.1.contains("<script>alert(1)</script>"))
    );
    assert_eq!(preview.page(ONE_PAGE), good);
    preview
        .site
        .put(ONE, one_saying("With a source.").as_bytes());
    preview.site.put(
        "content/briefs/two.md",
        brief("Two", "2025-01-02", "").as_bytes(),
    );
    preview.wait("no fault", |preview| preview.faults().is_empty());
    preview.wait_for(ONE_PAGE, "With a source.");
}

#[test]
fn while_one_brief_is_faulty_others_can_be_edited() {
    let preview = Preview::of(three(), &[]);
    preview.site.put(ONE, b"---\ntitle: One\n---\n");
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    let two = brief("Two", "2025-01-02", "").replace("Something", "Something new");
    preview.site.put("content/briefs/two.md", two.as_bytes());
    preview.wait_for(TWO_PAGE, "Something new");
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    assert!(preview.page("/").contains(">One<"));
    assert_eq!(preview.faults().len(), 1);
}

#[test]
fn faults_between_briefs_leave_both_as_they_were() {
    let preview = Preview::of(three(), &[]);
    preview.site.put(
        "content/briefs/again.md",
        brief("One again", "2025-01-01", "slug: one\n").as_bytes(),
    );
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    assert!(
        preview.faults()[0].1.contains("duplicate-address"),
        "{:?}",
        preview.faults()
    );
    assert!(preview.page(ONE_PAGE).contains("Summary of One."));
    // Briefs that have nothing to do with it can be edited.
    let two = brief("Two", "2025-01-02", "").replace("Something", "Something new");
    preview.site.put("content/briefs/two.md", two.as_bytes());
    preview.wait_for(TWO_PAGE, "Something new");
    let three =
        brief("Three", "2025-01-03", "related: [nowhere]\n").replace("Something", "Nothing");
    preview
        .site
        .put("content/briefs/three.md", three.as_bytes());
    preview.wait("a second fault", |preview| preview.faults().len() > 1);
    assert!(
        preview
            .page("/2025/01/03/three/")
            .contains("Something happened.")
    );
    preview.site.remove("content/briefs/again.md");
    preview.site.put(
        "content/briefs/three.md",
        three.replace("nowhere", "one").as_bytes(),
    );
    preview.wait("no fault", |preview| preview.faults().is_empty());
    preview.wait_for("/2025/01/03/three/", "Nothing happened.");
}

/// Breaks a file, looks that everything stays and the fault is shown, mends it.
fn break_and_mend(path: &str, good: &str, bad: &str, place: &str) {
    let site = three();
    if !good.is_empty() {
        site.put(path, good.as_bytes());
    }
    let preview = Preview::of(site, &[]);
    let before: Vec<String> = ["/", ONE_PAGE, "/tags/x/", "/outlets/ap-news/"]
        .map(|page| preview.page(page))
        .into();
    preview.site.put(path, bad.as_bytes());
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    assert!(
        preview
            .faults()
            .iter()
            .any(|fault| fault.0.starts_with(place)),
        "{:?}",
        preview.faults()
    );
    // Texts can be edited meanwhile.
    preview.site.put(
        "content/briefs/three.md",
        brief("Three", "2025-01-03", "")
            .replace("Something", "More")
            .as_bytes(),
    );
    preview.wait_for("/2025/01/03/three/", "More happened.");
    let during: Vec<String> = ["/", ONE_PAGE, "/tags/x/", "/outlets/ap-news/"]
        .map(|page| preview.page(page))
        .into();
    assert!(before == during, "{path}: a page is not as it was");
    if good.is_empty() {
        preview.site.remove(path);
    } else {
        preview.site.put(path, good.as_bytes());
    }
    preview.wait("no fault", |preview| preview.faults().is_empty());
}

#[test]
fn a_template_that_does_not_parse_changes_no_page() {
    break_and_mend(
        "templates/tag.html",
        "",
        "{% extends \"base.html\" %}\n{% if %}",
        "templates/tag.html:2:",
    );
}

#[test]
fn a_template_that_fails_when_it_runs_changes_no_page() {
    let bad = "{% extends \"base.html\" %}\n{% block main %}{{ brief.nothing.at.all }}{% endblock main %}";
    break_and_mend("templates/brief.html", "", bad, "templates/brief.html:2:");
}

#[test]
fn settings_with_a_fault_change_no_page() {
    let good = "title = \"Desk\"\nbase_url = \"https://example.org/\"\n";
    break_and_mend(
        "site.toml",
        good,
        "title = \"Other\"\nbase_url = \"here\"\n",
        "site.toml:2:",
    );
    break_and_mend(
        "site.toml",
        good,
        &format!("{good}theme = \"none\"\n"),
        "site.toml",
    );
}

#[test]
fn outlets_with_a_fault_change_no_page() {
    break_and_mend(
        "content/outlets.yaml",
        "ap-news: {name: AP News}\n",
        "ap-news: {nam: AP}\n",
        "content/outlets.yaml:1:",
    );
}

#[test]
fn texts_of_the_interface_with_a_fault_change_no_page() {
    break_and_mend("i18n/en.toml", "", "facts = [", "i18n/en.toml:1:");
}

#[test]
fn settings_that_are_gone_are_a_fault_until_they_are_back() {
    let preview = Preview::of(three(), &[]);
    let settings = std::fs::read(preview.site.path("site.toml")).unwrap();
    preview.site.remove("site.toml");
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    assert!(
        preview.faults()[0].1.contains("site.toml"),
        "{:?}",
        preview.faults()
    );
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    preview.site.put("site.toml", &settings);
    preview.wait("no fault", |preview| preview.faults().is_empty());
}

/// A site with a brief that is older than `one`: the page that is tried first is not the one that fails.
fn four() -> Site {
    let site = three();
    let zero = brief("Zero", "2024-12-31", "");
    site.put("content/briefs/zero.md", zero.as_bytes());
    site
}

/// The theme's template with a place that only the brief `one` fails at.
fn failing_for_one() -> String {
    let template = include_str!("../../../themes/broadsheet/templates/brief.html");
    let bad =
        "{% block main %}{% if brief.title == \"One\" %}{{ brief.nothing.at.all }}{% endif %}NEW";
    template.replace("{% block main %}", bad)
}

#[test]
fn a_page_whose_template_fails_is_served_as_it_was_and_others_as_they_are() {
    let site = four();
    let preview = Preview::of(site, &[]);
    let before = preview.page(ONE_PAGE);
    preview
        .site
        .put("templates/brief.html", failing_for_one().as_bytes());
    preview.wait_for(TWO_PAGE, "NEW");
    let answer = preview.get(ONE_PAGE);
    assert_eq!(answer.page(), before);
    assert!(
        preview.faults()[0].0.starts_with("templates/brief.html:"),
        "{:?}",
        preview.faults()
    );
    preview.wait_said("it was met on the page /2025/01/01/one/");
    assert_eq!(
        preview.state(ONE_PAGE, &answer)["reload"],
        false,
        "the page would load for ever"
    );
    preview.site.remove("templates/brief.html");
    preview.wait("no fault", |preview| preview.faults().is_empty());
}

#[test]
fn a_page_whose_template_fails_stays_as_it_was_whatever_else_is_edited() {
    let site = four();
    let preview = Preview::of(site, &[]);
    let before = preview.page(ONE_PAGE);
    preview
        .site
        .put("templates/brief.html", failing_for_one().as_bytes());
    preview.wait_for(TWO_PAGE, "NEW");
    // Nobody has asked for the page that fails since then; others are edited meanwhile.
    let edit = |word: &str| {
        let text = brief("Two", "2025-01-02", "tags: [X]\n").replace("Something", word);
        preview.site.put("content/briefs/two.md", text.as_bytes());
        preview.wait_for(TWO_PAGE, word);
    };
    edit("First");
    edit("Second");
    assert_eq!(preview.page(ONE_PAGE), before);
    let faults = preview.faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    edit("Third");
    assert_eq!(preview.faults(), faults, "it stays until it is mended");
    assert_eq!(preview.page(ONE_PAGE), before);
    // A page that was never shown before is as it was with the last theme.
    assert!(!preview.page("/2025/01/03/three/").is_empty());
    preview.site.remove("templates/brief.html");
    preview.wait("no fault", |preview| preview.faults().is_empty());
    assert_eq!(preview.page(ONE_PAGE), before);
}

#[test]
fn what_cannot_be_read_keeps_nothing_else_from_being_shown() {
    let site = three();
    let root = site.path("");
    let open = |path: &std::path::Path, mode: u32| {
        let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode);
        std::fs::set_permissions(path, mode).unwrap();
    };
    open(&root, 0o755);
    // Who may do everything is nobody in a world of its own.
    let is_possible = std::process::Command::new("unshare")
        .args(["--user", "true"])
        .status()
        .is_ok_and(|status| status.success());
    if !is_possible {
        eprintln!("skipped: this system does not let a test give up its rights");
        return;
    }
    let mut command = std::process::Command::new("unshare");
    command.args(["--user", env!("CARGO_BIN_EXE_gen")]);
    command.args(Preview::arguments(&site));
    let preview = Preview::start(site, command);
    let one = preview.site.path(ONE);
    open(&one, 0o000);
    preview
        .site
        .put(ONE, one_saying("Out of reach.").as_bytes());
    let faulty = brief("Three", "2025-01-03", "tagz: [X]\n");
    let three = "content/briefs/three.md";
    preview.site.put(three, faulty.as_bytes());
    let two = brief("Two", "2025-01-02", "").replace("Something", "Anything");
    preview.site.put("content/briefs/two.md", two.as_bytes());
    preview.wait_for(TWO_PAGE, "Anything happened.");
    preview.wait("both faults", |preview| {
        let faults = preview.faults();
        let says = |word: &str| faults.iter().any(|(_, text)| text.contains(word));
        faults.len() == 2 && says("unreadable") && says("unknown-field")
    });
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    // Nobody saves it again: it is tried until it can be read.
    open(&one, 0o644);
    preview.wait_for(ONE_PAGE, "Out of reach.");
    assert_eq!(preview.faults().len(), 1);
}

#[test]
fn settings_that_are_gone_keep_no_brief_from_being_shown() {
    let preview = Preview::of(three(), &[]);
    preview.site.remove("site.toml");
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    preview
        .site
        .put(ONE, one_saying("It was saved.").as_bytes());
    preview.wait_for(ONE_PAGE, "It was saved.");
    assert_eq!(preview.faults().len(), 1);
}

#[test]
fn a_page_that_was_never_asked_for_is_served_as_it_would_have_been() {
    let site = four();
    let preview = Preview::of(site, &[]);
    preview
        .site
        .put("templates/brief.html", failing_for_one().as_bytes());
    preview.wait_for(TWO_PAGE, "NEW");
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
}

#[test]
fn pages_are_rendered_when_they_are_asked_for() {
    let site = four();
    site.put("templates/brief.html", failing_for_one().as_bytes());
    let preview = Preview::of(site, &[]);
    assert!(
        preview.faults().is_empty(),
        "nobody has asked for the page that fails"
    );
    assert!(preview.page(TWO_PAGE).contains("NEW"));
    assert!(preview.faults().is_empty());
    assert_eq!(preview.get(ONE_PAGE).status, 500);
    assert!(!preview.faults().is_empty());
}

#[test]
fn a_site_that_begins_with_a_fault_shows_the_rest() {
    let site = three();
    site.put(ONE, b"---\ntitle: One\n---\n");
    let preview = Preview::of(site, &[]);
    assert_eq!(preview.faults().len(), 1);
    assert_eq!(preview.get(ONE_PAGE).status, 404);
    assert!(preview.page(TWO_PAGE).contains("Something happened."));
    preview
        .site
        .put(ONE, one_saying("It is mended.").as_bytes());
    preview.wait_for(ONE_PAGE, "It is mended.");
}

#[test]
fn a_site_without_settings_that_can_be_read_waits_for_them() {
    let preview = Preview::of(Site::new("-- site.toml --\ntitle = \n"), &[]);
    let page = preview.get("/");
    assert_eq!(page.status, 503);
    assert_eq!(preview.faults()[0].0, "site.toml:1:9");
    preview
        .site
        .edit("-- site.toml --\ntitle = \"Desk\"\nbase_url = \"https://example.org/\"\n");
    preview.wait_for("/", "Desk");
    assert_eq!(preview.state("/", &page)["reload"], true);
}

#[test]
fn no_page_is_missing_while_the_site_is_made_anew() {
    let preview = Preview::of(three(), &[]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut asked = 0;
            while !done.load(Ordering::Relaxed) || asked < 20 {
                for page in [
                    ONE_PAGE,
                    "/tags/x/",
                    "/feed.xml",
                    "/2025/01/02/two/brief.json",
                ] {
                    let answer = preview.get(page);
                    assert_eq!(answer.status, 200, "{page}");
                    assert!(answer.body.ends_with(b"\n"), "{page} is cut");
                    asked += 1;
                }
            }
        });
        for n in 0..40 {
            let text = one_saying(&format!("Saved {n}."))
                .replace("title: One", &format!("title: One {n}"));
            preview.site.put(ONE, text.as_bytes());
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        done.store(true, Ordering::Relaxed);
        asking.join().unwrap();
    });
    preview.wait_for("/tags/x/", "One 39");
}

#[test]
fn a_fault_stays_while_others_are_edited_until_it_is_mended() {
    let site = three();
    site.edit("-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n");
    site.put("content/images/a.png", b"png");
    let picture = brief(
        "Four",
        "2025-01-04",
        "image: {src: images/a.png, alt: A, credit: B}\n",
    );
    site.put("content/briefs/four.md", picture.as_bytes());
    let preview = Preview::of(site, &[]);
    assert_eq!(preview.faults(), []);
    let edit = |n: usize| {
        let text = one_saying(&format!("Saved {n}."));
        preview.site.put(ONE, text.as_bytes());
        preview.wait("the edit is read", |preview| {
            preview.terminal().matches("briefs/one.md").count() >= n
        });
    };
    // A picture that is gone, and two pages at one address: both show beside others only.
    preview.site.remove("content/images/a.png");
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    let faults = preview.faults();
    edit(1);
    assert_eq!(preview.faults(), faults);
    preview.site.put("content/images/a.png", b"png");
    preview.wait("no fault", |preview| preview.faults().is_empty());
    preview
        .site
        .edit("-- content/pages/us.md --\n---\ntitle: Us\nslug: about\n---\nUs.\n");
    preview.wait("a fault", |preview| !preview.faults().is_empty());
    let faults = preview.faults();
    edit(2);
    edit(3);
    assert_eq!(preview.faults(), faults);
    preview.wait_for(ONE_PAGE, "Saved 3.");
    preview.site.remove("content/pages/us.md");
    preview.wait("no fault", |preview| preview.faults().is_empty());
}

#[test]
fn a_place_is_told_only_in_the_text_that_it_is_of() {
    let site = three();
    site.put(
        "content/briefs/two.md",
        brief("Two", "2025-01-02", "tags: [x]\n").as_bytes(),
    );
    let site = site.write(SITE);
    let preview = Preview::of(site, &[]);
    assert_eq!(preview.faults().len(), 1, "a tag is spelled in two ways");
    let moved = brief("Two", "2025-01-02", "tagz: 1\n\n\ntags: [x]\n");
    preview.site.put("content/briefs/two.md", moved.as_bytes());
    preview.wait("the field", |preview| {
        let faults = preview.faults();
        faults.len() == 1 && faults[0].1.contains("unknown-field")
    });
}
