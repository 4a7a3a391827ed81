//! A leaver's papers (第十四条, 第二十二条), shown before they are made.

use std::collections::BTreeMap;

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::Command;
use super::completions::NameLine;
use super::derived::Derived;
use super::modal::{awaits_ui, cancel_ui, entered_in, goes_on};
use super::suggest::Suggester;
use super::theme;
use crate::model::*;
use crate::ops::{Office, no_day};
use crate::rules::leaving::{Handover, Leaving, Plan, plan};

/// A leaving as it is typed.
pub struct LeavingDialog {
    person: PersonId,
    name: String,
    left_on: String,
    handed_over_on: String,
    /// 经办人, as typed.
    by: String,
    disposal: Disposal,
    /// Who follows as 系统管理员, by system, as typed.
    successors: BTreeMap<SystemId, String>,
    path: PathField,
    today: Day,
    suggester: Suggester,
    planned: Derived<(u64, Leaving), Plan>,
}

impl LeavingDialog {
    /// Begins with what the register knows of the person.
    pub fn new(register: &Register, id: PersonId, path: PathField, today: Day) -> Option<Self> {
        let person = register.get::<Person>(id)?;
        let day = |day: Option<Day>| day.map_or_else(String::new, Day::chinese);
        Some(Self {
            person: id,
            name: register.person_name(id),
            left_on: person.left_on.unwrap_or(today).chinese(),
            handed_over_on: day(person.handed_over_on),
            by: String::new(),
            disposal: Disposal::Disable,
            successors: BTreeMap::new(),
            path,
            today,
            suggester: Suggester::default(),
            planned: Derived::default(),
        })
    }

    /// The days, or which of them cannot be read.
    fn days(&self) -> Result<(Day, Option<Day>), String> {
        let day =
            |label: &str, text: &str| Day::from_typed(text, self.today).ok_or_else(|| no_day(label, text).to_string());
        let handed_over_on = match self.handed_over_on.trim() {
            "" => None,
            text => Some(day("手续办结日", text)?),
        };
        Ok((day("离职日", &self.left_on)?, handed_over_on))
    }

