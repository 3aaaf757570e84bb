//! The integration tests: whole small sites in, files and diagnostics out.

#![allow(clippy::pedantic, reason = "tests are read once, one at a time")]

mod harness;

mod benches;
mod binary;
mod check;
mod demo_site;
mod faults;
mod feeds;
mod hostile;
mod house;
mod html;
mod import;
mod layout;
mod levels;
mod links;
mod lists;
mod mend;
mod next;
mod order;
mod output;
mod pages;
mod preview;
mod profile;
mod properties;
mod recipes;
mod remembered;
mod report;
mod rules;
mod scaffold;
mod schema;
mod spellings;
mod wording;
