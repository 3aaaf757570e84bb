//! The functions and filters of the theme language with a clock around each, for profiles.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tera::{Kwargs, State};

use super::Theme;
use super::templates::{fill, integrity, lookup, urls};
use crate::config::Config;

/// How often a function or filter was called, and how long that took in all threads.
#[derive(Debug)]
pub struct Timer {
    /// Its name in templates: `asset()`, `| fill`.
    pub name: &'static str,
    calls: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Timer {
    fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self {
            name,
            calls: AtomicU64::new(0),
            nanoseconds: AtomicU64::new(0),
        })
    }

    /// How often it was called.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// The time of all calls.
    pub fn total(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }

    fn time<T>(&self, call: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = call();
        let took = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.nanoseconds.fetch_add(took, Ordering::Relaxed);
        done
    }
}

impl Theme {
    /// The same theme with a timer around each function and filter of ours. The engine's own
    /// filters cannot be reached.
    pub fn timed(&self, config: &Config) -> (Self, Vec<Arc<Timer>>) {
        let mut theme = self.clone();
        let tables = [
            ("asset", Timer::new("asset()"), urls(&self.assets, config)),
            (
                "integrity",
                Timer::new("integrity()"),
                integrity(&self.assets),
            ),
        ];
        let mut timers = Vec::new();
        for (name, timer, table) in tables {
            timers.push(Arc::clone(&timer));
            let found = lookup(table);
            let timed =
                move |arguments: Kwargs, state: &State| timer.time(|| found(arguments, state));
            theme.tera.register_function(name, timed);
        }
        let timer = Timer::new("| fill");
        timers.push(Arc::clone(&timer));
        let timed = move |text: &str, arguments: Kwargs, state: &State| {
            timer.time(|| fill(text, arguments, state))
        };
        theme.tera.register_filter("fill", timed);
        (theme, timers)
    }
}
