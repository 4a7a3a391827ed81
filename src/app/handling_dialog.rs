//! 处理 of an 附件3: what would happen to the accounts, and on which day it was done in the systems.

use eframe::egui;

use super::command::Command;
use super::modal::{awaits_ui, entered_in, first_button, lines_ui};
use super::theme;
use crate::model::*;
use crate::rules::cleanup::account_named;

/// A list on its way to be carried out.
pub struct HandlingDialog {
    cleanup: CleanupId,
    lines: Vec<String>,
    is_printed: bool,
    /// 处理日期, as typed.
    handled_on: String,
    today: Day,
}

impl HandlingDialog {
    /// Begins with today.
    pub fn new(register: &Register, id: CleanupId, today: Day) -> Option<Self> {
        let is_printed = register.get::<Cleanup>(id)?.printed_on.is_some();
        let line = |row: &CleanupRow| {
            let system = register.system_name(Some(row.system));
            let treatment = row.disposal.map_or("未填写", Choice::label);
            // Who has it now, where that is known: not who had it when the list was made.
            let account = account_named(register, row.system, &row.account);
            let holder = account.and_then(|it| it.holder).or(row.holder);
            let listed = row.holder.filter(|listed| holder != Some(*listed));
            let listed = listed.map_or_else(String::new, |id| format!("（清单上是{}）", register.person_name(id)));
            format!("{treatment}：{system}　{}　{}{listed}", row.account, register.bare_name(holder))
        };
        let lines = register.rows_of(id).into_iter().map(line).collect();
        Some(Self { cleanup: id, lines, is_printed, handled_on: today.chinese(), today })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("处理清理清单"));
        if !self.is_printed {
            let doubt = "这张清单还没有打印，也就没有填报人、审核人的签字（附件3）。请先打印签字，再处理；\
                         已在别处打印的，先点“登记为已打印”。";
            ui.label(egui::RichText::new(doubt).color(theme::STOP));
        }
        lines_ui(ui, &self.lines);
        ui.label(theme::weak("确认各系统中已实际处理完毕后再登记。保留、变更、移交的账号不变。"));
        let mut entered = false;
        ui.horizontal(|ui| {
            ui.label("处理日期");
            let response = ui.add(egui::TextEdit::singleline(&mut self.handled_on).desired_width(150.0).char_limit(20));
            super::name_control(ui, &response, "处理日期");
            entered = entered_in(ui, &response);
        });
        let handled_on = Day::from_typed(&self.handled_on, self.today);
        let ready = awaits_ui(ui, &[(handled_on.is_some(), "处理日期，如 2026年8月3日")], None);
        // What is in doubt is not done by one Enter.
        let (does, cancels) = ui
            .horizontal(|ui| {
                if self.is_printed {
                    let does = ui.add_enabled_ui(ready, |ui| first_button(ui, theme::main_button("处理"))).inner;
                    (does || entered, ui.button("取消").clicked())
                } else {
                    let does = ui.add_enabled(ready, egui::Button::new("处理")).clicked();
                    (does, first_button(ui, theme::main_button("取消")))
                }
            })
            .inner;
        if cancels {
            commands.push(Command::CloseDialog);
        } else if let Some(day) = handled_on.filter(|_| does) {
            commands.push(Command::HandleCleanup(self.cleanup, day));
        }
    }
}
