//! Near names, for "did you mean".

/// The candidate nearest to `name`, if one is near enough to be meant: at most
/// one edit for each three characters, case set aside. Shorter names are never near.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let limit = name.chars().count() / 3;
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&name, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit && limit > 0)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether one name is the other with a slip of the finger: one letter too many, too few,
/// other or swapped, in one word of at least `least` letters, and not its first letter.
/// Case counts for nothing. So sure that it can be mended unasked.
pub fn is_slip(one: &str, other: &str, least: usize) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.map(str::to_owned).collect()
    };
    let (own, others) = (words(&one), words(&other));
    let unlike: Vec<(&String, &String)> = own.iter().zip(&others).filter(|(a, b)| a != b).collect();
    let &[(a, b)] = unlike.as_slice() else {
        return false;
    };
    own.len() == others.len()
        && a.chars().count().min(b.chars().count()) >= least
        && a.chars().next() == b.chars().next()
        && strsim::damerau_levenshtein(a, b) == 1
        && !one.contains(|c: char| c.is_ascii_digit())
}

/// Whether one of two names is the other with an `s` at its end: `Rights` may not be `Right`.
pub fn is_plural(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one.strip_suffix('s') == Some(&other) || other.strip_suffix('s') == Some(&one)
}

#[cfg(test)]
mod tests {
    use super::{is_slip, nearest};

    #[test]
    fn a_slip_is_told_from_another_name() {
        for (one, other) in [
            ("Asociated Press", "Associated Press"),
            ("Progresive", "Progressive"),
            ("Conservitive", "Conservative"),
            ("The Harbor Gazette", "The Harbour Gazette"),
        ] {
            assert!(is_slip(one, other, 5), "{one}");
        }
        for (one, other) in [
            ("NBC News", "BBC News"),
            ("Die Zeit", "Die Welt"),
            ("Channel 5", "Channel 4"),
            ("Regressive", "Progressive"),
            ("Undemocratic", "Democratic"),
            ("Conservation", "Conservative"),
            ("Anti establishment", "Pro-establishment"),
            ("Same", "Same"),
        ] {
            assert!(!is_slip(one, other, 5), "{one}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_found_and_another_word_is_not() {
        let fields = ["title", "date", "tags", "sources"];
        assert_eq!(nearest("titel", fields), Some("title"));
        assert_eq!(nearest("Source", fields), Some("sources"));
        assert_eq!(nearest("weather", fields), None);
    }
}
