//! What the rules have found, kept true change by change: a change costs what it touches, and not the whole register.
//!
//! Three parts. The findings of a system rest on its accounts, their holders and the forms that are done in it; those of
//! a department's 附件1 on its rows and its people's accounts; everything else on the first two and on what is few. A
//! change spoils the parts that it can reach, and they are judged anew by the same rules that judge the whole register.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::index::Index;
use super::matter::Matter;
use super::sight::{InSystem, Judged, Sight, Systems, Tally};
use super::{ended, general, handed_on, leaving, matrix, ordinary, password, system, waiver};
use crate::model::*;

/// What the rules find in a register on one day.
pub struct Standing {
    today: Day,
    index: Index,
    systems: Systems,
    departments: BTreeMap<DepartmentId, Vec<Matter>>,
    rest: Vec<Matter>,
    spoilt: Option<Spoilt>,
}

/// What is to be judged anew, beside the rest, which is short.
#[derive(Default)]
struct Spoilt {
    whole: bool,
    systems: BTreeSet<SystemId>,
    departments: BTreeSet<DepartmentId>,
}

impl Standing {
    /// Judges the whole register on `today`.
    pub fn of(register: &Register, today: Day) -> Self {
        let index = Index::of(register);
        let mut accounts: HashMap<SystemId, Vec<&Account>> = HashMap::with_capacity(register.systems.len());
        for account in register.accounts.values() {
            accounts.entry(account.system).or_default().push(account);
        }
        let sight = Sight::of(register, today, &index);
        let mut systems = Systems::new();
        let mut live: BTreeMap<DepartmentId, Vec<&Account>> =
            register.departments.keys().map(|id| (*id, Vec::new())).collect();
        for system in register.systems.values() {
            let inside = InSystem::of(&sight, system, accounts.remove(&system.id).unwrap_or_default());
            for one in &inside.live {
                if let Some(accounts) = one.department().and_then(|department| live.get_mut(&department)) {
                    accounts.push(one.account);
                }
            }
            systems.insert(system.id, judge_system(inside));
        }
        let departments =
            live.into_iter().map(|(id, live)| (id, judge_department(&sight, &systems, id, &live))).collect();
        let rest = judge_rest(&sight, &systems);
        Self { today, systems, departments, rest, spoilt: None, index }
    }

    /// Notes a change before the register follows it.
    pub fn note(&mut self, change: &Change, register: &Register) {
        let spoilt = self.spoilt.get_or_insert_default();
        for record in [&change.before, &change.after].into_iter().flatten() {
            match record {
                Record::Account(it) => {
                    spoilt.systems.insert(it.system);
                    let holder = it.holder.and_then(|id| register.get::<Person>(id));
                    spoilt.departments.extend(holder.map(|it| it.department));
                    let rows = self.index.rows_for(it).filter_map(|id| register.get::<MatrixRow>(id));
                    spoilt.departments.extend(rows.map(|row| row.department));
                }
                Record::Person(it) => {
                    spoilt.departments.insert(it.department);
                    spoilt.systems.extend(used_by(it.id, &self.index, register));
                }
                Record::InfoSystem(it) => {
                    spoilt.systems.insert(it.id);
                    spoilt.departments.extend(self.systems.get(&it.id).iter().flat_map(|it| it.departments.keys()));
                    // A void system has no departments until it is taken back.
                    let accounts = self.index.accounts_of.of(&it.id).iter();
                    let holders = accounts.filter_map(|id| register.get::<Account>(*id)?.holder);
                    spoilt.departments.extend(holders.filter_map(|id| Some(register.get::<Person>(id)?.department)));
                    let rows = register.matrix.values().filter(|row| row.system == it.id);
                    spoilt.departments.extend(rows.map(|row| row.department));
                }
                Record::PostChange(it) => {
                    spoilt.systems.extend(used_by(it.person, &self.index, register));
                }
                Record::Application(it) => {
                    spoilt.systems.extend(it.system);
                    let resting = self.systems.iter().filter(|(_, judged)| judged.bases.contains(&it.number));
                    spoilt.systems.extend(resting.map(|(id, _)| *id));
                }
                Record::MatrixRow(it) => drop(spoilt.departments.insert(it.department)),
                Record::Department(it) => drop(spoilt.departments.insert(it.id)),
                Record::Waiver(it) => spoil_waived(it, register, spoilt),
                Record::Setting(_) => spoilt.whole = true,
                // Judged with the rest.
                Record::Cleanup(_)
                | Record::CleanupRow(_)
                | Record::Matrix(_)
                | Record::Filing(_)
                | Record::Notice(_)
                | Record::Inspection(_)
                | Record::InspectionRow(_)
                | Record::Sample(_)
                | Record::SampleRow(_)
                | Record::Attachment(_) => {}
            }
        }
        self.index.follow(change);
    }

