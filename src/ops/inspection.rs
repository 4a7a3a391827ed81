//! 巡检 of a system (第八条第2项): begun, answered account by account, left and taken up again, ended in an 附件3.

use std::collections::HashSet;

use super::Office;
use super::cleanup::{put_list, refuse_treatment};
use super::intake::take;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::leaving::open_list;
use crate::rules::sample::Population;
use crate::store::Errand;

impl Office {
    /// Begins a round over the live accounts of a system, or takes up the one that was left: what is answered stays,
    /// accounts that came since are added, unanswered ones that are live no more are taken out.
    pub fn begin_inspection(&mut self, system: SystemId, today: Day) -> Result<InspectionId> {
        let population = Population { system: Some(system), department: None };
        let live: Vec<AccountId> = population.accounts(&self.register).iter().map(|it| it.id).collect();
        let open = self.register.inspections.values().find(|it| it.system == system && it.is_open());
        if live.is_empty() && open.is_none() {
            let name = self.register.system_name(Some(system));
            return Err(Error::refused(format!("{name}没有在用账号，不需要巡检（第八条）")).advise("数据没有改动"));
        }
        let retired = self.register.get::<InfoSystem>(system).and_then(|it| it.retired_by(today));
        if let Some(day) = retired.filter(|_| open.is_none()) {
            let name = self.register.system_name(Some(system));
            return Err(Error::refused(format!("{name}已于{}下线，不需要巡检（第八条）", day.chinese()))
                .advise("数据没有改动。还有在用账号的，请生成清理清单"));
        }
        let open = open.cloned();
        self.transact(&Errand::new(Op::Inspect, today), |register, tx| {
            let it = if let Some(it) = open {
                it
            } else {
                let (id, number) = (tx.new_id::<Inspection>()?, tx.next_number(Series::Inspection, today.year())?);
                let it = Inspection {
                    id,
                    number,
                    system,
                    begun_on: today,
                    finished_on: None,
                    cleanup: None,
                    void_reason: None,
                };
                tx.put(it.clone())?;
                it
            };
            tx.rests_on(&it.number);
            let (id, rows) = (it.id, register.rows_of_inspection(it.id));
            let mut known: HashSet<AccountId> = HashSet::new();
            let mut position = 0;
            for row in rows {
                if row.judgement.is_none() && !live.contains(&row.account) {
                    tx.remove::<InspectionRow>(row.id)?;
                    continue;
                }
                known.insert(row.account);
                position = position.max(row.position);
            }
            for account in live.into_iter().filter(|account| !known.contains(account)) {
                position += 1;
                let row_id = tx.new_id::<InspectionRow>()?;
                tx.put(InspectionRow {
                    id: row_id,
                    inspection: id,
                    position,
                    account,
                    judgement: None,
                    note: String::new(),
                })?;
            }
            Ok(id)
        })
    }

    /// Answers accounts of a round; an answer may be changed as long as the round is open.
    pub fn judge_accounts(
        &mut self,
        inspection: InspectionId,
        answers: &[(AccountId, Judgement, String)],
        today: Day,
    ) -> Result<()> {
        let it = self.open_inspection(inspection)?.clone();
        self.transact(&Errand::new(Op::Inspect, today).on(&it.number), |register, tx| {
            let rows = register.rows_of_inspection(it.id);
            for (account, judgement, note) in answers {
                let Some(row) = rows.iter().find(|row| row.account == *account) else {
                    let name = register.account_name(*account);
                    return Err(Error::refused(format!("{name}不在巡检{}中", it.number)).advise("数据没有改动"));
                };
                refuse_answer(register, *account, *judgement, today)?;
                let note = take("备注", note, text::NOTE_LIMIT, false)?;
                tx.put(InspectionRow { judgement: Some(*judgement), note, ..(*row).clone() })?;
            }
            Ok(())
        })
    }

