//! Backups: whole copies of the data file, each opened and verified before it counts.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};
use tempfile::NamedTempFile;

use super::gate::{APPLICATION_ID, bears, clear_beside, connect, is_sound, utf8};
use super::ledger::{last_hash, read_hashes};
use super::schema::VERSION;
use super::{Access, Broken, Store, corrupt, fault};
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::lock::Passphrase;
use crate::model::backup::{BackupName, Moment, superfluous};

/// What came of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackedUp {
    /// It was made; here it is.
    Made(PathBuf),
    /// Nothing has changed since this one was made.
    Unchanged(PathBuf),
}

impl BackedUp {
    /// The backup.
    pub fn path(&self) -> &Path {
        match self {
            BackedUp::Made(path) | BackedUp::Unchanged(path) => path,
        }
    }
}

/// A backup that lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What its name tells.
    pub name: BackupName,
    /// Its size, in bytes.
    pub size: u64,
    /// How many entries its 台账 has; nothing where it is locked or cannot be read.
    pub entries: Option<u64>,
    /// Whether its 台账 began as that of the data file; nothing where that cannot be told.
    pub is_own: Option<bool>,
}

impl Found {
    /// The order of a list: what is known to be the file's own first, then the newest.
    pub fn order(&self) -> impl Ord + use<> {
        (self.is_own != Some(true), std::cmp::Reverse(self.name.moment))
    }
}

/// The backups that lie in a folder and bear the name of the data file `of`, whose 台账 has these fingerprints: its own
/// first, the newest first; none where there is no such folder. They are counted, not checked: that is done with the
/// one that is chosen.
pub fn backups_of(of: &Path, folder: &Path, fingerprints: &[String]) -> Result<Vec<Found>> {
    let names = match names_in(folder, &stem_of(of)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        names => names?,
    };
    let found = |name: BackupName| {
        let path = folder.join(name.file_name());
        let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
        let (entries, first) = if name.locked { None } else { look_into(&path).ok() }.unzip();
        let is_own = match (fingerprints, first.flatten()) {
            ([], _) => None,
            _ if name.is_of(fingerprints) => Some(true),
            ([ours, ..], first) => first.map(|first| first == *ours).or_else(|| name.began_with(ours)),
        };
        Found { path, name, size, entries, is_own }
    };
    let mut found: Vec<Found> = names.into_iter().map(found).collect();
    found.sort_by_key(Found::order);
    Ok(found)
}

/// Refuses words other than those that `known`, the newest locked backup of a place, was locked with: a slip would lock
/// the next one beyond what is written on paper. One that is damaged tells nothing of its words.
pub fn refuse_other_words(passphrase: &Passphrase, known: &Path) -> Result<()> {
    if passphrase.opens(known)? {
        return Ok(());
    }
    Err(Error::bad_input("与这里最近一次备份用的加锁口令不同")
        .advise("没有备份。请核对大小写；要换加锁口令，先把那里加锁的旧备份移到别处"))
}

/// How many entries there are, and the fingerprint of the first.
fn look_into(path: &Path) -> rusqlite::Result<(u64, Option<String>)> {
    let sql = "SELECT count(*), (SELECT hash FROM entry ORDER BY id LIMIT 1) FROM entry";
    let read = |row: &rusqlite::Row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?));
    connect(path, Access::Read)?.query_row(sql, [], read)
}

/// A data file's name without its ending: what its backups begin with.
pub(super) fn stem_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The names of the backups in a folder that begin with `stem`.
pub(super) fn names_in(folder: &Path, stem: &str) -> Result<Vec<BackupName>> {
    let reading = |error: std::io::Error| Error::io("读取备份文件夹", folder, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(reading)? {
        let name = entry.map_err(reading)?.file_name().to_string_lossy().into_owned();
        found.extend(BackupName::parse(&name).filter(|it| it.stem == stem));
    }
    Ok(found)
}

/// The newest backup that has what the one with this name would have.
fn newest_like<'a>(name: &BackupName, own: &'a [BackupName]) -> Option<&'a BackupName> {
    own.iter().filter(|it| it.locked == name.locked && it.head == name.head).max_by_key(|it| it.moment)
}

