//! From the names on a paper to records: known ones are found, new ones are made in the same transaction.

use std::collections::{HashMap, HashSet};

use super::intake::take;
use crate::error::{Error, Result};
use crate::model::schema::Entry;
use crate::model::text::{NAME_LIMIT, SYSTEM_LIMIT, qualified_readings};
use crate::model::*;
use crate::store::Tx;

/// The names of the register and of what has been made in this transaction. It answers as
/// [`Register::person_named`] and its kin do, at once also for a hundred thousand questions.
pub(super) struct Names {
    departments: HashMap<DepartmentId, Department>,
    systems: HashMap<SystemId, InfoSystem>,
    people: HashMap<String, Vec<(PersonId, DepartmentId)>>,
    void_people: HashSet<PersonId>,
    department_names: Labels<DepartmentId>,
    system_names: Labels<SystemId>,
    /// Whether what a paper names and the register lacks is made; else it is refused.
    pub(super) makes_new: bool,
    /// What was made in this transaction because a paper names it: of which register, and the name.
    pub(super) made: Vec<(Kind, String)>,
}

/// Refuses a department that would be a second 网络技术中心 among `all` (第六条).
pub(super) fn refuse_second_center<'a>(it: &Department, all: impl IntoIterator<Item = &'a Department>) -> Result<()> {
    let is_center = |it: &Department| it.is_network_center && it.void_reason.is_none();
    match all.into_iter().find(|other| is_center(other) && other.id != it.id) {
        Some(center) if is_center(it) => {
            Err(Error::refused(format!("网络技术中心已经是{}，只能有一个（第六条）", center.name))
                .advise("没有保存。要换一个，请先在那个科室取消"))
        }
        _ => Ok(()),
    }
}

/// Names and, where no name is the same, other names.
struct Labels<I> {
    names: HashMap<String, I>,
    others: HashMap<String, I>,
}

impl<I: Copy + PartialEq> Labels<I> {
    fn new() -> Self {
        Self { names: HashMap::new(), others: HashMap::new() }
    }

    fn know<'a>(&mut self, id: I, name: &str, others: impl IntoIterator<Item = &'a String>, is_new: bool) {
        if !is_new {
            self.others.retain(|_, of| *of != id);
        }
        self.names.insert(name.to_owned(), id);
        for other in others {
            self.others.entry(other.clone()).or_insert(id);
        }
    }

    fn find(&self, name: &str) -> Option<I> {
        self.names.get(name).or_else(|| self.others.get(name)).copied()
    }
}

impl Names {
    pub(super) fn of(register: &Register) -> Self {
        let mut names = Self {
            departments: HashMap::new(),
            systems: HashMap::new(),
            people: HashMap::new(),
            void_people: HashSet::new(),
            department_names: Labels::new(),
            system_names: Labels::new(),
            makes_new: true,
            made: Vec::new(),
        };
        register.departments.values().for_each(|department| names.know_department(department));
        register.people.values().for_each(|person| names.know_person(person));
        register.systems.values().for_each(|system| names.know_system(system));
        names
    }

    pub(super) fn know_department(&mut self, it: &Department) {
        let is_new = self.departments.insert(it.id, it.clone()).is_none();
        self.department_names.know(it.id, &it.name, &it.short, is_new);
    }

    pub(super) fn know_person(&mut self, person: &Person) {
        if person.void_reason.is_some() {
            self.void_people.insert(person.id);
        }
        let same_name = self.people.entry(person.name.clone()).or_default();
        if !same_name.iter().any(|(id, _)| *id == person.id) {
            same_name.push((person.id, person.department));
        }
    }

    pub(super) fn know_system(&mut self, it: &InfoSystem) {
        let is_new = self.systems.insert(it.id, it.clone()).is_none();
        self.system_names.know(it.id, &it.name, &it.aliases, is_new);
    }

    /// The department with this name or short name.
    pub(super) fn department(&self, name: &str) -> Option<DepartmentId> {
        self.department_names.find(name)
    }

    /// The department of this very name, as the transaction has left it so far.
    pub(super) fn department_exactly(&self, name: &str) -> Option<&Department> {
        self.departments.get(self.department_names.names.get(name)?)
    }

    /// The department as the transaction has left it so far.
    pub(super) fn department_as_it_stands(&self, id: DepartmentId) -> Option<&Department> {
        self.departments.get(&id)
    }

    /// Refuses a second 网络技术中心 (第六条).
    pub(super) fn refuse_second_center(&self, it: &Department) -> Result<()> {
        refuse_second_center(it, self.departments.values())
    }

