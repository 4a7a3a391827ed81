//! 第五章 用户账号口令管理, 第二十三条 and 第二十五条: of passwords only dates are kept, and only dates are judged.

use super::fact::{AccountDay, Fact};
use super::matter::Matter;
use super::sight::{InSystem, Live};
use super::system::opened_under_regulation;
use crate::model::*;

/// How many accounts of a system whose passwords nobody knows the age of are told one by one; more are told together.
const FEW: usize = 3;

/// Whether an account is in use and nobody has noted that its first password was changed (第二十三条).
pub fn lacks_initial_change(account: &Account) -> bool {
    account.is_live() && account.initial_password_changed_on.is_none()
}

/// The accounts of a person of which that holds.
pub fn lacking_initial_change(register: &Register, holder: PersonId) -> Vec<AccountId> {
    let of_holder = register.accounts.values().filter(|it| it.holder == Some(holder));
    of_holder.filter(|it| lacks_initial_change(it)).map(|it| it.id).collect()
}

/// Judges the accounts of a system by the fifth chapter.
pub(super) fn accounts(inside: &InSystem, found: &mut Vec<Matter>) {
    let sight = inside.sight;
    let limit = sight.settings.password_days;
    let notice = limit - sight.settings.password_notice;
    let mut unknown: Vec<&Live> = Vec::new();
    for live in &inside.live {
        let account = live.account;
        let mut find = |fact, due: Option<Day>| {
            let matter = Matter::new(fact, Subject::Account(account.id));
            found.push(Matter { due, ..matter.of(live.department()).within(Some(inside.system.id)) });
        };
        let days = [
            (AccountDay::InitialPassword, account.initial_password_changed_on),
            (AccountDay::Password, account.password_changed_on),
        ];
        for (what, day) in days.into_iter().filter_map(|(what, day)| Some((what, day.filter(|it| *it > sight.today)?)))
        {
            find(Fact::Ahead(what, day), None);
        }
        // The account of someone who has left is to be closed (第十四条), and not to be kept fresh.
        if live.holder.is_some_and(|holder| sight.left(holder).is_some()) {
            continue;
        }
        let is_asked_for = account.initial_password_changed_on.is_none() && opened_under_regulation(account);
        if is_asked_for {
            find(Fact::InitialPassword, None);
        }
        // A password of the time before has its days from the regulation's day.
        let Some(changed) = account.password_last_changed().map(|day| day.max(Day::of_regulation())) else {
            // An account of the time before has a password too, and nobody knows how old.
            unknown.extend((!is_asked_for).then_some(live));
            continue;
        };
        let days = sight.today.days_since(changed);
        if days >= notice
            && let Some(due) = changed.plus(limit)
        {
            find(Fact::PasswordDue(days, changed), Some(due));
        }
    }
    let system = inside.system;
    if unknown.len() > FEW {
        let accounts = unknown.iter().map(|live| live.account.id).collect();
        let matter = Matter::new(Fact::PasswordUnknown(accounts), Subject::System(system.id));
        found.push(matter.of(system.lead_department).within(Some(system.id)));
    } else {
        found.extend(unknown.into_iter().map(|live| {
            let id = live.account.id;
            let matter = Matter::new(Fact::PasswordUnknown(vec![id]), Subject::Account(id));
            matter.of(live.department()).within(Some(system.id))
        }));
    }
}
