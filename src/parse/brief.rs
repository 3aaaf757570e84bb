//! A file → a brief: the fields that both spellings share, and where each finds the rest.

use std::sync::Arc;

use super::content::{self, Content};
use super::front::{Missing, split};
use super::prose::{Citable, Context};
use super::{details, yaml};
use crate::diag::Diagnostic;
use crate::model::read;
use crate::model::{Allow, Brief, Moment, Shared, SitePath, Slug};
use crate::text::{Span, Spanned, hash, strip_bom};
use crate::tree::{Entry, Faults, Fields, Kind, Node};

/// What is said of fields that stand elsewhere in the Markdown spelling.
const IN_BODY: [&str; 3] = ["facts", "narratives", "sections"];

/// Reads the brief in `text`, the content of the file `path`: the Markdown
/// spelling when its name ends in `.md`, else the YAML spelling. With an error
/// among the diagnostics the brief is only as much of it as could be read: good
/// for looking for more faults, not for publishing.
pub fn brief(path: &Arc<str>, text: &str) -> (Option<Brief>, Vec<Diagnostic>) {
    let mut faults = Faults::of(path);
    let markdown = path.ends_with(".md");
    let brief = if markdown {
        from_markdown(path, text, &mut faults)
    } else {
        from_yaml(path, text, &mut faults)
    };
    (brief, faults.into_diagnostics())
}

/// The fields of the brief in `text` as they are written, with their places: the front
/// matter of the Markdown spelling, the whole of the YAML spelling. None where they do not parse.
pub fn fields<'a>(path: &Arc<str>, text: &'a str) -> Option<Node<'a>> {
    let mut faults = Faults::of(path);
    if path.ends_with(".md") {
        return front_matter(text, "a brief", &mut faults).map(|(front, _)| front);
    }
    let (yaml_text, bom) = strip_bom(text);
    yaml::parse(yaml_text, bom, &mut faults)
}

fn from_markdown(path: &Arc<str>, text: &str, faults: &mut Faults) -> Option<Brief> {
    let (front, body) = front_matter(text, "a brief", faults)?;
    read_brief(path, text, front, Some(body), faults)
}

/// The front matter of a Markdown file as a tree, and where its body stands.
pub(super) fn front_matter<'a>(
    text: &'a str,
    what: &str,
    faults: &mut Faults,
) -> Option<(Node<'a>, std::ops::Range<usize>)> {
    let parts = match split(text) {
        Ok(parts) => parts,
        Err(missing) => {
            let (title, label) = match missing {
                Missing::Begin => (
                    format!("{what} has no front matter"),
                    "expected `---` on the first line",
                ),
                Missing::End => (
                    "front matter does not end".to_owned(),
                    "expected a line `---` after it",
                ),
            };
            let line = text.lines().next().map_or(0, str::len);
            faults.error("no-front-matter", Span::new(0, line), title, |d| {
                d.label(label)
            });
            return None;
        }
    };
    let front = yaml::parse(&text[parts.front.clone()], parts.front.start, faults);
    if front.is_none() && !faults.has_errors() {
        let title = format!("the front matter of {what} is empty");
        faults.error("missing-field", Span::new(0, 3), title, |d| {
            d.label("`title` and `date` are required here")
        });
    }
    front.map(|front| (front, parts.body))
}

fn from_yaml(path: &Arc<str>, text: &str, faults: &mut Faults) -> Option<Brief> {
    let (yaml_text, bom) = strip_bom(text);
    let root = yaml::parse(yaml_text, bom, faults);
    if root.is_none() && !faults.has_errors() {
        faults.error("missing-field", Span::new(0, 0), "the file is empty", |d| {
            d.label("`title` and `date` are required here")
        });
    }
    read_brief(path, text, root?, None, faults)
}

