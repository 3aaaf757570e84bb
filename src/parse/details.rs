//! The structured fields of a brief: sources, predictions, the picture, corrections.

use super::prose::{Context, first_line, without_citations};
use crate::model::read;
use crate::model::{Correction, Image, Prediction, Reading, SitePath, Slug, Source, SourceKind};
use crate::text::{Span, Spanned, nearest};
use crate::tree::{Entry, Faults, Fields, Kind, Node};

/// The endings of pictures that are published. SVG is not among them: it can hold scripts.
pub const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "webp", "avif", "gif"];

/// The longest id of a source, in bytes.
pub const MAX_SOURCE_ID_BYTES: usize = 64;

/// The sources of a brief.
pub fn sources(entries: Vec<Entry<'_>>, faults: &mut Faults) -> Vec<Source> {
    entries
        .into_iter()
        .filter_map(|entry| source(entry, faults))
        .collect()
}

fn source(entry: Entry<'_>, faults: &mut Faults) -> Option<Source> {
    let id = entry.key.clone().into_owned();
    let plain = !id.is_empty()
        && id.len() <= MAX_SOURCE_ID_BYTES
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !plain {
        let title = format!("`{id}` is no id of a source");
        faults.error("wrong-source-id", entry.key_span, title, |d| {
            d.label("expected letters without accents, digits, `-`, `_` and `.`")
        });
        return None;
    }
    let span = entry.key_span;
    if entry.value.text().is_some() {
        let outlet = entry.value.into_text("outlet", faults)?;
        return outlet_named(&outlet, faults).then(|| empty_source(id, span, outlet));
    }
    let mut node = entry.value;
    if node.kind == Kind::Nothing {
        node.span = span;
    }
    let mut fields = Fields::of(node, "a source", faults)?;
    let outlet = fields.required_text("outlet", faults);
    let title = read::optional(&mut fields, "title", faults);
    let url = read::url(&mut fields, "url", faults);
    let author = read::optional(&mut fields, "author", faults);
    let published = read::moment(&mut fields, "published", faults);
    let accessed = read::moment(&mut fields, "accessed", faults);
    let archive = read::url(&mut fields, "archive", faults);
    let archived = read::moment(&mut fields, "archived", faults);
    let quote = read::optional(&mut fields, "quote", faults);
    let lang = read::lang(&mut fields, "lang", faults);
    let kind = kind(&mut fields, faults);
    fields.finish(faults);
    let outlet = outlet.filter(|outlet| outlet_named(outlet, faults))?;
    Some(Source {
        title,
        url,
        author,
        published,
        accessed,
        archive,
        archived,
        quote,
        lang,
        kind,
        ..empty_source(id, span, outlet)
    })
}

fn empty_source(id: String, span: Span, outlet: Spanned<String>) -> Source {
    Source {
        id,
        span,
        outlet,
        title: None,
        url: None,
        author: None,
        published: None,
        accessed: None,
        archive: None,
        archived: None,
        quote: None,
        lang: None,
        kind: None,
    }
}

fn outlet_named(outlet: &Spanned<String>, faults: &mut Faults) -> bool {
    named("outlet", outlet, faults)
}

/// Whether `text` has a letter or digit to make an address of; a fault when not.
pub fn named(what: &str, text: &Spanned<String>, faults: &mut Faults) -> bool {
    let named = Slug::can_be_of(&text.value);
    if !named {
        let title = format!("{what} has no letter or digit");
        faults.error("empty-name", text.span, title, |d| {
            d.label("expected a name")
        });
    }
    named
}

fn kind(fields: &mut Fields<'_>, faults: &mut Faults) -> Option<SourceKind> {
    let text = fields.text("kind", faults)?;
    let found = SourceKind::parse(&text.value);
    if found.is_none() {
        let title = format!("`{}` is no kind of source", text.value);
        faults.error("wrong-type", text.span, title, |d| {
            let d = d.label("expected `news`, `primary`, `data` or `opinion`");
            match nearest(&text.value, SourceKind::NAMES) {
                Some(near) => d.fix("use the known kind", text.span, near),
                None => d,
            }
        });
    }
    found
}

