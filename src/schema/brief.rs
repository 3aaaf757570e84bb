//! The fields of a brief, in both spellings, and of the maps in it.

use super::parts::{correction, fact, image, narrative, prediction, section, source};
use super::pattern;
use super::shape::{
    Field, Shape, date, date_or_empty, filled, filled_if_there, formed, free, items, language, map,
    may, must, name, name_or_empty, named, slug, text, truth,
};
use crate::lint::rules;
use crate::tree::most_items;

/// A brief in the YAML spelling.
pub fn brief() -> Shape {
    let mut fields = head();
    fields.extend(content());
    fields.extend(tail());
    map("a brief", fields)
}

/// The front matter of a brief in the Markdown spelling: what it says stands in the body.
pub fn front_matter() -> Shape {
    let mut fields = head();
    fields.extend(tail());
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

fn tail() -> Vec<Field> {
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
            allow(),
            "Editorial rules that this brief may break, each with the reason: `lopsided-narratives: The other side gave one sentence only`",
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

/// The rules that a brief may break.
fn allow() -> Shape {
    let free = rules().filter(|rule| rule.is_free());
    let fields = free.map(|rule| {
        let meaning = format!(
            "{} Here: why this brief may break the rule.",
            rule.summary()
        );
        filled_if_there(rule.name, filled(), &meaning)
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
