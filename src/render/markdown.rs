//! Markdown → safe HTML. Raw HTML in it is shown as text; links are checked and made absolute.

use std::borrow::Cow;
use std::collections::VecDeque;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html,
};

use super::highlight::code_block;
use super::links::Links;
use super::marks::Marks;
use super::plain::{in_line, in_paragraphs, shown};
use crate::parse::{markdown_options, pieces};
use crate::text::{one_line, shorten, without_forbidden};

/// Block HTML. Headings begin at `floor` (2 to 6); citations become the marks of `marks`.
pub fn blocks(
    markdown: &str,
    floor: u8,
    links: &Links<'_>,
    marks: Option<&mut Marks<'_>>,
) -> String {
    let Some(pieces) = pieces(markdown) else {
        return blocks_by_events(markdown, floor, links, marks);
    };
    let mut out = String::with_capacity(markdown.len() * 5 / 4 + 16);
    out.push_str("<p>");
    in_paragraphs(&pieces, links, marks, &mut out);
    out.push_str("</p>\n");
    out
}

fn blocks_by_events(
    markdown: &str,
    floor: u8,
    links: &Links<'_>,
    marks: Option<&mut Marks<'_>>,
) -> String {
    let mut out = String::with_capacity(markdown.len() * 5 / 4 + 16);
    let filter = Filter::new(floor, links, marks);
    let parser = Parser::new_ext(markdown, markdown_options());
    html::push_html(&mut out, Safe { filter, parser });
    out
}

/// The safe events of a text, one by one: all of a hostile text at once take 100 MB.
struct Safe<'e, 'l, 'm, 'b> {
    filter: Filter<'e, 'l, 'm, 'b>,
    parser: Parser<'e>,
}

impl<'e> Iterator for Safe<'e, '_, '_, '_> {
    type Item = Event<'e>;

    fn next(&mut self) -> Option<Event<'e>> {
        // One is held back: a mark may change what is before it.
        while self.filter.events.len() < 2 {
            match self.parser.next() {
                Some(event) => self.filter.event(event),
                None => break,
            }
        }
        self.filter.events.pop_front()
    }
}

/// Inline HTML of a short text: no block tags, and no marks.
pub fn inline(markdown: &str, links: &Links<'_>) -> String {
    match pieces(markdown) {
        Some(pieces) => in_line(&pieces, Some(links)),
        None => inline_by_events(markdown, links),
    }
}

fn inline_by_events(markdown: &str, links: &Links<'_>) -> String {
    let mut filter = Filter::new(2, links, None);
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Start(tag) if is_inline(&tag) => filter.event(Event::Start(tag)),
            Event::End(tag) if is_inline_end(tag) => filter.event(Event::End(tag)),
            Event::Start(_) | Event::FootnoteReference(_) => {}
            Event::End(_) | Event::Rule | Event::SoftBreak | Event::HardBreak => {
                filter.events.push_back(Event::Text(CowStr::Borrowed(" ")));
            }
            other => filter.event(other),
        }
    }
    let mut out = String::with_capacity(markdown.len() + 16);
    html::push_html(&mut out, filter.events.into_iter());
    out.trim().to_owned()
}

/// The words of a text, without Markdown and marks.
pub fn plain_text(markdown: &str) -> String {
    let shown = match pieces(markdown) {
        Some(pieces) => shown(&pieces),
        None => shown_by_events(markdown),
    };
    without_forbidden(&one_line(&shown)).into_owned()
}

fn shown_by_events(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + 1);
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => out.push(' '),
            Event::End(tag) if !is_inline_end(tag) => out.push(' '),
            _ => {}
        }
    }
    out
}

/// The words of a summary, at most `limit` characters.
pub fn summary_text(markdown: &str, limit: usize) -> String {
    shorten(&plain_text(markdown), limit)
}

/// Inline HTML without links and marks, for a text that stands in a list of links.
pub fn unlinked(markdown: &str) -> String {
    match pieces(markdown) {
        Some(pieces) => in_line(&pieces, None),
        None => unlinked_by_events(markdown),
    }
}

fn unlinked_by_events(markdown: &str) -> String {
    let mut events = Vec::new();
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                events.push(event);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                events.push(Event::Text(clean(text)));
            }
            Event::Code(text) => events.push(Event::Code(clean(text))),
            Event::End(tag) if !is_inline_end(tag) => {
                events.push(Event::Text(CowStr::Borrowed(" ")));
            }
            Event::SoftBreak | Event::HardBreak => events.push(Event::Text(CowStr::Borrowed(" "))),
            _ => {}
        }
    }
    let mut out = String::with_capacity(markdown.len() + 16);
    html::push_html(&mut out, events.into_iter());
    out.trim().to_owned()
}

