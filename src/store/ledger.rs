//! The 台账 (第十五条): one entry a write, append-only, each linked to the one before by SHA-256.
//!
//! The hash of an entry is taken over these texts, each with its length in bytes (8 bytes, big-endian) before it:
//! hash of the entry before, id, time, day, user, errand, basis, reason, id of the entry taken back (or nothing),
//! and for each change in order: table, record id, before (or nothing), after (or nothing).

use rusqlite::{Connection, OptionalExtension, Row, Rows, ToSql, params};
use sha2::{Digest, Sha256};

use super::errand::Errand;
use super::rows::{Stored, table_called, table_of};
use super::whole::{NUMBER, Whole, gone};
use crate::model::*;

/// The number of an entry, from 1, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId(pub i64);

/// One entry of the 台账, without its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// When it was written: UTC, ISO 8601.
    pub written_at: String,
    /// The office's day.
    pub day: Day,
    /// The user of the operating system.
    pub who: String,
    /// The errand.
    pub op: Op,
    /// The number of the form it rests on, or nothing.
    pub basis: String,
    /// The reason given, or nothing.
    pub reason: String,
    /// The entry that it took back or did again.
    pub reverts: Option<EntryId>,
    /// Its fingerprint, 64 hexadecimal digits.
    pub hash: String,
}

impl Entry {
    /// 时间: the time of day at which it was written, in Beijing time whatever the machine's zone is (`17:30:05`). Where
    /// that was on another day than the office's, the day stands behind it: the machine's clock was wrong, or the clerk
    /// told the day.
    pub fn time(&self) -> String {
        match Moment::from_utc(&self.written_at) {
            Some(moment) if moment.day == self.day => moment.time(),
            Some(moment) => format!("{}（{}）", moment.time(), moment.day.iso()),
            None => self.written_at.clone(),
        }
    }

    /// 「2026年8月3日　作废　经手 秦天天　依据 SQ-2026-0001　原因 填错了」. On the paper with the number `on` its own is not told.
    pub fn line(&self, on: &str, clerks: &Clerks) -> String {
        format!("{}　{}　{}", self.day.chinese(), self.op.label(), self.by(on, clerks))
    }

    /// The last part of it: 「经手 秦天天　依据 SQ-2026-0001　原因 填错了」.
    pub fn by(&self, on: &str, clerks: &Clerks) -> String {
        let basis = if self.basis == on { "" } else { &self.basis };
        let told = [("经手", clerks.name(&self.who)), ("依据", basis), ("原因", &self.reason)];
        let told = told.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| format!("{what} {text}"));
        told.collect::<Vec<_>>().join("　")
    }
}

/// Which entries are sought. What is not told does not narrow.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sought<'a> {
    /// From this day.
    pub from: Option<Day>,
    /// To this day, included.
    pub to: Option<Day>,
    /// Of this errand.
    pub op: Option<Op>,
    /// Of the history of this.
    pub of: Option<&'a Whole>,
    /// Older than this entry.
    pub before: Option<EntryId>,
}

pub(super) fn append(
    connection: &Connection,
    errand: &Errand,
    basis: &str,
    who: &str,
    reverts: Option<EntryId>,
    changes: &[Change],
) -> rusqlite::Result<()> {
    let last = connection
        .query_row("SELECT id, hash FROM entry ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let (id, previous) = last.map_or((1, String::new()), |(id, hash)| (id + 1, hash));
    let written_at: String =
        connection.query_row("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", [], |row| row.get(0))?;
    let reverts = reverts.map(|entry| entry.0);

    let mut digest = Chain::default();
    let day = errand.day.iso();
    digest.begin(&previous, id, [&written_at, &day, who, errand.op.label(), basis, &errand.reason], reverts);
    let mut insert = connection.prepare_cached(
        "INSERT INTO entry_change (entry, position, kind, record, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (position, change) in changes.iter().enumerate() {
        let Some(sample) = change.after.as_ref().or(change.before.as_ref()) else { continue };
        let (kind, record) = (table_of(sample), sample.number());
        let (before, after) = (json(change.before.as_ref())?, json(change.after.as_ref())?);
        digest.change(kind, record, before.as_deref(), after.as_deref());
        insert.execute(params![id, position as i64 + 1, kind, record, before, after])?;
    }
    connection.execute(
        "INSERT INTO entry (id, written_at, day, who, op, basis, reason, reverts, previous_hash, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            id,
            written_at,
            errand.day.iso(),
            who,
            errand.op.label(),
            basis,
            errand.reason,
            reverts,
            previous,
            digest.finish()
        ],
    )?;
    Ok(())
}