    /// Judges anew what the noted changes have spoilt; everything on another day.
    pub fn renew(&mut self, register: &Register, today: Day) {
        if self.today != today {
            *self = Self::of(register, today);
            return;
        }
        let Some(spoilt) = self.spoilt.take() else { return };
        if spoilt.whole {
            *self = Self::of(register, today);
            return;
        }
        let sight = Sight::of(register, today, &self.index);
        for id in spoilt.systems {
            let accounts = self.index.accounts_of.of(&id).iter().filter_map(|id| register.get::<Account>(*id));
            match register.get::<InfoSystem>(id) {
                Some(system) => self.systems.insert(id, judge_system(InSystem::of(&sight, system, accounts.collect()))),
                None => self.systems.remove(&id),
            };
        }
        for id in spoilt.departments {
            if register.get::<Department>(id).is_none() {
                self.departments.remove(&id);
                continue;
            }
            let people = self.index.people_of.of(&id).iter();
            let mut live: Vec<&Account> = people.flat_map(|person| sight.live_of(*person)).collect();
            live.sort_unstable_by_key(|it| (it.system, it.id));
            self.departments.insert(id, judge_department(&sight, &self.systems, id, &live));
        }
        self.rest = judge_rest(&sight, &self.systems);
    }

    /// Everything that was found: by system, by department, the rest.
    pub fn matters(&self) -> impl Iterator<Item = &Matter> {
        let systems = self.systems.values().flat_map(|it| &it.found);
        systems.chain(self.departments.values().flatten()).chain(&self.rest)
    }

    /// What was found about one record.
    pub fn about(&self, subject: Subject) -> impl Iterator<Item = &Matter> {
        self.matters().filter(move |matter| matter.subject == subject)
    }

    /// What is found, for good.
    pub(super) fn into_matters(self) -> Vec<Matter> {
        let mut found: Vec<Matter> = self.systems.into_values().flat_map(|it| it.found).collect();
        found.extend(self.departments.into_values().flatten());
        found.extend(self.rest);
        found
    }

    /// The accounts of each system that is not void, counted.
    pub fn tallies(&self) -> impl Iterator<Item = (SystemId, &Tally)> {
        self.systems.iter().map(|(id, judged)| (*id, &judged.tally))
    }
}

/// The systems of the accounts that somebody has or had.
fn used_by(person: PersonId, index: &Index, register: &Register) -> Vec<SystemId> {
    let held = index.held_by.of(&person).iter().copied().chain(register.handed_on.had(person));
    held.filter_map(|id| Some(register.get::<Account>(id)?.system)).collect()
}

/// The finding that a waiver overrides stands with its subject.
fn spoil_waived(waiver: &Waiver, register: &Register, spoilt: &mut Spoilt) {
    match waiver.subject {
        Subject::Account(id) => spoilt.systems.extend(register.get::<Account>(id).map(|it| it.system)),
        Subject::Application(id) => spoilt.systems.extend(register.get::<Application>(id).and_then(|it| it.system)),
        Subject::System(id) => drop(spoilt.systems.insert(id)),
        Subject::Department(id) => drop(spoilt.departments.insert(id)),
        // Found with the rest.
        Subject::Person(_) | Subject::Cleanup(_) | Subject::Filing(_) | Subject::Inspection(_) | Subject::Sample(_) => {
        }
    }
}

fn judge_system(inside: InSystem) -> Judged {
    let mut found = Vec::new();
    let forms = inside.sight.index.done.of(&Some(inside.system.id));
    general::done_forms(inside.sight, forms, &mut found);
    ordinary::done_forms(&inside, forms, &mut found);
    // Of a system that is off line no account is put in order any more: they are closed.
    if inside.system.retired_by(inside.sight.today).is_none() {
        general::accounts(&inside, &mut found);
        ordinary::accounts(&inside, &mut found);
        system::accounts(&inside, &mut found);
        password::accounts(&inside, &mut found);
    }
    waiver::override_waived(inside.sight.register, &mut found);
    inside.judged(found)
}

fn judge_department(sight: &Sight, systems: &Systems, department: DepartmentId, live: &[&Account]) -> Vec<Matter> {
    let mut found = Vec::new();
    matrix::check(sight, systems, department, live, &mut found);
    waiver::override_waived(sight.register, &mut found);
    found
}

fn judge_rest(sight: &Sight, systems: &Systems) -> Vec<Matter> {
    let mut found = Vec::new();
    general::check(sight, systems, &mut found);
    ordinary::check(sight, systems, &mut found);
    ended::check(sight, &mut found);
    leaving::check(sight, &mut found);
    handed_on::check(sight, &mut found);
    system::origins(sight, systems, &mut found);
    system::quarters(sight, systems, &mut found);
    waiver::override_waived(sight.register, &mut found);
    found
}
