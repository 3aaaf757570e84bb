//! Which templates a template uses, so that a change of one is told to all pages that it shows on.

use std::collections::BTreeMap;

use super::templates::PREFIX;
use crate::text::hash;

/// For each template, by the engine's name for it, the hash of its text and of all texts
/// that it may use, itself or through others. A name that only looks like a use counts as
/// one: too much is rendered then, and never too little.
pub fn fingerprints(sources: &BTreeMap<String, &str>) -> BTreeMap<String, u64> {
    let marks: BTreeMap<&str, Vec<String>> = sources
        .iter()
        .map(|(name, text)| (name.as_str(), marks(name, text)))
        .collect();
    let names = sources.keys();
    names
        .map(|name| (name.clone(), fingerprint(name, sources, &marks)))
        .collect()
}

fn fingerprint(
    name: &str,
    sources: &BTreeMap<String, &str>,
    marks: &BTreeMap<&str, Vec<String>>,
) -> u64 {
    let mut used = BTreeMap::from([(name, sources[name])]);
    let mut new = vec![sources[name]];
    while let Some(text) = new.pop() {
        for (other, marks) in marks {
            if !used.contains_key(other) && marks.iter().any(|mark| holds(text, mark)) {
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

/// What stands in the text of a template that uses this one: its name, or the call of a
/// component that it defines. The component `card` makes `card.html`, whatever a template
/// calls the card.
fn marks(name: &str, text: &str) -> Vec<String> {
    let own = name.strip_prefix(PREFIX).unwrap_or(name).to_owned();
    let defined = text.split("component").skip(1).filter_map(|rest| {
        let name = rest.strip_prefix(char::is_whitespace)?.trim_start();
        let end = name.find(|c: char| c.is_whitespace() || c == '(')?;
        match &name[..end] {
            "" => None,
            "card" => Some(String::new()),
            name => Some(format!("<{name}")),
        }
    });
    std::iter::once(own).chain(defined).collect()
}

/// Whether `mark` stands in `text` and does not go on as a longer name.
fn holds(text: &str, mark: &str) -> bool {
    mark.is_empty()
        || text.match_indices(mark).any(|(at, _)| {
            let after = text[at + mark.len()..].chars().next();
            !after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        })
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
        let before = fingerprints(&sources);
        let text = format!("{} more", sources[name]);
        let mut sources = sources.clone();
        sources.insert(name.to_owned(), &text);
        let after = fingerprints(&sources);
        let mut names: Vec<String> = before.keys().cloned().collect();
        names.retain(|name| before[name] != after[name]);
        names
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
