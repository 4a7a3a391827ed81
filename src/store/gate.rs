//! The gate: a data file is made, or opened after it has shown what it is.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema::{VERSION, migrate, put_right};
use super::verify::standing;
use super::{Store, corrupt, fault, not_ours};
use crate::error::{Error, ErrorKind, Result};
use crate::fsio::{
    Held, PARTIAL, TEMPORARY, clear_left_behind, folder_of, journal_of, keep_private, sync_folder, target_of,
};
use crate::model::backup::ENDING;

/// `application_id` of a data file: the letters `TZH1`.
pub(super) const APPLICATION_ID: i64 = 0x545A_4831;

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read and write; nobody else may meanwhile.
    Write,
    /// To read only.
    Read,
}

impl Store {
    /// Makes a new, empty data file; refuses a path where something stands. The file appears whole or not at all.
    pub fn create(path: &Path) -> Result<()> {
        let exists = || {
            Error::new(ErrorKind::Exists, format!("文件已经存在：{}", path.display()))
                .advise("程序没有改动它。请换一个文件名")
        };
        if path.symlink_metadata().is_ok() {
            return Err(exists());
        }
        utf8(path)?;
        let folder = folder_of(path);
        let io = |error: &std::io::Error| Error::io("新建数据文件", path, error);
        let file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&folder).map_err(|error| io(&error))?;
        let build = || -> rusqlite::Result<()> {
            let mut connection = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            migrate(&mut connection, 0)?;
            connection.close().map_err(|(_, error)| error)
        };
        build().map_err(|error| fault("新建数据文件", path, &error))?;
        file.as_file().sync_all().map_err(|error| io(&error))?;
        file.persist_noclobber(path).map(drop).map_err(|error| {
            if error.error.kind() == std::io::ErrorKind::AlreadyExists { exists() } else { io(&error.error) }
        })
    }

    /// Opens a data file. Tells apart: not there, too new, not ours, corrupt, in use, read-only. Damage
    /// further inside is found by [`Store::check`].
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        if access == Access::Write {
            utf8(path)?;
        }
        let (mut connection, held, version) = held(path, access)?;
        if version < VERSION {
            // The statements below know today's tables only.
            if access == Access::Write {
                keep_copy(&connection, path, version)?;
                migrate(&mut connection, version as usize)
                    .map_err(|error| fault("更新数据文件的版本", path, &error))?;
            } else {
                drop((connection, held));
                return Self::open_older(path, version as usize);
            }
        }
        let put_right = access == Access::Write
            && put_right(&mut connection).map_err(|error| fault("打开数据文件", path, &error))?;
        if access == Access::Write {
            // One that came from a stick is open to everybody. Where it is another user's, it is worked in as it is.
            keep_private(path).ok();
            clear_beside(path);
        }
        Ok(Self::of(connection, held, path, access, put_right))
    }

    /// Opens a data file that nobody else may have open, to look into: it stays as it is, also where it is an older one.
    pub fn look_into(path: &Path) -> Result<Self> {
        let (connection, held, version) = held(path, Access::Write)?;
        let looked = if version < VERSION {
            migrated_in_memory(held.file(), version as usize)
        } else {
            connection.pragma_update(None, "query_only", true).map(|()| connection)
        };
        let connection = looked.map_err(|error| fault("打开数据文件", path, &error))?;
        Ok(Self::of(connection, held, path, Access::Read, false))
    }

    /// Opens an older file to read from. It is brought up to date first; on a disk that takes nothing, in memory alone.
    fn open_older(path: &Path, version: usize) -> Result<Self> {
        // Closed again before it is opened to read from: it would be in its own way.
        match Self::open(path, Access::Write).map(drop) {
            Ok(()) => Self::open(path, Access::Read),
            Err(error) if error.kind() == ErrorKind::ReadOnly => {
                let held = hold(path)?;
                let connection = migrated_in_memory(held.file(), version);
                let connection = connection.map_err(|error| fault("打开数据文件", path, &error))?;
                Ok(Self::of(connection, held, path, Access::Read, false))
            }
            Err(error) => Err(error),
        }
    }

    fn of(connection: Connection, held: Held, path: &Path, access: Access, put_right: bool) -> Self {
        let who = whoami::username().unwrap_or_else(|_| "未知用户".into());
        Self { connection, held: Some(held), path: path.to_path_buf(), access, who, put_right }
    }
}

