//! 关于: what this program is, its keys, and the way into 新手引导.

use eframe::egui;

use super::command::Command;
use super::{Renderer, TITLE, theme};
use crate::places;

/// Width of a column, in points.
const COLUMN: f32 = 440.0;

/// Draws the page: what can be done on the left, the keys on the right.
pub fn about_ui(ui: &mut egui::Ui, renderer: Renderer, guide_step: usize, commands: &mut Vec<Command>) {
    egui::ScrollArea::vertical().auto_shrink(false).id_salt("about").show(ui, |ui| {
        super::scroll_by_keys(ui);
        egui::Frame::new().inner_margin(24.0).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(theme::head(TITLE));
                ui.label(theme::weak(format!("版本 {}", env!("CARGO_PKG_VERSION"))));
                ui.label(theme::weak(format!("窗口绘制：{}", renderer.chinese())));
            });
            ui.add_space(12.0);
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(COLUMN);
                    guide_part_ui(ui, guide_step, commands);
                });
                ui.add_space(32.0);
                ui.vertical(keys_ui);
            });
            ui.add_space(16.0);
            ui.label("依据《晋城市行政审批服务管理局信息系统账号管理制度（试行）》（晋市审管发〔2022〕47号）。");
            ui.label(theme::weak(
                "本程序不联网，不保存任何口令。字体：思源宋体、思源黑体（SIL OFL 1.1），花园明朝（花园字体许可）。",
            ));
        });
    });
}

fn guide_part_ui(ui: &mut egui::Ui, guide_step: usize, commands: &mut Vec<Command>) {
    part_ui(ui, "新手引导", "用示例数据走十步，从填表到办结。不动本单位的数据，随时可以离开。");
    ui.horizontal(|ui| {
        if ui.button("开始引导").clicked() {
            commands.push(Command::BeginGuide(0));
        }
        if guide_step > 0 && ui.button(format!("接着第{}步", guide_step + 1)).clicked() {
            commands.push(Command::BeginGuide(guide_step));
        }
        if let Some(manual) = places::manual()
            && ui.button("使用手册").clicked()
        {
            commands.push(Command::View(manual));
        }
    });
}

/// A head and what there is to say.
pub fn part_ui(ui: &mut egui::Ui, head: &str, told: &str) {
    ui.add_space(10.0);
    ui.label(head);
    ui.add(egui::Label::new(theme::weak(told)).wrap());
}

/// Every key, and what stands behind it.
fn keys_ui(ui: &mut egui::Ui) {
    ui.add_space(10.0);
    ui.label("快捷键");
    egui::Grid::new("keys").spacing([24.0, 3.0]).min_row_height(18.0).show(ui, |ui| {
        let mut shown: Vec<&str> = Vec::new();
        for (command, _, name) in Command::SHORTCUTS {
            if !shown.contains(&name) {
                shown.push(name);
                ui.label(theme::weak(command.hint()));
                ui.label(name);
                ui.end_row();
            }
        }
        for (keys, what) in [
            ("Ctrl+1 到 Ctrl+9", "左边的前九页"),
            ("F1", "关于"),
            ("Tab、Shift+Tab", "下一处、上一处"),
            ("上、下、Home、End", "选一行"),
            ("PageUp、PageDown", "上一屏、下一屏"),
            ("Shift+F10", "选中的一行可以办的事"),
            ("Esc", "关闭对话框，停下工作"),
        ] {
            ui.label(theme::weak(keys));
            ui.label(what);
            ui.end_row();
        }
    });
}
