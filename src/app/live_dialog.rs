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

/// The height of the list, in points: it fits the smallest window that shows everything.
const HEIGHT: f32 = 380.0;

/// The live accounts of a day.
pub struct LiveDialog {
    list: List,
    caution: Option<String>,
}

impl LiveDialog {
    /// As the 台账 tells it.
    pub fn new(told: AsOf) -> Self {
        let caution = told.caution();
        Self { list: live_list(told), caution }
    }

    /// Draws the dialog.
    pub fn ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        // Of a day that nothing is known of none is not a number.
        let count = self.list.rows.len();
        let count = if count == 0 && self.caution.is_some() { String::new() } else { format!("：{count}个") };
        ui.label(theme::head(format!("{}{count}", self.list.title)));
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
        let table_id = ui.unique_id();
        tell_size(ui, rows.len(), columns.len());
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut table = TableBuilder::new(ui).id_salt("live").striped(true).max_scroll_height(HEIGHT);
        for column in columns {
            table = table.column(Width::exact(column.width).clip(true));
        }
        let table = table.header(theme::ROW_HEIGHT, |mut header| {
            for column in columns {
                header.col(|ui| {
                    ui.label(theme::weak(&*column.label));
                });
            }
        });
        table.body(|body| {
            body.rows(theme::ROW_HEIGHT, rows.len(), |mut line| {
                let at = line.index();
                let row = Row::new(table_id, at);
                for (column, (text, head)) in rows[at].iter().zip(columns).enumerate() {
                    line.col(|ui| {
                        super::scroll_by_keys(ui);
                        if column == 0 {
                            row.begin(ui, &rows[at].join("，"), false);
                        }
                        row.cell_ui(ui, (column, &head.label), egui::RichText::new(text));
                    });
                }
                row.end(&line.response());
            });
        });
    }
}
