//! What a good server does, and what reloads when.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Instant;

use super::{LONG, ONE, ONE_PAGE, Preview, one_saying, three};
use crate::harness::{Site, brief, files_of};

#[test]
fn every_file_of_the_site_is_served_as_it_is_built_and_nothing_is_written() {
    let site = Site::new(
        "-- site.toml --\ntitle = \"Desk\"\nbase_url = \"https://example.org/some/news/\"\npage_size = 1\nlint = {accuracy = \"allow\", balance = \"allow\", form = \"allow\"}\n",
    );
    let site = site.write(&format!(
        "-- content/briefs/one.md --\n{}-- content/briefs/two.md --\n{}-- static/a.txt --\nhere\n-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n",
        brief("One", "2025-01-01", "tags: [X]\naliases: [/old/]\n"),
        brief("Two", "2025-01-02", "tags: [X, Ünï çode]\nseries: S\n"),
    ));
    let preview = Preview::of(site, &[]);
    assert_eq!(preview.base, "/some/news/");
    assert!(!preview.site.path("public").exists());
    let before = files_of(&preview.site.path(""));
    let built = preview
        .site
        .build_with(|options| options.out = preview.site.path("../built-beside"))
        .clean();
    let files = files_of(&built.out);
    fs::remove_dir_all(&built.out).unwrap();
    let mut asked = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with(".gen")) {
        let mut address = preview.base.clone();
        evenhand::model::encode_path(path, &mut address);
        let answer = preview.get(address.strip_suffix("index.html").unwrap_or(&address));
        assert_eq!(answer.status, 200, "{path}");
        let served = if path.ends_with(".html") {
            answer.page().into_bytes()
        } else {
            answer.body
        };
        assert!(served == *bytes, "{path} is not what is built");
        asked += 1;
    }
    assert!(asked > 40, "{asked}");
    assert_eq!(
        files_of(&preview.site.path("")),
        before,
        "something was written"
    );
}

#[test]
fn answers_have_types_and_tags_and_heads() {
    let preview = Preview::of(three(), &[]);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        (
            "/2025/01/01/one/brief.json",
            "application/json; charset=utf-8",
        ),
        ("/.gen-live.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some(kind)),
            "{path}"
        );
        assert_eq!(
            answer.header("content-length"),
            Some(answer.body.len().to_string().as_str())
        );
        let tag = answer.header("etag").expect("a tag").to_owned();
        let again = preview.ask("GET", path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let head = preview.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.head, answer.head, "{path}");
    }
    let page = preview.page("/");
    let sheet = page
        .split("href=\"")
        .find(|part| part.contains("main.") && part.contains(".css\""))
        .unwrap();
    let sheet = preview.get(sheet.split('"').next().unwrap());
    assert_eq!(
        sheet.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    let tag = preview.get(ONE_PAGE).header("etag").unwrap().to_owned();
    preview
        .site
        .put(ONE, one_saying("Another fact.").as_bytes());
    preview.wait_for(ONE_PAGE, "Another fact.");
    let again = preview.ask("GET", ONE_PAGE, &format!("If-None-Match: {tag}\r\n"));
    assert_eq!(again.status, 200, "the page has changed");
}

#[test]
fn a_missing_page_is_the_sites_own_and_a_folder_gets_its_slash() {
    let preview = Preview::of(three(), &[]);
    let missing = preview.get("/nowhere/");
    assert_eq!(missing.status, 404);
    assert_eq!(
        missing.page(),
        preview.site.build().clean().file("404.html")
    );
    let moved = preview.get("/2025/01/01/one?a=b");
    assert_eq!(
        (moved.status, moved.header("location")),
        (302, Some("/2025/01/01/one/?a=b"))
    );
    assert_eq!(preview.get("/2025").status, 404);
    // It appears: a tab that shows the missing page loads it.
    assert_eq!(preview.state("/2025/03/03/new/", &missing)["reload"], false);
    preview.site.put(
        "content/briefs/new.md",
        brief("New", "2025-03-03", "").as_bytes(),
    );
    preview.wait_for("/2025/03/03/new/", "Something");
    assert_eq!(preview.state("/2025/03/03/new/", &missing)["reload"], true);
}

