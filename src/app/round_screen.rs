//! 巡检 (第八条第2项) and 抽查 (第九条): rounds over accounts, answered by the keyboard, left and taken up again.

use std::collections::BTreeMap;

use eframe::egui;

use super::Screen;
use super::command::{Command, VoidKey};
use super::derived::Derived;
use super::offer::Offer;
use super::round::{Round, rounds};
use super::scans::scans_ui;
use super::side_panel::{beside, panel_ui, side_ui};
use super::table::{Line, Table};
use super::theme;
use crate::model::*;
use crate::ops::Office;
use crate::rules::inspection::{Facts, facts_of};
use crate::rules::sample::Population;

/// What is known of an account in a round.
struct Known {
    answer: String,
    note: String,
    facts: Facts,
}

/// The rounds on the screen.
pub struct RoundScreen {
    chosen: Option<Round>,
    table: Table<AccountId>,
    filled: Option<(Round, u64, Day)>,
    /// What is known of each account of the round in front.
    known: BTreeMap<AccountId, Known>,
    /// Every round, for a revision of the register.
    rounds: Derived<u64, Vec<(Round, String, String)>>,
    /// Notes as typed, as long as they are not kept: with the answer, or as soon as their box is left.
    notes: BTreeMap<(Round, AccountId), String>,
    /// The note whose box has the keyboard.
    noting: Option<(Round, AccountId)>,
    /// The system of the next 巡检; none for all.
    system: Option<SystemId>,
    /// What the next 抽查 is drawn from.
    population: Population,
    size: usize,
    seed: i64,
}

impl RoundScreen {
    /// An empty screen. The seed is the day, so that others can draw the same.
    pub fn new(today: Day) -> Self {
        let columns = vec![
            ("系统", 0.0),
            ("账号名", 90.0),
            ("使用人", 110.0),
            ("岗位", 64.0),
            ("最近改密", 114.0),
            ("对照表", 54.0),
            ("结论", 64.0),
        ];
        Self {
            chosen: None,
            table: Table::new("巡检的账号", columns, (0, false)).yielding(&[3, 5, 4]),
            filled: None,
            known: BTreeMap::new(),
            rounds: Derived::default(),
            notes: BTreeMap::new(),
            noting: None,
            system: None,
            population: Population::default(),
            size: 10,
            seed: i64::from(today.year()) * 10_000 + i64::from(today.month() * 100 + today.day()),
        }
    }

    /// Shows a round.
    pub fn choose(&mut self, round: Round) {
        self.chosen = Some(round);
    }

    /// The round in front.
    pub fn chosen(&self) -> Option<Round> {
        self.chosen
    }

