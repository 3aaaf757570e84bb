//! Everything that is no themed page: feeds, sitemaps, data, redirects, robots. One file each.

mod atom;
mod brief_data;
mod feed;
mod json_feed;
mod redirect;
mod robots;
mod sitemap;

pub use brief_data::identity;
pub use feed::briefs as feed_briefs;
pub use sitemap::{NEWS_MOST, news_briefs, news_end};

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::config::FeedEntries;
use crate::diag::Error;
use crate::model::Brief;
use crate::plan::{FeedFormat, FeedOf, Planned, What};
use crate::render::entry_html;
use crate::site::{Briefs, CardId, Site};
use crate::theme::Theme;

/// So many of the newest briefs are kept as they stand in feeds: most feeds hold some of
/// them. An older one is made for each feed that holds it.
const KEPT: usize = 1_000;

/// A brief as it stands in feeds.
#[derive(Debug)]
struct Whole {
    authors: Vec<String>,
    /// All that it says, where entries hold that.
    html: Option<String>,
}

/// All that the formats are made from.
#[derive(Debug)]
pub struct Formats<'a> {
    site: &'a Site,
    briefs: &'a dyn Briefs,
    theme: &'a Theme,
    planned: &'a [Planned],
    /// The newest briefs as they stand in feeds, from the newest, each made when a feed
    /// first holds it.
    entries: Vec<OnceLock<Arc<Whole>>>,
}

impl<'a> Formats<'a> {
    /// Makes room for what several files share.
    pub fn new(
        site: &'a Site,
        briefs: &'a dyn Briefs,
        theme: &'a Theme,
        planned: &'a [Planned],
    ) -> Self {
        Self {
            site,
            briefs,
            theme,
            planned,
            entries: site
                .cards
                .iter()
                .take(KEPT)
                .map(|_| OnceLock::new())
                .collect(),
        }
    }

    /// Makes the whole briefs that are kept for the feeds among the `wanted` files, on all
    /// cores, before pages are made: both at once would hold a very long text twice. The
    /// error is the world's.
    pub fn prepare<'b>(&self, wanted: impl Iterator<Item = &'b Planned>) -> Result<(), Error> {
        let first = FeedFormat::of(&self.site.config).first();
        let feeds = wanted.filter_map(|planned| match &planned.what {
            What::Feed(of, format) if Some(format) == first => Some(feed::briefs(self.site, of)),
            _ => None,
        });
        let is_kept = |id: &CardId| self.kept(*id).is_some();
        let mut ids: Vec<CardId> = feeds.flatten().filter(is_kept).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_par_iter()
            .try_for_each(|id| self.entry(id).map(|_| ()))
    }

    /// Where a brief is kept as it stands in feeds; none for those that are not.
    fn kept(&self, id: CardId) -> Option<&OnceLock<Arc<Whole>>> {
        self.entries.get(self.site.cards.len() - 1 - id)
    }

    /// The whole brief, as it stands in feeds.
    fn entry(&self, id: CardId) -> Result<Arc<Whole>, Error> {
        let kept = self.kept(id);
        if let Some(made) = kept.and_then(OnceLock::get) {
            return Ok(Arc::clone(made));
        }
        let brief = self.briefs.brief(id)?;
        let html = || entry_html(self.site, &self.theme.texts, &brief, &self.site.cards[id]);
        let is_whole = self.site.config.feed_entries == FeedEntries::Whole;
        let made = Arc::new(Whole {
            html: is_whole.then(html),
            authors: brief.authors.clone(),
        });
        Ok(match kept {
            Some(place) => Arc::clone(place.get_or_init(|| made)),
            None => made,
        })
    }

    /// The whole briefs of a feed.
    fn wholes(&self, of: &FeedOf) -> Result<Vec<(CardId, Arc<Whole>)>, Error> {
        let ids = feed::briefs(self.site, of).into_iter();
        ids.map(|id| Ok((id, self.entry(id)?))).collect()
    }

    fn feed<'b>(&'b self, of: &FeedOf, wholes: &'b [(CardId, Arc<Whole>)]) -> feed::Feed<'b> {
        feed::Feed::of(self.site, &self.theme.texts, of, wholes)
    }

    /// `brief.json` of a brief, appended to `out`.
    pub fn data(&self, brief: &Brief, id: CardId, out: &mut String) {
        brief_data::write(self.site, brief, &self.site.cards[id], out);
    }

    /// The text of a planned file, appended to `out`. False when `planned` is none of
    /// these formats, or the data of a brief. The error is the world's.
    pub fn write(&self, planned: &Planned, out: &mut String) -> Result<bool, Error> {
        match &planned.what {
            What::Redirect(target) => redirect::write(self.site, self.theme, target, out),
            What::Feed(of, FeedFormat::Atom) => atom::write(&self.feed(of, &self.wholes(of)?), out),
            What::Feed(of, FeedFormat::Json) => {
                json_feed::write(&self.feed(of, &self.wholes(of)?), out);
            }
            What::SitemapIndex => sitemap::index(self.site, out),
            What::MonthSitemap(year, month) => sitemap::month(self.site, *year, *month, out),
            What::PagesSitemap => sitemap::pages(self.site, self.planned, out),
            What::NewsSitemap => sitemap::news(self.site, out),
            What::Robots => robots::write(self.site, out),
            _ => return Ok(false),
        }
        Ok(true)
    }
}
