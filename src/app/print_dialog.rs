//! Ctrl+P: the pages as they print, the printer, copies, which pages, 双面; or as a PDF, or in the system's viewer.

use std::sync::Arc;

use eframe::egui::{self, Vec2};

use super::command::Command;
use super::modal::{cancel_ui, entered_in};
use super::sheet_paint::Sheet;
use super::theme;
use super::waiting::Waiting;
use crate::error::{Error, Result};
use crate::paper::page::{HEIGHT, WIDTH};
use crate::papers::{NO_GLYPH, PageRange, PaperKey, Printable, Printout, job_title, lay_out};
use crate::printing::{Job, MOST_COPIES, Printers, Printing};

/// Height of the page that is shown, in points; less on a small window.
const PREVIEW: f32 = 500.0;
/// Width of the choices beside it, in points.
const CHOICES: f32 = 380.0;

/// What the clerk chose the last time, for the next.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    printer: Option<String>,
    two_sided: bool,
}

/// What is to be printed, and how.
pub struct PrintDialog {
    /// What would send them back.
    findings: Vec<String>,
    /// Characters that no font has.
    missing: Vec<String>,
    printouts: Waiting<Vec<Printout>>,
    printers: Waiting<Result<Printers>>,
    at: usize,
    chosen: Chosen,
    copies: u32,
    range: String,
    /// Why it was not taken the last time.
    refused: Option<Error>,
}

/// Everything that a printer has to know.
pub struct Order {
    /// The pages.
    pub printouts: Vec<Printout>,
    /// Which of them.
    pub range: PageRange,
    /// The rest.
    pub job: Job,
}

impl PrintDialog {
    /// Lays the papers out and looks for printers, both beside the window.
    pub fn new(
        printables: Vec<(Option<PaperKey>, Printable)>,
        findings: Vec<String>,
        printing: Arc<dyn Printing>,
        chosen: Chosen,
    ) -> Self {
        let missing = printables.iter().flat_map(|(_, it)| it.missing()).collect();
        Self {
            findings,
            missing,
            printouts: Waiting::on(move || lay_out(&printables)),
            printers: Waiting::on(move || printing.printers()),
            at: 0,
            chosen,
            copies: 1,
            range: String::new(),
            refused: None,
        }
    }

    /// Says why it was not taken.
    pub fn refuse(&mut self, error: Error) {
        self.refused = Some(error);
    }

    /// What was chosen, for the next time.
    pub fn chosen(&self) -> Chosen {
        self.chosen.clone()
    }

