//! 作废: nothing is deleted. A wrong record stays, with the reason, and can be taken back.

use super::Office;
use super::intake::take;
use super::names::refuse_second_center;
use crate::error::{Error, Result};
use crate::model::*;
use crate::store::{Drafted, Errand, Tx};

impl Office {
    /// Declares a record of a register void. One that others still rest on is refused, and the others are named.
    pub fn void_record(&mut self, kind: Kind, number: i64, reason: &str, today: Day) -> Result<()> {
        let known = kind.record(number, &self.register).ok_or_else(|| Error::gone(kind.term()))?;
        let reason = told("这条记录", known.void_reason(), reason)?;
        let holds = leaning_on(&self.register, kind, number);
        if !holds.is_empty() {
            return Err(Error::refused(format!("不能作废：还有{}", holds.join("、")))
                .advise("数据没有改动。请先处理这些，再作废"));
        }
        let errand = Errand::new(Op::VoidRecord, today).because(&reason);
        self.transact(&errand, |register, tx| mark(register, tx, kind, number, Some(reason.clone())))
    }

    /// Takes back that a record is void; refused where it would rest on another that is.
    pub fn restore_record(&mut self, kind: Kind, number: i64, today: Day) -> Result<()> {
        let known = kind.record(number, &self.register).ok_or_else(|| Error::gone(kind.term()))?;
        let record = |(kind, number): (Kind, i64)| Some((kind, kind.record(number, &self.register)?));
        let mut rests_on = rests_on(&known).into_iter().filter_map(record);
        if let Some((kind, void)) = rests_on.find(|(_, it)| it.void_reason().is_some()) {
            let (term, mut told) = (kind.term(), schema::texts(&void, &self.register));
            return Err(Error::refused(format!("不能恢复：{term}“{}”已作废", told.swap_remove(0)))
                .advise(format!("数据没有改动。请先恢复这条{term}记录")));
        }
        if let Record::Department(it) = known {
            refuse_second_center(&Department { void_reason: None, ..it }, self.register.departments.values())?;
        }
        self.transact(&Errand::new(Op::RestoreRecord, today), |register, tx| mark(register, tx, kind, number, None))
    }

    /// Declares an 附件3 void that has not been carried out. Its number is never given again.
    pub fn void_cleanup(&mut self, id: CleanupId, reason: &str, today: Day) -> Result<()> {
        let cleanup = self.register.require::<Cleanup>(id)?.clone();
        let reason = told(&cleanup.number, cleanup.void_reason.as_deref(), reason)?;
        if let Some(day) = cleanup.handled_on {
            return Err(Error::refused(format!("{}已于{}处理，不能作废", cleanup.number, day.chinese()))
                .advise("数据没有改动。处理有误的，请另填申请表或清单更正"));
        }
        let errand = Errand::new(Op::VoidCleanup, today).on(&cleanup.number).because(&reason);
        self.transact(&errand, |_, tx| {
            tx.drop_drafts(None, Drafted::Cleanup(Some(id)))?;
            tx.put(Cleanup { void_reason: Some(reason.clone()), ..cleanup })
        })
    }

    /// Declares a filing void: what was handed in is kept, and no longer compared with.
    pub fn void_filing(&mut self, id: FilingId, reason: &str, today: Day) -> Result<()> {
        let filing = self.register.require::<Filing>(id)?.clone();
        let reason = told(&filing.number, filing.void_reason.as_deref(), reason)?;
        let errand = Errand::new(Op::VoidFiling, today).on(&filing.number).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Filing { void_reason: Some(reason.clone()), ..filing }))
    }

    /// Declares a 巡检 void, finished or not. One that has made an 附件3 is refused as long as that stands.
    pub fn void_inspection(&mut self, id: InspectionId, reason: &str, today: Day) -> Result<()> {
        let it = self.register.require::<Inspection>(id)?.clone();
        let reason = told(&it.number, it.void_reason.as_deref(), reason)?;
        let list = it.cleanup.and_then(|id| self.register.get::<Cleanup>(id)).filter(|it| it.void_reason.is_none());
        let is_own = |list: &Cleanup| -> Result<bool> {
            let history = self.store.history_of(&list.clone().into_record())?;
            Ok(history.first().is_some_and(|(entry, _)| entry.basis == it.number))
        };
        if let Some(list) = list
            && is_own(list)?
        {
            return Err(Error::refused(format!("不能作废：巡检{}列出的清理清单{}还有效", it.number, list.number))
                .advise("数据没有改动。请先作废这张清单；清单已处理的，巡检不能作废"));
        }
        let errand = Errand::new(Op::VoidInspection, today).on(&it.number).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Inspection { void_reason: Some(reason.clone()), ..it }))
    }

    /// Declares a 抽查 void: what it found is no longer asked about.
    pub fn void_sample(&mut self, id: SampleId, reason: &str, today: Day) -> Result<()> {
        let it = self.register.require::<Sample>(id)?.clone();
        let reason = told(&it.number, it.void_reason.as_deref(), reason)?;
        let errand = Errand::new(Op::VoidSample, today).on(&it.number).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Sample { void_reason: Some(reason.clone()), ..it }))
    }

    /// Declares a 书面通知 void: the leaver's accounts wait for another one (第十四条).
    pub fn void_notice(&mut self, id: NoticeId, reason: &str, today: Day) -> Result<()> {
        let it = self.register.require::<Notice>(id)?.clone();
        let reason = told(&it.number, it.void_reason.as_deref(), reason)?;
        let errand = Errand::new(Op::VoidNotice, today).on(&it.number).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Notice { void_reason: Some(reason.clone()), ..it }))
    }

    /// Declares a change of post void: it was none, as where a 科室 or 岗位 was put right by hand. It waits for no 备案 any more
    /// (第六条); where the person is registered stays as it is.
    pub fn void_post_change(&mut self, id: PostChangeId, reason: &str, today: Day) -> Result<()> {
        let it = self.register.require::<PostChange>(id)?.clone();
        let what = format!("{}{}的岗位变动", self.register.person_name(it.person), it.changed_on.chinese());
        let reason = told(&what, it.void_reason.as_deref(), reason)?;
        let errand = Errand::new(Op::VoidPostChange, today).because(&reason);
        self.transact(&errand, |_, tx| tx.put(PostChange { void_reason: Some(reason.clone()), ..it }))
    }
}

