//! The errands of an application (附件2): save, print, sign, void.

use super::intake::{no_day, take};
use super::names::Names;
use super::{Office, void};
use crate::error::{Error, Result};
use crate::model::text::{qualified_readings, without_controls};
use crate::model::*;
use crate::papers::PaperKey;
use crate::rules::{Finding, Weight, check_application, is_waived};
use crate::store::{DraftId, Drafted, Errand, Tx};

/// What stands on the paper after the leaders have signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signatures {
    /// 科室负责人, by name.
    pub department_head: String,
    /// 系统管理部门负责人, where one reviewed it too (第十一条).
    pub system_head: String,
    /// 审核日期.
    pub reviewed_on: Option<Day>,
    /// 分管领导, by name.
    pub leader: String,
    /// 批准日期.
    pub approved_on: Option<Day>,
}

/// What stands on the paper after the operator has done it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handling {
    /// 操作员, by name.
    pub operator: String,
    /// 处理日期.
    pub handled_on: Option<Day>,
    /// 处理描述.
    pub outcome: String,
    /// 账号名, where it is known only now (新增).
    pub account: String,
    /// Why it is done against a finding that stops it; empty where nothing stops it.
    pub reason: String,
}

impl Office {
    /// Saves a form: a new one gets the next number of the year, a printed one goes back to 草稿, since its
    /// paper is no longer what is kept. People, departments and systems that are new are made with it. The
    /// draft that it was typed in goes in the same transaction.
    pub fn file_application(
        &mut self,
        values: &Values,
        existing: Option<ApplicationId>,
        draft: Option<DraftId>,
        today: Day,
    ) -> Result<ApplicationId> {
        for (field, text) in values.fields() {
            take(field.label(), text, field.limit(), field.is_multiline())?;
        }
        self.transact(&Errand::new(Op::FileApplication, today), |register, tx| {
            let old = existing.and_then(|id| register.get::<Application>(id));
            if let Some(old) = old {
                refuse_unless(old, old.state.may_be_changed(), "修改")?;
            }
            let id = match existing {
                Some(id) => id,
                None => tx.new_id::<Application>()?,
            };
            let number = match old {
                Some(old) => old.number.clone(),
                None => tx.next_number(Series::Application, today.year())?,
            };
            let mut application = read_values(values, id, number, today, register, tx)?;
            if let Some(old) = old {
                // Only what is typed on the form is judged: the same form saved again stays as it is.
                application.state = old.state;
                if application == *old {
                    return tx.drop_drafts(draft, Drafted::Application(Some(id))).map(|()| id);
                }
                application.state = ApplicationState::Draft;
            }
            tx.rests_on(&application.number);
            tx.put(application)?;
            tx.drop_drafts(draft, Drafted::Application(Some(id)))?;
            Ok(id)
        })
    }

    /// Notes that forms were printed: 草稿 → 已打印待签. Others keep their state; printed is not signed.
    pub fn print_applications(&mut self, ids: &[ApplicationId], today: Day) -> Result<()> {
        self.note_printed(&ids.iter().copied().map(PaperKey::Application).collect::<Vec<_>>(), today)
    }

    /// Records the wet signatures of the leaders: 已打印待签 → 已签字.
    pub fn sign_application(&mut self, id: ApplicationId, signed: &Signatures, today: Day) -> Result<()> {
        self.sign_applications(&[(id, signed.clone())], today)
    }

    /// The same of forms that came back together: of all, or of none.
    pub fn sign_applications(&mut self, all: &[(ApplicationId, Signatures)], today: Day) -> Result<()> {
        let mut errand = Errand::new(Op::SignApplication, today);
        for (id, signed) in all {
            let application = self.application(*id)?;
            refuse_unsigned(application, signed, today)?;
            if all.len() == 1 {
                errand = errand.on(&application.number);
            }
        }
        self.transact(&errand, |register, tx| {
            let mut names = Names::of(register);
            for (id, signed) in all {
                let application = known(*id, register)?.clone();
                let department_head = signer(&signed.department_head, application.department, tx, &mut names)?;
                let system = application.system.and_then(|id| register.get::<InfoSystem>(id));
                let leads = system.and_then(|it| it.lead_department).or(application.department);
                let system_head = signer(&signed.system_head, leads, tx, &mut names)?;
                let leader = leader(&signed.leader, tx, &mut names)?;
                tx.put(Application {
                    department_head,
                    system_head,
                    leader,
                    reviewed_on: signed.reviewed_on,
                    approved_on: signed.approved_on,
                    state: ApplicationState::Signed,
                    ..application
                })?;
            }
            Ok(())
        })
    }

