//! 附件3: the account that a row of a list names, and the rows that name an account.

use super::names::folded;
use crate::model::*;

/// The account that a row names: of this very name, else the one that differs only in case or width. Void ones are not
/// meant.
pub fn account_named<'a>(register: &'a Register, system: SystemId, name: &str) -> Option<&'a Account> {
    let of = |it: &&Account| it.system == system && it.void_reason.is_none();
    let mut all = register.accounts.values().filter(of);
    let exact = all.clone().find(|it| it.account == name);
    exact.or_else(|| all.find(|it| folded(&it.account) == folded(name)))
}

/// The rows that name this account in lists that are not carried out yet.
pub fn open_rows<'a>(register: &'a Register, account: &Account) -> impl Iterator<Item = &'a CleanupRow> {
    let (id, system, name) = (account.id, account.system, folded(&account.account).into_owned());
    let names = move |row: &&CleanupRow| {
        row.system == system
            && folded(&row.account) == name
            && account_named(register, system, &row.account).is_some_and(|it| it.id == id)
    };
    let is_open = |row: &&CleanupRow| register.get::<Cleanup>(row.cleanup).is_some_and(Cleanup::is_open);
    register.cleanup_rows.values().filter(names).filter(is_open)
}
