//! A backup put in the place of the data file; what stood there is kept beside it.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::gate::held;
use super::{Access, Store, not_ours};
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::lock::Passphrase;
use crate::model::Moment;
use crate::model::backup::ENDING;

/// A copy of a backup, laid beside the data file that it is to replace. The backup itself is never changed: an
/// older one is brought up to date in the copy.
pub struct Staged {
    folder: tempfile::TempDir,
    /// Where the backup came from, for what is told of it.
    shown: PathBuf,
    target: PathBuf,
}

impl Staged {
    /// Lays a copy of `backup` beside `target`.
    pub fn of(backup: &Path, target: &Path) -> Result<Self> {
        let reading = |error: std::io::Error| Error::io("读取备份", backup, &error);
        if !std::fs::metadata(backup).map_err(reading)?.is_file() {
            return Err(not_ours(backup));
        }
        let staged = Self::beside(backup, target)?;
        staged.take(fsio::open("读取备份", backup)?, &staged.file(), reading)?;
        // Whoever copied a data file by hand while a write was cut off has its journal beside it.
        let journal = fsio::journal_of(backup);
        if let Ok(journal) = File::open(&journal) {
            staged.take(journal, &fsio::journal_of(&staged.file()), reading)?;
        }
        Ok(staged)
    }

    /// The same for a backup that is locked.
    pub fn of_locked(backup: &Path, passphrase: &Passphrase, target: &Path) -> Result<Self> {
        let staged = Self::beside(backup, target)?;
        let mut locked = fsio::open("读取备份", backup)?;
        let file = staged.file();
        let writing = |error: std::io::Error| Error::io("恢复", target, &error);
        let mut opened = File::create(&file).map_err(writing)?;
        fsio::keep_private(&file)?;
        passphrase.open(&mut locked, &mut opened, target)?;
        opened.sync_all().map_err(writing)?;
        Ok(staged)
    }

    fn beside(backup: &Path, target: &Path) -> Result<Self> {
        // Behind a link the file itself is replaced, and kept where it lies.
        let target = fsio::target_of(target)?;
        // Not even looked into: where it is open here, a second handle that closes takes its lock away.
        if fsio::is_same(backup, &target) {
            return Err(Error::bad_input(format!("这就是现在的数据文件：{}", target.display()))
                .advise("数据没有改动。请选一个备份"));
        }
        let folder = fsio::folder_of(&target);
        let folder = tempfile::Builder::new()
            .prefix(fsio::TEMPORARY)
            .tempdir_in(&folder)
            .map_err(|error| Error::io("恢复", &folder, &error))?;
        Ok(Self { folder, shown: backup.to_path_buf(), target })
    }

    /// Copies `from`; `reading` tells what goes wrong with that.
    fn take(&self, mut from: File, to: &Path, reading: impl Fn(std::io::Error) -> Error) -> Result<()> {
        let writing = |error: std::io::Error| Error::io("恢复", &self.target, &error);
        let mut file = File::create(to).map_err(writing)?;
        fsio::copy(&mut from, &mut file, reading, writing)?;
        file.sync_all().map_err(writing)?;
        fsio::keep_private(to)
    }

    /// The copy, under the name that it will bear.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join(self.target.file_name().unwrap_or_default())
    }

    /// Opens the copy; what is wrong with it is told of the backup.
    pub fn open(&self) -> Result<Store> {
        let opened = Store::open(&self.file(), Access::Write);
        opened.map_err(|error| self.naming_backup(&error))
    }

    /// What is wrong with the copy, told of the backup that it came from.
    pub fn naming_backup(&self, error: &Error) -> Error {
        let (copy, shown) = (self.file().display().to_string(), self.shown.display().to_string());
        let told = Error::new(error.kind(), error.lines().join("；").replace(&copy, &shown));
        told.advise("现在的数据文件没有改动。请换一个备份")
    }

    /// The name under which the present file will be kept; none where there is no file.
    pub fn keeps(&self, moment: Moment) -> Option<PathBuf> {
        self.target.exists().then(|| {
            let stem = self.target.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{stem}_恢复前_{}_{}", moment.day.iso(), moment.clock());
            let folder = fsio::folder_of(&self.target);
            let numbered = (1..).map(|count| match count {
                1 => folder.join(format!("{name}{ENDING}")),
                count => folder.join(format!("{name}_{count}{ENDING}")),
            });
            let free = numbered.into_iter().find(|path| !path.exists());
            free.unwrap_or_else(|| folder.join(format!("{name}{ENDING}")))
        })
    }

    /// Puts the copy in the place of the data file, by renaming: at every moment one of the two stands there whole.
    /// The present file, and the journal of a write that was cut off, are kept as `kept`.
    pub fn swap(self, kept: Option<&Path>) -> Result<()> {
        let writing = |error: std::io::Error| Error::io("恢复", &self.target, &error);
        // Held for a moment, and left as it is.
        if let Err(error) = held(&self.target, Access::Write)
            && error.kind() == ErrorKind::InUse
        {
            return Err(error);
        }
        if let Some(kept) = kept {
            // A second name costs no room; where the disk knows no such thing, a copy does it.
            if std::fs::hard_link(&self.target, kept).is_err() {
                let reading = |error: std::io::Error| Error::io("读取数据文件", &self.target, &error);
                self.take(File::open(&self.target).map_err(reading)?, kept, reading)?;
            }
            // Left behind, it would be played back into the file that comes now.
            let journal = fsio::journal_of(&self.target);
            if journal.exists() {
                std::fs::rename(&journal, fsio::journal_of(kept)).map_err(writing)?;
            }
        }
        std::fs::rename(self.file(), &self.target).map_err(writing)?;
        fsio::sync_folder(&fsio::folder_of(&self.target));
        Ok(())
    }
}
