//! Addresses that content may hold: http, https, mailto, and within the site.

use crate::text::any_byte;

/// Why an address may not stand in content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlError {
    /// It has a scheme that is not http, https or mailto.
    Scheme,
    /// It has no host, or white space or a control character in it.
    Shape,
    /// It begins with `//`: another host, without saying so.
    Host,
}

/// Where a link of a text leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Href<'a> {
    /// Out of the site: http, https or mailto.
    Outward(&'a str),
    /// An address within the site that begins with `/`.
    Site(&'a str),
    /// A place in the same page, with its `#`.
    Fragment(&'a str),
    /// Relative to the page's own address.
    Relative(&'a str),
}

impl<'a> Href<'a> {
    /// The kind of link that `text` is. Anything that a browser could take for
    /// another scheme is refused: browsers drop tabs and line ends in schemes,
    /// so no control character is let through.
    pub fn parse(text: &'a str) -> Result<Self, UrlError> {
        if text.chars().any(|c| c.is_control() || c == '\\') || text.trim() != text {
            return Err(UrlError::Shape);
        }
        if text.starts_with("//") {
            return Err(UrlError::Host);
        }
        if text.starts_with('/') {
            return Ok(Self::Site(text));
        }
        if text.starts_with('#') {
            return Ok(Self::Fragment(text));
        }
        match scheme(text) {
            None => Ok(Self::Relative(text)),
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto") => Ok(Self::Outward(text)),
            Some(_) => check_url(text).map(|()| Self::Outward(text)),
        }
    }
}

fn scheme(text: &str) -> Option<&str> {
    let end = text.find([':', '/', '?', '#'])?;
    (text.as_bytes()[end] == b':').then(|| &text[..end])
}

/// Checks an outward address of a source, provider or forecaster: `http://` or `https://`, a host, no white space.
pub fn check_url(text: &str) -> Result<(), UrlError> {
    let Some(scheme) = scheme(text) else {
        return Err(UrlError::Shape);
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err(UrlError::Scheme);
    }
    let rest = &text[scheme.len() + 1..];
    let has_host = rest
        .strip_prefix("//")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']));
    // Most addresses are of ASCII, which need not be decoded.
    let may_be_unclean = |b: u8| (b <= b' ') | (b >= 0x7f) | (b == b'\\');
    let is_unclean = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    let clean = !any_byte(text, may_be_unclean) || !text.contains(is_unclean);
    if !has_host || !clean {
        return Err(UrlError::Shape);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Href, UrlError, check_url};

    #[test]
    fn only_web_and_mail_addresses_leave_the_site() {
        assert_eq!(
            Href::parse("https://a.example/x"),
            Ok(Href::Outward("https://a.example/x"))
        );
        assert_eq!(
            Href::parse("mailto:a@b.example"),
            Ok(Href::Outward("mailto:a@b.example"))
        );
        assert_eq!(Href::parse("/about/"), Ok(Href::Site("/about/")));
        assert_eq!(Href::parse("notes.html"), Ok(Href::Relative("notes.html")));
        assert_eq!(Href::parse("javascript:alert(1)"), Err(UrlError::Scheme));
        assert_eq!(Href::parse("JaVaScRiPt:alert(1)"), Err(UrlError::Scheme));
        assert_eq!(Href::parse("java\tscript:alert(1)"), Err(UrlError::Shape));
        assert_eq!(Href::parse("data:text/html,x"), Err(UrlError::Scheme));
        assert_eq!(Href::parse("//evil.example"), Err(UrlError::Host));
        assert_eq!(Href::parse("\\\\evil.example"), Err(UrlError::Shape));
    }

    #[test]
    fn a_source_needs_a_full_address() {
        assert_eq!(check_url("https://a.example"), Ok(()));
        assert_eq!(check_url("https://"), Err(UrlError::Shape));
        assert_eq!(check_url("a.example/x"), Err(UrlError::Shape));
        assert_eq!(check_url("ftp://a.example"), Err(UrlError::Scheme));
    }
}
