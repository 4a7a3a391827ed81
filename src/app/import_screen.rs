//! 导入: a table of the office is read, its columns are told apart, what would happen is shown row by row, then it is
//! taken in.

use std::path::Path;

use eframe::egui;
use egui_extras::{Column as Width, TableBuilder};

use super::browse::{PathField, Wanted, dropped};
use super::command::Command;
use super::theme;
use super::waiting::Waiting;
use crate::error::{Error, ErrorKind, Result};
use crate::import::{self, Sheet, Table, columns_of, recognise, table_below};
use crate::model::*;
use crate::ops::{Effect, Imported, Manner, Row, passed_rows, read_sheets, rows_of, unused_columns};

/// How many columns a sheet offers to choose from, and how many choices stand in a line.
const MOST_CHOICES: usize = 64;
const PAIRS: usize = 5;

/// A table on its way into the register.
pub struct ImportScreen {
    /// What it is taken as.
    pub kind: TableKind,
    path: PathField,
    department: String,
    makes_new: bool,
    reading: Option<Waiting<Result<Vec<Sheet>>>>,
    sheets: Vec<Sheet>,
    /// For each sheet, where its header is and which column means what, as guessed or told by hand.
    heads: Vec<(usize, Vec<Option<usize>>)>,
    /// For each sheet, its table; nothing for one in which a needed column is not told.
    tables: Vec<Option<Table>>,
    /// The sheet whose columns are shown.
    shown: usize,
    /// What would happen, and the revision that it was told for.
    preview: Option<(Imported, u64)>,
    only_failed: bool,
    step: Step,
}

/// How far the table that was read has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// What would happen is told, and told anew when something changes.
    Previewing,
    /// The clerk called the preview off, or it was refused: it is not made again by itself.
    Paused,
    /// It was taken in as it stands: what is left to see is what came of it.
    Done,
}

impl ImportScreen {
    /// An empty screen.
    pub fn new() -> Self {
        Self {
            kind: TableKind::Register(Kind::Accounts),
            path: PathField::default(),
            department: String::new(),
            makes_new: true,
            reading: None,
            sheets: Vec::new(),
            heads: Vec::new(),
            tables: Vec::new(),
            shown: 0,
            preview: None,
            only_failed: false,
            step: Step::Previewing,
        }
    }

    /// Rows that were copied in Excel, to be taken into this register; without heads the columns are those of `shown`.
    pub fn take_pasted(&mut self, kind: Kind, text: &str, shown: &[&str]) {
        *self = Self { kind: TableKind::Register(kind), ..Self::new() };
        let mut sheet = import::pasted(text);
        if recognise(self.kind, &sheet).is_none() {
            sheet.rows.insert(0, shown.iter().map(|label| (*label).to_owned()).collect());
        }
        self.take_sheets(vec![sheet]);
    }

    /// A file that was dropped on the window or chosen elsewhere.
    pub fn take_path(&mut self, path: &Path) {
        self.path = PathField::new(path);
        self.read();
    }

    fn take_sheets(&mut self, sheets: Vec<Sheet>) {
        self.sheets = sheets;
        // Of another table all is to be looked at.
        self.only_failed = false;
        self.recognise();
    }

    fn recognise(&mut self) {
        self.tables = self.sheets.iter().map(|sheet| recognise(self.kind, sheet)).collect();
        let guess = |(sheet, table): (&Sheet, &Option<Table>)| match table {
            Some(table) => (table.header, table.columns.clone()),
            None => (0, columns_of(self.kind, sheet.rows.first().map_or(&[][..], |row| row))),
        };
        self.heads = self.sheets.iter().zip(&self.tables).map(guess).collect();
        self.shown = self.tables.iter().position(Option::is_some).unwrap_or_default();
        self.preview_again();
    }

    /// Reads the file on a thread of its own: a large one takes a second.
    fn read(&mut self) {
        let path = self.path.path();
        self.reading = Some(Waiting::on(move || read_sheets(&path)));
        (self.sheets, self.heads, self.tables, self.preview) = (Vec::new(), Vec::new(), Vec::new(), None);
    }

    /// Takes in what was read, once it is there.
    fn take_read(&mut self, ctx: &egui::Context) -> Result<()> {
        if let Some(read) = self.reading.as_mut().and_then(|reading| reading.take(ctx)) {
            self.reading = None;
            let interrupted =
                || Error::new(ErrorKind::System, "读取表格的过程中断了").advise("没有导入任何数据。请再读取一次");
            self.take_sheets(read.unwrap_or_else(|| Err(interrupted()))?);
        }
        Ok(())
    }

