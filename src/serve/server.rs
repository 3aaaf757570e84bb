//! The server behind the gate: `tiny_http` reads requests, each is answered on a thread of its own.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tiny_http::Request as Asked;

use super::events::{HEARTBEAT, Listeners};
use super::gate::Behind;
use super::reply::Reply;
use super::request::{Refusal, Request};
use super::stand::{Stand, Told};
use super::{Notice, Writer};
use crate::diag::Error;

/// The script of the preview. Its address is none that a site can have.
const SCRIPT: &str = include_str!("live.js");

/// The server, which lives as long as the process.
pub struct Server {
    behind: Behind,
    listeners: Arc<Listeners>,
}

/// What a thread needs to answer.
#[derive(Clone)]
struct Clerk {
    stand: Arc<Stand>,
    listeners: Arc<Listeners>,
    writer: Arc<dyn Writer>,
}

impl Server {
    /// Starts to listen, on loopback and a port that nobody is told.
    pub fn open(stand: &Arc<Stand>, writer: &Arc<dyn Writer>) -> Result<Self, Error> {
        let (server, address) = listen()?;
        let behind: Behind = Arc::new(Mutex::new(address));
        let listeners = Arc::new(Listeners::default());
        let clerk = Clerk {
            stand: Arc::clone(stand),
            listeners: Arc::clone(&listeners),
            writer: Arc::clone(writer),
        };
        let here = Arc::clone(&behind);
        thread::spawn(move || clerk.keep(server, &here));
        let hearts = Arc::clone(&listeners);
        thread::spawn(move || {
            loop {
                thread::sleep(HEARTBEAT);
                hearts.beat();
            }
        });
        Ok(Self { behind, listeners })
    }

    /// Where it listens.
    pub fn behind(&self) -> Behind {
        Arc::clone(&self.behind)
    }

    /// Tells all browsers that the site is in another state.
    pub fn tell(&self, number: u64) {
        self.listeners.tell(number);
    }
}

fn listen() -> Result<(tiny_http::Server, SocketAddr), Error> {
    let failed = |error: &dyn std::fmt::Display| Error::new(format!("cannot listen: {error}"));
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| failed(&error))?;
    let address = listener.local_addr().map_err(|error| failed(&error))?;
    let server =
        tiny_http::Server::from_listener(listener, None).map_err(|error| failed(&error))?;
    Ok((server, address))
}

impl Clerk {
    /// Answers for as long as the process lives. The server ends at the first
    /// accept that fails; another one takes its place.
    fn keep(&self, mut server: tiny_http::Server, behind: &Behind) {
        loop {
            while let Ok(asked) = server.recv() {
                let clerk = self.clone();
                // The gate bounds how many there are at once. Without a thread the
                // request is dropped, which closes its connection.
                let _ = thread::Builder::new().spawn(move || clerk.serve(asked));
            }
            loop {
                thread::sleep(Duration::from_millis(20));
                if let Ok((other, address)) = listen() {
                    *behind.lock().unwrap_or_else(PoisonError::into_inner) = address;
                    server = other;
                    break;
                }
            }
        }
    }

    fn serve(&self, asked: Asked) {
        let method = asked.method().as_str().to_owned();
        let url = asked.url().to_owned();
        let headers: Vec<(String, String)> = asked
            .headers()
            .iter()
            .map(|header| (header.field.to_string(), header.value.to_string()))
            .collect();
        let request = Request {
            method: &method,
            url: &url,
            headers: headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
        };
        let reply = match Self::allowed(&request) {
            Err(reply) => reply,
            Ok(path) if path == ".gen-events" && method == "GET" => {
                let number = self.stand.number();
                self.listeners.add(asked.into_writer(), number);
                return;
            }
            Ok(path) => self.answer(&request, &path),
        };
        let bytes = reply.into_bytes(request.header("if-none-match"), method != "HEAD");
        let mut wire = asked.into_writer();
        // Who is gone needs no answer.
        let _ = wire.write_all(&bytes).and_then(|()| wire.flush());
    }

    /// The path of a request that may be answered.
    fn allowed(request: &Request<'_>) -> Result<String, Reply> {
        match request.is_own() {
            Ok(()) => {}
            Err(Refusal::Malformed) => {
                return Err(Reply::plain(
                    "400 Bad Request",
                    "This is no request of a browser.",
                ));
            }
            Err(Refusal::Foreign) => {
                return Err(Reply::plain(
                    "403 Forbidden",
                    "The preview answers its own pages only. Use its address as the terminal shows it.",
                ));
            }
        }
        if !matches!(request.method, "GET" | "HEAD") {
            let mut reply = Reply::plain("405 Method Not Allowed", "The preview is for reading.");
            reply.add("Allow", "GET, HEAD");
            return Err(reply);
        }
        request
            .path()
            .ok_or_else(|| Reply::plain("400 Bad Request", "This is no path of a site."))
    }

    fn answer(&self, request: &Request<'_>, path: &str) -> Reply {
        match path {
            ".gen-live.js" => {
                return Reply::found("text/javascript; charset=utf-8", SCRIPT.as_bytes());
            }
            ".gen-state" => return self.state(request),
            _ => {}
        }
        let base = self.stand.base();
        let Some(below) = below(path, &base) else {
            if path.is_empty() {
                return Reply::redirect(&base);
            }
            return Reply::plain(
                "404 Not Found",
                &format!("The site is below {base}, as its base_url says."),
            );
        };
        let mut told = Told::new();
        let stand = &self.stand;
        let reply = stand.answer(below, request.query(), &*self.writer, &mut told);
        if !told.is_empty() {
            self.listeners.tell(self.stand.number());
            for report in &told {
                self.writer.tell(&Notice::Broken(report));
            }
        }
        reply
    }

    fn state(&self, request: &Request<'_>) -> Reply {
        let parameter = |name| request.parameter(name).unwrap_or_default();
        let base = self.stand.base();
        let asked = parameter("path");
        let path = asked.strip_prefix('/').and_then(|path| below(path, &base));
        let since = parameter("since").parse().ok();
        let (content, styles) = (parameter("content"), parameter("styles"));
        let state = self
            .stand
            .state(path.unwrap_or("\\"), &content, &styles, since);
        Reply::new(
            "200 OK",
            "application/json; charset=utf-8",
            state.into_bytes(),
        )
    }
}

/// The part of a path that is below the site's base, `/news/`.
fn below<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    let base = base.strip_prefix('/').unwrap_or(base);
    path.strip_prefix(base)
}
