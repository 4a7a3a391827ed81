//! The registers 科室, 人员, 信息系统 and 账号: a list, and beside it the record that is chosen with its history.

use eframe::egui;

use super::command::{Command, Unsaved};
use super::offer::{self, NOTE_INITIAL};
use super::record_fields::{Around, attribute_ui, because_ui};
use super::record_panel::{Panel, subject_of};
use super::register_lines::{VOID, lines};
use super::scans::kept_ui;
use super::side_panel::{beside, panel_ui, side_ui};
use super::suggest::Suggester;
use super::table::Table;
use super::theme;
use crate::error::Result;
use crate::model::schema::Entry;
use crate::model::*;
use crate::ops::Office;
use crate::papers::{Column, List};

/// Width of the panel beside the list, in points.
const PANEL: f32 = 316.0;

/// Where 最近改密日 stands in the list of accounts.
const PASSWORD_COLUMN: usize = 4;

/// One register on the screen.
pub struct RegisterScreen {
    kind: Kind,
    table: Table<i64>,
    /// What the lines were made for: the revision and the day.
    shown: Option<(u64, Day)>,
    panel: Option<Panel>,
    /// The record to be shown, once the list is filled.
    wanted: Option<i64>,
    /// What is to be in its panel, once it shows.
    taken_up: Option<Unsaved>,
    /// What names are completed to.
    suggester: Suggester,
}

impl RegisterScreen {
    /// An empty screen of one register.
    pub fn new(kind: Kind) -> Self {
        let (columns, yields): (_, &[usize]) = match kind {
            Kind::Departments => {
                (vec![("名称", 0.0), ("简称", 120.0), ("科室负责人", 150.0), ("分管领导", 150.0)], &[1])
            }
            Kind::People => {
                (vec![("姓名", 170.0), ("科室", 0.0), ("岗位", 110.0), ("联系方式", 130.0), ("状态", 70.0)], &[3])
            }
            Kind::Systems => (
                vec![("名称", 0.0), ("牵头科室", 170.0), ("建设", 70.0), ("专网", 60.0), ("系统管理员", 150.0)],
                &[3, 2],
            ),
            Kind::Accounts => (
                vec![
                    ("系统", 0.0),
                    ("账号名", 130.0),
                    ("使用人", 160.0),
                    ("角色", 100.0),
                    ("最近改密日", 124.0),
                    ("状态", 70.0),
                ],
                &[4, 3],
            ),
        };
        let mut table = Table::new(kind.term(), columns, (0, false)).yielding(yields);
        table.hidden = Some(VOID);
        Self { kind, table, shown: None, panel: None, wanted: None, taken_up: None, suggester: Suggester::default() }
    }

