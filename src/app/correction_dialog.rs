//! 办结 that was registered wrongly: what is right, and why.

use eframe::egui;

use super::command::Command;
use super::completions::NameLine;
use super::modal::{awaits_ui, cancel_ui, entered_in, goes_on, labelled_line};
use super::suggest::Suggester;
use super::theme;
use crate::model::*;
use crate::ops::{Handling, Office};

/// A correction as it is typed.
pub struct CorrectionDialog {
    application: ApplicationId,
    number: String,
    /// Whether the form has opened the account, whose name may be wrong as well.
    opens: bool,
    operator: String,
    handled_on: String,
    account: String,
    reason: String,
    today: Day,
    suggester: Suggester,
}

impl CorrectionDialog {
    /// Begins with what is registered.
    pub fn new(register: &Register, id: ApplicationId, today: Day) -> Option<Self> {
        let it = register.get::<Application>(id)?;
        Some(Self {
            application: id,
            number: it.number.clone(),
            opens: it.action == Some(Action::Create),
            operator: it.operator.map_or_else(String::new, |id| register.person_name(id)),
            handled_on: it.handled_on.map_or_else(String::new, Day::chinese),
            account: it.account.clone(),
            reason: String::new(),
            today,
            suggester: Suggester::default(),
        })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, composing: bool, commands: &mut Vec<Command>) {
        ui.label(theme::head(format!("办结登记错了：{}", self.number)));
        ui.label(theme::weak("照纸质表和系统里的实际情况改。账号台账一起更正，原来的留在台账中。"));
        ui.label("操作员");
        let (label, field, today) = ("操作员", Field::Operator, self.today);
        let line = NameLine { label, field, width: f32::INFINITY, hint: "", is_proposed: false, composing, today };
        let (response, _) = line.ui(ui, &mut self.operator, &self.suggester, office);
        let mut entered = entered_in(ui, &response);
        if self.opens {
            entered |= labelled_line(ui, ("账号名", Field::Account.limit()), &mut self.account, "");
        }
        entered |= labelled_line(ui, ("处理日期", 20), &mut self.handled_on, "如 2026年8月3日");
        entered |= labelled_line(ui, ("更正原因", text::NOTE_LIMIT), &mut self.reason, "");
        let handled_on = Day::from_typed(&self.handled_on, self.today);
        let needed = [
            (!self.operator.trim().is_empty(), "操作员"),
            (handled_on.is_some(), "处理日期"),
            (!self.reason.trim().is_empty(), "更正原因"),
        ];
        let ready = awaits_ui(ui, &needed, None);
        ui.horizontal(|ui| {
            if goes_on(ui, "更正办结", ready, entered) {
                let handling = Handling {
                    operator: self.operator.trim().to_owned(),
                    handled_on,
                    account: self.account.trim().to_owned(),
                    reason: self.reason.clone(),
                    ..Handling::default()
                };
                commands.push(Command::Correct(self.application, handling));
            }
            cancel_ui(ui, commands);
        });
    }
}
