//! From the names on a paper to records: known ones are found, new ones are made in the same transaction.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::model::*;
use crate::store::Tx;

/// The names of the register and of what has been made in this transaction.
pub(super) struct Names {
    departments: HashMap<String, DepartmentId>,
    people: HashMap<String, Vec<(PersonId, DepartmentId)>>,
    systems: HashMap<String, SystemId>,
    department_names: HashMap<DepartmentId, String>,
    made_departments: HashMap<DepartmentId, Department>,
    made_systems: HashMap<SystemId, InfoSystem>,
}

impl Names {
    pub(super) fn of(register: &Register) -> Self {
        let mut names = Self {
            departments: HashMap::new(),
            people: HashMap::new(),
            systems: HashMap::new(),
            department_names: HashMap::new(),
            made_departments: HashMap::new(),
            made_systems: HashMap::new(),
        };
        for department in register.departments.values() {
            names.name_department(department);
        }
        register.people.values().for_each(|person| names.know_person(person));
        for system in register.systems.values() {
            names.systems.insert(system.name.clone(), system.id);
        }
        names
    }

    fn name_department(&mut self, department: &Department) {
        self.departments.insert(department.name.clone(), department.id);
        self.department_names.insert(department.id, department.name.clone());
    }

    pub(super) fn know_department(&mut self, department: &Department) {
        self.name_department(department);
        self.made_departments.insert(department.id, department.clone());
    }

    pub(super) fn know_person(&mut self, person: &Person) {
        let same_name = self.people.entry(person.name.clone()).or_default();
        if !same_name.iter().any(|(id, _)| *id == person.id) {
            same_name.push((person.id, person.department));
        }
    }

    pub(super) fn know_system(&mut self, system: &InfoSystem) {
        self.systems.insert(system.name.clone(), system.id);
        self.made_systems.insert(system.id, system.clone());
    }

    pub(super) fn department(&self, name: &str, register: &Register) -> Option<DepartmentId> {
        self.departments.get(name).copied().or_else(|| register.department_named(name))
    }

    /// The department of this very name, no short name.
    pub(super) fn department_exactly(&self, name: &str) -> Option<DepartmentId> {
        self.departments.get(name).copied()
    }

    /// The system of this very name, no alias.
    pub(super) fn system_exactly(&self, name: &str) -> Option<SystemId> {
        self.systems.get(name).copied()
    }

    /// The department as the transaction has left it so far.
    pub(super) fn department_as_it_stands(&self, id: DepartmentId, register: &Register) -> Option<Department> {
        self.made_departments.get(&id).or_else(|| register.get(id)).cloned()
    }

    /// The system as the transaction has left it so far.
    pub(super) fn system_as_it_stands(&self, id: SystemId, register: &Register) -> Option<InfoSystem> {
        self.made_systems.get(&id).or_else(|| register.get(id)).cloned()
    }

    pub(super) fn system(&self, name: &str, register: &Register) -> Option<SystemId> {
        self.systems.get(name).copied().or_else(|| register.system_named(name))
    }

    pub(super) fn person_in(&self, name: &str, department: DepartmentId) -> Option<PersonId> {
        self.people.get(name)?.iter().find(|(_, of)| *of == department).map(|(id, _)| *id)
    }

    /// The person called 「姓名」 or 「姓名（科室）」.
    pub(super) fn person(&self, text: &str, register: &Register) -> Lookup<PersonId> {
        match self.people.get(text).map(Vec::as_slice) {
            Some([(one, _)]) => return Lookup::Found(*one),
            Some(several) if !several.is_empty() => {
                let qualified = |(_, department): &(PersonId, DepartmentId)| {
                    format!("{text}（{}）", self.department_names.get(department).map_or("", String::as_str))
                };
                return Lookup::Ambiguous(several.iter().map(qualified).collect());
            }
            _ => {}
        }
        register::split_qualified(text)
            .and_then(|(name, department)| self.person_in(name, self.department(department, register)?))
            .map_or(Lookup::Unknown, Lookup::Found)
    }

    /// The department of this name, made if it is new.
    pub(super) fn department_or_new(&mut self, name: &str, register: &Register, tx: &mut Tx) -> Result<DepartmentId> {
        match self.department(name, register) {
            Some(known) => Ok(known),
            None => self.department_new(name, tx),
        }
    }

    /// A department of which only the name is known.
    pub(super) fn department_new(&mut self, name: &str, tx: &mut Tx) -> Result<DepartmentId> {
        let id = tx.new_id::<Department>()?;
        let department =
            Department { id, name: name.into(), short: None, head: None, leader: None, is_network_center: false };
        self.know_department(&department);
        tx.put(department)?;
        Ok(id)
    }

    /// The system of this name, made if it is new.
    pub(super) fn system_or_new(&mut self, name: &str, register: &Register, tx: &mut Tx) -> Result<SystemId> {
        if let Some(known) = self.system(name, register) {
            return Ok(known);
        }
        let id = tx.new_id::<InfoSystem>()?;
        let system = new_system(id, name);
        self.know_system(&system);
        tx.put(system)?;
        Ok(id)
    }

    /// The person of this name: in `department` where one is of that department, else the only one of
    /// the name; made, with `post` and `phone`, if new. Never guesses between two.
    pub(super) fn person_or_new(
        &mut self,
        text: &str,
        department: Option<DepartmentId>,
        (post, phone): (&str, &str),
        register: &Register,
        tx: &mut Tx,
    ) -> Result<PersonId> {
        let qualified = register::split_qualified(text).filter(|(_, of)| self.department(of, register).is_some());
        let (name, department) = match qualified {
            Some((name, of)) => (name, self.department(of, register)),
            None => (text, department),
        };
        if let Some(known) = department.and_then(|department| self.person_in(name, department)) {
            return Ok(known);
        }
        let Some(department) = department else {
            return match self.person(text, register) {
                Lookup::Found(known) => Ok(known),
                Lookup::Ambiguous(candidates) => Err(ambiguous(text, &candidates)),
                Lookup::Unknown => Err(Error::bad_input(format!("人员中没有「{text}」"))
                    .advise("新的人员请写作「姓名（科室）」，或先填写部门及岗位")),
            };
        };
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
        };
        self.know_person(&person);
        tx.put(person)?;
        Ok(id)
    }
}

/// A refusal to choose between people of one name.
pub(super) fn ambiguous(text: &str, candidates: &[String]) -> Error {
    Error::bad_input(format!("「{text}」有{}位，请写明是哪一位：{}", candidates.len(), candidates.join("、")))
}

/// A system of which only the name is known.
pub(super) fn new_system(id: SystemId, name: &str) -> InfoSystem {
    InfoSystem {
        id,
        name: name.into(),
        aliases: Vec::new(),
        lead_department: None,
        self_built: true,
        private_network: false,
        upper_level: false,
        accepted_on: None,
        super_admin: None,
        system_admin: None,
    }
}
