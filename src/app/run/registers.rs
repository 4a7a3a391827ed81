//! Keeps what is typed in the panel of a register.

use super::super::Screen;
use super::super::command::{Command, Unsaved};
use super::super::newcomers::Known;
use super::super::register_screen::RegisterScreen;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;

impl Workspace {
    /// The register in front, if one is.
    pub(super) fn register_in_front(&mut self) -> Option<&mut RegisterScreen> {
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

    pub(super) fn save_record(&mut self, kind: Kind) -> Result<()> {
        let today = self.today();
        let Some(Unsaved { number, texts, because }) = self.registers[kind as usize].typed() else { return Ok(()) };
        if !self.registers[kind as usize].is_dirty() {
            self.toasts.say("没有改动，不需要保存");
            return Ok(());
        }
        let known = Known::before(kind, number, self.office.register());
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

    /// What is typed is given up; it can be taken up again as long as the notice shows.
    pub(super) fn discard_record(&mut self) {
        if let Screen::Register(kind) = self.screen
            && let Some(unsaved) = self.registers[kind as usize].discard()
        {
            self.toasts.offer("已放弃修改", vec![("撤销", Command::TakeUpRecord(kind, unsaved))]);
        }
    }

    /// Takes up again what was given up.
    pub(super) fn take_up_record(&mut self, kind: Kind, unsaved: Unsaved) -> Result<()> {
        self.refuse_unsaved(kind)?;
        self.show(Screen::Register(kind))?;
        self.registers[kind as usize].take_up(unsaved);
        Ok(())
    }

    /// A record that was void counts again.
    pub(super) fn restore_record(&mut self, kind: Kind, number: i64) -> Result<()> {
        self.office.restore_record(kind, number, self.today())?;
        self.toasts.undoable("已恢复");
        Ok(())
    }
}
