//! The output folder: whole files, only what changed, nothing outside, nothing of others.

use std::fs;

use crate::harness::{Site, brief, files_of};

fn site() -> Site {
    Site::with(&format!(
        "-- content/briefs/a.md --\n{}-- content/briefs/b.md --\n{}-- static/CNAME --\nexample.org\n",
        brief("One", "2025-01-01", "tags: [X]\naliases: [/old/]\n"),
        brief("Two", "2025-01-02", "tags: [Y]\n"),
    ))
}

#[test]
fn a_second_build_writes_nothing() {
    let site = site();
    let first = site.build().clean();
    assert!(first.written().len() > 30);
    assert_eq!(first.file("CNAME"), "example.org\n");
    let second = site.build().clean();
    assert_eq!(second.written(), [""; 0]);
    assert_eq!(
        second.report.outcome.unwrap().unchanged,
        first.written().len()
    );
}

fn outcome(built: &crate::harness::Built) -> evenhand::output::Outcome {
    built.report.outcome.clone().unwrap()
}

#[test]
fn what_is_no_longer_planned_is_removed_with_its_folder() {
    let site = site();
    assert!(site.build().has("old/index.html"));
    site.remove("content/briefs/a.md");
    let built = site.build();
    assert!(!built.has("2025/01/01/a/index.html") && !built.out.join("2025/01/01").exists());
    assert!(!built.has("tags/x/index.html") && !built.has("old/index.html"));
    assert!(
        outcome(&built)
            .removed
            .contains(&"tags/x/feed.xml".to_owned())
    );
}

#[test]
fn files_of_others_are_left_alone_and_told_when_in_the_way() {
    let site = site();
    site.put("public/mine.txt", b"mine");
    site.put("public/about.html", b"mine");
    site.put("public/tags/index.html", b"mine");
    let built = site.build();
    assert_eq!(built.file("tags/index.html"), "mine");
    assert_eq!(outcome(&built).in_the_way, ["tags/index.html"]);
    let again = site.build();
    assert_eq!(again.file("tags/index.html"), "mine");
    site.remove("content/briefs/a.md");
    site.remove("content/briefs/b.md");
    let empty = site.build();
    assert_eq!(
        (empty.file("mine.txt"), empty.file("about.html")),
        ("mine".into(), "mine".into())
    );
}

#[test]
fn a_file_of_others_with_the_planned_bytes_is_not_adopted() {
    let site = site();
    site.build();
    site.put("public/note.txt", b"x\n");
    site.edit("-- static/note.txt --\nx\n");
    site.build();
    site.remove("static/note.txt");
    assert_eq!(site.build().file("note.txt"), "x\n");
}

#[test]
fn two_builds_at_once_are_kept_apart() {
    let site = site();
    site.build();
    let lock = fs::File::create(site.path("public/.gen-lock")).unwrap();
    lock.lock().unwrap();
    let refused = evenhand::build::build(&site.options(), &|_, _, _| {});
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("another gen is building")
    );
    drop(lock);
    site.build().clean();
}

#[cfg(unix)]
#[test]
fn a_lock_is_not_taken_behind_a_link_and_empties_nothing() {
    let site = site();
    site.build();
    site.put("public/.gen-lock", b"mine");
    site.build().clean();
    assert_eq!(fs::read(site.path("public/.gen-lock")).unwrap(), b"mine");
    site.put("diary", b"mine");
    site.remove("public/.gen-lock");
    std::os::unix::fs::symlink(site.path("diary"), site.path("public/.gen-lock")).unwrap();
    site.edit("-- static/note.txt --\nx\n");
    let refused = evenhand::build::build(&site.options(), &|_, _, _| {});
    assert!(refused.unwrap_err().to_string().contains(".gen-lock"));
    assert_eq!(fs::read(site.path("diary")).unwrap(), b"mine");
}

#[test]
fn a_file_that_was_damaged_or_lost_is_made_again() {
    let site = site();
    let before = site.build().files();
    site.put("public/index.html", b"half a fi");
    site.remove("public/feed.xml");
    let built = site.build();
    assert_eq!(built.files(), before);
    assert_eq!(built.written(), ["feed.xml", "index.html"]);
}

