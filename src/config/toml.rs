//! TOML → tree, with places. The only door to the TOML parser.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use crate::text::Span;
use crate::tree::{Entry, Faults, Kind, Node};

/// The tree of a TOML text; none, and a fault for each mistake, when it does not parse.
pub fn parse<'a>(text: &'a str, faults: &mut Faults) -> Option<Node<'a>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or_default();
        let span = Span::new(span.start, span.end.max(span.start + 1).min(text.len()));
        let title = format!("TOML does not parse: {}", error.message().trim());
        faults.error("toml-syntax", span, title, |d| d);
    }
    errors.is_empty().then(|| {
        let whole = Span::new(0, text.len());
        Node {
            span: whole,
            kind: map(table.into_inner()),
        }
    })
}

fn map(table: DeTable<'_>) -> Kind<'_> {
    let mut entries: Vec<_> = table
        .into_iter()
        .map(|(key, value)| {
            let key_span = Span::new(key.span().start, key.span().end);
            Entry {
                key: key.into_inner(),
                key_span,
                value: node(value),
            }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Kind::Map(entries)
}

fn node(value: Spanned<DeValue<'_>>) -> Node<'_> {
    let span = Span::new(value.span().start, value.span().end);
    let kind = match value.into_inner() {
        DeValue::String(text) => Kind::Quoted(text),
        DeValue::Integer(number) => Kind::Plain(
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
                .map_or_else(|_| number.as_str().to_owned(), |n| n.to_string())
                .into(),
        ),
        DeValue::Float(number) => Kind::Plain(number.as_str().replace('_', "").into()),
        DeValue::Boolean(value) => Kind::Plain(if value { "true" } else { "false" }.into()),
        DeValue::Datetime(moment) => Kind::Plain(moment.to_string().into()),
        DeValue::Array(items) => Kind::List(items.into_iter().map(node).collect()),
        DeValue::Table(table) => map(table),
    };
    Node { span, kind }
}