#[derive(Default)]
struct Chain(Sha256);

impl Chain {
    fn begin(&mut self, previous: &str, id: i64, texts: [&str; 6], reverts: Option<i64>) {
        self.add(previous);
        self.add(&id.to_string());
        for text in texts {
            self.add(text);
        }
        self.add(&reverts.map_or_else(String::new, |entry| entry.to_string()));
    }

    fn change(&mut self, kind: &str, record: i64, before: Option<&str>, after: Option<&str>) {
        self.add(kind);
        self.add(&record.to_string());
        self.add(before.unwrap_or_default());
        self.add(after.unwrap_or_default());
    }

    fn add(&mut self, part: &str) {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part.as_bytes());
    }

    fn finish(self) -> String {
        hexadecimal(self.0)
    }
}

fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write;
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
}

/// The reasons of the entries that tell of a restoring. Its errand stands in the statement, as the index has it.
pub(super) fn restorings(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = format!("SELECT reason FROM entry WHERE op = '{}'", Op::Restore.label());
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}

/// The hash of the last entry; nothing where there is none.
pub(super) fn last_hash(connection: &Connection) -> rusqlite::Result<String> {
    let last =
        connection.query_row("SELECT hash FROM entry ORDER BY id DESC LIMIT 1", [], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or_default())
}

/// The hash of every entry, oldest first.
pub(super) fn read_hashes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection.prepare("SELECT hash FROM entry ORDER BY id")?.query_map([], |row| row.get(0))?.collect()
}

/// An entry with what its hash is taken over, as the file holds it.
pub(super) struct Sealed {
    pub(super) id: EntryId,
    texts: [String; 6],
    reverts: Option<i64>,
    pub(super) previous: String,
    pub(super) hash: String,
}

impl Sealed {
    /// Whether it bears the hash of an entry that stands as it does under this number.
    pub(super) fn is_sealed_as(&self, number: i64, connection: &Connection) -> rusqlite::Result<bool> {
        let mut digest = Chain::default();
        digest.begin(&self.previous, number, self.texts.each_ref().map(String::as_str), self.reverts);
        let mut statement = connection.prepare_cached(
            "SELECT kind, record, before, after FROM entry_change WHERE entry = ?1 ORDER BY position",
        )?;
        let mut rows = statement.query([self.id.0])?;
        while let Some(row) = rows.next()? {
            let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            digest.change(&row.get::<_, String>(0)?, row.get(1)?, before.as_deref(), after.as_deref());
        }
        Ok(digest.finish() == self.hash)
    }
}

/// Every entry, oldest first.
pub(super) fn read_sealed(connection: &Connection) -> rusqlite::Result<Vec<Sealed>> {
    let sql = "SELECT id, written_at, day, who, op, basis, reason, reverts, previous_hash, hash FROM entry ORDER BY id";
    let sealed_of = |row: &Row| {
        Ok(Sealed {
            id: EntryId(row.get(0)?),
            texts: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?],
            reverts: row.get(7)?,
            previous: row.get(8)?,
            hash: row.get(9)?,
        })
    };
    connection.prepare(sql)?.query_map([], sealed_of)?.collect()
}

fn json(record: Option<&Record>) -> rusqlite::Result<Option<String>> {
    let to_text =
        |record| serde_json::to_string(record).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()));
    record.map(to_text).transpose()
}

pub(super) fn read_changes(connection: &Connection, entry: EntryId) -> rusqlite::Result<Vec<Change>> {
    let mut statement =
        connection.prepare_cached("SELECT before, after FROM entry_change WHERE entry = ?1 ORDER BY position")?;
    changes(statement.query([entry.0])?)
}

fn changes(rows: Rows) -> rusqlite::Result<Vec<Change>> {
    rows.mapped(|row| Ok(Change { before: record_at(row, 0)?, after: record_at(row, 1)? })).collect()
}

/// How many records an entry touched.
pub(super) fn count_changes(connection: &Connection, entry: EntryId) -> rusqlite::Result<usize> {
    let sql = "SELECT count(*) FROM entry_change WHERE entry = ?1";
    connection.query_row(sql, [entry.0], |row| row.get::<_, i64>(0)).map(|count| count.unsigned_abs() as usize)
}

/// Days are ISO texts of four-digit years, so a text that sorts behind all of them is the end of time.
pub(super) fn text_of(until: Option<Day>) -> String {
    until.map_or_else(|| "9999-99-99".to_owned(), Day::iso)
}

