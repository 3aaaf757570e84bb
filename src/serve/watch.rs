//! Watching the files of a site. Folders are watched, not files: a watch on a file
//! dies when an editor puts another file in its place. The output is never watched.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, MetadataKind, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::batch::{At, Batch, Signal};
use crate::build::Changes;
use crate::config;
use crate::files::{FOLDERS, Stamps, is_left_out};

/// How often a site is looked through where it cannot be watched.
pub const INTERVAL: Duration = Duration::from_millis(500);
/// The longest that changes are gathered before they are built.
const LONGEST: Duration = Duration::from_secs(2);
/// How long a checkout of git may last before what is there is built.
const CHECKOUT: Duration = Duration::from_secs(10);
/// How long git may hold its lock without changing a file: it waits for a message.
const PAUSE: Duration = Duration::from_secs(1);
/// When a folder that appeared is looked at again: what was put into it before it was
/// watched is not announced.
const AGAIN: Duration = Duration::from_millis(300);

/// The files of a site, watched.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    /// None where the site is looked through instead.
    watcher: Option<RecommendedWatcher>,
    signals: Receiver<Signal>,
    sender: Sender<Signal>,
    /// What is to be looked at again, and when.
    again: BTreeMap<Instant, String>,
    /// Whether the site's own folder is not there.
    is_lost: bool,
    /// The file that git holds while it changes many others.
    git: Option<PathBuf>,
}

/// What happened.
#[derive(Debug)]
pub struct Happened {
    /// Which files may have changed.
    pub changes: Changes,
    /// Why the site is looked through from now on, when it just became so.
    pub blind: Option<String>,
}

impl Watch {
    /// Watches the site in `root`, which is a path without symbolic links, and which
    /// was seen last as `before`. With an interval, or where nothing can be watched,
    /// the site is looked through that often; the second value says why, where
    /// nobody asked for it.
    pub fn open(root: &Path, poll: Option<Duration>, before: &Stamps) -> (Self, Option<String>) {
        let (sender, signals) = channel();
        let mut watch = Self {
            root: root.to_path_buf(),
            watcher: None,
            signals,
            sender,
            again: BTreeMap::new(),
            is_lost: false,
            git: root
                .ancestors()
                .map(|folder| folder.join(".git"))
                .find(|git| git.is_dir())
                .map(|git| git.join("index.lock")),
        };
        let reason = match poll {
            Some(_) => None,
            None => watch.watch().err(),
        };
        let now = Stamps::of(root);
        tell_changes(&watch.sender, before, &now);
        if poll.is_some() || reason.is_some() {
            watch.look_through(poll.unwrap_or(INTERVAL), now);
        }
        (watch, reason)
    }

