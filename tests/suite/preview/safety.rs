//! What hostile pages, broken clients and a full machine cannot do.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{Answer, LONG, ONE_PAGE, Preview, three};

fn connect(preview: &Preview) -> TcpStream {
    let stream = TcpStream::connect(preview.address).expect("the server listens");
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream
}

#[test]
fn a_foreign_host_or_origin_is_refused() {
    let preview = Preview::of(three(), &[]);
    let own = preview.address;
    let ask = |lines: &str| {
        let request = format!("GET {ONE_PAGE} HTTP/1.1\r\n{lines}\r\n");
        Answer::of(&preview.send(request.as_bytes())).status
    };
    assert_eq!(ask(&format!("Host: {own}\r\n")), 200);
    assert_eq!(ask(&format!("Host: localhost:{}\r\n", own.port())), 200);
    assert_eq!(
        ask(&format!("Host: {own}\r\nOrigin: http://{own}\r\n")),
        200
    );
    for foreign in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
    ] {
        assert_eq!(
            ask(&format!("Host: {foreign}:{}\r\n", own.port())),
            403,
            "{foreign}"
        );
    }
    for origin in ["http://evil.example", "null", "http://localhost:1"] {
        assert_eq!(
            ask(&format!("Host: {own}\r\nOrigin: {origin}\r\n")),
            403,
            "{origin}"
        );
    }
    assert_eq!(
        ask(&format!(
            "Host: {own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"
        )),
        403
    );
    assert_eq!(ask(""), 400);
    assert_eq!(ask(&format!("Host: {own}\r\nHost: evil.example\r\n")), 400);
    // The stream of events and the state are no exception.
    for path in ["/.gen-events", "/.gen-state?path=/", "/.gen-live.js"] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        assert_eq!(
            Answer::of(&preview.send(request.as_bytes())).status,
            403,
            "{path}"
        );
    }
    let page = preview.get(ONE_PAGE);
    assert!(page.header("access-control-allow-origin").is_none());
    assert_eq!(
        page.header("cross-origin-resource-policy"),
        Some("same-origin")
    );
}

#[test]
fn no_path_leaves_the_site() {
    let site = three();
    site.put("secret.txt", b"SECRET");
    site.put("content/briefs/secret.txt", b"SECRET");
    site.put("static/open.txt", b"open");
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("far.txt"), "SECRET").unwrap();
    std::os::unix::fs::symlink(outside.path().join("far.txt"), site.path("static/link.txt"))
        .unwrap();
    std::os::unix::fs::symlink(outside.path(), site.path("static/linked")).unwrap();
    let preview = Preview::of(site, &[]);
    assert_eq!(preview.get("/open.txt").text(), "open");
    let far = outside.path().join("far.txt").display().to_string();
    let mut paths: Vec<String> = [
        "/secret.txt",
        "/site.toml",
        "/content/briefs/one.md",
        "/../secret.txt",
        "/static/../secret.txt",
        "/tags/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%252fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/open.txt%00",
        "/open.txt%00.html",
        "//secret.txt",
        "/./secret.txt",
        "/open.txt/../../secret.txt",
        "http://127.0.0.1/secret.txt",
        "file:///etc/passwd",
        "/C:/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/link.txt",
        "/linked/far.txt",
        "*",
        "/.gen-state/../../secret.txt",
        "/%2f..%2fsecret.txt",
    ]
    .map(str::to_owned)
    .into();
    paths.push(far.clone());
    paths.push(format!("/{far}"));
    paths.push(format!("/%2f{}", far.trim_start_matches('/')));
    for path in paths {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address);
        let answer = Answer::of(&preview.send(request.as_bytes()));
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.text().contains("SECRET"), "{path}");
    }
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
}

