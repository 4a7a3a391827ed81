//! 第三章 系统账号管理, 第十六条 – 第二十一条: authorisation, temporary use, the quarter's 备案, test accounts after acceptance.

use std::collections::{BTreeMap, HashSet};

use super::cleanup::account_named;
use super::fact::{AccountDay, Fact, TemporaryLacks};
use super::filing::first_asked;
use super::matter::Matter;
use super::sight::{InSystem, Sight, Systems};
use crate::model::*;

/// Judges the accounts of a system by the third chapter.
pub(super) fn accounts(inside: &InSystem, found: &mut Vec<Matter>) {
    let today = inside.sight.today;
    for live in &inside.live {
        let mut find = |fact, due: Option<Day>| {
            let matter = Matter::new(fact, Subject::Account(live.account.id));
            found.push(Matter { due, ..matter.of(live.department()).within(Some(inside.system.id)) });
        };
        if live.account.role != Role::User
            && opened_under_regulation(live.account)
            && !inside.is_authorised(live.account)
        {
            find(Fact::Unauthorised, None);
        }
        if live.account.role != Role::User && inside.cites_no_form(live.account) {
            find(Fact::BasisUnknown, None);
        }
        if let Some(opened) = live.account.opened_on.filter(|day| *day > today) {
            find(Fact::Ahead(AccountDay::Opened, opened), None);
        }
        if live.account.nature == Nature::Temporary {
            temporary(inside, live.account, &mut find);
        }
        if live.account.nature != Nature::Regular
            && !is_temporary_use(inside.system, live.account)
            && let Some(accepted) = inside.system.accepted_on
            && (Day::of_regulation()..=today).contains(&accepted)
        {
            find(Fact::TestAfterAcceptance(accepted), Some(accepted));
        }
    }
}

/// The forms on their way for upper-level systems outside 专网 (第二十条): what 网络技术中心 hands in on one sheet.
pub fn for_upper_level(register: &Register) -> Vec<&Application> {
    let upper = |id: SystemId| register.get::<InfoSystem>(id).is_some_and(|it| it.upper_level && !it.private_network);
    let open = |it: &&Application| it.state.is_open();
    register.applications.values().filter(open).filter(|it| it.system.is_some_and(upper)).collect()
}

/// Whether an account can only be deleted (第二十一条): a test account of a system that is accepted.
pub fn is_deleted_only(register: &Register, account: &Account) -> bool {
    account.nature == Nature::Test
        && register.get::<InfoSystem>(account.system).is_some_and(|system| system.accepted_on.is_some())
}

/// How an account is closed, where this was chosen.
pub fn disposal(register: &Register, account: &Account, chosen: Disposal) -> Disposal {
    if is_deleted_only(register, account) { Disposal::Delete } else { chosen }
}

/// The 系统账号 that are not deleted (第十六条): every role but 普通用户, by system.
pub fn system_accounts(register: &Register) -> Vec<&Account> {
    let stands =
        |it: &&Account| it.role != Role::User && it.status != AccountStatus::Deleted && it.void_reason.is_none();
    let mut accounts: Vec<&Account> = register.accounts.values().filter(stands).collect();
    accounts.sort_by_key(|it| (it.system, it.role, it.id));
    accounts
}

/// Whether a list clears a system after acceptance (第二十一条): it deletes test and temporary accounts of accepted systems
/// and nothing else, and one of them at least is a leftover of the making.
pub fn is_after_acceptance(register: &Register, rows: &[&CleanupRow]) -> bool {
    let cleared = |row: &&CleanupRow| -> Option<bool> {
        let is_deleted = row.disposal == Some(Treatment::Delete);
        let system = register.get::<InfoSystem>(row.system).filter(|it| is_deleted && it.accepted_on.is_some())?;
        let account = account_named(register, row.system, &row.account)?;
        (account.nature != Nature::Regular).then(|| !is_temporary_use(system, account))
    };
    let cleared: Option<Vec<bool>> = rows.iter().map(cleared).collect();
    cleared.is_some_and(|leftovers| leftovers.contains(&true))
}

/// What stops the printing of their list (第十六条, 第十七条): what is wrong, of weight E and not overridden, with one of
/// them.
pub fn stopping_system_accounts<'a>(found: impl Iterator<Item = &'a Matter>, register: &Register) -> Vec<&'a Matter> {
    let on_it = |it: &&Matter| match it.subject {
        Subject::Account(id) => register.get::<Account>(id).is_some_and(|it| it.role != Role::User),
        _ => false,
    };
    found.filter(|it| it.stops()).filter(on_it).collect()
}

/// Whether an account was opened for temporary use (第十八条) after its system was accepted: no leftover of its making.
fn is_temporary_use(system: &InfoSystem, account: &Account) -> bool {
    account.nature == Nature::Temporary
        && account.opened_on.zip(system.accepted_on).is_some_and(|(opened, accepted)| opened > accepted)
}

/// What was opened before the regulation is recorded and not judged (第三十条).
pub(super) fn opened_under_regulation(account: &Account) -> bool {
    account.opened_on.is_none_or(|day| day >= Day::of_regulation())
}

