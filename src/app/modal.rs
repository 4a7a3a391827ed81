//! What the dialogs are made of: the frame over the screen, and controls that have the keyboard first.

use std::hash::Hash;

use eframe::egui;

use super::command::Command;
use super::covered::Covered;
use super::side_panel::{BAR, follow_focus};
use super::theme;

/// Width of a dialog that is a column, in points.
const WIDTH: f32 = 520.0;
/// The longest path that is taken, in characters.
pub const PATH_LIMIT: usize = 2000;

/// For how many passes a dialog counts as opening: until what had the keyboard below it has let go.
const OPENING: u64 = 8;

/// How a dialog lies over the screen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Over {
    /// As wide as the pages beside its words; else a column.
    pub is_wide: bool,
    /// A click beside it closes it, as Escape does: it only shows, and nothing that was typed goes with it.
    pub closes_beside: bool,
    /// It hangs from its upper edge, which stays where it is whatever becomes of the rest: something is typed there.
    pub hangs: bool,
}

/// Draws what lies over the screen.
pub fn modal_ui(
    ctx: &egui::Context,
    kind: impl Hash + std::fmt::Debug,
    Over { is_wide, closes_beside, hangs }: Over,
    commands: &mut Vec<Command>,
    contents: impl FnOnce(&mut egui::Ui, &mut Vec<Command>),
) {
    note_shown(ctx, kind);
    Covered::by_dialog(ctx);
    let id = egui::Id::unique("dialog");
    let mut modal = egui::Modal::new(id);
    if hangs {
        let down = egui::vec2(0.0, ctx.content_rect().height() / 6.0);
        modal = modal.area(egui::Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, down));
    }
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20.0);
    let shown = modal.frame(frame).show(ctx, |ui| {
        // Beside the pages the choices; all others are a column. On a small window they scroll.
        let room = ui.ctx().content_rect().size() - egui::vec2(60.0, 60.0);
        let all = egui::ScrollArea::both().max_width(room.x).max_height(room.y).id_salt("dialog");
        all.min_scrolled_width(room.x).min_scrolled_height(room.y).show(ui, |ui| {
            // A box that takes all the room there is would take the window's.
            ui.set_max_width(if is_wide { room.x } else { WIDTH.min(room.x) });
            if !is_wide {
                ui.set_min_width(WIDTH.min(room.x));
            }
            ui.spacing_mut().item_spacing.y = 10.0;
            contents(ui, commands);
            follow_focus(ui);
        });
    });
    if shown.should_close() && (closes_beside || !shown.backdrop_response.clicked()) {
        commands.push(Command::CloseDialog);
    }
}

/// Notes that a dialog of this kind is shown, and since when.
fn note_shown(ctx: &egui::Context, kind: impl Hash + std::fmt::Debug) {
    let now = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let (last, since) = data.get_temp_mut_or_default::<(u64, u64)>(egui::Id::unique(("dialog shown", kind)));
        if *last + 1 < now {
            *since = now;
        }
        *last = now;
        let opens = now - *since < OPENING;
        data.insert_temp(opens_id(), opens);
    });
}

fn opens_id() -> egui::Id {
    egui::Id::unique("dialog opens")
}

/// Whether the first control of the dialog is to take the keyboard: it opens, and nothing has it. Later a click beside
/// the boxes takes the keyboard from all of them, and gives it to none.
pub fn takes_first(ui: &egui::Ui) -> bool {
    ui.data(|data| data.get_temp(opens_id())).unwrap_or(true) && ui.memory(|memory| memory.focused().is_none())
}

/// The first control that follows has the keyboard when the dialog opens.
pub fn first_control(ui: &egui::Ui) {
    if takes_first(ui) {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
    }
}

/// A button that has the keyboard whenever nothing else has.
pub fn first_button(ui: &mut egui::Ui, button: impl egui::Widget) -> bool {
    let response = ui.add(button);
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    response.clicked()
}

/// The button that leaves things as they are.
pub fn cancel_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    if ui.button("取消").clicked() {
        commands.push(Command::CloseDialog);
    }
}

/// A line of text that has the keyboard when the dialog opens; whether Enter was pressed in it.
pub fn first_text(ui: &mut egui::Ui, text: &mut String, name: &str, limit: usize) -> bool {
    let edit = egui::TextEdit::singleline(text).desired_width(f32::INFINITY).char_limit(limit).cursor_at_end(true);
    let response = ui.add(edit);
    super::name_control(ui, &response, name);
    let entered = super::enter_pressed(ui, &response);
    if takes_first(ui) {
        response.request_focus();
    }
    entered
}

/// A line of text under its label; whether Enter was pressed in it. It keeps the keyboard then: what is not ready yet
/// is gone on with.
pub fn labelled_text(ui: &mut egui::Ui, label: &str, text: &mut String, hint: &str) -> bool {
    labelled_line(ui, (label, PATH_LIMIT), text, hint)
}

/// The same of so many characters at most.
pub fn labelled_line(ui: &mut egui::Ui, (label, limit): (&str, usize), text: &mut String, hint: &str) -> bool {
    ui.label(label);
    let edit = egui::TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(hint).char_limit(limit);
    let response = ui.add(edit);
    super::name_control(ui, &response, label);
    entered_in(ui, &response)
}

/// Whether Enter was pressed in a line of text, which keeps the keyboard then.
pub fn entered_in(ui: &egui::Ui, line: &egui::Response) -> bool {
    let entered = super::enter_pressed(ui, line);
    if entered {
        line.request_focus();
    }
    entered
}

/// The line above the main button of a dialog: what it waits for, each with whether it is there, else what there is to
/// know. It is there whichever it is, so that the buttons stay where they are. Whether nothing is missing.
pub fn awaits_ui(ui: &mut egui::Ui, needed: &[(bool, &str)], told: Option<egui::RichText>) -> bool {
    let missing: Vec<&str> = needed.iter().filter(|(there, _)| !there).map(|(_, label)| *label).collect();
    match told {
        _ if !missing.is_empty() => {
            ui.label(egui::RichText::new(format!("还要写明：{}", missing.join("、"))).color(theme::WARN));
        }
        Some(told) => drop(ui.label(told)),
        None => {
            ui.allocate_space(egui::vec2(0.0, ui.text_style_height(&egui::TextStyle::Body)));
        }
    }
    missing.is_empty()
}

/// The main button, which waits until all is there; whether it was pressed, or Enter in a line.
pub fn goes_on(ui: &mut egui::Ui, verb: &str, ready: bool, entered: bool) -> bool {
    ui.add_enabled(ready, theme::main_button(verb)).clicked() || (entered && ready)
}

/// Lines that scroll where they are many.
pub fn lines_ui(ui: &mut egui::Ui, lines: &[String]) {
    // As high as it needs: a dialog that showed less before does not hold it down.
    let area = egui::ScrollArea::vertical().max_height(240.0).min_scrolled_height(240.0).auto_shrink([false, true]);
    area.show(ui, |ui| {
        // The bar stands at the edge, and over no letter.
        ui.set_max_width(ui.available_width() - BAR);
        for line in lines {
            ui.label(line);
        }
    });
}
