//! The data file: one `SQLite` file, one door for writes, an entry of the 台账 with each.
//!
//! Rollback journal, `synchronous=EXTRA`, exclusive lock: an office keeps its file on a disk, a stick or a
//! share, and WAL does not work on a network file system. Records change only through [`Store::transact`].

mod attachment;
mod backup;
mod draft;
mod errand;
mod forms;
mod gate;
mod handed_on;
mod ledger;
mod lend;
mod numbers;
mod outrun;
mod replay;
mod restore;
mod rows;
mod schema;
mod supervision;
mod transact;
mod undo;
mod verify;
mod whole;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};

pub use backup::{BackedUp, Found, backups_of, refuse_other_words};
pub use draft::{Draft, DraftId, Drafted, Place};
pub use errand::Errand;
pub use gate::Access;
pub use ledger::{Entry, EntryId, Sought, sha256};
pub use lend::Interrupter;
pub use numbers::LastNumbers;
pub use replay::Past;
pub use restore::Staged;
pub use transact::{Tx, Written};
pub use verify::{Broken, Verdict};
pub use whole::Whole;

use crate::error::{Error, ErrorKind, Result};
use crate::fsio::Held;
use crate::model::backup::ENDING;
use crate::model::*;
use rows::{Columns, Stored};

/// An open data file.
pub struct Store {
    connection: Connection,
    /// The file itself, by a handle of its own that only closes behind the connection: `SQLite` would lose its lock.
    /// Nothing in the place of a file that is lent.
    held: Option<Held>,
    path: PathBuf,
    access: Access,
    who: String,
    put_right: bool,
}

impl Store {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it may be written.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Whether another program had taken away or added what guards the 台账 (第十五条), and opening put it right.
    pub fn was_put_right(&self) -> bool {
        self.put_right
    }

    /// Reads every record.
    pub fn register(&self) -> Result<Register> {
        Ok(Register {
            departments: self.shelf()?,
            people: self.shelf()?,
            systems: self.shelf()?,
            accounts: self.shelf()?,
            matrix: self.shelf()?,
            applications: self.shelf()?,
            cleanups: self.shelf()?,
            cleanup_rows: self.shelf()?,
            matrices: self.shelf()?,
            filings: self.shelf()?,
            settings: self.shelf()?,
            waivers: self.shelf()?,
            post_changes: self.shelf()?,
            notices: self.shelf()?,
            inspections: self.shelf()?,
            inspection_rows: self.shelf()?,
            samples: self.shelf()?,
            sample_rows: self.shelf()?,
            attachments: self.shelf()?,
            began: replay::began(&self.connection).map_err(|error| self.fault("读取台账", &error))?,
            handed_on: handed_on::handed_on(&self.connection).map_err(|error| self.fault("读取台账", &error))?,
            ..Register::default()
        })
    }

    /// The user of the operating system, in whose name it is written.
    pub fn who(&self) -> &str {
        &self.who
    }

    /// A file that a record names by its SHA-256, and that was kept whole.
    pub fn content(&self, hash: &str) -> Result<Vec<u8>> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .query_row("SELECT bytes FROM content WHERE hash = ?1", [hash], |row| row.get(0))
            .optional()
            .map_err(|error| self.fault("读取", &error))?;
        bytes.filter(|bytes| ledger::sha256(bytes) == hash).ok_or_else(|| corrupt(&self.path))
    }

    fn shelf<E: Stored>(&self) -> Result<std::collections::BTreeMap<E::Id, E>> {
        let sql = format!("SELECT id, {} FROM {} ORDER BY id", E::COLUMNS.join(", "), E::TABLE);
        let read = || -> rusqlite::Result<_> {
            let mut statement = self.connection.prepare(&sql)?;
            let rows = statement.query_map([], |row| E::read(&mut Columns::of(row)))?;
            rows.map(|row| row.map(|record| (record.id(), record))).collect()
        };
        read().map_err(|error| self.fault("读取", &error))
    }

    /// Refuses to write where the file no longer stands at its place: moved away, deleted, or replaced by a program
    /// that keeps folders alike. `SQLite` keeps its journal open and would write on, into a file that nobody sees.
    fn refuse_gone(&self) -> Result<()> {
        let Some(file) = self.held.as_ref().map(Held::file) else {
            return Err(Error::refused("正在办另一件事，暂时不能保存").advise("数据没有改动。请等它办完再试"));
        };
        #[cfg(unix)]
        let is_linked = {
            use std::os::unix::fs::MetadataExt;
            file.metadata().map_or(true, |metadata| metadata.nlink() > 0)
        };
        #[cfg(not(unix))]
        let is_linked = file.metadata().is_ok();
        if is_linked && self.path.exists() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::NotFound, format!("数据文件已被移走、删除或替换：{}", self.path.display()))
            .advise("刚才的内容没有保存，此前保存的在原来的文件里。请把它放回原处，再重新打开程序"))
    }

    /// Puts a failure of the data file into words.
    fn fault(&self, doing: &str, error: &rusqlite::Error) -> Error {
        fault(doing, &self.path, error)
    }
}

/// Puts a failure of `SQLite` at `path` into words.
fn fault(doing: &str, path: &Path, error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode as Code;
    let shown = path.display();
    // A page that is not there to its end: the file was cut off.
    let is_cut = error.sqlite_error().is_some_and(|it| it.extended_code == rusqlite::ffi::SQLITE_IOERR_SHORT_READ);
    match error.sqlite_error_code() {
        _ if is_cut => corrupt(path),
        Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => {
            Error::new(ErrorKind::InUse, format!("数据文件正被另一个程序使用：{shown}"))
                .advise("数据没有改动。请关闭另一个窗口或程序后再试")
        }
        Some(Code::DiskFull) => Error::new(ErrorKind::DiskFull, format!("磁盘已满，{doing}没有完成：{shown}"))
            .advise("此前保存的数据都在，没有改动。请腾出空间后再试"),
        Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => {
            Error::new(ErrorKind::ReadOnly, format!("数据文件或所在文件夹不能写入，{doing}没有完成：{shown}"))
                .advise("此前保存的数据都在，没有改动。请检查权限，或把文件复制到可写的位置")
        }
        // Unknown: the statements are fixed and tested, so where one does not fit, the schema or the header is damaged.
        Some(Code::DatabaseCorrupt | Code::Unknown) => corrupt(path),
        Some(Code::NotADatabase) => not_ours(path),
        None if matches!(
            error,
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::QueryReturnedNoRows
                | rusqlite::Error::SqlInputError { .. }
                | rusqlite::Error::Utf8Error(..)
        ) =>
        {
            corrupt(path)
        }
        _ => Error::new(ErrorKind::System, format!("{doing}没有完成：{shown}（系统报告：{error}）"))
            .advise("此前保存的数据都在，没有改动。请稍后再试"),
    }
}

fn corrupt(path: &Path) -> Error {
    Error::new(ErrorKind::Corrupt, format!("数据文件已损坏：{}", path.display()))
        .advise("程序没有改动它。请保留这个文件，并用最近的备份恢复")
}

fn not_ours(path: &Path) -> Error {
    Error::new(ErrorKind::NotOurs, format!("这不是本程序的数据文件：{}", path.display()))
        .advise(format!("程序没有改动它。请检查路径，选用扩展名为 {ENDING} 的文件"))
}
