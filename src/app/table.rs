//! A list on the screen: searched while typing, sorted by a click, chosen by mouse and keyboard.

mod keys;

use std::collections::BTreeSet;
use std::ops::Range;

use eframe::egui;
use egui_extras::{Column as Width, TableBuilder, TableRow};
use memchr::memmem::Finder;

use super::columns::{Column, LEAST_OF_THE_REST, breadth, fitting, shared, widened};
use super::command::Command;
use super::offer::{Offer, menu_ui};
use super::rows::{self, Row};
use super::theme;
use crate::model::Day;
use crate::spelling::Spelling;

/// Column and whether it falls.
type Sort = (usize, bool);

/// One line, as it shows.
pub struct Line<I> {
    /// Which record.
    pub id: I,
    /// What stands in each column.
    pub texts: Vec<String>,
    /// Columns that sort by something else than the spelling of what they show.
    pub sorts: Vec<(usize, String)>,
    /// What the search finds besides.
    pub more: String,
    /// What the buttons above the list filter by.
    pub group: usize,
    /// A column in a colour of its own.
    pub color: Option<(usize, theme::Colour)>,
}

impl<I> Line<I> {
    /// A line of plain texts.
    pub fn new(id: I, texts: Vec<String>) -> Self {
        Self { id, texts, sorts: Vec::new(), more: String::new(), group: 0, color: None }
    }
}

/// A list.
pub struct Table<I> {
    /// What a screen reader calls it.
    name: &'static str,
    columns: Vec<Column>,
    /// How wide the widest cell of each is, its head among them, in points.
    needs: Vec<f32>,
    lines: Vec<Line<I>>,
    /// What the search looks into, of all lines in one piece: scattered texts are slow to go through.
    haystack: String,
    /// Where each line is in it.
    places: Vec<Range<usize>>,
    view: Vec<usize>,
    search: String,
    /// The group that shows; all where none, but the one that is shown only when it is asked for.
    pub group: Option<usize>,
    /// Whether only what is found besides is spelt in 拼音: long sentences are not looked for by their initials.
    pub spells_more_only: bool,
    /// A group that is shown only when it is asked for.
    pub hidden: Option<usize>,
    /// Columns that give way where the window has no room for all, the first of them first: what the panel beside the list
    /// tells as well.
    yields: &'static [usize],
    sort: Sort,
    /// All lines as sorted, and by what.
    order: Vec<usize>,
    sorted: Option<Sort>,
    /// What the view was filtered by.
    shown: Option<(String, Option<usize>)>,
    chosen: BTreeSet<I>,
    /// Where a choice of several began, and where the keyboard is.
    anchor: Option<usize>,
    cursor: Option<usize>,
    scroll_to: Option<usize>,
    /// The line whose menu the keyboard has opened, and whether it does so now.
    menu: Option<(usize, bool)>,
    spelling: Spelling,
    wants_focus: bool,
}

impl<I: Copy + Ord> Table<I> {
    /// An empty list that is sorted by a column until the clerk chooses.
    pub fn new(name: &'static str, columns: Vec<Column>, sort: (usize, bool)) -> Self {
        Self {
            name,
            needs: columns.iter().map(head_breadth).collect(),
            columns,
            lines: Vec::new(),
            haystack: String::new(),
            places: Vec::new(),
            view: Vec::new(),
            search: String::new(),
            group: None,
            spells_more_only: false,
            hidden: None,
            yields: &[],
            sort,
            order: Vec::new(),
            sorted: None,
            shown: None,
            chosen: BTreeSet::new(),
            anchor: None,
            cursor: None,
            scroll_to: None,
            menu: None,
            spelling: Spelling::default(),
            wants_focus: false,
        }
    }

    /// The same, with columns that give way where there is no room for all, the first of them first.
    pub fn yielding(self, yields: &'static [usize]) -> Self {
        Self { yields, ..self }
    }

