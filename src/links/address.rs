//! An address as a browser reads it. The only door to the reading of addresses.

use url::Url;

/// An http or https address, with its host in the letters of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads an absolute address; none when it is no http or https one.
    pub fn parse(text: &str) -> Option<Self> {
        Url::parse(text).ok().and_then(Self::of)
    }

    /// Where a link `location` on this page leads; none when not to http or https.
    pub fn join(&self, location: &str) -> Option<Self> {
        self.0.join(location).ok().and_then(Self::of)
    }

    fn of(mut url: Url) -> Option<Self> {
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        url.set_fragment(None);
        is_web.then_some(Self(url))
    }

    /// The address in full.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host, with its port where that is not the usual one.
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// What a connection is made to: scheme, host and port.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address with these values in its query, too.
    pub fn with_query(&self, pairs: &[(&str, &str)]) -> Self {
        let mut url = self.0.clone();
        url.query_pairs_mut().extend_pairs(pairs);
        Self(url)
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_read_as_a_browser_reads_it() {
        let address = Address::parse("HTTPS://Bücher.example:443/a/../ü?q#part").unwrap();
        assert_eq!(address.as_str(), "https://xn--bcher-kva.example/%C3%BC?q");
        assert_eq!(address.host(), "xn--bcher-kva.example");
        let join = |location| address.join(location).map(|to| to.as_str().to_owned());
        assert_eq!(join("//b.example").as_deref(), Some("https://b.example/"));
        assert_eq!(
            join("?x").as_deref(),
            Some("https://xn--bcher-kva.example/%C3%BC?x")
        );
        for wrong in [
            "ftp://b.example/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
        ] {
            assert_eq!(join(wrong), None, "{wrong}");
        }
    }
}
