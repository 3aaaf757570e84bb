//! Numbered pages of a list that never shift.

use std::ops::Range;
use std::sync::Arc;

use crate::model::SitePath;

/// One page of a list. Pages count from the oldest: page `k` holds the `k`-th
/// `size` items for ever; the first, unnumbered page holds the newest, from
/// `size` to `2 × size − 1` of them (all, while there are fewer).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListPage {
    /// The folder of the list.
    folder: Arc<str>,
    /// Its number; none for the first page.
    pub number: Option<usize>,
    /// Which items of the list, counted from the oldest. They are shown newest first.
    pub items: Range<usize>,
    newer: Option<Place>,
    older: Option<Place>,
}

/// Where a page is in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    First,
    Numbered(usize),
}

impl Place {
    /// The file of the page.
    fn target(self, folder: &str) -> SitePath {
        SitePath::made(match self {
            Self::First => [folder, "index.html"].concat(),
            Self::Numbered(number) => {
                [folder, "page/", &number.to_string(), "/index.html"].concat()
            }
        })
    }
}

impl ListPage {
    /// The page of newer items.
    pub fn newer(&self) -> Option<SitePath> {
        Some(self.newer?.target(&self.folder))
    }

    /// The page of older items.
    pub fn older(&self) -> Option<SitePath> {
        Some(self.older?.target(&self.folder))
    }
}

/// The pages of a list with their targets: the first page, then from the newest to the oldest.
#[derive(Clone, Debug)]
pub struct Pages {
    folder: Arc<str>,
    count: usize,
    size: usize,
    numbered: usize,
    next: Option<usize>,
}

impl Pages {
    /// The pages of a list of `count` items, `size` on a page, in `folder` (empty, or with `/` at its end).
    pub fn new(folder: &str, count: usize, size: usize) -> Self {
        let numbered = (count / size).saturating_sub(1);
        Self {
            folder: folder.into(),
            count,
            size,
            numbered,
            next: Some(numbered + 1),
        }
    }

    /// Where page `k` is; `numbered + 1` is the first, unnumbered page.
    fn place(&self, k: usize) -> Place {
        if k > self.numbered {
            Place::First
        } else {
            Place::Numbered(k)
        }
    }
}

impl Iterator for Pages {
    type Item = (SitePath, ListPage);

    fn next(&mut self) -> Option<Self::Item> {
        let k = self.next?;
        self.next = (k > 1).then(|| k - 1);
        let first = k > self.numbered;
        let page = ListPage {
            folder: Arc::clone(&self.folder),
            number: (!first).then_some(k),
            items: (k - 1) * self.size..if first { self.count } else { k * self.size },
            newer: (!first).then(|| self.place(k + 1)),
            older: (k > 1).then(|| self.place(k - 1)),
        };
        Some((self.place(k).target(&self.folder), page))
    }
}

#[cfg(test)]
mod tests {
    use super::Pages;

    fn pages(count: usize) -> Vec<(String, std::ops::Range<usize>)> {
        Pages::new("t/", count, 10)
            .map(|(target, page)| (target.to_string(), page.items))
            .collect()
    }

    #[test]
    fn pages_count_from_the_oldest() {
        assert_eq!(pages(0), [("t/index.html".into(), 0..0)]);
        assert_eq!(pages(19), [("t/index.html".into(), 0..19)]);
        assert_eq!(
            pages(25),
            [
                ("t/index.html".into(), 10..25),
                ("t/page/1/index.html".into(), 0..10)
            ]
        );
    }

    fn all(count: usize) -> Vec<(String, super::ListPage)> {
        Pages::new("", count, 10)
            .map(|(target, page)| (target.to_string(), page))
            .collect()
    }

    #[test]
    fn one_item_more_changes_the_first_page_and_at_most_two_others() {
        for count in 0..200 {
            let (before, after) = (all(count), all(count + 1));
            let changed = after.iter().filter(|page| !before.contains(page)).count();
            assert!(changed <= 3, "{count}: {changed}");
        }
    }
}
