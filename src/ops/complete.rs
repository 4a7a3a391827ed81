//! 办结: the operator has done what the paper asks, and the register of accounts follows at once (第十五条).

use super::Office;
use super::application::{Handling, refuse_ahead, refuse_unless, signer};
use super::intake::take;
use super::names::Names;
use super::waiver::{Concerns, put_waivers};
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::application::{clashes, told_clash};
use crate::rules::target::{accounts_called, opened_since, target, user_after};
use crate::rules::{Article, Finding, is_waived};
use crate::store::{Drafted, Errand, Tx};

impl Office {
    /// Carries an application out: 已签字 → 已办结. 新增 makes the account, 变更 changes it, 注销 disables or deletes
    /// it, 启用 takes it back from 已禁用. A finding of weight E stops it, unless `handling` gives a reason, which
    /// is kept in the 台账 and as a waiver of each article that it overrides.
    pub fn complete_application(&mut self, id: ApplicationId, handling: &Handling, today: Day) -> Result<()> {
        let mut application = self.application(id)?.clone();
        refuse_unless(&application, application.state == ApplicationState::Signed, "办结")?;
        if handling.operator.trim().is_empty() || handling.handled_on.is_none() {
            return Err(Error::refused("没有操作员和处理日期，不能办结（第八条）").advise("请对照纸质申请表补全"));
        }
        if application.leader.is_none() || application.approved_on.is_none() {
            return Err(
                Error::refused("没有分管领导的签字和批准日期，不能办结（第八条）").advise("请对照纸质申请表补全")
            );
        }
        refuse_ahead(&[(Field::HandledOn, handling.handled_on)], today)?;
        application.handled_on = handling.handled_on;
        application.outcome = take("处理描述", &handling.outcome, Field::Outcome.limit(), true)?;
        let account = take("账号名", &handling.account, Field::Account.limit(), false)?;
        if !account.is_empty() {
            application.account = account;
        }
        let mut values = Values::of_application(&self.register, &application);
        values.set(Field::Operator, handling.operator.trim());
        let reason = take("办理原因", &handling.reason, text::NOTE_LIMIT, false)?;
        let stoppers = self.stopping(id, &values, today);
        if !stoppers.is_empty() && reason.is_empty() {
            let lines: Vec<String> = stoppers.iter().map(Finding::line).collect();
            return Err(
                Error::refused(format!("不能办结：{}", lines.join("；"))).advise("数据没有改动。请改正后再办结")
            );
        }
        if application.account.is_empty() {
            return Err(Error::refused("办结要写明账号名（第十五条）").advise("请填写实际开通的账号名"));
        }
        let subject = Subject::Application(id);
        let errand = Errand::new(Op::CompleteApplication, today).on(&application.number).because(&reason);
        self.transact(&errand, |register, tx| {
            let mut names = Names::of(register);
            application.operator = signer(&handling.operator, application.department, tx, &mut names)?;
            // By the ids that are kept, whatever the names on the form lead to.
            let clashes = clashes(&application);
            let told = clashes.into_iter().map(|clash| told_clash(clash, register));
            let clashes: Vec<String> = told.filter(|told| !is_waived(register, Article(7), subject, told)).collect();
            if reason.is_empty()
                && let Some(clash) = clashes.first()
            {
                return Err(Error::refused(format!("{clash}（第七条）")).advise("数据没有改动。请改正后再办结"));
            }
            let mut concerns = Concerns::new();
            let of_form = stoppers.iter().map(|it| (it.article, it.message.clone()));
            for (article, concern) in of_form.chain(clashes.into_iter().map(|clash| (Article(7), clash))) {
                concerns.entry((article, subject)).or_default().insert(concern);
            }
            put_waivers(&concerns, &reason, today, register, tx)?;
            application.state = ApplicationState::Done;
            carry_out(&mut application, register, tx)?;
            // What was typed of it is on it now; a form that is closed is not gone on with.
            tx.drop_drafts(None, Drafted::Application(Some(id)))?;
            tx.put(application)
        })
    }
}

