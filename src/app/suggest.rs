//! What a field can be completed to, from what is known; anything new is taken as well.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use super::spot::Spot;
use crate::model::*;
use crate::ops::Office;
use crate::rules::status_on;
use crate::spelling::Spelling;

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it puts into the field.
    pub text: String,
    /// What tells it apart.
    pub hint: String,
    /// What it fills besides.
    pub also: Vec<(Field, String)>,
}

impl Suggestion {
    fn new(text: &str, hint: &str) -> Self {
        Self { text: text.into(), hint: hint.into(), also: Vec::new() }
    }
}

/// The completions of each field, kept until something they depend on changes.
#[derive(Default)]
pub struct Suggester {
    offered: RefCell<HashMap<Spot, Offered>>,
    spelling: RefCell<Spelling>,
}

/// The form, the revision and the day that they were made for, and the completions.
type Offered = (Values, u64, Day, Vec<Suggestion>);

impl Suggester {
    /// The completions of what is typed at a place, best first. In a list the row is completed as a form of its own.
    pub fn offer(&self, spot: Spot, values: &Values, office: &Office, today: Day) -> Vec<Suggestion> {
        let alone = spot.row.map(|row| values.row_alone(row));
        let values = alone.as_ref().unwrap_or(values);
        let mut kept = self.offered.borrow_mut();
        match kept.get(&spot) {
            Some((of, revision, day, offered)) if of == values && *revision == office.revision() && *day == today => {
                offered.clone()
            }
            _ => {
                let mut spelling = self.spelling.borrow_mut();
                let mut offered = suggestions(spot.field, values, office.register(), today, &mut spelling);
                if spot.row.is_some() {
                    for it in &mut offered {
                        fill_row(spot.field, it, values, office.register());
                    }
                }
                kept.insert(spot, (values.clone(), office.revision(), today, offered.clone()));
                offered
            }
        }
    }
}

/// What a completion fills besides in the row of a list: what stands there already stays.
fn fill_row(field: Field, suggestion: &mut Suggestion, row: &Values, register: &Register) {
    suggestion.also.retain(|(of, text)| row.get(*of).is_empty() && !text.is_empty());
    let mut fill = |field: Field, text: String| {
        if row.get(field).is_empty() && !text.is_empty() {
            suggestion.also.retain(|(of, _)| *of != field);
            suggestion.also.push((field, text));
        }
    };
    let mut person_of = None;
    match field {
        Field::Holder => person_of = register.person_named(&suggestion.text).found(),
        Field::Account => {
            let system = register.system_named(row.get(Field::System));
            let same = |it: &&Account| Some(it.system) == system && it.account == suggestion.text;
            if let Some(account) = register.accounts.values().find(same) {
                person_of = account.holder;
                fill(Field::AccountType, account.role.kind().label().to_owned());
                fill(Field::Holder, account.holder.map_or_else(String::new, |id| register.person_name(id)));
            }
        }
        _ => {}
    }
    if let Some(person) = person_of.and_then(|id| register.get::<Person>(id)) {
        fill(Field::Post, person.post.clone());
        fill(Field::Department, register.department_name(Some(person.department)).to_owned());
    }
}

/// What an applicant brings along: 部门及岗位 and 联系方式.
pub(super) fn brought_along(person: &Person, register: &Register) -> Vec<(Field, String)> {
    let department = register.department_name(Some(person.department));
    let place = [department, &person.post].join(" ").trim().to_owned();
    vec![(Field::DepartmentAndPost, place), (Field::Contact, person.phone.clone())]
}

/// How many are offered at a time.
const MOST: usize = 8;

fn suggestions(
    field: Field,
    values: &Values,
    register: &Register,
    today: Day,
    spelling: &mut Spelling,
) -> Vec<Suggestion> {
    let typed = values.get(field).trim().to_lowercase();
    let mut found: Vec<(bool, Suggestion)> = Vec::new();
    let mut offer = |keys: &[&str], suggestion: Suggestion| {
        let mut matches = keys.iter().any(|key| key.to_lowercase().contains(&typed));
        // Letters alone may be 拼音: from its beginning, whole or by initials.
        if !matches && typed.chars().all(|c| c.is_ascii_alphanumeric()) {
            let (full, initials) = spelling.of(&suggestion.text);
            matches = full.starts_with(&typed) || initials.starts_with(&typed);
        }
        if matches && suggestion.text.to_lowercase() != typed {
            found.push((!suggestion.text.to_lowercase().starts_with(&typed), suggestion));
        }
    };
    match field {
        Field::System => offer_systems(values, register, today, &mut offer),
        field if field.names_person() => offer_people(field, register, today, &mut offer),
        Field::DepartmentAndPost => offer_departments_and_posts(values.get(field), register, today, &mut offer),
        Field::Account => offer_accounts(values, register, &mut offer),
        Field::Department => offer_departments(register, today, &mut offer),
        Field::Category | Field::Post | Field::AccountType | Field::Disposal => {
            for text in pick_list(field, register) {
                offer(&[text], Suggestion::new(text, ""));
            }
        }
        _ => {}
    }
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, suggestion)| suggestion).take(MOST).collect()
}