    /// Declares a form void, with a reason. Its number is never given again.
    pub fn void_application(&mut self, id: ApplicationId, reason: &str, today: Day) -> Result<()> {
        let application = self.application(id)?.clone();
        let reason = void::told(&application.number, application.void_reason.as_deref(), reason)?;
        refuse_unless(&application, application.state.is_open(), "作废")?;
        let errand = Errand::new(Op::VoidApplication, today).on(&application.number).because(&reason);
        self.transact(&errand, |_, tx| {
            tx.drop_drafts(None, Drafted::Application(Some(id)))?;
            tx.put(Application { state: ApplicationState::Void, void_reason: Some(reason.clone()), ..application })
        })
    }

    /// The application with this id.
    pub(super) fn application(&self, id: ApplicationId) -> Result<&Application> {
        known(id, &self.register)
    }

    /// The findings of weight E in a form that are not overridden (例外办理), as lines; they stop 办结. None where nothing
    /// stops it.
    pub fn stoppers(&self, id: ApplicationId, values: &Values, today: Day) -> Vec<String> {
        self.stopping(id, values, today).iter().map(Finding::line).collect()
    }

    /// The same as findings.
    pub(super) fn stopping(&self, id: ApplicationId, values: &Values, today: Day) -> Vec<Finding> {
        let mut findings = check_application(values, &self.register, today);
        let waived = |it: &Finding| is_waived(&self.register, it.article, Subject::Application(id), &it.message);
        findings.retain(|finding| finding.weight == Weight::Error && !waived(finding));
        findings
    }
}

/// Refuses signatures that a form cannot have yet, or that are none.
fn refuse_unsigned(application: &Application, signed: &Signatures, today: Day) -> Result<()> {
    let is_printed = matches!(application.state, ApplicationState::Printed | ApplicationState::Signed);
    refuse_unless(application, is_printed, "登记签字")?;
    if signed.leader.trim().is_empty() || signed.approved_on.is_none() {
        return Err(
            Error::refused("没有分管领导的签字和批准日期，不能登记为已签字（第八条）").advise("请对照纸质申请表补全")
        );
    }
    refuse_ahead(&[(Field::ReviewedOn, signed.reviewed_on), (Field::ApprovedOn, signed.approved_on)], today)
}

/// Refuses what is said to have been signed or done on a day that has not come.
pub(super) fn refuse_ahead(days: &[(Field, Option<Day>)], today: Day) -> Result<()> {
    match days.iter().find_map(|(field, day)| Some((field, day.filter(|day| *day > today)?))) {
        None => Ok(()),
        Some((field, day)) => Err(Error::refused(format!("{}{}在今天之后（第八条）", field.label(), day.chinese()))
            .advise("没有登记。请对照纸质申请表核对日期")),
    }
}

/// A form of the register.
fn known(id: ApplicationId, register: &Register) -> Result<&Application> {
    register.require(id)
}

/// Notes that a form was printed: 草稿 → 已打印待签.
pub(super) fn note_printed(id: ApplicationId, register: &Register, tx: &mut Tx) -> Result<()> {
    let application = known(id, register)?.clone();
    if application.state == ApplicationState::Draft {
        tx.put(Application { state: ApplicationState::Printed, ..application })?;
    }
    Ok(())
}

/// Refuses a step unless the state of the form allows it.
pub(super) fn refuse_unless(application: &Application, allows: bool, step: &str) -> Result<()> {
    if allows {
        return Ok(());
    }
    let advice = match application.state {
        ApplicationState::Draft => "请先打印，签字后再登记",
        ApplicationState::Printed => "请先登记签字",
        ApplicationState::Signed => "签过字的表不能再改；如有错误，请作废后另填一张",
        ApplicationState::Done | ApplicationState::Void => "如需再办，请另填一张",
    };
    Err(Error::refused(format!("{}是“{}”状态，不能{step}", application.number, application.state.label()))
        .advise(advice))
}

