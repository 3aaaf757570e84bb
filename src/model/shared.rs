//! Values that many cards hold: equal ones are one in memory.

use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
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
}

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
        }
    }
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

impl<T: BorshSerialize> BorshSerialize for Shared<T> {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let length = borsh::object_length(&*self.0)?;
        let length = u32::try_from(length).map_err(io::Error::other)?;
        length.serialize(writer)?;
        self.0.serialize(writer)
    }
}

impl<T: BorshDeserialize + Pooled> BorshDeserialize for Shared<T> {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        let length = u32::deserialize_reader(reader)?;
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
        T::pooled(|pool| pool.read(bytes)).map(Self)
    }
}
