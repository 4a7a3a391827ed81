//! 备份: beside the data file, and at the second place that the clerk has set.

use std::path::Path;

use super::Office;
use super::intake::take;
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::lock::Passphrase;
use crate::model::*;
use crate::store::{BackedUp, Found, backups_of};

impl Office {
    /// Makes a backup in `folder` unless the newest one there has all that this file has; see [`crate::store::Store::back_up`].
    pub fn back_up(&self, folder: &Path, moment: Moment) -> Result<BackedUp> {
        self.store.back_up(folder, moment)
    }

    /// The same, locked with a passphrase; see [`crate::store::Store::back_up_locked`].
    pub fn back_up_locked(&self, folder: &Path, moment: Moment, passphrase: &Passphrase) -> Result<BackedUp> {
        self.store.back_up_locked(folder, moment, passphrase)
    }

    /// Sets 第二备份位置, or gives it up. The folder has to be there: a mistyped one would be missed too late.
    pub fn set_second_place(&mut self, place: Option<&SecondPlace>, today: Day) -> Result<()> {
        if let Some(place) = place {
            // The next start may stand elsewhere.
            if !place.folder.is_absolute() {
                return Err(Error::refused(format!("这不是完整的路径：{}", place.folder.display()))
                    .advise("设置没有改动。请写完整的路径"));
            }
            if !place.folder.is_dir() {
                return Err(Error::refused(format!("没有这个文件夹：{}", place.folder.display()))
                    .advise("设置没有改动。请插上U盘或连上共享文件夹"));
            }
            // Both copies would lie in one place, and go with it.
            let beside = fsio::folder_of(self.store.path());
            if fsio::is_within(&place.folder, &beside) {
                let what = if fsio::is_same(&place.folder, &beside) {
                    "这就是数据文件所在的文件夹"
                } else {
                    "这个文件夹在数据文件所在的文件夹里"
                };
                return Err(Error::refused(what).advise("设置没有改动。第二份要放在另一个盘上，如U盘"));
            }
        }
        self.put_second_place(place, today)
    }

    pub(super) fn put_second_place(&mut self, place: Option<&SecondPlace>, today: Day) -> Result<()> {
        if place == self.register.second_place().as_ref() {
            return Ok(());
        }
        let folder = place.map_or_else(String::new, |place| place.folder.to_string_lossy().into_owned());
        let folder = take("文件夹名称", &folder, text::NOTE_LIMIT, false)?;
        self.save_setting(SettingKey::SecondPlace, SecondPlace::value(place), &folder, today)
    }

    /// The backups of this file at a place: what is known to be its own, the newest first; none where it is not there.
    pub fn own_backups(&self, folder: &Path) -> Result<Vec<Found>> {
        let mut found = backups_of(self.store.path(), folder, &self.store.fingerprints()?)?;
        found.retain(|it| it.is_own == Some(true));
        Ok(found)
    }

    /// Makes a backup at the second place, locked where that is set or a passphrase is given. A folder that is not there
    /// is not made: it is a stick that is not plugged in, or a share that is not connected.
    pub fn back_up_second(
        &self,
        place: &SecondPlace,
        moment: Moment,
        passphrase: Option<&Passphrase>,
    ) -> Result<BackedUp> {
        let folder = &place.folder;
        if !folder.is_dir() {
            return Err(Error::new(ErrorKind::NotFound, format!("找不到 {}", folder.display()))
                .advise("请插上U盘或连上共享文件夹，再点“立即备份”"));
        }
        match passphrase {
            Some(passphrase) => self.back_up_locked(folder, moment, passphrase),
            None if place.is_locked => Err(Error::refused("第二备份位置要加锁口令").advise("请输入加锁口令")),
            None => self.back_up(folder, moment),
        }
    }
}

/// What is said of a place that is to be locked, where backups of before lie unlocked; they are the clerk's to remove.
pub fn told_unlocked(own: &[Found]) -> Option<String> {
    let count = own.iter().filter(|it| !it.name.locked).count();
    (count > 0).then(|| {
        format!("那里还有以前没有加锁的备份{count}份，谁拿到都打得开；程序没有动它们。请到那里手工删除，也可以留着")
    })
}
