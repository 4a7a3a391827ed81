//! The backups of an office: beside the data file, and at the second place where one is set.

use crate::error::{Error, Result};
use crate::lock::Passphrase;
use crate::model::{Day, SecondPlace};
use crate::ops::Office;
use crate::store::{BackedUp, Found};
use crate::{clock, places};

/// When a backup was made last, and what has been said about it.
#[derive(Default)]
pub struct Backing {
    /// In seconds of the window.
    pub(super) since: Option<f64>,
    /// The revision of the register that was backed up last: an hour without work asks nothing of the disk.
    pub(super) holds: Option<u64>,
    /// The revision of the register behind which it closes without another: that one is backed up, or that it is not has
    /// been said.
    pub(super) closes_at: Option<u64>,
    /// Whether the backups under way are those of closing.
    pub(super) is_last: bool,
    /// What locks the backups at the second place: kept while the window is open.
    pub(super) passphrase: Option<Passphrase>,
    /// Why there is no backup at the second place: said once, and then shown beside the place.
    pub(super) trouble: Option<Error>,
    /// The clerk has answered what closing asked.
    pub(super) closes: bool,
    /// Whether it closes once the work under way is given up.
    pub(super) closes_after_work: bool,
}

/// What came of the backups.
pub(super) enum Both {
    /// Both were made, or the only one.
    Made(BackedUp),
    /// The second place wants its passphrase first; the backups of the file that lie there, the newest first.
    Locked(SecondPlace, Vec<Found>),
    /// The one beside the data file was made, the second was not.
    NotSecond(Error),
}

/// Makes the backup beside the data file, verified before it counts, and the one at the second place; nothing where
/// nothing has changed.
pub(super) fn back_up(office: &Office, today: Option<Day>, passphrase: Option<&Passphrase>) -> Result<Both> {
    let (folder, now) = (places::backup_folder(office.store().path()), clock::now(today));
    let made = match office.back_up(&folder, now) {
        // No other place is the better for what is wrong with the file itself.
        Err(error) if error.is_of_the_file() => return Err(error),
        Err(error) => {
            let told = format!("备份没有做成：{}", error.lines().join("；"));
            Err(Error::new(error.kind(), told)
                .advise("数据文件本身没有问题，已保存的都在。请腾出空间或检查权限，再点“备份与迎检”里的“立即备份”"))
        }
        made => made,
    };
    let Some(place) = office.register().second_place() else { return made.map(Both::Made) };
    if place.is_locked && passphrase.is_none() {
        made?;
        // Why it cannot be listed, the backup says that is made there next.
        let own = office.own_backups(&place.folder).unwrap_or_default();
        return Ok(Both::Locked(place, own));
    }
    // Words that were typed before the lock was taken back (撤销) lock nothing now.
    let passphrase = passphrase.filter(|_| place.is_locked);
    let second = office.back_up_second(&place, now, passphrase);
    let made = match (made, &second) {
        (Ok(made), _) => made,
        (Err(error), Ok(_)) => return Err(error.adding("第二备份位置的备份已经做好")),
        (Err(error), Err(other)) => {
            return Err(error.adding(&format!("第二备份位置也没有备份：{}", other.lines().join("；"))));
        }
    };
    let Err(error) = second else { return Ok(Both::Made(made)) };
    let told = format!("第二备份位置没有备份：{}", error.lines().join("；"));
    let advice = error.advice().unwrap_or("请检查那个位置");
    Ok(Both::NotSecond(Error::new(error.kind(), told).advise(format!("数据文件旁边的备份已经做好。{advice}"))))
}
