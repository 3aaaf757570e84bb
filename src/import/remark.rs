//! What an import has to say of a text: refusals, warnings, notices.

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::text::Span;

/// Remarks that only tell what was done; nobody has to do anything.
pub const NOTICES: [&str; 8] = [
    "dropped-furniture",
    "dropped-teaser",
    "empty-prediction",
    "empty-section",
    "missing-date",
    "missing-urls",
    "other-spelling",
    "split",
];

/// The remarks on one text.
#[derive(Clone, Debug)]
pub struct Remarks {
    path: Arc<str>,
    all: Vec<Diagnostic>,
}

impl Remarks {
    /// No remarks yet on the text of the file `path`.
    pub fn on(path: &Arc<str>) -> Self {
        Self {
            path: Arc::clone(path),
            all: Vec::new(),
        }
    }

    /// The text cannot be imported.
    pub fn refuse(
        &mut self,
        code: &'static str,
        span: Span,
        title: impl Into<String>,
        label: impl Into<String>,
    ) {
        let refusal = Diagnostic::error(code, &self.path, span, title);
        self.all.push(refusal.label(label));
    }

    /// It is imported, and somebody should look.
    pub fn warn(
        &mut self,
        code: &'static str,
        span: Span,
        title: impl Into<String>,
        label: impl Into<String>,
    ) {
        let warning = Diagnostic::warning(code, &self.path, span, title);
        self.all.push(warning.label(label));
    }

    /// Whether the text is refused.
    pub fn refuses(&self) -> bool {
        self.all.iter().any(Diagnostic::is_error)
    }

    /// All of them, sorted by place.
    pub fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        crate::diag::sort(&mut self.all);
        self.all
    }
}
