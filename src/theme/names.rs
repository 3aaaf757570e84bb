//! Which names the templates of a theme hold: a field that none of them names need not be made.

/// The names that stand in the templates of a theme.
///
/// It may hold more than stand there, never less: a field too many costs time, one too
/// few would be missing from a page.
#[derive(Clone, Debug)]
pub struct Names([u64; ROOM / 64]);

/// How many places names have. Two that share one count as one.
const ROOM: usize = 16_384;

impl Names {
    /// The names in these texts of templates. All that there are, where one of them may go
    /// through what it is given without naming it.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Self([0; ROOM / 64]);
        for text in texts {
            if reads_unnamed(text) {
                return Self::all();
            }
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            for word in words {
                let place = Self::place(word);
                names.0[place / 64] |= 1 << (place % 64);
            }
        }
        names
    }

    /// All names that there are.
    pub fn all() -> Self {
        Self([u64::MAX; ROOM / 64])
    }

    /// Where a name has its place: FNV-1a, which can be worked out while compiling, with its
    /// bits spread once more.
    pub const fn place(name: &str) -> usize {
        let (bytes, mut hash, mut at) = (name.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
            at += 1;
        }
        hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (hash >> 48) as usize % ROOM
    }

    /// Whether the name at `place` stands there.
    pub const fn holds(&self, place: usize) -> bool {
        self.0[place / 64] & (1 << (place % 64)) != 0
    }

    /// What `make` gives where the name at `place` stands there; nothing otherwise.
    pub fn only<T: Default>(&self, place: usize, make: impl FnOnce() -> T) -> T {
        if self.holds(place) {
            make()
        } else {
            T::default()
        }
    }
}

/// Filters that take nothing of a map that is not named. Those that print what they are
/// given are looked at like printing; `length`, `first` and the like are for lists.
const PLAIN_FILTERS: [&str; 30] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "fill",
    "first",
    "float",
    "indent",
    "int",
    "join",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "split",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "upper",
    "wordcount",
];

/// Words after which `[` begins a list.
const KEYWORDS: [&str; 8] = ["in", "or", "and", "not", "if", "elif", "else", "is"];

/// What templates are given: printed whole, or under another name, any field may be read.
const GIVEN: [&str; 15] = [
    "site", "page", "brief", "card", "list", "term", "terms", "outlet", "stance", "year", "years",
    "month", "days", "entries", "pager",
];

/// A word, a sign or a text between the brackets of a tag.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Sign(char),
    Text,
}

/// Whether a template may read a field that it does not name: by an index that is worked
/// out, going through a map, a filter that takes all of it, or printing it whole.
fn reads_unnamed(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let close = match rest.bytes().next() {
            Some(b'#') => {
                let Some(end) = rest[1..].find("#}") else {
                    return true;
                };
                rest = &rest[1 + end + 2..];
                continue;
            }
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        let Some((tokens, length)) = tokens(&rest[1..], close) else {
            return true;
        };
        let takes = match tokens.as_slice() {
            [Token::Word("set" | "set_global"), ..] => true,
            // What a component is given, it names itself.
            all => close == "}}" && !all.contains(&Token::Sign('<')),
        };
        if tag_reads_unnamed(&tokens) || takes && takes_all(&tokens) {
            return true;
        }
        rest = &rest[1 + length..];
    }
    false
}

/// The tokens up to `close`, and how many bytes they take with it. None where it does not
/// close, or where a backslash may spell anything.
fn tokens<'a>(text: &'a str, close: &str) -> Option<(Vec<Token<'a>>, usize)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        if rest.starts_with(close) {
            return Some((tokens, at + close.len()));
        }
        let first = rest.chars().next()?;
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        at += match first {
            '\\' => return None,
            '"' | '\'' | '`' => {
                let length = rest[1..].find(first)?;
                if rest[1..=length].contains('\\') {
                    return None;
                }
                tokens.push(Token::Text);
                length + 2
            }
            c if is_of_word(c) => {
                // A number ends where its digits end, whatever follows.
                let is_of_it =
                    |c: char| c.is_ascii_digit() || !first.is_ascii_digit() && is_of_word(c);
                let end = rest.find(|c| !is_of_it(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(&rest[..end]));
                end
            }
            c if c.is_whitespace() => c.len_utf8(),
            c => {
                tokens.push(Token::Sign(c));
                c.len_utf8()
            }
        };
    }
}

