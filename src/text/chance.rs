//! Numbers for tests that look as if by chance, the same in each run.

/// A row of such numbers.
pub struct Chance(u64);

impl Chance {
    /// The row that begins with `seed`.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    /// One of `all`.
    pub fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}