pub(super) fn record_at(row: &Row, at: usize) -> rusqlite::Result<Option<Record>> {
    let text: Option<String> = row.get(at)?;
    let parse = |text: String| {
        serde_json::from_str(&text)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, error.into()))
    };
    text.map(parse).transpose()
}

const ENTRY: &str = "SELECT id, written_at, day, who, op, basis, reason, hash, reverts FROM entry";

fn entry_of(row: &Row) -> rusqlite::Result<Entry> {
    let strange = |at: usize| rusqlite::Error::InvalidColumnType(at, "entry".into(), rusqlite::types::Type::Text);
    Ok(Entry {
        id: EntryId(row.get(0)?),
        written_at: row.get(1)?,
        day: Day::from_iso(&row.get::<_, String>(2)?).ok_or_else(|| strange(2))?,
        who: row.get(3)?,
        op: Op::from_label(&row.get::<_, String>(4)?).ok_or_else(|| strange(4))?,
        basis: row.get(5)?,
        reason: row.get(6)?,
        hash: row.get(7)?,
        reverts: row.get::<_, Option<i64>>(8)?.map(EntryId),
    })
}

pub(super) fn read_entry(connection: &Connection, entry: EntryId) -> rusqlite::Result<Entry> {
    connection.query_row(&format!("{ENTRY} WHERE id = ?1"), [entry.0], entry_of)
}

/// The errand that an entry is about: of what takes back or does again, the one that was meant.
pub(super) fn errand_of(connection: &Connection, entry: EntryId) -> rusqlite::Result<Op> {
    let mut told = read_entry(connection, entry)?;
    // Whatever was forged there, it goes back and comes to an end.
    while let Some(reverted) = told.reverts.filter(|reverted| *reverted < told.id)
        && matches!(told.op, Op::Undo | Op::Redo)
    {
        told = read_entry(connection, reverted)?;
    }
    Ok(told.op)
}

/// Whether a paper has left the office's screen: printed, alone or with others, or handed in.
pub(super) fn was_handed_out(connection: &Connection, paper: &Record) -> rusqlite::Result<bool> {
    let ops = [Op::PrintApplication, Op::PrintCleanup, Op::PrintMatrix, Op::File].map(Op::label);
    let sql = "SELECT EXISTS (SELECT 1 FROM entry_change JOIN entry ON entry.id = entry \
               WHERE kind = ?1 AND record = ?2 AND op IN (?3, ?4, ?5, ?6))";
    connection
        .query_row(sql, params![table_of(paper), paper.number(), ops[0], ops[1], ops[2], ops[3]], |row| row.get(0))
}

impl super::Store {
    /// The entries of a history, oldest first.
    pub fn entries_of(&self, whole: &Whole) -> crate::error::Result<Vec<Entry>> {
        let number = whole.number.as_ref().map(|number| (NUMBER, number as &dyn ToSql));
        let sql = format!("{ENTRY} WHERE id IN ({}) ORDER BY id", whole.entries());
        self.entries(&sql, &*number.into_iter().collect::<Vec<_>>())
    }

    /// The record that the clerk calls 「账号第3号」 as the 台账 knew it last, also where it was taken back.
    pub fn last_known(&self, term: &str, number: i64) -> crate::error::Result<Option<Record>> {
        let Some(table) = table_called(term) else { return Ok(None) };
        let of = "kind = ?1 AND record = ?2 ORDER BY entry DESC, position DESC";
        self.known(of, params![table, number])
    }

    /// The paper that bore this number last and was taken back.
    pub fn last_numbered(&self, number: &str) -> crate::error::Result<Option<Record>> {
        let papers = [
            (Application::TABLE, "$.Application.number"),
            (Cleanup::TABLE, "$.Cleanup.number"),
            (Filing::TABLE, "$.Filing.number"),
            (Notice::TABLE, "$.Notice.number"),
            (Inspection::TABLE, "$.Inspection.number"),
            (Sample::TABLE, "$.Sample.number"),
        ];
        for (table, field) in papers {
            // What stands, the register knows.
            let of = format!("{} AND before ->> ?1 = ?2 ORDER BY entry DESC", gone(table));
            let known = self.known(&of, params![field, number])?;
            if known.is_some() {
                return Ok(known);
            }
        }
        Ok(None)
    }

    /// What stands in the first of these changes.
    fn known(&self, of: &str, parameters: &[&dyn ToSql]) -> crate::error::Result<Option<Record>> {
        let sql = format!("SELECT before, after FROM entry_change WHERE {of} LIMIT 1");
        let sides = |row: &Row| Ok((record_at(row, 0)?, record_at(row, 1)?));
        let read = || self.connection.prepare_cached(&sql)?.query_row(parameters, sides).optional();
        let known = read().map_err(|error| self.fault("读取台账", &error))?;
        Ok(known.and_then(|(before, after)| after.or(before)))
    }

