//! `content/outlets.yaml` → the registry of outlets.

use std::sync::Arc;

use super::brief::identified;
use super::yaml;
use crate::diag::Diagnostic;
use crate::model::read;
use crate::model::{Outlet, Rating, Registry, Slug};
use crate::text::{Spanned, strip_bom};
use crate::tree::{Faults, Fields, Kind, Node};

/// Reads the registry in `text`, the content of the file `path`.
pub fn outlets(path: &Arc<str>, text: &str) -> (Registry, Vec<Diagnostic>) {
    let mut faults = Faults::of(path);
    let mut registry = Registry::default();
    let (yaml_text, bom) = strip_bom(text);
    let entries = match yaml::parse(yaml_text, bom, &mut faults) {
        Some(Node {
            kind: Kind::Map(entries),
            ..
        }) => entries,
        Some(node) => {
            faults.wrong_type(&node, "a registry of outlets", "a map from id to outlet");
            Vec::new()
        }
        None => Vec::new(),
    };
    for (id, node) in identified(entries, &mut faults) {
        let Some(outlet) = outlet(&id, node, &mut faults) else {
            continue;
        };
        for name in registry.add(outlet) {
            let title = format!("`{name}` names two outlets");
            faults.error("duplicate-key", id.span, title, |d| {
                d.label("an outlet above has this name or alias")
            });
        }
    }
    (registry, faults.into_diagnostics())
}

fn outlet(id: &Spanned<Slug>, node: Node<'_>, faults: &mut Faults) -> Option<Outlet> {
    let mut fields = Fields::of(node, "an outlet", faults)?;
    let name = fields.required_text("name", faults);
    let outlet = Outlet {
        id: id.value.clone(),
        name: String::new(),
        aliases: read::names(&mut fields, "aliases", faults),
        url: read::url(&mut fields, "url", faults),
        domains: read::names(&mut fields, "domains", faults),
        country: read::optional(&mut fields, "country", faults),
        owner: read::optional(&mut fields, "owner", faults),
        state_media: fields.bool("state_media", faults),
        ratings: fields
            .list("ratings", faults)
            .into_iter()
            .filter_map(|item| rating(item, faults))
            .collect(),
    };
    fields.finish(faults);
    Some(Outlet {
        name: name?.value,
        ..outlet
    })
}

fn rating(item: Node<'_>, faults: &mut Faults) -> Option<Rating> {
    let mut fields = Fields::of(item, "a rating", faults)?;
    let scale = fields.required_text("scale", faults);
    let value = fields.required_text("value", faults);
    let rater = fields.required_text("rater", faults);
    let method = read::optional(&mut fields, "method", faults);
    let as_of = read::moment(&mut fields, "as_of", faults);
    let url = read::url(&mut fields, "url", faults);
    fields.finish(faults);
    Some(Rating {
        scale: scale?.value,
        value: value?.value,
        rater: rater?.value,
        method,
        as_of,
        url,
    })
}
