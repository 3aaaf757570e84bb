//! What the file system says of a file without its being read.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use borsh::{BorshDeserialize, BorshSerialize};

/// Size, times and identity of a file or folder. Something that is written to gets
/// another stamp, unless that happens in the very moment in which it is looked at: see
/// [`Stamp::is_settled`].
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Stamp {
    bytes: u64,
    /// When it was last written, in nanoseconds since 1970.
    modified: i64,
    /// When anything of it was last changed, even its times; where the system tells.
    changed: i64,
    /// Which file it is, where the system tells.
    identity: u64,
}

impl Stamp {
    /// The stamp that the file system tells.
    pub fn of(metadata: &Metadata) -> Self {
        let (changed, identity) = identity(metadata);
        let modified = metadata.modified().ok();
        Self {
            bytes: metadata.len(),
            modified: modified.map_or(0, nanoseconds),
            changed,
            identity,
        }
    }

    /// Whether another writing would have given it another stamp, had it come after
    /// `looked`. Clocks of file systems tick: two writings within one tick have one time.
    pub fn is_settled(&self, looked: SystemTime) -> bool {
        // The time of change cannot be set back; where it is not told, the other must do.
        let latest = if self.changed == 0 {
            self.modified
        } else {
            self.changed
        };
        let tick = if latest % 1_000_000_000 == 0 {
            COARSE
        } else {
            FINE
        };
        looked
            .checked_sub(tick)
            .is_some_and(|before| latest < nanoseconds(before))
    }
}

/// The longest tick of clocks that tell fractions of a second, with room to spare.
const FINE: Duration = Duration::from_millis(50);

/// The longest tick of clocks that tell whole seconds: FAT has the coarsest.
const COARSE: Duration = Duration::from_secs(2);

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let changed = metadata.ctime().saturating_mul(1_000_000_000);
    (
        changed.saturating_add(metadata.ctime_nsec()),
        metadata.ino(),
    )
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (i64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Stamp, nanoseconds};

    #[test]
    fn what_was_just_written_may_be_written_again_unseen() {
        let now = SystemTime::now();
        let ago = |milliseconds| nanoseconds(now - Duration::from_millis(milliseconds));
        let stamp = |modified, changed| Stamp {
            modified,
            changed,
            ..Stamp::default()
        };
        assert!(!stamp(ago(1), ago(1)).is_settled(now));
        assert!(stamp(ago(60), ago(60)).is_settled(now));
        // A time that was set back, just now.
        assert!(!stamp(ago(9_000), ago(1)).is_settled(now));
        let whole = |seconds: u64| ago(seconds * 1_000) / 1_000_000_000 * 1_000_000_000;
        assert!(!stamp(whole(1), whole(1)).is_settled(now));
        assert!(stamp(whole(4), whole(4)).is_settled(now));
        // A system that tells one time only.
        assert!(!stamp(whole(1), 0).is_settled(now));
        let future = nanoseconds(now + Duration::from_secs(5));
        assert!(!stamp(future, future).is_settled(now));
    }
}
