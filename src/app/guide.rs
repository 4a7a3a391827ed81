//! How far the clerk has come in 新手引导: ten steps on the sample data.

use eframe::egui;

use super::theme;

/// How many steps there are.
pub const COUNT: usize = 10;

/// How far the clerk has come.
#[derive(Debug, Default)]
pub struct Guide {
    /// The step, from 0; behind the last one, the end.
    pub at: usize,
    /// Whether it was seen not done: only then doing it leads on.
    pub is_open: bool,
    /// Whether a dialog was open in this step.
    pub has_seen_dialog: bool,
    /// What was framed last.
    pub framed: Option<egui::Rect>,
}

impl Guide {
    /// At a step, from 0.
    pub fn at(at: usize) -> Self {
        Self { at: at.min(COUNT), ..Self::default() }
    }

    /// The step, from 0.
    pub fn place(&self) -> usize {
        self.at
    }
}

/// A frame around a control, above everything, that takes nothing from the pointer.
pub fn point_out(ctx: &egui::Context, rect: egui::Rect) {
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("guide"));
    let painter = ctx.layer_painter(layer);
    let (rect, stroke) = (rect.expand(3.0), egui::Stroke::new(2.5, theme::POINTER));
    painter.rect_stroke(rect, 5.0, stroke, egui::StrokeKind::Outside);
}
