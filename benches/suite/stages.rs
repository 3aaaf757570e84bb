//! The stages of a build: parsing, assembling, rendering.

use std::fs;
use std::sync::Arc;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use evenhand::build::{Changes, Edition, Options, Workspace};
use evenhand::model::Brief;
use evenhand::parse;
use evenhand::plan::{FeedFormat, FeedOf, Planned, What};
use evenhand::site::Site;

use crate::sample::{self, Sample};

/// The edition of a site of made-up briefs, and how to read their texts.
fn edition(briefs: u32) -> (Arc<Edition>, Options, Sample) {
    let site = Sample::of(briefs);
    let out = sample::folder();
    let options = site.options(out.path());
    let mut workspace = Workspace::new(options.clone());
    workspace
        .refresh(&Changes::All, sample::now(), &|_, _, _| {})
        .expect("the world is right");
    let edition = workspace.edition().expect("an edition without faults");
    (Arc::clone(edition), options, site)
}

/// The texts of all briefs of an edition, oldest first.
fn texts(edition: &Edition, options: &Options) -> Vec<(Arc<str>, String)> {
    let cards = edition.site.cards.iter();
    let read = |path: &str| fs::read_to_string(options.root.join(path)).expect("a brief");
    cards
        .map(|card| (Arc::clone(&card.path), read(&card.path)))
        .collect()
}

fn parsed(path: &Arc<str>, text: &str) -> Brief {
    parse::brief(path, text).0.expect("a brief without faults")
}

/// One brief: its front matter, its texts, and every check of them.
#[divan::bench(args = ["md", "yaml"], max_time = 3)]
fn parse_a_brief(bencher: Bencher, spelling: &str) {
    let (edition, options, _site) = edition(100);
    let texts = texts(&edition, &options);
    let (path, text) = texts
        .iter()
        .find(|(path, _)| path.ends_with(spelling))
        .expect("the made-up briefs are in both spellings");
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| parsed(black_box(path), black_box(text)));
}

/// A thousand briefs in both spellings, on one thread.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn parse_a_thousand(bencher: Bencher) {
    let (edition, options, _site) = edition(1000);
    let texts = texts(&edition, &options);
    bencher
        .counter(ItemsCount::new(texts.len()))
        .bench(|| -> Vec<Brief> {
            let briefs = texts.iter();
            briefs.map(|(path, text)| parsed(path, text)).collect()
        });
}

/// Ten thousand cards → all indexes.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn assemble_ten_thousand(bencher: Bencher) {
    let (edition, _options, _site) = edition(10_000);
    let site = &edition.site;
    let unpublished = std::collections::BTreeSet::new();
    bencher
        .counter(ItemsCount::new(site.cards.len()))
        .with_inputs(|| {
            let given = (Arc::clone(&site.config), Arc::clone(&site.registry));
            (given, site.cards.clone(), site.pages.clone())
        })
        .bench_values(|(given, cards, pages)| {
            Site::assemble(given, cards, pages, &unpublished, site.now)
        });
}

/// One file, with what files share made before: cards of lists and entries of feeds are ready.
#[divan::bench(args = ["brief", "list", "feed"], max_time = 3)]
fn render_a_page(bencher: Bencher, kind: &str) {
    let (edition, _options, _site) = edition(1000);
    let is_wanted = |planned: &&Planned| match &planned.what {
        What::Brief(id) => kind == "brief" && *id == 500,
        What::Home(list) => kind == "list" && list.number == Some(10),
        What::Feed(FeedOf::Site, FeedFormat::Atom) => kind == "feed",
        _ => false,
    };
    let planned = edition
        .planned
        .iter()
        .find(is_wanted)
        .expect("it is planned");
    let press = edition.press();
    let prepared = press.prepare(edition.planned.iter());
    prepared.expect("briefs can be read");
    let desk = std::cell::RefCell::new(press.desk());
    bencher.bench_local(|| {
        let mut desk = desk.borrow_mut();
        let made = press.make(planned, &mut desk).expect("no file is read");
        made.expect("the theme is right");
        desk.buffer.len()
    });
}
