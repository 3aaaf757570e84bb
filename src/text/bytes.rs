//! Bytes that are looked for in texts, sixteen at once.

/// How many bytes are looked at together: as many as a vector of any x86-64 or ARM of 64 bits holds.
pub const PART: usize = 16;

/// Whether a byte is one of these few. Unlike `matches!`, it is compiled for vectors.
#[inline]
pub fn is_one_of(byte: u8, few: &[u8]) -> bool {
    few.iter().fold(false, |any, &one| any | (byte == one))
}

/// How far behind the range from `first` to `last` a byte stands, and how far for one before it, counted
/// around: nothing where it is within. Two such numbers can be joined by `min`; two comparisons by `<`
/// that are joined are not compiled for vectors.
#[inline]
pub fn beyond(byte: u8, first: u8, last: u8) -> u8 {
    byte.wrapping_sub(first).saturating_sub(last - first)
}

/// Whether a byte of `text` is one that is looked for; see [`find_byte`]. It is the quicker of both
/// where none is.
pub fn any_byte(text: &str, wanted: impl Fn(u8) -> bool + Copy) -> bool {
    let (parts, rest) = text.as_bytes().as_chunks::<{ 4 * PART }>();
    let has = |part: &[u8; 4 * PART]| {
        let any = |any, &byte| any | u8::from(wanted(byte));
        part.iter().fold(0, any) > 0
    };
    parts.iter().any(has) || find_byte(rest, wanted).is_some()
}

/// The place of the first byte that is looked for. It is quick where `wanted` compares
/// without ways out: by `|` and [`is_one_of`], not by `||` and `matches!`.
pub fn find_byte(bytes: &[u8], wanted: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let (parts, rest) = bytes.as_chunks();
    for (n, part) in parts.iter().enumerate() {
        if let Some(at) = first(part, wanted) {
            return Some(n * PART + at);
        }
    }
    if rest.is_empty() {
        return None;
    }
    // The last sixteen: those of them that were looked at already have none. Fewer get others behind.
    if let Some(last) = bytes.last_chunk() {
        return first(last, wanted).map(|at| bytes.len() - PART + at);
    }
    let mut last = [0; PART];
    last[..rest.len()].copy_from_slice(rest);
    first(&last, wanted).filter(|at| *at < rest.len())
}

fn first(part: &[u8; PART], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let found = marked(part, wanted);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// All bytes are compared: a number with a byte for each of them, the first one lowest, whose bits are
/// set where it is one that is looked for.
#[inline]
pub fn marked(part: &[u8; PART], wanted: impl Fn(u8) -> bool) -> u128 {
    let mut found = [0; PART];
    for (found, byte) in found.iter_mut().zip(part) {
        *found = if wanted(*byte) { u8::MAX } else { 0 };
    }
    u128::from_le_bytes(found)
}

#[cfg(test)]
mod tests {
    use super::{any_byte, beyond, find_byte};

    #[test]
    fn only_what_is_within_a_range_is_not_beyond_it() {
        for byte in 0..=u8::MAX {
            for (first, last) in [(b'a', b'z'), (b'0', b'9'), (0, 0), (9, 9), (0xf0, 0xff)] {
                let is_within = (first..=last).contains(&byte);
                assert_eq!(beyond(byte, first, last) == 0, is_within, "{byte}");
            }
        }
    }

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in [0, 1, 15, 16, 17, 31, 32, 33, 64, 65, 200] {
            let plain = "x".repeat(length);
            assert_eq!(find_byte(plain.as_bytes(), |b| b == b'!'), None);
            assert!(!any_byte(&plain, |b| (b < b'!') | (b == b'!')));
            for at in 0..length {
                let mut text = plain.clone();
                text.replace_range(at.., "!");
                text.push_str("x!");
                assert_eq!(find_byte(text.as_bytes(), |b| b == b'!'), Some(at));
                assert!(any_byte(&text, |b| b == b'!'));
            }
        }
    }
}
