//! Values of the craft read from fields: slugs, moments, addresses, languages, probabilities.

use super::{Lang, Moment, MomentError, Slug, UrlError, check_url, spelled_date};
use crate::text::{Span, Spanned};
use crate::tree::{Faults, Fields, Node};

/// The slug that `text` is, or a fault that proposes one.
pub fn slug(text: &Spanned<String>, faults: &mut Faults) -> Option<Slug> {
    let found = Slug::parse(&text.value);
    if found.is_err() {
        let title = format!("`{}` is no slug", text.value);
        faults.error("wrong-slug", text.span, title, |d| {
            let d = d.label("expected lower-case letters, digits, `-`, `_` and `.`");
            match Slug::of(&text.value) {
                Some(slug) => d.fix("use a slug", text.span, format!("\"{slug}\"")),
                None => d,
            }
        });
    }
    found.ok()
}

/// The language in the field `name`.
pub fn lang(fields: &mut Fields<'_>, name: &'static str, faults: &mut Faults) -> Option<Lang> {
    let text = fields.text(name, faults)?;
    let found = Lang::parse(&text.value);
    if found.is_none() {
        let title = format!("`{name}` is no language tag");
        faults.error("wrong-language", text.span, title, |d| {
            d.label("expected a BCP 47 tag such as `en` or `pt-BR`")
        });
    }
    found
}

/// The date or moment in the field `name`.
pub fn moment(fields: &mut Fields<'_>, name: &'static str, faults: &mut Faults) -> Option<Moment> {
    spanned_moment(fields, name, faults).map(|moment| moment.value)
}

/// The date or moment in the field `name`; its absence is a fault.
pub fn required_moment(
    fields: &mut Fields<'_>,
    name: &'static str,
    faults: &mut Faults,
) -> Option<Moment> {
    let Some(node) = fields.take(name) else {
        fields.missing(name, faults);
        return None;
    };
    let text = node.into_text(name, faults)?;
    moment_of(name, &text, faults)
}

/// The date or moment in the field `name`, with its place.
pub fn spanned_moment(
    fields: &mut Fields<'_>,
    name: &'static str,
    faults: &mut Faults,
) -> Option<Spanned<Moment>> {
    let text = fields.text(name, faults)?;
    if text.value.is_empty() {
        return None;
    }
    moment_of(name, &text, faults).map(|moment| Spanned::new(moment, text.span))
}

/// The date or moment that `text`, called `name`, is; a fault when it is none.
pub fn moment_of(name: &str, text: &Spanned<String>, faults: &mut Faults) -> Option<Moment> {
    Moment::parse(&text.value)
        .map_err(|error| wrong_moment(name, text, error, faults))
        .ok()
}

fn wrong_moment(name: &str, text: &Spanned<String>, error: MomentError, faults: &mut Faults) {
    let written = &text.value;
    let (title, label) = match error {
        MomentError::Shape => (
            format!("`{name}` is no date"),
            "expected a date such as `2023-12-09`, or `2023-12-09T10:00:00Z`",
        ),
        MomentError::Nonexistent => (
            format!("the date `{written}` does not exist"),
            "no such day or time",
        ),
        MomentError::NoOffset => (
            format!("`{name}` has a time without its offset from UTC"),
            "add `Z` or an offset such as `+01:00`",
        ),
    };
    faults.error("wrong-date", text.span, title, |d| {
        let d = d.label(label);
        match spelled_date(written) {
            Some(date) => d.fix(format!("write it as `{date}`"), text.span, date),
            None => d,
        }
    });
}

/// The web address in the field `name`.
pub fn url(fields: &mut Fields<'_>, name: &'static str, faults: &mut Faults) -> Option<String> {
    let text = fields.text(name, faults)?;
    if text.value.is_empty() {
        return None;
    }
    match check_url(&text.value) {
        Ok(()) => Some(text.value),
        Err(error) => {
            wrong_url(name, error, text.span, faults);
            None
        }
    }
}

/// Reports the address at `span`, called `name`, that may not stand in content.
pub fn wrong_url(name: &str, error: UrlError, span: Span, faults: &mut Faults) {
    let (title, label) = match error {
        UrlError::Scheme => (
            format!("`{name}` is not an address for the web or for mail"),
            "only `http`, `https` and `mailto` are published",
        ),
        UrlError::Shape => (
            format!("`{name}` is no address"),
            "expected an address such as `https://example.org/page`",
        ),
        UrlError::Host => (
            format!("`{name}` leads to another host without a scheme"),
            "write `https:` before it",
        ),
    };
    faults.error("unsafe-url", span, title, |d| d.label(label));
}

/// The text in the field `name`; none when it is absent or empty.
pub fn optional(
    fields: &mut Fields<'_>,
    name: &'static str,
    faults: &mut Faults,
) -> Option<String> {
    let text = fields.text(name, faults)?.value;
    (!text.is_empty()).then_some(text)
}

/// The texts in the field `name`, without their places.
pub fn names(fields: &mut Fields<'_>, name: &'static str, faults: &mut Faults) -> Vec<String> {
    let texts = fields.texts(name, faults);
    texts.into_iter().map(|text| text.value).collect()
}

/// The probability in the field `probability`: `15%`, `15 %` or `0.15`.
pub fn probability(node: Node<'_>, faults: &mut Faults) -> Option<f64> {
    let text = node.into_text("probability", faults)?;
    let written = text.value.as_str();
    let (number, scale) = match written.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None => (written, 1.0),
    };
    let digits = number.strip_prefix('-').unwrap_or(number);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value = number.parse::<f64>().ok().filter(|_| plain);
    let out_of_range = |faults: &mut Faults, title: String, label: String| {
        faults.error("probability-out-of-range", text.span, title, |d| {
            d.label(label)
        });
    };
    match value.map(|value| (value, value / scale)) {
        Some((_, probability)) if (0.0..=1.0).contains(&probability) => Some(probability),
        Some((value, _)) if scale < 2.0 && (1.0..=100.0).contains(&value) => {
            let title = format!("the probability `{written}` is above 1");
            out_of_range(faults, title, format!("did you mean `{written}%`?"));
            None
        }
        Some(_) => {
            let title = format!("the probability `{written}` is out of range");
            let expected = "expected 0 to 1, or 0% to 100%".to_owned();
            out_of_range(faults, title, expected);
            None
        }
        None => {
            let title = format!("`{written}` is no probability");
            faults.error("wrong-probability", text.span, title, |d| {
                d.label("expected `15%` or `0.15`")
            });
            None
        }
    }
}
