//! What we tell the author: diagnostics as data, apart from their printing.

mod code;
mod mend;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

pub use mend::{Mended, mend};

use crate::text::Span;

/// How grave a diagnostic is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published, but worth a look.
    Warning,
}

/// What becomes of what a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

impl Level {
    /// The words for each level, as `site.toml` has them.
    pub const NAMES: [&'static str; 3] = ["allow", "warn", "deny"];

    /// The level called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Allow, Self::Warn, Self::Deny]
            .into_iter()
            .find(|level| level.name() == name)
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The severity of what is found; none where nothing is said.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Label {
    /// The file that the place is in, relative to the site's folder.
    pub path: Arc<str>,
    /// The place.
    pub span: Span,
    /// Why this place; may be empty.
    pub text: String,
}

/// A replacement in the file of a diagnostic's first label.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What it is replaced by.
    pub replacement: String,
}

/// Edits that together remove the fault, in a way that is sure.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Fix {
    /// What the edits do, as a phrase.
    pub title: String,
    /// The edits, sorted by place; none overlaps another.
    pub edits: Vec<Edit>,
}

/// A message about a text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The name of the rule, such as `unsourced-fact`.
    #[borsh(deserialize_with = "code::read")]
    pub code: &'static str,
    /// A phrase in lower case, understandable alone.
    pub title: String,
    /// The places; the first is the main one.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The edits that would do it.
    pub fix: Option<Fix>,
    /// Why it is as grave as it is: where the level of its rule was set.
    pub note: Option<String>,
}

impl Diagnostic {
    /// An error at `span` of the file `path`.
    pub fn error(
        code: &'static str,
        path: &Arc<str>,
        span: Span,
        title: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            title: title.into(),
            labels: vec![Label {
                path: Arc::clone(path),
                span,
                text: String::new(),
            }],
            help: None,
            fix: None,
            note: None,
        }
    }

    /// A warning at `span` of the file `path`.
    pub fn warning(
        code: &'static str,
        path: &Arc<str>,
        span: Span,
        title: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, path, span, title)
        }
    }

    /// Says why the main place is shown.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(main) = self.labels.first_mut() {
            main.text = text.into();
        }
        self
    }

    /// Shows one more place.
    #[must_use]
    pub fn also(mut self, path: &Arc<str>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            path: Arc::clone(path),
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Proposes to replace `span` of the main file by `replacement`.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        self.fixes(title, vec![Edit { span, replacement }])
    }

    /// Proposes several edits of the main file; without any, nothing is proposed.
    #[must_use]
    pub fn fixes(mut self, title: impl Into<String>, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| edit.span);
        self.fix = (!edits.is_empty()).then(|| Fix {
            title: title.into(),
            edits,
        });
        self
    }

    /// The file that the diagnostic is about.
    pub fn path(&self) -> &Arc<str> {
        &self.labels[0].path
    }

    /// True when nothing may be published because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts as a reader wants them: by file, then by place; equal ones once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.path(), a.labels[0].span, a.severity, a.code, &a.title).cmp(&(
            b.path(),
            b.labels[0].span,
            b.severity,
            b.code,
            &b.title,
        ))
    });
    diagnostics.dedup();
}

/// The world is wrong: a disk is full, a file cannot be read, a port is taken.
#[derive(Debug)]
pub struct Error {
    doing: String,
    cause: Option<std::io::Error>,
}

impl Error {
    /// `doing` says what could not be done, with the path or address in it.
    pub fn new(doing: impl Into<String>) -> Self {
        Self {
            doing: doing.into(),
            cause: None,
        }
    }

    /// What could not be done to `path`, and the system's reason.
    pub fn io(verb: &str, path: impl Into<PathBuf>, cause: std::io::Error) -> Self {
        Self {
            doing: format!("cannot {verb} {}", path.into().display()),
            cause: Some(cause),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Some(cause) => write!(f, "{}: {cause}", self.doing),
            None => f.write_str(&self.doing),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}
