//! The maps in a brief: sources, facts, narratives, predictions, the picture, corrections.

use super::pattern;
use super::shape::{
    Shape, date, date_or_empty, filled, formed, items, language, list, map, may, must, name,
    name_or_empty, part, probability, text, truth, url, word,
};
use crate::model::SourceKind;

/// A source, or in short its outlet.
pub fn source() -> Shape {
    let kinds = |kind: &'static str| {
        let meaning = match SourceKind::parse(kind) {
            Some(SourceKind::News) | None => "A report.",
            Some(SourceKind::Primary) => {
                "A document of those concerned: a law, a resolution, a statement."
            }
            Some(SourceKind::Data) => "Figures.",
            Some(SourceKind::Opinion) => "An opinion.",
        };
        (kind, meaning)
    };
    let fields = vec![
        must(
            "outlet",
            name(),
            "Who published it, such as `AP News`. What is known of outlets stands in `content/outlets.yaml`; one that is not there is shown as unknown.",
        ),
        may("title", text(), "The title of the report or document."),
        may(
            "url",
            url(),
            "Where it is: an address that begins with `https://` or `http://`.",
        ),
        may("author", text(), "Who wrote it."),
        may(
            "published",
            date_or_empty(),
            "When it was published: `2026-03-02`, or a time with its offset.",
        ),
        may(
            "accessed",
            date_or_empty(),
            "When you read it: `2026-03-02`, or a time with its offset.",
        ),
        may(
            "archive",
            url(),
            "The address of an archived copy: `https://web.archive.org/…`.",
        ),
        may(
            "archived",
            date_or_empty(),
            "When the archived copy was made.",
        ),
        may("quote", text(), "The words that you rely on."),
        may(
            "lang",
            language(),
            "Language of the source: a BCP 47 tag such as `ko` or `pt-BR`.",
        ),
        may(
            "kind",
            word(&SourceKind::NAMES.map(kinds)),
            "What sort of document it is: `news`, `primary` (a law, a resolution, a statement), `data` or `opinion`.",
        ),
    ];
    map("a source", fields)
        .or_text(pattern::NAMED, "expected the name of an outlet")
        .or_plain()
}

const CITES: &str = "cite a source: `[^id]` in the text, or its id in `cite`";

/// A fact, or in short its text.
pub fn fact() -> Shape {
    let fields = vec![
        must(
            "text",
            filled(),
            "The statement, in Markdown. `[^id]` cites a source; it stands after the statement or inside it.",
        ),
        may(
            "cite",
            cite(),
            "Ids of sources, whose marks are put after the text: `[nbc, ap]`, or one alone.",
        ),
    ];
    let something = part([
        ("not", part([("type", "null".into())])),
        ("contains", part([("pattern", pattern::FILLED.into())])),
    ]);
    let names_sources = part([
        ("required", list(["cite"].into_iter())),
        ("properties", part([("cite", something)])),
    ]);
    let citing = part([
        ("type", "string".into()),
        ("pattern", pattern::CITING.into()),
        ("patternErrorMessage", CITES.into()),
    ]);
    let cites_in_text = part([("properties", part([("text", citing)]))]);
    let sourced = part([("if", names_sources), ("else", cites_in_text)]);
    map("a fact", fields)
        .or_text(pattern::CITING, CITES)
        .with("allOf", vec![sourced])
}

/// A narrative.
pub fn narrative() -> Shape {
    map(
        "a narrative",
        vec![
            must(
                "stance",
                name(),
                "Where it stands, such as `Pro-establishment`, `Left`, `Pro-tunnel`, `Tunnel-critical` or `Narrative A`. Any label will do; a site gives its own a side and a sign in `site.toml`.",
            ),
            may(
                "provider",
                name_or_empty(),
                "Who the narrative is taken from, such as `The Korea Times`.",
            ),
            may(
                "url",
                url(),
                "The address of the provider: it begins with `https://` or `http://`.",
            ),
            must(
                "text",
                filled(),
                "The telling, in Markdown: one paragraph or more. After `|` it may have blank lines.",
            ),
            may(
                "cite",
                cite(),
                "Ids of sources, whose marks are put after the text: `[nbc, ap]`, or one alone. A narrative need not cite.",
            ),
        ],
    )
}