fn read_brief(
    path: &Arc<str>,
    file: &str,
    root: Node<'_>,
    body: Option<std::ops::Range<usize>>,
    faults: &mut Faults,
) -> Option<Brief> {
    let mut fields = Fields::of(root, "a brief", faults)?;
    let title = fields.required_text("title", faults);
    let dates = dates(&mut fields, faults);
    let slug = slug(path, &mut fields, faults);
    let id = read::optional(&mut fields, "id", faults);
    let sources = details::sources(fields.map("sources", faults), faults);
    let context = Context {
        file,
        sources: Citable::Sources(&sources),
    };
    let content = match body {
        Some(body) => markdown_content(&mut fields, body, context, faults),
        None => content::from_fields(&mut fields, context, faults),
    };
    let more = More::read(&mut fields, context, faults);
    let in_markdown = path.ends_with(".md");
    fields.finish_with(faults, |name| {
        (in_markdown && IN_BODY.contains(&name)).then(|| {
            format!("in the Markdown spelling the {name} stand in the body, under their heading")
        })
    });
    let (title, dates, slug) = (title?, dates?, slug?);
    Some(Brief {
        path: Arc::clone(path),
        hash: hash(file),
        id: id.unwrap_or_else(|| format!("{}-{}", dates.date.iso(), slug.value)),
        title,
        date: dates.date,
        updated: dates.updated,
        expires: dates.expires,
        slug,
        summary: content.summary,
        facts: content.facts,
        narratives: content.narratives,
        sections: content.sections,
        tags: more.tags,
        predictions: more.predictions,
        authors: more.authors,
        editors: more.editors,
        image: more.image,
        lang: more.lang,
        draft: more.draft,
        aliases: more.aliases,
        corrections: more.corrections,
        series: more.series,
        related: more.related,
        axis: more.axis,
        allow: more.allow,
        extra: more.extra,
        sources,
    })
}

/// The summary of the Markdown spelling may stand in the front matter, too, but not in both.
fn markdown_content(
    fields: &mut Fields<'_>,
    body: std::ops::Range<usize>,
    context: Context<'_>,
    faults: &mut Faults,
) -> Content {
    let given = fields.text("summary", faults);
    let mut content =
        content::from_markdown(&context.file[body.clone()], body.start, context, faults);
    if let Some(given) = given {
        if content.summary.is_some() {
            faults.error("stray-text", given.span, "brief has two summaries", |d| {
                d.label("the text before the first heading is one already")
            });
        }
        content.summary = content::summary(&given.value, given.span, context, faults);
    }
    content
}

struct Dates {
    date: Moment,
    updated: Option<Moment>,
    expires: Option<Moment>,
}

fn dates(fields: &mut Fields<'_>, faults: &mut Faults) -> Option<Dates> {
    let date = read::required_moment(fields, "date", faults);
    let updated = read::moment(fields, "updated", faults);
    let expires = read::moment(fields, "expires", faults);
    Some(Dates {
        date: date?,
        updated,
        expires,
    })
}

