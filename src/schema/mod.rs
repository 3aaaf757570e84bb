//! JSON Schemas of what people write, so that editors complete, explain and check it. Pure.
//!
//! A schema takes all that the parser takes, and refuses what it can see of what
//! the parser refuses. It knows one file at a time and no Markdown: `gen check` has the last word.

mod brief;
mod parts;
mod pattern;
mod settings;
mod shape;

use crate::tree::Value;

/// What there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// A brief in the YAML spelling.
    Brief,
    /// The front matter of a brief in the Markdown spelling.
    FrontMatter,
    /// The front matter of a plain page.
    Page,
    /// `site.toml`.
    Site,
    /// `content/outlets.yaml`.
    Outlets,
    /// `theme.toml`.
    Theme,
}

impl Schema {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::Brief,
        Self::FrontMatter,
        Self::Page,
        Self::Site,
        Self::Outlets,
        Self::Theme,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::FrontMatter => "front-matter",
            Self::Page => "page",
            Self::Site => "site",
            Self::Outlets => "outlets",
            Self::Theme => "theme",
        }
    }

    /// What it is a schema of.
    pub fn about(self) -> &'static str {
        match self {
            Self::Brief => "briefs in the YAML spelling: content/briefs/**/*.yaml",
            Self::FrontMatter => "the front matter of briefs: content/briefs/**/*.md",
            Self::Page => "the front matter of plain pages: content/pages/**/*.md",
            Self::Site => "the settings: site.toml",
            Self::Outlets => "the registry of outlets: content/outlets.yaml",
            Self::Theme => "the manifest of a theme: themes/*/theme.toml",
        }
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("{}.schema.json", self.name())
    }

    /// Its identity, the same in every version.
    pub fn id(self) -> String {
        format!("urn:evenhand:schema:{}", self.name())
    }

    /// The schema itself, in draft 7, which the language servers of editors know best.
    pub fn value(self) -> Value {
        let shape = match self {
            Self::Brief => brief::brief(),
            Self::FrontMatter => brief::front_matter(),
            Self::Page => brief::page(),
            Self::Site => settings::site(),
            Self::Outlets => settings::outlets(),
            Self::Theme => settings::theme(),
        };
        let mut entries = vec![
            (
                "$schema".to_owned(),
                "http://json-schema.org/draft-07/schema#".into(),
            ),
            ("$id".to_owned(), self.id().into()),
            (
                "description".to_owned(),
                format!("Evenhand {}: {}", env!("CARGO_PKG_VERSION"), self.about()).into(),
            ),
        ];
        entries.extend(shape.keywords());
        Value::Map(entries)
    }
}
