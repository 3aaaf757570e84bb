//! Dates, and moments that have a time and an offset besides.

use std::fmt;
use std::io::{self, Read, Write};

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::Timestamp;
use jiff::civil::Date;

/// A date, or a date with a time and its offset from UTC, as an author writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    date: Date,
    /// Seconds since 1970 in UTC; for a date alone, its midnight in UTC.
    instant: i64,
    /// The time as written, with its offset in minutes; none for a date alone.
    time: Option<(jiff::civil::Time, i32)>,
}

/// The date as it is, and of the time what it is after midnight, and the offset.
impl BorshSerialize for Moment {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let date = (self.date.year(), self.date.month(), self.date.day());
        let midnight = jiff::civil::Time::midnight();
        let time = self.time.map(|(time, offset)| {
            let since = time.duration_since(midnight);
            ((since.as_secs(), since.subsec_nanos()), offset)
        });
        (date, self.instant, time).serialize(writer)
    }
}

impl BorshDeserialize for Moment {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        type Written = ((i16, i8, i8), i64, Option<((i64, i32), i32)>);
        let ((year, month, day), instant, time) = Written::deserialize_reader(reader)?;
        let wrong = |_: jiff::Error| io::Error::from(io::ErrorKind::InvalidData);
        let midnight = jiff::civil::Time::midnight();
        let time = match time {
            None => None,
            Some(((seconds, nanoseconds), offset)) => {
                let since = jiff::SignedDuration::new(seconds, nanoseconds);
                Some((midnight.checked_add(since).map_err(wrong)?, offset))
            }
        };
        Ok(Self {
            date: Date::new(year, month, day).map_err(wrong)?,
            instant,
            time,
        })
    }
}

/// Why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentError {
    /// It does not look like a date.
    Shape,
    /// It looks like a date, but the calendar has no such day or the clock no such time.
    Nonexistent,
    /// It has a time but no offset, so it could be any of 26 hours.
    NoOffset,
}