/// A prediction.
pub fn prediction(item: Node<'_>, faults: &mut Faults) -> Option<Prediction> {
    let mut fields = Fields::of(item, "a prediction", faults)?;
    let question = fields.required_text("question", faults);
    let forecaster = read::optional(&mut fields, "forecaster", faults);
    let url = read::url(&mut fields, "url", faults);
    let probability = fields.take("probability");
    let probability = probability.and_then(|node| read::probability(node, faults));
    let as_of = read::moment(&mut fields, "as_of", faults);
    let resolves_by = read::moment(&mut fields, "resolves_by", faults);
    let resolution = read::optional(&mut fields, "resolution", faults);
    let mut readings: Vec<Reading> = fields
        .list("readings", faults)
        .into_iter()
        .filter_map(|item| reading(item, faults))
        .collect();
    readings.sort_by_key(|reading| reading.as_of);
    fields.finish(faults);
    Some(Prediction {
        question: question?.value,
        forecaster,
        url,
        probability,
        as_of,
        resolves_by,
        resolution,
        readings,
    })
}

fn reading(item: Node<'_>, faults: &mut Faults) -> Option<Reading> {
    let mut fields = Fields::of(item, "a reading", faults)?;
    let as_of = read::required_moment(&mut fields, "as_of", faults);
    let probability = fields.take("probability");
    if probability.is_none() {
        fields.missing("probability", faults);
    }
    let probability = probability.and_then(|node| read::probability(node, faults));
    fields.finish(faults);
    Some(Reading {
        as_of: as_of?,
        probability: probability?,
    })
}

/// The picture of a brief.
pub fn image(node: Node<'_>, context: Context<'_>, faults: &mut Faults) -> Option<Image> {
    let mut fields = Fields::of(node, "an image", faults)?;
    let src = fields.required_text("src", faults);
    let here = first_line(context.file, fields.span());
    let alt = image_text(&mut fields, ("alt", here), faults);
    let credit = image_text(&mut fields, ("credit", here), faults);
    let caption = fields.text("caption", faults);
    let ai = fields.bool("ai", faults).unwrap_or(false);
    fields.finish(faults);
    let src = src.and_then(|src| picture(&src, faults));
    let caption = caption.map(|text| without_citations("caption", &text, context, faults));
    Some(Image {
        src: src?,
        alt: alt?,
        credit: credit?,
        caption,
        ai,
    })
}

/// A text that every picture has, for its readers' sake.
fn image_text(
    fields: &mut Fields<'_>,
    (name, here): (&'static str, Span),
    faults: &mut Faults,
) -> Option<String> {
    let text = fields.text(name, faults);
    let span = text.as_ref().map_or(here, |text| text.span);
    let text = text.filter(|text| !text.value.is_empty());
    if text.is_none() {
        match name {
            "alt" => faults.error("image-without-alt", span, "image has no `alt`", |d| {
                d.label("say what it shows, for those who do not see it")
            }),
            _ => faults.error("image-without-credit", span, "image has no `credit`", |d| {
                d.label("say who made it, or whose it is")
            }),
        }
    }
    text.map(|text| text.value)
}

fn picture(src: &Spanned<String>, faults: &mut Faults) -> Option<Spanned<SitePath>> {
    let fault = |faults: &mut Faults, title: String, label: &str| {
        faults.error("wrong-image", src.span, title, |d| d.label(label));
        None
    };
    let Some(path) = SitePath::parse(&src.value) else {
        let title = format!("`{}` is no file under `content/`", src.value);
        return fault(faults, title, "expected a path such as `images/summit.jpg`");
    };
    let extension = src
        .value
        .rsplit('.')
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    if !PICTURES.contains(&extension.as_str()) {
        let title = format!("`{}` is no picture that can be published", src.value);
        return fault(faults, title, "expected jpg, png, webp, avif or gif");
    }
    Some(Spanned::new(path, src.span))
}

/// A correction.
pub fn correction(item: Node<'_>, context: Context<'_>, faults: &mut Faults) -> Option<Correction> {
    let mut fields = Fields::of(item, "a correction", faults)?;
    let date = read::required_moment(&mut fields, "date", faults);
    let text = fields.required_text("text", faults);
    fields.finish(faults);
    let text = text?;
    let prose = without_citations("correction", &text, context, faults);
    Some(Correction {
        date: date?,
        text: prose.markdown,
    })
}
