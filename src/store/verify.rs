//! Whether the 台账 can be trusted: the chain is recomputed, and the entries replayed against the records.

use std::path::PathBuf;

use rusqlite::Connection;

use super::Store;
use super::attachment::changed_content;
use super::ledger::{Sealed, read_sealed};
use super::replay::replay;
use super::schema::is_guarded;
use crate::error::{Error, ErrorKind, Result};
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
    /// This entry does not follow the one before it, and nothing tells what became of the two.
    Torn(i64),
    /// The entry with the fingerprint that was asked for is gone, and all after it; or they were all written anew.
    CutTail,
    /// A backup has entries behind the first `common` that this file lost.
    Outrun {
        /// Where the backup is.
        backup: PathBuf,
        /// How many entries it has.
        has: usize,
        /// How many of them this file has.
        common: usize,
    },
    /// The records are not what the entries say: which record.
    Record(String),
    /// A file that a record names is gone or no longer what was kept: which record.
    Content(String),
    /// Another program has taken away or added what guards the file: what lets the 台账 only grow.
    Unguarded,
    /// The file's pages do not fit together: part of a write is missing.
    File,
}

impl Broken {
    /// In the clerk's words.
    pub fn line(&self) -> String {
        match self {
            Broken::Edited(entry) => format!("第{entry}条被改动过"),
            Broken::Missing(entry) => format!("第{entry}条被删除"),
            Broken::Inserted(entry) => format!("第{entry}条是插进去的"),
            Broken::Torn(entry) => format!("第{entry}条与前一条接不上，有改动或删除"),
            Broken::CutTail => "指纹对应的那一条已不在台账中，末尾被截去，或者整段改写过".into(),
            Broken::Outrun { backup, has, common } => format!(
                "台账的末尾被截去，或者改写过：备份里的台账有{has}条，现在的只与它的前{common}条相符：{}",
                backup.display()
            ),
            Broken::Record(record) => format!("{record}与台账记载的不一致"),
            Broken::Content(record) => format!("{record}所附的文件与台账记载的不一致"),
            Broken::Unguarded => "数据文件里防止改动台账的设置被别的程序改过".into(),
            Broken::File => "数据文件的内部结构不完整，有一次写入没有写全".into(),
        }
    }

    /// As an error of who verified. Nothing is vouched for: what stands before the break may have been written anew.
    pub fn error(&self) -> Error {
        let sound = match self {
            Broken::Edited(_) | Broken::Missing(_) | Broken::Inserted(_) | Broken::Torn(_) => "在它之前没有查出问题",
            Broken::CutTail => "现有各条前后相符",
            Broken::Outrun { .. } => {
                return Error::new(ErrorKind::Tampered, self.line())
                    .advise("请保留这个文件，点“备份与迎检”里的“恢复备份”，选这个备份，核对以后再决定");
            }
            Broken::Record(_) | Broken::Content(_) | Broken::File => "台账各条前后相符",
            Broken::Unguarded => "台账各条前后相符，与现有记录一致；下次登记时会恢复",
        };
        Error::new(ErrorKind::Tampered, self.line()).advise(format!("{sound}。请保留这个文件，并与备份核对"))
    }
}

impl Store {
    /// Verifies the 台账 against itself, against `register`, and against a fingerprint noted elsewhere, if one is given:
    /// all of it, as a paper has it, or its beginning, as the name of a backup has it.
    pub fn verify(&self, register: &Register, fingerprint: Option<&str>) -> Result<Verdict> {
        let fingerprint = fingerprint.map(beginning_of).transpose()?;
        self.verify_chain(register, fingerprint.as_deref()).map_err(|error| self.fault("核对台账", &error))
    }

    fn verify_chain(&self, register: &Register, fingerprint: Option<&str>) -> rusqlite::Result<Verdict> {
        let entries = read_sealed(&self.connection)?;
        let mut verdict = Verdict {
            entries: entries.len() as u64,
            fingerprint: entries.last().map_or_else(String::new, |entry| entry.hash.clone()),
            broken: None,
        };
        verdict.broken = chain(&self.connection, &entries)?;
        if verdict.broken.is_none()
            && let Some(wanted) = fingerprint
            && !entries.iter().any(|entry| entry.hash.starts_with(wanted))
        {
            verdict.broken = Some(Broken::CutTail);
        }
        if verdict.broken.is_none() && !fits_together(&self.connection)? {
            verdict.broken = Some(Broken::File);
        }
        if verdict.broken.is_none() {
            verdict.broken = same_records(&replay(&self.connection, None)?, register).err().map(Broken::Record);
        }
        if verdict.broken.is_none() {
            verdict.broken = changed_content(&self.connection, register)?.map(Broken::Content);
        }
        if verdict.broken.is_none() && !is_guarded(&self.connection)? {
            verdict.broken = Some(Broken::Unguarded);
        }
        Ok(verdict)
    }
}