impl Store {
    /// Goes through every page of the file; finds damage that nothing has come upon yet.
    pub fn check(&self) -> Result<()> {
        match is_sound(&self.connection) {
            Ok(true) => Ok(()),
            Ok(false) => Err(corrupt(&self.path)),
            Err(error) => Err(fault("检查数据文件", &self.path, &error)),
        }
    }
}

/// Clears what was left behind beside a data file, behind a link beside the file itself as well.
pub(super) fn clear_beside(path: &Path) {
    clear_left_behind(&folder_of(path));
    if path.is_symlink()
        && let Ok(target) = target_of(path)
    {
        clear_left_behind(&folder_of(&target));
    }
}

/// Whether every page of a file is as it should be.
pub(super) fn is_sound(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)).map(|told| told == "ok")
}

/// Whether a file says that it is this program's, of this version.
pub(super) fn bears(connection: &Connection, application: i64, version: i64) -> rusqlite::Result<bool> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    Ok(number("application_id")? == application && number("user_version")? == version)
}

/// A data file as it stands, once it has shown what it is: the connection that holds it, a handle of its own that is to
/// close behind that, and its version.
pub(super) fn held(path: &Path, access: Access) -> Result<(Connection, Held, i64)> {
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::new(ErrorKind::NotFound, format!("找不到数据文件：{}", path.display()))
            .advise("请检查路径；新的数据文件用 init 命令新建"),
        _ => Error::io("打开数据文件", path, &error),
    })?;
    if !metadata.is_file() || metadata.len() == 0 {
        return Err(not_ours(path));
    }
    if access == Access::Read && has_journal(path) {
        // A write was cut off. A reader may not put that right, so a writer does it first; where the file
        // may not be written, reading tells so below.
        connect(path, Access::Write).ok();
    }
    let held = hold(path)?;
    let failed = |error: rusqlite::Error| match error.sqlite_error_code() {
        // A header that is wiped makes our own file look foreign: its schema still tells whose it is.
        Some(ErrorCode::NotADatabase | ErrorCode::Unknown) if bears_our_schema(path) => corrupt(path),
        _ => fault("打开数据文件", path, &error),
    };
    let connection = connect(path, access).map_err(failed)?;
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id").map_err(failed)?, number("user_version").map_err(failed)?);
    if application != APPLICATION_ID {
        return Err(if bears_our_schema(path) { corrupt(path) } else { not_ours(path) });
    }
    if version > VERSION {
        return Err(Error::new(
            ErrorKind::TooNew,
            format!("数据文件由更新的版本保存（文件版本{version}，本程序版本{VERSION}）：{}", path.display()),
        )
        .advise("程序没有改动它。请安装新版程序后再打开"));
    }
    if version < 1 {
        return Err(corrupt(path));
    }
    Ok((connection, held, version))
}

/// A handle of a data file that the process holds from then on. One that it holds already is not even opened.
fn hold(path: &Path) -> Result<Held> {
    let held = Held::open(path).map_err(|error| Error::io("打开数据文件", path, &error))?;
    held.ok_or_else(|| {
        let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        fault("打开数据文件", path, &rusqlite::Error::SqliteFailure(busy, None))
    })
}

pub(super) fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let flags = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    prepare(&connection)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    if access == Access::Write {
        // SQLite opens a file that it may not write for reading, in silence; and a folder that takes no
        // journal shows only at the first write. Both are told now, before the clerk types anything.
        if connection.is_readonly("main")? || tempfile::tempfile_in(folder_of(path)).is_err() {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
            return Err(rusqlite::Error::SqliteFailure(code, None));
        }
        // Takes the lock and keeps it, so that a second window is told at once.
        connection.execute_batch("BEGIN EXCLUSIVE; COMMIT;")?;
    }
    Ok(connection)
}

/// An older file on a disk that takes nothing: brought up to date in memory, to be read.
fn migrated_in_memory(file: &std::fs::File, version: usize) -> rusqlite::Result<Connection> {
    let unread = |_| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR), None);
    let size = file.metadata().map_err(unread)?.len();
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(rusqlite::MAIN_DB, file, size as usize, false)?;
    prepare(&connection)?;
    migrate(&mut connection, version)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cell_size_check", true)
}