/// Takes what can be offered, with what it is found by.
type Offer<'a> = dyn FnMut(&[&str], Suggestion) + 'a;

fn offer_systems(values: &Values, register: &Register, today: Day, offer: &mut Offer) {
    // The accounts of a system that is off line are still to be closed.
    let closes = values.get(Field::Action) == Action::Close.label();
    let is_offered = |it: &&InfoSystem| it.void_reason.is_none() && (closes || it.is_offered(today));
    for system in register.systems.values().filter(is_offered) {
        let mut keys: Vec<&str> = vec![&system.name];
        keys.extend(system.aliases.iter().map(String::as_str));
        offer(&keys, Suggestion::new(&system.name, register.department_name(system.lead_department)));
    }
}

/// Who serves; as a holder also who is gone, whose accounts there still are.
fn offer_people(field: Field, register: &Register, today: Day, offer: &mut Offer) {
    let names = register.person_names();
    for person in register.people.values() {
        let status = status_on(person, today);
        let leaves = status != PersonStatus::Serving;
        if person.void_reason.is_some() || leaves && field != Field::Holder {
            continue;
        }
        let department = register.department_name(Some(person.department));
        let place = [department, &person.post].join(" ").trim().to_owned();
        let hint = if leaves { format!("{place}（{}）", status.label()) } else { place };
        let mut suggestion = Suggestion::new(names.get(&person.id).map_or(&person.name, |name| name), &hint);
        if field == Field::Applicant {
            suggestion.also = brought_along(person, register);
        }
        offer(&[&person.name, department], suggestion);
    }
}

fn offer_departments(register: &Register, today: Day, offer: &mut Offer) {
    for department in register.departments.values().filter(|it| it.is_offered(today)) {
        let short = department.short.as_deref().unwrap_or_default();
        offer(&[&department.name, short], Suggestion::new(&department.name, short));
    }
}

/// The departments; once one stands, the posts that are known there.
fn offer_departments_and_posts(typed: &str, register: &Register, today: Day, offer: &mut Offer) {
    let (department, _) = register.split_department_and_post(typed);
    let Some(known) = register.department_named(&department) else { return offer_departments(register, today, offer) };
    let people = register.people.values().filter(|person| person.department == known);
    let posts: BTreeSet<&str> = people.map(|person| person.post.as_str()).filter(|post| !post.is_empty()).collect();
    for post in posts {
        let text = format!("{} {post}", register.department_name(Some(known)));
        offer(&[&text], Suggestion::new(&text, ""));
    }
}

/// What an account brings along: its 使用人, unless that is who applies; of one that nobody knows, nobody.
pub fn brought_by_account(account: Option<&Account>, values: &Values, register: &Register) -> Vec<(Field, String)> {
    let holder = account.and_then(|it| it.holder).map_or_else(String::new, |id| register.person_name(id));
    let is_told = values.get(Field::Applicant).trim() == holder;
    vec![(Field::Holder, if is_told { String::new() } else { holder })]
}

/// The accounts of the system that stands in the form.
fn offer_accounts(values: &Values, register: &Register, offer: &mut Offer) {
    let system = register.system_named(values.get(Field::System));
    for account in register.accounts.values().filter(|it| Some(it.system) == system && it.void_reason.is_none()) {
        let holder = account.holder.map_or_else(String::new, |holder| register.person_name(holder));
        let hint = format!("{holder} {}", account.status.label());
        let mut suggestion = Suggestion::new(&account.account, hint.trim());
        suggestion.also = brought_by_account(Some(account), values, register);
        offer(&[&account.account, &holder], suggestion);
    }
}

/// The texts that a cell is usually filled with. 账号类别 and 岗位 take others as well.
fn pick_list(field: Field, register: &Register) -> Vec<&str> {
    let known: BTreeSet<&str> = match field {
        Field::AccountType => return AccountKind::ALL.iter().map(|it| it.label()).collect(),
        Field::Disposal => return Treatment::ALL.iter().map(|it| it.label()).collect(),
        // 填写说明 of 附件1 gives 受理, 审批, 科长 and 科员.
        Field::Category => register.accounts.values().map(|it| it.category.as_str()).chain(["受理", "审批"]).collect(),
        _ => register.people.values().map(|it| it.post.as_str()).chain(["科长", "科员"]).collect(),
    };
    known.into_iter().filter(|text| !text.is_empty()).collect()
}
