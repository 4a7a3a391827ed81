//! 某日在用账号 (第十五条), to be read: a line an account.

use eframe::egui;
use egui_extras::{Column as Width, TableBuilder};

use super::command::Command;
use super::modal::first_button;
use super::rows::{Row, table_ui, tell_size};
use super::theme;
use crate::dossier::live_list;
use crate::ops::AsOf;
use crate::papers::List;

/// The height of the list, in points; less on a small window, where title and buttons stay in sight.
const HEIGHT: f32 = 380.0;
/// What stands above and below it, in points.
const AROUND: f32 = 230.0;
/// In a narrower window the 角色 is left out, in points.
const NARROW: f32 = 1000.0;
/// Where the list has these columns.
const ROLE: usize = 4;
const BASIS: usize = 5;
/// What stands for a 依据 that the 台账 does not know.
const UNKNOWN: &str = "没有登记";

/// The live accounts of a day.
pub struct LiveDialog {
    list: List,
    /// How many have no 依据.
    unfounded: usize,
    caution: Option<String>,
}

impl LiveDialog {
    /// As the 台账 tells it.
    pub fn new(told: AsOf) -> Self {
        let caution = told.caution();
        let mut list = live_list(told);
        let mut unfounded = 0;
        for basis in list.rows.iter_mut().filter_map(|row| row.get_mut(BASIS)).filter(|basis| basis.is_empty()) {
            UNKNOWN.clone_into(basis);
            unfounded += 1;
        }
        Self { list, unfounded, caution }
    }

    /// Draws the dialog.
    pub fn ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        // Of a day that nothing is known of none is not a number.
        let count = self.list.rows.len();
        let count = if count == 0 && self.caution.is_some() { String::new() } else { format!("：{count}个") };
        let unfounded = match self.unfounded {
            0 => String::new(),
            some => format!("，{some}个没有登记依据"),
        };
        ui.label(theme::head(format!("{}{count}{unfounded}", self.list.title)));
        if let Some(caution) = &self.caution {
            ui.label(egui::RichText::new(format!("{caution}。")).color(theme::WARN));
        }
        egui::ScrollArea::horizontal().show(ui, |ui| table_ui(ui, &self.list.title, |ui| self.list_ui(ui)));
        ui.horizontal(|ui| {
            if first_button(ui, theme::main_button("知道了")) {
                commands.push(Command::CloseDialog);
            }
            if ui.button("另看一天或保存").clicked() {
                commands.push(Command::AskAsOf);
            }
        });
    }

    fn list_ui(&self, ui: &mut egui::Ui) {
        let List { columns, rows, .. } = &self.list;
        // The 依据 is what is looked for: it stands before the 角色.
        let mut shown: Vec<usize> = (0..columns.len()).filter(|at| *at != ROLE).collect();
        if ui.ctx().content_rect().width() >= NARROW {
            shown.push(ROLE);
        }
        let height = HEIGHT.min(ui.ctx().content_rect().height() - AROUND).max(3.0 * theme::ROW_HEIGHT);
        let table_id = ui.unique_id();
        tell_size(ui, rows.len(), shown.len());
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut table = TableBuilder::new(ui).id_salt("live").striped(true).max_scroll_height(height);
        for at in &shown {
            table = table.column(Width::exact(columns[*at].width).clip(true));
        }
        let table = table.header(theme::ROW_HEIGHT, |mut header| {
            for at in &shown {
                header.col(|ui| {
                    ui.label(theme::weak(&*columns[*at].label));
                });
            }
        });
        table.body(|body| {
            body.rows(theme::ROW_HEIGHT, rows.len(), |mut line| {
                let at = line.index();
                let row = Row::new(table_id, at);
                for (place, column) in shown.iter().copied().enumerate() {
                    line.col(|ui| {
                        super::scroll_by_keys(ui);
                        if place == 0 {
                            row.begin(ui, &rows[at].join("，"), false);
                        }
                        let text = &rows[at][column];
                        let is_unknown = column == BASIS && text == UNKNOWN;
                        let text = if is_unknown { theme::weak(text) } else { egui::RichText::new(text) };
                        row.cell_ui(ui, (place, &columns[column].label), text);
                    });
                }
                row.end(&line.response());
            });
        });
    }
}
