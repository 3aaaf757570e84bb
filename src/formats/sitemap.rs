//! Sitemaps (<https://www.sitemaps.org/protocol.html>): one a month, one of other pages, one of news.

use crate::model::{Moment, SitePath};
use crate::plan::{Planned, What, month_sitemap_target};
use crate::site::{CardId, Site};
use crate::text::escape_html_into;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// News search takes the briefs of two days, at most 1,000
/// (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>).
const NEWS_SECONDS: i64 = 48 * 60 * 60;
/// The most briefs in the sitemap of news; the newest ones are taken.
pub const NEWS_MOST: usize = 1_000;

/// The most addresses in one sitemap.
const MOST: usize = 50_000;

/// When a brief of this date leaves the sitemap of news: with the first second in which it is
/// older than two days. None after the year 9999.
pub fn news_end(date: &Moment) -> Option<Moment> {
    date.later(NEWS_SECONDS + 1)
}

/// The list of all sitemaps.
pub fn index(site: &Site, out: &mut String) {
    out.push_str(HEAD);
    out.push_str(&format!("<sitemapindex xmlns=\"{SITEMAP}\">\n"));
    let mut sitemap = |target: &SitePath, changed: Option<Moment>| {
        out.push_str("<sitemap><loc>");
        escape_html_into(&site.config.permalink(target), out);
        out.push_str("</loc>");
        if let Some(changed) = changed {
            out.push_str(&format!("<lastmod>{}</lastmod>", changed.machine()));
        }
        out.push_str("</sitemap>\n");
    };
    sitemap(&SitePath::made("sitemaps/pages.xml"), None);
    sitemap(&SitePath::made("sitemaps/news.xml"), None);
    for (&(year, month), ids) in &site.months {
        let changed = ids.iter().map(|&id| site.cards[id].changed()).max();
        sitemap(&month_sitemap_target(year, month), changed);
    }
    out.push_str("</sitemapindex>\n");
}

/// The briefs of a month.
pub fn month(site: &Site, year: i16, month: u8, out: &mut String) {
    begin(out, "");
    for &id in site.months[&(year, month)].iter().take(MOST) {
        let card = &site.cards[id];
        url(site, &card.target, out);
        out.push_str(&format!(
            "<lastmod>{}</lastmod></url>\n",
            card.changed().machine()
        ));
    }
    out.push_str("</urlset>\n");
}

/// Every page that is no brief and no numbered part of a list.
pub fn pages(site: &Site, planned: &[Planned], out: &mut String) {
    begin(out, "");
    let wanted = planned.iter().filter(|planned| match &planned.what {
        What::Home(list) | What::Term(_, _, list) | What::Corrections(list) => {
            list.number.is_none()
        }
        What::Terms(_) | What::Archive | What::Year(_) | What::Month(..) => true,
        What::Plain(index) => !site.pages[*index].draft,
        _ => false,
    });
    for planned in wanted.take(MOST) {
        url(site, &planned.target, out);
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
}

/// The briefs in the sitemap of news: those of the last 48 hours, newest first.
pub fn news_briefs(site: &Site) -> impl Iterator<Item = CardId> {
    let age = |id: &CardId| site.now.instant() - site.cards[*id].date.instant();
    let newest = (0..site.cards.len()).rev();
    let recent = newest.take_while(move |id| age(id) <= NEWS_SECONDS);
    recent.filter(move |id| age(id) >= 0).take(NEWS_MOST)
}

/// The briefs of the last 48 hours.
pub fn news(site: &Site, out: &mut String) {
    begin(
        out,
        " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"",
    );
    for id in news_briefs(site) {
        let card = &site.cards[id];
        let lang = card.lang.as_ref().unwrap_or(&site.config.language);
        url(site, &card.target, out);
        out.push_str("<news:news><news:publication><news:name>");
        escape_html_into(&site.config.publisher, out);
        out.push_str(&format!(
            "</news:name><news:language>{}</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>",
            lang.primary().to_lowercase(),
            card.date.machine()
        ));
        escape_html_into(&card.title, out);
        out.push_str("</news:title></news:news></url>\n");
    }
    out.push_str("</urlset>\n");
}

fn begin(out: &mut String, more: &str) {
    out.push_str(HEAD);
    out.push_str(&format!("<urlset xmlns=\"{SITEMAP}\"{more}>\n"));
}

/// Opens an entry; the caller closes it.
fn url(site: &Site, target: &SitePath, out: &mut String) {
    out.push_str("<url><loc>");
    escape_html_into(&site.config.permalink(target), out);
    out.push_str("</loc>");
}
