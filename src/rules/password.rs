//! 第五章 用户账号口令管理, 第二十三条 and 第二十五条: of passwords only dates are kept, and only dates are judged.

use super::fact::{AccountDay, Fact};
use super::matter::Matter;
use super::sight::InSystem;
use super::system::opened_under_regulation;
use crate::model::*;

/// Judges the accounts of a system by the fifth chapter.
pub(super) fn accounts(inside: &InSystem, found: &mut Vec<Matter>) {
    let sight = inside.sight;
    let limit = sight.settings.password_days;
    let notice = limit - sight.settings.password_notice;
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
        if account.initial_password_changed_on.is_none() && opened_under_regulation(account) {
            find(Fact::InitialPassword, None);
        }
        // The first change is a change too. A password of the time before has its days from the regulation's day.
        let changed = [account.password_changed_on, account.initial_password_changed_on].into_iter().flatten().max();
        let Some(changed) = changed.map(|day| day.max(Day::of_regulation())) else { continue };
        let days = sight.today.days_since(changed);
        if days >= notice
            && let Some(due) = changed.plus(limit)
        {
            find(Fact::PasswordDue(days, changed), Some(due));
        }
    }
}
