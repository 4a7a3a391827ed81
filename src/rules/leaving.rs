//! 第十四条 and 第四章 第二十二条: people who have left, their accounts, the notice, the administrators among them; and the
//! plan of the papers that a leaving asks for.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::cleanup::{open_rows, written_on};
use super::fact::Fact;
use super::matter::Matter;
use super::names::folded;
use super::sight::Sight;
use super::system::disposal;
use super::target::{accounts_called, closes_for_another, closes_for_another_user, target, user_after};
use crate::model::*;

/// Judges the register by 第十四条 and 第二十二条. Who left before the regulation is judged as of its day by what has lasted:
/// the accounts, the passwords and the administration; no notice of the time before is asked for (第三十条).
pub(super) fn check(sight: &Sight, found: &mut Vec<Matter>) {
    for person in sight.register.people.values().filter(|it| it.void_reason.is_none() && sight.left(it).is_none()) {
        let accounts = || sight.live_of(person.id).map(|it| it.id).collect::<Vec<AccountId>>();
        if let Some((day, accounts)) = person.left_on.map(|day| (day, accounts())).filter(|(_, it)| !it.is_empty()) {
            let fact = Fact::LeaverComing(day, accounts);
            found.push(Matter::new(fact, Subject::Person(person.id)).of(Some(person.department)).due(day));
        }
    }
    let judged = |person: &&Person| person.void_reason.is_none() && sight.left(person).is_some();
    let leavers: BTreeMap<PersonId, &Person> =
        sight.register.people.values().filter(judged).map(|person| (person.id, person)).collect();
    if leavers.is_empty() {
        return;
    }
    let mut noticed: HashMap<PersonId, HashSet<AccountId>> = HashMap::new();
    for notice in sight.register.notices.values().filter(|it| it.void_reason.is_none()) {
        if leavers.get(&notice.person).is_some_and(|person| notice.is_of(person.left_on)) {
            noticed.entry(notice.person).or_default().extend(&notice.accounts);
        }
    }
    let deleted = Deletions::since(sight.register, |person| leavers.get(&person)?.left_on);
    let unnoticed = |person: &PersonId| {
        let held = sight.index.held_by.of(person).iter().filter_map(|id| sight.register.get::<Account>(*id));
        let named = |account: &Account| noticed.get(person).is_some_and(|named| named.contains(&account.id));
        held.filter(|it| it.void_reason.is_none() && !named(it) && deleted.is_to_be_told(it)).count()
    };
    let told_since = |person: &Person| told_since(person, sight.today);
    for (id, person) in &leavers {
        let (left_on, due) = (person.left_on, told_since(person));
        let accounts: Vec<AccountId> = sight.live_of(*id).map(|it| it.id).collect();
        // 第二十二条: the password of a 系统账号 is changed when its holder has left, also where a successor is named.
        for account in sight.live_of(*id).filter(|it| it.role != Role::User && sight.is_on_line(it.system)) {
            if let Some(since) = left_on.filter(|day| *day <= sight.today)
                && account.password_changed_on.is_none_or(|day| day < since)
            {
                let matter = Matter::new(Fact::AdminPasswordKept(since), Subject::Account(account.id));
                found.push(matter.of(Some(person.department)).within(Some(account.system)).due(due));
            }
        }
        let mut find = |fact, due| {
            found.push(Matter::new(fact, Subject::Person(*id)).of(Some(person.department)).due(due));
        };
        let is_live = !accounts.is_empty();
        if is_live {
            find(Fact::LeaverLive(left_on, accounts), due);
        }
        // The second clock of 第十四条: where nobody has set it, it is asked for once nothing else is to be done.
        let judged = |day: &Day| (Day::of_regulation()..=sight.today).contains(day);
        let second = match person.handed_over_on {
            Some(handed) => Some(handed).filter(judged),
            None => left_on.filter(judged).filter(|_| !is_live),
        };
        if let Some((day, count)) = second.map(|day| (day, unnoticed(id))).filter(|(_, count)| *count > 0) {
            let is_told = person.handed_over_on.is_some();
            find(if is_told { Fact::NoticeMissing(day, count) } else { Fact::HandoverUntold(count) }, day);
        }
    }
    for system in sight.register.systems.values().filter(|it| it.is_offered(sight.today)) {
        for (admin, role) in [(system.super_admin, Role::SuperAdmin), (system.system_admin, Role::SystemAdmin)] {
            let Some(person) = admin.and_then(|id| leavers.get(&id)) else { continue };
            let matter = Matter::new(Fact::AdminLeft(person.id, role, person.left_on), Subject::System(system.id));
            found.push(matter.of(system.lead_department).within(Some(system.id)).due(told_since(person)));
        }
    }
}

