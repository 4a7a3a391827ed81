//! 备份与迎检: where the data is, its backups, whether the 台账 is whole, and what an inspection is handed.

use eframe::egui;

use super::about_screen::part_ui;
use super::command::Command;
use super::theme;
use crate::error::Error;
use crate::ops::Office;
use crate::places;
use crate::store::Access;

/// Width of the page, in points.
const COLUMN: f32 = 640.0;

/// Draws the page.
pub fn keeping_ui(ui: &mut egui::Ui, office: &Office, trouble: Option<&Error>, commands: &mut Vec<Command>) {
    egui::ScrollArea::vertical().auto_shrink(false).id_salt("keeping").show(ui, |ui| {
        super::scroll_by_keys(ui);
        egui::Frame::new().inner_margin(24.0).show(ui, |ui| {
            ui.set_max_width(COLUMN);
            ui.label(theme::head("备份与迎检"));
            part_ui(ui, "数据文件", &office.store().path().display().to_string());
            backup_ui(ui, office, trouble, commands);
            part_ui(ui, "台账", "核对每一条记录有没有被改动、删除、插入，与现有的数据是否一致。");
            if ui.button("核对台账").clicked() {
                commands.push(Command::AskVerify);
            }
            part_ui(ui, "迎检", "把一段时间的全部表格、扫描件、台账和检查结果放进一个压缩文件。");
            if ui.button("生成迎检包").clicked() {
                commands.push(Command::AskDossier);
            }
        });
    });
}

fn backup_ui(ui: &mut egui::Ui, office: &Office, trouble: Option<&Error>, commands: &mut Vec<Command>) {
    let folder = places::backup_folder(office.store().path());
    part_ui(ui, "备份", &format!("关闭窗口时和每工作一小时自动备份，放在 {}", folder.display()));
    let second = office.register().second_place().map(|place| {
        let locked = if place.is_locked { "，加锁" } else { "" };
        format!("同时备份到 {}{locked}", place.folder.display())
    });
    let second = second.unwrap_or_else(|| "还没有第二备份位置：电脑坏了，备份会一起丢失。".into());
    ui.add(egui::Label::new(theme::weak(second)).wrap());
    if let Some(trouble) = trouble {
        ui.label(egui::RichText::new(trouble.lines().join("；")).color(theme::STOP));
    }
    ui.add_enabled_ui(office.store().access() == Access::Write, |ui| {
        ui.horizontal(|ui| {
            if ui.button("立即备份").clicked() {
                commands.push(Command::BackUp);
            }
            if ui.button("恢复备份").clicked() {
                commands.push(Command::AskRestoreBackup);
            }
            if ui.button("第二备份位置").clicked() {
                commands.push(Command::AskSecondPlace);
            }
        });
    });
}
