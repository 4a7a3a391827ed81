//! 附件1 and the register of accounts (第四条): what the department's table lacks, and what it has too much.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::names::folded;
use super::sight::Sight;
use crate::model::*;

/// What filling a department's table from the register would do to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Live accounts of the department's people that no row names.
    pub missing: Vec<AccountId>,
    /// Rows that no live account of the department stands behind.
    pub stale: Vec<MatrixRowId>,
}

impl Plan {
    /// Whether table and register agree.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty()
    }
}

/// Compares a department's table with the live accounts of its people.
pub fn plan(register: &Register, department: DepartmentId) -> Plan {
    let of_department = |account: &&Account| {
        account.is_live()
            && account.holder.and_then(|id| register.get::<Person>(id)).is_some_and(|it| it.department == department)
    };
    let live: Vec<&Account> = register.accounts.values().filter(of_department).collect();
    let compared = compare(&register.matrix_of(department), &live);
    Plan {
        missing: compared.missing.into_iter().map(|account| account.id).collect(),
        stale: compared.stale.into_iter().map(|row| row.id).collect(),
    }
}

/// What a table lacks and what it has too much.
#[derive(Default)]
pub(super) struct Compared<'a> {
    pub(super) missing: Vec<&'a Account>,
    pub(super) stale: Vec<&'a MatrixRow>,
}

/// The same for every department that is not void and has either.
pub(super) fn plans<'a>(sight: &Sight<'a>) -> BTreeMap<DepartmentId, Compared<'a>> {
    let mut both: BTreeMap<DepartmentId, (Vec<&MatrixRow>, Vec<&Account>)> = BTreeMap::new();
    for live in &sight.live {
        if let Some(department) = live.department() {
            both.entry(department).or_default().1.push(live.account);
        }
    }
    for row in sight.register.matrix.values() {
        both.entry(row.department).or_default().0.push(row);
    }
    both.retain(|id, _| sight.register.get::<Department>(*id).is_some_and(|it| it.void_reason.is_none()));
    for (rows, _) in both.values_mut() {
        rows.sort_by_key(|row| (row.position, row.id));
    }
    both.into_iter().map(|(department, (rows, live))| (department, compare(&rows, &live))).collect()
}

/// A row stands for an account of its system and name, or, where it names no account, of its system and holder;
/// each account for one row.
fn compare<'a>(rows: &[&'a MatrixRow], live: &[&'a Account]) -> Compared<'a> {
    let mut by_name: HashMap<(SystemId, Cow<str>), Vec<AccountId>> = HashMap::with_capacity(live.len());
    let mut by_holder: HashMap<(SystemId, PersonId), Vec<AccountId>> = HashMap::new();
    if !rows.is_empty() {
        // The last is taken first: they stand in reverse.
        for account in live.iter().rev() {
            by_name.entry((account.system, folded(&account.account))).or_default().push(account.id);
            if let Some(holder) = account.holder {
                by_holder.entry((account.system, holder)).or_default().push(account.id);
            }
        }
    }
    let mut taken: HashSet<AccountId> = HashSet::new();
    let mut compared = Compared::default();
    for row in rows {
        let candidates = if row.account.is_empty() {
            row.holder.and_then(|holder| by_holder.get_mut(&(row.system, holder)))
        } else {
            by_name.get_mut(&(row.system, folded(&row.account)))
        };
        let found = candidates.and_then(|accounts| {
            loop {
                match accounts.pop() {
                    Some(account) if taken.contains(&account) => {}
                    account => break account,
                }
            }
        });
        match found {
            Some(account) => drop(taken.insert(account)),
            None => compared.stale.push(row),
        }
    }
    compared.missing = live.iter().copied().filter(|account| !taken.contains(&account.id)).collect();
    compared
}
