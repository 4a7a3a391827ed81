//! The regulation at work. Pure: facts and today in, findings out; nothing here is stored.
//!
//! One form as it is typed: [`check_application`]. The whole register: [`check()`], one file a chapter of the
//! regulation, told by [`Telling`].

pub mod application;
pub mod article;
pub mod check;
pub mod cleanup;
mod ended;
pub mod fact;
pub mod filing;
mod general;
mod handed_on;
mod index;
pub mod inspection;
pub mod leaving;
pub mod matrix;
pub mod matter;
pub mod merge;
pub mod names;
mod ordinary;
pub mod password;
pub mod post;
pub mod sample;
pub mod scans;
pub mod secrets;
pub mod settings;
mod sight;
pub mod signing;
mod slip;
mod standing;
pub mod system;
pub mod target;
pub mod telling;
mod waiver;

pub use application::check_application;
pub use article::{Article, Finding, Weight};
pub use check::{check, reason_unchecked, todos};
pub use fact::Fact;
pub use matter::Matter;
pub use ordinary::told_without_form;
pub use sight::{Tally, left, status_on};
pub use slip::slips;
pub use standing::Standing;
pub use telling::Telling;
pub use waiver::{is_waived, renamed};
