//! What is remembered is used only where it is sure to hold.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use evenhand::build::build;

use super::{afresh, published, settle};
use crate::harness::{Built, Site, brief, files_of};

fn site() -> Site {
    let site = Site::with("");
    for n in 1..=3 {
        let text = brief(&format!("Brief {n}"), &format!("2025-01-0{n}"), "");
        site.put(&format!("content/briefs/b{n}.md"), text.as_bytes());
    }
    site
}

/// Builds in a quiet moment, so that all is sure to be known the next time.
fn build_quietly(site: &Site) -> Built {
    settle();
    let built = site.build();
    settle();
    built
}

/// How many pages a build made.
fn rendered(site: &Site) -> usize {
    site.build().clean().report.rendered
}

/// What a build did, one after the other.
fn stages(built: &Built) -> Vec<&'static str> {
    let timings = built.report.timings.iter();
    timings.map(|timing| timing.stage).collect()
}

#[test]
fn where_nothing_changed_nothing_is_read_or_written() {
    let site = site();
    settle();
    let first = site.build().clean();
    assert_eq!(first.report.rendered, first.report.pages);
    settle();
    let before = files_of(&site.path(".gen"));
    let second = site.build().clean();
    assert_eq!(stages(&second), ["look"], "there is one look, and no more");
    assert_eq!(second.report.rendered, 0);
    assert_eq!(second.report.pages, first.report.pages);
    let (first, second) = (
        first.report.outcome.unwrap(),
        second.report.outcome.unwrap(),
    );
    assert!(second.written.is_empty() && second.removed.is_empty());
    assert_eq!(second.unchanged, first.written.len());
    assert_eq!(files_of(&site.path(".gen")), before);
}

#[test]
fn a_build_with_nothing_to_do_says_what_one_with_something_to_do_says() {
    let site = Site::new(
        "-- site.toml --\ntitle = \"Desk\"\nbase_url = \"https://example.org/\"\nlint = {accuracy = \"allow\", balance = \"allow\"}\n",
    );
    // A warning with a fix, and others without.
    let north_sea = brief("T", "2024-01-01", "tags: [North Sea]\n");
    site.put("content/briefs/tag.md", north_sea.as_bytes());
    let tags = "tags: [north sea]\naxis: unheard\n";
    site.put(
        "content/briefs/a.md",
        brief("A", "2025-01-01", tags).as_bytes(),
    );
    site.put(
        "content/briefs/b.md",
        brief("B", "2027-01-01", "").as_bytes(),
    );
    site.put(
        "content/briefs/c.md",
        brief("C", "2025-01-01", "draft: true\n").as_bytes(),
    );
    site.put("content/briefs/notes.txt", b"not read");
    settle();
    let first = site.build();
    assert!(first.report.warnings() > 0);
    settle();
    let second = site.build();
    assert_eq!(second.report.rendered, 0);
    assert_eq!(first.painted(), second.painted());
    let has_fix = |found: &evenhand::diag::Diagnostic| found.fix.is_some();
    assert!(second.report.diagnostics.iter().any(has_fix));
    assert_eq!(first.report.scheduled, second.report.scheduled);
    assert_eq!(first.report.drafts, second.report.drafts);
    assert_eq!(first.report.texts, second.report.texts);
}

#[test]
fn time_is_looked_at() {
    let site = site();
    site.put(
        "content/briefs/later.md",
        brief("Later", "2026-01-02", "").as_bytes(),
    );
    build_quietly(&site);
    let at = |when: &str| {
        let now = evenhand::model::Moment::parse(when).unwrap();
        site.build_with(|options| options.now = now).report
    };
    assert_eq!(at("2026-01-01T23:59:59Z").rendered, 0);
    assert!(at("2026-01-02T00:00:00Z").rendered > 0);
    assert!(site.path("public/2026/01/02/later/index.html").is_file());
    assert!(
        at("2026-01-01T23:59:59Z").rendered > 0,
        "the clock went back"
    );
    assert!(!site.path("public/2026/01/02/later/index.html").exists());
}

#[test]
fn damage_is_told_and_does_no_harm() {
    let site = site();
    site.build().clean();
    for name in fs::read_dir(site.path(".gen")).unwrap() {
        let path = name.unwrap().path();
        if path.ends_with(".gitignore") {
            continue;
        }
        site.build().clean();
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        // So that it has to be looked at.
        site.put(
            "content/briefs/b1.md",
            brief("Again", "2025-01-01", "").as_bytes(),
        );
        let built = site.build().clean();
        assert_eq!(
            built.report.notices,
            ["what was remembered is not used: it is damaged"],
            "{}",
            path.display()
        );
        assert_eq!(Some(published(&site)), afresh(&site.options()));
    }
}

