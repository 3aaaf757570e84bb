//! After any edits, a build gives what a build from nothing gives.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use evenhand::build::{Options, build};
use evenhand::model::Moment;

use super::{afresh, published};
use crate::harness::{NO_RULES, Site, brief, files_of};

/// Numbers that look random, and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("53 bits") % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

const SETTINGS: &str =
    "title = \"Desk\"\nbase_url = \"https://example.org/news/\"\npage_size = 3\nfeed_size = 3\n";

const OUTLETS: &str = "ap: {name: AP News, aliases: [Associated Press], ratings: [{scale: left-right, value: -0.5, rater: R}]}\nbbc: {name: BBC}\n";

/// A brief with something of everything, by chance.
fn text(dice: &mut Dice) -> String {
    let title = format!("Brief {}", dice.roll(30));
    let month = dice.roll(9) + 1;
    let date = format!("2025-0{month}-1{}", dice.roll(9));
    let mut more = format!(
        "tags: [{}, T{}]\n",
        dice.one(&["Rivers", "rivers", "Seas"]),
        dice.roll(4)
    );
    if dice.roll(3) == 0 {
        more += &format!("series: S{}\n", dice.roll(2));
    }
    if dice.roll(4) == 0 {
        more += &format!(
            "corrections: [{{date: 2025-10-0{}, text: Was wrong.}}]\n",
            dice.roll(9) + 1
        );
    }
    if dice.roll(5) == 0 {
        more += &format!("aliases: [/old-{}/]\n", dice.roll(1_000_000));
    }
    if dice.roll(8) == 0 {
        more += dice.one(&["draft: true\n", "lang: de\n", "expires: 2026-01-03\n"]);
    }
    let text = brief(&title, &date, &more);
    let outlet = dice.one(&["AP News", "BBC", "Associated Press", "The Gazette"]);
    let stance = dice.one(&[
        "### Left",
        "### Progressive",
        "### Left — [Somebody](https://example.org/)",
    ]);
    text.replace("AP News", outlet).replace("### Left", stance)
}

fn site(dice: &mut Dice) -> Site {
    let site = Site::new(&format!(
        "-- site.toml --\n{SETTINGS}{NO_RULES}-- content/outlets.yaml --\n{OUTLETS}-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n"
    ));
    for n in 0..8 {
        site.put(&name(n), text(dice).as_bytes());
    }
    for (path, bytes) in files_of(LEAN.as_ref()) {
        site.put(&format!("themes/lean/{path}"), &bytes);
    }
    site
}

/// A theme that names few fields, so that few are given to its templates.
const LEAN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/benches/compare/themes/evenhand"
);

/// Edits a template of the lean theme, so that others may be given other fields.
fn edit_the_lean_theme(site: &Site, dice: &mut Dice) -> String {
    let (name, end) = dice.one(&[
        ("404.html", ""),
        ("404.html", "{# number newer_url #}"),
        ("404.html", "{# summary_text earlier json_url #}"),
        ("404.html", "{{ page }}"),
        (
            "stance.html",
            "{% for c in list.cards %}{{ c }}{% endfor %}",
        ),
        ("stance.html", "{% if list.pager %}more{% endif %}"),
        ("components.html", "card one"),
        ("components.html", "card two"),
    ]);
    let path = format!("templates/{name}");
    let text = fs::read_to_string(format!("{LEAN}/{path}")).unwrap();
    let text = text.replace("class=\"card\"", &format!("class=\"{end}\""));
    let text = text.replace(
        "{%- endblock main %}",
        &format!("{end}{{%- endblock main %}}"),
    );
    site.put(&format!("themes/lean/{path}"), text.as_bytes());
    format!("lean {name} {end}")
}

fn name(n: usize) -> String {
    format!("content/briefs/b{n}.md")
}

