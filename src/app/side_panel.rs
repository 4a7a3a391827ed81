//! What stands beside a list or a paper: it scrolls, and what the keyboard comes to comes into sight.

use std::fmt::Debug;
use std::hash::Hash;

use eframe::egui;

use super::theme;

/// Room for the scroll bar, which lies over what it scrolls, in points.
pub const BAR: f32 = 10.0;

/// The part of a screen that the list or the paper has, and the part of the panel: this wide at its right, in points, or
/// below where both would be too narrow.
pub fn beside(whole: egui::Rect, width: f32) -> (egui::Rect, egui::Rect) {
    if theme::is_stacked(whole.width()) {
        whole.split_top_bottom_at_fraction(UPPER)
    } else {
        whole.split_left_right_at_x(whole.right() - width)
    }
}

/// The part of the height that what stands above its panel has.
const UPPER: f32 = 0.56;

/// Its frame, in its part of the screen.
pub fn panel_ui<R>(ui: &mut egui::Ui, room: egui::Rect, contents: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let frame = egui::Frame::new().fill(theme::BAR.now()).stroke(egui::Stroke::new(1.0, theme::EDGE));
    let fill = |ui: &mut egui::Ui| {
        ui.set_min_size(ui.available_size());
        contents(ui)
    };
    let builder = egui::UiBuilder::new().max_rect(room);
    ui.scope_builder(builder, |ui| frame.inner_margin(theme::GAP).show(ui, fill).inner).inner
}

/// Draws what stands in it.
pub fn side_ui<R>(ui: &mut egui::Ui, name: &str, contents: impl FnOnce(&mut egui::Ui) -> R) -> R {
    scrolled_ui(ui, egui::ScrollArea::vertical().auto_shrink(false).id_salt(name), contents)
}

/// The same beside one paper of many: that of another begins at its top, where its next step stands.
pub fn side_of_ui<R>(
    ui: &mut egui::Ui,
    (name, of): (&str, impl Hash + Debug),
    contents: impl FnOnce(&mut egui::Ui) -> R,
) -> R {
    let area = egui::ScrollArea::vertical().auto_shrink(false).id_salt(name);
    let (seen, of) = (egui::Id::unique(("beside", name)), egui::Id::unique(of));
    let was = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(seen, of), of));
    scrolled_ui(ui, if was == of { area } else { area.vertical_scroll_offset(0.0) }, contents)
}

fn scrolled_ui<R>(ui: &mut egui::Ui, area: egui::ScrollArea, contents: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let shown = area.show(ui, |ui| {
        ui.set_max_width(ui.available_width() - BAR);
        let shown = contents(ui);
        follow_focus(ui);
        shown
    });
    shown.inner
}

/// Scrolls to the control that the keyboard has come to: egui leaves it where it is, out of sight. Called inside of what
/// scrolls, behind its contents.
pub fn follow_focus(ui: &egui::Ui) {
    let Some(focused) = ui.memory(egui::Memory::focused) else { return };
    let seen = ui.scope_id().with("focus seen");
    if ui.data(|data| data.get_temp(seen)) == Some(focused) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(seen, focused));
    let Some(control) = ui.ctx().read_response(focused) else { return };
    let is_inside = control.layer_id == ui.layer_id() && ui.min_rect().contains(control.rect.center());
    if is_inside && !ui.clip_rect().contains_rect(control.rect) {
        ui.scroll_to_rect(control.rect, None);
    }
}
