//! 扫描件 of a signed paper (第五条, 第十八条): what is attached, seen, and taken in by dialog or by drop.

use std::path::PathBuf;

use eframe::egui;

use super::command::{Command, VoidKey};
use super::theme;
use crate::model::attachment::Subject;
use crate::model::{Choice, Register};

/// Takes what is dropped on the window where no paper is in front: each file belongs to the paper whose number it bears.
pub fn take_dropped(ui: &egui::Ui, commands: &mut Vec<Command>) {
    let dropped = dropped(ui);
    if !dropped.is_empty() {
        commands.push(Command::AttachAll(dropped));
    }
}

fn dropped(ui: &egui::Ui) -> Vec<PathBuf> {
    ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect())
}

/// Draws the scans of a paper. A file that is dropped on the window belongs to the paper in front.
pub fn scans_ui(ui: &mut egui::Ui, register: &Register, subject: &Subject, commands: &mut Vec<Command>) {
    let paper = register.subject_name(subject);
    commands.extend(dropped(ui).into_iter().map(|path| Command::Attach(paper.clone(), path)));
    ui.separator();
    ui.label(theme::head("扫描件"));
    for scan in register.attachments_of(subject) {
        ui.horizontal(|ui| {
            let name = egui::RichText::new(&scan.name).color(theme::ACCENT);
            let response = ui.add(egui::Button::new(name).frame(false).truncate());
            super::name_control(ui, &response, &format!("打开{}", scan.name));
            let told = format!("{}，{}页，{}附上", scan.kind.label(), scan.pages, scan.added_on.chinese());
            if response.on_hover_text(told).clicked() {
                commands.push(Command::ViewScan(scan.id));
            }
            if ui.link("作废").clicked() {
                commands.push(Command::AskVoidOf(VoidKey::Scan(scan.id)));
            }
        });
    }
    if ui.button("附上扫描件").on_hover_text("PDF、JPEG、PNG、TIFF；也可以把文件拖到窗口里").clicked()
    {
        commands.push(Command::AskAttach(paper));
    }
}