fn tag_reads_unnamed(tokens: &[Token<'_>]) -> bool {
    use Token::{Sign, Text, Word};
    (0..tokens.len()).any(|at| match tokens[at..] {
        // What stands between `raw` and its end looks like tags and is none. A loop with two
        // names goes through a map. `t` may be something else from here on.
        [Word("__tera_context" | "raw"), ..]
        | [Word("for"), Word(_), Sign(','), ..]
        | [Word("for" | "set" | "set_global"), Word("t"), ..]
        | [Word("t"), Sign('='), ..] => true,
        [Sign('|'), Word(filter), ..] => !PLAIN_FILTERS.contains(&filter),
        [Word("t"), Sign(':' | ',' | ')'), ..] => {
            tokens.contains(&Word("component")) && !tokens[..at].ends_with(&[Sign('@')])
        }
        [Sign('['), ..] => {
            let is_index = match tokens[..at] {
                // Texts of the interface are all there, whatever is named.
                [.., Sign('.'), Word(_)] | [.., Sign(')' | ']' | '}' | '?') | Text] => true,
                [.., Word("t")] => false,
                [.., Word(word)] => !KEYWORDS.contains(&word),
                _ => false,
            };
            let is_written_out = match tokens[at + 1..] {
                [Text, Sign(']'), ..] => true,
                [Word(number), Sign(']'), ..] => number.bytes().all(|b| b.is_ascii_digit()),
                _ => false,
            };
            is_index && !is_written_out
        }
        _ => false,
    })
}

/// Whether a tag takes one of the maps that templates are given whole.
fn takes_all(tokens: &[Token<'_>]) -> bool {
    use Token::{Sign, Word};
    (0..tokens.len()).any(|at| match tokens[at] {
        Word(word) if GIVEN.contains(&word) => {
            let is_field = tokens[..at].ends_with(&[Sign('.')]);
            let is_read = matches!(tokens.get(at + 1), Some(Sign('.' | '[' | '?' | '=')));
            !is_field && !is_read
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{Names, reads_unnamed};

    #[test]
    fn what_no_template_names_is_not_held() {
        let texts = ["{{ brief.title }}", "{% if x['related'] %}{% endif %}"];
        let names = Names::of(texts.into_iter());
        let holds = |name| names.holds(Names::place(name));
        assert!(holds("brief") && holds("title") && holds("related"));
        assert!(!holds("earlier") && !holds("summary_text"));
        assert_eq!(names.only(Names::place("title"), || 1), 1);
        assert_eq!(names.only(Names::place("earlier"), || 1), 0);
    }

    #[test]
    fn the_default_theme_reads_nothing_unnamed() {
        for file in crate::theme::embedded() {
            if file.name.starts_with("templates/") {
                let text = String::from_utf8(file.bytes).unwrap();
                assert!(!reads_unnamed(&text), "{}", file.name);
            }
        }
    }

    #[test]
    fn a_template_that_may_read_anything_is_given_everything() {
        for text in [
            "{{ brief[name] }}",
            "{{ brief[\"ti\" ~ \"tle\"] }}",
            "{{ brief[0:2] }}",
            "{{ f(x)[name] }}",
            "{{ brief?[name] }}",
            "{{ x.t[name] }}",
            "{{ a['b'][c] }}",
            "{% for key, value in brief %}{% endfor %}",
            "{{ brief | get(key=x) }}",
            "{{ brief | pairs }}",
            "{{ cards | sort(attribute=x) }}",
            "{{ x | some_filter_of_tomorrow }}",
            "{{ __tera_context }}",
            "{% set t = brief %}{{ t[x] }}",
            "{% component row(a, t) %}{{ t[x] }}{% endcomponent row %}",
            "{% component row(t=none) %}{{ t[x] }}{% endcomponent row %}",
            "{#} {{ \" #}{{ brief[x] }}{# \" }} #}",
            "{{ [0for k, v in brief] }}",
            "{{ {...card}[k] }}",
            "{{ brief ~ \"\" }}",
            "{{ brief | safe }}",
            "{{ (brief) }}",
            "{{ brief if x else y }}",
            "{% set x = brief %}{{ x }}",
            "{{ brief }}",
            "{{- card -}}",
            "{% raw %}{{ \" }}{% endraw %}",
            "{{ \"\\x74itle\" }}",
            "{{ never closed",
            "{# never closed",
            "{{ \"never closed }}",
            "{{ \"}}\" ~ x[y] }}",
            "{# \" #}{{ x[y] }}{# \" #}",
        ] {
            assert!(reads_unnamed(text), "{text}");
            let names = Names::of([text].into_iter());
            assert!(names.holds(Names::place("earlier")), "{text}");
        }
        for text in [
            "{{ brief.title }}",
            "{{ t[\"kind_\" ~ source.kind] }}",
            "{{ t.facts | fill(number=3) }}",
            "{{ <card card={t[x]}/> }}",
            "{{ brief['title'] }}{{ brief.tags[0] }}",
            "{% for x in [a, b] %}{{ x.url }}{% endfor %}",
            "{% if x in [a] or [b] %}{% endif %}",
            "a | b [c] { d } {e}",
            "{# {{ brief[x] }} #}",
            "{{ page.title ~ \" | \" ~ site.title }}",
            "{% component card(card) %}{% endcomponent card %}",
            "{%- component tags(tags, @t) -%}{{- t[x] -}}{% if t[x] %}{% endif %}",
            "{% if brief.updated %}{% for card in list.cards %}{{ <card card={card}/> }}{% endfor %}",
            "{% set x = page.title %}{{ f(list=1) }}{{ x.card }}",
        ] {
            assert!(!reads_unnamed(text), "{text}");
        }
    }
}
