//! From nothing: a small site, and a brief to fill in. Writes into folders that are empty, and new files only.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::diag::Error;
use crate::import::Spelling;
use crate::layout::{scalar, text_list};
use crate::model::Slug;
use crate::theme;

/// The files of a new site: where each goes, and its text.
const STARTER: [(&str, &str); 8] = [
    ("site.toml", include_str!("starter/site.toml")),
    (
        "content/briefs/high-street-saturdays.md",
        include_str!("starter/content/briefs/high-street-saturdays.md"),
    ),
    (
        "content/briefs/open-air-pool.yaml",
        include_str!("starter/content/briefs/open-air-pool.yaml"),
    ),
    (
        "content/outlets.yaml",
        include_str!("starter/content/outlets.yaml"),
    ),
    (
        "content/pages/about.md",
        include_str!("starter/content/pages/about.md"),
    ),
    (".gitignore", include_str!("starter/gitignore")),
    (
        ".github/workflows/pages.yml",
        include_str!("starter/github-pages.yml"),
    ),
    ("README.md", include_str!("starter/README.md")),
];

/// How many things in the way are named.
const NAMED: usize = 5;

/// Writes a new site into `folder`, which is made where it is not there; with the theme
/// in it, to be changed, when `ejects_theme` says so. Gives the files, in the order written.
/// The error is the world's: the folder is not empty, or cannot be written to.
pub fn init(folder: &Path, title: &str, theme: Theme) -> Result<Vec<PathBuf>, Error> {
    let in_the_way = in_the_way(folder)?;
    if !in_the_way.is_empty() {
        let more = match in_the_way.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named = in_the_way[..in_the_way.len().min(NAMED)].join(", ");
        return Err(Error::new(format!(
            "{} is not empty: {named}{more} would be in the way; name an empty folder, or a new one",
            folder.display()
        )));
    }
    let mut written = Vec::new();
    for (path, text) in STARTER {
        let text = text
            .replace("{{title}}", &toml_string(title))
            .replace("{{version}}", env!("CARGO_PKG_VERSION"));
        written.push(write_new(&folder.join(path), text.as_bytes())?);
    }
    if theme == Theme::Ejected {
        for file in theme::embedded() {
            written.push(write_new(&folder.join(&*file.path), &file.bytes)?);
        }
    }
    Ok(written)
}

/// Where the theme of a new site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// In the binary.
    BuiltIn,
    /// In the site, to be changed.
    Ejected,
}

/// What stands in a folder, sorted; git's own folder is in nobody's way.
fn in_the_way(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Error::io("read", folder, cause)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|cause| Error::io("read", folder, cause))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != ".git" {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// A text as a basic string of TOML.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What a new brief begins with.
#[derive(Clone, Debug)]
pub struct NewBrief<'a> {
    /// The headline.
    pub title: &'a str,
    /// Its date.
    pub date: String,
    /// What it is filed under.
    pub tags: &'a [String],
    /// The running story that it belongs to.
    pub series: Option<&'a str>,
    /// The spelling.
    pub spelling: Spelling,
}

/// Writes a new brief into the site in `root`, and gives its file. The error is the world's:
/// the title has no letter or digit to name the file by, or the file is there already.
pub fn new_brief(root: &Path, brief: &NewBrief<'_>) -> Result<PathBuf, Error> {
    let Some(slug) = Slug::of(brief.title) else {
        return Err(Error::new(format!(
            "`{}` has no letter or digit to name a file by",
            brief.title
        )));
    };
    let folder = root.join("content/briefs");
    let file = |spelling: Spelling| folder.join(format!("{slug}.{}", spelling.extension()));
    for spelling in [Spelling::Markdown, Spelling::Yaml] {
        if file(spelling).exists() {
            return Err(Error::new(format!(
                "{} is there already",
                file(spelling).display()
            )));
        }
    }
    write_new(&file(brief.spelling), skeleton(brief).as_bytes())
}

