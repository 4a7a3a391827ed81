//! Finished pages on the screen: the same marks as the PDF, at any zoom, with a text box on the field that
//! has the keyboard. Every field is a control of its own, named by its label; without the keyboard its text
//! is invisible, and what shows is the paper.

use eframe::egui::{self, Align, Color32, FontId, Id, Key, Modifiers, Pos2, Rect, Sense, Stroke, TextEdit, Vec2};

use super::calendar::{calendar_ui, month_away};
use super::completions::list_ui;
use super::sheet_paint::Sheet;
use super::sheet_size::{CONTENT, SheetSize};
use super::spot::{Control, Spot};
use super::suggest::Suggestion;
use super::theme;
use crate::fonts::Face;
use crate::model::{Day, Field, Values};
use crate::paper::grid::leading;
use crate::paper::place::PAGE;
use crate::paper::{Mark, Page, Slot, SlotKind};
use crate::rules::Finding;

/// Around the pages, in points.
const MARGIN: f32 = 16.0;

/// The calendar or the completions below the field that has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Popup {
    Closed,
    Open,
    UnderPointer,
}

/// What the view keeps from frame to frame.
pub struct SheetView {
    id: Id,
    /// How large.
    pub size: SheetSize,
    /// The control that asks for the keyboard.
    pub wants_focus: Option<Control>,
    /// The control that has the keyboard.
    pub focused: Option<Control>,
    highlighted: Option<usize>,
    dismissed: bool,
    month: Option<Day>,
    popup: Popup,
    /// Whether the next frame scrolls past the upper margin of the paper.
    from_content: bool,
}

/// What the form gives the view to edit with.
pub struct Editing<'a> {
    /// What is typed.
    pub values: &'a mut Values,
    /// What the rules found.
    pub findings: &'a [Finding],
    /// The completions of a field.
    pub suggest: &'a dyn Fn(Spot, &Values) -> Vec<Suggestion>,
    /// Today.
    pub today: Day,
    /// Whether an input method is composing: then no key is taken from it.
    pub composing: bool,
}

/// What happened in a frame.
#[derive(Debug, Default)]
pub struct Happened {
    /// A place that lost the keyboard.
    pub left: Option<Spot>,
    /// A completion that was chosen.
    pub completed: Option<(Spot, Suggestion)>,
}

impl SheetView {
    /// A view with ids of its own.
    pub fn new(name: &str) -> Self {
        Self {
            id: Id::unique(("sheet", name)),
            size: SheetSize::default(),
            wants_focus: None,
            focused: None,
            highlighted: None,
            dismissed: false,
            month: None,
            popup: Popup::Closed,
            from_content: true,
        }
    }

    /// Larger or smaller by steps, or to the width.
    pub fn zoom_ui(&mut self, ui: &mut egui::Ui) {
        self.from_content |= self.size.ui(ui);
    }

    /// Draws the pages; with `editing`, its fields take the keyboard.
    pub fn ui(&mut self, ui: &mut egui::Ui, pages: &[Page], mut editing: Option<Editing<'_>>) -> Happened {
        let mut happened = Happened::default();
        self.size.wheel(ui);
        let scale = self.size.fit(ui.available_size() - Vec2::new(2.0 * MARGIN + 14.0, 0.0));
        let before = self.focused.take();
        let mut area = egui::ScrollArea::both().auto_shrink(false).id_salt(self.id);
        if std::mem::take(&mut self.from_content) {
            area = area.vertical_scroll_offset(MARGIN + CONTENT.0 * scale);
        }
        area.show(ui, |ui| {
            // Paper is white by night as well, and so is what is typed on it.
            ui.set_style(theme::on_paper(ui.ctx()));
            let size = Vec2::new(PAGE.0, PAGE.1) * scale;
            let room = Vec2::new(
                (size.x + 2.0 * MARGIN).max(ui.available_width()),
                (size.y + MARGIN) * pages.len() as f32 + MARGIN,
            );
            let (desk, _) = ui.allocate_exact_size(room, Sense::hover());
            let slots: Vec<&Slot> = pages.iter().flat_map(|page| &page.slots).collect();
            if let Some(editing) = &mut editing {
                self.keys(ui, &slots, editing, &mut happened, before);
            }
            for (at, page) in pages.iter().enumerate() {
                let corner =
                    Pos2::new(desk.center().x - size.x / 2.0, desk.top() + MARGIN + (size.y + MARGIN) * at as f32);
                let sheet = Sheet { origin: corner.round(), scale };
                let whole = Rect::from_min_size(sheet.origin, size);
                if !ui.is_rect_visible(whole) {
                    continue;
                }
                ui.painter().rect(whole, 0.0, theme::PAPER, Stroke::new(1.0, theme::EDGE), egui::StrokeKind::Outside);
                self.page_ui(ui, &sheet, page, editing.as_mut(), &mut happened, before);
            }
        });
        if before.map(|control| control.spot) != self.focused.map(|control| control.spot) {
            happened.left = before.map(|control| control.spot);
            if self.popup != Popup::UnderPointer {
                self.highlighted = None;
                self.dismissed = false;
                self.month = None;
            }
        }
        happened
    }