    /// What the printer is asked; an error where something cannot be read.
    pub fn order(&self) -> Result<Order> {
        let unread = || {
            Error::bad_input(format!("页码范围“{}”看不懂", self.range.trim())).advise("请写作 1-3,5，全部打印就不用填")
        };
        let range = PageRange::from_typed(&self.range).ok_or_else(unread)?;
        let not_yet = || Error::refused("正在排版，还不能打印").advise("请稍候再点");
        let printouts = self.printouts.here().ok_or_else(not_yet)?.clone();
        let title = job_title(&printouts);
        let job =
            Job { printer: self.chosen.printer.clone(), copies: self.copies, two_sided: self.chosen.two_sided, title };
        Ok(Order { printouts, range, job })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head(if self.findings.is_empty() && self.missing.is_empty() {
            "打印"
        } else {
            "打印前请看一下"
        }));
        ui.horizontal_top(|ui| {
            let height = PREVIEW.min(ui.ctx().content_rect().height() - 170.0).max(240.0);
            ui.vertical(|ui| self.pages_ui(ui, height));
            ui.add_space(theme::GAP);
            ui.vertical(|ui| {
                ui.set_width(CHOICES);
                ui.spacing_mut().item_spacing.y = 8.0;
                self.choices_ui(ui, commands);
            });
        });
    }

    /// One page, as it prints, and the way to the others.
    fn pages_ui(&mut self, ui: &mut egui::Ui, height: f32) {
        let scale = height / HEIGHT;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(WIDTH * scale, height), egui::Sense::hover());
        ui.painter().rect(rect, 0.0, theme::PAPER, egui::Stroke::new(1.0, theme::EDGE), egui::StrokeKind::Outside);
        let ctx = ui.ctx().clone();
        let Some(printouts) = self.printouts.get(&ctx) else {
            ui.painter().text(
                rect.center(),
                egui::Align2::CENTER_CENTER,
                "正在排版…",
                egui::FontId::proportional(14.5),
                theme::INK,
            );
            return;
        };
        let total: usize = printouts.iter().map(|it| it.pages.len()).sum();
        self.at = self.at.min(total.saturating_sub(1));
        let mut before = 0;
        let mut name = "";
        for printout in printouts {
            if let Some(page) = self.at.checked_sub(before).and_then(|at| printout.pages.get(at)) {
                let sheet = Sheet { origin: rect.min, scale };
                page.marks.iter().for_each(|mark| sheet.draw(ui, mark));
                name = &printout.name;
            }
            before += printout.pages.len();
        }
        super::name_control(ui, &response, &format!("第{}页：{name}", self.at + 1));
        ui.horizontal(|ui| {
            let (back, on) = ui.input_mut(|input| {
                (
                    input.consume_key(egui::Modifiers::NONE, egui::Key::PageUp),
                    input.consume_key(egui::Modifiers::NONE, egui::Key::PageDown),
                )
            });
            let previous = ui.add_enabled(self.at > 0, egui::Button::new("上一页")).on_hover_text("PageUp");
            if previous.clicked() || back {
                self.at = self.at.saturating_sub(1);
            }
            ui.label(format!("第{}页，共{total}页", self.at + 1));
            let next = ui.add_enabled(self.at + 1 < total, egui::Button::new("下一页")).on_hover_text("PageDown");
            if next.clicked() || on {
                self.at = (self.at + 1).min(total.saturating_sub(1));
            }
        });
    }

    fn choices_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        if let Some(error) = &self.refused {
            for line in error.lines() {
                ui.label(egui::RichText::new(line).color(theme::STOP));
            }
            if let Some(advice) = error.advice() {
                ui.label(theme::weak(format!("{advice}。")));
            }
        }
        self.cautions_ui(ui);
        let ready = self.printer_ui(ui);
        let mut entered = false;
        ui.horizontal(|ui| {
            ui.label("份数");
            let copies = ui.add(egui::DragValue::new(&mut self.copies).range(1..=MOST_COPIES));
            super::name_control(ui, &copies, "份数");
            ui.add_space(theme::GAP);
            ui.label("页码");
            let edit = egui::TextEdit::singleline(&mut self.range).desired_width(130.0).char_limit(100);
            let range = ui.add(edit.hint_text("全部，或 1-3,5"));
            super::name_control(ui, &range, "页码");
            entered = entered_in(ui, &range);
        });
        if PageRange::from_typed(&self.range).is_none() {
            ui.label(egui::RichText::new("页码看不懂，请写作 1-3,5").color(theme::STOP));
        }
        ui.add_space(4.0);
        let print = ui.add_enabled(ready, theme::main_button("打印"));
        if ready && ui.memory(|memory| memory.focused().is_none()) {
            print.request_focus();
        }
        if print.clicked() || entered && ready {
            commands.push(Command::SendToPrinter);
        }
        ui.horizontal(|ui| {
            let save = ui.button("保存为 PDF");
            if !ready && ui.memory(|memory| memory.focused().is_none()) && !self.printers.is_asked() {
                save.request_focus();
            }
            if save.clicked() {
                commands.push(Command::AskSavePdf);
            }
            if ui.button("用系统阅读器打开").clicked() {
                commands.push(Command::ReadPdf);
            }
            cancel_ui(ui, commands);
        });
    }

    /// What is wrong with the papers: told before they are printed, since a signed paper cannot be changed.
    fn cautions_ui(&self, ui: &mut egui::Ui) {
        if self.findings.is_empty() && self.missing.is_empty() {
            return;
        }
        egui::ScrollArea::vertical().max_height(150.0).id_salt("cautions").show(ui, |ui| {
            for line in &self.findings {
                ui.label(egui::RichText::new(line).color(theme::STOP));
            }
            for line in &self.missing {
                ui.label(egui::RichText::new(line).color(theme::WARN));
            }
        });
        if !self.findings.is_empty() {
            ui.label(theme::weak("签字以后不能再改，建议先取消，改正后再打印。"));
        }
        if !self.missing.is_empty() {
            ui.label(theme::weak(format!("这些字{NO_GLYPH}。")));
        }
    }

    /// Which printer, and on how many sides; whether there is one.
    fn printer_ui(&mut self, ui: &mut egui::Ui) -> bool {
        let ctx = ui.ctx().clone();
        let printers = match self.printers.get(&ctx) {
            None => {
                ui.label(theme::weak("正在查找打印机…"));
                return false;
            }
            Some(Err(error)) => {
                ui.label(egui::RichText::new(error.lines().join("；")).color(theme::WARN));
                ui.label(theme::weak(format!("{}。", error.advice().unwrap_or("可以保存为 PDF"))));
                return false;
            }
            Some(Ok(printers)) if printers.names.is_empty() => {
                ui.label(egui::RichText::new("没有找到打印机").color(theme::WARN));
                ui.label(theme::weak("请在系统设置中添加打印机；也可以保存为 PDF，换一台电脑打印。"));
                return false;
            }
            Some(Ok(printers)) => printers.clone(),
        };
        let known = |name: &String| printers.names.contains(name);
        let chosen = self.chosen.printer.take().filter(known).or_else(|| printers.default.clone());
        self.chosen.printer = chosen;
        ui.horizontal(|ui| {
            ui.label("打印机");
            let shown = self.chosen.printer.as_deref().unwrap_or("请选择");
            let combo = egui::ComboBox::from_id_salt("printer").width(CHOICES - 80.0).truncate().selected_text(shown);
            let response = combo.show_ui(ui, |ui| {
                for name in &printers.names {
                    ui.selectable_value(&mut self.chosen.printer, Some(name.clone()), name);
                }
            });
            super::name_control(ui, &response.response, "打印机");
        });
        if printers.sets_sides {
            ui.horizontal(|ui| {
                ui.radio_value(&mut self.chosen.two_sided, false, "单面");
                ui.radio_value(&mut self.chosen.two_sided, true, "双面（长边翻转）");
            });
            if self.chosen.two_sided {
                ui.label(theme::weak("每张表都从新的一张纸开始。"));
            }
        }
        self.chosen.printer.is_some()
    }
}
