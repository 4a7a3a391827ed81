//! The screens of 附件1 by department and of 附件3 by number: choose on the left, type on the paper; what does not print
//! stands at its right, or below in a narrow window.

use std::rc::Rc;

use eframe::egui;

use super::Screen;
use super::command::{Command, PaperKey};
use super::completions::NameLine;
use super::derived::Derived;
use super::list_form::{ListForm, RowStep, is_to_print, stage_of};
use super::list_items::{Item, ListKind, items, items_ui};
use super::newcomers::stranger_ui;
use super::offer::TAKE_CATEGORIES;
use super::proposal;
use super::scans::scans_ui;
use super::sheet_view::Editing;
use super::side_panel::{beside, panel_ui, side_of_ui};
use super::spot::Spot;
use super::theme;
use crate::error::Result;
use crate::model::*;
use crate::ops::Office;
use crate::rules::filing::{filings_of, stage};
use crate::rules::matrix::plan;
use crate::store::{Draft, Drafted};

/// Width of the list on the left, in points.
const LIST_WIDTH: f32 = 190.0;

/// A screen of list forms.
pub struct ListScreen {
    kind: ListKind,
    /// The paper in front.
    pub(super) form: Option<ListForm>,
    /// What can be chosen, for a state of the register and what is half-typed.
    items: Derived<(u64, Vec<Drafted>, bool, Day), Vec<Item>>,
}

impl ListScreen {
    /// An empty screen.
    pub fn new(kind: ListKind) -> Self {
        Self { kind, form: None, items: Derived::default() }
    }

    /// Shows a paper, as it was left where it was left half-typed. What is in front is given up: keep it first.
    pub fn open(&mut self, of: Drafted, register: &Register, drafts: &[Draft], today: Day) {
        let size = self.form.as_ref().map(|form| form.view.size);
        let draft = drafts.iter().find(|draft| draft.of == of).cloned();
        let mut form = match draft {
            Some(draft) => ListForm::resume(draft, register, today),
            None => ListForm::open(of, register, today),
        };
        if let Some(size) = size {
            form.view.size = size;
        }
        self.form = Some(form);
    }

    /// Every paper that can be chosen.
    fn items(&mut self, office: &Office, drafts: &[Draft], today: Day) -> Rc<Vec<Item>> {
        let half_typed = drafts.iter().map(|draft| draft.of).collect();
        let is_new = self.form.as_ref().is_some_and(|form| form.typed.of == Drafted::Cleanup(None));
        let kind = self.kind;
        let derive = |(_, half_typed, is_new, today): &(u64, Vec<Drafted>, bool, Day)| {
            items(kind, office.register(), half_typed, *is_new, *today)
        };
        self.items.of((office.revision(), half_typed, is_new, today), derive)
    }

    /// Draws the screen.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        office: &Office,
        drafts: &[Draft],
        today: Day,
        composing: bool,
        commands: &mut Vec<Command>,
    ) -> Result<()> {
        let register = office.register();
        let items = self.items(office, drafts, today);
        let gone = |of: Drafted| items.iter().all(|(item, ..)| *item != of);
        if self.form.as_ref().is_none_or(|form| gone(form.typed.of)) {
            self.form = None;
            if let Some((of, ..)) = items.first() {
                self.open(*of, register, drafts, today);
            }
        }
        self.bar_ui(ui, register, commands);
        if items.is_empty() && self.form.is_none() {
            empty_ui(ui, self.kind, commands);
            return Ok(());
        }
        let Some(form) = &mut self.form else { return Ok(()) };
        form.derive(office)?;
        let whole = ui.available_rect_before_wrap();
        let (main, side) = beside(whole, theme::SIDE_WIDTH);
        let (left, desk) = main.split_left_right_at_x(main.left() + LIST_WIDTH);
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| items_ui(ui, &items, form.typed.of, commands));
        ui.scope_builder(egui::UiBuilder::new().max_rect(desk), |ui| {
            paper_ui(ui, form, office, today, composing, commands);
        });
        panel_ui(ui, side, |ui| {
            side_of_ui(ui, ("list side", form.typed.of), |ui| {
                step_ui(ui, form, office, today, composing, commands);
                ui.separator();
                row_ui(ui, form, register, commands);
                if let Some(subject) = paper_of(form.typed.of, register) {
                    scans_ui(ui, register, &subject, commands);
                }
                history_ui(ui, form, register, commands);
            });
        });
        Ok(())
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, register: &Register, commands: &mut Vec<Command>) {
        let errands = |screen: &mut Self, ui: &mut egui::Ui| {
            if screen.kind == ListKind::Cleanups {
                super::command_button(ui, "新建", Command::New, false, commands);
            }
            let dirty = screen.form.as_ref().is_some_and(|form| form.typed.is_dirty());
            ui.add_enabled_ui(dirty, |ui| super::command_button(ui, "保存", Command::Save, dirty, commands));
            let some = screen.form.as_ref().is_some_and(|form| !form.is_blank());
            ui.add_enabled_ui(some, |ui| {
                let to_print = screen.form.as_ref().is_some_and(|form| is_to_print(form.typed.of, register));
                super::command_button(ui, "打印", Command::Print, to_print && !dirty, commands);
                super::command_button(ui, "导出 Excel", Command::Export, false, commands);
            });
            let blank = if screen.kind == ListKind::Matrix { 1 } else { 3 };
            if ui.button("打印空白表").clicked() {
                commands.push(Command::PrintBlank(blank));
            }
            if dirty {
                super::unsaved_ui(ui);
                if ui.button("放弃修改").clicked() {
                    commands.push(Command::DiscardList);
                }
            }
        };
        super::bar_with_end_ui(ui, self, errands, |screen, ui| {
            if let Some(form) = &mut screen.form {
                form.view.zoom_ui(ui);
            }
        });
    }
}

