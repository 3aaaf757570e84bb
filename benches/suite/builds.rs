//! Whole builds: into an empty folder, with nothing changed, after one edit, after an edit of the theme.

use std::cell::Cell;
use std::env;

use divan::Bencher;
use divan::counter::ItemsCount;

use crate::sample::{self, Sample};

/// How many briefs, in place of a thousand.
const BRIEFS: &str = "EVENHAND_BENCH_BRIEFS";

fn briefs() -> u32 {
    let Ok(number) = env::var(BRIEFS) else {
        return 1000;
    };
    let number = number.parse();
    number.unwrap_or_else(|_| panic!("{BRIEFS} is a number of briefs"))
}

/// A site that was built once, and is built again after each `edit`.
fn rebuild(bencher: Bencher, edit: fn(&Sample, usize)) {
    let briefs = briefs();
    let site = Sample::of(briefs);
    let out = sample::folder();
    site.build(out.path());
    let turn = Cell::new(0);
    bencher
        .counter(ItemsCount::new(briefs))
        .with_inputs(|| {
            turn.set(turn.get() + 1);
            edit(&site, turn.get());
        })
        .bench_local_values(|()| site.build(out.path()));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn cold(bencher: Bencher) {
    let briefs = briefs();
    let site = Sample::of(briefs);
    bencher
        .counter(ItemsCount::new(briefs))
        .with_inputs(|| {
            site.forget();
            sample::folder()
        })
        // The folder is given back, so that its removal is not measured.
        .bench_local_values(|out| (site.build(out.path()), out));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn nothing_changed(bencher: Bencher) {
    // What was written in this moment would be looked at more closely.
    rebuild(bencher, |_, _| {
        std::thread::sleep(std::time::Duration::from_millis(60));
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn one_brief_edited(bencher: Bencher) {
    rebuild(bencher, Sample::edit_brief);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn theme_edited(bencher: Bencher) {
    rebuild(bencher, Sample::edit_theme);
}
