//! The one door for writes.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params_from_iter};

use super::draft::{DraftId, Drafted, drop_drafts};
use super::errand::Errand;
use super::handed_on::handed_on;
use super::ledger::{self, Entry, EntryId};
use super::numbers::{last_of, table_of};
use super::rows::{Columns, Stored, every_record};
use super::undo::{to_redo, to_undo};
use super::{Access, Store, fault};
use crate::error::{Error, ErrorKind, Result};
use crate::model::*;

/// An open transaction: the only thing with setters.
pub struct Tx<'a> {
    inner: Transaction<'a>,
    path: &'a std::path::Path,
    changes: Vec<Change>,
    /// Where the change of a record is: a record that is written twice has one change.
    noted: HashMap<(&'static str, i64), usize>,
    basis: Option<String>,
    /// Whether it has its entry also where nothing changes.
    is_entered: bool,
    last_numbers: HashMap<String, u32>,
}

/// What a write has changed.
#[derive(Debug)]
pub struct Written {
    /// The records.
    pub changes: Vec<Change>,
    /// Who had the accounts before, where one may have been handed on.
    pub handed_on: Option<HandedOn>,
}

impl Store {
    /// Runs `work` in one transaction: all of it, with its entry in the 台账, or nothing. Returns what
    /// `work` returned and what changed; where nothing changed, there is no entry.
    pub fn transact<T>(&mut self, errand: &Errand, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<(T, Written)> {
        self.write(errand, None, work)
    }

    /// Writes an entry of an errand that changes no record.
    pub fn note(&mut self, errand: &Errand) -> Result<()> {
        let entered = self.write(errand, None, |tx| {
            tx.is_entered = true;
            Ok(())
        });
        entered.map(drop)
    }

    /// The errand that [`Store::undo`] would take back, how many records it touched, and its entry; nothing where there is
    /// none.
    pub fn undoable(&self) -> Result<Option<(Op, usize, Entry)>> {
        self.told_of(to_undo)
    }

    /// The same of the errand that [`Store::redo`] would do again.
    pub fn redoable(&self) -> Result<Option<(Op, usize, Entry)>> {
        self.told_of(to_redo)
    }

    fn told_of(
        &self,
        of: fn(&rusqlite::Connection) -> rusqlite::Result<Option<EntryId>>,
    ) -> Result<Option<(Op, usize, Entry)>> {
        let read = || -> rusqlite::Result<_> {
            let Some(entry) = of(&self.connection)? else { return Ok(None) };
            let records = ledger::count_changes(&self.connection, entry)?;
            let told = ledger::read_entry(&self.connection, entry)?;
            Ok(Some((ledger::errand_of(&self.connection, entry)?, records, told)))
        };
        read().map_err(|error| self.fault("读取台账", &error))
    }

    /// Takes the last errand back (撤销): the inverse through the same door, itself an entry.
    pub fn undo(&mut self, day: Day) -> Result<(Op, Written)> {
        let entry = to_undo(&self.connection).map_err(|error| self.fault("读取台账", &error))?;
        let entry = entry.ok_or_else(|| Error::refused("没有可以撤销的操作").advise("数据没有改动"))?;
        self.revert(entry, Op::Undo, day)
    }

    /// Does the errand again that was taken back last (重做).
    pub fn redo(&mut self, day: Day) -> Result<(Op, Written)> {
        let entry = to_redo(&self.connection).map_err(|error| self.fault("读取台账", &error))?;
        let entry = entry
            .ok_or_else(|| Error::refused("没有可以重做的操作").advise("数据没有改动。只有刚撤销的操作可以重做"))?;
        self.revert(entry, Op::Redo, day)
    }

    fn revert(&mut self, entry: EntryId, op: Op, day: Day) -> Result<(Op, Written)> {
        let read = || -> rusqlite::Result<_> {
            let told = ledger::read_entry(&self.connection, entry)?;
            Ok((told, ledger::errand_of(&self.connection, entry)?, ledger::read_changes(&self.connection, entry)?))
        };
        let (told, meant, changes) = read().map_err(|error| self.fault("读取台账", &error))?;
        if op == Op::Undo {
            self.refuse_to_undo_printed(&changes)?;
        }
        let errand = Errand::new(op, day).on(&told.basis);
        // The papers of a leaving are written as they are made: taken back, they stay as void ones with their numbers.
        let leaves_papers = op == Op::Undo && meant == Op::StaffLeaves;
        let ((), made) = self.write(&errand, Some(entry), |tx| {
            changes.into_iter().rev().map(Change::inverse).try_for_each(|mut change| {
                if leaves_papers && change.after.is_none() {
                    change.after = change.before.clone().and_then(|paper| paper.left_void("办理离职已撤销"));
                }
                tx.replay(change)
            })
        })?;
        Ok((meant, made))
    }

    /// A number that has been on paper is never given again: what was printed can be voided, not unmade.
    fn refuse_to_undo_printed(&self, changes: &[Change]) -> Result<()> {
        let made = changes.iter().filter(|change| change.before.is_none()).filter_map(|change| change.after.as_ref());
        for paper in made {
            let Some(number) = paper.paper_number() else { continue };
            let handed_out = ledger::was_handed_out(&self.connection, paper);
            if handed_out.map_err(|error| self.fault("读取台账", &error))? {
                return Err(Error::refused(format!("{number}已经打印或备案，不能撤销它的登记"))
                    .advise("如不再需要，请把它作废并写明原因"));
            }
        }
        Ok(())
    }

    /// Runs `work` in a transaction that is not kept: to learn what it would do.
    pub fn rehearse<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let wrong = |error: rusqlite::Error| fault("试算", &self.path, &error);
        let inner = self.connection.unchecked_transaction().map_err(wrong)?;
        let mut tx = Tx::new(inner, &self.path);
        let outcome = work(&mut tx)?;
        tx.inner.rollback().map_err(wrong)?;
        Ok(outcome)
    }

