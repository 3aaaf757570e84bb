//! Whether the addresses that a site leads to still answer, and what the desk remembers of them.

mod address;
mod answer;
mod archive;
mod client;
mod day;
mod gate;
mod gather;
mod ledger;
mod round;
mod store;
mod visit;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub use archive::SERVICE;
pub use day::Day;
pub use gather::{Place, Uncopied};
pub use ledger::{DEAD_DAYS, Entry, Ledger, Lookup, Standing};
pub use store::FILE;

use crate::build::Progress;
use crate::diag::Error;
use crate::model::Moment;
use address::Address;
use answer::Answer;
use archive::Wish;
use client::Client;
use gate::Gate;
use gather::Gathered;
use round::Asking;
use store::Store;

/// So many addresses that answered lately are asked again, to see whether it is our own network that is away.
const MAX_WITNESSES: usize = 3;

/// What to ask, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the site.
    pub root: PathBuf,
    /// The clock: its day is the one that answers are remembered for.
    pub now: Moment,
    /// What is asked for.
    pub scope: Scope,
    /// How many hosts are asked at a time.
    pub jobs: NonZeroUsize,
    /// The time between two requests to one host.
    pub pause: Duration,
    /// The longest time that a reply may take.
    pub timeout: Duration,
    /// An address that answered less than so many days ago is not asked.
    pub fresh: u32,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing: what is remembered is told.
    Nothing,
    /// Whether addresses answer.
    Links,
    /// Besides, the archive's service at this address for copies.
    Copies(String),
}

/// An address, where it stands, and what is remembered of it.
#[derive(Clone, Debug)]
pub struct Link {
    /// The address, without its fragment.
    pub url: String,
    /// Where it stands.
    pub places: Vec<Place>,
    /// What is remembered.
    pub entry: Entry,
}

/// A copy that a source could name.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The source.
    pub source: Uncopied,
    /// The address of the copy.
    pub archive: String,
    /// The day on which it was made.
    pub archived: Option<Day>,
}

/// How things stand.
#[derive(Debug, Default)]
pub struct Report {
    /// Every address, sorted.
    pub links: Vec<Link>,
    /// Copies for sources that have none, in the order of the files.
    pub proposals: Vec<Proposal>,
    /// Texts that were read.
    pub texts: usize,
    /// Texts with an error, where there may be addresses that were not found.
    pub faulty: usize,
    /// Addresses that were asked.
    pub asked: usize,
    /// Addresses that were to be asked, and are left for the next run.
    pub left: usize,
    /// Pages whose copies were to be looked up, and are left for the next run.
    pub uncopied_left: usize,
    /// Our own network was away, and failures without any answer were not written down.
    pub is_away: bool,
    /// Somebody ended the run.
    pub is_stopped: bool,
}

/// Asks for the addresses of a site and remembers the answers in its ledger. When `stop` is
/// set, what is known by then is remembered. The error is the world's: there is no site, or
/// the ledger is damaged or cannot be written.
pub fn check(
    options: &Options,
    stop: &AtomicBool,
    progress: Progress<'_>,
) -> Result<Report, Error> {
    let (mut store, mut ledger) = Store::open(&options.root)?;
    let gathered = gather::gather(&options.root, options.now, progress)?;
    let service = match &options.scope {
        Scope::Copies(service) => Some(Address::parse(service).ok_or_else(|| {
            Error::new(format!("`{service}` is no address of an archive's service"))
        })?),
        _ => None,
    };
    let mut report = Report {
        texts: gathered.texts,
        faulty: gathered.faulty.len(),
        ..Report::default()
    };
    if options.scope != Scope::Nothing {
        let run = Run {
            options,
            today: Day::of(&options.now),
            asking: asking(options, gathered.base_url.as_deref()),
            stop,
            progress,
        };
        run.links(&gathered, &mut ledger, &mut report);
        if report.faulty == 0 {
            ledger.keep(&gathered.links.keys().map(String::as_str).collect());
        }
        store.write(&ledger)?;
        if let Some(service) = service.filter(|_| !report.is_away && !stop.load(Ordering::Relaxed))
        {
            run.copies(&gathered, service, &mut ledger, &mut report);
            store.write(&ledger)?;
        }
        report.is_stopped = stop.load(Ordering::Relaxed);
    }
    report.proposals = proposals(&gathered, &ledger);
    let links = gathered.links.into_iter();
    report.links = links
        .map(|(url, places)| Link {
            entry: ledger.get(&url),
            url,
            places,
        })
        .collect();
    Ok(report)
}

fn asking(options: &Options, base_url: Option<&str>) -> Asking {
    let version = env!("CARGO_PKG_VERSION");
    let user_agent = match base_url {
        Some(base_url) => format!("evenhand/{version} (gen links; +{base_url})"),
        None => format!("evenhand/{version} (gen links)"),
    };
    Asking {
        client: Client::new(&user_agent, options.timeout),
        gate: Arc::new(Gate::new(options.pause)),
        jobs: options.jobs,
    }
}

