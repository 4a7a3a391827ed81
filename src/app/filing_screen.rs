//! 备案: what each department has filed and has yet to file, and every filing with its papers.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui;

use super::command::{Command, PaperKey, VoidKey};
use super::offer;
use super::scans::{SCANNED, scans_ui};
use super::side_panel::{beside, panel_ui, side_ui};
use super::table::{Line, Table};
use super::theme;
use crate::error::Result;
use crate::model::*;
use crate::ops::Office;
use crate::rules::filing::{filings_of, first_asked, stage, told_before};
use crate::rules::scans::Scans;
use crate::rules::{Fact, Standing};

/// How many quarters show.
const QUARTERS: usize = 4;
/// Room for the name of a department beside its quarters, in points: twelve characters.
const NAME: f32 = 176.0;

/// What a filing says of itself.
struct Told {
    lines: Vec<String>,
    /// Whether no scan of the signed paper is kept, neither its own nor that of the table that was filed.
    lacks_scan: bool,
}

/// The filings on the screen.
pub struct FilingScreen {
    table: Table<FilingId>,
    revision: Option<u64>,
    /// What each department has filed, and the revision and day that it was gathered for.
    states: Vec<State>,
    states_of: Option<(u64, Day)>,
    /// How high the lines of `states` are together with what is above them, in points, as they were last drawn.
    states_height: f32,
    /// The filing in the panel, and the revision that it was told for.
    told: Option<(FilingId, u64, Told)>,
}

impl FilingScreen {
    /// An empty screen.
    pub fn new() -> Self {
        let columns = vec![
            ("编号", 130.0),
            ("科室", 0.0),
            ("备案内容", 130.0),
            ("报送期", 130.0),
            ("账号数", 70.0),
            ("备案日期", 128.0),
            ("状态", 60.0),
        ];
        let table = Table::new("备案", columns, (0, true)).yielding(&[4, 5]);
        Self { table, revision: None, states: Vec::new(), states_of: None, states_height: 0.0, told: None }
    }