impl Moment {
    /// Reads `2023-12-09`, `2023-12-09T10:00Z` or `2023-12-09 10:00:00+01:00` (RFC 3339, seconds optional).
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        let bytes = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| {
            bytes
                .get(range)
                .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
        };
        let shaped = digits(0..4) && digits(5..7) && digits(8..10);
        if !shaped || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(MomentError::Shape);
        }
        let date: Date = text[..10].parse().map_err(|_| MomentError::Nonexistent)?;
        if bytes.len() == 10 {
            return Ok(Self::from_date(date));
        }
        if !matches!(bytes[10], b'T' | b't' | b' ') {
            return Err(MomentError::Shape);
        }
        Self::with_time(date, text[11..].trim())
    }

    fn with_time(date: Date, text: &str) -> Result<Self, MomentError> {
        let split = text
            .find(['Z', 'z', '+', '-', ' '])
            .ok_or(MomentError::NoOffset)?;
        let (time, offset) = (&text[..split], text[split..].trim());
        let shaped = matches!(time.len(), 5 | 8 | 10..)
            && time
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
        if !shaped {
            return Err(MomentError::Shape);
        }
        let time: jiff::civil::Time = time.parse().map_err(|_| MomentError::Nonexistent)?;
        let minutes = offset_minutes(offset)?;
        let instant = date
            .to_datetime(time)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_err(|_| MomentError::Nonexistent)?
            .timestamp()
            .as_second()
            - i64::from(minutes) * 60;
        Ok(Self {
            date,
            instant,
            time: Some((time, minutes)),
        })
    }

    /// A date alone.
    pub fn from_date(date: Date) -> Self {
        let days = date
            .since(Date::constant(1970, 1, 1))
            .map_or(0, |span| i64::from(span.get_days()));
        Self {
            date,
            instant: days * 86_400,
            time: None,
        }
    }

    /// The moment of a clock, in UTC.
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        let utc = timestamp.to_zoned(jiff::tz::TimeZone::UTC);
        Self {
            date: utc.date(),
            instant: timestamp.as_second(),
            time: Some((utc.time(), 0)),
        }
    }

    /// Whether it has a time; else it is a date alone.
    pub fn has_time(&self) -> bool {
        self.time.is_some()
    }

    /// Seconds since 1970 in UTC; a date alone counts from its midnight in UTC.
    pub fn instant(&self) -> i64 {
        self.instant
    }

    /// Whether it has come at `now`. Whole seconds count, so that it comes in one moment
    /// whatever its offset; a date alone comes with its midnight in UTC.
    pub fn has_come(&self, now: &Self) -> bool {
        self.instant <= now.instant
    }

    /// When it is over: a date alone with the end of its day in UTC, any other at once.
    /// None after the year 9999.
    pub fn end(&self) -> Option<Self> {
        const DAY: i64 = 86_400;
        self.later(if self.time.is_some() { 0 } else { DAY })
    }

    /// The moment in UTC that comes so many seconds later, in whole seconds. None after the year 9999.
    pub fn later(&self, seconds: i64) -> Option<Self> {
        let later = Timestamp::from_second(self.instant.checked_add(seconds)?);
        later.ok().map(Self::from_timestamp)
    }

    /// The date alone that it is in UTC at this moment.
    #[must_use]
    pub fn utc_date(&self) -> Self {
        let utc = Timestamp::from_second(self.instant)
            .map_or(self.date, |at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
        Self::from_date(utc)
    }

    /// The year as written.
    pub fn year(&self) -> i16 {
        self.date.year()
    }

    /// The month as written, 1 to 12.
    pub fn month(&self) -> u8 {
        self.date.month().unsigned_abs()
    }

    /// The day of the month as written, 1 to 31.
    pub fn day(&self) -> u8 {
        self.date.day().unsigned_abs()
    }

    /// The date alone: `2023-12-09`.
    pub fn iso(&self) -> String {
        let mut out = String::with_capacity(10);
        self.push_date(&mut out);
        out
    }

    /// What `<time datetime>` takes: the date, or date and time with offset as written.
    pub fn machine(&self) -> String {
        if self.time.is_some() {
            self.rfc3339()
        } else {
            self.iso()
        }
    }

    /// Date, time and offset as RFC 3339 asks; a date alone is its midnight in UTC.
    pub fn rfc3339(&self) -> String {
        let (hour, minute, second, offset) = match self.time {
            Some((time, offset)) => (time.hour(), time.minute(), time.second(), offset),
            None => (0, 0, 0, 0),
        };
        let mut out = String::with_capacity(25);
        self.push_date(&mut out);
        for (mark, number) in [('T', hour), (':', minute), (':', second)] {
            out.push(mark);
            push_two(number.unsigned_abs(), &mut out);
        }
        if offset == 0 {
            out.push('Z');
            return out;
        }
        out.push(if offset < 0 { '-' } else { '+' });
        let part = |minutes: u32| u8::try_from(minutes).expect("an offset has at most 26 hours");
        push_two(part(offset.unsigned_abs() / 60), &mut out);
        out.push(':');
        push_two(part(offset.unsigned_abs() % 60), &mut out);
        out
    }

    fn push_date(&self, out: &mut String) {
        let year = self.year();
        match (u8::try_from(year / 100), u8::try_from(year % 100)) {
            (Ok(century), Ok(rest)) => {
                push_two(century, out);
                push_two(rest, out);
            }
            // A moment of the year 0 can be one of the year before in UTC.
            _ => out.push_str(&format!("{year:04}")),
        }
        out.push('-');
        push_two(self.month(), out);
        out.push('-');
        push_two(self.day(), out);
    }
}

/// Appends a number below a hundred, with two digits. Dates are written a dozen times a page: the
/// formatting of the standard library showed in profiles.
fn push_two(number: u8, out: &mut String) {
    out.push(char::from(b'0' + number / 10));
    out.push(char::from(b'0' + number % 10));
}

