//! The keys of a list, and what is chosen by them and by the pointer.

use std::collections::BTreeSet;

use eframe::egui;

use super::super::{is_covered, theme};
use super::{Table, search_id};

impl<I: Copy + Ord> Table<I> {
    /// Up and down choose, with Shift more, Enter opens, Ctrl+A chooses all that show, Shift+F10 opens the menu of the
    /// line.
    pub(super) fn keys(&mut self, ui: &egui::Ui) -> Option<I> {
        // In a menu the keys are the menu's.
        if egui::Popup::is_any_open(ui.ctx()) {
            return None;
        }
        let focused = ui.memory(egui::Memory::focused);
        // From the search box down leads into the list; in another line the keys are the line's.
        let elsewhere = ui.ctx().text_edit_focused() && focused != Some(search_id(self.name));
        let enters = ui.input(|input| input.key_pressed(egui::Key::ArrowDown)) && !elsewhere;
        if is_covered(ui) || focused.is_some() && !enters {
            return None;
        }
        let shift = ui.input(|input| input.modifiers.shift);
        let (down, up, enter, all) = ui.input_mut(|input| {
            let with_shift = if shift { egui::Modifiers::SHIFT } else { egui::Modifiers::NONE };
            (
                input.consume_key(with_shift, egui::Key::ArrowDown),
                input.consume_key(with_shift, egui::Key::ArrowUp),
                input.consume_key(egui::Modifiers::NONE, egui::Key::Enter),
                input.consume_key(egui::Modifiers::COMMAND, egui::Key::A),
            )
        });
        if all {
            self.chosen = self.shown().map(|line| line.id).collect();
        }
        if down || up {
            if let Some(focused) = ui.memory(egui::Memory::focused) {
                ui.memory_mut(|memory| memory.surrender_focus(focused));
            }
            let last = self.view.len() - 1;
            let at = self.cursor.map_or(0, |at| if down { (at + 1).min(last) } else { at.saturating_sub(1) });
            self.choose(at, if shift { egui::Modifiers::SHIFT } else { egui::Modifiers::NONE });
            self.scroll_to = Some(at);
        }
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::SHIFT, egui::Key::F10)) {
            self.menu = self.cursor.map(|at| (at, true));
            self.scroll_to = self.cursor;
        }
        self.leap(ui, shift);
        let line = self.cursor.filter(|_| enter).and_then(|at| self.view.get(at))?;
        Some(self.lines[*line].id)
    }

    /// Home and End choose the first and the last, `PageUp` and `PageDown` go a screenful.
    fn leap(&mut self, ui: &egui::Ui, shift: bool) {
        let modifiers = if shift { egui::Modifiers::SHIFT } else { egui::Modifiers::NONE };
        let page = ((ui.available_height() / theme::ROW_HEIGHT) as usize).saturating_sub(2).max(1);
        let (last, at) = (self.view.len() - 1, self.cursor.unwrap_or_default());
        let places = [
            (egui::Key::Home, 0),
            (egui::Key::End, last),
            (egui::Key::PageUp, at.saturating_sub(page)),
            (egui::Key::PageDown, (at + page).min(last)),
        ];
        let pressed = places.into_iter().find(|(key, _)| ui.input_mut(|input| input.consume_key(modifiers, *key)));
        if let Some((_, to)) = pressed {
            self.choose(to, modifiers);
            self.scroll_to = Some(to);
        }
    }

    pub(super) fn choose(&mut self, at: usize, modifiers: egui::Modifiers) {
        let id = self.lines[self.view[at]].id;
        self.cursor = Some(at);
        if modifiers.command {
            if !self.chosen.remove(&id) {
                self.chosen.insert(id);
            }
        } else if modifiers.shift
            && let Some(anchor) = self.anchor
        {
            let (from, to) = (anchor.min(at), anchor.max(at));
            self.chosen = self.view[from..=to].iter().map(|line| self.lines[*line].id).collect();
            return;
        } else {
            self.chosen = BTreeSet::from([id]);
        }
        self.anchor = Some(at);
    }
}
