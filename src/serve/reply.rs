//! An answer as one piece of bytes: head and body apart would cost 44 ms on some connections.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::text::hash;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    status: &'static str,
    kind: &'static str,
    body: Arc<[u8]>,
    /// More lines of the head, each with its end.
    more: String,
    keeping: Keeping,
}

/// How long a browser may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keeping {
    /// Not at all.
    Never,
    /// It asks each time, with the tag of what it has.
    Asking,
    /// For ever: the address changes with the bytes.
    Always,
}

impl Reply {
    /// What was asked for.
    pub fn found(kind: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        Self {
            keeping: Keeping::Asking,
            ..Self::new("200 OK", kind, body)
        }
    }

    /// What was asked for, and will be the same at this address for ever.
    pub fn fixed(kind: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        Self {
            keeping: Keeping::Always,
            ..Self::new("200 OK", kind, body)
        }
    }

    /// An answer with this status.
    pub fn new(status: &'static str, kind: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        Self {
            status,
            kind,
            body: body.into(),
            more: String::new(),
            keeping: Keeping::Never,
        }
    }

    /// A refusal or a fault, in words.
    pub fn plain(status: &'static str, words: &str) -> Self {
        let body = format!("{words}\n").into_bytes();
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    /// The way to another address of this site.
    pub fn redirect(to: &str) -> Self {
        let mut reply = Self::plain("302 Found", to);
        reply.add("Location", to);
        reply
    }

    /// Adds a line to the head. `value` holds no end of a line.
    pub fn add(&mut self, name: &str, value: &str) {
        debug_assert!(!value.contains(['\r', '\n']), "a value is one line");
        let _ = write!(self.more, "{name}: {value}\r\n");
    }

    /// Head and body as they go over the wire. `known` is what the client says it
    /// has already (`If-None-Match`); without `with_body` it asked for the head alone.
    pub fn into_bytes(self, known: Option<&str>, with_body: bool) -> Vec<u8> {
        let tag = format!("\"{:016x}\"", hash(&self.body));
        let is_tagged = self.keeping != Keeping::Never;
        let is_known = is_tagged && known.is_some_and(|known| names(known, &tag));
        let status = if is_known {
            "304 Not Modified"
        } else {
            self.status
        };
        let mut head = format!("HTTP/1.1 {status}\r\n");
        if !is_known {
            let length = self.body.len();
            let _ = write!(
                head,
                "Content-Type: {}\r\nContent-Length: {length}\r\n",
                self.kind
            );
        }
        if is_tagged {
            let _ = write!(head, "ETag: {tag}\r\n");
        }
        head.push_str(match self.keeping {
            Keeping::Never => "Cache-Control: no-store\r\n",
            Keeping::Asking => "Cache-Control: no-cache\r\n",
            Keeping::Always => "Cache-Control: max-age=31536000, immutable\r\n",
        });
        head.push_str(&self.more);
        head.push_str(
            "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             Connection: close\r\n\r\n",
        );
        let mut bytes = head.into_bytes();
        if with_body && !is_known {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

/// Whether a list of tags holds `tag` (RFC 9110, section 13.1.2: compared weakly).
fn names(list: &str, tag: &str) -> bool {
    list.split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}

/// The media type of a file of the site, by its path.
pub fn kind_of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        "feed.xml" => return "application/atom+xml; charset=utf-8",
        "feed.json" => return "application/feed+json; charset=utf-8",
        _ => {}
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, kind_of};

    fn text(reply: Reply, known: Option<&str>, with_body: bool) -> String {
        String::from_utf8(reply.into_bytes(known, with_body)).unwrap()
    }

    #[test]
    fn a_client_that_has_the_bytes_is_not_sent_them_again() {
        let reply = Reply::found("text/plain", b"body".to_vec());
        let first = text(reply.clone(), None, true);
        assert!(first.starts_with("HTTP/1.1 200 OK\r\n") && first.ends_with("\r\n\r\nbody"));
        let tag = first
            .split("ETag: ")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap();
        for known in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let second = text(reply.clone(), Some(&known), true);
            assert!(
                second.starts_with("HTTP/1.1 304 ") && second.ends_with("\r\n\r\n"),
                "{second}"
            );
        }
        assert!(text(reply.clone(), Some("\"x\""), true).starts_with("HTTP/1.1 200 "));
        let head = text(reply, None, false);
        assert!(head.contains("Content-Length: 4\r\n") && head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn text_has_its_encoding_named() {
        assert_eq!(kind_of("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(
            kind_of("tags/x/feed.xml"),
            "application/atom+xml; charset=utf-8"
        );
        assert_eq!(kind_of("photo.JPG"), "image/jpeg");
        assert_eq!(kind_of("no-extension"), "application/octet-stream");
    }
}
