//! What changes between two versions of a text, as a patch. The only door to the differ.

use similar::{ChangeTag, TextDiff};

/// A unified diff with colours, three lines of context, and the path as git shows it.
/// `patch` and `git apply` take it.
pub fn patch(path: &str, before: &str, after: &str) -> String {
    let (red, green, cyan, reset) = ("\u{1b}[31m", "\u{1b}[32m", "\u{1b}[36m", "\u{1b}[0m");
    let diff = TextDiff::from_lines(before, after);
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        out.push_str(&format!("{cyan}{}{reset}\n", hunk.header()));
        for change in hunk.iter_changes() {
            let (sign, paint) = match change.tag() {
                ChangeTag::Equal => (' ', ""),
                ChangeTag::Delete => ('-', red),
                ChangeTag::Insert => ('+', green),
            };
            let line = change.value();
            let text = line.strip_suffix('\n').unwrap_or(line);
            let end = if paint.is_empty() { "" } else { reset };
            out.push_str(&format!("{paint}{sign}{text}{end}\n"));
            if change.missing_newline() {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::patch;

    #[test]
    fn a_patch_has_its_path_its_place_and_its_lines() {
        let painted = patch(
            "content/briefs/a.md",
            "1\n2\n3\n4\n5\n6",
            "1\n2\n3\n4\nfive\n6",
        );
        let plain = anstream::adapter::strip_str(&painted).to_string();
        assert_eq!(
            plain,
            "--- a/content/briefs/a.md\n+++ b/content/briefs/a.md\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n\\ No newline at end of file\n"
        );
    }
}