    /// The system with this name or alias.
    pub(super) fn system(&self, name: &str) -> Option<SystemId> {
        self.system_names.find(name)
    }

    /// The system of this very name, as the transaction has left it so far.
    pub(super) fn system_exactly(&self, name: &str) -> Option<&InfoSystem> {
        self.systems.get(self.system_names.names.get(name)?)
    }

    pub(super) fn person_in(&self, name: &str, department: DepartmentId) -> Option<PersonId> {
        self.people.get(name)?.iter().find(|(_, of)| *of == department).map(|(id, _)| *id)
    }

    /// The person called 「姓名」 or 「姓名（科室）」. Never guesses between two.
    pub(super) fn person(&self, text: &str) -> Lookup<PersonId> {
        let mut fits: Vec<(PersonId, String)> = Vec::new();
        let named = |department: DepartmentId| self.departments.get(&department).map_or("", |it| it.name.as_str());
        for (name, department) in qualified_readings(text) {
            let Some(department) = self.department(department) else { continue };
            let person = self.person_in(name, department);
            fits.extend(person.map(|id| (id, format!("{name}（{}）", named(department)))));
        }
        if fits.is_empty() {
            for (id, department) in self.people.get(text).into_iter().flatten() {
                fits.push((*id, format!("{text}（{}）", named(*department))));
            }
        }
        match &fits[..] {
            [(one, _)] => Lookup::Found(*one),
            [] => Lookup::Unknown,
            _ => Lookup::Ambiguous(fits.into_iter().map(|(_, name)| name).collect()),
        }
    }

    /// A name as the register writes it: a system's or a department's by its first name, a person's with the department
    /// only where two share it. What is not known stays as it is told.
    pub(super) fn settled(&self, entry: Entry, text: &str) -> String {
        let known = match entry {
            Entry::System => self.system(text).and_then(|id| self.systems.get(&id)).map(|it| it.name.clone()),
            Entry::Department => {
                self.department(text).and_then(|id| self.departments.get(&id)).map(|it| it.name.clone())
            }
            Entry::Person => qualified_readings(text).find_map(|(name, department)| {
                let department = self.department(department)?;
                self.person_in(name, department)?;
                let shared = self.people.get(name).is_some_and(|people| people.len() > 1);
                let whose = self.departments.get(&department)?;
                Some(if shared { format!("{name}（{}）", whose.name) } else { name.to_owned() })
            }),
            _ => None,
        };
        known.unwrap_or_else(|| text.to_owned())
    }

    /// What tells a record with these texts from the others of its kind, as [`super::record::Told::key`] has it.
    pub(super) fn key_of(&self, kind: Kind, texts: &[String]) -> String {
        let text = |at: usize| texts.get(at).map_or("", String::as_str);
        let department = |name: &str| self.department(name).map_or_else(|| name.to_owned(), |id| id.0.to_string());
        let system = |name: &str| self.system(name).map_or_else(|| name.to_owned(), |id| id.0.to_string());
        match kind {
            Kind::Departments => department(text(0)),
            Kind::Systems => system(text(0)),
            Kind::People => format!("{}\n{}", text(0), department(text(1))),
            Kind::Accounts => format!("{}\n{}", system(text(0)), text(1)),
        }
    }

    fn may_make(&self, term: &str, name: &str) -> Result<()> {
        if self.makes_new {
            return Ok(());
        }
        Err(Error::bad_input(format!("{term}“{name}”还没有登记")).advise(format!("请先在“{term}”中登记")))
    }

    /// The department of this name, made if it is new.
    pub(super) fn department_or_new(&mut self, name: &str, tx: &mut Tx) -> Result<DepartmentId> {
        match self.department(name) {
            Some(known) => {
                let void = self.departments.get(&known).is_some_and(|it| it.void_reason.is_some());
                if void { Err(is_void(Department::TERM, name)) } else { Ok(known) }
            }
            None => self.department_new(name, tx),
        }
    }

    /// A department of which only the name is known.
    pub(super) fn department_new(&mut self, name: &str, tx: &mut Tx) -> Result<DepartmentId> {
        within("科室名称", name, NAME_LIMIT)?;
        self.may_make(Department::TERM, name)?;
        let id = tx.new_id::<Department>()?;
        let department = Department {
            id,
            name: name.into(),
            short: None,
            head: None,
            leader: None,
            is_network_center: false,
            abolished_on: None,
            void_reason: None,
        };
        self.know_department(&department);
        self.made.push((Kind::Departments, name.to_owned()));
        tx.put(department)?;
        Ok(id)
    }

