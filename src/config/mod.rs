//! `site.toml`: as written → complete and valid.

mod feeds;
mod lint;
mod permalink;
mod toml;

use std::sync::Arc;

pub use feeds::{FeedEntries, Feeds};
pub use lint::LintEntry;
pub use permalink::Permalink;
pub use toml::parse as parse_toml;

use crate::diag::Diagnostic;
use crate::model::read as typed;
use crate::model::{Lang, SitePath, Slug, Stance, Stances, check_url};
use crate::text::{Spanned, find_byte, hash_of};
use crate::tree::{Faults, Fields, Node, Value};

/// The name of the settings file.
pub const FILE: &str = "site.toml";

/// Which narrative of a brief comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// As the brief tells them.
    AsWritten,
    /// Turned by a hash of the brief's id, so that over the site no side leads.
    Even,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuEntry {
    /// What it says.
    pub label: String,
    /// An address within the site, beginning with `/`.
    pub path: String,
}

/// The settings of a site, complete and valid.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// Who publishes it; the title where none is named.
    pub publisher: String,
    /// Where it is hosted, with a `/` at the end: `https://example.org/news/`.
    pub base_url: String,
    /// The language of the interface, and of briefs that name none.
    pub language: Lang,
    /// The theme's name.
    pub theme: String,
    /// The theme's settings that the site changes.
    pub theme_settings: Value,
    /// How the address of a brief is made.
    pub permalink: Permalink,
    /// Briefs on a numbered page of a list.
    pub page_size: usize,
    /// Briefs in a feed.
    pub feed_size: usize,
    /// Which feeds there are.
    pub feeds: Feeds,
    /// What an entry of a feed holds.
    pub feed_entries: FeedEntries,
    /// Which narrative comes first.
    pub narratives: Order,
    /// The menu; none for the default one.
    pub menu: Vec<MenuEntry>,
    /// The vocabulary of stances.
    pub stances: Stances,
    /// What is said of editorial rules, in the order of the file.
    pub lint: Vec<LintEntry>,
}

impl Config {
    /// Settings for a site whose own cannot be read, so that its briefs can be read at least.
    pub fn without_settings() -> Self {
        let text = "title = \"?\"\nbase_url = \"https://example.org/\"\n";
        let (config, _) = read(&FILE.into(), text, &mut |_| Vec::new());
        config.expect("these settings are complete")
    }

    /// The hash of what briefs are read, judged and filed with.
    pub fn reading_hash(&self) -> u64 {
        // The entries hold numbers that have no hash; what they look like tells all of them.
        let lint = format!("{:?}", self.lint);
        let filed = (&self.stances, &self.permalink, self.narratives);
        hash_of(&(filed, &self.language, lint))
    }

    /// The hash of what every page may show of the settings. Others reach pages by their
    /// cards, their addresses and the lists that they cut.
    pub fn page_hash(&self) -> u64 {
        let names = (&self.title, &self.description, &self.publisher);
        hash_of(&(
            names,
            &self.base_url,
            &self.language,
            &self.menu,
            self.feeds,
        ))
    }

    /// Whether the cards of briefs are made with these settings as with others.
    pub fn files_as(&self, other: &Self) -> bool {
        self.permalink == other.permalink
            && self.narratives == other.narratives
            && self.stances == other.stances
    }

    /// The path that the site is hosted under, with `/` at both ends: `/news/`.
    pub fn base_path(&self) -> &str {
        let find = |text: &str, mark| find_byte(text.as_bytes(), |b| b == mark);
        let url = self.base_url.as_str();
        let after = find(url, b':').map_or(url, |colon| &url[colon + 1..]);
        let host = after.trim_start_matches('/');
        find(host, b'/').map_or("/", |slash| &host[slash..])
    }

    /// The address of a file of the site for a link in a page: `/news/tags/x/`.
    pub fn url(&self, target: &SitePath) -> String {
        target.url(self.base_path())
    }

    /// The absolute address of a file of the site.
    pub fn permalink(&self, target: &SitePath) -> String {
        target.url(&self.base_url)
    }
}

/// `text` with a `/` at its end, if it is an http or https address without query and fragment.
pub fn valid_base_url(text: &str) -> Option<String> {
    let plain = check_url(text).is_ok()
        && text.is_ascii()
        && !text.contains(['?', '#', '"', '<', '>', '&', '\''])
        && !text.split('/').any(|part| part == "." || part == "..");
    plain.then(|| format!("{}/", text.trim_end_matches('/')))
}

/// Says what is wrong with names and options of editorial rules, which are not known here.
pub type Judge<'a> = &'a mut dyn FnMut(&[LintEntry]) -> Vec<Diagnostic>;