    fn control_id(&self, slot: &Slot) -> Id {
        self.id.with((slot.field, slot.row, Control::of_slot(slot).option))
    }

    /// Enter goes to the next field (in a long text it makes a new line), and takes the completion that is marked.
    fn keys(
        &mut self,
        ui: &egui::Ui,
        slots: &[&Slot],
        editing: &mut Editing,
        happened: &mut Happened,
        before: Option<Control>,
    ) {
        let controls: Vec<&Slot> = slots.iter().copied().filter(|slot| takes_text(slot)).collect();
        if let Some(wanted) = self.wants_focus.take() {
            // A group of boxes is entered by its ticked one, or the first.
            let ticked = editing.values.text_at(wanted.spot.row, wanted.spot.field);
            let mut of_spot = controls.iter().filter(|slot| Control::of_slot(slot).spot == wanted.spot);
            let slot = if wanted.option.is_some() {
                of_spot.find(|slot| Control::of_slot(slot) == wanted)
            } else {
                let first = of_spot.clone().next();
                of_spot.find(|slot| Control::of_slot(slot).option == Some(ticked)).or(first)
            };
            if let Some(slot) = slot {
                ui.memory_mut(|memory| memory.request_focus(self.control_id(slot)));
            }
        }
        let Some(at) = controls.iter().position(|slot| Some(Control::of_slot(slot)) == before) else { return };
        let slot = controls[at];
        if editing.composing || !ui.memory(|memory| memory.has_focus(self.control_id(slot))) {
            return;
        }
        let (spot, field) = (Control::of_slot(slot).spot, slot.field);
        let key = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if let SlotKind::Text { .. } = slot.kind {
            // Escape closes what hangs below the field; the field keeps the keyboard until the next.
            if self.popup != Popup::Closed && key(Key::Escape) {
                self.dismissed = true;
                self.highlighted = None;
            }
            let offered = if self.dismissed { Vec::new() } else { (editing.suggest)(spot, editing.values) };
            if !offered.is_empty() && !field.is_multiline() {
                if key(Key::ArrowDown) {
                    self.highlighted = Some(self.highlighted.map_or(0, |at| (at + 1) % offered.len()));
                }
                if key(Key::ArrowUp) {
                    self.highlighted =
                        Some(self.highlighted.map_or(offered.len() - 1, |at| (at + offered.len() - 1) % offered.len()));
                }
                if let Some(chosen) = self.highlighted.and_then(|at| offered.get(at)).filter(|_| key(Key::Enter)) {
                    happened.completed = Some((spot, chosen.clone()));
                    self.go_to(ui, &controls, at + 1);
                    return;
                }
            }
            if field.is_day() {
                self.day_keys(ui, field, editing);
            }
        }
        if !field.is_multiline() && key(Key::Enter) {
            self.go_to(ui, &controls, at + 1);
        }
    }

