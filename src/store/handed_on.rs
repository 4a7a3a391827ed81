//! Who used the accounts of now, or of a day, before they were handed on (第二十二条, 第四条, 第十九条), by the 台账.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::ledger::text_of;
use super::rows::Stored;
use crate::model::*;

/// Who had an account, and until when.
type Before = (Option<PersonId>, Option<Day>);

/// Of each live 系统账号, of each account in a 非自建 system (第十九条), and of each for which a row of 附件1 may stand that names
/// none, the users before the present one.
pub(super) fn handed_on(connection: &Connection) -> rusqlite::Result<HandedOn> {
    let asked_for = format!(
        "SELECT id FROM {table} WHERE void_reason IS NULL AND (role <> ?2 AND status = ?3 \
         OR system IN (SELECT id FROM {systems} WHERE self_built = 0 \
         UNION SELECT system FROM {rows} WHERE account = '' AND holder IS NOT NULL))",
        table = Account::TABLE,
        systems = InfoSystem::TABLE,
        rows = MatrixRow::TABLE,
    );
    users_before(connection, &asked_for, &[Role::User.label(), AccountStatus::Active.label()], None)
}

/// The same of a past day, at whose end the register stood like this.
pub(super) fn handed_on_by(
    connection: &Connection,
    register: &Register,
    day: Option<Day>,
) -> rusqlite::Result<HandedOn> {
    let names_nobodys = |row: &&MatrixRow| row.account.is_empty() && row.holder.is_some();
    let mut systems: HashSet<SystemId> = register.matrix.values().filter(names_nobodys).map(|row| row.system).collect();
    systems.extend(register.systems.values().filter(|it| it.is_outside()).map(|it| it.id));
    let is_asked_for = |it: &&Account| {
        it.void_reason.is_none() && (it.role != Role::User && it.is_live() || systems.contains(&it.system))
    };
    let accounts: Vec<String> = register.accounts.values().filter(is_asked_for).map(|it| it.id.0.to_string()).collect();
    users_before(connection, "SELECT value FROM json_each(?2)", &[&format!("[{}]", accounts.join(","))], day)
}

/// Of the accounts that a query names the users before the last, up to a day or to the end, less what was taken back; when
/// it was handed on is the day of the form on which the change rests, where it tells one.
fn users_before(
    connection: &Connection,
    accounts: &str,
    told: &[&str],
    until: Option<Day>,
) -> rusqlite::Result<HandedOn> {
    // What was forged there is for the verifying, and no reason not to open.
    let holder = |of: &str| format!("CASE WHEN json_valid({of}) THEN json_extract({of}, '$.Account.holder') END");
    let sql = format!(
        "SELECT c.record, c.was, e.op, coalesce((SELECT handled_on FROM application WHERE number = e.basis), e.day) \
         FROM (SELECT record, entry, {was} AS was, {is_now} AS is_now FROM entry_change WHERE kind = '{table}' \
         AND record IN ({accounts}) AND before IS NOT NULL AND after IS NOT NULL) c JOIN entry e ON e.id = c.entry \
         WHERE c.was IS NOT c.is_now AND e.day <= ?1 ORDER BY c.entry",
        table = Account::TABLE,
        was = holder("before"),
        is_now = holder("after"),
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let until = text_of(until);
    let parameters = std::iter::once(until.as_str()).chain(told.iter().copied());
    let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
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
}
