//! Looking things up in the register, and keeping it true by the changes that the store has committed.

use std::collections::BTreeMap;

use super::by_name::ByName;
use super::change::Change;
use super::choice::*;
use super::forms::*;
use super::id::*;
use super::people::*;
use super::record::*;
use super::supervision::*;
use super::systems::*;
use super::text::qualified_readings;
use crate::error::{Error, Result};

/// What a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<T> {
    /// Exactly one.
    Found(T),
    /// None of this name.
    Unknown,
    /// Several; the names that tell them apart.
    Ambiguous(Vec<String>),
}

impl<T> Lookup<T> {
    /// The one found, if it is one.
    pub fn found(self) -> Option<T> {
        match self {
            Lookup::Found(one) => Some(one),
            _ => None,
        }
    }
}

impl Register {
    /// Brings the register to the state after `change`.
    pub fn apply(&mut self, change: Change) {
        if [&change.before, &change.after].into_iter().flatten().any(|it| matches!(it, Record::Person(_))) {
            self.people_by_name = ByName::default();
        }
        match (change.before, change.after) {
            (_, Some(after)) => after.place(self),
            (Some(before), None) => before.displace(self),
            (None, None) => {}
        }
    }

    /// The record with this id.
    pub fn get<E: Entity>(&self, id: E::Id) -> Option<&E> {
        E::shelf(self).get(&id)
    }

    /// The same, or why nothing can be done with it.
    pub fn require<E: Entity>(&self, id: E::Id) -> Result<&E> {
        self.get(id).ok_or_else(|| Error::gone(E::TERM))
    }

    /// The department with this name or short name.
    pub fn department_named(&self, name: &str) -> Option<DepartmentId> {
        let name = name.trim();
        let by_name = self.departments.values().find(|department| department.name == name);
        by_name
            .or_else(|| self.departments.values().find(|department| department.short.as_deref() == Some(name)))
            .map(|department| department.id)
    }

    /// 网络技术中心 (第六条), where one of the departments is it.
    pub fn network_center(&self) -> Option<&Department> {
        self.departments.values().find(|it| it.is_network_center && it.void_reason.is_none())
    }

    /// The system with this name or alias.
    pub fn system_named(&self, name: &str) -> Option<SystemId> {
        let name = name.trim();
        let by_name = self.systems.values().find(|system| system.name == name);
        by_name
            .or_else(|| self.systems.values().find(|system| system.aliases.iter().any(|alias| alias == name)))
            .map(|system| system.id)
    }

    /// Everybody of this name.
    fn called(&self, name: &str) -> impl Iterator<Item = &Person> {
        let all = self.people.values().map(|person| (person.name.as_str(), person.id.0));
        self.people_by_name.of(all, name).iter().filter_map(|number| self.people.get(&PersonId(*number)))
    }

    /// The person of this name in this department.
    pub fn person_in(&self, name: &str, department: DepartmentId) -> Option<PersonId> {
        self.called(name).find(|person| person.department == department).map(|person| person.id)
    }

    /// The person called 「姓名」, or 「姓名（科室）」 where two share the name. Never guesses between two; but what reads as
    /// a name with its department is that, though another is called so to the letter: by no other text could the one be
    /// told, the other still has a department to be told by.
    pub fn person_named(&self, text: &str) -> Lookup<PersonId> {
        let text = text.trim();
        let mut fits: Vec<&Person> = Vec::new();
        for (name, department) in qualified_readings(text) {
            let person = self.department_named(department).and_then(|department| self.person_in(name, department));
            fits.extend(person.and_then(|id| self.get::<Person>(id)));
        }
        if fits.is_empty() {
            fits.extend(self.called(text));
        }
        match fits[..] {
            [one] => Lookup::Found(one.id),
            [] => Lookup::Unknown,
            _ => Lookup::Ambiguous(fits.iter().map(|person| self.person_with_department(person)).collect()),
        }
    }

    /// 「姓名」, or 「姓名（科室）」 where the bare name leads to more than one or to another.
    pub fn person_name(&self, id: PersonId) -> String {
        let Some(person) = self.get::<Person>(id) else { return String::new() };
        match self.person_named(&person.name) {
            Lookup::Found(found) if found == id => person.name.clone(),
            _ => self.person_with_department(person),
        }
    }

