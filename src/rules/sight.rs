//! The register as the rules see it: looked through once, so that each rule costs no more than what it judges.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use super::names::folded;
use super::settings::Settings;
use crate::model::*;

/// A live account with what it names.
pub(super) struct Live<'a> {
    pub(super) account: &'a Account,
    pub(super) system: &'a InfoSystem,
    pub(super) holder: Option<&'a Person>,
}

impl Live<'_> {
    /// The department of its holder.
    pub(super) fn department(&self) -> Option<DepartmentId> {
        self.holder.map(|holder| holder.department)
    }
}

/// The live accounts of a system.
#[derive(Default)]
pub(super) struct InUse {
    /// How many.
    pub(super) count: usize,
    /// The earliest 启用日 among them; none where no account tells it.
    pub(super) first_opened: Option<Day>,
}

/// The accounts of all systems by name, as [`super::names::fold_account`] tells them apart: sorted by a hash, so that
/// those of one name stand together. Beside the hash a place, and not the account: sorting touches no record.
#[derive(Default)]
struct Homonyms<'a> {
    hasher: RandomState,
    accounts: Vec<&'a Account>,
    sorted: Vec<(u64, usize)>,
}

impl<'a> Homonyms<'a> {
    fn add(&mut self, account: &'a Account) {
        let hash = self.hasher.hash_one((account.system, folded(&account.account)));
        self.sorted.push((hash, self.accounts.len()));
        self.accounts.push(account);
    }

    /// The accounts of this name in this system, in the order of their ids.
    fn called(&self, system: SystemId, name: &str) -> impl Iterator<Item = &'a Account> {
        let name = folded(name).into_owned();
        let hash = self.hasher.hash_one((system, name.as_str()));
        let from = self.sorted.partition_point(|(other, _)| *other < hash);
        let alike = self.sorted[from..].iter().take_while(move |(other, _)| *other == hash);
        // Two names may have one hash.
        alike.map(|(_, at)| self.accounts[*at]).filter(move |it| it.system == system && folded(&it.account) == name)
    }

    /// One account of each name that several have.
    fn repeated(&self) -> impl Iterator<Item = &'a Account> {
        let same = |one: &'a Account, other: &'a Account| {
            one.system == other.system && folded(&one.account) == folded(&other.account)
        };
        let groups = self.sorted.chunk_by(|(one, _), (other, _)| one == other).filter(|group| group.len() > 1);
        groups.flat_map(move |group| {
            let account = |at: usize| self.accounts[group[at].1];
            let is_first = move |at: &usize| !(0..*at).any(|before| same(account(before), account(*at)));
            (0..group.len()).filter(is_first).map(account)
        })
    }
}

/// The register and what is derived from it at once.
pub(super) struct Sight<'a> {
    pub(super) register: &'a Register,
    pub(super) today: Day,
    pub(super) settings: Settings,
    /// The live accounts, in the order of their ids. Void records are not judged.
    pub(super) live: Vec<Live<'a>>,
    /// The systems with live accounts.
    pub(super) in_use: HashMap<SystemId, InUse>,
    /// Every account that is not void, by system and name.
    homonyms: Homonyms<'a>,
    /// The accounts that an application has been done for.
    pub(super) applied: HashSet<(SystemId, Cow<'a, str>)>,
    states: OnceCell<HashMap<&'a str, ApplicationState>>,
}

impl<'a> Sight<'a> {
    pub(super) fn of(register: &'a Register, today: Day) -> Self {
        let count = register.accounts.len();
        let mut sight = Self {
            register,
            today,
            settings: Settings::of(register),
            live: Vec::with_capacity(count),
            in_use: HashMap::new(),
            homonyms: Homonyms::default(),
            applied: HashSet::new(),
            states: OnceCell::new(),
        };
        let people: HashMap<PersonId, &Person> = register.people.iter().map(|(id, person)| (*id, person)).collect();
        for account in register.accounts.values().filter(|account| account.void_reason.is_none()) {
            let Some(system) = register.get::<InfoSystem>(account.system).filter(|it| it.void_reason.is_none()) else {
                continue;
            };
            sight.homonyms.add(account);
            if account.status == AccountStatus::Active {
                let holder = account.holder.and_then(|id| people.get(&id).copied());
                let in_use = sight.in_use.entry(account.system).or_default();
                in_use.count += 1;
                in_use.first_opened = [in_use.first_opened, account.opened_on].into_iter().flatten().min();
                sight.live.push(Live { account, system, holder });
            }
        }
        sight.homonyms.sorted.sort_unstable();
        let done = register.applications.values().filter(|it| it.state == ApplicationState::Done);
        let granted = done.filter(|it| it.action != Some(Action::Close));
        sight.applied = granted.filter_map(|it| Some((it.system?, folded(&it.account)))).collect();
        sight
    }

    /// The accounts of this name in this system, but those that are void.
    pub(super) fn called(&self, system: SystemId, account: &str) -> impl Iterator<Item = &'a Account> {
        self.homonyms.called(system, account)
    }

    /// The accounts whose name another of the same system has, grouped.
    pub(super) fn of_one_name(&self) -> impl Iterator<Item = Vec<&'a Account>> {
        self.homonyms.repeated().map(|it| self.called(it.system, &it.account).collect::<Vec<_>>())
    }

    /// Whether an authorisation is on record (第十七条): 授权依据, which is no form that is void or still on its way,
    /// or a 附件2 of this account that is done.
    pub(super) fn is_authorised(&self, account: &Account) -> bool {
        let basis = account.basis.trim();
        let numbered = || self.register.applications.values().map(|it| (it.number.as_str(), it.state)).collect();
        let stands = || match self.states.get_or_init(numbered).get(basis) {
            Some(state) => matches!(state, ApplicationState::Signed | ApplicationState::Done),
            None => true,
        };
        (!basis.is_empty() && stands()) || self.applied.contains(&(account.system, folded(&account.account)))
    }

    /// Whether a person no longer works here, and since when.
    pub(super) fn left(&self, person: &Person) -> Option<Option<Day>> {
        left(person, self.today)
    }
}

/// Whether a person no longer works here by `today`: 离职 or 调离; and since when, if that is on record.
pub fn left(person: &Person, today: Day) -> Option<Option<Day>> {
    let since = person.left_on.filter(|day| *day <= today);
    (person.status != PersonStatus::Serving || since.is_some()).then_some(person.left_on)
}