    /// The system of this name, made if it is new.
    pub(super) fn system_or_new(&mut self, name: &str, tx: &mut Tx) -> Result<SystemId> {
        if let Some(known) = self.system(name) {
            let void = self.systems.get(&known).is_some_and(|it| it.void_reason.is_some());
            return if void { Err(is_void(InfoSystem::TERM, name)) } else { Ok(known) };
        }
        within("系统名称", name, SYSTEM_LIMIT)?;
        self.may_make(InfoSystem::TERM, name)?;
        let id = tx.new_id::<InfoSystem>()?;
        let system = new_system(id, name);
        self.know_system(&system);
        self.made.push((Kind::Systems, name.to_owned()));
        tx.put(system)?;
        Ok(id)
    }

    /// A person who may be named on a new paper: one whose record is void may not.
    pub(super) fn usable(&self, person: PersonId, text: &str) -> Result<PersonId> {
        if self.void_people.contains(&person) { Err(is_void(Person::TERM, text)) } else { Ok(person) }
    }

    /// The person of this name: in `department` where one is of that department, else the only one that the
    /// name leads to if no department is given; made, with `post` and `phone`, if new. Never guesses between two.
    pub(super) fn person_or_new(
        &mut self,
        text: &str,
        department: Option<DepartmentId>,
        (post, phone): (&str, &str),
        tx: &mut Tx,
    ) -> Result<PersonId> {
        if let Some(known) = department.and_then(|department| self.person_in(text, department)) {
            return self.usable(known, text);
        }
        let qualified = qualified_readings(text).find_map(|(name, of)| Some((name, self.department(of)?)));
        match (self.person(text), qualified) {
            // 「张伟（受理科）」, or a name alone on a form without a department.
            (Lookup::Found(known), reading) if reading.is_some() || department.is_none() => {
                return self.usable(known, text);
            }
            (Lookup::Ambiguous(candidates), _) if department.is_none() => return Err(ambiguous(text, &candidates)),
            _ => {}
        }
        let (name, department) = match qualified {
            Some((name, of)) => (name, Some(of)),
            None => (text, department),
        };
        if qualified.is_none() && qualified_readings(text).next().is_some() {
            return Err(Error::bad_input(format!("“{text}”括号中的科室还没有登记"))
                .advise("请写已登记的科室，或去掉括号，在部门及岗位一栏填写"));
        }
        let Some(department) = department else {
            return Err(Error::bad_input(format!("人员中没有“{text}”"))
                .advise("新的人员请写作“姓名（科室）”，或先填写部门及岗位"));
        };
        within("姓名", name, NAME_LIMIT)?;
        self.may_make(Person::TERM, name)?;
        within("岗位", post, NAME_LIMIT)?;
        let id = tx.new_id::<Person>()?;
        let person = Person {
            id,
            name: name.into(),
            department,
            post: post.into(),
            phone: phone.into(),
            status: PersonStatus::Serving,
            joined_on: None,
            left_on: None,
            handed_over_on: None,
            void_reason: None,
        };
        self.know_person(&person);
        self.made.push((Kind::People, name.to_owned()));
        tx.put(person)?;
        Ok(id)
    }
}

/// What is made from a form keeps the limits that a document keeps.
pub(super) fn within(what: &str, text: &str, limit: usize) -> Result<()> {
    take(what, text, limit, false).map(drop)
}

/// A refusal to use a void record.
pub(super) fn is_void(term: &str, name: &str) -> Error {
    Error::bad_input(format!("{term}“{name}”已作废，不能再用")).advise(format!("如作废有误，请先在“{term}”中恢复"))
}

/// A person whose record is not void.
pub(super) fn standing_person(register: &Register, id: PersonId) -> Result<&Person> {
    let person = register.require::<Person>(id)?;
    if person.void_reason.is_some() {
        return Err(is_void(Person::TERM, &person.name));
    }
    Ok(person)
}

/// A refusal to choose between people of one name.
pub(super) fn ambiguous(text: &str, candidates: &[String]) -> Error {
    Error::bad_input(format!("“{text}”有{}位，请写明是哪一位：{}", candidates.len(), candidates.join("、")))
        .advise("没有保存。请照其中一种写法填写")
}

/// A system of which only the name is known.
pub(super) fn new_system(id: SystemId, name: &str) -> InfoSystem {
    InfoSystem {
        id,
        name: name.into(),
        aliases: Vec::new(),
        lead_department: None,
        self_built: None,
        private_network: false,
        upper_level: false,
        accepted_on: None,
        super_admin: None,
        system_admin: None,
        retired_on: None,
        void_reason: None,
    }
}
