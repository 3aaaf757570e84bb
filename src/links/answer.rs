//! What an address answered, and whether that means that it is there.

use std::time::Duration;

use super::client::{Reply, Silence};

/// Whether an address is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Alive,
    /// It does not say so to a program: a login, a wall against robots, too many questions.
    Unknown,
    /// It is not.
    Failed,
}

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is there.
    pub verdict: Verdict,
    /// What it said: an HTTP status, or a word.
    pub told: String,
    /// Where it has moved for good.
    pub moved: Option<String>,
    /// Whether anybody answered at all. Where nobody did, it may be our own network.
    pub heard: bool,
}

impl Answer {
    /// An answer that somebody gave.
    pub fn new(verdict: Verdict, told: impl Into<String>) -> Self {
        Self {
            verdict,
            told: told.into(),
            moved: None,
            heard: true,
        }
    }

    /// What the last reply of all means.
    pub fn of(reply: &Reply) -> Self {
        let verdict = if reply.is_wall {
            Verdict::Unknown
        } else {
            verdict(reply.status, reply.wait)
        };
        Self::new(verdict, reply.status.to_string())
    }

    /// What it means that there was no reply.
    pub fn of_silence(silence: Silence) -> Self {
        let verdict = match silence {
            // Somebody is there who is not understood, or whose certificate cannot be
            // proved by this program. Browsers may show the page all the same.
            Silence::Unaskable | Silence::Insecure | Silence::Garbage => Verdict::Unknown,
            _ => Verdict::Failed,
        };
        Self {
            heard: false,
            ..Self::new(verdict, silence.word())
        }
    }
}

/// What a status means. Redirects were followed before, so that one here leads nowhere.
fn verdict(status: u16, wait: Option<Duration>) -> Verdict {
    match status {
        200..=299 | 300 | 304 => Verdict::Alive,
        // Login, payment, walls against robots, wrong method, too many questions, law.
        401 | 402 | 403 | 405 | 406 | 407 | 418 | 421 | 423 | 425 | 429 | 451 | 501 => {
            Verdict::Unknown
        }
        503 if wait.is_some() => Verdict::Unknown,
        400..=599 => Verdict::Failed,
        // 999 is a wall; others are not of HTTP, or a redirect without an address.
        _ => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Verdict, verdict};

    #[test]
    fn only_what_says_so_is_a_failure() {
        let all = |statuses: &[u16], expected| {
            for status in statuses {
                assert_eq!(verdict(*status, None), expected, "{status}");
            }
        };
        all(&[200, 204, 206, 300, 304], Verdict::Alive);
        all(
            &[301, 401, 403, 405, 406, 429, 451, 501, 999],
            Verdict::Unknown,
        );
        all(
            &[400, 404, 410, 414, 500, 502, 503, 504, 522],
            Verdict::Failed,
        );
        let later = Some(Duration::from_secs(1));
        assert_eq!(verdict(503, later), Verdict::Unknown);
    }
}