/// What the 台账 and the file come to by themselves, whatever version the file is of: the first break of the chain, the last
/// fingerprint, and whether everything fits together.
pub(super) fn standing(connection: &Connection) -> rusqlite::Result<(Option<Broken>, Option<String>, bool)> {
    let entries = read_sealed(connection)?;
    let last = entries.last().map(|entry| entry.hash.clone());
    Ok((chain(connection, &entries)?, last, fits_together(connection)?))
}

/// Whether each index has what its table has, and each reference leads to a record: more than the check at opening.
fn fits_together(connection: &Connection) -> rusqlite::Result<bool> {
    let told: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok(told == "ok" && !connection.prepare("PRAGMA foreign_key_check")?.exists([])?)
}

/// How many digits of a fingerprint tell it from every other: as many as the name of a backup has.
const DIGITS: std::ops::RangeInclusive<usize> = 12..=64;

/// The beginning of a fingerprint as somebody copied it: a paper has it in groups.
fn beginning_of(typed: &str) -> Result<String> {
    let digits = typed.split_whitespace().collect::<String>().to_lowercase();
    if DIGITS.contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    Err(Error::bad_input(format!("这不是指纹：{typed}"))
        .advise("指纹只有数字和字母a到f，至少12位，最多64位。请照备案表或备份文件名上的抄"))
}

/// The first break of the chain.
pub(super) fn chain(connection: &Connection, entries: &[Sealed]) -> rusqlite::Result<Option<Broken>> {
    let mut before = "";
    for (at, entry) in entries.iter().enumerate() {
        let number = entry.id.0;
        if number != at as i64 + 1 || entry.previous != before || !entry.is_sealed_as(number, connection)? {
            return what_happened(connection, entries, at).map(Some);
        }
        before = &entry.hash;
    }
    Ok(None)
}

/// How far from its number an entry is looked for that may have been given another.
const NEAR: i64 = 64;

/// What was done to the chain, where the entry `at` is the first that does not fit: as far as the entries around it prove
/// it. The number is part of what is sealed, so an entry that was only renumbered still tells where it stood.
fn what_happened(connection: &Connection, entries: &[Sealed], at: usize) -> rusqlite::Result<Broken> {
    let (earlier, entry, later) = (&entries[..at], &entries[at], &entries[at + 1..]);
    let (number, expected) = (entry.id.0, at as i64 + 1);
    let before = earlier.last().map_or("", |entry| entry.hash.as_str());
    let follows = entry.previous == before;
    if number > expected {
        let renumbered = follows && entry.is_sealed_as(expected, connection)?;
        return Ok(if renumbered { Broken::Edited(number) } else { Broken::Missing(expected) });
    }
    // How many entries stand before the place where it was written, if they are all there.
    let place = match entry.previous.as_str() {
        "" => Some(0),
        previous => earlier.iter().position(|it| it.hash == previous).map(|at| at + 1),
    };
    let is_whole = entry.is_sealed_as(number, connection)?;
    if let Some(place) = place.filter(|place| *place < at)
        && (is_whole || entry.is_sealed_as(place as i64 + 1, connection)?)
    {
        return Ok(Broken::Inserted(entries[place].id.0));
    }
    if later.iter().any(|it| it.hash == entry.previous) {
        return Ok(Broken::Torn(number));
    }
    if let Some(next) = later.iter().find(|it| it.previous == before)
        && (next.is_sealed_as(expected, connection)? || next.is_sealed_as(next.id.0, connection)?)
    {
        return Ok(Broken::Inserted(number));
    }
    if follows || place.is_some() {
        return Ok(Broken::Edited(number));
    }
    // What it followed is nowhere.
    if is_whole {
        return Ok(match (later.first(), earlier.last()) {
            // The next one knows it, so it is what was written, and the one above it is not.
            (Some(next), above) if next.previous == entry.hash => Broken::Edited(above.map_or(number, |it| it.id.0)),
            (Some(_), _) => Broken::Missing(expected),
            (None, _) => Broken::Torn(number),
        });
    }
    for by in 1..=NEAR {
        if entry.is_sealed_as(number + by, connection)? {
            return Ok(Broken::Missing(expected));
        }
    }
    Ok(Broken::Edited(number))
}