fn empty_ui(ui: &mut egui::Ui, kind: ListKind, commands: &mut Vec<Command>) {
    ui.add_space(90.0);
    ui.vertical_centered(|ui| match kind {
        ListKind::Matrix => {
            ui.label(theme::head("还没有科室"));
            ui.label(theme::weak("保存第一张申请表时，表上的科室会自动登记；也可以在“科室”中登记，或导入表格。"));
            if ui.add(theme::main_button("登记科室")).clicked() {
                commands.extend([Command::Show(Screen::Register(Kind::Departments)), Command::New]);
            }
            if ui.button("导入表格").clicked() {
                commands.push(Command::Show(Screen::Import));
            }
        }
        ListKind::Cleanups => {
            ui.label(theme::head("还没有清理清单"));
            ui.label(theme::weak("在“账号”中选中要清理的账号，点“生成清理清单”；也可以在这里直接填写。"));
            if ui.add(theme::main_button("填写一张")).clicked() {
                commands.push(Command::New);
            }
        }
    });
}

fn paper_ui(
    ui: &mut egui::Ui,
    form: &mut ListForm,
    office: &Office,
    today: Day,
    composing: bool,
    commands: &mut Vec<Command>,
) {
    let editable = form.is_editable(office.register());
    let mut values = form.typed.values.clone();
    let suggester = std::mem::take(&mut form.suggester);
    let suggest = |spot: Spot, values: &Values| suggester.offer(spot, values, office, today);
    let pasted = if editable { pasted_text(ui, form) } else { None };
    let findings = form.findings();
    let editing =
        editable.then_some(Editing { values: &mut values, findings: &findings, suggest: &suggest, today, composing });
    let happened = form.view.ui(ui, &form.pages, editing);
    form.suggester = suggester;
    if !editable {
        return;
    }
    form.typed.values = values;
    form.after(happened);
    if let Some(rows) = pasted.and_then(|text| form.paste(&text)) {
        commands.push(Command::Say(format!("已粘贴{rows}行，请核对后保存")));
    }
    let step = |key, modifiers| ui.input_mut(|input| input.consume_key(modifiers, key));
    if form.view.focused.is_some() && !composing {
        if step(egui::Key::ArrowUp, egui::Modifiers::ALT) {
            form.change_rows(RowStep::Raise);
        }
        if step(egui::Key::ArrowDown, egui::Modifiers::ALT) {
            form.change_rows(RowStep::Lower);
        }
    }
}