/// Edits the site in one of all ways; tells how.
fn edit(site: &Site, dice: &mut Dice, now: &mut Moment) -> String {
    let n = dice.roll(12);
    let path = name(n);
    let is_there = site.path(&path).exists();
    let change = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(site.path(path)).unwrap_or_default();
        site.put(path, text.replace(from, to).as_bytes());
        format!("{path}: `{from}` → `{to}`")
    };
    match dice.roll(22) {
        0..=2 => {
            site.put(&path, text(dice).as_bytes());
            format!("{path} is written")
        }
        3 if is_there => {
            site.remove(&path);
            format!("{path} is removed")
        }
        4 if is_there => {
            let to = site.path(&name(dice.roll(12)));
            fs::rename(site.path(&path), &to).unwrap();
            format!("{path} is renamed to {}", to.display())
        }
        // The same size, perhaps within the same tick of the clock.
        5 if is_there => change(&path, "It is good.", "It is well."),
        6 if is_there => change(&path, "It is well.", "It is good."),
        7 if is_there => change(
            &path,
            "Something happened",
            dice.one(&["It came", "Something happened twice"]),
        ),
        8 if is_there => change(&path, "Summary of", "A summary of"),
        9 => {
            let rating = dice.one(&["-0.5", "-0.4", "0.3"]);
            let name = dice.one(&["AP News", "The AP"]);
            let outlets = OUTLETS
                .replace("-0.5", rating)
                .replace("name: AP News", &format!("name: {name}"));
            site.put("content/outlets.yaml", outlets.as_bytes());
            format!("outlets: {name} {rating}")
        }
        10 => {
            let name = dice.one(&["tag.html", "brief.html", "components.html", "404.html"]);
            let theme = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/broadsheet/templates/");
            let own = fs::read_to_string(format!("{theme}{name}")).unwrap();
            let mark = format!("<!-- {} -->", dice.roll(3));
            let text = match name {
                "components.html" => own.replace("<time", &format!("{mark}<time")),
                _ => own.replace("{% block main %}", &format!("{{% block main %}}{mark}")),
            };
            site.put(&format!("templates/{name}"), text.as_bytes());
            format!("template {name} {mark}")
        }
        11 => {
            let english = include_str!("../../../themes/broadsheet/i18n/en.toml");
            let text = english.replace("\"Facts\"", dice.one(&["\"Facts\"", "\"The facts\""]));
            site.put("i18n/en.toml", text.as_bytes());
            "translations".to_owned()
        }
        12 => {
            let more = dice.one(&[
                "",
                "narratives = \"even\"\n",
                "description = \"News\"\n",
                "language = \"de\"\n",
                "permalink = \"/b/{slug}/\"\n",
                "feeds = \"atom\"\n",
                "feed_entries = \"summary\"\n",
                "theme = \"lean\"\n",
                "theme = \"lean\"\n",
            ]);
            let size = dice.one(&["page_size = 3", "page_size = 2"]);
            let settings = SETTINGS.replace("page_size = 3", size);
            site.put(
                "site.toml",
                format!("{settings}{more}{NO_RULES}").as_bytes(),
            );
            format!("settings: {more} {size}")
        }
        13 => {
            let color = dice.one(&["red", "blue"]);
            site.put(
                "assets/main.css",
                format!("body {{ color: {color} }}").as_bytes(),
            );
            "a style sheet".to_owned()
        }
        14 => {
            let page = format!("content/pages/p{}.md", dice.roll(2));
            site.put(
                &page,
                format!("---\ntitle: Page {}\n---\nText.\n", dice.roll(3)).as_bytes(),
            );
            page
        }
        15 => {
            site.put("static/a.txt", dice.one(&["one", "two"]).as_bytes());
            "a copied file".to_owned()
        }
        16 => {
            *now = now.later(86_400).unwrap();
            format!("it is {now}")
        }
        // A fault: nothing is published until it is mended.
        17 if is_there => change(&path, "[^ap]", dice.one(&["[^ap]", "[^nobody]"])),
        18 => damage(site, dice),
        19 => disturb(site, dice),
        20 => edit_the_lean_theme(site, dice),
        _ => "nothing".to_owned(),
    }
}

/// Damages what is remembered.
fn damage(site: &Site, dice: &mut Dice) -> String {
    let Ok(entries) = fs::read_dir(site.path(".gen")) else {
        return "nothing is remembered".to_owned();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let path = &paths[dice.roll(paths.len())];
    let mut bytes = fs::read(path).unwrap();
    match dice.roll(4) {
        0 => fs::remove_file(path).unwrap(),
        1 => {
            bytes.truncate(dice.roll(bytes.len() + 1));
            fs::write(path, bytes).unwrap();
        }
        2 if !bytes.is_empty() => {
            let at = dice.roll(bytes.len());
            bytes[at] ^= 1 << dice.roll(8);
            fs::write(path, bytes).unwrap();
        }
        _ => fs::remove_dir_all(site.path(".gen")).unwrap(),
    }
    format!("{} is damaged", path.display())
}

/// Removes or replaces something in the output folder.
fn disturb(site: &Site, dice: &mut Dice) -> String {
    let files: Vec<String> = published(site).into_keys().collect();
    if files.is_empty() {
        return "nothing is published".to_owned();
    }
    let path = site.path("public").join(&files[dice.roll(files.len())]);
    match dice.roll(3) {
        0 => fs::remove_file(&path).unwrap(),
        1 => {
            // As most programs write: beside, and moved into place.
            let beside = path.with_extension("tmp");
            fs::write(&beside, "somebody was here").unwrap();
            fs::rename(beside, &path).unwrap();
        }
        _ => fs::remove_dir_all(site.path("public")).unwrap(),
    }
    format!("{} is disturbed", path.display())
}

/// Starts a build and kills it after a while.
fn kill_a_build(options: &Options, dice: &mut Dice) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gen"))
        .args(["build", "-q", "--root"])
        .arg(&options.root)
        .args(["--now", &options.now.rfc3339()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gen starts");
    std::thread::sleep(Duration::from_micros(dice.roll(60_000) as u64));
    let _ = child.kill();
    child.wait().expect("it ends");
}

fn run(seed: u64) {
    let mut dice = Dice(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let site = site(&mut dice);
    let mut now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
    let mut told = vec![format!("sequence {seed}")];
    for _ in 0..10 {
        told.push(edit(&site, &mut dice, &mut now));
        let options = Options {
            now,
            ..site.options()
        };
        if dice.roll(12) == 0 {
            told.push("a build is killed".to_owned());
            kill_a_build(&options, &mut dice);
        }
        let report =
            build(&options, &|_, _, _| {}).unwrap_or_else(|error| panic!("{error}: {told:#?}"));
        let Some(expected) = afresh(&options) else {
            assert!(report.outcome.is_none(), "{told:#?}");
            continue;
        };
        assert!(
            report.outcome.is_some(),
            "{told:#?} {:?}",
            report.diagnostics
        );
        let found = published(&site);
        let differ = expected
            .iter()
            .filter(|(path, bytes)| found.get(*path) != Some(*bytes));
        let differ: Vec<&String> = differ.map(|(path, _)| path).collect();
        assert!(
            differ.is_empty(),
            "{told:#?}\nnot as from nothing: {differ:#?}"
        );
        let more = found.keys().filter(|path| !expected.contains_key(*path));
        let more: Vec<&String> = more.collect();
        assert!(more.is_empty(), "{told:#?}\ntoo much: {more:#?}");
    }
}

#[test]
fn after_any_edits_the_site_is_as_from_nothing() {
    let next = std::sync::atomic::AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if seed >= 200 {
                        break;
                    }
                    run(seed);
                }
            });
        }
    });
}
