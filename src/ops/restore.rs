//! 恢复备份: what is in a backup, what would be lost, and the backup in the place of the data file.

use std::path::{Path, PathBuf};

use super::Office;
use super::sheets::file_told;
use crate::error::{Error, ErrorKind, Result};
use crate::lock::Passphrase;
use crate::model::*;
use crate::store::{Entry, Errand, LastNumbers, Staged, Store};

/// A backup that was looked at and found whole, ready to be put in the place of the data file.
pub struct Restoration {
    // Closed before the copy that it stands on is removed: Windows removes no open file.
    office: Office,
    staged: Staged,
    backup: PathBuf,
    last: Option<Entry>,
    present: Present,
}

/// What is said where nobody knows which numbers were given after the backup.
const CHECK_NUMBERS: &str =
    "注意：备份以后用过的编号查不到了。恢复后请找出最后打印的各种表，编号与它重复的请作废，另填一张";

/// What stands where the backup would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Present {
    /// Nothing.
    Missing,
    /// A file that cannot be read, and why.
    Unreadable(Error),
    /// A data file.
    Read {
        /// The entries that the backup does not have, oldest first.
        lost: Vec<Entry>,
        /// How many half-typed forms it holds.
        drafts: usize,
        /// How many entries the backup has that the file does not: it is no earlier state of this file.
        foreign: usize,
        /// 第二备份位置 as it is set there.
        second_place: Option<SecondPlace>,
        /// The last numbers of its papers, where they go beyond those of the backup: they are not given again.
        numbers: LastNumbers,
    },
}

impl Restoration {
    /// Looks at a backup for the data file `target`: it is copied beside it, opened and verified with all its 台账.
    pub fn of(backup: &Path, target: &Path) -> Result<Self> {
        Self::new(Staged::of(backup, target)?, backup, |store, entries| look_at(target, store, entries))
    }

    /// The same for a backup that is locked.
    pub fn of_locked(backup: &Path, passphrase: &Passphrase, target: &Path) -> Result<Self> {
        let staged = Staged::of_locked(backup, passphrase, target)?;
        Self::new(staged, backup, |store, entries| look_at(target, store, entries))
    }

    /// The same for the data file that an office has open. It has to be closed before the backup takes its place.
    pub fn over(office: &Office, backup: &Path, passphrase: Option<&Passphrase>) -> Result<Self> {
        let target = office.store.path();
        let staged = match passphrase {
            None => Staged::of(backup, target)?,
            Some(passphrase) => Staged::of_locked(backup, passphrase, target)?,
        };
        Self::new(staged, backup, |store, entries| Ok(read_present(&office.store, store, entries)))
    }

    fn new(staged: Staged, backup: &Path, present: impl FnOnce(&Store, &[Entry]) -> Result<Present>) -> Result<Self> {
        let store = staged.open()?;
        let sound = store.check().and_then(|()| store.register());
        let register = sound.map_err(|error| staged.naming_backup(&error))?;
        let office = Office::of(store, register);
        if let Some(broken) = office.verify(None)?.broken {
            return Err(Error::new(ErrorKind::Tampered, format!("备份的台账不可信：{}", broken.line()))
                .advise("现在的数据文件没有改动。请换一个备份"));
        }
        let entries = office.store().entries_since(None)?;
        let present = present(office.store(), &entries)?;
        Ok(Self { staged, backup: backup.to_path_buf(), office, last: entries.last().cloned(), present })
    }

    /// What is in the backup.
    pub fn register(&self) -> &Register {
        self.office.register()
    }

    /// The last entry that the backup has.
    pub fn last(&self) -> Option<&Entry> {
        self.last.as_ref()
    }

    /// What stands in its place now, and what of it would be lost.
    pub fn present(&self) -> &Present {
        &self.present
    }

