//! 扫描件 of a signed paper (第五条, 第十八条): what is attached, seen, and taken in by dialog or by drop.

use eframe::egui;

use super::browse::{PathField, Wanted, dropped, dropped_folders};
use super::command::{Command, VoidKey};
use super::modal::{awaits_ui, cancel_ui, first_button, goes_on};
use super::theme;
use crate::model::{Choice, Register, Scanned};
use crate::ops::FolderTaken;

/// Takes what is dropped on the window: each file belongs to the paper whose number it bears, one whose name bears none
/// to the paper in front, if there is one; a folder is gone through file by file.
pub fn take_dropped(ui: &egui::Ui, in_front: Option<&Scanned>, commands: &mut Vec<Command>) {
    let files = [dropped(ui), dropped_folders(ui)].concat();
    if !files.is_empty() {
        commands.push(Command::AttachAll(in_front.cloned(), files));
    }
}

/// The command that takes in a whole folder.
pub const ATTACH_FOLDER: &str = "附上一个文件夹的扫描件";

/// What is told beside the state of a paper whose scan is kept.
pub const SCANNED: &str = "　扫";

/// Draws the scans of the paper in front, and takes in what is dropped on the window.
pub fn scans_ui(ui: &mut egui::Ui, register: &Register, subject: &Scanned, commands: &mut Vec<Command>) {
    take_dropped(ui, Some(subject), commands);
    ui.separator();
    ui.label(theme::head("扫描件"));
    kept_ui(ui, register, subject, commands);
    if ui.button("附上扫描件").on_hover_text("PDF、JPEG、PNG、TIFF；也可以把文件拖到窗口里").clicked()
    {
        commands.push(Command::AskAttach(register.subject_name(subject)));
    }
    if ui.link(ATTACH_FOLDER).on_hover_text("每个文件按编号附到自己的表；也可以把文件夹拖到窗口里").clicked()
    {
        commands.push(Command::AskAttachFolder);
    }
}

/// Lists the scans of a paper.
pub fn kept_ui(ui: &mut egui::Ui, register: &Register, subject: &Scanned, commands: &mut Vec<Command>) {
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

/// Asks for a folder of scans.
pub fn attach_folder_ui(ui: &mut egui::Ui, path: &mut PathField, commands: &mut Vec<Command>) {
    ui.label(theme::head(ATTACH_FOLDER));
    let entered = path.first_ui(ui, "文件夹", "", Wanted::Folder);
    ui.label(theme::weak(
        "每个文件附到文件名里写着编号的表（附件1写科室名称）；文件名里没有的，看页脚的二维码。下一级文件夹里的不看。",
    ));
    let ready = awaits_ui(ui, &[(path.is_given(), "文件夹")], None);
    ui.horizontal(|ui| {
        if goes_on(ui, "附上", ready, entered) {
            commands.push(Command::AttachAll(None, vec![path.path()]));
        }
        cancel_ui(ui, commands);
    });
}

/// Tells what came of several scans, file by file: first those that were not attached.
pub fn attached_ui(ui: &mut egui::Ui, taken: &FolderTaken, commands: &mut Vec<Command>) {
    ui.label(theme::head(told(taken)));
    egui::ScrollArea::vertical().max_height(320.0).min_scrolled_height(320.0).show(ui, |ui| {
        for (_, error) in &taken.refused {
            ui.label(egui::RichText::new(error.lines().join("；")).color(theme::STOP));
            if let Some(advice) = error.advice() {
                ui.label(theme::weak(format!("{advice}。")));
            }
        }
        for (file, paper) in &taken.attached {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            ui.label(format!("“{name}”已附到{paper}"));
        }
        for (file, paper) in &taken.known {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            ui.label(theme::weak(format!("“{name}”以前已附到{paper}，没有重复附上")));
        }
    });
    if first_button(ui, theme::main_button("知道了")) {
        commands.push(Command::CloseDialog);
    }
}

/// How many were attached, how many were there already, and how many were not.
pub fn told(taken: &FolderTaken) -> String {
    let (attached, known, refused) = (taken.attached.len(), taken.known.len(), taken.refused.len());
    if attached == 0 && known == 0 {
        return format!("{refused}份都没有附上");
    }
    let parts = [
        (attached > 0).then(|| format!("已附上{attached}份扫描件")),
        (known > 0).then(|| format!("{known}份以前附过，没有重复附上")),
        (refused > 0).then(|| format!("{refused}份没有附上")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("，")
}
