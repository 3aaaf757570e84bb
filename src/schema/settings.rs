//! What stands beside briefs: `site.toml`, the registry of outlets, `theme.toml`.

use super::pattern;
use super::shape::{
    Shape, anything, date_or_empty, filled, filled_if_there, formed, free, items, language, list,
    map, may, must, named, number, object, part, plain_texts, slug, table, text, truth, url,
    whole_number, word,
};
use crate::lint::{Choice, Group, Kind, rules};
use crate::tree::Value;

/// What becomes of a breach of a rule.
const LEVELS: [(&str, &str); 3] = [
    ("allow", "It is not looked for."),
    ("warn", "It is told."),
    ("deny", "It is told, and nothing is published."),
];

const FEEDS: [(&str, &str); 4] = [
    ("both", "Atom and JSON Feed."),
    ("atom", "Atom alone."),
    ("json", "JSON Feed alone."),
    ("none", "No feeds."),
];

const FEED_ENTRIES: [(&str, &str); 2] = [
    ("whole", "All that the page of the brief says."),
    ("summary", "Its summary."),
];

/// `site.toml`.
pub fn site() -> Shape {
    let base_url = formed(
        pattern::whole(pattern::base_url()),
        "expected an address such as https://example.org/ or https://example.org/news/",
    );
    let permalink = formed(
        pattern::whole(&pattern::permalink()),
        "expected a pattern such as /{year}/{month}/{day}/{slug}/",
    );
    let orders = [
        ("as-written", "In the order of the brief."),
        (
            "even",
            "Turned by a hash of the brief's id, so that over the site no side leads.",
        ),
    ];
    let sizes = || whole_number(1..=1_000).with("default", 20);
    table(
        "the site",
        vec![
            must("title", filled(), "The site's name."),
            must(
                "base_url",
                base_url,
                "Where the site will be hosted, at the root of a host or below a path: `https://example.org/news/`. http or https, without `?` and `#`.",
            ),
            may(
                "description",
                text(),
                "One sentence about the site: under its title on the front page, in feeds and for search engines.",
            ),
            may(
                "publisher",
                text(),
                "Who publishes the site, as feeds and search engines are told. By default the title.",
            ),
            may(
                "language",
                language().with("default", "en"),
                "Language of the interface, and of briefs that name none: a BCP 47 tag such as `de` or `pt-BR`. The theme `broadsheet` has en, de and ar.",
            ),
            may(
                "theme",
                slug().with("default", "broadsheet"),
                "The theme: a folder under `themes/`, or the built-in `broadsheet`.",
            ),
            may(
                "permalink",
                permalink.with("default", "/{year}/{month}/{day}/{slug}/"),
                "How the address of a brief is made. It begins and ends with `/`, holds `{slug}` once, and may hold `{year}`, `{month}`, `{day}` and fixed text. When it changes, every brief moves: decide early.",
            ),
            may(
                "page_size",
                sizes(),
                "How many briefs stand on a numbered page of a list: 1 to 1000.",
            ),
            may(
                "feed_size",
                sizes(),
                "How many entries stand in a feed: 1 to 1000.",
            ),
            may(
                "feeds",
                word(&FEEDS).with("default", "both"),
                "Which feeds there are, of the site, of each tag and of the corrections.",
            ),
            may(
                "feed_entries",
                word(&FEED_ENTRIES).with("default", "whole"),
                "What an entry of a feed holds of its brief. Corrections always stand there whole.",
            ),
            may(
                "narratives",
                word(&orders).with("default", "as-written"),
                "Which narrative of a brief comes first: `as-written`, or `even`, so that over the whole site no side leads.",
            ),
            may(
                "menu",
                items("menu", "An entry of the menu.", &menu_entry()),
                "The menu. Without it, the menu names the archive, the tags, the outlets and all plain pages.",
            ),
            may(
                "stance",
                items("stance", "A stance of the site's own.", &stance()),
                "Stances besides the built-in ones. A brief may use any; one that is defined here has a side and a sign.",
            ),
            may(
                "theme_settings",
                free(),
                "Settings of the theme that the site changes. Their names stand in the theme's `theme.toml`; another name is an error.",
            ),
            may(
                "lint",
                lint(),
                "Levels of editorial rules, and of groups of them: `\"allow\"`, `\"warn\"` or `\"deny\"`, or a table with `level` and options of the rule.",
            ),
        ],
    )
}

fn menu_entry() -> Shape {
    let path = formed(
        pattern::whole(&format!("/|{}", pattern::address())),
        "expected an address such as /about/",
    );
    table(
        "a menu entry",
        vec![
            must("label", filled(), "What it says."),
            must(
                "path",
                path,
                "An address within the site: `/about/`. It counts from the front page, whatever the `base_url`.",
            ),
        ],
    )
}

fn stance() -> Shape {
    let mark = text().matching(r"^\s*[\s\S]{0,4}\s*$", "expected one to four letters");
    table(
        "a stance",
        vec![
            must(
                "label",
                filled(),
                "Its name, as briefs write it and pages show it: `Localist`.",
            ),
            may(
                "id",
                slug(),
                "The name of its page: `/stances/localist/`. By default made from the label. With the id of a built-in stance it takes its place.",
            ),
            may(
                "axis",
                text(),
                "The dispute that it takes a side in: `local–national`. By default none.",
            ),
            may(
                "pole",
                whole_number(-1..=1),
                "Its side in that dispute: -1 and 1 are opposed, 0 takes no side. Which is which says nothing of their worth. By default not known.",
            ),
            may(
                "mark",
                mark,
                "A sign of one to four letters, to tell stances apart without colour. By default the first two of the label.",
            ),
        ],
    )
}

