//! The texts of the interface, in the language of the site.

use std::collections::BTreeMap;

use super::{ThemeFile, embedded, text};
use crate::config::parse_toml;
use crate::diag::Diagnostic;
use crate::model::{Lang, Moment};
use crate::text::{Span, fill, find_byte};
use crate::tree::{Faults, Kind, Value};

/// The texts of the interface by key.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: BTreeMap<String, Value>,
}

impl Texts {
    /// The text of this key; the key itself when a theme lacks it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.texts.get(key) {
            Some(Value::Text(text)) => text,
            _ => key,
        }
    }

    /// The text of this key with `{name}` replaced.
    pub fn fill(&self, key: &str, name: &str, value: &str) -> String {
        fill(self.get(key), name, value)
    }

    /// All texts by key, for templates.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.texts.iter()
    }

    fn nth_of(&self, key: &str, index: usize) -> String {
        match self.texts.get(key) {
            Some(Value::List(items)) => match items.get(index) {
                Some(Value::Text(text)) => text.clone(),
                _ => (index + 1).to_string(),
            },
            _ => (index + 1).to_string(),
        }
    }

    /// The name of the month, 1 to 12.
    pub fn month(&self, month: u8) -> String {
        self.nth_of("months", usize::from(month.saturating_sub(1)))
    }

    /// Month and year: `December 2023`.
    pub fn month_and_year(&self, year: i16, month: u8) -> String {
        let named = fill(self.get("month_format"), "month", &self.month(month));
        fill(&named, "year", &year.to_string())
    }

    /// The date, written out.
    pub fn date(&self, moment: &Moment) -> String {
        self.written(moment, "date_format", &self.month(moment.month()))
    }

    /// The date, written short.
    pub fn short_date(&self, moment: &Moment) -> String {
        let index = usize::from(moment.month() - 1);
        self.written(
            moment,
            "date_format_short",
            &self.nth_of("months_short", index),
        )
    }

    /// Fills a pattern of a date in one pass: dates stand on every card.
    fn written(&self, moment: &Moment, pattern: &str, month: &str) -> String {
        let mut out = String::with_capacity(24);
        let mut rest = self.get(pattern);
        let find = |text: &str, mark| find_byte(text.as_bytes(), |b| b == mark);
        while let Some(open) = find(rest, b'{') {
            out.push_str(&rest[..open]);
            let inner = &rest[open + 1..];
            let (name, after) = match find(inner, b'}') {
                Some(close) => (&inner[..close], &inner[close + 1..]),
                None => (inner, ""),
            };
            match name {
                "day" => out.push_str(&moment.day().to_string()),
                "month" => out.push_str(month),
                "year" => out.push_str(&moment.year().to_string()),
                _ => {}
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The texts for `language`: the theme's English ones, over them those of the
/// language, over them the site's own. A text that the language lacks is told.
pub fn load(
    own: &[ThemeFile],
    overrides: &[ThemeFile],
    language: &Lang,
    diagnostics: &mut Vec<Diagnostic>,
) -> Texts {
    let mut texts = Texts::default();
    // Evenhand's own keys are there even when a theme forgets them.
    let default = embedded();
    let mut ignored = Vec::new();
    overlay(&mut texts, &default, "en", &mut ignored);
    overlay(&mut texts, own, "en", diagnostics);
    let candidates = [language.as_str(), language.primary()];
    let chosen = candidates.into_iter().find(|tag| {
        let name = format!("i18n/{tag}.toml");
        own.iter().chain(overrides).any(|file| file.name == name)
    });
    match chosen {
        None => diagnostics.push(no_translation(language)),
        Some("en") => {}
        Some(tag) => {
            let mut translated = overlay(&mut texts, own, tag, diagnostics);
            let site_has = keys(overrides, tag);
            translated.extend(site_has);
            missing(own, tag, &translated, diagnostics);
        }
    }
    for tag in ["en", chosen.unwrap_or("en")] {
        overlay(&mut texts, overrides, tag, diagnostics);
    }
    texts
}

/// Puts the texts of `i18n/<tag>.toml` over those that are there; gives their keys.
fn overlay(
    texts: &mut Texts,
    files: &[ThemeFile],
    tag: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let name = format!("i18n/{tag}.toml");
    let Some(file) = files.iter().find(|file| file.name == name) else {
        return Vec::new();
    };
    let Some(text) = text(file, diagnostics) else {
        return Vec::new();
    };
    let mut faults = Faults::of(&file.path);
    let root = parse_toml(text, &mut faults);
    diagnostics.append(&mut faults.into_diagnostics());
    let Some(Kind::Map(entries)) = root.map(|root| root.kind) else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    for entry in entries {
        keys.push(entry.key.to_string());
        texts
            .texts
            .insert(entry.key.into_owned(), entry.value.to_value());
    }
    keys
}

fn keys(files: &[ThemeFile], tag: &str) -> Vec<String> {
    overlay(&mut Texts::default(), files, tag, &mut Vec::new())
}

fn missing(own: &[ThemeFile], tag: &str, translated: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let name = format!("i18n/{tag}.toml");
    let path = own
        .iter()
        .find(|file| file.name == name)
        .map_or_else(|| name.as_str().into(), |file| file.path.clone());
    let lacking: Vec<String> = keys(own, "en")
        .into_iter()
        .filter(|key| !translated.contains(key))
        .collect();
    if !lacking.is_empty() {
        let title = format!("translation `{tag}` lacks {} texts", lacking.len());
        diagnostics.push(
            Diagnostic::warning("missing-text", &path, Span::default(), title)
                .help(format!("English stands for {}", lacking.join(", "))),
        );
    }
}

fn no_translation(language: &Lang) -> Diagnostic {
    let tag = language.as_str();
    let title = format!("theme has no texts in the language `{tag}`");
    Diagnostic::warning("missing-text", &"site.toml".into(), Span::default(), title).help(format!(
        "English stands for them; put your own into `i18n/{tag}.toml`"
    ))
}
