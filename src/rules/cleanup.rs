//! 附件3: the account that a row of a list names, the rows that name an account, and whose accounts a list names.

use std::collections::BTreeMap;

use super::names::folded;
use crate::model::*;

/// How many are named of those whose accounts a list names.
const NAMED: usize = 2;

/// Whose accounts each list names, in the order of its rows: 「张三、李四等5人」; of a list that names nobody, how many there are.
pub fn told_whose(register: &Register) -> BTreeMap<CleanupId, String> {
    let mut rows: BTreeMap<CleanupId, Vec<&CleanupRow>> = BTreeMap::new();
    for row in register.cleanup_rows.values() {
        rows.entry(row.cleanup).or_default().push(row);
    }
    let told = |mut rows: Vec<&CleanupRow>| {
        rows.sort_by_key(|row| (row.position, row.id));
        let mut people: Vec<PersonId> = Vec::new();
        for holder in rows.iter().filter_map(|row| row.holder) {
            if !people.contains(&holder) {
                people.push(holder);
            }
        }
        let named: Vec<&str> = people.iter().take(NAMED).map(|id| register.bare_name(Some(*id))).collect();
        match people.len() {
            0 => format!("{}个账号", rows.len()),
            count if count <= NAMED => named.join("、"),
            count => format!("{}等{count}人", named.join("、")),
        }
    };
    rows.into_iter().map(|(list, rows)| (list, told(rows))).collect()
}

/// The account that a row names: of this very name, else the one that differs only in case or width. Void ones are not
/// meant.
pub fn account_named<'a>(register: &'a Register, system: SystemId, name: &str) -> Option<&'a Account> {
    let of = |it: &&Account| it.system == system && it.void_reason.is_none();
    let mut all = register.accounts.values().filter(of);
    let exact = all.clone().find(|it| it.account == name);
    exact.or_else(|| all.find(|it| folded(&it.account) == folded(name)))
}

/// As of when a row means its account: the day on which it was written; where nobody knows that, the printing of its list.
pub fn written_on(row: &CleanupRow, list: &Cleanup) -> Option<Day> {
    row.written_on.or(list.printed_on)
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
