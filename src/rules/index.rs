//! Which records belong together: gone through once, then kept true change by change, so that a rule looks at no more
//! than what it judges.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

use super::names::folded;
use crate::model::*;

/// Ids under a key, ascending.
pub(super) struct Groups<K, I>(HashMap<K, Vec<I>>);

impl<K, I> Default for Groups<K, I> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, I: Ord + Copy> Groups<K, I> {
    /// The ids under this key.
    pub(super) fn of(&self, key: &K) -> &[I] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    fn set(&mut self, key: K, id: I, stands: bool) {
        let ids = self.0.entry(key).or_default();
        match (ids.binary_search(&id), stands) {
            (Err(at), true) => ids.insert(at, id),
            (Ok(at), false) => drop(ids.remove(at)),
            _ => {}
        }
    }
}

/// The register's records by what they belong to.
#[derive(Default)]
pub(super) struct Index {
    /// The accounts of a system, void ones too.
    pub(super) accounts_of: Groups<SystemId, AccountId>,
    /// The accounts of a holder, void ones too.
    pub(super) held_by: Groups<PersonId, AccountId>,
    /// The people of a department, void ones too.
    pub(super) people_of: Groups<DepartmentId, PersonId>,
    /// The rows of a department's 附件1.
    pub(super) rows_of: Groups<DepartmentId, MatrixRowId>,
    /// The rows of any 附件1 that name an account, by their system and [`Index::hash`] of the name.
    pub(super) rows_called: Groups<(SystemId, u64), MatrixRowId>,
    /// Those that name none, by their system and 使用人.
    pub(super) rows_held: Groups<(SystemId, PersonId), MatrixRowId>,
    /// The forms that are done, by their system.
    pub(super) done: Groups<Option<SystemId>, ApplicationId>,
    /// The forms that are neither done nor void.
    pub(super) open: Groups<(), ApplicationId>,
    /// The forms by their number.
    pub(super) numbered: Groups<String, ApplicationId>,
    /// The forms that are not void, by whom the account is for.
    pub(super) asked_for: Groups<PersonId, ApplicationId>,
    /// The accounts of a round that have no answer.
    pub(super) unanswered: Groups<InspectionId, InspectionRowId>,
    /// The accounts that a round left 存疑.
    pub(super) doubtful: Groups<InspectionId, InspectionRowId>,
    hasher: RandomState,
}

impl Index {
    /// Goes through the register.
    pub(super) fn of(register: &Register) -> Self {
        let mut index = Self::default();
        register.accounts.values().for_each(|it| index.account(it, true));
        register.people.values().for_each(|it| index.person(it, true));
        register.matrix.values().for_each(|it| index.row(it, true));
        register.applications.values().for_each(|it| index.form(it, true));
        register.inspection_rows.values().for_each(|it| index.answer(it, true));
        index
    }

    /// Follows a change of the register.
    pub(super) fn follow(&mut self, change: &Change) {
        for (record, stands) in [(&change.before, false), (&change.after, true)] {
            match record {
                Some(Record::Account(it)) => self.account(it, stands),
                Some(Record::Person(it)) => self.person(it, stands),
                Some(Record::MatrixRow(it)) => self.row(it, stands),
                Some(Record::Application(it)) => self.form(it, stands),
                Some(Record::InspectionRow(it)) => self.answer(it, stands),
                _ => {}
            }
        }
    }

    fn account(&mut self, it: &Account, stands: bool) {
        self.accounts_of.set(it.system, it.id, stands);
        if let Some(holder) = it.holder {
            self.held_by.set(holder, it.id, stands);
        }
    }

    fn person(&mut self, it: &Person, stands: bool) {
        self.people_of.set(it.department, it.id, stands);
    }

    fn row(&mut self, it: &MatrixRow, stands: bool) {
        self.rows_of.set(it.department, it.id, stands);
        if !it.account.is_empty() {
            self.rows_called.set((it.system, self.hash(&it.account)), it.id, stands);
        } else if let Some(holder) = it.holder {
            self.rows_held.set((it.system, holder), it.id, stands);
        }
    }

    fn form(&mut self, it: &Application, stands: bool) {
        self.numbered.set(it.number.clone(), it.id, stands);
        match it.state {
            ApplicationState::Done => self.done.set(it.system, it.id, stands),
            ApplicationState::Void => return,
            _ => self.open.set((), it.id, stands),
        }
        if let Some(person) = it.holder.or(it.applicant) {
            self.asked_for.set(person, it.id, stands);
        }
    }

    fn answer(&mut self, it: &InspectionRow, stands: bool) {
        match it.judgement {
            None => self.unanswered.set(it.inspection, it.id, stands),
            Some(Judgement::Doubtful) => self.doubtful.set(it.inspection, it.id, stands),
            Some(_) => {}
        }
    }

    /// The rows of any 附件1 that an account may stand behind.
    pub(super) fn rows_for(&self, account: &Account) -> impl Iterator<Item = MatrixRowId> {
        let called = self.rows_called.of(&(account.system, self.hash(&account.account)));
        let held = account.holder.map_or(&[][..], |holder| self.rows_held.of(&(account.system, holder)));
        called.iter().chain(held).copied()
    }

    /// A name of an account as a number: names that are one (第十二条) have one number, and hardly ever do others.
    pub(super) fn hash(&self, account: &str) -> u64 {
        self.hasher.hash_one(folded(account))
    }
}
