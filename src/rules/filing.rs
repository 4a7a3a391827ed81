//! 备案 (第五条, 第十九条): what is to be filed, how it differs from what was filed before, how far 附件1 and 附件3 have come.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::fact::Fact;
use super::matter::Matter;
use super::names::fold_account;
use super::sight::gone_by;
use crate::model::*;

/// The rows of a department's 附件1, as they would be filed.
pub fn matrix_rows(register: &Register, department: DepartmentId) -> Vec<FiledRow> {
    let row = |row: &MatrixRow| FiledRow {
        system: register.system_name(Some(row.system)).to_owned(),
        account: row.account.clone(),
        category: row.category.clone(),
        post: row.post.clone(),
        holder: row.holder.map_or_else(String::new, |holder| register.person_name(holder)),
        permissions: row.permissions.clone(),
        note: row.note.clone(),
    };
    register.matrix_of(department).into_iter().map(row).collect()
}

/// The live accounts of a department's people in systems that are not 自建, 专网 ones included (第十九条), but those that
/// were opened after `until`, the last day of a quarter, or whose system was off line before that; by system and account, so
/// that the order of entry does not show.
pub fn outside_rows(register: &Register, department: DepartmentId, until: Day) -> Vec<FiledRow> {
    let mut rows = rows_outside(register, register, department, until, |_| true);
    rows.sort();
    rows
}

/// The same of `past`, the register as it stood on `until`, with what `now` knows better: what a system is, what was
/// entered by mistake, and which accounts were entered only after that day.
pub fn outside_rows_then(past: &Register, now: &Register, department: DepartmentId, until: Day) -> Vec<FiledRow> {
    let stands = |account: &Account| now.get::<Account>(account.id).is_some_and(|it| it.void_reason.is_none());
    let is_late = |account: &Account| past.get::<Account>(account.id).is_none();
    let mut rows = rows_outside(past, now, department, until, stands);
    rows.extend(rows_outside(now, now, department, until, is_late));
    rows.sort();
    rows
}

/// The accounts and their holders of `register`, in the systems that `systems` has.
fn rows_outside(
    register: &Register,
    systems: &Register,
    department: DepartmentId,
    until: Day,
    counts: impl Fn(&Account) -> bool,
) -> Vec<FiledRow> {
    let stands = |it: &&Account| it.is_live() && it.opened_on.is_none_or(|day| day <= until) && counts(it);
    let row = |account: &Account| {
        let is_filed =
            |it: &&InfoSystem| it.is_outside() && it.void_reason.is_none() && it.is_filed_for(Quarter::of(until));
        let system = systems.get::<InfoSystem>(account.system).filter(is_filed);
        let holder = account.holder.and_then(|id| register.get::<Person>(id));
        let (system, holder) = (system?, holder.filter(|it| it.department == department)?);
        Some(FiledRow {
            system: system.name.clone(),
            account: account.account.clone(),
            category: account.category.clone(),
            post: holder.post.clone(),
            holder: register.person_name(holder.id),
            permissions: account.permissions.clone(),
            note: if system.private_network { "专网".into() } else { String::new() },
        })
    };
    register.accounts.values().filter(stands).filter_map(row).collect()
}

/// Who signs what a department files: 附件1 分管领导 (第五条), the table of 非自建 systems 科室负责人, who has a line on it.
pub fn signer_of(department: &Department, kind: FilingKind) -> Option<PersonId> {
    signing(department, kind).1
}

/// The same, and as what.
fn signing(department: &Department, kind: FilingKind) -> (Field, Option<PersonId>) {
    match kind {
        FilingKind::Matrix => (Field::Leader, department.leader),
        FilingKind::Outside => (Field::DepartmentHead, department.head),
    }
}

