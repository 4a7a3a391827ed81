//! 附件3: made from accounts of the register, and carried out (处理).

use super::Office;
use crate::error::{Error, Result};
use crate::model::*;
use crate::store::{Errand, Series, Tx};

impl Office {
    /// Makes a list of these accounts, all with one 处理方式. A test account after acceptance can only be deleted
    /// (第二十一条), a leaver's only disabled or deleted (第二十二条).
    pub fn make_cleanup(&mut self, accounts: &[AccountId], treatment: Treatment, today: Day) -> Result<CleanupId> {
        let mut chosen: Vec<Account> = accounts.iter().filter_map(|id| self.register.get(*id)).cloned().collect();
        chosen.retain(|account| account.status != AccountStatus::Deleted);
        if chosen.is_empty() {
            return Err(
                Error::refused("没有可以清理的账号").advise("已删除的账号不需要再清理，请选中在用或已禁用的账号")
            );
        }
        let rows: Vec<(Account, Treatment)> = chosen.into_iter().map(|account| (account, treatment)).collect();
        self.transact(&Errand::new(Op::MakeCleanup, today), |register, tx| {
            put_list(&rows, register, tx, today).map(|(id, _)| id)
        })
    }

    /// Carries a list out: the accounts follow their 处理方式 in one transaction, the list as their basis. 保留, 变更
    /// and 移交 leave the account as it is: the latter two need an 附件2 of their own.
    pub fn handle_cleanup(&mut self, id: CleanupId, today: Day) -> Result<()> {
        let gone = || Error::refused("这张清单已经不在台账中");
        let cleanup = self.register.get::<Cleanup>(id).ok_or_else(gone)?.clone();
        if let Some(day) = cleanup.handled_on {
            return Err(Error::refused(format!("{}已于{}处理", cleanup.number, day.chinese())).advise("数据没有改动"));
        }
        self.transact(&Errand::new(Op::HandleCleanup, today).on(&cleanup.number), |register, tx| {
            for row in register.rows_of(id) {
                let status = match row.disposal {
                    Some(Treatment::Disable) => AccountStatus::Disabled,
                    Some(Treatment::Delete) => AccountStatus::Deleted,
                    Some(_) => continue,
                    None => {
                        return Err(Error::refused(format!("第{}行没有填写处理方式，不能处理（附件3）", row.position))
                            .advise("请为每一行选定处理方式"));
                    }
                };
                let same = |account: &&Account| account.system == row.system && account.account == row.account;
                let Some(account) = register.accounts.values().find(same) else {
                    return Err(Error::refused(format!(
                        "第{}行：{}中没有账号{}",
                        row.position,
                        register.system_name(Some(row.system)),
                        row.account
                    ))
                    .advise("数据没有改动。请核对清单和账号台账"));
                };
                // A deleted account does not come back as a disabled one.
                if account.status != AccountStatus::Deleted {
                    tx.put(Account { status, ..account.clone() })?;
                }
            }
            tx.put(Cleanup { handled_on: Some(today), ..cleanup })
        })
    }
}

/// Writes a list of these accounts, each with its 处理方式, under the next number of the year, on which the errand then
/// rests.
pub(super) fn put_list(
    rows: &[(Account, Treatment)],
    register: &Register,
    tx: &mut Tx,
    today: Day,
) -> Result<(CleanupId, String)> {
    let mut systems: Vec<SystemId> = Vec::new();
    for (account, treatment) in rows {
        refuse_treatment(register, account, *treatment)?;
        if !systems.contains(&account.system) {
            systems.push(account.system);
        }
    }
    let id = tx.new_id::<Cleanup>()?;
    let number = tx.next_number(Series::Cleanup, today.year())?;
    tx.rests_on(&number);
    tx.put(Cleanup { id, number: number.clone(), systems, handled_on: None, void_reason: None })?;
    for (position, (account, treatment)) in (1..).zip(rows) {
        let holder = account.holder.and_then(|id| register.get::<Person>(id));
        let row = CleanupRow {
            id: tx.new_id::<CleanupRow>()?,
            cleanup: id,
            position,
            system: account.system,
            department: holder.map(|person| person.department),
            holder: account.holder,
            account: account.account.clone(),
            kind: Some(account.role.kind()),
            disposal: Some(*treatment),
        };
        tx.put(row)?;
    }
    Ok((id, number))
}

fn refuse_treatment(register: &Register, account: &Account, treatment: Treatment) -> Result<()> {
    let name = format!("{}的账号{}", register.system_name(Some(account.system)), account.account);
    let accepted = register.get::<InfoSystem>(account.system).is_some_and(|system| system.accepted_on.is_some());
    if account.nature == Nature::Test && accepted && treatment != Treatment::Delete {
        return Err(
            Error::refused(format!("{name}是验收后的测试账号，只能删除（第二十一条）")).advise("请改选处理方式")
        );
    }
    let left =
        account.holder.and_then(|id| register.get::<Person>(id)).is_some_and(|it| it.status == PersonStatus::Left);
    if left && !matches!(treatment, Treatment::Disable | Treatment::Delete) {
        return Err(
            Error::refused(format!("{name}的使用人已离职，只能禁用或删除（第二十二条）")).advise("请改选处理方式")
        );
    }
    Ok(())
}
