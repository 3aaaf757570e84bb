//! What is remembered of briefs from build to build, so that they need not be read again.
//!
//! Two files: `briefs` holds all of them, `briefs.more` what is another since that was
//! written, so that remembering one brief more costs the same in any archive.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::filed::{Filed, Filing, Whole};
use super::kept::{Kept, Noted};
use super::store::{DAMAGED, Found, Parts, Sealed, Store, nanoseconds, time};
use crate::files::Stamp;
use crate::model::{Card, Moment, Slug, each_once};
use crate::text::hash_of;

const ALL: &str = "briefs";
const MORE: &str = "briefs.more";

/// Notes that are read by one core at a time.
const SHARE: usize = 512;

/// What the notes were made with.
#[derive(Clone, Debug, PartialEq, BorshSerialize, BorshDeserialize)]
struct Head {
    /// The settings.
    reading: u64,
    /// What names of outlets mean.
    names: u64,
    /// The outlets.
    outlets: BTreeMap<Slug, u64>,
    /// The clock by which they were judged.
    judged: Moment,
    /// When the files were looked at, in nanoseconds since 1970.
    looked: u64,
}

/// All that is remembered of briefs.
#[derive(Debug, Default)]
pub struct Notes {
    head: Option<Head>,
    /// What the file of all notes begins with: the other belongs to it.
    name: u64,
    /// The briefs that it has notes of.
    of_all: Vec<Arc<str>>,
    /// What each brief said, by path.
    by_path: BTreeMap<Arc<str>, Kept<Filed>>,
    /// Why what was there is not relied on.
    pub doubt: Option<&'static str>,
}

impl Head {
    fn of(filing: &Filing, now: Moment, looked: SystemTime) -> Self {
        let outlets = filing.registry.iter();
        Self {
            reading: filing.config.reading_hash(),
            names: filing.registry.names_hash(),
            outlets: outlets
                .map(|outlet| (outlet.id.clone(), hash_of(outlet)))
                .collect(),
            judged: now,
            looked: nanoseconds(looked),
        }
    }

    /// The outlets that are others in `registry`.
    fn others(&self, now: &Self) -> BTreeSet<Slug> {
        let differs = |(id, hash): &(&Slug, &u64)| now.outlets.get(*id) != Some(hash);
        let changed = self.outlets.iter().filter(differs).map(|(id, _)| id);
        let new = now.outlets.keys();
        let new = new.filter(|id| !self.outlets.contains_key(*id));
        changed.chain(new).cloned().collect()
    }
}

impl Notes {
    /// What the store has.
    pub fn read(store: &Store) -> Self {
        let all = match store.read(ALL) {
            Found::Parts(all) => all,
            Found::Nothing => return Self::default(),
            Found::Doubtful(why) => return Self::doubtful(why),
        };
        let more = match store.read(MORE) {
            Found::Parts(more) => Some(more),
            Found::Nothing => None,
            Found::Doubtful(why) => return Self::doubtful(why),
        };
        let read = Self::of_parts(&all, more.as_ref());
        read.unwrap_or_else(|_| Self::doubtful(DAMAGED))
    }

    fn doubtful(why: &'static str) -> Self {
        Self {
            doubt: Some(why),
            ..Self::default()
        }
    }

    fn of_parts(all: &Parts, more: Option<&Parts>) -> io::Result<Self> {
        let mut first = Vec::new();
        let mut first = all.read(0, &mut first)?;
        let name = u64::deserialize(&mut first)?;
        let mut head = Head::deserialize(&mut first)?;
        let notes = read_notes(all, Noted::WithAll)?;
        let of_all = notes.iter().map(|(path, _)| Arc::clone(path));
        let of_all = of_all.collect();
        // Made of a sorted list, a map of many costs little.
        let mut by_path: BTreeMap<_, _> = notes.into_iter().collect();
        if let Some(more) = more {
            let mut first = Vec::new();
            let mut first = more.read(0, &mut first)?;
            // What belongs to another file was left by a build that was killed between the two.
            if u64::deserialize(&mut first)? == name {
                head = Head::deserialize(&mut first)?;
                for gone in Vec::<Arc<str>>::deserialize(&mut first)? {
                    by_path.remove(&gone);
                }
                by_path.extend(read_notes(more, Noted::Since)?);
            }
        }
        Ok(Self {
            head: Some(head),
            name,
            of_all,
            by_path,
            doubt: None,
        })
    }

    /// When the files were looked at that the notes are of. None where there are none.
    pub fn looked(&self) -> Option<SystemTime> {
        Some(time(self.head.as_ref()?.looked))
    }

