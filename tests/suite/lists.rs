//! Lists that never shift: publishing one brief rewrites what it touches, not the archive.

use crate::harness::{Site, brief};

/// A site of `count` briefs, one a day, page size 5, all of one tag.
fn site(count: usize) -> Site {
    let site = Site::new(
        "-- site.toml --\ntitle = \"T\"\nbase_url = \"https://x.example/\"\npage_size = 5\nfeed_size = 5\nlint = {accuracy = \"allow\", balance = \"allow\", form = \"allow\"}\n",
    );
    for n in 0..count {
        add(&site, n);
    }
    site
}

fn add(site: &Site, n: usize) {
    let date = format!(
        "{}-{:02}-{:02}",
        2000 + n / 300,
        n / 25 % 12 + 1,
        n % 25 + 1
    );
    let text = brief(
        &format!("Brief {n}"),
        &date,
        "tags: [All]\nseries: none of them\n",
    );
    let text = text.replace("series: none of them\n", "");
    site.edit(&format!("-- content/briefs/b{n}.md --\n{text}"));
}

#[test]
fn the_first_page_holds_the_newest_and_page_k_the_same_briefs_for_ever() {
    let site = site(23);
    let before = site.build().clean();
    assert!(before.file("index.html").contains("Brief 22"));
    let page = before.file("page/2/index.html");
    for n in 5..10 {
        assert!(
            page.contains(&format!("Brief {n}<")),
            "page 2 holds brief {n}"
        );
    }
    assert!(!before.has("page/4/index.html"));
    for n in 23..40 {
        add(&site, n);
    }
    let after = site.build().clean();
    for page in [
        "page/1/index.html",
        "page/2/index.html",
        "tags/all/page/1/index.html",
    ] {
        assert_eq!(
            before_text(&before, page),
            before_text(&after, page),
            "{page} has shifted"
        );
    }
    fn before_text(built: &crate::harness::Built, page: &str) -> String {
        built.file(page)
    }
}

#[test]
fn publishing_one_brief_rewrites_as_many_files_in_a_large_archive_as_in_a_small_one() {
    let rewritten = |count: usize| {
        let site = site(count);
        site.build().clean();
        add(&site, count);
        site.build().clean().written().len()
    };
    let (small, large) = (rewritten(62), rewritten(312));
    assert_eq!(
        small, large,
        "62 briefs: {small} files, 312 briefs: {large} files"
    );
    assert!(small < 30, "{small} files for one brief");
}

#[test]
fn earlier_coverage_looks_back_and_never_forward() {
    let site = site(3);
    let before = site.build().clean();
    let page = before.file("2000/01/01/b0/index.html");
    assert!(
        !page.contains("Brief 2"),
        "the oldest brief knows nothing of later ones but the next"
    );
    add(&site, 3);
    let written = site.build().clean().written();
    assert!(
        !written.contains(&"2000/01/01/b0/index.html".to_owned()),
        "{written:?}"
    );
    assert!(
        !written.contains(&"2000/01/02/b1/index.html".to_owned()),
        "{written:?}"
    );
}
