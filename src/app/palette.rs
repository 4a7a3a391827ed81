//! Ctrl+K: every command with its key, found by 汉字, 全拼 or initials.

use eframe::egui::{self, Key, Modifiers};

use super::command::Command;
use super::offer::Offer;
use super::theme;
use crate::spelling::Spelling;

/// Height of the list, in points; less on a small window.
const HEIGHT: f32 = 400.0;
/// Height of an entry, in points.
const ROW: f32 = 32.0;

/// The palette as it is typed in.
pub struct Palette {
    offers: Vec<Offer>,
    /// What the search looks into: the name, its 全拼 and its initials, for each offer.
    spelled: Vec<[String; 3]>,
    typed: String,
    at: usize,
}

impl Palette {
    /// Everything that can be asked for now.
    pub fn new(offers: Vec<Offer>) -> Self {
        let mut spelling = Spelling::default();
        let spelled = offers.iter().map(|offer| {
            let (full, initials) = spelling.of(&offer.label);
            [offer.label.to_lowercase(), full.to_owned(), initials.to_owned()]
        });
        Self { spelled: spelled.collect(), offers, typed: String::new(), at: 0 }
    }

    /// The offers that fit what is typed: first what can be done now, and of that what begins with it.
    fn found(&self) -> Vec<&Offer> {
        let typed = self.typed.trim().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |texts: &[String; 3]| words.iter().all(|word| texts.iter().any(|text| text.contains(word)));
        let begins = |texts: &[String; 3]| texts.iter().any(|text| text.starts_with(&typed));
        let mut found: Vec<((bool, bool), &Offer)> = self
            .offers
            .iter()
            .zip(&self.spelled)
            .filter(|(_, texts)| fits(texts))
            .map(|(offer, texts)| ((offer.why_not.is_some(), !begins(texts)), offer))
            .collect();
        found.sort_by_key(|(later, _)| *later);
        found.into_iter().map(|(_, offer)| offer).collect()
    }

    /// Draws the palette; what is chosen runs when it is closed.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let (down, up, enter) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        let edit = egui::TextEdit::singleline(&mut self.typed).desired_width(f32::INFINITY).char_limit(60);
        let response = ui.add(edit.hint_text("输入命令的名称或拼音，如“打印”“dy”"));
        super::name_control(ui, &response, "命令");
        // Only where it has it not: asking breaks off what an input method composes.
        if !response.has_focus() {
            response.request_focus();
        }
        if response.changed() {
            self.at = 0;
        }
        let found = self.found();
        let last = found.len().saturating_sub(1);
        let mut at = self.at.min(last);
        if down {
            at = if at == last { 0 } else { at + 1 };
        }
        if up {
            at = if at == 0 { last } else { at - 1 };
        }
        let mut chosen = found.get(at).copied().filter(|_| enter);
        if found.is_empty() {
            ui.label(theme::weak("没有这个命令，换一个说法试试。"));
        }
        let height = HEIGHT.min(ui.ctx().content_rect().height() * 5.0 / 6.0 - 130.0).max(4.0 * ROW);
        ui.spacing_mut().item_spacing.y = 0.0;
        let list = egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        list.show(ui, |ui| {
            for (place, offer) in found.iter().enumerate() {
                let response = entry_ui(ui, offer, place == at);
                if response.clicked() {
                    chosen = Some(offer);
                }
                if place == at && (down || up) {
                    response.scroll_to_me(None);
                }
            }
        });
        if let Some(offer) = chosen.filter(|offer| offer.why_not.is_none()) {
            commands.push(Command::CloseDialog);
            commands.extend(offer.commands.iter().cloned());
        }
        self.at = at;
    }
}

/// The name on the left; on the right its key, or why it cannot be now.
fn entry_ui(ui: &mut egui::Ui, offer: &Offer, chosen: bool) -> egui::Response {
    let color = if offer.why_not.is_some() { theme::WEAK } else { theme::TEXT };
    let name = egui::RichText::new(&offer.label).color(color);
    let more = offer.why_not.unwrap_or_else(|| offer.key());
    let button = egui::Button::selectable(chosen, (name, egui::Atom::grow(), theme::weak(more)));
    let size = egui::vec2(ui.available_width(), ROW);
    // The box of text keeps the keyboard.
    let response = ui.add_sized(size, button.sense(super::POINTER_ONLY));
    super::name_control(ui, &response, &offer.label);
    response
}
