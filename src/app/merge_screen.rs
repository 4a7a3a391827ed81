//! 汇总: the tables that the departments returned, put together.

use std::path::PathBuf;

use eframe::egui;

use super::browse::{Browsing, Wanted, dropped};
use super::command::{Command, Workbook};
use super::theme;
use super::waiting::Waiting;
use crate::error::Result;
use crate::model::*;
use crate::ops::{hints, is_taken, merged_lists, read_returned, taken_once};
use crate::rules::merge::{Merged, Returned, merge};

/// A file, and its tables.
type Read = (PathBuf, Result<Vec<Returned>>);

/// The returned tables on the screen.
#[derive(Default)]
pub struct MergeScreen {
    files: Vec<PathBuf>,
    typed: String,
    browsing: Option<Browsing>,
    /// Files that were given and are not being read yet.
    given: Vec<PathBuf>,
    reading: Option<Waiting<Vec<Read>>>,
    returned: Vec<Returned>,
    /// What could not be read of the files that were given last, a line each.
    unread: Vec<String>,
    merged: Option<Merged>,
    /// Of which state of the office that is; none once more was taken in.
    of: Option<u64>,
}

impl MergeScreen {
    /// Reads what was given beside the window, and takes in what was read.
    fn read(&mut self, ctx: &egui::Context) {
        if let Some(read) = self.reading.as_mut().and_then(|reading| reading.take(ctx)) {
            self.reading = None;
            match read {
                Some(read) => self.take(read),
                None => self.unread.push("读取的过程中断了，请再加入一次".into()),
            }
        }
        if self.reading.is_none() && !self.given.is_empty() {
            let files = std::mem::take(&mut self.given);
            // What was told of others before is over.
            self.unread.clear();
            self.reading =
                Some(Waiting::on(move || files.into_iter().map(|file| (file.clone(), read_returned(&file))).collect()));
        }
    }

    /// Takes files in, beside those that are there.
    fn take(&mut self, read: Vec<Read>) {
        for (file, returned) in read {
            if is_taken(&self.files, &file) {
                self.unread.push(taken_once(&file));
                continue;
            }
            match returned {
                Ok(returned) => {
                    self.returned.extend(returned);
                    self.files.push(file);
                }
                Err(error) => self.unread.push(error.to_string()),
            }
        }
        self.of = None;
    }

    /// What is exported.
    pub fn export(&self, register: &Register) -> Option<Workbook> {
        Some(Workbook::Lists(merged_lists(self.merged.as_ref()?, register)))
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut egui::Ui, register: &Register, revision: u64, commands: &mut Vec<Command>) {
        self.given.extend(dropped(ui));
        if let Some(answer) = self.browsing.as_ref().and_then(Browsing::answer) {
            self.browsing = None;
            self.given.extend(answer);
        }
        self.read(ui.ctx());
        if self.of != Some(revision) && !self.returned.is_empty() {
            let merged = match &self.merged {
                Some(before) => before.again(&self.returned, register),
                None => merge(&self.returned, register),
            };
            (self.merged, self.of) = (Some(merged), Some(revision));
        }
        super::bar_ui(ui, |ui| {
            ui.horizontal(|ui| {
                if ui.add_enabled(self.browsing.is_none(), theme::main_button("选择交回的表")).clicked() {
                    let folder = self.files.first().cloned().unwrap_or_default();
                    self.browsing = Some(Browsing::open(ui.ctx().clone(), Wanted::Tables, &folder));
                }
                let edit = egui::TextEdit::singleline(&mut self.typed).desired_width(340.0).hint_text("或填写文件路径");
                let response = ui.add(edit);
                super::name_control(ui, &response, "交回的表");
                let entered = super::enter_pressed(ui, &response);
                let ready = !self.typed.trim().is_empty();
                if ui.add_enabled(ready, egui::Button::new("加入")).clicked() || entered && ready {
                    let path = PathBuf::from(std::mem::take(&mut self.typed).trim());
                    self.given.push(path);
                    ui.ctx().request_repaint();
                }
                ui.add_enabled_ui(self.merged.is_some(), |ui| {
                    super::command_button(ui, "导出 Excel", Command::Export, false, commands);
                });
                if !(self.files.is_empty() && self.unread.is_empty()) && ui.button("清空").clicked() {
                    *self = Self::default();
                }
            });
        });
        egui::Frame::new().inner_margin(theme::GAP).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).id_salt("merge").show(ui, |ui| {
                super::scroll_by_keys(ui);
                for line in &self.unread {
                    ui.label(egui::RichText::new(line).color(theme::STOP));
                }
                if self.reading.is_some() {
                    ui.label(theme::weak("正在读取…"));
                }
                if let Some(merged) = &mut self.merged {
                    if merged_ui(ui, merged, commands) {
                        self.of = None;
                        ui.ctx().request_repaint();
                    }
                } else if self.reading.is_none() {
                    ui.add_space(70.0);
                    ui.vertical_centered(|ui| {
                        ui.label(theme::head("把各科室交回的附件1汇总成一份"));
                        ui.label(theme::weak("选择各科室的 Excel 文件，也可以一起拖到这里。文件的先后不影响结果。"));
                    });
                }
            });
        });
    }
}

