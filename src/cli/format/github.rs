//! Workflow commands of GitHub Actions, which show a diagnostic beside its line
//! (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).

use super::{Seen, level, region};
use crate::build::Report;

/// `::error file=…,line=…,col=…::…`.
pub fn write(report: &Report, seen: Seen<'_>) -> String {
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let (path, span) = (diagnostic.path(), diagnostic.labels[0].span);
        let mut properties = format!("file={}", property(&seen(path)));
        if let Some((start, end)) = region(report, path, span) {
            properties.push_str(&format!(",line={},endLine={}", start.line, end.line));
            // Columns count only within one line.
            if start.line == end.line {
                properties.push_str(&format!(",col={},endColumn={}", start.column, end.column));
            }
        }
        properties.push_str(&format!(",title={}", property(diagnostic.code)));
        let mut message = diagnostic.title.clone();
        for more in [Some(&diagnostic.labels[0].text), diagnostic.help.as_ref()] {
            if let Some(more) = more.filter(|more| !more.is_empty()) {
                message.push('\n');
                message.push_str(more);
            }
        }
        out.push_str(&format!(
            "::{} {properties}::{}\n",
            level(diagnostic),
            data(&message)
        ));
    }
    out
}

/// A message: what would end the line or begin an escape is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property: what would end it, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_that_an_author_wrote_is_a_command() {
        assert_eq!(data("100%\n::error::x"), "100%25%0A::error::x");
        assert_eq!(property("a,b:c\r"), "a%2Cb%3Ac%0D");
    }
}
