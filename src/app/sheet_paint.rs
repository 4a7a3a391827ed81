//! The marks of a page drawn on the screen, as the PDF draws them on paper.

use eframe::egui::{self, FontId, Pos2, Rect, Stroke, Vec2};

use super::theme;
use crate::paper::sheet::MM_PER_PT;
use crate::paper::{Area, Mark};

/// Where a page lies on the screen.
pub struct Sheet {
    /// Upper left corner of the page.
    pub origin: Pos2,
    /// Points of the screen to a millimetre.
    pub scale: f32,
}

impl Sheet {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.origin + Vec2::new(x, y) * self.scale
    }

    /// An area of the page on the screen.
    pub fn rect(&self, area: Area) -> Rect {
        Rect::from_min_size(self.at((area.x, area.y)), Vec2::new(area.width, area.height) * self.scale)
    }

    /// A size of type or a width of a rule on the screen.
    pub fn points(&self, pt: f32) -> f32 {
        pt * MM_PER_PT * self.scale
    }

    /// Draws a mark as the PDF has it.
    pub fn draw(&self, ui: &egui::Ui, mark: &Mark) {
        let painter = ui.painter();
        match mark {
            Mark::Rule { from, to, width } => {
                let stroke = Stroke::new(self.points(*width).max(1.0), theme::INK);
                let (from, to) = (self.at(*from).round(), self.at(*to).round());
                painter.line_segment([from, to], stroke);
            }
            Mark::Tick { area, on } => {
                let stroke = Stroke::new(self.points(0.8).max(1.0), theme::INK);
                painter.rect_stroke(self.rect(*area), 0.0, stroke, egui::StrokeKind::Middle);
                if *on {
                    let stroke = Stroke::new(self.points(1.2).max(1.5), theme::INK);
                    painter.line(crate::paper::page::tick(*area).map(|point| self.at(point)).to_vec(), stroke);
                }
            }
            Mark::Code(parts) => {
                // Without the soft edges that a painted rectangle has.
                let mut mesh = egui::Mesh::default();
                for part in parts {
                    mesh.add_colored_rect(self.rect(*part), theme::INK);
                }
                painter.add(mesh);
            }
            Mark::Text { x, baseline, size, face, text, .. } => {
                let font = FontId::new(self.points(*size), theme::family(*face));
                let galley = painter.layout_no_wrap(text.clone(), font, theme::INK);
                // The galley hangs from its top; the mark stands on its baseline.
                let hang =
                    galley.rows.first().and_then(|row| row.row.glyphs.first().map(|glyph| row.pos.y + glyph.pos.y));
                let at = self.at((*x, *baseline)) - Vec2::new(0.0, hang.unwrap_or_default());
                painter.galley(at, galley, theme::INK);
            }
        }
    }
}