/// Draws what was put together; whether another table of several is to count.
fn merged_ui(ui: &mut egui::Ui, merged: &mut Merged, commands: &mut Vec<Command>) -> bool {
    ui.label(theme::head("各科室"));
    egui::Grid::new("departments").striped(true).spacing([24.0, 6.0]).show(ui, |ui| {
        for label in ["科室", "报送期", "账号数", "系统数", "人数", "文件"] {
            ui.label(theme::weak(label));
        }
        ui.end_row();
        for it in &merged.departments {
            ui.label(&it.department);
            ui.label(it.period.map_or_else(|| "没有写明".to_owned(), Quarter::chinese));
            for count in [it.rows, it.systems, it.people] {
                ui.label(count.to_string());
            }
            ui.label(theme::weak(&it.file));
            ui.end_row();
        }
    });
    let hints = hints(merged);
    if !hints.is_empty() {
        ui.add_space(theme::GAP);
        ui.label(theme::head("提示"));
        for hint in hints {
            ui.add(egui::Label::new(egui::RichText::new(hint).color(theme::WARN)).wrap());
        }
        for (name, known) in &merged.aliases {
            if ui.button(format!("把“{name}”登记为{known}的简称")).clicked() {
                commands.push(Command::AdoptAlias(known.clone(), name.clone()));
            }
        }
    }
    let mut is_chosen = false;
    for twice in &mut merged.twice {
        ui.horizontal_wrapped(|ui| {
            let first = twice.tables.first();
            ui.label(first.map_or_else(String::new, |it| format!("{}用哪一份：", it.department)));
            for (at, table) in twice.tables.iter().enumerate() {
                is_chosen |= ui.radio_value(&mut twice.chosen, Some(at), table.told()).changed();
            }
            is_chosen |= ui.radio_value(&mut twice.chosen, None, "都算").changed();
        });
    }
    ui.add_space(theme::GAP);
    ui.label(theme::head("冲突"));
    if merged.conflicts.is_empty() {
        ui.label(theme::weak("没有冲突：每个账号只有一个使用人（第十二条）。"));
    }
    for conflict in &mut merged.conflicts {
        ui.label(format!("{}　{}", conflict.system, conflict.account));
        ui.horizontal_wrapped(|ui| {
            for (at, claim) in conflict.claims.iter().enumerate() {
                let name = format!("{}（{}）", claim.holder, claim.department);
                if ui.radio(conflict.chosen == Some(at), name).on_hover_text(&claim.file).clicked() {
                    conflict.chosen = Some(at);
                }
            }
            if ui.radio(conflict.chosen.is_none(), "待核实").clicked() {
                conflict.chosen = None;
            }
        });
    }
    is_chosen
}