impl Store {
    /// Makes a backup in `folder`, unless one there has all that this file has. A copy counts only once
    /// it is whole on the disk, was opened and verified as [`Store::verify`] does; until then it bears no backup's
    /// name, and after a failure it is gone. Then the older ones of this file are thinned. Where this file itself is
    /// not what its 台账 tells, or a backup there has more of it, it is not backed up, and nothing is thinned. The
    /// folder is made, its parents are not: where a stick is not plugged in, nothing is put in its place.
    pub fn back_up(&self, folder: &Path, moment: Moment) -> Result<BackedUp> {
        let fingerprint = self.last_fingerprint()?;
        let name = BackupName::new(&stem_of(&self.path), moment, &fingerprint);
        let own = self.prepare(folder, None)?;
        if let Some(newest) = newest_like(&name, &own)
            && self.is_whole(&folder.join(newest.file_name()), &fingerprint).is_ok_and(|whole| whole)
        {
            self.vouch()?;
            return Ok(BackedUp::Unchanged(folder.join(newest.file_name())));
        }
        let copy = self.copy_into(folder, &fingerprint)?;
        keep(copy, folder, name, own).map(BackedUp::Made)
    }

    /// The same, locked with a passphrase: the one that the newest of them there is locked with. The plain copy is made
    /// beside the data file, never in `folder`.
    pub fn back_up_locked(&self, folder: &Path, moment: Moment, passphrase: &Passphrase) -> Result<BackedUp> {
        let fingerprint = self.last_fingerprint()?;
        let first = self.fingerprints()?.into_iter().next().unwrap_or_default();
        let name = BackupName::new(&stem_of(&self.path), moment, &fingerprint).locked(&first);
        let own = self.prepare(folder, Some(passphrase))?;
        if let Some(newest) = newest_like(&name, &own)
            && self.is_locked_whole(&folder.join(newest.file_name()), passphrase, &fingerprint).is_ok_and(|whole| whole)
        {
            self.vouch()?;
            return Ok(BackedUp::Unchanged(folder.join(newest.file_name())));
        }
        if let Some(known) = own.iter().filter(|it| it.locked).max_by_key(|it| it.moment)
            && let Err(error) = refuse_other_words(passphrase, &folder.join(known.file_name()))
            && error.kind() != ErrorKind::Corrupt
        {
            return Err(error);
        }
        let io = |error: std::io::Error| Error::io("备份", folder, &error);
        let beside = fsio::folder_of(&self.path);
        let copy = self.copy_into(&beside, &fingerprint)?;
        let sealed = partial(folder)?;
        passphrase.seal(&mut File::open(copy.path()).map_err(io)?, &mut sealed.as_file(), folder)?;
        sealed.as_file().sync_all().map_err(io)?;
        // It counts once it opens again and holds what was copied.
        let again = partial(&beside)?;
        passphrase.open(&mut File::open(sealed.path()).map_err(io)?, &mut again.as_file(), &beside)?;
        if !has_same_bytes(copy.path(), again.path()).map_err(io)? {
            return Err(not_as_written(folder));
        }
        keep(sealed, folder, name, own).map(BackedUp::Made)
    }

    /// The fingerprint of the 台账: the hash of its last entry; nothing where there is none.
    pub fn last_fingerprint(&self) -> Result<String> {
        last_hash(&self.connection).map_err(|error| self.fault("读取台账", &error))
    }

    /// The fingerprint of every entry of the 台账, oldest first.
    pub fn fingerprints(&self) -> Result<Vec<String>> {
        read_hashes(&self.connection).map_err(|error| self.fault("读取台账", &error))
    }

    /// Makes the folder where it is missing, clears what was left behind there and beside the file, and lists this file's
    /// backups; refuses where one has more than the file.
    fn prepare(&self, folder: &Path, passphrase: Option<&Passphrase>) -> Result<Vec<BackupName>> {
        if !folder.is_dir() {
            std::fs::create_dir(folder).map_err(|error| Error::io("新建备份文件夹", folder, &error))?;
        }
        clear_beside(&self.path);
        fsio::clear_left_behind(folder);
        if let Some(broken) = self.outrun_in(folder, passphrase)? {
            return Err(not_trusted(&broken));
        }
        let fingerprints = self.fingerprints()?;
        let mut names = names_in(folder, &stem_of(&self.path))?;
        names.retain(|it| it.is_of(&fingerprints));
        Ok(names)
    }

