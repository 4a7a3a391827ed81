//! A system is accepted (第二十一条): its test and temporary accounts go on a list that two offices see through.

use super::Office;
use super::cleanup::put_list;
use super::names::is_void;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::cleanup::open_rows;
use crate::store::Errand;

impl Office {
    /// Records 验收日期 and lists every live test or temporary account as 附件3, 删除 each, in one errand. What an open
    /// list names already is not listed again; no list where nothing is left. It prints
    /// with a 督促 line each of 网络技术中心 and 主管科室.
    pub fn accept_system(&mut self, system: SystemId, accepted_on: Day, today: Day) -> Result<Option<CleanupId>> {
        let it = self.register.require::<InfoSystem>(system)?.clone();
        if it.void_reason.is_some() {
            return Err(is_void(InfoSystem::TERM, &it.name));
        }
        if accepted_on > today {
            return Err(Error::bad_input(format!("{}的验收日期{}晚于今天", it.name, accepted_on.chinese()))
                .advise("没有保存。验收合格后再登记（第二十一条）"));
        }
        let goes = |account: &&Account| {
            account.system == system
                && account.nature != Nature::Regular
                && account.is_live()
                && !is_listed(&self.register, account)
        };
        let listed: Vec<(Account, Treatment)> =
            self.register.accounts.values().filter(goes).map(|it| (it.clone(), Treatment::Delete)).collect();
        self.transact(&Errand::new(Op::ClearAfterAcceptance, today).on(&it.name), |register, tx| {
            tx.put(InfoSystem { accepted_on: Some(accepted_on), ..it })?;
            match &listed[..] {
                [] => Ok(None),
                rows => {
                    let (id, number) = put_list(rows, register, tx, today)?;
                    tx.rests_on(&number);
                    Ok(Some(id))
                }
            }
        })
    }
}

/// Whether an open list has this account down for 删除.
fn is_listed(register: &Register, account: &Account) -> bool {
    open_rows(register, account).any(|row| row.disposal == Some(Treatment::Delete))
}
