//! The definition of a footnote → the source that it names.

use super::names::is_abbreviation;
use super::squeeze;
use super::story::Cited;
use crate::model::{Moment, check_url};

/// The name and the source of a definition; none where it does not say what it should.
pub fn definition(line: &str) -> Option<(String, Cited)> {
    let (name, rest) = line.strip_prefix("[^")?.split_once("]:")?;
    let mut rest = squeeze(rest);
    let mut source = Cited::default();
    while let Some((before, last)) = rest.rsplit_once([',', ' ']) {
        let plain = last
            .trim_start_matches(['<', '('])
            .trim_end_matches(['>', '.']);
        // A bracket at its end belongs to an address that opens it.
        let is_open = plain.matches('(').count() < plain.matches(')').count();
        let plain = if is_open {
            plain.trim_end_matches(')')
        } else {
            plain
        };
        if source.published.is_none() && plain.len() == 10 && Moment::parse(plain).is_ok() {
            source.published = Some(plain.to_owned());
        } else if source.url.is_none() && check_url(plain).is_ok() {
            source.url = Some(plain.to_owned());
        } else {
            break;
        }
        rest = before.trim_end_matches([',', ' ']).to_owned();
    }
    for (open, close) in [('"', '"'), ('“', '”')] {
        let words = rest.trim_end_matches([',', ' ']);
        let words = words
            .strip_suffix('.')
            .filter(|open| open.ends_with(close))
            .unwrap_or(words);
        let Some(inner) = words.strip_suffix(close) else {
            continue;
        };
        let Some(at) = inner.find(open) else { continue };
        source.title = Some(
            inner[at + open.len_utf8()..]
                .trim_end_matches(',')
                .to_owned(),
        );
        rest = inner[..at].trim_end_matches([',', ':', ' ']).to_owned();
        break;
    }
    let outlet = rest.trim_end_matches([',', ' ']);
    let outlet = match outlet.strip_suffix('.') {
        Some(open) if !is_abbreviation(open.rsplit(' ').next().unwrap_or(open)) => open,
        _ => outlet,
    };
    outlet.clone_into(&mut source.outlet);
    (is_outlet(outlet) && !name.is_empty()).then(|| (name.to_owned(), source))
}

/// Whether words are a name, and not a name with a title, an address or a sentence in it.
fn is_outlet(words: &str) -> bool {
    let mut commas = words.split(',').skip(1);
    let is_firm = |after: &str| {
        let last = after.trim().trim_end_matches('.');
        ["Inc", "Ltd", "LLC", "Co", "Corp"].contains(&last)
    };
    words.contains(char::is_alphanumeric)
        && !words.contains("://")
        && !words.contains(['"', '“', '”', '*', '_', '`', '[', '<'])
        && commas.all(is_firm)
        && words.split(' ').count() <= 8
}

#[cfg(test)]
mod tests {
    use super::definition;

    #[test]
    fn a_definition_names_outlet_title_address_and_date() {
        let of = |line| {
            let (name, source) = definition(line)?;
            Some((
                name,
                source.outlet,
                source.title,
                source.url,
                source.published,
            ))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            of("[^1]: AP News, \"A title, with a comma\", https://example.org/a"),
            Some((
                "1".into(),
                "AP News".into(),
                some("A title, with a comma"),
                some("https://example.org/a"),
                None
            ))
        );
        assert_eq!(
            of("[^b]: BBC"),
            Some(("b".into(), "BBC".into(), None, None, None))
        );
        assert_eq!(
            of("[^2]: Foo, Inc., “Title.” <https://example.org/>, 2023-12-09."),
            Some((
                "2".into(),
                "Foo, Inc.".into(),
                some("Title."),
                some("https://example.org/"),
                some("2023-12-09")
            ))
        );
        assert_eq!(of("[^3]: https://example.org/"), None);
        assert_eq!(
            of("[^4]: This is a remark that says something more about the story."),
            None
        );
        assert_eq!(of("[^5]:"), None);
    }
}
