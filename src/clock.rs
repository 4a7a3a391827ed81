//! The only place that reads the clock: `main`, `cli` and `app` ask here, everything else is told.
//!
//! Its day and time are those of the machine's zone, as the clerk sees them in the corner of the screen. What the 台账 keeps
//! besides, when each entry was written, is UTC and shown in Beijing time ([`crate::model::Moment::from_utc`]).

use chrono::Timelike;

use crate::model::{Day, Moment};

/// Today, by the system's clock and time zone.
#[allow(clippy::disallowed_methods)] // this is the clock's home
pub fn today() -> Day {
    Day::from(chrono::Local::now().date_naive())
}

/// This moment, by the system's clock and time zone; on `today`, where a day was given.
#[allow(clippy::disallowed_methods)] // this is the clock's home
pub fn now(today: Option<Day>) -> Moment {
    let now = chrono::Local::now();
    let day = today.unwrap_or_else(|| Day::from(now.date_naive()));
    Moment { day, second: now.num_seconds_from_midnight() }
}
