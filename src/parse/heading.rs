//! Headings of the Markdown spelling: the stance and provider of a narrative, the title of a section.

use super::body::Heading;
use crate::model::read::wrong_url;
use crate::model::{Href, Provider, UrlError};
use crate::text::Span;
use crate::tree::Faults;

/// The label without the word `narrative` at its end, which either spelling may have.
pub fn without_narrative(label: &str) -> &str {
    let cut = label.len().saturating_sub(" narrative".len());
    match label.get(cut..) {
        Some(end) if cut > 0 && end.eq_ignore_ascii_case(" narrative") => label[..cut].trim_end(),
        _ => label,
    }
}

/// The two sides of the first dash in the heading of a narrative: the stance, perhaps with
/// the word `narrative`, and the name of the provider, which may be empty.
pub fn stance_and_name(text: &str) -> (&str, &str) {
    let dash = [" — ", " – ", " - ", "—", "–"]
        .into_iter()
        .filter_map(|dash| text.find(dash).map(|at| (at, dash.len())))
        .min_by_key(|&(at, length)| (at, std::cmp::Reverse(length)));
    match dash {
        Some((at, length)) => (text[..at].trim(), text[at + length..].trim()),
        None => (text.trim(), ""),
    }
}

/// Splits `STANCE [narrative] — PROVIDER`; the provider may be a link.
pub fn stance_and_provider(
    heading: &Heading,
    span: Span,
    faults: &mut Faults,
) -> (String, Option<Provider>) {
    let (stance, provider) = stance_and_name(heading.text.trim());
    no_citation(heading, span, faults);
    let mut url = None;
    for (words, address) in &heading.links {
        match Href::parse(address) {
            Ok(Href::Outward(_)) if words.trim() == provider => url = Some(address.clone()),
            Ok(Href::Outward(_)) => stray_link(address, span, faults),
            Ok(_) => wrong_url(address, UrlError::Shape, span, faults),
            Err(error) => wrong_url(address, error, span, faults),
        }
    }
    let provider = (!provider.is_empty()).then(|| Provider {
        name: provider.to_owned(),
        url,
    });
    (stance.to_owned(), provider)
}

/// The title of a section is words only.
pub fn check_section(heading: &Heading, span: Span, faults: &mut Faults) {
    no_citation(heading, span, faults);
    if let Some((_, address)) = heading.links.first() {
        stray_link(address, span, faults);
    }
}

fn no_citation(heading: &Heading, span: Span, faults: &mut Faults) {
    if heading.cites {
        faults.error("stray-citation", span, "heading cites a source", |d| {
            d.label("cite it in the text below")
        });
    }
}

fn stray_link(address: &str, span: Span, faults: &mut Faults) {
    let title = format!("the link to `{address}` would not be published");
    faults.error("stray-link", span, title, |d| {
        d.label("in a heading, only the whole provider of a narrative may be a link")
    });
}
