//! What a field can be completed to, from what is known; anything new is taken as well.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::*;
use crate::ops::Office;

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

/// The completions of each field, kept until something they depend on changes.
#[derive(Default)]
pub struct Suggester(RefCell<HashMap<Field, Offered>>);

/// The form and the revision that they were made for, and the completions.
type Offered = (Values, u64, Vec<Suggestion>);

impl Suggester {
    /// The completions of what is typed in `field`, best first.
    pub fn offer(&self, field: Field, values: &Values, office: &Office) -> Vec<Suggestion> {
        let mut kept = self.0.borrow_mut();
        match kept.get(&field) {
            Some((of, revision, offered)) if of == values && *revision == office.revision() => offered.clone(),
            _ => {
                let offered = suggestions(field, values, office.register());
                kept.insert(field, (values.clone(), office.revision(), offered.clone()));
                offered
            }
        }
    }
}

/// How many are offered at a time.
const MOST: usize = 8;

fn suggestions(field: Field, values: &Values, register: &Register) -> Vec<Suggestion> {
    let typed = values.get(field).trim().to_lowercase();
    let plain = |text: &str, hint: &str| Suggestion { text: text.into(), hint: hint.into(), also: Vec::new() };
    let mut found: Vec<(bool, Suggestion)> = Vec::new();
    let mut offer = |keys: &[&str], suggestion: Suggestion| {
        let matches = keys.iter().any(|key| key.to_lowercase().contains(&typed));
        if matches && suggestion.text.to_lowercase() != typed {
            found.push((!suggestion.text.to_lowercase().starts_with(&typed), suggestion));
        }
    };
    match field {
        Field::System => {
            for system in register.systems.values() {
                let mut keys: Vec<&str> = vec![&system.name];
                keys.extend(system.aliases.iter().map(String::as_str));
                offer(&keys, plain(&system.name, register.department_name(system.lead_department)));
            }
        }
        Field::Applicant | Field::Holder | Field::Leader | Field::DepartmentHead | Field::Operator => {
            let names = register.person_names();
            for person in register.people.values() {
                let leaves = person.status != PersonStatus::Serving;
                if leaves && field != Field::Holder {
                    continue;
                }
                let department = register.department_name(Some(person.department));
                let place = [department, &person.post].join(" ").trim().to_owned();
                let hint = if leaves { format!("{place}（{}）", person.status.label()) } else { place.clone() };
                let mut suggestion = plain(names.get(&person.id).map_or(&person.name, |name| name), &hint);
                if field == Field::Applicant {
                    suggestion.also = vec![(Field::DepartmentAndPost, place), (Field::Contact, person.phone.clone())];
                }
                offer(&[&person.name, department], suggestion);
            }
        }
        Field::DepartmentAndPost => {
            let (department, _) = register.split_department_and_post(values.get(field));
            match register.department_named(&department) {
                // The department stands: now the posts that are known there.
                Some(known) => {
                    let mut posts: Vec<&str> = register
                        .people
                        .values()
                        .filter(|person| person.department == known)
                        .map(|person| person.post.as_str())
                        .collect();
                    posts.sort_unstable();
                    posts.dedup();
                    for post in posts.into_iter().filter(|post| !post.is_empty()) {
                        let text = format!("{} {post}", register.department_name(Some(known)));
                        offer(&[&text], plain(&text, ""));
                    }
                }
                None => {
                    for department in register.departments.values() {
                        let short = department.short.as_deref().unwrap_or_default();
                        offer(&[&department.name, short], plain(&department.name, short));
                    }
                }
            }
        }
        Field::Account => {
            let system = register.system_named(values.get(Field::System));
            for account in register.accounts.values().filter(|account| Some(account.system) == system) {
                let holder = account.holder.map_or_else(String::new, |holder| register.person_name(holder));
                let hint = format!("{holder} {}", account.status.label());
                let mut suggestion = plain(&account.account, hint.trim());
                if !holder.is_empty() && values.get(Field::Applicant) != holder {
                    suggestion.also = vec![(Field::Holder, holder.clone())];
                }
                offer(&[&account.account, &holder], suggestion);
            }
        }
        _ => {}
    }
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, suggestion)| suggestion).take(MOST).collect()
}
