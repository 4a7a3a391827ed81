//! One row-mapper a kind of record: which table, which columns, how a row is read and written.

use rusqlite::types::Value;
use rusqlite::{Row, types::Type};

use crate::model::*;

/// A record that stands in a table of its own.
pub(super) trait Stored: Entity {
    /// The table.
    const TABLE: &'static str;
    /// Every column but `id`, in the order of [`Stored::values`].
    const COLUMNS: &'static [&'static str];
    /// The column values.
    fn values(&self) -> Vec<Value>;
    /// Reads `id` and then [`Stored::COLUMNS`].
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self>;
}

/// The columns of a row, read one after the other.
pub(super) struct Columns<'row, 'statement> {
    row: &'row Row<'statement>,
    next: usize,
}

impl<'row, 'statement> Columns<'row, 'statement> {
    pub(super) fn of(row: &'row Row<'statement>) -> Self {
        Self { row, next: 0 }
    }

    pub(super) fn take<T: rusqlite::types::FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    pub(super) fn text(&mut self) -> rusqlite::Result<String> {
        self.take()
    }

    pub(super) fn id<I: Id>(&mut self) -> rusqlite::Result<I> {
        Ok(I::from_number(self.take()?))
    }

    pub(super) fn id_maybe<I: Id>(&mut self) -> rusqlite::Result<Option<I>> {
        Ok(self.take::<Option<i64>>()?.map(I::from_number))
    }

    pub(super) fn day_maybe(&mut self) -> rusqlite::Result<Option<Day>> {
        self.take::<Option<String>>()?.map(|text| Day::from_iso(&text).ok_or_else(|| self.strange(&text))).transpose()
    }

    pub(super) fn day(&mut self) -> rusqlite::Result<Day> {
        let text = self.text()?;
        Day::from_iso(&text).ok_or_else(|| self.strange(&text))
    }

    pub(super) fn quarter(&mut self) -> rusqlite::Result<Quarter> {
        let text = self.text()?;
        Quarter::from_typed(&text).ok_or_else(|| self.strange(&text))
    }

    pub(super) fn choice<C: Choice>(&mut self) -> rusqlite::Result<C> {
        let text = self.text()?;
        C::from_label(&text).ok_or_else(|| self.strange(&text))
    }

    pub(super) fn choice_maybe<C: Choice>(&mut self) -> rusqlite::Result<Option<C>> {
        self.take::<Option<String>>()?.map(|text| C::from_label(&text).ok_or_else(|| self.strange(&text))).transpose()
    }

    pub(super) fn json<T: serde::de::DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| self.strange(&text))
    }

    pub(super) fn json_maybe<T: serde::de::DeserializeOwned>(&mut self) -> rusqlite::Result<Option<T>> {
        let Some(text) = self.take::<Option<String>>()? else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|_| self.strange(&text))
    }

    pub(super) fn strange(&self, text: &str) -> rusqlite::Error {
        let what = format!("unexpected value {text:?}");
        rusqlite::Error::FromSqlConversionFailure(self.next - 1, Type::Text, what.into())
    }
}

pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

pub(super) fn text_maybe(value: Option<&String>) -> Value {
    value.map_or(Value::Null, |value| text(value))
}

pub(super) fn id(value: impl Id) -> Value {
    Value::Integer(value.number())
}

pub(super) fn id_maybe(value: Option<impl Id>) -> Value {
    value.map_or(Value::Null, id)
}

pub(super) fn day(value: Option<Day>) -> Value {
    value.map_or(Value::Null, |day| Value::Text(day.iso()))
}

pub(super) fn choice(value: impl Choice) -> Value {
    text(value.label())
}

pub(super) fn choice_maybe(value: Option<impl Choice>) -> Value {
    value.map_or(Value::Null, choice)
}

fn flag(value: bool) -> Value {
    Value::Integer(value.into())
}

pub(super) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Value {
    // Numbers, days, texts and lists of them always have a JSON form.
    Value::Text(serde_json::to_string(value).unwrap_or_else(|_| "[]".into()))
}

