//! `gen build --profile`: exact counts, an order that helps, and the same site.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use evenhand::build::{Options, Profile, Row, profile};

use crate::harness::{NO_RULES, SITE, Site, brief, files_of};

/// Three briefs, two tags, one outlet, and a template that calls what can be counted.
fn small() -> Site {
    Site::with(&format!(
        "-- content/briefs/a.md --\n{}-- content/briefs/b.md --\n{}-- content/briefs/c.md --\n{}\
         -- content/pages/about.md --\n---\ntitle: About\n---\n\nUs.\n\
         -- static/copied.txt --\nAs it is.\n\
         -- assets/mine.css --\np {{}}\n\
         -- templates/404.html --\n{{{{ asset(path=\"mine.css\") }}}}{{{{ asset(path=\"mine.css\") }}}}\
         {{{{ integrity(path=\"mine.css\") }}}}{{{{ \"{{x}}\" | fill(x=1) | fill(x=2) | fill(x=3) }}}}\n",
        brief("A", "2025-01-01", "tags: [x]\naliases: [/old/]\n"),
        brief("B", "2025-02-01", "tags: [x, y]\n"),
        brief("C", "2025-02-02", ""),
    ))
}

#[track_caller]
fn profiled(site: &Site, change: impl FnOnce(&mut Options)) -> Profile {
    let mut options = site.options();
    change(&mut options);
    let (report, profile) = profile(&options, &|_, _, _| {}).expect("the world is fine");
    assert_eq!(report.errors(), 0);
    profile.expect("the site was published")
}

fn counts(rows: &[Row]) -> BTreeMap<&str, usize> {
    rows.iter()
        .map(|row| (row.name.as_str(), row.count))
        .collect()
}

#[test]
fn every_file_is_counted_once_under_its_kind() {
    let site = small();
    let profile = profiled(&site, |_| {});
    let kinds = counts(&profile.kinds);
    let expected = [
        ("brief", 3),
        ("brief.json", 3),
        ("redirect", 1),
        ("page", 1),
        ("copied file", 1),
        ("tag", 2),
        ("outlet", 1),
        ("stance", 2),
        ("terms", 5),
        ("home", 1),
        ("archive", 1),
        ("archive-year", 1),
        ("archive-month", 2),
        ("corrections", 1),
        ("404", 1),
        // The site's, those of two tags, those of corrections.
        ("Atom feed", 4),
        ("JSON feed", 4),
        // Two months, pages, news, and the list of them.
        ("sitemap", 5),
        ("robots.txt", 1),
    ];
    for (kind, count) in expected {
        assert_eq!(kinds.get(kind), Some(&count), "{kind}: {kinds:?}");
    }
    assert_eq!(
        kinds.len(),
        expected.len() + 1,
        "the assets besides: {kinds:?}"
    );
    let mut made = files_of(&site.path("public"));
    made.remove(".gen-manifest");
    assert_eq!(kinds.values().sum::<usize>(), made.len());
}

#[test]
fn pages_are_counted_under_the_file_of_their_template() {
    let site = small();
    let profile = profiled(&site, |_| {});
    let templates = counts(&profile.templates);
    let own = |name: &str| format!("themes/broadsheet/templates/{name}");
    assert_eq!(templates[own("brief.html").as_str()], 3);
    assert_eq!(templates[own("terms.html").as_str()], 5);
    assert_eq!(templates["templates/404.html"], 1, "that of the site");
    assert!(!templates.contains_key(own("404.html").as_str()));
    let themed = |row: &&Row| {
        !matches!(
            row.name.as_str(),
            "brief.json"
                | "redirect"
                | "copied file"
                | "Atom feed"
                | "JSON feed"
                | "sitemap"
                | "robots.txt"
                | "asset"
        )
    };
    let pages: usize = profile
        .kinds
        .iter()
        .filter(themed)
        .map(|row| row.count)
        .sum();
    assert_eq!(templates.values().sum::<usize>(), pages);
    assert_eq!(profile.slowest.len(), 10);
}

#[test]
fn calls_of_functions_are_counted() {
    // The calls of all other templates are the difference to a site whose page calls nothing.
    let calls = |site: &Site| -> BTreeMap<&'static str, u64> {
        let profile = profiled(site, |_| {});
        let functions = profile.functions.iter();
        functions.map(|calls| (calls.name, calls.count)).collect()
    };
    let site = small();
    let with = calls(&site);
    site.edit("-- templates/404.html --\nNothing.\n");
    let without = calls(&site);
    let more = |name: &str| with[name] - without[name];
    assert_eq!(
        (more("asset()"), more("integrity()"), more("| fill")),
        (2, 1, 3)
    );
    assert_eq!(with.len(), 3);
}

