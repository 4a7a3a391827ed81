//! Takes a JSON document in: all of it in one transaction, or none.
//!
//! What has the same key is updated (department: name; person: name and department; system: name; account:
//! system and account; a paper: its number; a waiver: what it is about): keys that the document leaves out stay as they are.
//! The rows of a department in `matrix` replace its table. Facts are kept as told: findings are for the clerk.

mod filing;
mod known;
mod lists;
mod supervision;

use std::collections::HashMap;

use filing::FILING;
use known::Known;
use lists::{CLEANUP, MATRIX, MATRIX_PAPER};

use super::Office;
use super::document::{Problems, Reader, read_json};
use super::names::{Names, ambiguous, new_system};
use crate::error::{Error, Result};
use crate::model::text::{ACCOUNT_NOTE_LIMIT, LONG_LIMIT, NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT, SYSTEM_LIMIT};
use crate::model::*;
use crate::rules::told_without_form;
use crate::store::{Errand, Tx};

/// The papers of a list with the numbers that they tell; those that tell none come last, so that a number that is given
/// never meets one that is told. A number that is told twice is refused: one of the two papers would be lost.
fn told_first<'r, 'a>(list: &'r [Reader<'a>]) -> Vec<(Option<String>, &'r Reader<'a>)> {
    let mut papers: Vec<_> = list.iter().map(|told| (told.text_maybe("number", SHORT_LIMIT).flatten(), told)).collect();
    let mut first: HashMap<String, &str> = HashMap::new();
    papers.retain(|(number, told)| {
        let Some(number) = number else { return true };
        let before = *first.entry(number.clone()).or_insert(&told.place);
        if before != told.place {
            told.problem("number", format!("“{number}”在{before}已经写过"));
        }
        before == told.place
    });
    papers.sort_by_key(|(number, _)| number.is_none());
    papers
}

/// Keeps what stands where the document says nothing.
fn set<T>(place: &mut T, told: Option<T>) {
    if let Some(told) = told {
        *place = told;
    }
}

/// What a document that was loaded has brought about, besides that it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loaded {
    /// The numbers that were given, in the order of the document.
    pub given: Vec<String>,
    /// What is to be looked at: accounts whose status it changed, a line each.
    pub doubts: Vec<String>,
}

impl Office {
    /// Loads a document.
    pub fn load(&mut self, json: &str, today: Day) -> Result<Loaded> {
        let document = read_json(json)?;
        self.transact(&Errand::new(Op::Load, today), |register, tx| {
            let problems = Problems::default();
            let loaded = match Reader::new(String::new(), &document, TOP, &problems) {
                Some(top) => {
                    let mut load = Load {
                        register,
                        tx,
                        names: Names::of(register),
                        today,
                        loaded: Loaded::default(),
                        known: Known::default(),
                        people: HashMap::new(),
                    };
                    load.everything(&top)?;
                    load.loaded
                }
                None => Loaded::default(),
            };
            if problems.is_empty() { Ok(loaded) } else { Err(Error::bad_places(problems.into_lines())) }
        })
    }
}

const TOP: &[&str] = &[
    "departments",
    "people",
    "systems",
    "accounts",
    "matrix",
    "matrix_papers",
    "applications",
    "cleanups",
    "filings",
    "settings",
    "waivers",
    "post_changes",
    "notices",
    "inspections",
    "samples",
];
const DEPARTMENT: &[&str] = &["name", "short", "head", "leader", "is_network_center", "abolished_on", "void_reason"];
const PERSON: &[&str] =
    &["name", "department", "post", "phone", "status", "joined_on", "left_on", "handed_over_on", "void_reason"];
const SYSTEM: &[&str] = &[
    "name",
    "aliases",
    "lead_department",
    "self_built",
    "private_network",
    "upper_level",
    "accepted_on",
    "super_admin",
    "system_admin",
    "retired_on",
    "void_reason",
];
const ACCOUNT: &[&str] = &[
    "system",
    "account",
    "layer",
    "role",
    "category",
    "permissions",
    "holder",
    "opened_on",
    "expires_on",
    "nature",
    "status",
    "initial_password_changed_on",
    "password_changed_on",
    "basis",
    "reason",
    "void_reason",
];
const APPLICATION: &[&str] = &[
    "number",
    "kind",
    "action",
    "disposal",
    "account_note",
    "applicant",
    "department",
    "post",
    "applied_on",
    "contact",
    "system",
    "account",
    "holder",
    "description",
    "category",
    "permissions",
    "nature",
    "expires_on",
    "department_head",
    "system_head",
    "leader",
    "operator",
    "reviewed_on",
    "approved_on",
    "handled_on",
    "outcome",
    "state",
    "void_reason",
];
/// 「姓名（科室）」.
const PERSON_LIMIT: usize = NAME_LIMIT * 2 + 2;

