//! One request at a time for each host, with a pause after it.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lets one request at a time through to a host.
#[derive(Debug)]
pub struct Gate {
    pause: Duration,
    hosts: Mutex<HashMap<String, Host>>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug)]
struct Host {
    is_busy: bool,
    /// Before that, nobody asks.
    ready: Instant,
}

/// A request that is let through; the host is free again, after the pause, when it is dropped.
#[derive(Debug)]
pub struct Pass<'a> {
    gate: &'a Gate,
    host: String,
}

impl Gate {
    /// A gate that waits for `pause` between two requests to one host.
    pub fn new(pause: Duration) -> Self {
        Self {
            pause,
            hosts: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Waits until `host` may be asked.
    pub fn enter(&self, host: &str) -> Pass<'_> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let now = Instant::now();
            let free = Host {
                is_busy: false,
                ready: now,
            };
            let known = hosts.entry(host.to_owned()).or_insert(free);
            if !known.is_busy && known.ready <= now {
                known.is_busy = true;
                return Pass {
                    gate: self,
                    host: host.to_owned(),
                };
            }
            hosts = if known.is_busy {
                let woken = self.changed.wait(hosts);
                woken.unwrap_or_else(PoisonError::into_inner)
            } else {
                let left = known.ready - now;
                let woken = self.changed.wait_timeout(hosts, left);
                woken.unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }

    /// Lets nobody ask `host` for `time` from now.
    pub fn hold(&self, host: &str, time: Duration) {
        self.set(host, time);
    }

    fn set(&self, host: &str, time: Duration) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let rested = Host {
            is_busy: false,
            ready: Instant::now() + time,
        };
        hosts.insert(host.to_owned(), rested);
        drop(hosts);
        self.changed.notify_all();
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.set(&self.host, self.gate.pause);
    }
}