impl Stored for Department {
    const TABLE: &'static str = "department";
    const COLUMNS: &'static [&'static str] =
        &["name", "short", "head", "leader", "is_network_center", "abolished_on", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.name),
            text_maybe(self.short.as_ref()),
            id_maybe(self.head),
            id_maybe(self.leader),
            flag(self.is_network_center),
            day(self.abolished_on),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            name: row.text()?,
            short: row.take()?,
            head: row.id_maybe()?,
            leader: row.id_maybe()?,
            is_network_center: row.take()?,
            abolished_on: row.day_maybe()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for Person {
    const TABLE: &'static str = "person";
    const COLUMNS: &'static [&'static str] =
        &["name", "department", "post", "phone", "status", "joined_on", "left_on", "handed_over_on", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.name),
            id(self.department),
            text(&self.post),
            text(&self.phone),
            choice(self.status),
            day(self.joined_on),
            day(self.left_on),
            day(self.handed_over_on),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            name: row.text()?,
            department: row.id()?,
            post: row.text()?,
            phone: row.text()?,
            status: row.choice()?,
            joined_on: row.day_maybe()?,
            left_on: row.day_maybe()?,
            handed_over_on: row.day_maybe()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for InfoSystem {
    const TABLE: &'static str = "info_system";
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "aliases",
        "lead_department",
        "self_built",
        "private_network",
        "upper_level",
        "accepted_on",
        "super_admin",
        "system_admin",
        "retired_on",
        "void_reason",
    ];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.name),
            json(&self.aliases),
            id_maybe(self.lead_department),
            self.self_built.map_or(Value::Null, flag),
            flag(self.private_network),
            flag(self.upper_level),
            day(self.accepted_on),
            id_maybe(self.super_admin),
            id_maybe(self.system_admin),
            day(self.retired_on),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            name: row.text()?,
            aliases: row.json()?,
            lead_department: row.id_maybe()?,
            self_built: row.take()?,
            private_network: row.take()?,
            upper_level: row.take()?,
            accepted_on: row.day_maybe()?,
            super_admin: row.id_maybe()?,
            system_admin: row.id_maybe()?,
            retired_on: row.day_maybe()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for Account {
    const TABLE: &'static str = "account";
    const COLUMNS: &'static [&'static str] = &[
        "system",
        "account",
        "layer",
        "role",
        "category",
        "permissions",
        "holder",
        "opened_on",
        "expires_on",
        "nature",
        "status",
        "initial_password_changed_on",
        "password_changed_on",
        "basis",
        "reason",
        "void_reason",
    ];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.system),
            text(&self.account),
            choice(self.layer),
            choice(self.role),
            text(&self.category),
            text(&self.permissions),
            id_maybe(self.holder),
            day(self.opened_on),
            day(self.expires_on),
            choice(self.nature),
            choice(self.status),
            day(self.initial_password_changed_on),
            day(self.password_changed_on),
            text(&self.basis),
            text(&self.reason),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            system: row.id()?,
            account: row.text()?,
            layer: row.choice()?,
            role: row.choice()?,
            category: row.text()?,
            permissions: row.text()?,
            holder: row.id_maybe()?,
            opened_on: row.day_maybe()?,
            expires_on: row.day_maybe()?,
            nature: row.choice()?,
            status: row.choice()?,
            initial_password_changed_on: row.day_maybe()?,
            password_changed_on: row.day_maybe()?,
            basis: row.text()?,
            reason: row.text()?,
            void_reason: row.take()?,
        })
    }
}

/// Gives every kind of record to a macro.
macro_rules! every_record {
    ($with:ident) => {
        $with!(
            Department,
            Person,
            InfoSystem,
            Account,
            MatrixRow,
            Application,
            Cleanup,
            CleanupRow,
            Matrix,
            Filing,
            Setting,
            Waiver,
            PostChange,
            Notice,
            Inspection,
            InspectionRow,
            Sample,
            SampleRow,
            Attachment
        );
    };
}
pub(super) use every_record;

macro_rules! tables {
    ($($entity:ident),*) => {
        /// The table that a record stands in.
        pub(super) fn table_of(record: &Record) -> &'static str {
            match record { $(Record::$entity(_) => $entity::TABLE),* }
        }

        /// The table of the records that are called so.
        pub(super) fn table_called(term: &str) -> Option<&'static str> {
            $(if term == $entity::TERM {
                return Some($entity::TABLE);
            })*
            None
        }
    };
}

every_record!(tables);
