//! Values that many cards hold: equal ones are one in memory.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, ErrorKind, Read, Write};
use std::ops::Deref;
use std::sync::Arc;

use ahash::{AHashMap, AHashSet};
use borsh::{BorshDeserialize, BorshSerialize};

use super::{Slug, Stance};

/// A value that equal ones are shared with. An archive has few tags, outlets and stances,
/// and each of its cards names some.
pub struct Shared<T>(Arc<T>);

/// A name, and the slug that is its address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Named {
    /// Its identity and address.
    pub slug: Slug,
    /// How it is spelled.
    pub name: String,
}

/// The values of one thread; threads that shared them would wait for each other.
pub struct Pool<T> {
    values: AHashSet<Arc<T>>,
    /// Those that were read, by their bytes: what comes again is known before it is made.
    read: AHashMap<Box<[u8]>, Arc<T>>,
    /// Those that were told, where each is told once: see [`each_once`].
    told: Option<Told<T>>,
}

/// Values in the order in which they were told.
struct Told<T> {
    values: Vec<Arc<T>>,
    /// The place of each, by where it is in memory; it stays there as long as it is among the values.
    places: AHashMap<*const T, u32>,
}

/// A number with this bit is the place of a value that was told before; without, it is the length
/// of what follows.
const AGAIN: u32 = 1 << 31;

/// More values than this are not looked for again: they are not few.
const MOST: usize = 100_000;

/// What can be shared.
pub trait Pooled: Eq + Hash + Sized + 'static {
    /// Does `work` with the values of this thread.
    fn pooled<R>(work: impl FnOnce(&mut Pool<Self>) -> R) -> R;
}

thread_local! {
    static NAMED: RefCell<Pool<Named>> = RefCell::default();
    /// Names whose slug was made.
    static CALLED: RefCell<AHashMap<Box<str>, Shared<Named>>> = RefCell::default();
    static STANCES: RefCell<Pool<Stance>> = RefCell::default();
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            values: AHashSet::default(),
            read: AHashMap::default(),
            told: None,
        }
    }
}

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            places: AHashMap::default(),
        }
    }
}

impl<T> Told<T> {
    /// Where a value was told before; else it is from now on.
    fn place(&mut self, value: &Arc<T>) -> Option<u32> {
        let next = u32::try_from(self.values.len()).ok();
        let next = next.filter(|next| next & AGAIN == 0)?;
        match self.places.entry(Arc::as_ptr(value)) {
            Entry::Occupied(place) => Some(*place.get()),
            Entry::Vacant(place) => {
                place.insert(next);
                self.values.push(Arc::clone(value));
                None
            }
        }
    }
}

/// While `work` lasts, this thread writes each shared value once as bytes: where it comes again,
/// its number stands. What was written so is read so, from its beginning.
pub fn each_once<R>(work: impl FnOnce() -> R) -> R {
    NAMED.with_borrow_mut(|pool| pool.told = Some(Told::default()));
    STANCES.with_borrow_mut(|pool| pool.told = Some(Told::default()));
    let done = work();
    NAMED.with_borrow_mut(|pool| pool.told = None);
    STANCES.with_borrow_mut(|pool| pool.told = None);
    done
}

impl<T: Eq + Hash> Pool<T> {
    /// The one of the pool that is equal to `value`, which it becomes where there is none.
    fn share(&mut self, value: T) -> Arc<T> {
        if let Some(known) = self.values.get(&value) {
            return Arc::clone(known);
        }
        let value = Arc::new(value);
        if self.values.len() >= MOST {
            self.values.clear();
        }
        self.values.insert(Arc::clone(&value));
        value
    }
}