    /// In a date: up and down by a day, page up and down by a month.
    fn day_keys(&mut self, ui: &egui::Ui, field: Field, editing: &mut Editing) {
        let moved = |key: Key, day: Day| match key {
            Key::ArrowUp => day.plus(-1),
            Key::ArrowDown => day.plus(1),
            Key::PageUp => Some(month_away(day, -1)),
            _ => Some(month_away(day, 1)),
        };
        for key in [Key::ArrowUp, Key::ArrowDown, Key::PageUp, Key::PageDown] {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                let from = Day::from_typed(editing.values.get(field), editing.today);
                if let Some(day) = from.map_or(Some(editing.today), |from| moved(key, from)) {
                    editing.values.set(field, day.chinese());
                    self.month = Some(day);
                }
            }
        }
    }

    fn go_to(&mut self, ui: &egui::Ui, controls: &[&Slot], at: usize) {
        self.highlighted = None;
        self.dismissed = false;
        // Past the other boxes of the same field.
        let here = at.checked_sub(1).map(|here| Control::of_slot(controls[here]).spot);
        match controls.iter().skip(at).find(|next| Some(Control::of_slot(next).spot) != here) {
            Some(next) => {
                ui.memory_mut(|memory| memory.request_focus(self.control_id(next)));
            }
            None => ui.memory_mut(eframe::egui::Memory::stop_text_input),
        }
    }

    fn page_ui(
        &mut self,
        ui: &mut egui::Ui,
        sheet: &Sheet,
        page: &Page,
        editing: Option<&mut Editing<'_>>,
        happened: &mut Happened,
        before: Option<Control>,
    ) {
        // First what lies under the print, then the print, then the text box over it.
        let typing = before.filter(|control| control.option.is_none() && editing.is_some()).map(|control| control.spot);
        for slot in &page.slots {
            if let SlotKind::Text { .. } = slot.kind
                && editing.is_some()
                && takes_text(slot)
            {
                let rect = sheet.rect(slot.area).shrink(1.0);
                let fill = match typing {
                    Some(spot) if spot == Control::of_slot(slot).spot => theme::FIELD,
                    _ if ui.rect_contains_pointer(rect) => theme::FIELD_HOVER,
                    _ => continue,
                };
                ui.painter().rect_filled(rect, 0.0, fill);
            }
        }
        for mark in &page.marks {
            match mark {
                // The text box shows it instead, where one lies on it.
                Mark::Text { fills: Some((field, row)), baseline, .. }
                    if typing == Some(Spot { row: *row, field: *field })
                        && page.slots.iter().any(|slot| {
                            slot.field == *field
                                && slot.row == *row
                                && (slot.area.y..slot.area.y + slot.area.height).contains(baseline)
                        }) => {}
                mark => sheet.draw(ui, mark),
            }
        }
        if let Some(editing) = editing {
            for slot in &page.slots {
                let rect = sheet.rect(slot.area);
                match slot.kind {
                    SlotKind::Text { .. } if !takes_text(slot) => {}
                    SlotKind::Text { size, centred } => {
                        self.text_ui(ui, sheet, slot, rect, size, centred, editing, happened);
                    }
                    SlotKind::Option(option) => self.option_ui(ui, sheet, slot, rect, option, editing),
                    SlotKind::Signature => {}
                }
                let same = |other: &Slot| (other.row, other.field) == (slot.row, slot.field);
                let first = page.slots.iter().position(same);
                if first.is_some_and(|first| std::ptr::eq(&raw const page.slots[first], slot)) {
                    // Not over the completions of the field that has the keyboard.
                    finding_ui(ui, rect, slot, editing.findings, typing.is_none());
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // one control, all its facts
    fn text_ui(
        &mut self,
        ui: &mut egui::Ui,
        sheet: &Sheet,
        slot: &Slot,
        rect: Rect,
        size: f32,
        centred: bool,
        editing: &mut Editing,
        happened: &mut Happened,
    ) {
        let id = self.control_id(slot);
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let field = slot.field;
        let spot = Control::of_slot(slot).spot;
        let mut text = editing.values.text_at(spot.row, field).to_owned();
        let color = if has_focus { theme::INK } else { Color32::TRANSPARENT };
        let font = FontId::new(sheet.points(size), theme::family(Face::Serif));
        let inner = rect.shrink2(Vec2::new(2.0 * sheet.scale, 0.0));
        let multiline = field.is_multiline();
        let line_height = leading(size) * sheet.scale;
        let mut layouter = |ui: &egui::Ui, buffer: &dyn egui::TextBuffer, width: f32| {
            let mut job = if multiline {
                egui::text::LayoutJob::simple(buffer.as_str().to_owned(), font.clone(), color, width)
            } else {
                egui::text::LayoutJob::simple_singleline(buffer.as_str().to_owned(), font.clone(), color)
            };
            job.keep_trailing_whitespace = true;
            job.halign = if centred { Align::Center } else { Align::Min };
            for section in &mut job.sections {
                section.format.line_height = Some(line_height);
            }
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let edit = if multiline { TextEdit::multiline(&mut text) } else { TextEdit::singleline(&mut text) };
        let edit = edit
            .id(id)
            .frame(egui::Frame::NONE)
            .char_limit(field.limit())
            .layouter(&mut layouter)
            .desired_width(inner.width())
            .desired_rows(1)
            .min_size(inner.size())
            .align(egui::Align2([
                if centred { Align::Center } else { Align::Min },
                if multiline { Align::Min } else { Align::Center },
            ]));
        let inner = if multiline { inner.translate(Vec2::new(0.0, 1.4 * sheet.scale)) } else { inner };
        // A click on what hangs below the field is for the field: it keeps the keyboard.
        let surrender = ui.options(|options| options.input_options.surrender_focus_on);
        if self.popup == Popup::UnderPointer {
            ui.options_mut(|options| options.input_options.surrender_focus_on = egui::SurrenderFocusOn::Never);
        }
        let response = ui.put(inner, edit);
        ui.options_mut(|options| options.input_options.surrender_focus_on = surrender);
        super::name_control(ui, &response, &spot.name());
        if response.changed() {
            editing.values.set_at(spot.row, field, text.clone());
            self.dismissed = false;
        }
        let pressing = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
        if response.gained_focus() && !multiline && !pressing {
            // Entered by the keyboard, the text is chosen: what is typed takes its place.
            super::proposal::choose_whole(ui.ctx(), id, &text);
        }
        if response.has_focus() {
            self.focused = Some(Control { spot, option: None });
            if response.gained_focus() {
                ui.scroll_to_rect(rect.expand(40.0), None);
            }
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, theme::ACCENT.on_paper()), egui::StrokeKind::Inside);
        }
        if response.has_focus() {
            self.popup_ui(ui, &response, rect, spot, editing, happened);
            // As a text box has it, and Escape besides while something hangs below it.
            let keys = egui::EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                tab: false,
                escape: self.popup != Popup::Closed,
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, keys));
        }
    }

    /// Below the field: the calendar or the completions.
    fn popup_ui(
        &mut self,
        ui: &egui::Ui,
        response: &egui::Response,
        rect: Rect,
        spot: Spot,
        editing: &mut Editing,
        happened: &mut Happened,
    ) {
        let field = spot.field;
        self.popup = Popup::Closed;
        if self.dismissed || field.is_multiline() {
            return;
        }
        let offered = (editing.suggest)(spot, editing.values);
        if !field.is_day() && offered.is_empty() {
            return;
        }
        let popup = egui::Area::new(response.id.with("popup")).order(egui::Order::Foreground);
        let shown = popup.fixed_pos(rect.left_bottom()).constrain(true).show(ui.ctx(), |ui| {
            egui::Frame::popup(&ui.ctx().global_style()).show(ui, |ui| {
                if field.is_day() {
                    let chosen = Day::from_typed(editing.values.get(field), editing.today);
                    let mut month = self.month.or(chosen).unwrap_or(editing.today);
                    let clicked = calendar_ui(ui, &mut month, chosen, editing.today);
                    self.month = Some(month);
                    if let Some(day) = clicked {
                        editing.values.set(field, day.chinese());
                        self.dismissed = true;
                        response.request_focus();
                    }
                } else {
                    ui.set_min_width(rect.width().max(220.0));
                    if let Some(suggestion) = list_ui(ui, offered, self.highlighted) {
                        happened.completed = Some((spot, suggestion));
                        self.dismissed = true;
                        response.request_focus();
                    }
                }
            });
        });
        let is_under = shown.response.contains_pointer() || ui.rect_contains_pointer(shown.response.rect);
        self.popup = if is_under { Popup::UnderPointer } else { Popup::Open };
    }

    fn option_ui(
        &mut self,
        ui: &mut egui::Ui,
        sheet: &Sheet,
        slot: &Slot,
        rect: Rect,
        option: &'static str,
        editing: &mut Editing,
    ) {
        let id = self.control_id(slot);
        let on = editing.values.get(slot.field) == option;
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::CheckBox, true, on, option));
        if response.clicked() {
            // A ticked box is cleared by the same key that ticked it.
            editing.values.set(slot.field, if on { "" } else { option });
        }
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if response.has_focus() {
            self.focused = Some(Control::of_slot(slot));
            ui.painter().rect_stroke(rect, 2.0, Stroke::new(1.5, theme::ACCENT.on_paper()), egui::StrokeKind::Inside);
        } else if response.hovered() {
            ui.painter().rect_stroke(
                rect,
                2.0,
                Stroke::new(sheet.points(0.5), theme::EDGE.on_paper()),
                egui::StrokeKind::Inside,
            );
        }
    }
}

