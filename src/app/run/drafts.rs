//! Goes on with what was left half-typed, and throws it away.

use super::super::Screen;
use super::super::command::Command;
use super::super::form::Form;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::store::{Draft, DraftId, Drafted};

impl Workspace {
    /// Shows a paper as it was left.
    pub(super) fn resume(&mut self, draft: Draft) -> Result<()> {
        if !matches!(draft.of, Drafted::Application(_)) {
            return self.open_list(draft.of);
        }
        self.leave_form()?;
        self.tell_left_out(Some(&draft));
        self.form = Form::resume(self.office.register(), draft, self.today());
        if self.form.is_none() {
            return Err(
                Error::refused("这张申请表已经签字、办结或作废，没有保存的内容不能再用").advise("可以在列表上方丢弃它")
            );
        }
        self.screen = Screen::Form;
        Ok(())
    }

    /// Throws away what was half-typed; it can be taken up again as long as the notice shows.
    pub(super) fn drop_draft(&mut self, id: DraftId) -> Result<()> {
        let dropped = self.office.store().drafts()?.into_iter().find(|draft| draft.id == id);
        self.office.drop_draft(id)?;
        self.drafts = self.office.store().drafts()?;
        if let Some(draft) = dropped {
            self.toasts.offer("已丢弃没有保存的内容", vec![("撤销", Command::TakeUp(draft))]);
        }
        Ok(())
    }

    /// Keeps again what was thrown away, and shows it.
    pub(super) fn take_up(&mut self, draft: Draft) -> Result<()> {
        self.office.take_up_draft(&draft)?;
        self.leave_form()?;
        for list in [&mut self.matrix, &mut self.cleanups] {
            list.form.take_if(|form| form.typed.of == draft.of);
        }
        self.resume(draft)
    }
}
