//! An answer as one piece of bytes: head and body apart would cost 44 ms on some connections.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use crate::text::hash;

/// The largest file that is read before it is sent; a larger one is sent as it is read.
const WHOLE_MOST: u64 = 256 * 1024;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    status: &'static str,
    kind: &'static str,
    body: Body,
    /// More lines of the head, each with its end.
    more: String,
    keeping: Keeping,
}

/// What an answer brings.
#[derive(Clone, Debug)]
enum Body {
    Bytes(Arc<[u8]>),
    /// A large file, and its size and version when the answer was made.
    File {
        path: PathBuf,
        length: u64,
        version: u64,
    },
}

/// What the client wants of an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The tags of what it has already (`If-None-Match`).
    pub known: Option<&'a str>,
    /// The first byte, and the last where it is named (`Range`).
    pub range: Option<(u64, Option<u64>)>,
    /// Not the head alone.
    pub with_body: bool,
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
            body: Body::Bytes(body.into()),
            more: String::new(),
            keeping: Keeping::Never,
        }
    }

    /// The file at `path` as it is now.
    pub fn copy(kind: &'static str, path: &Path) -> io::Result<Self> {
        let metadata = path.symlink_metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        if metadata.len() <= WHOLE_MOST {
            return Ok(Self::found(kind, std::fs::read(path)?));
        }
        let written = metadata.modified()?.duration_since(UNIX_EPOCH);
        let written = written.map_or(0, |since| since.as_nanos());
        let version = hash(format!("{written} {}", metadata.len()));
        let mut reply = Self::found(kind, Vec::new());
        reply.body = Body::File {
            path: path.to_path_buf(),
            length: metadata.len(),
            version,
        };
        reply.add("Accept-Ranges", "bytes");
        Ok(reply)
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

    /// Sends head and body. A client that has the body already gets no second one.
    pub fn send(self, wanted: Wanted<'_>, wire: &mut dyn Write) -> io::Result<()> {
        let (length, version) = match &self.body {
            Body::Bytes(bytes) => (bytes.len() as u64, hash(bytes)),
            Body::File {
                length, version, ..
            } => (*length, *version),
        };
        let tag = format!("\"{version:016x}\"");
        let is_tagged = self.keeping != Keeping::Never;
        let is_known = is_tagged && wanted.known.is_some_and(|known| names(known, &tag));
        // Only what is sent as it is read is worth being sent in parts.
        let is_file = matches!(self.body, Body::File { .. });
        let part = wanted.range.filter(|_| is_file && !is_known);
        let part = part.map(|(first, last)| (first, last.unwrap_or(u64::MAX).min(length - 1)));
        let part = part.filter(|(first, last)| first <= last);
        let status = match part {
            _ if is_known => "304 Not Modified",
            Some(_) => "206 Partial Content",
            None => self.status,
        };
        let (start, count) = part.map_or((0, length), |(first, last)| (first, last - first + 1));
        let mut head = format!("HTTP/1.1 {status}\r\n");
        if !is_known {
            let _ = write!(
                head,
                "Content-Type: {}\r\nContent-Length: {count}\r\n",
                self.kind
            );
        }
        if let Some((first, last)) = part {
            let _ = write!(head, "Content-Range: bytes {first}-{last}/{length}\r\n");
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
        if !wanted.with_body || is_known {
            return wire.write_all(&bytes);
        }
        match self.body {
            Body::Bytes(body) => {
                bytes.extend_from_slice(&body);
                wire.write_all(&bytes)
            }
            Body::File { path, .. } => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(start))?;
                wire.write_all(&bytes)?;
                io::copy(&mut file.take(count), wire).map(|_| ())
            }
        }
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
    use super::{Reply, WHOLE_MOST, Wanted, kind_of};

    fn text(reply: Reply, known: Option<&str>, with_body: bool) -> String {
        let wanted = Wanted {
            known,
            with_body,
            ..Wanted::default()
        };
        let mut bytes = Vec::new();
        reply.send(wanted, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_large_file_is_sent_as_it_is_read_and_in_parts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.txt");
        let size = usize::try_from(WHOLE_MOST).unwrap() + 10;
        std::fs::write(&path, "abcdefghij".repeat(size / 10 + 1)).unwrap();
        let reply = Reply::copy("text/plain", &path).unwrap();
        let whole = text(reply.clone(), None, true);
        assert!(whole.starts_with("HTTP/1.1 200 ") && whole.contains("Accept-Ranges: bytes\r\n"));
        assert!(whole.len() > size && whole.ends_with("ghij"));
        let tag = whole.split("ETag: ").nth(1).unwrap().lines().next();
        assert!(text(reply.clone(), tag, true).starts_with("HTTP/1.1 304 "));
        assert!(text(reply.clone(), None, false).ends_with("\r\n\r\n"));
        let part = |range| {
            let wanted = Wanted {
                range: Some(range),
                with_body: true,
                ..Wanted::default()
            };
            let mut bytes = Vec::new();
            reply.clone().send(wanted, &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let some = part((12, Some(14)));
        assert!(
            some.starts_with("HTTP/1.1 206 ") && some.ends_with("\r\n\r\ncde"),
            "{some}"
        );
        assert!(some.contains("Content-Range: bytes 12-14/"));
        assert!(part((u64::MAX, None)).starts_with("HTTP/1.1 200 "));
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
