//! Everything that is no themed page: feeds, sitemaps, data, redirects, robots. One file each.

mod atom;
mod brief_data;
mod feed;
mod json_feed;
mod redirect;
mod robots;
mod sitemap;

pub use brief_data::identity;
pub use sitemap::{NEWS_MOST, news_end};

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::model::{Brief, Moment};
use crate::plan::{FeedFormat, FeedOf, Planned, What};
use crate::render::entry_html;
use crate::site::{CardId, Site};
use crate::theme::Theme;

/// All that the formats are made from.
#[derive(Debug)]
pub struct Formats<'a> {
    site: &'a Site,
    briefs: &'a [Arc<Brief>],
    theme: &'a Theme,
    planned: &'a [Planned],
    now: Moment,
    /// The whole briefs that stand in feeds, each made when a feed first holds it.
    entries: Vec<OnceLock<String>>,
}

impl<'a> Formats<'a> {
    /// Makes room for what several files share. `now` decides what is news.
    pub fn new(
        site: &'a Site,
        briefs: &'a [Arc<Brief>],
        theme: &'a Theme,
        planned: &'a [Planned],
        now: Moment,
    ) -> Self {
        Self {
            site,
            briefs,
            theme,
            planned,
            now,
            entries: briefs.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Makes the whole briefs of all feeds on all cores, before pages are made:
    /// both at once would hold a very long text twice.
    pub fn prepare(&self) {
        let feeds = self
            .planned
            .iter()
            .filter_map(|planned| match &planned.what {
                What::Feed(of, FeedFormat::Atom) => Some(feed::briefs(self.site, of)),
                _ => None,
            });
        let mut ids: Vec<CardId> = feeds.flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_par_iter().for_each(|id| {
            self.entry(id);
        });
    }

    /// The whole brief, as it stands in feeds.
    fn entry(&self, id: CardId) -> &str {
        let make = || {
            let texts = &self.theme.texts;
            entry_html(self.site, texts, &self.briefs[id], &self.site.cards[id])
        };
        self.entries[id].get_or_init(make)
    }

    /// The text of a planned file, appended to `out`. False when `planned` is none of these formats.
    pub fn write(&self, planned: &Planned, out: &mut String) -> bool {
        match &planned.what {
            What::BriefData(id) => {
                brief_data::write(self.site, &self.briefs[*id], &self.site.cards[*id], out);
            }
            What::Redirect(target) => redirect::write(self.site, self.theme, target, out),
            What::Feed(of, FeedFormat::Atom) => atom::write(&self.feed(of), out),
            What::Feed(of, FeedFormat::Json) => json_feed::write(&self.feed(of), out),
            What::SitemapIndex => sitemap::index(self.site, out),
            What::MonthSitemap(year, month) => sitemap::month(self.site, *year, *month, out),
            What::PagesSitemap => sitemap::pages(self.site, self.planned, out),
            What::NewsSitemap => sitemap::news(self.site, &self.now, out),
            What::Robots => robots::write(self.site, out),
            _ => return false,
        }
        true
    }

    fn feed(&self, of: &FeedOf) -> feed::Feed<'_> {
        feed::Feed::of(self.site, self.briefs, &self.theme.texts, of, |id| {
            self.entry(id)
        })
    }
}
