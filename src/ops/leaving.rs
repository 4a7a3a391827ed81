//! A person leaves (第十四条, 第二十二条): every paper of it in one errand.

use super::Office;
use super::cleanup::put_list;
use super::names::{is_void, standing_person};
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::leaving::{Leaving, Plan, on_their_way, plan};
use crate::rules::left;
use crate::store::{Drafted, Errand, Tx};

/// The papers of a leaving, those that were there before among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Left {
    /// An 附件2 for each live account.
    pub applications: Vec<ApplicationId>,
    /// The 附件3 that name them.
    pub cleanups: Vec<CleanupId>,
    /// The written notices.
    pub notices: Vec<NoticeId>,
    /// The numbers that were given now; none where everything existed.
    pub made: Vec<String>,
}

impl Office {
    /// The last day and the papers of a leaver in one transaction: an 附件2 (注销) for each live account, one 附件3, and
    /// after 手续办结日 the notice, two where accounts of both routes are held. Done again, it finds what exists and adds
    /// nothing. Successors become 系统管理员 of their systems.
    pub fn staff_leaves(&mut self, leaving: &Leaving, today: Day) -> Result<Left> {
        let person = refuse_leaving(&self.register, leaving, today)?.clone();
        if let Some(day) = leaving.handed_over_on.filter(|day| *day > today) {
            return Err(Error::refused(format!("手续办结日{}还没有到，不能出具书面通知（第十四条）", day.chinese()))
                .advise("没有办理。请先空着手续办结日；办结以后再办一次，只补出通知"));
        }
        let planned = plan(&self.register, leaving);
        self.transact(&Errand::new(Op::StaffLeaves, today), |register, tx| {
            let has_left = leaving.left_on <= today && person.status == PersonStatus::Serving;
            let leaver = Person {
                status: if has_left { PersonStatus::Left } else { person.status },
                left_on: Some(leaving.left_on),
                handed_over_on: leaving.handed_over_on.or(person.handed_over_on),
                ..person.clone()
            };
            tx.put(leaver.clone())?;
            for (system, successor) in &leaving.successors {
                if let Some(system) = register.get::<InfoSystem>(*system) {
                    tx.put(InfoSystem { system_admin: Some(*successor), ..system.clone() })?;
                }
            }
            let mut left = Left { cleanups: planned.listed.clone(), ..Left::default() };
            let follows = forms(&planned, leaving, &person, register, tx, today, &mut left)?;
            notices(&planned, &leaver, register, tx, today, &mut left)?;
            let rows: Vec<(Account, Treatment)> = planned
                .to_list
                .iter()
                .filter_map(|(id, how)| Some((register.get(*id).cloned()?, (*how).into())))
                .collect();
            if !rows.is_empty() {
                let (id, number) = put_list(&rows, register, tx, today)?;
                left.cleanups.push(id);
                left.made.push(number);
            }
            // Of papers that come together none is what the others rest on.
            if let ([only], false) = (&left.made[..], follows) {
                tx.rests_on(only);
            }
            Ok(left)
        })
    }
}

impl Office {
    /// A leaving that was called off, or whose leaver has come back: its papers that are on their way are void, in one errand.
    /// Returns their numbers.
    pub fn call_off_leaving(&mut self, person: PersonId, today: Day) -> Result<Vec<String>> {
        let (forms, lists) = on_their_way(&self.register, person);
        let reason = "不再离职";
        let errand = Errand::new(Op::VoidApplication, today).because(reason);
        self.transact(&errand, |register, tx| {
            let mut numbers = Vec::new();
            for form in forms.iter().filter_map(|id| register.get::<Application>(*id).cloned()) {
                numbers.push(form.number.clone());
                tx.drop_drafts(None, Drafted::Application(Some(form.id)))?;
                let void_reason = Some(reason.to_owned());
                tx.put(Application { state: ApplicationState::Void, void_reason, ..form })?;
            }
            for list in lists.iter().filter_map(|id| register.get::<Cleanup>(*id).cloned()) {
                numbers.push(list.number.clone());
                tx.drop_drafts(None, Drafted::Cleanup(Some(list.id)))?;
                tx.put(Cleanup { void_reason: Some(reason.to_owned()), ..list })?;
            }
            Ok(numbers)
        })
    }
}

