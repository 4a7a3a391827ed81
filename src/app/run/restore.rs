//! Runs the commands of 恢复备份.

use super::super::dialog::Dialog;
use super::super::restore_dialog::RestoreDialog;
use super::super::workspace::Workspace;
use crate::clock;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::Office;

impl Workspace {
    /// Shows the backups that there are.
    pub(super) fn ask_restore_backup(&mut self) -> Result<()> {
        if self.guide.is_some() {
            return Err(Error::refused("现在打开的是示例数据，不能恢复备份").advise("请先结束引导"));
        }
        self.leave_form()?;
        Kind::ALL.into_iter().try_for_each(|kind| self.refuse_unsaved(kind))?;
        let read = |office: &mut Office| office.store().fingerprints();
        self.begin("正在读取台账", read, |workspace, fingerprints| {
            let target = workspace.office.store().path();
            let second = workspace.office.register().second_place().map(|place| place.folder);
            workspace.dialog = Some(Dialog::Restore(RestoreDialog::new(target, second, fingerprints)));
            Ok(())
        })
    }

    /// Looks at the chosen backup beside the window; one that is called off can be looked at again.
    pub(super) fn look_at_backup(&mut self) -> Result<()> {
        let Some(Dialog::Restore(dialog)) = &mut self.dialog else { return Ok(()) };
        let (look, now) = (dialog.look(), clock::now(self.surroundings.today));
        let work = move |office: &mut Office| {
            let looked = look(Some(office));
            Ok(office.watched(0, 0).and(looked))
        };
        self.begin("正在打开并核对备份", work, move |workspace, looked| {
            if let Some(Dialog::Restore(dialog)) = &mut workspace.dialog {
                dialog.looked(looked, now);
            }
            Ok(())
        })
    }

    /// Puts it in the place of the data file, which has to be closed for it: the window goes on from there.
    pub(super) fn restore_backup(&mut self) {
        if let Some(Dialog::Restore(dialog)) = self.dialog.take() {
            self.restoring = dialog.into_restoration();
        }
    }
}
