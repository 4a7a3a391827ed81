//! An account is called otherwise from now on: the tables, lists and forms that name it and are still to be used follow
//! in the same errand (第十五条).

use std::collections::BTreeSet;

use crate::error::Result;
use crate::model::*;
use crate::rules::cleanup::{account_named, open_rows};
use crate::rules::names::folded;
use crate::rules::target::{accounts_called, target};
use crate::store::Tx;

/// Carries the name of an account into the rows of 附件1, the rows of 附件3 that are not carried out and the forms on their
/// way that mean it as it was. A list that is printed has to be printed again; 附件1 has no 账号名 on paper.
pub(super) fn follow_name(before: &Account, after: &Account, register: &Register, tx: &mut Tx) -> Result<()> {
    if before.account == after.account || before.system != after.system {
        return Ok(());
    }
    let (system, name) = (before.system, &after.account);
    let folded_name = folded(&before.account);
    let is_alike = |told: &str| folded(told) == folded_name;
    let is_meant =
        |told: &str| is_alike(told) && account_named(register, system, told).is_some_and(|it| it.id == before.id);
    for row in register.matrix.values().filter(|row| row.system == system && is_meant(&row.account)) {
        tx.put(MatrixRow { account: name.clone(), ..row.clone() })?;
    }
    let mut lists = BTreeSet::new();
    for row in open_rows(register, before) {
        lists.insert(row.cleanup);
        tx.put(CleanupRow { account: name.clone(), ..row.clone() })?;
    }
    for list in lists.into_iter().filter_map(|id| register.get::<Cleanup>(id)).filter(|it| it.printed_on.is_some()) {
        tx.put(Cleanup { printed_on: None, ..list.clone() })?;
    }
    // A 新增 names the account that it will open.
    let names = |it: &&Application| {
        let called = || accounts_called(register, system, &it.account);
        it.state.is_open()
            && it.system == Some(system)
            && it.action.is_some_and(|it| it != Action::Create)
            && is_alike(&it.account)
            && target(&it.account, &called()).found().is_some_and(|it| it.id == before.id)
    };
    for form in register.applications.values().filter(names) {
        tx.put(Application { account: name.clone(), ..form.clone() })?;
    }
    Ok(())
}