struct Load<'a, 'tx> {
    register: &'a Register,
    tx: &'a mut Tx<'tx>,
    names: Names,
    today: Day,
    loaded: Loaded,
    /// What this document has told so far, for what refers to it.
    known: Known,
    /// The people whom it tells, as it tells them.
    people: HashMap<PersonId, Person>,
}

impl Load<'_, '_> {
    /// Names first, so that a reference may stand before what it names.
    fn everything(&mut self, top: &Reader) -> Result<()> {
        let departments = top.list("departments", DEPARTMENT);
        let systems = top.list("systems", SYSTEM);
        let departments = self.department_names(&departments)?.into_iter().zip(departments).collect::<Vec<_>>();
        self.people(&top.list("people", PERSON))?;
        for (department, told) in departments {
            self.department(department, &told)?;
        }
        for told in systems {
            self.system(&told)?;
        }
        self.accounts(&top.list("accounts", ACCOUNT))?;
        self.matrix(&top.list("matrix", MATRIX))?;
        self.matrix_papers(&top.list("matrix_papers", MATRIX_PAPER))?;
        self.applications(&top.list("applications", APPLICATION))?;
        self.cleanups(&top.list("cleanups", CLEANUP))?;
        self.filings(&top.list("filings", FILING))?;
        self.supervision(top)
    }

