//! 第一章 总则, 第四条 – 第九条: 对照表, 备案, changes of post, separate people, administrators, 巡检, 抽查.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::application::clashes;
use super::cleanup::written_on;
use super::fact::Fact;
use super::filing::doubted_signer;
use super::matter::Matter;
use super::names::folded;
use super::sight::{InSystem, Sight, Systems, gone_by};
use super::target::closes_for_another;
use crate::model::*;

/// Judges the register by the first chapter, but the tables (第四条) and the forms that are done.
pub(super) fn check(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    papers(sight, found);
    post_changes(sight, found);
    done_forms(sight, sight.index.done.of(&None), found);
    administrators(sight, systems, found);
    inspections(sight, systems, found);
    lists(sight, systems, found);
    changes_listed(sight, systems, found);
    samples(sight, systems, found);
}

/// 第五条: 附件1 is signed, and then filed.
fn papers(sight: &Sight, found: &mut Vec<Matter>) {
    let stands = |it: &&Filing| it.kind == FilingKind::Matrix && it.void_reason.is_none();
    // When the paper that was filed last was signed: another signature is another paper.
    let mut filed: HashMap<DepartmentId, Day> = HashMap::new();
    for filing in sight.register.filings.values().filter(stands) {
        filed.insert(filing.department, filing.signed_on);
        if filing.filed_on < filing.signed_on && filing.filed_on >= Day::of_regulation() {
            let matter = Matter::new(Fact::FiledBeforeSigned(filing.id), Subject::Filing(filing.id));
            found.push(matter.of(Some(filing.department)));
        }
    }
    for department in sight.register.departments.values().filter(|it| it.is_offered(sight.today)) {
        let paper = sight.register.matrix_paper(department.id);
        if paper.is_none_or(|it| it.printed_on.is_none() && it.signed_on.is_none())
            && !sight.index.rows_of.of(&department.id).is_empty()
        {
            let was_filed = filed.contains_key(&department.id);
            let matter = Matter::new(Fact::MatrixUnprinted(was_filed), Subject::Department(department.id));
            let since = paper.and_then(|it| it.changed_on).unwrap_or(sight.today);
            found.push(matter.of(Some(department.id)).due(since));
        }
    }
    for paper in sight.register.matrices.values() {
        signer(sight, paper, filed.get(&paper.department).copied(), found);
        let department = sight.register.get::<Department>(paper.department);
        let abolished = department.and_then(|it| it.abolished_by(sight.today));
        let (fact, due) = match (paper.printed_on, paper.signed_on) {
            (_, Some(signed)) if filed.get(&paper.department) != Some(&signed) => (Fact::MatrixUnfiled(signed), signed),
            // Nobody signs for a department that is no more.
            (Some(printed), None) if abolished.is_none() => (Fact::MatrixUnsigned(printed), printed),
            _ => continue,
        };
        if due >= Day::of_regulation() {
            let matter = Matter::new(fact, Subject::Department(paper.department));
            found.push(matter.of(Some(paper.department)).due(due));
        }
    }
}

/// Who signed 附件1 (第五条) was here then, and is the registered 分管领导 as long as the paper is not filed: afterwards
/// another may be registered.
fn signer(sight: &Sight, paper: &Matrix, filed: Option<Day>, found: &mut Vec<Matter>) {
    let Some(signed_on) = paper.signed_on.filter(|day| *day >= Day::of_regulation()) else { return };
    let Some(signer) = paper.signed_by.and_then(|id| sight.person(id)) else { return };
    let is_gone = gone_by(signer, signed_on, sight.today).is_some();
    let signing = (signer.id, signed_on);
    let doubt = || doubted_signer(sight.register, paper.department, FilingKind::Matrix, signing, sight.today);
    if is_gone || (filed != Some(signed_on) && doubt().is_some()) {
        let matter = Matter::new(Fact::MatrixSigner(signer.id, signed_on), Subject::Department(paper.department));
        found.push(matter.of(Some(paper.department)));
    }
}