#[test]
fn no_byte_can_be_another_one_without_notice() {
    let site = site();
    site.build().clean();
    let whole = fs::read(site.path(".gen/briefs")).unwrap();
    let places = (0..whole.len()).step_by(whole.len() / 40);
    // The last ones tell where all others are.
    for place in places.chain(whole.len() - 48..whole.len()) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(site.path(".gen/briefs"), bytes).unwrap();
        let notice = checked(&site);
        assert!(
            notice.starts_with("what was remembered is not used: "),
            "byte {place}: {notice}"
        );
    }
    for length in [0, 1, 20, whole.len() / 2, whole.len() - 1] {
        fs::write(site.path(".gen/briefs"), &whole[..length]).unwrap();
        let notice = "what was remembered is not used: it is damaged";
        assert_eq!(checked(&site), notice, "{length} bytes");
    }
    fs::write(site.path(".gen/briefs"), &whole).unwrap();
    assert_eq!(checked(&site), "");
}

/// The notices of a check that finds nothing wrong.
fn checked(site: &Site) -> String {
    let report = evenhand::build::check(&site.options(), &|_, _, _| {}).unwrap();
    assert!(report.diagnostics.is_empty());
    report.notices.concat()
}

#[test]
fn what_is_gone_from_the_output_is_made_again() {
    let site = site();
    build_quietly(&site).clean();
    let page = site.path("public/2025/01/01/b1/index.html");
    fs::remove_file(&page).unwrap();
    assert_eq!(rendered(&site), 1);
    assert!(page.is_file());
    fs::remove_dir_all(site.path("public")).unwrap();
    assert!(rendered(&site) > 10);
    assert_eq!(Some(published(&site)), afresh(&site.options()));
}

#[test]
fn what_is_gone_while_texts_are_read_is_made_again() {
    for stage in ["read", "render"] {
        let site = site();
        let write = |title: &str| {
            let text = brief(title, "2025-01-03", "");
            site.put("content/briefs/b3.md", text.as_bytes());
        };
        build_quietly(&site).clean();
        // So that the folders of the others are surely known.
        write("Brief 3, again");
        build_quietly(&site).clean();
        write("Brief 3, once more");
        let told = AtomicBool::new(false);
        // While pages are made, the next build has to see it.
        let empty = |now: &'static str, _, _| {
            if now == stage && !told.swap(true, Ordering::Relaxed) {
                // By then the folder was looked at.
                settle();
                fs::remove_dir_all(site.path("public/2025")).unwrap();
                if stage == "read" {
                    fs::remove_dir_all(site.path("public")).unwrap();
                }
            }
        };
        build(&site.options(), &empty).unwrap();
        assert!(told.into_inner());
        if stage == "render" {
            site.build().clean();
        }
        assert_eq!(Some(published(&site)), afresh(&site.options()), "{stage}");
    }
}

#[test]
fn a_folder_that_something_was_done_to_is_looked_at_closely_once() {
    let site = site();
    build_quietly(&site).clean();
    // So that the folders of the others are surely known.
    let text = brief("Brief 3, again", "2025-01-03", "");
    site.put("content/briefs/b3.md", text.as_bytes());
    build_quietly(&site).clean();
    site.put("public/2025/01/01/b1/foreign.txt", b"mine");
    let first = build_quietly(&site).clean();
    assert_eq!(first.report.rendered, 0);
    assert!(stages(&first).contains(&"remember"));
    let second = site.build().clean();
    assert_eq!(stages(&second), ["look"]);
    assert!(site.path("public/2025/01/01/b1/foreign.txt").is_file());
}

#[test]
fn folders_whose_names_begin_alike_are_told_apart() {
    let site = site();
    for name in ["rail", "rail-strike", "rail-2", "rail.end", "railway"] {
        let text = brief(name, "2025-01-01", "");
        site.put(&format!("content/briefs/{name}.md"), text.as_bytes());
    }
    build_quietly(&site).clean();
    let text = brief("Brief 3, again", "2025-01-03", "");
    site.put("content/briefs/b3.md", text.as_bytes());
    build_quietly(&site).clean();
    // Were one of them taken for another, something would seem to have been done to it.
    assert_eq!(stages(&build_quietly(&site).clean()), ["look"]);
    fs::remove_dir_all(site.path("public/2025/01/01/rail-strike")).unwrap();
    assert_eq!(rendered(&site), 1);
}

