//! Everything that is no themed page: feeds, sitemaps, data, redirects, robots. One file each.

mod atom;
mod brief_data;
mod feed;
mod json_feed;
mod redirect;
mod robots;
mod sitemap;

use std::collections::BTreeMap;

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
    briefs: &'a [Brief],
    theme: &'a Theme,
    planned: &'a [Planned],
    now: Moment,
    /// The whole briefs that stand in feeds, made once each.
    entries: BTreeMap<CardId, String>,
}

impl<'a> Formats<'a> {
    /// Makes ready what several files share. `now` decides what is news.
    pub fn new(
        site: &'a Site,
        briefs: &'a [Brief],
        theme: &'a Theme,
        planned: &'a [Planned],
        now: Moment,
    ) -> Self {
        let mut ids: Vec<CardId> = planned
            .iter()
            .filter_map(|planned| match &planned.what {
                What::Feed(of, FeedFormat::Atom) => Some(feed::briefs(site, of)),
                _ => None,
            })
            .flatten()
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let entries = ids
            .into_par_iter()
            .map(|id| {
                (
                    id,
                    entry_html(site, &theme.texts, &briefs[id], &site.cards[id]),
                )
            })
            .collect();
        Self {
            site,
            briefs,
            theme,
            planned,
            now,
            entries,
        }
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
        feed::Feed::of(self.site, self.briefs, &self.theme.texts, of, &self.entries)
    }
}
