//! Telling browsers that something is new: server-sent events
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often a line is sent that says nothing, to find out who is gone.
pub const HEARTBEAT: Duration = Duration::from_secs(10);
/// The most streams that are open at once; with more, the oldest is closed.
const MOST: usize = 64;

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\
     Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
     Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\nretry: 500\n\n";

/// The way to a browser.
type Stream = Box<dyn Write + Send>;

/// The browsers that listen.
#[derive(Default)]
pub struct Listeners(Mutex<Vec<Stream>>);

impl Listeners {
    /// Begins a stream with the number of the state at hand: what changed before it
    /// began is not missed, and what changes from then on is told.
    pub fn add(&self, mut stream: Stream, number: impl FnOnce() -> u64) {
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Asked for while nobody can be told of another.
        if send(&mut stream, &format!("{HEAD}{}", event(number()))).is_err() {
            return;
        }
        streams.push(stream);
        let too_many = streams.len() > MOST;
        drop(streams);
        if too_many {
            self.close_oldest();
        }
    }

    /// Ends the stream that began first; its browser comes again, if it is still there.
    pub fn close_oldest(&self) {
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !streams.is_empty() {
            streams.remove(0);
        }
    }

    /// Tells that the site is in another state.
    pub fn tell(&self, number: u64) {
        self.send_all(&event(number));
    }

    /// Sends a line that says nothing. Who is gone is forgotten.
    pub fn beat(&self) {
        self.send_all(":\n\n");
    }

    fn send_all(&self, text: &str) {
        let mut streams = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        streams.retain_mut(|stream| send(stream, text).is_ok());
    }
}

fn event(number: u64) -> String {
    format!("data: {number}\n\n")
}

fn send(stream: &mut Stream, text: &str) -> std::io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::Listeners;

    #[derive(Clone, Default)]
    struct Wire(Arc<Mutex<Option<Vec<u8>>>>);

    impl Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut wire = self.0.lock().unwrap();
            let open = wire.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
            open.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_browser_hears_the_state_at_once_and_is_forgotten_when_it_is_gone() {
        let (listeners, wire) = (Listeners::default(), Wire::default());
        *wire.0.lock().unwrap() = Some(Vec::new());
        listeners.add(Box::new(wire.clone()), || 7);
        listeners.tell(8);
        let heard = String::from_utf8(wire.0.lock().unwrap().take().unwrap()).unwrap();
        assert!(heard.ends_with("data: 7\n\ndata: 8\n\n"), "{heard}");
        listeners.beat();
        assert!(listeners.0.lock().unwrap().is_empty());
    }

    #[test]
    fn where_there_is_no_room_the_oldest_stream_ends() {
        let (listeners, old, new) = (Listeners::default(), Wire::default(), Wire::default());
        for wire in [&old, &new] {
            *wire.0.lock().unwrap() = Some(Vec::new());
            listeners.add(Box::new(wire.clone()), || 1);
        }
        listeners.close_oldest();
        listeners.tell(2);
        let heard = |wire: &Wire| {
            let bytes = wire.0.lock().unwrap().take().unwrap();
            String::from_utf8(bytes).unwrap().contains("data: 2\n")
        };
        assert_eq!((heard(&old), heard(&new)), (false, true));
        listeners.close_oldest();
        listeners.close_oldest();
        assert!(listeners.0.lock().unwrap().is_empty());
    }
}