#[test]
fn content_is_compared_when_asked_for() {
    let site = site();
    build_quietly(&site).clean();
    // In place: neither the file's name nor its folder tells.
    let page = site.path("public/2025/01/01/b1/index.html");
    let bytes = fs::read(&page).unwrap();
    fs::write(&page, "somebody was here").unwrap();
    let checked = site
        .build_with(|options| options.check_content = true)
        .clean();
    assert_eq!(checked.report.rendered, 1);
    assert_eq!(fs::read(&page).unwrap(), bytes);
}

/// Puts a copy of every file in its place, as a cache of CI does.
fn put_back(folder: &std::path::Path) {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                fs::remove_file(&path).unwrap();
                fs::write(&path, bytes).unwrap();
            }
        }
    }
}

#[test]
fn a_checkout_and_a_cache_cost_a_look_at_contents() {
    let site = site();
    build_quietly(&site).clean();
    for folder in ["content", "public", ".gen"] {
        put_back(&site.path(folder));
    }
    let built = site.build().clean();
    assert_eq!(built.report.rendered, 0);
    assert!(built.report.outcome.unwrap().written.is_empty());
    // A page that is another one in the cache is not taken for ours.
    let page = site.path("public/2025/01/01/b1/index.html");
    let bytes = fs::read(&page).unwrap();
    put_back(&site.path("public"));
    fs::write(&page, "of another run").unwrap();
    assert_eq!(rendered(&site), 1);
    assert_eq!(fs::read(&page).unwrap(), bytes);
}

#[test]
fn another_folder_and_other_wishes_are_other_builds() {
    let site = site();
    settle();
    site.build().clean();
    let other = site.path("other");
    let built = site
        .build_with(|options| options.out = other.clone())
        .clean();
    assert_eq!(built.report.rendered, built.report.pages);
    settle();
    // Each folder is remembered by itself.
    assert_eq!(rendered(&site), 0);
    let built = site.build_with(|options| options.out = other).clean();
    assert_eq!(built.report.rendered, 0);
    let moved = site.build_with(|options| options.base_url = Some("https://other.example/".into()));
    assert!(moved.clean().report.rendered > 10);
}

#[test]
fn what_stood_in_folders_that_are_gone_is_forgotten() {
    let site = site();
    let build_into = |folder: &str| {
        let out = site.path(folder);
        site.build_with(|options| options.out = out).clean()
    };
    let remembered = || {
        let names = files_of(&site.path(".gen")).into_keys();
        names.filter(|name| name.starts_with("out-")).count()
    };
    build_into("one");
    build_into("other");
    fs::write(site.path(".gen/out-0"), "damaged").unwrap();
    assert_eq!(remembered(), 3);
    fs::remove_dir_all(site.path("one")).unwrap();
    let text = brief("Again", "2025-01-03", "");
    site.put("content/briefs/b3.md", text.as_bytes());
    assert!(build_into("other").report.rendered > 0);
    assert_eq!(remembered(), 1);
    assert_eq!(build_into("other").report.rendered, 0);
}

#[test]
fn a_folder_that_cannot_remember_is_built_all_the_same() {
    let site = site();
    site.put(".gen", b"a file is in the way");
    let built = site.build().clean();
    assert!(built.report.rendered > 10);
    let notice = built.report.notices.concat();
    assert!(
        notice.starts_with("nothing can be remembered for the next build"),
        "{notice}"
    );
}

#[test]
fn a_check_remembers_too() {
    let site = site();
    let check = || {
        let report = evenhand::build::check(&site.options(), &|_, _, _| {}).unwrap();
        assert_eq!(report.errors(), 0);
    };
    check();
    assert!(site.path(".gen/briefs").is_file());
    check();
    let built = site.build().clean();
    assert_eq!(Some(published(&site)), afresh(&site.options()));
    assert_eq!(built.report.rendered, built.report.pages);
}

