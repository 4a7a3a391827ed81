//! 待办 and 检查: what the regulation has to say about the register, filtered, told whole, and opened where it is dealt with.

use std::collections::BTreeMap;

use eframe::egui;

use super::Screen;
use super::chart::{Chart, chart_ui};
use super::command::Command;
use super::drafts::drafts_ui;
use super::offer;
use super::side_panel::{beside, panel_ui, side_ui};
use super::table::{Line, Table};
use super::theme;
use crate::model::*;
use crate::ops::Office;
use crate::rules::{Article, Matter, Standing, Telling, Weight};
use crate::store::Draft;

/// Which of them a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// What is to be done: what is grave and has no day, then what has one, the earliest first.
    Due,
    /// Everything.
    All,
}

/// Revision, day, the filters, and how many are told.
type Filled = (u64, Day, Option<Article>, Option<Option<Weight>>, Option<DepartmentId>, Option<SystemId>, usize);

/// How many matters are told at first, and how many more each time that more are asked for: nobody reads a hundred
/// thousand, and their sentences take a second.
const MANY: usize = 2_000;

/// A list of what was found.
pub struct MatterScreen {
    shows: Shows,
    table: Table<usize>,
    /// What the lines of the table tell, by the table's keys: the matter and its sentence.
    told: Vec<(Matter, String)>,
    of: Option<(u64, Day)>,
    /// How many there are under each article.
    counts: BTreeMap<Article, usize>,
    /// How many are told at most.
    most: usize,
    /// How many are not told.
    left_out: usize,
    article: Option<Article>,
    /// What weighs so much; within, nothing stands for what is overridden.
    weight: Option<Option<Weight>>,
    department: Option<DepartmentId>,
    system: Option<SystemId>,
    /// What the list was filled for.
    filled: Option<Filled>,
    chart: Chart,
}

impl MatterScreen {
    /// An empty screen.
    pub fn new(shows: Shows) -> Self {
        let mut table = match shows {
            Shows::Due => {
                Table::new("待办", vec![("到期", 128.0), ("条款", 92.0), ("事项", 0.0), ("科室", 150.0)], (0, false))
            }
            Shows::All => {
                Table::new("检查", vec![("条款", 92.0), ("轻重", 70.0), ("内容", 0.0), ("科室", 150.0)], (1, false))
            }
        };
        table.spells_more_only = true;
        Self {
            shows,
            table,
            told: Vec::new(),
            of: None,
            counts: BTreeMap::new(),
            most: MANY,
            left_out: 0,
            article: None,
            weight: None,
            department: None,
            system: None,
            filled: None,
            chart: Chart::default(),
        }
    }

