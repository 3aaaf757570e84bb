//! What a request asks for, and whether it may: no path leaves the site, no other site asks.

/// The parts of a request that matter here.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// What stands after it: a path with its query.
    pub url: &'a str,
    /// The header fields.
    pub headers: Vec<(&'a str, &'a str)>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is none that a browser sends.
    Malformed,
    /// Another site's page sent it, or one that pretends to be this host.
    Foreign,
}

impl<'a> Request<'a> {
    /// The value of a header field; with several of one name, the first.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }

    /// The bytes that are asked for: the first, and the last where it is named. None
    /// for all of them, for several ranges, and where the client has another version
    /// in mind (RFC 9110, section 14.2).
    pub fn range(&self) -> Option<(u64, Option<u64>)> {
        if self.header("if-range").is_some() {
            return None;
        }
        let (first, last) = self
            .header("range")?
            .strip_prefix("bytes=")?
            .split_once('-')?;
        let last = match last {
            "" => None,
            last => Some(last.parse().ok()?),
        };
        Some((first.parse().ok()?, last))
    }

    /// Whether the request comes from a page of this preview, or from its writer.
    ///
    /// `Host` names this machine by a number or as `localhost`: a name that another
    /// site has pointed here is refused (DNS rebinding). `Origin` and
    /// `Sec-Fetch-Site` must not name another site, unless someone follows a link.
    pub fn is_own(&self) -> Result<(), Refusal> {
        let hosts = self.headers.iter();
        if hosts
            .filter(|(key, _)| key.eq_ignore_ascii_case("host"))
            .count()
            != 1
        {
            return Err(Refusal::Malformed);
        }
        let host = self.header("host").ok_or(Refusal::Malformed)?;
        if !is_local(host) {
            return Err(Refusal::Foreign);
        }
        if let Some(origin) = self.header("origin")
            && origin.strip_prefix("http://") != Some(host)
        {
            return Err(Refusal::Foreign);
        }
        let elsewhere = matches!(
            self.header("sec-fetch-site"),
            Some("cross-site" | "same-site")
        );
        if elsewhere && self.header("sec-fetch-mode") != Some("navigate") {
            return Err(Refusal::Foreign);
        }
        Ok(())
    }

    /// The path that is asked for, decoded, without `/` at its start; none when it
    /// is no path that a site can have.
    pub fn path(&self) -> Option<String> {
        // The query goes into the head of an answer, where a line must not end.
        if self.url.contains(|c: char| c.is_control()) {
            return None;
        }
        let path = self.url.split(['?', '#']).next()?;
        let decoded = decode(path.strip_prefix('/')?)?;
        let is_safe = decoded.split('/').all(|part| part != "." && part != "..")
            && !decoded.contains(['\\', '\0'])
            && !decoded.chars().any(char::is_control);
        is_safe.then_some(decoded)
    }

    /// The query with its `?`; empty when there is none.
    pub fn query(&self) -> &'a str {
        let url = self.url.split('#').next().unwrap_or("");
        url.find('?').map_or("", |at| &url[at..])
    }

    /// A parameter of the query, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let query = self.query().strip_prefix('?')?;
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
        decode(value)
    }
}

/// Whether a `Host` means this machine whatever the names of the net say: a number
/// cannot be pointed elsewhere, and `localhost` never leaves the machine (RFC 6761).
fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) if port.is_empty() || port.starts_with(':') => {
                return address.parse::<std::net::Ipv6Addr>().is_ok();
            }
            _ => return false,
        },
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let is_localhost =
        name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
    is_localhost || name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// The part of a decoded path that is below a site's base, which is written as in
/// an address: `/news/`.
pub fn below<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    let base = decode(base).unwrap_or_else(|| base.to_owned());
    path.strip_prefix(base.strip_prefix('/').unwrap_or(&base))
}

/// Percent-decodes once. None when what comes out is not UTF-8, or the encoding is broken.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, after @ ..] = rest else {
            return None;
        };
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let value = digit(high)? * 16 + digit(low)?;
        bytes.push(u8::try_from(value).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Refusal, Request};

    fn asked(url: &str) -> Option<String> {
        let request = Request {
            url,
            ..Request::default()
        };
        request.path()
    }

    #[test]
    fn a_path_is_decoded_once_and_stays_inside() {
        assert_eq!(asked("/a/b%20c/?q=%2e"), Some("a/b c/".into()));
        assert_eq!(asked("/%C3%A9/"), Some("é/".into()));
        assert_eq!(asked("/%252e%252e/"), Some("%2e%2e/".into()));
        for bad in [
            "",
            "*",
            "a/",
            "http://host/a/",
            "/../a",
            "/a/..",
            "/%2e%2e/a",
            "/a/%2E%2e",
            "/..%2fa",
            "/a\\..\\b",
            "/a%5c..%5cb",
            "/a%00",
            "/%ff",
            "/%2",
            "/%zz",
            "/./a",
            "/a%0d%0ab",
            "/a?b\nX: y",
        ] {
            assert_eq!(asked(bad), None, "{bad}");
        }
    }

    fn from(headers: &[(&'static str, &'static str)]) -> Result<(), Refusal> {
        let request = Request {
            headers: headers.to_vec(),
            ..Request::default()
        };
        request.is_own()
    }

    #[test]
    fn only_this_machine_may_be_named_as_host() {
        for host in [
            "localhost",
            "127.0.0.1:1111",
            "LOCALHOST:1",
            "[::1]:1111",
            "a.localhost",
        ] {
            assert_eq!(from(&[("Host", host)]), Ok(()), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example:1111",
            "127.0.0.1.evil.example",
            "",
            "[::1",
            "[x]:1",
        ] {
            assert_eq!(from(&[("Host", host)]), Err(Refusal::Foreign), "{host}");
        }
        assert_eq!(from(&[]), Err(Refusal::Malformed));
        let twice = [("Host", "localhost"), ("host", "evil.example")];
        assert_eq!(from(&twice), Err(Refusal::Malformed));
    }

    #[test]
    fn another_site_may_link_here_and_not_read() {
        let here = ("Host", "127.0.0.1:1111");
        assert_eq!(from(&[here, ("Origin", "http://127.0.0.1:1111")]), Ok(()));
        for origin in [
            "http://evil.example",
            "null",
            "https://127.0.0.1:1111",
            "http://127.0.0.1:2222",
        ] {
            assert_eq!(
                from(&[here, ("Origin", origin)]),
                Err(Refusal::Foreign),
                "{origin}"
            );
        }
        let cross = ("Sec-Fetch-Site", "cross-site");
        assert_eq!(
            from(&[here, cross, ("Sec-Fetch-Mode", "no-cors")]),
            Err(Refusal::Foreign)
        );
        assert_eq!(from(&[here, cross, ("Sec-Fetch-Mode", "navigate")]), Ok(()));
    }
}
