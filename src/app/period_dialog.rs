//! The period of a 迎检包, or the day whose live accounts are wanted, and where it goes.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::browse::PathField;
use super::command::Command;
use super::modal::labelled_text;
use super::theme;
use crate::dossier::Period;
use crate::model::Day;

/// A day or a period, and where what is asked for goes.
pub struct PeriodDialog {
    /// The period of a 迎检包; else the day of which the live accounts are wanted.
    from: Option<String>,
    /// Its last day, or the day.
    to: String,
    /// Where to.
    path: PathField,
    /// Where a 迎检包 goes unless the clerk says otherwise: it is named by its period.
    offered: PathBuf,
    today: Day,
}

impl PeriodDialog {
    /// For the 迎检包 of this year, up to today.
    pub fn of_dossier(documents: &Path, today: Day) -> Self {
        let from = Day::new(today.year(), 1, 1).unwrap_or(today);
        let offered = documents.join(file_of(Period { from, to: today }));
        let (from, path) = (Some(from.chinese()), PathField::new(&offered));
        Self { from, to: today.chinese(), path, offered, today }
    }

    /// For the live accounts of a day.
    pub fn of_day(documents: &Path, today: Day) -> Self {
        let offered = documents.join("某日在用账号.xlsx");
        Self { from: None, to: today.chinese(), path: PathField::new(&offered), offered, today }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let is_dossier = self.from.is_some();
        ui.label(theme::head(if is_dossier { "生成迎检包" } else { "某日在用账号" }));
        ui.label(theme::weak(if is_dossier {
            "这一段时间的全部表格、扫描件、台账和检查结果，连同目录，放在一个压缩文件里。"
        } else {
            "按台账记载，列出那一天结束时在用的账号和它们的依据（第十五条）。"
        }));
        let mut entered = self.from.as_mut().is_some_and(|from| labelled_text(ui, "起始日期", from, ""));
        entered |= labelled_text(ui, if is_dossier { "截止日期" } else { "日期" }, &mut self.to, "");
        let from = self.from.as_ref().map(|text| Day::from_typed(text, self.today));
        let to = Day::from_typed(&self.to, self.today);
        if let (Some(from), Some(to)) = (from.flatten(), to) {
            self.name_by(Period { from, to });
        }
        entered |= labelled_text(ui, "保存位置", &mut self.path.text, "");
        let path = self.path.path();
        if path.is_file() {
            let told = if is_dossier { "会被替换" } else { "保存为 Excel 会替换它" };
            ui.label(egui::RichText::new(format!("这个文件已经存在，{told}。")).color(theme::WARN));
        }
        let ready = to.is_some() && from != Some(None) && !self.path.text.trim().is_empty();
        ui.horizontal(|ui| {
            let main = theme::main_button(if is_dossier { "生成" } else { "查看" });
            if (ui.add_enabled(ready, main).clicked() || (entered && ready))
                && let Some(to) = to
            {
                commands.push(match from.flatten() {
                    Some(from) => Command::Dossier(from, to, path.clone()),
                    None => Command::LookAsOf(to),
                });
            }
            if !is_dossier
                && ui.add_enabled(ready, egui::Button::new("保存为 Excel")).clicked()
                && let Some(to) = to
            {
                commands.push(Command::AsOf(to, path));
            }
            if ui.button("取消").clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    }

    /// The file follows the period until the clerk names it.
    fn name_by(&mut self, period: Period) {
        let offered = self.offered.with_file_name(file_of(period));
        if self.path.path() == self.offered {
            self.path = PathField::new(&offered);
        }
        self.offered = offered;
    }
}

fn file_of(period: Period) -> String {
    format!("{}.zip", period.name())
}
