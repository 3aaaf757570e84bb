//! Copies of pages, as the availability service of the Wayback Machine tells them
//! (<https://archive.org/help/wayback_api.php>).

use std::sync::mpsc::{self, Receiver};
use std::thread;

use serde::Deserialize;

use super::Day;
use super::address::Address;
use super::client::Silence;
use super::ledger::Lookup;
use super::round::Asking;
use crate::model::check_url;

/// The service that is asked where no other one is named.
pub const SERVICE: &str = "https://archive.org/wayback/available";

/// After so many questions in a row that were not answered, the service is not asked any more.
const MAX_SILENT: usize = 3;

/// A page of which a copy is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The address of the page.
    pub url: String,
    /// The day near to which the copy was made, where that matters.
    pub near: Option<Day>,
}

/// Asks the service for each of `wishes`, one after the other. The answers come through the
/// receiver as they are given; it ends when all are there, or when the service is away.
pub fn look_up(
    wishes: Vec<Wish>,
    service: Address,
    asking: Asking,
    today: Day,
) -> Receiver<(String, Lookup)> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut silent = 0;
        for wish in wishes {
            let Some((url, made)) = ask(&wish, &service, &asking) else {
                silent += 1;
                if silent == MAX_SILENT {
                    return;
                }
                continue;
            };
            silent = 0;
            let lookup = Lookup {
                asked: today,
                near: wish.near,
                url,
                made,
            };
            if sender.send((wish.url, lookup)).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The copy and its day, or that there is none; nothing when the service does not say.
fn ask(wish: &Wish, service: &Address, asking: &Asking) -> Option<(Option<String>, Option<Day>)> {
    let near = wish.near.map(Day::digits);
    let mut query = vec![("url", wish.url.as_str())];
    query.extend(near.as_deref().map(|near| ("timestamp", near)));
    let question = service.with_query(&query);
    let pass = asking.gate.enter(&service.host());
    let answered: Result<_, Silence> = asking.client.fetch(question.as_str());
    drop(pass);
    let (reply, text) = answered.ok()?;
    if reply.status == 200 {
        copy(&text)
    } else {
        None
    }
}

#[derive(Deserialize)]
struct Available {
    archived_snapshots: Snapshots,
}

#[derive(Deserialize)]
struct Snapshots {
    closest: Option<Closest>,
}

#[derive(Deserialize)]
struct Closest {
    available: bool,
    url: String,
    timestamp: String,
    status: Option<String>,
}

/// What a reply of the service says; nothing when it is none.
fn copy(reply: &str) -> Option<(Option<String>, Option<Day>)> {
    let available: Available = serde_json::from_str(reply).ok()?;
    let good = |closest: &Closest| {
        let is_page = closest
            .status
            .as_deref()
            .is_none_or(|status| status == "200");
        closest.available && is_page && check_url(&closest.url).is_ok()
    };
    let closest = available.archived_snapshots.closest.filter(good);
    Some(closest.map_or((None, None), |closest| {
        let day = Day::from_digits(&closest.timestamp);
        (Some(secure(&closest.url)), day)
    }))
}

/// The service writes `http:` still, and the archive answers to both.
fn secure(url: &str) -> String {
    match url.strip_prefix("http://web.archive.org/") {
        Some(rest) => format!("https://web.archive.org/{rest}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::copy;

    fn reply(closest: &str) -> String {
        format!("{{\"url\": \"a.example\", \"archived_snapshots\": {{{closest}}}}}")
    }

    #[test]
    fn only_a_copy_of_the_page_is_proposed() {
        let closest = |status: &str, url: &str| {
            reply(&format!(
                "\"closest\": {{\"status\": \"{status}\", \"available\": true, \"url\": \"{url}\", \"timestamp\": \"20260131120000\"}}"
            ))
        };
        let url = "http://web.archive.org/web/20260131120000/https://a.example/";
        let (found, made) = copy(&closest("200", url)).unwrap();
        assert_eq!(found, Some(url.replace("http://web", "https://web")));
        assert_eq!(made.unwrap().to_string(), "2026-01-31");
        assert_eq!(copy(&closest("404", url)), Some((None, None)));
        assert_eq!(
            copy(&closest("200", "javascript:alert(1)")),
            Some((None, None))
        );
        assert_eq!(
            copy(&closest("200", "https://a.example/ b: c")),
            Some((None, None))
        );
        assert_eq!(copy(&reply("")), Some((None, None)));
        assert_eq!(copy("<html>"), None);
    }
}
