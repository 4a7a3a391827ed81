//! What a line of text beside the paper or in a dialog can be completed to, hung below it: down and up mark one, Enter takes
//! it; where none is marked, Enter goes on. While an input method composes, its keys are its own.

use eframe::egui;

use super::proposal;
use super::spot::Spot;
use super::suggest::{Suggester, Suggestion};
use super::theme;
use crate::model::{Day, Field, Values};
use crate::ops::Office;

/// How many hang below a line at a time.
const MOST: usize = 5;

/// The completions of one line of text, as they stand while it is drawn.
pub struct Completions {
    id: egui::Id,
    open: bool,
    marked: Option<usize>,
    hangs: bool,
    taken: Option<Suggestion>,
}

impl Completions {
    /// Before the line with this id is drawn: the keys that are for what hangs below it.
    pub fn of(ui: &egui::Ui, id: egui::Id, composing: bool, offered: impl FnOnce() -> Vec<Suggestion>) -> Self {
        let (open, marked) = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let mut them = Self { id, open, marked, hangs: false, taken: None };
        if !them.open || composing || !ui.memory(|memory| memory.has_focus(id)) {
            return them;
        }
        let offered: Vec<Suggestion> = offered().into_iter().take(MOST).collect();
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if !offered.is_empty() && pressed(egui::Key::ArrowDown) {
            them.marked = Some(them.marked.map_or(0, |at| (at + 1).min(offered.len() - 1)));
        }
        if them.marked.is_some() && pressed(egui::Key::ArrowUp) {
            them.marked = them.marked.and_then(|at| at.checked_sub(1));
        }
        if !offered.is_empty() && pressed(egui::Key::Escape) {
            (them.open, them.marked) = (false, None);
        }
        if let Some(chosen) = them.marked.and_then(|at| offered.into_iter().nth(at)) {
            them.taken = pressed(egui::Key::Enter).then_some(chosen);
        }
        them
    }

    /// After it was drawn: what hangs below it, and the one that is taken.
    pub fn ui(
        &mut self,
        ui: &egui::Ui,
        line: &egui::Response,
        offered: impl FnOnce() -> Vec<Suggestion>,
    ) -> Option<Suggestion> {
        if line.changed() || line.gained_focus() {
            (self.open, self.marked) = (true, None);
        }
        if super::enter_pressed(ui, line) {
            self.open = false;
        }
        // They stay a moment longer than the keyboard, so that they can be clicked.
        self.open &= ui.memory(|memory| memory.focused().is_none_or(|focused| focused == line.id));
        if self.open && self.taken.is_none() {
            let offered: Vec<Suggestion> = offered().into_iter().take(MOST).collect();
            self.hangs = !offered.is_empty();
            let beside = !self.hangs || !self.list_ui(ui, line, offered).contains_pointer();
            self.open &= !(beside && !line.has_focus() && ui.input(|input| input.pointer.any_pressed()));
        }
        if self.taken.is_some() {
            (self.open, self.marked) = (false, None);
        }
        if line.has_focus() {
            // As a text box has it, and Escape besides while something hangs below it.
            let keys =
                egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: self.hangs };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(line.id, keys));
        }
        ui.data_mut(|data| data.insert_temp(self.id, (self.open, self.marked)));
        self.taken.take()
    }

    /// Whether something may hang below the line: the clerk is in it, or was there last.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Whether something hangs below it.
    pub fn hangs(&self) -> bool {
        self.hangs
    }

    fn list_ui(&mut self, ui: &egui::Ui, line: &egui::Response, offered: Vec<Suggestion>) -> egui::Response {
        // A line stands at the right edge of its panel: what is wider goes to the left.
        let below = line.rect.right_bottom() + egui::vec2(0.0, 2.0);
        let hung = egui::Area::new(self.id.with("completions")).order(egui::Order::Foreground);
        let hung = hung.pivot(egui::Align2::RIGHT_TOP).fixed_pos(below).constrain(true);
        let shown = hung.show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style());
            frame.show(ui, |ui| {
                ui.set_min_width(line.rect.width() - frame.total_margin().sum().x);
                self.taken = list_ui(ui, offered, self.marked);
            });
        });
        shown.response
    }
}

/// Completions one below the other, each with what tells it apart; the one that was clicked.
pub fn list_ui(ui: &mut egui::Ui, offered: Vec<Suggestion>, marked: Option<usize>) -> Option<Suggestion> {
    let mut clicked = None;
    ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
        for (at, suggestion) in offered.into_iter().enumerate() {
            let mut text = egui::text::LayoutJob::default();
            let font_id = egui::FontId::proportional(14.5);
            let format = |color| egui::TextFormat { color, font_id: font_id.clone(), ..Default::default() };
            text.append(&suggestion.text, 0.0, format(theme::TEXT.now()));
            text.append(&suggestion.hint, 10.0, format(theme::WEAK.now()));
            let item = egui::Button::selectable(marked == Some(at), text).sense(super::POINTER_ONLY);
            let item = ui.add(item.wrap_mode(egui::TextWrapMode::Extend));
            super::name_control(ui, &item, &suggestion.text);
            if item.clicked() {
                clicked = Some(suggestion);
            }
        }
    });
    clicked
}

/// A line that names a person.
pub struct NameLine<'a> {
    /// What it is called.
    pub label: &'a str,
    /// As what the person is named: that decides who is offered.
    pub field: Field,
    /// How wide it is, in points.
    pub width: f32,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// Whether its text is a proposal.
    pub is_proposed: bool,
    /// Whether an input method composes.
    pub composing: bool,
    /// Today.
    pub today: Day,
}

impl NameLine<'_> {
    /// Draws the line with its completions; tells whether some hang below it.
    pub fn ui(
        &self,
        ui: &mut egui::Ui,
        text: &mut String,
        suggester: &Suggester,
        office: &Office,
    ) -> (egui::Response, bool) {
        let id = egui::Id::unique(("name", self.label));
        let offered = |text: &str| {
            let typed = Values::default().with(self.field, text);
            suggester.offer(Spot::of(self.field), &typed, office, self.today)
        };
        let mut completions = Completions::of(ui, id, self.composing, || offered(text));
        let edit = egui::TextEdit::singleline(text).id(id).desired_width(self.width).hint_text(self.hint);
        let response = ui.add(proposal::drawn(edit, self.is_proposed).char_limit(self.field.limit()));
        if self.is_proposed {
            proposal::entered(ui, &response, text);
        }
        super::name_control(ui, &response, self.label);
        if let Some(suggestion) = completions.ui(ui, &response, || offered(text)) {
            *text = suggestion.text;
        }
        (response, completions.hangs())
    }
}
