//! What one build leaves for the next: nothing is made again without need, and nothing is ever stale.

mod counts;
mod doubt;
mod sequences;

use std::collections::BTreeMap;
use std::time::Duration;

use evenhand::build::{Changes, Options, Workspace};

use crate::harness::Site;

/// Every file of a site, made without anything that was remembered.
fn afresh(options: &Options) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut workspace = Workspace::new(options.clone());
    let report = workspace
        .refresh(&Changes::All, options.now, &|_, _, _| {})
        .expect("the world is fine");
    if report.errors() > 0 {
        return None;
    }
    let edition = workspace.edition().expect("a site without errors");
    let press = edition.press();
    let mut desk = press.desk();
    let mut files = BTreeMap::new();
    for planned in edition.planned.iter() {
        press.make(planned, &mut desk).unwrap().unwrap();
        files.insert(planned.target.to_string(), desk.buffer.clone());
    }
    Some(files)
}

/// The site in the output folder, without what a build keeps there for itself.
fn published(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut files = crate::harness::files_of(&site.path("public"));
    files.remove(".gen-manifest");
    files
}

/// Lets the clock of the file system tick, so that what was written before is told from
/// what is written next by its time alone.
fn settle() {
    std::thread::sleep(Duration::from_millis(60));
}