#[test]
fn every_file_that_is_made_is_explained() {
    let site = site();
    let gen_build = || {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_gen"))
            .args(["build", "--explain", "--now", "2026-01-01", "--root"])
            .arg(site.path("."))
            .output()
            .expect("gen starts");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let first = gen_build();
    let made = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("made: "))
            .count()
    };
    assert_eq!(made(&first), published(&site).len());
    assert!(first.contains("made: index.html: nothing is remembered of what stood there\n"));
    let text = brief("Brief 2", "2025-01-02", "").replace("It is good", "It is very good");
    site.put("content/briefs/b2.md", text.as_bytes());
    site.put("static/new.txt", b"new");
    fs::remove_file(site.path("public/404.html")).unwrap();
    let second = gen_build();
    for line in [
        "made: 2025/01/02/b2/index.html: the text of the brief, or how it is read changed\n",
        "made: feed.xml: the briefs in it changed\n",
        "made: new.txt: it is new\n",
        "made: 404.html: it was removed, or somebody else wrote it\n",
    ] {
        assert!(second.contains(line), "{line}{second}");
    }
    assert_eq!(made(&second), 6, "{second}");
    let english = include_str!("../../../themes/broadsheet/i18n/en.toml");
    site.put(
        "i18n/en.toml",
        english.replace("\"Facts\"", "\"The facts\"").as_bytes(),
    );
    site.put("assets/main.css", b"body { color: red }");
    let page = include_str!("../../../themes/broadsheet/templates/404.html");
    site.put("templates/404.html", format!("{page}\n").as_bytes());
    let third = gen_build();
    let line = "made: 404.html: the translations, the template 404.html, or one that it uses, the style sheets changed\n";
    assert!(third.contains(line), "{third}");
    assert!(
        third.contains("made: feed.xml: the translations changed\n"),
        "{third}"
    );
}

#[test]
fn what_faulty_settings_said_is_not_remembered() {
    let site = site();
    let text = brief("Brief 1", "2025-01-01", "").replace("Something", "Yesterday something");
    site.put("content/briefs/b1.md", text.as_bytes());
    let good = "title = \"Desk\"\nbase_url = \"https://example.org/\"\n[lint]\naccuracy = \"allow\"\nbalance = \"allow\"\n";
    let faulty = good.replace("title", "titel") + "vague-time-in-fact = \"deny\"\n";
    site.put("site.toml", faulty.as_bytes());
    assert!(site.build().report.errors() > 0);
    site.put("site.toml", good.as_bytes());
    let built = site.build();
    assert_eq!(built.report.errors(), 0, "{}", built.painted());
    assert_eq!(built.codes(), ["vague-time-in-fact"]);
}

#[test]
fn files_that_a_killed_build_left_waiting_are_removed() {
    let site = site();
    build_quietly(&site).clean();
    site.put("public/.gen-new/0", b"a draft");
    assert_eq!(rendered(&site), 0);
    assert!(!site.path("public/.gen-new").exists());
}

#[test]
fn an_address_that_is_gone_is_told_once() {
    let site = Site::new(
        "-- site.toml --\ntitle = \"Desk\"\nbase_url = \"https://example.org/\"\n[lint]\nbalance = \"allow\"\nform = \"allow\"\nslug-changed = \"warn\"\n",
    );
    let text = brief("Brief", "2025-01-01", "");
    site.put("content/briefs/a.md", text.as_bytes());
    settle();
    site.build().clean();
    fs::rename(
        site.path("content/briefs/a.md"),
        site.path("content/briefs/b.md"),
    )
    .unwrap();
    settle();
    assert_eq!(site.build().codes(), ["slug-changed"]);
    settle();
    assert!(site.build().codes().is_empty());
    settle();
    assert!(site.build().codes().is_empty());
}

#[cfg(unix)]
#[test]
fn a_folder_that_became_a_link_is_not_taken_for_ours() {
    let site = site();
    build_quietly(&site).clean();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(site.path("public/2025"), elsewhere.path().join("2025")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("2025"), site.path("public/2025")).unwrap();
    let outcome = site.build().report.outcome.unwrap();
    assert!(outcome.in_the_way.len() >= 6, "{:?}", outcome.in_the_way);
}

#[test]
fn a_profile_makes_every_file_and_is_remembered() {
    let site = site();
    let profiled = || {
        settle();
        let profile = evenhand::build::profile(&site.options(), &|_, _, _| {});
        let (report, profile) = profile.unwrap();
        assert!(profile.is_some());
        settle();
        report
    };
    let first = profiled();
    assert_eq!(first.rendered, first.pages);
    assert_eq!(rendered(&site), 0);
    assert_eq!(profiled().rendered, first.pages);
}
