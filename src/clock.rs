//! The only place that reads the clock: `main`, `cli` and `app` ask here, everything else is told.

use crate::model::Day;

/// Today, by the system's clock and time zone.
#[allow(clippy::disallowed_methods)] // this is the clock's home
pub fn today() -> Day {
    Day::from(chrono::Local::now().date_naive())
}
