//! Where the site is, and when: its base, its letters, its clock.

use std::process::Command;

use super::{ONE_PAGE, Preview, three};
use crate::harness::{Site, brief};

#[test]
fn addresses_with_letters_beyond_ascii_are_found_as_browsers_write_them() {
    let site = Site::new(
        "-- site.toml --\ntitle = \"Desk\"\nbase_url = \"https://example.org/caf%C3%A9/\"\nlint = {accuracy = \"allow\", balance = \"allow\", form = \"allow\"}\n",
    );
    site.edit(&format!(
        "-- content/briefs/one.md --\n{}",
        brief("Żółw", "2025-01-01", "tags: [Ünï çode, 日本]\nslug: 日本\n")
    ));
    let preview = Preview::of(site, &[]);
    let page = "/caf%C3%A9/2025/01/01/%E6%97%A5%E6%9C%AC/";
    let answer = preview.get(page);
    assert_eq!(answer.status, 200);
    // The script sends the path of the address bar, encoded once more for the query.
    let asked = page.replace('%', "%25");
    assert_eq!(preview.state(&asked, &answer)["reload"], false);
}

#[test]
fn a_site_that_moves_takes_its_tabs_along() {
    let preview = Preview::of(three(), &[]);
    let page = preview.get(ONE_PAGE);
    let moved = "title = \"Desk\"\nbase_url = \"https://example.org/news/\"\n";
    preview.site.put("site.toml", moved.as_bytes());
    preview.wait("it has moved", |preview| {
        preview.get("/news/").status == 200
    });
    for path in ["/", "/news"] {
        assert_eq!(preview.get(path).header("location"), Some("/news/"));
    }
    assert_eq!(preview.state(ONE_PAGE, &page)["reload"], true);
    let lost = preview.get(ONE_PAGE);
    assert_eq!(lost.status, 404);
    assert_eq!(
        preview.state(ONE_PAGE, &lost)["reload"],
        false,
        "it would load for ever"
    );
    preview.wait_said("/news/");
    preview
        .site
        .put("site.toml", moved.replace("news/", "").as_bytes());
    preview.wait("it is back", |preview| preview.get(ONE_PAGE).status == 200);
    assert_eq!(preview.state(ONE_PAGE, &lost)["reload"], true);
}

#[test]
fn a_brief_whose_time_comes_appears_and_one_whose_time_is_over_goes() {
    let site = three();
    let soon = moment_in(3);
    site.edit(&format!(
        "-- content/briefs/soon.md --\n{}-- content/briefs/over.md --\n{}",
        brief("Soon", &soon, "slug: soon\n"),
        brief("Over", "2025-01-05", &format!("expires: {soon}\n")),
    ));
    let root = site.path("").to_string_lossy().into_owned();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command.args(["serve", "--port", "0", "--root", &root]);
    let preview = Preview::start(site, command);
    assert_eq!(preview.get("/2025/01/05/over/").status, 200);
    assert!(!preview.page("/").contains(">Soon<"));
    preview.wait_for("/", ">Soon<");
    assert_eq!(preview.get("/2025/01/05/over/").status, 404);
}

/// The moment in so many seconds, as a brief writes it.
fn moment_in(seconds: u64) -> String {
    let date = Command::new("date")
        .args([
            "-u",
            "-d",
            &format!("{seconds} seconds"),
            "+%Y-%m-%dT%H:%M:%SZ",
        ])
        .output();
    let date = date.expect("date is there");
    String::from_utf8(date.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_brief_that_is_saved_and_not_shown_is_explained() {
    let preview = Preview::of(three(), &[]);
    let draft = brief("Draft", "2025-05-05", "draft: true\n");
    let later = brief("Later", "2026-05-05", "");
    preview
        .site
        .put("content/briefs/draft.md", draft.as_bytes());
    preview.wait_said("draft.md is a draft; --drafts shows it");
    preview
        .site
        .put("content/briefs/later.md", later.as_bytes());
    preview.wait_said("later.md is scheduled for 2026-05-05; --drafts shows it");
}
