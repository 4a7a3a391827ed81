//! 登记签字 of several forms that came back from the leaders together (第八条): signed on the same days by whom the register
//! has for it.

use eframe::egui;

use super::command::Command;
use super::modal::{awaits_ui, cancel_ui, entered_in, goes_on, takes_first};
use super::theme;
use crate::model::*;
use crate::ops::Signatures;
use crate::rules::signing::proposed_for;
use crate::store::{Draft, Drafted};

/// Printed forms whose signers are known before.
pub struct SignDialog {
    /// Each with who is proposed to have signed it, what tells both, and whether it is meant.
    forms: Vec<(ApplicationId, Signatures, String, bool)>,
    /// The numbers of those whose papers say what cannot be known before, or that are half-typed.
    one_by_one: Vec<String>,
    /// How many were chosen besides, at another step.
    left_out: usize,
    /// 审核日期 and 批准日期, as typed.
    days: [String; 2],
    today: Day,
}

impl SignDialog {
    /// Begins with the chosen ones that wait to be signed; nothing where none of them can be proposed for.
    pub fn new(register: &Register, chosen: &[ApplicationId], drafts: &[Draft], today: Day) -> Option<Self> {
        let printed = chosen.iter().filter_map(|id| register.get::<Application>(*id));
        let printed: Vec<_> = printed.filter(|it| it.state == ApplicationState::Printed).collect();
        let left_out = chosen.len() - printed.len();
        let (mut forms, mut one_by_one) = (Vec::new(), Vec::new());
        for form in printed {
            let is_half_typed = drafts.iter().any(|draft| draft.of == Drafted::Application(Some(form.id)));
            match proposed(register, form, today).filter(|_| !is_half_typed) {
                Some((signed, told)) => forms.push((form.id, signed, told, true)),
                None => one_by_one.push(form.number.clone()),
            }
        }
        if forms.is_empty() {
            return None;
        }
        Some(Self { forms, one_by_one, left_out, days: Default::default(), today })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("登记签字"));
        ui.label(theme::weak("照纸质表核对：签字人和日期都与这里一样的勾上，不一样的去掉，以后逐张登记（第八条）。"));
        let mut entered = false;
        ui.horizontal(|ui| {
            for (at, text) in self.days.iter_mut().enumerate() {
                let label = [Field::ReviewedOn, Field::ApprovedOn][at].label();
                ui.label(label);
                let edit = egui::TextEdit::singleline(text).hint_text("如 2026年8月3日").desired_width(140.0);
                let response = ui.add(edit.char_limit(Field::ApprovedOn.limit()));
                super::name_control(ui, &response, label);
                if at == 0 && takes_first(ui) {
                    response.request_focus();
                }
                entered |= entered_in(ui, &response);
            }
        });
        let row_height = ui.spacing().interact_size.y;
        let list = egui::ScrollArea::vertical().max_height(240.0).id_salt("to sign");
        list.show_rows(ui, row_height, self.forms.len(), |ui, rows| {
            ui.set_min_width(ui.available_width());
            for (_, _, told, is_meant) in &mut self.forms[rows] {
                ui.checkbox(is_meant, told.as_str());
            }
        });
        if !self.one_by_one.is_empty() {
            let told = format!("{}的签字人不能预填，请打开逐张登记。", self.one_by_one.join("、"));
            ui.label(theme::weak(told));
        }
        if self.left_out > 0 {
            ui.label(theme::weak(format!("另选中的{}张不是“已打印待签”，不登记。", self.left_out)));
        }
        let [reviewed_on, approved_on] = [0, 1].map(|at| Day::from_typed(self.days[at].trim(), self.today));
        let meant = self.forms.iter().filter(|(.., is_meant)| *is_meant);
        let signed = |(id, signed, ..): &(ApplicationId, Signatures, String, bool)| {
            (*id, Signatures { reviewed_on, approved_on, ..signed.clone() })
        };
        let signed: Vec<(ApplicationId, Signatures)> = meant.map(signed).collect();
        let needed = [
            (reviewed_on.is_some(), Field::ReviewedOn.label()),
            (approved_on.is_some(), Field::ApprovedOn.label()),
            (!signed.is_empty(), "哪些申请表"),
        ];
        let ready = awaits_ui(ui, &needed, None);
        ui.horizontal(|ui| {
            if goes_on(ui, "登记", ready, entered) {
                commands.push(Command::SignAll(signed));
            }
            cancel_ui(ui, commands);
        });
    }
}

/// Who is proposed to have signed a form at each of its places, and a line that tells so. Nothing where somebody of them
/// cannot be known before.
fn proposed(register: &Register, form: &Application, today: Day) -> Option<(Signatures, String)> {
    if [form.department_head, form.system_head, form.leader].iter().any(Option::is_some) {
        return None;
    }
    let at = |field: Field| proposed_for(register, form, field, today);
    let (head, system_head, leader) = (at(Field::DepartmentHead)?, at(Field::SystemHead), at(Field::Leader)?);
    let bare = |id: PersonId| register.bare_name(Some(id));
    // Who heads both is told once.
    let other = system_head.filter(|it| *it != head);
    let reviewers: Vec<&str> = [Some(head), other].into_iter().flatten().map(bare).collect();
    let told = format!(
        "{}　{}　{}审核，{}批准",
        form.number,
        register.bare_name(form.applicant),
        reviewers.join("、"),
        bare(leader)
    );
    let name = |id: PersonId| register.person_name(id);
    let signatures = Signatures {
        department_head: name(head),
        system_head: system_head.map_or_else(String::new, name),
        leader: name(leader),
        ..Signatures::default()
    };
    Some((signatures, told))
}