    /// The search box asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.table.focus_search();
    }

    /// What the first line says, where there is one.
    pub fn first(&self) -> Option<&str> {
        self.table.shown().next().map(|line| line.texts[2].as_str())
    }

    /// Whether a line is chosen.
    pub fn has_chosen(&self) -> bool {
        self.table.chosen_count() > 0
    }

    /// Nothing is chosen.
    pub fn choose_none(&mut self) {
        self.table.choose_none();
    }

    /// Draws the screen.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        office: &Office,
        found: &Standing,
        drafts: &[Draft],
        today: Day,
        commands: &mut Vec<Command>,
    ) {
        self.fill(office, found, today);
        self.table.arrange();
        self.bar_ui(ui, office.register());
        // It is the first screen: what was left half-typed waits here as well.
        drafts_ui(ui, drafts.iter().filter(|_| self.shows == Shows::Due), office.register(), commands);
        let whole = ui.available_rect_before_wrap();
        let (list, side) = beside(whole, theme::side_width(whole.width()));
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
            if self.table.lines().is_empty() && *office.register() == Register::default() {
                welcome_ui(ui, commands);
            } else if self.table.lines().is_empty() {
                ui.add_space(90.0);
                ui.vertical_centered(|ui| {
                    let filtered = self.article.is_some()
                        || self.weight.is_some()
                        || self.department.is_some()
                        || self.system.is_some();
                    let (head, more) = match (filtered, self.shows) {
                        (true, _) => ("没有符合条件的事项", "换一个条件看看。"),
                        (false, Shows::Due) => {
                            ("没有到期的事项", "口令、临时账号、离职、备案、巡检到期时，会按日期列在这里。")
                        }
                        (false, Shows::All) => ("没有发现问题", "每次保存后都会按制度逐条检查。"),
                    };
                    ui.label(theme::head(head));
                    ui.label(theme::weak(more));
                });
            } else {
                let offers =
                    |at: usize| self.told.get(at).map(|(matter, _)| offer::of_matter(matter)).unwrap_or_default();
                let opened = self.table.ui(ui, &offers, commands);
                commands.extend(opened.and_then(|at| self.told.get(at)).map(|(matter, _)| offer::opening(matter)));
            }
        });
        panel_ui(ui, side, |ui| {
            side_ui(ui, "matter", |ui| {
                let chosen = match self.table.chosen()[..] {
                    [one] => self.told.get(one),
                    _ => None,
                };
                match chosen {
                    Some((matter, message)) => matter_ui(ui, matter, message, today, commands),
                    None if self.shows == Shows::Due => chart_ui(ui, &self.chart),
                    None => {
                        ui.label(theme::weak("选中一条，可以看它的全文、依据的条款，打开相关的记录。"));
                    }
                }
            });
        });
    }

    /// Tells the matters in lines, where the register or a filter has changed.
    fn fill(&mut self, office: &Office, found: &Standing, today: Day) {
        let of = (office.revision(), today, self.article, self.weight, self.department, self.system, self.most);
        if self.filled == Some(of) {
            return;
        }
        let register = office.register();
        let telling = Telling::of(register, today);
        let fits = |matter: &Matter| {
            (self.shows == Shows::All || matter.is_to_do())
                && self.weight.is_none_or(|weight| weight == matter.waiver.is_none().then(|| matter.weight()))
                && self.department.is_none_or(|id| matter.department == Some(id))
                && self.system.is_none_or(|id| matter.system == Some(id))
        };
        let mut counts: BTreeMap<Article, usize> = BTreeMap::new();
        let mut shown: Vec<&Matter> = Vec::new();
        for matter in found.matters().filter(|matter| fits(matter)) {
            *counts.entry(matter.article()).or_default() += 1;
            if self.article.is_none_or(|article| article == matter.article()) {
                shown.push(matter);
            }
        }
        if self.article.is_some_and(|article| !counts.contains_key(&article)) {
            self.article = None;
        }
        self.left_out = shown.len().saturating_sub(self.most);
        // The earliest and the gravest first: they are told where not all can be.
        let shows = self.shows;
        let order = move |matter: &&Matter| match shows {
            Shows::Due => (matter.due, 0, matter.article(), matter.subject),
            Shows::All => (None, rank(matter), matter.article(), matter.subject),
        };
        if self.left_out > 0 {
            shown.select_nth_unstable_by_key(self.most, order);
            shown.truncate(self.most);
        }
        shown.sort_by_key(order);
        let mut lines = Vec::with_capacity(shown.len());
        let mut told = Vec::with_capacity(shown.len());
        for (at, matter) in shown.iter().enumerate() {
            let article = matter.article();
            let department = register.department_name(matter.department).to_owned();
            let message = telling.message(matter);
            // Whose it is stands in its own column; the whole sentence is in the panel.
            let short = message.strip_prefix(&department).map(|rest| rest.trim_start_matches('的').to_owned());
            let short = short.filter(|_| !department.is_empty()).unwrap_or_else(|| message.clone());
            told.push(((*matter).clone(), message));
            let order = (0, format!("{:02}", article.0));
            let line = match self.shows {
                Shows::Due => {
                    let due = matter.due.map_or_else(|| matter.weight().label().to_owned(), Day::chinese);
                    let color = matter.due.is_none_or(|due| due < today).then_some((0, theme::STOP));
                    // What has no day goes first.
                    let first = matter.due.is_none().then(|| (0, String::new()));
                    Line {
                        sorts: first.into_iter().chain([(1, order.1)]).collect(),
                        color,
                        ..Line::new(at, vec![due, article.to_string(), short, department])
                    }
                }
                Shows::All => {
                    let (label, color) = weighed(matter);
                    Line {
                        sorts: vec![order, (1, rank(matter).to_string())],
                        color: Some((1, color)),
                        ..Line::new(at, vec![article.to_string(), label.to_owned(), short, department])
                    }
                }
            };
            lines.push(Line { more: telling.subject(matter.subject), ..line });
        }
        self.counts = counts;
        // What is overridden goes elsewhere in the list, and stays the one that is chosen.
        let places = self.table.chosen();
        let chosen = match places[..] {
            [one] => self.told.get(one).map(|(matter, _)| matter),
            _ => None,
        };
        let is_chosen = |it: &Matter| chosen.is_some_and(|was| it.subject == was.subject && it.fact == was.fact);
        let stays = told.iter().position(|(matter, _)| is_chosen(matter));
        self.told = told;
        self.table.fill(lines);
        match stays {
            Some(at) => self.table.choose_only(at),
            // The places of the list are others now.
            None if !places.is_empty() => self.table.choose_none(),
            None => {}
        }
        if self.of != Some((office.revision(), today)) {
            self.of = Some((office.revision(), today));
            self.chart = Chart::of(register, found);
        }
        self.filled = Some(of);
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, register: &Register) {
        super::bar_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                self.table.search_ui(ui, "姓名、系统、拼音");
                if self.shows == Shows::All {
                    let label = |weight: Option<Weight>| weight.map_or(WAIVED, Weight::label);
                    let shown = self.weight.map_or("轻重不限", label);
                    let combo = egui::ComboBox::from_id_salt("weight").selected_text(shown).width(96.0).height(300.0);
                    let response = combo.show_ui(ui, |ui| {
                        ui.selectable_value(&mut self.weight, None, "轻重不限");
                        let weights = [Weight::Error, Weight::Warning, Weight::Reminder, Weight::Information];
                        for weight in weights.into_iter().map(Some).chain([None]) {
                            ui.selectable_value(&mut self.weight, Some(weight), label(weight));
                        }
                    });
                    super::name_control(ui, &response.response, "轻重");
                }
                let shown = self.department.map_or("全部科室", |id| register.department_name(Some(id)));
                let combo = egui::ComboBox::from_id_salt("of department").selected_text(shown).width(150.0);
                let response = combo.show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.department, None, "全部科室");
                    for it in register.departments.values().filter(|it| it.void_reason.is_none()) {
                        ui.selectable_value(&mut self.department, Some(it.id), &it.name);
                    }
                });
                super::name_control(ui, &response.response, "科室");
                let shown = self.system.map_or("全部系统", |id| register.system_name(Some(id)));
                let combo = egui::ComboBox::from_id_salt("of system").selected_text(shown).width(190.0);
                let response = combo.show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.system, None, "全部系统");
                    for it in register.systems.values().filter(|it| it.void_reason.is_none()) {
                        ui.selectable_value(&mut self.system, Some(it.id), &it.name);
                    }
                });
                super::name_control(ui, &response.response, "系统");
                self.table.count_ui(ui, "项");
            });
            ui.horizontal_wrapped(|ui| {
                let all: usize = self.counts.values().sum();
                if ui.selectable_label(self.article.is_none(), format!("全部 {all}")).clicked() {
                    self.article = None;
                }
                for (article, count) in &self.counts {
                    let label = format!("{} {count}", topic(*article));
                    let chosen = self.article == Some(*article);
                    if ui.selectable_label(chosen, label).on_hover_text(article.to_string()).clicked() {
                        self.article = if chosen { None } else { Some(*article) };
                    }
                }
                if self.left_out > 0 {
                    ui.label(theme::weak(format!("另有{}项没有列出，请按条款、科室或系统筛选", self.left_out)));
                    if ui.link(format!("再列出{}项", self.left_out.min(MANY))).clicked() {
                        self.most += MANY;
                    }
                }
            });
        });
    }
}

