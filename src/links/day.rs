//! A day of the calendar, in UTC.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::Moment;

const SECONDS: i64 = 86_400;

/// A day of the calendar, in UTC; in the ledger as `2026-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Moment);

impl Day {
    /// The day that it is in UTC at a moment.
    pub fn of(moment: &Moment) -> Self {
        Self(moment.utc_date())
    }

    /// How many days lie between `earlier` and this day; negative when it comes later.
    pub fn since(self, earlier: Self) -> i64 {
        (self.0.instant() - earlier.0.instant()) / SECONDS
    }

    /// The day as the Wayback Machine writes it: `20260131`.
    pub fn digits(self) -> String {
        self.0.iso().replace('-', "")
    }

    /// The day at the beginning of `20260131…`.
    pub fn from_digits(text: &str) -> Option<Self> {
        let part = |range| text.get(range);
        let iso = format!("{}-{}-{}", part(0..4)?, part(4..6)?, part(6..8)?);
        Self::try_from(iso).ok()
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match Moment::parse(&text) {
            Ok(moment) if text.len() == 10 => Ok(Self(moment)),
            _ => Err(format!(
                "expected a date such as 2026-01-31, found `{text}`"
            )),
        }
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.0.iso()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iso())
    }
}
