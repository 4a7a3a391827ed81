//! A text that stands in a line as a proposal: grey, and chosen whole when the line is entered, so that what is typed takes
//! its place.

use eframe::egui;

use super::theme;

/// What a panel with proposals says of them.
pub const TOLD: &str = "灰色的签字人是按登记预填的，请照纸质表核对，不对的改掉或清空。";

/// The line, grey where its text is proposed.
pub fn drawn(edit: egui::TextEdit<'_>, is_proposed: bool) -> egui::TextEdit<'_> {
    if is_proposed { edit.text_color(theme::WEAK.now()) } else { edit }
}

/// After it was drawn, where its text is proposed: chooses the whole of it once it is entered, by the pointer when that
/// is let go.
pub fn entered(ui: &egui::Ui, line: &egui::Response, text: &str) {
    let id = line.id.with("proposal entered");
    let was_entered = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let pressing = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    let waits = line.has_focus() && (was_entered || line.gained_focus());
    if waits && !pressing {
        choose_whole(ui.ctx(), line.id, text);
    }
    ui.data_mut(|data| data.insert_temp(id, waits && pressing));
}

/// Chooses the whole text of a line.
pub fn choose_whole(ctx: &egui::Context, id: egui::Id, text: &str) {
    let mut state = egui::TextEdit::load_state(ctx, id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    let all = egui::text::CCursorRange::two(egui::text::CCursor::default(), end);
    state.cursor.set_char_range(Some(all));
    egui::TextEdit::store_state(ctx, id, state);
}
