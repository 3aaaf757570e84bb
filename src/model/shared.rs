//! Values that many cards hold: equal ones are one in memory.

use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::ops::Deref;
use std::sync::Arc;

use ahash::AHashSet;
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
type Pool<T> = RefCell<AHashSet<Arc<T>>>;

/// More values than this are not looked for again: they are not few.
const MOST: usize = 100_000;

/// What can be shared.
pub trait Pooled: Eq + Hash + Sized + 'static {
    /// Does `work` with the values of this thread.
    fn pooled<R>(work: impl FnOnce(&Pool<Self>) -> R) -> R;
}

thread_local! {
    static NAMED: Pool<Named> = RefCell::default();
    static STANCES: Pool<Stance> = RefCell::default();
}

impl Pooled for Named {
    fn pooled<R>(work: impl FnOnce(&Pool<Self>) -> R) -> R {
        NAMED.with(work)
    }
}

impl Pooled for Stance {
    fn pooled<R>(work: impl FnOnce(&Pool<Self>) -> R) -> R {
        STANCES.with(work)
    }
}

impl<T: Pooled> Shared<T> {
    /// Shares `value` with equal ones.
    pub fn new(value: T) -> Self {
        T::pooled(|pool| {
            let mut pool = pool.borrow_mut();
            if let Some(known) = pool.get(&value) {
                return Self(Arc::clone(known));
            }
            let value = Arc::new(value);
            if pool.len() >= MOST {
                pool.clear();
            }
            pool.insert(Arc::clone(&value));
            Self(value)
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
        self.0.serialize(writer)
    }
}

impl<T: BorshDeserialize + Pooled> BorshDeserialize for Shared<T> {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        T::deserialize_reader(reader).map(Self::new)
    }
}