/// Whether a slot is filled by the clerk: not by hand on paper, and not counted by the program.
fn takes_text(slot: &Slot) -> bool {
    slot.kind != SlotKind::Signature && slot.field != Field::Position
}

/// A wedge in the corner of a cell with findings; the findings under the pointer.
fn finding_ui(ui: &egui::Ui, rect: Rect, slot: &Slot, findings: &[Finding], tell: bool) {
    let here: Vec<&Finding> = findings.iter().filter(|it| (it.row, it.field) == (slot.row, slot.field)).collect();
    let Some(worst) = here.iter().map(|finding| finding.weight).min() else { return };
    let color = theme::weight(worst).on_paper();
    let corner = rect.right_top();
    let side = 9.0;
    let wedge = vec![corner, corner + Vec2::new(-side, 0.0), corner + Vec2::new(0.0, side)];
    ui.painter().add(egui::Shape::convex_polygon(wedge, color, Stroke::NONE));
    if tell && ui.rect_contains_pointer(rect) {
        let text = here.iter().map(|finding| finding.line()).collect::<Vec<_>>().join("\n");
        egui::Tooltip::always_open(
            ui.ctx().clone(),
            ui.layer_id(),
            ui.scope_id().with("finding"),
            egui::PopupAnchor::Pointer,
        )
        .show(|ui| {
            ui.label(text);
        });
    }
}