#[test]
fn it_is_for_reading_only() {
    let preview = Preview::of(three(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        let answer = preview.ask(method, "/", "Content-Length: 4\r\n");
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: 100000\r\n\r\n{}",
        preview.address,
        "x".repeat(100_000)
    );
    assert_eq!(Answer::of(&preview.send(request.as_bytes())).status, 405);
}

#[test]
fn a_head_without_end_is_cut_off() {
    let preview = Preview::of(three(), &[]);
    preview.get("/");
    let before = preview.status("VmHWM");
    for _ in 0..4 {
        let mut stream = connect(&preview);
        let _ = stream
            .write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\nX: ", preview.address).as_bytes());
        let part = vec![b'x'; 1024 * 1024];
        // The server closes long before all is sent.
        for _ in 0..16 {
            if stream.write_all(&part).is_err() {
                break;
            }
        }
    }
    let grown = preview.status("VmHWM").saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} kB more for heads without end");
    let long = preview.ask("GET", "/", &format!("X: {}\r\n", "x".repeat(20_000)));
    assert_eq!(long.status, 431);
    let usual = preview.ask("GET", "/", &format!("Cookie: {}\r\n", "x".repeat(8_000)));
    assert_eq!(usual.status, 200);
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    let site = three();
    site.put("static/large.bin", &vec![7; 32 * 1024 * 1024]);
    let preview = Preview::of(site, &[]);
    let host = preview.address;
    // Some never end their head, some never take their answer.
    let mut slow = Vec::new();
    for n in 0..20 {
        let mut stream = connect(&preview);
        let end = if n % 2 == 0 { "X: y" } else { "\r\n" };
        write!(stream, "GET /large.bin HTTP/1.1\r\nHost: {host}\r\n{end}").unwrap();
        slow.push(stream);
    }
    std::thread::sleep(Duration::from_millis(100));
    for _ in 0..10 {
        let start = Instant::now();
        assert!(preview.page(ONE_PAGE).contains("Something happened."));
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{:?}",
            start.elapsed()
        );
    }
    drop(slow);
}

