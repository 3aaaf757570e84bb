//! Runs the browser suite of this folder, where Node and Chromium are there.
//!
//! Without them it is skipped with a notice; under `CI=true` that is a failure.

use std::path::Path;
use std::process::{Command, Stdio};

/// What the suite needs and what is not there.
fn missing(folder: &Path) -> Vec<&'static str> {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let node = Command::new("node")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    let needs = [
        (
            node.is_ok_and(|status| status.success()),
            "node (Debian: apt-get install nodejs npm)",
        ),
        (
            Path::new(&chromium).is_file(),
            "/usr/bin/chromium, or the path in CHROMIUM (Debian: apt-get install chromium)",
        ),
        (
            folder.join("node_modules/playwright-core").is_dir(),
            "its packages (npm ci --prefix tests/browser)",
        ),
    ];
    let missing = needs.into_iter().filter(|(there, _)| !there);
    missing.map(|(_, what)| what).collect()
}

#[test]
fn the_browser_suite_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let missing = missing(&folder);
    if !missing.is_empty() {
        let what = missing.join("; ");
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!in_ci, "the browser suite needs {what}");
        // The harness keeps what a passing test prints; this reaches the terminal.
        let notice = format!("\nskipped: the browser suite needs {what}\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), notice.as_bytes());
        return;
    }
    let status = Command::new("npm")
        .args(["test", "--silent"])
        .current_dir(&folder)
        .env("GEN", env!("CARGO_BIN_EXE_gen"))
        .status()
        .expect("npm is beside node");
    assert!(status.success(), "the browser suite ended with {status}");
}
