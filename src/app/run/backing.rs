//! Makes the backups: after an hour of work, at closing and when asked.

use eframe::egui;

use super::super::backing::{Both, back_up};
use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::second_dialog::{LockDialog, PlaceDialog};
use super::super::workspace::Workspace;
use crate::error::{Error, ErrorKind, Result};
use crate::lock::Passphrase;
use crate::model::{Kind, SecondPlace};
use crate::ops::Office;
use crate::store::{Access, refuse_other_words};

/// How long the window works between two backups, in seconds.
const EVERY: f64 = 3600.0;

impl Workspace {
    /// Makes them beside the window: a second place may be far away.
    fn begin_back_up(
        &mut self,
        told: impl FnOnce(&mut Self, Result<Both>) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let (today, passphrase) = (self.surroundings.today, self.backing.passphrase.clone());
        let work = move |office: &mut Office| Ok(back_up(office, today, passphrase.as_ref()));
        self.begin("正在备份", work, move |workspace, both| {
            if let Ok(both) = &both {
                workspace.note_trouble(both);
            }
            told(workspace, both)
        })
    }

    fn note_trouble(&mut self, both: &Both) {
        match both {
            Both::Made(_) => {
                self.backing.trouble = None;
                self.backing.holds = Some(self.office.revision());
            }
            Both::NotSecond(error) => {
                self.backing.trouble = Some(error.clone());
                // Another stick may have been locked with other words: they are asked for again.
                if error.kind() == ErrorKind::BadInput {
                    self.backing.passphrase = None;
                }
            }
            Both::Locked(..) => {}
        }
    }

    /// Backs up because the clerk asks for it, and tells what came of it.
    pub(super) fn back_up_now(&mut self) -> Result<()> {
        self.begin_back_up(|workspace, both| match both? {
            Both::Made(made) => {
                let path = made.path();
                let second = workspace.office.register().second_place();
                let second = second.map(|place| format!("；第二份在 {}", place.folder.display())).unwrap_or_default();
                workspace.toasts.file(&format!("已备份并核对：{}{second}", path.display()), path);
                Ok(())
            }
            Both::Locked(place, own) => {
                workspace.dialog = Some(Dialog::Lock(LockDialog::new(place.folder, &own, false)));
                Ok(())
            }
            Both::NotSecond(error) => Err(error),
        })
    }

    /// After an hour of work a backup is made; what fails is said at once, the same only once.
    pub(in crate::app) fn back_up_when_due(&mut self, ctx: &egui::Context) {
        if self.office.store().access() == Access::Read {
            return;
        }
        let now = ctx.input(|input| input.time);
        let since = *self.backing.since.get_or_insert(now);
        if now - since < EVERY || self.dialog.is_some() || self.work.is_some() {
            return;
        }
        self.backing.since = Some(now);
        if self.backing.holds == Some(self.office.revision()) {
            return;
        }
        let told = self.backing.trouble.clone();
        let begun = self.begin_back_up(move |workspace, both| {
            let error = match both? {
                Both::Made(_) => return Ok(()),
                Both::Locked(..) => {
                    let error = Error::refused("第二备份位置没有备份：要先输入加锁口令")
                        .advise("数据文件旁边的备份已经做好。请点“备份与迎检”里的“立即备份”");
                    workspace.backing.trouble = Some(error.clone());
                    error
                }
                Both::NotSecond(error) => error,
            };
            if Some(&error) == told.as_ref() { Ok(()) } else { Err(error) }
        });
        if let Err(error) = begun {
            self.dialog = Some(Dialog::Told(error));
        }
    }