    fn write<T>(
        &mut self,
        errand: &Errand,
        reverts: Option<EntryId>,
        work: impl FnOnce(&mut Tx) -> Result<T>,
    ) -> Result<(T, Written)> {
        if self.access == Access::Read {
            return Err(Error::new(ErrorKind::ReadOnly, "数据文件以只读方式打开，不能保存")
                .advise("数据没有改动。请检查文件和文件夹的权限后重新打开"));
        }
        self.refuse_gone()?;
        let path = self.path.as_path();
        let wrong = |error: rusqlite::Error| fault("保存", path, &error);
        let inner = self.connection.transaction().map_err(wrong)?;
        let mut tx = Tx::new(inner, path);
        let outcome = work(&mut tx)?;
        let Tx { inner, mut changes, basis, is_entered, .. } = tx;
        // Written and written back is nothing done.
        changes.retain(|change| change.before != change.after);
        if is_entered || !changes.is_empty() {
            let basis = basis.as_deref().unwrap_or(&errand.basis);
            ledger::append(&inner, errand, basis, &self.who, reverts, &changes).map_err(wrong)?;
        }
        // Read before it ends: what cannot be told then is not kept either.
        let handed_on = changes.iter().any(hands_on).then(|| handed_on(&inner)).transpose().map_err(wrong)?;
        inner.commit().map_err(|error| match error.sqlite_error_code() {
            // Only at its end does a transaction tell that it would leave a record that others name.
            Some(rusqlite::ErrorCode::ConstraintViolation) => {
                Error::refused("还有别的记录用到这里登记的内容，不能撤销")
                    .advise("数据没有改动。如登记有误，请把它作废")
            }
            _ => wrong(error),
        })?;
        Ok((outcome, Written { changes, handed_on }))
    }
}

/// Whether a change may be, or ask for, a handing on.
fn hands_on(change: &Change) -> bool {
    let tells = |it: &Record| match it {
        Record::Account(it) => it.role != Role::User,
        // They make the users of their system asked for.
        Record::MatrixRow(it) => it.account.is_empty() && it.holder.is_some(),
        Record::InfoSystem(it) => it.is_outside(),
        _ => false,
    };
    let is_given = match (&change.before, &change.after) {
        (Some(Record::Account(was)), Some(Record::Account(is))) => was.holder != is.holder,
        _ => false,
    };
    is_given || [&change.before, &change.after].into_iter().flatten().any(tells)
}

impl<'a> Tx<'a> {
    fn new(inner: Transaction<'a>, path: &'a std::path::Path) -> Self {
        Self {
            inner,
            path,
            changes: Vec::new(),
            noted: HashMap::new(),
            basis: None,
            is_entered: false,
            last_numbers: HashMap::new(),
        }
    }
}

