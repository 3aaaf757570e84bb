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

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_found_and_another_word_is_not() {
        let fields = ["title", "date", "tags", "sources"];
        assert_eq!(nearest("titel", fields), Some("title"));
        assert_eq!(nearest("Source", fields), Some("sources"));
        assert_eq!(nearest("weather", fields), None);
    }
}