/// The slug given, or the one that the file's name gives.
pub(super) fn slug(
    path: &Arc<str>,
    fields: &mut Fields<'_>,
    faults: &mut Faults,
) -> Option<Spanned<Slug>> {
    if let Some(text) = fields.text("slug", faults) {
        let slug = read::slug(&text, faults)?;
        return Some(Spanned::new(slug, text.span));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let slug = Slug::parse(stem).ok().or_else(|| Slug::of(stem));
    if slug.is_none() {
        let title = format!("the file name `{name}` gives no slug");
        faults.error("wrong-slug", Span::default(), title, |d| {
            d.help("give the brief a `slug`, or its file a name with letters or digits")
        });
    }
    slug.map(|slug| Spanned::new(slug, Span::default()))
}

/// The addresses in the field `aliases`.
pub(super) fn aliases(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<Spanned<SitePath>> {
    let texts = fields.texts("aliases", faults);
    texts
        .into_iter()
        .filter_map(|text| match SitePath::of_address(&text.value) {
            Some(path) => Some(Spanned::new(path, text.span)),
            None => {
                let title = format!("`{}` is no address of this site", text.value);
                faults.error("wrong-alias", text.span, title, |d| {
                    d.label("expected an address such as `/old/place/`")
                });
                None
            }
        })
        .collect()
}

/// The fields that need no word with another.
struct More {
    tags: Vec<Spanned<String>>,
    predictions: Vec<crate::model::Prediction>,
    authors: Vec<String>,
    editors: Vec<String>,
    image: Option<crate::model::Image>,
    lang: Option<crate::model::Lang>,
    draft: bool,
    aliases: Vec<Spanned<SitePath>>,
    corrections: Vec<crate::model::Correction>,
    series: Option<Spanned<String>>,
    related: Vec<Spanned<String>>,
    axis: Option<String>,
    allow: Vec<Allow>,
    extra: crate::tree::Value,
}

impl More {
    fn read(fields: &mut Fields<'_>, context: Context<'_>, faults: &mut Faults) -> Self {
        let image = fields.take("image");
        let series = fields.text("series", faults);
        Self {
            tags: tags(fields, faults),
            predictions: items(fields.list("predictions", faults), |item| {
                details::prediction(item, faults)
            }),
            authors: read::names(fields, "authors", faults),
            editors: read::names(fields, "editors", faults),
            image: image.and_then(|node| details::image(node, context, faults)),
            lang: read::lang(fields, "lang", faults),
            draft: fields.bool("draft", faults).unwrap_or(false),
            aliases: aliases(fields, faults),
            corrections: items(fields.list("corrections", faults), |item| {
                details::correction(item, context, faults)
            }),
            series: series.filter(|series| details::named("series", series, faults)),
            related: fields.texts("related", faults),
            axis: read::optional(fields, "axis", faults),
            allow: allow(fields, faults),
            extra: fields.free("extra", faults),
        }
    }
}

/// The rules that the brief may break; each needs its reason.
fn allow(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<Allow> {
    let entries = fields.map("allow", faults);
    entries
        .into_iter()
        .filter_map(|entry| {
            let rule = Spanned::new(entry.key.into_owned(), entry.key_span);
            let reason = match entry.value.kind {
                Kind::Nothing => None,
                _ => Some(entry.value.into_text("the reason", faults)?.value),
            };
            let reason = reason.filter(|reason| !reason.is_empty());
            if reason.is_none() {
                let title = format!("`{}` is allowed without a reason", rule.value);
                faults.error("missing-field", rule.span, title, |d| {
                    d.label("say why, for those who read the brief after you")
                });
            }
            Some(Allow {
                rule,
                reason: reason?,
                used: false,
            })
        })
        .collect()
}

fn items<T>(nodes: Vec<Node<'_>>, read: impl FnMut(Node<'_>) -> Option<T>) -> Vec<T> {
    nodes.into_iter().filter_map(read).collect()
}

/// The tags, each once.
fn tags(fields: &mut Fields<'_>, faults: &mut Faults) -> Vec<Spanned<String>> {
    let mut seen = Vec::new();
    let mut tags = fields.texts("tags", faults);
    for tag in &mut tags {
        tag.value = tag.value.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    tags.retain(|tag| {
        details::named("tag", tag, faults)
            && Shared::named(&tag.value).is_some_and(|named| {
                let new = !seen.contains(&named.slug);
                seen.push(named.slug.clone());
                new
            })
    });
    tags
}

/// The entries of `entries` as a registry reads them: id and fields.
pub(super) fn identified<'a>(
    entries: Vec<Entry<'a>>,
    faults: &mut Faults,
) -> Vec<(Spanned<Slug>, Node<'a>)> {
    entries
        .into_iter()
        .filter_map(|entry| {
            let key = Spanned::new(entry.key.into_owned(), entry.key_span);
            let id = read::slug(&key, faults)?;
            Some((Spanned::new(id, key.span), entry.value))
        })
        .collect()
}
