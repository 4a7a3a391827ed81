//! The list of applications.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use eframe::egui;
use egui_extras::{Column as Width, TableBuilder};
use memchr::memmem::Finder;

use super::command::Command;
use super::form_screen::state_color;
use super::theme;
use crate::model::*;
use crate::store::Draft;

/// The columns, in the order of the screen.
const COLUMNS: [(&str, f32); 7] = [
    ("编号", 124.0),
    ("系统名称", 0.0),
    ("申请人", 216.0),
    ("账号类型", 86.0),
    ("申请事项", 76.0),
    ("申请日期", 128.0),
    ("状态", 100.0),
];

/// Column and whether it falls.
type Sort = Option<(usize, bool)>;

/// One line of the list, as it shows.
struct Line {
    id: ApplicationId,
    texts: [String; 7],
    /// What the days sort by.
    day: Option<Day>,
    /// Where in the haystack of the list.
    haystack: Range<usize>,
    state: ApplicationState,
}

/// The list: what is searched, how it is sorted, which lines are chosen.
#[derive(Default)]
pub struct ApplicationList {
    lines: Vec<Line>,
    /// What the search looks into, of all lines in one piece: scattered texts are slow to go through.
    haystack: String,
    view: Vec<usize>,
    revision: Option<u64>,
    search: String,
    state: Option<ApplicationState>,
    /// Column and whether it falls; the newest number first until the clerk chooses.
    sort: Sort,
    /// All lines as sorted, and by what.
    order: Vec<usize>,
    sorted: Option<Sort>,
    /// What the view was filtered by.
    shown: Option<(String, Option<ApplicationState>)>,
    chosen: BTreeSet<ApplicationId>,
    /// Where a choice of several began, and where the keyboard is.
    anchor: Option<usize>,
    cursor: Option<usize>,
    scroll_to: Option<usize>,
    /// The search box asks for the keyboard.
    pub(super) wants_focus: bool,
}

impl ApplicationList {
    /// The chosen applications, in the order of the list.
    pub fn chosen(&self) -> Vec<ApplicationId> {
        let in_view = self.view.iter().map(|line| self.lines[*line].id);
        in_view.filter(|id| self.chosen.contains(id)).collect()
    }

    /// Brings the lines up to date with the register.
    pub fn refresh(&mut self, register: &Register, revision: u64) {
        if self.revision == Some(revision) {
            return;
        }
        let names = register.person_names();
        let mut all = String::new();
        let line = |it: &Application| {
            let texts = [
                it.number.clone(),
                register.system_name(it.system).to_owned(),
                it.applicant.and_then(|id| names.get(&id)).cloned().unwrap_or_default(),
                it.kind.map_or("", Choice::label).to_owned(),
                it.action.map_or("", Choice::label).to_owned(),
                it.applied_on.map_or_else(String::new, Day::chinese),
                it.state.label().to_owned(),
            ];
            let more = [register.department_name(it.department), &it.account];
            let from = all.len();
            for text in texts.iter().map(String::as_str).chain(more) {
                all.extend(text.chars().flat_map(char::to_lowercase));
                all.push('\n');
            }
            Line { id: it.id, texts, day: it.applied_on, haystack: from..all.len(), state: it.state }
        };
        self.lines = register.applications.values().map(line).collect();
        self.haystack = all;
        self.revision = Some(revision);
        self.sorted = None;
        self.chosen.retain(|id| register.applications.contains_key(id));
    }

    /// Sorts and filters again, where something about it changed.
    pub fn arrange(&mut self) {
        if self.sorted != Some(self.sort) {
            self.order = self.in_order();
            self.sorted = Some(self.sort);
            self.shown = None;
        }
        let wanted = (self.search.trim().to_lowercase(), self.state);
        if self.shown.as_ref() == Some(&wanted) {
            return;
        }
        let (search, state) = &wanted;
        let words: Vec<Finder> = search.split_whitespace().map(Finder::new).collect();
        let haystack = self.haystack.as_bytes();
        let fits = |line: &Line| {
            state.is_none_or(|state| state == line.state)
                && words.iter().all(|word| word.find(&haystack[line.haystack.clone()]).is_some())
        };
        self.view = self.order.iter().copied().filter(|at| fits(&self.lines[*at])).collect();
        // What does not show is not chosen: nothing is printed unseen.
        if !self.chosen.is_empty() {
            let shown: BTreeSet<ApplicationId> = self.view.iter().map(|at| self.lines[*at].id).collect();
            self.chosen.retain(|id| shown.contains(id));
        }
        self.anchor = None;
        self.cursor = None;
        self.shown = Some(wanted);
    }

