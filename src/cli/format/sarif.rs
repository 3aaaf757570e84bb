//! SARIF 2.1.0, the format of code scanning
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Seen, level, region};
use crate::build::Report;
use crate::diag::{Diagnostic, Label};
use crate::lint::rule;
use crate::text::Span;

/// A log with one run. Columns count characters (`unicodeCodePoints`), from 1.
pub fn write(report: &Report, seen: Seen<'_>) -> String {
    let scan = Scan { report, seen };
    let codes: BTreeSet<&str> = report.diagnostics.iter().map(|one| one.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| described(code)).collect();
    let results = report.diagnostics.iter();
    let results: Vec<Value> = results.map(|one| scan.result(one, &codes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Evenhand",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// A rule with what its page says of it; of other faults the code says it all.
fn described(code: &str) -> Value {
    let Some(rule) = rule(code) else {
        return json!({ "id": code });
    };
    json!({
        "id": code,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": format!("gen explain {code}"), "markdown": rule.text },
        "properties": { "tags": [rule.group.name()] },
    })
}

/// What results are made from.
struct Scan<'a> {
    report: &'a Report,
    seen: Seen<'a>,
}

impl Scan<'_> {
    fn result(&self, diagnostic: &Diagnostic, codes: &BTreeSet<&str>) -> Value {
        let (main, others) = diagnostic
            .labels
            .split_first()
            .expect("a diagnostic has a place");
        let mut message = diagnostic.title.clone();
        for more in [Some(&main.text), diagnostic.help.as_ref()] {
            if let Some(more) = more.filter(|more| !more.is_empty()) {
                message.push('\n');
                message.push_str(more);
            }
        }
        let mut result = json!({
            "ruleId": diagnostic.code,
            "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
            "level": level(diagnostic),
            "message": { "text": message },
            "locations": [self.location(main)],
        });
        if !others.is_empty() {
            let related = others.iter().enumerate().map(|(id, label)| {
                let mut location = self.location(label);
                location["id"] = json!(id);
                if !label.text.is_empty() {
                    location["message"] = json!({ "text": label.text });
                }
                location
            });
            result["relatedLocations"] = related.collect();
        }
        let region = |span| self.region(diagnostic.path(), span);
        if let Some(fix) = &diagnostic.fix {
            let replacements = fix.edits.iter().filter_map(|edit| {
                Some(json!({
                    "deletedRegion": region(edit.span)?,
                    "insertedContent": { "text": edit.replacement },
                }))
            });
            let replacements: Vec<Value> = replacements.collect();
            if !replacements.is_empty() {
                result["fixes"] = json!([{
                    "description": { "text": fix.title },
                    "artifactChanges": [{
                        "artifactLocation": self.artifact(diagnostic.path()),
                        "replacements": replacements,
                    }],
                }]);
            }
        }
        result
    }

    fn location(&self, label: &Label) -> Value {
        let mut place = json!({ "artifactLocation": self.artifact(&label.path) });
        if let Some(region) = self.region(&label.path, label.span) {
            place["region"] = region;
        }
        json!({ "physicalLocation": place })
    }

    fn region(&self, path: &str, span: Span) -> Option<Value> {
        let (start, end) = region(self.report, path, span)?;
        Some(json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        }))
    }

    /// A file of the site, as a relative URI.
    fn artifact(&self, path: &str) -> Value {
        let mut uri = String::new();
        crate::model::encode_path(&(self.seen)(path), &mut uri);
        json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
    }
}
