//! The entries of the 台账 replayed: the register as they tell it, up to now or up to a day.

use std::collections::HashMap;

use rusqlite::Connection;

use super::Store;
use super::handed_on::handed_on_by;
use super::ledger::{record_at, text_of};
use crate::error::Result;
use crate::model::*;

/// The register as it stood on a day, and which papers its accounts rested on.
pub struct Past {
    /// The day.
    pub day: Day,
    /// Every record, as it stood at the end of that day.
    pub register: Register,
    bases: HashMap<AccountId, Vec<String>>,
}

impl Past {
    /// The number of the last paper that changed an account and was not taken back.
    pub fn basis_of(&self, account: AccountId) -> Option<&str> {
        self.bases.get(&account).and_then(|papers| papers.last()).map(String::as_str)
    }
}

impl Store {
    /// The register as it stood at the end of `day`. An entry counts by the office's day, whatever order the
    /// days came in: a clock that once ran ahead hides nothing else.
    pub fn as_of(&self, day: Day) -> Result<Past> {
        self.past(Some(day), day)
    }

    /// The register as it stands, by all entries: also by those that a clock which ran ahead has dated to days to come.
    pub fn as_of_now(&self, today: Day) -> Result<Past> {
        self.past(None, today)
    }

    fn past(&self, until: Option<Day>, day: Day) -> Result<Past> {
        let read = || -> rusqlite::Result<Past> {
            let mut register = replay(&self.connection, until)?;
            register.handed_on = handed_on_by(&self.connection, &register, until)?;
            Ok(Past { day, register, bases: bases(&self.connection, until)? })
        };
        read().map_err(|error| self.fault("读取台账", &error))
    }
}

/// What the entries tell, in their order: all of them, or those of a day and before it.
pub(super) fn replay(connection: &Connection, until: Option<Day>) -> rusqlite::Result<Register> {
    let mut statement = connection.prepare(
        "SELECT c.after, CASE WHEN c.after IS NULL THEN c.before END FROM entry e JOIN entry_change c ON c.entry = e.id \
         WHERE e.day <= ?1 ORDER BY e.id, c.position",
    )?;
    let mut rows = statement.query([text_of(until)])?;
    let mut register = Register { began: began(connection)?, ..Register::default() };
    while let Some(row) = rows.next()? {
        register.apply(Change { after: record_at(row, 0)?, before: record_at(row, 1)? });
    }
    Ok(register)
}

/// The day of the first entry.
pub(super) fn began(connection: &Connection) -> rusqlite::Result<Began> {
    let sql = "SELECT (SELECT day FROM entry ORDER BY id LIMIT 1)";
    let first: Option<String> = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(first.as_deref().and_then(Day::from_iso).into())
}

/// The papers that changed each account, all of them or up to a day, less those that were taken back.
fn bases(connection: &Connection, until: Option<Day>) -> rusqlite::Result<HashMap<AccountId, Vec<String>>> {
    let mut statement = connection.prepare(
        "SELECT c.record, e.basis, e.op FROM entry e JOIN entry_change c ON c.entry = e.id \
         WHERE e.day <= ?1 AND e.basis <> '' AND c.kind = 'account' ORDER BY e.id",
    )?;
    let mut rows = statement.query([text_of(until)])?;
    let mut bases: HashMap<AccountId, Vec<String>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (account, basis, op) = (AccountId(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, String>(2)?);
        let papers = bases.entry(account).or_default();
        if op == Op::Undo.label() {
            if let Some(at) = papers.iter().rposition(|paper| *paper == basis) {
                papers.remove(at);
            }
        } else {
            papers.push(basis);
        }
    }
    Ok(bases)
}
