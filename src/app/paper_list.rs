//! 附件1 by department and 附件3 by number: choose on the left, see the paper on the right, print or export.

use eframe::egui;

use super::command::Command;
use super::sheet_view::SheetView;
use super::theme;
use crate::error::Result;
use crate::model::Register;
use crate::paper::Page;
use crate::papers::Paper;

/// One paper that can be chosen.
pub struct Item<I> {
    /// Which.
    pub id: I,
    /// What the list shows.
    pub name: String,
    /// What tells more about it.
    pub hint: String,
}

/// A list of papers of one form.
pub struct PaperList<I> {
    chosen: Option<I>,
    view: SheetView,
    laid_out: Option<(I, u64)>,
    pages: Vec<Page>,
    refusal: Option<String>,
}

impl<I: Copy + PartialEq> PaperList<I> {
    /// A list whose view has ids of its own.
    pub fn new(name: &str) -> Self {
        Self { chosen: None, view: SheetView::new(name), laid_out: None, pages: Vec::new(), refusal: None }
    }

    /// The chosen paper.
    pub fn chosen(&self) -> Option<I> {
        self.chosen
    }

    /// Chooses a paper.
    pub fn choose(&mut self, id: I) {
        self.chosen = Some(id);
    }

    /// Draws the list and the chosen paper. `empty` says what to do where there is none, `action` is what can
    /// be done with the chosen one besides.
    #[allow(clippy::too_many_arguments)] // one screen, all its facts
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        items: &[Item<I>],
        register: &Register,
        revision: u64,
        paper: impl Fn(&Register, I) -> Result<Paper>,
        empty: (&str, &str),
        blank: u8,
        action: impl Fn(I) -> Option<(&'static str, Command)>,
        commands: &mut Vec<Command>,
    ) {
        super::bar_ui(ui, |ui| {
            ui.horizontal(|ui| {
                ui.add_enabled_ui(self.chosen.is_some(), |ui| {
                    super::command_button(ui, "打印", Command::Print, true, commands);
                    super::command_button(ui, "导出 Excel", Command::Export, false, commands);
                });
                if ui.button("打印空白表").clicked() {
                    commands.push(Command::PrintBlank(blank));
                }
                if let Some((label, command)) = self.chosen.and_then(&action)
                    && ui.button(label).clicked()
                {
                    commands.push(command);
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    self.view.zoom_ui(ui);
                });
            });
        });
        if items.is_empty() {
            ui.add_space(90.0);
            ui.vertical_centered(|ui| {
                ui.label(theme::head(empty.0));
                ui.label(theme::weak(empty.1));
            });
            return;
        }
        if self.chosen.is_none_or(|chosen| items.iter().all(|item| item.id != chosen)) {
            self.chosen = items.first().map(|item| item.id);
        }
        let whole = ui.available_rect_before_wrap();
        let (list, desk) = whole.split_left_right_at_x(whole.left() + 220.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
            egui::Frame::new().fill(theme::BAR).inner_margin(8.0).show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                egui::ScrollArea::vertical().auto_shrink(false).id_salt("papers").show(ui, |ui| {
                    ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                        for item in items {
                            let response =
                                ui.add(egui::Button::selectable(self.chosen == Some(item.id), &item.name).truncate());
                            if response.on_hover_text(&item.hint).clicked() {
                                self.chosen = Some(item.id);
                            }
                        }
                    });
                });
            });
        });
        let Some(chosen) = self.chosen else { return };
        if self.laid_out != Some((chosen, revision)) {
            self.laid_out = Some((chosen, revision));
            (self.pages, self.refusal) = match paper(register, chosen) {
                Ok(paper) => (paper.pages(), None),
                Err(error) => (Vec::new(), Some(error.to_string())),
            };
        }
        ui.scope_builder(egui::UiBuilder::new().max_rect(desk), |ui| match &self.refusal {
            Some(refusal) => {
                ui.add_space(60.0);
                ui.vertical_centered(|ui| ui.label(refusal));
            }
            None => {
                self.view.ui(ui, &self.pages, None);
            }
        });
    }
}
