//! The live preview: the real program, over loopback.

mod faults;
mod manners;
mod place;
mod safety;
mod saving;

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::harness::{Site, brief};

/// How long anything that must happen may take on a busy machine.
const LONG: Duration = Duration::from_secs(15);

/// A preview that runs.
pub struct Preview {
    pub site: Site,
    child: Child,
    pub address: SocketAddr,
    /// The path of the site, with `/` at both ends.
    pub base: String,
    out: Lines,
    err: Lines,
    readers: Vec<JoinHandle<()>>,
}

/// An answer of the server.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end + 2].to_vec()).unwrap();
        Self {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head,
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The page without the script of the preview.
    pub fn page(&self) -> String {
        let text = self.text();
        let lines = text.split_inclusive('\n');
        lines
            .filter(|line| !line.contains("/.gen-live.js"))
            .collect()
    }
}

/// A site of three briefs; the first is `/2025/01/01/one/`.
pub fn three() -> Site {
    Site::with(&format!(
        "-- content/briefs/one.md --\n{}-- content/briefs/two.md --\n{}-- content/briefs/three.md --\n{}",
        brief("One", "2025-01-01", "tags: [X]\n"),
        brief("Two", "2025-01-02", "tags: [X]\n"),
        brief("Three", "2025-01-03", ""),
    ))
}

pub const ONE: &str = "content/briefs/one.md";
pub const ONE_PAGE: &str = "/2025/01/01/one/";

/// The first brief with another fact.
pub fn one_saying(fact: &str) -> String {
    brief("One", "2025-01-01", "tags: [X]\n").replace("Something happened.", fact)
}

impl Preview {
    /// A preview of this site on a port of its own.
    pub fn of(site: Site, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command.args(Self::arguments(&site)).args(arguments);
        Self::start(site, command)
    }

    /// What every preview of a test is started with.
    pub fn arguments(site: &Site) -> Vec<String> {
        let root = site.path("").to_string_lossy().into_owned();
        let fixed = [
            "serve",
            "--port",
            "0",
            "--now",
            "2026-01-01T00:00:00Z",
            "--root",
        ];
        fixed
            .iter()
            .map(ToString::to_string)
            .chain([root])
            .collect()
    }

    /// A preview that `command` starts.
    pub fn start(site: Site, mut command: Command) -> Self {
        let mut child = command
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the program starts");
        let (out, out_reader) = lines_of(child.stdout.take().unwrap());
        let (err, err_reader) = lines_of(child.stderr.take().unwrap());
        let start = Instant::now();
        let url = loop {
            let line = out.lock().unwrap().iter().find_map(|line| {
                let url = line.strip_prefix("Preview: ")?.split(' ').next()?;
                Some(url.to_owned())
            });
            if let Some(url) = line {
                break url;
            }
            let gone = child.try_wait().unwrap();
            assert!(
                gone.is_none() && start.elapsed() < LONG,
                "no preview: {gone:?} {:?} {:?}",
                out.lock().unwrap(),
                err.lock().unwrap()
            );
            std::thread::sleep(Duration::from_millis(5));
        };
        let (address, path) = url
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap();
        Self {
            site,
            child,
            address: address.parse().unwrap(),
            base: format!("/{path}"),
            out,
            err,
            readers: vec![out_reader, err_reader],
        }
    }

    /// Sends bytes and reads until the server closes.
    pub fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(LONG)).unwrap();
        // The server may refuse before it has read all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    /// Asks with these lines in the head.
    pub fn ask(&self, method: &str, path: &str, lines: &str) -> Answer {
        let host = self.address;
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n");
        Answer::of(&self.send(request.as_bytes()))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// The text of a page that is there.
    #[track_caller]
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.page()
    }

    /// What the page at `path`, made as `page` tells, is to do now.
    pub fn state(&self, path: &str, page: &Answer) -> serde_json::Value {
        let text = page.text();
        let part = |name: &str| {
            text.split(&format!("{name}=\""))
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        let (content, styles) = (part("data-content"), part("data-styles"));
        let answer = self.get(&format!(
            "/.gen-state?path={path}&content={content}&styles={styles}&since="
        ));
        serde_json::from_slice(&answer.body).expect("the state is JSON")
    }

    /// The faults over every page: place and text of each.
    pub fn faults(&self) -> Vec<(String, String)> {
        let answer = self.get("/.gen-state?path=/&content=&styles=&since=");
        let state: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let text = |fault: &serde_json::Value, key: &str| fault[key].as_str().unwrap().to_owned();
        let faults = state["faults"].as_array().unwrap().iter();
        faults
            .map(|fault| (text(fault, "place"), text(fault, "text")))
            .collect()
    }

    /// The number of the state of the site.
    pub fn number(&self) -> u64 {
        let answer = self.get("/.gen-state?path=/&content=&styles=&since=");
        let state: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        state["number"].as_u64().unwrap()
    }

    /// Waits until it is so.
    #[track_caller]
    pub fn wait(&self, what: &str, mut so: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        while !so(self) {
            assert!(
                start.elapsed() < LONG,
                "{what}: never; {:?} {:?}",
                self.out.lock().unwrap(),
                self.err.lock().unwrap()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until a page says something.
    #[track_caller]
    pub fn wait_for(&self, path: &str, words: &str) {
        self.wait(&format!("{path}: {words}"), |preview| {
            preview.get(path).text().contains(words)
        });
    }

    /// How often the site was made anew, by what the terminal says.
    pub fn rebuilds(&self) -> usize {
        let out = self.out.lock().unwrap();
        out.iter()
            .filter(|line| line.starts_with("updated in "))
            .count()
    }

    /// Waits until the terminal shows these words: they come through a pipe of
    /// their own, so an answer of the server may be here before them.
    #[track_caller]
    pub fn wait_said(&self, words: &str) {
        self.wait(&format!("said: {words}"), |preview| {
            preview.terminal().contains(words)
        });
    }

    /// What the terminal shows by now.
    pub fn terminal(&self) -> String {
        let (out, err) = (self.out.lock().unwrap(), self.err.lock().unwrap());
        format!("{}\n{}", out.join("\n"), err.join("\n"))
    }

    /// Sends a signal to the process.
    pub fn signal(&self, name: &str) {
        let number = self.child.id().to_string();
        let status = Command::new("kill")
            .args([&format!("-{name}"), &number])
            .status();
        assert!(status.expect("kill is there").success());
    }

    /// Waits for the end of the process and gives its exit code; the terminal
    /// shows all of it then.
    pub fn end(&mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.readers
                    .drain(..)
                    .for_each(|reader| reader.join().unwrap());
                return status.code();
            }
            assert!(start.elapsed() < LONG, "the preview does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A number out of `/proc`, such as `Threads` or `VmHWM` in kB; 0 where there is no such thing.
    pub fn status(&self, key: &str) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key}:")));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

type Lines = Arc<Mutex<Vec<String>>>;

fn lines_of(stream: impl Read + Send + 'static) -> (Lines, JoinHandle<()>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let here = Arc::clone(&lines);
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            here.lock().unwrap().push(line);
        }
    });
    (lines, reader)
}
