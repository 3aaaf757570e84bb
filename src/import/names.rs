//! Where a name ends: the outlets of a sources line, the provider of a narrative.

use crate::model::Registry;

/// The names that the site knows, longest first.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<String>);

/// A provider and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider<'a> {
    /// Its name.
    pub name: &'a str,
    /// The text after it.
    pub rest: &'a str,
    /// Whether no abbreviation made it doubtful where the name ends.
    pub is_sure: bool,
}

/// Words that end in a full stop inside a name.
const ABBREVIATIONS: [&str; 48] = [
    "St", "Dr", "Mr", "Mrs", "Ms", "Gov", "Sen", "Rep", "Pres", "Prof", "Gen", "Lt", "Col", "Sgt",
    "Capt", "Maj", "Adm", "Amb", "Ft", "Mt", "No", "vs", "Hon", "Rev", "Inc", "Ltd", "Co", "Corp",
    "Jr", "Sr", "Bros", "Dept", "Univ", "Assn", "Intl", "Natl", "Jan", "Feb", "Mar", "Apr", "Jun",
    "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];
/// Those of them that are the last word of a name.
const LAST: [&str; 4] = ["Inc", "Ltd", "Co", "Corp"];
/// Words of names that are written small.
const SMALL: [&str; 24] = [
    "of", "the", "and", "for", "de", "la", "le", "les", "du", "des", "del", "di", "da", "von",
    "van", "der", "den", "und", "et", "y", "in", "on", "to", "at",
];
/// The most words of a provider that is not known.
const PROVIDER_MOST: usize = 9;

impl Names {
    /// The names and aliases of the outlets in a registry.
    pub fn of(registry: &Registry) -> Self {
        let names = registry
            .iter()
            .flat_map(|outlet| std::iter::once(&outlet.name).chain(&outlet.aliases));
        let mut names: Vec<String> = names.cloned().collect();
        names.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
        Self(names)
    }

    /// The provider that `text` begins with. A known name is taken whole. Else a name ends
    /// at a full stop before a capital or at the end of the line, but not at the stop of an
    /// abbreviation. None where that gives nothing that looks like a name.
    pub fn provider<'a>(&self, text: &'a str) -> Option<Provider<'a>> {
        if let Some(end) = self.known(text) {
            let rest = text[end..].trim_start_matches(['.', ':']).trim_start();
            return Some(Provider {
                name: &text[..end],
                rest,
                is_sure: true,
            });
        }
        let mut abbreviated = None;
        for (at, _) in text.match_indices(['.', ':']) {
            let (name, rest) = (&text[..at], &text[at + 1..]);
            let is_stop = text[at..].starts_with('.');
            if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
                continue;
            }
            if !looks_like_a_name(name) {
                break;
            }
            let after = rest.trim_start();
            if after.starts_with(char::is_lowercase) {
                // `The Guardian. iPhone sales`: the sentence may begin small, or the name go on.
                return None;
            }
            let last = name.rsplit(char::is_whitespace).next().unwrap_or(name);
            let whole = Provider {
                name: &text[..=at],
                rest: after,
                is_sure: false,
            };
            if is_stop && LAST.contains(&last) {
                return Some(whole);
            }
            if is_stop && is_abbreviation(last) {
                abbreviated = abbreviated.or(Some(whole));
                continue;
            }
            // `Fla. Times-Union. …`: what follows may be more of the name.
            let next = after.split_once(". ").map_or("", |(next, _)| next);
            let is_more = next.split(' ').count() <= 3
                && looks_like_a_name(next)
                && next
                    .split(' ')
                    .all(|word| word.starts_with(char::is_uppercase));
            return Some(Provider {
                name: name.trim_end(),
                rest: after,
                is_sure: abbreviated.is_none() && !is_more,
            });
        }
        let alone = Provider {
            name: text.trim_end(),
            rest: "",
            is_sure: true,
        };
        let ends_open = !text.ends_with('.') && looks_like_a_name(text);
        abbreviated.or(ends_open.then_some(alone))
    }

    /// Where the longest known name ends that `text` begins with.
    fn known(&self, text: &str) -> Option<usize> {
        let name = self.0.iter().find(|name| {
            let start = text.get(..name.len());
            let ends = |rest: &str| rest.is_empty() || rest.starts_with(['.', ':']);
            start.is_some_and(|start| start.eq_ignore_ascii_case(name)) && ends(&text[name.len()..])
        })?;
        // A name may end in the stop of an abbreviation itself.
        Some(name.len())
    }
}

