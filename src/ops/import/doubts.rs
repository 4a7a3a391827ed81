//! What the clerk is asked to look at before a table is taken in: names that may be slips, accounts whose status changes,
//! people who have left, roles that a table tells by half.

use std::collections::HashMap;

use super::{CellChange, Imported};
use crate::model::schema::Attribute;
use crate::model::*;
use crate::rules::{left, slips, told_without_form};

/// Asks about every name that the table brings into the register and that is like a known one: the records that its rows
/// are, told by the place of their effect, and those that they name.
pub(super) fn ask_about_names(imported: &mut Imported, own: Vec<(usize, Kind, String)>, register: &Register) {
    let made = imported.effects.iter().enumerate().flat_map(|(at, it)| it.made.iter().map(move |made| (at, made)));
    let made = made.map(|(at, (kind, name))| (at, *kind, name.clone()));
    let new: Vec<(usize, Kind, String)> = made.chain(own).collect();
    for kind in [Kind::Departments, Kind::People, Kind::Systems] {
        let new: Vec<(usize, &str)> =
            new.iter().filter(|(_, of, _)| *of == kind).map(|(at, _, name)| (*at, name.as_str())).collect();
        let names: Vec<&str> = new.iter().map(|(_, name)| *name).collect();
        let known: Vec<&str> = match kind {
            Kind::Departments => register.departments.values().map(|it| it.name.as_str()).collect(),
            Kind::People => register.people.values().map(|it| it.name.as_str()).collect(),
            Kind::Systems => register.systems.values().map(|it| it.name.as_str()).collect(),
            Kind::Accounts => Vec::new(),
        };
        let term = kind.term();
        for ((at, name), meant) in new.iter().zip(slips(&names, known.into_iter())) {
            let doubt = meant.map(|meant| format!("{term}“{name}”与已登记的“{meant}”相近，请核对"));
            imported.effects[*at].doubts.extend(doubt);
        }
        if kind == Kind::People {
            ask_about_namesakes(imported, &new, register);
        }
    }
}

/// Two people may share a name; and somebody who has moved stands twice.
fn ask_about_namesakes(imported: &mut Imported, new: &[(usize, &str)], register: &Register) {
    if new.is_empty() {
        return;
    }
    let known: HashMap<&str, &Person> = register.people.values().map(|it| (it.name.as_str(), it)).collect();
    for (at, name) in new {
        let doubt = known.get(name).map(|it| {
            let department = register.department_name(Some(it.department));
            format!("{department}已登记有同名的“{name}”，请核对是否同一人")
        });
        imported.effects[*at].doubts.extend(doubt);
    }
}

/// 第十条: a table may tell how accounts stand by now, and changes their status or 使用人 without a form of its own.
pub(super) fn changed_without_form(kind: Kind, changes: &[CellChange]) -> Vec<String> {
    let told = |(label, was, is): &CellChange| match *label {
        "状态" => Some(told_without_form(label, was, is)),
        "使用人" if !was.is_empty() => Some(told_without_form(label, was, is)),
        _ => None,
    };
    if kind == Kind::Accounts { changes.iter().filter_map(told).collect() } else { Vec::new() }
}

/// 第十四条: what a row that brings something new says of somebody who has left: 离职 without the day, or an account that is
/// in use all the same. `holder` is that of an account.
pub(super) fn of_leaver(kind: Kind, told: &[String], holder: Option<&Person>, today: Day) -> Option<String> {
    let text = |label: &str| {
        let mut cells = kind.attributes().iter().zip(told);
        cells.find(|(attribute, _)| attribute.label == label).map_or("", |(_, text)| text.as_str())
    };
    match kind {
        Kind::People => (text("状态") == PersonStatus::Left.label() && text("离职日").is_empty())
            .then(|| "状态是离职，没有写离职日，请补填（第十四条）".to_owned()),
        Kind::Accounts => {
            let person = holder.filter(|_| text("状态") == AccountStatus::Active.label())?;
            let since = left(person, today)?.map_or_else(String::new, |day| format!("于{}", day.chinese()));
            Some(format!("{}已{since}离开岗位，账号状态是在用，请核对（第十四条）", person.name))
        }
        _ => None,
    }
}

/// Whether a cell tells the kind of an administrator's account as 附件2 does, and not which administrator it is.
pub(super) fn tells_half_a_role(label: &str, text: &str) -> bool {
    label == "角色" && text == AccountKind::Admin.label()
}

/// Puts a role in the place of 管理账号: the one that is known, else 系统管理员, which is asked about (第八条).
pub(super) fn whole_role(attributes: &[Attribute], texts: &mut [String], kept: Option<&[String]>) -> Option<String> {
    let mut cells = attributes.iter().zip(texts).enumerate();
    let (at, (_, text)) = cells.find(|(_, (attribute, text))| tells_half_a_role(attribute.label, text))?;
    let known = kept.and_then(|kept| Role::from_label(kept.get(at)?)).filter(|role| role.kind() == AccountKind::Admin);
    known.unwrap_or(Role::SystemAdmin).label().clone_into(text);
    let doubt = || "管理账号按系统管理员登记，请核对是否应为超级管理员（第八条）".to_owned();
    known.is_none().then(doubt)
}
