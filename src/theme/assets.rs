//! Assets: names that change with their bytes, and `integrity` values.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use super::ThemeFile;
use crate::model::SitePath;

/// A file of the theme that pages load.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its name in the theme: `main.css`.
    pub name: String,
    /// Its address: `assets/main.1a2b3c4d.css`.
    pub target: SitePath,
    /// Its `integrity` value (Subresource Integrity, SHA-384).
    pub integrity: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The assets of the theme, by name, those of the site in place of the theme's own.
pub fn load(own: &[ThemeFile], overrides: &[ThemeFile]) -> Vec<Asset> {
    let mut by_name = BTreeMap::new();
    for file in own.iter().chain(overrides) {
        if let Some(name) = file.name.strip_prefix("assets/") {
            by_name.insert(name, file);
        }
    }
    by_name
        .into_iter()
        .filter_map(|(name, file)| asset(name, &file.bytes))
        .collect()
}

/// None when the name cannot be an address.
fn asset(name: &str, bytes: &[u8]) -> Option<Asset> {
    let hash = Sha384::digest(bytes);
    let short = format!(
        "{:02x}{:02x}{:02x}{:02x}",
        hash[0], hash[1], hash[2], hash[3]
    );
    let hashed = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{short}.{extension}"),
        None => format!("assets/{name}.{short}"),
    };
    Some(Asset {
        name: name.to_owned(),
        target: SitePath::parse(&hashed)?,
        integrity: format!("sha384-{}", STANDARD.encode(hash)),
        bytes: bytes.to_vec(),
    })
}