/// Whether the journal of a write that was cut off lies beside the file.
fn has_journal(path: &Path) -> bool {
    std::fs::metadata(journal_of(path)).is_ok_and(|journal| journal.len() > 0)
}

/// Before an older file is brought up to date, a copy of it is laid beside it: whole on the disk, opened and verified as a
/// backup is. One that is not what it should be does not stay.
fn keep_copy(connection: &Connection, path: &Path, version: i64) -> Result<()> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |count: u32| match count {
        1 => format!("{stem}_升级前_版本{version}{ENDING}"),
        count => format!("{stem}_升级前_版本{version}_{count}{ENDING}"),
    };
    let doing = "升级前备份";
    let folder = folder_of(path);
    let io = |error: &std::io::Error| Error::io(doing, &folder, error);
    // Under another name until it is whole: a copy that was cut off is none.
    let copy = tempfile::Builder::new().prefix(TEMPORARY).suffix(PARTIAL).tempfile_in(&folder);
    let mut copy = copy.map_err(|error| io(&error))?;
    let made = connection.execute("VACUUM INTO ?1", [utf8(copy.path())?]);
    made.map_err(|error| fault(doing, path, &error))?;
    if !is_copy(connection, copy.path(), version).map_err(|error| fault(doing, path, &error))? {
        return Err(corrupt(path));
    }
    copy.as_file().sync_all().map_err(|error| io(&error))?;
    let mut count = 1;
    loop {
        copy = match copy.persist_noclobber(folder.join(name(count))) {
            Ok(_) => break,
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => error.file,
            Err(error) => return Err(io(&error.error)),
        };
        count += 1;
    }
    sync_folder(&folder);
    Ok(())
}

/// A path as `SQLite` takes one in a statement. A name in another code (GB18030, of a folder that was unpacked) is told
/// before anything is written.
pub(super) fn utf8(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| {
        Error::bad_input(format!("文件夹或文件的名字不是通用编码（UTF-8），备份写不到那里：{}", path.display()))
            .advise("数据没有改动。请给它改个名字再打开")
    })
}

/// Whether a copy is a data file of this version whose 台账 comes to what the original's comes to. The records of an older
/// version are not read: the tables are today's only behind the gate.
fn is_copy(original: &Connection, copy: &Path, version: i64) -> rusqlite::Result<bool> {
    let copy = connect(copy, Access::Read)?;
    Ok(bears(&copy, APPLICATION_ID, version)? && is_sound(&copy)? && standing(&copy)? == standing(original)?)
}

/// Whether the file's first pages hold the text of our own schema.
fn bears_our_schema(path: &Path) -> bool {
    use std::io::Read;
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(64 * 1024).read_to_end(&mut head));
    read.is_ok()
        && head.windows(b"CREATE TABLE entry_change".len()).any(|window| window == b"CREATE TABLE entry_change")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fsio::write_atomically;

    /// A file of version 1 and a copy of it, in which something was done.
    fn copied(done: &str) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let (file, copy) = (folder.path().join("台账.taizhang"), folder.path().join("副本.taizhang"));
        for path in [&file, &copy] {
            write_atomically(path, include_bytes!("../../tests/fixtures/version-1.taizhang")).unwrap();
        }
        Connection::open(&copy).unwrap().execute_batch(done).unwrap();
        is_copy(&connect(&file, Access::Read).unwrap(), &copy, 1).is_ok_and(|same| same)
    }

    #[test]
    fn a_copy_before_a_migration_counts_only_where_its_ledger_comes_to_the_same() {
        assert!(copied(""));
        let last = "(SELECT max(id) FROM entry)";
        for done in [
            &format!("DROP TRIGGER entry_no_update; UPDATE entry SET reason = '改过' WHERE id = {last}"),
            &format!(
                "DROP TRIGGER entry_no_delete; DROP TRIGGER entry_change_no_delete; \
                 DELETE FROM entry_change WHERE entry = {last}; DELETE FROM entry WHERE id = {last}"
            ),
            "PRAGMA foreign_keys = OFF; DELETE FROM department",
            "PRAGMA user_version = 2",
            "PRAGMA application_id = 7",
        ] {
            assert!(!copied(done), "{done}");
        }
    }
}
