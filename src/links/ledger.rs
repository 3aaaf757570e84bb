//! What is remembered of each address from run to run, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Day;
use super::answer::{Answer, Verdict};

/// The version of the format. Another number means that an older `gen` cannot read it.
pub const VERSION: u32 = 1;

/// On so many different days an address must have failed before it is called dead.
pub const DEAD_DAYS: usize = 3;

/// What is remembered, by address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger(pub BTreeMap<String, Entry>);

/// What is remembered of an address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The day on which it was asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Day>,
    /// What it answered then: an HTTP status, or a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The day of its last success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ok: Option<Day>,
    /// The days since then on which it failed: the first ones, up to [`DEAD_DAYS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Day>,
    /// Where it has moved for good, as far as it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// What an archive answered about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Lookup>,
}

/// What an archive answered about an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The day on which it was asked.
    pub asked: Day,
    /// The day near to which a copy was wanted; none where any would do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Day>,
    /// The copy; none when the archive has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The day on which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Day>,
}

/// How an address stands, by all that is remembered of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was never asked.
    Unasked,
    /// It answered when it was asked last.
    Alive,
    /// It did not say whether it is there, when it was asked last.
    Unknown,
    /// It has failed since this day, on fewer than three days.
    Failing(Day),
    /// It has failed since this day, on three days at least.
    Dead(Day),
}

impl Standing {
    /// Its name, for people and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unasked => "unasked",
            Self::Alive => "alive",
            Self::Unknown => "unknown",
            Self::Failing(_) => "failing",
            Self::Dead(_) => "dead",
        }
    }

    /// Since when it has failed.
    pub fn since(self) -> Option<Day> {
        match self {
            Self::Failing(day) | Self::Dead(day) => Some(day),
            _ => None,
        }
    }
}

impl Entry {
    /// How the address stands.
    pub fn standing(&self) -> Standing {
        match (self.failed.first(), self.ok) {
            (Some(&first), _) if self.failed.len() >= DEAD_DAYS => Standing::Dead(first),
            (Some(&first), _) => Standing::Failing(first),
            (None, _) if self.asked.is_none() => Standing::Unasked,
            (None, Some(ok)) if self.asked == Some(ok) => Standing::Alive,
            (None, _) => Standing::Unknown,
        }
    }

    /// Whether its last success is less than `days` old, so that it need not be asked.
    /// A success in the future is none: the clock was wrong then, or is wrong now.
    pub fn is_fresh(&self, today: Day, days: u32) -> bool {
        let age = self.ok.map(|ok| today.since(ok));
        self.standing() == Standing::Alive
            && age.is_some_and(|age| (0..i64::from(days)).contains(&age))
    }

    /// Takes in what the address answered on the day `today`. A success ends all failures
    /// before it; an unclear answer changes nothing about them; failures of one day count
    /// once. Days of failure that lie in the future are dropped: a clock was wrong.
    pub fn take(&mut self, answer: &Answer, today: Day) {
        self.asked = Some(today);
        self.answer = Some(answer.told.clone());
        self.failed.retain(|day| *day <= today);
        match answer.verdict {
            Verdict::Alive => {
                self.ok = Some(today);
                self.failed.clear();
                self.moved.clone_from(&answer.moved);
            }
            Verdict::Unknown => {}
            Verdict::Failed if self.failed.len() >= DEAD_DAYS => {}
            Verdict::Failed => {
                if let Err(at) = self.failed.binary_search(&today) {
                    self.failed.insert(at, today);
                }
            }
        }
    }
}

impl Ledger {
    /// The text of the file: JSON with one line for each address, sorted.
    pub fn to_text(&self) -> String {
        let mut text = format!("{{\n\"version\": {VERSION},\n\"links\": {{");
        for (at, (url, entry)) in self.0.iter().enumerate() {
            let value = |value| serde_json::to_string(value).expect("a text is JSON");
            let entry = serde_json::to_string(entry).expect("an entry is JSON");
            let comma = if at == 0 { "" } else { "," };
            text.push_str(&format!("{comma}\n{}: {entry}", value(url)));
        }
        text.push_str("\n}\n}\n");
        text
    }

