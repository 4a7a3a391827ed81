//! Takes back and does again: what was typed, or the last errand.

use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::form::Form;
use super::super::typed::Typed;
use super::super::workspace::Workspace;
use crate::error::{ErrorKind, Result};
use crate::model::*;
use crate::ops::left_behind;

impl Workspace {
    /// Takes back what was typed, or the last errand; one that touched much is asked about first.
    pub(super) fn ask_undo(&mut self) -> Result<()> {
        if self.typed_in_front().is_some_and(Typed::undo) {
            return Ok(());
        }
        let today = self.today();
        let Some(it) = self.office.undoable()?.filter(|it| it.is_to_be_asked(today)) else { return self.undo() };
        self.dialog = Some(Dialog::Confirm {
            title: "撤销这项操作吗",
            doubt: Some(it.told(today)),
            lines: Vec::new(),
            note: if it.op == Op::StaffLeaves {
                "撤销以后，这些记录回到以前的样子，已有编号的表作废保留，写出的文件不删除；可以按 Ctrl+Y 重做。".into()
            } else {
                "撤销以后，这些记录回到以前的样子，新增的都去掉；可以按 Ctrl+Y 重做。".into()
            },
            verb: "撤销这项操作",
            decline: "不撤销",
            then: Command::UndoAgreed,
        });
        Ok(())
    }

    fn undo(&mut self) -> Result<()> {
        let op = self.office.undo(self.today());
        self.undone(op)
    }

    /// Takes back what was agreed to, which may be much.
    pub(super) fn undo_agreed(&mut self) -> Result<()> {
        let today = self.today();
        self.begin("正在撤销", move |office| Ok(office.undo(today)), Self::undone)
    }

    /// Shows and tells what was taken back.
    fn undone(&mut self, op: Result<Op>) -> Result<()> {
        let Some(op) = self.stepped(op)? else { return Ok(()) };
        self.after_step();
        let told = format!("已撤销：{}（Ctrl+Y 重做）", op.label());
        let mut folders = self.left_in.iter();
        match (left_behind(op), folders.next(), folders.next()) {
            (None, ..) => self.toasts.say(&told),
            (Some(behind), Some(folder), None) => {
                self.toasts.file(&format!("{told}。{behind}：{}", folder.display()), folder);
            }
            // Of several nobody knows any more which.
            (Some(behind), ..) => self.toasts.say(&format!("{told}。{behind}")),
        }
        Ok(())
    }

    pub(super) fn redo(&mut self) -> Result<()> {
        if self.typed_in_front().is_some_and(Typed::redo) {
            return Ok(());
        }
        let (today, records) = (self.today(), self.office.redoable()?.map_or(0, |it| it.records));
        self.run_or_begin(records, "正在重做", move |office| Ok(office.redo(today)), Self::redone)
    }

    /// Shows and tells what was done again.
    fn redone(&mut self, op: Result<Op>) -> Result<()> {
        let Some(op) = self.stepped(op)? else { return Ok(()) };
        match self.form.as_ref().and_then(Form::unmade) {
            // The saving that was taken back stands again: the form on the screen is that one.
            Some(id) if self.office.register().get::<Application>(id).is_some() => self.reopen(id),
            _ => self.after_step(),
        }
        self.toasts.say(&format!("已重做：{}", op.label()));
        Ok(())
    }

    /// A step that leads nowhere is no reason to stop the clerk.
    fn stepped(&mut self, op: Result<Op>) -> Result<Option<Op>> {
        match op {
            Err(error) if error.kind() == ErrorKind::Refused => {
                self.toasts.say(&error.to_string());
                Ok(None)
            }
            outcome => outcome.map(Some),
        }
    }

    /// After a step back or forth the form shows what is kept; a form whose saving was undone stays on the
    /// screen as it was typed, to be saved again.
    fn after_step(&mut self) {
        self.refresh_lists();
        let Some(id) = self.form.as_ref().and_then(Form::application) else { return };
        if self.office.register().get::<Application>(id).is_some() {
            self.reopen(id);
        } else if let Some(form) = &mut self.form {
            form.becomes_new();
        }
    }
}
