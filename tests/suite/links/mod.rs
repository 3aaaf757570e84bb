//! `gen links`, against a server of its own on loopback.

mod server;

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Site, brief};
use server::{Meter, Server, nobody};

struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

fn command(site: &Site, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
    command
        .arg("links")
        .args(arguments)
        .current_dir(site.path(""))
        .env("NO_COLOR", "1");
    for (option, quick) in [("--pause", "1"), ("--timeout", "10")] {
        if !arguments.contains(&option) {
            command.args([option, quick]);
        }
    }
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy).env_remove(proxy.to_lowercase());
    }
    command
}

fn links(site: &Site, day: &str, arguments: &[&str]) -> Told {
    let output = command(site, arguments)
        .args(["--now", day])
        .output()
        .expect("the program starts");
    Told {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A site whose plain page leads to these addresses.
fn site_of(urls: &[String]) -> Site {
    let links: Vec<String> = urls.iter().map(|url| format!("- <{url}>\n")).collect();
    Site::with(&format!(
        "-- content/pages/about.md --\n---\ntitle: About\n---\n\n{}",
        links.concat()
    ))
}

fn ledger(site: &Site) -> Value {
    let text = fs::read_to_string(site.path("links.json")).expect("a ledger");
    serde_json::from_str(&text).expect("a whole ledger")
}

/// State and answer of each link by JSON, in the order of `urls`.
fn states(told: &Told, urls: &[String]) -> Vec<String> {
    let all: Value =
        serde_json::from_str(&told.out).unwrap_or_else(|_| panic!("{}{}", told.out, told.err));
    let links = all["links"].as_array().unwrap();
    let state = |url: &String| {
        let link = links
            .iter()
            .find(|link| link["url"] == **url)
            .expect("the link");
        format!(
            "{} {}",
            link["state"].as_str().unwrap(),
            link["answer"].as_str().unwrap_or("-")
        )
    };
    urls.iter().map(state).collect()
}

#[test]
fn each_answer_means_what_it_means_to_a_reader() {
    let server = Server::start();
    let cases = [
        ("ok", "alive 200"),
        ("no-head", "alive 200"),
        ("hidden-head", "alive 200"),
        ("moved", "alive 200"),
        ("elsewhere", "alive 200"),
        ("endless", "alive 200"),
        ("missing", "failing 404"),
        ("moved-away", "failing 404"),
        ("broken", "failing 500"),
        ("closed", "failing broken off"),
        ("garbage", "unknown no http"),
        ("endless-head", "unknown no http"),
        ("forbidden", "unknown 403"),
        ("wall", "unknown 999"),
        ("challenge", "unknown 503"),
        ("loop", "unknown too many redirects"),
        ("out", "unknown redirect out of the web"),
    ];
    let urls: Vec<String> = cases.iter().map(|(path, _)| server.url(path)).collect();
    let told = links(&site_of(&urls), "2026-01-01", &["--format", "json"]);
    let expected: Vec<String> = cases.iter().map(|(_, state)| (*state).to_owned()).collect();
    assert_eq!(states(&told, &urls), expected);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let asked = server.asked();
    let of = |path: &str| asked.iter().filter(|line| line.ends_with(path)).count();
    assert_eq!(
        (of(" /loop"), of(" /forbidden"), of(" /no-head")),
        (11, 2, 2)
    );
}

#[test]
fn who_never_finishes_is_not_waited_for() {
    let servers: Vec<Server> = (0..4).map(|_| Server::start()).collect();
    let urls = [
        servers[0].url("ok"),
        servers[1].url("hang"),
        servers[2].url("drip"),
        // There is no secure connection to be had.
        servers[3].url("ok").replace("http:", "https:"),
    ];
    let told = links(
        &site_of(&urls),
        "2026-01-01",
        &["--timeout", "2", "--format", "json"],
    );
    let states = states(&told, &urls);
    assert_eq!(
        states[..3],
        ["alive 200", "failing timeout", "failing timeout"]
    );
    assert_eq!(states[3], "unknown no secure connection");
}

#[test]
fn a_request_is_honest_and_keeps_no_cookies() {
    let server = Server::start();
    let urls = [
        server.url("ok"),
        server.url("other#part"),
        server.url("other"),
    ];
    links(&site_of(&urls), "2026-01-01", &[]);
    assert_eq!(
        server.asked(),
        ["HEAD /ok", "HEAD /other"],
        "a fragment is no other page"
    );
    for request in server.requests.lock().unwrap().iter() {
        let agent = format!(
            "user-agent: evenhand/{} (gen links; +https://example.org/)",
            env!("CARGO_PKG_VERSION")
        );
        let head = request.head.to_lowercase();
        assert!(head.contains(&agent) && !head.contains("cookie"), "{head}");
    }
}

#[test]
fn where_a_page_has_moved_for_good_is_told() {
    let server = Server::start();
    let site = site_of(&[server.url("moved-twice"), server.url("elsewhere")]);
    let told = links(&site, "2026-01-01", &[]);
    let moved = format!(
        "moved for good: {}\n  to {}\n  content/pages/about.md:5:4\n",
        server.url("moved-twice"),
        server.url("ok")
    );
    assert!(told.out.starts_with(&moved), "{}", told.out);
    assert_eq!(
        told.out.matches("moved for good").count(),
        1,
        "{}",
        told.out
    );
}

#[test]
fn a_link_is_dead_after_three_days_without_a_success() {
    let server = Server::start();
    let site = site_of(&[server.url("missing"), server.url("ok")]);
    let state = |day: &str, arguments: &[&str]| {
        let told = links(&site, day, arguments);
        (told.code, told.out.lines().next().unwrap().to_owned())
    };
    let failing = format!("failing since 2026-01-01: {} (404)", server.url("missing"));
    assert_eq!(state("2026-01-01", &[]), (Some(0), failing.clone()));
    assert_eq!(
        state("2026-01-01T23:00:00Z", &[]),
        (Some(0), failing.clone())
    );
    assert_eq!(
        state("2026-01-02", &["--deny", "dead"]),
        (Some(0), failing.clone())
    );
    // It is still the second day in UTC.
    assert_eq!(
        state("2026-01-03T01:00:00+02:00", &["--deny", "dead"]),
        (Some(0), failing)
    );
    let dead = format!("dead since 2026-01-01: {} (404)", server.url("missing"));
    assert_eq!(state("2026-01-03", &[]), (Some(0), dead.clone()));
    assert_eq!(
        state("2026-01-04", &["--deny", "dead"]),
        (Some(1), dead.clone())
    );
    assert_eq!(state("2026-01-04", &["--list"]), (Some(0), dead));
    let ok = server
        .asked()
        .iter()
        .filter(|line| line.ends_with("/ok"))
        .count();
    assert_eq!(ok, 1, "what answered lately is not asked again");
    // A success makes everything good.
    let text = fs::read_to_string(site.path("links.json")).unwrap();
    site.put("links.json", text.replace("/missing", "/found").as_bytes());
    let page = fs::read_to_string(site.path("content/pages/about.md")).unwrap();
    site.put(
        "content/pages/about.md",
        page.replace("/missing", "/found").as_bytes(),
    );
    let told = links(&site, "2026-01-05", &["--deny", "dead"]);
    assert!(
        told.code == Some(0) && told.out.starts_with("2 links in 1 text: 2 alive;"),
        "{}",
        told.out
    );
}

#[test]
fn a_link_that_is_gone_from_the_site_is_forgotten() {
    let server = Server::start();
    let site = site_of(&[server.url("missing"), server.url("ok")]);
    links(&site, "2026-01-01", &[]);
    assert_eq!(ledger(&site)["links"].as_object().unwrap().len(), 2);
    // A text that cannot be read may still hold it.
    site.edit("-- content/pages/about.md --\nno front matter\n");
    let told = links(&site, "2026-01-02", &[]);
    assert!(told.err.contains("1 text with errors"), "{}", told.err);
    assert_eq!(ledger(&site)["links"].as_object().unwrap().len(), 2);
    site.edit(&format!(
        "-- content/pages/about.md --\n---\ntitle: A\n---\n<{}>\n",
        server.url("ok")
    ));
    links(&site, "2026-01-02", &[]);
    assert_eq!(ledger(&site)["links"].as_object().unwrap().len(), 1);
}

#[test]
fn a_damaged_ledger_is_an_error_and_is_left_as_it_is() {
    let server = Server::start();
    let site = site_of(&[server.url("ok")]);
    links(&site, "2026-01-01", &[]);
    let whole = fs::read(site.path("links.json")).unwrap();
    for damaged in [
        &whole[..whole.len() / 2],
        b"",
        b"\xff",
        b"{\"version\": 7, \"pages\": []}",
    ] {
        site.put("links.json", damaged);
        server.forget();
        for arguments in [&["--fresh", "0"][..], &["--list"]] {
            let told = links(&site, "2026-01-02", arguments);
            assert_eq!(told.code, Some(2));
            assert!(told.err.contains("links.json"), "{}", told.err);
        }
        assert_eq!(fs::read(site.path("links.json")).unwrap(), damaged);
        assert!(server.asked().is_empty(), "nobody is asked in vain");
    }
    // No build looks at it.
    assert!(site.build().report.diagnostics.is_empty());
    assert!(
        links(&Site::new("-- x --\n"), "2026-01-01", &[])
            .err
            .contains("there is no site in")
    );
}

#[test]
fn a_network_that_is_away_makes_nothing_fail() {
    let server = Server::start();
    let lost = [nobody("a"), nobody("b"), nobody("c")];
    let site = site_of(&lost);
    let told = links(&site, "2026-01-01", &[]);
    assert_eq!(told.code, Some(2));
    assert!(
        told.err.contains("the network seems to be away"),
        "{}",
        told.err
    );
    assert!(!site.path("links.json").exists(), "nothing is written down");
    // Somebody answers: now it is the hosts that are away.
    let all: Vec<String> = lost
        .iter()
        .cloned()
        .chain([server.url("forbidden")])
        .collect();
    let site = site_of(&all);
    let told = links(&site, "2026-01-01", &["--format", "json"]);
    assert_eq!(told.code, Some(0));
    assert_eq!(states(&told, &lost), ["failing refused"; 3]);
}

#[test]
fn who_leads_to_a_lost_host_is_there_himself() {
    let server = Server::start();
    let lost = nobody("");
    let port = lost.trim_end_matches('/').rsplit(':').next().unwrap();
    let urls = [server.url(&format!("to/{port}"))];
    let told = links(&site_of(&urls), "2026-01-01", &["--format", "json"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert_eq!(states(&told, &urls), ["failing refused"]);
}

#[test]
fn what_answered_lately_bears_witness_for_the_network() {
    let server = Server::start();
    let gone = nobody("gone");
    let site = site_of(&[server.url("ok"), gone.clone()]);
    for day in ["2026-01-01", "2026-01-02", "2026-01-03"] {
        let told = links(&site, day, &["--format", "json"]);
        assert_eq!(told.code, Some(0), "{}", told.err);
    }
    // The good one was fresh, and only the other one was asked on the later days.
    let told = links(&site, "2026-01-03", &["--list", "--format", "json"]);
    assert_eq!(states(&told, &[gone]), ["dead refused"]);
}

#[test]
fn a_host_that_takes_no_connection_is_not_asked_for_each_page() {
    let server = Server::start();
    let gone = nobody("");
    let mut urls: Vec<String> = (0..5).map(|n| format!("{gone}{n}")).collect();
    let site = site_of(&[urls.as_slice(), &[server.url("ok")]].concat());
    let told = links(&site, "2026-01-01", &["--format", "json"]);
    assert_eq!(states(&told, &urls), ["failing refused"; 5]);
    urls.push(server.url("ok"));
    assert_eq!(ledger(&site)["links"].as_object().unwrap().len(), 6);
}

#[test]
fn a_host_that_wants_peace_has_it() {
    let server = Server::start();
    // A short wait, and one question more.
    let site = site_of(&[server.url("a"), server.url("soon")]);
    let told = links(&site, "2026-01-01", &["--format", "json"]);
    assert_eq!(states(&told, &[server.url("soon")]), ["alive 200"]);
    assert_eq!(server.asked(), ["HEAD /a", "HEAD /soon", "HEAD /soon"]);
    // A long one, or none said: the rest of the host is left, and begins the next run.
    for path in ["busy", "patience"] {
        server.forget();
        let urls = [server.url("a"), server.url(path), server.url("z")];
        let site = site_of(&urls);
        let told = links(&site, "2026-01-01", &["--format", "json"]);
        assert_eq!(
            states(&told, &urls),
            ["alive 200", "unknown 429", "unasked -"]
        );
        assert!(
            told.err.contains("1 link left for the next run"),
            "{}",
            told.err
        );
        server.forget();
        links(&site, "2026-01-09", &[]);
        assert_eq!(server.asked()[..2], ["HEAD /z", "HEAD /a"]);
    }
}

#[test]
fn no_host_is_hurried_and_no_more_hosts_are_asked_than_allowed() {
    let meter = Arc::new(Meter::default());
    let servers: Vec<Server> = (0..4).map(|_| Server::measured(&meter)).collect();
    let mut urls = Vec::new();
    for server in &servers {
        urls.extend((0..3).map(|n| server.url(&format!("together/{n}"))));
        // Redirects within the host pass the same gate.
        urls.push(server.url("moved"));
    }
    let site = site_of(&urls);
    let told = links(
        &site,
        "2026-01-01",
        &["--jobs", "2", "--pause", "40", "--timeout", "60"],
    );
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(meter.most(0), 2, "two hosts at a time");
    for server in &servers {
        assert_eq!(meter.most(server.address.port()), 1);
        let requests = server.requests.lock().unwrap();
        assert_eq!(requests.len(), 5);
        for pair in requests.windows(2) {
            assert!(
                pair[1].came >= pair[0].left + Duration::from_millis(40),
                "a pause between"
            );
        }
    }
}

#[test]
fn every_link_of_every_text_is_known_with_its_place() {
    let site = Site::with(
        "-- content/briefs/a.md --\n---\ntitle: A\ndate: 2025-01-01\nsources:\n  ap:\n    outlet: AP\n    url: https://a.example/url\n    archive: https://a.example/archive\n\
         predictions:\n  - question: Q?\n    url: https://a.example/forecast\ncorrections:\n  - {date: 2025-01-02, text: \"see [x](https://a.example/correction)\"}\n\
         extra: {url: https://a.example/extra}\n---\n\n[S](https://a.example/summary)\n\n## Facts\n\n- Fact [x](https://a.example/fact). [^ap]\n\n## Narratives\n\n### Left — [P](https://a.example/provider)\n\nText <https://a.example/text>.\n\n## More\n\n[m](mailto:a@a.example) [s](https://a.example/section)\n\
         -- content/briefs/b.yaml --\ntitle: B\ndate: 2025-01-01\nsources: {ap: AP}\nimage: {src: x.png, alt: A, credit: C, caption: \"[c](https://b.example/caption)\"}\nfacts:\n  - {text: \"[x](https://b.example/fact)\", cite: [ap]}\nnarratives:\n  - stance: Left\n    provider: P\n    url: https://b.example/provider\n    text: |\n      One\n      [two](https://b.example/text)\n\
         -- content/briefs/old.md --\n---\ntitle: O\ndate: 2024-01-01\nexpires: 2025-01-01\nsources: {ap: AP}\n---\n\n[S](https://old.example/)\n\n## Facts\n\n- F [^ap]\n\
         -- content/outlets.yaml --\nap:\n  name: AP\n  url: https://o.example/\n  ratings:\n    - {scale: s, value: v, rater: r, url: https://o.example/rating}\n\
         -- content/pages/p.md --\n---\ntitle: P\n---\n[é](https://a.example/url)\n",
    );
    let told = links(&site, "2026-01-01", &["--list"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    site.put(
        "content/pages/\u{1b}[31m.md",
        b"---\ntitle: T\nslug: t\n---\n<https://c.example/>\n",
    );
    let steered = links(&site, "2026-01-01", &["--list"]);
    assert!(steered.out.contains("c.example") && !steered.out.contains('\u{1b}'));
    insta::with_settings!({ snapshot_path => "../snapshots/links", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("list", told.out);
    });
    assert!(!site.path("links.json").exists());
}

#[test]
fn an_archive_is_asked_for_copies_once() {
    let server = Server::start();
    let source = |id: &str, more: &str| {
        format!(
            "  {id}: {{outlet: {id}, url: \"{}\"{more}}}\n",
            server.url(id)
        )
    };
    let sources = [
        source("first", ""),
        source("second", ", published: 2024-05-06"),
        source("third", ", accessed: 2024-07-08, published: 2024-05-06"),
        source(
            "fourth",
            ", archive: \"https://web.archive.org/web/2024/x\"",
        ),
        source("uncopied", ""),
        source("uncited", ""),
    ];
    let cites = "- Something happened. [^first][^second][^third][^fourth][^uncopied]\n";
    let text = brief("A", "2024-01-02", &sources.concat()).replace("  ap: AP News\n", "");
    let text = text.replace("- Something happened. [^ap]\n", cites);
    let site = Site::with(&format!("-- content/briefs/a.md --\n{text}"));
    let service = server.url("archive");
    // The archive itself is not to be asked by a test whether it answers.
    let text = fs::read_to_string(site.path("content/briefs/a.md")).unwrap();
    site.put(
        "content/briefs/a.md",
        text.replace("https://web.archive.org/web/2024/x", &server.url("copy"))
            .as_bytes(),
    );
    let arguments = ["--archive", "--archive-service", &service];
    let told = links(&site, "2026-01-01", &arguments);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let proposals = "copy for the source `first`, content/briefs/a.md:5:3\n    archive: https://web.archive.org/web/20240102000000/x\n    archived: 2024-01-02\n\
                     copy for the source `second`, content/briefs/a.md:6:3\n    archive: https://web.archive.org/web/20240506000000/x\n    archived: 2024-05-06\n\
                     copy for the source `third`, content/briefs/a.md:7:3\n    archive: https://web.archive.org/web/20240708000000/x\n    archived: 2024-07-08\n";
    assert!(told.out.starts_with(proposals), "{}", told.out);
    assert_eq!(told.out.matches("archive: ").count(), 3, "{}", told.out);
    let asked = || {
        server
            .asked()
            .iter()
            .filter(|line| line.contains("/archive?"))
            .count()
    };
    assert_eq!(asked(), 4);
    let again = links(&site, "2026-01-02", &arguments);
    assert!(again.out.starts_with(proposals), "{}", again.out);
    assert_eq!(asked(), 4, "what is remembered is not asked again");
    links(&site, "2026-01-09", &arguments);
    assert_eq!(
        asked(),
        5,
        "but where there was no copy there may be one now"
    );
}

#[test]
fn of_a_dead_link_the_copy_is_told() {
    let server = Server::start();
    let site = site_of(&[server.url("missing")]);
    let service = server.url("archive");
    let arguments = ["--archive", "--archive-service", &service];
    for day in ["2026-01-01", "2026-01-02"] {
        assert!(!links(&site, day, &arguments).out.contains("copy:"));
    }
    let told = links(&site, "2026-01-03", &arguments);
    assert!(
        told.out
            .contains("\n  copy: https://web.archive.org/web/20200101000000/x\n"),
        "{}",
        told.out
    );
    let json = links(&site, "2026-01-03", &["--list", "--format", "json"]);
    assert!(
        json.out.contains("\"copy\": \"https://web.archive.org/"),
        "{}",
        json.out
    );
}

#[test]
fn an_archive_that_does_not_answer_is_told() {
    let server = Server::start();
    let more = format!("  b: {{outlet: B, url: \"{}\"}}\n", server.url("ok"));
    let text = brief("A", "2024-01-02", &more).replace("[^ap]", "[^ap][^b]");
    let site = Site::with(&format!("-- content/briefs/a.md --\n{text}"));
    let told = links(
        &site,
        "2026-01-01",
        &["--archive", "--archive-service", &nobody("")],
    );
    assert_eq!(told.code, Some(0));
    assert!(
        told.err.contains("copies of 1 page not looked up"),
        "{}",
        told.err
    );
    let wrong = links(
        &site,
        "2026-01-01",
        &["--archive", "--archive-service", "ftp://x/"],
    );
    assert_eq!(wrong.code, Some(2));
}

#[cfg(unix)]
#[test]
fn what_is_known_when_somebody_ends_the_run_is_remembered() {
    let (quick, slow) = (Server::start(), Server::start());
    // The host with more pages comes first.
    let site = site_of(&[quick.url("a"), quick.url("b"), slow.url("hang")]);
    let child = command(
        &site,
        &["--jobs", "1", "--timeout", "60", "--now", "2026-01-01"],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    let start = Instant::now();
    while slow.asked().is_empty() && start.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains("interrupted; what is known is in links.json"),
        "{err}"
    );
    let known = ledger(&site);
    let known: Vec<&String> = known["links"].as_object().unwrap().keys().collect();
    assert_eq!(known, [&quick.url("a"), &quick.url("b")]);
}