/// The leaver, or why the leaving is not taken.
fn refuse_leaving<'a>(register: &'a Register, leaving: &Leaving, today: Day) -> Result<&'a Person> {
    let person = standing_person(register, leaving.person)?;
    let name = register.person_name(person.id);
    let chinese = Day::chinese;
    // The papers that were made name the day: another one is put right first where it is kept.
    if let Some(known) = person.left_on.filter(|day| person.status != PersonStatus::Serving && *day != leaving.left_on)
    {
        let (known, told) = (chinese(known), chinese(leaving.left_on));
        return Err(Error::refused(format!("{name}的离职日登记为{known}，不是{told}（第十四条）"))
            .advise("没有保存。如登记有误，请先在“人员”中改正"));
    }
    let handed_over_on = leaving.handed_over_on.or(person.handed_over_on);
    if let Some(handed) = handed_over_on.filter(|day| *day < leaving.left_on) {
        let (handed, left) = (chinese(handed), chinese(leaving.left_on));
        return Err(Error::bad_input(format!("{name}的手续办结日{handed}早于离职日{left}"))
            .advise("没有保存。请核对两个日期（第十四条）"));
    }
    if let Some(joined) = person.joined_on.filter(|day| *day > leaving.left_on) {
        let (joined, left) = (chinese(joined), chinese(leaving.left_on));
        return Err(
            Error::bad_input(format!("{name}的离职日{left}早于入职日{joined}")).advise("没有保存。请核对两个日期")
        );
    }
    for named in leaving.by.iter().chain(leaving.successors.values()) {
        if let Some(void) = register.get::<Person>(*named).filter(|it| it.void_reason.is_some()) {
            return Err(is_void(Person::TERM, &void.name));
        }
    }
    if leaving.by == Some(person.id) {
        return Err(
            Error::refused(format!("{name}离职，不能作自己的经办人（第十四条）")).advise("请由科室其他人员经办")
        );
    }
    if leaving.successors.values().any(|id| *id == person.id) {
        return Err(Error::refused(format!("{name}离职，不能接任系统管理员（第二十二条）")).advise("请另行指定接任者"));
    }
    let gone = |id: &&PersonId| register.get::<Person>(**id).is_some_and(|it| left(it, today).is_some());
    if let Some(gone) = leaving.successors.values().find(gone) {
        let gone = register.person_name(*gone);
        return Err(Error::refused(format!("{gone}已不在岗，不能接任系统管理员（第二十二条）"))
            .advise("没有保存。请另行指定接任者"));
    }
    Ok(person)
}

/// Makes an 附件2 for each account that has none. Tells whether one that was there has followed what is told now.
fn forms(
    planned: &Plan,
    leaving: &Leaving,
    person: &Person,
    register: &Register,
    tx: &mut Tx,
    today: Day,
    left: &mut Left,
) -> Result<bool> {
    let mut follows = false;
    let by = leaving.by.and_then(|id| register.get::<Person>(id));
    for form in &planned.forms {
        if let Some(existing) = form.existing {
            left.applications.push(existing);
            if let Some(draft) = register.get::<Application>(existing) {
                follows |= bring_up_to_date(draft, leaving, person, by, tx)?;
            }
            continue;
        }
        let Some(account) = register.get::<Account>(form.account) else { continue };
        let kind = account.role.kind();
        let note = match kind {
            AccountKind::Admin => format!("{}账号，使用人离职", account.role.label()),
            AccountKind::User => String::new(),
        };
        let number = tx.next_number(Series::Application, today.year())?;
        let application = Application {
            kind: Some(kind),
            action: Some(Action::Close),
            disposal: Some(form.disposal),
            account_note: note,
            applicant: leaving.by,
            department: Some(by.map_or(person.department, |by| by.department)),
            post: by.map_or_else(String::new, |by| by.post.clone()),
            applied_on: Some(today),
            contact: by.map_or_else(String::new, |by| by.phone.clone()),
            system: Some(account.system),
            account: account.account.clone(),
            holder: Some(person.id),
            description: description(person, leaving.left_on, form.disposal, today),
            ..Application::blank(tx.new_id::<Application>()?, number.clone())
        };
        left.applications.push(application.id);
        left.made.push(number);
        tx.put(application)?;
    }
    Ok(follows)
}

/// 申请描述 of a leaver's form that is applied for on a day: who is still to leave keeps the account until then (第十四条).
fn description(person: &Person, left_on: Day, disposal: Disposal, applied_on: Day) -> String {
    let (name, left, disposal) = (&person.name, left_on.chinese(), disposal.label());
    if left_on > applied_on {
        format!("{name}同志将于{left}离职，申请自该日起{disposal}其账号，回收权限。")
    } else {
        format!("{name}同志于{left}离职，申请{disposal}其账号，回收权限。")
    }
}

/// A draft that an earlier run made follows the day and the 经办人 that are told now; what the clerk has written stays. Tells
/// whether it has changed.
fn bring_up_to_date(
    draft: &Application,
    leaving: &Leaving,
    person: &Person,
    by: Option<&Person>,
    tx: &mut Tx,
) -> Result<bool> {
    if draft.state != ApplicationState::Draft || draft.holder != Some(person.id) {
        return Ok(false);
    }
    let mut fresh = draft.clone();
    if let (Some(known), Some(disposal), Some(applied)) = (person.left_on, draft.disposal, draft.applied_on)
        && draft.description == description(person, known, disposal, applied)
    {
        fresh.description = description(person, leaving.left_on, disposal, applied);
    }
    if let Some(by) = by.filter(|_| draft.applicant.is_none()) {
        fresh.applicant = Some(by.id);
        fresh.department = Some(by.department);
        fresh.post.clone_from(&by.post);
        fresh.contact.clone_from(&by.phone);
    }
    if fresh == *draft { Ok(false) } else { tx.put(fresh).map(|()| true) }
}

fn notices(
    planned: &Plan,
    person: &Person,
    register: &Register,
    tx: &mut Tx,
    today: Day,
    left: &mut Left,
) -> Result<()> {
    for notice in &planned.notices {
        if let Some(existing) = notice.existing {
            left.notices.push(existing);
            continue;
        }
        let number = tx.next_number(Series::Notice, today.year())?;
        let id = tx.new_id::<Notice>()?;
        left.notices.push(id);
        left.made.push(number.clone());
        tx.put(Notice {
            id,
            number,
            person: person.id,
            route: notice.route,
            accounts: notice.accounts.clone(),
            written_on: today,
            leaver: Some(register.leaver_now(person)),
            void_reason: None,
        })?;
    }
    Ok(())
}