    /// 种子, as set.
    pub fn seed(&self) -> i64 {
        self.seed
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, today: Day, composing: bool, commands: &mut Vec<Command>) {
        let register = office.register();
        let rounds = self.rounds.of(office.revision(), |_| rounds(register));
        if self.chosen.is_none_or(|round| rounds.iter().all(|(of, ..)| *of != round)) {
            self.chosen = rounds.first().map(|(of, ..)| *of);
        }
        if register.accounts.is_empty() && rounds.is_empty() {
            empty_ui(ui, commands);
            return;
        }
        self.bar_ui(ui, register, today, commands);
        let whole = ui.available_rect_before_wrap();
        let rounds_width = if whole.width() < theme::SMALL { 178.0 } else { 210.0 };
        let (upper, side) = beside(whole, theme::side_width(whole.width()));
        let (left, main) = upper.split_left_right_at_x(upper.left() + rounds_width);
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| self.rounds_ui(ui, &rounds));
        let Some(round) = self.chosen else {
            ui.scope_builder(egui::UiBuilder::new().max_rect(main), |ui| {
                ui.add_space(90.0);
                ui.vertical_centered(|ui| {
                    ui.label(theme::head("还没有巡检和抽查"));
                    ui.label(theme::weak(
                        "点“巡检全部系统”，或选定一个系统再点“开始巡检”，逐个账号给出结论（第八条）。",
                    ));
                    ui.label(theme::weak("也可以只抽取一部分检查，点“抽查”（第九条）。"));
                });
            });
            return;
        };
        self.fill(round, office, today);
        ui.scope_builder(egui::UiBuilder::new().max_rect(main), |ui| {
            let opens = |id: AccountId| vec![Offer::new("打开账号", Command::OpenSubject(Subject::Account(id)))];
            let (notes, known) = (&self.notes, &self.known);
            let offers =
                |id| answers_of(round, id, noted(notes, known, round, id), register).chain(opens(id)).collect();
            let opened = self.table.ui(ui, &offers, commands);
            commands.extend(opened.map(|id| Command::OpenSubject(Subject::Account(id))));
        });
        if !composing && !super::is_covered(ui) && !ui.ctx().text_edit_focused() && round.is_open(register) {
            self.keys(ui, round, commands);
        }
        panel_ui(ui, side, |ui| {
            side_ui(ui, "round side", |ui| self.side_ui(ui, round, register, commands));
        });
        self.keep_note(ui, register, commands);
    }

    /// Keeps the note whose box was left, where there is an answer to keep it with; one before its answer goes with it.
    fn keep_note(&mut self, ui: &egui::Ui, register: &Register, commands: &mut Vec<Command>) {
        let Some((round, account)) = self.noting else { return };
        // An answer that was given just now takes its note along.
        let answers_now = commands.iter().any(|it| matches!(it, Command::Judge(..) | Command::EnterResults(..)));
        if answers_now || ui.memory(|memory| memory.has_focus(note_id(round, account))) {
            return;
        }
        self.noting = None;
        let (answer, kept) = round.kept(account, register);
        let note = self.notes.get(&(round, account)).cloned().unwrap_or_else(|| kept.clone());
        let answer = round.answers().iter().position(|label| *label == answer);
        if let Some(answer) = answer.filter(|_| note != kept && round.is_open(register)) {
            // Before what was asked for by the click that left the box: the round may be over then.
            commands.insert(0, round.answering(answer, vec![(account, note)]));
        }
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, register: &Register, today: Day, commands: &mut Vec<Command>) {
        super::bar_ui(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label("巡检范围");
                system_ui(ui, "巡检的系统", &mut self.system, register, today);
                let label = if self.system.is_some() { "开始巡检" } else { "巡检全部系统" };
                // While one is half through a round, its own button comes next.
                let is_under_way = register.inspections.values().any(Inspection::is_open);
                let button = if is_under_way { ui.button(label) } else { ui.add(theme::main_button(label)) };
                if button.on_hover_text("没有完成的巡检会接着做（第八条）").clicked() {
                    commands.push(Command::Inspect(self.system));
                }
                ui.separator();
                ui.label("抽查范围");
                system_ui(ui, "抽查的系统", &mut self.population.system, register, today);
                let department = &mut self.population.department;
                let shown = department.map_or("全部科室", |id| register.department_name(Some(id)));
                let combo = egui::ComboBox::from_id_salt("抽查的科室").selected_text(shown).width(150.0);
                let response = combo.show_ui(ui, |ui| {
                    ui.selectable_value(department, None, "全部科室");
                    for it in register.departments.values().filter(|it| it.is_offered(today)) {
                        ui.selectable_value(department, Some(it.id), &it.name);
                    }
                });
                super::name_control(ui, &response.response, "抽查的科室");
                ui.label("抽");
                let response = ui.add(egui::DragValue::new(&mut self.size).range(1..=100_000));
                super::name_control(ui, &response, "抽取的个数");
                ui.label("个，种子");
                let response = ui.add(egui::DragValue::new(&mut self.seed).range(0..=i64::from(u32::MAX)));
                super::name_control(ui, &response, "种子");
                if ui.button("抽查").on_hover_text("同样的范围、个数和种子总是抽到同样的账号（第九条）").clicked()
                {
                    commands.push(Command::DrawSample(self.population, self.size, self.seed));
                }
            });
            if self.chosen.is_some() {
                ui.horizontal(|ui| {
                    super::command_button(ui, "打印", Command::Print, false, commands);
                    super::command_button(ui, "导出 Excel", Command::Export, false, commands);
                    self.table.search_ui(ui, "账号、姓名、拼音");
                    self.table.count_ui(ui, "个");
                });
            }
        });
    }

    fn rounds_ui(&mut self, ui: &mut egui::Ui, rounds: &[(Round, String, String)]) {
        egui::Frame::new().fill(theme::BAR.now()).inner_margin(8.0).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            egui::ScrollArea::vertical().auto_shrink(false).id_salt("rounds").show(ui, |ui| {
                ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                    for (round, name, state) in rounds {
                        if super::entry_ui(ui, self.chosen == Some(*round), name, state) {
                            self.choose(*round);
                        }
                    }
                });
            });
        });
    }

    /// 1 to 5 answer the chosen accounts, and go on to the next.
    fn keys(&mut self, ui: &egui::Ui, round: Round, commands: &mut Vec<Command>) {
        let keys = [egui::Key::Num1, egui::Key::Num2, egui::Key::Num3, egui::Key::Num4, egui::Key::Num5];
        let pressed = keys.iter().position(|key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, *key)));
        if let Some(answer) = pressed.filter(|at| *at < round.answers().len()) {
            self.answer(round, answer, commands);
        }
    }

    fn answer(&mut self, round: Round, answer: usize, commands: &mut Vec<Command>) {
        let chosen = self.table.chosen().into_iter();
        let answered = chosen.map(|it| (it, noted(&self.notes, &self.known, round, it))).collect();
        commands.push(round.answering(answer, answered));
        self.table.choose_next();
    }

    /// Brings the list up to date with the round in front.
    fn fill(&mut self, round: Round, office: &Office, today: Day) {
        let of = (round, office.revision(), today);
        if self.filled == Some(of) {
            return;
        }
        let register = office.register();
        let rows = round.rows(register).into_iter();
        let rows: Vec<_> =
            rows.filter_map(|row| register.get::<Account>(row.0).map(|account| (row, account))).collect();
        let facts = facts_of(register, rows.iter().map(|(_, account)| *account), today);
        let known = rows
            .into_iter()
            .zip(facts)
            .map(|(((id, answer, note), account), facts)| (id, account, Known { answer, note, facts }));
        let known: Vec<(AccountId, &Account, Known)> = known.collect();
        let names = register.person_names();
        self.table.fill(known.iter().map(|(_, account, known)| line(account, known, &names, register)).collect());
        self.known = known.into_iter().map(|(id, _, known)| (id, known)).collect();
        self.filled = Some(of);
    }

    fn side_ui(&mut self, ui: &mut egui::Ui, round: Round, register: &Register, commands: &mut Vec<Command>) {
        let answered = self.known.values().filter(|known| !known.answer.is_empty()).count();
        ui.label(theme::head(round.number(register)));
        ui.horizontal(|ui| {
            ui.label(format!("已答{answered}个，共{}个", self.known.len()));
            if round.void_reason(register).is_none() && ui.link("作废").clicked() {
                commands.push(Command::AskVoidOf(match round {
                    Round::Inspection(id) => VoidKey::Inspection(id),
                    Round::Sample(id) => VoidKey::Sample(id),
                }));
            }
        });
        if let Some(reason) = round.void_reason(register) {
            ui.label(theme::weak(format!("已作废：{reason}")));
        } else if let Round::Inspection(id) = round {
            let finished = register.get::<Inspection>(id).and_then(|it| it.finished_on);
            if let Some(day) = finished {
                let listed = register.get::<Inspection>(id).is_some_and(|it| it.cleanup.is_some());
                let listed = if listed {
                    "需要处理的账号已列入清理清单。"
                } else {
                    "没有需要处理的账号。"
                };
                ui.label(theme::weak(format!("{}办结。{listed}", day.chinese())));
            } else {
                let ready = answered == self.known.len();
                if ui.add_enabled(ready, theme::main_button("办结巡检")).clicked() {
                    commands.push(Command::FinishInspection(id));
                }
                if !ready {
                    ui.label(theme::weak("每个账号都有结论后办结；变更、禁用、删除的列入一张清理清单。"));
                }
            }
        } else if let Round::Sample(id) = round
            && ui.button("起草通报").on_hover_text("只写确认的可疑授权和可疑使用（第九条）").clicked()
        {
            commands.push(Command::ReportSample(id));
        }
        ui.separator();
        self.account_ui(ui, round, register, commands);
        scans_ui(ui, register, &Scanned::Numbered(round.number(register)), commands);
    }

    /// The chosen account, what is known of it, and its answer.
    fn account_ui(&mut self, ui: &mut egui::Ui, round: Round, register: &Register, commands: &mut Vec<Command>) {
        let [account] = self.table.chosen()[..] else {
            ui.label(theme::weak(if round.is_open(register) {
                "选中一个或几个账号，按数字键给出结论，自动到下一个。"
            } else {
                "选中一个账号，看它当时的结论。"
            }));
            return;
        };
        let (Some(it), Some(known)) = (register.get::<Account>(account), self.known.get(&account)) else { return };
        ui.label(theme::head(register.account_name(account)));
        let facts = &known.facts;
        let holder = facts.holder.map_or_else(|| "没有登记使用人".to_owned(), |id| register.person_name(id));
        let status = facts.status.map_or("", Choice::label);
        ui.label(format!("{holder}　{status}　{}", facts.post));
        if facts.status.is_some_and(|it| it != PersonStatus::Serving) {
            ui.label(egui::RichText::new("使用人已不在岗，账号应当禁用或删除（第十四条）").color(theme::STOP));
        }
        let changed = facts.password_changed_on.map_or_else(|| "没有登记".to_owned(), Day::chinese);
        let color = if facts.password_overdue { theme::STOP } else { theme::TEXT };
        ui.label(egui::RichText::new(format!("最近改密：{changed}")).color(color));
        ui.label(if facts.in_matrix { "对照表中有" } else { "对照表中没有（第四条）" });
        ui.label(format!("{}　{}", it.role.label(), it.category));
        if !round.is_open(register) {
            self.doubt_ui(ui, round, account, register, commands);
            return;
        }
        let (now, kept_note) = (known.answer.clone(), known.note.clone());
        let mut note = noted(&self.notes, &self.known, round, account);
        for (at, label) in round.answers().into_iter().enumerate() {
            let response = ui.radio(now == label, format!("{}　{label}", at + 1));
            super::name_control(ui, &response, label);
            if response.clicked() {
                self.answer(round, at, commands);
            }
        }
        ui.label("备注");
        let edit = egui::TextEdit::singleline(&mut note).desired_width(f32::INFINITY).char_limit(text::NOTE_LIMIT);
        let response = ui.add(edit.id(note_id(round, account)));
        super::name_control(ui, &response, "备注");
        if response.has_focus() {
            self.noting = Some((round, account));
        }
        if note == kept_note {
            self.notes.remove(&(round, account));
        } else {
            self.notes.insert((round, account), note);
        }
    }
}