/// Whether words could be a name: few, and none of them small but for those that join others.
fn looks_like_a_name(words: &str) -> bool {
    let all: Vec<&str> = words.split_whitespace().collect();
    let is_small = |word: &&&str| {
        word.chars()
            .all(|c| c.is_lowercase() || matches!(c, ',' | ';' | '’' | '\''))
            && !SMALL.contains(*word)
    };
    let is_one = all.len() == 1 && !words.contains(',');
    (1..=PROVIDER_MOST).contains(&all.len())
        && words.contains(char::is_alphanumeric)
        && (is_one || all.iter().find(is_small).is_none())
}

/// Whether the stop after `word` may be that of an abbreviation: `St`, `U.S`, `J`.
pub fn is_abbreviation(word: &str) -> bool {
    let letters = || word.split('.');
    let is_letters =
        letters().all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    is_letters || ABBREVIATIONS.contains(&word)
}

/// The outlets of a sources line, in the order of their numbers; none where they do not
/// count 1, 2, 3 and so on. One name alone needs no number.
///
/// ```text
/// sources   = entry { delimiter entry } ["."]
/// entry     = NUMBER ["." | ")" | ":"] NAME          the number is the next expected one
/// delimiter = "," | ";" | "and" | line end           or a space, where none of these is used
/// ```
///
/// A name may begin with digits: `69News` is 6 and 9News.
pub fn outlets(line: &str) -> Option<Vec<String>> {
    let line = &*crate::import::squeeze(line);
    let strong = numbered(line, is_delimited);
    let weak = || {
        numbered(line, |before| {
            before.ends_with(char::is_whitespace) || is_delimited(before)
        })
    };
    let names = match strong {
        Some(names) if names.len() > 1 => Some(names),
        Some(names) => weak().filter(|more| more.len() > 1).or(Some(names)),
        None => single(line).map(|name| vec![name]),
    }?;
    // After the last name, the next number may stand where no delimiter does.
    let next = format!(" {} ", names.len() + 1);
    let is_whole = names.last().is_some_and(|last| !last.contains(&next));
    // `1440` alone may be the first one's number and a name, or a name.
    let is_number = names.len() == 1 && names[0].chars().all(|c| c.is_ascii_digit());
    (is_whole && !is_number && names.iter().all(|name| is_name(name))).then_some(names)
}

/// Whether a name is one, and not two of which the second has an unexpected number.
fn is_name(name: &str) -> bool {
    let follows = |delimiter: &str, so: fn(char) -> bool| {
        let mut places = name.match_indices(delimiter);
        places.any(|(at, _)| {
            let stands = name[..at].rsplit(char::is_whitespace).next().unwrap_or("");
            let is_stop = delimiter == ". " && is_abbreviation(stands);
            !is_stop && name[at + delimiter.len()..].trim_start().starts_with(so)
        })
    };
    let digit = |c: char| c.is_ascii_digit();
    name.contains(char::is_alphanumeric)
        && name.split(' ').count() <= 9
        && name.starts_with(|c: char| {
            !c.is_ascii_punctuation() || matches!(c, '"' | '\'' | '(' | '@' | '#' | '$')
        })
        && !name.ends_with(['/', '&', '•', '|'])
        && !name.starts_with('0')
        && !name.contains(';')
        && ![",", " and ", "/ ", "& "]
            .into_iter()
            .any(|delimiter| follows(delimiter, digit))
        && !follows(". ", |_| true)
}

/// Whether an entry may begin after this.
fn is_delimited(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty()
        || before.ends_with([',', ';'])
        || before.ends_with(" and")
        || before.ends_with(",and")
}

fn numbered(line: &str, may_begin: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut at = after_number(line, 1)?;
    for next in 2.. {
        let rest = &line[at..];
        let found = rest.char_indices().find_map(|(place, _)| {
            let end = after_number(&rest[place..], next)?;
            // There is a name before the next number.
            let has_name = || rest[..place].contains(char::is_alphanumeric);
            (may_begin(&rest[..place]) && has_name()).then_some((place, place + end))
        });
        let Some((end, start)) = found else {
            names.push(last_name(rest));
            return Some(names);
        };
        names.push(name(&rest[..end]));
        at += start;
    }
    None
}

/// Where the name begins after this number at the beginning of `text`.
fn after_number(text: &str, number: usize) -> Option<usize> {
    let digits = number.to_string();
    let rest = match text.strip_prefix('[') {
        Some(rest) => rest.strip_prefix(&digits)?.strip_prefix(']')?,
        None => {
            let rest = text.strip_prefix(&digits)?;
            rest.strip_prefix(['.', ')', ':']).unwrap_or(rest)
        }
    };
    let name = rest.trim_start();
    (!name.is_empty()).then_some(text.len() - name.len())
}