fn carry_out(application: &mut Application, register: &Register, tx: &mut Tx) -> Result<()> {
    let (Some(system), Some(action)) = (application.system, application.action) else {
        return Err(Error::refused("缺少系统名称或申请事项，不能办结（第十条）")
            .advise("数据没有改动。请对照纸质申请表核对；填错的，作废后重新填写"));
    };
    let target = account_of(&application.account, system, register)?;
    if let Some(reason) = target.and_then(|account| account.void_reason.as_ref()) {
        return Err(Error::refused(format!("账号{}的登记已作废：{reason}（第十五条）", application.account))
            .advise("数据没有改动。如作废有误，请先在“账号”中恢复"));
    }
    let holder = user_after(action, application.holder, application.applicant, target);
    let is_temporary = application.nature.or(target.map(|it| it.nature)) == Some(Nature::Temporary);
    if action != Action::Close && (is_temporary || application.kind != Some(AccountKind::User)) {
        // It authorises who has the account now (第十七条, 第十八条), and not whoever has it later.
        application.holder = holder;
    }
    let role = match application.kind {
        Some(AccountKind::Admin) => Role::SystemAdmin,
        _ => Role::User,
    };
    match (action, target) {
        (Action::Create, None) => {
            let id = tx.new_id::<Account>()?;
            tx.put(Account { id, ..opened(application, system, role, holder) })
        }
        (Action::Create, Some(gone)) if gone.status == AccountStatus::Deleted => {
            tx.put(Account { id: gone.id, ..opened(application, system, role, holder) })
        }
        (Action::Modify, Some(live)) if live.status != AccountStatus::Deleted => {
            tx.put(modified(application, role, holder, live))
        }
        (Action::Close, Some(account)) => {
            let status = match application.disposal {
                // Closed already by a 附件3 or another form: a deleted account does not come back as a disabled one.
                Some(_) if account.status == AccountStatus::Deleted => return Ok(()),
                Some(_) if opened_since(account, application.handled_on) => return Ok(()),
                Some(Disposal::Delete) => AccountStatus::Deleted,
                Some(Disposal::Disable) => AccountStatus::Disabled,
                None => {
                    return Err(Error::refused("注销要写明是禁用还是删除（第十条）")
                        .advise("数据没有改动。请对照纸质申请表核对；填错的，作废后重新填写"));
                }
            };
            tx.put(Account { status, ..account.clone() })
        }
        (Action::Enable, Some(disabled)) if disabled.status == AccountStatus::Disabled => {
            tx.put(Account { status: AccountStatus::Active, holder, ..disabled.clone() })
        }
        (action, _) => Err(Error::refused(format!(
            "{}中账号{}的状态不允许{}（第十条）",
            register.system_name(Some(system)),
            application.account,
            action.label()
        ))
        .advise("数据没有改动。请在“账号”中核对它的状态；申请有误的，作废后重新填写")),
    }
}

/// The account that a form names; void ones too.
fn account_of<'a>(name: &str, system: SystemId, register: &'a Register) -> Result<Option<&'a Account>> {
    match target(name, &accounts_called(register, system, name)) {
        Lookup::Found(account) => Ok(Some(account)),
        Lookup::Unknown => Ok(None),
        Lookup::Ambiguous(names) => {
            Err(Error::refused(format!("“{name}”对应多个账号：{}（第十二条）", names.join("、")))
                .advise("数据没有改动。请按登记的写法填写账号名"))
        }
    }
}

/// The account as a 变更 leaves it: what the form does not speak of stays.
fn modified(application: &Application, role: Role, holder: Option<PersonId>, live: &Account) -> Account {
    let told = |first: &String, other: &String| if first.is_empty() { other.clone() } else { first.clone() };
    let nature = application.nature.unwrap_or(live.nature);
    let role = if live.role.kind() == role.kind() { live.role } else { role };
    // What needs an authorisation has it from now on (第十七条, 第十八条); that of who had it before is not that of who has it now.
    let is_authorised = role != Role::User || nature == Nature::Temporary;
    let known = if holder == live.holder { &live.basis } else { &String::new() };
    Account {
        basis: if is_authorised { told(known, &application.number) } else { live.basis.clone() },
        holder,
        role,
        category: told(&application.category, &live.category),
        permissions: told(&application.permissions, &live.permissions),
        nature,
        expires_on: match application.nature {
            // An account that is no longer temporary has no end.
            Some(Nature::Regular | Nature::Test) => None,
            Some(Nature::Temporary) | None => application.expires_on.or(live.expires_on),
        },
        reason: if nature == Nature::Temporary {
            told(&live.reason, &note_of(&application.description))
        } else {
            live.reason.clone()
        },
        ..live.clone()
    }
}

/// What a 申请描述 says, as far as one line holds it.
fn note_of(description: &str) -> String {
    text::without_controls(description, false).trim().chars().take(text::NOTE_LIMIT).collect()
}

/// The account that a 新增 opens. Its id is the caller's.
fn opened(application: &Application, system: SystemId, role: Role, holder: Option<PersonId>) -> Account {
    let nature = application.nature.unwrap_or(Nature::Regular);
    Account {
        id: AccountId(0),
        system,
        account: application.account.clone(),
        layer: Layer::Application,
        role,
        category: application.category.clone(),
        permissions: application.permissions.clone(),
        holder,
        opened_on: application.handled_on,
        expires_on: application.expires_on,
        nature,
        status: AccountStatus::Active,
        initial_password_changed_on: None,
        password_changed_on: None,
        basis: application.number.clone(),
        reason: if nature == Nature::Temporary { note_of(&application.description) } else { String::new() },
        void_reason: None,
    }
}