impl Tx<'_> {
    /// An id that no record has had.
    pub fn new_id<E: Entity>(&mut self) -> Result<E::Id>
    where
        Self: Keeps<E>,
    {
        self.fresh_id()
    }

    /// Writes a record, new or changed; where nothing differs, nothing is noted.
    pub fn put<E: Entity>(&mut self, record: E) -> Result<()>
    where
        Self: Keeps<E>,
    {
        self.keep(record)
    }

    /// Removes a record. Only for what stands inside another record, such as the rows of a list.
    pub fn remove<E: Entity>(&mut self, id: E::Id) -> Result<()>
    where
        Self: Keeps<E>,
    {
        self.discard(id)
    }

    /// The next number of a yearly series: applications and 2026 give SQ-2026-0001, then without gaps.
    pub fn next_number(&mut self, series: Series, year: i32) -> Result<String> {
        let (letters, table) = (series.letters(), table_of(series));
        let prefix = format!("{letters}-{year}-");
        let last = if let Some(last) = self.last_numbers.get(&prefix) {
            *last
        } else {
            last_of(&self.inner, series, &prefix).map_err(|error| self.fault(&error))?
        };
        // Past the six digits nothing counts, and what stands there is passed over; so is what was ever given to a round or
        // a sample, which may have been printed: no entry tells.
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {table} WHERE number = ?1) OR ?2 AND EXISTS \
             (SELECT 1 FROM entry_change WHERE kind = '{table}' AND instr(after, '\"' || ?1 || '\"'))"
        );
        let is_silent = matches!(series, Series::Inspection | Series::Sample);
        let is_taken = |number: &str| {
            let mut asked = self.inner.prepare_cached(&sql)?;
            asked.query_row((number, is_silent), |row| row.get::<_, bool>(0))
        };
        let mut next = last + 1;
        while is_taken(&format!("{prefix}{next:04}")).map_err(|error| self.fault(&error))? {
            next += 1;
        }
        self.last_numbers.insert(prefix.clone(), next);
        Ok(format!("{prefix}{next:04}"))
    }

    /// Keeps a file whole; returns its SHA-256 in hexadecimal. The same file twice is kept once.
    pub fn keep_content(&mut self, bytes: &[u8]) -> Result<String> {
        let hash = ledger::sha256(bytes);
        let done = self.inner.execute(
            "INSERT INTO content (hash, bytes) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING",
            rusqlite::params![hash, bytes],
        );
        done.map(|_| hash).map_err(|error| self.fault(&error))
    }

    /// The hash of the last entry of the 台账 before this transaction; nothing where there is none.
    pub fn fingerprint(&self) -> Result<String> {
        ledger::last_hash(&self.inner).map_err(|error| self.fault(&error))
    }

    /// Names the form that the errand rests on, when its number is known only now.
    pub fn rests_on(&mut self, number: &str) {
        self.basis = Some(number.to_owned());
    }

    /// The register as it will stand when what was done so far is kept; `register` is how it stood before.
    pub fn register_after(&self, register: &Register) -> Register {
        let mut after = register.clone();
        self.changes.iter().cloned().for_each(|change| after.apply(change));
        after
    }

    /// Drops a draft, and every other of the same record, together with the saving of what it became.
    pub fn drop_drafts(&mut self, draft: Option<DraftId>, of: Drafted) -> Result<()> {
        drop_drafts(&self.inner, draft, of).map_err(|error| self.fault(&error))
    }

    /// Writes a change of the ledger again; refuses where the record is no longer as the change found it.
    fn replay(&mut self, change: Change) -> Result<()> {
        let moved_on = || Error::refused("记录在此之后又有变动，不能撤销或重做").advise("数据没有改动");
        let Some(sample) = change.after.as_ref().or(change.before.as_ref()) else { return Ok(()) };
        let (term, number) = (sample.term(), sample.number());
        if self.current(term, number)? != change.before {
            return Err(moved_on());
        }
        match change.after {
            Some(record) => self.put_any(record),
            None => self.remove_any(term, number),
        }
    }

    /// Notes a change; what changed already in this transaction keeps the state that it began with.
    fn note(&mut self, table: &'static str, number: i64, before: Option<Record>, after: Option<Record>) {
        if let Some(at) = self.noted.get(&(table, number)) {
            self.changes[*at].after = after;
        } else {
            self.noted.insert((table, number), self.changes.len());
            self.changes.push(Change { before, after });
        }
    }

    fn fault(&self, error: &rusqlite::Error) -> Error {
        fault("保存", self.path, error)
    }

    fn read_one<E: Stored>(&self, id: E::Id) -> Result<Option<E>> {
        let sql = format!("SELECT id, {} FROM {} WHERE id = ?1", E::COLUMNS.join(", "), E::TABLE);
        let read = || {
            let mut statement = self.inner.prepare_cached(&sql)?;
            statement.query_row([id.number()], |row| E::read(&mut Columns::of(row))).optional()
        };
        read().map_err(|error| self.fault(&error))
    }
}