impl RoundScreen {
    /// What a finished round left 存疑 is found in order, with how.
    fn doubt_ui(
        &mut self,
        ui: &mut egui::Ui,
        round: Round,
        account: AccountId,
        register: &Register,
        commands: &mut Vec<Command>,
    ) {
        let Round::Inspection(id) = round else { return };
        let (now, _) = round.kept(account, register);
        if now != Judgement::Doubtful.label() || round.void_reason(register).is_some() {
            return;
        }
        ui.label(theme::weak("存疑的账号查清没有问题的，写明情况后保留；有问题的，填申请表或列入清理清单。"));
        ui.label("查清的情况");
        let note = self.notes.entry((round, account)).or_default();
        let edit = egui::TextEdit::singleline(note).desired_width(f32::INFINITY).char_limit(text::NOTE_LIMIT);
        let response = ui.add(edit);
        super::name_control(ui, &response, "查清的情况");
        let ready = !note.trim().is_empty();
        if ui.add_enabled(ready, egui::Button::new("已查清，保留")).clicked() {
            let note = self.notes.remove(&(round, account)).unwrap_or_default();
            commands.push(Command::SettleDoubt(id, account, note));
        }
    }
}

/// There is nothing yet to be gone through.
fn empty_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(90.0);
    ui.vertical_centered(|ui| {
        ui.label(theme::head("还没有账号"));
        ui.label(theme::weak("登记账号以后，在这里逐个系统巡检（第八条），或抽取一部分检查（第九条）。"));
        if ui.add(theme::main_button("登记账号")).clicked() {
            commands.extend([Command::Show(Screen::Register(Kind::Accounts)), Command::New]);
        }
        if ui.button("导入表格").clicked() {
            commands.push(Command::Show(Screen::Import));
        }
    });
}

