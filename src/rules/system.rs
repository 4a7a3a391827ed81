//! 第三章 系统账号管理, 第十六条 – 第二十一条: authorisation, temporary use, the quarter's 备案, test accounts after acceptance.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::fact::{Fact, TemporaryLacks};
use super::matter::Matter;
use super::sight::{Live, Sight};
use crate::model::*;

/// Judges the register by the third chapter.
pub(super) fn check(sight: &Sight, found: &mut Vec<Matter>) {
    for live in &sight.live {
        let mut find = |fact, due: Option<Day>| {
            let matter = Matter::new(fact, Subject::Account(live.account.id));
            found.push(Matter { due, ..matter.of(live.department()).within(Some(live.system.id)) });
        };
        if live.account.role != Role::User
            && opened_under_regulation(live.account)
            && !sight.is_authorised(live.account)
        {
            find(Fact::Unauthorised, None);
        }
        if live.account.nature == Nature::Temporary {
            temporary(sight, live, &mut find);
        }
        if live.account.nature != Nature::Regular
            && let Some(accepted) = live.system.accepted_on
            && (Day::of_regulation()..=sight.today).contains(&accepted)
        {
            find(Fact::TestAfterAcceptance(accepted), Some(accepted));
        }
    }
    quarters(sight, found);
}

/// The forms on their way for upper-level systems outside 专网 (第二十条): what 网络技术中心 hands in on one sheet.
pub fn for_upper_level(register: &Register) -> Vec<&Application> {
    let upper = |id: SystemId| register.get::<InfoSystem>(id).is_some_and(|it| it.upper_level && !it.private_network);
    let open = |it: &&Application| !matches!(it.state, ApplicationState::Done | ApplicationState::Void);
    register.applications.values().filter(open).filter(|it| it.system.is_some_and(upper)).collect()
}

/// What was opened before the regulation is recorded and not judged (第三十条).
pub(super) fn opened_under_regulation(account: &Account) -> bool {
    account.opened_on.is_none_or(|day| day >= Day::of_regulation())
}

/// 第十八条: reason, from, to and approval; told before and after its end.
fn temporary(sight: &Sight, live: &Live, find: &mut impl FnMut(Fact, Option<Day>)) {
    let account = live.account;
    let lacks = TemporaryLacks {
        reason: account.reason.trim().is_empty(),
        from: account.opened_on.is_none(),
        to: account.expires_on.is_none(),
        approval: !sight.is_authorised(account),
    };
    if lacks.any() && opened_under_regulation(account) {
        find(Fact::TemporaryIncomplete(lacks), None);
    }
    if let Some(ends) = account.expires_on
        && ends.days_since(sight.today) <= sight.settings.temporary_notice
    {
        find(Fact::TemporaryEnds(ends), Some(ends));
    }
}

/// 第十九条: the departments that file this quarter's accounts in 非自建 systems; and the quarter before, where it was
/// not filed. The departments of its users file a system, as [`super::filing::outside_rows`] has it; where it has none,
/// its 牵头科室 does: a quarter with nothing to tell is filed too.
fn quarters(sight: &Sight, found: &mut Vec<Matter>) {
    let outside = |it: &&InfoSystem| !it.self_built && it.void_reason.is_none();
    let mut owed: BTreeMap<DepartmentId, BTreeSet<SystemId>> = BTreeMap::new();
    // In use in the quarter before: an account was opened by its end, or nobody knows when.
    let current = Quarter::of(sight.today);
    let before = current.previous();
    let mut in_use: HashSet<SystemId> = HashSet::new();
    let mut used: HashSet<SystemId> = HashSet::new();
    for live in sight.live.iter().filter(|live| !live.system.self_built) {
        if let Some(department) = live.department() {
            owed.entry(department).or_default().insert(live.system.id);
            used.insert(live.system.id);
        }
        if live.account.opened_on.is_none_or(|day| Some(day) <= before.last()) {
            in_use.insert(live.system.id);
        }
    }
    for system in sight.register.systems.values().filter(outside).filter(|it| !used.contains(&it.id)) {
        if let Some(lead) = system.lead_department {
            owed.entry(lead).or_default().insert(system.id);
        }
    }
    let filed: HashSet<(DepartmentId, Quarter)> = (sight.register.filings.values())
        .filter(|it| it.kind == FilingKind::Outside && it.void_reason.is_none())
        .map(|it| (it.department, it.period))
        .collect();
    for (department, systems) in owed {
        let then = systems.iter().filter(|system| in_use.contains(system)).count();
        for (quarter, count) in [(before, then), (current, systems.len())] {
            let Some(due) = quarter.last().filter(|last| *last >= Day::of_regulation()) else { continue };
            if count > 0 && !filed.contains(&(department, quarter)) {
                let matter = Matter::new(Fact::QuarterDue(quarter, count), Subject::Department(department));
                found.push(matter.of(Some(department)).due(due));
            }
        }
    }
}