/// The first start: nothing is there yet, and three ways to begin.
fn welcome_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(70.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(520.0);
        ui.spacing_mut().item_spacing.y = 10.0;
        ui.label(theme::head("这里还没有数据"));
        ui.label(theme::weak("要办的事以后按日期列在这里。先用示例数据走一遍，十步，大约五分钟。"));
        if ui.add(theme::main_button("开始引导")).clicked() {
            commands.push(Command::BeginGuide(0));
        }
        ui.add_space(14.0);
        ui.label(theme::weak("也可以直接开始："));
        for (label, to) in [
            ("导入科室已有的表格", vec![Command::Show(Screen::Import)]),
            ("填写第一张申请表", vec![Command::Show(Screen::Applications), Command::New]),
        ] {
            if ui.button(label).clicked() {
                commands.extend(to);
            }
        }
    });
}

/// Where a matter stands among the others, the gravest first: what is overridden after all that is still to be done.
fn rank(matter: &Matter) -> u8 {
    match matter.waiver {
        Some(_) => Weight::Information as u8 + 1,
        None => matter.weight() as u8,
    }
}

/// What is overridden (例外办理), in the place of its weight.
const WAIVED: &str = "例外";

/// How much a matter weighs as the clerk is told it, and in which colour: what is overridden weighs no more.
fn weighed(matter: &Matter) -> (&'static str, theme::Colour) {
    match matter.waiver {
        Some(_) => (WAIVED, theme::WEAK),
        None => (matter.weight().label(), theme::weight(matter.weight())),
    }
}