/// A brief that says what is to be filled in. It is a draft, so it builds and is not published.
fn skeleton(brief: &NewBrief<'_>) -> String {
    let mut head = format!("title: {}\ndate: {}\n", scalar(brief.title), brief.date);
    if brief.spelling == Spelling::Yaml {
        head.push_str("summary: One paragraph that sums the story up.\n");
    }
    if !brief.tags.is_empty() {
        head.push_str(&text_list("tags", brief.tags, 0));
    }
    head.push_str(
        "sources:\n  first:\n    outlet: Name of the outlet\n    # title: Title of the report\n    \
         # url: https://\n    # published: 2026-01-31\ndraft: true  # take this line out to publish\n",
    );
    if let Some(series) = brief.series {
        head.push_str(&format!("series: {}\n", scalar(series)));
    }
    match brief.spelling {
        Spelling::Markdown => format!(
            "---\n{head}---\n\nOne paragraph that sums the story up.\n\n## Facts\n\n- One checkable statement. [^first]\n\n\
             ## Narratives\n\n### Left — Provider\n\nHow those tell the story who stand here.\n\n\
             ### Right — Provider\n\nHow those tell it who stand there.\n"
        ),
        Spelling::Yaml => format!(
            "{head}facts:\n  - text: One checkable statement.\n    cite: [first]\n\
             narratives:\n  - stance: Left\n    provider: Provider\n    text: How those tell the story who stand here.\n  \
             - stance: Right\n    provider: Provider\n    text: How those tell it who stand there.\n"
        ),
    }
}

/// Writes a file that is not there yet, and gives its path.
fn write_new(path: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
    let fault = |cause| Error::io("write", path, cause);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut file = fs::File::create_new(path).map_err(fault)?;
    file.write_all(bytes).map_err(fault)?;
    Ok(path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::STARTER;
    use crate::config;

    /// The settings of the starter with its comments taken for settings.
    fn uncommented() -> String {
        let text = STARTER[0].1.replace("{{title}}", "\"T\"");
        let lines = text
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_settings_that_are_shown_are_the_defaults() {
        let path = "site.toml".into();
        let text = STARTER[0].1.replace("{{title}}", "\"T\"");
        let (plain, faults) = config::read(&path, &text, &mut |_| Vec::new());
        assert!(faults.is_empty(), "{faults:?}");
        let (shown, faults) = config::read(&path, &uncommented(), &mut |_| Vec::new());
        assert!(faults.is_empty(), "{faults:?}");
        let (plain, shown) = (plain.unwrap(), shown.unwrap());
        assert_eq!(plain.description, shown.description);
        assert_eq!(plain.publisher, shown.publisher);
        assert_eq!(plain.language.as_str(), shown.language.as_str());
        assert_eq!(plain.theme, shown.theme);
        assert_eq!(
            (plain.page_size, plain.feed_size),
            (shown.page_size, shown.feed_size)
        );
        assert_eq!(
            (plain.feeds, plain.feed_entries),
            (shown.feeds, shown.feed_entries)
        );
        assert_eq!(
            format!("{:?}", plain.permalink),
            format!("{:?}", shown.permalink)
        );
        assert_eq!(
            format!("{:?}", plain.narratives),
            format!("{:?}", shown.narratives)
        );
    }

    #[test]
    fn every_setting_is_shown() {
        // Those that the page of settings names in its table.
        let page = include_str!("../../docs/guide/site-toml.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let names: Vec<&str> = rows
            .map(|row| row.split('`').next().unwrap_or(""))
            .filter(|name| {
                name.chars()
                    .all(|c| c.is_ascii_lowercase() || "_[]".contains(c))
            })
            .collect();
        assert!(names.len() > 12, "{names:?}");
        let text = uncommented();
        for name in names {
            let name = name.trim_matches(['[', ']']);
            let is_shown = |line: &str| {
                line.starts_with(&format!("{name} =")) || line.trim_matches(['[', ']']) == name
            };
            assert!(text.lines().any(is_shown), "`{name}` is not shown");
        }
    }
}