/// Someone who signed; a new name is taken into the register, in the department of the paper.
pub(super) fn signer(
    name: &str,
    department: Option<DepartmentId>,
    tx: &mut Tx,
    names: &mut Names,
) -> Result<Option<PersonId>> {
    let name = take("姓名", name, Field::Leader.limit(), false)?;
    if name.is_empty() {
        return Ok(None);
    }
    match names.person(&name) {
        Lookup::Found(known) => names.usable(known, &name).map(Some),
        Lookup::Ambiguous(candidates) => Err(super::names::ambiguous(&name, &candidates)),
        Lookup::Unknown => names.person_or_new(&name, department, ("", ""), tx).map(Some),
    }
}

/// Where a 分管领导 belongs of whom nothing else is told.
const LEADERS: &str = "局领导";

/// The 分管领导 who signed. The one of the paper's department leads it and is not of it: somebody new is of 局领导.
pub(super) fn leader(name: &str, tx: &mut Tx, names: &mut Names) -> Result<Option<PersonId>> {
    let told = name.trim();
    let is_bare = !told.is_empty() && qualified_readings(told).next().is_none();
    let is_new = is_bare && names.person(told) == Lookup::Unknown;
    let department = if is_new { Some(names.department_or_new(LEADERS, tx)?) } else { None };
    signer(name, department, tx, names)
}

fn read_values(
    values: &Values,
    id: ApplicationId,
    number: String,
    today: Day,
    register: &Register,
    tx: &mut Tx,
) -> Result<Application> {
    let mut names = Names::of(register);
    let text = |field: Field| {
        let text = without_controls(values.get(field), field.is_multiline());
        if field.is_multiline() { text.trim_end().to_owned() } else { text.trim().to_owned() }
    };
    let day = |field: Field| match text(field) {
        text if text.is_empty() => Ok(None),
        text => Day::from_typed(&text, today).map(Some).ok_or_else(|| no_day(field.label(), &text)),
    };
    let (department_name, post) = register.split_department_and_post(&text(Field::DepartmentAndPost));
    let department = match department_name.as_str() {
        "" => None,
        name => Some(names.department_or_new(name, tx)?),
    };
    super::names::within("岗位", &post, text::NAME_LIMIT)?;
    let contact = text(Field::Contact);
    let applicant = match text(Field::Applicant) {
        name if name.is_empty() => None,
        name => Some(names.person_or_new(&name, department, (&post, &contact), tx)?),
    };
    let holder = match text(Field::Holder) {
        name if name.is_empty() => None,
        name => match names.person(&name) {
            Lookup::Found(known) => Some(names.usable(known, &name)?),
            Lookup::Ambiguous(candidates) => return Err(super::names::ambiguous(&name, &candidates)),
            Lookup::Unknown => Some(names.person_or_new(&name, department, ("", ""), tx)?),
        },
    };
    let system = match text(Field::System) {
        name if name.is_empty() => None,
        name => Some(names.system_or_new(&name, tx)?),
    };
    let signer = |field: Field| names.person(&text(field)).found();
    let action = Action::from_label(values.get(Field::Action));
    // What an account may do, and what it is for, is told where one is opened or changed.
    let asks = action.is_some_and(Action::asks_for_rights);
    let nature = Nature::from_label(values.get(Field::Nature)).filter(|_| asks);
    Ok(Application {
        kind: AccountKind::from_label(values.get(Field::Kind)),
        action,
        // 注销方式 belongs to 注销 alone.
        disposal: Disposal::from_label(values.get(Field::Disposal)).filter(|_| action == Some(Action::Close)),
        account_note: text(Field::AccountNote),
        applicant,
        department,
        post,
        applied_on: day(Field::AppliedOn)?,
        contact,
        system,
        account: text(Field::Account),
        holder,
        description: text(Field::Description),
        category: if asks { text(Field::Category) } else { String::new() },
        permissions: if asks { text(Field::Permissions) } else { String::new() },
        nature,
        // Only a temporary account has an end (第十八条).
        expires_on: if nature == Some(Nature::Temporary) { day(Field::ExpiresOn)? } else { None },
        department_head: signer(Field::DepartmentHead),
        system_head: signer(Field::SystemHead),
        leader: signer(Field::Leader),
        operator: signer(Field::Operator),
        reviewed_on: day(Field::ReviewedOn)?,
        approved_on: day(Field::ApprovedOn)?,
        handled_on: day(Field::HandledOn)?,
        outcome: text(Field::Outcome),
        ..Application::blank(id, number)
    })
}