    /// Puts other lines into the list; search, sort and choice stay.
    pub fn fill(&mut self, lines: Vec<Line<I>>) {
        self.lines = lines;
        let widest = |(at, column): (usize, &Column)| {
            let texts = self.lines.iter().filter_map(|line| line.texts.get(at));
            texts.fold(head_breadth(column), |widest, text| widened(widest, text))
        };
        self.needs = self.columns.iter().enumerate().map(widest).collect();
        self.haystack.clear();
        self.places.clear();
        for line in &self.lines {
            let from = self.haystack.len();
            let texts = line.texts.iter().map(|text| (text, !self.spells_more_only)).chain([(&line.more, true)]);
            for (text, spells) in texts.filter(|(text, _)| !text.is_empty()) {
                self.haystack.extend(text.chars().flat_map(char::to_lowercase));
                self.haystack.push('\n');
                if spells && !text.is_ascii() {
                    let (full, initials) = self.spelling.of(text);
                    self.haystack.push_str(full);
                    self.haystack.push('\n');
                    self.haystack.push_str(initials);
                    self.haystack.push('\n');
                }
            }
            self.places.push(from..self.haystack.len());
        }
        self.sorted = None;
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// All lines.
    pub fn lines(&self) -> &[Line<I>] {
        &self.lines
    }

    /// The lines that show, in their order.
    pub fn shown(&self) -> impl Iterator<Item = &Line<I>> {
        self.view.iter().map(|at| &self.lines[*at])
    }

    /// The chosen ones, in the order of the list.
    pub fn chosen(&self) -> Vec<I> {
        self.shown().map(|line| line.id).filter(|id| self.chosen.contains(id)).collect()
    }

    /// How many are chosen.
    pub fn chosen_count(&self) -> usize {
        self.chosen.len()
    }

    /// Chooses this one alone, where it shows.
    pub fn choose_only(&mut self, id: I) {
        self.chosen = BTreeSet::from([id]);
    }

    /// Chooses none.
    pub fn choose_none(&mut self) {
        self.chosen.clear();
        self.cursor = None;
    }

    /// Chooses the one below what is chosen, if there is one.
    pub fn choose_next(&mut self) {
        let last = self.view.iter().rposition(|at| self.chosen.contains(&self.lines[*at].id));
        if let Some(next) = last.map(|at| at + 1).filter(|at| *at < self.view.len()) {
            self.choose(next, egui::Modifiers::NONE);
            self.scroll_to = Some(next);
        }
    }

    /// Scrolls to the first that is chosen, once the lines are in their order.
    pub fn show_chosen(&mut self) {
        self.shown = None;
        self.arrange();
        self.scroll_to = self.cursor;
    }

    /// The search box asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// Shows what these words find.
    pub fn look_for(&mut self, words: &str) {
        words.clone_into(&mut self.search);
    }

    /// The same in the order of a column.
    pub fn seek(&mut self, words: &str, column: usize) {
        self.look_for(words);
        self.sort = (column, false);
    }

    /// Shows everything again.
    pub fn clear_filter(&mut self) {
        self.search.clear();
        self.group = None;
    }

    /// The search box.
    pub fn search_ui(&mut self, ui: &mut egui::Ui, hint: &str) {
        let search = egui::TextEdit::singleline(&mut self.search).id(search_id(self.name));
        let response = ui.add(search.desired_width(200.0).hint_text(hint));
        super::name_control(ui, &response, "查找");
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
    }

    /// `共4张，显示2张，选中1张`.
    pub fn count_ui(&self, ui: &mut egui::Ui, unit: &str) {
        let chosen =
            if self.chosen.is_empty() { String::new() } else { format!("，选中{}{unit}", self.chosen.len()) };
        let (all, shown) = (self.lines.len(), self.view.len());
        let told = theme::weak(format!("共{all}{unit}，显示{shown}{unit}{chosen}"));
        ui.add(egui::Label::new(told).extend());
    }

    /// Sorts and filters again, where something about it changed.
    pub fn arrange(&mut self) {
        if self.sorted != Some(self.sort) {
            self.order = self.in_order();
            self.sorted = Some(self.sort);
            self.shown = None;
        }
        let wanted = (self.search.trim().to_lowercase(), self.group);
        if self.shown.as_ref() == Some(&wanted) {
            return;
        }
        let (search, group) = &wanted;
        let words: Vec<Finder> = search.split_whitespace().map(Finder::new).collect();
        let haystack = self.haystack.as_bytes();
        let fits = |at: &usize| {
            group.map_or(self.hidden != Some(self.lines[*at].group), |group| group == self.lines[*at].group)
                && words.iter().all(|word| word.find(&haystack[self.places[*at].clone()]).is_some())
        };
        self.view = self.order.iter().copied().filter(fits).collect();
        // What does not show is not chosen: nothing is printed unseen.
        if !self.chosen.is_empty() {
            let shown: BTreeSet<I> = self.shown().map(|line| line.id).collect();
            self.chosen.retain(|id| shown.contains(id));
        }
        self.anchor = None;
        self.cursor = self.view.iter().position(|at| self.chosen.contains(&self.lines[*at].id));
        self.shown = Some(wanted);
    }

    /// All lines in the order of the chosen column: as told, days as the calendar has them, all else as a dictionary.
    fn in_order(&mut self) -> Vec<usize> {
        let (column, falls) = self.sort;
        let mut keys: Vec<(String, usize)> = Vec::with_capacity(self.lines.len());
        for (at, line) in self.lines.iter().enumerate() {
            let told = line.sorts.iter().find(|(of, _)| *of == column).map(|(_, key)| key.clone());
            let text = line.texts.get(column).map_or("", String::as_str);
            let day = || Day::from_chinese(text).map(Day::iso);
            let key = told.or_else(day).unwrap_or_else(|| {
                if text.is_ascii() { text.to_lowercase() } else { self.spelling.of(text).0.to_owned() }
            });
            keys.push((key, at));
        }
        keys.sort();
        if falls {
            keys.reverse();
        }
        keys.into_iter().map(|(_, at)| at).collect()
    }

    /// Draws the lines; where nothing fits, says so. `offers` are the entries of a line's context menu. Tells which
    /// line was opened.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        offers: &dyn Fn(I) -> Vec<Offer>,
        commands: &mut Vec<Command>,
    ) -> Option<I> {
        self.arrange();
        if self.view.is_empty() {
            ui.add_space(60.0);
            ui.vertical_centered(|ui| {
                ui.label(theme::head("没有符合条件的记录"));
                if ui.button("清除查找条件").clicked() {
                    self.clear_filter();
                }
            });
            return None;
        }
        let opened = self.keys(ui);
        let frame = egui::Frame::new().fill(theme::CARD.now()).inner_margin(egui::Margin::symmetric(12, 0));
        let clicked = frame
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                rows::table_ui(ui, self.name, |ui| self.table_ui(ui, offers, commands))
            })
            .inner;
        opened.or(clicked)
    }

    /// The columns that show in this much room with a gap behind each, and how wide each is.
    fn widths(&self, room: f32, gap: f32) -> (Vec<usize>, Vec<f32>) {
        let (columns, factor) = fitting(&self.columns, self.yields, room, gap);
        let mut widths: Vec<f32> = columns.iter().map(|at| self.columns[*at].1 * factor).collect();
        let rest = columns.iter().position(|at| self.columns[*at].1 == 0.0);
        if let Some(rest) = rest {
            widths[rest] = (room - widths.iter().sum::<f32>() - gap * widths.len() as f32).max(LEAST_OF_THE_REST);
        }
        let needs: Vec<f32> = columns.iter().map(|at| self.needs[*at]).collect();
        shared(&mut widths, rest, &needs);
        (columns, widths)
    }

    fn table_ui(
        &mut self,
        ui: &mut egui::Ui,
        offers: &dyn Fn(I) -> Vec<Offer>,
        commands: &mut Vec<Command>,
    ) -> Option<I> {
        let (columns, widths) = self.widths(ui.available_width(), ui.spacing().item_spacing.x);
        rows::tell_size(ui, self.view.len(), columns.len());
        let whole = ui.unique_id();
        let mut table = TableBuilder::new(ui).id_salt(self.name).striped(true).sense(egui::Sense::click());
        table = table.cell_layout(egui::Layout::left_to_right(egui::Align::Center)).auto_shrink(false);
        for (at, width) in columns.iter().zip(widths) {
            let rest = Width::remainder().at_least(LEAST_OF_THE_REST).clip(true);
            table = table.column(if self.columns[*at].1 == 0.0 { rest } else { Width::exact(width).clip(true) });
        }
        if let Some(row) = self.scroll_to.take() {
            table = table.scroll_to_row(row, None);
        }
        let (mut sorted, mut opened, mut clicked, mut menu) = (None, None, None, None);
        let table = table.header(theme::ROW_HEIGHT, |mut header| {
            for column in columns.iter().copied() {
                header.col(|ui| {
                    if self.head_ui(ui, column) {
                        sorted = Some(column);
                    }
                });
            }
        });
        table.body(|body| {
            body.rows(theme::ROW_HEIGHT, self.view.len(), |mut row| {
                let at = row.index();
                let id = self.lines[self.view[at]].id;
                let response = self.line_ui(&mut row, &columns, Row::new(whole, at));
                if response.double_clicked() {
                    opened = Some(id);
                } else if response.clicked() {
                    clicked = Some((at, response.ctx.input(|input| input.modifiers)));
                } else if response.secondary_clicked() && !self.chosen.contains(&id) {
                    clicked = Some((at, egui::Modifiers::NONE));
                }
                if self.line_menu_ui(&response, at, &|| offers(id), commands) {
                    menu = Some((at, false));
                }
            });
        });
        self.menu = menu;
        if let Some((at, modifiers)) = clicked {
            self.choose(at, modifiers);
        }
        if let Some(column) = sorted {
            self.sort = (column, self.sort == (column, false));
        }
        opened
    }

    /// The head of a column, with how it is sorted by; whether it was clicked.
    fn head_ui(&self, ui: &mut egui::Ui, column: usize) -> bool {
        let label = self.columns[column].0;
        let mark = match self.sort {
            (by, true) if by == column => " ↓",
            (by, false) if by == column => " ↑",
            _ => "",
        };
        let text = egui::RichText::new(format!("{label}{mark}")).color(theme::WEAK);
        let size = ui.available_size();
        let response = ui.add_sized(size, egui::Button::new((text, egui::Atom::grow())).frame(false));
        super::name_control(ui, &response, &format!("按{label}排序"));
        response.clicked()
    }

    /// A line, in the columns that there is room for.
    fn line_ui(&self, row: &mut TableRow, columns: &[usize], spoken: Row) -> egui::Response {
        let at = row.index();
        let line = &self.lines[self.view[at]];
        let chosen = self.chosen.contains(&line.id);
        row.set_selected(chosen);
        let text_of = |column: usize| line.texts.get(column).map_or("", String::as_str);
        for (nth, column) in columns.iter().copied().enumerate() {
            row.col(|ui| {
                if nth == 0 {
                    let texts: Vec<&str> = columns.iter().map(|column| text_of(*column)).collect();
                    spoken.begin(ui, &texts.join("，"), chosen);
                    if self.cursor == Some(at) {
                        spoken.is_at(ui);
                    }
                }
                let text = egui::RichText::new(text_of(column));
                let color = line.color.filter(|(of, _)| *of == column);
                let text = color.map_or(text.clone(), |(_, color)| text.color(color));
                spoken.cell_ui(ui, (nth, self.columns[column].0), text);
            });
        }
        let response = row.response();
        spoken.end(&response);
        response
    }

    /// The menu of a line, where it is asked for; whether it is there because the keyboard has opened it.
    fn line_menu_ui(
        &self,
        line: &egui::Response,
        at: usize,
        offers: &dyn Fn() -> Vec<Offer>,
        commands: &mut Vec<Command>,
    ) -> bool {
        let by_key = self.menu.filter(|(of, _)| *of == at);
        let opens = by_key.is_some_and(|(_, opens)| opens);
        let popup = match by_key {
            // It hangs below its line, not where the pointer happens to be.
            Some(_) => egui::Popup::menu(line).open_memory(opens.then_some(egui::SetOpenCommand::Bool(true))),
            None => egui::Popup::context_menu(line),
        };
        let shown = popup.show(|ui| menu_ui(ui, &offers(), opens, commands));
        by_key.is_some() && shown.is_some()
    }
}

/// How wide the head of a column is with the mark of the order behind it, in points.
fn head_breadth((label, _): &Column) -> f32 {
    breadth(label) + breadth(" ↓")
}

/// The search box of a list.
fn search_id(list: &str) -> egui::Id {
    egui::Id::unique(("search", list))
}