    /// What is asked for, or what cannot be read yet.
    fn told(&self, register: &Register) -> Result<Leaving, String> {
        let (left_on, handed_over_on) = self.days()?;
        let person = |name: &str| match register.person_named(name) {
            Lookup::Found(id) if id == self.person => {
                Err(format!("{name}离职，不能经办或接任（第十四条、第二十二条）"))
            }
            Lookup::Found(id) => Ok(id),
            Lookup::Unknown => Err(format!("人员中没有“{name}”")),
            Lookup::Ambiguous(names) => Err(format!("“{name}”有几位：{}", names.join("、"))),
        };
        let by = if self.by.trim().is_empty() { None } else { Some(person(self.by.trim())?) };
        let mut successors = BTreeMap::new();
        for (system, name) in self.successors.iter().filter(|(_, name)| !name.trim().is_empty()) {
            successors.insert(*system, person(name)?);
        }
        Ok(Leaving { person: self.person, left_on, handed_over_on, by, disposal: self.disposal, successors })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, composing: bool, commands: &mut Vec<Command>) {
        let register = office.register();
        let mut entered = false;
        ui.label(theme::head(format!("办理离职：{}", self.name)));
        ui.horizontal(|ui| {
            for (label, text) in [("离职日", &mut self.left_on), ("手续办结日", &mut self.handed_over_on)] {
                ui.label(label);
                let edit = egui::TextEdit::singleline(text).desired_width(130.0).hint_text("如 2026年8月3日");
                let response = ui.add(edit);
                super::name_control(ui, &response, label);
                entered |= entered_in(ui, &response);
            }
        });
        ui.horizontal(|ui| {
            ui.label("账号处理");
            for disposal in Disposal::ALL {
                if ui.radio(self.disposal == *disposal, disposal.label()).clicked() {
                    self.disposal = *disposal;
                }
            }
            ui.add_space(12.0);
            ui.label("经办人");
            let line = name_line("经办人", "申请表上的申请人", composing, self.today);
            let (response, _) = line.ui(ui, &mut self.by, &self.suggester, office);
            entered |= entered_in(ui, &response);
        });
        let told = self.told(register);
        // What would be made shows as far as it can be read.
        let known = told.clone().unwrap_or_else(|_| {
            let (left_on, handed_over_on) = self.days().unwrap_or((self.today, None));
            let (person, disposal) = (self.person, self.disposal);
            Leaving { person, left_on, handed_over_on, by: None, disposal, successors: BTreeMap::new() }
        });
        let is_handed_over = known.handed_over_on.is_some();
        let planned = self.planned.of((office.revision(), known), |(_, known)| plan(register, known));
        egui::ScrollArea::vertical().max_height(320.0).id_salt("leaving").show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            for line in lines(&planned, register, is_handed_over) {
                ui.label(line);
            }
            entered |= self.successors_ui(ui, &planned, office, composing);
            for caution in &planned.cautions {
                ui.label(egui::RichText::new(caution).color(theme::WARN));
            }
        });
        entered |= self.path.ui(ui, "文件夹", "", Wanted::Folder);
        let note = match &told {
            Err(why) => egui::RichText::new(why).color(theme::STOP),
            Ok(leaving) if leaving.left_on > self.today => {
                let day = leaving.left_on.chinese();
                let follows =
                    if leaving.successors.is_empty() { "" } else { "接任者现在就登记为系统管理员。" };
                theme::weak(format!(
                    "离职日还没有到：表先备好送签，{day}到各系统停用账号，再登记（第十四条）。{follows}"
                ))
            }
            Ok(_) => theme::weak("确认后一次生成全部表格和通知；再办一次不会重复。签字仍在纸上手写。"),
        };
        let ready = awaits_ui(ui, &[(self.path.is_given(), "文件夹")], Some(note)) && told.is_ok();
        ui.horizontal(|ui| {
            if goes_on(ui, "生成", ready, entered)
                && let Ok(leaving) = told
            {
                commands.push(Command::Leave(leaving, self.path.path()));
            }
            cancel_ui(ui, commands);
        });
    }

    /// Whether Enter was pressed in one of the lines.
    fn successors_ui(&mut self, ui: &mut egui::Ui, planned: &Plan, office: &Office, composing: bool) -> bool {
        let mut entered = false;
        let register = office.register();
        // Who has an account by now that was handed on before is no matter of this leaving.
        let is_own = |it: &&Handover| {
            let holder = it.account.and_then(|id| register.get::<Account>(id)?.holder);
            holder.is_none_or(|holder| holder == self.person)
        };
        let rows: Vec<&Handover> =
            planned.handovers.iter().filter(|it| it.role == Role::SystemAdmin).filter(is_own).collect();
        for handover in rows {
            ui.horizontal(|ui| {
                let system = office.register().system_name(Some(handover.system));
                ui.label(format!("{system}的系统管理员由谁接任（第八条）"));
                let text = self.successors.entry(handover.system).or_default();
                let label = format!("{system}的接任者");
                let (response, _) = name_line(&label, "", composing, self.today).ui(ui, text, &self.suggester, office);
                entered |= entered_in(ui, &response);
            });
        }
        entered
    }
}

/// A line that names somebody who still works here.
fn name_line<'a>(label: &'a str, hint: &'a str, composing: bool, today: Day) -> NameLine<'a> {
    NameLine { label, field: Field::Operator, width: 150.0, hint, is_proposed: false, composing, today }
}

/// What would be made, and what there is already, a line each.
fn lines(planned: &Plan, register: &Register, is_handed_over: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for form in &planned.forms {
        let account = register.account_name(form.account);
        let existing = form.existing.and_then(|id| register.get::<Application>(id));
        lines.push(match existing {
            Some(it) => format!("申请表（注销）：{account}，已有{}", it.number),
            None => format!("申请表（注销）：{account}，{}", form.disposal.label()),
        });
    }
    for list in planned.listed.iter().filter_map(|id| register.get::<Cleanup>(*id)) {
        lines.push(format!("清理清单：已有{}", list.number));
    }
    if !planned.to_list.is_empty() {
        lines.push(format!("清理清单：新的一张，{}个账号", planned.to_list.len()));
    }
    for notice in &planned.notices {
        let existing = notice.existing.and_then(|id| register.get::<Notice>(id));
        let state = existing.map_or_else(|| "新写一份".to_owned(), |it| format!("已有{}", it.number));
        lines.push(format!(
            "书面通知：送{}，{}个账号，{state}（第十四条）",
            notice.route.label(),
            notice.accounts.len()
        ));
    }
    if planned.notices.is_empty() && !is_handed_over && !planned.forms.is_empty() {
        lines.push("书面通知：手续办结后再写（第十四条）".into());
    }
    for handover in &planned.handovers {
        let system = register.system_name(Some(handover.system));
        lines.push(format!("交接：{system}的{}，更改账号和口令（第二十二条）", handover.role.label()));
    }
    if lines.is_empty() {
        lines.push("没有在用的账号，只登记离职日。".into());
    }
    lines
}
