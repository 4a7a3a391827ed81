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
    forms: Vec<ToSign>,
    /// The numbers of those whose signers cannot be known before, and of those that are half-typed.
    unknown: Vec<String>,
    half_typed: Vec<String>,
    /// How many were chosen besides, at another step.
    left_out: usize,
    /// Whether the 系统管理部门负责人 have reviewed them too (第十一条). The paper has no place for it.
    by_system_heads: bool,
    /// 审核日期 and 批准日期, as typed.
    days: [String; 2],
    today: Day,
}

/// A form, and who is proposed to have signed it.
struct ToSign {
    id: ApplicationId,
    number: String,
    applicant: String,
    applied_on: Option<Day>,
    head: PersonId,
    system_head: Option<PersonId>,
    leader: PersonId,
    is_meant: bool,
}

impl SignDialog {
    /// Begins with the chosen ones that wait to be signed; says why where there is none of them.
    pub fn new(
        register: &Register,
        chosen: &[ApplicationId],
        drafts: &[Draft],
        today: Day,
    ) -> Result<Self, &'static str> {
        let printed = chosen.iter().filter_map(|id| register.get::<Application>(*id));
        let printed: Vec<_> = printed.filter(|it| it.state == ApplicationState::Printed).collect();
        let left_out = chosen.len() - printed.len();
        let is_half_typed =
            |it: &&Application| drafts.iter().any(|draft| draft.of == Drafted::Application(Some(it.id)));
        let (half_typed, printed): (Vec<_>, Vec<_>) = printed.into_iter().partition(is_half_typed);
        let (mut forms, mut unknown) = (Vec::new(), Vec::new());
        for form in printed {
            match proposed(register, form, today) {
                Some(to_sign) => forms.push(to_sign),
                None => unknown.push(form.number.clone()),
            }
        }
        let half_typed: Vec<String> = half_typed.into_iter().map(|it| it.number.clone()).collect();
        match (&forms[..], &unknown[..], &half_typed[..]) {
            ([], [], []) => Err("选中的申请表都不是“已打印待签”"),
            ([], [], _) => Err("选中的申请表有没保存的内容，请打开，登记签字或保存；不要的，在列表上方丢弃"),
            ([], ..) => Err("选中的申请表签字人不能预填，请打开逐张登记"),
            _ => Ok(Self {
                forms,
                unknown,
                half_typed,
                left_out,
                by_system_heads: false,
                days: Default::default(),
                today,
            }),
        }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, register: &Register, commands: &mut Vec<Command>) {
        ui.label(theme::head("登记签字"));
        ui.label(theme::weak("照纸质表核对：签字人和日期都与这里一样的勾上，不一样的去掉，以后逐张登记（第八条）。"));
        let entered = self.days_ui(ui);
        if self.forms.iter().any(|it| it.system_head.is_some()) {
            ui.checkbox(&mut self.by_system_heads, "系统负责人也审核过（第十一条）；纸上没有这一栏");
        }
        let row_height = ui.spacing().interact_size.y;
        let list = egui::ScrollArea::vertical().max_height(240.0).id_salt("to sign");
        list.show_rows(ui, row_height, self.forms.len(), |ui, rows| {
            ui.set_min_width(ui.available_width());
            for form in &mut self.forms[rows] {
                let (told, can_be) = (form.told(register, self.by_system_heads), form.can_be(self.by_system_heads));
                ui.add_enabled(can_be, egui::Checkbox::new(&mut form.is_meant, told));
            }
        });
        for (numbers, why) in [
            (&self.unknown, "签字人不能预填，请打开逐张登记"),
            (&self.half_typed, "有没保存的内容，请打开，登记签字或保存；不要的，在列表上方丢弃"),
        ] {
            if !numbers.is_empty() {
                ui.label(theme::weak(format!("{}：{why}。", numbers.join("、"))));
            }
        }
        if self.left_out > 0 {
            ui.label(theme::weak(format!("另选中的{}张不是“已打印待签”，不登记。", self.left_out)));
        }
        let [reviewed_on, approved_on] = [0, 1].map(|at| Day::from_typed(self.days[at].trim(), self.today));
        let meant: Vec<&ToSign> =
            self.forms.iter().filter(|it| it.is_meant && it.can_be(self.by_system_heads)).collect();
        let needed = [
            (reviewed_on.is_some(), Field::ReviewedOn.label()),
            (approved_on.is_some(), Field::ApprovedOn.label()),
            (!meant.is_empty(), "哪些申请表"),
        ];
        let wrong = wrong_order(&meant, reviewed_on, approved_on);
        let told = wrong.as_ref().map(|wrong| egui::RichText::new(wrong).color(theme::STOP));
        let ready = awaits_ui(ui, &needed, told) && wrong.is_none();
        ui.horizontal(|ui| {
            if goes_on(ui, "登记", ready, entered) {
                let signed =
                    |form: &&ToSign| (form.id, form.signed(register, self.by_system_heads, [reviewed_on, approved_on]));
                commands.push(Command::SignAll(meant.iter().map(signed).collect()));
            }
            cancel_ui(ui, commands);
        });
    }

    /// The days; whether Enter was pressed in one.
    fn days_ui(&mut self, ui: &mut egui::Ui) -> bool {
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
        entered
    }
}

