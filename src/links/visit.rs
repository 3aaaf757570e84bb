//! One address: asked, followed where it leads, asked again in the other way.

use std::time::Duration;

use super::address::Address;
use super::answer::{Answer, Verdict};
use super::client::{Client, Method, Reply, Silence};
use super::gate::Gate;

/// So many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// An answer, and what it says about the host's other addresses.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The answer.
    pub answer: Answer,
    /// What it says about the host's other addresses.
    pub mood: Mood,
}

/// What an answer says about the host's other addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    Usual,
    /// The host wants to be left in peace, perhaps for this time.
    Later(Option<Duration>),
    /// The host takes no connection.
    Away,
    /// The host did not answer in time.
    Slow,
}

/// Asks for an address: first without a body, then, where that is refused, as a reader would.
/// Redirects are followed within bounds, and never away from http and https.
pub fn visit(client: &Client, gate: &Gate, start: &Address) -> Visit {
    let mut here = start.clone();
    let mut method = Method::Head;
    let mut moved = None;
    let mut is_permanent = true;
    let mut redirects = 0;
    loop {
        let pass = gate.enter(&here.host());
        let asked = client.ask(method, here.as_str());
        drop(pass);
        let at_home = here.host() == start.host();
        let reply = match asked {
            Ok(reply) => reply,
            Err(silence) if method == Method::Head && !silence.is_of_the_host() => {
                method = Method::Get;
                continue;
            }
            Err(silence) => {
                let mut visit = silent(silence, at_home);
                // Who sent us on is there.
                visit.answer.heard = redirects > 0;
                return visit;
            }
        };
        if let Some(location) = leads_on(&reply) {
            redirects += 1;
            let Some(next) = here.join(location) else {
                return unclear("redirect out of the web");
            };
            // Walls that set a cookie and look for it send those around who keep none.
            if redirects > MAX_REDIRECTS {
                return unclear("too many redirects");
            }
            is_permanent &= matches!(reply.status, 301 | 308);
            if is_permanent {
                moved = Some(next.as_str().to_owned());
            }
            here = next;
            continue;
        }
        let is_refused = reply.status >= 400 && !wants_peace(&reply);
        if is_refused && method == Method::Head {
            method = Method::Get;
            continue;
        }
        return heard(&reply, moved, at_home);
    }
}

fn leads_on(reply: &Reply) -> Option<&str> {
    let is_redirect = matches!(reply.status, 301 | 302 | 303 | 307 | 308);
    reply.location.as_deref().filter(|_| is_redirect)
}

fn wants_peace(reply: &Reply) -> bool {
    reply.status == 429 || (reply.status == 503 && reply.wait.is_some())
}

/// Whether an address can stand in a list that people read and keep: not one without end,
/// nor one with somebody's password in it.
fn is_worth_telling(address: &str) -> bool {
    const MOST: usize = 2_000;
    let host = address.split('/').nth(2).unwrap_or("");
    address.len() <= MOST && !host.contains('@')
}

fn heard(reply: &Reply, moved: Option<String>, at_home: bool) -> Visit {
    let mut answer = Answer::of(reply);
    answer.moved = moved.filter(|to| answer.verdict == Verdict::Alive && is_worth_telling(to));
    let mood = if at_home && wants_peace(reply) {
        Mood::Later(reply.wait)
    } else {
        Mood::Usual
    };
    Visit { answer, mood }
}

fn silent(silence: Silence, at_home: bool) -> Visit {
    let mood = match silence {
        Silence::Unreachable | Silence::Refused if at_home => Mood::Away,
        Silence::TimedOut if at_home => Mood::Slow,
        _ => Mood::Usual,
    };
    Visit {
        answer: Answer::of_silence(silence),
        mood,
    }
}

fn unclear(told: &str) -> Visit {
    Visit {
        answer: Answer::new(Verdict::Unknown, told),
        mood: Mood::Usual,
    }
}
