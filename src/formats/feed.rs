//! What a feed holds, in either format.

use std::borrow::Cow;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::Whole;
use crate::model::{Card, Correction, Moment};
use crate::plan::{FeedFormat, FeedOf, Grouping, term_target};
use crate::render::{Links, plain_text, prose_html};
use crate::site::{CardId, Site};
use crate::theme::Texts;

/// A feed before it is written.
#[derive(Debug)]
pub struct Feed<'a> {
    pub title: String,
    pub description: &'a str,
    pub publisher: &'a str,
    pub lang: &'a str,
    /// The page that the feed is of.
    pub home: String,
    pub atom: String,
    pub json: String,
    /// When the newest entry was last changed.
    pub updated: Moment,
    pub entries: Vec<Entry<'a>>,
}

/// An entry of a feed.
#[derive(Debug)]
pub struct Entry<'a> {
    /// A name that never changes, whatever becomes of the address.
    pub id: String,
    pub title: Cow<'a, str>,
    pub url: String,
    pub published: Moment,
    pub updated: Moment,
    pub lang: Option<&'a str>,
    pub authors: &'a [String],
    pub tags: Vec<&'a str>,
    pub summary: String,
    /// All that the brief or correction says; none where the summary has to do.
    pub html: Option<Cow<'a, str>>,
}

/// The briefs that stand in the feed, newest first.
pub fn briefs(site: &Site, of: &FeedOf) -> Vec<CardId> {
    let newest = |ids: &mut dyn Iterator<Item = CardId>| ids.take(site.config.feed_size).collect();
    match of {
        FeedOf::Site => newest(&mut (0..site.cards.len()).rev()),
        FeedOf::Tag(slug) => newest(&mut site.tags[slug].cards.iter().rev().copied()),
        FeedOf::Corrections => Vec::new(),
    }
}

impl<'a> Feed<'a> {
    /// The feed `of`, which holds these whole briefs.
    pub fn of(
        site: &'a Site,
        texts: &'a Texts,
        of: &FeedOf,
        wholes: &'a [(CardId, Arc<Whole>)],
    ) -> Self {
        let config = &site.config;
        let (title, home) = match of {
            FeedOf::Site => (config.title.clone(), config.base_url.clone()),
            FeedOf::Tag(slug) => {
                let page = config.permalink(&term_target(Grouping::Tags, slug));
                (format!("{} · {}", site.tags[slug].name, config.title), page)
            }
            FeedOf::Corrections => {
                let page = format!("{}corrections/", config.base_url);
                (
                    format!("{} · {}", texts.get("corrections"), config.title),
                    page,
                )
            }
        };
        let entries = match of {
            FeedOf::Corrections => corrections(site),
            _ => {
                let wholes = wholes.iter();
                wholes.map(|(id, whole)| entry(site, *id, whole)).collect()
            }
        };
        let updated = entries.iter().map(|entry| entry.updated).max();
        Self {
            title,
            description: &config.description,
            publisher: &config.publisher,
            lang: config.language.as_str(),
            home,
            atom: config.permalink(&of.target(FeedFormat::Atom)),
            json: config.permalink(&of.target(FeedFormat::Json)),
            // An empty feed has never changed.
            updated: updated.unwrap_or_else(|| Moment::parse("1970-01-01").expect("a date")),
            entries,
        }
    }
}

fn entry<'a>(site: &'a Site, id: CardId, whole: &'a Whole) -> Entry<'a> {
    let card = &site.cards[id];
    Entry {
        id: tag_uri(site, &card.id),
        title: Cow::Borrowed(&card.title),
        url: site.config.permalink(&card.target),
        published: card.date,
        updated: card.changed(),
        lang: card.lang.as_ref().map(crate::model::Lang::as_str),
        authors: &whole.authors,
        tags: card.tags.iter().map(|tag| tag.name.as_str()).collect(),
        summary: plain_text(&card.summary),
        html: whole.html.as_deref().map(Cow::Borrowed),
    }
}

fn corrections(site: &Site) -> Vec<Entry<'_>> {
    let newest = site.corrections.iter().rev().take(site.config.feed_size);
    newest
        .map(|&(id, which)| {
            let card = &site.cards[id];
            let correction = &card.corrections[which];
            let links = Links::absolute(&site.config, &card.target);
            Entry {
                id: correction_id(site, card, correction),
                title: Cow::Borrowed(&card.title),
                url: site.config.permalink(&card.target),
                published: correction.date,
                updated: correction.date,
                lang: card.lang.as_ref().map(crate::model::Lang::as_str),
                authors: &[],
                tags: Vec::new(),
                summary: plain_text(&correction.text),
                html: Some(Cow::Owned(prose_html(&correction.text, &links))),
            }
        })
        .collect()
}

/// A correction's name: it stays when another is put before it.
fn correction_id(site: &Site, card: &Card, correction: &Correction) -> String {
    let words = xxh3_64(correction.text.as_bytes());
    let date = correction.date.iso();
    tag_uri(site, &format!("{}/correction/{date}-{words:016x}", card.id))
}

/// A name for an entry (RFC 4151): the host, the year of this scheme, and the brief's permanent id.
fn tag_uri(site: &Site, id: &str) -> String {
    let host = site.config.base_url.split('/').nth(2).unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host);
    let mut encoded = String::with_capacity(id.len());
    crate::model::encode_path(id, &mut encoded);
    ["tag:", host, ",2026:", &encoded].concat()
}
