//! Patterns of texts that have a form: dates, addresses, slugs, languages, probabilities, versions.
//!
//! They are written in what the regular expressions of JavaScript (with its `u` flag), of
//! Rust and of other validators have in common: no looking around, no flags inside.
//! Parsers take the white space around a text away, so each pattern lets it stand.

use crate::model::Slug;
use crate::parse::{MAX_SOURCE_ID_BYTES, PICTURES};

/// A text with something in it.
pub const FILLED: &str = r"\S";

/// A letter or digit of any script: what a name needs, since an address is made of it.
/// A validator may know an older Unicode than the parser: what has no meaning there
/// (`Cn`) may have become a letter.
pub const NAMED: &str = r"[\p{Alphabetic}\p{N}\p{Cn}]";

/// A text that may hold a citation. Whether it does, and of what, only the parser sees.
pub const CITING: &str = r"\[\^";

/// What a part of a path within the site may hold.
const PATH_CHARACTER: &str = r"[^/\\:?#\p{Cc}]";

/// Small letters and digits of any script, and the marks that belong to them.
const SLUG_CHARACTER: &str = r"\p{Lowercase}\p{Lt}\p{Lm}\p{Lo}\p{N}\p{M}\p{Cn}";

/// The whole text is `inner`.
pub fn whole(inner: &str) -> String {
    format!(r"^\s*(?:{inner})\s*$")
}

/// The whole text is `inner`, or empty.
pub fn whole_or_empty(inner: &str) -> String {
    format!(r"^\s*(?:(?:{inner})\s*)?$")
}

/// A date, or a date with a time and its offset from UTC.
pub fn moment() -> String {
    let day = r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))";
    let time = r"(?:[01][0-9]|2[0-3]):?[0-5][0-9](?::?(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?";
    let offset = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-5])(?::?[0-5][0-9])?)";
    format!(r"[0-9]{{4}}-{day}(?:[Tt ]\s*{time}\s*{offset})?")
}

/// An address of the web.
pub fn url() -> &'static str {
    r"[hH][tT][tT][pP][sS]?://[^\s/?#\\\p{Cc}][^\s\\\p{Cc}]*"
}

/// Where a site is hosted: an address of the web in ASCII, without query and fragment.
pub fn base_url() -> &'static str {
    r"[hH][tT][tT][pP][sS]?://[!$%(-.0-;=@-\[\]-~][!$%(-;=@-\[\]-~]*"
}

/// The readable last part of an address.
pub fn slug() -> String {
    let letter = SLUG_CHARACTER;
    let between = Slug::MAX_BYTES - 2;
    format!("[{letter}](?:[{letter}._-]{{0,{between}}}[{letter}_-])?")
}

/// The name by which texts cite a source.
pub fn source_id() -> String {
    format!("[A-Za-z0-9._-]{{1,{MAX_SOURCE_ID_BYTES}}}")
}

/// A BCP 47 language tag, by its shape.
pub fn language() -> &'static str {
    "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
}

/// A path of a file within the site: no part of it is empty, `.` or `..`.
pub fn path() -> String {
    let part = path_part();
    format!("{part}(?:/{part})*")
}

/// An address within the site, such as `/old/place/`.
pub fn address() -> String {
    format!("/{}/?", path())
}

/// Neither empty, `.` nor `..`.
fn path_part() -> String {
    let no_dot = PATH_CHARACTER.replacen("[^", "[^.", 1);
    format!(r"(?:\.{{0,2}}{no_dot}{PATH_CHARACTER}*|\.{{3}}{PATH_CHARACTER}*)")
}

/// The end of the name of a picture, in capitals or not.
pub fn picture_ending() -> String {
    let either = |c: char| format!("[{}{}]", c, c.to_ascii_uppercase());
    let ending = |name: &&str| -> String {
        name.chars()
            .map(|c| match c {
                'a'..='z' => either(c),
                _ => c.to_string(),
            })
            .collect()
    };
    let endings: Vec<String> = PICTURES.iter().map(ending).collect();
    format!(r"(?:^\s*|\.)(?:{})\s*$", endings.join("|"))
}

/// `15%`, `15 %` or `0.15`, from 0 to 1.
pub fn probability() -> &'static str {
    r"0+(?:\.[0-9]*)?|0*1(?:\.0*)?|\.[0-9]+|(?:0*[0-9]{1,2}(?:\.[0-9]*)?|0*100(?:\.0*)?|\.[0-9]+)\s*%"
}

/// The pattern by which the addresses of briefs are made.
pub fn permalink() -> String {
    let fixed = PATH_CHARACTER.replacen("[^/", "[^{", 1);
    let part = format!(r"(?:{fixed}|\{{(?:year|month|day)\}})*");
    format!(r"/{part}\{{slug\}}{part}/")
}

/// A version, as <https://semver.org> has it.
pub fn version() -> &'static str {
    r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
}

/// A range of versions, as cargo writes them.
pub fn versions() -> String {
    let number = r"(?:[0-9]+|[*xX])";
    let one = format!(
        r"(?:>=?|<=?|=|~|\^)?\s*{number}(?:\.{number}){{0,2}}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
    );
    format!(r"{one}\s*(?:,\s*{one}\s*)*,?")
}

/// One of `words`.
pub fn one_of(words: &[&str]) -> String {
    words.join("|")
}
