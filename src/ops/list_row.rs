//! One row of a list form as texts: limits, passwords, and which field was read last.

use std::cell::Cell;

use super::intake::{not_offered, take};
use crate::error::{Error, Result};
use crate::model::*;

/// Reads the texts of one row; remembers the field, so that a refusal can be shown where it belongs.
pub(super) struct ListRow<'a> {
    values: &'a Values,
    row: usize,
    /// 「第3行的」, or nothing where the place is told otherwise.
    place: String,
    reading: Cell<Field>,
}

impl<'a> ListRow<'a> {
    /// A row of a form, counted from 0; refusals name it.
    pub(super) fn of(values: &'a Values, row: usize) -> Self {
        Self { values, row, place: format!("第{}行的", row + 1), reading: Cell::new(Field::System) }
    }

    /// The first row, of whose place something else speaks.
    pub(super) fn alone(values: &'a Values) -> Self {
        Self { values, row: 0, place: String::new(), reading: Cell::new(Field::System) }
    }

    /// The field that was read last.
    pub(super) fn reading(&self) -> Field {
        self.reading.get()
    }

    /// A text, as it is kept.
    pub(super) fn text(&self, field: Field) -> Result<String> {
        self.reading.set(field);
        let label = format!("{}{}", self.place, field.label());
        take(&label, self.values.row(self.row, field), field.limit(), field.is_multiline())
    }

    /// A text that the row needs. `form` is the article or the form that asks for it.
    pub(super) fn needed(&self, field: Field, label: &str, form: &str) -> Result<String> {
        let text = self.text(field)?;
        if text.is_empty() {
            let what = format!("{}{label}没有填写（{form}）", self.place);
            return Err(Error::bad_input(what).advise("其他内容还在"));
        }
        Ok(text)
    }

    /// A member of a closed list, if one is chosen.
    pub(super) fn choice<C: Choice>(&self, field: Field) -> Result<Option<C>> {
        let text = self.text(field)?;
        if text.is_empty() {
            return Ok(None);
        }
        C::from_label(&text)
            .map(Some)
            .ok_or_else(|| not_offered(&format!("{}{}“{text}”", self.place, C::NAME), C::LABELS))
    }
}