    /// The search box asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.table.focus_search();
    }

    /// A new record in the panel; an unsaved one stays.
    pub fn begin_new(&mut self) {
        if !self.is_dirty() {
            self.panel = Some(Panel::blank(self.kind));
        }
    }

    /// Whether something is typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.panel.as_ref().is_some_and(Panel::is_dirty)
    }

    /// What is typed.
    pub fn typed(&self) -> Option<Unsaved> {
        let panel = self.panel.as_ref()?;
        let because = panel.asks_because(self.kind).map_or_else(String::new, |_| panel.because.clone());
        Some(Unsaved { number: panel.number, texts: panel.texts.clone(), because })
    }

    /// The status stays as it is kept: a form asks for the other.
    pub fn keep_status(&mut self, number: i64) {
        if let Some(panel) = self.panel.as_mut().filter(|panel| panel.number == Some(number))
            && let Some((at, _)) = panel.new_status(self.kind)
        {
            panel.texts[at].clone_from(&panel.kept[at]);
        }
    }

    /// The record was saved: it is chosen, and the panel shows it as it is kept.
    pub fn saved(&mut self, number: i64) {
        self.panel = None;
        self.table.choose_only(number);
    }

    /// The records that are chosen, by their numbers.
    pub fn chosen(&self) -> Vec<i64> {
        self.table.chosen()
    }

    /// Shows this record, whatever was searched for.
    pub fn reveal(&mut self, number: i64) {
        self.wanted = Some(number);
    }

    /// Shows the accounts in use that these words find, those without a day of the password first.
    pub fn seek_in_use(&mut self, words: &str) {
        self.table.seek(words, PASSWORD_COLUMN);
        self.table.group = Some(0);
    }

    /// What is typed is given up; returned, so that it can be taken up again.
    pub fn discard(&mut self) -> Option<Unsaved> {
        let typed = self.typed().filter(|_| self.is_dirty());
        self.panel = None;
        typed
    }

    /// What was given up is in the panel again.
    pub fn take_up(&mut self, unsaved: Unsaved) {
        match unsaved.number {
            Some(number) => self.reveal(number),
            None => self.begin_new(),
        }
        self.taken_up = Some(unsaved);
    }

    /// What shows, as a list to be exported.
    pub fn list(&self) -> List {
        let is_day = |label: &str| {
            self.kind.attributes().iter().any(|attribute| attribute.label == label && attribute.entry == Entry::Day)
        };
        let column = |(label, width): &(&'static str, f32)| Column {
            label: (*label).into(),
            width: if *width == 0.0 { 240.0 } else { *width },
            is_day: is_day(label),
        };
        let columns = self.table.columns().iter().map(column).collect();
        let rows = self.table.shown().map(|line| line.texts.clone()).collect();
        List { title: format!("{}台账", self.kind.term()), columns, rows, ..List::default() }
    }

    /// Draws the register.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        office: &Office,
        today: Day,
        composing: bool,
        commands: &mut Vec<Command>,
    ) -> Result<()> {
        if self.shown != Some((office.revision(), today)) {
            self.shown = Some((office.revision(), today));
            self.table.fill(lines(self.kind, office.register(), today));
        }
        if let Some(number) = self.wanted.take() {
            self.table.clear_filter();
            self.table.choose_only(number);
            self.table.show_chosen();
        }
        self.table.arrange();
        self.bar_ui(ui, commands);
        self.paste(ui, commands);
        let whole = ui.available_rect_before_wrap();
        let (list, side) = beside(whole, PANEL);
        let (kind, register) = (self.kind, office.register());
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
            if self.table.lines().is_empty() {
                self.empty_ui(ui, commands);
            } else if self.table.ui(ui, &|id| offer::of_record(kind, id, register), commands).is_some()
                && let Some(panel) = &mut self.panel
            {
                panel.wants_focus = true;
            }
        });
        self.follow(office, commands)?;
        panel_ui(ui, side, |ui| {
            self.head_ui(ui, office.register(), commands);
            side_ui(ui, "record", |ui| {
                if let Some(panel) = &mut self.panel {
                    panel.found_ui(self.kind, ui, office, today, commands);
                }
                self.panel_ui(ui, office, today, composing, commands);
                self.notices_ui(ui, office.register(), commands);
            });
        });
        Ok(())
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        super::bar_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                super::command_button(ui, "新建", Command::New, true, commands);
                super::command_button(ui, "导出 Excel", Command::Export, false, commands);
                if self.kind == Kind::Accounts {
                    let any = self.table.chosen_count() > 0;
                    let chosen = || self.table.chosen().into_iter().map(AccountId).collect();
                    if ui.add_enabled(any, egui::Button::new("生成清理清单")).clicked() {
                        commands.push(Command::AskMakeCleanup(chosen()));
                    }
                    if ui.add_enabled(any, egui::Button::new(NOTE_INITIAL)).clicked() {
                        commands.push(Command::AskInitialPasswords(chosen()));
                    }
                }
                if self.kind == Kind::Accounts {
                    if ui.button("某日在用").clicked() {
                        commands.push(Command::AskAsOf);
                    }
                    if ui.button("系统账号清单").on_hover_text("打印系统账号及其授权依据").clicked() {
                        commands.push(Command::PrintSystemAccounts(String::new()));
                    }
                }
                ui.separator();
                self.table.search_ui(ui, "名称、姓名、拼音");
                let groups: &[&str] = match self.kind {
                    Kind::People => PersonStatus::LABELS,
                    Kind::Accounts => AccountStatus::LABELS,
                    Kind::Systems => &["自建", "非自建", "待核对"],
                    Kind::Departments => &[],
                };
                if !groups.is_empty() && ui.selectable_label(self.table.group.is_none(), "全部").clicked() {
                    self.table.group = None;
                }
                for (at, label) in groups.iter().enumerate() {
                    if ui.selectable_label(self.table.group == Some(at), *label).clicked() {
                        self.table.group = Some(at);
                    }
                }
                let void = self.table.lines().iter().any(|line| line.group == VOID);
                if void && ui.selectable_label(self.table.group == Some(VOID), "作废").clicked() {
                    self.table.group = if self.table.group == Some(VOID) { None } else { Some(VOID) };
                }
            });
            self.table.count_ui(ui, "条");
        });
    }

    /// Rows copied in Excel are taken in by way of the preview. What is pasted into a box stays there.
    fn paste(&mut self, ui: &egui::Ui, commands: &mut Vec<Command>) {
        if super::is_covered(ui) || ui.ctx().text_edit_focused() {
            return;
        }
        let text = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                egui::Event::Paste(text) if !text.trim().is_empty() => Some(text.clone()),
                _ => None,
            })
        });
        match text {
            Some(rows) if rows.trim().contains(['\t', '\n']) => commands.push(Command::Paste(self.kind, rows)),
            // One word is no table: it is looked for, unless that would hide what is half-typed.
            Some(word) if !self.is_dirty() => self.table.look_for(word.trim()),
            _ => {}
        }
    }

    /// The labels of the columns that show.
    pub fn heads(&self) -> Vec<&'static str> {
        self.table.columns().iter().map(|(label, _)| *label).collect()
    }

    fn empty_ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.add_space(90.0);
        ui.vertical_centered(|ui| {
            ui.label(theme::head(format!("还没有{}", self.kind.term())));
            ui.label(theme::weak("点“新建”登记一条，或粘贴 Excel 中复制的几行；保存申请表和办结时也会自动登记。"));
            if ui.add(theme::main_button("登记第一条")).clicked() {
                commands.push(Command::New);
            }
        });
    }

    /// The panel shows the one record that is chosen, unless something unsaved is in it.
    fn follow(&mut self, office: &Office, commands: &mut Vec<Command>) -> Result<()> {
        if let Some(panel) = self.panel.as_mut().filter(|panel| panel.is_dirty()) {
            // The row that is marked is the record that is typed on.
            match panel.number {
                Some(number) if self.table.chosen() != [number] => {
                    self.table.choose_only(number);
                    let told = format!("“{}”里有未保存的修改，请先保存或放弃修改", self.kind.term());
                    commands.push(Command::Say(told));
                }
                Some(_) => {}
                None => self.table.choose_none(),
            }
            return panel.catch_up(self.kind, office);
        }
        let chosen = match self.table.chosen()[..] {
            [one] => Some(one),
            _ => None,
        };
        let shows = self.panel.as_ref().map(|panel| (panel.number, panel.revision));
        match (chosen, shows) {
            (None, Some((Some(_), _))) => self.panel = None,
            (Some(one), shows)
                if shows != Some((Some(one), office.revision())) && !matches!(shows, Some((None, _))) =>
            {
                self.panel = Panel::of(self.kind, one, office)?;
            }
            _ => {}
        }
        let taken_up = self.taken_up.take();
        if let (Some(panel), Some(unsaved)) = (&mut self.panel, taken_up)
            && panel.number == unsaved.number
        {
            (panel.texts, panel.because) = (unsaved.texts, unsaved.because);
        }
        Ok(())
    }

    /// What is in the panel, and the buttons for it: always in sight, however long the record.
    fn head_ui(&self, ui: &mut egui::Ui, register: &Register, commands: &mut Vec<Command>) {
        let Some(panel) = &self.panel else { return };
        // Below the list there is more width, and less height.
        let is_wide = ui.available_width() > 2.0 * PANEL;
        let saving = |ui: &mut egui::Ui, commands: &mut Vec<Command>| {
            let (dirty, is_void) = (self.is_dirty(), panel.void_reason.is_some());
            let name = panel.number.map(|number| subject_of(self.kind, number).name(register));
            let name = name.unwrap_or_else(|| format!("新的{}", self.kind.term()));
            // The buttons stay in sight beside it: a name that is cut is told whole below the pointer.
            let buttons: &[&str] = match (is_void, dirty) {
                (true, _) => &[],
                (false, false) => &["保存"],
                (false, true) => &["保存", "放弃修改"],
            };
            let taken: f32 = buttons.iter().map(|label| button_width(ui, label)).sum();
            let room = egui::vec2(ui.available_width() - taken, ui.spacing().interact_size.y);
            let text = theme::head(name);
            let left = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(room, left, |ui| ui.add(egui::Label::new(text).truncate()));
            if is_void {
                return;
            }
            ui.add_enabled_ui(dirty, |ui| super::command_button(ui, "保存", Command::Save, true, commands));
            if dirty && ui.button("放弃修改").clicked() {
                commands.push(Command::DiscardRecord);
            }
        };
        // The same that the menu of its row has.
        let number = panel.number.filter(|_| !self.is_dirty());
        let offers = number.map(|number| offer::of_record(self.kind, number, register)).unwrap_or_default();
        let has_offers = !offers.is_empty();
        let offered = |ui: &mut egui::Ui, commands: &mut Vec<Command>| {
            for offer in offers {
                if ui.button(&offer.label).clicked() {
                    commands.extend(offer.commands);
                }
            }
        };
        if is_wide {
            ui.horizontal_wrapped(|ui| {
                saving(ui, commands);
                offered(ui, commands);
            });
        } else {
            ui.horizontal(|ui| saving(ui, commands));
            if has_offers {
                ui.horizontal_wrapped(|ui| offered(ui, commands));
            }
        }
        ui.separator();
    }

    fn panel_ui(
        &mut self,
        ui: &mut egui::Ui,
        office: &Office,
        today: Day,
        composing: bool,
        commands: &mut Vec<Command>,
    ) {
        let Some(panel) = &mut self.panel else {
            ui.label(theme::weak("在列表中选中一条，可以在这里查看、修改和看它的历史。"));
            return;
        };
        if let Some((told, form)) = &panel.approved {
            ui.horizontal_wrapped(|ui| {
                ui.label(told);
                let number = office.register().get::<Application>(*form).map_or("", |it| &it.number);
                if ui.link(number).clicked() {
                    commands.push(Command::OpenSubject(Subject::Application(*form)));
                }
            });
        }
        let around = Around { office, suggester: &self.suggester, today, composing };
        if let Some(reason) = &panel.void_reason {
            ui.label(egui::RichText::new(format!("已作废：{reason}")).color(theme::WARN));
            ui.disable();
        }
        for (at, attribute) in self.kind.attributes().iter().enumerate() {
            let focus = std::mem::take(&mut panel.wants_focus);
            let Some(text) = panel.texts.get_mut(at) else { continue };
            attribute_ui(ui, attribute, text, &around, focus);
            if panel.asks_because(self.kind) == Some(at) {
                let status = panel.new_status(self.kind).map(|(_, status)| status);
                if because_ui(ui, &mut panel.because, status.is_some()) {
                    commands
                        .extend(panel.number.zip(status).map(|(number, it)| Command::ApplyFor(AccountId(number), it)));
                }
            }
            if let Some(advice) = panel.advice(self.kind, at, office.register(), today) {
                ui.label(theme::weak(advice).small());
            }
        }
        if !panel.history.is_empty() {
            ui.separator();
            ui.label(theme::head("历史"));
            for line in &panel.history {
                ui.label(theme::weak(line).small());
            }
        }
    }
}

