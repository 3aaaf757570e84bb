//! Puts the default theme into the binary, so that `gen` works with nothing beside it.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let theme = root.join("themes/broadsheet");
    println!("cargo::rerun-if-changed={}", theme.display());
    let mut files = Vec::new();
    collect(&theme, &theme, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (name, path) in files {
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.to_str().expect("the sources are at a readable path");
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),").expect("a String takes all");
    }
    table.push(']');
    println!("cargo::rustc-env=EVENHAND_BUILD={}", fingerprint(&root)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("broadsheet.rs"), table)
}

/// A name for these sources: what another build of the generator remembers is not trusted.
/// The standard hasher, made this way, gives the same for the same.
fn fingerprint(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(root, &root.join("src"), &mut files)?;
    for name in ["Cargo.toml", "Cargo.lock", "build.rs"] {
        files.push((name.to_owned(), root.join(name)));
    }
    files.sort();
    println!("cargo::rerun-if-changed={}", root.join("src").display());
    let mut hasher = DefaultHasher::new();
    for (name, path) in files {
        println!("cargo::rerun-if-changed={}", path.display());
        // A package has no lock file where it is a dependency.
        if let Ok(bytes) = fs::read(&path) {
            (name, bytes).hash(&mut hasher);
        }
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    Ok(format!("{version}-{:016x}", hasher.finish()))
}

/// Every file below `folder` with its name below `theme`, `/` between the parts.
fn collect(theme: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(theme, &path, files)?;
        } else if let Ok(below) = path.strip_prefix(theme) {
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            if !parts.iter().any(|part| part.starts_with('.')) {
                files.push((parts.join("/"), path));
            }
        }
    }
    Ok(())
}