    /// All but the people of a department: they are not known yet.
    fn department_names(&mut self, list: &[Reader]) -> Result<Vec<Option<DepartmentId>>> {
        let mut ids = Vec::with_capacity(list.len());
        for told in list {
            let Some(name) = told.required("name", NAME_LIMIT) else {
                ids.push(None);
                continue;
            };
            let known = self.names.department_exactly(&name).cloned();
            let mut department = if let Some(department) = known {
                department
            } else {
                let id = self.names.department_new(&name, self.tx)?;
                Department {
                    id,
                    name,
                    short: None,
                    head: None,
                    leader: None,
                    is_network_center: false,
                    abolished_on: None,
                    void_reason: None,
                }
            };
            set(&mut department.short, told.text_maybe("short", NAME_LIMIT));
            set(&mut department.abolished_on, told.day("abolished_on"));
            set(&mut department.is_network_center, told.flag("is_network_center"));
            set(&mut department.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            self.names.know_department(&department);
            ids.push(Some(department.id));
        }
        Ok(ids)
    }

    fn department(&mut self, id: Option<DepartmentId>, told: &Reader) -> Result<()> {
        let Some(mut department) = id.and_then(|id| self.names.department_as_it_stands(id).cloned()) else {
            return Ok(());
        };
        set(&mut department.head, self.person(told, "head"));
        set(&mut department.leader, self.person(told, "leader"));
        if let Err(error) = self.names.refuse_second_center(&department) {
            told.problem("is_network_center", error.lines().join("；"));
        }
        self.names.know_department(&department);
        self.tx.put(department)
    }

    fn people(&mut self, list: &[Reader]) -> Result<()> {
        let mut made: HashMap<PersonId, Person> = HashMap::new();
        for told in list {
            let (name, department) = (told.required("name", NAME_LIMIT), self.department_ref(told, "department", true));
            let (Some(name), Some(Some(department))) = (name, department) else { continue };
            let known = self.names.person_in(&name, department);
            let stands = known.and_then(|id| made.get(&id).or_else(|| self.register.get::<Person>(id)).cloned());
            let mut person = match stands {
                Some(person) => person,
                None => Person {
                    id: self.tx.new_id::<Person>()?,
                    name,
                    department,
                    post: String::new(),
                    phone: String::new(),
                    status: PersonStatus::Serving,
                    joined_on: None,
                    left_on: None,
                    handed_over_on: None,
                    void_reason: None,
                },
            };
            set(&mut person.post, told.text("post", NAME_LIMIT));
            set(&mut person.phone, told.text("phone", SHORT_LIMIT));
            set(&mut person.status, told.chosen("status"));
            set(&mut person.joined_on, told.day("joined_on"));
            set(&mut person.left_on, told.day("left_on"));
            set(&mut person.handed_over_on, told.day("handed_over_on"));
            set(&mut person.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            self.names.know_person(&person);
            made.insert(person.id, person.clone());
            self.tx.put(person)?;
        }
        self.people = made;
        Ok(())
    }

    fn system(&mut self, told: &Reader) -> Result<()> {
        let Some(name) = told.required("name", SYSTEM_LIMIT) else { return Ok(()) };
        let mut system = match self.names.system_exactly(&name) {
            Some(system) => system.clone(),
            None => new_system(self.tx.new_id::<InfoSystem>()?, &name),
        };
        let aliases = told.texts("aliases", SYSTEM_LIMIT);
        set(&mut system.aliases, aliases.map(|aliases| aliases.into_iter().map(|(_, alias)| alias).collect()));
        set(&mut system.lead_department, self.department_ref(told, "lead_department", false));
        set(&mut system.self_built, told.flag_maybe("self_built"));
        set(&mut system.private_network, told.flag("private_network"));
        set(&mut system.upper_level, told.flag("upper_level"));
        set(&mut system.accepted_on, told.day("accepted_on"));
        set(&mut system.super_admin, self.person(told, "super_admin"));
        set(&mut system.system_admin, self.person(told, "system_admin"));
        set(&mut system.retired_on, told.day("retired_on"));
        set(&mut system.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
        self.names.know_system(&system);
        self.tx.put(system)
    }

    fn accounts(&mut self, list: &[Reader]) -> Result<()> {
        if list.is_empty() {
            return Ok(());
        }
        let stands =
            self.register.accounts.values().map(|account| ((account.system, account.account.clone()), account.clone()));
        let mut by_key: HashMap<(SystemId, String), Account> = stands.collect();
        for told in list {
            let (system, name) = (self.system_ref(told, "system"), told.required("account", SHORT_LIMIT));
            let (Some(system), Some(name)) = (system, name) else { continue };
            let key = (system, name);
            let mut account = match by_key.remove(&key) {
                Some(account) => account,
                None => Account {
                    id: self.tx.new_id::<Account>()?,
                    system,
                    account: key.1.clone(),
                    layer: Layer::Application,
                    role: Role::User,
                    category: String::new(),
                    permissions: String::new(),
                    holder: None,
                    opened_on: None,
                    expires_on: None,
                    nature: Nature::Regular,
                    status: AccountStatus::Active,
                    initial_password_changed_on: None,
                    password_changed_on: None,
                    basis: String::new(),
                    reason: String::new(),
                    void_reason: None,
                },
            };
            set(&mut account.layer, told.chosen("layer"));
            set(&mut account.role, told.chosen("role"));
            set(&mut account.category, told.text("category", NAME_LIMIT));
            set(&mut account.permissions, told.long_text("permissions", LONG_LIMIT));
            set(&mut account.holder, self.person(told, "holder"));
            set(&mut account.opened_on, told.day("opened_on"));
            set(&mut account.expires_on, told.day("expires_on"));
            set(&mut account.nature, told.chosen("nature"));
            set(&mut account.status, told.chosen("status"));
            set(&mut account.initial_password_changed_on, told.day("initial_password_changed_on"));
            set(&mut account.password_changed_on, told.day("password_changed_on"));
            set(&mut account.basis, told.text("basis", NOTE_LIMIT));
            set(&mut account.reason, told.text("reason", NOTE_LIMIT));
            set(&mut account.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            if let Some(stood) = self.register.get::<Account>(account.id).filter(|it| it.status != account.status) {
                let told = told_without_form("状态", stood.status.label(), account.status.label());
                self.loaded.doubts.push(format!("{}：{told}", self.register.account_name(account.id)));
            }
            self.known.account(&account);
            by_key.insert(key, account.clone());
            self.tx.put(account)?;
        }
        Ok(())
    }

    fn applications(&mut self, list: &[Reader]) -> Result<()> {
        let stands =
            self.register.applications.values().map(|application| (application.number.clone(), application.clone()));
        let mut by_number: HashMap<String, Application> = stands.collect();
        for (number, told) in told_first(list) {
            let number = self.number(number, Series::Application, self.today.year())?;
            let stands = by_number.remove(&number);
            let application = self.application(told, number, stands)?;
            by_number.insert(application.number.clone(), application);
        }
        Ok(())
    }

    /// The number that a paper tells, else the next of its series.
    fn number(&mut self, told: Option<String>, series: Series, year: i32) -> Result<String> {
        if let Some(number) = told {
            return Ok(number);
        }
        let number = self.tx.next_number(series, year)?;
        self.loaded.given.push(number.clone());
        Ok(number)
    }

    fn application(&mut self, told: &Reader, number: String, stands: Option<Application>) -> Result<Application> {
        let mut it = match stands {
            Some(application) => application,
            None => Application::blank(self.tx.new_id::<Application>()?, number),
        };
        set(&mut it.kind, told.choice("kind"));
        set(&mut it.action, told.choice("action"));
        set(&mut it.disposal, told.choice("disposal"));
        set(&mut it.account_note, told.text("account_note", ACCOUNT_NOTE_LIMIT));
        set(&mut it.applicant, self.person(told, "applicant"));
        set(&mut it.department, self.department_ref(told, "department", false));
        set(&mut it.post, told.text("post", NAME_LIMIT));
        set(&mut it.applied_on, told.day("applied_on"));
        set(&mut it.contact, told.text("contact", SHORT_LIMIT));
        set(&mut it.system, self.system_ref_maybe(told, "system"));
        set(&mut it.account, told.text("account", SHORT_LIMIT));
        set(&mut it.holder, self.person(told, "holder"));
        set(&mut it.description, told.long_text("description", LONG_LIMIT));
        set(&mut it.category, told.text("category", NAME_LIMIT));
        set(&mut it.permissions, told.long_text("permissions", LONG_LIMIT));
        set(&mut it.nature, told.choice("nature"));
        set(&mut it.expires_on, told.day("expires_on"));
        set(&mut it.department_head, self.person(told, "department_head"));
        set(&mut it.system_head, self.person(told, "system_head"));
        set(&mut it.leader, self.person(told, "leader"));
        set(&mut it.operator, self.person(told, "operator"));
        set(&mut it.reviewed_on, told.day("reviewed_on"));
        set(&mut it.approved_on, told.day("approved_on"));
        set(&mut it.handled_on, told.day("handled_on"));
        set(&mut it.outcome, told.long_text("outcome", LONG_LIMIT));
        set(&mut it.state, told.chosen("state"));
        set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
        // Only a void form has a reason, and it always has one.
        it.void_reason = match it.state {
            ApplicationState::Void => Some(it.void_reason.unwrap_or_else(|| "载入时没有写明".into())),
            _ => None,
        };
        self.known.number(&it.number, Subject::Application(it.id));
        self.tx.put(it.clone())?;
        Ok(it)
    }

    /// A person by name; `Some(None)` for null, `None` where the key is missing or the name leads nowhere.
    pub(super) fn person(&self, told: &Reader, key: &str) -> Option<Option<PersonId>> {
        let Some(name) = told.text_maybe(key, PERSON_LIMIT)? else { return Some(None) };
        match self.names.person(&name) {
            Lookup::Found(person) => return Some(Some(person)),
            Lookup::Unknown => told.problem(key, format!("人员中没有“{name}”")),
            Lookup::Ambiguous(candidates) => told.problem(key, ambiguous(&name, &candidates).lines().join("；")),
        }
        None
    }

    pub(super) fn department_ref(&self, told: &Reader, key: &str, required: bool) -> Option<Option<DepartmentId>> {
        let name = if required { Some(told.required(key, NAME_LIMIT)?) } else { told.text_maybe(key, NAME_LIMIT)? };
        let Some(name) = name else { return Some(None) };
        let department = self.names.department(&name);
        if department.is_none() {
            told.problem(key, format!("科室中没有“{name}”"));
        }
        department.map(Some)
    }

    pub(super) fn system_ref(&self, told: &Reader, key: &str) -> Option<SystemId> {
        let name = told.required(key, SYSTEM_LIMIT)?;
        self.system_of(told, key, &name)
    }

    /// A system by name; `Some(None)` for null, `None` where the key is missing or the name leads nowhere.
    pub(super) fn system_ref_maybe(&self, told: &Reader, key: &str) -> Option<Option<SystemId>> {
        match told.text_maybe(key, SYSTEM_LIMIT)? {
            Some(name) => self.system_of(told, key, &name).map(Some),
            None => Some(None),
        }
    }

    fn system_of(&self, told: &Reader, key: &str, name: &str) -> Option<SystemId> {
        let system = self.names.system(name);
        if system.is_none() {
            told.problem(key, format!("信息系统中没有“{name}”"));
        }
        system
    }
}