/// 第六条: changes of post wait for 备案.
fn post_changes(sight: &Sight, found: &mut Vec<Matter>) {
    let mut filed: HashMap<DepartmentId, Vec<&Filing>> = HashMap::new();
    for filing in sight.register.filings.values().rev().filter(|it| it.void_reason.is_none()) {
        filed.entry(filing.department).or_default().push(filing);
    }
    let mut waiting: BTreeMap<DepartmentId, (Vec<PersonId>, Day, bool)> = BTreeMap::new();
    // One that led into a department that is no more is told of by the next.
    let stands =
        |id: DepartmentId| sight.register.get::<Department>(id).is_none_or(|it| it.abolished_by(sight.today).is_none());
    let judged = |it: &&PostChange| {
        it.changed_on >= Day::of_regulation() && it.void_reason.is_none() && stands(it.to_department)
    };
    for change in sight.register.post_changes.values().filter(judged) {
        let rows = sight.index.rows_of.of(&change.to_department).iter();
        let rows = rows.filter_map(|id| sight.register.get::<MatrixRow>(*id));
        let posts: Vec<&str> =
            rows.filter(|row| row.holder == Some(change.person)).map(|row| row.post.as_str()).collect();
        let has_account = || sight.live_of(change.person).next().is_some();
        // Whoever has no account stands on no table: there is nothing to file, until they have one.
        if posts.is_empty() && !has_account() {
            continue;
        }
        let filed = filed.get(&change.to_department).map_or(&[][..], Vec::as_slice);
        if filed.iter().any(|filing| carries(filing, change, sight)) {
            continue;
        }
        let start = || (Vec::new(), change.changed_on, false);
        let (people, earliest, is_behind) = waiting.entry(change.to_department).or_insert_with(start);
        people.push(change.person);
        *earliest = (*earliest).min(change.changed_on);
        *is_behind |= !tells(posts.into_iter(), change, has_account);
    }
    for (department, (people, earliest, is_behind)) in waiting {
        let fact = Fact::PostChangesUnfiled(people, earliest, is_behind);
        let matter = Matter::new(fact, Subject::Department(department));
        found.push(matter.of(Some(department)).due(earliest));
    }
}

/// Whether a filing hands a change of post in: made since, for a quarter that was not over by then; and of somebody who is
/// where the change led, with a row that does not tell the old post, where there is an account to have a row.
fn carries(filing: &Filing, change: &PostChange, sight: &Sight) -> bool {
    let is_made_up_for =
        filing.kind == FilingKind::Outside && filing.period.last().is_some_and(|last| last < change.changed_on);
    if filing.filed_on < change.changed_on || is_made_up_for {
        return false;
    }
    let is_there = |it: &&Person| it.department == change.to_department && it.post == change.to_post;
    // Who has moved on since is told of by the change that came after.
    let Some(person) = sight.person(change.person).filter(is_there) else { return true };
    // Of two people of one name in one office, each is told with the department: 「张伟（受理科）」.
    let is_of =
        |holder: &str| holder.strip_prefix(&*person.name).is_some_and(|it| it.is_empty() || it.starts_with('（'));
    let named: Vec<&FiledRow> = filing.rows.iter().filter(|row| is_of(&row.holder)).collect();
    // Whose name was put right since is known by the accounts.
    let holds = |row: &FiledRow| {
        let system = sight.register.system_named(&row.system);
        let is_it = |it: &Account| Some(it.system) == system && folded(&it.account) == folded(&row.account);
        sight.live_of(person.id).any(is_it)
    };
    let rows = if named.is_empty() { filing.rows.iter().filter(|row| holds(row)).collect() } else { named };
    tells(rows.into_iter().map(|row| row.post.as_str()), change, || {
        sight.live_of(person.id).any(|account| account.opened_on.is_none_or(|day| day <= filing.filed_on))
    })
}

/// Whether the rows of somebody, with these posts, tell a change of post: none the old one. Without a row they tell it of
/// who has no account to have one.
fn tells<'a>(posts: impl Iterator<Item = &'a str>, change: &PostChange, has_account: impl Fn() -> bool) -> bool {
    let mut posts = posts.peekable();
    if posts.peek().is_none() {
        return !has_account();
    }
    change.from_post.is_empty() || change.from_post == change.to_post || posts.all(|post| post != change.from_post)
}

/// 第七条 and 第八条 of what is done; forms on their way are judged whole (第十条).
pub(super) fn done_forms(sight: &Sight, forms: &[ApplicationId], found: &mut Vec<Matter>) {
    let judged = |it: &&Application| it.applied_on.or(it.handled_on).is_none_or(|day| day >= Day::of_regulation());
    let forms = forms.iter().filter_map(|id| sight.register.get::<Application>(*id));
    for it in forms.filter(judged) {
        let clashes = clashes(it).into_iter().map(|(one, other, person)| Fact::Clash(one, other, person));
        let unapproved = (it.leader.is_none() || it.approved_on.is_none()).then_some(Fact::DoneUnapproved);
        for fact in clashes.chain(unapproved) {
            found.push(Matter::new(fact, Subject::Application(it.id)).of(it.department).within(it.system));
        }
    }
}