/// Reads the text of `site.toml`; what it says of editorial rules is given to `judge`.
/// With an error among the diagnostics there are no settings.
pub fn read(path: &Arc<str>, text: &str, judge: Judge<'_>) -> (Option<Config>, Vec<Diagnostic>) {
    let mut faults = Faults::of(path);
    let config =
        parse_toml(text, &mut faults).and_then(|root| settings(root, text, judge, &mut faults));
    let config = config.filter(|_| !faults.has_errors());
    (config, faults.into_diagnostics())
}

fn settings(root: Node<'_>, text: &str, judge: Judge<'_>, faults: &mut Faults) -> Option<Config> {
    let mut fields = Fields::of(root, "the site", faults)?;
    let title = fields.required_text("title", faults);
    let base_url = base_url(&mut fields, faults);
    let description = fields.text("description", faults);
    let publisher = fields.text("publisher", faults);
    let language = typed::lang(&mut fields, "language", faults);
    let theme = theme(&mut fields, faults);
    let permalink = permalink(&mut fields, faults);
    let page_size = fields.whole_number("page_size", 1..=1_000, faults);
    let feed_size = fields.whole_number("feed_size", 1..=1_000, faults);
    let feeds = feeds::feeds(&mut fields, faults);
    let feed_entries = feeds::feed_entries(&mut fields, faults);
    let narratives = order(&mut fields, faults);
    let menu = menu(&mut fields, faults);
    let stances = stances(&mut fields, faults);
    let lint = lint::lint(&mut fields, text, faults);
    faults.extend(judge(&lint));
    let theme_settings = fields.free("theme_settings", faults);
    fields.finish(faults);
    let title = title?.value;
    let base_url = base_url?;
    let size = |given: Option<i64>| given.map_or(20, |n| usize::try_from(n).unwrap_or(20));
    Some(Config {
        publisher: publisher.map_or_else(|| title.clone(), |text| text.value),
        description: description.unwrap_or_default().value,
        base_url,
        language: language.unwrap_or_else(Lang::english),
        theme,
        theme_settings,
        permalink,
        page_size: size(page_size),
        feed_size: size(feed_size),
        feeds,
        feed_entries,
        narratives,
        menu,
        stances: Stances::new(stances),
        lint,
        title,
    })
}

/// One of these words in the field `name`; the first, where there is no such field.
fn word<T: Copy, const N: usize>(
    fields: &mut Fields<'_>,
    name: &'static str,
    what: &str,
    choices: [(&str, T); N],
    faults: &mut Faults,
) -> T {
    let default = choices[0].1;
    let Some(text) = fields.text(name, faults) else {
        return default;
    };
    let chosen = choices.iter().find(|(word, _)| *word == text.value);
    if let Some((_, choice)) = chosen {
        return *choice;
    }
    let title = format!("`{name}` is no known {what}");
    faults.error("wrong-type", text.span, title, |d| {
        let words: Vec<String> = choices
            .iter()
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        let (last, before) = words.split_last().expect("there are choices");
        d.label(format!("expected {} or {last}", before.join(", ")))
    });
    default
}

fn base_url(fields: &mut Fields<'_>, faults: &mut Faults) -> Option<String> {
    let text = fields.required_text("base_url", faults)?;
    let valid = valid_base_url(&text.value);
    if valid.is_none() {
        faults.error("wrong-url", text.span, "`base_url` is no web address", |d| {
            d.label("expected an address such as `https://example.org/` or `https://example.org/news/`")
        });
    }
    valid
}

fn theme(fields: &mut Fields<'_>, faults: &mut Faults) -> String {
    let Some(text) = fields.text("theme", faults) else {
        return "broadsheet".to_owned();
    };
    if Slug::parse(&text.value).is_err() {
        faults.error(
            "wrong-theme",
            text.span,
            "`theme` is no name of a folder",
            |d| d.label("expected lower-case letters, digits and hyphens"),
        );
    }
    text.value
}

fn permalink(fields: &mut Fields<'_>, faults: &mut Faults) -> Permalink {
    let Some(text) = fields.text("permalink", faults) else {
        return Permalink::default();
    };
    Permalink::parse(&text.value).unwrap_or_else(|reason| {
        faults.error(
            "wrong-permalink",
            text.span,
            "`permalink` is no pattern of an address",
            |d| {
                d.label(reason)
                    .help("the default is `/{year}/{month}/{day}/{slug}/`")
            },
        );
        Permalink::default()
    })
}

