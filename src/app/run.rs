//! Runs commands: the only file of the window that changes data.

mod backing;
mod filling;
mod forms;
mod guide;
mod lists;
mod output;
mod rounds;
mod rules;
mod steps;
mod trust;

use super::Screen;
use super::command::{Command, Unsaved, VoidKey};
use super::dialog::Dialog;
use super::form::Form;
use super::newcomers::Known;
use super::palette::Palette;
use super::typed::Typed;
use super::work::{Outcome, Work};
use super::workspace::{Wish, Workspace};
use crate::error::{Error, ErrorKind, Result};
use crate::model::*;
use crate::ops::{Office, left_behind};
use crate::store::{Draft, DraftId, Drafted};

/// The most records that an errand touches within a frame.
const AT_ONCE: usize = 50;

impl Workspace {
    /// Runs a command; what goes wrong is said in a dialog, once. A dialog that was asked comes back behind it, with all
    /// that was typed.
    pub(super) fn run(&mut self, command: Command) {
        if let Err(error) = self.try_run(command) {
            self.refuse(error);
        }
    }

    /// Says what went wrong, over the dialog that asked for it.
    fn refuse(&mut self, error: Error) {
        self.behind = self.dialog.take().filter(Dialog::comes_back);
        self.tell(error);
    }

    /// Puts the dialog aside while the work is under way that it has begun.
    pub(super) fn put_aside(&mut self) {
        self.aside = self.dialog.take();
    }

    /// What long work has come to; what went wrong is said in a dialog, but not what the clerk called off. The dialog that
    /// asked for it comes back behind what is said.
    pub(super) fn finish(&mut self, outcome: Outcome<Self>) {
        let aside = self.aside.take();
        let (ended, cancelled) = match outcome {
            Outcome::Ended { finish, cancelled } => (finish.and_then(|finish| finish(self)), cancelled),
            Outcome::Died { was_lent } => {
                let interrupted =
                    Error::new(ErrorKind::System, "这项工作中断了").advise("已保存的数据都在。请再试一次");
                let opened = if was_lent { self.office.reopen() } else { Ok(()) };
                (opened.and(Err(interrupted)), false)
            }
        };
        match ended {
            Err(_) if cancelled => self.toasts.say("已取消，数据没有改动"),
            Err(error) => {
                self.dialog = aside.or(self.dialog.take());
                self.refuse(error);
            }
            Ok(()) => {}
        }
    }

