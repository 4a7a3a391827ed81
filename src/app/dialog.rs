//! What lies over the screen: an error, a question, a place for a file. One at a time.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use eframe::egui;

use super::command::{Command, PaperKey};
use super::theme;
use crate::error::Error;

/// What lies over the screen.
pub enum Dialog {
    /// Something went wrong.
    Told(Error),
    /// Why a form is declared void.
    Void {
        /// As typed.
        reason: String,
    },
    /// Characters that no font has, before printing.
    Missing {
        /// Each with its field.
        characters: Vec<String>,
        /// What is to be printed.
        keys: Vec<PaperKey>,
    },
    /// Where the workbook goes.
    Excel {
        /// What is exported.
        keys: Vec<PaperKey>,
        /// The path as typed.
        path: String,
        /// The system's dialog, while it is open. It answers with nothing where the desktop has none.
        browsing: Option<Receiver<Option<PathBuf>>>,
    },
}

impl Dialog {
    /// Draws the dialog.
    pub fn ui(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let shown = egui::Modal::new(egui::Id::unique("dialog")).show(ctx, |ui| {
            ui.set_width(460.0);
            ui.spacing_mut().item_spacing.y = 10.0;
            match self {
                Dialog::Told(error) => told_ui(ui, error, commands),
                Dialog::Void { reason } => void_ui(ui, reason, commands),
                Dialog::Missing { characters, keys } => missing_ui(ui, characters, keys, commands),
                Dialog::Excel { keys, path, browsing } => excel_ui(ui, keys, path, browsing, commands),
            }
        });
        if shown.should_close() {
            commands.push(Command::CloseDialog);
        }
    }
}

/// A button that has the keyboard when the dialog opens.
fn first_button(ui: &mut egui::Ui, button: egui::Button<'_>) -> bool {
    let response = ui.add(button);
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    response.clicked()
}

fn told_ui(ui: &mut egui::Ui, error: &Error, commands: &mut Vec<Command>) {
    ui.label(theme::head("没有完成"));
    egui::ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for line in error.lines() {
            ui.label(line);
        }
    });
    if let Some(advice) = error.advice() {
        ui.label(theme::weak(format!("{advice}。")));
    }
    if first_button(ui, theme::main_button("知道了")) {
        commands.push(Command::CloseDialog);
    }
}

fn void_ui(ui: &mut egui::Ui, reason: &mut String, commands: &mut Vec<Command>) {
    ui.label(theme::head("作废这张申请表"));
    ui.label(theme::weak("编号保留，不会再用。请写明原因，它会记入台账。"));
    let box_ = ui.add(
        egui::TextEdit::singleline(reason).desired_width(f32::INFINITY).char_limit(crate::model::text::NOTE_LIMIT),
    );
    super::name_control(ui, &box_, "作废原因");
    if ui.memory(|memory| memory.focused().is_none()) {
        box_.request_focus();
    }
    ui.horizontal(|ui| {
        let ready = !reason.trim().is_empty();
        if ui.add_enabled(ready, theme::main_button("作废")).clicked() {
            commands.push(Command::Void(reason.clone()));
        }
        if ui.button("取消").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

fn missing_ui(ui: &mut egui::Ui, characters: &[String], keys: &[PaperKey], commands: &mut Vec<Command>) {
    ui.label(theme::head("有的字打印不出来"));
    for character in characters.iter().take(8) {
        ui.label(character);
    }
    ui.label(theme::weak("这些字没有可用的字形，纸上会以“〓”代替，请打印后手工补写。"));
    ui.horizontal(|ui| {
        if first_button(ui, theme::main_button("仍然打印")) {
            commands.push(Command::PrintAnyway(keys.to_vec()));
        }
        if ui.button("返回修改").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

fn excel_ui(
    ui: &mut egui::Ui,
    keys: &[PaperKey],
    path: &mut String,
    browsing: &mut Option<Receiver<Option<PathBuf>>>,
    commands: &mut Vec<Command>,
) {
    ui.label(theme::head("导出 Excel"));
    let box_ = ui.add(egui::TextEdit::singleline(path).desired_width(f32::INFINITY));
    super::name_control(ui, &box_, "保存位置");
    let target = PathBuf::from(path.trim());
    ui.label(theme::weak(if target.is_file() {
        "这个文件已经存在，导出后会被替换。"
    } else {
        "可以直接改写路径，或点“浏览”选择。"
    }));
    if let Some(answer) = browsing.as_ref().and_then(|answer| answer.try_recv().ok()) {
        *browsing = None;
        if let Some(chosen) = answer {
            *path = chosen.display().to_string();
        }
    }
    ui.horizontal(|ui| {
        if first_button(ui, theme::main_button("导出")) && !path.trim().is_empty() {
            let target = if target.extension().is_none() { target.with_extension("xlsx") } else { target.clone() };
            commands.push(Command::WriteExcel(keys.to_vec(), target));
        }
        if ui.add_enabled(browsing.is_none(), egui::Button::new("浏览")).clicked() {
            *browsing = Some(browse(ui.ctx().clone(), target));
        }
        if ui.button("取消").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

/// Opens the system's dialog on a thread of its own, so that the window stays alive meanwhile.
fn browse(ctx: egui::Context, target: PathBuf) -> Receiver<Option<PathBuf>> {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut dialog = rfd::FileDialog::new().set_title("导出 Excel").add_filter("Excel", &["xlsx"]);
        if let Some(name) = target.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        if let Some(folder) = target.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        // The dialog may have been closed meanwhile: then nobody waits for the answer.
        send.send(dialog.save_file()).ok();
        ctx.request_repaint();
    });
    receive
}
