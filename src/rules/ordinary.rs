//! 第二章 普通账号管理, 第十条 – 第十五条 (but 第十四条, which stands with 第二十二条): forms on their way, one account one
//! person, newcomers, forms without their account.

use std::collections::{HashMap, HashSet};

use super::application::{Named, check_kept};
use super::fact::Fact;
use super::matter::Matter;
use super::names::is_no_person;
use super::sight::{InSystem, Live, Sight, Systems};
use crate::model::*;

/// Judges the register by the second chapter, but the accounts and the forms that are done.
pub(super) fn check(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    forms(sight, systems, found);
    joiners(sight, found);
}

/// Judges the accounts of a system by the second chapter.
pub(super) fn accounts(inside: &InSystem, found: &mut Vec<Matter>) {
    shared(inside, found);
    several(inside, found);
}

/// 第十五条: the account of every 新增 that is done is in the register.
pub(super) fn done_forms(inside: &InSystem, forms: &[ApplicationId], found: &mut Vec<Matter>) {
    for it in forms.iter().filter_map(|id| inside.sight.register.get::<Application>(*id)) {
        let is_judged = it.applied_on.is_none_or(|day| day >= Day::of_regulation());
        if is_judged
            && it.action == Some(Action::Create)
            && inside.called(&it.account).all(|it| it.void_reason.is_some())
            && !inside.rests_on(&it.number)
        {
            found
                .push(Matter::new(Fact::Unregistered, Subject::Application(it.id)).of(it.department).within(it.system));
        }
    }
}

/// 第十条: the status or the 使用人 of an account changed, and no form tells what it rests on; what the clerk is asked.
pub fn told_without_form(what: &str, was: &str, is: &str) -> String {
    let is = if is.is_empty() { "空" } else { is };
    format!("账号{what}由{was}改为{is}，通常要有申请表（附件2），请核对（第十条）")
}

/// What the 对照表 of a department grants: system and post.
type Granted<'a> = HashMap<(SystemId, &'a str), Vec<String>>;

/// 第十条, 第十一条: every form that is neither done nor void. 第十二条: what becomes of a signed one.
fn forms(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    let register = sight.register;
    let mut granted: HashMap<DepartmentId, Granted> = HashMap::new();
    for it in sight.index.open.of(&()).iter().filter_map(|id| register.get::<Application>(*id)) {
        let is_old = it.applied_on.is_some_and(|day| day < Day::of_regulation());
        let mut find = |fact, due: Option<Day>| {
            let matter = Matter::new(fact, Subject::Application(it.id)).of(it.department).within(it.system);
            found.push(Matter { due, ..matter });
        };
        let judged = it.system.and_then(|system| systems.get(&system));
        let accounts = judged.into_iter().flat_map(|judged| judged.homonyms.called(&it.account, sight));
        let granted = it.department.zip(it.system).filter(|_| !it.post.is_empty()).and_then(|(department, system)| {
            let rows = sight.index.rows_of.of(&department);
            let granted = granted.entry(department).or_insert_with(|| {
                let mut granted = Granted::new();
                for row in rows.iter().filter_map(|id| register.get::<MatrixRow>(*id)) {
                    granted.entry((row.system, &row.post)).or_default().push(row.category.clone());
                }
                granted
            });
            (!rows.is_empty()).then(|| granted.get(&(system, it.post.as_str())).cloned().unwrap_or_default())
        });
        let named = Named {
            applicant: it.applicant.map_or(Lookup::Unknown, Lookup::Found),
            holder: it.holder,
            department: it.department,
            department_head: it.department_head,
            system_head: it.system_head,
            leader: it.leader,
            operator: it.operator,
            system: it.system,
            accounts: accounts.collect(),
            granted,
            kept: true,
        };
        // Who is meant is told by the ids; of the names only that they are there, and how they are written.
        let values = Values::of_application_named(register, it, |id| register.bare_name(Some(id)).to_owned());
        for finding in check_kept(it, named, &values, sight) {
            find(Fact::Form(Box::new(finding)), None);
        }
        if is_old {
            continue;
        }
        match it.state {
            ApplicationState::Draft => find(Fact::FormUnprinted, it.applied_on.or(Some(sight.today))),
            ApplicationState::Printed => find(Fact::FormUnsigned, it.applied_on.or(Some(sight.today))),
            ApplicationState::Signed => {
                if it.department_head.is_none() {
                    find(Fact::FormUnreviewed, None);
                }
                find(Fact::FormUnhandled, it.approved_on.or(Some(sight.today)));
            }
            _ => {}
        }
        let upper = it.system.and_then(|id| register.get::<InfoSystem>(id));
        if upper.is_some_and(|system| system.upper_level && !system.private_network) {
            find(Fact::UpperLevel, None);
        }
    }
}

/// 第十二条, 第二十六条; of a 系统账号 第十七条: one account, one person.
fn shared(inside: &InSystem, found: &mut Vec<Matter>) {
    let mut groups: Vec<Vec<&Account>> = Vec::new();
    for same in inside.of_one_name() {
        let live: Vec<&Account> = same.into_iter().filter(|it| it.is_live()).collect();
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
        let holder = group[0].holder.and_then(|id| inside.sight.person(id));
        let matter = Matter::new(fact, Subject::Account(group[0].id));
        found.push(matter.of(holder.map(|it| it.department)).within(Some(inside.system.id)));
    }
    for live in inside.live.iter().filter(|live| live.holder.is_none()) {
        found.push(Matter::new(Fact::NoHolder, Subject::Account(live.account.id)).within(Some(inside.system.id)));
    }
    for live in &inside.live {
        let Some(holder) = live.holder.filter(|holder| is_no_person(&holder.name)) else { continue };
        let fact = match live.account.role {
            Role::User => Fact::NoPerson(holder.id),
            Role::SuperAdmin | Role::SystemAdmin => Fact::AdminShared(vec![live.account.id]),
        };
        let matter = Matter::new(fact, Subject::Account(live.account.id));
        found.push(matter.of(Some(holder.department)).within(Some(inside.system.id)));
    }
}

/// 第十二条: one person with several accounts in one system is told, no more.
fn several(inside: &InSystem, found: &mut Vec<Matter>) {
    let held = |live: &Live| Some((live.account.holder?, live.account.id));
    let mut held: Vec<(PersonId, AccountId)> = inside.live.iter().filter_map(held).collect();
    held.sort_unstable();
    for several in held.chunk_by(|one, other| one.0 == other.0).filter(|held| held.len() > 1) {
        let person = several[0].0;
        let accounts = several.iter().map(|(_, account)| *account).collect();
        let of = inside.sight.person(person).map(|it| it.department);
        let matter = Matter::new(Fact::Several(person, accounts), Subject::Person(person));
        found.push(matter.of(of).within(Some(inside.system.id)));
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
    let is_without =
        |person: &&Person| sight.live_of(person.id).next().is_none() && sight.index.asked_for.of(&person.id).is_empty();
    for person in sight.register.people.values().filter(is_new).filter(is_without) {
        let colleagues = sight.index.people_of.of(&person.department).iter().filter_map(|id| sight.person(*id));
        let alike = colleagues.filter(|it| it.post == person.post);
        let systems: HashSet<SystemId> = alike.flat_map(|it| sight.live_of(it.id)).map(|it| it.system).collect();
        let systems = systems.into_iter().filter(|it| sight.is_on_line(*it)).count();
        if systems > 0 {
            let matter = Matter::new(Fact::Joiner(systems), Subject::Person(person.id));
            found.push(matter.of(Some(person.department)));
        }
    }
}