/// From when on a leaving is told: one of which the day is unknown, or still to come, from today on.
pub(super) fn told_since(person: &Person, today: Day) -> Day {
    person.left_on.map_or(today, |day| day.clamp(Day::of_regulation(), today.max(Day::of_regulation())))
}

/// The accounts of leavers that a form or a list has deleted since the leaving, by system and name.
struct Deletions<'a>(HashSet<(SystemId, Cow<'a, str>)>);

impl<'a> Deletions<'a> {
    /// Those of everybody of whom `left_on` knows the day.
    fn since(register: &'a Register, left_on: impl Fn(PersonId) -> Option<Day>) -> Self {
        let is_since = |person: Option<PersonId>, day: Option<Day>| {
            person.and_then(&left_on).is_some_and(|left_on| day.is_some_and(|day| day >= left_on))
        };
        let forms = register.applications.values().filter(|it| {
            it.state == ApplicationState::Done
                && it.action == Some(Action::Close)
                && it.disposal == Some(Disposal::Delete)
                && is_since(it.holder.or(it.applicant), it.handled_on)
        });
        let rows = register.cleanup_rows.values().filter(|row| {
            let handled = || register.get::<Cleanup>(row.cleanup).and_then(|it| it.handled_on);
            row.disposal == Some(Treatment::Delete) && is_since(row.holder, handled())
        });
        let of_forms = forms.filter_map(|it| Some((it.system?, folded(&it.account))));
        Self(of_forms.chain(rows.map(|row| (row.system, folded(&row.account)))).collect())
    }

    /// Whether a 书面通知 of its holder's leaving names an account: all that are not deleted, and those deleted since.
    fn is_to_be_told(&self, it: &Account) -> bool {
        it.status != AccountStatus::Deleted || self.0.contains(&(it.system, folded(&it.account)))
    }
}

/// Someone leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Who.
    pub person: PersonId,
    /// 离职日: the first clock of 第十四条.
    pub left_on: Day,
    /// 手续办结日: the second clock; without it no notice is written yet.
    pub handed_over_on: Option<Day>,
    /// 经办人, who stands on the forms as 申请人: a leaver cannot apply.
    pub by: Option<PersonId>,
    /// 禁用 or 删除 (第二十二条); of a test account after acceptance always 删除 (第二十一条).
    pub disposal: Disposal,
    /// Who follows as 系统管理员, by system.
    pub successors: BTreeMap<SystemId, PersonId>,
}

/// The papers of a leaving: what exists already, and what is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// An 附件2 (注销) for each live account.
    pub forms: Vec<PlannedForm>,
    /// The lists (附件3) that exist and name some of the accounts.
    pub listed: Vec<CleanupId>,
    /// The accounts that no open list names yet.
    pub to_list: Vec<(AccountId, Disposal)>,
    /// The written notices, by their route.
    pub notices: Vec<PlannedNotice>,
    /// What a leaving administrator hands over (第二十二条).
    pub handovers: Vec<Handover>,
    /// Forms that would still give an account (第十四条), and what 第八条 has against the successors that are named; it
    /// never stops.
    pub cautions: Vec<String>,
}

/// An 附件2 of a leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedForm {
    /// The account.
    pub account: AccountId,
    /// How it is closed.
    pub disposal: Disposal,
    /// The form that is on its way already.
    pub existing: Option<ApplicationId>,
}

/// A 书面通知 of a leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedNotice {
    /// To whom.
    pub route: NoticeRoute,
    /// The accounts to be taken back.
    pub accounts: Vec<AccountId>,
    /// The notice that is written already.
    pub existing: Option<NoticeId>,
}

/// A line of the checklist of a leaving administrator: 更改账号, 更改口令 (dates only), successor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The system.
    pub system: SystemId,
    /// 超级管理员 or 系统管理员.
    pub role: Role,
    /// The 系统账号 that the leaver holds there, if one is on record.
    pub account: Option<AccountId>,
    /// When its password was changed, if that was on the last day or after it.
    pub password_changed_on: Option<Day>,
    /// Who follows.
    pub successor: Option<PersonId>,
}

/// To whom the notice about an account of this system goes (第十四条).
pub fn route(system: &InfoSystem) -> NoticeRoute {
    if system.private_network && system.is_outside() { NoticeRoute::PrivateNetwork } else { NoticeRoute::NetworkCenter }
}

