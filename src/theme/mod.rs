//! Templates, assets and texts of the chosen theme, checked when they are loaded.

mod assets;
mod manifest;
mod names;
mod templates;
mod texts;
mod timed;
mod uses;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use assets::Asset;
pub use names::Names;
pub use templates::{REQUIRED, template_fault};
pub use texts::Texts;
pub use timed::Timer;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::text::{Span, hash};
use crate::tree::Value;

/// The name of the theme that is inside the binary.
pub const DEFAULT: &str = "broadsheet";

/// The files of the default theme.
static BROADSHEET: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/broadsheet.rs"));

/// A file of a theme, or a file of the site that stands for one.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Its name within the theme: `templates/brief.html`.
    pub name: String,
    /// Where it stands, for messages.
    pub path: Arc<str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of the default theme as they are inside the binary.
pub fn embedded() -> Vec<ThemeFile> {
    BROADSHEET
        .iter()
        .map(|&(name, bytes)| ThemeFile {
            name: name.to_owned(),
            path: format!("themes/{DEFAULT}/{name}").into(),
            bytes: bytes.to_vec(),
        })
        .collect()
}

/// A theme, ready to render.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The template engine with all templates.
    pub tera: tera::Tera,
    /// Where each template stands, by the engine's name for it.
    pub paths: BTreeMap<String, Arc<str>>,
    /// The assets.
    pub assets: Vec<Asset>,
    /// The texts of the interface.
    pub texts: Texts,
    /// The theme's settings with the site's changes.
    pub settings: Value,
    /// The names that stand in its templates.
    pub names: Names,
    /// The hash of each template with all that it uses, by the engine's name for it.
    pub templates: BTreeMap<String, u64>,
    /// The hash of the texts of the interface.
    pub texts_hash: u64,
    /// The hash of the settings.
    pub settings_hash: u64,
    /// The hash of its assets without its style sheets: names, addresses, bytes.
    pub files: u64,
    /// The hash of its style sheets.
    pub styles: u64,
}

impl Theme {
    /// Makes a theme of its own files and of those of the site that take their
    /// place. With an error among the diagnostics there is no theme.
    pub fn load(
        own: &[ThemeFile],
        overrides: &[ThemeFile],
        config: &Config,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let settings = manifest::settings(own, config, &mut diagnostics);
        let texts = texts::load(own, overrides, &config.language, &mut diagnostics);
        let assets = assets::load(own, overrides);
        let templates = templates::load(own, overrides, &assets, config, &mut diagnostics);
        let failed = diagnostics.iter().any(Diagnostic::is_error);
        let theme = templates.filter(|_| !failed).map(|loaded| Self {
            tera: loaded.tera,
            paths: loaded.paths,
            names: loaded.names,
            templates: loaded.hashes,
            assets,
            texts_hash: hash(format!("{texts:?}")),
            texts,
            settings_hash: hash(format!("{settings:?}")),
            settings,
            files: hash_of(own, overrides, is_other_asset),
            styles: hash_of(own, overrides, is_style),
        });
        (theme, diagnostics)
    }

    /// The file of a template, by the name that it has in every theme.
    pub fn template(&self, name: &str) -> Option<&Arc<str>> {
        let of_site = self.paths.get(name);
        of_site.or_else(|| self.paths.get(&format!("{}{name}", templates::PREFIX)))
    }

    /// The hash of a template with all that it uses, by the name that it has in every theme.
    pub fn template_hash(&self, name: &str) -> u64 {
        let of_site = self.templates.get(name);
        let known = of_site.or_else(|| self.templates.get(&format!("{}{name}", templates::PREFIX)));
        known.copied().unwrap_or_default()
    }

    /// The hash of each template that every theme has, by its name there.
    pub fn template_hashes(&self) -> BTreeMap<String, u64> {
        let hash = |&name: &&str| (name.to_owned(), self.template_hash(name));
        REQUIRED.iter().map(hash).collect()
    }

    /// What is told when the site asks for a theme that is not there.
    pub fn missing(name: &str) -> Diagnostic {
        let title = format!("there is no theme `{name}`");
        Diagnostic::error("missing-theme", &"site.toml".into(), Span::default(), title).help(
            format!(
                "put it into `themes/{name}/`, or take `theme` out of `site.toml` for `{DEFAULT}`"
            ),
        )
    }
}

/// Whether a file of a theme is a style sheet that pages load.
fn is_style(name: &str) -> bool {
    name.starts_with("assets/") && name.ends_with(".css")
}

/// Whether a file of a theme is an asset that is no style sheet.
fn is_other_asset(name: &str) -> bool {
    name.starts_with("assets/") && !is_style(name)
}

/// The hash of the files whose names are `wanted`.
fn hash_of(own: &[ThemeFile], overrides: &[ThemeFile], wanted: fn(&str) -> bool) -> u64 {
    let mut hashes = Vec::new();
    for (place, files) in [(0_u64, own), (1, overrides)] {
        for file in files.iter().filter(|file| wanted(&file.name)) {
            for part in [place, hash(&file.name), hash(&file.bytes)] {
                hashes.extend_from_slice(&part.to_le_bytes());
            }
        }
    }
    hash(hashes)
}

/// The text of a file of the theme; not UTF-8 is a fault.
fn text<'a>(file: &'a ThemeFile, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a str> {
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.valid_up_to();
            let span = Span::new(at, at + 1);
            diagnostics.push(Diagnostic::error(
                "not-utf8",
                &file.path,
                span,
                "file is not UTF-8",
            ));
            None
        }
    }
}
