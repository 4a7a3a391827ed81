//! What the history of a record is of: the record itself, the rows and scans that belong to it, and what rests on its number.

use super::rows::{Stored, table_of};
use crate::model::*;

/// A record as its history takes it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Which changes are of it: conditions over `entry_change`, each with its kind, by which the index finds them.
    parts: Vec<String>,
    /// What entries that rest on it name as their basis.
    pub(super) number: Option<String>,
}

/// Stands in the conditions for the number.
pub(super) const NUMBER: &str = ":number";

impl Whole {
    /// Of a record, whatever its kind.
    pub fn of(record: &Record, register: &Register) -> Self {
        let itself = format!("kind = '{}' AND record = {}", table_of(record), record.number());
        let on =
            record.paper_number().map_or_else(|| Self { parts: Vec::new(), number: None }, Self::on).with([itself]);
        match record {
            Record::Cleanup(it) => on.with(told::<CleanupRow>("CleanupRow", "cleanup", it.id)),
            Record::Inspection(it) => on.with(told::<InspectionRow>("InspectionRow", "inspection", it.id)),
            Record::Sample(it) => on.with(told::<SampleRow>("SampleRow", "sample", it.id)),
            Record::Matrix(it) => Self::of_matrix(it.department, register),
            _ => on,
        }
    }

    /// Of a department's 附件1: a paper of its own only once it is printed, its rows from the first on.
    pub fn of_matrix(department: DepartmentId, register: &Register) -> Self {
        Self { parts: Vec::new(), number: Some(register.subject_name(&Scanned::Matrix(department))) }
            .with(told::<Matrix>("Matrix", "department", department))
            .with(told::<MatrixRow>("MatrixRow", "department", department))
            .with(told::<Attachment>("Attachment", "department", department))
    }

    /// Of what rests on a number alone, and the scans of its paper.
    pub fn on(number: &str) -> Self {
        let parts = with_value::<Attachment>("Attachment", "paper", NUMBER).to_vec();
        Self { parts, number: Some(number.to_owned()) }
    }

    fn with(mut self, parts: impl IntoIterator<Item = String>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Whether a change is of it, as SQL.
    pub(super) fn changes(&self) -> String {
        format!("(({}))", self.parts.join(") OR ("))
    }

    /// The ids of its entries, as SQL.
    pub(super) fn entries(&self) -> String {
        let of = |part: &String| format!("SELECT entry FROM entry_change WHERE {part}");
        let mut all: Vec<String> = self.parts.iter().map(of).collect();
        if self.number.is_some() {
            all.push(format!("SELECT id FROM entry WHERE basis = {NUMBER}"));
        }
        all.join(" UNION ALL ")
    }
}

/// The changes of the records of a kind that name another one in a field.
fn told<E: Stored>(variant: &str, field: &str, id: impl Id) -> [String; 2] {
    with_value::<E>(variant, field, &id.number().to_string())
}

/// The changes of the records of a kind of which a field has a value: those that stand by their table, so that only what
/// the 台账 says of those that are gone is read.
fn with_value<E: Stored>(variant: &str, field: &str, value: &str) -> [String; 2] {
    let table = E::TABLE;
    [
        format!("kind = '{table}' AND record IN (SELECT id FROM {table} WHERE {field} = {value})"),
        format!("{} AND {value} IN (before ->> '$.{variant}.{field}', after ->> '$.{variant}.{field}')", gone(table)),
    ]
}

/// The changes of the records of a kind that no longer stand, as SQL: taken back, or removed from their paper.
pub(super) fn gone(table: &str) -> String {
    format!(
        "kind = '{table}' AND record IN (SELECT record FROM entry_change AS known \
         WHERE kind = '{table}' AND NOT EXISTS (SELECT 1 FROM {table} WHERE id = known.record))"
    )
}
