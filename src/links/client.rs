//! One HTTP request and its reply. The only door to the HTTP client.

use std::io::{ErrorKind, Read as _};
use std::time::Duration;

use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body, Error as Fault, Timeout};

/// The most that is read of a body, in bytes.
const MAX_BODY: u64 = 256 * 1024;

/// How a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Whether it is there, without its body.
    Head,
    /// As a reader asks; the body is not read.
    Get,
}

/// What is known of a reply without its body.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Where it leads, as written.
    pub location: Option<String>,
    /// How long to wait before the next question.
    pub wait: Option<Duration>,
    /// It comes from a wall that lets only people through, and says so.
    pub is_wall: bool,
}

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// No host of this name, or none that can be reached.
    Unreachable,
    /// The host takes no connection.
    Refused,
    /// Not in time.
    TimedOut,
    /// The connection ended before there was a reply.
    Broken,
    /// No secure connection: a wrong certificate, for instance.
    Insecure,
    /// What came is no HTTP.
    Garbage,
    /// The address cannot be asked over HTTP, and nobody was.
    Unaskable,
}

impl Silence {
    /// A word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::TimedOut => "timeout",
            Self::Broken => "broken off",
            Self::Insecure => "no secure connection",
            Self::Garbage => "no http",
            Self::Unaskable => "cannot be asked",
        }
    }

    /// Whether not even a connection came about, so that every other page of the host has the same fate.
    pub fn is_of_the_host(self) -> bool {
        matches!(self, Self::Unreachable | Self::Refused)
    }
}

/// Asks over HTTP, without cookies; redirects are not followed.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
}

impl Client {
    /// A client that names itself `user_agent` and waits for a whole reply at most `timeout`,
    /// and half of that for a connection.
    /// A proxy that the environment names (`HTTPS_PROXY`, `NO_PROXY`) is used.
    pub fn new(user_agent: &str, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .user_agent(user_agent)
            .timeout_global(Some(timeout))
            .timeout_resolve(Some(timeout / 2))
            .timeout_connect(Some(timeout / 2))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // A connection that the server has given up meanwhile would look like a failure.
            .max_idle_connections(0)
            .build();
        Self {
            agent: config.new_agent(),
        }
    }

    /// Asks for `url`, without reading a body.
    pub fn ask(&self, method: Method, url: &str) -> Result<Reply, Silence> {
        let asked = match method {
            Method::Head => self.agent.head(url).call(),
            Method::Get => self.agent.get(url).call(),
        };
        asked
            .map(|response| reply(&response))
            .map_err(|fault| silence(&fault))
    }

    /// The text at `url`, as far as it is not too long.
    pub fn fetch(&self, url: &str) -> Result<(Reply, String), Silence> {
        let asked = self.agent.get(url).call();
        let mut response = asked.map_err(|fault| silence(&fault))?;
        let mut bytes = Vec::new();
        let body = response.body_mut().as_reader();
        body.take(MAX_BODY)
            .read_to_end(&mut bytes)
            .map_err(|error| of_io(&error))?;
        Ok((
            reply(&response),
            String::from_utf8_lossy(&bytes).into_owned(),
        ))
    }
}

fn reply(response: &Response<Body>) -> Reply {
    let headers = response.headers();
    Reply {
        status: response.status().as_u16(),
        location: header(headers, "location"),
        wait: header(headers, "retry-after").map(|text| wait(&text)),
        is_wall: header(headers, "cf-mitigated").is_some_and(|text| text == "challenge"),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Seconds; a date counts as long, for then the host means minutes at least.
fn wait(text: &str) -> Duration {
    text.trim()
        .parse()
        .map_or(Duration::MAX, Duration::from_secs)
}

fn silence(fault: &Fault) -> Silence {
    match fault {
        Fault::HostNotFound | Fault::ConnectionFailed | Fault::ConnectProxyFailed(_) => {
            Silence::Unreachable
        }
        Fault::Timeout(Timeout::Resolve | Timeout::Connect) => Silence::Unreachable,
        Fault::Timeout(_) => Silence::TimedOut,
        Fault::Io(error) => of_io(error),
        Fault::BadUri(_) | Fault::Http(_) => Silence::Unaskable,
        Fault::Tls(_) | Fault::Rustls(_) | Fault::Pem(_) | Fault::TlsRequired => Silence::Insecure,
        _ => Silence::Garbage,
    }
}

fn of_io(error: &std::io::Error) -> Silence {
    match error.kind() {
        ErrorKind::ConnectionRefused => Silence::Refused,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Silence::TimedOut,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Silence::Broken,
        // Rustls wraps its own errors so.
        ErrorKind::InvalidData => Silence::Insecure,
        _ => Silence::Unreachable,
    }
}
