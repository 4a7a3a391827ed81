//! The forms on paper: data, what fills it, and its layout in millimetres. The PDF, the screen and Excel
//! all read what is laid out here; none of them knows a form.

mod code;
pub mod contents;
mod draw;
pub mod fill;
mod foot;
pub mod forms;
pub mod grid;
pub mod letter;
pub mod lists;
pub mod metrics;
pub mod page;
pub mod place;
pub mod sheet;

pub use foot::{Foot, VOID_WORD};
pub use page::{Area, Mark, Page, Slot, SlotKind};
pub use place::place;
pub use sheet::{Mm, Pt, Sheet};
