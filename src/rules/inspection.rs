//! 巡检 (第八条第2项): the facts that help to judge an account.

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
    /// 最近改密日.
    pub password_changed_on: Option<Day>,
    /// Whether that is longer ago than it may be (第二十五条).
    pub password_overdue: bool,
    /// Whether the holder's department has it in its 对照表 (第四条).
    pub in_matrix: bool,
}

/// The facts of an account on `today`.
pub fn facts(register: &Register, account: &Account, today: Day) -> Facts {
    let holder = account.holder.and_then(|id| register.get::<Person>(id));
    let status = holder.map(|person| status_on(person, today));
    let in_matrix = holder.is_some_and(|person| {
        register.matrix.values().any(|row| {
            row.department == person.department
                && row.system == account.system
                && if row.account.is_empty() {
                    row.holder == account.holder
                } else {
                    folded(&row.account) == folded(&account.account)
                }
        })
    });
    let changed = account.password_last_changed();
    let limit = Settings::of(register).password_days;
    Facts {
        holder: account.holder,
        status,
        post: holder.map_or_else(String::new, |person| person.post.clone()),
        password_changed_on: account.password_changed_on,
        password_overdue: changed.is_some_and(|day| today.days_since(day) > limit),
        in_matrix,
    }
}
