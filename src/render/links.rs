//! Where links of texts lead, by the page that shows them.

use crate::config::Config;
use crate::model::{Href, SitePath, encode_url};
use crate::text::escape_html_into;

/// How links within the site are written.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    /// What an address within the site begins with: `/news/`, or `https://example.org/news/` in feeds.
    pub(super) base: &'a str,
    /// The page that the text belongs to.
    pub(super) page: &'a SitePath,
    /// The text is shown elsewhere, so that fragments need the page's address.
    pub(super) elsewhere: bool,
}

impl<'a> Links<'a> {
    /// Links of a page of the site.
    pub fn within(config: &'a Config, page: &'a SitePath) -> Self {
        Self {
            base: config.base_path(),
            page,
            elsewhere: false,
        }
    }

    /// Links for another page of the site, such as a list.
    pub fn elsewhere(config: &'a Config, page: &'a SitePath) -> Self {
        Self {
            elsewhere: true,
            ..Self::within(config, page)
        }
    }

    /// Links for a feed, which is read far from the site.
    pub fn absolute(config: &'a Config, page: &'a SitePath) -> Self {
        Self {
            base: &config.base_url,
            page,
            elsewhere: true,
        }
    }

    /// The address for `href`; none when it may not be published.
    fn resolve(&self, written: &str) -> Option<String> {
        Some(match Href::parse(written).ok()? {
            Href::Outward(url) => encode_url(url),
            Href::Site(path) => format!("{}{}", self.base, encode_url(&path[1..])),
            Href::Fragment(fragment) if !self.elsewhere => encode_url(fragment),
            Href::Fragment(fragment) => format!("{}{}", self.of_page(), encode_url(fragment)),
            Href::Relative(path) => format!("{}{}", self.of_page(), encode_url(path)),
        })
    }

    fn of_page(&self) -> String {
        self.page.url(self.base)
    }

    /// The tag that opens a link to what is `written` in a text; none when it may not be published.
    pub fn opening(&self, written: &str) -> Option<String> {
        let url = self.resolve(written)?;
        let outward = url.starts_with("http") && !url.starts_with(self.base);
        let rel = if outward { " rel=\"noopener\"" } else { "" };
        let mut tag = String::with_capacity(url.len() + 32);
        tag.push_str("<a href=\"");
        escape_html_into(&url, &mut tag);
        tag.push('"');
        tag.push_str(rel);
        tag.push('>');
        Some(tag)
    }
}
