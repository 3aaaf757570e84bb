//! The template engine with the theme's templates, the site's in their place, and our functions.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, ReportError, State, Tera, TeraResult, Value};

use super::uses::fingerprints;
use super::{Asset, Names, ThemeFile};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::model::encode_path;
use crate::text::{self, Span};

/// The templates that every theme has.
pub const REQUIRED: [&str; 14] = [
    "404.html",
    "archive-month.html",
    "archive-year.html",
    "archive.html",
    "brief.html",
    "corrections.html",
    "home.html",
    "outlet.html",
    "page.html",
    "provider.html",
    "series.html",
    "stance.html",
    "tag.html",
    "terms.html",
];

/// What the engine calls the theme's own templates; the site's have no prefix.
pub const PREFIX: &str = "theme/";

/// Templates that were loaded.
pub struct Loaded {
    /// The engine with all of them.
    pub tera: Tera,
    /// Where each stands, by the engine's name for it.
    pub paths: BTreeMap<String, Arc<str>>,
    /// The names that stand in them.
    pub names: Names,
    /// The hash of each with all that it uses.
    pub hashes: BTreeMap<String, u64>,
}

/// The engine with all templates. None when one is wrong.
pub fn load(
    own: &[ThemeFile],
    overrides: &[ThemeFile],
    assets: &[Asset],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Loaded> {
    let mut paths = BTreeMap::new();
    let mut sources = BTreeMap::new();
    for (files, prefix) in [(own, PREFIX), (overrides, "")] {
        for file in files {
            let Some(name) = file.name.strip_prefix("templates/") else {
                continue;
            };
            let text = super::text(file, diagnostics)?;
            let name = format!("{prefix}{name}");
            paths.insert(name.clone(), Arc::clone(&file.path));
            sources.insert(name, text);
        }
    }
    let before = diagnostics.len();
    missing(&sources, config, diagnostics);
    let mut tera = engine(assets, config);
    if let Err(error) = tera.add_raw_templates(sources.iter().map(|(name, text)| (name, *text))) {
        let faults = Reports {
            paths: &paths,
            sources: &sources,
        };
        faults.of_loading(&error, diagnostics);
    }
    let names = Names::of(sources.values().copied());
    let shows_cards = names.holds(Names::place("card_html"));
    (diagnostics.len() == before).then(|| Loaded {
        tera,
        paths,
        names,
        hashes: fingerprints(&sources, shows_cards),
    })
}

fn missing(sources: &BTreeMap<String, &str>, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for name in REQUIRED {
        if !sources.contains_key(name) && !sources.contains_key(&format!("{PREFIX}{name}")) {
            let path = format!("themes/{}/templates/{name}", config.theme).into();
            let title = format!("theme `{}` has no template `{name}`", config.theme);
            diagnostics.push(
                Diagnostic::error("missing-template", &path, Span::default(), title)
                    .help("every theme has it; the guide on themes lists all"),
            );
        }
    }
}

/// An engine with our functions and no templates.
fn engine(assets: &[Asset], config: &Config) -> Tera {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes([PREFIX])
        .expect("no template was added before");
    tera.register_function("asset", lookup(urls(assets, config)));
    tera.register_function("integrity", lookup(integrity(assets)));
    tera.register_filter("fill", fill);
    tera.register_filter("group_by", unordered);
    tera
}

/// The address of each asset by its name.
pub fn urls(assets: &[Asset], config: &Config) -> HashMap<String, String> {
    let url = |asset: &Asset| {
        let mut url = config.base_path().to_owned();
        encode_path(asset.target.as_str(), &mut url);
        (asset.name.clone(), url)
    };
    assets.iter().map(url).collect()
}

/// The digest of each asset by its name.
pub fn integrity(assets: &[Asset]) -> HashMap<String, String> {
    let digest = |asset: &Asset| (asset.name.clone(), asset.integrity.clone());
    assets.iter().map(digest).collect()
}

/// A function that finds `path` among the assets.
pub fn lookup(
    by_name: HashMap<String, String>,
) -> impl Fn(Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    move |arguments: Kwargs, _: &State| {
        let name: &str = arguments.must_get("path")?;
        match by_name.get(name) {
            Some(found) => Ok(Value::safe_string(found)),
            None => Err(tera::Error::message(format!(
                "The theme has no asset `{name}`"
            ))),
        }
    }
}

/// `{{ t.page_number | fill(number=3) }}`: the text with each `{name}` replaced.
#[allow(clippy::needless_pass_by_value, reason = "the engine hands them over")]
pub fn fill(pattern: &str, arguments: Kwargs, _: &State) -> String {
    let mut filled = pattern.to_owned();
    for (name, value) in arguments.iter() {
        if let Some(name) = name.as_str() {
            filled = match value.as_str() {
                Some(value) => text::fill(&filled, name, value),
                None => text::fill(&filled, name, &value.to_string()),
            };
        }
    }
    filled
}

/// Tera's own `group_by` gives its groups in another order each time, so that two builds would differ.
#[allow(clippy::needless_pass_by_value, reason = "the engine hands them over")]
fn unordered(_: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Err(tera::Error::message(
        "`group_by` is not available: its order is random; views come grouped",
    ))
}

/// What is needed to turn the engine's errors into diagnostics.
#[derive(Clone, Copy, Debug)]
struct Reports<'a> {
    paths: &'a BTreeMap<String, Arc<str>>,
    sources: &'a BTreeMap<String, &'a str>,
}

