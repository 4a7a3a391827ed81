//! 第二章 普通账号管理, 第十条 – 第十五条 (but 第十四条, which stands with 第二十二条): forms on their way, one account one
//! person, newcomers, forms without their account.

use std::collections::{HashMap, HashSet};

use super::application::{Named, check_kept};
use super::fact::Fact;
use super::matter::Matter;
use super::names::is_no_person;
use super::sight::{Live, Sight};
use crate::model::*;

/// Judges the register by the second chapter.
pub(super) fn check(sight: &Sight, found: &mut Vec<Matter>) {
    forms(sight, found);
    shared(sight, found);
    several(sight, found);
    joiners(sight, found);
}

/// 第十条, 第十一条: every form that is neither done nor void. 第十二条, 第十五条: what becomes of a signed one.
fn forms(sight: &Sight, found: &mut Vec<Matter>) {
    let register = sight.register;
    let tables: HashSet<DepartmentId> = register.matrix.values().map(|row| row.department).collect();
    let rows: HashSet<(DepartmentId, SystemId, &str)> =
        register.matrix.values().map(|row| (row.department, row.system, row.post.as_str())).collect();
    for it in register.applications.values() {
        let mut find = |fact, due: Option<Day>| {
            let matter = Matter::new(fact, Subject::Application(it.id)).of(it.department).within(it.system);
            found.push(Matter { due, ..matter });
        };
        if it.applied_on.is_some_and(|day| day < Day::of_regulation()) || it.state == ApplicationState::Void {
            continue;
        }
        if it.state == ApplicationState::Done {
            let known = it.system.is_some_and(|system| sight.called(system, &it.account).next().is_some());
            if it.action == Some(Action::Create) && it.system.is_some() && !known {
                find(Fact::Unregistered, None);
            }
            continue;
        }
        let compared = it.department.filter(|department| tables.contains(department) && !it.post.is_empty());
        let statuses = it.system.into_iter().flat_map(|system| sight.called(system, &it.account));
        let named = Named {
            applicant: it.applicant.map_or(Lookup::Unknown, Lookup::Found),
            department: it.department,
            department_head: it.department_head,
            leader: it.leader,
            operator: it.operator,
            system: it.system,
            statuses: statuses.map(|account| account.status).collect(),
            in_matrix: compared
                .zip(it.system)
                .map(|(department, system)| rows.contains(&(department, system, it.post.as_str()))),
            kept: true,
        };
        // Who is meant is told by the ids; of the names only that they are there, and how they are written.
        let values = Values::of_application_named(register, it, |id| register.bare_name(Some(id)).to_owned());
        for finding in check_kept(it, named, &values, sight) {
            find(Fact::Form(Box::new(finding)), None);
        }
        match it.state {
            ApplicationState::Printed => find(Fact::FormUnsigned, it.applied_on.or(Some(sight.today))),
            ApplicationState::Signed => find(Fact::FormUnhandled, it.approved_on.or(Some(sight.today))),
            _ => {}
        }
        let upper = it.system.and_then(|id| register.get::<InfoSystem>(id));
        if upper.is_some_and(|system| system.upper_level && !system.private_network) {
            find(Fact::UpperLevel, None);
        }
    }
}

/// 第十二条, 第二十六条; of a 系统账号 第十七条: one account, one person.
fn shared(sight: &Sight, found: &mut Vec<Matter>) {
    let mut groups: Vec<Vec<&Account>> = Vec::new();
    for same in sight.of_one_name() {
        let live: Vec<&Account> = same.into_iter().filter(|it| it.status == AccountStatus::Active).collect();
        let holders: HashSet<PersonId> = live.iter().filter_map(|it| it.holder).collect();
        if holders.len() > 1 {
            groups.push(live);
        }
    }
    groups.sort_by_key(|group| group[0].id);
    for group in groups {
        let accounts = group.iter().map(|it| it.id).collect();
        let is_admin = group.iter().any(|it| it.role != Role::User);
        let fact = if is_admin { Fact::AdminShared(accounts) } else { Fact::Shared(accounts) };
        let holder = group[0].holder.and_then(|id| sight.register.get::<Person>(id));
        let matter = Matter::new(fact, Subject::Account(group[0].id));
        found.push(matter.of(holder.map(|it| it.department)).within(Some(group[0].system)));
    }
    let no_person: HashSet<PersonId> =
        sight.register.people.values().filter(|it| is_no_person(&it.name)).map(|it| it.id).collect();
    if no_person.is_empty() {
        return;
    }
    for live in &sight.live {
        let Some(holder) = live.account.holder.filter(|holder| no_person.contains(holder)) else { continue };
        let fact = match live.account.role {
            Role::User => Fact::NoPerson(holder),
            Role::SuperAdmin | Role::SystemAdmin => Fact::AdminShared(vec![live.account.id]),
        };
        let matter = Matter::new(fact, Subject::Account(live.account.id));
        found.push(matter.of(live.department()).within(Some(live.system.id)));
    }
}

/// 第十二条: one person with several accounts in one system is told, no more.
fn several(sight: &Sight, found: &mut Vec<Matter>) {
    let held = |live: &Live| Some((live.account.holder?, live.system.id, live.account.id));
    let mut held: Vec<(PersonId, SystemId, AccountId)> = sight.live.iter().filter_map(held).collect();
    held.sort_unstable();
    for several in held.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)).filter(|held| held.len() > 1) {
        let (person, system) = (several[0].0, several[0].1);
        let accounts = several.iter().map(|(.., account)| *account).collect();
        let of = sight.register.get::<Person>(person).map(|it| it.department);
        let matter = Matter::new(Fact::Several(person, accounts), Subject::Person(person));
        found.push(matter.of(of).within(Some(system)));
    }
}

/// 第十三条: a newcomer whose colleagues of the same post hold accounts, and who has none and asks for none.
fn joiners(sight: &Sight, found: &mut Vec<Matter>) {
    let is_new = |person: &&Person| {
        let fresh = |day: Day| {
            day >= Day::of_regulation() && (0..=sight.settings.joiner_days).contains(&sight.today.days_since(day))
        };
        person.void_reason.is_none() && sight.left(person).is_none() && person.joined_on.is_some_and(fresh)
    };
    let newcomers: Vec<&Person> = sight.register.people.values().filter(is_new).collect();
    if newcomers.is_empty() {
        return;
    }
    let mut systems: HashMap<(DepartmentId, &str), HashSet<SystemId>> = HashMap::new();
    let mut holders: HashSet<PersonId> = HashSet::new();
    for live in &sight.live {
        if let Some(holder) = live.holder {
            systems.entry((holder.department, holder.post.as_str())).or_default().insert(live.system.id);
            holders.insert(holder.id);
        }
    }
    let open = sight.register.applications.values().filter(|it| it.state != ApplicationState::Void);
    holders.extend(open.filter_map(|it| it.holder.or(it.applicant)));
    for person in newcomers.into_iter().filter(|person| !holders.contains(&person.id)) {
        if let Some(systems) = systems.get(&(person.department, person.post.as_str())) {
            let matter = Matter::new(Fact::Joiner(systems.len()), Subject::Person(person.id));
            found.push(matter.of(Some(person.department)));
        }
    }
}
