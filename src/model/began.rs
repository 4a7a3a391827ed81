//! Since when a 台账 is kept.

use super::day::Day;

/// The day of the first entry of the 台账 that tells a register: of the time before it nothing is known. It is no record,
/// and is not taken back with one: registers that hold the same records are equal, whenever they were begun.
#[derive(Debug, Clone, Copy, Default)]
pub struct Began(Option<Day>);

impl Began {
    /// The day; none where there is no entry yet.
    pub fn day(self) -> Option<Day> {
        self.0
    }

    /// An entry was made on this day: the first stays the first, also where the clock was set back since. A computer whose
    /// battery is empty dates an entry years back, and of those years nothing is known.
    pub fn note(&mut self, day: Day) {
        self.0.get_or_insert(day);
    }
}

impl From<Option<Day>> for Began {
    fn from(day: Option<Day>) -> Self {
        Self(day)
    }
}

impl PartialEq for Began {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
