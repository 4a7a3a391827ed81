//! How large the paper is shown.

use eframe::egui::{self, Vec2};

use crate::paper::place::PAGE;

/// What the clerk has asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Zoom {
    /// So that the whole form shows, as long as it stays legible.
    Fit,
    /// Points of the screen to a millimetre of paper.
    Scale(f32),
}

/// The steps of the zoom, in points to the millimetre; 3.78 is the size of the paper at 96 to the inch.
const STEPS: [f32; 7] = [2.0, 2.6, 3.2, NATURAL, 4.6, 5.6, 7.0];
const NATURAL: f32 = 3.78;
/// From where to where a form has something on it, in millimetres from the top of the page.
pub const CONTENT: (f32, f32) = (33.0, 249.0);
/// The least scale that showing the whole goes to for the height: 12 pt are 13 points of the screen.
const LEGIBLE: f32 = 3.05;

/// How large the paper is shown: what was asked for, and what came of it in the last frame.
#[derive(Debug, Clone, Copy)]
pub struct SheetSize {
    zoom: Zoom,
    /// In points to the millimetre.
    scale: f32,
}

impl Default for SheetSize {
    fn default() -> Self {
        Self { zoom: Zoom::Fit, scale: NATURAL }
    }
}

impl SheetSize {
    /// Larger or smaller by steps, or the whole; drawn from the right as well. Whether the whole was asked for.
    pub fn ui(&mut self, ui: &mut egui::Ui) -> bool {
        let is_from_right = ui.layout().prefer_right_to_left();
        let mut fits = is_from_right && self.whole_ui(ui);
        let steps = [("缩小", false), ("放大", true)];
        let [first, last] = if is_from_right { [steps[1], steps[0]] } else { steps };
        self.step_ui(ui, first);
        ui.label(format!("{:.0}%", self.scale / NATURAL * 100.0));
        self.step_ui(ui, last);
        fits |= !is_from_right && self.whole_ui(ui);
        fits
    }

    fn whole_ui(&mut self, ui: &mut egui::Ui) -> bool {
        let is_asked = ui.selectable_label(self.zoom == Zoom::Fit, "看全表").clicked();
        if is_asked {
            self.zoom = Zoom::Fit;
        }
        is_asked
    }

    fn step_ui(&mut self, ui: &mut egui::Ui, (label, is_larger): (&str, bool)) {
        if ui.button(label).clicked() {
            let next = if is_larger {
                STEPS.iter().find(|step| **step > self.scale * 1.02)
            } else {
                STEPS.iter().rfind(|step| **step < self.scale * 0.98)
            };
            self.zoom = Zoom::Scale(next.copied().unwrap_or(self.scale));
        }
    }

    /// Ctrl and the wheel zoom the paper that is under the pointer.
    pub fn wheel(&mut self, ui: &egui::Ui) {
        if ui.ui_contains_pointer() {
            let factor = ui.input(egui::InputState::zoom_delta);
            if (factor - 1.0).abs() > 0.001 {
                self.zoom = Zoom::Scale((self.scale * factor).clamp(STEPS[0], STEPS[STEPS.len() - 1]));
            }
        }
    }

    /// The scale in a room of this size in points, in points to the millimetre.
    pub fn fit(&mut self, room: Vec2) -> f32 {
        self.scale = match self.zoom {
            Zoom::Fit => {
                let high = room.y / (CONTENT.1 - CONTENT.0);
                (room.x / PAGE.0).min(high.max(LEGIBLE)).clamp(STEPS[0], STEPS[5])
            }
            Zoom::Scale(scale) => scale,
        };
        self.scale
    }
}
