//! The live preview: watch, rebuild what changed, serve it, tell the browser.

mod batch;
mod copies;
mod events;
mod fault;
mod gate;
mod reply;
mod request;
mod script;
mod server;
mod stand;
mod watch;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::build::{Changes, Options, Report, Workspace};
use crate::diag::{Diagnostic, Error};
use crate::files::{self, Stamps};
use crate::model::Moment;
use fault::Fault;
use gate::Behind;
use server::Server;
use stand::Stand;
use watch::Watch;

/// How many ports are tried when the wanted one is taken.
const PORTS: u16 = 100;
/// How long after a fault of the world what could not be read is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// What to preview, and where.
#[derive(Clone, Debug)]
pub struct Preview {
    /// What to build. Nothing is written to its output folder.
    pub options: Options,
    /// The address to listen at.
    pub address: IpAddr,
    /// The port to listen at; where it is taken, the next free one. 0 is any.
    pub port: u16,
    /// How often the files are looked through; none to have them watched.
    pub poll: Option<Duration>,
}

/// What there is to tell the writer.
#[derive(Debug)]
pub enum Notice<'a> {
    /// The preview can be looked at.
    Ready {
        /// Its address.
        url: &'a str,
        /// What was found in the texts.
        report: &'a Report,
        /// The briefs in it.
        briefs: usize,
        /// How long loading took.
        took: Duration,
    },
    /// The site was made anew.
    Renewed {
        /// The files and folders that changed; empty when it may be any.
        paths: &'a [&'a str],
        /// What was found in the texts.
        report: &'a Report,
        /// How long it took.
        took: Duration,
    },
    /// The site is at another address of the preview, as another `base_url` says.
    Moved(&'a str),
    /// A template failed on a page that was asked for.
    Broken(&'a Report),
    /// Files cannot be watched; they are looked through this often.
    Polling(&'a str, Duration),
    /// Others can reach the preview.
    Exposed(SocketAddr),
    /// The world is wrong; the preview goes on with what it has.
    World(&'a Error),
}

/// Who sits at the terminal.
pub trait Writer: Send + Sync {
    /// The time.
    fn now(&self) -> Moment;
    /// A diagnostic as the terminal shows it, without colours.
    fn paint(&self, diagnostic: &Diagnostic, report: &Report) -> String;
    /// Tells what happened.
    fn tell(&self, notice: &Notice<'_>);
    /// Told while files are read.
    fn progress(&self, stage: &'static str, done: usize, total: usize);
}

/// Serves the preview until the process ends. The error is the world's, and comes
/// before anything is served.
pub fn serve(preview: &Preview, writer: &Arc<dyn Writer>) -> Result<(), Error> {
    let start = Instant::now();
    let listener = bind(preview.address, preview.port)?;
    let address = listener
        .local_addr()
        .map_err(|error| Error::new(format!("cannot listen: {error}")))?;
    let mut options = preview.options.clone();
    let root = &options.root;
    options.root = root.canonicalize().unwrap_or_else(|_| root.clone());
    let root = options.root.clone();
    // Reading would be announced file by file, if it was watched. So it is watched
    // afterwards, and what was written meanwhile shows by its time.
    let before = Stamps::of(&root);
    let mut desk = Desk {
        workspace: Workspace::new(options),
        stand: Arc::new(Stand::default()),
        writer: Arc::clone(writer),
        address: String::new(),
    };
    let report = desk.renew(&Changes::All)?.0;
    let (watch, reason) = Watch::open(&root, preview.poll, &before);
    let server = Server::open(&desk.stand, writer)?;
    if !address.ip().is_loopback() {
        writer.tell(&Notice::Exposed(address));
    }
    if let Some(reason) = reason {
        writer.tell(&Notice::Polling(&reason, watch::INTERVAL));
    }
    desk.address = format!("http://{}", shown(address));
    writer.tell(&Notice::Ready {
        url: &desk.url(),
        report: &report,
        briefs: desk.briefs(),
        took: start.elapsed(),
    });
    let behind: Arc<dyn Behind> = Arc::clone(&server) as _;
    thread::spawn(move || gate::keep(&listener, &behind));
    desk.keep(watch, &server)
}

/// The first free port from `port` on.
fn bind(address: IpAddr, port: u16) -> Result<TcpListener, Error> {
    let last = port.saturating_add(if port == 0 { 0 } else { PORTS - 1 });
    let mut failure = None;
    for port in port..=last {
        match TcpListener::bind((address, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => {
                let is_taken = error.kind() == std::io::ErrorKind::AddrInUse;
                failure = Some(error);
                if !is_taken {
                    break;
                }
            }
        }
    }
    let reason = failure.map_or_else(String::new, |error| error.to_string());
    let ports = if port == last {
        format!("port {port}")
    } else {
        format!("ports {port} to {last}")
    };
    Err(Error::new(format!(
        "cannot listen at {address}, {ports}: {reason}"
    )))
}

/// An address that a browser on this machine can be given.
fn shown(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Where the site is kept up to date.
struct Desk {
    workspace: Workspace,
    stand: Arc<Stand>,
    writer: Arc<dyn Writer>,
    /// Where the preview is, without a path.
    address: String,
}

impl Desk {
    fn url(&self) -> String {
        format!("{}{}", self.address, self.stand.base())
    }

    /// How long until time alone changes the site.
    fn until_next(&self) -> Option<Duration> {
        const LONGEST: u64 = 60 * 60;
        let now = self.writer.now();
        let next = self.workspace.next_change(now)?;
        let seconds = u64::try_from(next.instant() - now.instant()).unwrap_or(0);
        Some(Duration::from_secs(seconds.clamp(1, LONGEST)))
    }

    /// The paths that a writer knows: not those of files that came and went again
    /// while another was saved.
    fn named<'a>(&self, changes: &'a Changes) -> Vec<&'a str> {
        let Changes::Of(paths) = changes else {
            return Vec::new();
        };
        let is_there = |path: &&str| files::absolute(self.workspace.root(), path).exists();
        let there: Vec<&str> = paths.iter().map(String::as_str).filter(is_there).collect();
        match there.as_slice() {
            [] => paths.iter().map(String::as_str).collect(),
            _ => there,
        }
    }

    fn briefs(&self) -> usize {
        let edition = self.workspace.edition();
        edition.map_or(0, |edition| edition.site.cards.len())
    }

    /// Reads what may have changed and serves it. The number is that of the new
    /// state; none when nothing is new.
    fn renew(&mut self, changes: &Changes) -> Result<(Report, Option<u64>), Error> {
        let writer = Arc::clone(&self.writer);
        let progress = |stage, done, total| writer.progress(stage, done, total);
        let report = self
            .workspace
            .refresh(changes, self.writer.now(), &progress)?;
        let faults = Fault::all(&report, &*self.writer);
        let number = self
            .stand
            .put(self.workspace.edition(), faults, changes, &*self.writer);
        Ok((report, number))
    }

    /// Follows the changes for as long as the process lives.
    fn keep(mut self, mut watch: Watch, server: &Server) -> ! {
        let nothing = || Changes::Of(BTreeSet::new());
        let mut pending = nothing();
        loop {
            let retry = (pending != nothing()).then_some(RETRY);
            let longest = [retry, self.until_next()].into_iter().flatten().min();
            if let Some(happened) = watch.next(longest) {
                if let Some(reason) = &happened.blind {
                    self.writer.tell(&Notice::Polling(reason, watch::INTERVAL));
                }
                pending.add(happened.changes);
            }
            let start = Instant::now();
            let url = self.url();
            match self.renew(&pending) {
                Ok((report, number)) => {
                    let unread = self.workspace.unread().map(ToString::to_string);
                    let unread = Changes::Of(unread.collect());
                    let changes = std::mem::replace(&mut pending, unread);
                    let Some(number) = number else { continue };
                    server.tell(number);
                    self.writer.tell(&Notice::Renewed {
                        paths: &self.named(&changes),
                        report: &report,
                        took: start.elapsed(),
                    });
                    if url != self.url() {
                        self.writer.tell(&Notice::Moved(&self.url()));
                    }
                }
                Err(error) => {
                    let fault = Fault::of_world(error.to_string());
                    let edition = self.workspace.edition();
                    let number = self
                        .stand
                        .put(edition, vec![fault], &nothing(), &*self.writer);
                    if let Some(number) = number {
                        server.tell(number);
                        self.writer.tell(&Notice::World(&error));
                    }
                }
            }
        }
    }
}
