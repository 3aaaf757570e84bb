//! Many texts at once: reads them, finds names for their briefs, writes these.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::remark::Remarks;
use super::{Made, Manner, Names, Spelling, convert};
use crate::config;
use crate::diag::{Diagnostic, Error};
use crate::files::MAX_TEXT_BYTES;
use crate::parse;
use crate::text::{Span, hash};

/// The most remarks on one text.
const REMARKS_MOST: usize = 50;

/// What is imported, and where to.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The texts; of a folder, all files of the format's ending.
    pub inputs: Vec<Input>,
    /// The folder of the briefs.
    pub out: PathBuf,
    /// How.
    pub manner: Manner,
    /// Nothing is written.
    pub dry_run: bool,
    /// Files that are there are overwritten.
    pub force: bool,
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with all that is in it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

/// What became of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was written, or would have been.
    New,
    /// It was there already, with the same text.
    Unchanged,
}

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Where it comes from.
    pub path: Arc<str>,
    /// The text, for showing places; empty where there is nothing to show.
    pub text: String,
    /// The files of its briefs; none when it was refused.
    pub briefs: Vec<(PathBuf, Fate)>,
    /// What is to be said of it.
    pub remarks: Vec<Diagnostic>,
}

impl Outcome {
    fn of(path: Arc<str>) -> Self {
        Self {
            path,
            text: String::new(),
            briefs: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Whether the text was refused.
    pub fn is_refused(&self) -> bool {
        self.remarks.iter().any(Diagnostic::is_error)
    }

    fn refuse(&mut self, code: &'static str, title: impl Into<String>, label: &str) {
        let mut remarks = Remarks::on(&self.path);
        remarks.refuse(code, Span::default(), title, label);
        self.remarks.extend(remarks.into_diagnostics());
        self.briefs.clear();
    }
}

/// Imports a batch. `progress` is told how many of how many texts were read. The error is
/// the world's: a folder that cannot be read, a disk that is full.
pub fn import(
    batch: &Batch,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Outcome>, Error> {
    let inputs = inputs(batch)?;
    let names = known_names(&batch.out)?;
    let done = AtomicUsize::new(0);
    let one = |input: &Input| {
        let (outcome, made) = read(input, &names, batch.manner)?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, inputs.len());
        Ok((outcome, made))
    };
    let read: Result<Vec<(Outcome, Vec<Made>)>, Error> = inputs.par_iter().map(one).collect();
    let mut shelf = Shelf::default();
    let mut outcomes = Vec::with_capacity(inputs.len());
    for (mut outcome, made) in read? {
        shelf.put(&mut outcome, made, batch)?;
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// All texts, sorted within each folder.
fn inputs(batch: &Batch) -> Result<Vec<Input>, Error> {
    let mut all = Vec::new();
    for input in &batch.inputs {
        match input {
            Input::Path(path) if path.is_dir() => {
                let mut files = Vec::new();
                files_below(path, batch.manner.format.extension(), &mut files)?;
                if files.is_empty() {
                    let extension = batch.manner.format.extension();
                    return Err(Error::new(format!(
                        "there is no .{extension} in {}",
                        path.display()
                    )));
                }
                files.sort();
                all.extend(files.into_iter().map(Input::Path));
            }
            other => all.push(other.clone()),
        }
    }
    Ok(all)
}

/// The files of this ending in a folder and all below it. Symbolic links are not followed.
fn files_below(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let fault = |cause| Error::io("read", folder, cause);
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(fault)?);
        if kind.is_dir() {
            files_below(&path, extension, files)?;
        } else if kind.is_file()
            && path
                .extension()
                .is_some_and(|end| end.eq_ignore_ascii_case(extension))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// The outlets of the site that `out` belongs to.
fn known_names(out: &Path) -> Result<Names, Error> {
    let out = std::path::absolute(out).map_err(|cause| Error::io("find", out, cause))?;
    let site = out
        .ancestors()
        .find(|folder| folder.join(config::FILE).is_file());
    let path = site.map(|site| site.join("content/outlets.yaml"));
    let Some(path) = path.filter(|path| path.is_file()) else {
        return Ok(Names::default());
    };
    let text = fs::read_to_string(&path).map_err(|cause| Error::io("read", &path, cause))?;
    let (registry, _) = parse::outlets(&path.display().to_string().into(), &text);
    Ok(Names::of(&registry))
}

/// Reads one text and makes briefs of it.
fn read(input: &Input, names: &Names, manner: Manner) -> Result<(Outcome, Vec<Made>), Error> {
    let (path, bytes): (Arc<str>, Vec<u8>) = match input {
        Input::Path(path) => {
            let name: Arc<str> = path.display().to_string().into();
            // What is no file may never end.
            let bytes = match path.metadata() {
                Ok(metadata) if metadata.is_file() => fs::read(path),
                Ok(_) => Err(io::Error::other("it is no file")),
                Err(cause) => Err(cause),
            };
            match bytes {
                Ok(bytes) => (name, bytes),
                Err(cause) => {
                    let mut outcome = Outcome::of(name);
                    outcome.refuse(
                        "unreadable",
                        format!("the file cannot be read: {cause}"),
                        "",
                    );
                    return Ok((outcome, Vec::new()));
                }
            }
        }
        Input::Stdin => {
            let mut bytes = Vec::new();
            let most = MAX_TEXT_BYTES + 1;
            let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
            read.map_err(|cause| Error::new(format!("cannot read standard input: {cause}")))?;
            ("standard input".into(), bytes)
        }
    };
    let mut outcome = Outcome::of(path);
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        outcome.refuse("not-text", "file has more than 4 MiB", "");
        return Ok((outcome, Vec::new()));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let mut remarks = Remarks::on(&outcome.path);
            remarks.refuse(
                "not-text",
                Span::new(at, at + 1),
                "file is not UTF-8",
                "this byte is not part of a character",
            );
            outcome.text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            outcome.remarks = remarks.into_diagnostics();
            return Ok((outcome, Vec::new()));
        }
    };
    let (made, mut remarks) = convert(&outcome.path, &text, names, manner);
    if remarks.len() > REMARKS_MOST {
        // Errors first: one of them is why there are no briefs.
        remarks.sort_by_key(|remark| !remark.is_error());
        remarks.truncate(REMARKS_MOST);
    }
    outcome.remarks = remarks;
    outcome.text = text;
    Ok((outcome, made))
}

/// What was imported before in the same batch.
#[derive(Default)]
struct Shelf {
    /// Texts by their hash, and where they came from.
    texts: HashMap<u64, Arc<str>>,
    /// Names that are taken.
    names: HashMap<String, Arc<str>>,
}

impl Shelf {
    /// Writes the briefs of a text. It is refused where one of them cannot be: nothing of it is written then.
    fn put(&mut self, outcome: &mut Outcome, made: Vec<Made>, batch: &Batch) -> Result<(), Error> {
        if made.is_empty() {
            return Ok(());
        }
        let of_text = hash(&outcome.text);
        if let Some(other) = self.texts.get(&of_text) {
            outcome.refuse("same-text", format!("the text is that of {other}"), "");
            return Ok(());
        }
        self.texts.insert(of_text, Arc::clone(&outcome.path));
        let mut files = Vec::new();
        for made in made {
            let mut name = made.name.clone();
            if self.names.contains_key(&name) {
                // Another text of this batch has the title. Its own words tell the two apart, each time.
                let mark = format!("-{:08x}", of_text >> 32);
                name.truncate(crate::text::floor_boundary(&name, 120 - mark.len()));
                name.push_str(&mark);
            }
            self.names.insert(name.clone(), Arc::clone(&outcome.path));
            let path = batch
                .out
                .join(format!("{name}.{}", made.spelling.extension()));
            match standing(&path, &made, batch)? {
                Ok(fate) => files.push((path, fate, made.text)),
                Err(other) => {
                    let title = format!("{} is there and says something else", other.display());
                    let is_other = other != path;
                    let label = if is_other {
                        "the brief is there in the other spelling; take one of them out"
                    } else {
                        "an import overwrites nothing; --force does"
                    };
                    outcome.refuse("exists", title, label);
                    return Ok(());
                }
            }
        }
        for (path, fate, text) in files {
            if fate == Fate::New && !batch.dry_run {
                write(&path, &text)?;
            }
            outcome.briefs.push((path, fate));
        }
        Ok(())
    }
}

/// What a brief that is written to `path` would be; the inner error is a file that is in the way.
fn standing(path: &Path, made: &Made, batch: &Batch) -> Result<Result<Fate, PathBuf>, Error> {
    let other = match made.spelling {
        Spelling::Markdown => path.with_extension("yaml"),
        Spelling::Yaml => path.with_extension("md"),
    };
    match fs::read(path) {
        Ok(bytes) if bytes == made.text.as_bytes() => return Ok(Ok(Fate::Unchanged)),
        Ok(_) if batch.force => {}
        Ok(_) => return Ok(Err(path.to_path_buf())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        Err(cause) => return Err(Error::io("read", path, cause)),
    }
    // In the other spelling it would be a second brief at one address.
    Ok(if other.exists() {
        Err(other)
    } else {
        Ok(Fate::New)
    })
}

/// Writes a file in one step.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    let fault = |cause| Error::io("write", path, cause);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fault)?;
    // The preview and the build do not look at names that begin with a dot.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|cause| {
        let _ = fs::remove_file(&beside);
        fault(cause)
    })
}
