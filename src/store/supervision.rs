//! The row-mappers of what keeping the regulation leaves behind: settings, waivers, notices, 巡检, 抽查.

use rusqlite::types::Value;

use super::rows::{Columns, Stored, choice, choice_maybe, day, id, id_maybe, json, text, text_maybe};
use crate::model::*;

impl Stored for Setting {
    const TABLE: &'static str = "setting";
    const COLUMNS: &'static [&'static str] = &["key", "value", "source"];
    fn values(&self) -> Vec<Value> {
        vec![choice(self.key), Value::Integer(self.value), text(&self.source)]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.id()?, key: row.choice()?, value: row.take()?, source: row.text()? })
    }
}

impl Stored for Waiver {
    const TABLE: &'static str = "waiver";
    const COLUMNS: &'static [&'static str] =
        &["article", "kind", "subject", "reason", "waived_on", "void_reason", "concerns"];
    fn values(&self) -> Vec<Value> {
        vec![
            Value::Integer(self.article.into()),
            text(self.subject.kind()),
            Value::Integer(self.subject.number()),
            text(&self.reason),
            day(Some(self.waived_on)),
            text_maybe(self.void_reason.as_ref()),
            self.concerns.as_deref().map_or(Value::Null, json),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        let (id, article) = (row.id()?, row.take()?);
        let (kind, number): (String, i64) = (row.text()?, row.take()?);
        let subject = Subject::from_parts(&kind, number).ok_or_else(|| row.strange(&kind))?;
        Ok(Self {
            id,
            article,
            subject,
            reason: row.text()?,
            waived_on: row.day()?,
            void_reason: row.take()?,
            concerns: row.json_maybe()?,
        })
    }
}

impl Stored for PostChange {
    const TABLE: &'static str = "post_change";
    const COLUMNS: &'static [&'static str] =
        &["person", "from_department", "from_post", "to_department", "to_post", "changed_on", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.person),
            id(self.from_department),
            text(&self.from_post),
            id(self.to_department),
            text(&self.to_post),
            day(Some(self.changed_on)),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            person: row.id()?,
            from_department: row.id()?,
            from_post: row.text()?,
            to_department: row.id()?,
            to_post: row.text()?,
            changed_on: row.day()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for Notice {
    const TABLE: &'static str = "notice";
    const COLUMNS: &'static [&'static str] =
        &["number", "person", "route", "accounts", "written_on", "void_reason", "leaver"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.number),
            id(self.person),
            choice(self.route),
            json(&self.accounts),
            day(Some(self.written_on)),
            text_maybe(self.void_reason.as_ref()),
            self.leaver.as_ref().map_or(Value::Null, json),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            number: row.text()?,
            person: row.id()?,
            route: row.choice()?,
            accounts: row.json()?,
            written_on: row.day()?,
            void_reason: row.take()?,
            leaver: row.json_maybe()?,
        })
    }
}

impl Stored for Inspection {
    const TABLE: &'static str = "inspection";
    const COLUMNS: &'static [&'static str] = &["number", "system", "begun_on", "finished_on", "cleanup", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.number),
            id(self.system),
            day(Some(self.begun_on)),
            day(self.finished_on),
            id_maybe(self.cleanup),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            number: row.text()?,
            system: row.id()?,
            begun_on: row.day()?,
            finished_on: row.day_maybe()?,
            cleanup: row.id_maybe()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for InspectionRow {
    const TABLE: &'static str = "inspection_row";
    const COLUMNS: &'static [&'static str] = &["inspection", "position", "account", "judgement", "note"];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.inspection),
            Value::Integer(self.position),
            id(self.account),
            choice_maybe(self.judgement),
            text(&self.note),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            inspection: row.id()?,
            position: row.take()?,
            account: row.id()?,
            judgement: row.choice_maybe()?,
            note: row.text()?,
        })
    }
}

impl Stored for Sample {
    const TABLE: &'static str = "sample";
    const COLUMNS: &'static [&'static str] =
        &["number", "system", "department", "size", "seed", "population", "drawn_on", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.number),
            id_maybe(self.system),
            id_maybe(self.department),
            Value::Integer(self.size),
            Value::Integer(self.seed),
            Value::Integer(self.population),
            day(Some(self.drawn_on)),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            number: row.text()?,
            system: row.id_maybe()?,
            department: row.id_maybe()?,
            size: row.take()?,
            seed: row.take()?,
            population: row.take()?,
            drawn_on: row.day()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for SampleRow {
    const TABLE: &'static str = "sample_row";
    const COLUMNS: &'static [&'static str] = &["sample", "position", "account", "result", "note"];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.sample),
            Value::Integer(self.position),
            id(self.account),
            choice_maybe(self.result),
            text(&self.note),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            sample: row.id()?,
            position: row.take()?,
            account: row.id()?,
            result: row.choice_maybe()?,
            note: row.text()?,
        })
    }
}