#[test]
fn a_template_that_is_made_slow_stands_first() {
    let site = small();
    // The page of a plain page runs once; it is nothing beside the others until it loops.
    let looping = "-- templates/page.html --\n{% for one in range(end=400) %}{% for two in range(end=400) %}{{ one * two | fill(x=1) }}{% endfor %}{% endfor %}\n";
    site.edit(&looping.replace(" | fill(x=1)", ""));
    let profile = profiled(&site, |_| {});
    let first = &profile.templates[0];
    assert_eq!(
        (first.name.as_str(), first.count),
        ("templates/page.html", 1)
    );
    let others = profile.templates[1..].iter().map(|row| row.spent.template);
    assert!(
        others
            .max()
            .is_some_and(|other| other < first.spent.template)
    );
    let slowest = &profile.slowest[0];
    assert_eq!(
        (slowest.address.as_str(), slowest.template.as_str()),
        ("/about/", "templates/page.html")
    );
    assert_eq!(slowest.spent.template, first.spent.template);
    let kinds: Vec<_> = profile.kinds.iter().map(|row| row.spent.total()).collect();
    assert!(kinds.is_sorted_by(|one, other| one >= other));
}

#[test]
fn the_site_is_the_same_with_and_without_a_profile() {
    let site = small();
    let plain = site.build().clean().files();
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let out = site.path("profiled");
        let profile = pool.install(|| profiled(&site, |options| options.out.clone_from(&out)));
        assert_eq!(profile.threads, threads);
        assert!(plain == files_of(&out));
        std::fs::remove_dir_all(out).unwrap();
    }
}

fn gen_build(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["build", "--now", "2026-01-01", "--threads", "2"])
        .args(arguments)
        .current_dir(site.path(""))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

#[test]
fn tables_follow_the_summary_and_say_what_is_added_up() {
    let output = gen_build(&small(), &["--profile"]);
    let text = String::from_utf8(output.stdout).unwrap();
    // Figures differ from run to run; what is left are the words, and names in the order of the figures.
    let heads: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_uppercase()))
        .collect();
    insta::assert_snapshot!(heads.join("\n"));
    assert!(
        text.lines()
            .next()
            .is_some_and(|line| line.contains("pages rendered in"))
    );
    for part in [
        "  read\n",
        "  plan\n",
        "  render\n",
        "  briefs in feeds, within render\n",
        "  write\n",
        "  asset()\n",
        "  | fill\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn as_json_it_stands_alone_on_standard_output() {
    let output = gen_build(&small(), &["--profile=json", "--verbose"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    assert_eq!(
        (&value["version"], &value["threads"]),
        (&1.into(), &2.into())
    );
    let kinds = value["kinds"].as_array().unwrap();
    let brief = kinds.iter().find(|row| row["name"] == "brief").unwrap();
    assert_eq!(brief["count"], 3);
    for field in ["view_ns", "template_ns", "write_ns"] {
        assert!(
            brief[field].as_u64().is_some_and(|time| time > 0),
            "{field}"
        );
    }
    let stages = value["stages"].as_array().unwrap();
    let stages: Vec<&str> = stages
        .iter()
        .filter_map(|stage| stage["stage"].as_str())
        .collect();
    assert_eq!(
        stages,
        [
            "read",
            "plan",
            "compare",
            "render",
            "render: briefs in feeds",
            "write",
            "remember"
        ]
    );
    assert_eq!(value["slowest"].as_array().map(Vec::len), Some(10));
}

#[test]
fn a_site_with_faults_has_faults_and_no_profile() {
    let site = Site::new(&format!(
        "{SITE}{NO_RULES}-- content/briefs/a.yaml --\ntitle: T\n"
    ));
    let output = gen_build(&site, &["--profile=json"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    // A template that fails on a page is told as in any build, and nothing is written.
    let site = small();
    site.edit("-- templates/page.html --\n{{ page.title | fill(x=nothing.at.all) }}\n");
    let output = gen_build(&site, &["--profile"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        (output.status.code(), output.stdout.len()),
        (Some(1), 0),
        "{errors}"
    );
    assert!(
        errors.contains("error[template]") && errors.contains("templates/page.html"),
        "{errors}"
    );
    let same = String::from_utf8_lossy(&gen_build(&site, &[]).stderr).into_owned();
    assert_eq!(errors, same);
}

#[test]
fn without_a_profile_no_page_is_timed() {
    // Nothing that makes a page knows a clock or a lock, but what profiles are made with, and the cards of all threads.
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut looked_at = 0;
    let rooms = ["render", "formats", "theme", "plan", "build/edition.rs"];
    for room in rooms {
        let path = std::path::Path::new(source).join(room);
        let files = if path.is_dir() {
            files_of(&path)
        } else {
            BTreeMap::from([(String::new(), std::fs::read(&path).unwrap())])
        };
        for (name, bytes) in files {
            let text = String::from_utf8(bytes).unwrap_or_default();
            let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
            let is_timed = room == "theme" && name == "timed.rs";
            let is_shared = room == "render" && name == "cards.rs";
            let knows_clock = has(&["Instant", "SystemTime"]);
            let knows_lock = has(&["Mutex", "RwLock", "Atomic"]);
            assert_eq!(knows_clock, is_timed, "{room}/{name}");
            assert_eq!(knows_lock, is_timed || is_shared, "{room}/{name}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 20);
}
