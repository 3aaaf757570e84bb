//! The pattern by which the address of a brief is made.

use crate::model::{Moment, SitePath, Slug};

/// A pattern such as `/{year}/{month}/{day}/{slug}/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Permalink {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    Fixed(String),
    Year,
    Month,
    Day,
    Slug,
}

impl Permalink {
    /// Reads a pattern. The error says what is wrong with it.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        if !pattern.starts_with('/') || !pattern.ends_with('/') {
            return Err("it must begin and end with `/`".to_owned());
        }
        // With the longest slug, every part of the address is still a name of a file.
        if pattern.len() > 100 {
            return Err("it must have at most 100 bytes".to_owned());
        }
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            let close = rest[open..].find('}').ok_or("a `{` is not closed")? + open;
            if open > 0 {
                parts.push(Part::Fixed(rest[..open].to_owned()));
            }
            parts.push(match &rest[open + 1..close] {
                "year" => Part::Year,
                "month" => Part::Month,
                "day" => Part::Day,
                "slug" => Part::Slug,
                other => {
                    return Err(format!(
                        "`{{{other}}}` is not one of `{{year}}`, `{{month}}`, `{{day}}`, `{{slug}}`"
                    ));
                }
            });
            rest = &rest[close + 1..];
        }
        parts.push(Part::Fixed(rest.to_owned()));
        if parts.iter().filter(|part| **part == Part::Slug).count() != 1 {
            return Err("it must hold `{slug}` once".to_owned());
        }
        let pattern = Self { parts };
        let sample = pattern.fill("2000", "01", "01", "slug");
        if SitePath::of_address(&sample).is_none() {
            return Err("it must stay within the site".to_owned());
        }
        Ok(pattern)
    }

    /// The file of the page of a brief with this date and slug.
    pub fn target(&self, date: &Moment, slug: &Slug) -> SitePath {
        let date = date.iso();
        let (month, day) = date.rsplit_once('-').unwrap_or_default();
        let (year, month) = month.rsplit_once('-').unwrap_or_default();
        let address = self.fill(year, month, day, slug.as_str());
        SitePath::made([&address[1..], "index.html"].concat())
    }

    fn fill(&self, year: &str, month: &str, day: &str, slug: &str) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Fixed(text) => text.as_str(),
                Part::Year => year,
                Part::Month => month,
                Part::Day => day,
                Part::Slug => slug,
            })
            .collect()
    }
}

impl Default for Permalink {
    fn default() -> Self {
        Self::parse("/{year}/{month}/{day}/{slug}/").expect("the default pattern is valid")
    }
}

#[cfg(test)]
mod tests {
    use super::Permalink;
    use crate::model::{Moment, Slug};

    #[test]
    fn the_pattern_gives_the_address() {
        let date = Moment::parse("2023-12-09").unwrap();
        let slug = Slug::parse("x").unwrap();
        let target = |pattern: &str| Permalink::parse(pattern).unwrap().target(&date, &slug);
        assert_eq!(
            Permalink::default().target(&date, &slug).as_str(),
            "2023/12/09/x/index.html"
        );
        assert_eq!(target("/briefs/{slug}/").as_str(), "briefs/x/index.html");
        assert_eq!(target("/{year}-{slug}/").as_str(), "2023-x/index.html");
    }

    #[test]
    fn a_pattern_that_leaves_the_site_is_refused() {
        for bad in [
            "{slug}",
            "/{slug}",
            "/{year}/",
            "/../{slug}/",
            "/{slug}/{x}/",
            "/{slug/",
            "//{slug}/",
        ] {
            assert!(Permalink::parse(bad).is_err(), "{bad}");
        }
    }
}
