//! Makes a whole site of made-up briefs, the same bytes for the same seed.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::{Date, date};

mod spelling;
mod words;

use spelling::{Body, Scalar, put};
use words::{Chance, Outlet, World, capitalise, combination, slug};

const LAST_DAY: Date = date(2026, 10, 31);
const BRIEFS_A_DAY: u32 = 20;
/// The number of the newest brief. Numbers go down with the dates, so that a longer corpus holds
/// all of a shorter one.
const LAST_NUMBER: u32 = 999_999;

/// What was written.
pub struct Written {
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: usize,
}

/// Writes the site of the newest `briefs` of this seed into the folder `root`, which must be empty or not there.
pub fn write_site(root: &Path, briefs: u32, seed: u64) -> io::Result<Written> {
    refuse_full_folder(root)?;
    let world = World::new(seed);
    let mut output = Output {
        root: root.to_path_buf(),
        folder: PathBuf::new(),
        written: Written { files: 0, bytes: 0 },
    };
    output.write("site.toml", SITE)?;
    output.write("content/pages/about.md", ABOUT)?;
    output.write("content/outlets.yaml", &registry(&world))?;
    let mut text = String::new();
    for age in (0..briefs).rev() {
        text.clear();
        let path = put_brief(&mut text, &world, age);
        output.write(&path, &text)?;
    }
    Ok(output.written)
}

fn refuse_full_folder(folder: &Path) -> io::Result<()> {
    let reason = match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => return Ok(()),
        Ok(false) => "is not empty: name a new folder, or empty this one first".to_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => format!("cannot be read as a folder: {error}"),
    };
    Err(io::Error::other(format!("`{}` {reason}", folder.display())))
}

/// A site on its way into a folder.
struct Output {
    root: PathBuf,
    /// The folder made last; in the order of time each one is made once.
    folder: PathBuf,
    written: Written,
}

impl Output {
    fn write(&mut self, path: &str, text: &str) -> io::Result<()> {
        let file = self.root.join(path);
        let folder = file.parent().unwrap_or(&self.root);
        if folder != self.folder {
            fs::create_dir_all(folder)?;
            self.folder = folder.to_path_buf();
        }
        self.written.files += 1;
        self.written.bytes += text.len();
        fs::write(&file, text)
    }
}

const SITE: &str = r#"title = "Evenhand sample corpus"
description = "Made-up briefs for tests and benchmarks: R&D, <b> and “quotes” included"
base_url = "https://example.org/"
language = "en"
narratives = "even"
publisher = "Evenhand Examples"

[[stance]]
id = "localist"
label = "Localist"
axis = "scale"
pole = 1
mark = "Lo"

[[stance]]
id = "centralist"
label = "Centralist"
axis = "scale"
pole = -1
mark = "Ce"

[lint]
# Where outlets are made up, all that a brief cites lean to one side now and then.
one-leaning-sources = "allow"
"#;

const ABOUT: &str = "---
title: About
---

Nothing on this site is true: people, outlets and events are *made up*, for tests and benchmarks.

## How it is made

By Evenhand's example program `corpus`, from a seed.
";

fn flow_list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<_> = items.map(|item| Scalar(item).to_string()).collect();
    format!("[{}]", items.join(", "))
}

/// `content/outlets.yaml`.
fn registry(world: &World) -> String {
    let mut out = String::new();
    let mut chance = Chance::new(world.seed, u64::MAX - 1);
    for Outlet {
        id,
        name,
        alias,
        country,
    } in &world.outlets
    {
        put!(
            out,
            "{id}:\n  name: {}\n  url: https://{id}.example/\n",
            Scalar(name)
        );
        if let Some(alias) = alias {
            put!(out, "  aliases: [{}]\n", Scalar(alias));
        }
        put!(
            out,
            "  domains: [{id}.example, m.{id}.example]\n  country: {}\n",
            Scalar(country)
        );
        if chance.one_in(3) {
            let family = chance.pick(words::LAST_NAMES);
            put!(out, "  owner: \"{family} & Sons: a trust\"\n");
        }
        if !chance.one_in(3) {
            put_ratings(&mut out, &mut chance, id);
        }
    }
    out
}

