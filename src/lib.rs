//! Evenhand: a static site generator for balanced-coverage briefings.
//!
//! The modules are *rooms*, listed in reading order. A room may use only the
//! rooms above it, so there is no circle; a test holds this law.
//! `ARCHITECTURE.md` tells the way through.

pub mod text;
pub mod diag;
pub mod tree;
pub mod model;
pub mod config;
pub mod files;
pub mod parse;
pub mod layout;
pub mod site;
pub mod lint;
pub mod schema;
pub mod plan;
pub mod theme;
pub mod render;
pub mod formats;
pub mod edit;
pub mod output;
pub mod build;
pub mod links;
pub mod coverage;
pub mod import;
pub mod scaffold;
pub mod serve;
pub mod cli;
