//! Whether the 台账 can be trusted: the chain is recomputed, and the entries replayed against the records.

use rusqlite::Connection;

use super::Store;
use super::ledger::{Sealed, read_changes, read_sealed};
use crate::error::Result;
use crate::model::{Register, same_records};

/// What the 台账 says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries there are.
    pub entries: u64,
    /// The fingerprint of the last one; nothing where there is none.
    pub fingerprint: String,
    /// The first thing that is wrong.
    pub broken: Option<Broken>,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The text of this entry or of its changes is not what was written.
    Edited(i64),
    /// The entry with this number is gone.
    Missing(i64),
    /// This entry was put between two others.
    Inserted(i64),
    /// The entry with the fingerprint that was asked for is gone, and all after it.
    CutTail,
    /// The records are not what the entries say: which record.
    Record(String),
}

impl Broken {
    /// In the clerk's words.
    pub fn line(&self) -> String {
        match self {
            Broken::Edited(entry) => format!("第{entry}条被改动过"),
            Broken::Missing(entry) => format!("第{entry}条被删除"),
            Broken::Inserted(entry) => format!("第{entry}条是插进去的"),
            Broken::CutTail => "指纹对应的那一条已不在台账中，末尾被截去".into(),
            Broken::Record(record) => format!("{record}与台账记载的不一致"),
        }
    }
}

impl Store {
    /// Verifies the 台账 against itself, against `register`, and against a fingerprint noted elsewhere, if one is given.
    pub fn verify(&self, register: &Register, fingerprint: Option<&str>) -> Result<Verdict> {
        self.verify_chain(register, fingerprint).map_err(|error| self.fault("核对台账", &error))
    }

    fn verify_chain(&self, register: &Register, fingerprint: Option<&str>) -> rusqlite::Result<Verdict> {
        let entries = read_sealed(&self.connection)?;
        let mut verdict = Verdict {
            entries: entries.len() as u64,
            fingerprint: entries.last().map_or_else(String::new, |entry| entry.hash.clone()),
            broken: None,
        };
        verdict.broken = chain(&self.connection, &entries)?;
        // As it stands on paper: in groups.
        let wanted = fingerprint.map(|text| text.split_whitespace().collect::<String>());
        if verdict.broken.is_none()
            && let Some(wanted) = wanted
            && !entries.iter().any(|entry| entry.hash.eq_ignore_ascii_case(&wanted))
        {
            verdict.broken = Some(Broken::CutTail);
        }
        if verdict.broken.is_none() {
            let mut replayed = Register::default();
            for entry in &entries {
                for change in read_changes(&self.connection, entry.id)? {
                    replayed.apply(change);
                }
            }
            verdict.broken = same_records(&replayed, register).err().map(Broken::Record);
        }
        Ok(verdict)
    }
}

/// The first break of the chain.
fn chain(connection: &Connection, entries: &[Sealed]) -> rusqlite::Result<Option<Broken>> {
    let (mut expected, mut before, mut before_that) = (1, "", "");
    for (at, entry) in entries.iter().enumerate() {
        let number = entry.id.0;
        if number > expected {
            return Ok(Some(Broken::Missing(expected)));
        }
        if entry.recompute(connection)? != entry.hash {
            return Ok(Some(Broken::Edited(number)));
        }
        if entry.previous != before {
            // It follows what stood before the entry above it: that one was put in between.
            let inserted = at > 0 && entry.previous == before_that;
            return Ok(Some(if inserted { Broken::Inserted(entries[at - 1].id.0) } else { Broken::Edited(number) }));
        }
        (before_that, before) = (before, &entry.hash);
        expected = number + 1;
    }
    Ok(None)
}
