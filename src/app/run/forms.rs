//! Carries out what is asked of the application in front: saved, signed, 办结, and one begun from an account.

use super::super::Screen;
use super::super::command::Command;
use super::super::correction_dialog::CorrectionDialog;
use super::super::dialog::Dialog;
use super::super::form::Form;
use super::super::newcomers::Known;
use super::super::reason_dialog::Reasoned;
use super::super::sign_dialog::SignDialog;
use super::super::suggest::brought_by_account;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{Handling, Signatures};
use crate::rules::cleanup::account_named;

impl Workspace {
    /// Saves the form in front; nothing where none is.
    pub(super) fn save_form(&mut self) -> Result<Option<ApplicationId>> {
        let today = self.today();
        let Some(form) = &mut self.form else { return Ok(None) };
        form.settle(self.office.register(), today);
        if !form.is_dirty()
            && let Some(id) = form.application()
        {
            self.toasts.say("没有改动，不需要保存");
            return Ok(Some(id));
        }
        if !form.is_dirty() {
            return Err(Error::refused("表还是空的，没有可以保存的内容").advise("请先填写"));
        }
        let known = Known::of(self.office.register());
        let before = form.application().and_then(|id| self.office.register().get::<Application>(id));
        let was_printed = before.is_some_and(|it| it.state == ApplicationState::Printed);
        let id = self.office.file_application(form.values(), form.application(), form.typed.draft(), today)?;
        self.reopen(id);
        let number =
            self.office.register().get::<Application>(id).map_or("", |application| &application.number).to_owned();
        let again = if was_printed { "；内容已改，请收回原来打印的，重新打印送签" } else { "" };
        self.tell_saved(&format!("已保存 {number}{again}"), &known);
        Ok(Some(id))
    }

    /// The application in front, saved if it was not.
    pub(super) fn saved_form(&mut self) -> Result<ApplicationId> {
        let open = self.form.as_ref().and_then(|form| form.application().filter(|_| !form.is_dirty()));
        let id = match open {
            Some(id) => Some(id),
            None => self.save_form()?,
        };
        id.ok_or_else(|| Error::refused("没有打开的申请表").advise("请先在列表中打开一张"))
    }

    /// Shows the form as it is kept now.
    pub(super) fn reopen(&mut self, id: ApplicationId) {
        let shown = self.form.take();
        self.form = Form::open(self.office.register(), id, self.today());
        if let (Some(form), Some(shown)) = (&mut self.form, shown) {
            form.follow(&shown, self.office.register());
        }
        if self.form.is_none() {
            self.screen = Screen::Applications;
        }
    }

    /// Records the leaders' signatures as typed in the panel.
    pub(super) fn sign(&mut self) -> Result<()> {
        let today = self.today();
        let signatures = self.form.as_ref().map(|form| form.signatures.signatures(today)).transpose()?;
        let signatures = signatures.unwrap_or_default();
        let id = self.saved_form()?;
        if self.dialog.is_some() {
            return Ok(());
        }
        let known = Known::of(self.office.register());
        self.office.sign_application(id, &signatures, today)?;
        self.reopen(id);
        self.tell_saved("已登记签字", &known);
        Ok(())
    }

    /// Asks on which days these forms were signed; of a single one the paper in front asks.
    pub(super) fn ask_sign(&mut self, forms: &[ApplicationId]) -> Result<()> {
        if let [only] = forms {
            return self.open(*only);
        }
        match SignDialog::new(self.office.register(), forms, &self.drafts, self.today()) {
            Ok(dialog) => self.dialog = Some(Dialog::Sign(dialog)),
            Err(why) => self.toasts.say(why),
        }
        Ok(())
    }

    /// Records who signed these forms, together.
    pub(super) fn sign_all(&mut self, signed: &[(ApplicationId, Signatures)]) -> Result<()> {
        self.office.sign_applications(signed, self.today())?;
        self.dialog = None;
        self.toasts.undoable(&format!("已登记{}张申请表的签字", signed.len()));
        Ok(())
    }