    /// The name of every person, as [`Register::person_name`] gives it for one.
    pub fn person_names(&self) -> BTreeMap<PersonId, String> {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for person in self.people.values() {
            *count.entry(&person.name).or_default() += 1;
        }
        let name = |person: &Person| match count.get(person.name.as_str()) {
            // A name with brackets may read as another person with a department: asked with care.
            Some(1) if !person.name.ends_with(['）', ')']) => person.name.clone(),
            _ => self.person_name(person.id),
        };
        self.people.values().map(|person| (person.id, name(person))).collect()
    }

    /// 「姓名（科室）」.
    pub fn person_with_department(&self, person: &Person) -> String {
        format!("{}（{}）", person.name, self.department_name(Some(person.department)))
    }

    /// The bare 姓名, as paper shows it.
    pub fn bare_name(&self, id: Option<PersonId>) -> &str {
        id.and_then(|id| self.get::<Person>(id)).map_or("", |person| &person.name)
    }

    /// The department's name, or nothing.
    pub fn department_name(&self, id: Option<DepartmentId>) -> &str {
        id.and_then(|id| self.get::<Department>(id)).map_or("", |department| &department.name)
    }

    /// The system's name, or nothing.
    pub fn system_name(&self, id: Option<SystemId>) -> &str {
        id.and_then(|id| self.get::<InfoSystem>(id)).map_or("", |system| &system.name)
    }

    /// The application with this number.
    pub fn application_numbered(&self, number: &str) -> Option<&Application> {
        self.applications.values().find(|application| application.number == number)
    }

    /// The cleanup list with this number.
    pub fn cleanup_numbered(&self, number: &str) -> Option<&Cleanup> {
        self.cleanups.values().find(|cleanup| cleanup.number == number)
    }

    /// The rows of a department's 附件1, in their order.
    pub fn matrix_of(&self, department: DepartmentId) -> Vec<&MatrixRow> {
        let mut rows: Vec<_> = self.matrix.values().filter(|row| row.department == department).collect();
        rows.sort_by_key(|row| (row.position, row.id));
        rows
    }

    /// A department's 附件1 as a paper, if it has been on paper.
    pub fn matrix_paper(&self, department: DepartmentId) -> Option<&Matrix> {
        self.matrices.values().find(|paper| paper.department == department)
    }

    /// The filing with this number.
    pub fn filing_numbered(&self, number: &str) -> Option<&Filing> {
        self.filings.values().find(|filing| filing.number == number)
    }

    /// The rows of a cleanup list, in their order.
    pub fn rows_of(&self, cleanup: CleanupId) -> Vec<&CleanupRow> {
        let mut rows: Vec<_> = self.cleanup_rows.values().filter(|row| row.cleanup == cleanup).collect();
        rows.sort_by_key(|row| (row.position, row.id));
        rows
    }

    /// The second place of backups, where one is set.
    pub fn second_place(&self) -> Option<SecondPlace> {
        self.settings.values().find(|it| it.key == SettingKey::SecondPlace).and_then(SecondPlace::of)
    }

    /// The 书面通知 of a leaver that are not void, as they were written.
    pub fn notices_of(&self, person: PersonId) -> impl Iterator<Item = &Notice> {
        self.notices.values().filter(move |it| it.person == person && it.void_reason.is_none())
    }

    /// The changes of post of somebody that are not void, as they were noted.
    pub fn post_changes_of(&self, person: PersonId) -> impl DoubleEndedIterator<Item = &PostChange> {
        self.post_changes.values().filter(move |it| it.person == person && it.void_reason.is_none())
    }

    /// What a 书面通知 that is written now tells of somebody.
    pub fn leaver_now(&self, person: &Person) -> LeaverThen {
        LeaverThen {
            left_on: person.left_on,
            handed_over_on: person.handed_over_on,
            department: self.department_name(Some(person.department)).to_owned(),
            post: person.post.clone(),
        }
    }

    /// The accounts of a round, in their order.
    pub fn rows_of_inspection(&self, inspection: InspectionId) -> Vec<&InspectionRow> {
        let mut rows: Vec<_> = self.inspection_rows.values().filter(|row| row.inspection == inspection).collect();
        rows.sort_by_key(|row| (row.position, row.id));
        rows
    }

    /// The accounts of a sample, in their order.
    pub fn rows_of_sample(&self, sample: SampleId) -> Vec<&SampleRow> {
        let mut rows: Vec<_> = self.sample_rows.values().filter(|row| row.sample == sample).collect();
        rows.sort_by_key(|row| (row.position, row.id));
        rows
    }
}
