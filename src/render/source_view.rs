//! The sources of a brief, as its template knows them: numbered, with ways back to the text.

use tera::Value;

use super::Renderer;
use super::drawer::{Drawer, Meant};
use super::given::view;
use super::marks::{source_anchor, use_anchor};
use crate::model::{Brief, Citations, Direction, Lang, Source, SourceKind, Where};
use crate::theme::Texts;

view! {
    /// An entry of the sources of a brief.
    pub struct SourceView<'a> {
        number: usize,
        anchor: String,
        outlet: Value,
        letter: Option<String>,
        title: Option<&'a str>,
        author: Option<&'a str>,
        quote: Option<&'a str>,
        lang: Option<&'a Lang>,
        dir: Option<Direction>,
        url: Option<&'a str>,
        published: Option<Value>,
        accessed: Option<Value>,
        archived: Option<Value>,
        archive: Option<&'a str>,
        kind: Option<SourceKind>,
        back: Vec<BackView>,
    }
}

view! {
    struct BackView {
        url: String,
        label: String,
        title: Value,
    }
}

/// The sources of a brief, in the order of their numbers.
pub fn sources<'a>(
    renderer: &Renderer<'a>,
    brief: &'a Brief,
    citations: &Citations,
    drawer: &Drawer,
) -> Vec<SourceView<'a>> {
    let (site, texts) = (renderer.site, &renderer.theme.texts);
    let outlet = |source: &Source| drawer.outlet(site, &source.outlet.value);
    let outlets: Vec<Meant> = brief.sources.iter().map(outlet).collect();
    let view = |&index: &usize| {
        let source = &brief.sources[index];
        let (slug, outlet) = &outlets[index];
        let is_sibling = |other: &&usize| outlets[**other].0 == *slug;
        let siblings: Vec<&usize> = citations.order.iter().filter(is_sibling).collect();
        let place = siblings.iter().position(|&&other| other == index);
        SourceView {
            number: citations.numbers[index],
            anchor: source_anchor(&source.id),
            outlet: outlet.clone(),
            letter: place.filter(|_| siblings.len() > 1).map(letter),
            title: source.title.as_deref(),
            author: source.author.as_deref(),
            quote: source.quote.as_deref(),
            lang: source.lang.as_ref(),
            dir: source.lang.as_ref().map(Lang::direction),
            url: source.url.as_deref(),
            published: drawer.dates(source.published.as_ref(), texts),
            accessed: drawer.dates(source.accessed.as_ref(), texts),
            archived: drawer.dates(source.archived.as_ref(), texts),
            archive: source.archive.as_deref(),
            kind: source.kind,
            back: back(source, &citations.uses[index], texts, drawer),
        }
    };
    citations.order.iter().map(view).collect()
}

/// `a` to `z`, then `aa`, `ab` …
fn letter(index: usize) -> String {
    let last = char::from(b'a' + u8::try_from(index % 26).expect("below 26"));
    match index / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}

fn back(source: &Source, uses: &[Where], texts: &Texts, drawer: &Drawer) -> Vec<BackView> {
    uses.iter()
        .enumerate()
        .map(|(nth, place)| {
            let (key, number) = match place {
                Where::Fact(index) => ("back_to_fact", index + 1),
                Where::Narrative(index) => ("back_to_narrative", index + 1),
                Where::Section(index) => ("back_to_section", index + 1),
            };
            BackView {
                url: ["#", &use_anchor(&source.id, nth + 1)].concat(),
                label: if uses.len() == 1 {
                    "↩".to_owned()
                } else {
                    ["↩ ", &(nth + 1).to_string()].concat()
                },
                title: drawer.numbered(texts, key, number),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn articles_of_one_outlet_get_letters() {
        assert_eq!(
            (letter(0), letter(25), letter(26)),
            ("a".into(), "z".into(), "aa".into())
        );
    }
}
