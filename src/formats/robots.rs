//! `robots.txt` (RFC 9309): all is open, and the sitemap is named.

use crate::site::Site;

/// Writes `robots.txt`.
pub fn write(site: &Site, out: &mut String) {
    out.push_str("User-agent: *\nAllow: /\n\nSitemap: ");
    out.push_str(&site.config.base_url);
    out.push_str("sitemap.xml\n");
}