impl<T: Eq + Hash + BorshDeserialize> Pool<T> {
    /// The value that has these bytes.
    fn read(&mut self, bytes: &[u8]) -> io::Result<Arc<T>> {
        if let Some(known) = self.read.get(bytes) {
            return Ok(Arc::clone(known));
        }
        let value = self.share(borsh::from_slice(bytes)?);
        if self.read.len() >= MOST {
            self.read.clear();
        }
        self.read.insert(bytes.into(), Arc::clone(&value));
        Ok(value)
    }
}

impl Pooled for Named {
    fn pooled<R>(work: impl FnOnce(&mut Pool<Self>) -> R) -> R {
        NAMED.with_borrow_mut(work)
    }
}

impl Pooled for Stance {
    fn pooled<R>(work: impl FnOnce(&mut Pool<Self>) -> R) -> R {
        STANCES.with_borrow_mut(work)
    }
}

impl<T: Pooled> Shared<T> {
    /// Shares `value` with equal ones.
    pub fn new(value: T) -> Self {
        T::pooled(|pool| Self(pool.share(value)))
    }
}

impl Shared<Named> {
    /// The name with the slug that is made of it, once for each name. None when it has no letter or digit.
    pub fn named(name: &str) -> Option<Self> {
        CALLED.with_borrow_mut(|called| {
            if let Some(known) = called.get(name) {
                return Some(known.clone());
            }
            let named = Self::new(Named {
                slug: Slug::of(name)?,
                name: name.to_owned(),
            });
            if called.len() >= MOST {
                called.clear();
            }
            called.insert(name.into(), named.clone());
            Some(named)
        })
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: BorshSerialize + Pooled> BorshSerialize for Shared<T> {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let told = T::pooled(|pool| pool.told.as_mut()?.place(&self.0));
        if let Some(place) = told {
            return (AGAIN | place).serialize(writer);
        }
        let length = borsh::object_length(&*self.0)?;
        let length = u32::try_from(length)
            .ok()
            .filter(|length| length & AGAIN == 0);
        length.ok_or(ErrorKind::InvalidData)?.serialize(writer)?;
        self.0.serialize(writer)
    }
}

impl<T: BorshDeserialize + Pooled> BorshDeserialize for Shared<T> {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        let length = u32::deserialize_reader(reader)?;
        if length & AGAIN != 0 {
            let known = T::pooled(|pool| {
                let told = &pool.told.as_ref()?.values;
                told.get((length & !AGAIN) as usize).map(Arc::clone)
            });
            return Ok(Self(known.ok_or(ErrorKind::InvalidData)?));
        }
        let mut short = [0; 128];
        let mut long = Vec::new();
        let bytes = match short.get_mut(..length as usize) {
            Some(bytes) => {
                reader.read_exact(bytes)?;
                bytes
            }
            None => {
                reader.take(length.into()).read_to_end(&mut long)?;
                long.as_mut_slice()
            }
        };
        T::pooled(|pool| {
            let value = pool.read(bytes)?;
            if let Some(told) = &mut pool.told {
                told.values.push(Arc::clone(&value));
            }
            Ok(Self(value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, Shared, each_once};

    #[test]
    fn a_value_that_comes_again_is_written_as_a_number() {
        let named = |name: &str| Shared::named(name).expect("a name");
        let names = [
            named("Port"),
            named("Rail"),
            named("Port"),
            named("Port"),
            named("Rail"),
        ];
        let whole = borsh::to_vec(&names).unwrap();
        let short = each_once(|| borsh::to_vec(&names)).unwrap();
        assert!(short.len() < whole.len());
        assert_eq!(
            borsh::from_slice::<[Shared<Named>; 5]>(&whole).unwrap(),
            names
        );
        let read = each_once(|| borsh::from_slice::<[Shared<Named>; 5]>(&short));
        assert_eq!(read.unwrap(), names);
        // What was told elsewhere is not known.
        assert!(borsh::from_slice::<[Shared<Named>; 5]>(&short).is_err());
        let rest = &short[short.len() - 4..];
        assert!(each_once(|| borsh::from_slice::<Shared<Named>>(rest)).is_err());
    }
}
