//! The screen of a form: the paper, and at its right, or below it in a narrow window, what does not print.

use eframe::egui;

use super::command::{Command, PaperKey};
use super::completions::Completions;
use super::form::{Form, TO_COMPLETE, TO_SIGN};
use super::newcomers::stranger_ui;
use super::proposal;
use super::scans::scans_ui;
use super::sheet_view::Editing;
use super::side_panel::{beside, panel_ui, side_of_ui};
use super::spot::{Control, Spot};
use super::theme;
use crate::model::*;
use crate::ops::Office;
use crate::rules::{Finding, Weight};

/// What is kept beside the form and has no place on it.
const BESIDE: [Field; 7] = [
    Field::Account,
    Field::Holder,
    Field::Category,
    Field::Permissions,
    Field::Nature,
    Field::ExpiresOn,
    Field::Disposal,
];

/// Draws the form and its panel.
pub fn form_ui(
    ui: &mut egui::Ui,
    form: &mut Form,
    office: &Office,
    today: Day,
    composing: bool,
    commands: &mut Vec<Command>,
) {
    let register = office.register();
    let application = form.application().and_then(|id| register.get::<Application>(id)).cloned();
    let state = application.as_ref().map(|it| it.state);
    let editable = state.is_none_or(ApplicationState::may_be_changed);
    bar_ui(ui, form, application.as_ref(), commands);
    let whole = ui.available_rect_before_wrap();
    let (paper, side) = beside(whole, theme::SIDE_WIDTH);

    // The paper comes first in the order of the keyboard, though the panel has its fixed width.
    ui.scope_builder(egui::UiBuilder::new().max_rect(paper), |ui| {
        let findings = form.findings();
        let mut values = form.values().clone();
        let suggester = std::mem::take(&mut form.suggester);
        let suggest = |spot: Spot, values: &Values| suggester.offer(spot, values, office, today);
        let editing =
            editable.then(|| Editing { values: &mut values, findings: &findings, suggest: &suggest, today, composing });
        let happened = form.view.ui(ui, &form.pages, editing);
        form.suggester = suggester;
        if editable {
            *form.values_mut() = values;
            form.after(happened, register, today);
        }
    });
    panel_ui(ui, side, |ui| {
        side_of_ui(ui, ("side", form.application()), |ui| {
            step_ui(ui, form, office, application.as_ref(), today, composing, commands);
            ui.separator();
            if editable {
                beside_ui(ui, form, office, today, composing);
                ui.separator();
            }
            findings_ui(ui, form, state);
            if let Some(application) = &application {
                let subject = Scanned::Numbered(application.number.clone());
                scans_ui(ui, office.register(), &subject, commands);
                ui.separator();
                history_ui(ui, form, application, office.register(), commands);
                if application.state.is_open() {
                    ui.separator();
                    if ui.link("作废这张表").clicked() {
                        commands.push(Command::AskVoid);
                    }
                }
            }
        });
    });
}

fn bar_ui(ui: &mut egui::Ui, form: &mut Form, application: Option<&Application>, commands: &mut Vec<Command>) {
    let errands = |form: &mut Form, ui: &mut egui::Ui| {
        if ui.button("返回列表").clicked() {
            commands.push(Command::Show(super::Screen::Applications));
        }
        super::command_button(ui, "新建", Command::New, false, commands);
        let to_save = form.is_dirty() || form.is_new();
        super::command_button(ui, "保存", Command::Save, to_save, commands);
        let to_print = !to_save && application.is_some_and(|it| it.state == ApplicationState::Draft);
        super::command_button(ui, "打印", Command::Print, to_print, commands);
        super::command_button(ui, "导出 Excel", Command::Export, false, commands);
        ui.separator();
        match application {
            Some(application) => {
                ui.label(theme::head(&application.number));
                state_ui(ui, application.state);
            }
            None => {
                ui.label(theme::head("新申请表"));
            }
        }
        if form.is_dirty() {
            super::unsaved_ui(ui);
        }
    };
    super::bar_with_end_ui(ui, form, errands, |form, ui| form.view.zoom_ui(ui));
}

/// A state in its colour.
pub fn state_ui(ui: &mut egui::Ui, state: ApplicationState) {
    ui.label(egui::RichText::new(state.label()).color(state_color(state)));
}

