//! The period of a 迎检包, or the day whose live accounts are wanted, and where it goes.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::Command;
use super::lock_fields::LockFields;
use super::modal::{awaits_ui, cancel_ui, goes_on, labelled_text};
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
    /// Whether a 迎检包 is locked, and with what.
    is_locked: bool,
    words: LockFields,
    today: Day,
}

impl PeriodDialog {
    /// For the 迎检包 of this year, up to today.
    pub fn of_dossier(documents: &Path, today: Day) -> Self {
        let from = Day::new(today.year(), 1, 1).unwrap_or(today);
        let offered = documents.join(format!("{}.zip", Period { from, to: today }.name()));
        Self { from: Some(from.chinese()), ..Self::with(offered, today) }
    }

    /// For the live accounts of a day.
    pub fn of_day(documents: &Path, today: Day) -> Self {
        Self::with(documents.join("某日在用账号.xlsx"), today)
    }

    fn with(offered: PathBuf, today: Day) -> Self {
        let (to, path) = (today.chinese(), PathField::new(&offered));
        Self { from: None, to, path, offered, is_locked: false, words: LockFields::default(), today }
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
            self.offer(self.offered.with_file_name(format!("{}.zip", Period { from, to }.name())));
        }
        let wanted = if is_dossier { Wanted::SaveZip } else { Wanted::SaveExcel };
        entered |= self.path.ui(ui, "保存位置", "", wanted);
        if is_dossier {
            entered |= self.lock_ui(ui);
        }
        let path = self.target();
        if self.path.on_disk(&path, Path::is_file) {
            let told = if is_dossier { "会被替换" } else { "保存为 Excel 会替换它" };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            ui.label(egui::RichText::new(format!("{name}已经存在，{told}。")).color(theme::WARN));
        }
        let needed = [
            (from != Some(None), "起始日期"),
            (to.is_some(), if is_dossier { "截止日期" } else { "日期" }),
            (self.path.is_given(), "保存位置"),
        ];
        let ready = awaits_ui(ui, &needed, None);
        ui.horizontal(|ui| {
            if goes_on(ui, if is_dossier { "生成" } else { "查看" }, ready, entered)
                && let Some(to) = to
            {
                self.path.ask_disk_anew();
                match from.flatten() {
                    Some(from) => commands.extend(self.dossier(from, to, &path)),
                    None => commands.push(Command::LookAsOf(to)),
                }
            }
            if !is_dossier
                && ui.add_enabled(ready, egui::Button::new("保存为 Excel")).clicked()
                && let Some(to) = to
            {
                self.path.ask_disk_anew();
                commands.push(Command::AsOf(to, path));
            }
            cancel_ui(ui, commands);
        });
    }

    /// The file is named by the period until the clerk names it.
    fn offer(&mut self, offered: PathBuf) {
        if offered != self.offered && self.path.path() == self.offered {
            self.path = PathField::new(&offered);
        }
        self.offered = offered;
    }

    /// Whether it is locked, and with what; whether Enter was pressed in the last field.
    fn lock_ui(&mut self, ui: &mut egui::Ui) -> bool {
        ui.checkbox(&mut self.is_locked, "加锁");
        if !self.is_locked {
            return false;
        }
        let name = self.target().file_name().unwrap_or_default().to_string_lossy().into_owned();
        ui.label(theme::weak(format!("文件写成 {name}。打开它要输入加锁口令；程序不保存这个口令。")));
        self.words.ui(ui, true)
    }

    /// Where it goes: what is locked is no zip, and its name says so.
    fn target(&self) -> PathBuf {
        let path = self.path.path();
        if self.from.is_none() || path.as_os_str().is_empty() {
            return path;
        }
        let path = if path.extension().is_some_and(|ending| ending == "age") { path.with_extension("") } else { path };
        let path = if path.extension().is_none() { path.with_extension("zip") } else { path };
        if self.is_locked { path.with_added_extension("age") } else { path }
    }

    /// The errand, unless something speaks against what is to lock it.
    fn dossier(&mut self, from: Day, to: Day, path: &Path) -> Option<Command> {
        let lock = if self.is_locked {
            let typed = self.words.twice("没有生成");
            Some(self.words.taken(typed)?)
        } else {
            None
        };
        Some(Command::Dossier(from, to, path.to_path_buf(), lock))
    }
}
