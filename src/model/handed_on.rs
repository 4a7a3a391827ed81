//! Who used the accounts of now before they were handed on (第二十二条, 第四条, 第十九条).

use std::collections::BTreeMap;

use super::day::Day;
use super::id::{AccountId, PersonId};

/// By account, who had it before, and on which day it was handed on, in that order: the 台账 tells. It is no record:
/// registers that hold the same records are equal.
#[derive(Debug, Clone, Default)]
pub struct HandedOn(BTreeMap<AccountId, Vec<(PersonId, Day)>>);

impl HandedOn {
    /// Every account that was handed on.
    pub fn all(&self) -> impl Iterator<Item = (AccountId, &[(PersonId, Day)])> {
        self.0.iter().map(|(account, before)| (*account, before.as_slice()))
    }

    /// Who had this account before, and until when, in that order.
    pub fn of(&self, account: AccountId) -> &[(PersonId, Day)] {
        self.0.get(&account).map_or(&[], Vec::as_slice)
    }

    /// The accounts that somebody handed on.
    pub fn had(&self, person: PersonId) -> impl Iterator<Item = AccountId> {
        self.all().filter(move |(_, before)| before.iter().any(|(who, _)| *who == person)).map(|(account, _)| account)
    }

    /// When somebody handed this account on; the last time.
    pub fn by(&self, account: AccountId, person: PersonId) -> Option<Day> {
        let mut before = self.of(account).iter().rev();
        before.find(|(who, _)| *who == person).map(|(_, day)| *day)
    }
}

impl FromIterator<(AccountId, Vec<(PersonId, Day)>)> for HandedOn {
    fn from_iter<T: IntoIterator<Item = (AccountId, Vec<(PersonId, Day)>)>>(all: T) -> Self {
        Self(all.into_iter().collect())
    }
}

impl PartialEq for HandedOn {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
