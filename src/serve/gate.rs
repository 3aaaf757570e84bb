//! The gate before the server: it lets in what is small, complete and in time.
//!
//! `tiny_http` reads a head of any length, waits for it for ever, keeps a thread
//! for each idle connection, and stops listening at the first failed accept
//! (docs/decisions/0007-a-gate-before-the-preview-server.md). The gate reads the
//! head of one request within bounds, hands it to the server behind, and passes
//! the answer back. One connection is one request: on loopback a new connection
//! costs less than a page.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The longest head of a request, in bytes; browsers send a tenth of it.
const HEAD_MOST: usize = 16 * 1024;
/// How long a head may take to arrive.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a client may take no byte of its answer.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// Connections that have not sent their head yet. With more, the oldest is closed.
const WAITING_MOST: usize = 64;
/// Requests that are being answered. With more, the oldest is closed: an answer takes
/// milliseconds, unless its client takes none of it.
const ANSWERED_MOST: usize = 64;
/// How a request begins that is answered for as long as its client listens; the server
/// behind bounds how many of them there are.
const STREAM: &[u8] = b"GET /.gen-events ";
/// How long the server behind may be silent; its streams of events beat more often.
const SILENCE: Duration = Duration::from_secs(30);
/// How long parting from a client may take.
const PARTING: Duration = Duration::from_secs(1);
/// How long after a failed accept the next one is tried.
const PAUSE: Duration = Duration::from_millis(10);

/// The server behind the gate.
pub trait Behind: Send + Sync {
    /// A connection to it.
    fn connect(&self) -> io::Result<TcpStream>;
    /// Ends the answer that has taken the longest and has no end of its own, because
    /// there is no room for another.
    fn shed(&self);
}

/// The connections that are inside.
#[derive(Debug, Default)]
struct Inside {
    /// Those whose head has not arrived.
    waiting: Connections,
    /// Those that are answered, but for streams of events.
    answered: Connections,
}

/// Connections by the number that they came with.
#[derive(Debug, Default)]
struct Connections(Mutex<BTreeMap<usize, Arc<TcpStream>>>);

/// Lets connections in, for as long as the process lives. A failed accept (no
/// more file descriptors, an aborted connection) is tried again, after room was made.
pub fn keep(listener: &TcpListener, behind: &Arc<dyn Behind>) {
    let inside = Arc::new(Inside::default());
    for number in 0.. {
        match listener.accept() {
            Ok((client, _)) => {
                let client = Arc::new(client);
                inside.waiting.add(number, &client, WAITING_MOST);
                let (here, behind) = (Arc::clone(&inside), Arc::clone(behind));
                let work = move || here.attend(number, &client, &*behind);
                if thread::Builder::new().spawn(work).is_err() {
                    // No thread to be had: the connection is closed, the gate stays.
                    inside.waiting.remove(number);
                    thread::sleep(PAUSE);
                }
            }
            Err(_) => {
                if !inside.waiting.close_oldest() && !inside.answered.close_oldest() {
                    behind.shed();
                }
                thread::sleep(PAUSE);
            }
        }
    }
}

impl Connections {
    fn all(&self) -> MutexGuard<'_, BTreeMap<usize, Arc<TcpStream>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a connection; with more than `most`, the oldest is closed.
    fn add(&self, number: usize, client: &Arc<TcpStream>, most: usize) {
        let mut all = self.all();
        all.insert(number, Arc::clone(client));
        let too_many = all.len() > most;
        drop(all);
        if too_many {
            self.close_oldest();
        }
    }

    fn remove(&self, number: usize) {
        self.all().remove(&number);
    }

    /// Closes the connection that came first; false when there is none.
    fn close_oldest(&self) -> bool {
        let oldest = self.all().pop_first();
        // Its thread wakes and ends.
        oldest.is_some_and(|(_, oldest)| oldest.shutdown(Shutdown::Both).is_ok())
    }
}

impl Inside {
    /// Serves one connection; what goes wrong with it concerns nobody else.
    fn attend(&self, number: usize, client: &Arc<TcpStream>, behind: &dyn Behind) {
        let head = read_head(client);
        self.waiting.remove(number);
        let _ = match head {
            Ok(Head::Complete(head)) if !first_line(&head).is_ascii() => {
                refuse(client, "400 Bad Request")
            }
            Ok(Head::Complete(head)) if !is_http_1(&head) => {
                refuse(client, "505 HTTP Version Not Supported")
            }
            Ok(Head::Complete(head)) => {
                if !head.starts_with(STREAM) {
                    self.answered.add(number, client, ANSWERED_MOST);
                }
                pass(client, &head, behind)
            }
            Ok(Head::TooLong) => refuse(client, "431 Request Header Fields Too Large"),
            Ok(Head::Never) | Err(_) => Ok(()),
        };
        part(client);
        self.answered.remove(number);
    }
}