    /// The search box asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.table.focus_search();
    }

    /// Shows this filing.
    pub fn choose(&mut self, id: FilingId) {
        self.table.choose_only(id);
    }

    /// The one that is chosen.
    pub fn chosen(&self) -> Option<FilingId> {
        match self.table.chosen()[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, today: Day, commands: &mut Vec<Command>) -> Result<()> {
        if self.revision != Some(office.revision()) {
            self.revision = Some(office.revision());
            self.table.fill(lines(office.register()));
        }
        let of = (office.revision(), today);
        if let Some(found) = office.standing().filter(|_| self.states_of != Some(of)) {
            self.states_of = Some(of);
            self.states = states(office.register(), found, today);
        }
        self.table.arrange();
        super::bar_ui(ui, |ui| {
            ui.horizontal(|ui| {
                self.table.search_ui(ui, "科室、编号、季度");
                self.table.count_ui(ui, "次");
            });
        });
        let whole = ui.available_rect_before_wrap();
        let (main, side) = beside(whole, theme::side_width(whole.width()));
        // As high as its lines need; of many departments as many as leave the list of filings room.
        let most = if self.table.lines().is_empty() { 0.7 } else { 0.6 };
        let height = (self.states_height + 2.0 * theme::GAP).min((main.height() * most).max(160.0));
        let (states, list) = main.split_top_bottom_at_y(main.top() + height);
        ui.scope_builder(egui::UiBuilder::new().max_rect(states), |ui| {
            let frame = egui::Frame::new().inner_margin(theme::GAP);
            let needed = frame.show(ui, |ui| states_ui(ui, &self.states, today, commands)).inner;
            if (needed - self.states_height).abs() > 0.5 {
                self.states_height = needed;
                ui.ctx().request_repaint();
            }
        });
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
            if self.table.lines().is_empty() {
                ui.add_space((list.height() / 6.0).min(40.0));
                ui.vertical_centered(|ui| {
                    ui.label(theme::head("还没有备案"));
                    ui.label(theme::weak(
                        "对照表签字后可以备案（第五条）；非自建系统的账号每季度备案一次（第十九条）。",
                    ));
                });
            } else {
                self.table.ui(ui, &|id| offer::of_filing(id, office.register()), commands);
            }
        });
        panel_ui(ui, side, |ui| side_ui(ui, "filing", |ui| self.panel_ui(ui, office, commands)))
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, office: &Office, commands: &mut Vec<Command>) -> Result<()> {
        let chosen = match self.table.chosen()[..] {
            [one] => office.register().get::<Filing>(one),
            _ => None,
        };
        let Some(filing) = chosen else {
            ui.label(theme::weak("在列表中选中一次备案，可以看它与上次相比的变动，重新导出它的文件。"));
            return Ok(());
        };
        if self.told.as_ref().is_none_or(|(id, revision, _)| (*id, *revision) != (filing.id, office.revision())) {
            let lacks_scan = Scans::of(office.register()).filing_lacks(filing);
            self.told = Some((filing.id, office.revision(), Told { lines: told(filing, office)?, lacks_scan }));
        }
        ui.label(theme::head(&filing.number));
        if ui.add(theme::main_button("重新导出")).clicked() {
            commands.push(Command::AskSaveFiling(filing.id));
        }
        let Some((.., told)) = &self.told else { return Ok(()) };
        let subject = Scanned::Numbered(filing.number.clone());
        // What is still to be done of it stands before what it tells, which may be long.
        if told.lacks_scan {
            ui.label(egui::RichText::new("签了字的表还没有附上扫描件。").color(theme::WARN));
            scans_ui(ui, office.register(), &subject, commands);
            ui.separator();
        }
        for line in &told.lines {
            ui.label(line);
        }
        if !told.lacks_scan {
            scans_ui(ui, office.register(), &subject, commands);
        }
        ui.add_space(4.0);
        if filing.void_reason.is_none() && ui.link("作废这次备案").clicked() {
            commands.push(Command::AskVoidOf(VoidKey::Filing(filing.id)));
        }
        Ok(())
    }
}

/// The last quarters, the running one at the end.
fn last_quarters(today: Day) -> Vec<Quarter> {
    let back = std::iter::successors(Some(Quarter::of(today)), |it| Some(it.previous()));
    let mut quarters: Vec<Quarter> = back.take(QUARTERS).collect();
    quarters.reverse();
    quarters
}

/// What a department has filed of its table, and of a quarter.
struct State {
    department: DepartmentId,
    name: String,
    stage: MatrixStage,
    /// The quarters before those that show, where they must be filed yet.
    earlier: Vec<Quarter>,
    /// Those that show.
    quarters: Vec<(Quarter, QuarterState)>,
}