    /// Watches all folders; the error says why that cannot be.
    fn watch(&mut self) -> Result<(), String> {
        let (sender, root) = (self.sender.clone(), self.root.clone());
        let tell = move |event: notify::Result<Event>| {
            for signal in signals(&root, event) {
                // Nobody listens when the preview has ended.
                let _ = sender.send(signal);
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(tell, config).map_err(|error| reason(&error))?;
        watcher
            .watch(&self.root, RecursiveMode::NonRecursive)
            .map_err(|error| reason(&error))?;
        self.watcher = Some(watcher);
        for folder in FOLDERS {
            if self.root.join(folder).is_dir() {
                self.watch_folder(folder)?;
            }
        }
        Ok(())
    }

    /// Watches a folder of the site, and all in it. A watch on what was there before is replaced.
    fn watch_folder(&mut self, folder: &str) -> Result<(), String> {
        let path = self.root.join(folder);
        let Some(watcher) = &mut self.watcher else {
            return Ok(());
        };
        // It may be there no longer, or not be watched yet.
        let _ = watcher.unwatch(&path);
        match watcher.watch(&path, RecursiveMode::Recursive) {
            Err(error) if is_about_limits(&error) => Err(reason(&error)),
            // Gone again: its parent tells when it is back.
            _ => Ok(()),
        }
    }

    /// Looks the site through from now on, instead of watching it.
    fn look_through(&mut self, interval: Duration, mut before: Stamps) {
        self.watcher = None;
        let (root, sender) = (self.root.clone(), self.sender.clone());
        thread::spawn(move || {
            loop {
                thread::sleep(interval);
                let now = Stamps::of(&root);
                tell_changes(&sender, &before, &now);
                before = now;
            }
        });
    }

    /// Waits for changes, and until no more of them come; at most as long as
    /// `longest`, where there is a reason to go on without any.
    pub fn next(&mut self, longest: Option<Duration>) -> Option<Happened> {
        let mut batch = Batch::default();
        let now = Instant::now();
        let due = self.again.keys().next();
        let due = due.map(|due| due.saturating_duration_since(now));
        let wait = [due, longest].into_iter().flatten().min();
        let first = match wait {
            Some(wait) => self.signals.recv_timeout(wait),
            None => self
                .signals
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected),
        };
        if let Ok(first) = first {
            batch.add(first);
            self.gather(&mut batch);
        }
        let now = Instant::now();
        while let Some(due) = self.again.first_entry().filter(|due| *due.key() <= now) {
            batch.add(match due.remove() {
                path if path.is_empty() => Signal::Lost,
                path => Signal::Touched {
                    path,
                    state: At::Settled,
                    folder: false,
                },
            });
        }
        if batch.is_empty() {
            return None;
        }
        let blind = self.follow(&batch);
        Some(Happened {
            changes: if blind.is_some() {
                Changes::All
            } else {
                batch.changes()
            },
            blind,
        })
    }

    /// Adds what comes until it is quiet.
    fn gather(&mut self, batch: &mut Batch) {
        let start = Instant::now();
        loop {
            let is_checkout = self.git.as_deref().is_some_and(is_held);
            let longest = if is_checkout { CHECKOUT } else { LONGEST };
            let patience = if is_checkout { PAUSE } else { batch.patience() };
            match self.signals.recv_timeout(patience) {
                Ok(signal) => batch.add(signal),
                Err(_) => return,
            }
            if start.elapsed() > longest {
                return;
            }
        }
    }

    /// Watches what appeared. Gives the reason when no more can be watched.
    fn follow(&mut self, batch: &Batch) -> Option<String> {
        let mut blind = batch.blind.clone();
        self.watcher.as_ref()?;
        let now = Instant::now();
        let paths: Vec<&str> = batch.paths().collect();
        for folder in FOLDERS {
            // What is looked at again has not appeared again.
            let appeared = batch.folders.contains(folder);
            if appeared && let Err(reason) = self.watch_folder(folder) {
                blind = Some(reason);
            }
        }
        if paths.contains(&"") || self.is_lost {
            // The site's own folder went, and perhaps another one is in its place.
            let watched = self.watch();
            self.is_lost = !self.root.is_dir();
            blind = watched.err().filter(|_| !self.is_lost);
            self.look_again(now, "");
        }
        for folder in &batch.folders {
            self.look_again(now, folder);
        }
        if blind.is_some() {
            // What was missed until now is read again anyway.
            self.look_through(INTERVAL, Stamps::of(&self.root));
        }
        blind
    }

    fn look_again(&mut self, now: Instant, path: &str) {
        let mut due = now + AGAIN;
        while self.again.contains_key(&due) {
            due += Duration::from_nanos(1);
        }
        self.again.insert(due, path.to_owned());
    }
}

/// Whether git holds its lock. One that is old was left behind.
fn is_held(lock: &Path) -> bool {
    let taken = lock.metadata().and_then(|metadata| metadata.modified());
    taken.is_ok_and(|taken| taken.elapsed().is_ok_and(|age| age < CHECKOUT))
}

/// Tells what is another file now than before.
fn tell_changes(sender: &Sender<Signal>, before: &Stamps, now: &Stamps) {
    for path in now.changed_since(before) {
        let signal = Signal::Touched {
            path: path.to_string(),
            state: if now.has(path) { At::Settled } else { At::Gone },
            folder: false,
        };
        // Nobody listens when the preview has ended.
        let _ = sender.send(signal);
    }
}

/// Whether the system has no more watches, or no more of what they need.
fn is_about_limits(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => true,
        // Too many open files, in the process or in the system.
        notify::ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(23 | 24 | 28)),
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system has no file watches left".to_owned(),
        notify::ErrorKind::Io(error) => format!("files cannot be watched: {error}"),
        other => format!("files cannot be watched: {other:?}"),
    }
}

/// What an event means for the site in `root`.
fn signals(root: &Path, event: notify::Result<Event>) -> Vec<Signal> {
    let event = match event {
        Ok(event) => event,
        Err(error) if is_about_limits(&error) => return vec![Signal::Blind(reason(&error))],
        Err(_) => return vec![Signal::Lost],
    };
    if event.need_rescan() {
        return vec![Signal::Lost];
    }
    let state = match event.kind {
        EventKind::Modify(ModifyKind::Metadata(kind)) if kind != MetadataKind::WriteTime => {
            return Vec::new();
        }
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => At::Gone,
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_))
        | EventKind::Create(CreateKind::Folder) => At::Settled,
        EventKind::Access(_) => return Vec::new(),
        // Systems that do not tell when a file is closed tell of its bytes only.
        _ => At::Unsettled,
    };
    let may_be_folder = matches!(
        event.kind,
        EventKind::Create(CreateKind::Folder | CreateKind::Any)
            | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Any))
    );
    let is_both = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    let paths = event.paths.iter().enumerate();
    let signals = paths.filter_map(|(place, path)| {
        let path = relative(root, path)?;
        Some(Signal::Touched {
            folder: may_be_folder && root.join(&path).is_dir(),
            path,
            // Of two names, the first is the old one.
            state: if is_both && place == 0 {
                At::Gone
            } else {
                state
            },
        })
    });
    signals.collect()
}

/// The path below the site's folder, with `/` between its parts; none for what is
/// no part of the site.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    let mut parts: Vec<&str> = Vec::new();
    for part in below {
        // For a name that is no text, its folder is looked at.
        let Some(part) = part.to_str() else { break };
        parts.push(part);
    }
    let path = parts.join("/");
    let first = *parts.first().unwrap_or(&"");
    let is_part = path.is_empty() || path == config::FILE || FOLDERS.contains(&first);
    (is_part && !is_left_out(&path)).then_some(path)
}