/// The groups and rules that have a level, each rule with its options.
fn lint() -> Shape {
    let groups = Group::ALL.into_iter().map(|group| {
        let meaning = format!("All rules of the group. {}", group.about());
        filled_if_there(group.name(), level_or_options(Vec::new()), &meaning)
    });
    let free = rules().filter(|rule| rule.is_free());
    let single = free.map(|rule| {
        let options = rule.choices.iter().map(option).collect();
        filled_if_there(rule.name, level_or_options(options), &rule.summary())
    });
    table("levels of rules", groups.chain(single).collect())
}

fn option(choice: &Choice) -> (String, Value) {
    let (shape, default) = match choice.kind {
        Kind::Number {
            default,
            least,
            most,
        } => (number(least, most), Value::Float(default)),
        Kind::Words => (plain_texts(r"^\S+$"), Value::List(Vec::new())),
        Kind::Addresses => (
            plain_texts(&pattern::whole(&pattern::address())),
            Value::List(Vec::new()),
        ),
    };
    let about = format!(
        "{}{}.",
        choice.about[..1].to_uppercase(),
        &choice.about[1..]
    );
    (
        choice.name.to_owned(),
        shape.with("default", default).schema(&about),
    )
}

fn level_or_options(options: Vec<(String, Value)>) -> Shape {
    let names = list(LEVELS.iter().map(|(name, _)| *name));
    let meanings = list(LEVELS.iter().map(|(_, meaning)| *meaning));
    let about = Value::from("Whether what is found is told, and how gravely.");
    let level = part([
        ("description", about),
        ("enum", names),
        ("enumDescriptions", meanings),
    ]);
    let mut known = vec![("level".to_owned(), level.clone())];
    known.extend(options);
    let table = object()
        .with("properties", Value::Map(known))
        .with("additionalProperties", false);
    let table = table.schema("The level and options of the rule.");
    anything().with("anyOf", vec![level, table])
}

/// `content/outlets.yaml`.
pub fn outlets() -> Shape {
    let outlet = outlet()
        .schema("An outlet. Its id, the key, is the last part of its page: `/outlets/ap-news/`.");
    // An empty file is a registry of none.
    named(&format!("^(?:{})$", pattern::slug()), outlet)
        .with("title", "a registry of outlets")
        .or_nothing()
}

fn outlet() -> Shape {
    map(
        "an outlet",
        vec![
            must("name", filled(), "Its name as shown: `AP News`."),
            may(
                "aliases",
                items("aliases", "Another name that means it.", &text()),
                "Other names that mean it: `[AP, Associated Press]`. The id means it, too. No name may mean two outlets.",
            ),
            may(
                "url",
                url(),
                "Its home page: an address that begins with `https://` or `http://`.",
            ),
            may(
                "domains",
                items("domains", "A host, such as `apnews.com`.", &text()),
                "The hosts that it publishes on: `[apnews.com]`.",
            ),
            may("country", text(), "Where it is at home: `GB`."),
            may("owner", text(), "Who owns it."),
            may(
                "state_media",
                truth(),
                "Whether a state directs it. Absent: not known.",
            ),
            may(
                "ratings",
                items(
                    "ratings",
                    "A rater's dated placing of the outlet on a scale.",
                    &rating(),
                ),
                "What raters say of it, each with rater and date.",
            ),
        ],
    )
}

fn rating() -> Shape {
    map(
        "a rating",
        vec![
            must("scale", filled(), "The scale: `left-right`."),
            must(
                "value",
                filled(),
                "The placing, in the rater's own words or numbers: `Lean Left`.",
            ),
            must("rater", filled(), "Who made it: `AllSides`."),
            may("method", text(), "How it was made: `Blind survey`."),
            may("as_of", date_or_empty(), "When it held: `2026-01-15`."),
            may(
                "url",
                url(),
                "Where it can be read: an address that begins with `https://` or `http://`.",
            ),
        ],
    )
}

/// `theme.toml`.
pub fn theme() -> Shape {
    let version = formed(
        pattern::whole(pattern::version()),
        "expected a version such as 1.0.0",
    );
    let versions = text().matching(
        pattern::whole(&pattern::versions()),
        "expected a range such as >=0.1, <0.2",
    );
    table(
        "a theme",
        vec![
            must("name", filled(), "The theme's name, that of its folder."),
            must("version", version, "The theme's own version: `1.0.0`."),
            must(
                "evenhand",
                versions,
                "The versions of Evenhand that it works with: `>=0.1, <0.2`.",
            ),
            may("description", text(), "One sentence about the theme."),
            may("license", text(), "Its licence: `MIT`."),
            may(
                "settings",
                free(),
                "Settings that a site may change under `[theme_settings]`, with their defaults. Templates read them as `theme.settings`.",
            ),
        ],
    )
}