/// What there is to doubt about who signed a department's table (第五条): somebody who had left by then, or another than
/// is registered.
pub fn doubted_signer(
    register: &Register,
    department: DepartmentId,
    kind: FilingKind,
    (signer, on): (PersonId, Day),
    today: Day,
) -> Option<String> {
    let (person, department) = (register.get::<Person>(signer)?, register.get::<Department>(department)?);
    let (name, table, day) = (register.person_name(signer), kind.label(), on.chinese());
    let told = format!("{}的{table}由{name}在{day}签字", department.name);
    if let Some(gone) = gone_by(person, on, today) {
        return Some(format!("{told}，{name}{gone}，请核对签字人和日期"));
    }
    let (role, registered) = signing(department, kind);
    let registered = register.person_name(registered.filter(|it| *it != signer)?);
    Some(format!("{told}，登记的{}是{registered}，请核对", role.label()))
}

/// The systems with live accounts of a department's people of which nobody has told whether they are 自建 (第十九条), by
/// name; but those that were off line before this quarter.
pub fn untold_systems(register: &Register, department: DepartmentId, period: Quarter) -> Vec<&str> {
    let of = |account: &&Account| {
        account.is_live()
            && account.holder.and_then(|id| register.get::<Person>(id)).is_some_and(|it| it.department == department)
    };
    let system = |account: &Account| register.get::<InfoSystem>(account.system);
    let systems = register.accounts.values().filter(of).filter_map(system);
    let untold = systems.filter(|it| it.self_built.is_none() && it.void_reason.is_none() && it.is_filed_for(period));
    let names: BTreeSet<&str> = untold.map(|it| it.name.as_str()).collect();
    names.into_iter().collect()
}

/// By which accounts a filing names those of its quarter (第十九条).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// By those of the day on which it is made: its quarter is not over.
    Present,
    /// By those of the last day of its quarter, as the 台账 tells.
    Past(Day),
    /// By those of the day on which it is made, though its quarter is over: the 台账 was begun only on this day.
    TooEarly(Day),
    /// Nobody knows: it was made before the first entry, with another 台账.
    Elsewhere,
}

/// By which accounts a filing for `period` that is made on `on` names those of its quarter.
pub fn basis(register: &Register, period: Quarter, on: Day) -> Basis {
    let Some(last) = period.last().filter(|last| *last < on) else { return Basis::Present };
    match register.began.day() {
        Some(began) if began <= last => Basis::Past(last),
        Some(began) if began <= on => Basis::TooEarly(began),
        _ => Basis::Elsewhere,
    }
}

/// What the cover of a filing, and the clerk before it is made, are told of that; nothing where its quarter is not over.
/// Where the quarter that followed is over as well, it is made up for.
pub fn told_basis(register: &Register, kind: FilingKind, period: Quarter, on: Day) -> Option<String> {
    let is_made_up_for = period < Quarter::of(on).previous();
    let told = match basis(register, period, on) {
        _ if kind == FilingKind::Matrix => return None,
        Basis::Past(last) => format!("按台账记载的{}在用账号填写。", last.chinese()),
        Basis::TooEarly(began) => {
            format!(
                "按{}的在用账号填写，不含这一季度以后启用的账号：台账从{}才开始登记。",
                on.chinese(),
                began.chinese()
            )
        }
        Basis::Elsewhere if is_made_up_for => format!("于{}填写。", on.chinese()),
        Basis::Present | Basis::Elsewhere => return None,
    };
    Some(if is_made_up_for { format!("补报：{told}") } else { told })
}

/// The first quarter that must have been filed (第十九条): the one before that in which the office began to keep this
/// 台账, or to file with it; what was filed earlier is on paper alone. None before the regulation (第三十条).
pub fn first_asked(register: &Register, today: Day) -> Quarter {
    let stands = |it: &&Filing| it.kind == FilingKind::Outside && it.void_reason.is_none();
    let filed = register.filings.values().filter(stands).map(|it| it.filed_on);
    let since = filed.chain(register.began.day()).fold(today, Day::min);
    Quarter::of(since).previous().max(Quarter::of(Day::of_regulation()))
}

/// The filings of a department that stand, oldest first.
pub fn filings_of(register: &Register, department: DepartmentId, kind: FilingKind) -> Vec<&Filing> {
    let of = |it: &&Filing| it.department == department && it.kind == kind && it.void_reason.is_none();
    register.filings.values().filter(of).collect()
}