    /// The rows, as they would be taken in, and how.
    pub fn rows(&self) -> (Vec<Row>, Manner) {
        let rows = rows_of(self.kind, self.tables.iter().flatten()).into_iter().flat_map(|(_, rows)| rows).collect();
        let department = Some(self.department.trim().to_owned()).filter(|name| !name.is_empty());
        (rows, Manner { dry_run: true, makes_new: self.makes_new, department })
    }

    /// Something has changed: what would happen is to be told anew.
    fn preview_again(&mut self) {
        self.preview = None;
        self.step = Step::Previewing;
    }

    /// What would happen was not told: it is asked for by hand.
    pub fn pause(&mut self) {
        self.step = Step::Paused;
    }

    /// It is asked for by hand while it cannot be told: it is told by itself when it can.
    pub fn go_on(&mut self) {
        if self.step == Step::Paused {
            self.step = Step::Previewing;
        }
    }

    /// What would happen.
    pub fn told(&mut self, imported: Imported, revision: u64) {
        // It was taken in and that was undone, or the register has changed since: all is there to be looked at again.
        self.only_failed &= self.step != Step::Done;
        self.preview = Some((imported, revision));
        self.step = Step::Previewing;
    }

    /// What was told last.
    pub fn imported(&self) -> Option<&Imported> {
        self.preview.as_ref().map(|(imported, _)| imported)
    }

    /// The table was taken in: what failed stays to be looked at, until the register changes.
    pub fn done(&mut self, imported: Imported, revision: u64) {
        self.step = Step::Done;
        self.only_failed = true;
        self.preview = Some((Imported { added: 0, updated: 0, effects: Vec::new(), ..imported }, revision));
    }