/// How a quarter stands with a department (第十九条).
enum QuarterState {
    Filed,
    /// To be filed, as the rules have found.
    Asked,
    /// Nothing is asked; of a past one that the department's accounts of today do not tell of, it may be filed all the same.
    Idle,
    /// Nothing is asked, and why.
    Quiet(&'static str),
}

/// A department a line, as the rules have found it.
fn states(register: &Register, found: &Standing, today: Day) -> Vec<State> {
    let mut asked: BTreeMap<DepartmentId, BTreeSet<Quarter>> = BTreeMap::new();
    for matter in found.matters() {
        if let (Fact::QuartersDue(quarters, _), Some(department)) = (&matter.fact, matter.department) {
            asked.entry(department).or_default().extend(quarters);
        }
    }
    let (shown, first) = (last_quarters(today), first_asked(register, today));
    let state = |it: &Department| {
        let asked = asked.remove(&it.id).unwrap_or_default();
        let filed: BTreeSet<Quarter> =
            filings_of(register, it.id, FilingKind::Outside).into_iter().map(|it| it.period).collect();
        let is_concerned = !asked.is_empty() || !filed.is_empty();
        let quarter = |quarter: &Quarter| {
            let state = if filed.contains(quarter) {
                QuarterState::Filed
            } else if asked.contains(quarter) {
                QuarterState::Asked
            } else {
                match *quarter {
                    quarter if !it.files_for(quarter) => QuarterState::Quiet("已撤销"),
                    quarter if is_concerned && quarter < first => QuarterState::Quiet("台账以前"),
                    quarter if quarter >= first && quarter < Quarter::of(today) => QuarterState::Idle,
                    _ => QuarterState::Quiet("无此类账号"),
                }
            };
            (*quarter, state)
        };
        State {
            department: it.id,
            name: it.name.clone(),
            stage: stage(register, it.id),
            earlier: asked.iter().copied().filter(|it| Some(it) < shown.first()).collect(),
            quarters: shown.iter().map(quarter).collect(),
        }
    };
    register.departments.values().filter(|it| it.void_reason.is_none()).map(state).collect()
}

/// A department a line: 附件1's stage, and the quarters of the systems that are not 自建. How high it would be whole.
fn states_ui(ui: &mut egui::Ui, states: &[State], today: Day, commands: &mut Vec<Command>) -> f32 {
    let top = ui.cursor().top();
    ui.label(theme::weak(
        "对照表经签字后备案（第五条）；非自建系统的账号每季度打印、签字、备案，无变动也要备案（第十九条）。",
    ));
    ui.add_space(4.0);
    let has_earlier = states.iter().any(|it| !it.earlier.is_empty());
    let shown = egui::ScrollArea::both().auto_shrink(false).id_salt("states").show(ui, |ui| {
        egui::Grid::new("states").striped(true).spacing([10.0, 8.0]).min_col_width(78.0).show(ui, |ui| {
            ui.label(theme::weak("科室"));
            ui.label(theme::weak("对照表"));
            if has_earlier {
                ui.label(theme::weak("更早"));
            }
            for quarter in last_quarters(today) {
                // The year above the quarter: all four stand beside the panel.
                ui.label(theme::weak(quarter.chinese().replacen('年', "年\n", 1)));
            }
            ui.end_row();
            for state in states {
                ui.scope(|ui| {
                    // A long name takes two lines, and leaves the quarters beside it.
                    ui.set_max_width(NAME);
                    ui.add(egui::Label::new(&state.name).wrap());
                });
                matrix_ui(ui, state, commands);
                if has_earlier {
                    earlier_ui(ui, state, commands);
                }
                for (quarter, how) in &state.quarters {
                    match how {
                        QuarterState::Filed => drop(ui.label(egui::RichText::new("已备案").color(theme::DONE))),
                        QuarterState::Asked => drop(ui.horizontal(|ui| {
                            print_ui(ui, state, *quarter, commands);
                            file_ui(ui, "备案", state, *quarter, commands);
                        })),
                        QuarterState::Idle => idle_ui(ui, state, *quarter, commands),
                        QuarterState::Quiet(why) => drop(ui.label(theme::weak(*why))),
                    }
                }
                ui.end_row();
            }
        });
    });
    shown.inner_rect.top() - top + shown.content_size.y
}

/// The quarters before those that show: the oldest is filed first.
fn earlier_ui(ui: &mut egui::Ui, state: &State, commands: &mut Vec<Command>) {
    match &state.earlier[..] {
        [] => drop(ui.label("")),
        [oldest, ..] => {
            ui.horizontal(|ui| {
                file_ui(ui, &format!("{}个季度未备案", state.earlier.len()), state, *oldest, commands);
            })
            .response
            .on_hover_text(Quarter::spans(&state.earlier));
        }
    }
}

/// The table that is signed before the quarter is filed.
fn print_ui(ui: &mut egui::Ui, state: &State, quarter: Quarter, commands: &mut Vec<Command>) {
    let response = ui.button("打印").on_hover_text("打印或保存为 PDF，送科室负责人签字");
    super::name_control(ui, &response, &format!("{}{}非自建系统账号表打印", state.name, quarter.chinese()));
    if response.clicked() {
        commands.push(Command::AskPrint(vec![PaperKey::Outside(state.department, quarter)]));
    }
}

fn file_ui(ui: &mut egui::Ui, label: &str, state: &State, quarter: Quarter, commands: &mut Vec<Command>) {
    let response = ui.button(label);
    super::name_control(ui, &response, &format!("{}{}非自建系统备案", state.name, quarter.chinese()));
    if response.clicked() {
        commands.push(Command::AskFileQuarter(state.department, quarter));
    }
}

/// Accounts that were closed or handed over since are in the quarter all the same.
fn idle_ui(ui: &mut egui::Ui, state: &State, quarter: Quarter, commands: &mut Vec<Command>) {
    let response = ui.link("无此类账号").on_hover_text("现在没有这类账号。当时有的，点这里补报");
    super::name_control(ui, &response, &format!("{}{}非自建系统补报", state.name, quarter.chinese()));
    if response.clicked() {
        commands.push(Command::AskFileQuarter(state.department, quarter));
    }
}

fn matrix_ui(ui: &mut egui::Ui, state: &State, commands: &mut Vec<Command>) {
    if state.stage == MatrixStage::Signed {
        let response = ui.button("已签字，备案");
        super::name_control(ui, &response, &format!("{}对照表备案", state.name));
        if response.clicked() {
            commands.push(Command::AskFile(state.department, FilingKind::Matrix));
        }
        return;
    }
    let color = if state.stage == MatrixStage::Filed { theme::DONE } else { theme::WEAK };
    let text = egui::RichText::new(state.stage.label()).color(color);
    if ui.add(egui::Button::new(text).frame(false)).on_hover_text("打开这个科室的对照表").clicked() {
        commands.push(Command::OpenList(crate::store::Drafted::Matrix(state.department)));
    }
}

/// The lines that a filing says of itself.
fn told(filing: &Filing, office: &Office) -> Result<Vec<String>> {
    let register = office.register();
    let mut lines = vec![
        format!("{}　{}", register.department_name(Some(filing.department)), filing.kind.label()),
        format!("{}　{}行", filing.period.chinese(), filing.rows.len()),
        format!("签字：{} {}", filing.signed_by, filing.signed_on.chinese()),
    ];
    lines.extend(filing.void_reason.as_ref().map(|reason| format!("已作废：{reason}")));
    let (difference, _) = office.filing_difference(filing);
    let filings = filings_of(register, filing.department, filing.kind);
    let since = told_before(&filings, filing.period, Some(filing.id));
    lines.push(if difference.is_empty() { format!("{since}：无变动") } else { format!("{since}：") });
    lines.extend(difference.lines());
    lines.push(format!("台账指纹：{}", filing.fingerprint));
    let entries = office.entries_on(&Scanned::Numbered(filing.number.clone()))?;
    let clerks = register.clerks();
    lines.extend(entries.iter().map(|entry| entry.line(&filing.number, &clerks)));
    Ok(lines)
}

fn lines(register: &Register) -> Vec<Line<FilingId>> {
    let scanned = register.scanned_numbers();
    let line = |it: &Filing| {
        let void = it.void_reason.is_some();
        let scan = if scanned.contains(it.number.as_str()) { SCANNED } else { "" };
        let texts = vec![
            it.number.clone(),
            register.department_name(Some(it.department)).to_owned(),
            it.kind.label().to_owned(),
            it.period.chinese(),
            it.rows.len().to_string(),
            it.filed_on.chinese(),
            format!("{}{scan}", if void { "作废" } else { "" }).trim().to_owned(),
        ];
        Line {
            sorts: vec![(3, it.period.to_string()), (4, format!("{:09}", it.rows.len()))],
            more: it.signed_by.clone(),
            color: void.then_some((6, theme::WEAK)),
            ..Line::new(it.id, texts)
        }
    };
    register.filings.values().map(line).collect()
}