/// Of the filings of a department that stand, the one that a filing for `period` is compared with: the last before it in
/// time, so that a quarter that was filed late stands in its place. `made` is that filing, where it is made already.
pub fn filing_before<'a>(filings: &[&'a Filing], period: Quarter, made: Option<FilingId>) -> Option<&'a Filing> {
    let before = |it: &&&Filing| made.map_or(it.period <= period, |id| (it.period, it.id) < (period, id));
    filings.iter().filter(before).max_by_key(|it| (it.period, it.id)).copied()
}

/// Which filing is compared with this one, now that it is made late: that of a later quarter, made before it.
pub fn told_after(filings: &[&Filing], period: Quarter, made: FilingId) -> Option<String> {
    let after = |it: &&&Filing| it.period > period && it.id < made;
    let later = filings.iter().filter(after).min_by_key(|it| (it.period, it.id))?;
    Some(format!("{}（{}）的报送单现在与它相比，请重新导出", later.number, later.period.chinese()))
}

/// What a filing is compared with, in words. The first of all is one that no other was made before.
pub fn told_before(filings: &[&Filing], period: Quarter, made: Option<FilingId>) -> String {
    let is_first = !filings.iter().any(|it| made.is_none_or(|id| it.id < id));
    match filing_before(filings, period, made) {
        Some(it) => format!("与{}（{}）相比", it.number, it.period.chinese()),
        None if is_first => "首次备案".into(),
        None => "此前各季度没有备案".into(),
    }
}

/// How far a department's 附件1 has come (第五条).
pub fn stage(register: &Register, department: DepartmentId) -> MatrixStage {
    if register.matrix_of(department).is_empty() {
        return MatrixStage::Blank;
    }
    let Some(paper) = register.matrix_paper(department) else { return MatrixStage::Draft };
    match (paper.printed_on, paper.signed_on) {
        (_, Some(signed_on)) => {
            let last = filings_of(register, department, FilingKind::Matrix).pop();
            let filed =
                last.is_some_and(|it| it.signed_on == signed_on && it.rows == matrix_rows(register, department));
            if filed { MatrixStage::Filed } else { MatrixStage::Signed }
        }
        (Some(_), None) => MatrixStage::Printed,
        (None, None) => MatrixStage::Draft,
    }
}

/// How far an 附件3 has come, in the words of the list.
pub fn cleanup_stage(list: &Cleanup) -> &'static str {
    if list.void_reason.is_some() {
        ApplicationState::Void.label()
    } else if list.handled_on.is_some() {
        "已处理"
    } else if list.printed_on.is_some() {
        ApplicationState::Printed.label()
    } else {
        ApplicationState::Draft.label()
    }
}

/// What stops the filing of a department's table: what is wrong, of weight E and not overridden, with an account that
/// stands on it (第十六条 – 第十八条). A shared one stands on the table of each of its holders.
pub fn stopping<'a>(
    found: impl Iterator<Item = &'a Matter>,
    register: &Register,
    department: DepartmentId,
    kind: FilingKind,
) -> Vec<&'a Matter> {
    let outside = |id: SystemId| register.get::<InfoSystem>(id).is_some_and(InfoSystem::is_outside);
    let shares = |id: &AccountId| {
        let holder = register.get::<Account>(*id).and_then(|it| register.get::<Person>(it.holder?));
        holder.is_some_and(|it| it.department == department)
    };
    let is_shared_here = |it: &Matter| matches!(&it.fact, Fact::AdminShared(ids) if ids.iter().any(shares));
    let on_it = |it: &&Matter| {
        matches!(it.subject, Subject::Account(_))
            && (it.department == Some(department) || is_shared_here(it))
            && (kind == FilingKind::Matrix || it.system.is_some_and(outside))
    };
    found.filter(|it| it.stops()).filter(on_it).collect()
}

/// What changed between two filings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// 新增.
    pub added: Vec<FiledRow>,
    /// 变更: as it was, as it is.
    pub changed: Vec<(FiledRow, FiledRow)>,
    /// 注销.
    pub removed: Vec<FiledRow>,
}

