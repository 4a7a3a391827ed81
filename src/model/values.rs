//! The texts that fill a form: what a clerk types, and what the paper prints.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::field::Field;

use super::choice::Choice;
use super::day::Day;
use super::forms::Application;
use super::id::PersonId;
use super::record::Register;

/// The texts of a form, by field, and of its rows where the form is a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Values {
    fields: BTreeMap<Field, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<BTreeMap<Field, String>>,
}

impl Values {
    /// The texts of an application as the clerk edits them: everything that is kept, also what does not print.
    pub fn of_application(register: &Register, it: &Application) -> Self {
        Self::of_application_named(register, it, |id| register.person_name(id))
    }

    /// The same, with the names of people looked up elsewhere: for many applications at once.
    pub fn of_application_named(register: &Register, it: &Application, name: impl Fn(PersonId) -> String) -> Self {
        let day = |day: Option<Day>| day.map_or_else(String::new, Day::chinese);
        let person = |id: Option<PersonId>| id.map_or_else(String::new, &name);
        let place = [register.department_name(it.department), it.post.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        Self::default()
            .with(Field::Kind, it.kind.map_or("", Choice::label))
            .with(Field::Action, it.action.map_or("", Choice::label))
            .with(Field::Disposal, it.disposal.map_or("", Choice::label))
            .with(Field::AccountNote, &*it.account_note)
            .with(Field::Applicant, person(it.applicant))
            .with(Field::DepartmentAndPost, place.join(" "))
            .with(Field::AppliedOn, day(it.applied_on))
            .with(Field::Contact, &*it.contact)
            .with(Field::System, register.system_name(it.system))
            .with(Field::Account, &*it.account)
            .with(Field::Holder, person(it.holder))
            .with(Field::Description, &*it.description)
            .with(Field::Category, &*it.category)
            .with(Field::Permissions, &*it.permissions)
            .with(Field::Nature, it.nature.map_or("", Choice::label))
            .with(Field::ExpiresOn, day(it.expires_on))
            .with(Field::DepartmentHead, person(it.department_head))
            .with(Field::SystemHead, person(it.system_head))
            .with(Field::ReviewedOn, day(it.reviewed_on))
            .with(Field::Leader, person(it.leader))
            .with(Field::ApprovedOn, day(it.approved_on))
            .with(Field::Operator, person(it.operator))
            .with(Field::HandledOn, day(it.handled_on))
            .with(Field::Outcome, &*it.outcome)
    }

    /// The text of a field; nothing where it is not filled.
    pub fn get(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", String::as_str)
    }

    /// Fills a field; an empty text leaves no trace, so that equal forms are equal.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.fields.remove(&field);
        } else {
            self.fields.insert(field, text);
        }
    }

    /// The same form with one more field filled.
    #[must_use]
    pub fn with(mut self, field: Field, text: impl Into<String>) -> Self {
        self.set(field, text);
        self
    }

    /// Adds a row.
    pub fn push_row(&mut self, row: impl IntoIterator<Item = (Field, String)>) {
        self.rows.push(row.into_iter().filter(|(_, text)| !text.is_empty()).collect());
    }

    /// Fills a field of a row, from 0; rows up to it are made where they are not there yet.
    pub fn set_in_row(&mut self, row: usize, field: Field, text: impl Into<String>) {
        let text = text.into();
        if self.rows.len() <= row {
            if text.is_empty() {
                return;
            }
            self.rows.resize_with(row + 1, BTreeMap::new);
        }
        if text.is_empty() {
            self.rows[row].remove(&field);
        } else {
            self.rows[row].insert(field, text);
        }
    }

    /// The text at a place: of the form itself, or of one of its rows.
    pub fn text_at(&self, row: Option<usize>, field: Field) -> &str {
        match row {
            None => self.get(field),
            Some(row) => self.row(row, field),
        }
    }

    /// Fills a place: of the form itself, or of one of its rows.
    pub fn set_at(&mut self, row: Option<usize>, field: Field, text: impl Into<String>) {
        match row {
            None => self.set(field, text),
            Some(row) => self.set_in_row(row, field, text),
        }
    }

    /// One row as a form of its own.
    #[must_use]
    pub fn row_alone(&self, row: usize) -> Self {
        Self { fields: self.rows.get(row).cloned().unwrap_or_default(), rows: Vec::new() }
    }

    /// Puts a blank row at this place; those from there on move down.
    pub fn insert_row(&mut self, at: usize) {
        if at <= self.rows.len() {
            self.rows.insert(at, BTreeMap::new());
        }
    }

    /// Takes a row out.
    pub fn remove_row(&mut self, at: usize) {
        if at < self.rows.len() {
            self.rows.remove(at);
        }
    }

    /// Moves a row one up.
    pub fn raise_row(&mut self, at: usize) {
        if at > 0 && at < self.rows.len() {
            self.rows.swap(at - 1, at);
        }
    }

    /// Drops the blank rows: only what is filled is kept.
    pub fn drop_blank_rows(&mut self) {
        self.rows.retain(|fields| fields.keys().any(|field| *field != Field::Position));
    }

    /// How many rows are filled.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The text of a field in a row, from 0; nothing where it is not filled.
    pub fn row(&self, row: usize, field: Field) -> &str {
        self.rows.get(row).and_then(|fields| fields.get(&field)).map_or("", String::as_str)
    }

    /// Whether nothing is filled.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.rows.is_empty()
    }

    /// Every filled field of the form itself.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        self.fields.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Every text of the form and its rows, with the row (from 0) where it stands in one.
    pub fn texts(&self) -> impl Iterator<Item = (Option<usize>, Field, &str)> {
        let rows = self.rows.iter().enumerate();
        self.fields().map(|(field, text)| (None, field, text)).chain(
            rows.flat_map(|(row, fields)| fields.iter().map(move |(field, text)| (Some(row), *field, text.as_str()))),
        )
    }
}