/// Chooses a system, or all. 巡检 and 抽查 choose each its own.
fn system_ui(ui: &mut egui::Ui, name: &str, system: &mut Option<SystemId>, register: &Register, today: Day) {
    let shown = system.map_or("全部系统", |id| register.system_name(Some(id)));
    let response = egui::ComboBox::from_id_salt(name).selected_text(shown).width(160.0).truncate().show_ui(ui, |ui| {
        ui.selectable_value(system, None, "全部系统");
        for it in register.systems.values().filter(|it| it.is_offered(today)) {
            ui.selectable_value(system, Some(it.id), &it.name);
        }
    });
    super::name_control(ui, &response.response, name);
}

/// The box of a note.
fn note_id(round: Round, account: AccountId) -> egui::Id {
    let round = match round {
        Round::Inspection(id) => (true, id.0),
        Round::Sample(id) => (false, id.0),
    };
    egui::Id::unique(("note", round, account.0))
}

/// The note of an account as it is typed, else as it is kept.
fn noted(
    typed: &BTreeMap<(Round, AccountId), String>,
    known: &BTreeMap<AccountId, Known>,
    round: Round,
    account: AccountId,
) -> String {
    let kept = known.get(&account).map(|known| &known.note);
    typed.get(&(round, account)).or(kept).cloned().unwrap_or_default()
}