/// The colour of a state.
pub fn state_color(state: ApplicationState) -> theme::Colour {
    match state {
        ApplicationState::Draft | ApplicationState::Void => theme::WEAK,
        ApplicationState::Printed => theme::WARN,
        ApplicationState::Signed => theme::ACCENT,
        ApplicationState::Done => theme::DONE,
    }
}

/// The next step of the form, and what it needs.
fn step_ui(
    ui: &mut egui::Ui,
    form: &mut Form,
    office: &Office,
    application: Option<&Application>,
    today: Day,
    composing: bool,
    commands: &mut Vec<Command>,
) {
    ui.label(theme::head("下一步"));
    let state = application.map(|application| application.state);
    for finding in form.findings().into_iter().filter(|finding| stops_step(finding, state)) {
        finding_ui(ui, form, &finding);
    }
    match state {
        None => {
            ui.label(theme::weak("填写申请表，然后保存。保存后得到编号。"));
        }
        Some(ApplicationState::Draft) => {
            ui.label(theme::weak("打印后送科室负责人、分管领导签字。签字和日期都在纸上手写。"));
            if let Some(application) = application
                && ui.link("登记为已打印").on_hover_text("用 PDF 或在别的电脑上打印过的，在这里登记").clicked()
            {
                commands.push(Command::NotePrinted(vec![PaperKey::Application(application.id)]));
            }
        }
        Some(ApplicationState::Printed) => {
            ui.label(theme::weak("纸质表签好后，把签字人和日期登记在这里。"));
            for field in TO_SIGN {
                panel_field_ui(ui, form, Side::Signatures, field, office, today, composing);
            }
            if TO_SIGN.into_iter().any(|field| form.signatures.is_proposed(field)) {
                ui.label(theme::weak(proposal::TOLD));
            }
            if ui.add(theme::main_button("登记签字")).clicked() {
                commands.push(Command::Sign);
            }
        }
        Some(ApplicationState::Signed) if form.signatures.are_corrected => {
            correction_ui(ui, form, office, today, composing, commands);
        }
        Some(ApplicationState::Signed) => {
            ui.label(theme::weak("操作员处理完后登记。办结时账号台账同时更新。"));
            let needs_account = application.is_some_and(|it| it.account.is_empty());
            for field in TO_COMPLETE.into_iter().filter(|field| *field != Field::Account || needs_account) {
                panel_field_ui(ui, form, Side::Signatures, field, office, today, composing);
            }
            if ui.add(theme::main_button("办结")).clicked() {
                commands.push(Command::Complete(String::new()));
            }
            let link = ui.link("签字登记错了");
            if link.on_hover_text("照纸质表更正签字人和日期，台账留下更正前后的内容").clicked()
            {
                form.signatures.are_corrected = true;
            }
        }
        Some(ApplicationState::Done) => {
            ui.label(theme::weak("已经办结。纸质表请存档。"));
            if let Some(application) = application
                && ui
                    .link("办结登记错了")
                    .on_hover_text("更正操作员、处理日期和账号名，台账留下更正前后的内容")
                    .clicked()
            {
                commands.push(Command::AskCorrect(application.id));
            }
        }
        Some(ApplicationState::Void) => {
            let reason = application.and_then(|it| it.void_reason.as_deref()).unwrap_or_default();
            ui.label(theme::weak(format!("已作废：{reason}")));
        }
    }
    recorded_ui(ui, form, state);
}

/// The signatures of a signed form once more, in the place of its next step.
fn correction_ui(
    ui: &mut egui::Ui,
    form: &mut Form,
    office: &Office,
    today: Day,
    composing: bool,
    commands: &mut Vec<Command>,
) {
    ui.label(theme::weak("照纸质表更正签字人和日期。"));
    for field in TO_SIGN {
        panel_field_ui(ui, form, Side::Signatures, field, office, today, composing);
    }
    ui.horizontal(|ui| {
        if ui.add(theme::main_button("更正签字")).clicked() {
            commands.push(Command::Sign);
        }
        if ui.button("不更正").clicked() {
            form.keep_signatures();
        }
    });
}