    /// Reads what [`Ledger::to_text`] wrote. The error says what was found and expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            #[serde(rename = "version")]
            _version: u32,
            links: BTreeMap<String, Entry>,
        }
        let fault = |error: serde_json::Error| error.to_string();
        let head: Version = serde_json::from_str(text).map_err(fault)?;
        if head.version != VERSION {
            return Err(format!(
                "it has version {}, and this gen knows version {VERSION}",
                head.version
            ));
        }
        let file: File = serde_json::from_str(text).map_err(fault)?;
        for (url, entry) in &file.links {
            let sorted = entry.failed.is_sorted_by(|a, b| a < b);
            if !sorted || entry.failed.len() > DEAD_DAYS {
                return Err(format!(
                    "the days of `{url}` are not {DEAD_DAYS} at most, in their order"
                ));
            }
        }
        let is_entry = |line: &&str| {
            let is_head = line.starts_with("\"version\"") || line.starts_with("\"links\"");
            line.starts_with('"') && !is_head
        };
        let written = text.lines().filter(is_entry).count();
        if written > file.links.len() {
            return Err("an address stands in it twice".to_owned());
        }
        Ok(Self(file.links))
    }

    /// Takes in the answers of one day.
    pub fn take(&mut self, answers: &[(String, Answer)], today: Day) {
        for (url, answer) in answers {
            self.0.entry(url.clone()).or_default().take(answer, today);
        }
    }

    /// Forgets every address that is not among `known`.
    pub fn keep(&mut self, known: &BTreeSet<&str>) {
        self.0.retain(|url, _| known.contains(url.as_str()));
    }

    /// What is remembered of an address.
    pub fn get(&self, url: &str) -> Entry {
        self.0.get(url).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Entry, Ledger, Standing};
    use crate::links::answer::{Answer, Verdict};

    fn day(text: &str) -> Day {
        Day::try_from(format!("2026-{text}")).unwrap()
    }

    /// The entry after these answers: `+` a success, `-` a failure, `?` neither.
    fn after(answers: &[(char, &str)]) -> Entry {
        let mut entry = Entry::default();
        for (kind, at) in answers {
            let (verdict, told) = match kind {
                '+' => (Verdict::Alive, "200"),
                '-' => (Verdict::Failed, "404"),
                _ => (Verdict::Unknown, "403"),
            };
            entry.take(&Answer::new(verdict, told), day(at));
        }
        entry
    }

    #[test]
    fn three_days_of_failure_are_needed() {
        let standing = |answers: &[_]| after(answers).standing();
        assert_eq!(standing(&[]), Standing::Unasked);
        assert_eq!(standing(&[('+', "01-01")]), Standing::Alive);
        let twice = [('-', "01-01"), ('-', "01-02"), ('-', "01-02")];
        assert_eq!(standing(&twice), Standing::Failing(day("01-01")));
        let thrice = [
            ('-', "01-01"),
            ('-', "01-02"),
            ('-', "02-01"),
            ('-', "02-02"),
        ];
        assert_eq!(standing(&thrice), Standing::Dead(day("01-01")));
        assert_eq!(after(&thrice).failed.len(), 3, "the ledger does not grow");
        assert_eq!(after(&thrice).asked, Some(day("02-02")));
    }

    #[test]
    fn a_success_between_begins_anew() {
        let entry = after(&[
            ('-', "01-01"),
            ('-', "01-02"),
            ('+', "01-02"),
            ('-', "01-03"),
        ]);
        assert_eq!(entry.standing(), Standing::Failing(day("01-03")));
        assert_eq!(entry.ok, Some(day("01-02")));
    }

    #[test]
    fn an_unclear_answer_neither_counts_nor_clears() {
        let unclear = [
            ('?', "01-01"),
            ('?', "01-02"),
            ('?', "01-03"),
            ('?', "01-04"),
        ];
        assert_eq!(after(&unclear).standing(), Standing::Unknown);
        let between = [
            ('-', "01-01"),
            ('?', "01-02"),
            ('-', "01-03"),
            ('?', "01-04"),
        ];
        assert_eq!(after(&between).standing(), Standing::Failing(day("01-01")));
        let dead = [
            ('-', "01-01"),
            ('-', "01-02"),
            ('-', "01-03"),
            ('?', "01-04"),
        ];
        assert_eq!(after(&dead).standing(), Standing::Dead(day("01-01")));
        let was_fine = [('+', "01-01"), ('?', "01-02")];
        assert_eq!(after(&was_fine).standing(), Standing::Unknown);
    }

    #[test]
    fn a_clock_that_goes_back_makes_nothing_dead() {
        // Two runs with a clock that was a year ahead, then the right one.
        let ahead = [('-', "12-01"), ('-', "12-02"), ('-', "01-01")];
        assert_eq!(after(&ahead).standing(), Standing::Failing(day("01-01")));
        assert_eq!(after(&ahead).failed, [day("01-01")]);
        let good = after(&[('+', "12-01")]);
        assert!(good.is_fresh(day("12-01"), 1) && !good.is_fresh(day("12-02"), 1));
        assert!(
            !good.is_fresh(day("01-01"), 7),
            "a success in the future is none"
        );
    }

    #[test]
    fn only_a_success_is_fresh() {
        assert!(after(&[('+', "01-01")]).is_fresh(day("01-07"), 7));
        assert!(!after(&[('+', "01-01")]).is_fresh(day("01-08"), 7));
        assert!(!after(&[('+', "01-01")]).is_fresh(day("01-01"), 0));
        assert!(!after(&[('+', "01-01"), ('-', "01-02")]).is_fresh(day("01-02"), 7));
        assert!(!after(&[('+', "01-01"), ('?', "01-02")]).is_fresh(day("01-02"), 7));
    }

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        let mut ledger = Ledger::default();
        ledger
            .0
            .insert("https://b.example/\"".into(), after(&[('+', "01-01")]));
        ledger
            .0
            .insert("https://a.example/".into(), after(&[('-', "01-02")]));
        let text = ledger.to_text();
        assert_eq!(
            text,
            "{\n\"version\": 1,\n\"links\": {\n\
             \"https://a.example/\": {\"asked\":\"2026-01-02\",\"answer\":\"404\",\"failed\":[\"2026-01-02\"]},\n\
             \"https://b.example/\\\"\": {\"asked\":\"2026-01-01\",\"answer\":\"200\",\"ok\":\"2026-01-01\"}\n}\n}\n"
        );
        assert_eq!(Ledger::parse(&text), Ok(ledger));
        assert_eq!(
            Ledger::parse(&Ledger::default().to_text()),
            Ok(Ledger::default())
        );
    }

    #[test]
    fn what_is_damaged_is_refused_with_a_reason() {
        let whole = "{\n\"version\": 1,\n\"links\": {\n\"https://a.example/\": {\"failed\":[\"2026-01-02\"]}\n}\n}\n";
        assert!(Ledger::parse(whole).is_ok());
        let entry = "\"https://a.example/\": {\"failed\":[\"2026-01-02\"]}";
        for (damage, reason) in [
            ("", "EOF"),
            (&whole[..40], "EOF"),
            (&whole.replace("1,", "2,"), "version 2"),
            (&whole.replace("-01-02", "-02-30"), "2026-02-30"),
            (&whole.replace("failed", "fooled"), "fooled"),
            (
                &whole.replace("[\"2026", "[\"2027-01-01\",\"2026"),
                "in their order",
            ),
            (
                &whole.replace(entry, &format!("{entry},\n{entry}")),
                "twice",
            ),
            (&format!("<<<<<<< HEAD\n{whole}"), "expected value"),
        ] {
            let error = Ledger::parse(damage).unwrap_err();
            assert!(error.contains(reason), "{damage}: {error}");
        }
    }
}