/// One matter whole: the sentence, the reason it is overridden for, what can be done.
fn matter_ui(ui: &mut egui::Ui, matter: &Matter, message: &str, today: Day, commands: &mut Vec<Command>) {
    let article = matter.article();
    ui.horizontal(|ui| {
        ui.label(theme::head(topic(article)));
        let (label, color) = weighed(matter);
        ui.label(egui::RichText::new(label).color(color));
    });
    ui.label(message);
    if let Some(due) = matter.due {
        let days = today.days_since(due);
        let told = match days {
            0 => "今天到期".to_owned(),
            1.. => format!("{}到期，已过{days}天", due.chinese()),
            _ => format!("{}到期，还有{}天", due.chinese(), -days),
        };
        ui.label(theme::weak(told));
    }
    ui.add_space(4.0);
    // The same that the menu of its row has.
    for (at, offer) in offer::of_matter(matter).into_iter().enumerate() {
        let response = match offer.commands[..] {
            _ if at == 0 => ui.add(theme::main_button(&offer.label)),
            [Command::ShowArticle(_) | Command::AskWaive(..) | Command::AskWithdraw(_)] => ui.link(&offer.label),
            _ => ui.button(&offer.label),
        };
        if response.clicked() {
            commands.extend(offer.commands);
        }
    }
}

/// What an article is about, in a word or two.
pub fn topic(article: Article) -> &'static str {
    match article.0 {
        4 => "对照表",
        5 => "对照表备案",
        6 => "岗位调整",
        7 => "三人分开",
        8 => "管理员与巡检",
        9 => "抽查",
        10 => "申请表",
        11 => "岗位与权限",
        12 => "账号分配",
        13 => "入职与转岗",
        14 => "离职",
        15 => "台账",
        16 | 17 => "系统账号",
        18 => "临时账号",
        19 => "季度备案",
        20 => "上级系统",
        21 => "验收清理",
        22 => "离职管理员",
        23 => "初始口令",
        25 => "口令更新",
        26 => "转借账号",
        _ => "其他",
    }
}