/// 第八条: nobody holds live accounts of 超级管理员 and of 系统管理员 of one system; what the system's own fields tell is
/// told there.
pub(super) fn accounts(inside: &InSystem, found: &mut Vec<Matter>) {
    let of = |role: Role, named: Option<PersonId>| {
        let held = inside.live.iter().filter(move |live| live.account.role == role);
        held.filter_map(|live| live.account.holder).chain(named).collect::<BTreeSet<PersonId>>()
    };
    let (supers, admins) =
        (of(Role::SuperAdmin, inside.system.super_admin), of(Role::SystemAdmin, inside.system.system_admin));
    let told = inside.system.system_admin.filter(|admin| inside.system.super_admin == Some(*admin));
    for person in supers.intersection(&admins).filter(|it| Some(**it) != told) {
        let matter = Matter::new(Fact::OneAdmin(*person), Subject::System(inside.system.id));
        found.push(matter.of(inside.system.lead_department).within(Some(inside.system.id)));
    }
}

/// 第八条: two people, one of them of the 牵头科室.
fn administrators(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    for system in sight.register.systems.values().filter(|it| it.is_offered(sight.today)) {
        let mut find = |fact| {
            let matter = Matter::new(fact, Subject::System(system.id));
            found.push(matter.of(system.lead_department).within(Some(system.id)));
        };
        let live = systems.get(&system.id).map_or(0, |it| it.count);
        match system.system_admin {
            None if live > 0 => find(Fact::NoSystemAdmin(live)),
            None => {}
            Some(admin) => {
                if system.super_admin == Some(admin) {
                    find(Fact::OneAdmin(admin));
                }
                let of = sight.register.get::<Person>(admin).map(|person| person.department);
                let lead = system.lead_department.and_then(|id| sight.register.get::<Department>(id));
                let lead = lead.filter(|it| it.abolished_by(sight.today).is_none()).map(|it| it.id);
                if lead.is_some() && of.is_some() && of != lead {
                    find(Fact::AdminElsewhere(admin));
                }
            }
        }
    }
}

/// 第八条第2项: 巡检 by the interval that is set.
fn inspections(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    let mut last: HashMap<SystemId, &Inspection> = HashMap::new();
    let mut open: HashMap<SystemId, &Inspection> = HashMap::new();
    for it in sight.register.inspections.values().filter(|it| it.void_reason.is_none()) {
        if it.finished_on.is_none() {
            open.insert(it.system, it);
        } else if last.get(&it.system).is_none_or(|known| known.finished_on <= it.finished_on) {
            last.insert(it.system, it);
        }
    }
    for system in sight.register.systems.values().filter(|it| it.void_reason.is_none()) {
        let mut find = |fact, due| {
            let matter = Matter::new(fact, Subject::System(system.id));
            found.push(matter.of(system.lead_department).within(Some(system.id)).due(due));
        };
        if let Some(it) = open.get(&system.id) {
            let count = sight.index.unanswered.of(&it.id).len();
            find(Fact::InspectionOpen(it.id, count), it.begun_on);
            continue;
        }
        let finished = last.get(&system.id).and_then(|it| it.finished_on);
        if let Some((it, finished)) = last.get(&system.id).zip(finished) {
            let rows = sight.index.doubtful.of(&it.id).iter();
            let account = |id: &InspectionRowId| sight.register.get::<InspectionRow>(*id).map(|row| row.account);
            let accounts = rows.filter_map(account).filter_map(|id| sight.register.get::<Account>(id));
            let count = accounts.filter(|it| it.is_live()).count();
            if count > 0 {
                find(Fact::InspectionDoubtful(it.id, count), finished);
            }
        }
        if system.retired_by(sight.today).is_some() {
            continue;
        }
        let Some(in_use) = systems.get(&system.id).filter(|it| it.count > 0) else { continue };
        let since = finished.or(in_use.first_opened).map(|day| day.max(Day::of_regulation()));
        let due = since.map_or(Some(sight.today), |since| since.plus(sight.settings.inspection_days));
        // Before the 台账 was kept nobody knows of a 巡检: it is asked for from then on.
        let began = sight.register.began.day().filter(|_| finished.is_none());
        let due = due.map(|due| began.map_or(due, |began| due.max(began)));
        if let Some(due) = due.filter(|due| *due <= sight.today) {
            find(Fact::InspectionDue(finished), due);
        }
    }
}

/// 第八条第1项、第2项: what a 附件3 lists is carried out by the administrators. 第二十二条: but no account that is another's by now.
fn lists(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    for row in sight.register.cleanup_rows.values() {
        let Some(list) = sight.register.get::<Cleanup>(row.cleanup).filter(|it| it.is_open()) else { continue };
        let Some(judged) = systems.get(&row.system).filter(|_| row.closes()) else { continue };
        let named = || judged.homonyms.called(&row.account, sight).filter(|it| it.void_reason.is_none());
        let account = named().find(|it| it.account == row.account).or_else(|| named().next());
        let is_of_another =
            |account| closes_for_another(sight.register, account, row.holder, written_on(row, list)).is_some();
        if account.is_some_and(is_of_another) {
            let matter = Matter::new(Fact::CleanupOfAnother(row.id), Subject::Cleanup(list.id));
            found.push(matter.within(Some(row.system)).due(list.printed_on.unwrap_or(sight.today)));
        }
    }
    for it in sight.register.cleanups.values().filter(|it| it.is_open()) {
        let due = it.printed_on.unwrap_or(sight.today);
        let matter = Matter::new(Fact::CleanupOpen(it.printed_on.is_some()), Subject::Cleanup(it.id));
        found.push(matter.within(it.systems.first().copied().filter(|_| it.systems.len() == 1)).due(due));
    }
}