#[test]
fn a_build_that_was_killed_is_repaired_by_the_next() {
    let site = site();
    let whole = site.build().files();
    // Killed while files were waiting, and half of them moved.
    site.put("public/.gen-new/17", b"half");
    site.remove("public/tags/index.html");
    site.remove("public/2025/01/01/a/index.html");
    assert_eq!(site.build().files(), whole);
    // Killed in its first run, before the manifest was final: all that was planned is known.
    site.edit(&format!(
        "-- content/briefs/c.md --\n{}",
        brief("Three", "2025-01-03", "")
    ));
    site.build();
    site.remove("content/briefs/c.md");
    assert_eq!(site.build().files(), whole);
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let site = Site::with("-- static/a --\nx\n-- static/b/c --\ny\n");
    site.build();
    site.remove("static/a");
    site.remove("static/b/c");
    fs::remove_dir(site.path("static/b")).unwrap();
    site.edit("-- static/a/z --\nx\n-- static/b --\ny\n");
    let built = site.build();
    assert_eq!(
        (built.file("a/z").as_str(), built.file("b").as_str()),
        ("x\n", "y\n")
    );
    assert!(outcome(&built).in_the_way.is_empty());
}

#[test]
fn with_a_fault_the_old_site_stays_as_it_was() {
    let site = site();
    let before = site.build().files();
    site.edit("-- content/briefs/c.yaml --\ntitle: T\n");
    assert!(site.build().report.outcome.is_none());
    assert_eq!(files_of(&site.path("public")), before);
    site.remove("content/briefs/c.yaml");
    // A fault that shows only while pages are made.
    site.edit("-- templates/tag.html --\n{{ term.url.nothing.more }}\n");
    let built = site.build();
    assert_eq!(built.codes(), ["template"]);
    assert_eq!(files_of(&site.path("public")), before);
}

#[test]
fn threads_and_folders_do_not_show_in_the_bytes() {
    let build = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let site = site();
        pool.install(|| site.build().clean().files())
    };
    let one = build(1);
    assert_eq!(one, build(2));
    assert_eq!(one, build(7));
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_leads_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "secret").unwrap();
    let site = site();
    symlink(outside.path(), site.path("content/briefs/linked")).unwrap();
    symlink(
        outside.path().join("secret.md"),
        site.path("static/secret.txt"),
    )
    .unwrap();
    fs::create_dir_all(site.path("public")).unwrap();
    symlink(outside.path(), site.path("public/tags")).unwrap();
    symlink(outside.path().join("feed"), site.path("public/feed.xml")).unwrap();
    let built = site.build();
    assert_eq!(built.codes(), ["not-read", "not-read"]);
    assert!(!built.has("secret.txt"));
    let in_the_way = outcome(&built).in_the_way;
    assert!(
        in_the_way.contains(&"feed.xml".to_owned())
            && in_the_way.contains(&"tags/index.html".to_owned())
    );
    let left: Vec<_> = fs::read_dir(outside.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing was written outside");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_does_not_stop_the_build() {
    let site = site();
    let pipe = site.path("content/briefs/pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "mkfifo is part of every Unix"
    );
    assert_eq!(site.build().codes(), ["not-read"]);
}

#[test]
fn the_output_never_goes_where_people_write() {
    let site = site();
    for out in [
        "",
        "content",
        "content/briefs/x",
        ".gen/site",
        "themes/x",
        "static",
        "..",
        "templates",
    ] {
        let mut options = site.options();
        options.out = site.path(out);
        let refused = evenhand::build::build(&options, &|_, _, _| {});
        assert!(refused.is_err(), "`{out}` was taken");
    }
}

#[test]
fn drafts_the_future_and_the_expired_are_not_published() {
    let site = Site::with(&format!(
        "-- content/briefs/draft.md --\n{}-- content/briefs/later.md --\n{}-- content/briefs/gone.md --\n{}-- content/briefs/here.md --\n{}",
        brief("D", "2025-01-01", "draft: true\n"),
        brief("L", "2026-01-02", ""),
        brief("G", "2025-01-01", "expires: 2025-06-01\n"),
        brief("H", "2025-01-01", "related: [draft, later, gone]\n"),
    ));
    let built = site.build().clean();
    assert!(built.has("2025/01/01/here/index.html"));
    for path in ["2025/01/01/draft", "2026/01/02/later", "2025/01/01/gone"] {
        assert!(!built.has(&format!("{path}/index.html")), "{path}");
    }
    assert_eq!(built.report.scheduled.len(), 1);
    let preview = site.build_with(|options| options.drafts = true).clean();
    assert!(
        preview.has("2025/01/01/draft/index.html") && preview.has("2026/01/02/later/index.html")
    );
    assert!(
        preview
            .file("2025/01/01/draft/index.html")
            .contains("noindex")
    );
}
