//! The row-mapper of 扫描件, and whether the files that records name are what they were.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::ledger::sha256;
use super::rows::{Columns, Stored, choice, day, id_maybe, text, text_maybe};
use crate::model::*;

impl Stored for Attachment {
    const TABLE: &'static str = "attachment";
    const COLUMNS: &'static [&'static str] =
        &["paper", "department", "name", "kind", "pages", "size", "hash", "added_on", "void_reason"];
    fn values(&self) -> Vec<Value> {
        vec![
            text(&self.paper),
            id_maybe(self.department),
            text(&self.name),
            choice(self.kind),
            Value::Integer(self.pages.into()),
            Value::Integer(self.size.into()),
            text(&self.hash),
            day(Some(self.added_on)),
            text_maybe(self.void_reason.as_ref()),
        ]
    }
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.id()?,
            paper: row.text()?,
            department: row.id_maybe()?,
            name: row.text()?,
            kind: row.choice()?,
            pages: row.take()?,
            size: row.take()?,
            hash: row.text()?,
            added_on: row.day()?,
            void_reason: row.take()?,
        })
    }
}

/// The first record whose file is gone or no longer what it was: 「扫描件第3号」.
pub(super) fn changed_content(connection: &Connection, register: &Register) -> rusqlite::Result<Option<String>> {
    let scans = register.attachments.values().map(|it| (Attachment::TERM, it.id.number(), it.hash.as_str()));
    let workbooks = register.filings.values().map(|it| (Filing::TERM, it.id.number(), it.workbook.as_str()));
    let mut statement = connection.prepare("SELECT bytes FROM content WHERE hash = ?1")?;
    for (term, number, hash) in scans.chain(workbooks) {
        let bytes: Option<Vec<u8>> = statement.query_row([hash], |row| row.get(0)).optional()?;
        if bytes.is_none_or(|bytes| sha256(&bytes) != hash) {
            return Ok(Some(format!("{term}第{number}号")));
        }
    }
    Ok(None)
}