/// The papers that a leaving asks for. Made again from the register after they are made, it plans nothing new.
pub fn plan(register: &Register, leaving: &Leaving) -> Plan {
    let held = || register.accounts.values().filter(|it| it.holder == Some(leaving.person) && it.void_reason.is_none());
    let live: Vec<&Account> = held().filter(|it| it.is_live()).collect();
    let mut plan = Plan::default();
    for account in &live {
        let row = open_row(register, account);
        // Two papers of one leaving say the same: what the list has already goes for the form too.
        let listed = row.and_then(|row| match row.disposal {
            Some(Treatment::Disable) => Some(Disposal::Disable),
            Some(Treatment::Delete) => Some(Disposal::Delete),
            _ => None,
        });
        let disposal = disposal(register, account, listed.unwrap_or(leaving.disposal));
        plan.forms.push(PlannedForm { account: account.id, disposal, existing: open_form(register, account) });
        match row.map(|row| row.cleanup) {
            Some(list) if plan.listed.contains(&list) => {}
            Some(list) => plan.listed.push(list),
            None => plan.to_list.push((account.id, disposal)),
        }
    }
    if leaving.handed_over_on.is_some() {
        let deleted = Deletions::since(register, |id| (id == leaving.person).then_some(leaving.left_on));
        let told: Vec<&Account> = held().filter(|it| deleted.is_to_be_told(it)).collect();
        plan.notices = notices(register, leaving, &told);
    }
    plan.handovers = handovers(register, leaving);
    plan.cautions = cautions(register, leaving);
    plan
}

/// The 注销 on their way that were made for the leaving of somebody.
fn closing_of(register: &Register, person: PersonId) -> impl Iterator<Item = &Application> {
    let is_of =
        move |it: &&Application| it.state.is_open() && it.action == Some(Action::Close) && it.holder == Some(person);
    register.applications.values().filter(is_of).filter(|it| it.description.contains("离职"))
}

/// The papers of a leaving that are on their way: what is to be void where it is called off, or its leaver has come back.
/// Of the lists those that name nobody else.
pub fn on_their_way(register: &Register, person: PersonId) -> (Vec<ApplicationId>, Vec<CleanupId>) {
    let closes = |row: &&CleanupRow| {
        row.holder == Some(person) && matches!(row.disposal, Some(Treatment::Disable | Treatment::Delete))
    };
    let is_own = |it: &&Cleanup| {
        let rows = register.rows_of(it.id);
        it.is_open() && !rows.is_empty() && rows.iter().all(closes)
    };
    (
        closing_of(register, person).map(|it| it.id).collect(),
        register.cleanups.values().filter(is_own).map(|it| it.id).collect(),
    )
}

/// The 注销 of this account that is on its way.
fn open_form(register: &Register, account: &Account) -> Option<ApplicationId> {
    let open = |it: &&Application| it.state.is_open();
    let same = |it: &&Application| {
        it.action == Some(Action::Close)
            && it.system == Some(account.system)
            && folded(&it.account) == folded(&account.account)
            && is_meant(register, account, it.holder, it.applied_on)
    };
    register.applications.values().filter(open).find(same).map(|it| it.id)
}

/// Whether a paper that is on its way closes this account as it is now. Where the paper names the 使用人, that tells: 启用日 may
/// be typed ahead.
fn is_meant(register: &Register, account: &Account, named: Option<PersonId>, written_on: Option<Day>) -> bool {
    let other = if named.is_some() { closes_for_another_user } else { closes_for_another };
    other(register, account, named, written_on).is_none()
}

/// The list that names this account to be closed and is not carried out yet.
pub fn open_list(register: &Register, account: &Account) -> Option<CleanupId> {
    open_row(register, account).map(|row| row.cleanup)
}

/// Its row in that list.
fn open_row<'a>(register: &'a Register, account: &Account) -> Option<&'a CleanupRow> {
    let day = |row: &CleanupRow| register.get::<Cleanup>(row.cleanup).and_then(|list| written_on(row, list));
    let closes = |row: &&CleanupRow| row.closes() && is_meant(register, account, row.holder, day(row));
    open_rows(register, account).find(closes)
}

/// The notices of this leaving that are written, and one a route for the accounts that none of them names.
fn notices(register: &Register, leaving: &Leaving, accounts: &[&Account]) -> Vec<PlannedNotice> {
    let mut planned: Vec<PlannedNotice> = register
        .notices_of(leaving.person)
        .filter(|it| it.is_of(Some(leaving.left_on)))
        .map(|it| PlannedNotice { route: it.route, accounts: it.accounts.clone(), existing: Some(it.id) })
        .collect();
    let named: HashSet<AccountId> = planned.iter().flat_map(|it| it.accounts.iter().copied()).collect();
    for wanted in [NoticeRoute::NetworkCenter, NoticeRoute::PrivateNetwork] {
        let goes = |account: &&&Account| {
            let system = register.get::<InfoSystem>(account.system);
            !named.contains(&account.id) && system.is_some_and(|system| route(system) == wanted)
        };
        let accounts: Vec<AccountId> = accounts.iter().filter(goes).map(|account| account.id).collect();
        if !accounts.is_empty() {
            planned.push(PlannedNotice { route: wanted, accounts, existing: None });
        }
    }
    planned
}

