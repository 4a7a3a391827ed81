//! Plain data: days, choices, records, the register, the form's values. No I/O and no clock.

pub mod attachment;
pub mod backup;
mod began;
mod by_name;
pub mod change;
pub mod choice;
pub mod day;
pub mod field;
pub mod forms;
pub mod quarter;
pub mod reading;
pub mod record;
pub mod register;
pub mod schema;
pub mod subject;
pub mod supervision;
pub mod text;
pub mod values;

pub use attachment::Attachment;
pub use backup::Moment;
pub use began::Began;
pub use change::{Change, Op};
pub use choice::*;
pub use day::Day;
pub use field::Field;
pub use forms::*;
pub use quarter::Quarter;
pub use record::*;
pub use register::Lookup;
pub use schema::{Kind, TableKind};
pub use subject::Subject;
pub use supervision::*;
pub use values::Values;
