//! A whole site as one string: built, edited, built again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenhand::build::{Options, Report, build};
use evenhand::model::Moment;

/// A site in a folder of its own.
pub struct Site {
    folder: Arc<tempfile::TempDir>,
}

/// What a build gave.
pub struct Built {
    pub report: Report,
    pub out: PathBuf,
    /// Keeps the folder for as long as its files may be looked at.
    _folder: Arc<tempfile::TempDir>,
}

/// The settings of a site that a test does not care about.
pub const SITE: &str = "-- site.toml --\ntitle = \"Desk\"\nbase_url = \"https://example.org/\"\n";

/// Holds no editorial rule but those of reading: for tests that are not about rules.
pub const NO_RULES: &str = "lint = {accuracy = \"allow\", balance = \"allow\", form = \"allow\"}\n";

/// A brief that has nothing wrong, with these lines more in its front matter.
pub fn brief(title: &str, date: &str, more: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: {date}\nsources:\n  ap: AP News\n{more}---\n\nSummary of {title}.\n\n\
         ## Facts\n\n- Something happened. [^ap]\n\n## Narratives\n\n### Left\n\nIt is good.\n\n### Right\n\nIt is bad.\n"
    )
}

impl Site {
    /// A site of these files: each begins with a line `-- path --`.
    pub fn new(files: &str) -> Self {
        let site = Self {
            folder: Arc::new(tempfile::tempdir().expect("a folder for the test")),
        };
        site.write(files)
    }

    /// A site with default settings, no editorial rules and these files.
    pub fn with(files: &str) -> Self {
        Self::new(&format!("{SITE}{NO_RULES}{files}"))
    }

    /// Writes files, as [`Site::new`] takes them.
    pub fn write(self, files: &str) -> Self {
        self.edit(files);
        self
    }

    /// Writes files, as [`Site::new`] takes them.
    pub fn edit(&self, files: &str) {
        for (path, text) in split(files) {
            self.put(&path, text.as_bytes());
        }
    }

    /// Writes one file.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Removes one file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file is there");
    }

    /// Where a file of the site is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The options of a build on a fixed day.
    pub fn options(&self) -> Options {
        Options {
            root: self.folder.path().to_path_buf(),
            out: self.path("public"),
            base_url: None,
            drafts: false,
            keep_going: false,
            now: Moment::parse("2026-01-01T00:00:00Z").expect("a moment"),
            check_content: false,
            explain: false,
        }
    }

    /// Builds with changed options.
    pub fn build_with(&self, change: impl FnOnce(&mut Options)) -> Built {
        let mut options = self.options();
        change(&mut options);
        let report = build(&options, &|_, _, _| {}).expect("the world is fine");
        Built {
            report,
            out: options.out,
            _folder: Arc::clone(&self.folder),
        }
    }

    /// Builds.
    pub fn build(&self) -> Built {
        self.build_with(|_| {})
    }
}

impl Built {
    /// The same, after making sure that nothing was wrong.
    #[track_caller]
    pub fn clean(self) -> Self {
        assert!(self.report.diagnostics.is_empty(), "{}", self.painted());
        self
    }

    /// All diagnostics as the terminal shows them, without colours.
    pub fn painted(&self) -> String {
        let shown: Vec<String> = self
            .report
            .diagnostics
            .iter()
            .map(|diagnostic| evenhand::cli::plain(diagnostic, &self.report.sources))
            .collect();
        shown.join("\n\n")
    }

    /// The codes of all diagnostics, in their order.
    pub fn codes(&self) -> Vec<&'static str> {
        self.report
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect()
    }

    /// A file of the finished site.
    #[track_caller]
    pub fn file(&self, path: &str) -> String {
        let path = self.out.join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Whether the finished site has this file.
    pub fn has(&self, path: &str) -> bool {
        self.out.join(path).is_file()
    }

    /// Every file of the finished site with its bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files_of(&self.out)
    }

    /// The paths that this build wrote.
    pub fn written(&self) -> Vec<String> {
        let outcome = self
            .report
            .outcome
            .as_ref()
            .expect("something was published");
        outcome.written.iter().map(ToString::to_string).collect()
    }
}

/// Every file below `folder` with its bytes; the lock of a build, and what it remembers,
/// are no part of a site.
pub fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with(".gen") {
                    folders.push(path);
                }
            } else if !path.ends_with(".gen-lock") {
                let name = path
                    .strip_prefix(folder)
                    .expect("below")
                    .to_string_lossy()
                    .into_owned();
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// The files of a text as [`Site::new`] takes it: path and content.
pub fn split(files: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in files.split_inclusive('\n') {
        let head = line
            .trim_end()
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        match (head, all.last_mut()) {
            (Some(path), _) => all.push((path.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    all
}