fn order(fields: &mut Fields<'_>, faults: &mut Faults) -> Order {
    let choices = [("as-written", Order::AsWritten), ("even", Order::Even)];
    word(fields, "narratives", "order", choices, faults)
}

fn menu(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<MenuEntry> {
    let items = fields.list("menu", faults);
    items
        .into_iter()
        .filter_map(|item| {
            let mut fields = Fields::of(item, "a menu entry", faults)?;
            let label = fields.required_text("label", faults);
            let path = fields.required_text("path", faults);
            fields.finish(faults);
            let path = path?;
            if path.value != "/" && SitePath::of_address(&path.value).is_none() {
                faults.error(
                    "wrong-url",
                    path.span,
                    "`path` of a menu entry is no address of this site",
                    |d| d.label("expected an address such as `/about/`"),
                );
            }
            Some(MenuEntry {
                label: label?.value,
                path: path.value,
            })
        })
        .collect()
}

fn stances(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<Stance> {
    let items = fields.list("stance", faults);
    let mut seen: Vec<Spanned<Slug>> = Vec::new();
    let mut stances = Vec::new();
    for item in items {
        let Some(stance) = stance(item, faults) else {
            continue;
        };
        if let Some(first) = seen.iter().find(|first| first.value == stance.value.id) {
            let title = format!("stance `{}` is defined twice", stance.value.id);
            faults.error("duplicate-key", stance.span, title, |d| {
                let path = Arc::clone(d.path());
                d.label("defined again here")
                    .also(&path, first.span, "first here")
            });
            continue;
        }
        seen.push(Spanned::new(stance.value.id.clone(), stance.span));
        stances.push(stance.value);
    }
    stances
}

fn stance(item: Node<'_>, faults: &mut Faults) -> Option<Spanned<Stance>> {
    let span = item.span;
    let mut fields = Fields::of(item, "a stance", faults)?;
    let id = fields.text("id", faults);
    let label = fields.required_text("label", faults);
    let axis = fields.text("axis", faults);
    let pole = fields.whole_number("pole", -1..=1, faults);
    let mark = fields.text("mark", faults);
    fields.finish(faults);
    let label = label?;
    let id = match &id {
        Some(id) => typed::slug(id, faults)?,
        None => Slug::of(&label.value)?,
    };
    if let Some(mark) = mark.as_ref().filter(|mark| mark.value.chars().count() > 4) {
        faults.error("wrong-type", mark.span, "`mark` is too long", |d| {
            d.label("expected one to four letters")
        });
    }
    let mark = mark
        .map(|mark| mark.value)
        .filter(|mark| !mark.is_empty())
        .unwrap_or_else(|| label.value.chars().take(2).collect());
    let stance = Stance {
        id,
        label: label.value,
        axis: axis.map(|axis| axis.value),
        pole: pole.and_then(|pole| i8::try_from(pole).ok()),
        mark,
    };
    Some(Spanned::new(stance, span))
}

#[cfg(test)]
mod tests {
    use super::{Config, read};

    fn config(text: &str) -> Result<Config, Vec<String>> {
        let (config, diagnostics) = read(&"site.toml".into(), text, &mut |_| Vec::new());
        config.ok_or_else(|| diagnostics.into_iter().map(|d| d.title).collect())
    }

    #[test]
    fn a_small_file_is_enough_and_gets_defaults() {
        let config = config("title = \"T\"\nbase_url = \"https://example.org/news\"\n").unwrap();
        assert_eq!(config.base_url, "https://example.org/news/");
        assert_eq!(config.base_path(), "/news/");
        assert_eq!((config.page_size, config.feed_size), (20, 20));
        assert_eq!(config.publisher, "T");
    }

    #[test]
    fn the_path_of_the_site_is_what_follows_the_host() {
        for (url, path) in [
            ("https://a.example", "/"),
            ("https://a.example/", "/"),
            ("http://a.example:8080/b/c", "/b/c/"),
            ("HTTPS://a.example/news", "/news/"),
        ] {
            let config = config(&format!("title = \"T\"\nbase_url = \"{url}\"\n")).unwrap();
            assert_eq!(config.base_path(), path, "{url}");
        }
    }

    #[test]
    fn every_fault_of_the_file_is_told_at_once() {
        let faults =
            config("titel = \"T\"\nbase_url = \"ftp://x\"\npage_size = 0\nlanguage = \"e\"\n");
        assert_eq!(
            faults.unwrap_err(),
            [
                "the site has no `title`",
                "`base_url` is no web address",
                "`language` is no language tag",
                "`page_size` must be a whole number from 1 to 1000",
                "the site has no field `titel`",
            ]
        );
    }
}
