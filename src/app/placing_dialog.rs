//! A newcomer or mover (第十三条): what colleagues of the same post have, with nothing chosen in advance.

use std::collections::BTreeSet;
use std::rc::Rc;

use eframe::egui;

use super::command::Command;
use super::derived::Derived;
use super::modal::{awaits_ui, cancel_ui, entered_in, goes_on};
use super::theme;
use crate::model::*;
use crate::ops::{Office, Placing};
use crate::rules::post::{Proposal, propose};
use crate::rules::{left, status_on};

/// What tells one proposal from another: a system may have several accounts of the person.
type Wanted = (Action, SystemId, Option<AccountId>);

fn wanted(it: &Proposal) -> Wanted {
    (it.action, it.system, it.account)
}

/// A placing as it is typed.
pub struct PlacingDialog {
    person: PersonId,
    name: String,
    department: String,
    post: String,
    on: String,
    chosen: BTreeSet<Wanted>,
    today: Day,
    proposals: Derived<(u64, DepartmentId, String), Vec<Proposal>>,
}

impl PlacingDialog {
    /// Begins with where the person is now.
    pub fn new(register: &Register, id: PersonId, today: Day) -> Option<Self> {
        let person = register.get::<Person>(id)?;
        Some(Self {
            person: id,
            name: register.person_name(id),
            department: register.department_name(Some(person.department)).to_owned(),
            post: person.post.clone(),
            on: today.chinese(),
            chosen: BTreeSet::new(),
            today,
            proposals: Derived::default(),
        })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, commands: &mut Vec<Command>) {
        let register = office.register();
        ui.label(theme::head(format!("入职、转岗：{}", self.name)));
        let mut entered = false;
        egui::Grid::new("placing").spacing([10.0, 8.0]).show(ui, |ui| {
            ui.label("科室");
            let combo = egui::ComboBox::from_id_salt("to department").selected_text(&self.department).width(220.0);
            let response = combo.show_ui(ui, |ui| {
                for it in register.departments.values().filter(|it| it.is_offered(self.today)) {
                    ui.selectable_value(&mut self.department, it.name.clone(), &it.name);
                }
            });
            super::name_control(ui, &response.response, "科室");
            ui.end_row();
            for (label, text) in [("岗位", &mut self.post), ("日期", &mut self.on)] {
                ui.label(label);
                let response =
                    ui.add(egui::TextEdit::singleline(text).desired_width(220.0).char_limit(text::NAME_LIMIT));
                super::name_control(ui, &response, label);
                entered |= entered_in(ui, &response);
                ui.end_row();
            }
        });
        let on = Day::from_typed(&self.on, self.today);
        let department = register.department_named(&self.department);
        let proposals = department.map_or_else(Rc::default, |id| {
            let of = (office.revision(), id, self.post.trim().to_owned());
            self.proposals.of(of, |(_, department, post)| propose(register, self.person, *department, post, self.today))
        });
        ui.label(theme::weak("与同科室同岗位的人和对照表比较，需要的请勾选，每个系统一张申请表（第十三条）："));
        egui::ScrollArea::vertical().max_height(230.0).id_salt("proposals").show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            if proposals.is_empty() {
                ui.label(theme::weak("没有不同之处，不需要申请。"));
            }
            for it in proposals.iter() {
                let of = it.account.map(|id| register.account_name(id));
                let of = of.unwrap_or_else(|| register.system_name(Some(it.system)).to_owned());
                let mut why = Vec::new();
                if it.colleagues > 0 {
                    why.push(format!("同岗位{}人有", it.colleagues));
                }
                if it.in_matrix {
                    why.push("对照表中有".to_owned());
                }
                if why.is_empty() {
                    why.push("同岗位没有".to_owned());
                }
                let category = if it.category.is_empty() { String::new() } else { format!("（{}）", it.category) };
                let label = format!("{}：{of}{category}，{}", it.action.label(), why.join("，"));
                let key = wanted(it);
                let mut on = self.chosen.contains(&key);
                if ui.checkbox(&mut on, label).changed() {
                    self.chosen.retain(|chosen| *chosen != key);
                    self.chosen.extend(on.then_some(key));
                }
            }
        });
        let person = register.get::<Person>(self.person);
        if let Some((person, since)) = person.and_then(|it| Some((it, left(it, self.today)?))) {
            let how = status_on(person, self.today).label();
            let since = since.map_or_else(String::new, |day| format!("于{}", day.chinese()));
            let told = format!(
                "{}已{since}{how}。登记后恢复在岗，入职日改为上面的日期，离职日和手续办结日清空；原来的留在台账中。",
                self.name
            );
            ui.label(egui::RichText::new(told).color(theme::WARN));
        }
        let needed = [(department.is_some(), "科室"), (on.is_some(), "日期")];
        let ready = awaits_ui(ui, &needed, Some(theme::weak("岗位变动会列入下一次备案（第六条）。")));
        ui.horizontal(|ui| {
            if goes_on(ui, "登记", ready, entered)
                && let (Some(on), Some(department)) = (on, department)
            {
                let placing = Placing { person: self.person, department, post: self.post.trim().to_owned(), on };
                let chosen = proposals.iter().filter(|it| self.chosen.contains(&wanted(it))).cloned().collect();
                commands.push(Command::Place(placing, chosen));
            }
            cancel_ui(ui, commands);
        });
    }
}
