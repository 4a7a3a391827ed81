//! Newcomers and movers (第十三条, 第六条): the register follows, the change waits for 备案, the chosen forms are made.

use super::Office;
use super::intake::take;
use super::names::{is_void, standing_person};
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::left;
use crate::rules::names::folded;
use crate::rules::post::Proposal;
use crate::rules::system::disposal;
use crate::store::{Errand, Tx};

/// Someone comes or moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// Who.
    pub person: PersonId,
    /// 科室 from now on.
    pub department: DepartmentId,
    /// 岗位 from now on.
    pub post: String,
    /// 入职日 or the day of the change.
    pub on: Day,
}

impl Office {
    /// Puts a person into a department and post, in one errand with an 附件2 for each chosen proposal of
    /// [`crate::rules::post::propose`]; none is made by itself. The change waits for the next 备案 (第六条). A proposal
    /// that a form on its way asks for already is not made again. Who has left comes back by it. Returns the new forms.
    pub fn place_person(&mut self, placing: &Placing, chosen: &[Proposal], today: Day) -> Result<Vec<ApplicationId>> {
        let person = standing_person(&self.register, placing.person)?.clone();
        let post = take("岗位", &placing.post, text::NAME_LIMIT, false)?;
        if let Some(other) = self.register.person_in(&person.name, placing.department).filter(|id| *id != person.id) {
            let name = self.register.person_name(other);
            return Err(Error::refused(format!("{name}已在这个科室登记，同名的两人不能在一个科室"))
                .advise("没有保存。请先在姓名上加以区分"));
        }
        let department = self.register.get::<Department>(placing.department);
        if let Some(void) = department.filter(|it| it.void_reason.is_some()) {
            return Err(is_void(Department::TERM, &void.name));
        }
        if let Some((it, day)) = department.and_then(|it| Some((it, it.abolished_by(placing.on)?))) {
            return Err(Error::refused(format!("{}已于{}撤销，不能再登记人员（第六条）", it.name, day.chinese()))
                .advise("没有保存。请选现在的科室；没有撤销的，请在“科室”中改正撤销日期"));
        }
        let mut placed = Person { department: placing.department, post, ..person.clone() };
        if left(&person, today).is_some() {
            come_back(&mut placed, placing.on, today)?;
        } else if changes(&person, &placed) {
            if placing.on > today {
                return Err(Error::refused(format!("{}还没有到，不能登记已转岗（第六条）", placing.on.chinese()))
                    .advise("没有保存。请到那一天再登记，或改日期"));
            }
        } else if placed.joined_on.is_none() && is_new_here(&self.register, person.id) {
            placed.joined_on = Some(placing.on);
        }
        // Who is new here has not moved: whoever came on that day, or of whom nothing but the record is known.
        let is_new = placed.joined_on == Some(placing.on)
            || !changes(&person, &placed) && is_new_here(&self.register, person.id);
        let why = if is_new { "新入职" } else { "因岗位变动" };
        self.transact(&Errand::new(Op::StaffChanges, today), |register, tx| {
            note_change(&person, &placed, placing.on, tx)?;
            tx.put(placed.clone())?;
            let (mut made, mut numbers) = (Vec::new(), Vec::new());
            for proposal in chosen {
                if asked_already(register, placed.id, proposal) {
                    continue;
                }
                let number = tx.next_number(Series::Application, today.year())?;
                numbers.push(number.clone());
                let application = form(register, &placed, (proposal, why), tx.new_id::<Application>()?, number, today);
                made.push(application.id);
                tx.put(application)?;
            }
            // Of forms that come together none is what the others rest on.
            if let [only] = &numbers[..] {
                tx.rests_on(only);
            }
            Ok(made)
        })
    }
}

