//! On whose behalf something is written.

use crate::model::{Day, Op};

/// On whose behalf a transaction is made.
#[derive(Debug, Clone)]
pub struct Errand {
    /// What is done.
    pub op: Op,
    /// The office's day.
    pub day: Day,
    /// The number of the form it rests on, or nothing.
    pub basis: String,
    /// Why, where the errand asks for it.
    pub reason: String,
}

impl Errand {
    /// An errand that rests on no form.
    pub fn new(op: Op, day: Day) -> Self {
        Self { op, day, basis: String::new(), reason: String::new() }
    }

    /// The form it rests on.
    #[must_use]
    pub fn on(mut self, number: &str) -> Self {
        number.clone_into(&mut self.basis);
        self
    }

    /// The reason given.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        reason.clone_into(&mut self.reason);
        self
    }
}
