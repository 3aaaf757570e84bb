//! Many addresses: host by host, several hosts at a time.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::address::Address;
use super::answer::{Answer, Verdict};
use super::client::{Client, Silence};
use super::gate::Gate;
use super::visit::{Mood, Visit, visit};

/// The longest time that a host may ask us to wait for; a host that wants more is left for the next run.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// After so many connections in a row that a host did not take, its other addresses are not asked.
const MAX_AWAY: usize = 2;
/// After so many answers in a row that did not come in time, the rest of a host is left.
const MAX_SLOW: usize = 3;

/// What asks, and how politely.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The HTTP client.
    pub client: Client,
    /// Lets one request at a time through to each host.
    pub gate: Arc<Gate>,
    /// How many hosts are asked at a time.
    pub jobs: NonZeroUsize,
}

/// The addresses of one host, and what answers go by.
type Group = Vec<(String, Address)>;

/// Asks for all `urls`, in their order at each host. The answers come through the receiver as
/// they are given, each with the address as it was written; when all are there, it ends. Those
/// that are left for another time have none. The threads go on until then, or until nobody listens.
pub fn ask(urls: Vec<String>, asking: &Asking) -> Receiver<(String, Answer)> {
    let (sender, receiver) = mpsc::channel();
    let mut hosts: BTreeMap<String, Group> = BTreeMap::new();
    for url in urls {
        match Address::parse(&url) {
            Some(address) => hosts
                .entry(address.host())
                .or_default()
                .push((url, address)),
            None => {
                let answer = Answer::of_silence(Silence::Unaskable);
                // The receiver is still here.
                let _ = sender.send((url, answer));
            }
        }
    }
    let mut groups: Vec<Group> = hosts.into_values().collect();
    // Who takes longest begins first.
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let threads = asking.jobs.get().min(groups.len());
    let queue = Arc::new(Mutex::new(VecDeque::from(groups)));
    for _ in 0..threads {
        let (queue, sender, asking) = (Arc::clone(&queue), sender.clone(), asking.clone());
        thread::spawn(move || {
            while let Some(group) = next(&queue) {
                if host(group, &asking, &sender).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}

fn next(queue: &Mutex<VecDeque<Group>>) -> Option<Group> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.pop_front()
}

/// Nobody listens any more.
struct Deaf;

/// Asks for the addresses of one host.
fn host(group: Group, asking: &Asking, sender: &Sender<(String, Answer)>) -> Result<(), Deaf> {
    let send = |url: String, answer: Answer| sender.send((url, answer)).map_err(|_| Deaf);
    // Origins that answered, and those that take no connection.
    let mut open = HashSet::new();
    let mut away: BTreeMap<String, (usize, Answer)> = BTreeMap::new();
    let mut slow = 0;
    for (url, address) in group {
        let origin = address.origin();
        if let Some((count, answer)) = away.get(&origin)
            && *count >= MAX_AWAY
        {
            send(url, answer.clone())?;
            continue;
        }
        let Visit { mut answer, mood } = patiently(&address, asking);
        if answer.heard {
            open.insert(origin.clone());
        }
        match mood {
            Mood::Later(_) => return send(url, answer),
            // It has answered before: it does not want us, and says nothing about its pages.
            Mood::Away if open.contains(&origin) => {
                answer.verdict = Verdict::Unknown;
                return send(url, answer);
            }
            Mood::Away => {
                let known = away.entry(origin).or_insert((0, answer.clone()));
                known.0 += 1;
            }
            Mood::Slow if slow + 1 == MAX_SLOW => return send(url, answer),
            Mood::Slow => slow += 1,
            Mood::Usual => slow = 0,
        }
        send(url, answer)?;
    }
    Ok(())
}

/// Asks, and once more when the host wants a short time of peace.
fn patiently(address: &Address, asking: &Asking) -> Visit {
    let first = visit(&asking.client, &asking.gate, address);
    match first.mood {
        Mood::Later(Some(wait)) if wait <= MAX_WAIT => {
            asking.gate.hold(&address.host(), wait);
            visit(&asking.client, &asking.gate, address)
        }
        _ => first,
    }
}

/// Gathers what comes through `receiver` until it ends, or what has come when `stop` is set; tells how much there is.
pub fn gather<T>(receiver: &Receiver<T>, stop: &AtomicBool, tell: &dyn Fn(usize)) -> Vec<T> {
    let mut all = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        match receiver.recv_timeout(Duration::from_millis(50)) {
            Ok(one) => {
                all.push(one);
                tell(all.len());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return all,
        }
    }
    all.extend(receiver.try_iter());
    all
}