/// Who has left and comes back is 在岗 again, with a new 入职日; what was told of the leaving stays in the 台账.
fn come_back(person: &mut Person, on: Day, today: Day) -> Result<()> {
    if on > today {
        return Err(Error::refused(format!("{}还没有到，不能登记已入职（第十三条）", on.chinese()))
            .advise("没有保存。请到那一天再登记，或改日期"));
    }
    if let Some(left_on) = person.left_on.filter(|day| *day > on) {
        return Err(Error::bad_input(format!(
            "{}的入职日{}早于离职日{}（第十三条）",
            person.name,
            on.chinese(),
            left_on.chinese()
        ))
        .advise("没有保存。请核对两个日期；没有离职过的，请在“人员”中改正"));
    }
    (person.status, person.joined_on) = (PersonStatus::Serving, Some(on));
    (person.left_on, person.handed_over_on) = (None, None);
    Ok(())
}

/// Whether nothing tells that somebody was here before: no account and no form.
fn is_new_here(register: &Register, person: PersonId) -> bool {
    let is_of = |it: &Application| it.applicant == Some(person) || it.holder == Some(person);
    !register.accounts.values().any(|it| it.holder == Some(person)) && !register.applications.values().any(is_of)
}

/// Whether somebody has another 科室 or 岗位 than before. A post that was blank is filled in, not changed.
fn changes(before: &Person, after: &Person) -> bool {
    before.department != after.department || before.post != after.post && !before.post.is_empty()
}

/// Notes a change of 科室 or 岗位 so that it waits for 备案 (第六条).
pub(super) fn note_change(before: &Person, after: &Person, on: Day, tx: &mut Tx) -> Result<()> {
    if !changes(before, after) {
        return Ok(());
    }
    let id = tx.new_id::<PostChange>()?;
    tx.put(PostChange {
        id,
        person: after.id,
        from_department: before.department,
        from_post: before.post.clone(),
        to_department: after.department,
        to_post: after.post.clone(),
        changed_on: on,
        void_reason: None,
    })
}

/// Whether a form on its way asks for this already.
fn asked_already(register: &Register, person: PersonId, proposal: &Proposal) -> bool {
    let account = proposal.account.and_then(|id| register.get::<Account>(id)).map(|it| folded(&it.account));
    register.applications.values().any(|it| {
        it.state.is_open()
            && it.action == Some(proposal.action)
            && it.system == Some(proposal.system)
            && it.holder.or(it.applicant) == Some(person)
            && account.as_ref().is_none_or(|account| folded(&it.account) == *account)
    })
}

/// The 附件2 of a proposal, and why it is made.
fn form(
    register: &Register,
    person: &Person,
    (proposal, why): (&Proposal, &str),
    id: ApplicationId,
    number: String,
    today: Day,
) -> Application {
    let account = proposal.account.and_then(|id| register.get::<Account>(id));
    let kind = account.map_or(AccountKind::User, |it| it.role.kind());
    let closing = account.map_or(Disposal::Disable, |it| disposal(register, it, Disposal::Disable));
    let (system, category) = (register.system_name(Some(proposal.system)), &proposal.category);
    let asks = match proposal.action {
        Action::Create if category.is_empty() => format!("申请开通{system}的账号"),
        Action::Create => format!("申请开通{system}的{category}权限"),
        Action::Modify => format!("申请将账号权限变更为{category}"),
        Action::Close | Action::Enable => format!("申请{}不再需要的账号", closing.label()),
    };
    Application {
        kind: Some(kind),
        action: Some(proposal.action),
        disposal: (proposal.action == Action::Close).then_some(closing),
        account_note: if kind == AccountKind::Admin { "岗位变动，不再担任".into() } else { String::new() },
        applicant: Some(person.id),
        department: Some(person.department),
        post: person.post.clone(),
        applied_on: Some(today),
        contact: person.phone.clone(),
        system: Some(proposal.system),
        account: account.map_or_else(String::new, |it| it.account.clone()),
        description: format!(
            "{why}（{} {}），{asks}。",
            register.department_name(Some(person.department)),
            person.post
        ),
        category: if proposal.action == Action::Close { String::new() } else { category.clone() },
        ..Application::blank(id, number)
    }
}