/// The head of a request.
enum Head {
    /// With the empty line at its end.
    Complete(Vec<u8>),
    TooLong,
    /// The client went away, or took too long.
    Never,
}

fn read_head(mut client: &TcpStream) -> io::Result<Head> {
    let until = Instant::now() + HEAD_TIME;
    client.set_nodelay(true)?;
    client.set_write_timeout(Some(WRITE_TIME))?;
    let mut head = Vec::with_capacity(1024);
    let mut part = [0; 2048];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Head::Never);
        }
        client.set_read_timeout(Some(left))?;
        let count = client.read(&mut part)?;
        if count == 0 {
            return Ok(Head::Never);
        }
        // The empty line may lie across two parts.
        let from = head.len().saturating_sub(3);
        head.extend_from_slice(&part[..count]);
        let end = head[from..].windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            head.truncate(from + end + 4);
            return Ok(Head::Complete(head));
        }
        if head.len() > HEAD_MOST {
            return Ok(Head::TooLong);
        }
    }
}

fn first_line(head: &[u8]) -> &[u8] {
    head.split(|&byte| byte == b'\r').next().unwrap_or_default()
}

/// Whether the first line names a version that the server behind answers.
fn is_http_1(head: &[u8]) -> bool {
    let line = first_line(head);
    line.ends_with(b" HTTP/1.1") || line.ends_with(b" HTTP/1.0")
}

/// Hands the head to the server behind, and its answer to the client, as it comes.
/// Without an answer, as for want of file descriptors, the client may come again.
fn pass(mut client: &TcpStream, head: &[u8], behind: &dyn Behind) -> io::Result<()> {
    let mut part = vec![0; 64 * 1024];
    let Ok(mut server) = ask(head, behind) else {
        behind.shed();
        return refuse(client, "503 Service Unavailable");
    };
    let mut count = server.read(&mut part)?;
    if count == 0 {
        return refuse(client, "503 Service Unavailable");
    }
    while count > 0 {
        client.write_all(&part[..count])?;
        count = server.read(&mut part)?;
    }
    Ok(())
}

/// A connection to the server behind, which was handed the head.
fn ask(head: &[u8], behind: &dyn Behind) -> io::Result<TcpStream> {
    let mut server = behind.connect()?;
    server.set_nodelay(true)?;
    server.set_read_timeout(Some(SILENCE))?;
    server.write_all(&readable(head))?;
    // There is no second request: the server closes when it has answered.
    server.shutdown(Shutdown::Write)?;
    Ok(server)
}

/// The head without the fields that announce a body: none is passed on, because no
/// request that is answered has one. Also without those that are not ASCII, such as a
/// cookie of another server on this machine: the server behind does not read them.
fn readable(head: &[u8]) -> Vec<u8> {
    const FIELDS: [&[u8]; 3] = [b"content-length:", b"transfer-encoding:", b"expect:"];
    let announces = |line: &&[u8]| {
        let field = |name: &&[u8]| {
            line.len() >= name.len() && line[..name.len()].eq_ignore_ascii_case(name)
        };
        FIELDS.iter().any(field)
    };
    let lines = head.split_inclusive(|&byte| byte == b'\n');
    lines
        .filter(|line| line.is_ascii() && !announces(line))
        .collect::<Vec<_>>()
        .concat()
}

fn refuse(mut client: &TcpStream, status: &str) -> io::Result<()> {
    let text = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    client.write_all(text.as_bytes())
}

/// Closes a connection so that its answer arrives: one with unread bytes would be
/// reset, and the client could lose what it was sent.
fn part(mut client: &TcpStream) {
    let _ = client.shutdown(Shutdown::Write);
    let _ = client.set_read_timeout(Some(Duration::from_millis(200)));
    let until = Instant::now() + PARTING;
    let mut rest = [0; 4096];
    while Instant::now() < until && matches!(client.read(&mut rest), Ok(1..)) {}
}