    /// All lines in the order of the chosen column.
    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        let (column, falls) = self.sort.unwrap_or((0, true));
        match column {
            5 => order.sort_by_key(|at| self.lines[*at].day),
            // The order of the stages, not of their names.
            6 => order.sort_by_key(|at| self.lines[*at].state),
            _ => order.sort_by(|one, other| self.lines[*one].texts[column].cmp(&self.lines[*other].texts[column])),
        }
        if falls {
            order.reverse();
        }
        order
    }

    /// Draws the list.
    pub fn ui(&mut self, ui: &mut egui::Ui, drafts: &[Draft], commands: &mut Vec<Command>) {
        self.bar_ui(ui, commands);
        drafts_ui(ui, drafts, &self.lines, commands);
        self.arrange();
        if self.lines.is_empty() {
            empty_ui(ui, commands);
            return;
        }
        if self.view.is_empty() {
            ui.add_space(60.0);
            ui.vertical_centered(|ui| {
                ui.label(theme::head("没有符合条件的申请表"));
                if ui.button("清除查找条件").clicked() {
                    self.search.clear();
                    self.state = None;
                }
            });
            return;
        }
        self.keys(ui, commands);
        egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::symmetric(12, 0)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            self.table_ui(ui, commands);
        });
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        egui::Frame::new().fill(theme::BAR).inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                super::command_button(ui, "新建", Command::New, true, commands);
                let any = !self.chosen.is_empty();
                ui.add_enabled_ui(any, |ui| {
                    super::command_button(ui, "打印", Command::Print, false, commands);
                    super::command_button(ui, "导出 Excel", Command::Export, false, commands);
                });
                if ui.button("打印空白表").clicked() {
                    commands.push(Command::PrintBlank(2));
                }
                ui.separator();
                let search = egui::TextEdit::singleline(&mut self.search)
                    .id_salt("search")
                    .desired_width(200.0)
                    .hint_text("编号、系统、姓名、账号");
                let response = ui.add(search);
                super::name_control(ui, &response, "查找");
                if std::mem::take(&mut self.wants_focus) {
                    response.request_focus();
                }
                for (label, state) in std::iter::once(("全部", None))
                    .chain(ApplicationState::ALL.iter().map(|state| (state.label(), Some(*state))))
                {
                    if ui.selectable_label(self.state == state, label).clicked() {
                        self.state = state;
                    }
                }
            });
            ui.label(theme::weak(format!(
                "共{}张，显示{}张{}",
                self.lines.len(),
                self.view.len(),
                if self.chosen.is_empty() { String::new() } else { format!("，选中{}张", self.chosen.len()) }
            )));
        });
    }

    /// Up and down choose, Enter opens, Ctrl+A chooses all that show.
    fn keys(&mut self, ui: &egui::Ui, commands: &mut Vec<Command>) {
        let typing = ui.memory(|memory| memory.focused().is_some());
        if typing && !ui.input(|input| input.key_pressed(egui::Key::ArrowDown)) {
            return;
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
            self.chosen = self.view.iter().map(|line| self.lines[*line].id).collect();
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
        if enter && let Some(line) = self.cursor.and_then(|at| self.view.get(at)) {
            commands.push(Command::Open(self.lines[*line].id));
        }
    }

    fn choose(&mut self, at: usize, modifiers: egui::Modifiers) {
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

    fn table_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let mut clicked: Option<(usize, egui::Modifiers)> = None;
        let mut table = TableBuilder::new(ui).striped(true).sense(egui::Sense::click()).resizable(false);
        table = table.cell_layout(egui::Layout::left_to_right(egui::Align::Center)).auto_shrink(false);
        for (_, width) in COLUMNS {
            table = table.column(if width == 0.0 {
                Width::remainder().at_least(160.0).clip(true)
            } else {
                Width::exact(width).clip(true)
            });
        }
        if let Some(row) = self.scroll_to.take() {
            table = table.scroll_to_row(row, None);
        }
        let sort = self.sort;
        let mut sorted = None;
        table
            .header(theme::ROW_HEIGHT, |mut header| {
                for (column, (label, _)) in COLUMNS.iter().enumerate() {
                    header.col(|ui| {
                        let mark = match sort {
                            Some((by, falls)) if by == column => {
                                if falls {
                                    " ↓"
                                } else {
                                    " ↑"
                                }
                            }
                            _ => "",
                        };
                        let button =
                            egui::Button::new(egui::RichText::new(format!("{label}{mark}")).color(theme::WEAK))
                                .frame(false);
                        let response = ui.add(button);
                        super::name_control(ui, &response, &format!("按{label}排序"));
                        if response.clicked() {
                            sorted = Some(column);
                        }
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW_HEIGHT, self.view.len(), |mut row| {
                    let at = row.index();
                    let line = &self.lines[self.view[at]];
                    row.set_selected(self.chosen.contains(&line.id));
                    for (column, text) in line.texts.iter().enumerate() {
                        row.col(|ui| {
                            let text = egui::RichText::new(text);
                            let text = if column == 6 { text.color(state_color(line.state)) } else { text };
                            ui.add(egui::Label::new(text).truncate());
                        });
                    }
                    let response = row.response();
                    if response.double_clicked() {
                        commands.push(Command::Open(line.id));
                    } else if response.clicked() {
                        clicked = Some((at, response.ctx.input(|input| input.modifiers)));
                    }
                    response.context_menu(|ui| {
                        for (label, command) in [
                            ("打开", Command::Open(line.id)),
                            ("打印", Command::Print),
                            ("导出 Excel", Command::Export),
                        ] {
                            if ui.button(label).clicked() {
                                commands.push(command);
                                ui.close();
                            }
                        }
                    });
                    if response.secondary_clicked() && !self.chosen.contains(&line.id) {
                        clicked = Some((at, egui::Modifiers::NONE));
                    }
                });
            });
        if let Some((at, modifiers)) = clicked {
            self.choose(at, modifiers);
        }
        if let Some(column) = sorted {
            self.sort = Some((column, sort == Some((column, false))));
        }
    }
}

fn empty_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(90.0);
    ui.vertical_centered(|ui| {
        ui.label(theme::head("还没有申请表"));
        ui.label(theme::weak("点“新建”填写第一张《信息系统账号申请（注销）表》，保存后得到编号，打印后送签。"));
        ui.add_space(6.0);
        if ui.add(theme::main_button("填写第一张申请表")).clicked() {
            commands.push(Command::New);
        }
        if ui.button("打印空白申请表").clicked() {
            commands.push(Command::PrintBlank(2));
        }
    });
}

/// Half-typed forms are offered again.
fn drafts_ui(ui: &mut egui::Ui, drafts: &[Draft], lines: &[Line], commands: &mut Vec<Command>) {
    if drafts.is_empty() {
        return;
    }
    let wanted: BTreeSet<_> = drafts.iter().filter_map(|draft| draft.application).collect();
    let numbered = lines.iter().filter(|line| wanted.contains(&line.id)).map(|line| (line.id, line.texts[0].clone()));
    let numbers: BTreeMap<ApplicationId, String> = numbered.collect();
    for draft in drafts.iter().take(4) {
        egui::Frame::new().fill(theme::NOTICE).inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                let named = [Field::Applicant, Field::System, Field::Action].map(|field| draft.values.get(field));
                let named = named.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("，");
                let named = if named.is_empty() { "未写明申请人".to_owned() } else { named };
                let number = draft.application.and_then(|id| numbers.get(&id)).map_or("", String::as_str);
                let what =
                    if number.is_empty() { "有一张没有保存的申请表" } else { "有没有保存的改动" };
                ui.label(format!("{what}：{number} {named}"));
                if ui.button("继续填写").clicked() {
                    commands.push(Command::Resume(draft.clone()));
                }
                if ui.button("丢弃").clicked() {
                    commands.push(Command::DropDraft(draft.id));
                }
                ui.allocate_space(egui::vec2(ui.available_width(), 0.0));
            });
        });
    }
}
