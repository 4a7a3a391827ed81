//! 附件1 filled from the register of accounts.

use super::Office;
use crate::error::Result;
use crate::model::*;
use crate::rules::matrix::plan;
use crate::store::Errand;

impl Office {
    /// Fills a department's table from the register: rows without a live account go, accounts without a row
    /// are added at the end, all others stay as they are written. Returns how many were added and taken out.
    pub fn fill_matrix(&mut self, department: DepartmentId, today: Day) -> Result<(usize, usize)> {
        let plan = plan(&self.register, department);
        let errand = Errand::new(Op::FillMatrix, today);
        self.transact(&errand, |register, tx| {
            for id in &plan.stale {
                tx.remove::<MatrixRow>(*id)?;
            }
            let stays = register.matrix_of(department).into_iter().filter(|row| !plan.stale.contains(&row.id));
            let mut position = 0;
            for row in stays {
                position += 1;
                tx.put(MatrixRow { position, ..row.clone() })?;
            }
            for account in plan.missing.iter().filter_map(|id| register.get::<Account>(*id)) {
                position += 1;
                let holder = account.holder.and_then(|id| register.get::<Person>(id));
                let row = MatrixRow {
                    id: tx.new_id::<MatrixRow>()?,
                    department,
                    position,
                    system: account.system,
                    category: account.category.clone(),
                    post: holder.map_or_else(String::new, |person| person.post.clone()),
                    holder: account.holder,
                    note: String::new(),
                    account: account.account.clone(),
                    permissions: account.permissions.clone(),
                };
                tx.put(row)?;
            }
            Ok((plan.missing.len(), plan.stale.len()))
        })
    }
}
