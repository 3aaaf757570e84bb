//! The days that a report tells of.

use crate::model::Moment;

/// The days that a report tells of, both ends among them; open where none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub since: Option<Moment>,
    /// The last day.
    pub until: Option<Moment>,
}

impl Period {
    /// Whether a brief of this date belongs to it. The day counts as it is written, in
    /// whatever offset, as it does in the brief's address.
    pub fn contains(&self, date: &Moment) -> bool {
        let day = |moment: &Moment| (moment.year(), moment.month(), moment.day());
        self.since.is_none_or(|since| day(&since) <= day(date))
            && self.until.is_none_or(|until| day(date) <= day(&until))
    }

    /// Whether any day belongs to it.
    pub fn has_days(&self) -> bool {
        let both = self.since.zip(self.until);
        both.is_none_or(|(since, until)| since <= until)
    }
}
