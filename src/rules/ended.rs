//! Departments that are abolished or merged (机构改革) and systems that are off line. The regulation has no article on either:
//! what is left to be done follows from those that speak of the people and accounts, and nothing else is asked of them.

use std::collections::HashSet;

use super::fact::Fact;
use super::matter::Matter;
use super::names::folded;
use super::sight::Sight;
use crate::model::*;

/// Judges what is left in what has ended.
pub(super) fn check(sight: &Sight, found: &mut Vec<Matter>) {
    departments(sight, found);
    systems(sight, found);
}

/// When it is due: on the day itself, but not before the regulation (第三十条).
fn due(day: Day) -> Day {
    day.max(Day::of_regulation())
}

/// 第六条: whoever works in an abolished department has another post by now, which is to be registered and filed. 第八条: the
/// 牵头科室 of a system is one that stands.
fn departments(sight: &Sight, found: &mut Vec<Matter>) {
    let register = sight.register;
    for department in register.departments.values().filter(|it| it.void_reason.is_none()) {
        let Some(day) = department.abolished_by(sight.today) else { continue };
        let people = sight.index.people_of.of(&department.id).iter().filter_map(|id| sight.person(*id));
        for person in people.filter(|it| it.void_reason.is_none() && sight.left(it).is_none()) {
            let matter = Matter::new(Fact::InAbolished(department.id, day), Subject::Person(person.id));
            found.push(matter.of(Some(department.id)).due(due(day)));
        }
        let leads = |it: &&InfoSystem| it.lead_department == Some(department.id) && it.is_offered(sight.today);
        for system in register.systems.values().filter(leads) {
            let matter = Matter::new(Fact::LeadAbolished(department.id, day), Subject::System(system.id));
            found.push(matter.of(Some(department.id)).within(Some(system.id)));
        }
    }
}

/// 第八条第2项: the accounts of a system that is off line are closed by its 系统管理员, as those that a 巡检 finds needless: by a
/// 附件3, since they are those of a whole system.
fn systems(sight: &Sight, found: &mut Vec<Matter>) {
    let register = sight.register;
    let mut listed = None;
    for system in register.systems.values().filter(|it| it.void_reason.is_none()) {
        let Some(day) = system.retired_by(sight.today) else { continue };
        let accounts = sight.index.accounts_of.of(&system.id).iter().filter_map(|id| register.get::<Account>(*id));
        let live: Vec<&Account> = accounts.filter(|it| it.is_live()).collect();
        if live.is_empty() {
            continue;
        }
        let listed = listed.get_or_insert_with(|| {
            let is_open = |row: &&CleanupRow| register.get::<Cleanup>(row.cleanup).is_some_and(Cleanup::is_open);
            let closing = register.cleanup_rows.values().filter(|row| row.closes()).filter(is_open);
            closing.map(|row| (row.system, folded(&row.account))).collect::<HashSet<_>>()
        });
        let is_listed = |it: &&&Account| listed.contains(&(system.id, folded(&it.account)));
        let unlisted = live.iter().filter(|it| !is_listed(it)).map(|it| it.id).collect();
        let matter = Matter::new(Fact::RetiredLive(day, live.len(), unlisted), Subject::System(system.id));
        found.push(matter.of(system.lead_department).within(Some(system.id)).due(due(day)));
    }
}
