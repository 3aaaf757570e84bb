//! What is remembered of briefs from build to build, so that they need not be read again.
//!
//! Two files: `briefs` holds all of them, `briefs.more` what is another since that was
//! written, so that remembering one brief more costs the same in any archive.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ahash::AHashMap;
use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::filed::{Filed, Filing, Whole};
use super::kept::{Kept, Noted};
use super::store::{Found, Sealed, Store, nanoseconds, time};
use crate::diag::Diagnostic;
use crate::files::Stamp;
use crate::model::{Card, Moment, Slug};
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

/// What is remembered of the file of a brief.
#[derive(Debug, BorshDeserialize)]
struct Note {
    path: Arc<str>,
    stamp: Stamp,
    hash: u64,
    card: Option<Card>,
    diagnostics: Vec<Diagnostic>,
}

/// All that is remembered of briefs.
#[derive(Debug, Default)]
pub struct Notes {
    head: Option<Head>,
    /// What the file of all notes begins with: the other belongs to it.
    name: u64,
    /// The briefs that it has notes of.
    of_all: Vec<Arc<str>>,
    by_path: AHashMap<Arc<str>, (Note, Noted)>,
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
            Found::Whole(bytes) => bytes,
            Found::Nothing => return Self::default(),
            Found::Doubtful(why) => return Self::doubtful(why),
        };
        let more = match store.read(MORE) {
            Found::Whole(bytes) => Some(bytes),
            Found::Nothing => None,
            Found::Doubtful(why) => return Self::doubtful(why),
        };
        let read = Self::of_bytes(&all, more.as_deref());
        read.unwrap_or_else(|_| Self::doubtful("it is damaged"))
    }

    fn doubtful(why: &'static str) -> Self {
        Self {
            doubt: Some(why),
            ..Self::default()
        }
    }

    fn of_bytes(mut all: &[u8], more: Option<&[u8]>) -> io::Result<Self> {
        let name = u64::deserialize(&mut all)?;
        let head = Head::deserialize(&mut all)?;
        let of_all = read_notes(all)?;
        let mut read = Self {
            head: Some(head),
            name,
            of_all: of_all.iter().map(|note| Arc::clone(&note.path)).collect(),
            by_path: AHashMap::with_capacity(of_all.len()),
            doubt: None,
        };
        read.add(of_all, Noted::WithAll);
        // What belongs to another file was left by a build that was killed between the two.
        if let Some(mut more) = more
            && u64::deserialize(&mut more)? == name
        {
            read.head = Some(Head::deserialize(&mut more)?);
            for path in Vec::<Arc<str>>::deserialize(&mut more)? {
                read.by_path.remove(&path);
            }
            read.add(read_notes(more)?, Noted::Since);
        }
        Ok(read)
    }

    fn add(&mut self, notes: Vec<Note>, noted: Noted) {
        for note in notes {
            self.by_path.insert(Arc::clone(&note.path), (note, noted));
        }
    }

    /// When the files were looked at that the notes are of. None where there are none.
    pub fn looked(&self) -> Option<SystemTime> {
        Some(time(self.head.as_ref()?.looked))
    }

    /// Hands over what still holds: by these settings and outlets, and at this time.
    pub fn recall(
        &mut self,
        filing: &Filing,
        now: Moment,
    ) -> impl Iterator<Item = (Arc<str>, Kept<Filed>)> + use<> {
        let notes = std::mem::take(&mut self.by_path);
        let head = self.head.clone();
        let fresh = Head::of(filing, now, UNIX_EPOCH);
        let head = head.filter(|head| (head.reading, head.names) == (fresh.reading, fresh.names));
        let others = head.as_ref().map(|head| head.others(&fresh));
        let judged = head.map(|head| head.judged);
        let holds = move |note: &Note| {
            let (Some(others), Some(judged)) = (&others, &judged) else {
                return false;
            };
            note.card.as_ref().is_none_or(|card| {
                let cites = |id: &Slug| card.outlets.iter().any(|cited| cited.outlet.slug == *id);
                let same_time = |(by, _): &(Moment, Box<str>)| {
                    by.end()
                        .is_none_or(|end| end.has_come(judged) == end.has_come(&now))
                };
                !others.iter().any(cites) && card.open.iter().all(same_time)
            })
        };
        let held = notes.into_iter().filter(move |(_, (note, _))| holds(note));
        held.map(|(path, (note, noted))| {
            let filed = note.card.map(|card| {
                Arc::new(Filed {
                    card: Arc::new(card),
                    whole: Whole::Unread,
                })
            });
            let mut kept = Kept {
                hash: Some(note.hash),
                stamp: Some(note.stamp),
                noted,
                read: filed,
                good: None,
                diagnostics: note.diagnostics,
            };
            if !kept.is_faulty() {
                kept.good.clone_from(&kept.read);
            }
            (path, kept)
        })
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
        let is_gone = |path: &&Arc<str>| !briefs.get(*path).is_some_and(Kept::is_lasting);
        let gone: Vec<&Arc<str>> = self.of_all.iter().filter(is_gone).collect();
        store.write(MORE, |file| {
            file.put(&self.name)?;
            file.put(&head)?;
            file.put(&gone)?;
            write_notes(file, &since)
        })
    }
}

/// Notes in shares, each with its length, so that all cores can read them.
fn write_notes(file: &mut Sealed, notes: &[(&Arc<str>, &Kept<Filed>)]) -> io::Result<()> {
    file.put(&(notes.len() as u64))?;
    let share = |notes: &[(&Arc<str>, &Kept<Filed>)]| {
        let mut bytes = Vec::with_capacity(notes.len() * 1024);
        for (path, kept) in notes {
            let card = kept.read.as_ref().map(|filed| &*filed.card);
            let stamp = kept.stamp.unwrap_or_default();
            let hash = kept.hash.unwrap_or_default();
            (path, stamp, hash, card, &kept.diagnostics).serialize(&mut bytes)?;
        }
        Ok(bytes)
    };
    // Not all at once: that would hold every card twice.
    for notes in notes.chunks(SHARE * 4) {
        let shares = notes.par_chunks(SHARE).map(share);
        for bytes in shares.collect::<io::Result<Vec<_>>>()? {
            file.put(&(bytes.len() as u64))?;
            file.write_all(&bytes)?;
        }
    }
    Ok(())
}

fn read_notes(mut bytes: &[u8]) -> io::Result<Vec<Note>> {
    let wrong = || io::Error::from(io::ErrorKind::InvalidData);
    let mut left = usize::try_from(u64::deserialize(&mut bytes)?).map_err(|_| wrong())?;
    let mut shares = Vec::new();
    while left > 0 {
        let length = usize::try_from(u64::deserialize(&mut bytes)?).map_err(|_| wrong())?;
        let (share, rest) = bytes.split_at_checked(length).ok_or_else(wrong)?;
        shares.push((share, left.min(SHARE)));
        left -= left.min(SHARE);
        bytes = rest;
    }
    let read = |(mut share, count): (&[u8], usize)| {
        let notes = (0..count).map(|_| Note::deserialize(&mut share));
        notes.collect::<io::Result<Vec<Note>>>()
    };
    let read = shares.into_par_iter().map(read);
    let read = read.collect::<io::Result<Vec<_>>>()?;
    Ok(read.into_iter().flatten().collect())
}