/// Rows copied in Excel go into the cells, not as one long text into the one that has the keyboard.
fn pasted_text(ui: &egui::Ui, form: &ListForm) -> Option<String> {
    let spot = form.view.focused?.spot;
    spot.row?;
    ui.input_mut(|input| {
        let is_rows =
            |event: &egui::Event| matches!(event, egui::Event::Paste(text) if text.trim_end().contains(['\t', '\n']));
        let at = input.events.iter().position(is_rows)?;
        match input.events.remove(at) {
            egui::Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}

/// The next step of the paper, and what it needs.
fn step_ui(
    ui: &mut egui::Ui,
    form: &mut ListForm,
    office: &Office,
    today: Day,
    composing: bool,
    commands: &mut Vec<Command>,
) {
    let register = office.register();
    ui.horizontal(|ui| {
        ui.label(theme::head("阶段"));
        let stage = stage_of(form.typed.of, register);
        let done = ["已备案", "已处理"].contains(&stage);
        ui.label(egui::RichText::new(stage).color(if done { theme::DONE } else { theme::ACCENT }));
    });
    match form.typed.of {
        Drafted::Matrix(id) => matrix_step_ui(ui, form, id, office, today, composing, commands),
        Drafted::Cleanup(Some(id)) => cleanup_step_ui(ui, id, form.typed.is_dirty(), register, commands),
        _ => {
            ui.label(theme::weak("逐行填写，保存后得到编号。每一行都要选定处理方式才能打印。"));
        }
    }
}

/// 分管领导 and 签字日期 of a paper that is signed.
fn signature_ui(ui: &mut egui::Ui, form: &mut ListForm, office: &Office, today: Day, composing: bool) {
    ui.label("分管领导");
    let (label, field, width) = ("分管领导", Field::Leader, f32::INFINITY);
    let is_proposed = form.is_proposed();
    let leader = NameLine { label, field, width, hint: "", is_proposed, composing, today };
    let (response, hangs) = leader.ui(ui, &mut form.signed_by, &form.suggester, office);
    let (name, is_typing) = (form.signed_by.as_str(), response.has_focus());
    if !hangs && let Some(meant) = stranger_ui(ui, name, is_typing, office, &mut form.strangers) {
        form.signed_by = meant;
    }
    ui.label("签字日期");
    let edit = egui::TextEdit::singleline(&mut form.signed_on).hint_text("如 2026年8月3日");
    let edit = edit.desired_width(f32::INFINITY).char_limit(Field::ApprovedOn.limit());
    let response = ui.add(edit.id_salt("signed on"));
    super::name_control(ui, &response, "签字日期");
    if form.is_proposed() {
        ui.label(theme::weak(proposal::TOLD));
    }
}

fn matrix_step_ui(
    ui: &mut egui::Ui,
    form: &mut ListForm,
    id: DepartmentId,
    office: &Office,
    today: Day,
    composing: bool,
    commands: &mut Vec<Command>,
) {
    let register = office.register();
    let dirty = form.typed.is_dirty();
    let differs = form.differs.of((office.revision(), today), |_| plan(register, id, today).told());
    if let Some(told) = differs.as_ref().as_ref().filter(|_| !dirty && !register.matrix_of(id).is_empty()) {
        ui.label(egui::RichText::new(told).color(theme::WARN));
    }
    match stage(register, id) {
        MatrixStage::Blank | MatrixStage::Draft => {
            ui.label(theme::weak("填好后打印，送分管领导签字（第五条）。"));
            let is_filled = form.typed.values.row_count() > 0;
            if !dirty && is_filled && ui.link("登记为已打印").clicked() {
                commands.push(Command::NotePrinted(vec![PaperKey::Matrix(id)]));
            }
        }
        MatrixStage::Printed => {
            ui.label(theme::weak("纸质表签好后，把签字人和日期登记在这里。"));
            signature_ui(ui, form, office, today, composing);
            form.note_beside();
            if ui.add_enabled(!dirty, theme::main_button("登记签字")).clicked() {
                commands.push(Command::SignMatrix(id));
            }
        }
        MatrixStage::Signed if form.corrects => {
            ui.label(theme::weak("照纸质表更正签字人和日期。"));
            signature_ui(ui, form, office, today, composing);
            ui.horizontal(|ui| {
                if ui.add(theme::main_button("更正签字")).clicked() {
                    commands.push(Command::SignMatrix(id));
                }
                form.corrects &= !ui.button("不更正").clicked();
            });
        }
        MatrixStage::Signed => {
            ui.label(theme::weak("已签字，可以报网络技术中心备案（第五条）。"));
            if ui.add_enabled(!dirty, theme::main_button("备案")).clicked() {
                commands.push(Command::AskFile(id, FilingKind::Matrix));
            }
            let link = ui.link("签字登记错了");
            if link.on_hover_text("照纸质表更正签字人和日期，台账留下更正前后的内容").clicked()
                && let Some(paper) = register.matrix_paper(id)
            {
                form.correct(paper, register);
            }
        }
        MatrixStage::Filed => {
            if let Some(last) = filings_of(register, id, FilingKind::Matrix).last() {
                ui.label(theme::weak(format!(
                    "{}，{}，{}备案。",
                    last.number,
                    last.period.chinese(),
                    last.filed_on.chinese()
                )));
            }
            if ui.link("再备案一次").clicked() {
                commands.push(Command::AskFile(id, FilingKind::Matrix));
            }
        }
    }
    if let Some(paper) = register.matrix_paper(id) {
        let days = [("打印", paper.printed_on), ("签字", paper.signed_on)];
        for (what, day) in days.into_iter().filter_map(|(what, day)| Some((what, day?))) {
            let who = if what == "签字" { register.bare_name(paper.signed_by) } else { "" };
            ui.label(theme::weak(format!("{what}：{} {who}", day.chinese())));
        }
    }
    if ui.add_enabled(!dirty, egui::Button::new("从账号台账填写")).clicked() {
        commands.push(Command::AskFillMatrix(id));
    }
    if !form.categories.is_empty() {
        ui.label(theme::weak(format!("有{}行的账号类别，账号台账中没有登记或不同。", form.categories.len())));
        if ui.add_enabled(!dirty, egui::Button::new(TAKE_CATEGORIES)).clicked() {
            commands.push(Command::AskTakeCategories(id, form.categories.clone()));
        }
    }
}

fn cleanup_step_ui(ui: &mut egui::Ui, id: CleanupId, dirty: bool, register: &Register, commands: &mut Vec<Command>) {
    let Some(cleanup) = register.get::<Cleanup>(id) else { return };
    if let Some(reason) = &cleanup.void_reason {
        ui.label(theme::weak(format!("已作废：{reason}")));
        return;
    }
    if let Some(day) = cleanup.handled_on {
        ui.label(theme::weak(format!("{}处理完毕，纸质表请存档。", day.chinese())));
        return;
    }
    ui.label(theme::weak("打印送签；各系统处理完后登记，账号台账同时更新（第二十一条、第二十二条）。"));
    let to_print = is_to_print(Drafted::Cleanup(Some(id)), register);
    let clicked = ui.add_enabled_ui(!dirty, |ui| {
        let label = "处理这张清单";
        if to_print { ui.button(label) } else { ui.add(theme::main_button(label)) }.clicked()
    });
    if clicked.inner {
        commands.push(Command::AskHandleCleanup(id));
    }
    if !dirty && to_print && ui.link("登记为已打印").clicked() {
        commands.push(Command::NotePrinted(vec![PaperKey::Cleanup(id)]));
    }
    if !dirty && ui.link("作废这张清单").clicked() {
        commands.push(Command::AskVoid);
    }
}

/// What is kept of a row beside the paper, and what can be done to it.
fn row_ui(ui: &mut egui::Ui, form: &mut ListForm, register: &Register, commands: &mut Vec<Command>) {
    if !form.is_editable(register) {
        return;
    }
    let Some(row) = form.row else {
        ui.label(theme::weak("点表中的一格开始填写。可以把 Excel 中复制的几行直接粘贴到表里。"));
        return;
    };
    ui.label(theme::head(format!("第{}行", row + 1)));
    ui.horizontal_wrapped(|ui| {
        for (label, hint, step) in [
            ("插入一行", "", RowStep::Insert),
            ("上移", "Alt+↑", RowStep::Raise),
            ("下移", "Alt+↓", RowStep::Lower),
            ("去掉", "", RowStep::Remove),
        ] {
            let button = ui.add(egui::Button::new(label));
            let button = if hint.is_empty() { button } else { button.on_hover_text(hint) };
            if button.clicked() {
                commands.push(Command::ChangeRows(step));
            }
        }
    });
    if matches!(form.typed.of, Drafted::Matrix(_)) {
        ui.label(theme::weak("表上没有这两栏，随这一行保存。"));
        for field in [Field::Account, Field::Permissions] {
            ui.label(field.label());
            let mut text = form.typed.values.row(row, field).to_owned();
            let edit = if field.is_multiline() {
                egui::TextEdit::multiline(&mut text).desired_rows(3)
            } else {
                egui::TextEdit::singleline(&mut text)
            };
            let edit = edit.id_salt(("row", field)).desired_width(f32::INFINITY).char_limit(field.limit());
            let response = ui.add(edit);
            super::name_control(ui, &response, field.label());
            if response.changed() {
                form.typed.values.set_in_row(row, field, text);
            }
        }
    }
}

/// The paper that a scan of what is in front belongs to.
pub(super) fn paper_of(of: Drafted, register: &Register) -> Option<Scanned> {
    match of {
        Drafted::Matrix(id) => register.matrix_paper(id).map(|_| Scanned::Matrix(id)),
        Drafted::Cleanup(id) => register.get::<Cleanup>(id?).map(|it| Scanned::Numbered(it.number.clone())),
        Drafted::Application(_) => None,
    }
}

fn history_ui(ui: &mut egui::Ui, form: &ListForm, register: &Register, commands: &mut Vec<Command>) {
    if form.history.is_empty() {
        return;
    }
    ui.separator();
    ui.horizontal(|ui| {
        ui.label(theme::head("台账记录"));
        if let Some(Scanned::Numbered(number)) = paper_of(form.typed.of, register) {
            super::history_screen::paper_link(ui, &number, commands);
        }
    });
    for line in &form.history {
        ui.label(theme::weak(line).small());
    }
}