    /// A verified copy of this file under a name that is no backup's.
    fn copy_into(&self, folder: &Path, fingerprint: &str) -> Result<NamedTempFile> {
        // What is damaged is not copied over what is good.
        self.check()?;
        let copy = partial(folder)?;
        let made = self.connection.execute("VACUUM INTO ?1", [utf8(copy.path())?]);
        made.map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => corrupt(&self.path),
            _ => fault("备份", folder, &error),
        })?;
        if !self.is_whole(copy.path(), fingerprint)? {
            self.vouch()?;
            return Err(not_as_written(folder));
        }
        copy.as_file().sync_all().map_err(|error| Error::io("备份", folder, &error))?;
        Ok(copy)
    }

    /// Whether a copy of this file is a data file that ends with this fingerprint, and is what its 台账 tells.
    fn is_whole(&self, copy: &Path, fingerprint: &str) -> Result<bool> {
        let read = || -> rusqlite::Result<Option<Connection>> {
            // Past the gate, which would bring an older file up to date: a backup is never changed.
            let connection = connect(copy, Access::Read)?;
            let is_ours = bears(&connection, APPLICATION_ID, VERSION)? && is_sound(&connection)?;
            Ok(is_ours.then_some(connection))
        };
        let Some(connection) = read().map_err(|error| fault("核对备份", copy, &error))? else { return Ok(false) };
        let copy = Self {
            connection,
            held: None,
            path: copy.to_path_buf(),
            access: Access::Read,
            who: self.who.clone(),
            put_right: false,
        };
        let verdict = copy.verify(&copy.register()?, None)?;
        Ok(verdict.broken.is_none() && verdict.fingerprint == fingerprint)
    }

    /// The same of a locked copy.
    fn is_locked_whole(&self, sealed: &Path, passphrase: &Passphrase, fingerprint: &str) -> Result<bool> {
        self.is_whole(self.unlocked(sealed, passphrase)?.path(), fingerprint)
    }

    /// A locked backup, opened beside this file for as long as it is looked at.
    pub(super) fn unlocked(&self, sealed: &Path, passphrase: &Passphrase) -> Result<NamedTempFile> {
        let mut locked = fsio::open("核对备份", sealed)?;
        let beside = fsio::folder_of(&self.path);
        let opened = partial(&beside)?;
        passphrase.open(&mut locked, &mut opened.as_file(), &beside)?;
        Ok(opened)
    }

    /// Refuses where this file itself is not what its 台账 tells.
    fn vouch(&self) -> Result<()> {
        self.verify(&self.register()?, None)?.broken.map_or(Ok(()), |broken| Err(not_trusted(&broken)))
    }
}

/// A file for a backup that is being made: private to its user from the start.
fn partial(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(fsio::TEMPORARY)
        .suffix(fsio::PARTIAL)
        .tempfile_in(folder)
        .map_err(|error| Error::io("备份", folder, &error))
}

/// Whether two files are the same, byte by byte.
fn has_same_bytes(one: &Path, other: &Path) -> std::io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (here, there) = (one.fill_buf()?, other.fill_buf()?);
        let count = here.len().min(there.len());
        if count == 0 || here[..count] != there[..count] {
            return Ok(here.is_empty() && there.is_empty());
        }
        one.consume(count);
        other.consume(count);
    }
}

fn not_as_written(folder: &Path) -> Error {
    Error::new(ErrorKind::System, format!("备份写出后核对不符，没有保留：{}", folder.display()))
        .advise("数据文件没有改动，以前的备份都在。请换一个位置再备份")
}

fn not_trusted(broken: &Broken) -> Error {
    let (why, which) = match broken {
        Broken::Outrun { .. } => ("", "这个备份，核对以后再决定"),
        _ => ("数据文件与台账对不上：", "出问题以前的那一个"),
    };
    Error::new(ErrorKind::Tampered, format!("没有备份，{why}{}", broken.line()))
        .advise(format!("以前的备份都在，一个也没有清理。请保留这个数据文件，点“备份与迎检”里的“恢复备份”，选{which}"))
}

/// Gives a copy its name, lasting through a power cut; only then the older ones of the same file are thinned.
fn keep(copy: NamedTempFile, folder: &Path, name: BackupName, mut own: Vec<BackupName>) -> Result<PathBuf> {
    let path = folder.join(name.file_name());
    copy.persist_noclobber(&path).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::new(ErrorKind::Exists, format!("备份文件夹中已有同名的文件：{}", path.display()))
                .advise("那个文件没有改动。请把它移开后再备份")
        }
        _ => Error::io("备份", folder, &error.error),
    })?;
    fsio::sync_folder(folder);
    let today = name.moment.day;
    let locked = name.locked;
    own.push(name);
    // Plain and locked ones are two rows of backups, thinned each for itself.
    own.retain(|it| it.locked == locked);
    for old in superfluous(&own, today) {
        // One that cannot be removed takes room and does no harm; the next backup tries again.
        std::fs::remove_file(folder.join(old.file_name())).ok();
    }
    Ok(path)
}
