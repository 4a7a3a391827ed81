//! 台账: its entries with what each changed, of everything, of one record or of one person, filtered, to be exported.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui;

use super::Screen;
use super::command::Command;
use super::offer;
use super::side_panel::panel_ui;
use super::table::{Line, Table};
use super::theme;
use crate::error::Result;
use crate::model::*;
use crate::ops::{About, HistoryLine, HistoryWanted, Meant, Office};
use crate::spelling::Spelling;
use crate::store::EntryId;

/// How many lines are shown; all of them are exported.
const SHOWN: usize = 5_000;

/// How long the clerk stops typing before the words are looked for, in seconds: a long 台账 is not read at every key.
const PAUSE: f64 = 0.3;

/// How long a frame looks through the 台账 before it lets the window go on.
const SLICE: Duration = Duration::from_millis(8);

/// The 台账 on the screen.
pub struct HistoryScreen {
    table: Table<usize>,
    /// The number of the paper that each line rests on, or nothing.
    papers: Vec<String>,
    about: Option<About>,
    from: String,
    to: String,
    op: Option<Op>,
    words: String,
    /// The words as they stood last, and since when, in seconds of the window.
    typed: (String, f64),
    /// What shows, and the revision that it was read at.
    shown: Option<(u64, HistoryWanted)>,
    /// What was found of it so far.
    found: Vec<HistoryLine>,
    /// The entry to go on looking from, as long as there is more.
    going_on: Option<EntryId>,
    /// The names that words spell, and the words and the revision that they were found for.
    meant: (String, u64, Arc<Vec<Meant>>),
    spelling: Spelling,
    wants_focus: bool,
}

impl HistoryScreen {
    /// Everything, the newest first.
    pub fn new() -> Self {
        let columns = vec![
            ("条", 56.0),
            ("日期", 124.0),
            ("时间", 76.0),
            ("事项", 110.0),
            ("经手", 76.0),
            ("依据", 124.0),
            ("记录", 200.0),
            ("变动", 0.0),
        ];
        let mut table = Table::new("历史", columns, (0, true)).yielding(&[4, 5]);
        table.spells_more_only = true;
        Self {
            table,
            papers: Vec::new(),
            about: None,
            from: String::new(),
            to: String::new(),
            op: None,
            words: String::new(),
            typed: (String::new(), 0.0),
            shown: None,
            found: Vec::new(),
            going_on: None,
            meant: Default::default(),
            spelling: Spelling::default(),
            wants_focus: false,
        }
    }

    /// The history of this, and nothing else narrows it.
    pub fn show(&mut self, about: About) {
        *self = Self::new();
        self.about = Some(about);
    }

    /// The box of words asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// What is asked for but for its words; a day that cannot be read does not narrow, and its box says so.
    fn narrowed(&self, today: Day) -> HistoryWanted {
        HistoryWanted {
            about: self.about.clone(),
            from: Day::from_typed(&self.from, today),
            to: Day::from_typed(&self.to, today),
            op: self.op,
            ..HistoryWanted::default()
        }
    }

    /// What is asked for.
    pub fn wanted(&mut self, office: &Office, today: Day) -> HistoryWanted {
        let words = self.words.trim().to_owned();
        let meant = self.meant_by(&words, office);
        HistoryWanted { words, meant, ..self.narrowed(today) }
    }

    /// The same with the words that show, as long as the clerk types.
    fn settled(&mut self, ui: &egui::Ui, office: &Office, today: Day) -> HistoryWanted {
        let now = ui.input(|input| input.time);
        if self.typed.0 != self.words {
            self.typed = (self.words.clone(), now);
        }
        let rest = self.typed.1 + PAUSE - now;
        let Some((_, shown)) = self.shown.as_ref().filter(|_| rest > 0.0) else { return self.wanted(office, today) };
        ui.ctx().request_repaint_after(Duration::from_secs_f64(rest));
        HistoryWanted { words: shown.words.clone(), meant: shown.meant.clone(), ..self.narrowed(today) }
    }

