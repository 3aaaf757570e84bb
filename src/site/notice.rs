//! What can only be seen when all briefs lie side by side.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use ahash::AHashMap;

use super::CardId;
use crate::diag::Diagnostic;
use crate::model::Card;
use crate::text::{Span, nearest};

/// Two briefs with one identity.
pub fn twice_the_same_id(briefs: &[Arc<Card>]) -> Vec<Diagnostic> {
    let mut seen: AHashMap<&str, &Card> = AHashMap::new();
    let mut diagnostics = Vec::new();
    for brief in briefs {
        // Two briefs of one date and slug share an address, which is told anyway.
        let by_default = || format!("{}-{}", brief.date.iso(), brief.slug) == brief.id;
        match seen.insert(&brief.id, brief) {
            Some(first) if !by_default() => diagnostics.push(
                Diagnostic::error(
                    "duplicate-id",
                    &brief.path,
                    brief.title_place,
                    format!("two briefs have the id `{}`", brief.id),
                )
                .label("this brief")
                .also(&first.path, first.title_place, "and this one"),
            ),
            _ => {}
        }
    }
    diagnostics
}

/// The briefs that each brief names as related; a name that means none, or more than one, is a fault.
pub fn related(
    briefs: &[Arc<Card>],
    unpublished: &BTreeSet<String>,
) -> (Vec<Vec<CardId>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    if briefs.iter().all(|brief| brief.related.is_empty()) {
        return (vec![Vec::new(); briefs.len()], diagnostics);
    }
    // Only of names that are asked for it is known who has them.
    let asked = briefs.iter().flat_map(|brief| &brief.related);
    let asked = asked.map(|name| (name.value.as_str(), Vec::new()));
    let mut by_name: AHashMap<&str, Vec<CardId>> = asked.collect();
    for (id, brief) in briefs.iter().enumerate() {
        let mut has = |name: &str| {
            if let Some(ids) = by_name.get_mut(name) {
                ids.push(id);
            }
        };
        has(&brief.id);
        if brief.slug.as_str() != brief.id {
            has(brief.slug.as_str());
        }
    }
    let names = OnceCell::new();
    let all_names = || {
        names.get_or_init(|| {
            let names = briefs
                .iter()
                .flat_map(|brief| [brief.id.as_str(), brief.slug.as_str()]);
            names.collect()
        })
    };
    let mut resolve = |own: CardId, brief: &Card| {
        let mut found = Vec::new();
        for name in &brief.related {
            match by_name.get(name.value.as_str()).map(Vec::as_slice) {
                Some(&[one]) if one == own => {}
                Some(&[one]) => found.push(one),
                Some(several @ [_, ..]) => {
                    diagnostics.push(ambiguous(brief, &name.value, name.span, several, briefs));
                }
                _ if unpublished.contains(&name.value) => {}
                _ => diagnostics.push(unresolved(brief, &name.value, name.span, all_names())),
            }
        }
        found.dedup();
        found
    };
    let briefs = briefs.iter().enumerate();
    let related = briefs.map(|(own, brief)| resolve(own, brief)).collect();
    (related, diagnostics)
}

fn unresolved(brief: &Card, name: &str, span: Span, names: &BTreeSet<&str>) -> Diagnostic {
    let title = format!("no brief has the id or slug `{name}`");
    let diagnostic = Diagnostic::error("unresolved-related", &brief.path, span, title);
    let others = names
        .iter()
        .copied()
        .filter(|known| *known != brief.slug.as_str() && *known != brief.id);
    match nearest(name, others) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")).fix(
            "use the known slug",
            span,
            near,
        ),
        None => diagnostic.label("expected the id or slug of another brief"),
    }
}

fn ambiguous(
    brief: &Card,
    name: &str,
    span: Span,
    several: &[CardId],
    briefs: &[Arc<Card>],
) -> Diagnostic {
    let title = format!("`{name}` means more than one brief");
    let ids: Vec<&str> = several.iter().map(|&id| briefs[id].id.as_str()).collect();
    Diagnostic::error("unresolved-related", &brief.path, span, title)
        .label("name it by its id")
        .help(format!("their ids are {}", ids.join(", ")))
}
