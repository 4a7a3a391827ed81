//! 初始口令更改日 of several accounts at once (第二十三条): of passwords only days are kept.

use super::Office;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::password::lacks_initial_change;
use crate::store::Errand;

impl Office {
    /// Notes of these accounts that their users changed the first password on a day; those of which it is known already, or
    /// that are not in use, stay as they are. Returns of how many it was noted.
    pub fn note_initial_passwords(&mut self, accounts: &[AccountId], on: Day, today: Day) -> Result<usize> {
        if on > today {
            return Err(Error::refused(format!("更改日期{}在今天之后（第二十三条）", on.chinese()))
                .advise("没有登记。请核对日期"));
        }
        self.transact(&Errand::new(Op::SaveAccount, today), |register, tx| {
            let known = accounts.iter().filter_map(|id| register.get::<Account>(*id));
            let mut noted = 0;
            for account in known.filter(|it| lacks_initial_change(it)) {
                tx.put(Account { initial_password_changed_on: Some(on), ..account.clone() })?;
                noted += 1;
            }
            Ok(noted)
        })
    }
}