/// The text without characters that no page may hold: `&#1;` would bring them in.
fn clean(text: CowStr<'_>) -> CowStr<'_> {
    match without_forbidden(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(replaced) => replaced.into(),
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// Turns the parser's events into safe ones.
struct Filter<'e, 'l, 'm, 'b> {
    events: VecDeque<Event<'e>>,
    floor: u8,
    links: &'l Links<'l>,
    marks: Option<&'m mut Marks<'b>>,
    /// What closes each open link or picture: nothing when its address may not be published.
    closing: Vec<Option<&'static str>>,
    /// The language and the text of the code block that is open.
    code: Option<(String, String)>,
}

impl<'e, 'l, 'm, 'b> Filter<'e, 'l, 'm, 'b> {
    fn new(floor: u8, links: &'l Links<'l>, marks: Option<&'m mut Marks<'b>>) -> Self {
        Self {
            events: VecDeque::new(),
            floor,
            links,
            marks,
            closing: Vec::new(),
            code: None,
        }
    }

    fn event(&mut self, event: Event<'e>) {
        if let Some((language, mut code)) = self.code.take() {
            match event {
                Event::End(TagEnd::CodeBlock) => self.html(code_block(&language, &code)),
                Event::Text(text) => {
                    code.push_str(&text);
                    self.code = Some((language, code));
                }
                _ => self.code = Some((language, code)),
            }
            return;
        }
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.events.push_back(Event::Text(clean(text)));
            }
            Event::Code(text) => self.events.push_back(Event::Code(clean(text))),
            Event::FootnoteReference(id) => self.mark(&id),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            other => self.events.push_back(other),
        }
    }

    fn html(&mut self, html: String) {
        self.events.push_back(Event::Html(html.into()));
    }

    fn mark(&mut self, id: &str) {
        let Some(marks) = self.marks.as_deref_mut() else {
            return;
        };
        let mut mark = String::new();
        marks.push(id, &mut mark);
        // A mark follows its word without a space, so that it never begins a line.
        match self.events.back_mut() {
            Some(Event::SoftBreak) => {
                self.events.pop_back();
            }
            Some(Event::Text(text)) if text.ends_with(' ') => {
                *text = text.trim_end().to_owned().into();
            }
            _ => {}
        }
        self.events.push_back(Event::InlineHtml(mark.into()));
    }

    fn start(&mut self, tag: Tag<'e>) {
        match tag {
            Tag::Heading {
                level,
                classes,
                attrs,
                ..
            } => self.events.push_back(Event::Start(Tag::Heading {
                level: self.level(level),
                id: None,
                classes,
                attrs,
            })),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split_whitespace().next().unwrap_or("").to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::Table(alignments) => {
                self.html("<div class=\"table\" tabindex=\"0\">".to_owned());
                // Alignment would become inline styles, which a strict policy forbids.
                let plain = vec![Alignment::None; alignments.len()];
                self.events.push_back(Event::Start(Tag::Table(plain)));
            }
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => self.open_link(&format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } => self.open_link(&dest_url),
            Tag::Image { dest_url, .. } => self.open_picture(&dest_url),
            Tag::HtmlBlock => self.events.push_back(Event::Start(Tag::Paragraph)),
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
            other => self.events.push_back(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self
                .events
                .push_back(Event::End(TagEnd::Heading(self.level(level)))),
            TagEnd::Table => {
                self.events.push_back(Event::End(TagEnd::Table));
                self.html("</div>".to_owned());
            }
            TagEnd::Link | TagEnd::Image => {
                if let Some(close) = self.closing.pop().flatten() {
                    self.events
                        .push_back(Event::InlineHtml(CowStr::Borrowed(close)));
                }
            }
            TagEnd::HtmlBlock => self.events.push_back(Event::End(TagEnd::Paragraph)),
            TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {}
            other => self.events.push_back(Event::End(other)),
        }
    }

    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        let level = level as u8;
        match level.max(self.floor) {
            0..=2 => HeadingLevel::H2,
            3 => HeadingLevel::H3,
            4 => HeadingLevel::H4,
            5 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }

    fn open_link(&mut self, written: &str) {
        // A link in a link is no HTML: the outer one leads.
        let inside = self.closing.iter().any(Option::is_some);
        let Some(tag) = self.links.opening(written).filter(|_| !inside) else {
            self.closing.push(None);
            return;
        };
        self.events.push_back(Event::InlineHtml(tag.into()));
        self.closing.push(Some("</a>"));
    }

    /// A picture in a text is a link to it: pages ask no other host for anything.
    fn open_picture(&mut self, written: &str) {
        self.open_link(written);
    }
}

#[cfg(test)]
mod tests {
    use super::{Links, blocks, inline, plain_text, unlinked};
    use crate::model::SitePath;
    use crate::text::Chance;

    fn html(markdown: &str) -> String {
        let page = SitePath::made("a/index.html");
        let links = Links {
            base: "/news/",
            page: &page,
            elsewhere: false,
        };
        blocks(markdown, 4, &links, None)
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        for raw in [
            "<script>alert(1)</script>",
            "x <b onclick=a>b</b>",
            "<div>\n<p>x\n</div>",
            "<!-- x -->",
        ] {
            let html = html(raw);
            assert!(
                !html.contains("<script") && !html.contains("<b ") && !html.contains("<div"),
                "{html}"
            );
            assert!(html.contains("&lt;"), "{html}");
        }
    }

    #[test]
    fn only_safe_addresses_become_links() {
        assert_eq!(html("[a](javascript:alert(1))"), "<p>a</p>\n");
        assert_eq!(html("![a](data:text/html,x)"), "<p>a</p>\n");
        assert_eq!(
            html("[a](/about/)"),
            "<p><a href=\"/news/about/\">a</a></p>\n"
        );
        assert_eq!(
            html("[![a](https://x.example/a.png)](https://y.example/)"),
            "<p><a href=\"https://y.example/\" rel=\"noopener\">a</a></p>\n"
        );
        assert_eq!(
            html("[a](<b c/ü>)"),
            "<p><a href=\"/news/a/b%20c/%C3%BC\">a</a></p>\n"
        );
        assert_eq!(html("[a](b/)"), "<p><a href=\"/news/a/b/\">a</a></p>\n");
        assert_eq!(
            html("[a](https://x.example/?a=1&b=\"2\")"),
            "<p><a href=\"https://x.example/?a=1&amp;b=%222%22\" rel=\"noopener\">a</a></p>\n"
        );
    }

    #[test]
    fn headings_do_not_break_the_outline_of_the_page() {
        assert_eq!(html("# a"), "<h4>a</h4>\n");
        assert!(!html("| a | b |\n|:-:|--:|\n| 1 | 2 |").contains("style"));
        assert_eq!(html("##### a"), "<h5>a</h5>\n");
    }

    #[test]
    fn a_text_that_is_not_parsed_is_what_the_parser_makes_of_it() {
        let parts = [
            "Words",
            " ",
            "\"q\"",
            "\n",
            "[^a]",
            "*c*",
            " **d** ",
            "_e_",
            "`f < & g`",
            "[h](/i)",
            "[j](https://k.example/?l=m&n)",
            "[o](javascript:p)",
            "[q](#r)",
            " & ",
            " < ",
            ">",
            "|",
            "\n\n",
            "[^b]",
            "é",
            "\u{85}",
            ".",
        ];
        let page = SitePath::made("a/index.html");
        let (base, page) = ("/news/", &page);
        let mut chance = Chance::of(1);
        let mut read = 0;
        for round in 0..40_000 {
            let text: String = (0..=round % 9).map(|_| chance.one_of(&parts)).collect();
            let links = Links {
                base,
                page,
                elsewhere: round % 2 == 0,
            };
            read += usize::from(super::pieces(&text).is_some());
            assert_eq!(
                blocks(&text, 4, &links, None),
                super::blocks_by_events(&text, 4, &links, None)
            );
            assert_eq!(
                inline(&text, &links),
                super::inline_by_events(&text, &links)
            );
            assert_eq!(unlinked(&text), super::unlinked_by_events(&text));
            let shown = super::shown_by_events(&text);
            let shown = super::one_line(&shown);
            assert_eq!(plain_text(&text), super::without_forbidden(&shown));
        }
        assert!(read > 5_000, "{read} texts were not parsed");
    }

    #[test]
    fn short_forms_have_no_blocks_links_or_marks() {
        let page = SitePath::made("a/index.html");
        let links = Links {
            base: "/",
            page: &page,
            elsewhere: true,
        };
        assert_eq!(
            inline("One *two*\n\nthree [x](#y). [^a]", &links),
            "One <em>two</em> three <a href=\"/a/#y\">x</a>."
        );
        assert_eq!(
            unlinked("One *two* [x](https://y.example)[^a]"),
            "One <em>two</em> x"
        );
        assert_eq!(
            plain_text("One *two*\nthree [x](#y). [^a]"),
            "One two three x."
        );
    }
}