#[test]
fn clients_that_take_nothing_give_way_and_are_kept_no_answers_for() {
    let site = three();
    let large = vec![7; 24 * 1024 * 1024];
    site.put("static/large.bin", &large);
    let preview = Preview::of(site, &[]);
    let host = preview.address;
    preview.get("/");
    let before = preview.status("VmRSS");
    let request = format!("GET /large.bin HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let crowd: Vec<TcpStream> = (0..150)
        .map(|_| {
            let mut stream = connect(&preview);
            write!(stream, "{request}").unwrap();
            stream
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    // Nobody has gone, and nobody is refused.
    for _ in 0..10 {
        assert!(preview.page(ONE_PAGE).contains("Something happened."));
    }
    let grown = preview.status("VmRSS").saturating_sub(before);
    assert!(grown < 100 * 1024, "{grown} kB more");
    let answer = Answer::of(&preview.send(request.as_bytes()));
    assert!(answer.body == large, "one who takes it gets all of it");
    drop(crowd);
}

#[test]
fn a_head_that_does_not_end_in_time_is_given_up() {
    let preview = Preview::of(three(), &[]);
    let mut stream = connect(&preview);
    write!(stream, "GET / HTTP/1.1\r\n").unwrap();
    let start = Instant::now();
    // One byte a second is not enough to stay.
    while start.elapsed() < Duration::from_secs(14) && stream.write_all(b"X").is_ok() {
        std::thread::sleep(Duration::from_millis(500));
    }
    let took = start.elapsed();
    assert!((9..14).contains(&took.as_secs()), "{took:?}");
}

#[test]
fn five_hundred_idle_connections_neither_stop_it_nor_pile_up() {
    let preview = Preview::of(three(), &[]);
    preview.get("/");
    let before = (preview.status("Threads"), preview.status("VmRSS"));
    let mut idle: Vec<TcpStream> = (0..500).map(|_| connect(&preview)).collect();
    let start = Instant::now();
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    preview.wait("few threads", |preview| {
        preview.status("Threads") < before.0 + 80
    });
    // Well before the time in which a head must arrive is over.
    assert!(
        start.elapsed() < Duration::from_secs(7),
        "{:?}",
        start.elapsed()
    );
    let grown = preview.status("VmRSS").saturating_sub(before.1);
    assert!(grown < 30 * 1024, "{grown} kB more");
    // The oldest were closed, the youngest are still waited for.
    let mut byte = [0];
    assert!(matches!(idle[0].read(&mut byte), Ok(0) | Err(_)));
    let last = idle.last_mut().unwrap();
    write!(last, "GET / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).unwrap();
    let mut answer = Vec::new();
    last.read_to_end(&mut answer).unwrap();
    assert_eq!(Answer::of(&answer).status, 200);
}

#[test]
fn requests_that_are_sent_ahead_do_not_pile_up() {
    let preview = Preview::of(three(), &[]);
    preview.get("/");
    let before = preview.status("Threads");
    let mut stream = connect(&preview);
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address);
    let _ = stream.write_all(request.repeat(20_000).as_bytes());
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
    assert!(preview.status("Threads") < before + 80);
}

#[test]
fn an_accept_that_fails_is_not_the_end() {
    let site = three();
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "ulimit -n 60 && exec \"$@\"",
        "sh",
        env!("CARGO_BIN_EXE_gen"),
    ]);
    command.args(Preview::arguments(&site));
    let preview = Preview::start(site, command);
    // More than it has descriptors for, some with a head and some without.
    let crowd: Vec<TcpStream> = (0..200)
        .map(|n| {
            let mut stream = connect(&preview);
            if n % 3 == 0 {
                let _ = write!(
                    stream,
                    "GET /.gen-events HTTP/1.1\r\nHost: {}\r\n\r\n",
                    preview.address
                );
            }
            stream
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    // Nobody of the crowd has gone: room is made for who comes.
    preview.wait("it answers", |preview| {
        let request = format!(
            "GET {ONE_PAGE} HTTP/1.1\r\nHost: {}\r\n\r\n",
            preview.address
        );
        preview
            .send(request.as_bytes())
            .starts_with(b"HTTP/1.1 200 ")
    });
    drop(crowd);
}

#[test]
fn ctrl_c_ends_it_at_once_and_well() {
    for signal in ["INT", "TERM"] {
        let mut preview = Preview::of(three(), &[]);
        let mut listening = connect(&preview);
        write!(
            listening,
            "GET /.gen-events HTTP/1.1\r\nHost: {}\r\n\r\n",
            preview.address
        )
        .unwrap();
        let mut byte = [0];
        listening.read_exact(&mut byte).unwrap();
        let _idle = connect(&preview);
        let start = Instant::now();
        preview.signal(signal);
        assert_eq!(preview.end(), Some(0), "{signal}");
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{:?}",
            start.elapsed()
        );
    }
}

#[test]
fn bytes_beyond_ascii_in_a_head_take_no_answer_away() {
    let preview = Preview::of(three(), &[]);
    let send = |line: &[u8], cookie: &[u8]| {
        let host = format!(" HTTP/1.1\r\nHost: {}\r\nCookie: ", preview.address);
        let head = [line, host.as_bytes(), cookie, b"\r\n\r\n"].concat();
        Answer::of(&preview.send(&head)).status
    };
    assert_eq!(send(b"GET /", "name=Jos\u{e9}".as_bytes()), 200);
    assert_eq!(send(b"GET /", b"name=\xff\xfe"), 200);
    assert_eq!(send(b"GET /\xff", b"a=b"), 400);
}

#[test]
fn another_version_of_http_is_refused_and_takes_no_place() {
    let preview = Preview::of(three(), &[]);
    let head = format!("PRI * HTTP/2.0\r\nHost: {}\r\n\r\n", preview.address);
    for _ in 0..140 {
        assert!(preview.send(head.as_bytes()).starts_with(b"HTTP/1.1 505 "));
    }
    assert!(preview.page(ONE_PAGE).contains("Something happened."));
}