/// Why, as it is kept; nothing is void without a reason, nor twice: the first reason stands.
pub(super) fn told(what: &str, already: Option<&str>, reason: &str) -> Result<String> {
    told_of("作废", what, already, reason)
}

/// The same of another step that is taken once.
pub(super) fn told_of(step: &str, what: &str, already: Option<&str>, reason: &str) -> Result<String> {
    if let Some(already) = already {
        return Err(Error::refused(format!("{what}已经{step}，原因：{already}")).advise("数据没有改动"));
    }
    let reason = take(&format!("{step}原因"), reason, text::NOTE_LIMIT, false)?;
    if reason.is_empty() {
        return Err(Error::refused(format!("{step}要写明原因")).advise("请填写原因"));
    }
    Ok(reason)
}

fn mark(register: &Register, tx: &mut Tx, kind: Kind, number: i64, void_reason: Option<String>) -> Result<()> {
    match kind.record(number, register).ok_or_else(|| Error::gone(kind.term()))? {
        Record::Department(it) => tx.put(Department { void_reason, ..it }),
        Record::Person(it) => tx.put(Person { void_reason, ..it }),
        Record::InfoSystem(it) => tx.put(InfoSystem { void_reason, ..it }),
        Record::Account(it) => tx.put(Account { void_reason, ..it }),
        _ => Err(Error::gone(kind.term())),
    }
}

/// What a record rests on where it is not void: what [`leaning_on`] keeps from being declared void before it. A
/// department does not wait for its head, who waits for the department.
fn rests_on(record: &Record) -> Vec<(Kind, i64)> {
    let department = |id: DepartmentId| (Kind::Departments, id.0);
    let person = |id: PersonId| (Kind::People, id.0);
    match record {
        Record::Person(it) => vec![department(it.department)],
        Record::InfoSystem(it) => {
            let admins = [it.super_admin, it.system_admin].into_iter().flatten().map(person);
            it.lead_department.map(department).into_iter().chain(admins).collect()
        }
        Record::Account(it) if it.status == AccountStatus::Active => {
            it.holder.map(person).into_iter().chain([(Kind::Systems, it.system.0)]).collect()
        }
        _ => Vec::new(),
    }
}

/// What would be left without the record: 「3个在用账号」.
fn leaning_on(register: &Register, kind: Kind, number: i64) -> Vec<String> {
    let accounts =
        |of: &dyn Fn(&Account) -> bool| register.accounts.values().filter(|it| it.is_live() && of(it)).count();
    let rows = |of: &dyn Fn(&MatrixRow) -> bool| register.matrix.values().filter(|it| of(it)).count();
    let open = |of: &dyn Fn(&Application) -> bool| {
        register.applications.values().filter(|it| it.state.is_open() && of(it)).count()
    };
    let systems = |of: &dyn Fn(&InfoSystem) -> bool| {
        register.systems.values().filter(|it| it.void_reason.is_none() && of(it)).count()
    };
    let counts = match kind {
        Kind::Departments => {
            let id = DepartmentId(number);
            let people = register.people.values().filter(|it| it.department == id && it.void_reason.is_none()).count();
            vec![
                (people, "名人员"),
                (systems(&|it| it.lead_department == Some(id)), "个牵头的系统"),
                (rows(&|it| it.department == id), "行对照表"),
                (open(&|it| it.department == Some(id)), "张未办结的申请表"),
            ]
        }
        Kind::People => {
            let id = PersonId(number);
            let leads = register.departments.values().filter(|it| it.head == Some(id) || it.leader == Some(id)).count();
            vec![
                (accounts(&|it| it.holder == Some(id)), "个在用账号"),
                (leads, "个负责或分管的科室"),
                (systems(&|it| it.super_admin == Some(id) || it.system_admin == Some(id)), "个管理的系统"),
                (rows(&|it| it.holder == Some(id)), "行对照表"),
                (open(&|it| it.applicant == Some(id) || it.holder == Some(id)), "张未办结的申请表"),
            ]
        }
        Kind::Systems => {
            let id = SystemId(number);
            vec![
                (accounts(&|it| it.system == id), "个在用账号"),
                (rows(&|it| it.system == id), "行对照表"),
                (open(&|it| it.system == Some(id)), "张未办结的申请表"),
            ]
        }
        Kind::Accounts => Vec::new(),
    };
    counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}{what}")).collect()
}
