//! Which templates a template uses, so that a change of one is told to all pages that it shows on.

use std::collections::BTreeMap;

use super::templates::PREFIX;
use crate::text::hash;

/// For each template, by the engine's name for it, the hash of its text and of all texts
/// that it may use, itself or through others. A name that only looks like a use counts as
/// one: too much is rendered then, and never too little.
///
/// `shows_cards`: whether cards have `card_html`, which the component `card` makes.
pub fn fingerprints(sources: &BTreeMap<String, &str>, shows_cards: bool) -> BTreeMap<String, u64> {
    let marks: BTreeMap<&str, Vec<Mark<'_>>> = sources
        .iter()
        .map(|(name, text)| (name.as_str(), marks(name, text, shows_cards)))
        .collect();
    let names = sources.keys();
    names
        .map(|name| (name.clone(), fingerprint(name, sources, &marks)))
        .collect()
}

fn fingerprint(
    name: &str,
    sources: &BTreeMap<String, &str>,
    marks: &BTreeMap<&str, Vec<Mark<'_>>>,
) -> u64 {
    let mut used = BTreeMap::from([(name, sources[name])]);
    let mut new = vec![sources[name]];
    while let Some(text) = new.pop() {
        // What is written with a backslash may name anything.
        let is_plain = !text.contains('\\');
        for (other, marks) in marks {
            let is_used = || !is_plain || marks.iter().any(|mark| mark.is_in(text));
            if !used.contains_key(other) && is_used() {
                used.insert(other, sources[*other]);
                new.push(sources[*other]);
            }
        }
    }
    let mut hashes = Vec::new();
    for (name, text) in used {
        hashes.extend_from_slice(&hash(name).to_le_bytes());
        hashes.extend_from_slice(&hash(text).to_le_bytes());
    }
    hash(hashes)
}

/// What stands in the text of a template that uses another one.
enum Mark<'a> {
    /// The name of that template.
    Name(&'a str),
    /// The call of a component that it defines; of a name with dots, the part before the first.
    Call(&'a str),
    /// Nothing need stand there: the component `card` makes the field `card_html` of all cards.
    Card,
}

fn marks<'a>(name: &'a str, text: &'a str, shows_cards: bool) -> Vec<Mark<'a>> {
    let own = Mark::Name(name.strip_prefix(PREFIX).unwrap_or(name));
    let defined = text.match_indices("component").filter_map(|(at, word)| {
        let rest = &text[at + word.len()..];
        let name = rest.strip_prefix(char::is_whitespace)?.trim_start();
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '(' | '.'))?;
        match &name[..end] {
            "" => None,
            "card" if shows_cards => Some(Mark::Card),
            name => Some(Mark::Call(name)),
        }
    });
    std::iter::once(own).chain(defined).collect()
}

impl Mark<'_> {
    /// Whether it stands in `text`, and does not go on as a longer name.
    fn is_in(&self, text: &str) -> bool {
        let ends = |at: usize, more: &[char]| {
            let after = text[at..].chars().next();
            !after.is_some_and(|c| c.is_alphanumeric() || more.contains(&c))
        };
        match self {
            Self::Card => true,
            Self::Name(name) => text
                .match_indices(name)
                .any(|(at, _)| ends(at + name.len(), &['_', '-', '.'])),
            Self::Call(name) => text.match_indices(name).any(|(at, _)| {
                ends(at + name.len(), &['_', '-']) && text[..at].trim_end().ends_with('<')
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::fingerprints;

    const THEME: [(&str, &str); 5] = [
        ("theme/base.html", "<html>{% block main %}{% endblock %}"),
        (
            "theme/parts.html",
            "{% component row(card) %}{{ card.title }}{% endcomponent row %}",
        ),
        ("theme/brief.html", "{% extends \"base.html\" %}"),
        (
            "theme/list.html",
            "{% include 'base.html' %}{{ <row card={card}/> }}",
        ),
        ("theme/404.html", "nothing {{ <rows/> }}"),
    ];

    fn changed(name: &str) -> Vec<String> {
        let sources: BTreeMap<String, &str> = THEME
            .iter()
            .map(|&(name, text)| (name.to_owned(), text))
            .collect();
        let before = fingerprints(&sources, false);
        let text = format!("{} more", sources[name]);
        let mut sources = sources.clone();
        sources.insert(name.to_owned(), &text);
        let after = fingerprints(&sources, false);
        let mut names: Vec<String> = before.keys().cloned().collect();
        names.retain(|name| before[name] != after[name]);
        names
    }

    #[test]
    fn a_use_is_seen_however_it_is_written() {
        for user in [
            "{{ < row /> }}",
            "{% <row> %}{% </row> %}",
            "{{-\n<\nrow card={c} /> }}",
            "{% include \"p\\/parts.html\" %}",
            "{{ c.card_html }}",
        ] {
            let hash = |part: &str| {
                let parts = format!("{{% component row(card) %}}{part}{{% endcomponent row %}}");
                let card = format!("{{% component card(card) %}}{part}{{% endcomponent card %}}");
                let sources = [
                    ("user.html", user),
                    ("p/parts.html", &parts),
                    ("c.html", &card),
                ];
                let sources = sources.map(|(name, text)| (name.to_owned(), text));
                fingerprints(&sources.into(), user.contains("card_html"))["user.html"]
            };
            assert_ne!(hash("one"), hash("two"), "{user}");
        }
    }

    #[test]
    fn a_component_may_be_called_one() {
        let hash = |part: &str| {
            let parts = format!("{{% component a_component() %}}{part}{{% endcomponent %}}");
            let sources = [
                ("user.html", "{{ <a_component/> }}"),
                ("parts.html", &parts),
            ];
            let sources = sources.map(|(name, text)| (name.to_owned(), text));
            fingerprints(&sources.into(), false)["user.html"]
        };
        assert_ne!(hash("one"), hash("two"));
    }

    #[test]
    fn a_template_is_as_old_as_all_that_it_uses() {
        assert_eq!(changed("theme/404.html"), ["theme/404.html"]);
        assert_eq!(
            changed("theme/parts.html"),
            ["theme/list.html", "theme/parts.html"]
        );
        let of_base = ["theme/base.html", "theme/brief.html", "theme/list.html"];
        assert_eq!(changed("theme/base.html"), of_base);
    }
}
