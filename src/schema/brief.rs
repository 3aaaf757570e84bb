//! The fields of a brief, in both spellings, and of the maps in it.

use super::shape::{
    Field, Shape, date, date_or_empty, filled, formed, free, items, language, list, map, may, must,
    name, name_or_empty, named, part, probability, slug, text, truth, url, word,
};
use super::{RuleName, pattern};
use crate::model::SourceKind;
use crate::tree::{Value, most_items};

/// A brief in the YAML spelling.
pub fn brief(rules: &[RuleName]) -> Shape {
    let mut fields = head();
    fields.extend(content());
    fields.extend(tail(rules));
    map("a brief", fields)
}

/// The front matter of a brief in the Markdown spelling: what it says stands in the body.
pub fn front_matter(rules: &[RuleName]) -> Shape {
    let mut fields = head();
    fields.extend(tail(rules));
    map("a brief", fields)
}

fn head() -> Vec<Field> {
    vec![
        must(
            "title",
            filled(),
            "The headline. Put it in quotation marks where it holds `: ` or ` #`, or begins with a mark such as `-`, `*`, `[` or `@`.",
        ),
        must(
            "date",
            date(),
            "When the brief was first published: `2026-03-02`, or with a time and its offset from UTC, `2026-03-02T10:00Z`. A date alone counts from midnight UTC. It stands in the address. A brief of the future is scheduled: it appears with the first build from then on.",
        ),
        may(
            "updated",
            date_or_empty(),
            "When the brief was last changed: a date, or a time with its offset. Not before `date`; the same day is fine.",
        ),
        may(
            "expires",
            date_or_empty(),
            "From this date on, or from this time with its offset, the brief is not published. After `date`.",
        ),
        may(
            "draft",
            truth().with("default", false),
            "`true`: the brief is not published. `gen serve --drafts` shows it. `yes` and `no` are errors.",
        ),
        may("slug", slug(), SLUG),
        may(
            "id",
            text(),
            "Permanent identity of the brief, by which others name it under `related`. By default date and slug: `2026-03-02-harbour-tunnel`.",
        ),
        may(
            "summary",
            text(),
            "The opening paragraph, in Markdown. It cites nothing: state what needs a source as a fact. In the Markdown spelling, the text before the first heading is the summary; write one of the two.",
        ),
        may(
            "sources",
            sources(),
            "What the brief cites: for each source an id of your choice and the name of its outlet, or its fields. Texts cite it as `[^id]`. At most 300.",
        ),
    ]
}

const SLUG: &str = "Last part of the address: lower-case letters and digits of any script, `-`, `_` and `.`. By default the name of the file. Change the title as you like, but not this: the address of a live brief should stay.";

fn content() -> [Field; 3] {
    [
        may(
            "facts",
            items(
                "facts",
                "A checkable statement with its source: a text that cites one as `[^id]`, or a map of `text` and `cite`.",
                &fact(),
            ),
            "The checkable statements, each with at least one source. At most 1000.",
        ),
        may(
            "narratives",
            items("narratives", "One way of telling the story.", &narrative()),
            "How those tell the story who stand on its several sides, in your order.",
        ),
        may(
            "sections",
            items("sections", "A part of the background.", &section()),
            "Background, shown after the predictions.",
        ),
    ]
}

fn tail(rules: &[RuleName]) -> Vec<Field> {
    vec![
        may(
            "predictions",
            items(
                "predictions",
                "What somebody expects, with its probability.",
                &prediction(),
            ),
            "Statements about the future, each with its forecaster, its probability and the date when that held.",
        ),
        may(
            "tags",
            items(
                "tags",
                "A tag, such as `North Korea`. Case, white space and punctuation do not make two tags of one.",
                &name_or_empty(),
            ),
            "What the brief is filed under: `[Transport, Harbour]`. Each has a page. At most 100.",
        ),
        may(
            "series",
            name(),
            "The running story that the brief belongs to, such as `Harbour tunnel`. Its briefs stand on one page, oldest first.",
        ),
        may(
            "related",
            items("related", "The `id` or `slug` of another brief.", &text()),
            "Other briefs, by id or slug. Each must exist.",
        ),
        may(
            "authors",
            items("authors", "A name.", &text()),
            "Who wrote the brief.",
        ),
        may(
            "editors",
            items("editors", "A name.", &text()),
            "Who edited the brief.",
        ),
        may(
            "image",
            image(),
            "The picture of the brief. The file lies under `content/`; `alt` and `credit` are required.",
        ),
        may(
            "lang",
            language(),
            "Language of the brief, where it is not the site's: a BCP 47 tag such as `de` or `pt-BR`.",
        ),
        may(
            "aliases",
            aliases(),
            "Old addresses within the site, such as `/old/place/`. Each leads to the brief.",
        ),
        may(
            "corrections",
            items(
                "corrections",
                "What was wrong, and when it was put right.",
                &correction(),
            ),
            "Corrections, shown on the brief, on `/corrections/` and in feeds.",
        ),
        may(
            "axis",
            text(),
            "The split that the brief is about, or `none`. It stands in `brief.json`; the default theme draws nothing.",
        ),
        may(
            "allow",
            allow(rules),
            "Editorial rules that this brief may break, each with the reason: `uneven-narratives: The other side gave one sentence only.`",
        ),
        may(
            "extra",
            free(),
            "Free data for the templates of your own theme. Nothing here is looked at.",
        ),
    ]
}

fn sources() -> Shape {
    let source = source()
        .schema("A source: the name of its outlet, such as `AP News`, or a map of its fields.");
    named(&format!("^{}$", pattern::source_id()), source)
        .with("maxProperties", most_items("sources"))
}

fn source() -> Shape {
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

fn fact() -> Shape {
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
    let nothing = Value::List(vec![Value::Nothing, Value::List(Vec::new())]);
    let something = part([("not", part([("enum", nothing)]))]);
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

fn narrative() -> Shape {
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

fn section() -> Shape {
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

fn prediction() -> Shape {
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

fn image() -> Shape {
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

fn correction() -> Shape {
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

/// Old addresses of a brief or page.
fn aliases() -> Shape {
    let address = formed(
        pattern::whole_or_empty(&pattern::address()),
        "expected an address such as /old/place/",
    );
    items(
        "aliases",
        "An address that begins with `/`, counted from the front page: `/old/place/` or `/old.html`.",
        &address,
    )
}

/// Known rules are named, so that editors offer them; without any, all names of the right form are taken.
fn allow(rules: &[RuleName]) -> Shape {
    if rules.is_empty() {
        let key = format!("^{}$", pattern::rule());
        return named(&key, filled().schema("Why this brief may break the rule."));
    }
    let fields = rules.iter().map(|rule| {
        let meaning = format!("{} Here: why this brief may break the rule.", rule.summary);
        may(rule.name, filled(), &meaning)
    });
    map("reasons", fields.collect())
}

/// The front matter of a plain page.
pub fn page() -> Shape {
    map(
        "a page",
        vec![
            must("title", filled(), "The title of the page."),
            may("summary", text(), "One sentence for search engines."),
            may(
                "slug",
                slug(),
                "Last part of the address: lower-case letters and digits of any script, `-`, `_` and `.`. By default the name of the file.",
            ),
            may(
                "lang",
                language(),
                "Language of the page, where it is not the site's: a BCP 47 tag such as `de` or `pt-BR`.",
            ),
            may(
                "aliases",
                aliases(),
                "Old addresses within the site, such as `/old/place/`. Each leads to the page.",
            ),
            may(
                "draft",
                truth().with("default", false),
                "`true`: the page is not published.",
            ),
        ],
    )
}