    /// 办结, as typed in the panel; what stops it is shown first.
    pub(super) fn complete(&mut self, reason: String) -> Result<()> {
        let today = self.today();
        if self.form.as_ref().is_some_and(|form| form.signatures.are_corrected) {
            return Err(Error::refused("签字人和日期正在更正，还没有登记").advise("请先点“更正签字”或“不更正”，再办结"));
        }
        let handling = self.form.as_ref().map(|form| form.signatures.handling(today)).transpose()?;
        let handling = Handling { reason, ..handling.unwrap_or_default() };
        let id = self.saved_form()?;
        let stoppers = self.form.as_ref().map_or_else(Vec::new, |form| form.stoppers(&handling, &self.office, today));
        if !stoppers.is_empty() && handling.reason.is_empty() {
            self.ask_reason(Reasoned::Override("办结", Command::Complete), stoppers);
            return Ok(());
        }
        let known = Known::of(self.office.register());
        self.office.complete_application(id, &handling, today)?;
        self.dialog = None;
        self.reopen(id);
        let register = self.office.register();
        let told = register.get::<Application>(id).map_or("已办结", |it| told_done(it, register));
        self.tell_saved(told, &known);
        Ok(())
    }

    /// Asks what is right of an application whose 办结 was registered wrongly.
    pub(super) fn ask_correct(&mut self, id: ApplicationId) {
        self.dialog = CorrectionDialog::new(self.office.register(), id, self.today()).map(Dialog::Correct);
    }

    /// What was registered of 办结, as it is right.
    pub(super) fn correct(&mut self, id: ApplicationId, handling: &Handling) -> Result<()> {
        let known = Known::of(self.office.register());
        self.office.correct_completion(id, handling, self.today())?;
        self.dialog = None;
        if self.form.as_ref().is_some_and(|form| form.application() == Some(id)) {
            self.reopen(id);
        }
        self.tell_saved("已更正办结", &known);
        Ok(())
    }

    /// A form in the place of a change by hand: the status of an account rests on a 附件2 (第十条).
    pub(super) fn apply_for(&mut self, id: AccountId, status: AccountStatus) -> Result<()> {
        let register = self.office.register();
        let account = register.require::<Account>(id)?;
        let (action, disposal) = match status {
            AccountStatus::Disabled => (Action::Close, Disposal::Disable.label()),
            AccountStatus::Deleted => (Action::Close, Disposal::Delete.label()),
            AccountStatus::Active if account.status == AccountStatus::Deleted => (Action::Create, ""),
            AccountStatus::Active => (Action::Enable, ""),
        };
        let form = self.form_about(account, action, disposal);
        self.registers[Kind::Accounts as usize].keep_status(id.0);
        self.begin_form(form)
    }

    /// A form that asks for other rights of an account, or another holder, as a 附件3 says (第十条).
    pub(super) fn apply_to_change(&mut self, id: AccountId) -> Result<()> {
        let account = self.office.register().require::<Account>(id)?;
        let form = self.form_about(account, Action::Modify, "");
        self.begin_form(form)
    }

    fn form_about(&self, account: &Account, action: Action, disposal: &str) -> Form {
        let register = self.office.register();
        let mut form = Form::new(register, self.today());
        let values = form.values_mut();
        values.set(Field::Kind, account.role.kind().label());
        values.set(Field::Action, action.label());
        values.set(Field::Disposal, disposal);
        values.set(Field::System, register.system_name(Some(account.system)));
        values.set(Field::Account, account.account.as_str());
        // Of two accounts that are called the same it is this one's.
        let along = brought_by_account(Some(account), form.values(), register);
        form.brought.fill(Field::Account, &mut form.typed.values, along);
        form
    }

    pub(super) fn begin_form(&mut self, form: Form) -> Result<()> {
        self.leave_form()?;
        self.form = Some(form);
        self.screen = Screen::Form;
        Ok(())
    }
}

/// What was made of a form that is done, and what is left to the clerk: the paper does not say all that an account has.
fn told_done(it: &Application, register: &Register) -> &'static str {
    let account = it.system.and_then(|system| account_named(register, system, &it.account));
    match it.action {
        Some(Action::Create | Action::Modify)
            if it.kind == Some(AccountKind::Admin) && account.is_some_and(|it| it.role == Role::SystemAdmin) =>
        {
            "已办结，登记为系统管理员；是超级管理员的，请在“账号”里改（第八条）"
        }
        // What stands in the description alone is read by people.
        Some(Action::Modify) if it.category.is_empty() && it.permissions.is_empty() => {
            "已办结。类别、权限说明有变的，请在“账号”里改"
        }
        _ => "已办结，账号台账已更新",
    }
}
