//! A Markdown file under `content/pages/` → a plain page.

use std::sync::Arc;

use super::brief::{aliases, front_matter};
use super::control_character;
use super::prose::{Citable, Context, check};
use crate::diag::Diagnostic;
use crate::model::read;
use crate::model::{PlainPage, SitePath, Slug};
use crate::text::{Span, Spanned, forbidden, hash};
use crate::tree::{Faults, Fields};

/// Reads the page in `text`, the content of the file `path`. Its address is its
/// place under `content/pages/`: `about.md` becomes `/about/`, `help/index.md` `/help/`.
pub fn page(path: &Arc<str>, text: &str) -> (Option<PlainPage>, Vec<Diagnostic>) {
    let mut faults = Faults::of(path);
    let page = read_page(path, text, &mut faults).filter(|_| !faults.has_errors());
    (page, faults.into_diagnostics())
}

fn read_page(path: &Arc<str>, text: &str, faults: &mut Faults) -> Option<PlainPage> {
    let (front, body) = front_matter(text, "a page", faults)?;
    let mut fields = Fields::of(front, "a page", faults)?;
    let title = fields.required_text("title", faults);
    let summary = read::optional(&mut fields, "summary", faults);
    let target = target(path, &mut fields, faults);
    let lang = read::lang(&mut fields, "lang", faults);
    let aliases = aliases(&mut fields, faults);
    let draft = fields.bool("draft", faults).unwrap_or(false);
    fields.finish(faults);
    if let Some((at, character)) = forbidden(&text[body.clone()]) {
        let at = body.start + at;
        control_character(character, Span::new(at, at + character.len_utf8()), faults);
    }
    let context = Context {
        file: text,
        sources: Citable::Nothing("page"),
    };
    let raw = Span::new(body.start, body.end);
    let prose = check(&text[body], &[], raw, context, faults).prose;
    let target = target?;
    Some(PlainPage {
        path: Arc::clone(path),
        hash: hash(text),
        title: title?.value,
        summary: summary.unwrap_or_default(),
        target: target.value,
        span: target.span,
        markdown: prose.markdown,
        lang,
        aliases,
        draft,
    })
}

fn target(
    path: &Arc<str>,
    fields: &mut Fields<'_>,
    faults: &mut Faults,
) -> Option<Spanned<SitePath>> {
    let below = path.strip_prefix("content/pages/").unwrap_or(path);
    let below = below.strip_suffix(".md").unwrap_or(below);
    let mut parts = Vec::new();
    for part in below.split('/') {
        let Some(slug) = Slug::parse(part).ok().or_else(|| Slug::of(part)) else {
            let title = format!("the path `{below}` gives no address");
            faults.error("wrong-slug", Span::default(), title, |d| {
                d.help("give the file and its folders names with letters or digits")
            });
            return None;
        };
        parts.push(slug.to_string());
    }
    let mut span = Span::default();
    if let Some(text) = fields.text("slug", faults) {
        span = text.span;
        parts.pop();
        parts.push(read::slug(&text, faults)?.to_string());
    } else if parts.len() > 1 && parts.last().is_some_and(|last| last == "index") {
        parts.pop();
    }
    let target = SitePath::parse(&format!("{}/index.html", parts.join("/")));
    if target.is_none() {
        let title = format!("the path `{below}` is too long");
        faults.error("wrong-slug", span, title, |d| {
            d.help("give the file and its folders shorter names")
        });
    }
    target.map(|target| Spanned::new(target, span))
}