fn put_ratings(out: &mut String, chance: &mut Chance, id: &str) {
    let value = chance.pick(&[
        "-2", "-1.5", "-1", "-0.5", "center", "center", "+0.5", "+1", "+1.5", "+2",
    ]);
    let raters = [
        ("Leanometer", "blind survey of readers"),
        ("Plumb Line", "editorial panel"),
    ];
    put!(out, "  ratings:\n");
    for (rater, method) in &raters[chance.below(2)..] {
        put!(
            out,
            "    - scale: left-right\n      value: {value}\n      rater: {rater}\n"
        );
        put!(
            out,
            "      method: {method}\n      as_of: {}\n",
            earlier(chance, LAST_DAY, 900)
        );
        put!(out, "      url: https://{}.example/{id}\n", slug(rater));
    }
}

/// `day` or one of the `most` days before it.
fn earlier(chance: &mut Chance, day: Date, most: usize) -> Date {
    let days = i64::try_from(chance.below(most + 1)).expect("a few years of days");
    day - days.days()
}

/// Writes one brief, `age` briefs before the newest, and tells its path.
fn put_brief(out: &mut String, world: &World, age: u32) -> String {
    let number = LAST_NUMBER - age;
    let chance = &mut Chance::new(world.seed, number.into());
    let day = LAST_DAY - i64::from(age / BRIEFS_A_DAY).days();
    let title = title(chance, number);
    let markdown = chance.one_in(2);
    if markdown {
        out.push_str("---\n");
    }
    let hour = 2 + number % BRIEFS_A_DAY;
    let (minute, second) = (chance.below(60), chance.below(60));
    put!(
        out,
        "title: {}\ndate: {day}T{hour:02}:{minute:02}:{second:02}Z\n",
        Scalar(&title)
    );
    put_groups(out, chance, world, age);
    put_history(out, chance, day, number);
    let sources = put_sources(out, chance, world, day);
    put_predictions(out, chance, day);
    let body = Body::new(chance, world, &sources);
    if markdown {
        body.put_markdown(out);
    } else {
        body.put_yaml(out);
    }
    let mut name = slug(&title);
    name.truncate(60);
    let name = name.trim_end_matches('-');
    let ending = if markdown { "md" } else { "yaml" };
    format!(
        "content/briefs/{}/{name}-{number:06}.{ending}",
        day.strftime("%Y/%m")
    )
}

/// A title that no other brief has.
fn title(chance: &mut Chance, number: u32) -> String {
    let lists = [words::PLACES, words::VERBS, words::ADJECTIVES, words::NOUNS];
    let [place, verb, adjective, noun] = combination(number, lists);
    let mut title = match chance.below(5) {
        0 => format!("{place}: {adjective} {noun} {verb}"),
        1 => format!("{adjective} {noun} {verb} in {place}"),
        2 => format!("{place}'s {adjective} {noun} is {verb}"),
        3 => format!("Report: {adjective} {noun} {verb}, {place} confirms"),
        _ => format!("“{adjective}” {noun} \"{verb}\" in {place}"),
    };
    capitalise(&mut title, 0);
    if chance.one_in(12) {
        title.push_str(chance.pick(words::TITLE_ASIDES));
    }
    title
}

/// Tags, series and authors: the older a brief, the more tags and series there are to choose from.
fn put_groups(out: &mut String, chance: &mut Chance, world: &World, age: u32) {
    let count = chance.between(2, 5);
    let pool = world.tags.len().min(50 + age as usize / 200);
    let tags = world.tag_ranks.distinct(chance, count, pool);
    put!(
        out,
        "tags: {}\n",
        flow_list(tags.iter().map(|rank| world.tags[*rank].as_str()))
    );
    if chance.one_in(30) {
        let story = (age / 60).saturating_sub(chance.pick(&[0, 1, 2, 3, 4, 5, 6, 7]));
        let lists = [words::PLACES, words::NOUNS, words::ADJECTIVES];
        let [place, noun, adjective] = combination(story, lists);
        put!(out, "series: {place} and the {adjective} {noun}\n");
    }
    if chance.one_in(4) {
        let author = chance.below(12);
        put!(out, "authors:\n");
        for author in author..=author + chance.below(2) {
            put!(
                out,
                "  - {} {}\n",
                words::FIRST_NAMES[author],
                words::LAST_NAMES[author]
            );
        }
    }
}

/// Old addresses and corrections, both rare.
fn put_history(out: &mut String, chance: &mut Chance, day: Date, number: u32) {
    if chance.one_in(200) {
        put!(out, "aliases: [/old/{number:06}/, \"/node/{number}/\"]\n");
    }
    if chance.one_in(100) {
        let mended = LAST_DAY.min(day + 2.days());
        let noun = chance.pick(words::NOUNS);
        put!(
            out,
            "updated: {mended}T23:30:00Z\ncorrections:\n  - date: {mended}\n"
        );
        put!(
            out,
            "    text: \"The date of the {noun} was wrong: \\\"Tuesday\\\" & not “Monday”.\"\n"
        );
    }
}