impl ToSign {
    /// Whether all who are said to have signed it are known.
    fn can_be(&self, by_system_heads: bool) -> bool {
        !by_system_heads || self.system_head.is_some()
    }

    /// What tells it and who signs it.
    fn told(&self, register: &Register, by_system_heads: bool) -> String {
        let bare = |id: PersonId| register.bare_name(Some(id));
        let signers = match self.system_head {
            None if by_system_heads => "系统负责人不能预填，请打开逐张登记".to_owned(),
            Some(id) if by_system_heads => {
                format!("{}审核，系统负责人{}审核，{}批准", bare(self.head), bare(id), bare(self.leader))
            }
            _ => format!("{}审核，{}批准", bare(self.head), bare(self.leader)),
        };
        format!("{}　{}　{signers}", self.number, self.applicant)
    }

    fn signed(
        &self,
        register: &Register,
        by_system_heads: bool,
        [reviewed_on, approved_on]: [Option<Day>; 2],
    ) -> Signatures {
        let name = |id: PersonId| register.person_name(id);
        Signatures {
            department_head: name(self.head),
            system_head: self.system_head.filter(|_| by_system_heads).map_or_else(String::new, name),
            reviewed_on,
            leader: name(self.leader),
            approved_on,
        }
    }
}

/// A form that is printed and not signed, where 科室负责人 and 分管领导 can be proposed.
fn proposed(register: &Register, form: &Application, today: Day) -> Option<ToSign> {
    if [form.department_head, form.system_head, form.leader].iter().any(Option::is_some) {
        return None;
    }
    let at = |field: Field| proposed_for(register, form, field, today);
    Some(ToSign {
        id: form.id,
        number: form.number.clone(),
        applicant: register.bare_name(form.applicant).to_owned(),
        applied_on: form.applied_on,
        head: at(Field::DepartmentHead)?,
        system_head: at(Field::SystemHead),
        leader: at(Field::Leader)?,
        is_meant: true,
    })
}

/// Applied for, reviewed, approved, in this order (第十条): what stands in another. A form of before the regulation is not
/// judged (第三十条).
fn wrong_order(meant: &[&ToSign], reviewed_on: Option<Day>, approved_on: Option<Day>) -> Option<String> {
    let (reviewed, approved) = (reviewed_on?, approved_on?);
    if approved < reviewed {
        return Some("批准日期早于审核日期，请核对（第十条）；纸上确实如此的，请打开逐张登记".to_owned());
    }
    let is_judged = |applied: &Day| *applied >= Day::of_regulation();
    let later = meant.iter().find(|it| it.applied_on.filter(is_judged).is_some_and(|applied| reviewed < applied))?;
    Some(format!("审核日期早于{}的申请日期，请核对，或去掉这一张（第十条）", later.number))
}