    /// All of it in the clerk's words, a line each.
    pub fn lines(&self) -> Vec<String> {
        let it = self.register();
        let last = self.last().map_or_else(
            || "没有台账".to_owned(),
            |last| format!("台账{}条，最后一条是{}的“{}”", last.id.0, last.day.chinese(), last.op.label()),
        );
        let mut lines = vec![
            format!("备份里有：{last}"),
            format!(
                "　　　　　科室{}、人员{}、信息系统{}、账号{}、申请表{}、清理清单{}",
                it.departments.len(),
                it.people.len(),
                it.systems.len(),
                it.accounts.len(),
                it.applications.len(),
                it.cleanups.len()
            ),
        ];
        match &self.present {
            Present::Missing => {
                lines.push("现在没有数据文件，不会失去什么".into());
                lines.push(CHECK_NUMBERS.into());
            }
            Present::Unreadable(error) => {
                lines.push(format!("现在的数据文件打不开：{}", error.lines().join("；")));
                lines.push("会失去：备份以后的全部内容".into());
                lines.push(CHECK_NUMBERS.into());
            }
            Present::Read { lost, drafts, foreign, numbers, .. } => {
                if *foreign > 0 {
                    lines.push(format!("注意：备份有{foreign}条是现在的数据文件没有的，它不是这个文件较早的样子"));
                }
                if let Some(numbers) = numbers.told() {
                    lines.push(format!("{numbers}，不会再编出同样的编号；备份以后的表还有用的，请另填一张"));
                }
                if lost.is_empty() && *drafts == 0 {
                    lines.push("会失去：没有".into());
                } else {
                    lines.push(format!("会失去：台账{}条，草稿{drafts}份", lost.len()));
                }
                if let Some(place) = self.kept_place() {
                    lines.push(format!("第二备份位置照旧：{}", place.folder.display()));
                }
                for entry in lost {
                    lines.push(format!("　{}　{}　{}　{}", entry.id.0, entry.day.iso(), entry.op.label(), entry.basis));
                }
            }
        }
        lines
    }

    /// 第二备份位置 of the present file, where the backup has another or none: it is of this computer and not of the
    /// records, and is not given up with them. A file that has none takes what the backup has.
    fn kept_place(&self) -> Option<&SecondPlace> {
        let Present::Read { second_place, .. } = &self.present else { return None };
        second_place.as_ref().filter(|place| self.register().second_place().as_ref() != Some(*place))
    }

    /// How many entries would be lost; nothing where that cannot be told.
    pub fn lost(&self) -> Option<usize> {
        match &self.present {
            Present::Missing => Some(0),
            Present::Unreadable(_) => None,
            Present::Read { lost, .. } => Some(lost.len()),
        }
    }

    /// Under which name the present file will be kept; nothing where there is none.
    pub fn keeps(&self, moment: Moment) -> Option<PathBuf> {
        self.staged.keeps(moment)
    }

    /// Puts the backup in the place of the data file; returns where the file that stood there is kept. The 台账 of
    /// the restored file says that it was restored, and what was given up; 第二备份位置 stays as it is set now.
    pub fn carry_out(self, moment: Moment) -> Result<Option<PathBuf>> {
        let place = self.kept_place().cloned();
        let Self { staged, backup, mut office, present, .. } = self;
        let kept = staged.keeps(moment);
        let mut reason = format!("备份：{}", file_told(&backup));
        if let Present::Read { lost, .. } = &present
            && let Some(last) = lost.last()
        {
            reason.push_str(&format!("；放弃{}条，末条指纹{}", lost.len(), last.hash));
        }
        let numbers = if let Present::Read { numbers, .. } = &present { numbers.told() } else { None };
        if let Some(kept) = &kept {
            reason.push_str(&format!("；原文件保留为{}", file_told(kept)));
        }
        // Behind all else: what is given up is read from here.
        if let Some(numbers) = numbers {
            reason.push_str(&format!("；{numbers}"));
        }
        office.store.note(&Errand::new(Op::Restore, moment.day).because(&reason))?;
        if let Some(place) = &place {
            office.put_second_place(Some(place), moment.day)?;
        }
        drop(office);
        staged.swap(kept.as_deref())?;
        Ok(kept)
    }
}

fn look_at(target: &Path, backup: &Store, entries: &[Entry]) -> Result<Present> {
    let store = match Store::look_into(target) {
        Ok(store) => store,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Present::Missing),
        // Somebody is at work in it, or the disk does not let us.
        Err(error) if matches!(error.kind(), ErrorKind::InUse | ErrorKind::ReadOnly | ErrorKind::DiskFull) => {
            return Err(error);
        }
        Err(error) => return Ok(Present::Unreadable(error)),
    };
    Ok(read_present(&store, backup, entries))
}

fn read_present(store: &Store, of_backup: &Store, backup: &[Entry]) -> Present {
    let read = || {
        store.check()?;
        let numbers = store.last_numbers()?.beyond(&of_backup.last_numbers()?);
        Ok((store.entries_since(None)?, store.drafts()?.len(), store.register()?.second_place(), numbers))
    };
    let (mut entries, drafts, second_place, numbers) = match read() {
        Ok(read) => read,
        Err(error) => return Present::Unreadable(error),
    };
    let common = entries.iter().zip(backup).take_while(|(one, other)| one.hash == other.hash).count();
    Present::Read { lost: entries.split_off(common), drafts, foreign: backup.len() - common, second_place, numbers }
}
