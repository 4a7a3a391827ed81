//! The lines of the registers' lists.

use super::table::Line;
use super::theme;
use crate::model::schema::masked;
use crate::model::*;
use crate::rules::status_on;

/// The group of void records: they show only when they are asked for.
pub const VOID: usize = 9;

/// The lines of a register's list on `today`; those of void records apart.
pub fn lines(kind: Kind, register: &Register, today: Day) -> Vec<Line<i64>> {
    let mut lines = lines_as_they_stand(kind, register, today);
    for line in &mut lines {
        let void = match kind {
            Kind::Departments => {
                register.departments.get(&DepartmentId(line.id)).and_then(|it| it.void_reason.as_ref())
            }
            Kind::People => register.people.get(&PersonId(line.id)).and_then(|it| it.void_reason.as_ref()),
            Kind::Systems => register.systems.get(&SystemId(line.id)).and_then(|it| it.void_reason.as_ref()),
            Kind::Accounts => register.accounts.get(&AccountId(line.id)).and_then(|it| it.void_reason.as_ref()),
        };
        if void.is_some() {
            line.group = VOID;
            line.color = Some((0, theme::WEAK));
        }
    }
    lines
}

fn lines_as_they_stand(kind: Kind, register: &Register, today: Day) -> Vec<Line<i64>> {
    let names = register.person_names();
    let person = |id: Option<PersonId>| id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let department = |id: Option<DepartmentId>| register.department_name(id).to_owned();
    let closed = |group: usize, column: usize| (group > 0).then_some((column, theme::WEAK));
    match kind {
        Kind::Departments => {
            let line = |it: &Department| {
                let texts =
                    vec![it.name.clone(), it.short.clone().unwrap_or_default(), person(it.head), person(it.leader)];
                let color = it.abolished_by(today).map(|_| (0, theme::WEAK));
                Line { color, ..Line::new(it.id.0, texts) }
            };
            register.departments.values().map(line).collect()
        }
        Kind::People => {
            let line = |it: &Person| {
                let now = status_on(it, today);
                let group = PersonStatus::ALL.iter().position(|status| *status == now).unwrap_or_default();
                let texts = vec![
                    it.name.clone(),
                    department(Some(it.department)),
                    it.post.clone(),
                    masked(&it.phone),
                    now.label().into(),
                ];
                // The whole phone is found, though the list hides its middle.
                Line { group, more: it.phone.clone(), color: closed(group, 4), ..Line::new(it.id.0, texts) }
            };
            register.people.values().map(line).collect()
        }
        Kind::Systems => {
            let line = |it: &InfoSystem| {
                let (group, origin) = match it.self_built {
                    Some(true) => (0, "自建"),
                    Some(false) => (1, "非自建"),
                    None => (2, "待核对"),
                };
                let texts = vec![
                    it.name.clone(),
                    department(it.lead_department),
                    origin.into(),
                    if it.private_network { "是".into() } else { String::new() },
                    person(it.system_admin),
                ];
                let color = it.retired_by(today).map(|_| (0, theme::WEAK));
                Line { group, more: it.aliases.join("\n"), color, ..Line::new(it.id.0, texts) }
            };
            register.systems.values().map(line).collect()
        }
        Kind::Accounts => {
            let line = |it: &Account| {
                let group = AccountStatus::ALL.iter().position(|status| *status == it.status).unwrap_or_default();
                let texts = vec![
                    register.system_name(Some(it.system)).to_owned(),
                    it.account.clone(),
                    person(it.holder),
                    it.role.label().into(),
                    it.password_last_changed().map_or_else(String::new, Day::chinese),
                    it.status.label().into(),
                ];
                Line { group, more: it.category.clone(), color: closed(group, 5), ..Line::new(it.id.0, texts) }
            };
            register.accounts.values().map(line).collect()
        }
    }
}