/// What is recorded of the signed paper, and what is kept beside it, once it cannot be changed any more.
fn recorded_ui(ui: &mut egui::Ui, form: &Form, state: Option<ApplicationState>) {
    if !matches!(state, Some(ApplicationState::Signed | ApplicationState::Done | ApplicationState::Void)) {
        return;
    }
    // What is being corrected stands in its fields, and nowhere else.
    let is_in_a_field = |field: &Field| form.signatures.are_corrected && TO_SIGN.contains(field);
    let fields = BESIDE.into_iter().chain([
        Field::DepartmentHead,
        Field::ReviewedOn,
        Field::SystemHead,
        Field::Leader,
        Field::ApprovedOn,
        Field::Operator,
        Field::HandledOn,
    ]);
    let told = fields.filter(|field| !form.values().get(*field).is_empty() && !is_in_a_field(field));
    let told: Vec<Field> = told.collect();
    if told.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.label(theme::head("已登记"));
    for field in told {
        ui.horizontal(|ui| labelled(ui, field).add(egui::Label::new(form.values().get(field)).wrap()));
    }
}

/// What is kept beside the form and has no place on it.
fn beside_ui(ui: &mut egui::Ui, form: &mut Form, office: &Office, today: Day, composing: bool) {
    ui.label(theme::head("登记信息"));
    let action = Action::from_label(form.values().get(Field::Action));
    let needed = action.is_some_and(|action| action != Action::Create);
    ui.label(theme::weak(if needed {
        "表上没有这几栏，打印时写在申请描述的开头。"
    } else {
        "表上没有这几栏。使用人、类别、权限打印时写在申请描述的开头。"
    }));
    for field in [Field::Account, Field::Holder] {
        panel_field_ui(ui, form, Side::Form, field, office, today, composing);
    }
    if action.is_some_and(Action::asks_for_rights) {
        for field in [Field::Category, Field::Permissions] {
            panel_field_ui(ui, form, Side::Form, field, office, today, composing);
        }
        choice_ui::<Nature>(ui, form, Field::Nature);
        if form.values().get(Field::Nature) == Nature::Temporary.label() {
            panel_field_ui(ui, form, Side::Form, Field::ExpiresOn, office, today, composing);
        }
    }
    if action == Some(Action::Close) {
        choice_ui::<Disposal>(ui, form, Field::Disposal);
    }
}

/// One of a closed list, none chosen in advance; a second click takes the choice back.
fn choice_ui<C: Choice>(ui: &mut egui::Ui, form: &mut Form, field: Field) {
    ui.horizontal(|ui| {
        let ui = labelled(ui, field);
        for member in C::ALL {
            let on = form.values().get(field) == member.label();
            if ui.radio(on, member.label()).clicked() {
                form.values_mut().set(field, if on { "" } else { member.label() });
            }
        }
    });
}

/// Whose texts a field of the panel shows.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// The form's own.
    Form,
    /// What is recorded of the signed paper.
    Signatures,
}

/// Room for the labels of the panel, in points: as much as the widest of them takes.
fn label_width(ui: &egui::Ui) -> f32 {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width = |field: Field| {
        let text = ui.painter().layout_no_wrap(field.label().to_owned(), font.clone(), theme::TEXT.now());
        text.size().x
    };
    let fields = TO_SIGN.into_iter().chain(TO_COMPLETE).chain(BESIDE);
    fields.map(width).fold(0.0, f32::max).ceil()
}

/// Writes a field's label where the labels of the panel stand, so that what is entered begins at one line.
fn labelled(ui: &mut egui::Ui, field: Field) -> &mut egui::Ui {
    let width = label_width(ui);
    let size = egui::vec2(width, ui.spacing().interact_size.y);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_width(width);
        ui.label(field.label());
    });
    ui
}