/// Copies for sources that name none, as far as they are known.
fn proposals(gathered: &Gathered, ledger: &Ledger) -> Vec<Proposal> {
    let propose = |source: &Uncopied| {
        let lookup = ledger.get(&source.url).copy?;
        Some(Proposal {
            source: source.clone(),
            archive: lookup.url?,
            archived: lookup.made,
        })
    };
    gathered.uncopied.iter().filter_map(propose).collect()
}

/// What a run needs all the way.
struct Run<'a> {
    options: &'a Options,
    today: Day,
    asking: Asking,
    stop: &'a AtomicBool,
    progress: Progress<'a>,
}

impl Run<'_> {
    /// Asks for the addresses that are not fresh.
    fn links(&self, gathered: &Gathered, ledger: &mut Ledger, report: &mut Report) {
        let urls = self.due(gathered, ledger);
        let total = urls.len();
        let told = |done| (self.progress)("ask", done, total);
        let receiver = round::ask(urls, &self.asking);
        let mut answers = round::gather(&receiver, self.stop, &told);
        report.asked = answers.len();
        report.left = total - answers.len();
        // Answers come in the order of time: what nobody answered after the last one that
        // somebody answered may be our own fault.
        let heard = answers.iter().rposition(|(_, answer)| answer.heard);
        let tail = heard.map_or(0, |last| last + 1);
        if tail < answers.len() && !self.is_network_there(heard.map(|at| &answers[at].0), ledger) {
            answers.truncate(tail);
            report.is_away = !self.stop.load(Ordering::Relaxed);
        }
        ledger.take(&answers, self.today);
    }

    /// The addresses to ask, those first that were not asked for the longest time.
    fn due(&self, gathered: &Gathered, ledger: &Ledger) -> Vec<String> {
        let mut due: Vec<(Option<Day>, &String)> = gathered
            .links
            .keys()
            .map(|url| (ledger.get(url), url))
            .filter(|(entry, _)| !entry.is_fresh(self.today, self.options.fresh))
            .map(|(entry, url)| (entry.asked, url))
            .collect();
        due.sort();
        due.into_iter().map(|(_, url)| url.clone()).collect()
    }

    /// Whether one of a few addresses that answered lately, in this run or an earlier one, still does.
    fn is_network_there(&self, lately: Option<&String>, ledger: &Ledger) -> bool {
        if self.stop.load(Ordering::Relaxed) {
            return false;
        }
        let witnesses = lately.map_or_else(|| witnesses(ledger), |url| vec![url.clone()]);
        let answers = round::ask(witnesses, &self.asking);
        let answers: Vec<(String, Answer)> = round::gather(&answers, self.stop, &|_| {});
        answers.iter().any(|(_, answer)| answer.heard)
    }

    /// Asks the archive for copies: of sources that name none, and of what is dead.
    fn copies(
        &self,
        gathered: &Gathered,
        service: Address,
        ledger: &mut Ledger,
        report: &mut Report,
    ) {
        let wishes = self.wishes(gathered, ledger);
        let total = wishes.len();
        let told = |done| (self.progress)("archive", done, total);
        let receiver = archive::look_up(wishes, service, self.asking.clone(), self.today);
        let lookups = round::gather(&receiver, self.stop, &told);
        report.uncopied_left = total - lookups.len();
        for (url, lookup) in lookups {
            ledger.0.entry(url).or_default().copy = Some(lookup);
        }
    }

    /// What is to be looked up; a copy that is known is not, nor that there was none lately.
    fn wishes(&self, gathered: &Gathered, ledger: &Ledger) -> Vec<Wish> {
        let mut near: BTreeMap<&str, Option<Day>> = BTreeMap::new();
        for url in gathered.links.keys() {
            let entry = ledger.get(url);
            if matches!(entry.standing(), Standing::Dead(_)) {
                near.insert(url, entry.ok);
            }
        }
        // Of several sources, the one that was cited first decides.
        for source in &gathered.uncopied {
            let wanted = near.entry(&source.url).or_insert(Some(source.near));
            *wanted = Some(wanted.map_or(source.near, |day| day.min(source.near)));
        }
        let wanted = |(url, near): (&str, Option<Day>)| {
            let known = ledger.get(url).copy.filter(|copy| copy.near == near);
            let is_known = known.is_some_and(|copy| {
                let age = self.today.since(copy.asked);
                copy.url.is_some() || (0..i64::from(self.options.fresh)).contains(&age)
            });
            let url = url.to_owned();
            (!is_known).then_some(Wish { url, near })
        };
        near.into_iter().filter_map(wanted).collect()
    }
}

/// Addresses of different hosts that answered last, by the ledger.
fn witnesses(ledger: &Ledger) -> Vec<String> {
    let mut known: Vec<(Day, &String)> = ledger
        .0
        .iter()
        .filter_map(|(url, entry)| Some((entry.ok?, url)))
        .filter(|(_, url)| ledger.get(url).standing() == Standing::Alive)
        .collect();
    known.sort_by(|a, b| b.cmp(a));
    let mut hosts = BTreeSet::new();
    let mut chosen = Vec::new();
    for (_, url) in known {
        let host = Address::parse(url).map(|address| address.host());
        if chosen.len() < MAX_WITNESSES && hosts.insert(host) {
            chosen.push(url.clone());
        }
    }
    chosen
}
