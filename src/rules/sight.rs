//! The register as the rules see it: looked through once, so that each rule costs no more than what it judges.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

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

/// The accounts of one name in one system, as [`super::names::fold_account`] tells them apart.
pub(super) struct Homonyms<'a> {
    pub(super) first: &'a Account,
    pub(super) more: Vec<&'a Account>,
}

impl<'a> Homonyms<'a> {
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Account> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

/// The register and what is derived from it at once.
pub(super) struct Sight<'a> {
    pub(super) register: &'a Register,
    pub(super) today: Day,
    pub(super) settings: Settings,
    /// The live accounts, in the order of their ids. Void records are not judged.
    pub(super) live: Vec<Live<'a>>,
    /// How many live accounts a system has.
    pub(super) live_in: HashMap<SystemId, usize>,
    /// Every account that is not void, by system and name.
    pub(super) homonyms: HashMap<(SystemId, Cow<'a, str>), Homonyms<'a>>,
    /// The accounts that an application has been done for.
    pub(super) applied: HashSet<(SystemId, Cow<'a, str>)>,
    people: OnceCell<BTreeMap<PersonId, String>>,
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
            live_in: HashMap::new(),
            homonyms: HashMap::with_capacity(count),
            applied: HashSet::new(),
            people: OnceCell::new(),
            states: OnceCell::new(),
        };
        let people: HashMap<PersonId, &Person> = register.people.iter().map(|(id, person)| (*id, person)).collect();
        for account in register.accounts.values().filter(|account| account.void_reason.is_none()) {
            let Some(system) = register.get::<InfoSystem>(account.system).filter(|it| it.void_reason.is_none()) else {
                continue;
            };
            sight
                .homonyms
                .entry((account.system, folded(&account.account)))
                .and_modify(|same| same.more.push(account))
                .or_insert(Homonyms { first: account, more: Vec::new() });
            if account.status == AccountStatus::Active {
                let holder = account.holder.and_then(|id| people.get(&id).copied());
                *sight.live_in.entry(account.system).or_default() += 1;
                sight.live.push(Live { account, system, holder });
            }
        }
        let done = register.applications.values().filter(|it| it.state == ApplicationState::Done);
        let granted = done.filter(|it| it.action != Some(Action::Close));
        sight.applied = granted.filter_map(|it| Some((it.system?, folded(&it.account)))).collect();
        sight
    }

    /// 「姓名」 or 「姓名（科室）」, looked up for all people at once, the first time that one is asked for.
    pub(super) fn person_name(&self, id: PersonId) -> String {
        let names = self.people.get_or_init(|| self.register.person_names());
        names.get(&id).cloned().unwrap_or_default()
    }

    /// The accounts of this name in this system.
    pub(super) fn called(&self, system: SystemId, account: &str) -> Option<&Homonyms<'a>> {
        self.homonyms.get(&(system, Cow::Owned(folded(account).into_owned())))
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