    /// At closing backups are made, and the window closes behind them. One that fails is said first; the window closes
    /// when it is asked again.
    pub(in crate::app) fn back_up_at_closing(&mut self, ctx: &egui::Context) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        if closing && let Some(work) = &self.work {
            // Work that was given up and does not come back holds nothing up: what was saved is in the file.
            if work.is_cancelled() {
                return;
            }
            // Other work is given up first; then the window closes by itself.
            if !self.backing.is_last {
                work.cancel();
                self.backing.closes_after_work = true;
            }
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            return;
        }
        if self.work.is_some() {
            return;
        }
        if std::mem::take(&mut self.backing.closes_after_work) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        if std::mem::take(&mut self.backing.closes) {
            self.backing.closes_at = Some(self.office.revision());
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        if closing && self.ask_about_unsaved() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            return;
        }
        self.backing.is_last = false;
        let is_answered = self.backing.closes_at == Some(self.office.revision());
        if !closing || is_answered || self.office.store().access() == Access::Read {
            return;
        }
        ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        let begun = self.leave_form().and_then(|()| self.back_up_and_close());
        if let Err(error) = begun {
            self.backing.closes_at = Some(self.office.revision());
            self.dialog = Some(Dialog::Told(held_up(&error)));
        }
    }

    /// Asks about what is typed in a register, of which no draft is kept; whether there is something to ask about.
    fn ask_about_unsaved(&mut self) -> bool {
        let dirty = Kind::ALL.into_iter().filter(|kind| self.registers[*kind as usize].is_dirty());
        let names: Vec<String> = dirty.map(|kind| format!("“{}”", kind.term())).collect();
        if names.is_empty() {
            return false;
        }
        self.dialog = Some(Dialog::Confirm {
            title: "还有没有保存的修改",
            doubt: Some(format!("{}里的修改没有保存，关闭窗口就没有了。", names.join("、"))),
            lines: Vec::new(),
            note: "申请表、对照表和清理清单没有保存的会留着，下次继续填写。".into(),
            verb: "不保存，关闭窗口",
            decline: "回去保存",
            then: Command::CloseGivingUp,
        });
        true
    }

    fn back_up_and_close(&mut self) -> Result<()> {
        self.begin_back_up(|workspace, both| {
            let error = match both {
                Ok(Both::Made(_)) => {
                    workspace.backing.closes = true;
                    return Ok(());
                }
                Ok(Both::Locked(place, own)) => {
                    workspace.dialog = Some(Dialog::Lock(LockDialog::new(place.folder, &own, true)));
                    return Ok(());
                }
                Ok(Both::NotSecond(error)) | Err(error) => error,
            };
            workspace.backing.closes_at = Some(workspace.office.revision());
            Err(held_up(&error))
        })?;
        self.backing.is_last = true;
        Ok(())
    }

    /// Gives up what is typed in the registers, and closes the window.
    pub(super) fn close_giving_up(&mut self) {
        self.registers.iter_mut().for_each(|register| drop(register.discard()));
        self.dialog = None;
        self.backing.closes_after_work = true;
    }

    /// Asks for the second place of backups.
    pub(super) fn ask_second_place(&mut self) {
        let present = self.office.register().second_place();
        self.dialog = Some(Dialog::SecondPlace(PlaceDialog::new(present.as_ref())));
    }

    /// Sets the second place, or gives it up; a new one has its first backup at once.
    pub(super) fn set_second_place(&mut self, place: Option<&SecondPlace>) -> Result<()> {
        let today = self.today();
        self.office.set_second_place(place, today)?;
        self.dialog = None;
        (self.backing.passphrase, self.backing.trouble) = (None, None);
        if place.is_some() {
            return self.back_up_now();
        }
        self.toasts.undoable("不再备份到第二个位置；已在那里的备份都还在");
        Ok(())
    }

    /// Takes what was typed in the dialog as what locks the second place, and backs up; where it has to open what was
    /// locked there before, that is tried beside the window: it takes a second, and a stick may be slow.
    pub(super) fn lock_second_place(&mut self) -> Result<()> {
        let Some(Dialog::Lock(dialog)) = &mut self.dialog else { return Ok(()) };
        let Some(passphrase) = dialog.passphrase() else { return Ok(()) };
        let Some(known) = dialog.known() else { return self.lock_with(passphrase) };
        let work = move |office: &mut Office| {
            let fits = refuse_other_words(&passphrase, &known);
            office.watched(0, 0).map(|()| (passphrase, fits))
        };
        self.begin("正在核对加锁口令", work, |workspace, (passphrase, fits)| {
            match (fits, &mut workspace.dialog) {
                (Err(error), Some(Dialog::Lock(dialog))) => {
                    dialog.refuse(error);
                    Ok(())
                }
                (fits, _) => fits.and_then(|()| workspace.lock_with(passphrase)),
            }
        })
    }

    fn lock_with(&mut self, passphrase: Passphrase) -> Result<()> {
        let Some(Dialog::Lock(dialog)) = self.dialog.take() else { return Ok(()) };
        self.backing.passphrase = Some(passphrase);
        if dialog.is_closing() { self.back_up_and_close() } else { self.back_up_now() }
    }
}

/// What closing says of a backup that was not made.
fn held_up(error: &Error) -> Error {
    let advice = format!("{}。再关一次窗口即可退出", error.advice().unwrap_or("已保存的数据都在"));
    Error::new(error.kind(), error.lines().join("；")).advise(advice)
}