/// A labelled line of text with its completions below it; where none is marked, Enter goes on.
fn panel_field_ui(
    ui: &mut egui::Ui,
    form: &mut Form,
    side: Side,
    field: Field,
    office: &Office,
    today: Day,
    composing: bool,
) {
    let mut values = if side == Side::Form { form.values().clone() } else { form.signatures.values.clone() };
    let id = egui::Id::unique(("side", field));
    let is_line = !field.is_multiline();
    let offered = |form: &Form, values: &Values| form.suggester.offer(Spot::of(field), values, office, today);
    let mut completions = Completions::of(ui, id, composing, || offered(form, &values));
    let mut text = values.get(field).to_owned();
    let edit = if is_line {
        egui::TextEdit::singleline(&mut text)
    } else {
        egui::TextEdit::multiline(&mut text).desired_rows(2)
    };
    let hint = match field {
        Field::SystemHead => "没有就空着",
        field if field.is_day() => "如 2026年8月3日",
        _ => "",
    };
    let edit = edit.id(id).desired_width(f32::INFINITY).char_limit(field.limit()).hint_text(hint);
    let is_proposed = side == Side::Signatures && form.signatures.is_proposed(field);
    let edit = proposal::drawn(edit, is_proposed);
    let response = ui.horizontal_top(|ui| labelled(ui, field).add(edit)).inner;
    if is_proposed {
        proposal::entered(ui, &response, values.get(field));
    }
    super::name_control(ui, &response, field.label());
    let response = if field == Field::SystemHead {
        response.on_hover_text("系统管理部门负责人（第十一条）；纸上没有这一栏")
    } else {
        response
    };
    if response.changed() {
        values.set(field, text);
    }
    if response.lost_focus() && is_line {
        if let Some(day) = Day::from_typed(values.get(field), today).filter(|_| field.is_day()) {
            values.set(field, day.chinese());
        }
        // Taken out of the frame: what comes next would be ticked or pressed by it.
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter)) {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
        }
    }
    if let Some(suggestion) = completions.ui(ui, &response, || offered(form, &values)) {
        values.set(field, suggestion.text);
        form.brought.fill(field, &mut values, suggestion.also);
    }
    // A name that is only half typed is no account yet: it waits until none is offered any more.
    if response.lost_focus() && field == Field::Account && side == Side::Form && !completions.is_open() {
        form.complete_account(&mut values, office.register());
    }
    if completions.is_open() && field.is_day() && values.get(field).is_empty() {
        let button = egui::Button::new(format!("今天 {}", today.chinese())).sense(super::POINTER_ONLY);
        if ui.add(button).clicked() {
            values.set(field, today.chinese());
        }
    }
    // On the form itself 检查 tells of whom nobody knows.
    if side == Side::Signatures
        && field.names_person()
        && !completions.hangs()
        && let Some(meant) = stranger_ui(ui, values.get(field), response.has_focus(), office, &mut form.strangers)
    {
        values.set(field, meant);
    }
    if side == Side::Form {
        *form.values_mut() = values;
    } else {
        form.signatures.values = values;
        form.note_beside(office.register());
    }
}

/// Whether a finding stands in the way of the next step of a paper that is out: it is told where that step is.
fn stops_step(finding: &Finding, state: Option<ApplicationState>) -> bool {
    finding.weight == Weight::Error && matches!(state, Some(ApplicationState::Printed | ApplicationState::Signed))
}

fn findings_ui(ui: &mut egui::Ui, form: &mut Form, state: Option<ApplicationState>) {
    let (told, findings): (Vec<Finding>, Vec<Finding>) =
        form.findings().into_iter().partition(|finding| stops_step(finding, state));
    ui.label(theme::head("检查"));
    if findings.is_empty() {
        ui.label(theme::weak(match (form.is_new(), told.is_empty()) {
            (true, _) => "填写时，这里会提示问题和依据的条款。",
            (false, true) => "没有发现问题。",
            (false, false) => "须改正的写在“下一步”下面。",
        }));
    }
    for finding in findings {
        finding_ui(ui, form, &finding);
    }
}

/// A finding in its colour; a click leads to the field that it is about.
fn finding_ui(ui: &mut egui::Ui, form: &mut Form, finding: &Finding) {
    let text = egui::RichText::new(finding.line()).color(theme::weight(finding.weight));
    let response = ui.add(egui::Label::new(text).wrap().sense(egui::Sense::click()));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        form.view.wants_focus = Some(Control::of(finding.field));
    }
}

fn history_ui(
    ui: &mut egui::Ui,
    form: &Form,
    application: &Application,
    register: &Register,
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        ui.label(theme::head("台账记录"));
        super::history_screen::paper_link(ui, &application.number, commands);
    });
    if form.entries.is_empty() {
        ui.label(theme::weak(format!("{} 随数据一起载入。", application.number)));
    }
    let clerks = register.clerks();
    for entry in &form.entries {
        ui.label(format!("{}　{}", entry.day.chinese(), entry.op.label()));
        ui.label(theme::weak(entry.by(&application.number, &clerks)).small());
    }
}
