//! Diagnostics as rustc and cargo show them. The only door to the painter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::build::Report;
use crate::diag::{Diagnostic, Error, Severity};
use crate::text::{Span, floor_boundary};

/// Prints the diagnostics of a build to standard error; with `quiet`, errors only.
pub fn print_all(report: &Report, quiet: bool) {
    let mut noted: BTreeSet<(&str, Option<&str>)> = BTreeSet::new();
    for diagnostic in &report.diagnostics {
        if quiet && !diagnostic.is_error() {
            continue;
        }
        // Where a level was set is told once for each rule.
        if noted.insert((diagnostic.code, diagnostic.note.as_deref())) {
            print(diagnostic, report);
        } else {
            let known = Diagnostic {
                note: None,
                ..diagnostic.clone()
            };
            print(&known, report);
        }
    }
}

/// Prints a diagnostic to standard error.
pub fn print(diagnostic: &Diagnostic, report: &Report) {
    let painted = paint(diagnostic, &report.sources, Renderer::styled());
    anstream::eprintln!("{painted}\n");
}

/// Prints what is wrong with the world.
pub fn print_error(error: &Error) {
    let title = error.to_string();
    let group = Group::with_title(Level::ERROR.primary_title(title.as_str()));
    anstream::eprintln!("{}", Renderer::styled().render(&[group]));
}

/// A diagnostic as text without colours.
pub fn plain(diagnostic: &Diagnostic, sources: &BTreeMap<Arc<str>, String>) -> String {
    paint(diagnostic, sources, Renderer::plain())
}

fn paint(
    diagnostic: &Diagnostic,
    sources: &BTreeMap<Arc<str>, String>,
    renderer: Renderer,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = printable(&diagnostic.title);
    let text_of = |path: &Arc<str>| sources.get(path).map_or("", String::as_str);
    let mut main = level
        .primary_title(title.as_str())
        .id(diagnostic.code)
        .elements(std::iter::empty::<
            Snippet<'_, annotate_snippets::Annotation<'_>>,
        >());
    let mut shown: Vec<&Arc<str>> = Vec::new();
    let labels: Vec<String> = diagnostic
        .labels
        .iter()
        .map(|label| printable(&label.text))
        .collect();
    for label in &diagnostic.labels {
        if shown.contains(&&label.path) {
            continue;
        }
        shown.push(&label.path);
        let text = text_of(&label.path);
        if text.is_empty() || label.span == Span::default() {
            main = main.element(Origin::path(&*label.path));
            continue;
        }
        let here = diagnostic
            .labels
            .iter()
            .filter(|other| other.path == label.path);
        let excerpt = Excerpt::around(text, here.map(|other| other.span));
        let mut snippet = Snippet::source(excerpt.text)
            .line_start(excerpt.line)
            .path(&*label.path);
        for (index, other) in diagnostic.labels.iter().enumerate() {
            if other.path == label.path {
                let kind = if index == 0 {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                let mut annotation = kind.span(excerpt.place(other.span));
                if !labels[index].is_empty() {
                    annotation = annotation.label(labels[index].as_str());
                }
                snippet = snippet.annotation(annotation);
            }
        }
        main = main.element(snippet);
    }
    let mut groups = Vec::new();
    let help = diagnostic.help.as_deref().map(printable);
    if let Some(help) = &help {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    let note = diagnostic.note.as_deref().map(printable);
    if let Some(note) = &note {
        main = main.element(Level::NOTE.message(note.as_str()));
    }
    groups.push(main);
    let fix_title = diagnostic.fix.as_ref().map(|fix| printable(&fix.title));
    if let (Some(fix), Some(title)) = (&diagnostic.fix, &fix_title) {
        let text = text_of(diagnostic.path());
        if !text.is_empty() {
            let excerpt = Excerpt::around(text, fix.edits.iter().map(|edit| edit.span));
            let patches = fix
                .edits
                .iter()
                .map(|edit| Patch::new(excerpt.place(edit.span), edit.replacement.as_str()));
            groups.push(
                Level::HELP.secondary_title(title.as_str()).element(
                    Snippet::source(excerpt.text)
                        .line_start(excerpt.line)
                        .path(&**diagnostic.path())
                        .patches(patches),
                ),
            );
        }
    }
    renderer.decor_style(DecorStyle::Unicode).render(&groups)
}

/// The lines of a text that are shown: the painter reads all that it is given, for each diagnostic anew.
struct Excerpt<'a> {
    text: &'a str,
    /// Where it begins in the whole text.
    start: usize,
    /// The number of its first line.
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// The whole lines that hold all of `spans`.
    fn around(text: &'a str, spans: impl Iterator<Item = Span>) -> Self {
        let (first, last) = spans.fold((text.len(), 0), |(first, last), span| {
            (first.min(span.start as usize), last.max(span.end as usize))
        });
        let first = floor_boundary(text, first);
        let last = floor_boundary(text, last.max(first));
        let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[last..]
            .find('\n')
            .map_or(text.len(), |newline| last + newline + 1);
        Self {
            text: &text[start..end],
            start,
            line: text[..start].bytes().filter(|&b| b == b'\n').count() + 1,
        }
    }

    /// A span as it lies in the excerpt; the text may have changed since it was read.
    fn place(&self, span: Span) -> std::ops::Range<usize> {
        let place = |at: u32| floor_boundary(self.text, (at as usize).saturating_sub(self.start));
        let start = place(span.start);
        start..place(span.end).max(start)
    }
}

/// Text of an author for a terminal: control characters could move the cursor or change colours.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