    /// Begins work on the data file beside the window.
    pub(super) fn begin<T: Send + 'static>(
        &mut self,
        title: &str,
        work: impl FnOnce(&mut Office) -> Result<T> + Send + 'static,
        then: impl FnOnce(&mut Self, T) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let back = move |workspace: &mut Self, lent: Office, outcome: Result<T>| {
            workspace.office.take_back(lent);
            then(workspace, outcome?)
        };
        self.work = Some(Work::lend(title, &mut self.office, work, back)?);
        Ok(())
    }

    /// Runs an errand on so many records at once, or begins it where they are more than a frame is for.
    fn run_or_begin<T: Send + 'static>(
        &mut self,
        records: usize,
        title: &str,
        errand: impl FnOnce(&mut Office) -> Result<T> + Send + 'static,
        then: impl FnOnce(&mut Self, T) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        if records > AT_ONCE {
            return self.begin(title, errand, then);
        }
        let done = errand(&mut self.office)?;
        then(self, done)
    }

    /// Says what went wrong.
    pub(super) fn tell(&mut self, error: Error) {
        self.dialog = Some(Dialog::Told(error));
    }

    fn try_run(&mut self, command: Command) -> Result<()> {
        match command {
            Command::New if matches!(self.screen, Screen::Register(_)) => {
                if let Some(register) = self.register_in_front() {
                    register.begin_new();
                }
            }
            Command::New if self.screen == Screen::Cleanups => self.open_list(Drafted::Cleanup(None))?,
            Command::New => {
                self.leave_form()?;
                self.form = Some(Form::new(self.office.register(), self.today()));
                self.screen = Screen::Form;
            }
            Command::Save => match self.screen {
                Screen::Form => drop(self.save_form()?),
                Screen::Register(kind) => self.save_record(kind)?,
                Screen::Matrix | Screen::Cleanups => drop(self.save_list()?),
                _ => {}
            },
            Command::DiscardRecord => {
                if let Screen::Register(kind) = self.screen
                    && let Some(unsaved) = self.registers[kind as usize].discard()
                {
                    self.toasts.offer("已放弃修改", vec![("撤销", Command::TakeUpRecord(kind, unsaved))]);
                }
            }
            Command::TakeUpRecord(kind, unsaved) => {
                self.refuse_unsaved(kind)?;
                self.show(Screen::Register(kind))?;
                self.registers[kind as usize].take_up(unsaved);
            }
            Command::Find => {
                if let Some(register) = self.register_in_front() {
                    register.focus_search();
                } else if let Some(matters) = self.matters_in_front() {
                    matters.focus_search();
                } else if self.screen == Screen::Filings {
                    self.filings.focus_search();
                } else if self.screen == Screen::History {
                    self.history.focus_search();
                } else {
                    self.show(Screen::Applications)?;
                    self.list.focus_search();
                }
            }
            Command::Palette => self.dialog = Some(Dialog::Palette(Palette::new(self.offers()))),
            Command::Undo => self.ask_undo()?,
            Command::UndoAgreed => self.undo_agreed()?,
            Command::Redo => self.redo()?,
            Command::Show(screen) => self.show(screen)?,
            Command::Open(id) => {
                self.leave_form()?;
                // A form that was left half-typed goes on where it was left.
                let draft = self.drafts.iter().find(|draft| draft.application() == Some(id)).cloned();
                self.tell_left_out(draft.as_ref());
                let form = draft.and_then(|draft| Form::resume(self.office.register(), draft, self.today()));
                self.form = form.or_else(|| Form::open(self.office.register(), id));
                self.screen = Screen::Form;
            }
            Command::Resume(draft) if !matches!(draft.of, Drafted::Application(_)) => self.open_list(draft.of)?,
            Command::Resume(draft) => {
                self.leave_form()?;
                self.tell_left_out(Some(&draft));
                self.form = Form::resume(self.office.register(), draft, self.today());
                if self.form.is_none() {
                    return Err(Error::refused("这张申请表已经签字、办结或作废，没有保存的内容不能再用")
                        .advise("可以在列表上方丢弃它"));
                }
                self.screen = Screen::Form;
            }
            Command::TakeUp(draft) => self.take_up(draft)?,
            Command::DropDraft(draft) => self.drop_draft(draft)?,
            Command::AskVoid => {
                let what = match self.list_form().map(|form| form.typed.of) {
                    Some(Drafted::Cleanup(Some(id))) => VoidKey::Cleanup(id),
                    _ => VoidKey::Application(self.saved_form()?),
                };
                self.dialog = Some(Dialog::Void { what, reason: String::new() });
            }
            Command::AskVoidOf(what) => self.dialog = Some(Dialog::Void { what, reason: String::new() }),
            Command::Void(what, reason) => self.void(what, &reason)?,
            Command::Restore(kind, number) => {
                self.office.restore_record(kind, number, self.today())?;
                self.toasts.undoable("已恢复");
            }
            Command::CloseDialog => self.close_dialog(),
            Command::SetTheme(theme) => self.preferences.change(|kept| kept.theme = theme)?,
            Command::Resize(step) => {
                self.preferences.change(|kept| kept.step(step))?;
                self.toasts.say(&format!("显示大小 {}%", self.preferences.kept.size));
            }
            Command::BeginGuide(at) if self.guide.is_none() => self.wish = Some(Wish::Practise(at)),
            Command::BeginGuide(at) | Command::GuideTo(at) => self.go_to_step(at)?,
            Command::EndGuide => self.wish = Some(Wish::GoBack),
            Command::BackUp => self.back_up_now()?,
            other => self.run_on_forms(other)?,
        }
        Ok(())
    }

    /// Throws away what was half-typed; it can be taken up again as long as the notice shows.
    fn drop_draft(&mut self, id: DraftId) -> Result<()> {
        let dropped = self.office.store().drafts()?.into_iter().find(|draft| draft.id == id);
        self.office.drop_draft(id)?;
        self.drafts = self.office.store().drafts()?;
        if let Some(draft) = dropped {
            self.toasts.offer("已丢弃没有保存的内容", vec![("撤销", Command::TakeUp(draft))]);
        }
        Ok(())
    }

    /// Keeps again what was thrown away, and shows it.
    fn take_up(&mut self, draft: Draft) -> Result<()> {
        self.office.take_up_draft(&draft)?;
        self.leave_form()?;
        for list in [&mut self.matrix, &mut self.cleanups] {
            list.form.take_if(|form| form.typed.of == draft.of);
        }
        self.try_run(Command::Resume(draft))
    }

    fn register_in_front(&mut self) -> Option<&mut super::register_screen::RegisterScreen> {
        match self.screen {
            Screen::Register(kind) => Some(&mut self.registers[kind as usize]),
            _ => None,
        }
    }

    /// What is typed in the panel of a register is not lost to what would take its place.
    pub(super) fn refuse_unsaved(&self, kind: Kind) -> Result<()> {
        if !self.registers[kind as usize].is_dirty() {
            return Ok(());
        }
        Err(Error::refused(format!("“{}”里有未保存的修改", kind.term())).advise("请先保存或放弃修改"))
    }

    fn save_record(&mut self, kind: Kind) -> Result<()> {
        let today = self.today();
        let Some(Unsaved { number, texts, because }) = self.registers[kind as usize].typed() else { return Ok(()) };
        if !self.registers[kind as usize].is_dirty() {
            self.toasts.say("没有改动，不需要保存");
            return Ok(());
        }
        let known = Known::of(self.office.register());
        let leaves = |register: &Register, number| {
            kind == Kind::People && register.get::<Person>(PersonId(number)).is_some_and(|it| it.left_on.is_some())
        };
        let was_to_leave = number.is_some_and(|number| leaves(self.office.register(), number));
        let number = self.office.save_record_because(kind, number, &texts, &because, today)?;
        self.registers[kind as usize].saved(number);
        self.tell_saved("已保存", &known);
        if was_to_leave && !leaves(self.office.register(), number) && self.dialog.is_none() {
            self.ask_call_off(PersonId(number));
        }
        Ok(())
    }

    pub(super) fn show(&mut self, screen: Screen) -> Result<()> {
        if screen != Screen::Form {
            self.leave_form()?;
        }
        self.screen = screen;
        Ok(())
    }

    /// A form that is left half-typed stays as a draft.
    pub(super) fn leave_form(&mut self) -> Result<()> {
        for form in [&mut self.matrix.form, &mut self.cleanups.form].into_iter().flatten() {
            form.typed.keep(&mut self.office)?;
        }
        if let Some(form) = &mut self.form {
            // What cannot be kept is not left behind: the form stays in front.
            form.typed.keep(&mut self.office)?;
        }
        self.form = None;
        // While the file is lent they stay as they are: nothing is kept or thrown away then.
        if !self.work.as_ref().is_some_and(Work::has_file) {
            self.drafts = self.office.store().drafts()?;
        }
        Ok(())
    }

    /// Tells what was saved, and whom and what it has taken into the register; a name that may be a slip is asked about,
    /// while nothing rests on it.
    fn tell_saved(&mut self, told: &str, known: &Known) {
        let register = self.office.register();
        let (newcomers, doubts) = (known.newcomers(register), known.doubts(register));
        self.toasts.undoable(&format!("{told}{newcomers}"));
        if !doubts.is_empty() {
            self.dialog = Some(Dialog::Confirm {
                title: "名称写对了吗",
                doubt: Some(doubts.join("；")),
                lines: Vec::new(),
                note: format!("{told}。写错了请撤销，改好再保存；没有写错就保留。"),
                verb: "撤销这次保存",
                decline: "没有写错",
                // The saving, not the last that was typed; what was typed stays on the screen.
                then: Command::UndoAgreed,
            });
        }
    }

    /// Takes back what was typed, or the last errand; one that touched much is asked about first.
    fn ask_undo(&mut self) -> Result<()> {
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
    fn undo_agreed(&mut self) -> Result<()> {
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

    fn redo(&mut self) -> Result<()> {
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
