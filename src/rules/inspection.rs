//! 巡检 (第八条第2项): the facts that help to judge an account.

use std::collections::HashSet;

use crate::model::*;

use super::names::folded;
use super::settings::Settings;
use super::sight::status_on;

/// What is known of an account when it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// 使用人, if there is one.
    pub holder: Option<PersonId>,
    /// 在岗, 调离 or 离职, as of today.
    pub status: Option<PersonStatus>,
    /// 岗位 of the holder.
    pub post: String,
    /// The day on which the password was changed last, the first change included.
    pub password_changed_on: Option<Day>,
    /// Whether that is longer ago than it may be (第二十五条).
    pub password_overdue: bool,
    /// Whether the holder's department has it in its 对照表 (第四条).
    pub in_matrix: bool,
}

/// The facts of accounts on `today`, in their order.
pub fn facts_of<'a>(register: &Register, accounts: impl IntoIterator<Item = &'a Account>, today: Day) -> Vec<Facts> {
    let limit = Settings::of(register).password_days;
    // A row that names no account is meant for its holder.
    let (by_holder, by_name): (Vec<&MatrixRow>, Vec<&MatrixRow>) =
        register.matrix.values().partition(|row| row.account.is_empty());
    let by_holder: HashSet<_> = by_holder.into_iter().map(|row| (row.department, row.system, row.holder)).collect();
    let by_name: HashSet<_> =
        by_name.into_iter().map(|row| (row.department, row.system, folded(&row.account))).collect();
    let facts = |account: &Account| {
        let holder = account.holder.and_then(|id| register.get::<Person>(id));
        let in_matrix = holder.is_some_and(|person| {
            by_holder.contains(&(person.department, account.system, account.holder))
                || by_name.contains(&(person.department, account.system, folded(&account.account)))
        });
        let changed = account.password_last_changed();
        Facts {
            holder: account.holder,
            status: holder.map(|person| status_on(person, today)),
            post: holder.map_or_else(String::new, |person| person.post.clone()),
            password_changed_on: changed,
            password_overdue: changed.is_some_and(|day| today.days_since(day) > limit),
            in_matrix,
        }
    };
    accounts.into_iter().map(facts).collect()
}
