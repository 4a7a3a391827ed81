//! The attributes of a record as fields of a panel.

use eframe::egui;

use super::completions::NameLine;
use super::suggest::Suggester;
use super::theme;
use crate::model::schema::{Attribute, Entry};
use crate::model::*;
use crate::ops::Office;

/// One of a few, each with the text that it stands for.
fn radio_ui(ui: &mut egui::Ui, label: &str, options: &[(&str, &str)], text: &mut String) {
    ui.label(label);
    ui.horizontal_wrapped(|ui| {
        for (option, stands_for) in options {
            if ui.radio(text == stands_for, *option).clicked() {
                (*stands_for).clone_into(text);
            }
        }
    });
}

/// What the fields of a record are drawn with.
pub struct Around<'a> {
    /// Names are completed from its register.
    pub office: &'a Office,
    /// The completions.
    pub suggester: &'a Suggester,
    /// Today.
    pub today: Day,
    /// Whether an input method composes.
    pub composing: bool,
}

/// A field by what it is entered as.
pub fn attribute_ui(ui: &mut egui::Ui, attribute: &Attribute, text: &mut String, around: &Around, focus: bool) {
    let label = attribute.label;
    match attribute.entry {
        Entry::Flag => {
            let mut on = text == "是";
            if ui.checkbox(&mut on, label).changed() {
                *text = if on { "是".into() } else { "否".into() };
            }
            return;
        }
        Entry::Choice(options) => {
            let options: Vec<(&str, &str)> = options.iter().map(|option| (*option, *option)).collect();
            return radio_ui(ui, label, &options, text);
        }
        Entry::Told => {
            return radio_ui(ui, &format!("是否{label}"), &[(label, "是"), (&format!("非{label}"), "否")], text);
        }
        _ => {}
    }
    ui.label(if attribute.required { format!("{label}（必填）") } else { label.to_owned() });
    let response = match named(attribute) {
        Some(field) => {
            let (width, composing, today) = (f32::INFINITY, around.composing, around.today);
            let line = NameLine { label, field, width, hint: "", is_proposed: false, composing, today };
            line.ui(ui, text, around.suggester, around.office).0
        }
        None => line_ui(ui, attribute, text),
    };
    if focus {
        response.request_focus();
    }
    let entered = response.lost_focus() && attribute.entry != Entry::Long;
    // Taken out of the frame: what comes next would be ticked or pressed by it.
    if entered && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter)) {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
    }
    if attribute.entry == Entry::Day
        && response.lost_focus()
        && let Some(day) = Day::from_typed(text, around.today)
    {
        *text = day.chinese();
    }
}

/// As what a name is completed; nothing where it is no known name. An account may be a leaver's.
fn named(attribute: &Attribute) -> Option<Field> {
    match attribute.entry {
        Entry::Person if attribute.label == Field::Holder.label() => Some(Field::Holder),
        Entry::Person => Some(Field::Leader),
        Entry::Department => Some(Field::Department),
        Entry::System => Some(Field::System),
        _ => None,
    }
}

fn line_ui(ui: &mut egui::Ui, attribute: &Attribute, text: &mut String) -> egui::Response {
    let edit = match attribute.entry {
        Entry::Long => egui::TextEdit::multiline(text).desired_rows(3),
        _ => egui::TextEdit::singleline(text),
    };
    let hint = match attribute.entry {
        Entry::Day => "如 2026年8月3日",
        Entry::Names => "几个名称之间用、隔开",
        _ => "",
    };
    let edit = edit.id_salt(("record", attribute.label)).desired_width(f32::INFINITY).hint_text(hint);
    let response = ui.add(edit.char_limit(attribute.limit));
    super::name_control(ui, &response, attribute.label);
    response
}

/// What another status or 使用人 of an account rests on, asked for below it; whether a form is wanted instead of another
/// status (第十条).
pub fn because_ui(ui: &mut egui::Ui, because: &mut String, of_status: bool) -> bool {
    let label = "改动的依据";
    ui.label(format!("{label}（必填）"));
    let edit = egui::TextEdit::singleline(because).desired_width(f32::INFINITY).char_limit(text::NOTE_LIMIT);
    let response = ui.add(edit.hint_text("申请表编号或原因"));
    super::name_control(ui, &response, label);
    if !of_status {
        ui.label(theme::weak("换使用人通常填一张变更的申请表（附件2）办理（第十条）。").small());
        return false;
    }
    ui.label(theme::weak("账号的禁用、删除、启用通常用申请表（附件2）办理（第十条）。").small());
    ui.link("改填申请表").clicked()
}
