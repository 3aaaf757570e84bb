//! `theme.toml`: name, version, the versions of Evenhand that the theme works with, settings.

use semver::{Version, VersionReq};

use super::{ThemeFile, text};
use crate::config::{Config, parse_toml};
use crate::diag::Diagnostic;
use crate::text::{Span, nearest};
use crate::tree::{Faults, Fields, Value};

/// The settings of the theme, with the changes of the site, after its manifest was checked.
pub fn settings(files: &[ThemeFile], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let Some(file) = files.iter().find(|file| file.name == "theme.toml") else {
        let path = format!("themes/{}/theme.toml", config.theme).into();
        diagnostics.push(
            Diagnostic::error(
                "missing-theme",
                &path,
                Span::default(),
                "theme has no `theme.toml`",
            )
            .help(
                "it names the theme, its version and the versions of Evenhand that it works with",
            ),
        );
        return Value::Nothing;
    };
    let Some(text) = text(file, diagnostics) else {
        return Value::Nothing;
    };
    let mut faults = Faults::of(&file.path);
    let root = parse_toml(text, &mut faults);
    let fields = root.and_then(|root| Fields::of(root, "a theme", &mut faults));
    let defaults = fields.map_or(Value::Nothing, |fields| read(fields, &mut faults));
    diagnostics.append(&mut faults.into_diagnostics());
    merge(&defaults, config, diagnostics)
}

fn read(mut fields: Fields<'_>, faults: &mut Faults) -> Value {
    fields.required_text("name", faults);
    if let Some(version) = fields.required_text("version", faults)
        && Version::parse(&version.value).is_err()
    {
        faults.error(
            "wrong-version",
            version.span,
            "`version` is no version",
            |d| d.label("expected a version such as `1.0.0`"),
        );
    }
    if let Some(range) = fields.required_text("evenhand", faults) {
        let own = Version::parse(env!("CARGO_PKG_VERSION")).expect("cargo has checked it");
        match VersionReq::parse(&range.value) {
            Ok(versions) if versions.matches(&own) => {}
            Ok(_) => faults.error(
                "wrong-version",
                range.span,
                format!("theme does not work with Evenhand {own}"),
                |d| d.label("it asks for these versions"),
            ),
            Err(_) => faults.error(
                "wrong-version",
                range.span,
                "`evenhand` is no range of versions",
                |d| d.label("expected a range such as `>=0.1, <0.2`"),
            ),
        }
    }
    fields.text("description", faults);
    fields.text("license", faults);
    let settings = fields.free("settings", faults);
    fields.finish(faults);
    settings
}

/// The defaults with what the site changes; a setting that the theme does not have is told.
fn merge(defaults: &Value, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mut settings = defaults.entries().to_vec();
    for (key, value) in config.theme_settings.entries() {
        if let Some((_, own)) = settings.iter_mut().find(|(name, _)| name == key) {
            *own = value.clone();
            continue;
        }
        let title = format!("theme `{}` has no setting `{key}`", config.theme);
        let known: Vec<&str> = settings.iter().map(|(name, _)| name.as_str()).collect();
        let help = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its settings are {}", known.join(", ")),
        };
        let path = crate::config::FILE.into();
        diagnostics
            .push(Diagnostic::error("unknown-field", &path, Span::default(), title).help(help));
    }
    Value::Map(settings)
}