/// A single outlet that has no number.
fn single(line: &str) -> Option<String> {
    let is_one = !line.contains([',', ';'])
        && !line.contains(" and ")
        && !line.starts_with(|c: char| c.is_ascii_digit());
    (is_one && !line.is_empty()).then(|| last_name(line))
}

fn name(text: &str) -> String {
    let mut text = text.trim();
    loop {
        let shorter = text.trim_end_matches([',', ';']).trim_end();
        let shorter = match shorter.strip_suffix(" and") {
            Some(rest) => rest,
            None => shorter,
        };
        let shorter = shorter.trim_end();
        if shorter.len() == text.len() {
            return crate::import::squeeze(text);
        }
        text = shorter;
    }
}

/// The name at the end of the line, whose full stop may be the line's.
fn last_name(text: &str) -> String {
    let text = text.trim();
    let Some(open) = text.strip_suffix('.') else {
        return name(text);
    };
    let last = open.rsplit(char::is_whitespace).next().unwrap_or(open);
    if is_abbreviation(last) {
        name(text)
    } else {
        name(open)
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, Provider, outlets};

    fn list(line: &str) -> Vec<String> {
        outlets(line).unwrap_or_default()
    }

    #[test]
    fn outlets_are_split_at_the_next_number() {
        assert_eq!(
            list("1NBC News, 2NK News, 3Independent, 4 Nikkei Asia, and 5AP News."),
            [
                "NBC News",
                "NK News",
                "Independent",
                "Nikkei Asia",
                "AP News"
            ]
        );
        assert_eq!(
            list("19News, 21440, 324ur and 4 Stars and Stripes."),
            ["9News", "1440", "24ur", "Stars and Stripes"]
        );
        assert_eq!(
            list("1U.S. News, 2Foo, Inc., 3Bar Inc."),
            ["U.S. News", "Foo, Inc.", "Bar Inc."]
        );
        assert_eq!(
            list("1 Reuters 2 BBC News 3 Channel 4"),
            ["Reuters", "BBC News", "Channel 4"]
        );
        assert_eq!(list("1Channel 2, 2 BBC."), ["Channel 2", "BBC"]);
        assert_eq!(list("[1] Reuters, [2] BBC"), ["Reuters", "BBC"]);
        assert_eq!(list("1. Reuters; 2. BBC"), ["Reuters", "BBC"]);
        assert_eq!(list("Reuters."), ["Reuters"]);
        let eleven: Vec<String> = (1..=11).map(|n| format!("{n}Name{n}")).collect();
        assert_eq!(list(&eleven.join(", ")).len(), 11);
        for bad in [
            "",
            "2Reuters, 3BBC",
            "Reuters, BBC",
            "Reuters and BBC",
            "1, 2",
        ] {
            assert_eq!(outlets(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_provider_ends_where_its_sentence_does() {
        let outlets = "yes: {name: Yes. Magazine}";
        let (registry, _) = crate::parse::outlets(&"outlets.yaml".into(), outlets);
        let names = Names::of(&registry);
        let of = |text: &'static str| {
            names
                .provider(text)
                .map(|Provider { name, rest, .. }| (name, rest))
        };
        assert_eq!(
            of("The Korea Times. While it"),
            Some(("The Korea Times", "While it"))
        );
        assert_eq!(of("U.S. News. The bill"), Some(("U.S. News", "The bill")));
        assert_eq!(
            of("St. Louis Post-Dispatch. \"We\""),
            Some(("St. Louis Post-Dispatch", "\"We\""))
        );
        assert_eq!(
            of("J. P. Writer. 12 people"),
            Some(("J. P. Writer", "12 people"))
        );
        assert_eq!(of("Foo Inc. The text"), Some(("Foo Inc.", "The text")));
        assert_eq!(of("Yes. Magazine. Text"), Some(("Yes. Magazine", "Text")));
        assert_eq!(of("CNN"), Some(("CNN", "")));
        assert_eq!(of("CNN."), Some(("CNN", "")));
        assert_eq!(of("Fox News: Text"), Some(("Fox News", "Text")));
        assert_eq!(of("example.com. Text"), Some(("example.com", "Text")));
        assert_eq!(
            of(
                "Voice of the U.S. The very long sentence that follows it never seems to end in any way"
            ),
            Some((
                "Voice of the U.S.",
                "The very long sentence that follows it never seems to end in any way"
            ))
        );
        assert_eq!(
            of("nobody who could be told from the sentence that goes on and on and on"),
            None
        );
    }
}