    /// Ends a round: 变更, 禁用 and 删除 make an 附件3; none where every account stays. Refused while one is unanswered;
    /// what is 存疑 stays in 待办.
    pub fn finish_inspection(&mut self, inspection: InspectionId, today: Day) -> Result<Option<CleanupId>> {
        let it = self.open_inspection(inspection)?.clone();
        let rows = self.register.rows_of_inspection(inspection);
        let unanswered = rows.iter().filter(|row| row.judgement.is_none()).count();
        if unanswered > 0 {
            return Err(Error::refused(format!("巡检{}还有{unanswered}个账号没有结论，不能办结（第八条）", it.number))
                .advise("已填的结论都在。请接着填写，拿不准的填“存疑”"));
        }
        let mut listed: Vec<(Account, Treatment)> = Vec::new();
        for row in rows {
            let Some((account, judgement)) = self.register.get::<Account>(row.account).zip(row.judgement) else {
                continue;
            };
            // What was closed or declared void since the answer asks for nothing more.
            if account.void_reason.is_some() || account.status == AccountStatus::Deleted {
                continue;
            }
            // Whoever left since the answer is told now.
            if account.is_live() {
                refuse_answer(&self.register, account.id, judgement, today)?;
            }
            let changes = treatment(judgement).filter(|it| match it {
                Treatment::Delete => true,
                it => *it != Treatment::Keep && account.is_live(),
            });
            listed.extend(changes.map(|treatment| (account.clone(), treatment)));
        }
        // What an open list closes already is not listed twice.
        let open: Vec<Option<CleanupId>> =
            listed.iter().map(|(account, _)| open_list(&self.register, account)).collect();
        let known = open.iter().flatten().next().copied();
        let mut open = open.iter();
        listed.retain(|_| open.next().is_some_and(Option::is_none));
        // The round is what the errand rests on, and the list is found from it.
        self.transact(&Errand::new(Op::Inspect, today).on(&it.number), |register, tx| {
            let cleanup = match &listed[..] {
                [] => known,
                rows => Some(put_list(rows, register, tx, today)?.0),
            };
            tx.put(Inspection { finished_on: Some(today), cleanup, ..it })?;
            Ok(cleanup)
        })
    }

    /// Notes how an account that a finished round left 存疑 was found in order: it is kept. What is not in order is closed
    /// or changed by a paper of its own.
    pub fn settle_doubt(&mut self, inspection: InspectionId, account: AccountId, note: &str, today: Day) -> Result<()> {
        let it = self.register.require::<Inspection>(inspection)?.clone();
        let rows = self.register.rows_of_inspection(inspection).into_iter();
        let mut doubtful = rows.filter(|row| row.judgement == Some(Judgement::Doubtful));
        let row = doubtful.find(|row| row.account == account).cloned();
        let Some(row) = row.filter(|_| it.finished_on.is_some() && it.void_reason.is_none()) else {
            return Err(Error::refused(format!(
                "{}不是办结的巡检{}中存疑的账号",
                self.register.account_name(account),
                it.number
            ))
            .advise("数据没有改动"));
        };
        let note = take("查清的情况", note, text::NOTE_LIMIT, false)?;
        if note.is_empty() {
            return Err(Error::refused("存疑的账号要写明查清的情况（第八条）").advise("请填写查清的情况"));
        }
        refuse_answer(&self.register, account, Judgement::Keep, today)?;
        let found = format!("存疑，{}查清：{note}", today.chinese());
        let note = if row.note.is_empty() { found } else { format!("{}；{found}", row.note) };
        let note = take("备注", &note, text::NOTE_LIMIT, false)?;
        self.transact(&Errand::new(Op::Inspect, today).on(&it.number), |_, tx| {
            tx.put(InspectionRow { judgement: Some(Judgement::Keep), note, ..row })
        })
    }

    fn open_inspection(&self, id: InspectionId) -> Result<&Inspection> {
        let it = self.register.require::<Inspection>(id)?;
        if let Some(reason) = &it.void_reason {
            return Err(Error::refused(format!("巡检{}已作废：{reason}", it.number)).advise("数据没有改动。请新开一次"));
        }
        match it.finished_on {
            None => Ok(it),
            Some(day) => Err(Error::refused(format!("巡检{}已于{}办结", it.number, day.chinese()))
                .advise("数据没有改动。如需再巡检，请新开一次")),
        }
    }
}

/// What an answer says is to be done with the account; nothing where it is to be asked about.
fn treatment(judgement: Judgement) -> Option<Treatment> {
    match judgement {
        Judgement::Keep => Some(Treatment::Keep),
        Judgement::Modify => Some(Treatment::Modify),
        Judgement::Disable => Some(Treatment::Disable),
        Judgement::Delete => Some(Treatment::Delete),
        Judgement::Doubtful => None,
    }
}

/// Refuses an answer that a 附件3 would refuse too: a leaver's account does not stay (第二十二条).
pub fn refuse_answer(register: &Register, account: AccountId, judgement: Judgement, today: Day) -> Result<()> {
    match register.get::<Account>(account).zip(treatment(judgement)) {
        Some((account, treatment)) => refuse_treatment(register, account, treatment, today),
        None => Ok(()),
    }
}
