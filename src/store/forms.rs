//! The row-mappers of the three forms: 附件1 and its paper, 附件2, 附件3, 备案.

use rusqlite::types::Value;

use super::rows::{Columns, Stored, choice, choice_maybe, day, id, id_maybe, json, text, text_maybe};
use crate::model::*;

impl Stored for MatrixRow {
    const TABLE: &'static str = "matrix_row";
    const COLUMNS: &'static [&'static str] =
        &["department", "position", "system", "category", "post", "holder", "note", "account", "permissions"];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.department),
            Value::Integer(self.position),
            id(self.system),
            text(&self.category),
            text(&self.post),
            id_maybe(self.holder),
            text(&self.note),
            text(&self.account),
            text(&self.permissions),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            department: row.id()?,
            position: row.take()?,
            system: row.id()?,
            category: row.text()?,
            post: row.text()?,
            holder: row.id_maybe()?,
            note: row.text()?,
            account: row.text()?,
            permissions: row.text()?,
        })
    }
}

impl Stored for Application {
    const TABLE: &'static str = "application";
    const COLUMNS: &'static [&'static str] = &[
        "number",
        "kind",
        "action",
        "disposal",
        "account_note",
        "applicant",
        "department",
        "post",
        "applied_on",
        "contact",
        "system",
        "account",
        "holder",
        "description",
        "category",
        "permissions",
        "nature",
        "expires_on",
        "department_head",
        "system_head",
        "leader",
        "operator",
        "reviewed_on",
        "approved_on",
        "handled_on",
        "outcome",
        "state",
        "void_reason",
    ];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.number),
            choice_maybe(self.kind),
            choice_maybe(self.action),
            choice_maybe(self.disposal),
            text(&self.account_note),
            id_maybe(self.applicant),
            id_maybe(self.department),
            text(&self.post),
            day(self.applied_on),
            text(&self.contact),
            id_maybe(self.system),
            text(&self.account),
            id_maybe(self.holder),
            text(&self.description),
            text(&self.category),
            text(&self.permissions),
            choice_maybe(self.nature),
            day(self.expires_on),
            id_maybe(self.department_head),
            id_maybe(self.system_head),
            id_maybe(self.leader),
            id_maybe(self.operator),
            day(self.reviewed_on),
            day(self.approved_on),
            day(self.handled_on),
            text(&self.outcome),
            choice(self.state),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            number: row.text()?,
            kind: row.choice_maybe()?,
            action: row.choice_maybe()?,
            disposal: row.choice_maybe()?,
            account_note: row.text()?,
            applicant: row.id_maybe()?,
            department: row.id_maybe()?,
            post: row.text()?,
            applied_on: row.day_maybe()?,
            contact: row.text()?,
            system: row.id_maybe()?,
            account: row.text()?,
            holder: row.id_maybe()?,
            description: row.text()?,
            category: row.text()?,
            permissions: row.text()?,
            nature: row.choice_maybe()?,
            expires_on: row.day_maybe()?,
            department_head: row.id_maybe()?,
            system_head: row.id_maybe()?,
            leader: row.id_maybe()?,
            operator: row.id_maybe()?,
            reviewed_on: row.day_maybe()?,
            approved_on: row.day_maybe()?,
            handled_on: row.day_maybe()?,
            outcome: row.text()?,
            state: row.choice()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for Cleanup {
    const TABLE: &'static str = "cleanup";
    const COLUMNS: &'static [&'static str] = &["number", "systems", "handled_on", "printed_on", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.number),
            json(&self.systems),
            day(self.handled_on),
            day(self.printed_on),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            number: row.text()?,
            systems: row.json()?,
            handled_on: row.day_maybe()?,
            printed_on: row.day_maybe()?,
            void_reason: row.take()?,
        })
    }
}

impl Stored for CleanupRow {
    const TABLE: &'static str = "cleanup_row";
    const COLUMNS: &'static [&'static str] =
        &["cleanup", "position", "system", "department", "holder", "account", "kind", "disposal", "written_on"];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.cleanup),
            Value::Integer(self.position),
            id(self.system),
            id_maybe(self.department),
            id_maybe(self.holder),
            text(&self.account),
            choice_maybe(self.kind),
            choice_maybe(self.disposal),
            day(self.written_on),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            cleanup: row.id()?,
            position: row.take()?,
            system: row.id()?,
            department: row.id_maybe()?,
            holder: row.id_maybe()?,
            account: row.text()?,
            kind: row.choice_maybe()?,
            disposal: row.choice_maybe()?,
            written_on: row.day_maybe()?,
        })
    }
}

impl Stored for Matrix {
    const TABLE: &'static str = "matrix";
    const COLUMNS: &'static [&'static str] = &["department", "printed_on", "signed_on", "signed_by", "changed_on"];
    fn values(&self) -> Vec<Value> {
        vec![
            id(self.department),
            day(self.printed_on),
            day(self.signed_on),
            id_maybe(self.signed_by),
            day(self.changed_on),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            department: row.id()?,
            printed_on: row.day_maybe()?,
            signed_on: row.day_maybe()?,
            signed_by: row.id_maybe()?,
            changed_on: row.day_maybe()?,
        })
    }
}

impl Stored for Filing {
    const TABLE: &'static str = "filing";
    const COLUMNS: &'static [&'static str] = &[
        "number",
        "department",
        "kind",
        "period",
        "signed_on",
        "signed_by",
        "filed_on",
        "rows",
        "fingerprint",
        "workbook",
        "void_reason",
    ];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.number),
            id(self.department),
            choice(self.kind),
            Value::Text(self.period.to_string()),
            day(Some(self.signed_on)),
            text(&self.signed_by),
            day(Some(self.filed_on)),
            json(&self.rows),
            text(&self.fingerprint),
            text(&self.workbook),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            number: row.text()?,
            department: row.id()?,
            kind: row.choice()?,
            period: row.quarter()?,
            signed_on: row.day()?,
            signed_by: row.text()?,
            filed_on: row.day()?,
            rows: row.json()?,
            fingerprint: row.text()?,
            workbook: row.text()?,
            void_reason: row.take()?,
        })
    }
}
