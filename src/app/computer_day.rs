//! The day of the computer, compared with the 台账 (第十五条).

use super::command::Command;
use super::dialog::Dialog;
use super::workspace::Workspace;

impl Workspace {
    /// On a new day, and as soon as the file is open, the day of the computer is compared with the 台账, before anything is
    /// written by it.
    pub(super) fn compare_day(&mut self) {
        let today = self.today();
        if self.compared == Some(today) || self.dialog.is_some() || self.work.is_some() {
            return;
        }
        self.compared = Some(today);
        self.dialog = match self.office.clock_doubt(today) {
            Ok(None) => None,
            Ok(Some(doubt)) => Some(Dialog::Confirm {
                title: "请核对电脑的日期",
                doubt: Some(doubt),
                lines: Vec::new(),
                note: "登记的日期和编号的年份都用电脑的日期。日期不对，先关闭窗口，改好电脑的日期再打开。".into(),
                verb: "关闭窗口",
                decline: "日期没有错",
                then: Command::CloseWindow,
            }),
            Err(error) => Some(Dialog::Told(error)),
        };
    }
}