/// A part of the background.
pub fn section() -> Shape {
    map(
        "a section",
        vec![
            must(
                "title",
                filled(),
                "Its heading, such as `Background`: words only.",
            ),
            must(
                "text",
                filled(),
                "Its text, in Markdown. Headings in it begin at `###`.",
            ),
        ],
    )
}

fn cite() -> Shape {
    let id = pattern::whole(&pattern::source_id());
    let item = text().matching(pattern::whole_or_empty(&pattern::source_id()), NO_ID);
    items("cite", "The id of an entry under `sources`.", &item)
        .or_text(id, NO_ID)
        .or_plain()
}

const NO_ID: &str =
    "expected the id of a source: letters without accents, digits, `-`, `_` and `.`";

/// A prediction.
pub fn prediction() -> Shape {
    map(
        "a prediction",
        vec![
            must(
                "question",
                filled(),
                "What is asked, such as `Will the tunnel be open before 2032?`",
            ),
            may(
                "forecaster",
                text(),
                "Who made the prediction, such as `Metaculus`.",
            ),
            may(
                "url",
                url(),
                "Where it can be read: an address that begins with `https://` or `http://`.",
            ),
            may(
                "probability",
                probability(),
                "How likely it is held to be, from 0 to 1: `15%` or `0.15`; `15` alone is an error. May be absent.",
            ),
            may(
                "as_of",
                date_or_empty(),
                "When this probability held: `2026-03-02`.",
            ),
            may(
                "resolves_by",
                date_or_empty(),
                "By when the answer will be known: `2031-12-31`.",
            ),
            may("resolution", text(), "How it came out, once that is known."),
            may(
                "readings",
                items(
                    "readings",
                    "What the probability was on a date.",
                    &reading(),
                ),
                "Earlier probabilities, drawn as a line: `{as_of: 2026-01-15, probability: 12%}`. Sorted by date.",
            ),
        ],
    )
}

fn reading() -> Shape {
    map(
        "a reading",
        vec![
            must("as_of", date(), "When it held: `2026-01-15`."),
            must(
                "probability",
                probability(),
                "From 0 to 1: `12%` or `0.12`.",
            ),
        ],
    )
}

/// The picture.
pub fn image() -> Shape {
    let within = part([
        ("pattern", pattern::whole(&pattern::path()).into()),
        (
            "patternErrorMessage",
            "expected a path such as images/summit.jpg".into(),
        ),
    ]);
    let path = formed(
        pattern::picture_ending(),
        "expected jpg, png, webp, avif or gif",
    )
    .with("allOf", vec![within]);
    map(
        "an image",
        vec![
            must(
                "src",
                path,
                "The file, below `content/`: `images/harbour.jpg` is `content/images/harbour.jpg`. It ends in jpg, jpeg, png, webp, avif or gif; SVG is refused, because it can hold scripts.",
            ),
            must(
                "alt",
                filled(),
                "What the picture shows, for those who do not see it: `The harbour from the north pier`.",
            ),
            must("credit", filled(), "Who made it, or whose it is."),
            may(
                "caption",
                text(),
                "The words below it, in Markdown. They cite nothing.",
            ),
            may(
                "ai",
                truth().with("default", false),
                "`true` when a machine made the picture.",
            ),
        ],
    )
}

/// A correction.
pub fn correction() -> Shape {
    map(
        "a correction",
        vec![
            must(
                "date",
                date(),
                "When it was put right: `2026-03-04`, or a time with its offset.",
            ),
            must(
                "text",
                filled(),
                "What was wrong, and what is right, in Markdown. It cites nothing.",
            ),
        ],
    )
}