/// The kinds of records that a transaction keeps. Sealed: each is a table of this store.
pub trait Keeps<E: Entity> {
    #[doc(hidden)]
    fn fresh_id(&mut self) -> Result<E::Id>;
    #[doc(hidden)]
    fn keep(&mut self, record: E) -> Result<()>;
    #[doc(hidden)]
    fn discard(&mut self, id: E::Id) -> Result<()>;
}

impl<E: Stored> Keeps<E> for Tx<'_> {
    fn fresh_id(&mut self) -> Result<E::Id> {
        let next = || -> rusqlite::Result<i64> {
            let mut bump =
                self.inner.prepare_cached("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = ?1 RETURNING seq")?;
            if let Some(seq) = bump.query_row([E::TABLE], |row| row.get(0)).optional()? {
                return Ok(seq);
            }
            self.inner.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, 1)", [E::TABLE])?;
            Ok(1)
        };
        next().map(E::Id::from_number).map_err(|error| self.fault(&error))
    }

    fn keep(&mut self, record: E) -> Result<()> {
        let before = self.read_one::<E>(record.id())?;
        if before.as_ref() == Some(&record) {
            return Ok(());
        }
        let columns = E::COLUMNS;
        let sql = if before.is_some() {
            let set: Vec<String> =
                columns.iter().enumerate().map(|(at, name)| format!("{name} = ?{}", at + 2)).collect();
            format!("UPDATE {} SET {} WHERE id = ?1", E::TABLE, set.join(", "))
        } else {
            let places: Vec<String> = (1..=columns.len() + 1).map(|at| format!("?{at}")).collect();
            format!("INSERT INTO {} (id, {}) VALUES ({})", E::TABLE, columns.join(", "), places.join(", "))
        };
        let values = std::iter::once(Value::Integer(record.id().number())).chain(record.values());
        let done =
            self.inner.prepare_cached(&sql).and_then(|mut statement| statement.execute(params_from_iter(values)));
        done.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => {
                Error::bad_input(format!("{}与已有记录重复", E::TERM)).advise("数据没有改动")
            }
            _ => self.fault(&error),
        })?;
        self.note(E::TABLE, record.id().number(), before.map(E::into_record), Some(record.into_record()));
        Ok(())
    }

    fn discard(&mut self, id: E::Id) -> Result<()> {
        let Some(before) = self.read_one::<E>(id)? else { return Ok(()) };
        let sql = format!("DELETE FROM {} WHERE id = ?1", E::TABLE);
        self.inner.execute(&sql, [id.number()]).map_err(|error| self.fault(&error))?;
        self.note(E::TABLE, id.number(), Some(before.into_record()), None);
        Ok(())
    }
}

macro_rules! any_record {
    ($($entity:ident),*) => {
        impl Tx<'_> {
            fn put_any(&mut self, record: Record) -> Result<()> {
                match record { $(Record::$entity(record) => self.keep(record)),* }
            }

            fn remove_any(&mut self, term: &str, number: i64) -> Result<()> {
                $(if term == $entity::TERM {
                    return <Self as Keeps<$entity>>::discard(self, Id::from_number(number));
                })*
                Ok(())
            }

            fn current(&self, term: &str, number: i64) -> Result<Option<Record>> {
                $(if term == $entity::TERM {
                    return Ok(self.read_one::<$entity>(Id::from_number(number))?.map(Entity::into_record));
                })*
                Ok(None)
            }
        }
    };
}

every_record!(any_record);
