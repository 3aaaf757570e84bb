//! Every address once: two files at one place are a fault.

use std::borrow::Cow;

use ahash::AHashMap;

use super::{Origin, Planned, What};
use crate::diag::Diagnostic;
use crate::text::Span;

/// A diagnostic for each planned file whose address another has already, or
/// whose folder another file has the name of. Letter case does not make two addresses of one.
pub fn conflicts(planned: &[Planned]) -> Vec<Diagnostic> {
    let keys: Vec<Cow<'_, str>> = planned
        .iter()
        .map(|file| in_lower_case(file.target.as_str()))
        .collect();
    let mut by_path: AHashMap<&str, &Planned> = AHashMap::with_capacity(planned.len());
    let mut diagnostics = Vec::new();
    for (key, file) in keys.iter().zip(planned) {
        if let Some(first) = by_path.get(&**key) {
            // The data of two briefs clash only where their pages do, too.
            let both_data = matches!(
                (&first.what, &file.what),
                (What::BriefData(_), What::BriefData(_))
            );
            if !both_data {
                diagnostics.push(conflict(first, file));
            }
        } else {
            by_path.insert(key, file);
        }
    }
    for (key, file) in keys.iter().zip(planned) {
        let mut folders = key.match_indices('/').map(|(at, _)| &key[..at]);
        if let Some(other) = folders.find_map(|folder| by_path.get(folder)) {
            diagnostics.push(conflict(other, file));
        }
    }
    diagnostics
}

fn in_lower_case(path: &str) -> Cow<'_, str> {
    if path
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        return Cow::Owned(path.to_lowercase());
    }
    Cow::Borrowed(path)
}

fn conflict(first: &Planned, second: &Planned) -> Diagnostic {
    let address = second.target.address();
    let title = format!("two files of the site have the address `{address}`");
    // A brief or page is named before a file of ours: its author can change it.
    let (here, other) = match (&first.origin, &second.origin) {
        (Origin::File(..), Origin::Own) => (first, second),
        _ => (second, first),
    };
    let here_is_ours = matches!(here.origin, Origin::Own);
    let (path, span) = match &here.origin {
        Origin::File(path, span) => (path.clone(), *span),
        Origin::Own => ("site.toml".into(), Span::default()),
    };
    let diagnostic = Diagnostic::error("duplicate-address", &path, span, title);
    match &other.origin {
        Origin::File(path, span) => diagnostic
            .label("this one")
            .also(path, *span, "and this one")
            .help("give one of them another `slug`, or take the alias out"),
        Origin::Own if here_is_ours => {
            diagnostic.help("this is a fault of Evenhand; please report it")
        }
        Origin::Own => diagnostic
            .label("this one")
            .help("Evenhand makes a page or file there itself; choose another address"),
    }
}
