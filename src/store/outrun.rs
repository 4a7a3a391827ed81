//! Backups that have more of the 台账 than the file itself: the end of it was cut off, or written anew.

use std::path::Path;

use rusqlite::OptionalExtension;

use super::backup::{names_in, stem_of};
use super::gate::connect;
use super::ledger::{read_hashes, read_sealed};
use super::verify::chain;
use super::{Access, Broken, Store};
use crate::error::{ErrorKind, Result};
use crate::fsio::{folder_of, is_same};
use crate::lock::Passphrase;
use crate::model::backup::{BackupName, Moment};
use crate::model::{Choice, Op};

impl Store {
    /// The newest backup in a folder that has entries which this file has lost; nothing where there is none. What
    /// is let pass: a file that says itself that another was restored since, and one whose 台账 began otherwise. Where
    /// the two parted and both went on, only a folder beside the file proves it: a place elsewhere may be shared by
    /// offices that were begun from one file. What is damaged proves nothing, nor what is locked with another
    /// passphrase than this; of those that are locked, one from a day before the last restoring is let pass unopened.
    pub fn outrun_in(&self, folder: &Path, passphrase: Option<&Passphrase>) -> Result<Option<Broken>> {
        let mut names = match names_in(folder, &stem_of(&self.path)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            names => names?,
        };
        let ours = self.fingerprints()?;
        let Some(first) = ours.first() else { return Ok(None) };
        let reading = |error| self.fault("读取台账", &error);
        let restored = self.last_restored().map_err(reading)?;
        // A name has the machine's time, the 台账 that of Beijing.
        let is_later = |it: &BackupName| restored.is_none_or(|at| it.moment.day >= at.day.plus(-1).unwrap_or(at.day));
        let may_be_opened =
            |it: &BackupName| passphrase.is_some() && it.began_with(first) == Some(true) && is_later(it);
        names.retain(|it| !it.is_of(&ours) && (!it.locked || may_be_opened(it)));
        names.sort_by_key(|it| std::cmp::Reverse(it.moment));
        let is_beside = is_same(&folder_of(folder), &folder_of(&self.path));
        for name in names {
            let backup = folder.join(name.file_name());
            let theirs = match passphrase.filter(|_| name.locked) {
                Some(passphrase) => {
                    let opened = self.unlocked(&backup, passphrase);
                    opened.map(|it| sound_chain(it.path(), first).unwrap_or_default()).unwrap_or_default()
                }
                None => sound_chain(&backup, first).unwrap_or_default(),
            };
            let common = ours.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
            let is_lost = common > 0 && common < theirs.len() && (common == ours.len() || is_beside);
            if is_lost && !self.was_restored_after(common).map_err(reading)? {
                return Ok(Some(Broken::Outrun { backup, has: theirs.len(), common }));
            }
        }
        Ok(None)
    }

    /// When another file was restored last, if one was.
    fn last_restored(&self) -> rusqlite::Result<Option<Moment>> {
        // Its errand stands in the statement, as the index has it.
        let op = Op::Restore.label();
        let sql = format!("SELECT written_at FROM entry WHERE op = '{op}' ORDER BY id DESC LIMIT 1");
        let at = self.connection.query_row(&sql, [], |row| row.get::<_, String>(0)).optional()?;
        Ok(at.and_then(|at| Moment::from_utc(&at)))
    }

    /// Whether the 台账 tells of a restoring behind so many entries.
    fn was_restored_after(&self, entries: usize) -> rusqlite::Result<bool> {
        let mut restoring = self.connection.prepare("SELECT 1 FROM entry WHERE id > ?1 AND op = ?2")?;
        restoring.exists((entries as i64, Op::Restore.label()))
    }
}

/// The fingerprints in a backup, where its 台账 begins with `first` and is whole; else none.
fn sound_chain(backup: &Path, first: &str) -> rusqlite::Result<Vec<String>> {
    let connection = connect(backup, Access::Read)?;
    let begins: String = connection.query_row("SELECT hash FROM entry ORDER BY id LIMIT 1", [], |row| row.get(0))?;
    let is_sound = begins == first && chain(&connection, &read_sealed(&connection)?)?.is_none();
    if is_sound { read_hashes(&connection) } else { Ok(Vec::new()) }
}
