//! 扫描件 of a signed paper (第五条, 第十八条): what is attached, seen, and taken in by dialog or by drop.

use std::path::PathBuf;

use eframe::egui;

use super::browse::dropped;
use super::command::{Command, VoidKey};
use super::theme;
use crate::model::attachment::Subject;
use crate::model::{Choice, Register};

/// Takes what is dropped on the window: each file belongs to the paper whose number it bears, one whose name bears none
/// to the paper in front, if there is one.
pub fn take_dropped(ui: &egui::Ui, register: &Register, in_front: Option<&Subject>, commands: &mut Vec<Command>) {
    let names_a_paper = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !register.papers_in_name(&name).is_empty()
    };
    let (by_number, unnamed): (Vec<PathBuf>, Vec<PathBuf>) =
        dropped(ui).into_iter().partition(|path| in_front.is_none() || names_a_paper(path));
    if let Some(subject) = in_front {
        let paper = register.subject_name(subject);
        commands.extend(unnamed.into_iter().map(|path| Command::Attach(paper.clone(), path)));
    }
    if !by_number.is_empty() {
        commands.push(Command::AttachAll(by_number));
    }
}

/// What is told beside the state of a paper whose scan is kept.
pub const SCANNED: &str = "　扫";

/// Draws the scans of the paper in front, and takes in what is dropped on the window.
pub fn scans_ui(ui: &mut egui::Ui, register: &Register, subject: &Subject, commands: &mut Vec<Command>) {
    take_dropped(ui, register, Some(subject), commands);
    ui.separator();
    ui.label(theme::head("扫描件"));
    kept_ui(ui, register, subject, commands);
    if ui.button("附上扫描件").on_hover_text("PDF、JPEG、PNG、TIFF；也可以把文件拖到窗口里").clicked()
    {
        commands.push(Command::AskAttach(register.subject_name(subject)));
    }
}

/// Lists the scans of a paper.
pub fn kept_ui(ui: &mut egui::Ui, register: &Register, subject: &Subject, commands: &mut Vec<Command>) {
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
}
