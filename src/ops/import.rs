//! Takes rows of texts into a register: all that can be kept in one transaction and one undo, the others named.

use std::collections::{HashMap, HashSet};

use super::Office;
use super::names::Names;
use super::record::Told;
use crate::error::{Error, ErrorKind, Result};
use crate::model::schema::{Entry, texts};
use crate::model::*;
use crate::store::{Errand, Tx};

/// A row to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The sheet that it stands in.
    pub sheet: String,
    /// Its number in the file, from 1.
    pub number: usize,
    /// For each attribute of the register its text; nothing where the table has no such column.
    pub texts: Vec<Option<String>>,
}

/// A row that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The row.
    pub row: Row,
    /// The column, by its label.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it is not taken.
    pub reason: String,
    /// What would be.
    pub suggestion: String,
}

/// What an import does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// New records.
    pub added: usize,
    /// Changed ones.
    pub updated: usize,
    /// Those that say what is known.
    pub unchanged: usize,
    /// Those that cannot be kept.
    pub failed: Vec<Failure>,
}

/// What an import may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Only tell what would happen.
    pub dry_run: bool,
    /// Make the departments and systems that a row names and the register lacks.
    pub makes_new: bool,
}

impl Office {
    /// Takes rows into a register. A blank cell leaves what stands; the same rows twice add nothing.
    pub fn import(&mut self, kind: Kind, rows: &[Row], manner: Manner, today: Day) -> Result<Imported> {
        // First a rehearsal that is not kept: rows that fail must leave no trace of the others they name.
        let mut imported = self.store.rehearse(|tx| take_in(kind, rows, manner, &self.register, today, tx))?;
        if manner.dry_run || imported.added + imported.updated == 0 {
            return Ok(imported);
        }
        let failed: HashSet<(&str, usize)> =
            imported.failed.iter().map(|failure| (failure.row.sheet.as_str(), failure.row.number)).collect();
        let good: Vec<Row> =
            rows.iter().filter(|row| !failed.contains(&(row.sheet.as_str(), row.number))).cloned().collect();
        let kept = self.transact(&Errand::new(Op::Import, today), |register, tx| {
            let kept = take_in(kind, &good, manner, register, today, tx)?;
            match kept.failed.first() {
                // A row that leaned on one that failed: nothing is kept, and the clerk is told which.
                Some(failure) => Err(Error::bad_input(format!(
                    "{}第{}行：{}",
                    failure.row.sheet, failure.row.number, failure.reason
                ))
                .advise("没有导入任何数据。请先改正有误的行")),
                None => Ok(kept),
            }
        })?;
        (imported.added, imported.updated, imported.unchanged) = (kept.added, kept.updated, kept.unchanged);
        Ok(imported)
    }
}

/// What is wrong with a row is noted; what is wrong with the file or the disk ends it all.
fn take_in(kind: Kind, rows: &[Row], manner: Manner, register: &Register, today: Day, tx: &mut Tx) -> Result<Imported> {
    let mut names = Names::of(register);
    let mut known = known_records(kind, register, &names);
    let mut imported = Imported::default();
    for row in rows {
        let mut reading = Told::new(kind, over(&kind.blank(), row), names, today, manner.makes_new);
        let key = reading.key();
        let stands = key.as_ref().ok().and_then(|key| known.get(key)).cloned();
        if let Some((_, kept)) = &stands {
            reading.texts = over(kept, row);
        }
        let number = stands.as_ref().map(|(number, _)| *number);
        let outcome = key.and_then(|_| reading.put(number, register, tx));
        let column = reading.reading.get();
        let told = settled(kind, &reading.texts, today);
        names = reading.names;
        match outcome {
            Ok(number) => {
                match stands {
                    None => imported.added += 1,
                    Some((_, kept)) if kept == told => imported.unchanged += 1,
                    Some(_) => imported.updated += 1,
                }
                // By the names as they are now: the row may have made the department or system that it names.
                known.insert(names.key_of(kind, &told), (number, told));
            }
            Err(error) if !matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Refused) => return Err(error),
            Err(error) => imported.failed.push(failure(kind, row, column, &error)),
        }
    }
    Ok(imported)
}

/// Every record of the register: its key, its number and its texts.
fn known_records(kind: Kind, register: &Register, names: &Names) -> HashMap<String, (i64, Vec<String>)> {
    let numbers: Vec<i64> = match kind {
        Kind::Departments => register.departments.keys().map(|id| id.0).collect(),
        Kind::People => register.people.keys().map(|id| id.0).collect(),
        Kind::Systems => register.systems.keys().map(|id| id.0).collect(),
        Kind::Accounts => register.accounts.keys().map(|id| id.0).collect(),
    };
    let mut known = HashMap::with_capacity(numbers.len());
    for number in numbers {
        let Some(record) = kind.record(number, register) else { continue };
        let told = texts(&record, register);
        let key = names.key_of(kind, &told);
        known.insert(key, (number, told));
    }
    known
}

/// What stands, with what the row tells over it.
fn over(stands: &[String], row: &Row) -> Vec<String> {
    let told = |(at, stands): (usize, &String)| match row.texts.get(at) {
        Some(Some(text)) if !text.trim().is_empty() => text.trim().to_owned(),
        _ => stands.clone(),
    };
    stands.iter().enumerate().map(told).collect()
}

/// The texts as they are shown once they are kept: days written out.
fn settled(kind: Kind, told: &[String], today: Day) -> Vec<String> {
    let text = |(attribute, text): (&schema::Attribute, &String)| match attribute.entry {
        Entry::Day => Day::from_typed(text, today).map_or_else(|| text.clone(), Day::chinese),
        _ => text.clone(),
    };
    kind.attributes().iter().zip(told).map(text).collect()
}

fn failure(kind: Kind, row: &Row, column: &str, error: &Error) -> Failure {
    let attributes = kind.attributes();
    let at = attributes.iter().position(|attribute| attribute.label == column);
    let value = at.and_then(|at| row.texts.get(at)).cloned().flatten().unwrap_or_default();
    let suggestion = match at.map(|at| attributes[at].entry) {
        Some(Entry::Day) => "写作2026年8月3日或2026-8-3".to_owned(),
        Some(Entry::Choice(options)) => format!("从这些中选：{}", options.join("、")),
        Some(Entry::Person) => "写已登记人员的姓名；同名的写作「姓名（科室）」".into(),
        Some(Entry::Department | Entry::System) => "写已登记的名称".into(),
        _ => error.advice().unwrap_or("请修改后重新导入").to_owned(),
    };
    Failure { row: row.clone(), column: column.to_owned(), value, reason: error.lines().join("；"), suggestion }
}