/// 第十八条: reason, from, to and approval; told before and after its end.
fn temporary<'a>(inside: &InSystem<'a>, account: &'a Account, find: &mut impl FnMut(Fact, Option<Day>)) {
    let lacks = TemporaryLacks {
        reason: account.reason.trim().is_empty(),
        from: account.opened_on.is_none(),
        to: account.expires_on.is_none(),
        approval: !inside.is_authorised(account),
    };
    if lacks.any() && opened_under_regulation(account) {
        find(Fact::TemporaryIncomplete(lacks), None);
    }
    if let (Some(begins), Some(ends)) = (account.opened_on, account.expires_on)
        && ends < begins
    {
        find(Fact::TemporaryReversed(ends, begins), None);
    }
    if let Some(ends) = account.expires_on
        && ends.days_since(inside.sight.today) <= inside.sight.settings.temporary_notice
    {
        find(Fact::TemporaryEnds(ends), Some(ends));
    }
}

/// 第十九条: whether a system is 自建 is told before the quarter ends, since its 备案 hangs on it: of one that is in use, and
/// of a new one before its first account. Nothing hangs on one whose accounts are all closed.
pub(super) fn origins(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    let untold = |it: &&InfoSystem| it.self_built.is_none() && it.is_offered(sight.today);
    for system in sight.register.systems.values().filter(untold) {
        let in_use = systems.get(&system.id).is_some_and(|judged| judged.count > 0);
        let accounts = sight.index.accounts_of.of(&system.id).iter();
        let mut accounts = accounts.filter_map(|id| sight.register.get::<Account>(*id));
        if in_use || accounts.all(|it| it.void_reason.is_some()) {
            let matter = Matter::new(Fact::OriginUntold, Subject::System(system.id));
            let matter = matter.of(system.lead_department).within(Some(system.id));
            found.push(Matter { due: Quarter::of(sight.today).last(), ..matter });
        }
    }
}

/// From when to when a department uses a system; none where nobody knows since when, or where it does still.
type Span = (Option<Day>, Option<Day>);

/// 第十九条: the departments that file this quarter's accounts in 非自建 systems; and as one matter the quarters since
/// [`first_asked`] that were not filed. The departments of its users file a system, as [`super::filing::outside_rows`]
/// has it; where it has none, its 牵头科室 does: a quarter with nothing to tell is filed too. Each quarter is asked of the
/// departments of its last day, as the 科室 keeps its accounts (各科室统一管理): of a mover's accounts, of that which they were left in
/// then; of one that was handed on, of that of who had it then. The quarter in which a department is abolished or a system
/// goes off line is the last that is asked for.
pub(super) fn quarters(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    let current = Quarter::of(sight.today);
    let mut used: BTreeMap<DepartmentId, BTreeMap<SystemId, Vec<Span>>> = BTreeMap::new();
    let mut note = |department: DepartmentId, system: &InfoSystem, since: Option<Day>, until: Option<Day>| {
        used.entry(department).or_default().entry(system.id).or_default().push((since, until));
    };
    let stands = |id: DepartmentId| sight.register.get::<Department>(id).is_some_and(|it| it.void_reason.is_none());
    let outside = |it: &&InfoSystem| it.is_outside() && it.void_reason.is_none();
    for system in sight.register.systems.values().filter(outside) {
        let Some(judged) = systems.get(&system.id) else { continue };
        for (department, since) in &judged.departments {
            note(*department, system, *since, None);
        }
        for (department, since, until) in judged.former.iter().filter(|(department, ..)| stands(*department)) {
            note(*department, system, *since, Some(*until));
        }
        if let Some(lead) = system.lead_department.filter(|_| judged.departments.is_empty()) {
            note(lead, system, current.first(), None);
        }
    }
    let filed: HashSet<(DepartmentId, Quarter)> = (sight.register.filings.values())
        .filter(|it| it.kind == FilingKind::Outside && it.void_reason.is_none())
        .map(|it| (it.department, it.period))
        .collect();
    let first = first_asked(sight.register, sight.today);
    let asked: Vec<Quarter> =
        std::iter::successors(Some(first), |it| Some(it.next())).take_while(|it| *it <= current).collect();
    for (department, used) in used {
        let is_in_use =
            |last: Option<Day>, (since, until): &Span| *since <= last && until.is_none_or(|until| last < Some(until));
        let is_filed_for =
            |id: SystemId, quarter| sight.register.get::<InfoSystem>(id).is_some_and(|it| it.is_filed_for(quarter));
        let count = |quarter: Quarter| {
            let of_quarter = used.iter().filter(|(system, _)| is_filed_for(**system, quarter));
            of_quarter.filter(|(_, spans)| spans.iter().any(|span| is_in_use(quarter.last(), span))).count()
        };
        let files_for = |quarter| sight.register.get::<Department>(department).is_some_and(|it| it.files_for(quarter));
        let open = |it: &Quarter| files_for(*it) && count(*it) > 0 && !filed.contains(&(department, *it));
        let (past, running): (Vec<Quarter>, Vec<Quarter>) =
            asked.iter().copied().filter(open).partition(|it| *it < current);
        for quarters in [past, running] {
            let (Some(due), Some(last)) = (quarters.first().and_then(|it| it.last()), quarters.last()) else {
                continue;
            };
            let count = count(*last);
            let matter = Matter::new(Fact::QuartersDue(quarters, count), Subject::Department(department));
            found.push(matter.of(Some(department)).due(due));
        }
    }
}