    /// What each entry did to one record, oldest first.
    pub fn history_of(&self, record: &Record) -> crate::error::Result<Vec<(Entry, Change)>> {
        let read = || -> rusqlite::Result<Vec<(Entry, Change)>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT e.id, e.written_at, e.day, e.who, e.op, e.basis, e.reason, e.hash, e.reverts, c.before, c.after \
                 FROM entry_change c JOIN entry e ON e.id = c.entry WHERE c.kind = ?1 AND c.record = ?2 \
                 ORDER BY c.entry, c.position",
            )?;
            let rows = statement.query_map(params![table_of(record), record.number()], |row| {
                Ok((entry_of(row)?, Change { before: record_at(row, 9)?, after: record_at(row, 10)? }))
            })?;
            rows.collect()
        };
        read().map_err(|error| self.fault("读取台账", &error))
    }

    /// What an entry changed, in order.
    pub fn changes_of(&self, entry: EntryId) -> crate::error::Result<Vec<Change>> {
        read_changes(&self.connection, entry).map_err(|error| self.fault("读取台账", &error))
    }

    /// The entries of a day and after it, oldest first; all where no day is given.
    pub fn entries_since(&self, day: Option<Day>) -> crate::error::Result<Vec<Entry>> {
        let day = day.map_or_else(String::new, Day::iso);
        self.entries(&format!("{ENTRY} WHERE day >= ?1 ORDER BY id"), [day])
    }

    /// Goes back through the entries that are sought, the newest first, with what each changed, for as long as `keep`
    /// wants more: of a history everything where the entry rests on its number, else only what is of it.
    pub fn each_entry_back(
        &self,
        sought: &Sought,
        keep: &mut dyn FnMut(&Entry, &[Change]) -> bool,
    ) -> crate::error::Result<()> {
        let from = sought.from.map_or_else(String::new, Day::iso);
        let to = sought.to.map_or_else(|| "9999-12-31".to_owned(), Day::iso);
        let op = sought.op.map(Op::label);
        let before = sought.before.map_or(i64::MAX, |entry| entry.0);
        let among = sought.of.map_or_else(String::new, |of| format!("AND id IN ({})", of.entries()));
        let sql = format!(
            "{ENTRY} WHERE day BETWEEN :from AND :to AND (:op IS NULL OR op = :op) AND id < :before {among} \
             ORDER BY id DESC"
        );
        let number = sought.of.and_then(|of| of.number.as_ref());
        let numbered = number.map(|number| (NUMBER, number as &dyn ToSql));
        let told: [(&str, &dyn ToSql); 4] = [(":from", &from), (":to", &to), (":op", &op), (":before", &before)];
        let asked: Vec<(&str, &dyn ToSql)> = told.into_iter().chain(numbered).collect();
        let changes_of = |entry: &Entry| match sought.of {
            Some(of) if number != Some(&entry.basis) => {
                let sql = format!(
                    "SELECT before, after FROM entry_change WHERE entry = :entry AND {} ORDER BY position",
                    of.changes()
                );
                let of_entry: [(&str, &dyn ToSql); 1] = [(":entry", &entry.id.0)];
                let asked: Vec<(&str, &dyn ToSql)> =
                    of_entry.into_iter().chain(numbered.filter(|_| sql.contains(NUMBER))).collect();
                changes(self.connection.prepare_cached(&sql)?.query(&*asked)?)
            }
            _ => read_changes(&self.connection, entry.id),
        };
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(&*asked)?;
            while let Some(row) = rows.next()? {
                let entry = entry_of(row)?;
                if !keep(&entry, &changes_of(&entry)?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| self.fault("读取台账", &error))
    }

    /// The last `count` entries, newest first.
    pub fn last_entries(&self, count: u32) -> crate::error::Result<Vec<Entry>> {
        self.entries(&format!("{ENTRY} ORDER BY id DESC LIMIT ?1"), [count])
    }

    fn entries<P: rusqlite::Params>(&self, sql: &str, parameters: P) -> crate::error::Result<Vec<Entry>> {
        let read = || -> rusqlite::Result<_> {
            self.connection.prepare_cached(sql)?.query_map(parameters, entry_of)?.collect()
        };
        read().map_err(|error| self.fault("读取台账", &error))
    }
}
