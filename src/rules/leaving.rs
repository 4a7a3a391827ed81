//! 第十四条 and 第四章 第二十二条: people who have left, their accounts, the notice, the administrators among them.

use std::collections::{BTreeMap, HashSet};

use super::fact::Fact;
use super::matter::Matter;
use super::sight::Sight;
use crate::model::*;

/// Judges the register by 第十四条 and 第二十二条. Who left before the regulation is not judged (第三十条).
pub(super) fn check(sight: &Sight, found: &mut Vec<Matter>) {
    let judged = |person: &&Person| {
        let since = sight.left(person);
        person.void_reason.is_none() && since.is_some_and(|since| since.is_none_or(|day| day >= Day::of_regulation()))
    };
    let leavers: BTreeMap<PersonId, &Person> =
        sight.register.people.values().filter(judged).map(|person| (person.id, person)).collect();
    if leavers.is_empty() {
        return;
    }
    let mut live: BTreeMap<PersonId, Vec<AccountId>> = BTreeMap::new();
    for account in sight.live.iter().map(|live| live.account) {
        if let Some(holder) = account.holder.filter(|holder| leavers.contains_key(holder)) {
            live.entry(holder).or_default().push(account.id);
        }
    }
    let noticed: HashSet<PersonId> = sight.register.notices.values().map(|it| it.person).collect();
    let held: HashSet<PersonId> = (sight.register.accounts.values())
        .filter(|it| it.void_reason.is_none() && it.status != AccountStatus::Deleted)
        .filter_map(|it| it.holder.filter(|holder| leavers.contains_key(holder)))
        .collect();
    for (id, person) in &leavers {
        let since = person.left_on.unwrap_or(sight.today);
        let mut find = |fact, due| {
            found.push(Matter::new(fact, Subject::Person(*id)).of(Some(person.department)).due(due));
        };
        if let Some(accounts) = live.remove(id) {
            find(Fact::LeaverLive(since, accounts), since);
        }
        // The second clock of 第十四条.
        if let Some(handed) = person.handed_over_on.filter(|day| *day <= sight.today)
            && held.contains(id)
            && !noticed.contains(id)
        {
            find(Fact::NoticeMissing(handed), handed);
        }
    }
    for system in sight.register.systems.values().filter(|it| it.void_reason.is_none()) {
        for (admin, role) in [(system.super_admin, Role::SuperAdmin), (system.system_admin, Role::SystemAdmin)] {
            let Some(person) = admin.and_then(|id| leavers.get(&id)) else { continue };
            let since = person.left_on.unwrap_or(sight.today);
            let matter = Matter::new(Fact::AdminLeft(person.id, role, since), Subject::System(system.id));
            found.push(matter.of(system.lead_department).within(Some(system.id)).due(since));
        }
    }
}
