//! The attributes of a record as fields of a panel, with the names that they are completed from.

use eframe::egui;

use super::theme;
use crate::model::schema::{Attribute, Entry};
use crate::model::*;

/// How many completions are offered at a time.
const MOST: usize = 6;

/// What names are completed from.
#[derive(Default)]
pub struct Names {
    people: Vec<String>,
    departments: Vec<String>,
    systems: Vec<String>,
}

/// The names that may be put on a new record.
pub fn names(register: &Register) -> Names {
    Names {
        people: {
            let names = register.person_names();
            let live = register.people.values().filter(|it| it.void_reason.is_none());
            live.filter_map(|it| names.get(&it.id).cloned()).collect()
        },
        departments: register
            .departments
            .values()
            .filter(|it| it.void_reason.is_none())
            .map(|it| it.name.clone())
            .collect(),
        systems: register.systems.values().filter(|it| it.void_reason.is_none()).map(|it| it.name.clone()).collect(),
    }
}

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

/// A field by what it is entered as.
pub fn attribute_ui(
    ui: &mut egui::Ui,
    attribute: &Attribute,
    text: &mut String,
    names: &Names,
    today: Day,
    focus: bool,
) {
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
    let edit = match attribute.entry {
        Entry::Long => egui::TextEdit::multiline(text).desired_rows(3),
        _ => egui::TextEdit::singleline(text),
    };
    let hint = match attribute.entry {
        Entry::Day => "如 2026年8月3日",
        Entry::Names => "几个名称之间用、隔开",
        _ => "",
    };
    let edit = edit.id_salt(("record", label)).desired_width(f32::INFINITY).hint_text(hint);
    let response = ui.add(edit.char_limit(attribute.limit));
    super::name_control(ui, &response, label);
    if focus {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if entered && attribute.entry != Entry::Long {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
    }
    if attribute.entry == Entry::Day
        && response.lost_focus()
        && let Some(day) = Day::from_typed(text, today)
    {
        *text = day.chinese();
    }
    let known: &[String] = match attribute.entry {
        Entry::Person => &names.people,
        Entry::Department => &names.departments,
        Entry::System => &names.systems,
        _ => return,
    };
    let id = response.id.with("open");
    let open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default() || response.changed();
    let others = ui.memory(|memory| memory.focused().is_some_and(|focused| focused != response.id));
    let mut open = open && !others && !text.is_empty();
    if open {
        let fits = known.iter().filter(|name| name.contains(text.as_str()) && *name != text).take(MOST);
        let fits: Vec<String> = fits.cloned().collect();
        for name in fits {
            let item = ui.add(egui::Button::selectable(false, &name).truncate().sense(super::POINTER_ONLY));
            if item.clicked() {
                *text = name;
                open = false;
            }
        }
    }
    ui.data_mut(|data| data.insert_temp(id, open));
}

/// What another status of an account rests on, asked for below it; whether a form is wanted instead (第十条).
pub fn because_ui(ui: &mut egui::Ui, because: &mut String) -> bool {
    let label = "改状态的依据";
    ui.label(format!("{label}（必填）"));
    let edit = egui::TextEdit::singleline(because).desired_width(f32::INFINITY).char_limit(text::NOTE_LIMIT);
    let response = ui.add(edit.hint_text("申请表编号或原因"));
    super::name_control(ui, &response, label);
    ui.label(theme::weak("账号的禁用、删除、启用通常用申请表（附件2）办理（第十条）。").small());
    ui.link("改填申请表").clicked()
}
