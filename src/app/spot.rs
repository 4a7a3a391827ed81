//! Places of a form that a clerk can be in: a field, a cell of a list, a box.

use crate::model::Field;
use crate::paper::{Slot, SlotKind};

/// A place of a form: a field, and its row in a list, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The row; nothing for what stands once on the form.
    pub row: Option<usize>,
    /// The field.
    pub field: Field,
}

impl Spot {
    /// A field that stands once on the form.
    pub fn of(field: Field) -> Self {
        Self { row: None, field }
    }

    /// What a screen reader says: 「第3行 使用人」.
    pub fn name(self) -> String {
        let label = match (self.row, self.field) {
            (Some(_), Field::Account) => "使用账户",
            (Some(_), Field::Disposal) => "处理方式",
            (Some(_), Field::Department) => "科室",
            (_, field) => field.label(),
        };
        match self.row {
            Some(row) => format!("第{}行 {label}", row + 1),
            None => label.to_owned(),
        }
    }
}

/// Which control of a form: its place, and the option where it is a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Control {
    /// The place.
    pub spot: Spot,
    /// The option.
    pub option: Option<&'static str>,
}

impl Control {
    /// The first control of a field that stands once on the form.
    pub fn of(field: Field) -> Self {
        Self { spot: Spot::of(field), option: None }
    }

    /// A cell of a list.
    pub fn in_row(row: usize, field: Field) -> Self {
        Self { spot: Spot { row: Some(row), field }, option: None }
    }

    /// The control of a slot of the layout.
    pub fn of_slot(slot: &Slot) -> Self {
        let option = if let SlotKind::Option(option) = slot.kind { Some(option) } else { None };
        Self { spot: Spot { row: slot.row, field: slot.field }, option }
    }
}
