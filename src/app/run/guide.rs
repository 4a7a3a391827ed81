//! Goes to a step of 新手引导: what it needs is made on the sample office where the clerk has passed it over.

use super::super::Screen;
use super::super::form::Form;
use super::super::guide::Guide;
use super::super::workspace::Workspace;
use crate::error::Result;
use crate::model::*;
use crate::ops::Signatures;

impl Workspace {
    /// To a step, from 0; behind the last one, to the end.
    pub(in crate::app) fn go_to_step(&mut self, at: usize) -> Result<()> {
        self.guide = Some(Guide::at(at));
        self.dialog = None;
        match at {
            0 => {
                self.show(Screen::Due)?;
                self.due.choose_none();
            }
            1 if self.screen == Screen::Form => self.show(Screen::Applications)?,
            2 => self.bring_new()?,
            3 if self.state_in_front().is_none() => {
                self.bring_new()?;
                self.fill_in();
            }
            4 => self.bring(ApplicationState::Draft)?,
            5 => self.bring(ApplicationState::Printed)?,
            6 => self.bring(ApplicationState::Signed)?,
            _ => {}
        }
        Ok(())
    }

    /// The form in front, if one is.
    pub(in crate::app) fn form_in_front(&self) -> Option<&Form> {
        self.form.as_ref().filter(|_| self.screen == Screen::Form)
    }

    /// The state of the application in front; nothing for one that was not saved.
    pub(in crate::app) fn state_in_front(&self) -> Option<ApplicationState> {
        let id = self.form_in_front()?.application()?;
        self.office.register().get::<Application>(id).map(|it| it.state)
    }

    /// A new form, unless one is in front.
    fn bring_new(&mut self) -> Result<()> {
        if self.form_in_front().is_none_or(|form| form.application().is_some()) {
            self.leave_form()?;
            self.form = Some(Form::new(self.office.register(), self.today()));
            self.screen = Screen::Form;
        }
        Ok(())
    }

    /// Fills what the clerk has left blank.
    fn fill_in(&mut self) {
        let Some(form) = &mut self.form else { return };
        let values = form.values_mut();
        for (field, text) in [
            (Field::Kind, "用户账号"),
            (Field::Action, "新增"),
            (Field::Applicant, "秦天天"),
            (Field::DepartmentAndPost, "政务服务科 科员"),
            (Field::Contact, "0356-2000011"),
            (Field::System, "一体化政务服务平台"),
            (Field::Description, "因窗口轮岗，需开通受理权限。"),
        ] {
            if values.get(field).trim().is_empty() {
                values.set(field, text);
            }
        }
    }

    /// An application in this state: the one in front, the last one, or one that is made.
    fn bring(&mut self, state: ApplicationState) -> Result<()> {
        if self.form_in_front().is_some_and(Form::is_dirty) {
            self.fill_in();
            self.save_form()?;
        }
        if self.state_in_front() == Some(state) {
            return Ok(());
        }
        let last = self.office.register().applications.values().rev().find(|it| it.state == state).map(|it| it.id);
        let id = match last {
            Some(id) => id,
            None => self.make(state)?,
        };
        self.leave_form()?;
        self.form = Form::open(self.office.register(), id, self.today());
        self.screen = Screen::Form;
        Ok(())
    }

    fn make(&mut self, state: ApplicationState) -> Result<ApplicationId> {
        let today = self.today();
        self.leave_form()?;
        self.form = Some(Form::new(self.office.register(), today));
        self.fill_in();
        let id = self.saved_form()?;
        if state != ApplicationState::Draft {
            self.office.print_applications(&[id], today)?;
        }
        if state == ApplicationState::Signed {
            let signed = Signatures {
                department_head: "李建国".into(),
                reviewed_on: Some(today),
                leader: "王志强".into(),
                approved_on: Some(today),
                ..Signatures::default()
            };
            self.office.sign_application(id, &signed, today)?;
        }
        Ok(id)
    }
}
