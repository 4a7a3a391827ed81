//! 初始口令已更改 (第二十三条): of which accounts, and on which day.

use eframe::egui;

use super::command::Command;
use super::modal::{awaits_ui, cancel_ui, first_text, goes_on};
use super::theme;
use crate::model::*;
use crate::rules::password::{lacking_initial_change, lacks_initial_change};

/// Accounts whose users have changed the first password.
pub struct InitialDialog {
    /// Each with what tells it, and whether it is meant.
    accounts: Vec<(AccountId, String, bool)>,
    /// How many were chosen besides, of which the day is known or that are not in use.
    left_out: usize,
    /// 更改日期, as typed.
    on: String,
    today: Day,
}

impl InitialDialog {
    /// Begins with the chosen ones; of a single one the others of its 使用人 stand below it, not ticked. Nothing where none of
    /// them lacks the day.
    pub fn new(register: &Register, chosen: &[AccountId], today: Day) -> Option<Self> {
        let told = |id: AccountId, is_meant: bool| {
            let holder = register.get::<Account>(id).and_then(|it| it.holder);
            (id, format!("{}　{}", register.account_name(id), register.bare_name(holder)), is_meant)
        };
        let lacks = |id: &&AccountId| register.get::<Account>(**id).is_some_and(lacks_initial_change);
        let mut accounts: Vec<_> = chosen.iter().filter(lacks).map(|id| told(*id, true)).collect();
        if accounts.is_empty() {
            return None;
        }
        let left_out = chosen.len() - accounts.len();
        if let [only] = chosen
            && let Some(holder) = register.get::<Account>(*only).and_then(|it| it.holder)
        {
            let others = lacking_initial_change(register, holder).into_iter().filter(|id| id != only);
            accounts.extend(others.map(|id| told(id, false)));
        }
        Some(Self { accounts, left_out, on: today.chinese(), today })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("登记初始口令已更改"));
        ui.label(theme::weak("使用人改过初始口令的勾上（第二十三条）。只登记日期，口令不登记。"));
        ui.label("更改日期");
        let entered = first_text(ui, &mut self.on, "更改日期", 20);
        let row_height = ui.spacing().interact_size.y;
        let list = egui::ScrollArea::vertical().max_height(240.0).id_salt("initial");
        list.show_rows(ui, row_height, self.accounts.len(), |ui, rows| {
            ui.set_min_width(ui.available_width());
            for (_, told, is_meant) in &mut self.accounts[rows] {
                ui.checkbox(is_meant, told.as_str());
            }
        });
        if self.left_out > 0 {
            ui.label(theme::weak(format!("另选中的{}个已登记过日期，或不在用，不改。", self.left_out)));
        }
        let on = Day::from_typed(&self.on, self.today);
        let meant: Vec<AccountId> = self.accounts.iter().filter(|(.., is)| *is).map(|(id, ..)| *id).collect();
        let ready = awaits_ui(ui, &[(on.is_some(), "更改日期"), (!meant.is_empty(), "哪些账号")], None);
        ui.horizontal(|ui| {
            if goes_on(ui, "登记", ready, entered)
                && let Some(on) = on
            {
                commands.push(Command::NoteInitialPasswords(meant, on));
            }
            cancel_ui(ui, commands);
        });
    }
}
