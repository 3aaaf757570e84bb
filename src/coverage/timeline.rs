//! Months and years in a row, as many as can be looked at.

use super::Month;

/// With more months than this between the first and the last, years are shown.
const MOST_MONTHS: usize = 24;

/// The time from the first brief to the last, cut into months or years.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// `month` or `year`.
    pub unit: &'static str,
    /// Each with its briefs, those without any among them.
    pub columns: Vec<(String, usize)>,
}

impl Timeline {
    /// The timeline of these months, which are sorted.
    pub fn of(months: &[Month]) -> Self {
        let Some((first, last)) = months.first().zip(months.last()) else {
            return Self {
                unit: "month",
                columns: Vec::new(),
            };
        };
        let (first, last) = (number(&first.month), number(&last.month));
        let (unit, labels): (_, Vec<String>) = if last - first < MOST_MONTHS {
            let label = |month| format!("{:04}-{:02}", month / 12, month % 12 + 1);
            ("month", (first..=last).map(label).collect())
        } else {
            let years = first / 12..=last / 12;
            ("year", years.map(|year| format!("{year:04}")).collect())
        };
        let columns = labels.into_iter().map(|label| (label, 0)).collect();
        let mut timeline = Self { unit, columns };
        let counts = timeline.counts(months);
        for (column, count) in timeline.columns.iter_mut().zip(counts) {
            column.1 = count;
        }
        timeline
    }

    /// How many briefs of these months lie in each column.
    pub fn counts(&self, months: &[Month]) -> Vec<usize> {
        let mut counts = vec![0; self.columns.len()];
        for month in months {
            let is_here = |(label, _): &(String, usize)| month.month.starts_with(label.as_str());
            if let Some(column) = self.columns.iter().position(is_here) {
                counts[column] += month.briefs;
            }
        }
        counts
    }
}

/// The months from the beginning of our era to `2023-12`.
fn number(month: &str) -> usize {
    let (year, month) = month.split_once('-').unwrap_or((month, "01"));
    let number = |text: &str| text.parse::<usize>().unwrap_or(0);
    number(year) * 12 + number(month).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{Month, Timeline};

    fn timeline(months: &[(&str, usize)]) -> (&'static str, Vec<(String, usize)>) {
        let month = |&(month, briefs): &(&str, usize)| Month {
            month: month.to_owned(),
            briefs,
        };
        let months: Vec<Month> = months.iter().map(month).collect();
        let Timeline { unit, columns } = Timeline::of(&months);
        (unit, columns)
    }

    #[test]
    fn a_timeline_has_no_gaps_and_turns_to_years_when_it_is_long() {
        let column = |label: &str, briefs| (label.to_owned(), briefs);
        assert_eq!(timeline(&[]), ("month", vec![]));
        assert_eq!(
            timeline(&[("2023-11", 2), ("2024-02", 1)]),
            (
                "month",
                vec![
                    column("2023-11", 2),
                    column("2023-12", 0),
                    column("2024-01", 0),
                    column("2024-02", 1)
                ]
            )
        );
        assert_eq!(
            timeline(&[("2021-12", 2), ("2023-01", 1), ("2023-12", 3)]),
            (
                "year",
                vec![column("2021", 2), column("2022", 0), column("2023", 4)]
            )
        );
    }
}
