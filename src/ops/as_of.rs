//! 某日在用账号: the register as it stood on a day, as the 台账 tells (第十五条).

use super::Office;
use crate::error::{Error, Result};
use crate::model::*;
use crate::store::Past;

/// The live accounts of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct AsOf {
    /// The day.
    pub day: Day,
    /// The day of the first entry: of the time before it the 台账 knows nothing. None where there is no entry.
    pub since: Option<Day>,
    /// The accounts that were 在用, by system and then as they were entered.
    pub accounts: Vec<LiveAccount>,
}

/// An account as it stood, by the names of its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveAccount {
    /// 系统名称.
    pub system: String,
    /// 账号名.
    pub account: String,
    /// 使用人: 「姓名」, or 「姓名（科室）」 where two shared it; blank where nobody was named.
    pub holder: String,
    /// 科室 of the holder.
    pub department: String,
    /// 角色.
    pub role: Role,
    /// The number of the paper that it rested on: the last one that changed it, else its 授权依据; blank where
    /// there was none.
    pub basis: String,
}

impl AsOf {
    /// The accounts that were 在用 at the end of a day.
    pub fn of(past: &Past) -> Self {
        let names = past.register.person_names();
        let mut live: Vec<&Account> = past.register.accounts.values().filter(|it| it.is_live()).collect();
        live.sort_by_key(|it| (it.system, it.id));
        let account = |it: &Account| {
            let holder = it.holder.and_then(|id| past.register.get::<Person>(id));
            LiveAccount {
                system: past.register.system_name(Some(it.system)).to_owned(),
                account: it.account.clone(),
                holder: it.holder.and_then(|id| names.get(&id)).cloned().unwrap_or_default(),
                department: past.register.department_name(holder.map(|person| person.department)).to_owned(),
                role: it.role,
                basis: past.basis_of(it.id).unwrap_or(&it.basis).to_owned(),
            }
        };
        let accounts = live.into_iter().map(account).collect();
        Self { day: past.day, since: past.register.began.day(), accounts }
    }

    /// What the clerk must know beside the list: that the 台账 began only later.
    pub fn caution(&self) -> Option<String> {
        match self.since {
            Some(since) if since <= self.day => None,
            Some(since) => Some(format!("台账从{}记起，此前的情况没有记载", since.chinese())),
            None => Some("台账还没有记载".into()),
        }
    }
}

/// Refuses a day that has not come: of it the 台账 knows nothing.
pub fn refuse_future(day: Day, today: Day) -> Result<()> {
    if day <= today {
        return Ok(());
    }
    Err(Error::bad_input(format!("{}还没有到，台账没有记载（第十五条）", day.chinese())).advise("请写今天或以前的日期"))
}

impl Office {
    /// The accounts that were 在用 at the end of `day`: the entries of the 台账 up to that day, replayed.
    pub fn as_of(&self, day: Day) -> Result<AsOf> {
        Ok(AsOf::of(&self.store.as_of(day)?))
    }

    /// The same, asked on `today`, of which it is the register as it stands: also what was dated to days to come, while
    /// the clock ran ahead.
    pub fn as_of_asked(&self, day: Day, today: Day) -> Result<AsOf> {
        if day != today {
            return self.as_of(day);
        }
        let told = AsOf::of(&self.store.as_of_now(today)?);
        Ok(AsOf { since: told.since.map(|since| since.min(today)), ..told })
    }
}