/// 第十条: what a 附件3 lists as 变更 or 移交 needs an 附件2 of its own. It is settled by that, by the closing of the account, by
/// another holder, and by a later round that keeps the account.
fn changes_listed(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    let register = sight.register;
    let mut listed: BTreeMap<AccountId, (Day, &CleanupRow, Treatment)> = BTreeMap::new();
    for row in register.cleanup_rows.values() {
        let Some(treatment) = row.disposal.filter(|it| matches!(it, Treatment::Modify | Treatment::Transfer)) else {
            continue;
        };
        let list = register.get::<Cleanup>(row.cleanup).filter(|it| it.void_reason.is_none());
        let handled = list.and_then(|it| it.handled_on).filter(|day| *day >= Day::of_regulation());
        let called = systems.get(&row.system).into_iter().flat_map(|it| it.homonyms.called(&row.account, sight));
        let account = called
            .filter(|it| it.void_reason.is_none() && it.is_live())
            .find(|it| row.holder.is_none() || it.holder == row.holder);
        let (Some(day), Some(account)) = (handled, account) else { continue };
        let forms = sight.index.done.of(&Some(row.system)).iter().filter_map(|id| register.get::<Application>(*id));
        let mut since = forms.filter(|it| it.action == Some(Action::Modify) && it.handled_on >= Some(day));
        if since.any(|it| folded(&it.account) == folded(&account.account)) {
            continue;
        }
        if listed.get(&account.id).is_none_or(|(known, ..)| *known <= day) {
            listed.insert(account.id, (day, row, treatment));
        }
    }
    if listed.is_empty() {
        return;
    }
    for row in register.inspection_rows.values().filter(|it| it.judgement == Some(Judgement::Keep)) {
        let round = register.get::<Inspection>(row.inspection).filter(|it| it.void_reason.is_none());
        let finished = round.and_then(|it| it.finished_on);
        listed.retain(|account, (day, ..)| *account != row.account || finished.is_none_or(|on| on <= *day));
    }
    for (account, (day, row, treatment)) in listed {
        let matter = Matter::new(Fact::ChangeOpen(treatment, row.cleanup), Subject::Account(account));
        found.push(matter.of(row.department).within(Some(row.system)).due(day));
    }
}

/// 第九条: 抽查 by the interval that is set, and what came of it. It is the errand of 网络技术中心.
fn samples(sight: &Sight, systems: &Systems, found: &mut Vec<Matter>) {
    let register = sight.register;
    let mut counts: BTreeMap<SampleId, (usize, usize)> = BTreeMap::new();
    for row in register.sample_rows.values() {
        let (open, doubtful) = counts.entry(row.sample).or_default();
        match row.result {
            None => *open += 1,
            Some(SampleResult::DoubtfulGrant | SampleResult::DoubtfulUse) => *doubtful += 1,
            Some(_) => {}
        }
    }
    let drawn = || register.samples.values().filter(|it| it.void_reason.is_none());
    for sample in drawn() {
        let (open, doubtful) = counts.get(&sample.id).copied().unwrap_or_default();
        let found_now = [(open, Fact::SampleOpen(open)), (doubtful, Fact::SampleDoubtful(doubtful))];
        for (_, fact) in found_now.into_iter().filter(|(count, _)| *count > 0) {
            let matter = Matter::new(fact, Subject::Sample(sample.id));
            found.push(matter.of(sample.department).within(sample.system).due(sample.drawn_on));
        }
    }
    let center = register.network_center();
    let Some(center) = center.filter(|_| systems.values().any(|it| it.count > 0)) else { return };
    let last = drawn().map(|it| it.drawn_on).max();
    let first = || systems.values().filter_map(|it| it.first_opened).min();
    let Some(since) = last.or_else(first).map(|day| day.max(Day::of_regulation())) else { return };
    let began = register.began.day().filter(|_| last.is_none());
    let due = since.plus(sight.settings.sample_days).map(|due| began.map_or(due, |began| due.max(began)));
    if let Some(due) = due.filter(|due| *due <= sight.today) {
        let matter = Matter::new(Fact::SampleDue(last), Subject::Department(center.id));
        found.push(matter.of(Some(center.id)).due(due));
    }
}
