//! The web addresses that a text leads to, each with its place.

use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag};

use super::front::split;
use super::prose::{locate, with_plain_line_ends};
use super::{markdown_options, yaml};
use crate::model::check_url;
use crate::text::{Span, Spanned, strip_bom};
use crate::tree::{Faults, Kind, Node};

/// The http and https addresses in `text`, the content of the file `path`: a brief in
/// either spelling, a plain page, or the registry of outlets. They stand in the order of
/// the text, each as often as it is written. Free data (`extra`) is not looked at, nor are
/// code and addresses that are no links. Faults are not told here; what does not parse has
/// no links.
pub fn links(path: &Arc<str>, text: &str) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    let mut faults = Faults::of(path);
    let (front, body) = if path.ends_with(".md") {
        let Ok(parts) = split(text) else { return found };
        (parts.front, Some(parts.body))
    } else {
        let (_, bom) = strip_bom(text);
        (bom..text.len(), None)
    };
    if let Some(root) = yaml::parse(&text[front.clone()], front.start, &mut faults) {
        in_fields("", &root, text, &mut found);
    }
    if let Some(body) = body {
        in_body(text, body.start, &mut found);
    }
    found
}

/// Goes through fields. What stands in a list belongs to the field that the list is in.
fn in_fields(name: &str, node: &Node<'_>, file: &str, found: &mut Vec<Spanned<String>>) {
    match &node.kind {
        Kind::Map(entries) => {
            for entry in entries.iter().filter(|entry| entry.key != "extra") {
                in_fields(&entry.key, &entry.value, file, found);
            }
        }
        Kind::List(items) => {
            for item in items {
                in_fields(name, item, file, found);
            }
        }
        Kind::Plain(text) | Kind::Quoted(text) => match name {
            "url" | "archive" => {
                let url = text.trim();
                if check_url(url).is_ok() {
                    let place = within(file, node.span, url);
                    found.push(Spanned::new(url.to_owned(), place));
                }
            }
            "summary" | "facts" | "text" | "caption" => in_value(text, node.span, file, found),
            _ => {}
        },
        Kind::Nothing => {}
    }
}

/// A text that is the value of a field, and stands in the file with quotes or indentation.
fn in_value(markdown: &str, raw: Span, file: &str, found: &mut Vec<Spanned<String>>) {
    let markdown = &*with_plain_line_ends(markdown);
    for (url, range) in web_links(markdown) {
        let place = locate(file, raw, markdown, range);
        let place = within(file, place, &url);
        found.push(Spanned::new(url, place));
    }
}

/// The part of a file from `start` to its end, which is Markdown as it stands.
fn in_body(file: &str, start: usize, found: &mut Vec<Spanned<String>>) {
    for (url, range) in web_links(&file[start..]) {
        let place = Span::new(start + range.start, start + range.end);
        let place = within(file, place, &url);
        found.push(Spanned::new(url, place));
    }
}

/// The web addresses of links and pictures, with the range of the whole link.
fn web_links(markdown: &str) -> impl Iterator<Item = (String, std::ops::Range<usize>)> {
    let events = Parser::new_ext(markdown, markdown_options()).into_offset_iter();
    events.filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
            if check_url(&dest_url).is_ok() =>
        {
            Some((dest_url.into_string(), range))
        }
        _ => None,
    })
}

/// Where the address itself stands within `span`; the whole span where it is written
/// otherwise there, with escapes for instance, or by a reference.
fn within(file: &str, span: Span, url: &str) -> Span {
    // The address of a link is its last part; its words may be the same.
    let at = file.get(span.range()).and_then(|text| text.rfind(url));
    at.map_or(span, |at| {
        let start = span.start as usize + at;
        Span::new(start, start + url.len())
    })
}

#[cfg(test)]
mod tests {
    use super::links;
    use crate::text::place;

    fn found(path: &str, text: &str) -> Vec<(String, usize, usize)> {
        let links = links(&path.into(), text).into_iter();
        links
            .map(|link| {
                let place = place(text, link.span.start as usize);
                (link.value, place.line, place.column)
            })
            .collect()
    }

    #[test]
    fn links_of_both_spellings_have_exact_places() {
        let text = "---\ntitle: T\nsources:\n  a: {outlet: A, url: \"https://a.example/1\"}\nextra: {url: https://no.example/}\n---\n\
                    See [https://b.example/](https://b.example/).\n\n## Facts\n\n- One <https://c.example/> [ref][r] `https://no.example/`\n\n\
                    [r]: https://d.example/ \"D\"\n\n## Narratives\n\n### Left — [P](https://e.example/)\n\nText, https://no.example/.\n";
        let all = [
            ("https://a.example/1".to_owned(), 4, 24),
            ("https://b.example/".to_owned(), 7, 26),
            ("https://c.example/".to_owned(), 11, 8),
            ("https://d.example/".to_owned(), 11, 28),
            ("https://e.example/".to_owned(), 17, 16),
        ];
        assert_eq!(found("x.md", text), all);
        assert_eq!(found("x.md", &text.replace('\n', "\r\n")), all);
        let yaml = "\u{feff}facts:\n  - see [é](https://a.example/) \n  - text: |\n      Two\n      [b](https://b.example/)\n\
                    narratives:\n  - url: https://c.example/\n    stance: \"[x](https://no.example/)\"\n    text: [x](mailto:a@b.example)\n";
        let yaml = yaml.replace("text: [x](mailto", "text: see [x](mailto");
        let all = [
            ("https://a.example/".to_owned(), 2, 13),
            ("https://b.example/".to_owned(), 5, 11),
            ("https://c.example/".to_owned(), 7, 10),
        ];
        assert_eq!(found("x.yaml", &yaml), all);
        assert_eq!(found("x.yaml", &yaml.replace('\n', "\r\n")), all);
    }

    #[test]
    fn what_does_not_parse_has_no_links() {
        assert_eq!(found("x.md", "https://a.example/"), []);
        assert_eq!(found("x.yaml", "url: [https://a.example/"), []);
        assert_eq!(found("x.yaml", ""), []);
    }
}
