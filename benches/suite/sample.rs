//! A made-up site in a folder that goes away, on a memory file system where there is one.

use std::fs;
use std::path::{Path, PathBuf};

use evenhand::build::{Options, Report, build};
use evenhand::model::Moment;
use tempfile::TempDir;

use crate::made::write_site;

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";

/// A site with its newest brief at hand.
pub struct Sample {
    folder: TempDir,
    newest: PathBuf,
}

impl Sample {
    /// The site of the newest `briefs` of the made-up ones.
    pub fn of(briefs: u32) -> Self {
        let folder = folder();
        write_site(folder.path(), briefs, 1).expect("a site in an empty folder");
        let newest = last(&folder.path().join("content/briefs"));
        Self { folder, newest }
    }

    /// How to build it into `out`.
    pub fn options(&self, out: &Path) -> Options {
        Options {
            root: self.folder.path().to_path_buf(),
            out: out.to_path_buf(),
            base_url: None,
            drafts: false,
            keep_going: false,
            now: now(),
            check_content: false,
            explain: false,
        }
    }

    /// Builds it into `out`. What is measured is a build that publishes.
    pub fn build(&self, out: &Path) -> Report {
        let report = build(&self.options(out), &|_, _, _| {}).expect("the world is right");
        assert!(report.outcome.is_some(), "the made-up briefs have no fault");
        report
    }

    /// Forgets what earlier builds left.
    pub fn forget(&self) {
        let _ = fs::remove_dir_all(self.folder.path().join(".gen"));
    }

    /// Changes the title of the newest brief to another one with each `turn`.
    pub fn edit_brief(&self, turn: usize) {
        let text = fs::read_to_string(&self.newest).expect("the newest brief");
        let line = text.lines().find(|line| line.starts_with("title:"));
        let title = line.expect("a brief has a title").to_owned();
        let edited = text.replacen(&title, &format!("title: Edited {turn} times"), 1);
        fs::write(&self.newest, edited).expect("the newest brief");
    }

    /// Changes the template that all pages share with each `turn`.
    pub fn edit_theme(&self, turn: usize) {
        let base = "templates/base.html";
        let own = evenhand::theme::embedded();
        let own = own.iter().find(|file| file.name == base);
        let text = std::str::from_utf8(&own.expect("the theme has it").bytes).expect("UTF-8");
        let text = text.replace("</body>", &format!("<!-- {turn} --></body>"));
        let path = self.folder.path().join(base);
        fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder");
        fs::write(path, text).expect("a template");
    }
}

/// An empty folder, on a memory file system where there is one.
pub fn folder() -> TempDir {
    let memory = Path::new(MEMORY);
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("an empty folder")
}

/// The day after the newest of the made-up briefs.
pub fn now() -> Moment {
    Moment::parse("2026-11-01").expect("a date")
}

/// The last file below `folder` in the order of names: years, months, then files.
fn last(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder).expect("a folder of briefs");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let last = paths.max().expect("a brief");
    if last.is_dir() {
        return self::last(&last);
    }
    last
}