fn offset_minutes(offset: &str) -> Result<i32, MomentError> {
    if matches!(offset, "Z" | "z") {
        return Ok(0);
    }
    let bytes = offset.as_bytes();
    let sign = match bytes.first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Err(MomentError::NoOffset),
    };
    let number = |range: std::ops::Range<usize>| {
        offset
            .get(range)
            .filter(|text| text.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|text| text.parse::<i32>().ok())
            .ok_or(MomentError::Shape)
    };
    let (hours, minutes) = match bytes.len() {
        3 => (number(1..3)?, 0),
        5 => (number(1..3)?, number(3..5)?),
        6 if bytes[3] == b':' => (number(1..3)?, number(4..6)?),
        _ => return Err(MomentError::Shape),
    };
    if hours > 25 || minutes > 59 {
        return Err(MomentError::Nonexistent);
    }
    Ok(sign * (hours * 60 + minutes))
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Moments sort by the instant; of one instant, a date alone stands first.
impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.instant, self.date, self.time).cmp(&(other.instant, other.date, other.time))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.machine())
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, MomentError};

    #[test]
    fn dates_and_moments_are_read_as_written() {
        let date = Moment::parse("2023-12-09").unwrap();
        assert_eq!(
            (date.iso().as_str(), date.machine().as_str()),
            ("2023-12-09", "2023-12-09")
        );
        assert_eq!(date.instant(), 1_702_080_000);
        let moment = Moment::parse("2023-12-09T01:30:00+02:00").unwrap();
        assert_eq!(moment.machine(), "2023-12-09T01:30:00+02:00");
        assert_eq!(moment.instant(), 1_702_080_000 - 1_800);
        assert_eq!(moment.utc_date().machine(), "2023-12-08");
        let first = Moment::parse("0000-01-01T00:00:05-11:30").unwrap();
        assert_eq!(first.machine(), "0000-01-01T00:00:05-11:30");
        let before = Moment::parse("0000-01-01T00:00+01:00").unwrap();
        assert_eq!(before.utc_date().machine(), "-001-12-31");
        assert_eq!(
            Moment::parse("2023-12-09 10:00Z").unwrap().rfc3339(),
            "2023-12-09T10:00:00Z"
        );
    }

    #[test]
    fn a_moment_comes_with_its_second_whatever_its_offset() {
        let moment = |text| Moment::parse(text).unwrap();
        let now = moment("2026-03-01T00:00:00Z");
        let same = [
            "2026-03-01",
            "2026-03-01T01:00:00+01:00",
            "2026-02-28T23:00:00-01:00",
            "2026-03-01T00:00:00.5Z",
        ];
        for text in same {
            assert!(moment(text).has_come(&now), "{text}");
            assert!(now.has_come(&moment(text)), "{text}");
        }
        assert!(!moment("2026-03-01T00:00:01Z").has_come(&now));
    }

    #[test]
    fn a_day_is_over_when_it_has_ended_and_a_time_at_once() {
        let end = |text| Moment::parse(text).unwrap().end().map(|end| end.rfc3339());
        assert_eq!(end("2026-02-28").as_deref(), Some("2026-03-01T00:00:00Z"));
        assert_eq!(
            end("2026-02-28T01:00:00+01:00").as_deref(),
            Some("2026-02-28T00:00:00Z")
        );
        assert_eq!(end("9999-12-31"), None);
    }

    #[test]
    fn what_is_no_moment_says_why() {
        assert_eq!(Moment::parse("9 December 2023"), Err(MomentError::Shape));
        assert_eq!(Moment::parse("2023-02-29"), Err(MomentError::Nonexistent));
        assert_eq!(Moment::parse("2023-13-01"), Err(MomentError::Nonexistent));
        assert_eq!(
            Moment::parse("2023-12-09T10:00:00"),
            Err(MomentError::NoOffset)
        );
        assert_eq!(
            Moment::parse("2023-12-09T25:00:00Z"),
            Err(MomentError::Nonexistent)
        );
    }
}