#[test]
fn only_pages_that_show_what_changed_are_to_reload() {
    let site = three();
    for n in 4..12 {
        site.edit(&format!(
            "-- content/briefs/b{n}.md --\n{}",
            brief(&format!("B{n}"), &format!("2025-02-{n:02}"), "")
        ));
    }
    let preview = Preview::of(site, &[]);
    let pages = [
        ONE_PAGE,
        "/2025/01/02/two/",
        "/2025/02/09/b9/",
        "/tags/x/",
        "/",
        "/archive/",
        "/corrections/",
    ];
    let open: Vec<_> = pages
        .iter()
        .map(|page| (*page, preview.get(page)))
        .collect();
    let reloading = |open: &[(&'static str, super::Answer)]| -> Vec<&str> {
        let to = |(page, answer): &&(&'static str, super::Answer)| {
            preview.state(page, answer)["reload"] == true
        };
        open.iter().filter(to).map(|(page, _)| *page).collect()
    };
    assert!(reloading(&open).is_empty());
    preview
        .site
        .put(ONE, one_saying("Another fact.").as_bytes());
    preview.wait_for(ONE_PAGE, "Another fact.");
    assert_eq!(reloading(&open), [ONE_PAGE]);
    let text = one_saying("Another fact.").replace("title: One", "title: Uno");
    preview.site.put(ONE, text.as_bytes());
    preview.wait_for(ONE_PAGE, "Uno");
    assert_eq!(
        reloading(&open),
        [ONE_PAGE, "/2025/01/02/two/", "/tags/x/", "/"]
    );
}

#[test]
fn a_style_sheet_is_changed_in_place() {
    let preview = Preview::of(three(), &[]);
    let page = preview.get(ONE_PAGE);
    preview
        .site
        .put("assets/main.css", b"body { color: green }");
    preview.wait("another style sheet", |preview| {
        preview.state(ONE_PAGE, &page)["styles"].is_array()
    });
    let state = preview.state(ONE_PAGE, &page);
    assert_eq!(state["reload"], false);
    let sheet = state["styles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|sheet| sheet["href"].as_str().unwrap().contains("main"));
    let href = sheet.unwrap()["href"].as_str().unwrap();
    assert_eq!(preview.get(href).text(), "body { color: green }");
    assert!(preview.page(ONE_PAGE).contains(href));
    // A script is part of what the page does.
    preview.site.put("assets/main.js", b"// another");
    preview.wait("another script", |preview| {
        preview.state(ONE_PAGE, &page)["reload"] == true
    });
}

#[test]
fn a_copied_file_that_changes_is_named() {
    let site = three();
    site.put("static/logo.svg", b"<svg/>");
    let preview = Preview::of(site, &[]);
    let ask = |since: u64| {
        let answer = preview.get(&format!(
            "/.gen-state?path=/&content=&styles=&since={since}"
        ));
        let state: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        (state["number"].as_u64().unwrap(), state["files"].clone())
    };
    let (number, _) = ask(0);
    preview.site.put("static/logo.svg", b"<svg></svg>");
    preview.wait("a new number", |_| ask(number).0 > number);
    assert_eq!(ask(number).1, serde_json::json!(["/logo.svg"]));
    assert_eq!(ask(ask(number).0).1, serde_json::json!([]));
    assert_eq!(preview.get("/logo.svg").text(), "<svg></svg>");
}

#[test]
fn a_page_says_which_copies_it_may_show() {
    let site = three();
    site.put("static/logo.svg", b"<svg/>");
    for n in 0..1_500 {
        site.put(&format!("static/many/{n}.txt"), b"one");
    }
    let preview = Preview::of(site, &[]);
    let since = |page: &str| {
        let text = preview.get(page).text();
        let since = text.split("data-since=\"").nth(1).unwrap();
        since.split('"').next().unwrap().to_owned()
    };
    let state = |since: &str| -> serde_json::Value {
        let page = preview.get("/");
        let text = page.text();
        let part = |name: &str| {
            let value = text.split(&format!("{name}=\"")).nth(1).unwrap();
            value.split('"').next().unwrap().to_owned()
        };
        let (content, styles) = (part("data-content"), part("data-styles"));
        let path = format!("/.gen-state?path=/&content={content}&styles={styles}&since={since}");
        serde_json::from_slice(&preview.get(&path).body).unwrap()
    };
    // A tab that was opened and not looked at since.
    let first = since("/");
    preview.site.put("static/logo.svg", b"<svg></svg>");
    preview.wait("it is named", |_| {
        state(&first)["files"] == serde_json::json!(["/logo.svg"])
    });
    // The page that is made from now on shows the new one.
    assert_eq!(state(&since("/"))["files"], serde_json::json!([]));
    // With more than are remembered, a page that may show any of them is loaded.
    for n in 0..1_500 {
        preview.site.put(&format!("static/many/{n}.txt"), b"two");
    }
    preview.wait("it is loaded", |_| state(&first)["reload"] == true);
    preview.wait("all are read", |preview| {
        preview.get("/many/1499.txt").text() == "two"
    });
    let now = since("/");
    preview.wait("quiet", |_| {
        state(&now)["reload"] == false || since("/") != now
    });
    assert_eq!(
        state(&since("/"))["reload"],
        false,
        "it would load for ever"
    );
}

#[test]
fn browsers_are_told_at_once() {
    let preview = Preview::of(three(), &[]);
    let number = preview.number();
    let mut stream = TcpStream::connect(preview.address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    let host = preview.address;
    write!(stream, "GET /.gen-events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream)
        .lines()
        .map(|line| line.expect("the stream goes on"));
    assert!(hears(&mut lines, |line| line
        == "Content-Type: text/event-stream; charset=utf-8"));
    // What changed before the stream began is not missed: it begins with the state at hand.
    assert!(hears(&mut lines, |line| line == format!("data: {number}")));
    preview
        .site
        .put(ONE, one_saying("Another fact.").as_bytes());
    assert!(hears(&mut lines, |line| line == format!("data: {}", number + 1)));
    assert!(
        preview.page(ONE_PAGE).contains("Another fact."),
        "told before it is there"
    );
}

#[test]
fn many_browsers_may_listen() {
    let preview = Preview::of(three(), &[]);
    let host = preview.address;
    let streams: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(host).unwrap();
            stream.set_read_timeout(Some(LONG)).unwrap();
            write!(stream, "GET /.gen-events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
            let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
            assert!(hears(&mut lines, |line| line.starts_with("data: ")));
            lines
        })
        .collect();
    preview
        .site
        .put(ONE, one_saying("Another fact.").as_bytes());
    for mut lines in streams {
        assert!(
            hears(&mut lines, |line| line.starts_with("data: ")),
            "one was not told"
        );
    }
}

/// Whether a line comes in time for which it is `so`. The stream itself never ends.
fn hears(lines: &mut impl Iterator<Item = String>, so: impl Fn(&str) -> bool) -> bool {
    let start = Instant::now();
    lines
        .take_while(|_| start.elapsed() < LONG)
        .any(|line| so(&line))
}

#[test]
fn drafts_and_scheduled_briefs_are_shown_when_asked_for_and_marked() {
    let site = three();
    site.edit("-- content/pages/plan.md --\n---\ntitle: Plan\ndraft: true\n---\nLater.\n");
    site.edit(&format!(
        "-- content/briefs/draft.md --\n{}-- content/briefs/later.md --\n{}",
        brief("Draft", "2025-05-05", "draft: true\n"),
        brief("Later", "2026-05-05", ""),
    ));
    let preview = Preview::of(site, &["--drafts"]);
    let draft = preview.page("/2025/05/05/draft/");
    assert!(
        draft.contains("class=\"banner\"") && draft.contains("Draft</strong>"),
        "{draft}"
    );
    assert!(
        preview
            .page("/2026/05/05/later/")
            .contains("class=\"banner\"")
    );
    assert!(
        preview.page("/plan/").contains("class=\"banner\""),
        "a plain page is marked, too"
    );
    let home = preview.page("/");
    assert!(
        home.contains("class=\"flag\">Draft<") && home.contains("class=\"flag\">Scheduled<"),
        "{home}"
    );
    let site = three();
    site.edit(&format!(
        "-- content/briefs/draft.md --\n{}",
        brief("Draft", "2025-05-05", "draft: true\n")
    ));
    let preview = Preview::of(site, &[]);
    assert_eq!(preview.get("/2025/05/05/draft/").status, 404);
    // No longer a draft, it appears.
    preview.site.edit(&format!(
        "-- content/briefs/draft.md --\n{}",
        brief("Draft", "2025-05-05", "")
    ));
    preview.wait_for("/2025/05/05/draft/", "Something");
}

#[test]
fn a_taken_port_leads_to_the_next_free_one() {
    // Two neighbours, of which the first is taken.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let site = three();
    let root = site.path("").to_string_lossy().into_owned();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command.args(["serve", "--root", &root, "--port", &port.to_string()]);
    let preview = Preview::start(site, command);
    assert!(preview.address.port() > port && preview.address.port() < port.saturating_add(100));
    assert!(preview.address.ip().is_loopback());
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
}

#[test]
fn another_address_is_listened_at_only_when_asked_for_and_with_a_warning() {
    let preview = Preview::of(three(), &["--bind", "0.0.0.0"]);
    preview.wait_said("everyone who reaches this machine");
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    let mut quiet = Preview::of(three(), &[]);
    quiet.signal("INT");
    assert_eq!(quiet.end(), Some(0));
    assert!(
        !quiet.terminal().contains("warning"),
        "{}",
        quiet.terminal()
    );
}

#[test]
fn the_browser_is_opened_when_asked_for() {
    let site = three();
    let note = site.path("opened");
    site.put(
        "bin/xdg-open",
        format!("#!/bin/sh\necho \"$1\" > {}\n", note.display()).as_bytes(),
    );
    let opener = site.path("bin/xdg-open");
    let executable = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o755);
    fs::set_permissions(&opener, executable).unwrap();
    let path = format!(
        "{}:{}",
        site.path("bin").display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command
        .args(Preview::arguments(&site))
        .arg("--open")
        .env("PATH", path);
    let preview = Preview::start(site, command);
    preview.wait("the browser", |_| {
        note.exists() && !fs::read(&note).unwrap().is_empty()
    });
    assert_eq!(
        fs::read_to_string(&note).unwrap().trim(),
        format!("http://{}/", preview.address)
    );
}

#[test]
fn the_help_teaches() {
    let help = |argument: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_gen"))
            .args(["serve", argument])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let text = help("--help");
    for word in [
        "--port",
        "1111",
        "--open",
        "--drafts",
        "--poll",
        "--bind",
        "Ctrl-C",
        "Examples:",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_site_that_is_not_there_is_an_error_of_the_world() {
    let output = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["serve", "--port", "0", "--root", "/nowhere/at/all"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no site in"));
}