    /// Hands over what still holds: by these settings and outlets, and at this time.
    pub fn recall(&mut self, filing: &Filing, now: Moment) -> BTreeMap<Arc<str>, Kept<Filed>> {
        let mut notes = std::mem::take(&mut self.by_path);
        let fresh = Head::of(filing, now, UNIX_EPOCH);
        let with = |head: &&Head| (head.reading, head.names) == (fresh.reading, fresh.names);
        let Some(head) = self.head.as_ref().filter(with) else {
            return BTreeMap::new();
        };
        let (others, judged) = (head.others(&fresh), head.judged);
        let same_time = |(by, _): &(Moment, Box<str>)| {
            by.end()
                .is_none_or(|end| end.has_come(&judged) == end.has_come(&now))
        };
        let holds = |filed: &Filed| {
            let cites = |id: &Slug| {
                let mut cited = filed.card.outlets.iter();
                cited.any(|cited| cited.outlet.slug == *id)
            };
            !others.iter().any(cites) && filed.card.open.iter().all(same_time)
        };
        notes.retain(|_, kept| kept.read.as_deref().is_none_or(holds));
        notes
    }

    /// Remembers the briefs as they were read, with what, and when they were looked at.
    pub fn write(
        &self,
        store: &Store,
        briefs: &BTreeMap<Arc<str>, Kept<Filed>>,
        (filing, now, looked): (&Filing, Moment, SystemTime),
    ) -> io::Result<()> {
        let head = Head::of(filing, now, looked);
        let lasting = briefs.iter().filter(|(_, kept)| kept.is_lasting());
        let (of_all, since): (Vec<_>, Vec<_>) =
            lasting.partition(|(_, kept)| kept.noted == Noted::WithAll);
        let changed = since.len() + self.of_all.len() - of_all.len();
        if self.head.is_none() || changed * 8 > self.of_all.len() {
            let all = briefs.iter().filter(|(_, kept)| kept.is_lasting());
            let all: Vec<_> = all.collect();
            store.write(ALL, |file| {
                file.put(&head.looked)?;
                file.put(&head)?;
                write_notes(file, &all)
            })?;
            return store.forget(MORE);
        }
        let there = briefs.iter().filter(|(_, kept)| kept.is_lasting());
        let mut there = there.map(|(path, _)| path).peekable();
        let is_gone = |path: &&Arc<str>| {
            while there.next_if(|there| there < path).is_some() {}
            there.next_if_eq(path).is_none()
        };
        let gone: Vec<&Arc<str>> = self.of_all.iter().filter(is_gone).collect();
        store.write(MORE, |file| {
            file.put(&self.name)?;
            file.put(&head)?;
            file.put(&gone)?;
            write_notes(file, &since)
        })
    }
}

/// Notes in shares, each a part, so that all cores can read them.
fn write_notes(file: &mut Sealed, notes: &[(&Arc<str>, &Kept<Filed>)]) -> io::Result<()> {
    let share = |notes: &[(&Arc<str>, &Kept<Filed>)]| {
        each_once(|| {
            let mut bytes = Vec::with_capacity(notes.len() * 1024);
            for (path, kept) in notes {
                let card = kept.read.as_ref().map(|filed| &*filed.card);
                let stamp = kept.stamp.unwrap_or_default();
                let hash = kept.hash.unwrap_or_default();
                // A card has the path, too.
                let path = card.is_none().then_some(path);
                (path, stamp, hash, card, &kept.diagnostics).serialize(&mut bytes)?;
            }
            Ok(bytes)
        })
    };
    // Not all at once: that would hold every card twice.
    for notes in notes.chunks(SHARE * 4) {
        let shares = notes.par_chunks(SHARE).map(share);
        for bytes in shares.collect::<io::Result<Vec<_>>>()? {
            file.end_part();
            file.write_all(&bytes)?;
        }
    }
    Ok(())
}

/// The notes of all parts but the first one.
fn read_notes(parts: &Parts, noted: Noted) -> io::Result<Vec<(Arc<str>, Kept<Filed>)>> {
    let read = |buffer: &mut Vec<u8>, nth: usize| {
        let mut share = parts.read(nth, buffer)?;
        let mut notes = Vec::with_capacity(SHARE);
        each_once(|| {
            while !share.is_empty() {
                notes.push(read_note(&mut share, noted)?);
            }
            Ok(notes)
        })
    };
    let shares = (1..parts.count()).into_par_iter();
    let read = shares.map_init(Vec::new, read);
    let read = read.collect::<io::Result<Vec<_>>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// The next note of a share.
fn read_note(share: &mut &[u8], noted: Noted) -> io::Result<(Arc<str>, Kept<Filed>)> {
    let path = Option::<Arc<str>>::deserialize(share)?;
    let (stamp, hash) = <(Stamp, u64)>::deserialize(share)?;
    let card = Option::<Arc<Card>>::deserialize(share)?;
    let path = path.or_else(|| Some(Arc::clone(&card.as_ref()?.path)));
    let filed = card.map(|card| {
        let whole = Whole::Unread;
        Arc::new(Filed { card, whole })
    });
    let mut kept = Kept {
        hash: Some(hash),
        stamp: Some(stamp),
        noted,
        read: filed,
        good: None,
        diagnostics: Vec::deserialize(share)?,
    };
    if !kept.is_faulty() {
        kept.good.clone_from(&kept.read);
    }
    Ok((path.ok_or(io::ErrorKind::InvalidData)?, kept))
}
