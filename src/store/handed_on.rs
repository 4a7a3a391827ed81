//! Who used the 系统账号 of now before they were handed on (第二十二条), by the 台账.

use std::collections::BTreeMap;

use super::Store;
use super::rows::Stored;
use crate::error::Result;
use crate::model::*;

/// Who had an account, and until when.
type Before = (Option<PersonId>, Option<Day>);

impl Store {
    /// Of each live 系统账号 the users before the present one, less what was taken back; the day is that of the form on which
    /// the change rests, where it tells one.
    pub fn handed_on(&self) -> Result<HandedOn> {
        let read = || -> rusqlite::Result<HandedOn> {
            // What was forged there is for the verifying, and no reason not to open.
            let holder =
                |of: &str| format!("CASE WHEN json_valid({of}) THEN json_extract({of}, '$.Account.holder') END");
            let sql = format!(
                "SELECT c.record, c.was, e.op, coalesce((SELECT handled_on FROM application WHERE number = e.basis), e.day) \
                 FROM (SELECT record, entry, {was} AS was, {is_now} AS is_now FROM entry_change WHERE kind = '{table}' \
                 AND record IN (SELECT id FROM {table} WHERE role <> ?1 AND status = ?2 AND void_reason IS NULL) \
                 AND before IS NOT NULL AND after IS NOT NULL) c JOIN entry e ON e.id = c.entry \
                 WHERE c.was IS NOT c.is_now ORDER BY c.entry",
                table = Account::TABLE,
                was = holder("before"),
                is_now = holder("after"),
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([Role::User.label(), AccountStatus::Active.label()])?;
            let mut handed: BTreeMap<AccountId, Vec<Before>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let before = handed.entry(AccountId(row.get(0)?)).or_default();
                if row.get::<_, String>(2)? == Op::Undo.label() {
                    before.pop();
                } else {
                    let day = Day::from_iso(&row.get::<_, String>(3)?);
                    before.push((row.get::<_, Option<i64>>(1).unwrap_or_default().map(PersonId), day));
                }
            }
            let known = |before: Vec<Before>| before.into_iter().filter_map(|(who, day)| who.zip(day)).collect();
            Ok(handed.into_iter().map(|(account, before)| (account, known(before))).collect())
        };
        read().map_err(|error| self.fault("读取台账", &error))
    }
}
