//! The server behind the gate: `tiny_http` reads requests, each is answered on a thread of its own.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tiny_http::Request as Asked;

use super::events::{HEARTBEAT, Listeners};
use super::gate::Behind;
use super::reply::{Reply, Wanted};
use super::request::{Refusal, Request, below, decode};
use super::stand::{Stand, Told};
use super::{Notice, Writer, script, stand};
use crate::diag::Error;

/// The server, which lives as long as the process.
pub struct Server {
    clerk: Clerk,
    running: Mutex<Arc<Running>>,
}

/// The server at the moment, and where it listens.
struct Running {
    server: tiny_http::Server,
    address: SocketAddr,
    is_replaced: AtomicBool,
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
    pub fn open(stand: &Arc<Stand>, writer: &Arc<dyn Writer>) -> Result<Arc<Self>, Error> {
        let clerk = Clerk {
            stand: Arc::clone(stand),
            listeners: Arc::new(Listeners::default()),
            writer: Arc::clone(writer),
        };
        let running = clerk
            .start()
            .map_err(|error| Error::new(format!("cannot listen: {error}")))?;
        let hearts = Arc::clone(&clerk.listeners);
        thread::spawn(move || {
            loop {
                thread::sleep(HEARTBEAT);
                hearts.beat();
            }
        });
        Ok(Arc::new(Self {
            clerk,
            running: Mutex::new(running),
        }))
    }

    /// Tells all browsers that the site is in another state.
    pub fn tell(&self, number: u64) {
        self.clerk.listeners.tell(number);
    }
}

impl Behind for Server {
    /// The server ends, or is deaf, after the first connection that it cannot
    /// accept; another one takes its place when that is noticed.
    fn connect(&self) -> io::Result<TcpStream> {
        let running = || self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let address = running().address;
        match TcpStream::connect(address) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {}
            connected => return connected,
        }
        let mut running = running();
        if running.address == address {
            let other = self.clerk.start()?;
            running.end();
            *running = other;
        }
        TcpStream::connect(running.address)
    }

    fn shed(&self) {
        self.clerk.listeners.close_oldest();
    }
}

impl Running {
    /// Ends the answering. What was not asked until now is refused.
    fn end(&self) {
        self.is_replaced.store(true, Ordering::Release);
        self.server.unblock();
    }
}

impl Clerk {
    /// Starts a server, whose requests are answered until another takes its place: one
    /// that accepts no more may still be reading what it has accepted.
    fn start(&self) -> io::Result<Arc<Running>> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
        let running = Arc::new(Running {
            server,
            address,
            is_replaced: AtomicBool::new(false),
        });
        let (clerk, here) = (self.clone(), Arc::clone(&running));
        thread::Builder::new().spawn(move || {
            while !here.is_replaced.load(Ordering::Acquire) {
                let Ok(asked) = here.server.recv() else {
                    continue;
                };
                let clerk = clerk.clone();
                // The gate bounds how many there are at once. Without a thread the
                // request is dropped, which closes its connection.
                let _ = thread::Builder::new().spawn(move || clerk.serve(asked));
            }
        })?;
        Ok(running)
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
                self.listeners
                    .add(asked.into_writer(), || self.stand.number());
                return;
            }
            Ok(path) => self.answer(&request, &path),
        };
        let wanted = Wanted {
            known: request.header("if-none-match"),
            range: request.range(),
            with_body: method != "HEAD",
        };
        let mut wire = asked.into_writer();
        // Who is gone needs no answer.
        let _ = reply.send(wanted, &mut wire).and_then(|()| wire.flush());
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
            script::PATH => return script::reply(),
            ".gen-state" => return self.state(request),
            _ => {}
        }
        let base = self.stand.base();
        let Some(below) = below(path, &base) else {
            if path.is_empty() || below(&format!("{path}/"), &base) == Some("") {
                return Reply::redirect(&format!("{base}{}", request.query()));
            }
            return stand::outside(&base);
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
        // The address bar's path comes as it is written there.
        let asked = decode(&parameter("path")).unwrap_or_default();
        let path = asked.strip_prefix('/').and_then(|path| below(path, &base));
        let since = parameter("since").parse().ok();
        let (content, styles) = (parameter("content"), parameter("styles"));
        let state = self.stand.state(path, &content, &styles, since);
        Reply::new(
            "200 OK",
            "application/json; charset=utf-8",
            state.into_bytes(),
        )
    }
}
