//! The list of applications.

use eframe::egui;

use super::command::Command;
use super::drafts::drafts_ui;
use super::form_screen::state_color;
use super::offer;
use super::scans::SCANNED;
use super::table::{Line, Table};
use super::theme;
use crate::model::*;
use crate::store::{Draft, Drafted};

/// The list, kept true to the register.
pub struct ApplicationList {
    table: Table<ApplicationId>,
    revision: Option<u64>,
}

impl Default for ApplicationList {
    fn default() -> Self {
        let columns = vec![
            ("编号", 124.0),
            ("系统名称", 0.0),
            ("申请人", 216.0),
            ("账号类型", 86.0),
            ("申请事项", 76.0),
            ("申请日期", 128.0),
            ("状态", 100.0),
        ];
        // The newest number first until the clerk chooses.
        Self { table: Table::new("申请表", columns, (0, true)).yielding(&[3, 5]), revision: None }
    }
}

impl ApplicationList {
    /// The chosen applications, in the order of the list.
    pub fn chosen(&self) -> Vec<ApplicationId> {
        self.table.chosen()
    }

    /// The search box asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.table.focus_search();
    }

    /// Brings the lines up to date with the register.
    pub fn refresh(&mut self, register: &Register, revision: u64) {
        if self.revision == Some(revision) {
            return;
        }
        let names = register.person_names();
        // 扫: the signed paper's scan is kept.
        let scanned = register.scanned_numbers();
        let line = |it: &Application| {
            let texts = vec![
                it.number.clone(),
                register.system_name(it.system).to_owned(),
                it.applicant.and_then(|id| names.get(&id)).cloned().unwrap_or_default(),
                it.kind.map_or("", Choice::label).to_owned(),
                it.action.map_or("", Choice::label).to_owned(),
                it.applied_on.map_or_else(String::new, Day::chinese),
                format!("{}{}", it.state.label(), if scanned.contains(it.number.as_str()) { SCANNED } else { "" }),
            ];
            let stage = ApplicationState::ALL.iter().position(|state| *state == it.state).unwrap_or_default();
            Line {
                // The order of the stages, not of their names.
                sorts: vec![(6, stage.to_string())],
                more: format!("{}\n{}", register.department_name(it.department), it.account),
                group: stage,
                color: Some((6, state_color(it.state))),
                ..Line::new(it.id, texts)
            }
        };
        self.table.fill(register.applications.values().map(line).collect());
        self.revision = Some(revision);
    }

    /// Draws the list.
    pub fn ui(&mut self, ui: &mut egui::Ui, register: &Register, drafts: &[Draft], commands: &mut Vec<Command>) {
        self.table.arrange();
        self.bar_ui(ui, commands);
        drafts_ui(ui, drafts.iter().filter(|it| matches!(it.of, Drafted::Application(_))), register, commands);
        if self.table.lines().is_empty() {
            empty_ui(ui, commands);
            return;
        }
        let opened = self.table.ui(ui, &|id| offer::of_application(id, register), commands);
        commands.extend(opened.map(Command::Open));
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        super::bar_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                super::command_button(ui, "新建", Command::New, true, commands);
                ui.add_enabled_ui(self.table.chosen_count() > 0, |ui| {
                    super::command_button(ui, "打印", Command::Print, false, commands);
                    super::command_button(ui, "导出 Excel", Command::Export, false, commands);
                    if ui.button("登记签字").on_hover_text("选中的几张一起签回来的，在这里一起登记").clicked()
                    {
                        commands.push(Command::AskSign(self.chosen()));
                    }
                });
                if ui.button("打印空白表").clicked() {
                    commands.push(Command::PrintBlank(2));
                }
                let hint = "需要向上级部门申请的，由网络技术中心汇总提交（第二十条）";
                if ui.button("上级系统汇总").on_hover_text(hint).clicked() {
                    commands.push(Command::PrintUpperLevel);
                }
                ui.separator();
                self.table.search_ui(ui, "编号、系统、姓名、拼音");
                let states = ApplicationState::ALL.iter().map(|state| state.label()).enumerate();
                let groups = states.map(|(at, label)| (label, Some(at)));
                for (label, group) in std::iter::once(("全部", None)).chain(groups) {
                    if ui.selectable_label(self.table.group == group, label).clicked() {
                        self.table.group = group;
                    }
                }
            });
            self.table.count_ui(ui, "张");
        });
    }
}

fn empty_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(90.0);
    ui.vertical_centered(|ui| {
        ui.label(theme::head("还没有申请表"));
        ui.label(theme::weak("点“新建”填写第一张《信息系统账号申请（注销）表》，保存后得到编号，打印后送签。"));
        ui.add_space(6.0);
        if ui.add(theme::main_button("填写第一张申请表")).clicked() {
            commands.push(Command::New);
        }
        if ui.button("打印空白申请表").clicked() {
            commands.push(Command::PrintBlank(2));
        }
    });
}