    /// Draws the screen. What went wrong in reading is returned, to be said.
    pub fn ui(&mut self, ui: &mut egui::Ui, revision: u64, names: &[&str], commands: &mut Vec<Command>) -> Result<()> {
        self.take_read(ui.ctx())?;
        if let Some(path) = dropped(ui).into_iter().next() {
            self.take_path(&path);
        }
        self.bar_ui(ui, names, commands);
        let has_table = self.tables.iter().any(Option::is_some);
        let is_due = has_table && self.preview.as_ref().is_none_or(|(_, of)| *of != revision);
        if is_due && self.step != Step::Paused {
            commands.push(Command::PreviewImport);
        }
        egui::Frame::new().inner_margin(theme::GAP).show(ui, |ui| {
            if self.reading.is_some() {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label("正在读取…");
                    if ui.button("取消").clicked() {
                        // What is read by then goes nowhere.
                        self.reading = None;
                    }
                });
            } else if self.sheets.is_empty() && self.preview.is_none() {
                ui.add_space(70.0);
                ui.vertical_centered(|ui| {
                    ui.label(theme::head("把科室已有的表格导入台账"));
                    ui.label(theme::weak("选择 xlsx、xls、ods 或 csv 文件，也可以把文件拖到这里。先看预览，再导入。"));
                });
            } else {
                if self.step != Step::Done {
                    self.columns_ui(ui);
                }
                if is_due && self.step == Step::Paused && ui.add(theme::main_button("试算")).clicked() {
                    commands.push(Command::PreviewImport);
                }
                self.preview_ui(ui);
            }
        });
        Ok(())
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, names: &[&str], commands: &mut Vec<Command>) {
        super::bar_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label("当作");
                for kind in TableKind::ALL {
                    if ui.selectable_label(self.kind == kind, kind.term()).clicked() && self.kind != kind {
                        self.kind = kind;
                        self.recognise();
                    }
                }
            });
            ui.horizontal_wrapped(|ui| {
                let edit = egui::TextEdit::singleline(&mut self.path.text).desired_width(420.0).hint_text("表格文件");
                let response = ui.add(edit);
                super::name_control(ui, &response, "表格文件");
                let entered = super::enter_pressed(ui, &response);
                let before = self.path.text.clone();
                self.path.browse_ui(ui, Wanted::Table);
                let ready = !self.path.text.trim().is_empty() && self.reading.is_none();
                if ui.add_enabled(ready, theme::main_button("读取")).clicked()
                    || ready && (entered || before != self.path.text)
                {
                    self.read();
                }
                ui.separator();
                if matches!(self.kind, TableKind::Matrix | TableKind::Register(Kind::Accounts)) {
                    ui.label("科室");
                    let shown = if self.department.is_empty() { "以表中写的为准" } else { &self.department };
                    let mut chosen = self.department.clone();
                    let combo = egui::ComboBox::from_id_salt("department").selected_text(shown);
                    let response = combo.show_ui(ui, |ui| {
                        ui.selectable_value(&mut chosen, String::new(), "以表中写的为准");
                        for name in names {
                            ui.selectable_value(&mut chosen, (*name).to_owned(), *name);
                        }
                    });
                    super::name_control(ui, &response.response, "科室");
                    if chosen != self.department {
                        self.department = chosen;
                        self.preview_again();
                    }
                }
                if ui.checkbox(&mut self.makes_new, "自动登记表中新的科室、人员和系统").changed() {
                    self.preview_again();
                }
            });
            if self.path.is_unanswered() {
                ui.label(theme::weak("没有选定文件。如果没有出现选择窗口，请直接填写文件的路径。"));
            }
            if let Some((imported, _)) = &self.preview {
                ui.horizontal(|ui| {
                    ui.label(imported.counts());
                    let good = imported.added + imported.updated;
                    let label = format!("导入{good}行");
                    if ui.add_enabled(good > 0, theme::main_button(&label)).clicked() {
                        commands.push(Command::Import);
                    }
                    if !imported.failed.is_empty() && ui.button("有误的行另存为 Excel").clicked() {
                        commands.push(Command::ExportFailures);
                    }
                    ui.checkbox(&mut self.only_failed, "只看有误的");
                });
            }
        });
    }

    /// Which column means what; a wrong guess is put right by hand.
    fn columns_ui(&mut self, ui: &mut egui::Ui) {
        if self.sheets.is_empty() {
            return;
        }
        let mut shown = self.shown;
        if self.sheets.len() > 1 {
            ui.horizontal_wrapped(|ui| {
                ui.label("工作表");
                for (at, sheet) in self.sheets.iter().enumerate() {
                    let known = self.tables.get(at).is_some_and(Option::is_some);
                    let name = if known { sheet.name.clone() } else { format!("{}（不导入）", sheet.name) };
                    if ui.selectable_label(shown == at, name).clicked() {
                        shown = at;
                    }
                }
            });
        }
        self.shown = shown;
        let Some(sheet) = self.sheets.get(self.shown) else { return };
        let Some((mut header, mut columns)) = self.heads.get(self.shown).cloned() else { return };
        let (before_header, before_columns) = (header, columns.clone());
        ui.horizontal_wrapped(|ui| {
            ui.label("表头在第");
            let mut number = header + sheet.first_row;
            let last = sheet.first_row + sheet.rows.len().saturating_sub(1);
            let response = ui.add(egui::DragValue::new(&mut number).range(sheet.first_row..=last));
            super::name_control(ui, &response, "表头所在的行");
            ui.label("行。");
            header = number.saturating_sub(sheet.first_row);
        });
        let heads = sheet.rows.get(header).cloned().unwrap_or_default();
        let head = |at: usize| match heads.get(at).map(String::as_str) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => format!("第{}列", at + 1),
        };
        let width = sheet.rows.iter().map(Vec::len).max().unwrap_or_default().min(MOST_CHOICES);
        egui::Grid::new("columns").spacing([10.0, 6.0]).show(ui, |ui| {
            for (place, (attribute, column)) in self.kind.attributes().iter().zip(&mut columns).enumerate() {
                let label = if attribute.required {
                    format!("{}（必填）", attribute.label)
                } else {
                    attribute.label.into()
                };
                ui.label(theme::weak(label));
                let shown = column.map_or_else(|| "无".to_owned(), head);
                let combo = egui::ComboBox::from_id_salt(("column", attribute.label));
                let response = combo.selected_text(shown).width(104.0).truncate().show_ui(ui, |ui| {
                    ui.selectable_value(column, None, "无");
                    for at in 0..width {
                        ui.selectable_value(column, Some(at), head(at));
                    }
                });
                super::name_control(ui, &response.response, &format!("{}在哪一列", attribute.label));
                if place % PAIRS == PAIRS - 1 {
                    ui.end_row();
                }
            }
        });
        if header != before_header {
            columns = columns_of(self.kind, sheet.rows.get(header).map_or(&[][..], |row| row));
        }
        if header != before_header || columns != before_columns {
            let required = self.kind.attributes().iter().zip(&columns);
            let complete = required.into_iter().all(|(attribute, column)| !attribute.required || column.is_some());
            self.tables[self.shown] = complete.then(|| table_below(self.kind, sheet, header, columns.clone()));
            self.heads[self.shown] = (header, columns);
            self.preview_again();
        }
        match &self.tables[self.shown] {
            None => {
                ui.label(theme::weak("这张工作表没有找到表头：请指明表头所在的行和必填的列，否则不导入。"));
            }
            Some(table) => {
                if !table.unused.is_empty() {
                    let unused = unused_columns([table]).join("、");
                    ui.add(egui::Label::new(theme::weak(format!("没有用到的列：{unused}"))).wrap());
                }
                for passed in passed_rows([table]) {
                    let told = format!("当作例子、合计、说明或签字，没有导入的行：{passed}");
                    ui.add(egui::Label::new(theme::weak(told)).wrap());
                }
            }
        }
        ui.separator();
    }

    fn preview_ui(&self, ui: &mut egui::Ui) {
        let Some((imported, _)) = &self.preview else { return };
        // The cells of a line, and whether it asks to be looked at.
        let mut lines: Vec<([String; 4], bool)> = Vec::new();
        for it in &imported.failed {
            let place = format!("{}第{}行", it.row.sheet, it.row.number);
            let title: Vec<&str> = it.row.texts.iter().flatten().take(2).map(String::as_str).collect();
            lines.push(([place, "有误".into(), title.join(" "), it.line()], false));
        }
        if !self.only_failed {
            // What the clerk is asked to look at stands before what is plain.
            let (doubtful, plain): (Vec<&Effect>, Vec<&Effect>) =
                imported.effects.iter().partition(|it| !it.doubts.is_empty());
            for it in doubtful.into_iter().chain(plain) {
                // A change that is asked about is told with the question.
                let is_asked = |change: &String| it.doubts.iter().any(|doubt| doubt.contains(change.as_str()));
                let changes = it.changes.iter().map(crate::rules::filing::told).filter(|change| !is_asked(change));
                let made = it.made.iter().map(|(kind, name)| format!("同时登记{} {name}", kind.term()));
                let told: Vec<String> = it.doubts.iter().cloned().chain(changes).chain(made).collect();
                let place = format!("{}第{}行", it.sheet, it.number);
                lines.push((
                    [place, it.verdict.label().into(), it.title.clone(), told.join("；")],
                    !it.doubts.is_empty(),
                ));
            }
        }
        if lines.is_empty() {
            ui.label(theme::weak(if self.only_failed {
                "没有有误的行。"
            } else {
                "没有可以导入的行。"
            }));
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let table = TableBuilder::new(ui).id_salt("preview").striped(true).auto_shrink(false);
        let table = table
            .column(Width::exact(150.0).clip(true))
            .column(Width::exact(52.0))
            .column(Width::exact(250.0).clip(true))
            .column(Width::remainder().at_least(200.0).clip(true));
        let table = table.header(theme::ROW_HEIGHT, |mut header| {
            for label in ["位置", "结果", "内容", "变动或原因"] {
                header.col(|ui| {
                    ui.label(theme::weak(label));
                });
            }
        });
        table.body(|body| {
            body.rows(theme::ROW_HEIGHT, lines.len(), |mut row| {
                let (line, is_doubtful) = &lines[row.index()];
                for (at, text) in line.iter().enumerate() {
                    row.col(|ui| {
                        super::scroll_by_keys(ui);
                        let color = match (at, line[1].as_str()) {
                            (1, "有误") => theme::STOP,
                            (1, "新增") => theme::DONE,
                            (1, "更新") => theme::ACCENT,
                            (1, _) => theme::WEAK,
                            (3, _) if *is_doubtful => theme::WARN,
                            _ => theme::TEXT,
                        };
                        let label = egui::Label::new(egui::RichText::new(text).color(color)).truncate();
                        ui.add(label).on_hover_text(text);
                    });
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_that_breaks_off_is_told_and_not_waited_for() {
        let mut screen = ImportScreen::new();
        let mut reading = Waiting::on(|| panic!("the reader stumbles"));
        reading.wait(std::time::Duration::from_mins(2));
        screen.reading = Some(reading);
        let told = screen.take_read(&egui::Context::default()).unwrap_err();
        assert_eq!(told.to_string(), "读取表格的过程中断了。没有导入任何数据。请再读取一次。");
        assert!(screen.reading.is_none());
    }
}
