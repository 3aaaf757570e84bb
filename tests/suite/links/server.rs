//! A small server on loopback whose every path behaves in a way of its own.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What was asked of a server.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method and path: `HEAD /ok`.
    pub line: String,
    /// The head, without the first line.
    pub head: String,
    pub came: Instant,
    pub left: Instant,
}

/// How many requests are answered at one time, by server and in all.
#[derive(Debug, Default)]
pub struct Meter {
    /// For each server those now and the most ever; in all under the port 0.
    counts: Mutex<BTreeMap<u16, (usize, usize)>>,
    changed: Condvar,
}

impl Meter {
    pub fn most(&self, port: u16) -> usize {
        self.counts
            .lock()
            .unwrap()
            .get(&port)
            .map_or(0, |(_, most)| *most)
    }

    fn step(&self, port: u16, add: bool) {
        let mut counts = self.counts.lock().unwrap();
        for key in [port, 0] {
            let (now, most) = counts.entry(key).or_default();
            *now = if add { *now + 1 } else { *now - 1 };
            *most = (*most).max(*now);
        }
        drop(counts);
        self.changed.notify_all();
    }

    /// Waits, within bounds, until so many were answered at one time.
    fn wait_for(&self, many: usize) {
        let counts = self.counts.lock().unwrap();
        let few = |counts: &mut BTreeMap<u16, (usize, usize)>| counts[&0].1 < many;
        let _ = self
            .changed
            .wait_timeout_while(counts, Duration::from_secs(20), few);
    }
}

pub struct Server {
    pub address: SocketAddr,
    pub requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub fn start() -> Self {
        Self::measured(&Arc::default())
    }

    /// A server whose requests are counted in `meter`.
    pub fn measured(meter: &Arc<Meter>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            requests: Arc::default(),
        };
        let (requests, meter) = (Arc::clone(&server.requests), Arc::clone(meter));
        let port = server.address.port();
        // It ends with the tests; there are not many requests in them.
        thread::spawn(move || {
            for stream in listener.incoming().take(200) {
                let Ok(stream) = stream else { return };
                let (requests, meter) = (Arc::clone(&requests), Arc::clone(&meter));
                thread::spawn(move || serve(stream, port, &requests, &meter));
            }
        });
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// Method and path of each request, in their order.
    pub fn asked(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .map(|request| request.line.clone())
            .collect()
    }

    pub fn forget(&self) {
        self.requests.lock().unwrap().clear();
    }
}

/// An address where nobody listens.
pub fn nobody(path: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/{path}", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, port: u16, requests: &Mutex<Vec<Request>>, meter: &Meter) {
    let came = Instant::now();
    let mut begin = [0; 1];
    if stream.peek(&mut begin).is_ok_and(|_| begin == [0x16]) {
        // Somebody wants a secure connection. Servers that have none answer so.
        let _ = stream.read(&mut [0; 8192]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        return;
    }
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    let rest: Vec<String> = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let line = first.trim_end_matches(" HTTP/1.1").to_owned();
    meter.step(port, true);
    let known = {
        let mut requests = requests.lock().unwrap();
        let known = requests
            .iter()
            .filter(|request| request.line == line)
            .count();
        requests.push(Request {
            line: line.clone(),
            head: rest.join("\n"),
            came,
            left: came,
        });
        known
    };
    let (method, path) = line.split_once(' ').unwrap();
    if path.starts_with("/together") {
        meter.wait_for(2);
    }
    // Told before the answer goes out, so that who has the answer finds it told.
    meter.step(port, false);
    let mut requests = requests.lock().unwrap();
    if let Some(last) = requests.iter_mut().rfind(|request| request.line == line) {
        last.left = Instant::now();
    }
    drop(requests);
    // The client may have gone.
    let _ = answer(&mut stream, method, path, known);
}

fn answer(stream: &mut TcpStream, method: &str, path: &str, known: usize) -> std::io::Result<()> {
    let mut status = |line: &str, headers: &str| {
        write!(
            stream,
            "HTTP/1.1 {line}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
    };
    let name = path
        .trim_start_matches('/')
        .split(['/', '?'])
        .next()
        .unwrap();
    match name {
        "no-head" if method == "HEAD" => status("405 Method Not Allowed", ""),
        "hidden-head" if method == "HEAD" => status("404 Not Found", ""),
        "endless" if method == "HEAD" => status("501 Not Implemented", ""),
        "missing" => status("404 Not Found", ""),
        "broken" => status("500 Internal Server Error", ""),
        "forbidden" => status("403 Forbidden", ""),
        "wall" => status("999 Request Denied", ""),
        "challenge" => status("503 Service Unavailable", "cf-mitigated: challenge\r\n"),
        "moved" => status("301 Moved Permanently", "Location: /ok\r\n"),
        "moved-twice" => status("308 Permanent Redirect", "Location: moved\r\n"),
        "elsewhere" => status("302 Found", "Location: /ok\r\n"),
        "moved-away" => status("301 Moved Permanently", "Location: /missing\r\n"),
        "to" => {
            let port = path.rsplit('/').next().unwrap();
            status(
                "302 Found",
                &format!("Location: http://127.0.0.1:{port}/\r\n"),
            )
        }
        "loop" => status("302 Found", "Location: /loop\r\n"),
        "out" => status("302 Found", "Location: file:///etc/hostname\r\n"),
        "busy" => status("429 Too Many Requests", ""),
        "soon" if known == 0 => status("429 Too Many Requests", "Retry-After: 1\r\n"),
        "patience" => status("429 Too Many Requests", "Retry-After: 86400\r\n"),
        "closed" => Ok(()),
        "garbage" => write!(stream, "lorem ipsum\r\ndolor\r\n\r\n"),
        "hang" => {
            thread::sleep(Duration::from_secs(30));
            Ok(())
        }
        "drip" => {
            write!(stream, "HTTP/1.1 200 OK\r\nX: ")?;
            (0..150).try_for_each(|_| {
                thread::sleep(Duration::from_millis(200));
                stream.write_all(b"x")
            })
        }
        "endless" => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
            )?;
            (0..100_000).try_for_each(|_| stream.write_all(&[b'x'; 4096]))
        }
        "endless-head" => {
            write!(stream, "HTTP/1.1 200 OK\r\n")?;
            (0..100_000).try_for_each(|n| write!(stream, "X-Header-{n}: {n}\r\n"))
        }
        "archive" => archive(stream, path),
        _ => status("200 OK", "Set-Cookie: a=b\r\n"),
    }
}

/// As the availability service answers: it has a copy of everything but of what is called `uncopied`.
fn archive(stream: &mut TcpStream, path: &str) -> std::io::Result<()> {
    let body = if path.contains("uncopied") {
        "{\"archived_snapshots\": {}}".to_owned()
    } else {
        let day = path
            .split_once("timestamp=")
            .map_or("20200101", |(_, day)| day);
        format!(
            "{{\"archived_snapshots\": {{\"closest\": {{\"status\": \"200\", \"available\": true, \
             \"url\": \"http://web.archive.org/web/{day}000000/x\", \"timestamp\": \"{day}000000\"}}}}}}"
        )
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