impl Reports<'_> {
    /// All faults of loading. The engine stops at the first template that does not
    /// parse, so each is tried alone; faults between templates come as one text.
    fn of_loading(self, error: &tera::Error, diagnostics: &mut Vec<Diagnostic>) {
        let before = diagnostics.len();
        for (name, text) in self.sources {
            let mut alone = Tera::new();
            if let Err(error) = alone.add_raw_template(name, text)
                && let ErrorKind::SyntaxError(report) = error.kind()
            {
                diagnostics.push(self.reported(name, report));
            }
        }
        if diagnostics.len() > before {
            return;
        }
        match error.kind() {
            ErrorKind::MissingParent { current, parent } => {
                let title = format!("template extends `{parent}`, which is not there");
                diagnostics.push(self.at(current, 1, 1, &title));
            }
            ErrorKind::Msg(text) if text.starts_with("error: ") => {
                for report in text
                    .split("\n\n")
                    .filter_map(|part| part.strip_prefix("error: "))
                {
                    diagnostics.push(self.written(report));
                }
            }
            other => diagnostics.push(self.at("", 1, 1, &other.to_string())),
        }
    }

    fn reported(self, name: &str, report: &ReportError) -> Diagnostic {
        let span = report.span();
        self.at(name, span.start_line, span.start_col + 1, report.message())
    }

    /// Reads a report of the shape `message\n --> name:line:column\n…`.
    fn written(self, report: &str) -> Diagnostic {
        let (message, rest) = report.split_once('\n').unwrap_or((report, ""));
        let place = rest.trim_start().strip_prefix("--> ").unwrap_or("");
        let mut parts = place.lines().next().unwrap_or("").rsplitn(3, ':');
        let column = parts.next().and_then(|n| n.trim().parse().ok());
        let line = parts.next().and_then(|n| n.parse().ok());
        let name = parts.next().unwrap_or("");
        self.at(name, line.unwrap_or(1), column.unwrap_or(1), message)
    }

    fn at(self, name: &str, line: usize, column: usize, title: &str) -> Diagnostic {
        let path = self.paths.get(name);
        let unknown = Arc::from("templates");
        let text = self.sources.get(name).copied().unwrap_or("");
        let span = span_of(text, line, column);
        template_fault(path.unwrap_or(&unknown), span, title)
    }
}

/// The fault of a template, in our words' shape: lower case, no full stop.
pub fn template_fault(path: &Arc<str>, span: Span, title: &str) -> Diagnostic {
    let title = title.trim().trim_end_matches('.');
    let mut letters = title.chars();
    let title = match letters.next() {
        Some(first)
            if letters
                .as_str()
                .starts_with(|c: char| c.is_lowercase() || c == ' ') =>
        {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    };
    Diagnostic::error("template", path, span, title)
}

/// The word at a line and column, both from 1.
fn span_of(text: &str, line: usize, column: usize) -> Span {
    let mut at = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let offset = content
                .char_indices()
                .nth(column.saturating_sub(1))
                .map_or(content.trim_end().len(), |(offset, _)| offset);
            let rest = &content[offset..];
            let word = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
                .unwrap_or(rest.len());
            return Span::new(at + offset, at + offset + word.max(1).min(rest.len()));
        }
        at += content.len();
    }
    Span::new(text.len(), text.len())
}