    /// The names of the register, and the errands, that words of letters spell: whole or by initials, from two letters on.
    fn meant_by(&mut self, words: &str, office: &Office) -> Arc<Vec<Meant>> {
        let (of, revision, meant) = &self.meant;
        if of == words && *revision == office.revision() {
            return meant.clone();
        }
        let spells = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphanumeric());
        let letters = words.split_whitespace().filter(spells).map(str::to_ascii_lowercase);
        let mut meant: Vec<Meant> = letters.map(Meant::new).collect();
        if !meant.is_empty() {
            let register = office.register();
            let mut names: Vec<&str> = Op::LABELS.to_vec();
            names.extend(register.people.values().map(|it| it.name.as_str()));
            names.extend(register.departments.values().map(|it| it.name.as_str()));
            names.extend(register.systems.values().map(|it| it.name.as_str()));
            names.sort_unstable();
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_ascii()) {
                let (full, initials) = self.spelling.of(name);
                let is_spelled = |it: &&mut Meant| full.contains(it.word()) || initials.contains(it.word());
                meant.iter_mut().filter(is_spelled).for_each(|it| it.spells(name));
            }
        }
        let meant = Arc::new(meant);
        self.meant = (words.to_owned(), office.revision(), meant.clone());
        meant
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, today: Day, commands: &mut Vec<Command>) -> Result<()> {
        super::bar_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| self.filter_ui(ui, office, today, commands));
        });
        let asked = (office.revision(), self.settled(ui, office, today));
        self.look(office, asked)?;
        if self.going_on.is_some() {
            ui.ctx().request_repaint();
        }
        self.table.arrange();
        let (list, detail) = {
            let whole = ui.available_rect_before_wrap();
            whole.split_top_bottom_at_y(whole.bottom() - 96.0)
        };
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
            if self.table.lines().is_empty() {
                self.empty_ui(ui, commands);
            } else {
                let papers = &self.papers;
                let register = office.register();
                let paper = |at: usize| papers.get(at).filter(|paper| register.is_paper(paper));
                self.table.ui(ui, &|at| paper(at).map(|paper| offer::of_paper(paper)).into_iter().collect(), commands);
            }
        });
        panel_ui(ui, detail, |ui| self.detail_ui(ui));
        Ok(())
    }

    /// Looks for what is asked for, a slice a frame; what was found shows at its first line and at the end.
    fn look(&mut self, office: &Office, asked: (u64, HistoryWanted)) -> Result<()> {
        let anew = self.shown.as_ref() != Some(&asked);
        if anew {
            (self.found, self.going_on) = (Vec::new(), None);
        } else if self.going_on.is_none() {
            return Ok(());
        }
        // From the first entry on: what finds them would else leave a frame for one.
        let mut until = None;
        let most = Some(SHOWN - self.found.len());
        let (part, going_on) = office.part_of_history(&asked.1, most, self.going_on, &mut || {
            Instant::now() < *until.get_or_insert_with(|| Instant::now() + SLICE)
        })?;
        let is_first = self.found.is_empty() && !part.is_empty();
        self.found.extend(part);
        (self.going_on, self.shown) = (going_on, Some(asked));
        if anew || is_first || going_on.is_none() {
            self.papers = self.found.iter().map(|line| line.paper.clone()).collect();
            self.table.fill(self.found.iter().enumerate().map(line).collect());
        }
        Ok(())
    }

    fn filter_ui(&mut self, ui: &mut egui::Ui, office: &Office, today: Day, commands: &mut Vec<Command>) {
        super::command_button(ui, "导出 Excel", Command::Export, true, commands);
        let edit = egui::TextEdit::singleline(&mut self.words).desired_width(180.0).char_limit(text::NAME_LIMIT);
        let response = ui.add(edit.id_salt("words").hint_text("记录、改动、经手、依据"));
        super::name_control(ui, &response, "查找");
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        for (label, day) in [("起始日期", &mut self.from), ("截止日期", &mut self.to)] {
            let edit = egui::TextEdit::singleline(day).desired_width(124.0).char_limit(20);
            let response = ui.add(edit.id_salt(label).hint_text(label));
            super::name_control(ui, &response, label);
            if !day.trim().is_empty() && Day::from_typed(day, today).is_none() && !response.has_focus() {
                ui.label(egui::RichText::new("日期看不懂").color(theme::STOP));
            }
        }
        let shown = self.op.map_or("全部事项", Op::label);
        let combo = egui::ComboBox::from_id_salt("op").selected_text(shown).width(130.0);
        let response = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut self.op, None, "全部事项");
            for op in Op::ALL.iter().copied() {
                ui.selectable_value(&mut self.op, Some(op), op.label());
            }
        });
        super::name_control(ui, &response.response, "事项");
        if self.about.is_some() {
            ui.separator();
            ui.label(office.history_title(&self.narrowed(today)));
            if ui.button("看全部台账").clicked() {
                self.about = None;
            }
        }
        let count = self.table.lines().len();
        let more = match self.going_on {
            Some(_) => "，还在查找",
            None if count >= SHOWN => "，更早的没有列出，导出时都在",
            None => "",
        };
        ui.label(theme::weak(format!("{count}行{more}")));
    }

    /// What stands where no line does: why, and what to do.
    fn empty_ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.add_space(90.0);
        let is_narrowed = self.shown.as_ref().is_some_and(|(_, wanted)| *wanted != HistoryWanted::default());
        ui.vertical_centered(|ui| match self.going_on {
            Some(_) => drop(ui.label(theme::head("正在查找"))),
            None if is_narrowed => {
                ui.label(theme::head("没有符合条件的台账"));
                ui.label(theme::weak("换一个词，放宽日期，或选“全部事项”。"));
            }
            None => {
                ui.label(theme::head("台账还没有记载"));
                ui.label(theme::weak("登记、保存、打印、办结、备案，每办一项这里就记下一条："));
                ui.label(theme::weak("谁在哪天几点，依据哪张表，把什么改成了什么。"));
                ui.add_space(6.0);
                if ui.add(theme::main_button("导入表格")).clicked() {
                    commands.push(Command::Show(Screen::Import));
                }
                if ui.button("登记科室").clicked() {
                    commands.extend([Command::Show(Screen::Register(Kind::Departments)), Command::New]);
                }
            }
        });
    }

    /// The chosen line whole: a change of several fields is longer than its cell.
    fn detail_ui(&self, ui: &mut egui::Ui) {
        egui::ScrollArea::vertical().auto_shrink(false).id_salt("entry").show(ui, |ui| {
            let chosen = self.table.chosen();
            match self.table.lines().iter().find(|line| chosen == [line.id]) {
                Some(line) => {
                    ui.label(theme::weak(line.texts[..7].join("　")));
                    ui.label(&line.texts[7]);
                }
                None => drop(ui.label(theme::weak("选中一行，这里写出改前改后的全部内容。"))),
            }
        });
    }
}

/// Leads from a paper to what was done on it.
pub(super) fn paper_link(ui: &mut egui::Ui, number: &str, commands: &mut Vec<Command>) {
    if ui.link("这张表的历史").clicked() {
        commands.push(Command::ShowHistory(About::Paper(number.to_owned())));
    }
}

/// A line of the list.
fn line((at, it): (usize, &HistoryLine)) -> Line<usize> {
    let mut texts = it.texts();
    texts.truncate(9);
    // The reason stands with what changed: a column of its own would be blank nearly everywhere.
    let reason = texts.remove(6);
    if let Some(change) = texts.last_mut().filter(|_| !reason.is_empty()) {
        change.push_str(&format!("　原因：{reason}"));
    }
    // The newest has the largest.
    Line { sorts: vec![(0, format!("{:08}", SHOWN - at))], ..Line::new(at, texts) }
}
