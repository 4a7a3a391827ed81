//! 附件3: made from accounts of the register, and carried out (处理).

use std::collections::HashMap;

use super::Office;
use super::list_row::ListRow;
use super::names::Names;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::cleanup::{account_named, written_on};
use crate::rules::names::fold_account;
use crate::rules::system::is_deleted_only;
use crate::rules::target::{closes_for_another, opened_since};
use crate::rules::{left, status_on};
use crate::store::{DraftId, Drafted, Errand, Tx};

impl Office {
    /// Makes a list of these accounts, all with one 处理方式. A test account after acceptance can only be deleted
    /// (第二十一条), a leaver's only disabled or deleted (第二十二条).
    pub fn make_cleanup(&mut self, accounts: &[AccountId], treatment: Treatment, today: Day) -> Result<CleanupId> {
        let mut chosen: Vec<Account> = accounts.iter().filter_map(|id| self.register.get(*id)).cloned().collect();
        chosen.retain(|account| account.status != AccountStatus::Deleted && account.void_reason.is_none());
        if chosen.is_empty() {
            return Err(
                Error::refused("没有可以清理的账号").advise("已删除的账号不需要再清理，请选中在用或已禁用的账号")
            );
        }
        let rows: Vec<(Account, Treatment)> = chosen.into_iter().map(|account| (account, treatment)).collect();
        self.transact(&Errand::new(Op::MakeCleanup, today), |register, tx| {
            let (id, number) = put_list(&rows, register, tx, today)?;
            tx.rests_on(&number);
            Ok(id)
        })
    }

    /// Saves a list as it was typed: a new one gets the next number of the year; blank rows are left out. Each row
    /// names a system and an account; 处理方式 may be chosen later, before it prints. People, departments and systems
    /// that are new are made with it. A list that is printed and changes has to be printed again.
    pub fn save_cleanup(
        &mut self,
        existing: Option<CleanupId>,
        values: &Values,
        draft: Option<DraftId>,
        today: Day,
    ) -> Result<CleanupId> {
        let mut values = values.clone();
        values.drop_blank_rows();
        if values.row_count() == 0 {
            return Err(Error::refused("清单还没有一行（第二十一条）").advise("请至少填写一个账号"));
        }
        self.transact(&Errand::new(Op::SaveCleanup, today), |register, tx| {
            let old = existing.and_then(|id| register.get::<Cleanup>(id));
            if let Some(old) = old {
                refuse_closed(old)?;
            }
            let id = match existing {
                Some(id) => id,
                None => tx.new_id::<Cleanup>()?,
            };
            let number = match old {
                Some(old) => old.number.clone(),
                None => tx.next_number(Series::Cleanup, today.year())?,
            };
            tx.rests_on(&number);
            let mut names = Names::of(register);
            let mut rows = Vec::with_capacity(values.row_count());
            for row in 0..values.row_count() {
                rows.push(read_row(&ListRow::of(&values, row), register, &mut names, today, tx)?);
            }
            refuse_twice(&rows.iter().collect::<Vec<_>>(), register)?;
            let systems = systems_of(&rows);
            let changed = replace_rows(id, rows, register, tx)?;
            let printed_on = old.and_then(|old| old.printed_on).filter(|_| !changed);
            tx.put(Cleanup { id, number, systems, handled_on: None, printed_on, void_reason: None })?;
            tx.drop_drafts(draft, Drafted::Cleanup(Some(id)))?;
            Ok(id)
        })
    }