/// Writes `sources` and tells their ids.
fn put_sources(out: &mut String, chance: &mut Chance, world: &World, day: Date) -> Vec<String> {
    let count = chance.between(6, 8);
    let mut ranks = world
        .outlet_ranks
        .distinct(chance, count, world.outlets.len());
    if chance.one_in(12) {
        ranks[5] = ranks[0];
    }
    let named = chance.one_in(2);
    let mut ids: Vec<String> = Vec::new();
    put!(out, "sources:\n");
    for rank in ranks {
        let (outlet, host) = outlet(chance, &world.outlets[rank]);
        let taken = ids.contains(&host);
        let id = if named && !taken {
            host.clone()
        } else {
            format!("s{}", ids.len() + 1)
        };
        put!(out, "  {id}:\n    outlet: {}\n", Scalar(outlet));
        put_article(out, chance, &host, day);
        ids.push(id);
    }
    ids
}

/// What a source calls its outlet, and the first part of its domain; one in 25 is not registered.
fn outlet<'a>(chance: &mut Chance, outlet: &'a Outlet) -> (&'a str, String) {
    let stray = chance.pick(words::STRAY_OUTLETS);
    match chance.below(25) {
        0 => (stray, slug(stray)),
        1 | 2 => (
            outlet.alias.as_ref().unwrap_or(&outlet.name),
            outlet.id.clone(),
        ),
        _ => (&outlet.name, outlet.id.clone()),
    }
}

fn put_article(out: &mut String, chance: &mut Chance, host: &str, day: Date) {
    let noun = chance.pick(words::NOUNS);
    let mut title = [
        noun,
        " ",
        chance.pick(words::VERBS),
        " in ",
        chance.pick(words::PLACES),
    ]
    .concat();
    capitalise(&mut title, 0);
    if chance.one_in(10) {
        title.push_str(chance.pick(words::TITLE_ASIDES));
    }
    let published = earlier(chance, day, 3);
    let address = format!("{}/{}", published.strftime("%Y/%m/%d"), slug(noun));
    let query = if chance.one_in(10) {
        "?ref=brief&amp=1"
    } else {
        ""
    };
    put!(
        out,
        "    title: {}\n    published: {published}\n",
        Scalar(&title)
    );
    put!(
        out,
        "    url: https://{host}.example/{address}-{:06}{query}\n",
        chance.below(1_000_000)
    );
    if chance.one_in(4) {
        put!(
            out,
            "    kind: {}\n",
            chance.pick(&["news", "primary", "data", "opinion"])
        );
    }
}

fn put_predictions(out: &mut String, chance: &mut Chance, day: Date) {
    let count = chance.pick(&[0, 0, 1, 1, 2]);
    if count > 0 {
        out.push_str("predictions:\n");
    }
    for _ in 0..count {
        put_prediction(out, chance, day);
    }
}

fn put_prediction(out: &mut String, chance: &mut Chance, day: Date) {
    let year = chance.between(2027, 2050);
    let (noun, verb) = (chance.pick(words::NOUNS), chance.pick(words::VERBS));
    let place = chance.pick(words::PLACES);
    let forecaster = chance.pick(words::FORECASTERS);
    let as_of = earlier(chance, day, 20);
    put!(
        out,
        "  - question: \"Will the {noun} be {verb} in {place} before {year}?\"\n"
    );
    put!(
        out,
        "    forecaster: {}\n    as_of: {as_of}\n",
        Scalar(forecaster)
    );
    put!(
        out,
        "    url: https://{}.example/{}\n",
        slug(forecaster),
        chance.below(1_000_000)
    );
    put!(out, "    resolves_by: {year}-01-01\n");
    let percent = chance.between(1, 99);
    match chance.below(10) {
        0 => return, // a forecaster who gives no number
        1..=4 => put!(out, "    probability: 0.{percent:02}\n"),
        _ => put!(out, "    probability: {percent}%\n"),
    }
    if chance.one_in(4) {
        let before = as_of - 5.weeks();
        let then = chance.between(1, 99);
        put!(
            out,
            "    readings:\n      - {{as_of: {before}, probability: {then}%}}\n"
        );
        put!(out, "      - {{as_of: {as_of}, probability: {percent}%}}\n");
    }
}
