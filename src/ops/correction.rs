//! 办结 that was registered wrongly is put right (第七条, 第八条, 第十五条): who carried it out, when, and under which name the
//! account was opened; form and account in one errand.

use super::Office;
use super::application::{Handling, refuse_ahead, refuse_unless, signer};
use super::intake::take;
use super::names::Names;
use super::renamed::follow_name;
use super::void;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::cleanup::account_named;
use crate::rules::names::folded;
use crate::store::Errand;

impl Office {
    /// Puts 操作员 and 处理日期 of a form that is done right, and of a 新增 the 账号名 as well, with a reason. What the rules
    /// have against what is told now is found from then on, as it would have been at 办结.
    pub fn correct_completion(&mut self, id: ApplicationId, told: &Handling, today: Day) -> Result<()> {
        let application = self.application(id)?.clone();
        refuse_unless(&application, application.state == ApplicationState::Done, "更正办结")?;
        let reason = void::told_of("更正", &application.number, None, &told.reason)?;
        let operator = told.operator.trim();
        let Some(handled_on) = told.handled_on.filter(|_| !operator.is_empty()) else {
            return Err(Error::refused("没有操作员和处理日期，不能更正办结（第八条）").advise("请对照纸质申请表补全"));
        };
        refuse_ahead(&[(Field::HandledOn, told.handled_on)], today)?;
        // One that was let pass at 办结 with a reason is not refused for the sake of another cell.
        let changes = application.handled_on != Some(handled_on);
        if let Some(approved) = application.approved_on.filter(|day| changes && *day > handled_on) {
            let (handled, approved) = (handled_on.chinese(), approved.chinese());
            return Err(Error::refused(format!("处理日期{handled}早于批准日期{approved}（第十条）"))
                .advise("没有登记。请对照纸质申请表核对日期"));
        }
        let account = take("账号名", &told.account, Field::Account.limit(), false)?;
        let opens = application.action == Some(Action::Create);
        let account = if opens && !account.is_empty() { account } else { application.account.clone() };
        let opened = opened_by(&self.register, &application).cloned();
        if opened.is_none() && account != application.account {
            return Err(Error::refused("台账中找不到这张表开通的账号，账号名没有更正（第十五条）")
                .advise("没有登记。请先在“账号”中核对账号名和授权依据"));
        }
        refuse_taken(&self.register, &application, opened.as_ref(), &account)?;
        let errand = Errand::new(Op::CorrectCompletion, today).on(&application.number).because(&reason);
        self.transact(&errand, |register, tx| {
            let mut names = Names::of(register);
            let operator = signer(operator, application.department, tx, &mut names)?;
            if let Some(before) = opened {
                let mut opened = before.clone();
                // What was entered of the account since by hand stands.
                if opened.account == application.account {
                    opened.account.clone_from(&account);
                }
                if opened.opened_on == application.handled_on {
                    opened.opened_on = Some(handled_on);
                }
                follow_name(&before, &opened, register, tx)?;
                tx.put(opened)?;
            }
            tx.put(Application { operator, handled_on: Some(handled_on), account, ..application })
        })
    }
}

/// The account that a 新增 has opened, whatever it is called by now: by its 授权依据, or by its name where it has been open
/// since the form was done, and not since another one.
fn opened_by<'a>(register: &'a Register, application: &Application) -> Option<&'a Account> {
    let system = application.system.filter(|_| application.action == Some(Action::Create))?;
    let is_of = |it: &&Account| it.system == system && it.void_reason.is_none() && it.basis == application.number;
    let named = || account_named(register, system, &application.account);
    let since = |it: &&Account| it.opened_on == application.handled_on;
    register.accounts.values().find(is_of).or_else(|| named().filter(since))
}

/// A name that another account has cannot be that of this one (第十二条).
fn refuse_taken(register: &Register, application: &Application, opened: Option<&Account>, account: &str) -> Result<()> {
    let Some(opened) = opened.filter(|_| *account != application.account) else { return Ok(()) };
    let name = folded(account);
    let is_other = |it: &&Account| it.id != opened.id && it.system == opened.system && it.void_reason.is_none();
    if register.accounts.values().filter(is_other).any(|it| folded(&it.account) == name) {
        let system = register.system_name(Some(opened.system));
        return Err(Error::refused(format!("{system}中已有账号{account}（第十二条）"))
            .advise("没有登记。请对照系统核对账号名；两条登记的是同一个账号的，请先作废多出的一条"));
    }
    Ok(())
}
