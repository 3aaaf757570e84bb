//! Paths within the site: the addresses of its files.

use std::fmt;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::text::{any_byte, beyond, find_byte, is_one_of};

/// A path of a file within the site, such as `2023/12/09/x/index.html`.
///
/// It cannot leave the site: it has no empty part, no `.` or `..`, no
/// backslash, colon or control character, and does not begin with `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// `text` as a path of a file, if it stays within the site.
    pub fn parse(text: &str) -> Option<Self> {
        let means = |byte: u8| (byte < 0x20) | is_one_of(byte, b"\x7f\\:?#");
        let safe = text.len() <= 1024
            && !any_byte(text, means)
            && (text.is_ascii() || !text.contains(char::is_control))
            && text
                .as_bytes()
                .split(|&byte| byte == b'/')
                .all(|part| match part {
                    [] | [b'.'] | [b'.', b'.'] | [b'.', b'g', b'e', b'n', b'-', ..] => false,
                    _ => part.len() <= 255,
                });
        safe.then(|| Self(text.into()))
    }

    /// A path made of parts that are safe by their types.
    ///
    /// # Panics
    /// When a part is not safe after all, which would be a fault of ours.
    pub fn made(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::parse(&text).expect("made of slugs, numbers and fixed names")
    }

    /// The path of another file in the folder that this page is the index of; else, in that of
    /// the site.
    ///
    /// # Panics
    /// When the name is not one of a file, which would be a fault of ours.
    #[must_use]
    pub fn beside(&self, name: &'static str) -> Self {
        match self.relative() {
            folder if folder.ends_with('/') && Self::parse(name).is_some() => {
                Self([folder, name].concat().into())
            }
            _ => Self::made(name),
        }
    }

    /// The path of the file for an address as an author writes it: `/old/` and
    /// `/old` mean `old/index.html`, `/old.html` means itself.
    pub fn of_address(address: &str) -> Option<Self> {
        let inner = address.strip_prefix('/')?;
        let has_name = std::path::Path::new(inner)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("html"));
        if has_name {
            return Self::parse(inner);
        }
        let folder = inner.strip_suffix('/').unwrap_or(inner);
        if folder.is_empty() {
            return None;
        }
        Self::parse(&format!("{folder}/index.html"))
    }

    /// Whether the file is an HTML page.
    pub fn is_page(&self) -> bool {
        self.0.rsplit('.').next() == Some("html")
    }

    /// The path as text, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that a browser asks for: `index.html` is left out.
    pub fn address(&self) -> String {
        format!("/{}", self.relative())
    }

    /// The address as a URL, behind the `base` of the site, which ends with `/`.
    pub fn url(&self, base: &str) -> String {
        let path = self.relative();
        let mut url = String::with_capacity(base.len() + path.len());
        url.push_str(base);
        encode_path(path, &mut url);
        url
    }

    /// The address without the `/` that it begins with: what follows the address of the site.
    pub fn relative(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Percent-encodes what may not stand in the path of a URL (RFC 3986, section 3.3).
pub fn encode_path(path: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.reserve(path.len());
    let mut rest = path;
    while let Some(at) = find_byte(rest.as_bytes(), is_encoded) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().expect("a byte is there");
        for &byte in &rest.as_bytes()[at..at + c.len_utf8()] {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Whether a byte cannot stand in the path of a URL as it is.
fn is_encoded(byte: u8) -> bool {
    let other = beyond(byte | 0x20, b'a', b'z').min(beyond(byte, b'0', b'9'));
    (other > 0) & !is_one_of(byte, b"-._~/!$()*+,;=:@")
}

/// Percent-encodes what may stand in no URL, and keeps what is encoded or has a meaning there.
pub fn encode_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for part in url.split_inclusive(['%', '?', '#', '&', '[', ']', '\'']) {
        let (head, mark) = match part.chars().last() {
            Some(mark) if "%?#&[]'".contains(mark) => part.split_at(part.len() - 1),
            _ => (part, ""),
        };
        encode_path(head, &mut out);
        out.push_str(mark);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    #[test]
    fn addresses_of_folders_and_files() {
        let path = |address| SitePath::of_address(address).map(|path| path.to_string());
        assert_eq!(path("/old/"), Some("old/index.html".into()));
        assert_eq!(path("/old"), Some("old/index.html".into()));
        assert_eq!(path("/a/b.html"), Some("a/b.html".into()));
        for bad in [
            "old/",
            "/",
            "/../x/",
            "/a/../../x",
            "//host/x",
            "/a\\..\\b/",
            "/a?b/",
            "/C:/x",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
        assert_eq!(SitePath::made("a/index.html").address(), "/a/");
        assert_eq!(SitePath::made("index.html").address(), "/");
        assert_eq!(SitePath::made("404.html").address(), "/404.html");
    }
}
