//! Bytes that are looked for in texts, by the chunk.

use std::ops::Range;

/// How many bytes are looked through at once.
const CHUNK: usize = 64;

/// Whether a byte of `text` is one that is looked for.
pub fn any_byte(text: &str, wanted: impl Fn(u8) -> bool + Copy) -> bool {
    chunks_with(text, wanted).next().is_some()
}

/// The place of the first byte that is looked for.
pub fn find_byte(bytes: &[u8], wanted: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    const FEW: usize = 32;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<FEW>() {
        if has(chunk, wanted) {
            break;
        }
        rest = after;
    }
    let found = rest.iter().position(|&b| wanted(b))?;
    Some(bytes.len() - rest.len() + found)
}

/// The parts of `text` that hold a byte that is looked for.
pub(super) fn chunks_with(
    text: &str,
    wanted: impl Fn(u8) -> bool + Copy,
) -> impl Iterator<Item = Range<usize>> {
    let chunks = text.as_bytes().chunks(CHUNK).enumerate();
    chunks
        .filter(move |(_, chunk)| has(chunk, wanted))
        .map(|(n, chunk)| n * CHUNK..n * CHUNK + chunk.len())
}

/// Looks at all bytes, without a way out at the first: so the compiler makes it a few
/// instructions for sixteen of them.
#[inline]
fn has(chunk: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
    let found = chunk.iter().fold(0, |any, &b| any | u8::from(wanted(b)));
    found != 0
}

#[cfg(test)]
mod tests {
    use super::{any_byte, find_byte};

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in [0, 1, 31, 32, 33, 64, 65, 200] {
            let plain = "x".repeat(length);
            assert_eq!(find_byte(plain.as_bytes(), |b| b == b'!'), None);
            assert!(!any_byte(&plain, |b| b == b'!'));
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