    /// Carries a list out: the accounts follow their 处理方式 in one transaction, the list as their basis. 保留, 变更
    /// and 移交 leave the account as it is: the latter two need an 附件2 of their own. `handled_on` is the day on which it was
    /// done in the systems, which may be before it is registered.
    pub fn handle_cleanup(&mut self, id: CleanupId, handled_on: Day, today: Day) -> Result<()> {
        let cleanup = self.register.require::<Cleanup>(id)?.clone();
        refuse_closed(&cleanup)?;
        if handled_on > today {
            return Err(Error::refused(format!("处理日期{}在今天之后（附件3）", handled_on.chinese()))
                .advise("没有登记。请核对日期"));
        }
        if let Some(printed) = cleanup.printed_on.filter(|day| *day > handled_on) {
            let (handled, printed) = (handled_on.chinese(), printed.chinese());
            return Err(Error::refused(format!("处理日期{handled}早于清单打印的{printed}（附件3）"))
                .advise("没有登记。请核对日期"));
        }
        self.transact(&Errand::new(Op::HandleCleanup, today).on(&cleanup.number), |register, tx| {
            refuse_twice(&register.rows_of(id), register)?;
            for row in register.rows_of(id) {
                // Since the list was made its holder may have left, or its system have been accepted.
                let known = account_named(register, row.system, &row.account).filter(|it| it.is_live());
                if let Some((account, treatment)) = known.zip(row.disposal) {
                    refuse_treatment(register, account, treatment, today)?;
                }
                let status = match row.disposal {
                    Some(Treatment::Disable) => AccountStatus::Disabled,
                    Some(Treatment::Delete) => AccountStatus::Deleted,
                    Some(_) => continue,
                    None => {
                        return Err(Error::refused(format!("第{}行没有填写处理方式，不能处理（附件3）", row.position))
                            .advise("请为每一行选定处理方式"));
                    }
                };
                let Some(account) = account_named(register, row.system, &row.account) else {
                    return Err(Error::refused(format!(
                        "第{}行：{}中没有账号{}",
                        row.position,
                        register.system_name(Some(row.system)),
                        row.account
                    ))
                    .advise("数据没有改动。请核对清单和账号台账"));
                };
                if opened_since(account, Some(handled_on)) {
                    continue;
                }
                if let Some(other) = closes_for_another(register, account, row.holder, written_on(row, &cleanup)) {
                    return Err(Error::refused(format!(
                        "第{}行：{other}，不能按这一行处理（第二十二条）",
                        row.position
                    ))
                    .advise("数据没有改动。换人以前就处理过的，处理日期写那一天；不该再办的，从清单中去掉这一行；该办的，去掉以后另做一张清单"));
                }
                // A deleted account does not come back as a disabled one.
                if account.status != AccountStatus::Deleted {
                    tx.put(Account { status, ..account.clone() })?;
                }
            }
            tx.drop_drafts(None, Drafted::Cleanup(Some(id)))?;
            tx.put(Cleanup { handled_on: Some(handled_on), ..cleanup })
        })
    }
}

/// One account with two 处理方式: nobody could tell which is meant.
fn refuse_twice(rows: &[&CleanupRow], register: &Register) -> Result<()> {
    let mut told: HashMap<_, (usize, Treatment)> = HashMap::new();
    let meant = (1..).zip(rows).filter_map(|(at, row)| Some((at, row, row.disposal?)));
    for (at, row, disposal) in meant {
        let known = account_named(register, row.system, &row.account).map(|it| it.id);
        let named = (row.system, known.ok_or_else(|| fold_account(&row.account)));
        let (before, other) = *told.entry(named).or_insert((at, disposal));
        if other != disposal {
            return Err(Error::refused(format!(
                "账号{}在第{before}行和第{at}行写了两次，处理方式不同（附件3）",
                row.account
            ))
            .advise("数据没有改动。请只留一行"));
        }
    }
    Ok(())
}

/// Notes the day on which a list was printed, the first: its number is on paper now.
pub(super) fn note_printed(id: CleanupId, today: Day, register: &Register, tx: &mut Tx) -> Result<()> {
    let cleanup = register.require::<Cleanup>(id)?.clone();
    let printed_on = cleanup.printed_on.or(Some(today));
    tx.put(Cleanup { printed_on, ..cleanup })
}

/// What was carried out or is void does not change.
fn refuse_closed(cleanup: &Cleanup) -> Result<()> {
    let told = match (cleanup.handled_on, &cleanup.void_reason) {
        (Some(day), _) => format!("{}已于{}处理", cleanup.number, day.chinese()),
        (None, Some(reason)) => format!("{}已作废：{reason}", cleanup.number),
        (None, None) => return Ok(()),
    };
    Err(Error::refused(told).advise("数据没有改动。如需再办，请另做一张清单"))
}

/// The systems of these rows, in the order in which they come.
pub(super) fn systems_of(rows: &[CleanupRow]) -> Vec<SystemId> {
    let mut systems: Vec<SystemId> = Vec::new();
    for row in rows {
        if !systems.contains(&row.system) {
            systems.push(row.system);
        }
    }
    systems
}

