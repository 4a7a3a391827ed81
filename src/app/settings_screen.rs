//! 设置: how the window looks, who works under which login name, the intervals that the regulation does not number, and the
//! floors that it does (第二十四条, 第二十五条, 第二十七条).

use eframe::egui;

use super::clerk_lines::ClerkLines;
use super::command::Command;
use super::preferences::{Kept, SizeStep, ThemeChoice};
use super::theme;
use crate::model::*;
use crate::ops::Office;
use crate::rules::settings::{article, default, label, numbers, objection, setting, unit};

/// The settings on the screen, as typed.
#[derive(Default)]
pub struct SettingsScreen {
    /// Each as it is kept, beside what is typed.
    rows: Vec<(Row, Row)>,
    clerks: ClerkLines,
    revision: Option<u64>,
}

/// A setting with its value and its source.
type Row = (SettingKey, i64, String);

impl SettingsScreen {
    /// Draws the settings.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, kept: Kept, commands: &mut Vec<Command>) {
        let (register, revision) = (office.register(), office.revision());
        if self.revision != Some(revision) {
            self.revision = Some(revision);
            let mut known = std::mem::take(&mut self.rows).into_iter();
            self.rows = numbers()
                .map(|key| as_kept(register, key))
                .map(|kept| {
                    // What stands half-typed in the other rows is not lost when one of them is saved.
                    let stands = known.next().filter(|(before, _)| *before == kept);
                    stands.unwrap_or_else(|| (kept.clone(), kept))
                })
                .collect();
            self.clerks.catch_up(register);
        }
        let is_narrow = theme::is_stacked(ui.available_width());
        egui::Frame::new().inner_margin(24.0).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).id_salt("settings").show(ui, |ui| {
                super::scroll_by_keys(ui);
                display_ui(ui, kept, commands);
                self.clerks.ui(ui, office.store().who(), commands);
                ui.label(theme::head("制度中的期限和数量"));
                ui.label(theme::weak(
                    "制度写明数字的只能更严，并写明所依据的省、市标准（第二十七条）；其余由本单位自定。",
                ));
                ui.add_space(8.0);
                egui::Grid::new("settings").striped(true).spacing([20.0, 10.0]).show(ui, |ui| {
                    let heads = ["设置项", "说明", "数值", "依据", ""];
                    for head in heads.into_iter().filter(|head| !is_narrow || *head != "说明") {
                        ui.label(theme::weak(head));
                    }
                    ui.end_row();
                    for (kept, typed) in &mut self.rows {
                        row_ui(ui, is_narrow, register, kept, typed, commands);
                        ui.end_row();
                    }
                });
            });
        });
    }
}

/// How the window looks: kept on this computer, not in the data file.
fn display_ui(ui: &mut egui::Ui, kept: Kept, commands: &mut Vec<Command>) {
    ui.label(theme::head("显示"));
    ui.horizontal(|ui| {
        ui.label("颜色");
        for choice in ThemeChoice::ALL {
            if ui.radio(kept.theme == choice, choice.label()).clicked() {
                commands.push(Command::SetTheme(choice));
            }
        }
        ui.label(theme::weak("纸面总是白色。"));
    });
    ui.horizontal(|ui| {
        ui.label("大小");
        super::command_button(ui, "缩小", Command::Resize(SizeStep::Smaller), false, commands);
        ui.label(format!("{}%", kept.size));
        super::command_button(ui, "放大", Command::Resize(SizeStep::Larger), false, commands);
        super::command_button(ui, "原来大小", Command::Resize(SizeStep::Actual), false, commands);
    });
    ui.add_space(10.0);
}

fn as_kept(register: &Register, key: SettingKey) -> Row {
    match setting(register, key) {
        Some(it) => (key, it.value, it.source.clone()),
        None => (key, default(key), String::new()),
    }
}

/// A line of the settings; in a narrow window what is told of it stands below its name.
fn row_ui(
    ui: &mut egui::Ui,
    is_narrow: bool,
    register: &Register,
    kept: &Row,
    typed: &mut Row,
    commands: &mut Vec<Command>,
) {
    let (key, value, source) = (&typed.0, &mut typed.1, &mut typed.2);
    let names = |ui: &mut egui::Ui| {
        ui.label(key.label());
        ui.label(theme::weak(label(*key)));
    };
    if is_narrow {
        ui.vertical(|ui| {
            ui.set_width(NAME_WIDTH);
            names(ui);
        });
    } else {
        names(ui);
    }
    ui.horizontal(|ui| {
        let response = ui.add(egui::DragValue::new(value).range(0..=999));
        super::name_control(ui, &response, key.label());
        ui.label(unit(*key));
    });
    // As it is once this frame has taken what was typed.
    let (is_changed, why) = ui
        .vertical(|ui| {
            // What the regulation leaves to the office needs no standard of others.
            let hint = if article(*key).is_some() { "省、市标准的名称和文号" } else { "可不写" };
            let edit = egui::TextEdit::singleline(source).char_limit(text::NOTE_LIMIT).hint_text(hint);
            let response = ui.add_sized([SOURCE_WIDTH, 28.0], edit.id_salt(*key));
            super::name_control(ui, &response, &format!("{}的依据", key.label()));
            let is_changed = (&kept.0, &kept.1, &kept.2) != (key, &*value, &*source);
            let why = if is_changed { objection(*key, *value, source, register) } else { None };
            if let Some(why) = &why {
                ui.set_max_width(SOURCE_WIDTH);
                ui.label(egui::RichText::new(why).color(theme::STOP));
            }
            (is_changed, why)
        })
        .inner;
    ui.horizontal(|ui| {
        if !is_changed || why.is_some() {
            return;
        }
        let response = ui.add(theme::main_button("保存"));
        super::name_control(ui, &response, &format!("保存{}", key.label()));
        if response.clicked() {
            commands.push(Command::SaveSetting(*key, *value, source.clone()));
        }
    });
}

/// Width of what is told of a setting below its name, in points.
const NAME_WIDTH: f32 = 240.0;
/// Width of the field for the source of a setting, in points.
const SOURCE_WIDTH: f32 = 280.0;