impl Difference {
    /// Whether nothing changed (无变动).
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// A line each, as the cover sheet lists them.
    pub fn lines(&self) -> Vec<String> {
        let name = |row: &FiledRow| {
            let parts = [&row.system, &row.account, &row.category, &row.post, &row.holder];
            parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        let added = self.added.iter().map(|row| format!("新增：{}", name(row)));
        let changed = self.changed.iter().map(|(was, is)| {
            format!("变更：{}：{}", name(is), cells(was, is).iter().map(told).collect::<Vec<_>>().join("，"))
        });
        let removed = self.removed.iter().map(|row| format!("注销：{}", name(row)));
        added.chain(changed).chain(removed).collect()
    }
}

/// A cell that differs: its label, what stood, what stands.
pub type CellChange = (&'static str, String, String);

/// The cells in which two rows differ.
pub fn cells(was: &FiledRow, is: &FiledRow) -> Vec<CellChange> {
    let cells = [
        ("系统名称", &was.system, &is.system),
        ("账号名", &was.account, &is.account),
        ("账号类别", &was.category, &is.category),
        ("岗位", &was.post, &is.post),
        ("使用人", &was.holder, &is.holder),
        ("权限说明", &was.permissions, &is.permissions),
        ("备注", &was.note, &is.note),
    ];
    let differs = cells.into_iter().filter(|(_, was, is)| was != is);
    differs.map(|(label, was, is)| (label, was.clone(), is.clone())).collect()
}

/// 「岗位由科员改为科长」.
pub fn told((label, was, is): &CellChange) -> String {
    let shown = |text: &str| if text.is_empty() { "空".to_owned() } else { text.to_owned() };
    format!("{label}由{}改为{}", shown(was), shown(is))
}

/// What a row means: rows of two filings that mean the same are one row.
type Meaning<'a> = Box<dyn Fn(&FiledRow) -> Option<String> + 'a>;

/// Compares two filings by what their rows mean, not by where they stand: first the rows that are the same, then
/// those of one system and account, of one system and holder, of one system, category and post. A system that was
/// renamed and keeps its old name as an alias is the same system.
pub fn difference(before: &[FiledRow], after: &[FiledRow], register: &Register) -> Difference {
    let system = |row: &FiledRow| match register.system_named(&row.system) {
        Some(id) => id.0.to_string(),
        None => row.system.clone(),
    };
    let filled = |parts: [&str; 2]| parts.iter().any(|part| !part.is_empty());
    let meanings: [Meaning; 4] = [
        Box::new(|row| Some(format!("{row:?}"))),
        Box::new(|row| filled([&row.account, ""]).then(|| format!("{}\n{}", system(row), fold_account(&row.account)))),
        Box::new(|row| filled([&row.holder, ""]).then(|| format!("{}\n{}", system(row), row.holder))),
        Box::new(|row| {
            let (category, post) = (&row.category, &row.post);
            filled([category, post]).then(|| format!("{}\n{category}\n{post}", system(row)))
        }),
    ];
    let mut gone: Vec<&FiledRow> = before.iter().collect();
    let mut come: Vec<&FiledRow> = after.iter().collect();
    let mut found = Difference::default();
    for meaning in meanings {
        let mut open: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (at, row) in gone.iter().enumerate() {
            if let Some(key) = meaning(row) {
                open.entry(key).or_default().push_back(at);
            }
        }
        let mut met = vec![false; gone.len()];
        come.retain(|is| {
            let at = meaning(is).and_then(|key| open.get_mut(&key)?.pop_front());
            if let Some(at) = at {
                met[at] = true;
                if gone[at] != *is {
                    found.changed.push((gone[at].clone(), (*is).clone()));
                }
            }
            at.is_none()
        });
        let mut at = 0;
        gone.retain(|_| {
            at += 1;
            !met[at - 1]
        });
    }
    found.added = come.into_iter().cloned().collect();
    found.removed = gone.into_iter().cloned().collect();
    found
}