impl RegisterScreen {
    /// The 书面通知 of the leaver in the panel (第十四条), each with its scans.
    fn notices_ui(&self, ui: &mut egui::Ui, register: &Register, commands: &mut Vec<Command>) {
        let Some(number) = self.panel.as_ref().and_then(|panel| panel.number) else { return };
        if self.kind != Kind::People {
            return;
        }
        let of_person = register.notices.values().filter(|it| it.person == PersonId(number));
        for (at, notice) in of_person.enumerate() {
            if at == 0 {
                ui.separator();
                ui.label(theme::head("书面通知"));
            }
            ui.label(format!("{}　致{}，{}", notice.number, notice.route.label(), notice.written_on.chinese()));
            if let Some(reason) = &notice.void_reason {
                ui.label(theme::weak(format!("已作废：{reason}")));
            }
            kept_ui(ui, register, &Scanned::Numbered(notice.number.clone()), commands);
        }
    }
}

/// How much of a line a button takes with this label, and the gap before it, in points.
fn button_width(ui: &egui::Ui, label: &str) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(label.to_owned(), font, theme::TEXT.now()).size().x;
    let spacing = ui.spacing();
    (text + 2.0 * spacing.button_padding.x).max(spacing.interact_size.x) + spacing.item_spacing.x
}
