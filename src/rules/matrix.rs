//! 附件1 and the register of accounts (第四条): what the department's table lacks, and what it has too much.

use std::collections::BTreeSet;

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

/// Compares a department's table with the live accounts of its people. A row stands for an account of its
/// system and name, or, where it names no account, of its system and holder; each account for one row.
pub fn plan(register: &Register, department: DepartmentId) -> Plan {
    let of_department = |account: &&Account| {
        account.is_live()
            && account.holder.and_then(|id| register.get::<Person>(id)).is_some_and(|it| it.department == department)
    };
    let live: Vec<&Account> = register.accounts.values().filter(of_department).collect();
    let mut taken: BTreeSet<AccountId> = BTreeSet::new();
    let mut plan = Plan::default();
    for row in register.matrix_of(department) {
        let stands_for = |account: &&&Account| {
            account.system == row.system
                && !taken.contains(&account.id)
                && if row.account.is_empty() {
                    row.holder.is_some() && account.holder == row.holder
                } else {
                    super::names::fold_account(&account.account) == super::names::fold_account(&row.account)
                }
        };
        match live.iter().find(stands_for) {
            Some(account) => drop(taken.insert(account.id)),
            None => plan.stale.push(row.id),
        }
    }
    plan.missing = live.iter().map(|account| account.id).filter(|id| !taken.contains(id)).collect();
    plan
}