fn handovers(register: &Register, leaving: &Leaving) -> Vec<Handover> {
    let mut rows = Vec::new();
    for system in register.systems.values().filter(|it| it.is_offered(leaving.left_on)) {
        for role in [Role::SuperAdmin, Role::SystemAdmin] {
            let is_admin = match role {
                Role::SuperAdmin => system.super_admin == Some(leaving.person),
                _ => system.system_admin == Some(leaving.person),
            };
            // What was handed on before is handed over as well, as long as its password is the one that the leaver knows.
            let is_known = |it: &Account| {
                let handed_on = register.handed_on.by(it.id, leaving.person).filter(|_| it.is_live());
                handed_on.is_some_and(|day| it.password_changed_on.is_none_or(|changed| changed < day))
            };
            let held = |it: &&Account| {
                it.system == system.id
                    && it.role == role
                    && (it.holder == Some(leaving.person) || is_known(it))
                    && it.void_reason.is_none()
                    && it.status != AccountStatus::Deleted
            };
            let accounts: Vec<&Account> = register.accounts.values().filter(held).collect();
            let now = if role == Role::SuperAdmin { system.super_admin } else { system.system_admin };
            let named = leaving.successors.get(&system.id).copied().filter(|_| role == Role::SystemAdmin);
            let successor = named.or(now.filter(|id| *id != leaving.person));
            let row = |account: Option<&Account>| Handover {
                system: system.id,
                role,
                account: account.map(|it| it.id),
                password_changed_on: account
                    .filter(|it| !is_known(it))
                    .and_then(|it| it.password_changed_on)
                    .filter(|day| *day >= leaving.left_on),
                successor: account.and_then(|it| it.holder).filter(|id| *id != leaving.person).or(successor),
            };
            if accounts.is_empty() && is_admin {
                rows.push(row(None));
            }
            rows.extend(accounts.into_iter().map(|account| row(Some(account))));
        }
    }
    rows
}

fn cautions(register: &Register, leaving: &Leaving) -> Vec<String> {
    let mut cautions = Vec::new();
    // What is on paper does not follow a day that was moved.
    let told = format!("{}离职", leaving.left_on.chinese());
    let other_day = |it: &&Application| {
        it.holder == Some(leaving.person) && it.description.contains("日离职") && !it.description.contains(&told)
    };
    let printed = |it: &&Application| matches!(it.state, ApplicationState::Printed | ApplicationState::Signed);
    for form in closing_of(register, leaving.person).filter(printed).filter(other_day) {
        cautions.push(format!("{}已打印，上面写的不是{told}，请作废，再办一次另出一张（第十四条）", form.number));
    }
    let bears_other = |it: &&Notice| it.leaver.as_ref().is_some_and(|then| then.left_on != Some(leaving.left_on));
    for notice in register.notices_of(leaving.person).filter(|it| it.is_of(Some(leaving.left_on))).filter(bears_other) {
        cautions.push(format!("{}上写的不是{told}，请作废，再办一次另出一份（第十四条）", notice.number));
    }
    // What was applied for and is not carried out yet would give a leaver an account, or leave one to them.
    for form in register.applications.values().filter(|it| it.state.is_open()) {
        let Some(action) = form.action.filter(|it| *it != Action::Close) else { continue };
        let keeps = form.holder.is_none() && action != Action::Create;
        let called = form.system.filter(|_| keeps).map(|system| accounts_called(register, system, &form.account));
        let account = called.and_then(|called| target(&form.account, &called).found());
        if user_after(action, form.holder, form.applicant, account) == Some(leaving.person) {
            let does = if action == Action::Create { "开通" } else { action.label() };
            let name = register.bare_name(Some(leaving.person));
            cautions.push(format!("{}还要为{name}{does}账号，没有办结，请作废（第十四条）", form.number));
        }
    }
    for (system, successor) in &leaving.successors {
        let (Some(system), Some(person)) = (register.get::<InfoSystem>(*system), register.get::<Person>(*successor))
        else {
            continue;
        };
        if system.super_admin == Some(person.id) {
            cautions
                .push(format!("{}已是{}的超级管理员，原则上不再担任系统管理员（第八条）", person.name, system.name));
        }
        if system.lead_department.is_some_and(|lead| lead != person.department) {
            let lead = register.department_name(system.lead_department);
            cautions.push(format!("{}不在{}的牵头科室{lead}（第八条）", person.name, system.name));
        }
    }
    cautions
}