/// The answers to one account, for its menu.
fn answers_of(round: Round, account: AccountId, note: String, register: &Register) -> impl Iterator<Item = Offer> {
    let answer =
        move |(at, label): (usize, &'static str)| Offer::new(label, round.answering(at, vec![(account, note.clone())]));
    let open = round.is_open(register);
    round.answers().into_iter().enumerate().filter(move |_| open).map(answer)
}

fn line(account: &Account, known: &Known, names: &BTreeMap<PersonId, String>, register: &Register) -> Line<AccountId> {
    let Known { answer, note, facts } = known;
    let holder = facts.holder.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let texts = vec![
        register.system_name(Some(account.system)).to_owned(),
        account.account.clone(),
        match facts.status.filter(|it| *it != PersonStatus::Serving) {
            None => holder,
            Some(status) => format!("{holder}　{}", status.label()),
        },
        facts.post.clone(),
        facts.password_changed_on.map_or_else(String::new, Day::chinese),
        if facts.in_matrix { "有".into() } else { "没有".into() },
        if answer.is_empty() { "还没有".to_owned() } else { answer.clone() },
    ];
    let color = match answer.as_str() {
        "" => theme::WARN,
        "保留" | "正常" | "已修正" => theme::DONE,
        _ => theme::STOP,
    };
    Line { more: note.clone(), color: Some((6, color)), ..Line::new(account.id, texts) }
}