/// Reads a row as it was typed. Its account, where it is registered, tells the 账号类型 that is left blank.
pub(super) fn read_row(
    told: &ListRow,
    register: &Register,
    names: &mut Names,
    today: Day,
    tx: &mut Tx,
) -> Result<CleanupRow> {
    let department = match told.text(Field::Department)?.as_str() {
        "" => None,
        name => Some(names.department_or_new(name, tx)?),
    };
    let holder = match told.text(Field::Holder)?.as_str() {
        "" => None,
        name => Some(names.person_or_new(name, department, ("", ""), tx)?),
    };
    let account = told.needed(Field::Account, "使用账户", "附件3")?;
    let system = names.system_or_new(&told.needed(Field::System, "系统名称", "附件3")?, tx)?;
    let known = account_named(register, system, &account);
    let kind = told.choice(Field::AccountType)?.or_else(|| known.map(|account| account.role.kind()));
    let disposal = told.choice(Field::Disposal)?;
    if let (Some(account), Some(treatment)) = (known, disposal) {
        refuse_treatment(register, account, treatment, today)?;
    }
    let department = department.or_else(|| register.get::<Person>(holder?).map(|person| person.department));
    Ok(CleanupRow {
        id: CleanupRowId(0),
        cleanup: CleanupId(0),
        position: 0,
        system,
        department,
        holder,
        account,
        kind,
        disposal,
        written_on: Some(today),
    })
}

/// Puts these rows in the place of a list's, in this order; the n-th keeps the id of the n-th, and one that stood keeps the day
/// on which it was written, wherever it stands now. Tells whether anything changed.
pub(super) fn replace_rows(id: CleanupId, rows: Vec<CleanupRow>, register: &Register, tx: &mut Tx) -> Result<bool> {
    let stood = register.rows_of(id);
    for gone in stood.iter().skip(rows.len()) {
        tx.remove::<CleanupRow>(gone.id)?;
    }
    let mut changed = stood.len() != rows.len();
    for (position, row) in (1..).zip(rows) {
        let old = stood.get(position as usize - 1);
        let row_id = match old {
            Some(old) => old.id,
            None => tx.new_id::<CleanupRow>()?,
        };
        let says = |it: &CleanupRow| (it.system, it.department, it.holder, it.kind, it.disposal);
        let same = stood.iter().find(|it| says(it) == says(&row) && it.account == row.account);
        let written_on = same.map_or(row.written_on, |it| it.written_on);
        let row = CleanupRow { id: row_id, cleanup: id, position, written_on, ..row };
        changed |= old.is_none_or(|old| **old != row);
        tx.put(row)?;
    }
    Ok(changed)
}

/// Writes a list of these accounts, each with its 处理方式, under the next number of the year. Whether the errand rests on it
/// is the errand's to say: it may make other papers as well.
pub(super) fn put_list(
    accounts: &[(Account, Treatment)],
    register: &Register,
    tx: &mut Tx,
    today: Day,
) -> Result<(CleanupId, String)> {
    let mut rows = Vec::with_capacity(accounts.len());
    for (account, treatment) in accounts {
        refuse_treatment(register, account, *treatment, today)?;
        let holder = account.holder.and_then(|id| register.get::<Person>(id));
        rows.push(CleanupRow {
            id: CleanupRowId(0),
            cleanup: CleanupId(0),
            position: 0,
            system: account.system,
            department: holder.map(|person| person.department),
            holder: account.holder,
            account: account.account.clone(),
            kind: Some(account.role.kind()),
            disposal: Some(*treatment),
            written_on: Some(today),
        });
    }
    let (id, number) = (tx.new_id::<Cleanup>()?, tx.next_number(Series::Cleanup, today.year())?);
    let systems = systems_of(&rows);
    let list = Cleanup { id, number: number.clone(), systems, handled_on: None, printed_on: None, void_reason: None };
    tx.put(list)?;
    replace_rows(id, rows, register, tx)?;
    Ok((id, number))
}

/// Refuses a 处理方式 that does not close an account for good that must be (第二十一条), or leaves a leaver one (第二十二条).
pub(super) fn refuse_treatment(register: &Register, account: &Account, treatment: Treatment, today: Day) -> Result<()> {
    let name = format!("{}的账号{}", register.system_name(Some(account.system)), account.account);
    if is_deleted_only(register, account) && treatment != Treatment::Delete {
        return Err(Error::refused(format!("{name}是验收后的测试账号，只能删除（第二十一条）")).advise("请改选删除"));
    }
    let holder = account.holder.and_then(|id| register.get::<Person>(id));
    if let Some(gone) = holder.filter(|it| left(it, today).is_some())
        && !matches!(treatment, Treatment::Disable | Treatment::Delete)
    {
        let how = status_on(gone, today).label();
        return Err(
            Error::refused(format!("{name}的使用人已{how}，只能禁用或删除（第二十二条）")).advise("请改选禁用或删除")
        );
    }
    Ok(())
}
