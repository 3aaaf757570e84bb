//! Redirect pages: they work on any static host, without rewrite rules.

use crate::model::SitePath;
use crate::site::Site;
use crate::text::escape_html;
use crate::theme::Theme;

/// Writes the page at an old address that leads to `target`.
pub fn write(site: &Site, theme: &Theme, target: &SitePath, out: &mut String) {
    let config = &site.config;
    let lang = escape_html(config.language.as_str());
    let moved = escape_html(theme.texts.get("moved"));
    let url = escape_html(&config.url(target));
    let permalink = escape_html(&config.permalink(target));
    // There is no style here that would let a long address go on in a second line.
    let shown = permalink.replace('/', "/<wbr>");
    let dir = match config.language.direction() {
        crate::model::Direction::Ltr => "ltr",
        crate::model::Direction::Rtl => "rtl",
    };
    // Without one, browsers ask for `/favicon.ico`.
    let icon = theme.assets.iter().find(|asset| asset.name == "icon.svg");
    let icon = icon.map_or_else(String::new, |asset| {
        let url = escape_html(&config.url(&asset.target));
        format!("<link rel=\"icon\" href=\"{url}\" type=\"image/svg+xml\">\n")
    });
    out.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{moved}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<link rel=\"canonical\" href=\"{permalink}\">\n{icon}\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n</head>\n<body>\n<main>\n<h1>{moved}</h1>\n\
         <p><a href=\"{url}\">{shown}</a></p>\n</main>\n</body>\n</html>\n"
    ));
}
