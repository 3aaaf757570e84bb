//! Files that are copied as they are: pictures of briefs, and the `static` folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::files::{File, Listing};
use crate::model::{Card, SitePath};
use crate::plan::media_target;
use crate::text::{Span, nearest};

/// What is copied, and where to: the pictures that briefs show, and everything
/// under `static/`. A picture that is not there is a fault of its brief.
pub fn copies(
    listing: &Listing,
    briefs: &[Arc<Card>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(SitePath, File)> {
    let mut copies = BTreeMap::new();
    for file in &listing.statics {
        let below = file.below("static").unwrap_or(&file.path);
        match SitePath::parse(below) {
            Some(target) => {
                copies.insert(target, file.clone());
            }
            None => diagnostics.push(
                Diagnostic::warning(
                    "not-read",
                    &file.path,
                    Span::default(),
                    "file name cannot be an address",
                )
                .help("rename the file; it is left out"),
            ),
        }
    }
    if briefs.iter().all(|brief| brief.picture.is_none()) {
        return copies.into_iter().collect();
    }
    let media: BTreeMap<&str, &File> = listing
        .media
        .iter()
        .filter_map(|file| Some((file.below("content")?, file)))
        .collect();
    for brief in briefs {
        let Some(picture) = &brief.picture else {
            continue;
        };
        let path = picture.value.as_str();
        match (media.get(path), media_target(path)) {
            (Some(&file), Some(target)) => {
                copies.insert(target, file.clone());
            }
            _ => diagnostics.push(missing(brief, path, picture.span, &media)),
        }
    }
    copies.into_iter().collect()
}

fn missing(brief: &Card, path: &str, span: Span, media: &BTreeMap<&str, &File>) -> Diagnostic {
    let title = format!("there is no file `content/{path}`");
    let diagnostic = Diagnostic::error("missing-image", &brief.path, span, title);
    match nearest(path, media.keys().copied()) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.label("expected a path below `content/`"),
    }
}
